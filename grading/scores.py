"""Figures of one examination: who sat, who is graded, how well. Pure.

Absent is never zero: whoever was absent, is not finally graded or could not be graded has no score,
and stands outside means, spread and rates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from grading.attendance_matching import REMARK, Settled
from grading.results import FULL_MARKS, GRADED, PENDING, SCORE, STATUS
from grading.roster import REASON
from grading.tables import CATEGORY, FILE, NAME, PERSON_ID, POST, ROW, UNIT, id_key

CODE, EXAM, BAND, FAILED = "考试代号", "考试", "等级", "不合格"
UNGRADABLE, ABSENT = "未能评阅", "缺考"
STATUSES = (GRADED, PENDING, UNGRADABLE, ABSENT)
REGISTERED, SAT, SAT_RATE = "报名", "参考", "参考率"
PASS_RATE, EXCELLENT_RATE = "合格率", "优秀率"
MEAN, MEDIAN, SPREAD, HIGHEST, LOWEST = "平均分", "中位数", "标准差", "最高分", "最低分"
PASS, EXCELLENT, TOTAL = "合格", "优秀", "合计"
_STATISTICS = (PASS_RATE, EXCELLENT_RATE, MEAN, MEDIAN, SPREAD, HIGHEST, LOWEST)
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class ExamPolicy:
    """What the figures of an exam depend on.

    Attributes:
        name: nbgrader's assignment name.
        title: what people call the exam.
        points: full marks.
        bands: name → lowest share of full marks in percent; must have 合格.
    """

    name: str
    title: str
    points: float
    bands: Mapping[str, float]

    def __post_init__(self) -> None:
        """Refuse a policy no rate can be worked out with.

        Raises:
            ValueError: points not above zero, no band 合格, or a threshold outside 0–100.
        """
        if not self.points > 0:
            raise ValueError("满分须大于 0")
        if PASS not in self.bands:
            raise ValueError("等级中没有“合格”")
        if not all(0 <= percent <= 100 for percent in self.bands.values()):
            raise ValueError("等级的分数线须在 0 到 100 之间")

    @property
    def label(self) -> str:
        """What tells this exam from another of the same title: 领导干部考试（a1）."""
        return f"{self.title}（{self.name}）"

    def descending(self) -> list[tuple[str, float]]:
        """Bands from the highest threshold down."""
        return sorted(self.bands.items(), key=lambda band: -band[1])

    def band(self, score: float) -> str:
        """Return the band of a score in points; 不合格 below all."""
        percent = self.percent(score)
        return next((name for name, lowest in self.descending() if percent >= lowest), FAILED)

    def percent(self, score: float) -> float:
        """Return a score as percent of full marks, free of binary rounding noise."""
        return round(score * 100 / self.points, _DIGITS)


@dataclass(frozen=True, slots=True)
class ExamRecords:
    """What is known of an exam before anything is counted.

    Attributes:
        registered: the registration list, settled.
        hand_ins: 人员编号 of everybody with a hand-in folder.
        results: as :func:`grading.results.read_results`.
        set_aside: 人员编号, 文件, 原因 of hand-ins that could not be graded, with provenance.
    """

    registered: Settled
    hand_ins: Sequence[str]
    results: pd.DataFrame
    set_aside: pd.DataFrame


@dataclass(frozen=True, slots=True)
class ExamScores:
    """The exam's figures.

    Attributes:
        papers: one row per registered person: 考试代号, 考试, 人员编号, 姓名, 单位, 职务, 类别,
            状态 (已评定 | 待评 | 未能评阅 | 缺考), 得分 (missing unless 已评定), 满分, 等级, 备注.
        overall: 报名, 参考, 缺考, 参考率, … and one count per band.
        by_unit: the same per 单位; the last row is 合计.
        doubts: 人员编号, 原因, 来源文件 and 行号 of what must be looked into.
    """

    policy: ExamPolicy
    registered: Settled
    papers: pd.DataFrame
    overall: Mapping[str, float]
    by_unit: pd.DataFrame
    doubts: pd.DataFrame


def score_exam(policy: ExamPolicy, records: ExamRecords, people: pd.DataFrame) -> ExamScores:
    """Give each registered person one status and work the figures out from these."""
    known = _Known(records)
    papers = _papers(policy, records.registered, known, people)
    return ExamScores(
        policy,
        records.registered,
        papers,
        figures(papers, policy),
        _by_unit(papers, policy, list(dict.fromkeys(people[UNIT]))),
        _doubts(known, set(records.registered.people), policy.name),
    )


def figures(papers: pd.DataFrame, policy: ExamPolicy) -> dict[str, float]:
    """Count papers and describe the final scores among them.

    Rates are shares of 1; 标准差 is the population's (divided by n: the papers are all there
    are, no sample). What cannot be worked out is missing, as the mean of no paper.
    """
    counts = {status: int((papers[STATUS] == status).sum()) for status in STATUSES}
    sat = len(papers) - counts[ABSENT]
    head: dict[str, float] = {REGISTERED: len(papers), SAT: sat, ABSENT: counts[ABSENT]}
    head[SAT_RATE] = sat / len(papers) if len(papers) else float("nan")
    head |= {status: counts[status] for status in (GRADED, PENDING, UNGRADABLE)}
    scores = [float(score) for score in papers.loc[papers[STATUS] == GRADED, SCORE]]
    return head | _statistics(scores, policy) | _band_counts(scores, policy)


class _Known:
    """Three sources of what became of a paper, by normalised 人员编号."""

    def __init__(self, records: ExamRecords) -> None:
        self.folders = {id_key(person) for person in records.hand_ins}
        rows = records.results[[PERSON_ID, STATUS, SCORE]].itertuples(index=False, name=None)
        self.results = {id_key(person): (status, score) for person, status, score in rows}
        self.set_aside: dict[str, str] = {}
        self._rows: dict[str, tuple[str, int | None]] = {}
        for row in records.set_aside.to_dict("records"):
            self.set_aside.setdefault(id_key(row[PERSON_ID]), row[REASON])
            self._rows.setdefault(id_key(row[PERSON_ID]), (row[FILE], row[ROW]))
        self.everybody = self.folders | set(self.results) | set(self.set_aside)

    def status(self, person: str) -> tuple[str, float, str]:
        """(状态, 得分, 备注): what was set aside never keeps an older grade."""
        if person in self.set_aside:
            return UNGRADABLE, float("nan"), self.set_aside[person]
        if person in self.results:
            status, score = self.results[person]
            return status, score, ""
        if person in self.folders:
            return PENDING, float("nan"), "已交卷，尚未阅卷"
        return ABSENT, float("nan"), ""

    def place(self, person: str, exam: str) -> tuple[str, int | None]:
        """The file, and the row if it has rows, that a doubt about a person rests on."""
        if person in self._rows:
            return self._rows[person]
        return (f"submitted/*/{exam}" if person in self.folders else "gradebook.db"), None

    def doubt(self, person: str, registered: bool) -> str:
        """What does not fit together about a person, or ""."""
        if not registered:
            return "已交卷但不在报名名单中，未计入任何数字"
        if person in self.set_aside:
            stale = person in self.results
            note = "，成绩库里的旧成绩未采用" if stale else ""
            return f"答卷未能评阅{note}：{self.set_aside[person]}"
        if person not in self.results:
            return "已交卷，成绩库里没有成绩，请先阅卷"
        return "" if person in self.folders else "成绩库里有成绩，却没有交卷文件夹"


def _papers(
    policy: ExamPolicy, registered: Settled, known: _Known, people: pd.DataFrame
) -> pd.DataFrame:
    details = people.set_index(PERSON_ID)[[NAME, UNIT, POST, CATEGORY]]
    rows = [
        (policy.name, policy.title, person, *details.loc[person], *known.status(person))
        for person in registered.people
    ]
    columns = [CODE, EXAM, PERSON_ID, NAME, UNIT, POST, CATEGORY, STATUS, SCORE, REMARK]
    frame = pd.DataFrame(rows, columns=columns).astype({SCORE: "float64"})
    frame[FULL_MARKS] = float(policy.points)
    frame[BAND] = [policy.band(score) if pd.notna(score) else "" for score in frame[SCORE]]
    return frame[[*columns[:-1], FULL_MARKS, BAND, REMARK]]


def _statistics(scores: Sequence[float], policy: ExamPolicy) -> dict[str, float]:
    if not scores:
        return dict.fromkeys(_STATISTICS, float("nan"))
    series = pd.Series(scores, dtype="float64")
    return {
        PASS_RATE: _share_from(scores, policy, PASS),
        EXCELLENT_RATE: _share_from(scores, policy, EXCELLENT),
        MEAN: round(float(series.mean()), _DIGITS),
        MEDIAN: float(series.median()),
        SPREAD: round(float(series.std(ddof=0)), _DIGITS),
        HIGHEST: float(series.max()),
        LOWEST: float(series.min()),
    }


def _share_from(scores: Sequence[float], policy: ExamPolicy, band: str) -> float:
    if band not in policy.bands:
        return float("nan")
    return sum(policy.percent(s) >= policy.bands[band] for s in scores) / len(scores)


def _band_counts(scores: Sequence[float], policy: ExamPolicy) -> dict[str, float]:
    bands = [policy.band(score) for score in scores]
    names = [*(name for name, _ in policy.descending()), FAILED]
    return {f"{name}人数": bands.count(name) for name in names}


def _by_unit(papers: pd.DataFrame, policy: ExamPolicy, units: Sequence[str]) -> pd.DataFrame:
    groups = papers.groupby(UNIT)
    rows: list[dict[str, object]] = [
        {UNIT: unit, **figures(groups.get_group(unit), policy)}
        for unit in units
        if unit in groups.groups
    ]
    rows.append({UNIT: TOTAL, **figures(papers, policy)})
    frame = pd.DataFrame(rows)
    frame.insert(0, CODE, policy.name)
    frame.insert(1, EXAM, policy.title)
    return frame


def _doubts(known: _Known, registered: set[str], exam: str) -> pd.DataFrame:
    pairs = [(p, known.doubt(p, p in registered)) for p in sorted(known.everybody)]
    rows = [(*pair, *known.place(pair[0], exam)) for pair in pairs if pair[1]]
    return pd.DataFrame(rows, columns=[PERSON_ID, REASON, FILE, ROW])
