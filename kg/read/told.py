"""The place that a text without a place in its title speaks for: the one in which what it names lies, at the level that it calls its own.

Input is the text of a report; output the full name of a place or None. A masked text (XX县) names nothing that would tell it.
"""

from __future__ import annotations

import re
from collections import Counter

from kg.gazetteer import Unit, gazetteer

# By what a text calls its own place, lowest first; 区 may be an autonomous region and is left out.
_OWN = (
    ("county", re.compile("[全我]县|[^省市州区]县委(?!书记们)|本县")),
    ("prefecture", re.compile("[全我][市州盟]|本[市州]")),
    ("province", re.compile("[全我]省|全区各[市盟]|本省|省委、省政府")),
)
_RANK = {"province": 0, "prefecture": 1, "county": 2, "township": 3}
# So often a text calls its place its own, so many places of it are named, and so large a share of all places that are.
TIMES, NAMED, SHARE = 3, 4, 0.7


def place_told(text: str, year: int | None = None) -> str | None:
    """Give the full name of the place that a text speaks for as what it names tells it, None where that is not plain.

    >>> place_told("我省粮食丰收。全省播种面积稳定，农安县、榆树市、公主岭市、梨树县和镇赉县增产。全省推广秸秆还田。我省要走在前列。")
    '吉林省'
    """
    level = next((level for level, own in _OWN if len(own.findall(text)) >= TIMES), None)
    if level is None:
        return None
    table = gazetteer()
    named: dict[str, Unit] = {}
    for match in table.find(text):
        units = [unit for unit in match.units if unit.valid_to is None]
        if not match.weak and len(units) == 1 and units[0].level in _RANK:
            named[units[0].id] = units[0]
    votes: Counter[str] = Counter()
    for unit in named.values():
        for above in table.path(unit, year):
            if above.level == level:
                votes[above.id] += 1
    below = sum(_RANK[unit.level] >= _RANK[level] for unit in named.values())
    if not votes:
        return None
    place, count = votes.most_common(1)[0]
    return table.get(place).full_name if count >= NAMED and count >= SHARE * below else None
