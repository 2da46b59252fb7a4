"""Each registered person has one status, and only final papers enter the figures."""

from __future__ import annotations

import math
import statistics

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.attendance_matching import Directory, settle
from grading.scores import ExamPolicy, ExamRecords, ExamScores, score_exam
from grading.tables import FILE, PERSON_ID, ROW
from tests.support.tally_office import PEOPLE, list_rows, people_frame

POLICY = ExamPolicy("leadership", "领导干部考试", 100, {"合格": 60, "优秀": 90, "良好": 80})
IDS = [person[0] for person in PEOPLE]
NAN = float("nan")


def scored(
    registered: list[str],
    results: dict[str, float],
    hand_ins: list[str] | None = None,
    set_aside: dict[str, str] | None = None,
    policy: ExamPolicy = POLICY,
) -> ExamScores:
    aside = dict(set_aside or {})
    rows = [(p, s, 100.0, "待评" if math.isnan(s) else "已评定") for p, s in results.items()]
    records = ExamRecords(
        settle(
            list_rows(*({PERSON_ID: person} for person in registered)), Directory(people_frame())
        ),
        [*results, *aside] if hand_ins is None else hand_ins,
        pd.DataFrame(rows, columns=[PERSON_ID, "得分", "满分", "状态"]),
        pd.DataFrame(
            [(*one, "set_aside.csv", n) for n, one in enumerate(aside.items(), start=2)],
            columns=[PERSON_ID, "原因", FILE, ROW],
        ),
    )
    return score_exam(policy, records, people_frame())


def test_each_registered_person_has_one_status() -> None:
    exam = scored(IDS[:4], {IDS[0]: 95.0, IDS[1]: NAN}, set_aside={IDS[2]: "文件损坏"})
    assert exam.papers["状态"].tolist() == ["已评定", "待评", "未能评阅", "缺考"]
    assert exam.papers["得分"].isna().tolist() == [False, True, True, True]
    assert exam.papers["等级"].tolist() == ["优秀", "", "", ""]
    assert exam.papers["备注"].tolist() == ["", "", "文件损坏", ""]


def test_figures_leave_out_whoever_has_no_final_score() -> None:
    results = {IDS[0]: 90.0, IDS[1]: 60.0, IDS[2]: 30.0, IDS[3]: NAN}
    overall = scored(IDS[:6], results, set_aside={IDS[4]: "损坏"}).overall
    counts = {
        name: overall[name] for name in ("报名", "参考", "缺考", "已评定", "待评", "未能评阅")
    }
    assert list(counts.values()) == [6, 5, 1, 3, 1, 1]
    assert overall["参考率"] == pytest.approx(5 / 6)
    assert overall["合格率"] == pytest.approx(2 / 3)
    assert overall["优秀率"] == pytest.approx(1 / 3)
    assert (overall["平均分"], overall["中位数"]) == (60.0, 60.0)
    assert overall["标准差"] == pytest.approx(statistics.pstdev([90, 60, 30]))
    assert (overall["最高分"], overall["最低分"]) == (90.0, 30.0)
    bands = [overall[f"{band}人数"] for band in ("优秀", "良好", "合格", "不合格")]
    assert bands == [1, 0, 1, 1]


def test_a_score_of_zero_is_a_score() -> None:
    exam = scored(IDS[:2], {IDS[0]: 0.0})
    assert exam.overall["平均分"] == 0.0
    assert exam.papers["等级"].tolist() == ["不合格", ""]


def test_without_final_papers_the_figures_are_missing() -> None:
    overall = scored(IDS[:2], {IDS[0]: NAN}).overall
    for name in ("合格率", "优秀率", "平均分", "中位数", "标准差", "最高分", "最低分"):
        assert math.isnan(overall[name])
    assert math.isnan(scored([], {}).overall["参考率"])


def test_what_was_set_aside_never_keeps_an_older_grade() -> None:
    exam = scored(IDS[:1], {IDS[0]: 88.0}, set_aside={IDS[0]: "损坏"})
    assert exam.papers["状态"].tolist() == ["未能评阅"]
    assert exam.overall["已评定"] == 0
    assert exam.doubts["原因"].tolist() == ["答卷未能评阅，成绩库里的旧成绩未采用：损坏"]


