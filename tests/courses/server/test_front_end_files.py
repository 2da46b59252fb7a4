"""The front end as committed and installed: small, of one piece, naming no place it was made."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FRONT_END = ROOT / "labextension"
BUILT = FRONT_END / "xuefa-lab"
DATA = Path(sys.prefix) / "share" / "jupyter"
INSTALLED = {
    BUILT: DATA / "labextensions" / "xuefa-lab",
    FRONT_END / "overrides.json": DATA / "lab" / "settings" / "overrides.json",
    FRONT_END / "jupyter_server_config.json": Path(sys.prefix)
    / "etc/jupyter/jupyter_server_config.d/xuefa.json",
}


def contents(path: Path) -> dict[str, bytes]:
    files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
    return {str(p.relative_to(path)): p.read_bytes() for p in files}


@pytest.mark.parametrize("source", INSTALLED, ids=lambda path: path.name)
def test_what_is_installed_is_what_is_committed(source: Path) -> None:
    assert contents(INSTALLED[source]) == contents(source), "请先运行 make setup"


def test_the_built_front_end_is_of_one_piece_and_small() -> None:
    package = json.loads((BUILT / "package.json").read_text("utf-8"))
    entry = BUILT / package["jupyterlab"]["_build"]["load"]
    assert entry.is_file()
    assert len(list(BUILT.rglob("remoteEntry.*.js"))) == 1
    assert sum(map(len, contents(BUILT).values())) < 60_000


def test_every_word_of_the_sources_is_in_the_built_front_end() -> None:
    words = (FRONT_END / "src" / "words.js").read_text("utf-8")
    built = "".join(p.read_text("utf-8") for p in BUILT.rglob("*.js"))
    built = built.replace(r"\xb7", "·")
    spoken = re.findall(r": '([^']+)'", words)
    assert len(spoken) > 30
    assert [text for text in spoken if text not in built] == []


def test_what_officials_read_is_in_the_words_file_alone() -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]")
    others = [p for p in (FRONT_END / "src").glob("*.js") if p.name != "words.js"]
    assert others
    assert [p.name for p in others if chinese.search(p.read_text("utf-8"))] == []


def test_the_lock_file_names_no_registry() -> None:
    lock = json.loads((FRONT_END / "package-lock.json").read_text("utf-8"))
    assert lock["packages"]
    assert not [name for name, entry in lock["packages"].items() if "resolved" in entry]


def test_jupyterlab_speaks_chinese_and_asks_nobody_for_news() -> None:
    overrides = json.loads((FRONT_END / "overrides.json").read_text("utf-8"))
    assert overrides["@jupyterlab/translation-extension:plugin"]["locale"] == "zh_CN"
    news = overrides["@jupyterlab/apputils-extension:notification"]
    assert news == {"fetchNews": "false", "checkForUpdates": False}
