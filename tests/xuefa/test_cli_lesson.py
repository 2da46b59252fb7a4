"""``xuefa lesson`` as a trainer meets it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from courses.catalogue.listing import PACKAGED, load_catalogue
from courses.record import Context, Event, Result, StudyRecord, Verb, new_event
from courses.study import Study
from courses.widgets.course_certificate import CourseCertificate
from tests.support.commands import Xuefa
from tests.support.jupyter import write_course, write_test


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    """A copy of the lessons that ship."""
    return Path(shutil.copytree(PACKAGED, tmp_path / "lessons"))


def test_the_lessons_that_ship_are_sound(xuefa: Xuefa) -> None:
    status, said = xuefa("lesson", "check")
    assert status == 0, said
    assert "不合格 0 处" in said


def test_figures_can_be_read_by_a_program(lessons: Path, xuefa: Xuefa) -> None:
    _, said = xuefa("lesson", "check", "--folder", lessons, "--json")
    figures = json.loads(said)
    assert figures["lessons"] >= 4
    assert figures["failures"] == []


def test_a_faulty_lesson_is_named_and_the_status_says_so(lessons: Path, xuefa: Xuefa) -> None:
    path = lessons / "xingsu" / "evidence" / "lesson.yaml"
    path.write_text(path.read_text("utf-8").replace("practice:", "practise:"), "utf-8")
    status, said = xuefa("lesson", "check", "--folder", lessons)
    assert status == 1
    assert "xingsu/evidence：xingsu/evidence/lesson.yaml：practice：缺少这一项" in said
    assert "Traceback" not in said


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path, xuefa: Xuefa) -> None:
    status, said = xuefa("lesson", "check", "--folder", tmp_path / "gone")
    assert status == 1
    assert "课程文件夹不存在" in said


def test_damaged_proofs_are_said_so(lessons: Path, xuefa: Xuefa) -> None:
    (lessons / "proofs.json").write_text("[", "utf-8")
    status, said = xuefa("lesson", "check", "--folder", lessons)
    assert status == 1
    assert "运行 xuefa lesson prove 重新生成" in said


def begin(name: str, law: str, article: str, folder: Path) -> tuple[str, ...]:
    options = ("--title", "新的一课", "--law", law, "--article", article, "--folder", str(folder))
    return ("lesson", "new", name, *options)


def test_a_new_lesson_is_written_once_and_says_what_to_do_next(
    tmp_path: Path, xuefa: Xuefa
) -> None:
    status, said = xuefa(*begin("xingsu/new", "行诉法", "67", tmp_path / "mine"))
    assert status == 0, said
    assert "xuefa lesson check" in said
    assert (tmp_path / "mine" / "xingsu" / "new" / "lesson.yaml").is_file()
    status, said = xuefa(*begin("xingsu/new", "行诉法", "67", tmp_path / "mine"))
    assert status == 1
    assert "已经存在" in said


@pytest.mark.parametrize(
    ("law", "article", "told"),
    [
        ("行诉法", "300", "没有第三百条"),
        ("镇规民约", "1", "镇规民约"),
        ("民法典", "1", "至少要 8 道"),
    ],
)
def test_a_lesson_that_cannot_begin_says_why_and_writes_nothing(
    tmp_path: Path, xuefa: Xuefa, law: str, article: str, told: str
) -> None:
    status, said = xuefa(*begin("a/b", law, article, tmp_path))
    assert status == 1
    assert told in said
    assert list(tmp_path.iterdir()) == []


def test_proofs_are_not_recorded_while_a_lesson_is_faulty(lessons: Path, xuefa: Xuefa) -> None:
    (lessons / "xingsu" / "evidence" / "design.md").unlink()
    before = (lessons / "proofs.json").read_bytes()
    status, said = xuefa("lesson", "prove", "--folder", lessons)
    assert status == 1
    assert "未登记" in said
    assert (lessons / "proofs.json").read_bytes() == before


PERSON = "P00027"


def completed(name: str, points: int | None = None) -> Event:
    result = None if points is None else Result(score=points / 100, success=points >= 60)
    context = Context(course="fuyi") if points is not None else Context(lesson=name.split(":")[1])
    return new_event(PERSON, Verb.COMPLETED, name, result=result, context=context)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder of one course that ends with a test, and of study records."""
    course = write_course(tmp_path / "lessons")
    write_test(course, [("code", "course.test()"), ("code", "course.certificate()")])
    record = StudyRecord(PERSON, tmp_path / "study")
    record.append(completed("lesson:fuyi/reply"), completed("test:fuyi/1", 85))
    return tmp_path


