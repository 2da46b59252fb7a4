"""The 45 units of the invented town: who works there, in which posts, and how many."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    """The five categories of the roster."""

    LEADER = "领导干部"
    OFFICE = "机关工作人员"
    ENFORCEMENT = "执法人员"
    VILLAGE = "村（社区）干部"
    AUXILIARY = "编外人员"


class UnitKind(StrEnum):
    """What sort of unit it is."""

    LEADERSHIP = "领导班子"
    DEPARTMENT = "内设机构"
    ENFORCEMENT = "执法队伍"
    VILLAGE = "村"
    COMMUNITY = "社区"


@dataclass(frozen=True, slots=True)
class Posts:
    """The posts of one category in a unit: ``first`` once each, then ``rest`` in turn."""

    first: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()

    def at(self, index: int) -> str:
        """The post of the ``index``-th person of the category, from 0."""
        if index < len(self.first):
            return self.first[index]
        return self.rest[(index - len(self.first)) % len(self.rest)]


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """Units alike in kind and posts, with the people of each category in all of them together."""

    kind: UnitKind
    names: tuple[str, ...]
    headcount: Mapping[Category, int]
    posts: Mapping[Category, Posts]


_OFFICE_POSTS = Posts(rest=("一级科员", "二级科员", "四级主任科员", "科员", "干事"))
_OFFICER_POSTS = Posts(rest=("执法员", "一级行政执法员", "二级行政执法员"))
_AUXILIARY_OFFICE = Posts(rest=("办事员", "窗口工作人员", "公益岗人员", "驾驶员"))
_DEPARTMENT_LEADERS = Posts(first=("主任",), rest=("副主任", "党支部委员"))

_LEADERSHIP = UnitGroup(
    UnitKind.LEADERSHIP,
    ("党政领导班子",),
    {Category.LEADER: 14},
    {
        Category.LEADER: Posts(
            first=(
                *("党委书记", "党委副书记、镇长", "人大主席", "党委副书记", "纪委书记"),
                *("政法委员", "组织委员", "宣传委员", "统战委员", "武装部长"),
            ),
            rest=("副镇长",),
        )
    },
)
_DEPARTMENTS = UnitGroup(
    UnitKind.DEPARTMENT,
    (
        *("党政办公室", "党建工作办公室", "经济发展办公室", "财政办公室"),
        *("社会事务办公室", "平安建设办公室", "农业农村办公室", "便民服务中心"),
    ),
    {Category.LEADER: 40, Category.OFFICE: 410, Category.AUXILIARY: 160},
    {
        Category.LEADER: _DEPARTMENT_LEADERS,
        Category.OFFICE: _OFFICE_POSTS,
        Category.AUXILIARY: _AUXILIARY_OFFICE,
    },
)
_REGULATING_DEPARTMENTS = UnitGroup(
    UnitKind.DEPARTMENT,
    ("规划建设办公室", "应急管理办公室", "生态环境办公室"),
    {
        Category.LEADER: 15,
        Category.OFFICE: 150,
        Category.ENFORCEMENT: 60,
        Category.AUXILIARY: 60,
    },
    {
        Category.LEADER: _DEPARTMENT_LEADERS,
        Category.OFFICE: _OFFICE_POSTS,
        Category.ENFORCEMENT: _OFFICER_POSTS,
        Category.AUXILIARY: _AUXILIARY_OFFICE,
    },
)
_ENFORCEMENT = UnitGroup(
    UnitKind.ENFORCEMENT,
    (
        *("综合行政执法一中队", "综合行政执法二中队", "综合行政执法三中队"),
        *("市场监管执法中队", "自然资源执法中队"),
    ),
    {
        Category.LEADER: 31,
        Category.OFFICE: 60,
        Category.ENFORCEMENT: 340,
        Category.AUXILIARY: 180,
    },
    {
        Category.LEADER: Posts(first=("中队长", "教导员"), rest=("副中队长",)),
        Category.OFFICE: Posts(rest=("内勤", "法制员", "科员")),
        Category.ENFORCEMENT: _OFFICER_POSTS,
        Category.AUXILIARY: Posts(rest=("执法辅助人员", "驾驶员")),
    },
)
_VILLAGES = UnitGroup(
    UnitKind.VILLAGE,
    (
        *("稻香湾村", "麦垄村", "青穗村", "柳荫渡村", "荷塘湾村", "梧桐坡村", "白榆村"),
        *("菱角浜村", "听蛙村", "三棵槐村", "杏花埂村", "芦苇荡村", "石磨坊村", "望禾村"),
        *("枣树沟村", "水车头村", "茶垄村", "豆棚村", "竹篱村", "月牙塘村"),
    ),
    {Category.VILLAGE: 820, Category.AUXILIARY: 200},
    {
        Category.VILLAGE: Posts(
            first=(
                *("村党总支书记、村委会主任", "村党总支副书记", "村委会副主任"),
                *("村务监督委员会主任", "妇联主席", "村文书"),
            ),
            rest=("村委会委员", "村民小组组长", "人民调解员"),
        ),
        Category.AUXILIARY: Posts(rest=("网格员", "护林员", "公益岗人员")),
    },
)
_COMMUNITIES = UnitGroup(
    UnitKind.COMMUNITY,
    (
        *("禾苑社区", "青禾里社区", "穗园社区", "丰和社区"),
        *("晒谷场社区", "老粮站社区", "桑榆社区", "新麦社区"),
    ),
    {Category.VILLAGE: 340, Category.AUXILIARY: 120},
    {
        Category.VILLAGE: Posts(
            first=(
                *("社区党总支书记、居委会主任", "社区党总支副书记", "居委会副主任"),
                *("居务监督委员会主任", "妇联主席"),
            ),
            rest=("居委会委员", "居民小组组长", "人民调解员"),
        ),
        Category.AUXILIARY: Posts(rest=("网格员", "社区工作者", "公益岗人员")),
    },
)

GROUPS = (
    _LEADERSHIP,
    _DEPARTMENTS,
    _REGULATING_DEPARTMENTS,
    _ENFORCEMENT,
    _VILLAGES,
    _COMMUNITIES,
)
"""All unit groups in the order of the roster: 45 units, 3,000 people."""
