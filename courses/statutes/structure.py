"""The 款 and 项 of an article."""

import re
from dataclasses import dataclass

from courses.statutes.numerals import to_int

_ITEM = re.compile(r"^（([一二三四五六七八九十百]+)）")
_ENDS = "。！？”）"


@dataclass(frozen=True, slots=True)
class Item:
    """One 项: its number, and its text with the mark （三） in front."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One 款: its number, its whole text, the words before its items, and the items."""

    number: int
    text: str
    lead: str
    items: tuple[Item, ...]


def split_paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Split the cleaned text of an article into its 款, each with its 项.

    A 款 is a natural paragraph; the numbered items that follow belong to it. So does a line
    that continues an unfinished one (宪法 65: 委员长，/ 副委员长若干人，), and one that stands
    between two items (信访条例 21).
    """
    blocks: list[list[str]] = []
    for line in (part for part in text.split("\n") if part):
        if blocks and (_ITEM.match(line) or _unfinished(blocks[-1][-1])):
            _rejoin(blocks, line)
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return tuple(_paragraph(index, block) for index, block in enumerate(blocks, start=1))


def _unfinished(line: str) -> bool:
    return line[-1] not in _ENDS


def _rejoin(blocks: list[list[str]], line: str) -> None:
    """Put lines standing between item n and item n+1 back into the 款 of item n."""
    found = _ITEM.match(line)
    if not found or to_int(found[1]) == 1 or _last_item(blocks[-1]):
        return
    for index in range(len(blocks) - 2, -1, -1):
        last = _last_item(blocks[index])
        if last:
            if last == to_int(found[1]) - 1:
                blocks[index].extend(part for block in blocks[index + 1 :] for part in block)
                del blocks[index + 1 :]
            return


def _last_item(block: list[str]) -> int:
    marks = [found[1] for line in block if (found := _ITEM.match(line))]
    return to_int(marks[-1]) if marks else 0


def _paragraph(number: int, lines: list[str]) -> Paragraph:
    lead: list[str] = []
    items: list[tuple[int, list[str]]] = []
    for line in lines:
        found = _ITEM.match(line)
        if found:
            items.append((to_int(found[1]), [line]))
        else:
            (items[-1][1] if items else lead).append(line)
    return Paragraph(
        number=number,
        text="\n".join(lines),
        lead="\n".join(lead),
        items=tuple(Item(mark, "\n".join(own)) for mark, own in items),
    )
