"""The test that ends a course: beside the lessons in the catalogue, checked, and no lesson."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from courses.catalogue.final_test import final_test_faults
from courses.catalogue.listing import PACKAGED, Course, load_catalogue
from tests.support.jupyter import write_course, write_test

OPEN = 'from courses.lesson import open_course\ncourse = open_course("fuyi")\n'
CELLS = [
    ("markdown", "## 结业测试\n\n二十道题，60 分合格。"),
    ("code", f"{OPEN}course.test()"),
    ("markdown", "## 结业证书"),
    ("code", "course.certificate()"),
]


def course_with(folder: Path, cells: list[tuple[str, str]] = CELLS) -> Course:
    write_test(write_course(folder), cells)
    (course,) = load_catalogue(folder).courses
    return course


def faults(folder: Path, cells: list[tuple[str, str]]) -> str:
    course = course_with(folder, cells)
    assert course.test
    return "\n".join(final_test_faults(course, course.test))


def test_a_test_is_found_beside_the_lessons_and_takes_none_of_their_minutes(tmp_path: Path) -> None:
    course = course_with(tmp_path)
    assert course.test
    assert (course.test.id, course.test.title) == ("test", "结业测试")
    assert course.minutes == 40
    assert [lesson.id for lesson in course.file.lessons] == ["reply", "broken"]
    catalogue = load_catalogue(tmp_path)
    assert catalogue.find_test("fuyi") == (course, course.test)
    assert catalogue.find("fuyi", "test") is None
    assert catalogue.find_test("xingsu") is None


def test_a_course_needs_no_test(tmp_path: Path) -> None:
    write_course(tmp_path)
    catalogue = load_catalogue(tmp_path)
    assert catalogue.courses[0].test is None
    assert catalogue.find_test("fuyi") is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"test.ipynb"', '"gone.ipynb"', "缺少文件 gone.ipynb"),
        ('"test.ipynb"', '"../test.ipynb"', "test：须是课程文件夹里的 .ipynb 文件"),
        ('"test.ipynb"', '"reply.ipynb"', "test 和 lessons 不能用同一个笔记本"),
        ('id = "reply"', 'id = "test"', "有结业测试的课程，课的 id 不能是 test"),
    ],
)
def test_a_course_with_a_faulty_test_is_not_offered_and_said_so(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    at = write_course(tmp_path)
    write_test(at, CELLS)
    path = at / "course.toml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    catalogue = load_catalogue(tmp_path)
    assert catalogue.courses == ()
    assert any(said in problem for problem in catalogue.problems)


def test_a_sound_test_has_no_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, CELLS) == ""


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (CELLS[:-1], "course.certificate() 应放 1 次，现在放了 0 次"),
        ([*CELLS, CELLS[-1]], "course.certificate() 应放 1 次，现在放了 2 次"),
        ([*CELLS, ("code", "course.magic()")], "没有 course.magic() 这种内容"),
        ([*CELLS, ("code", "import os")], "第 3 个代码格只能打开本课程"),
        ([*CELLS, ("code", "lesson.head()")], "第 3 个代码格只能打开本课程"),
        ([*CELLS, ("code", "course.test(key=1)")], "第 3 个代码格只能打开本课程"),
        ([*CELLS[:3], ("code", 'course.certificate("x")')], "括号里不写名称"),
        (
            [CELLS[0], ("code", OPEN), CELLS[3], ("code", "course.test()")],
            "先放 course.test()，再放 course.certificate()",
        ),
        (
            [("code", f"{OPEN}course.test()".replace("fuyi", "xingsu")), *CELLS[2:]],
            '第一格应打开本课程：open_course("fuyi")',
        ),
        ([CELLS[1], CELLS[3]], "没有说明文字"),
        ([*CELLS, ("markdown", "（请填写）")], "还有没填写的地方"),
    ],
)
def test_what_is_wrong_with_a_test_is_named(
    tmp_path: Path, cells: list[tuple[str, str]], said: str
) -> None:
    assert said in faults(tmp_path, cells)


def test_what_is_no_notebook_is_named_with_its_place(tmp_path: Path) -> None:
    course = course_with(tmp_path)
    assert course.test
    (course.folder / "test.ipynb").write_text("{}", "utf-8")
    (fault,) = final_test_faults(course, course.test)
    assert fault == "fuyi/test.ipynb：不是合格的笔记本文件"


@pytest.mark.parametrize("name", ["xianfa", "xingsu", "fuyi", "xxgk"])
def test_every_course_that_ships_ends_with_a_sound_test(name: str) -> None:
    course = load_catalogue(PACKAGED).course(name)
    assert course
    assert course.test
    assert list(final_test_faults(course, course.test)) == []
    cells = json.loads((course.folder / course.test.notebook).read_text("utf-8"))["cells"]
    texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    assert [text.split("\n")[0] for text in texts] == ["## 结业测试", "## 结业证书"]
    assert "60 分合格" in texts[0]
