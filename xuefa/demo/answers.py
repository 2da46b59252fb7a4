"""The wordings and slips of simulated candidates: essays, wrong options, wrong numbers."""

import re
from collections.abc import Sequence
from random import Random

_NUMBERS = (
    (re.compile(r"[0-9]+"), ("3", "5", "7", "10", "15", "20", "30", "60", "90")),
    (
        re.compile(r"[一二两三四五六七八九十百千]+"),
        ("三", "五", "七", "十", "十五", "二十", "三十", "六十", "九十"),
    ),
)
_WRONG_WORDS = ("县级人民政府", "上一级主管部门", "人民法院", "司法行政部门")
_CONNECTIVES = ("首先，", "其次，", "再次，", "此外，", "同时，", "另外，")
_LAST = "最后，"
_OPENINGS = ("答：", "", "根据法律规定：", "结合本案：", "我认为：")
_CLOSINGS = ("", "综上，应当依法办理。", "以上是我的看法。")
_OFF_THE_POINT = (
    "这个问题要具体情况具体分析，多做群众工作。",
    "应当请示上级以后再处理。",
    "要加强学习，提高依法办事能力。",
)


def wrong_choice(
    options: Sequence[str], correct: Sequence[str], rng: Random, *, several: bool
) -> list[str]:
    """Choose options that are not the right ones.

    A single choice is another option. Of several, one too few or one too many, or one exchanged
    for another; never none at all.

    Raises:
        ValueError: every choice of options would be right.
    """
    others = [option for option in options if option not in correct]
    if not several:
        if not others:
            raise ValueError("没有错误选项可选")
        return [rng.choice(others)]
    choices = _near_misses(list(correct), others, rng)
    if not choices:
        raise ValueError("没有错误选项可选")
    chosen = rng.choice(choices)
    return [option for option in options if option in chosen]


def _near_misses(correct: list[str], others: list[str], rng: Random) -> list[set[str]]:
    dropped = rng.choice(correct)
    fewer = set(correct) - {dropped}
    misses = [fewer] if fewer else []
    if others:
        added = rng.choice(others)
        misses += [{*correct, added}, {*fewer, added}]
    return misses


def wrong_fill(correct: Sequence[str], rng: Random) -> list[str]:
    """Fill the blanks with one of them wrong: another number, or another body if it has none."""
    wrong = rng.randrange(len(correct))
    return [_wrong_text(text, rng) if i == wrong else text for i, text in enumerate(correct)]


def _wrong_text(text: str, rng: Random) -> str:
    for pattern, numbers in _NUMBERS:
        found = pattern.search(text)
        if found:
            number = rng.choice([other for other in numbers if other != found.group()])
            return text[: found.start()] + number + text[found.end() :]
    return rng.choice([word for word in _WRONG_WORDS if word != text])


def essay_answer(points: Sequence[str], chance: float, rng: Random) -> str:
    """Write an essay that makes each marking point, in its own wording, with the given chance.

    Somebody who remembers none of them writes a sentence beside the point.
    """
    made = [point.strip().rstrip("。；;，,") for point in points if rng.random() < chance]
    if not made:
        return rng.choice(_OPENINGS) + rng.choice(_OFF_THE_POINT)
    sentences = [
        f"{_connective(place, len(made))}{sentence}。" for place, sentence in enumerate(made)
    ]
    return rng.choice(_OPENINGS) + "".join(sentences) + rng.choice(_CLOSINGS)


def _connective(place: int, count: int) -> str:
    if count == 1:
        return ""
    if place == count - 1 and count > 2:
        return _LAST
    return _CONNECTIVES[min(place, len(_CONNECTIVES) - 1)]
