"""Notebooks filled in bulk: the same bytes as one by one, and nothing live in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given, settings
from hypothesis import strategies as st
from nbconvert.filters import markdown2html
from nbgrader.utils import compute_checksum, determine_grade

from exam_hall.contract import HandIn, Paper, PaperSlot, render_notebook
from grading.template import AutogradedTemplate, Review, SubmittedTemplate, inert, words
from question_bank.exam import Exam
from tests.support.hand_ins import read_paper

JSON_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
TEXT = JSON_TEXT | st.text(st.sampled_from("a\"'\\\n\r\t\v\f\x1c\x85\u2028\u2029\ue000\ue001{}字 "))


@pytest.fixture(scope="module")
def released(released_course: Path, exam: Exam) -> dict[str, Any]:
    raw = (released_course / "release" / exam.name / "exam.ipynb").read_text("utf-8")
    notebook: dict[str, Any] = json.loads(raw)
    return notebook


@pytest.fixture(scope="module")
def papers(released_course: Path, exam: Exam) -> Mapping[str, Paper]:
    return {form: read_paper(released_course, exam.name, form) for form in exam.forms}


@pytest.fixture(scope="module")
def templates(
    released: dict[str, Any], papers: Mapping[str, Paper]
) -> Mapping[str, SubmittedTemplate]:
    return {form: SubmittedTemplate.build(released, paper) for form, paper in papers.items()}


def responses(slot: PaperSlot) -> st.SearchStrategy[Any]:
    if slot.kind == "true_false":
        return st.booleans() | st.none()
    if slot.kind in ("short", "case"):
        return TEXT
    return st.lists(TEXT, max_size=4)


def hand_in(paper: Paper, answers: Mapping[str, Any]) -> HandIn:
    when = "2026-09-18T01:00:00+00:00"
    return HandIn(paper.exam, "P1", paper.form, paper.sha256, when, when, 1, answers)


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_the_submitted_notebook_is_the_contracts_byte_for_byte(
    released: dict[str, Any],
    papers: Mapping[str, Paper],
    templates: Mapping[str, SubmittedTemplate],
    data: st.DataObject,
) -> None:
    paper = papers[data.draw(st.sampled_from(sorted(papers)))]
    optional = {slot.grade_id: responses(slot) for slot in paper.slots}
    record = hand_in(paper, data.draw(st.fixed_dictionaries({}, optional=optional)))

    rendered = templates[paper.form].render(record)

    assert rendered == render_notebook(released, paper, record)


@pytest.mark.parametrize(
    "essay",
    [
        "",
        " ",
        "\n",
        "a\n",
        "\n\na",
        "a\r\nb",
        "a\u2028b\x85",
        "\"quoted\" \\ 'x'",
        "\ue000S:q01\ue001",
    ],
)
def test_awkward_essays_give_the_contracts_bytes(
    released: dict[str, Any],
    papers: Mapping[str, Paper],
    templates: Mapping[str, SubmittedTemplate],
    essay: str,
) -> None:
    record = hand_in(papers["B"], {"q20": essay, "q17": [essay, ""]})

    assert templates["B"].render(record) == render_notebook(released, papers["B"], record)


@pytest.fixture(scope="module")
def autograded(released: dict[str, Any], papers: Mapping[str, Paper]) -> AutogradedTemplate:
    reviews = {
        slot.grade_id: Review(f"题面 {slot.grade_id}", f"# 说明 {slot.grade_id}")
        for slot in papers["B"].slots
    }
    return AutogradedTemplate.build(released, papers["B"], reviews)


def scores(papers: Mapping[str, Paper], **given: float) -> dict[str, float | None]:
    return {slot.grade_id: given.get(slot.grade_id, 0.0) for slot in papers["B"].slots}


def cells(raw: bytes) -> dict[str, Any]:
    notebook = nbformat.reads(raw.decode(), 4)  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)  # type: ignore[no-untyped-call]
    return {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells}


def test_the_autograded_notebook_is_valid_and_keeps_every_cell_and_its_metadata(
    released: dict[str, Any], papers: Mapping[str, Paper], autograded: AutogradedTemplate
) -> None:
    found = cells(autograded.render("B", {"q01": True, "q20": "字"}, scores(papers)))

    assert [dict(cell.metadata.nbgrader) for cell in found.values()] == [
        cell["metadata"]["nbgrader"] for cell in released["cells"]
    ]


def test_a_marker_sees_question_answer_key_and_score(
    papers: Mapping[str, Paper], autograded: AutogradedTemplate
) -> None:
    answers = {"q01": False, "q08": ["A", "C"], "q17": ["十五日", ""], "q20": "因为<b>。"}
    found = cells(autograded.render("B", answers, scores(papers, q08=1.5)))

    assert found["form"].source == "# 试卷：B 卷"
    assert found["q01_question"].source == "题面 q01"
    assert found["q01"].source == "# 作答：错误"
    assert found["q08"].source == "# 作答：A、C"
    assert found["q17"].source == "# 作答：十五日、（空）"
    assert found["q20"].source == inert("因为<b>。")
    assert found["q08_test"].source == "# 说明 q08"
    assert found["q20_question"].source == "题面 q20"


def test_nbgrader_reads_the_scores_from_the_outputs(
    papers: Mapping[str, Paper], autograded: AutogradedTemplate
) -> None:
    found = cells(autograded.render("B", {}, scores(papers, q08=4 / 3, q01=1.0)))

    assert determine_grade(found["q08_test"]) == (4 / 3, 2.0)
    assert determine_grade(found["q01_test"]) == (1.0, 1.0)
    assert determine_grade(found["q04_test"]) == (0.0, 1.0)


def test_nbgrader_takes_blank_cells_and_no_others_for_untouched(
    papers: Mapping[str, Paper], autograded: AutogradedTemplate
) -> None:
    found = cells(autograded.render("B", {"q01": True, "q20": "字"}, scores(papers)))

    untouched = {
        name
        for name, cell in found.items()
        if cell.metadata.nbgrader.solution
        and cell.metadata.nbgrader.checksum == compute_checksum(cell)
    }
    assert untouched == {slot.grade_id for slot in papers["B"].slots} - {"q01", "q20"}


@settings(max_examples=60, deadline=None)
@given(blanks=st.lists(TEXT, min_size=1, max_size=3), essay=TEXT)
def test_an_answer_never_leaves_its_cell(
    papers: Mapping[str, Paper], autograded: AutogradedTemplate, blanks: list[str], essay: str
) -> None:
    plain = cells(autograded.render("B", {"q17": ["x"], "q20": "x"}, scores(papers)))

    found = cells(autograded.render("B", {"q17": blanks, "q20": essay}, scores(papers)))

    assert found["q17"].source.startswith("# 作答：")
    assert len(found["q17"].source.splitlines()) == 1
    assert {n: c for n, c in found.items() if n not in ("q17", "q20")} == {
        n: c for n, c in plain.items() if n not in ("q17", "q20")
    }


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (True, "正确"),
        (False, "错误"),
        ([], ""),
        (["A"], "A"),
        (["A", "C"], "A、C"),
        (["十五", ""], "十五、（空）"),
        (["十\u3000五"], "十\u3000五"),
        (["1\n2", "\u202e3"], r"'1\n2'、'\u202e3'"),
        ([["十五", "15"], ["三十"]], "十五／15、三十"),
        (5, "5"),
        ([1, True], "1、正确"),
    ],
)
def test_objective_answers_and_keys_are_put_into_words(answer: object, said: str) -> None:
    assert words(answer) == said


def visible(text: str) -> str:
    """What HTML shows of a text: line ends are one sign, other controls none."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or c >= " ")


