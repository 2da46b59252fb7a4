"""One picture of the tally: attendance per session, and scores with their bands."""

from __future__ import annotations

import math
import warnings
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import MaxNLocator

from grading.attendance import ABSENT, GUEST, ON_LEAVE, PRESENT, SESSION
from grading.participation import RATE
from grading.results import GRADED, SCORE, STATUS
from grading.scores import ExamScores
from grading.tally import Tally

CJK_FONTS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "Noto Sans CJK JP",
    "Arial Unicode MS",
)
_INK, _MUTED, _GRID = "#1F2937", "#6B7280", "#E5E7EB"
_STATE_COLOURS = {PRESENT: "#1F5FA8", GUEST: "#7FB2E5", ON_LEAVE: "#F2C14E", ABSENT: "#C8CDD5"}
_BAND_COLOURS = ("#1B7F5C", "#5BAE7E", "#E0B040", "#C75146", "#8A8F98")
_ENGLISH = {
    PRESENT: "present",
    GUEST: "guests",
    ON_LEAVE: "on leave",
    ABSENT: "absent",
    "attendance": "Attendance by session",
    "people": "people",
    "scores": "Scores",
    "score": "score",
    "papers": "papers",
    "mean": "mean",
    "none": "no paper finally graded",
}
_CHINESE = {
    **{state: state for state in _STATE_COLOURS},
    "attendance": "集体学法到会情况",
    "people": "人数",
    "scores": "得分分布",
    "score": "得分",
    "papers": "答卷数",
    "mean": "平均分",
    "none": "还没有评完的答卷",
}


class MissingFontWarning(UserWarning):
    """No installed font has Chinese characters."""


@dataclass(frozen=True, slots=True)
class _Pen:
    """The font to write with and the words it can write."""

    family: str
    words: Mapping[str, str]
    chinese: bool


def cjk_font() -> str | None:
    """Return the first of :data:`CJK_FONTS` that is installed."""
    installed = {font.name for font in font_manager.fontManager.ttflist}
    return next((name for name in CJK_FONTS if name in installed), None)


def write_chart(tally: Tally, path: Path) -> None:
    """Draw the tally as PNG: attendance above, one score distribution per exam below.

    Without a Chinese font it warns (:class:`MissingFontWarning`) and labels in English, so that no
    character shows as an empty box.
    """
    pen = _pen()
    rows = 1 + len(tally.exams)
    figure = Figure(
        figsize=(10, 4.6 * rows),
        dpi=150,
        facecolor="white",
        layout=ConstrainedLayoutEngine(h_pad=0.2, w_pad=0.15),
    )
    FigureCanvasAgg(figure)
    axes = figure.subplots(rows, 1, squeeze=False)[:, 0]
    _draw_attendance(axes[0], tally, pen)
    for axis, exam in zip(axes[1:], tally.exams, strict=True):
        _draw_scores(axis, exam, pen)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Software": None})


def _pen() -> _Pen:
    family = cjk_font()
    if family:
        return _Pen(family, _CHINESE, chinese=True)
    message = "没有找到中文字体，图上改用英文。请安装 Noto Sans CJK（思源黑体）后重新生成"
    warnings.warn(message, MissingFontWarning, stacklevel=3)
    return _Pen("DejaVu Sans", _ENGLISH, chinese=False)


def _draw_attendance(axis: Axes, tally: Tally, pen: _Pen) -> None:
    sessions = tally.participation.by_session.iloc[:-1]
    tops = _stack(axis, sessions, pen)
    for position, (top, rate) in enumerate(zip(tops, sessions[RATE], strict=True)):
        shown = "" if pd.isna(rate) else f"{rate:.1%}"
        axis.annotate(
            f"{RATE} {shown}" if pen.chinese and shown else shown,
            (position, top),
            (0, 5),
            textcoords="offset points",
            ha="center",
            color=_INK,
            family=pen.family,
            weight="bold",
        )
    names = [_session_label(row, pen) for row in sessions.to_dict("records")]
    axis.set_xticks(range(len(names)), names, family=pen.family, fontsize=9.5)
    _dress(axis, pen, pen.words["attendance"], pen.words["people"])
    axis.margins(y=0.16)
    _legend(axis, pen)


