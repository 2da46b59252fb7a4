"""The chart is drawn with a Chinese font, or in English with a warning; never with boxes."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

import matplotlib.image
import pytest

from grading import charts
from grading.charts import MissingFontWarning, cjk_font, write_chart
from grading.tally import Tally, read_policies, tally
from tests.support.tally_office import EXAM, Office, build_office, write_gradebook


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return build_office(tmp_path_factory.mktemp("charts"))


@pytest.fixture(scope="module")
def counted(office: Office) -> Tally:
    return tally(office.records, office.course, read_policies(office.course))


def test_one_picture_shows_study_and_exam(counted: Tally, tmp_path: Path) -> None:
    if cjk_font() is None:
        assert os.environ.get("CI") != "true", "CI needs a Chinese font"
        pytest.skip("no Chinese font installed")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        write_chart(counted, tmp_path / "new" / "a.png")
    picture = matplotlib.image.imread(tmp_path / "new" / "a.png")
    assert picture.shape[:2] == (1380, 1500)
    assert picture.std() > 0.05


def test_the_same_tally_gives_the_same_bytes(counted: Tally, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MissingFontWarning)
        for name in ("a.png", "b.png"):
            write_chart(counted, tmp_path / name)
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_without_a_chinese_font_it_warns_and_shows_no_empty_boxes(
    counted: Tally, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(charts, "CJK_FONTS", ())
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        write_chart(counted, tmp_path / "a.png")
    messages = [str(warning.message) for warning in caught]
    assert ["没有找到中文字体" in message for message in messages] == [True]
    assert not [message for message in messages if "missing from font" in message]


def test_an_exam_without_final_papers_is_drawn(tmp_path: Path) -> None:
    office = build_office(tmp_path)
    (office.course / "gradebook.db").unlink()
    write_gradebook(office.course / "gradebook.db", {"P00001": (60.0, None)})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MissingFontWarning)
        write_chart(
            tally(office.records, office.course, read_policies(office.course, [EXAM])),
            tmp_path / "a.png",
        )
    assert (tmp_path / "a.png").stat().st_size > 10_000


def test_study_alone_makes_a_lower_picture(office: Office, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MissingFontWarning)
        write_chart(tally(office.records, None, []), tmp_path / "a.png")
    assert matplotlib.image.imread(tmp_path / "a.png").shape[:2] == (690, 1500)
