"""Release through real nbgrader: no key leaves, and a failure leaves things as they were."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from question_bank.assemble import assemble
from question_bank.bank import Bank
from question_bank.exam import Exam, ExamError, load_exam
from question_bank.notebook import CODE_STUB, TEXT_STUB, read_key
from question_bank.release import init_course, release, run_nbgrader, set_due, write_source
from tests.support.banks import make_blueprint
from tests.support.hand_ins import hand_in, read_paper


def snapshot(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def released_cells(course: Path, exam: Exam) -> dict[str, dict[str, Any]]:
    text = (course / "release" / exam.name / "exam.ipynb").read_text("utf-8")
    cells = json.loads(text)["cells"]
    return {cell["metadata"]["nbgrader"]["grade_id"]: cell for cell in cells}


def test_the_release_holds_the_notebook_and_one_paper_for_each_form(
    released_course: Path, exam: Exam
) -> None:
    names = {"exam.ipynb", "paper-A.json", "paper-B.json"}
    assert set(snapshot(released_course / "release" / exam.name)) == names
    for form in "AB":
        assert read_paper(released_course, exam.name, form) == exam.paper(form)


def test_the_released_answer_cells_hold_stubs(released_course: Path, exam: Exam) -> None:
    cells = released_cells(released_course, exam)
    for slot in exam.slots:
        source = "".join(cells[slot.grade_id]["source"])
        stub = TEXT_STUB if slot.is_essay else f"{slot.grade_id} = None\n{CODE_STUB}"
        assert source == stub
    assert "".join(cells["form"]["source"]) == f'form = "A"\n{CODE_STUB}'


def test_the_released_tests_are_empty(released_course: Path, exam: Exam) -> None:
    cells = released_cells(released_course, exam)
    tests = [cell for name, cell in cells.items() if name.endswith("_test")]
    assert len(tests) == len(exam.slots) - 2
    assert {"".join(cell["source"]).strip() for cell in tests} == {""}


def test_nothing_the_trainer_wrote_beside_the_question_is_released(
    released_course: Path, exam: Exam
) -> None:
    files = snapshot(released_course / "release")
    text = b"\n".join(files.values()).decode()
    for secret in ("解析文字", "参考答案", "引文文字", "指出主体", "十五", "BEGIN", "mark_cell"):
        assert secret not in text
    for items in exam.forms.values():
        assert not any(own.item.id in text for own in items)


def test_the_released_questions_are_those_of_the_first_form(
    released_course: Path, exam: Exam
) -> None:
    cells = released_cells(released_course, exam)
    for slot in exam.slots:
        source = "".join(cells[f"{slot.grade_id}_question"]["source"])
        assert source.startswith(f"**{slot.number}.** （{slot.points:g} 分）第")
        assert exam.form_item("A", slot).item.stem.partition("：")[0] in source


def test_the_gradebook_holds_the_key_of_every_form(released_course: Path, exam: Exam) -> None:
    database = f"sqlite:///{released_course / 'gradebook.db'}"
    with Gradebook(database, "xuefa") as gradebook:
        assignment = gradebook.find_assignment(exam.name)
        assert assignment.max_score == exam.blueprint.points
        for slot in (slot for slot in exam.slots if not slot.is_essay):
            cell = gradebook.find_source_cell(f"{slot.grade_id}_test", "exam", exam.name)
            assert read_key(cell.source) == exam.slot_key(slot)


def test_the_record_with_the_keys_stays_in_the_course(released_course: Path, exam: Exam) -> None:
    assert load_exam(released_course, exam.name) == exam


def test_a_configuration_already_there_is_left_alone(tmp_path: Path) -> None:
    init_course(tmp_path)
    config = tmp_path / "nbgrader_config.py"
    assert "configure_release(c)" in config.read_text("utf-8")
    config.write_text("# 我的设置", "utf-8")
    init_course(tmp_path)
    assert config.read_text("utf-8") == "# 我的设置"


def test_writing_the_source_again_leaves_nothing_old(exam: Exam, tmp_path: Path) -> None:
    folder = write_source(tmp_path, exam)
    before = snapshot(folder)
    (folder / "old.txt").write_text("旧", "utf-8")
    assert snapshot(write_source(tmp_path, exam)) == before


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Object of type")
def test_changed_cells_are_not_released_over_hand_ins(
    released_course: Path, exam: Exam, bank: Bank, tmp_path: Path
) -> None:
    course = Path(shutil.copytree(released_course, tmp_path / "course"))
    database = f"sqlite:///{course / 'gradebook.db'}"
    with Gradebook(database, "xuefa") as gradebook:
        gradebook.add_student("P00001")
        gradebook.add_submission(exam.name, "P00001")
    kept = [snapshot(course / part) for part in ("exams", "source", "release")]
    one = {"kind": "single", "count": 5, "points_each": 1}
    shorter = make_blueprint(sections=[one], points=5)

    with pytest.raises(ExamError, match="nbgrader generate_assignment 没有成功") as caught:
        release(course, assemble(bank, shorter, 8, exam.on))

    assert "logs/generate_assignment.log" in str(caught.value)
    assert str(course) not in str(caught.value)
    assert (course / "logs" / "generate_assignment.log").read_text("utf-8")
    assert [snapshot(course / part) for part in ("exams", "source", "release")] == kept
    with Gradebook(database, "xuefa") as gradebook:
        assert gradebook.find_submission(exam.name, "P00001")


def test_other_papers_are_not_released_over_hand_ins(
    released_course: Path, exam: Exam, bank: Bank, tmp_path: Path
) -> None:
    course = Path(shutil.copytree(released_course, tmp_path / "course"))
    hand_in(course, exam.name, "P00001", "A", {"q01": True})
    before = snapshot(course)

    with pytest.raises(
        ExamError, match=r"已有人交卷，而 [AB] 卷的题面与已发布的不同，不能再次发布"
    ):
        release(course, assemble(bank, make_blueprint(), exam.seed + 1, exam.on))

    assert snapshot(course) == before


@pytest.mark.slow
def test_a_damaged_gradebook_is_named_in_chinese_with_the_log(
    released_course: Path, exam: Exam, tmp_path: Path
) -> None:
    course = Path(shutil.copytree(released_course, tmp_path / "course"))
    (course / "gradebook.db").write_bytes(b"no database at all " * 100)

    with pytest.raises(ExamError) as caught:
        release(course, exam)

    assert str(caught.value) == (
        "nbgrader generate_assignment 没有成功。成绩库 gradebook.db 已损坏：请换回备份。"
        "详细记录（英文）在课程文件夹的 logs/generate_assignment.log"
    )
    assert "not a database" in (course / "logs" / "generate_assignment.log").read_text("utf-8")
    with pytest.raises(ExamError, match=r"截止时间没有写进成绩库。成绩库 gradebook\.db 已损坏"):
        set_due(course, exam.name, dt.datetime(2026, 9, 18, 2, 30, tzinfo=dt.UTC))


@pytest.mark.slow
def test_a_failed_nbgrader_leaves_no_half_created_gradebook(exam: Exam, tmp_path: Path) -> None:
    init_course(tmp_path)
    write_source(tmp_path, exam)
    notebook = tmp_path / "source" / exam.name / "exam.ipynb"
    text = notebook.read_text("utf-8").replace('"grade_id": "q02"', '"grade_id": "q01"')
    notebook.write_text(text, "utf-8")
    with pytest.raises(ExamError, match="nbgrader generate_assignment 没有成功"):
        run_nbgrader(tmp_path, "generate_assignment", exam.name)
    assert not (tmp_path / "gradebook.db").exists()
