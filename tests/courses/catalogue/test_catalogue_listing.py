"""The catalogue: what is offered, and what is said of a course that is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from courses.catalogue.listing import PACKAGED, catalogue_folder, load_catalogue
from tests.support.jupyter import write_course


def change(course: Path, old: str, new: str) -> None:
    path = course / "course.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_courses_come_by_their_order_then_by_their_folder(tmp_path: Path) -> None:
    for name, order in (("b", 2), ("c", 1), ("a", 2)):
        write_course(tmp_path, name, order=order)
    assert [course.id for course in load_catalogue(tmp_path).courses] == ["c", "a", "b"]


def test_a_course_takes_as_long_as_its_lessons(tmp_path: Path) -> None:
    write_course(tmp_path)
    (course,) = load_catalogue(tmp_path).courses
    assert course.minutes == 40
    assert [lesson.title for lesson in course.file.lessons] == [
        "收到复议答复通知书以后",
        "出错的一课",
    ]


@pytest.mark.parametrize("folder", [".", "missing"])
def test_an_empty_or_missing_folder_is_an_empty_catalogue(tmp_path: Path, folder: str) -> None:
    catalogue = load_catalogue(tmp_path / folder)
    assert (catalogue.courses, catalogue.problems) == ((), ())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('law = "行政复议法"\n', "", "law：缺少这一项"),
        ("order = 1", 'order = "一"', "order：应为整数"),
        ("minutes = 25", "minutes = 0", "lessons 第 1 项 minutes：不得小于 1"),
        ("minutes = 25", "minuets = 25", "不认识这一项，请删去或改正名称"),
        ('id = "reply"', 'id = "Reply!"', "lessons 第 1 项 id：写法不对，须符合"),
        ('id = "reply"', 'id = "broken"', "lessons 里有重复的 id"),
        ('"reply.ipynb"', '"../secret.ipynb"', "须是课程文件夹里的 .ipynb 文件"),
        ('"reply.ipynb"', '"/etc/secret.ipynb"', "须是课程文件夹里的 .ipynb 文件"),
        ('"reply.ipynb"', '"reply.py"', "须是课程文件夹里的 .ipynb 文件"),
        ('"reply.ipynb"', '"gone.ipynb"', "缺少文件 gone.ipynb"),
        ("[[lessons]]", "[[lessons", "不是正确的 TOML"),
    ],
)
def test_a_faulty_course_is_named_and_the_others_are_offered(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    write_course(tmp_path, "good", order=2)
    change(write_course(tmp_path, "faulty"), old, new)
    catalogue = load_catalogue(tmp_path)
    assert [course.id for course in catalogue.courses] == ["good"]
    assert catalogue.problems
    assert all(problem.startswith("faulty/course.toml：") for problem in catalogue.problems)
    assert any(said in problem for problem in catalogue.problems)


def test_a_course_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    course = write_course(tmp_path)
    (course / "course.toml").write_bytes('title = "复议"'.encode("gbk"))
    assert load_catalogue(tmp_path).problems == ("fuyi/course.toml：须用 UTF-8 编码保存",)


def test_a_lesson_is_found_by_course_and_id_only(tmp_path: Path) -> None:
    write_course(tmp_path)
    catalogue = load_catalogue(tmp_path)
    found = catalogue.find("fuyi", "reply")
    assert found is not None
    assert found[1].notebook == "reply.ipynb"
    assert catalogue.find("fuyi", "reply.ipynb") is None
    assert catalogue.find("reply", "fuyi") is None


def test_the_folder_of_courses_can_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XUEFA_LESSONS", str(tmp_path))
    assert catalogue_folder() == tmp_path
    monkeypatch.setenv("XUEFA_LESSONS", "")
    assert catalogue_folder() == PACKAGED
