"""What a reader of a calculation must be told: where the law is silent, and what is not known."""

from datetime import date

from courses.deadlines.case import Case
from courses.deadlines.counting import Count
from courses.deadlines.errors import YearNotAnnounced
from courses.deadlines.records import Direction, Rule
from courses.deadlines.wording import cited, dated, length_of


def not_covered(rule: Rule, day: date) -> str:
    """The provisions were not in force on the day."""
    if day < rule.valid_from:
        span = f"自{rule.valid_from}起全部施行"
        return (
            f"{day}不在本规则的适用范围内：所依据的条文{span}；更早的日期适用当时的规定，这里不算。"
        )
    return f"{day}不在本规则的适用范围内：所依据的条文只施行到{rule.valid_to}。"


def unknown_working_days(error: YearNotAnnounced) -> str:
    """No date can be given in working days."""
    return f"{error}，工作日无从计算，因此不给出日期；公布后请更新日历再算。"


def unknown_last_day(rule: Rule, error: YearNotAnnounced, last: date) -> str:
    """Whether the last day is off is not known."""
    law, basis = rule.regime.law, rule.regime.last_day
    what = f"要顺延到节假日后的第一日（{cited(basis)}）" if basis else f"《{law}》没有写明是否顺延"
    return f"{error}：{dated(last)}如果是节假日，{what}；这里没有顺延。"


def last_day_off(rule: Rule, last: date, reason: str) -> str:
    """The last day is off and the law does not say what then."""
    return f"最后一日{dated(last)}是{reason}；《{rule.regime.law}》没有写明是否顺延，这里不顺延。"


def about_first_day(case: Case, found: Count) -> list[str]:
    """What follows if the law, which does not say, means the first day to count."""
    rule = case.rule
    if rule.regime.first_day or rule.direction is Direction.BEFORE:
        return []
    other = case.counted(first_day=True).last
    lead = f"《{rule.regime.law}》没有写明开始的当日是否计入期限，这里从次日起算"
    if other == found.last:
        return [f"{lead}；当日计入的话，结果相同。"]
    return [f"{lead}；当日计入的话，最后一日是{dated(other)}，按较早的一日办最稳妥。"]


def about_notice(case: Case) -> list[str]:
    """How else “……日前” can be read."""
    rule = case.rule
    if rule.direction is Direction.AFTER:
        return []
    earlier = case.counted(more=1).last
    length = length_of(rule.length, rule.unit)
    return [
        f"法条没有写明“……日前”怎样往前数。通知日与举行日之间要隔满{length}的话，"
        f"最晚是{dated(earlier)}；宜早不宜迟。"
    ]


def about_left_out(case: Case, first: date, last: date) -> list[str]:
    """Which time may be left out at all, and which lay outside and had no effect."""
    if not case.left_out:
        return []
    grounds = "；".join(f"{one.what}（{cited(one.basis)}）" for one in case.rule.left_out)
    notes = [one.note for one in case.rule.left_out if one.note]
    idle = [
        f"{period.first}至{period.last}不在期限之内，没有影响结果。"
        for period in case.left_out
        if period.last < first or period.first > last
    ]
    return [f"能扣除的只有：{grounds}。", *(f"{note}。" for note in dict.fromkeys(notes)), *idle]


def about_extension(case: Case, last: date) -> list[str]:
    """Who must approve an extension."""
    extension = case.rule.extension
    if not extension or not case.extended:
        return []
    who = f"延长须由{extension.approver}批准或者同意，条件是{extension.condition}"
    where = cited(extension.basis)
    if case.open_ended:
        return [
            f"{who}；延长多久法条没有写（{where}），以批准的为准，"
            f"因此不给出日期。不延长的话，最后一日是{dated(last)}。"
        ]
    return [f"{who}（{where}）；这里按最长的延长期计算，批准的较短则以批准的为准。"]


def about_cap(case: Case) -> list[str]:
    """That the longest time was not looked at."""
    cap = case.rule.cap
    if not cap or case.cap_from:
        return []
    length = length_of(cap.length, cap.unit)
    return [
        f"还受最长期限限制：自{cap.event}起{length}（{cited(cap.basis)}）；"
        "没有填写这个日期，这里没有核对。"
    ]
