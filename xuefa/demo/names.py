"""Invented Chinese names, put together at random from surnames and given characters.

The given characters are those of the countryside (crops, trees, seasons), chosen so that they do
not put together the name of a well-known person.
"""

from collections.abc import Collection
from random import Random

SURNAMES_COMMON = tuple("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗")
SURNAMES_OTHER: tuple[str, ...] = (
    *"梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖",
    *"邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛",
    *("欧阳", "上官", "司徒", "诸葛", "夏侯", "皇甫"),
)
GIVEN_FIRST = tuple("承怀若雨嘉宜望予锦素晓春秋冬佩淑桂月巧庆广长仁礼守敬恒茂根禾满丰麦")
GIVEN_SECOND = tuple("兰芬芳莲菊萍琴珍香霞枝苗穗根顺安和田松柏桐舟川岭坡禾粮仓盈榆柳")
GIVEN_SINGLE = tuple("桐穗禾苗岭舟荷榆柏莲芬琴")

_SINGLE_SHARE = 0.15
_COMMON_SHARE = 0.55


def _surname(rng: Random) -> str:
    return rng.choice(SURNAMES_COMMON if rng.random() < _COMMON_SHARE else SURNAMES_OTHER)


def _given(rng: Random) -> str:
    if rng.random() < _SINGLE_SHARE:
        return rng.choice(GIVEN_SINGLE)
    first = rng.choice(GIVEN_FIRST)
    return first + rng.choice([second for second in GIVEN_SECOND if second != first])


def draw_names(rng: Random, count: int, *, taken: Collection[str] = ()) -> tuple[str, ...]:
    """Draw ``count`` names, no two alike and none of them in ``taken``."""
    used = set(taken)
    names: list[str] = []
    while len(names) < count:
        name = _surname(rng) + _given(rng)
        if name not in used:
            used.add(name)
            names.append(name)
    return tuple(names)
