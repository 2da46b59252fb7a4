"""What a lesson's parts must be like."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from courses.catalogue.content import Lesson
from courses.messages import listed
from tests.support.lessons import CITE, choice, lesson, lesson_data


def complaints(data: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as error:
        Lesson.model_validate(data)
    return "\n".join(listed(error.value))


def test_a_sound_lesson_is_read_and_all_its_quotations_listed() -> None:
    cites = list(lesson().cites())
    assert len(cites) == 1 + 6 + 2 + 4
    assert {cite.quote for cite in cites} == {CITE["quote"]}


def steps(data: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data["cases"][0]["steps"]
    return found


def test_a_decision_must_lead_to_a_step_that_is_there() -> None:
    data = lesson_data()
    steps(data)[0]["choices"][0]["next"] = "gone"
    assert "first/now 的 next gone 不存在" in complaints(data)


def test_every_step_must_be_reached() -> None:
    data = lesson_data()
    steps(data).append({"id": "island", "text": "孤岛", "choices": [choice("a", "sound")] * 1})
    assert "choices：至少要有 2 项" in complaints(data)
    steps(data)[-1]["choices"].append(choice("b", "wrong"))
    assert "从第一步走不到：island" in complaints(data)


def test_a_case_must_not_turn_in_a_circle() -> None:
    data = lesson_data()
    steps(data)[1]["choices"][1]["next"] = "first"
    assert "案例绕回了已经走过的一步：first" in complaints(data)


def test_a_step_needs_a_sound_way_out() -> None:
    data = lesson_data()
    for row in steps(data)[1]["choices"]:
        row["verdict"] = "risky"
    assert "steps second 没有一个稳妥（sound）的选择" in complaints(data)


def test_a_row_has_as_many_cells_as_columns() -> None:
    data = lesson_data()
    data["tables"][0]["rows"][0]["cells"] = ["一格"]
    assert "rows 举证：有 1 格，应有 2 格" in complaints(data)


@pytest.mark.parametrize("field", ["readers", "cases", "tables", "cards"])
def test_an_id_stands_for_one_part_only(field: str) -> None:
    data = lesson_data()
    data[field].append(data[field][0])
    assert f"{field} 里有重复的 id" in complaints(data)


def test_a_question_is_not_asked_twice() -> None:
    data = lesson_data()
    data["practice"].append(data["practice"][0])
    assert "practice 里有重复的题号" in complaints(data)


def test_a_lesson_has_at_least_eight_questions() -> None:
    data = lesson_data()
    data["practice"].pop()
    assert "practice：至少要有 8 项" in complaints(data)


def test_a_timeline_calculates_what_its_stages_name_unless_told() -> None:
    stage = {"who": "被告", "what": "举证", "when": "十五日内", "cite": CITE}
    data = lesson_data()
    rules = ["litigation.answer", "litigation.judge", "litigation.answer"]
    stages = [{**stage, "rule": rule} for rule in rules]
    data["timelines"] = [{"id": "t", "title": "举证", "stages": [*stages, stage]}]
    (timeline,) = Lesson.model_validate(data).timelines
    assert timeline.calculated == ("litigation.answer", "litigation.judge")
    data["timelines"][0]["rules"] = ["litigation.judge"]
    (timeline,) = Lesson.model_validate(data).timelines
    assert timeline.calculated == ("litigation.judge",)
