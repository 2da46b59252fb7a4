"""Items: what fits each kind, and what is said of what does not."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from question_bank.schema import Citation, Item, Kind
from tests.support.banks import make_item


def refused(kind: str, **changes: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        make_item(1, kind, **changes)
    return str(caught.value)


@pytest.mark.parametrize("kind", list(Kind))
def test_an_item_of_every_kind_can_be_written(kind: Kind) -> None:
    item = make_item(1, kind)
    assert item.kind is kind
    assert item.is_essay == (kind in (Kind.SHORT, Kind.CASE))
    assert Item.model_validate_json(item.model_dump_json()) == item


@pytest.mark.parametrize(
    ("kind", "changes", "words"),
    [
        ("true_false", {"answer": "a"}, "判断题的 answer 须为 true 或 false"),
        ("true_false", {"answer": None}, "判断题的 answer 须为 true 或 false"),
        ("true_false", {"options": {"a": "一"}}, "判断题不写 options"),
        ("single", {"answer": "e"}, "单选题的 answer 须是一个选项代号"),
        ("single", {"answer": ["a"]}, "单选题的 answer 须是一个选项代号"),
        ("single", {"options": {"a": "一", "b": "二"}}, "至少要有三个选项"),
        ("single", {"options": {"a": "一", "b": "二", "c": "一"}}, "选项内容重复"),
        ("multiple", {"answer": "a"}, "多选题的 answer 须是选项代号的列表"),
        ("multiple", {"answer": ["a", "e"]}, "多选题的 answer 须是选项代号的列表"),
        ("multiple", {"answer": ["a"]}, "多选题至少有两个正确选项"),
        ("multiple", {"answer": ["a", "a"]}, "不得重复"),
        ("multiple", {"options": {"a": "一", "b": "二"}}, "至少要有三个选项"),
        ("fill", {"options": {"a": "一"}}, "填空题不写 options"),
        ("fill", {"stem": "没有空格"}, "填空题题干须有空格 ____"),
        ("fill", {"answer": [["十五"]]}, "题干有 2 个空，answer 却有 1 组"),
        ("fill", {"answer": [["十五"], []]}, "每空一个列表"),
        ("fill", {"answer": True}, "每空一个列表"),
        ("short", {"answer": True}, "不写 answer 和 options"),
        ("case", {"options": {"a": "一"}}, "不写 answer 和 options"),
        ("case", {"model_answer": None}, "须有 model_answer"),
        ("short", {"marking_points": [{"text": "要点", "points": 5}]}, "至少两条 marking_points"),
        ("single", {"model_answer": "答"}, "客观题不填 model_answer"),
        ("fill", {"marking_points": [{"text": "点", "points": 1}]}, "客观题不填 model_answer"),
        ("single", {"blind": None}, "reviewed 的题目须记录盲答结果"),
    ],
)
def test_what_does_not_fit_the_kind_is_explained(
    kind: str, changes: dict[str, Any], words: str
) -> None:
    assert words in refused(kind, **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "Sample-0001"},
        {"id": "sample-01"},
        {"difficulty": 0},
        {"difficulty": 6},
        {"audience": []},
        {"audience": ["市民"]},
        {"pool": "both"},
        {"status": "done"},
        {"stem": "  "},
        {"citations": []},
        {"options": {"i": "超出", "a": "一", "b": "二"}},
        {"hint": "多余的字段"},
        {"enemies": ["坏编号"]},
    ],
)
def test_a_field_out_of_range_is_refused(changes: dict[str, Any]) -> None:
    assert next(iter(changes)) in refused("single", **changes)


def test_marking_points_must_be_worth_something() -> None:
    points = [{"text": "一", "points": 5}, {"text": "二", "points": 0}]
    assert "marking_points.1.points" in refused("short", marking_points=points)


def test_a_draft_needs_no_blind_answer() -> None:
    assert make_item(1, "single", status="draft", blind=None).blind is None


def test_an_item_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        make_item(1, "single").difficulty = 3  # type: ignore[misc]


def test_essay_points_are_the_sum_of_the_marking_points() -> None:
    assert make_item(1, "case").essay_points == 10
    assert make_item(1, "single").essay_points == 0


@pytest.mark.parametrize(
    ("kind", "changes", "key", "right"),
    [
        ("true_false", {"answer": False}, False, False),
        ("single", {"answer": "c"}, ["c"], ["c"]),
        ("multiple", {"answer": ["b", "d"]}, ["b", "d"], ["b", "d"]),
        (
            "fill",
            {"answer": [["十五", "15"], ["三十"]]},
            [["十五", "15"], ["三十"]],
            ["十五", "三十"],
        ),
    ],
)
def test_key_and_right_response_follow_from_the_answer(
    kind: str, changes: dict[str, Any], key: object, right: object
) -> None:
    item = make_item(1, kind, **changes)
    assert item.key() == key
    assert item.right_response() == right


QUOTE = {"quote": "引文文字"}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "law 与 document 之一"),
        ({"law": "宪法", "article": 1, "document": "纪要"}, "law 与 document 之一"),
        ({"law": "宪法"}, "须写明 article"),
        ({"document": "纪要"}, "signed_off_by"),
        ({"law": "宪法", "article": "第一条"}, "article"),
        ({"law": "宪法", "article": "1之1"}, "article"),
    ],
)
def test_a_citation_names_exactly_one_source(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Citation.model_validate(fields | QUOTE)
    assert words in str(caught.value)


@pytest.mark.parametrize(("written", "read"), [(67, "67"), ("67", "67"), ("120之一", "120之一")])
def test_an_article_number_may_be_written_as_a_number(written: object, read: str) -> None:
    assert Citation.model_validate({"law": "法", "article": written} | QUOTE).article == read


def test_a_document_that_was_signed_off_may_be_cited() -> None:
    fields = {"document": "会议纪要", "signed_off_by": "法制办"} | QUOTE
    assert Citation.model_validate(fields).law is None


@pytest.mark.parametrize("mark", ["### END SOLUTION", "BEGIN HIDDEN TESTS", "\ue000"])
def test_marks_at_which_notebooks_are_cut_may_not_stand_in_a_text(mark: str) -> None:
    with pytest.raises(ValidationError, match="试卷内部使用的标记"):
        make_item(1, "case", model_answer=f"参考答案\n{mark}\n其余")
