"""Which law the words before an article name."""

import re

from courses.statutes.names import short_names

_EDITION = re.compile(r"[（(][^（）()]{1,20}[）)]$")
_THAT_LAW = re.compile(r"该(?:法典|法|条例|办法|规定|解释|决定|规则)$")
_THIS_LAW = re.compile(r"本(?:法典|法|条例|办法|规定|解释|决定|规则|细则)$")
_CONNECTIVE = re.compile(
    r"根据|依照|依据|按照|违反|参照|适用|符合|属于|有关|以及|或者|依|按|据|和|与|及|或|由|是|为|对|在|见|如"
)
_BARE = re.compile(r"^[一-鿿]{1,28}(?:法典|法|条例|办法|规定|解释|规则)$")
_NOT_A_NAME = re.compile(r"^(?:有关|相关|前款|上述|其他|下列|国家|地方|现行|该|本|此|其)")


def law_before(text: str, position: int) -> str | None:
    """Return the name of the law written right before the position, without 《》, or None.

    该法 means the law whose name in 《》 stands last before it.
    """
    before = text[max(0, position - 120) : position].rstrip()
    before = before.removesuffix("的").rstrip() if before.endswith("》的") else before
    bracketed = _bracketed(before) or _bracketed(_EDITION.sub("", before).rstrip())
    if bracketed:
        return bracketed
    if _THAT_LAW.search(before):
        return _bracketed(text[: text.rfind("》", 0, position) + 1])
    return None if _THIS_LAW.search(before) else _bare(before)


def _bracketed(before: str) -> str | None:
    """Return what stands in the 《》 that closes at the end; names may hold brackets themselves."""
    if not before.endswith("》"):
        return None
    depth = 0
    for index in range(len(before) - 1, -1, -1):
        depth += {"》": 1, "《": -1}.get(before[index], 0)
        if depth == 0:
            return before[index + 1 : -1].replace("〈", "《").replace("〉", "》").strip() or None
    return None


def _bare(before: str) -> str | None:
    tail = re.split(r"[^一-鿿]", before)[-1]
    known = set(short_names()) | set(short_names().values())
    for start in range(len(tail) - 1):
        if tail[start:].removeprefix("中华人民共和国") in known:
            return tail[start:]
    name = _CONNECTIVE.split(tail)[-1]
    return name if _BARE.match(name) and not _NOT_A_NAME.match(name) else None
