"""``xuefa statutes``: look up, search, compare and import statutes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Annotated, ParamSpec, TypeVar

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, track
from rich.table import Table
from rich.text import Text

from courses import statutes
from courses.statutes import Article, ChangeKind, LawVersion, Library, StatuteError

app = typer.Typer(
    help="查法条、搜全文、比较新旧版本、导入法规。", no_args_is_help=True, add_completion=False
)

P = ParamSpec("P")
R = TypeVar("R")

OnDay = Annotated[
    str | None,
    typer.Option("--on", metavar="日期", help="看哪一天有效的版本，如 2023-12-31；默认今天"),
]
LawName = Annotated[str, typer.Argument(metavar="法名", help="全称或简称，如 行政复议法、行诉法")]
_STYLES = {"equal": "", "delete": "red strike", "insert": "green underline"}


def _out() -> Console:
    return Console(highlight=False)


def _errors() -> Console:
    return Console(stderr=True, highlight=False, soft_wrap=True)


def _plainly(command: Callable[P, R]) -> Callable[P, R]:
    """Turn an error of the statutes into one Chinese line and exit status 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except StatuteError as error:
            _errors().print(f"错误：{escape(str(error))}")
            raise typer.Exit(1) from error

    return run


@contextmanager
def _busy(what: str) -> Iterator[None]:
    columns = (SpinnerColumn(), TextColumn(f"{what}……"), TimeElapsedColumn())
    console = _errors()
    quiet = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=quiet) as progress:
        progress.add_task(what, total=None)
        yield


def _library() -> Library:
    library = Library.default()
    for problem in library.problems:
        _errors().print(f"提示：{escape(problem)}")
    return library


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError as error:
        raise StatuteError(f"日期“{written}”看不懂；请写成“2023-12-31”的形式") from error


def _span(version: LawVersion | Article) -> str:
    until = f"施行至 {version.effective_until}" if version.effective_until else "现行有效"
    return f"{version.version_date} 版，{version.effective_from} 起施行，{until}"


def _table(*headings: str, title: str | None = None) -> Table:
    """Make a table whose cells fold: Chinese has no spaces to break at."""
    table = Table(title=title, show_lines=True)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


@app.command("article", help="看一条法条的原文、版本和施行日期。")
@_plainly
def show_article(
    law: LawName,
    number: Annotated[str, typer.Argument(metavar="条号", help="如 20、第二十条、120之一")],
    on: OnDay = None,
) -> None:
    """Show one article."""
    library = _library()
    found = library.article(law, number, on=_day(on))
    version = library.in_force(law, _day(on))
    out = _out()
    out.print(Text(f"{found.law}　{found.label}", style="bold"))
    where = "　".join(part for part in (found.chapter, found.section) if part)
    if where:
        out.print(Text(where, style="dim"))
    for paragraph in found.paragraphs:
        out.print(Text(paragraph.text))
    out.print(Text(f"版本：{_span(found)}（施行日依据：{version.basis.explanation}）", style="dim"))
    out.print(Text(f"来源：{found.source}　校验码：{found.digest}", style="dim"))
    if found.status_note:
        out.print(Text(f"注意：{found.status_note}", style="yellow"))
    rows = statutes.displaced(found.law, found.number, _day(on), suffix=found.suffix)
    for row in rows:
        if row.version == found.version_date:
            out.print(Text(f"已被取代：自 {row.since} 起以{row.by_citation}为准。", style="red"))
            out.print(Text(f"　　{row.note}"))


@app.command("search", help="在有效的法条里搜全文。")
@_plainly
def search_articles(
    words: Annotated[list[str], typer.Argument(metavar="词语…", help="要找的词语，可以写几个")],
    law: Annotated[str | None, typer.Option("--law", help="只在这部法里找")] = None,
    on: OnDay = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="最多列出几条")] = 20,
) -> None:
    """Search the articles in force."""
    _library()
    query = " ".join(words)
    with _busy("正在搜索"):
        hits = statutes.search(query, on=_day(on), law=law, limit=limit)
    if not hits:
        _errors().print(f"没有找到含“{escape(query)}”的法条；请换个说法，或少写几个词")
        raise typer.Exit(1)
    table = _table("法条", "内容", title=f"找到 {len(hits)} 条")
    for hit in hits:
        snippet = Text(hit.snippet)
        snippet.highlight_words(hit.matched, style="bold yellow")
        table.add_row(Text(hit.article.citation), snippet)
    _out().print(table)


@app.command("compare", help="逐条比较一部法的两个版本。")
@_plainly
def compare_versions(
    law: LawName,
    old: Annotated[
        str,
        typer.Argument(
            metavar="旧版", help="旧版的公布（修改）日，如 2017-09-01；现有哪些版本用 versions 查看"
        ),
    ],
    new: Annotated[str, typer.Argument(metavar="新版", help="新版的公布（修改）日，如 2023-09-01")],
    everything: Annotated[bool, typer.Option("--all", help="没有变化的条文也列出")] = False,
) -> None:
    """Compare two versions article by article."""
    _library()
    with _busy("正在逐条比较"):
        result = statutes.compare(law, old, new)
    counts = "，".join(f"{kind}{result.count(kind)}条" for kind in ChangeKind)
    table = _table("变化", "旧条号", "新条号", "内容", title=f"{result.new.short_name}：{counts}")
    for change in result.changes:
        if change.kind is ChangeKind.UNCHANGED and not everything:
            continue
        text = Text()
        for segment in change.segments:
            text.append(segment.text, style=_STYLES[segment.kind])
        old_label = change.old.label if change.old else "—"
        table.add_row(change.kind, old_label, change.new.label if change.new else "—", text)
    _out().print(table)


@app.command("versions", help="列出一部法在库里的各个版本和施行日期。")
@_plainly
def list_versions(law: LawName) -> None:
    """List the versions held."""
    held = _library().versions(law)
    table = _table(
        "公布（修改）日", "施行", "施行日依据", "失效", "条数", "说明", title=held[0].law
    )
    for own in held:
        until = str(own.effective_until) if own.effective_until else "—"
        notes = [f"由{own.superseded_by}取代"] if own.effective_until and own.superseded_by else []
        notes += [own.status_note] if own.status_note else []
        table.add_row(
            str(own.version_date),
            str(own.effective_from),
            own.basis.explanation,
            until,
            str(own.article_count),
            Text("；".join(notes)),
        )
    _out().print(table)


@app.command("import", help="把法规文件导入自己的法规库；有问题的文件不导入，并说明原因。")
@_plainly
def import_files(
    files: Annotated[list[Path], typer.Argument(metavar="文件…", help="法规文件（JSON）")],
) -> None:
    """Import statute files into the user's library."""
    failed = 0
    console = _errors()
    quiet = not console.is_terminal
    for path in track(files, "正在导入", console=console, transient=True, disable=quiet):
        try:
            _out().print(f"已导入：{escape(statutes.import_file(path).name)}")
        except StatuteError as error:
            failed += 1
            _errors().print(f"错误：{escape(str(error))}")
    if failed:
        raise typer.Exit(1)


@app.command("displaced", help="列出还在法规里、但已被后来的法律取代的条文。")
@_plainly
def list_displaced() -> None:
    """List the displaced provisions."""
    table = _table("条文", "以哪一条为准", "自何时", "说明")
    for row in statutes.displacements():
        cells = (row.citation, row.by_citation, str(row.since), row.note)
        table.add_row(*map(Text, cells))
    _out().print(table)
