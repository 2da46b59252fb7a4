from collections import Counter

from xuefa.demo.units import GROUPS, Posts, UnitKind


def test_posts_are_filled_once_each_and_then_in_turn() -> None:
    posts = Posts(first=("主任",), rest=("副主任", "委员"))
    assert [posts.at(index) for index in range(4)] == ["主任", "副主任", "委员", "副主任"]


def test_groups_come_to_45_units_and_3000_people() -> None:
    names = Counter(name for group in GROUPS for name in group.names)
    assert len(names) == names.total() == 45
    assert sum(sum(group.headcount.values()) for group in GROUPS) == 3000


def test_every_category_of_a_group_has_posts() -> None:
    assert all(group.headcount.keys() == group.posts.keys() for group in GROUPS)


def test_villages_and_communities_are_named_so_and_all_names_fit_gbk() -> None:
    for group in GROUPS:
        for name in group.names:
            assert name.encode("gbk")
            assert name.endswith("村") == (group.kind is UnitKind.VILLAGE)
            assert name.endswith("社区") == (group.kind is UnitKind.COMMUNITY)
