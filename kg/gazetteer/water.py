"""Rivers and lakes that bear the name of a unit: 环巢湖治理, 黑龙江流域, 射阳河 are water and no place that acts.

Input is a text and the span of a name in it, output whether water is meant there. Both the search for names and `kg.link` ask it.
"""

from __future__ import annotations

import re

# Only a name without 省, 市 or 县 can be that of its water.
_RIVER, _LAKE = re.compile(r"[江河溪水]$"), re.compile(r"[湖海湾淀]$")
# 环巢湖, 沿黑龙江, 跨黑龙江大桥; not 跨浙江、福建两省 and not 循环.
_ROUND = re.compile(r"(?<!循)环$")
_ALONG = re.compile(r"(?:沿|跨)$")
_ONE_OF_SEVERAL = re.compile(r"[、和与及省两]")
_OF_WATER = re.compile(r"跨江|跨河|流域|沿岸|两岸|干流|支流|航道|界江|界河|入[江河湖海]口|水体|水域|水系")
_OF_LAKE = re.compile(r"水质|湖区|岸线|蓝藻|湖滨带")
# 射阳|河综合治理: the river of that name; 射阳|河长制 and 武汉|江滩 are of the unit.
_ITS_WATER = re.compile(
    r"[江河湖](?:$|[，。；：！？、）)”》\s]|[的等与和]|流域|水质|水环境|水系|综合|治理|整治|生态|保护|清淤|断面|沿线|沿岸|两岸|干流|支流|大桥|特大桥|边|畔|岸|南岸|北岸|上游|下游)"
)


def is_water(text: str, start: int, end: int) -> bool:
    """Tell whether the name `text[start:end]`, given without 省, 市, 县 or 区, is there that of a river or a lake.

    >>> [is_water(text, at, at + size) for text, at, size in (("环巢湖治理", 1, 2), ("巢湖治理", 0, 2), ("射阳河边", 0, 2))]
    [True, False, True]
    """
    name, before, after = text[start:end], text[max(0, start - 2) : start], text[end : end + 5]
    river, lake = _RIVER.search(name) is not None, _LAKE.search(name) is not None
    if river or lake:
        along = _ALONG.search(before) is not None and not _ONE_OF_SEVERAL.match(after)
        round_it = lake and (_ROUND.search(before) is not None or _OF_LAKE.match(after) is not None)
        return along or round_it or _OF_WATER.match(after) is not None
    return len(name) == 2 and name[-1] not in "省市县区州盟旗镇乡" and _ITS_WATER.match(after) is not None