def _stack(axis: Axes, sessions: pd.DataFrame, pen: _Pen) -> list[float]:
    """Draw one stacked bar per session and return the heights reached."""
    tops = [0.0] * len(sessions)
    highest = float(sessions[list(_STATE_COLOURS)].sum(axis=1).max())
    for state, colour in _STATE_COLOURS.items():
        heights = [float(value) for value in sessions[state]]
        bars = axis.bar(range(len(tops)), heights, 0.56, tops, color=colour, label=pen.words[state])
        labels = [f"{height:.0f}" if height > 0.04 * highest else "" for height in heights]
        ink = "white" if state == PRESENT else _INK
        axis.bar_label(bars, labels, label_type="center", color=ink, family=pen.family)
        tops = [top + height for top, height in zip(tops, heights, strict=True)]
    return tops


def _session_label(row: Mapping[Hashable, object], pen: _Pen) -> str:
    if not pen.chinese:
        return f"{row['日期']}"
    topic = str(row["主题"])
    short = topic if len(topic) <= 12 else f"{topic[:11]}…"
    return f"{row[SESSION]}　{row['日期']}\n{short}"


def _draw_scores(axis: Axes, exam: ExamScores, pen: _Pen) -> None:
    papers = exam.papers
    scores = [float(score) for score in papers.loc[papers[STATUS] == GRADED, SCORE]]
    name = f"{exam.policy.label}　" if pen.chinese else ""
    _dress(axis, pen, f"{name}{pen.words['scores']}", pen.words["papers"])
    axis.set_xlabel(pen.words["score"], family=pen.family, color=_MUTED)
    if not scores:
        axis.text(
            0.5,
            0.5,
            pen.words["none"],
            transform=axis.transAxes,
            ha="center",
            family=pen.family,
            color=_MUTED,
        )
        return
    for label, colour, bins, part in _bands(exam, scores, pen):
        counts, _, bars = axis.hist(
            part, bins, color=colour, label=f"{label}　{len(part)}", edgecolor="white"
        )
        shown = [f"{count:.0f}" if count else "" for count in np.atleast_1d(counts)]
        axis.bar_label(
            cast(BarContainer, bars),
            shown,
            fontsize=9,
            color=_MUTED,
            padding=2,
            zorder=5,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
        )
    points = exam.policy.points
    lowest = math.floor(min(scores) / points * 10) * points / 10
    axis.set_xlim(min(lowest, 0.5 * points) - 0.02 * points, 1.02 * points)
    axis.margins(y=0.2)
    _mark_mean(axis, sum(scores) / len(scores), pen)
    _legend(axis, pen)


def _bands(
    exam: ExamScores, scores: Sequence[float], pen: _Pen
) -> list[tuple[str, str, list[float], list[float]]]:
    """Label, colour, bin edges in points and scores of each band, highest first."""
    policy = exam.policy
    edges = [(name, low) for name, low in policy.descending()]
    found = []
    high = 100.0
    for index, (name, low) in enumerate([*edges, (policy.band(-1.0), 0.0)]):
        part = [s for s in scores if policy.band(s) == name]
        steps = max(1, round((high - low) / 5))
        bins = [(low + (high - low) * i / steps) * policy.points / 100 for i in range(steps + 1)]
        label = name if pen.chinese else f">= {low:g}%"
        found.append((label, _BAND_COLOURS[min(index, len(_BAND_COLOURS) - 1)], bins, part))
        high = low
    return found


def _mark_mean(axis: Axes, mean: float, pen: _Pen) -> None:
    axis.axvline(mean, color=_INK, linewidth=1.2, linestyle=(0, (4, 3)))
    axis.annotate(
        f"{pen.words['mean']} {mean:.1f}",
        (mean, 1),
        (6, -4),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        va="top",
        family=pen.family,
        color=_INK,
        fontsize=10,
    )


def _dress(axis: Axes, pen: _Pen, name: str, vertical: str) -> None:
    axis.set_title(
        name, family=pen.family, fontsize=14, loc="left", pad=14, color=_INK, weight="bold"
    )
    axis.set_ylabel(vertical, family=pen.family, color=_MUTED)
    axis.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    axis.grid(axis="y", color=_GRID, linewidth=0.8)
    axis.set_axisbelow(True)
    axis.spines[["top", "right", "left"]].set_visible(False)
    axis.spines["bottom"].set_color(_MUTED)
    axis.tick_params(length=0, colors=_INK, labelfontfamily=pen.family)


def _legend(axis: Axes, pen: _Pen) -> None:
    axis.legend(
        loc="lower right",
        bbox_to_anchor=(1, 1.0),
        ncols=5,
        frameon=False,
        prop={"family": pen.family, "size": 10},
        handlelength=1.1,
        columnspacing=1.2,
    )
