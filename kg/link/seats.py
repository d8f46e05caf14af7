"""Where bodies sit: LOCATED_IN, from the place in a body's own name or from what the sentence says (在北京成立X, X落户北海)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.gazetteer import Unit, gazetteer
from kg.link.named import Named
from kg.link.scene import Assertion, Scene

# 在北京成立X, 在上海市设立X: what may stand between the place and the body.
_FOUNDED_AT = re.compile(
    r"(?:率先|先后|正式|联合|共同)?(?:成立|设立|建立|组建|建成|创办|挂牌|开设|布局|共建|创建|打造)\w{0,8}$"
)
# X等平台落户北海: what may stand between the body and the place.
_SETTLED = re.compile(r"(?:等\w{0,10})?(?:相继|先后|正式|成功)?(?:落户|落地|坐落于|位于|入驻|扎根)$")
# A delegation is not where its name says; nor is a university that bears the name of a district.
_WANDERING = re.compile(r"代表团$")
_UNIVERSITY = re.compile(r"大学$")
_ADMINISTRATIVE = ("prefecture", "county", "township", "province", "region")


def seats(scene: Scene) -> Iterator[Assertion]:
    """Give LOCATED_IN for every body of a passage whose place the text shows, to the smallest unit."""
    for one in scene.named:
        if one.type != "ORG" or one.body is None:
            continue
        start, end = scene.sentence(one.start)
        found = _said(scene, one, start, end) or _own_name(scene, one)
        if found is not None:
            place_id, rule = found
            yield Assertion(
                subject_id=one.entity_id, predicate="LOCATED_IN", object_id=place_id, start=start, end=end, by=rule
            )  # fmt: skip


def _said(scene: Scene, one: Named, start: int, end: int) -> tuple[str, str] | None:
    for place in scene.named:
        if place.type != "PLACE" or not (start <= place.start and place.end <= end):
            continue
        if place.end <= one.start:
            between = scene.text[place.end : scene.siblings_start(one)]
            if (
                not between
                and place.end == one.start
                and place.place is not None
                and place.place.level in ("village", "township")
            ):
                return place.entity_id, "place directly before a body"
            if scene.text[: place.start].endswith(("在", "赴")) and _FOUNDED_AT.fullmatch(between.replace("、", "")):
                return place.entity_id, "founded at a place"
        elif _SETTLED.fullmatch(scene.blank(one.end, place.start).replace("□", "").replace("、", "")):
            return place.entity_id, "settled at a place"
    return None


def _own_name(scene: Scene, one: Named) -> tuple[str, str] | None:
    """The smallest unit in the body's name, when it lies in the report's place: 北京大学鄂尔多斯能源研究院 in Ordos's report."""
    home, body = scene.home.unit, one.body
    if home is None or body is None or _WANDERING.search(one.name) or one.mention.text[:1] in "“‘「『\"'":
        return None
    if body.owner is not None:  # an organ of the report's own place needs no seat; one of a lower unit sits there
        return (body.owner.id, "organ of a lower unit") if _inside(home, body.owner) else None
    unit = _smallest(one.mention.text, scene, home)
    if unit is None or (unit.level == "county" and _UNIVERSITY.search(one.name)):
        return None
    return unit.id, "place in the body's name"


def _smallest(name: str, scene: Scene, home: Unit) -> Unit | None:
    """The smallest unit in a name that lies in the report's place, is it, or (at the head of the name) holds it."""
    found = None
    for match in gazetteer().find(name):
        unit = gazetteer().resolve(match.text, near=home, year=scene.home.year).unit
        if match.end == len(name) or unit is None or unit.level not in _ADMINISTRATIVE:
            continue
        own = unit.id == home.id or _inside(home, unit)
        if not own and not (match.start == 0 and _inside(unit, home)):
            continue
        if found is None or _inside(found, unit):
            found = unit
    return found


def _inside(outer: Unit, unit: Unit) -> bool:
    return unit.id != outer.id and gazetteer().contains(outer, unit)
