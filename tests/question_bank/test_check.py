"""The checker: every item proved by its quote, or said not to be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from courses.statutes import Library
from courses.statutes.proving import Proof
from question_bank.bank import Bank, BankItem, Fault
from question_bank.check import Report, check_bank, usable
from question_bank.marking import Rule
from question_bank.schema import Kind
from tests.support.banks import make_item

DAY = dt.date(2026, 9, 18)
QUOTE = "应当在十五个工作日内作出书面答复"
LAW = "镇街试行办法"
ARTICLES = (
    "镇人民政府应当在十五个工作日内作出书面答复，不得拖延。",
    "逾期不作答复的，由上级机关责令限期改正。",
)
MakeLibrary = Callable[..., Library]


def statute(articles: Sequence[str] = ARTICLES, **changes: Any) -> dict[str, Any]:
    return {
        "name": LAW,
        "kind": "行政法规",
        "version_date": "2024-03-01",
        "effective_date": "2024-05-01",
        "source": "测试",
        "articles": [{"number": n, "text": text} for n, text in enumerate(articles, 1)],
    } | changes


def cite(article: object = 1, quote: str = QUOTE, law: str = LAW) -> dict[str, Any]:
    return {"law": law, "article": article, "quote": quote}


def bank_of(*entries: Mapping[str, Any], kind: str = "single") -> Bank:
    items = [make_item(n, kind, **fields) for n, fields in enumerate(entries, 1)]
    return Bank(tuple(BankItem(item, LAW, "专题", "f.yaml") for item in items))


def check(
    library: Library,
    *citations: dict[str, Any],
    known: Mapping[str, Sequence[Proof]] | None = None,
    strict: bool = False,
    **fields: Any,
) -> Report:
    bank = bank_of({"citations": citations or [cite()], **fields})
    return check_bank(bank, library, known or {}, DAY, strict=strict)


def only_failure(report: Report) -> str:
    (fault,) = report.failures
    assert fault.where == "sample-0001"
    return fault.message


def test_an_item_whose_quote_stands_in_the_cited_article_is_verified(
    make_library: MakeLibrary,
) -> None:
    report = check(make_library(statute()), cite(), cite(2, "由上级机关责令限期改正"))
    assert report.failures == report.unverified == ()
    assert [proof.article for proof in report.proofs["sample-0001"]] == ["1", "2"]
    assert report.proofs["sample-0001"][0].version == "2024-03-01"


def test_a_law_of_the_package_needs_no_file(make_library: MakeLibrary) -> None:
    quote = "被告应当在收到起诉状副本之日起十五日内"
    assert check(make_library(), cite(67, quote, "行政诉讼法")).failures == ()


@pytest.mark.parametrize(
    "quote", ["应当在十个工作日内作出书面答复", "工作日内作出口头答复的", "应当在二十五个工作日内"]
)
def test_a_wrong_quote_fails(make_library: MakeLibrary, quote: str) -> None:
    report = check(make_library(statute()), cite(quote=quote))
    assert only_failure(report) == f"引文不在《{LAW}》第 1 条中：{quote}"
    assert report.proofs == {}


def test_a_quote_of_another_article_fails(make_library: MakeLibrary) -> None:
    assert "引文不在" in only_failure(check(make_library(statute()), cite(2)))


def test_a_second_citation_is_checked_as_the_first(make_library: MakeLibrary) -> None:
    report = check(make_library(statute()), cite(), cite(2, QUOTE))
    assert "第 2 条" in only_failure(report)
    assert report.proofs == {}


def test_a_quote_too_short_to_prove_anything_fails(make_library: MakeLibrary) -> None:
    assert "太短" in only_failure(check(make_library(statute()), cite(quote="书面答复")))


def test_an_article_that_does_not_exist_fails(make_library: MakeLibrary) -> None:
    assert "没有第三条" in only_failure(check(make_library(statute()), cite(3)))


def test_an_article_of_a_repealed_statute_fails(make_library: MakeLibrary) -> None:
    library = make_library(statute(effective_until="2026-06-30", status="已废止"))
    report = check(library)
    assert "已失效" in only_failure(report)
    assert report.unverified == ()


def test_a_statute_not_yet_in_force_fails(make_library: MakeLibrary) -> None:
    library = make_library(statute(version_date="2026-09-01", effective_date="2027-01-01"))
    assert "尚未施行" in only_failure(check(library))


def test_the_version_in_force_on_the_day_is_the_one_that_counts(
    make_library: MakeLibrary,
) -> None:
    amended = ("镇人民政府应当在十个工作日内作出书面答复。", ARTICLES[1])
    later = statute(amended, version_date="2026-08-01", effective_date="2026-09-01")
    library = make_library(statute(), later)
    assert "引文不在" in only_failure(check(library))
    bank = bank_of({"citations": [cite()]})
    assert check_bank(bank, library, {}, dt.date(2026, 8, 31)).failures == ()


DISCLOSURE = statute(
    [*["本条为测试所写。"] * 50, "不服答复的，也可以依法申请行政复议或者提起行政诉讼。"],
    name="中华人民共和国政府信息公开条例",
    version_date="2019-04-03",
    effective_date="2019-05-15",
)


def test_a_displaced_provision_proves_nothing(make_library: MakeLibrary) -> None:
    displaced = cite(51, "也可以依法申请行政复议或者提起行政诉讼", "政府信息公开条例")
    message = only_failure(check(make_library(DISCLOSURE), displaced))
    assert message.startswith("《政府信息公开条例》第 51 条已被取代，不能作依据：")
    assert "须先申请行政复议" in message


def test_a_neighbour_of_a_displaced_provision_does(make_library: MakeLibrary) -> None:
    neighbour = cite(50, "本条为测试所写", "政府信息公开条例")
    assert check(make_library(DISCLOSURE), neighbour).failures == ()


def test_a_text_not_held_leaves_the_item_unverified(make_library: MakeLibrary) -> None:
    report = check(make_library())
    assert report.failures == ()
    (fault,) = report.unverified
    assert fault.where == "sample-0001"
    assert "法规库里没有" in fault.message
    assert fault.message.endswith("（也没有核对记录）")


def test_a_text_not_held_but_proved_before_says_against_which_version(
    make_library: MakeLibrary,
) -> None:
    known = check(make_library(statute())).proofs
    (fault,) = check(make_library(), known=known).unverified
    assert fault.message.endswith("（曾对照 2024-03-01 版核对）")
    (other,) = check(make_library(), cite(quote="另一句足够长的引文"), known=known).unverified
    assert other.message.endswith("（也没有核对记录）")


def test_strict_fails_on_what_is_unverified_even_with_a_proof(make_library: MakeLibrary) -> None:
    known = check(make_library(statute())).proofs
    report = check(make_library(), known=known, strict=True)
    assert report.failures == report.unverified != ()


def test_strict_wants_a_committed_proof_of_every_quote(make_library: MakeLibrary) -> None:
    library = make_library(statute())
    assert only_failure(check(library, strict=True)) == (
        f"《{LAW}》第 1 条尚无证明：运行 xuefa bank prove"
    )
    known = check(library).proofs
    assert check(library, known=known, strict=True).failures == ()
    new = check(library, cite(quote="镇人民政府应当在十五个工作日内"), known=known, strict=True)
    assert "尚无证明" in only_failure(new)


@pytest.mark.parametrize("strict", [False, True])
def test_an_article_that_changed_since_it_was_proved_fails_though_the_quote_still_stands(
    make_library: MakeLibrary, strict: bool
) -> None:
    known = check(make_library(statute())).proofs
    changed = make_library(statute((ARTICLES[0] + "情况复杂的，可以延长。", ARTICLES[1])))
    report = check(changed, known=known, strict=strict)
    assert only_failure(report) == (
        f"《{LAW}》第 1 条自 2024-03-01 版核对之后已有变动：重新审阅后运行 xuefa bank prove"
    )


def test_a_proof_of_another_item_does_not_count(make_library: MakeLibrary) -> None:
    library = make_library(statute())
    known = {"sample-0002": check(library).proofs["sample-0001"]}
    assert "尚无证明" in only_failure(check(library, known=known, strict=True))


def test_enemies_that_the_bank_does_not_have_fail(make_library: MakeLibrary) -> None:
    report = check(make_library(statute()), enemies=["absent-001"])
    assert only_failure(report) == "enemies 里的 absent-001 不在题库中"


def test_enemies_that_the_bank_has_are_sound(make_library: MakeLibrary) -> None:
    bank = bank_of({"citations": [cite()], "enemies": ["sample-0002"]}, {"citations": [cite()]})
    assert check_bank(bank, make_library(statute()), {}, DAY).failures == ()


def test_retired_items_are_counted_but_not_checked(make_library: MakeLibrary) -> None:
    report = check(make_library(), cite(quote="错误的引文文字"), status="retired", strict=True)
    assert report.failures == report.unverified == ()
    assert report.as_dict()["items"] == 1
    assert report.as_dict()["verified"] == 0


def test_a_document_signed_off_by_a_human_needs_no_statute(make_library: MakeLibrary) -> None:
    document = {"document": "会议纪要", "signed_off_by": "法制办", "quote": "引文文字"}
    assert check(make_library(), document, strict=True).failures == ()


@pytest.mark.parametrize("kind", list(Kind))
def test_a_sound_item_of_every_kind_passes(make_library: MakeLibrary, kind: Kind) -> None:
    bank = bank_of({"citations": [cite()]}, kind=kind.value)
    assert check_bank(bank, make_library(statute()), {}, DAY).failures == ()


def test_a_blank_whose_answer_is_mere_punctuation_fails(make_library: MakeLibrary) -> None:
    bank = bank_of({"citations": [cite()], "answer": [["（）"], ["三十"]]}, kind="fill")
    messages = {f.message for f in check_bank(bank, make_library(statute()), {}, DAY).failures}
    assert messages == {f"按 {rule} 规则，正确答案没有得满分" for rule in Rule}


def test_a_stem_that_would_not_show_as_written_fails(
    make_library: MakeLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No text is known that shows wrong, so the escaping is taken away."""
    monkeypatch.setattr("question_bank.notebook.escape", lambda text: text)
    report = check(make_library(statute()), stem="一个*要点*的题干")
    assert only_failure(report) == "显示出来的与写的不同：一个*要点*的题干"


