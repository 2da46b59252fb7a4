import pytest

from courses.statutes import Library, NoSuchArticle
from courses.statutes.structure import split_paragraphs


def test_items_belong_to_the_paragraph_before_them() -> None:
    paragraphs = split_paragraphs("下列情形：\n（一）甲；\n（二）乙。\n第二款。")
    assert [p.number for p in paragraphs] == [1, 2]
    assert [(i.number, i.text) for i in paragraphs[0].items] == [
        (1, "（一）甲；"),
        (2, "（二）乙。"),
    ]
    assert paragraphs[0].lead == "下列情形："
    assert paragraphs[1].text == "第二款。"
    assert paragraphs[1].items == ()


def test_an_unfinished_line_goes_on_in_the_next() -> None:
    paragraphs = split_paragraphs("由下列人员组成：\n委员长，\n委员若干人。\n第二款。")
    assert [p.text for p in paragraphs] == ["由下列人员组成：\n委员长，\n委员若干人。", "第二款。"]


def test_a_line_between_two_items_belongs_to_the_first_of_them() -> None:
    paragraphs = split_paragraphs("方式：\n（一）甲。\n甲的说明。\n（二）乙。\n第二款。")
    assert len(paragraphs) == 2
    assert paragraphs[0].items[0].text == "（一）甲。\n甲的说明。"


def test_items_starting_again_make_no_mistake_of_the_paragraph() -> None:
    paragraphs = split_paragraphs("甲：\n（一）一；\n（二）二。\n乙：\n（一）三；\n（二）四。")
    assert [len(p.items) for p in paragraphs] == [2, 2]


@pytest.mark.parametrize(
    ("law", "number", "counts"),
    [("行政复议法", 23, [5, 0]), ("行政复议法", 24, [4, 0, 0, 0]), ("宪法", 65, [0, 0, 0, 0])],
)
def test_real_articles_have_their_paragraphs_and_items(
    library: Library, law: str, number: int, counts: list[int]
) -> None:
    article = library.article(law, number)
    assert [len(p.items) for p in article.paragraphs] == counts


def test_the_paragraph_an_amendment_calls_the_fourth_is_the_fourth(library: Library) -> None:
    # 宪法修正案（2018年）第四十三条 calls it 第六十五条第四款.
    fourth = library.article("宪法", 65).paragraph(4)
    assert fourth.text.startswith("全国人民代表大会常务委员会的组成人员不得担任")


def test_a_paragraph_or_item_can_be_picked(library: Library) -> None:
    article = library.article("行政复议法", 23)
    assert article.item(4).text == "（四）申请政府信息公开，行政机关不予公开；"
    assert article.item(4, paragraph=1) == article.item(4)
    with pytest.raises(NoSuchArticle, match="没有第三款，这一条共二款"):
        article.paragraph(3)
    with pytest.raises(NoSuchArticle, match="第二款没有第（一）项"):
        article.item(1, paragraph=2)
    with pytest.raises(NoSuchArticle, match=r"没有第（九）项"):
        article.item(9)


def test_a_regulation_with_a_line_between_items_is_one_paragraph(regulations: Library) -> None:
    version = regulations.versions("信访条例")[0]
    article = regulations.article_of(version, 21)
    assert [item.number for item in article.paragraphs[0].items] == [1, 2, 3, 4]
