"""Reading a bank: sound items come out, every fault names its file and item."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from question_bank.bank import Bank, BankError, BankItem, load_bank, require_sound
from tests.support.banks import make_item


def write(folder: Path, name: str, *items: object, **changes: Any) -> Path:
    """JSON is YAML."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    data = {"law": "宪法", "topic": "总纲", "items": list(items)} | changes
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return path


def fields(number: int, kind: str = "single", **changes: Any) -> dict[str, Any]:
    dumped = make_item(number, kind).model_dump(mode="json", exclude_none=True)
    return {**dumped, **changes}


def faults(folder: Path) -> list[str]:
    return [str(fault) for fault in load_bank([folder]).faults]


def test_items_are_read_from_all_folders_in_the_order_of_their_ids(tmp_path: Path) -> None:
    write(tmp_path / "one", "b/late.yaml", fields(3), fields(1))
    write(tmp_path / "two", "early.yaml", fields(2, "case"), law="行政诉讼法", topic="证据")
    bank = load_bank([tmp_path / "one", tmp_path / "two"])
    assert [entry.item.id for entry in bank.items] == ["sample-0001", "sample-0002", "sample-0003"]
    assert bank.faults == ()
    assert bank.items[1] == BankItem(make_item(2, "case"), "行政诉讼法", "证据", "early.yaml")


def test_plain_yaml_reads_dates_figures_and_lists(tmp_path: Path) -> None:
    (tmp_path / "plain.yaml").write_text(
        """
law: 宪法
topic: 总纲
items:
  - id: sample-001
    pool: practice
    kind: fill
    status: draft
    difficulty: 2
    level: remember
    audience: [领导干部]
    situation: false
    stem: 应当在____日内答复。
    answer: [[十五, "15"]]
    explanation: 说明。
    citations:
      - {law: 宪法, article: 1, quote: 引文文字}
    checked: 2026-11-01
""",
        "utf-8",
    )
    (entry,) = require_sound(load_bank([tmp_path])).items
    assert entry.item.key() == [["十五", "15"]]
    assert entry.item.checked.isoformat() == "2026-11-01"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(BankError, match=r"题库文件夹不存在.*nowhere"):
        load_bank([tmp_path / "nowhere"])


@pytest.mark.parametrize("text", ["a: [", "a: b: c", "\tx: 1", "a: '", "&x *y"])
def test_broken_yaml_is_named_with_its_file(tmp_path: Path, text: str) -> None:
    write(tmp_path, "good.yaml", fields(1))
    (tmp_path / "bad.yaml").write_text(text, "utf-8")
    bank = load_bank([tmp_path])
    assert [fault.where for fault in bank.faults] == ["bad.yaml"]
    assert "不是合格的 YAML" in bank.faults[0].message
    assert len(bank.items) == 1


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "gbk.yaml").write_bytes("law: 宪法".encode("gbk"))
    assert faults(tmp_path) == ["gbk.yaml：不是 UTF-8 编码：请另存为 UTF-8"]


def test_a_day_that_does_not_exist_is_a_fault_and_no_crash(tmp_path: Path) -> None:
    (tmp_path / "day.yaml").write_text("checked: 2026-02-30", "utf-8")
    assert faults(tmp_path) == [
        "day.yaml：不是合格的 YAML：有写错的日期或数字，如不存在的 2026-02-30"
    ]


def test_broken_yaml_is_explained_in_chinese_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("law: 宪法\ntopic: 总纲\nitems: [\n  a: b: c\n", "utf-8")
    assert faults(tmp_path) == [
        "bad.yaml：不是合格的 YAML：第 4 行附近写法有误，请检查缩进、冒号和引号"
    ]


def test_a_file_of_control_characters_is_explained_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("law: \x01", "utf-8")
    assert faults(tmp_path) == ["bad.yaml：不是合格的 YAML：文件里写法有误，请检查缩进、冒号和引号"]


def test_a_folder_named_like_a_file_is_a_fault_and_no_crash(tmp_path: Path) -> None:
    (tmp_path / "odd.yaml").mkdir()
    assert faults(tmp_path) == ["odd.yaml：文件读不出来，请检查权限和磁盘"]


def test_a_folder_without_items_is_named(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("没有题目", "utf-8")
    with pytest.raises(BankError, match=r"里没有题目文件（\*\.yaml）"):
        load_bank([tmp_path])


def test_a_folder_given_twice_or_within_another_is_counted_once(tmp_path: Path) -> None:
    write(tmp_path, "sub/one.yaml", fields(1))
    (tmp_path / "link").symlink_to(tmp_path / "sub")
    bank = load_bank([tmp_path, tmp_path / "sub", tmp_path / "sub" / ".." / "sub"])
    assert [entry.item.id for entry in bank.items] == ["sample-0001"]
    assert bank.faults == ()


@pytest.mark.parametrize("text", ["", "5", "[]", "text"])
def test_a_file_that_holds_no_item_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "odd.yaml").write_text(text, "utf-8")
    assert faults(tmp_path) == ["odd.yaml：应为“名称: 内容”的对照"]


