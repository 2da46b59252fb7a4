"""A synthetic bank: as many items of each kind and law as the shipped blueprints need."""

from __future__ import annotations

import random
from typing import Any

from question_bank.bank import Bank, BankItem
from question_bank.blueprint import Blueprint
from question_bank.schema import Item

LAWS = ("宪法", "行政诉讼法", "行政复议法", "政府信息公开条例")
COUNTS = {"true_false": 16, "single": 26, "multiple": 11, "fill": 3, "short": 2, "case": 3}


WORDS = "春耕夏种秋收冬藏山川湖海东街西巷南村北镇桥路田园林木花草雨雪风霜晨昏晴阴车船屋舍灯火人家"


def scene(number: int) -> str:
    """Words that make an item unlike every other."""
    return "".join(random.Random(number).choices(WORDS, k=30))  # noqa: S311


def make_item(number: int, kind: str, **changes: Any) -> Item:
    """A valid reviewed exam item of a kind; ``changes`` replace its fields."""
    fields: dict[str, Any] = {
        "id": f"sample-{number:04d}",
        "pool": "exam",
        "kind": kind,
        "status": "reviewed",
        "difficulty": 1 + number % 5,
        "level": "apply",
        "audience": ["领导干部"],
        "situation": True,
        "stem": f"第{number}题：{scene(number)}，某镇人民政府应当怎么办？",
        "explanation": "解析文字。",
        "citations": [{"law": LAWS[number % 4], "article": 1, "quote": "引文文字足够长"}],
        "checked": "2026-11-01",
        "blind": {"date": "2026-11-02", "outcome": "agreed"},
    }
    return Item.model_validate(fields | _answer(number, kind) | changes)


def _answer(number: int, kind: str) -> dict[str, Any]:
    if kind == "true_false":
        return {"answer": number % 2 == 0}
    if kind in ("single", "multiple"):
        options = {letter: f"第{number}题的选项{letter}" for letter in "abcd"}
        right = "abcd"[number % 4]
        return {
            "options": options,
            "answer": right if kind == "single" else ["a", "bcd"[number % 3]],
        }
    if kind == "fill":
        return {
            "stem": f"第{number}题：{scene(number)}，期限为____日，延长不超过____日。",
            "answer": [["十五", "15", "十五日"], ["三十", "30"]],
        }
    total = 5 if kind == "short" else 10
    points = [{"text": "指出主体", "points": total / 2}, {"text": "指出期限", "points": total / 2}]
    return {"model_answer": "参考答案文字。", "marking_points": points}


def make_bank() -> Bank:
    """Every kind for every law, enough for each shipped blueprint."""
    entries: list[BankItem] = []
    for law in LAWS:
        for kind, count in COUNTS.items():
            for _ in range(count):
                item = make_item(len(entries), kind)
                entries.append(BankItem(item, law, "专题", "sample.yaml"))
    return Bank(tuple(entries))


SECTIONS = (
    ("true_false", 3, 1, "all_or_nothing"),
    ("single", 4, 1, "all_or_nothing"),
    ("multiple", 3, 2, "all_or_nothing"),
    ("multiple", 3, 2, "partial"),
    ("multiple", 3, 1.5, "per_option"),
    ("fill", 3, 1, "all_or_nothing"),
    ("short", 1, 5, "all_or_nothing"),
    ("case", 1, 10, "all_or_nothing"),
)


def make_blueprint(**changes: Any) -> Blueprint:
    """A short exam of every kind and every marking rule in two forms."""
    sections = [
        {"kind": kind, "count": count, "points_each": points, "rule": rule}
        for kind, count, points, rule in SECTIONS
    ]
    fields: dict[str, Any] = {
        "name": "every-kind",
        "title": "全题型考试",
        "duration_minutes": 60,
        "points": sum(count * points for _, count, points, _ in SECTIONS),
        "forms": ["A", "B"],
        "overlap": 0.1,
        "bands": {"优秀": 90, "良好": 80, "合格": 60},
        "sections": sections,
    }
    return Blueprint.model_validate(fields | changes)