@pytest.mark.parametrize("stem", ["# <b>标题</b> ____ *重点* [链接](x) $1$ ~~删~~", "一\n二\n- 三"])
def test_a_stem_full_of_markdown_shows_as_written(make_library: MakeLibrary, stem: str) -> None:
    assert check(make_library(statute()), stem=stem).failures == ()


def test_faults_of_reading_are_failures_too(make_library: MakeLibrary) -> None:
    bank = replace(bank_of({"citations": [cite()]}), faults=(Fault("bad.yaml", "读不了"),))
    report = check_bank(bank, make_library(statute()), {}, DAY)
    assert report.failures == (Fault("bad.yaml", "读不了"),)


def test_the_report_counts_by_law_kind_pool_and_status(make_library: MakeLibrary) -> None:
    bank = bank_of(
        {"citations": [cite()]},
        {"citations": [cite()], "pool": "practice"},
        {"citations": [cite(2)], "status": "draft"},
        {"citations": [cite(law="没有的条例")]},
    )
    figures = check_bank(bank, make_library(statute()), {}, DAY).as_dict()
    assert figures["items"] == 4
    assert figures["by_law"] == {LAW: 4}
    assert figures["by_kind"] == {"single": 4}
    assert figures["by_pool"] == {"exam": 3, "practice": 1}
    assert figures["by_status"] == {"reviewed": 3, "draft": 1}
    assert (figures["verified"], figures["unverified"]) == (2, 1)
    assert [row["where"] for row in figures["failures"]] == ["sample-0003"]
    assert [row["where"] for row in figures["unverified_items"]] == ["sample-0004"]


