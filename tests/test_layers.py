"""The imports go one way: grading → question_bank → courses; nothing imports xuefa."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("courses", "exam_hall", "question_bank", "grading", "xuefa", "benchmarks")
ALLOWED = {
    "courses": {"courses"},
    "exam_hall": {"exam_hall"},
    "question_bank": {
        "question_bank",
        "courses.messages",
        "courses.questions",
        "courses.statutes",
        "courses.yaml_text",
        "exam_hall.contract",
    },
    "grading": {"grading", "question_bank", "courses", "exam_hall.contract", "exam_hall.results"},
    "xuefa": set(PACKAGES) - {"benchmarks"},
}


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, wherever in the file it does."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield node.module or ""


def within(module: str, allowed: set[str]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in allowed)


@pytest.mark.parametrize("package", ALLOWED)
def test_a_package_imports_only_what_lies_below_it(package: str) -> None:
    files = sorted((ROOT / package).rglob("*.py"))
    assert files
    wrong = [
        f"{path.relative_to(ROOT)}: {module}"
        for path in files
        for module in imports(path)
        if within(module, set(PACKAGES)) and not within(module, ALLOWED[package])
    ]
    assert not wrong


def test_the_contract_of_the_exam_hall_needs_nothing_but_the_standard_library() -> None:
    modules = {m.split(".")[0] for m in imports(ROOT / "exam_hall" / "contract.py")}
    assert modules <= set(sys.stdlib_module_names)


def test_content_lies_in_folders_without_python() -> None:
    for folder in ("question_bank/questions", "question_bank/blueprints"):
        assert not list((ROOT / folder).rglob("*.py"))
        assert any((ROOT / folder).iterdir())


def test_no_module_is_longer_than_300_lines() -> None:
    long = [
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if len(path.read_text("utf-8").splitlines()) > 300
    ]
    assert not long


def test_nothing_evaluates_or_unpickles() -> None:
    banned = {"eval", "exec", "compile", "__import__"}
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            tree = ast.parse(path.read_text("utf-8"))
            calls = {
                node.func.id
                for node in ast.walk(tree)
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            }
            assert not calls & banned, path
            assert not {m for m in imports(path) if m.split(".")[0] in ("pickle", "marshal")}, path
