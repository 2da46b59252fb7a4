import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from courses.statutes import BadStatuteFile, import_file
from courses.statutes.readers import READERS, read_statute

GOOD: dict[str, Any] = {
    "name": "中华人民共和国试点条例",
    "short_name": "试点条例",
    "kind": "行政法规",
    "version_date": "2025-01-01",
    "effective_date": "2025-03-01",
    "source": "官方公报",
    "article_count": 2,
    "articles": [
        {"number": 1, "label": "第一条", "suffix": 0, "chapter": None, "text": "甲。"},
        {"number": 1, "label": "第一条之一", "suffix": 1, "text": "乙。"},
    ],
}

Change = Callable[[dict[str, Any]], object]


def write(folder: Path, content: object, name: str = "试点.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def changed(change: Change) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(json.dumps(GOOD))
    change(content)
    return content


def test_a_good_file_is_copied_into_the_home(home: Path, tmp_path: Path) -> None:
    copy = import_file(write(tmp_path, GOOD))
    assert copy == home / "statutes" / "试点条例_2025-01-01.json"
    assert read_statute(copy) == read_statute(tmp_path / "试点.json")
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]


def test_importing_again_replaces_the_copy(home: Path, tmp_path: Path) -> None:
    import_file(write(tmp_path, GOOD))
    copy = import_file(write(tmp_path, changed(lambda c: c["articles"][0].update(text="丙。"))))
    assert read_statute(copy).articles[0].text == "丙。"
    assert len(list(copy.parent.iterdir())) == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda c: c.pop("name"), "字段 name：缺少这一项"),
        (lambda c: c.update(version_date="去年"), "字段 version_date：不是有效日期"),
        (lambda c: c.update(kind="故事"), "字段 kind：不在允许的几种之内；请从 '法律'"),
        (lambda c: c.update(title="x"), "字段 title：不认识这一项"),
        (lambda c: c.update(articles=[]), "字段 articles：不能为空"),
        (lambda c: c.update(articles={}), "字段 articles：应为列表"),
        (lambda c: c.update(article_count=3), "article_count 写的是 3，实有 2 条"),
        (
            lambda c: c["articles"][0].update(text=" "),
            "articles 第 1 个条目（条号 1）的字段 text ：不能为空",
        ),
        (lambda c: c["articles"][0].update(label="第二条"), "应为“第一条”"),
        (lambda c: c["articles"].reverse(), "第一条排在第一条之一之后，条号重复或颠倒"),
        (lambda c: c["articles"][1].update(suffix=0, label="第一条"), "条号重复或颠倒"),
        (lambda c: c["articles"][0].update(number=0), "数目太小"),
        (lambda c: c["articles"].insert(0, "第一条"), "articles 第 1 个条目：应为对象"),
    ],
)
def test_bad_content_is_refused_with_file_field_and_remedy(
    home: Path, tmp_path: Path, change: Change, message: str
) -> None:
    with pytest.raises(BadStatuteFile) as caught:
        import_file(write(tmp_path, changed(change)))
    assert str(caught.value).startswith("试点.json：")
    assert message in str(caught.value)
    assert not (home / "statutes").exists()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.json", b"{", "第 1 行第 2 列不合 JSON 语法"),
        ("a.json", "名称".encode("gbk"), "不是 UTF-8 编码"),
        ("a.json", b"[" * 100_000, "嵌套太深"),
        ("a.json", b"[]", "应为对象"),
        ("a.docx", b"", "还不能读取“.docx”文件，目前支持 .json"),
        ("a", b"", "还不能读取“无扩展名”文件"),
    ],
)
def test_a_file_that_is_not_a_statute_is_refused(
    home: Path, tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BadStatuteFile) as caught:
        import_file(path)
    assert str(caught.value).startswith(f"{name}：")
    assert message in str(caught.value)


def test_a_missing_file_or_a_folder_is_refused(home: Path, tmp_path: Path) -> None:
    with pytest.raises(BadStatuteFile, match="找不到这个文件"):
        import_file(tmp_path / "none.json")
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(BadStatuteFile, match="打不开"):
        import_file(tmp_path / "folder.json")


def test_a_name_cannot_lead_out_of_the_home(home: Path, tmp_path: Path) -> None:
    content = changed(lambda c: c.update(short_name="../../etc/passwd"))
    copy = import_file(write(tmp_path, content))
    assert copy.parent == home / "statutes"
    assert copy.name == "______etc_passwd_2025-01-01.json"


def test_a_very_long_name_still_makes_a_file(home: Path, tmp_path: Path) -> None:
    copy = import_file(write(tmp_path, changed(lambda c: c.update(short_name="条" * 200))))
    assert len(os.fsencode(copy.name)) <= 255


def test_a_copy_that_cannot_be_written_leaves_nothing(home: Path, tmp_path: Path) -> None:
    (home / "statutes").write_text("不是文件夹", encoding="utf-8")
    with pytest.raises(BadStatuteFile, match="写不进文件夹"):
        import_file(write(tmp_path, GOOD))


def test_readers_are_found_by_suffix_whatever_its_case(home: Path, tmp_path: Path) -> None:
    assert set(READERS) == {".json"}
    assert read_statute(write(tmp_path, GOOD, "A.JSON")).name == "中华人民共和国试点条例"


def test_a_copy_broken_off_leaves_no_part_behind(home: Path, tmp_path: Path) -> None:
    blocked = home / "statutes" / "试点条例_2025-01-01.json"
    blocked.mkdir(parents=True)
    with pytest.raises(BadStatuteFile, match="写不进文件夹"):
        import_file(write(tmp_path, GOOD))
    assert list(blocked.parent.iterdir()) == [blocked]
