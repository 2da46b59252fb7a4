"""What candidates wrote is shown as they typed it and does nothing, wherever it is shown."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions.formgrader import handlers
from traitlets.config import Config

from grading.batch import grade_exam
from question_bank.exam import Exam
from question_bank.release import run_nbgrader
from tests.support.hand_ins import hand_in

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge")
HACK = "window.hacked=1"
ATTACKS = (
    f"<script>{HACK}</script>",
    f'<img src=x onerror="{HACK}">',
    f"</pre><script>{HACK}</script><pre>",
    f"</code></div></body><svg/onload={HACK}>",
    f"[点我](javascript:{HACK})",
    "![图](https://example.invalid/x.png)",
    "<https://example.invalid> https://example.invalid/auto",
    rf"$\href{{javascript:{HACK}}}{{x}}$ $$\style{{color:red}}{{y}}$$ \(a\) \[b\]",
    r"\begin{equation}\unicode{x3c}\end{equation}",
    f"<iframe srcdoc='<script>parent.{HACK}</script>'></iframe>",
    f"```html\n<script>{HACK}</script>\n```",
    f"`<b onclick={HACK}>` ~~~ **粗** _斜_ # 题 - > |",
    f"<!-- <script>{HACK}</script> --> <![CDATA[x]]> <?php x ?>",
    f"&lt;script&gt;{HACK}&lt;/script&gt; &#60;script&#62; &amp;",
    f"{{{{ {HACK} }}}} {{% raw %}} {{{{ cell.metadata }}}}",
    f"\n\n    <script>{HACK}</script>\n\n<style>*{{display:none}}</style>\n</style>",
    f"<base href=javascript:{HACK}//><form action=javascript:{HACK}><button>交</button></form>",
    "attachment:x files/x ![a](attachment:b.png) \u202e反\u202c \ue000S:q01\ue001",
)
ESSAY = "\n".join(("镇政府应当告知申请人。", *ATTACKS, "以上是我的回答。"))
BLANKS = {
    name: [ATTACKS[2 * n].replace("\n", " "), ATTACKS[2 * n + 1].replace("\n", " ")]
    for n, name in enumerate(("q17", "q18", "q19"))
}
PLAIN = {"q17": ["十", "三"], "q18": ["十", "三"], "q19": ["十", "三"]}


@dataclass(frozen=True)
class Shown:
    """Pages of a candidate who attacks and of one who writes plain text, both as files."""

    attack: Path
    plain: Path


@pytest.fixture(scope="module")
def course(released_course: Path, exam: Exam, tmp_path_factory: pytest.TempPathFactory) -> Path:
    course = Path(shutil.copytree(released_course, tmp_path_factory.mktemp("inert") / "course"))
    essays = {"q20": ESSAY, "q21": f"\n{ATTACKS[2]}\n\t尾行\n"}
    hand_in(course, exam.name, "P1", "B", BLANKS | essays)
    hand_in(course, exam.name, "P2", "B", PLAIN | {"q20": "字", "q21": "字"})
    assert grade_exam(course, exam.name).graded == 2
    return course


@pytest.fixture(scope="module")
def feedback(course: Path, exam: Exam) -> Shown:
    """What nbgrader's own generate_feedback makes of it."""
    run_nbgrader(course, "generate_feedback", exam.name)
    pages = [course / "feedback" / who / exam.name / "exam.html" for who in ("P1", "P2")]
    return Shown(*pages)


@pytest.fixture(scope="module")
def formgrader(course: Path, exam: Exam) -> Shown:
    """What a marker sees: nbgrader's formgrader template, filled as its handler fills it."""
    config = Config()
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    exporter = HTMLExporter(config=config)
    pages = []
    for who in ("P1", "P2"):
        notebook = course / "autograded" / who / exam.name / "exam.ipynb"
        resources = {"student": "P", "index": 0, "total": 2, "base_url": "", "last_name": None}
        html, _ = exporter.from_filename(str(notebook), resources=resources)
        pages.append(course / f"formgrader-{who}.html")
        pages[-1].write_text(html, "utf-8")
    return Shown(*pages)


@pytest.fixture(params=["feedback", "formgrader"])
def shown(request: pytest.FixtureRequest) -> Shown:
    pages: Shown = request.getfixturevalue(request.param)
    return pages


def parse(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text("utf-8"), "html.parser")


def skeleton(page: Path) -> list[tuple[str, dict[str, Any]]]:
    """Every element of a page with its attributes, in order."""
    return [(tag.name, dict(tag.attrs)) for tag in parse(page).find_all(True)]


