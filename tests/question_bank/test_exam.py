"""The exam record: keys in printed letters, papers without them, and the file it is kept in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from exam_hall.contract import Paper
from question_bank.exam import (
    Exam,
    ExamError,
    FormItem,
    exam_path,
    load_exam,
    require_name,
    save_exam,
)
from question_bank.schema import Kind
from tests.support.banks import make_item

ORDER = ("c", "a", "d", "b")


@pytest.mark.parametrize(
    ("kind", "answer", "key"),
    [
        ("single", "d", ["C"]),
        ("multiple", ["b", "c"], ["A", "D"]),
        ("multiple", ["a", "d"], list("BC")),
    ],
)
def test_a_choices_key_is_in_printed_letters(kind: str, answer: object, key: list[str]) -> None:
    filled = FormItem(item=make_item(1, kind, answer=answer), law="法", topic="题", order=ORDER)
    assert filled.key() == key
    assert [filled.letter(option) for option in "abcd"] == ["B", "D", "A", "C"]


def test_the_keys_of_other_kinds_are_the_items_own() -> None:
    fill = FormItem(item=make_item(1, "fill"), law="法", topic="题")
    assert fill.key() == [["十五", "15", "十五日"], ["三十", "30"]]
    assert FormItem(item=make_item(2, "true_false"), law="法", topic="题").key() is True


def test_a_slots_key_holds_every_form_and_the_sections_rule(exam: Exam) -> None:
    for slot in (slot for slot in exam.slots if not slot.is_essay):
        key = exam.slot_key(slot)
        assert key.keys == {form: exam.form_item(form, slot).key() for form in "AB"}
        assert key.rule is exam.blueprint.sections[slot.section].rule
        assert (key.kind, key.points) == (slot.kind.value, slot.points)


def test_the_right_answer_by_the_papers_letters_earns_full_marks(exam: Exam) -> None:
    for form in exam.forms:
        printed = {slot.grade_id: slot for slot in exam.paper(form).slots}
        for slot in (slot for slot in exam.slots if slot.kind in (Kind.SINGLE, Kind.MULTIPLE)):
            item = exam.form_item(form, slot).item
            right = [item.options[option] for option in item.right_response()]  # type: ignore[union-attr, index]
            letters = [o.id for o in printed[slot.grade_id].options if o.text in right]
            assert exam.slot_key(slot).marker(form)(letters) == slot.points


def test_a_paper_shows_each_question_of_its_form_in_order(exam: Exam) -> None:
    for form in exam.forms:
        paper = exam.paper(form)
        assert [slot.stem for slot in paper.slots] == [own.item.stem for own in exam.forms[form]]
        assert [option.id for option in paper.slots[3].options] == list("ABCD")
        assert (paper.exam, paper.form, paper.duration_s) == ("every-kind", form, 3600)
        assert Paper.from_json(paper.to_json()) == paper
    assert exam.paper("A").sha256 != exam.paper("B").sha256


def test_a_papers_sections_cover_its_slots_once_each(exam: Exam) -> None:
    paper = exam.paper("A")
    listed = [grade_id for section in paper.sections for grade_id in section.grade_ids]
    assert listed == [slot.grade_id for slot in paper.slots]
    assert [section.heading[:2] for section in paper.sections] == [
        f"{n}、" for n in "一二三四五六七八"
    ]


def test_only_essays_have_a_limit_of_characters(exam: Exam) -> None:
    essays = {slot.grade_id for slot in exam.slots if slot.is_essay}
    assert len(essays) == 2
    for slot in exam.paper("B").slots:
        assert slot.max_chars == (5000 if slot.grade_id in essays else None)


def test_a_paper_in_json_holds_the_whitelisted_fields_and_no_other(exam: Exam) -> None:
    data = json.loads(exam.paper("A").to_json())
    assert data.keys() == {"schema", "exam", "form", "title", "duration_s", "sections", "slots"}
    fields = {"grade_id", "kind", "points", "stem", "options", "max_chars"}
    assert all(slot.keys() == fields for slot in data["slots"])
    assert all(
        option.keys() == {"id", "text"} for slot in data["slots"] for option in slot["options"]
    )
    assert all(section.keys() == {"heading", "grade_ids"} for section in data["sections"])


def test_a_saved_exam_is_loaded_as_it_was(exam: Exam, tmp_path: Path) -> None:
    path = save_exam(tmp_path, exam)
    first = path.read_bytes()
    assert path == exam_path(tmp_path, exam.name)
    assert load_exam(tmp_path, exam.name) == exam
    assert save_exam(tmp_path, load_exam(tmp_path, exam.name)).read_bytes() == first


def test_an_exam_that_was_never_assembled_is_explained(tmp_path: Path) -> None:
    with pytest.raises(ExamError, match="没有考试 spring：请先运行 xuefa exam assemble"):
        load_exam(tmp_path, "spring")


@pytest.mark.parametrize(
    ("text", "words"), [("{", "不是合格的 JSON"), ("{}", "缺少这一项"), ("[]", "不合格式")]
)
def test_a_damaged_record_is_explained_in_chinese(tmp_path: Path, text: str, words: str) -> None:
    path = exam_path(tmp_path, "spring")
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    with pytest.raises(ExamError, match="不合格式：") as caught:
        load_exam(tmp_path, "spring")
    assert words in str(caught.value)


def test_a_field_of_a_damaged_record_is_named_with_its_place(exam: Exam, tmp_path: Path) -> None:
    path = save_exam(tmp_path, exam)
    data = json.loads(path.read_text("utf-8"))
    data["slots"][3]["points"] = "many"
    path.write_text(json.dumps(data), "utf-8")

    with pytest.raises(ExamError, match=r"不合格式：slots\.3\.points：应为数字"):
        load_exam(tmp_path, exam.name)


def test_a_record_that_is_not_utf8_is_explained(exam: Exam, tmp_path: Path) -> None:
    save_exam(tmp_path, exam).write_bytes("试卷".encode("gbk"))

    with pytest.raises(ExamError, match="不是 UTF-8 编码"):
        load_exam(tmp_path, exam.name)


BAD_NAMES = ["../evil", "a+b", "*", "", "考试", "Autumn", "a/b", "a b", "autumn\n", "a" * 41, ".."]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_that_is_no_name_is_refused_everywhere(
    exam: Exam, tmp_path: Path, name: str
) -> None:
    with pytest.raises(ExamError, match="不能用：须以小写字母开头"):
        load_exam(tmp_path, name)
    with pytest.raises(ExamError, match="不能用：须以小写字母开头"):
        require_name(name)
    with pytest.raises(ValidationError, match="name"):
        Exam.model_validate({**exam.model_dump(), "name": name})


@pytest.mark.parametrize("name", ["a", "leadership-2026", "make_up_1", "a" * 40])
def test_a_plain_name_is_a_name(name: str) -> None:
    assert require_name(name) == name