def test_a_fault_names_file_item_and_field_in_chinese(tmp_path: Path) -> None:
    wrong = fields(2, difficulty=9, hint="多余")
    del wrong["stem"]
    write(tmp_path, "x/topic.yaml", fields(1), wrong)
    assert sorted(faults(tmp_path)) == [
        "x/topic.yaml sample-0002：difficulty：不得大于 5",
        "x/topic.yaml sample-0002：hint：不认识这一项，请删去或改正名称",
        "x/topic.yaml sample-0002：stem：缺少这一项，请补上",
    ]


def test_a_kind_that_does_not_exist_is_answered_with_those_that_do(tmp_path: Path) -> None:
    write(tmp_path, "kind.yaml", fields(1) | {"kind": "choice"}, fields(2))
    assert faults(tmp_path) == [
        "kind.yaml sample-0001：kind：须是 'true_false'、'single'、'multiple'、"
        "'fill'、'short'、'case' 之一"
    ]


def test_our_own_messages_come_without_english_words_before_them(tmp_path: Path) -> None:
    write(tmp_path, "own.yaml", fields(1, answer="e"), fields(2))
    assert faults(tmp_path) == ["own.yaml sample-0001：单选题的 answer 须是一个选项代号"]


def test_an_answer_of_no_known_type_is_one_fault_not_one_for_each_type(tmp_path: Path) -> None:
    write(tmp_path, "answer.yaml", fields(1, answer={"a": 1}), fields(2))
    (fault,) = faults(tmp_path)
    assert fault.startswith("answer.yaml sample-0001：answer：须为 true 或 false、一个选项代号")


def test_items_without_an_id_are_counted(tmp_path: Path) -> None:
    nameless = fields(2)
    del nameless["id"]
    write(tmp_path, "list.yaml", fields(1), nameless, 5, None)
    found = faults(tmp_path)
    assert "list.yaml 第 2 题：id：缺少这一项，请补上" in found
    assert "list.yaml 第 3 题：应为“名称: 内容”的对照" in found
    assert "list.yaml 第 4 题：应为“名称: 内容”的对照" in found


@pytest.mark.parametrize("items", [{}, "text", []])
def test_items_must_be_a_list_that_holds_some(tmp_path: Path, items: object) -> None:
    write(tmp_path, "items.yaml", items=items)
    (fault,) = faults(tmp_path)
    assert fault.startswith("items.yaml：items：")


def test_an_id_used_twice_is_named_with_both_files(tmp_path: Path) -> None:
    write(tmp_path, "one.yaml", fields(1), fields(2))
    write(tmp_path, "two.yaml", fields(2, "case"))
    assert faults(tmp_path) == ["sample-0002：题号重复出现 2 次：one.yaml、two.yaml"]


def test_a_bank_with_faults_is_not_sound_and_all_are_listed(tmp_path: Path) -> None:
    write(tmp_path, "one.yaml", fields(1), fields(1))
    (tmp_path / "two.yaml").write_text("[", "utf-8")
    with pytest.raises(BankError, match="题库有错") as caught:
        require_sound(load_bank([tmp_path]))
    assert "sample-0001" in str(caught.value)
    assert "two.yaml" in str(caught.value)


def test_a_pool_holds_only_its_reviewed_items() -> None:
    items = [
        make_item(1, "single"),
        make_item(2, "single", pool="practice"),
        make_item(3, "single", status="draft"),
        make_item(4, "single", status="retired"),
    ]
    bank = Bank(tuple(BankItem(item, "宪法", "总纲", "f.yaml") for item in items))
    assert [entry.item.id for entry in bank.pool("exam")] == ["sample-0001"]
    assert [entry.item.id for entry in bank.pool("practice")] == ["sample-0002"]


def test_the_digest_of_a_bank_tells_any_change_of_an_item(bank: Bank) -> None:
    first = bank.items[0]
    changed = first.item.model_copy(update={"explanation": "另一解析"})
    other = Bank((BankItem(changed, first.law, first.topic, first.file), *bank.items[1:]))
    assert other.sha256 != bank.sha256
    assert Bank(bank.items).sha256 == bank.sha256


def test_a_field_written_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "twice.yaml").write_text("law: 宪法\ntopic: 甲\ntopic: 乙\nitems: []\n", "utf-8")
    faults = load_bank([tmp_path]).faults
    assert [fault.where for fault in faults] == ["twice.yaml"]
    assert "topic 写了两次" in faults[0].message