def answers(page: BeautifulSoup) -> dict[str, Tag]:
    """Where a page shows what was answered, by slot."""
    names = [f"q{n:02d}" for n in range(1, 22)]
    if page.select("article"):
        blocks = [article.select(".row > div")[0] for article in page.select("article")]
        return dict(zip(names, blocks, strict=True))
    panels = page.select("div.nbgrader_cell")
    mine = [panel for panel in panels if "Student's answer" in panel.get_text()]
    blocks = [panel.select("div.panel-body")[0] for panel in mine]
    return dict(zip(["form", *names], blocks, strict=True))


def essay(page: BeautifulSoup, name: str) -> Tag:
    (block,) = answers(page)[name].select("pre")
    return block


def test_an_attack_adds_no_element_and_no_attribute_to_the_page(shown: Shown) -> None:
    assert skeleton(shown.attack) == skeleton(shown.plain)


def test_no_live_element_stands_in_an_answer(shown: Shown) -> None:
    for block in answers(parse(shown.attack)).values():
        for tag in block.find_all(True):
            assert tag.name in {"pre", "span", "div"}
            assert set(tag.attrs) <= {"class", "style"}


def test_an_essay_reads_exactly_as_typed(shown: Shown) -> None:
    page = parse(shown.attack)

    assert essay(page, "q20").get_text() == ESSAY
    # The line break behind <pre> is markup: a browser does not show it.
    assert essay(page, "q21").get_text() == f"\n\n{ATTACKS[2]}\n\t尾行\n"


def test_blanks_read_exactly_as_typed(shown: Shown) -> None:
    found = answers(parse(shown.attack))

    for name, blanks in BLANKS.items():
        text = found[name].get_text().strip().removeprefix("# 作答：")
        assert text == "、".join(blanks)


def test_mathematics_is_told_to_leave_essays_alone(shown: Shown) -> None:
    for name in ("q20", "q21"):
        assert "tex2jax_ignore" in essay(parse(shown.attack), name)["class"]


def test_what_was_typed_stands_nowhere_else_on_the_page(shown: Shown) -> None:
    page = parse(shown.attack)
    for block in answers(page).values():
        block.extract()

    assert "hacked" not in str(page)
    assert "example.invalid" not in str(page)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """An installed Chromium; without one skipped, under CI=true a failure."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI needs a browser: none of {', '.join(BROWSERS)} is installed")
        pytest.skip(f"no browser installed ({', '.join(BROWSERS)})")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@dataclass
class Opened:
    """A page open in a browser, with the addresses it asked for."""

    page: Any
    asked: list[str]


@pytest.fixture
def opened(browser: Any, shown: Shown) -> Iterator[Opened]:
    page = browser.new_page(viewport={"width": 1000, "height": 900})
    asked: list[str] = []

    def guard(route: Any) -> None:
        asked.append(route.request.url)
        if route.request.url == shown.attack.as_uri():
            route.continue_()
        else:
            route.abort()

    page.route("**/*", guard)
    page.goto(shown.attack.as_uri(), wait_until="load")
    yield Opened(page, asked)
    page.close()


ESSAYS = "pre.tex2jax_ignore"


@pytest.mark.browser
def test_in_a_browser_nothing_runs_and_nothing_is_fetched(opened: Opened) -> None:
    for number in range(2):
        opened.page.locator(ESSAYS).nth(number).click()
    opened.page.keyboard.press("Tab")
    opened.page.keyboard.press("Enter")

    assert opened.page.evaluate("window.hacked") is None
    assert opened.page.evaluate("frames.length") == 0
    assert not [url for url in opened.asked if "example.invalid" in url or url.endswith("/x")]


@pytest.mark.browser
def test_in_a_browser_the_text_is_readable_and_exactly_what_was_typed(
    opened: Opened, tmp_path: Path
) -> None:
    essay = opened.page.locator(ESSAYS).first

    assert essay.evaluate("e => e.textContent") == ESSAY
    assert opened.page.locator(ESSAYS).nth(1).evaluate("e => e.textContent") == (
        f"\n{ATTACKS[2]}\n\t尾行\n"
    )
    assert essay.is_visible()
    assert essay.evaluate("e => e.scrollWidth <= e.clientWidth"), "long lines do not wrap"
    essay.scroll_into_view_if_needed()
    picture = opened.page.screenshot(path=tmp_path / "page.png")
    assert len(picture) > 10_000