def look_up(xuefa: Xuefa, office: Path, *more: str, person: str = PERSON) -> tuple[int, str]:
    folders = ("--study", str(office / "study"), "--folder", str(office / "lessons"))
    return xuefa("lesson", "certificate", "fuyi", "--person", person, *folders, *more)


def test_a_certificate_is_recomputed_from_the_record_and_masked(office: Path, xuefa: Xuefa) -> None:
    record = StudyRecord(PERSON, office / "study")
    record.append(completed("lesson:fuyi/broken"))
    status, said = look_up(xuefa, office)
    assert status == 0, said
    for part in ("《行政复议：从申请到答复》，2 课", "85 分", "发证日期", "P0***7", "出错的一课"):
        assert part in said
    assert PERSON not in said
    assert PERSON in look_up(xuefa, office, "--show-ids")[1]
    (course,) = load_catalogue(office / "lessons").courses
    shown = CourseCertificate(Study(PERSON, None, record, course="fuyi"), course).certificate
    for fact in ("number", "issued", "tested", "hours"):
        assert shown[fact] in said, "the command says what the page shows"


def test_a_certificate_that_is_not_earned_says_what_is_missing(office: Path, xuefa: Xuefa) -> None:
    status, said = look_up(xuefa, office)
    assert status == 1
    assert "P0***7 还没有取得《行政复议：从申请到答复》的结业证书" in said
    assert "没有学完：出错的一课" in said
    assert "结业测试" not in said
    assert PERSON not in said


def test_a_test_not_passed_is_said_with_its_last_score(office: Path, xuefa: Xuefa) -> None:
    other = StudyRecord("P00028", office / "study")
    failed = completed("test:fuyi/1", 45).model_copy(update={"actor": "P00028"})
    other.append(failed)
    status, said = look_up(xuefa, office, person="P00028")
    assert status == 1
    assert "结业测试：最近一次 45 分，60 分合格" in said


@pytest.mark.parametrize(
    ("person", "told"), [("P99999", "没有找到 P9***9 的学习记录"), ("../P00027", "人员编号只能用")]
)
def test_a_person_without_a_record_is_said_so(
    office: Path, xuefa: Xuefa, person: str, told: str
) -> None:
    status, said = look_up(xuefa, office, person=person)
    assert status == 1
    assert told in said
    assert "Traceback" not in said


def test_damaged_lines_of_the_record_are_told_and_the_others_count(
    office: Path, xuefa: Xuefa
) -> None:
    record = StudyRecord(PERSON, office / "study")
    record.append(completed("lesson:fuyi/broken"))
    with record.path.open("a", encoding="utf-8") as file:
        file.write("damaged\n")
    status, said = look_up(xuefa, office)
    assert status == 0
    assert "有 1 行损坏，没有计入" in said


def test_a_course_that_is_not_there_or_has_no_test_is_said_so(office: Path, xuefa: Xuefa) -> None:
    write_course(office / "lessons", "susong")
    folder = ("--folder", str(office / "lessons"), "--person", PERSON)
    status, said = xuefa("lesson", "certificate", "nothing", *folder)
    assert (status, "没有 nothing 这门课程" in said) == (1, True)
    assert "fuyi 行政复议：从申请到答复" in said
    status, said = xuefa("lesson", "certificate", "susong", *folder)
    assert (status, "没有结业测试，不发结业证书" in said) == (1, True)
