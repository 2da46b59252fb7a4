import pytest

from xuefa.demo.answers import essay_answer
from xuefa.demo.chance import stream
from xuefa.demo.markers import Mark, mark_essay

POINTS = (
    ("镇人民政府是被申请人。", 4.0),
    ("应当自收到申请之日起五日内审查", 3.5),
    ("可以申请行政复议", 2.5),
)


def test_every_point_made_earns_full_marks() -> None:
    text = essay_answer([wording for wording, _ in POINTS], 1.0, stream(1))
    assert mark_essay(text, POINTS) == Mark(10.0, "要点齐全。")


def test_a_missing_point_is_named_and_earns_nothing() -> None:
    mark = mark_essay("首先，镇人民政府是被申请人。其次，可以申请行政复议。", POINTS)
    assert mark == Mark(6.5, "答出2个要点，缺少：应当自收到申请之日起五日内审查。")


def test_an_answer_beside_the_point_earns_nothing_and_is_told_all_points() -> None:
    mark = mark_essay("应当请示上级。", POINTS)
    assert mark.score == 0.0
    assert mark.comment == (
        "未答出要点：镇人民政府是被申请人；应当自收到申请之日起五日内审查；可以申请行政复议。"
    )


@pytest.mark.parametrize("text", ["", " \n\u3000", "。。。"])
def test_a_blank_earns_nothing(text: str) -> None:
    assert mark_essay(text, POINTS) == Mark(0.0, "未作答，不得分。")


def test_spaces_width_and_punctuation_do_not_matter() -> None:
    text = "镇 人民政府，是被申请人！\n应当自收到申请之日起，五日内审查"
    assert mark_essay(text, POINTS).score == 7.5
    assert mark_essay("罚款２０００元", [("罚款2000元", 2.0)]).score == 2.0


def test_a_point_is_counted_once_however_often_it_is_made() -> None:
    assert mark_essay("可以申请行政复议。" * 5, POINTS).score == 2.5
