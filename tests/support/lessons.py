"""A small, sound lesson to build on: two laws' worth of nothing but what tests need."""

from __future__ import annotations

import copy
from typing import Any

from courses.catalogue.content import Lesson
from courses.questions import Question

CITE = {
    "law": "行政诉讼法",
    "article": "67",
    "quote": "被告应当在收到起诉状副本之日起十五日内",
}
NAME = "xingsu/evidence"
ITEMS = tuple(f"xingsu-9{n:02}" for n in range(1, 9))


def lesson_data() -> dict[str, Any]:
    """The data of a lesson that is sound in form; change it as you need."""
    data: dict[str, Any] = {
        "law": "行政诉讼法",
        "goals": ["算出举证的最后一日", "说出逾期的后果"],
        "readers": [{"id": "key", "law": "行政诉讼法", "articles": ["67"], "cites": [CITE]}],
        "cases": [
            {
                "id": "late",
                "title": "收发室里的起诉状",
                "situation": "某镇收发室签收了起诉状副本。",
                "steps": [
                    {
                        "id": "first",
                        "text": "交给谁？",
                        "choices": [
                            choice("now", "sound", "second"),
                            choice("wait", "wrong", "repair"),
                        ],
                    },
                    {
                        "id": "second",
                        "text": "什么时候交证据？",
                        "choices": [choice("in-time", "sound"), choice("later", "wrong")],
                    },
                    {
                        "id": "repair",
                        "text": "还来得及吗？",
                        "choices": [choice("at-once", "sound", "second"), choice("never", "wrong")],
                    },
                ],
                "closing": "期限从收到之日的次日起算。",
            }
        ],
        "tables": [
            {
                "id": "mixups",
                "title": "几个期限",
                "columns": ["行政诉讼", "行政复议"],
                "rows": [
                    {"head": "举证", "cells": ["十五日", "十日"], "cites": [CITE]},
                    {"head": "起算", "cells": ["收到副本", "收到副本"], "cites": [CITE]},
                ],
            }
        ],
        "cards": [
            {"id": f"card-{n}", "front": f"问题{n}", "back": f"回答{n}", "cite": CITE}
            for n in range(1, 5)
        ],
        "practice": list(ITEMS),
    }
    return copy.deepcopy(data)


def choice(id_: str, verdict: str, then: str | None = None) -> dict[str, Any]:
    """One way to decide."""
    row = {"id": id_, "text": f"做法{id_}", "verdict": verdict, "consequence": f"结果{id_}"}
    return {**row, "cite": CITE, **({"next": then} if then else {})}


def lesson() -> Lesson:
    """The lesson itself."""
    return Lesson.model_validate(lesson_data())


def question(id_: str = ITEMS[0], kind: str = "single", **fields: Any) -> Question:
    """A practice question of a kind; ``fields`` replace what it has."""
    options = {"a": "五日", "b": "十日", "c": "十五日", "d": "三十日"}
    key: dict[str, Any] = {
        "single": ["c"],
        "multiple": ["a", "c"],
        "true_false": True,
        "fill": [["十五", "15"], ["收到"]],
    }
    data = {
        "id": id_,
        "kind": kind,
        "law": "行政诉讼法",
        "topic": "举证",
        "difficulty": 2,
        "stem": "被告应当在____起____日内举证" if kind == "fill" else "被告应当在几日内举证？",
        "options": options if kind in ("single", "multiple") else {},
        "key": key[kind],
        "explanation": "十五日，从收到起诉状副本之日的次日起算。",
        "citations": [{**CITE, "version": "2017-06-27"}],
    }
    return Question.model_validate({**data, **fields})