MARKUP = st.lists(
    st.sampled_from(
        [
            *("<script>", "</pre>", "<img src=x onerror=y>", "<!--", "-->", "]]>", "<?", "&lt;"),
            *("&#60;script>", "`", "```\n", "~~~\n", "\n\n", "\n", " ", "    ", "\t", "$", "$$"),
            *("\\(", "\\[", "\\begin{a}", "\\end{a}", "[a](javascript:b)", "![a](b)", "<http://a>"),
            *("http://a.b", "# ", "- ", "> ", "| a | b |\n|---|---|", "[^1]", "**", "__", "字"),
        ]
    ),
    max_size=12,
).map("".join)


@settings(max_examples=200, deadline=None)
@given(text=MARKUP | TEXT)
@example(text="\nfirst line empty")
@example(text="</pre><script>x</script>")
@example(text="\t\tindented\n\t")
@example(text="last lines empty\n\n\n")
def test_an_inert_text_shows_itself_and_is_one_element_for_nbconvert(text: str) -> None:
    page = BeautifulSoup(markdown2html(inert(text)), "html.parser")

    (block,) = page.find_all(True)
    shown = block.get_text()
    assert (block.name, sorted(block.attrs)) == ("pre", ["class", "style"])
    assert shown.removeprefix("\n") == visible(text)  # a browser drops the first line break too
    assert page.get_text().strip("\n") == shown.strip("\n")


def test_a_first_empty_line_is_doubled_because_html_drops_one() -> None:
    assert ">\n\nx</pre>" in inert("\nx")
    assert ">x</pre>" in inert("x")


@pytest.mark.parametrize("sign", list("$\\`*_[]{}~^<>&'\""))
def test_signs_of_html_markdown_and_mathematics_are_written_as_references(sign: str) -> None:
    body = inert(sign * 3).partition(">")[2].removesuffix("</pre>")

    assert body == body[: len(body) // 3] * 3
    assert body.startswith("&")
    assert body.endswith(";")