def test_a_hand_in_without_registration_is_listed_outside_every_figure() -> None:
    exam = scored(IDS[:1], {IDS[0]: 80.0, IDS[5]: 10.0}, set_aside={"X9": "损坏"})
    assert exam.doubts[PERSON_ID].tolist() == [IDS[5], "X9"]
    assert set(exam.doubts["原因"]) == {"已交卷但不在报名名单中，未计入任何数字"}
    assert (exam.overall["参考"], exam.overall["平均分"]) == (1, 80.0)


def test_a_hand_in_nobody_graded_is_unfinished_and_listed() -> None:
    exam = scored(IDS[:1], {}, hand_ins=[IDS[0].lower()])
    assert exam.papers["状态"].tolist() == ["待评"]
    assert exam.doubts["原因"].tolist() == ["已交卷，成绩库里没有成绩，请先阅卷"]


def test_a_grade_without_hand_in_folder_counts_and_is_listed() -> None:
    exam = scored(IDS[:1], {IDS[0]: 70.0}, hand_ins=[])
    assert exam.overall["参考"] == 1
    assert exam.doubts["原因"].tolist() == ["成绩库里有成绩，却没有交卷文件夹"]


def test_a_repeated_registration_counts_once() -> None:
    exam = scored([IDS[0], IDS[1], IDS[0], "P99999"], {})
    assert exam.overall["报名"] == 2
    assert (len(exam.registered.duplicates), len(exam.registered.set_aside)) == (1, 1)


def test_units_come_in_the_order_of_the_roster_and_add_up() -> None:
    exam = scored(list(reversed(IDS)), dict.fromkeys(IDS[:5], 70.0))
    assert exam.by_unit["单位"].tolist() == ["司法所", "财政所", "高桥村", "合计"]
    for column in ("报名", "参考", "缺考", "已评定", "合格人数"):
        assert exam.by_unit[column].iloc[:-1].sum() == exam.by_unit[column].iloc[-1]
    assert exam.by_unit["参考"].tolist() == [2, 2, 1, 5]


@pytest.mark.parametrize(
    ("points", "score", "band"),
    [
        (100, 60, "合格"),
        (100, 59.99, "不合格"),
        (150, 90, "合格"),
        (150, 120, "良好"),
        (30, 27, "优秀"),
    ],
)
def test_bands_are_shares_of_full_marks(points: float, score: float, band: str) -> None:
    assert ExamPolicy("e", "考试", points, POLICY.bands).band(score) == band


def test_binary_rounding_takes_nobody_below_the_line() -> None:
    assert POLICY.band(math.nextafter(60, 0)) == "合格"
    assert POLICY.band(59.9999) == "不合格"


def test_an_exam_without_excellence_has_no_such_rate() -> None:
    policy = ExamPolicy("e", "考试", 100, {"合格": 60})
    overall = scored(IDS[:1], {IDS[0]: 95.0}, policy=policy).overall
    assert math.isnan(overall["优秀率"])
    assert (overall["合格人数"], overall["不合格人数"]) == (1, 0)


@pytest.mark.parametrize(
    ("points", "bands"), [(0, {"合格": 60}), (100, {"优秀": 90}), (100, {"合格": 101})]
)
def test_a_policy_no_rate_can_be_worked_out_with_is_refused(
    points: float, bands: dict[str, float]
) -> None:
    with pytest.raises(ValueError, match=r"分|合格"):
        ExamPolicy("e", "考试", points, bands)


some = st.lists(st.sampled_from(IDS), unique=True)
scores = st.dictionaries(st.sampled_from(IDS), st.one_of(st.just(NAN), st.floats(0, 100)))


@given(some, scores, st.dictionaries(st.sampled_from(IDS), st.just("损坏")), some)
def test_registered_are_candidates_plus_absent_and_candidates_split_without_rest(
    registered: list[str], results: dict[str, float], aside: dict[str, str], folders: list[str]
) -> None:
    exam = scored(registered, results, folders, aside)
    overall = exam.overall
    assert overall["报名"] == len(registered) == overall["参考"] + overall["缺考"]
    assert overall["参考"] == overall["已评定"] + overall["待评"] + overall["未能评阅"]
    assert overall["参考"] == len(set(registered) & (set(results) | set(aside) | set(folders)))
    bands = sum(overall[f"{band}人数"] for band in ("优秀", "良好", "合格", "不合格"))
    assert bands == overall["已评定"]
    assert exam.papers["得分"].notna().sum() == overall["已评定"]