def test_the_checker_notices_a_rule_that_gives_marks_for_nothing(
    make_library: MakeLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one fault no item can show while marking is right: so marking is made wrong."""
    monkeypatch.setattr("question_bank.check.compile_marker", lambda *_: lambda _: 2.0)
    messages = [fault.message for fault in check(make_library(statute())).failures]
    assert sum("空白答案得了分" in message for message in messages) == len(Rule)
    assert sum("得了满分" in message for message in messages) == len(Rule)


def test_a_fault_of_an_item_names_its_file(make_library: MakeLibrary) -> None:
    report = check(make_library(statute()), cite(quote="条文里没有这样一句话"))
    assert str(report.failures[0]).startswith("f.yaml sample-0001：引文不在")
    assert report.as_dict()["failures"][0]["file"] == "f.yaml"
    assert str(check(make_library()).unverified[0]).startswith("f.yaml sample-0001：")


def test_only_the_items_that_failed_are_left_out(make_library: MakeLibrary) -> None:
    citations = (cite(), cite(quote="条文里没有这样一句话"), cite(law="没有收录的条例"))
    bank = bank_of(*({"citations": [citation]} for citation in citations))
    report = check_bank(bank, make_library(statute()), {}, DAY)
    assert [entry.item.id for entry in usable(report).items] == ["sample-0001", "sample-0003"]


def test_an_item_written_twice_fails_and_names_the_first(make_library: MakeLibrary) -> None:
    twice = "某镇人民政府收到申请以后，应当在几个工作日以内一次告知补正？"
    bank = bank_of({"citations": [cite()], "stem": twice}, {"citations": [cite()], "stem": twice})
    report = check_bank(bank, make_library(statute()), {}, DAY)
    (fault,) = report.failures
    assert fault.where == "sample-0002"
    assert "与 sample-0001 几乎相同" in fault.message
    (pair,) = report.as_dict()["near_duplicates"]
    assert (pair["first"], pair["second"]) == ("sample-0001", "sample-0002")


def test_a_negative_stem_that_is_not_marked_fails(make_library: MakeLibrary) -> None:
    report = check(make_library(statute()), stem="下列关于某镇人民政府的说法，不正确的是（　）。")
    assert only_failure(report) == "题干问的是不正确的一项，却没有写 negative: true"


def test_a_bias_is_reported_by_law_and_fails_when_strict(make_library: MakeLibrary) -> None:
    bank = bank_of(*({"citations": [cite()], "answer": True} for _ in range(20)), kind="true_false")
    library = make_library(statute())
    report = check_bank(bank, library, {}, DAY)
    assert report.failures == ()
    assert report.as_dict()["bias"][LAW]["true_share"] == {
        "share": 1.0,
        "cases": 20,
        "low": 0.4,
        "high": 0.6,
        "within": False,
    }
    strict = check_bank(bank, library, report.proofs, DAY, strict=True)
    (fault,) = strict.failures
    assert (fault.where, fault.message) == (
        LAW,
        "判断题中“正确”所占比例为 100%（20 题），应在 40% 至 60% 之间",
    )
