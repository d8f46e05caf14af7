"""Where bodies sit: LOCATED_IN, from the place in a body's own name or from what the sentence says (在北京成立X, X落户北海)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.gazetteer import Match, Unit, gazetteer
from kg.link.named import Named
from kg.link.names import plain
from kg.link.scene import Assertion, Scene

# 在北京成立X, 在上海市设立X: what may stand between the place and the body.
_FOUNDED_AT = re.compile(
    r"(?:率先|先后|正式|联合|共同)?(?:成立|设立|建立|组建|建成|创办|挂牌|开设|布局|共建|创建|打造)\w{0,8}$"
)
# X等平台落户北海: what may stand between the body and the place.
_SETTLED = re.compile(r"(?:等\w{0,10})?，?(?:相继|先后|正式|成功)?(?:落户|落地|坐落于|位于|入驻|扎根)$")
# A delegation, a working group or a school on the net is not where its name says; nor is a university that bears the name of a district.
_WANDERING = re.compile(r"(?:代表团|专班|工作组|小组|网络学院)$")
_UNIVERSITY = re.compile(r"大学$")
Found = tuple[str, str] | None
_ADMINISTRATIVE = ("prefecture", "county", "township", "province", "region")


def seats(scene: Scene) -> Iterator[Assertion]:
    """Give LOCATED_IN for every body of a passage whose place the text shows, to the smallest unit."""
    for one in scene.named:
        if one.type != "ORG" or one.body is None or scene.in_bracket(one):
            continue
        start, end = scene.sentence(one.start)
        found = _better(_said(scene, one, start, end), _own_name(scene, one) or _of_village(scene, one))
        if found is not None:
            place_id, rule = found
            yield Assertion(
                subject_id=one.entity_id, predicate="LOCATED_IN", object_id=place_id, start=start, end=end, by=rule
            )  # fmt: skip


def _said(scene: Scene, one: Named, start: int, end: int) -> Found:
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
            if scene.text[: scene.path_start(place)].endswith(("在", "赴")) and _FOUNDED_AT.fullmatch(
                between.replace("、", "")
            ):
                return place.entity_id, "founded at a place"
        elif not scene.leads_into(place) and _SETTLED.fullmatch(
            scene.blank(one.end, place.start).replace("□", "").replace("、", "")
        ):
            return place.entity_id, "settled at a place"
    return None


def _better(said: Found, own: Found) -> Found:
    """Prefer what the sentence says, unless the name holds a smaller unit inside it: X县馆 that settled in its province."""
    if said is None or own is None or said[0] == own[0]:
        return said or own
    ids = gazetteer().get
    smaller = "@" not in said[0] + own[0] and _inside(ids(said[0]), ids(own[0]))
    return own if smaller else said


def _own_name(scene: Scene, one: Named) -> Found:
    """The smallest unit in the body's name, when it lies in the report's place: 北京大学鄂尔多斯能源研究院 in Ordos's report."""
    home, body = scene.home.unit, one.body
    if scene.home.nation is not None and body is not None and body.owner is not None:
        return body.owner.id, "organ of a place in a national text"
    if home is None or body is None or _WANDERING.search(one.name):
        return None
    if body.owner is not None:  # an organ of the report's own place needs no seat; one of a lower unit sits there
        if (away := _LIAISON.match(one.name)) is not None:
            return _away(away["place"], home)
        return (body.owner.id, "organ of a lower unit") if _inside(home, body.owner) else None
    unit = _smallest(plain(one.mention.text), scene, home)
    if unit is None or (unit.level == "county" and _UNIVERSITY.search(one.name)):
        return None
    if _QUOTED.match(one.mention.text) and not plain(one.mention.text).startswith(unit.name):
        return None  # in a name between quotes only 青岛市 is a place; 凉山 may be part of a phrase
    if _FACULTY.search(one.name) and _inside(unit, home):
        return None
    return unit.id, "place in the body's name"


_QUOTED = re.compile(r"[“‘「『\"']")
# A faculty of a provincial university may stand anywhere in the province.
_FACULTY = re.compile(r"大学.")
# 广元市人民政府北京联络处 stands in Beijing.
_LIAISON = re.compile(r".+(?:政府|市|省|县|区|州)(?:驻)?(?P<place>\w{2,8}?)(?:联络处|联络站|办事处)$")


def _away(name: str, home: Unit) -> Found:
    unit = gazetteer().resolve(name, near=home).unit
    return (unit.id, "liaison office") if unit is not None else None


def _of_village(scene: Scene, one: Named) -> Found:
    """甲子村党支部 sits in 甲子村, which the passage names."""
    for place in scene.named:
        village = place.mention.text
        is_village = place.type == "PLACE" and place.unit is None and village.endswith(("村", "社区", "嘎查"))
        if is_village and one.mention.text.startswith(village):
            return place.entity_id, "village in the body's name"
    return None


def _smallest(name: str, scene: Scene, home: Unit) -> Unit | None:
    """The smallest unit in a name that lies in the report's place, is it, or (at the head of the name) holds it."""
    found = None
    for match in gazetteer().find(name):
        unit = gazetteer().resolve(match.text, near=home, year=scene.home.year).unit
        if match.end == len(name) or unit is None or unit.level not in _ADMINISTRATIVE:
            continue
        if _is_no_place(match, unit, name):
            continue
        own = unit.id == home.id or _inside(home, unit)
        if not own and not (match.start == 0 and _inside(unit, home)):
            continue
        if found is None or _inside(found, unit):
            found = unit
    return found or _town(name, home)


def _is_no_place(match: Match, unit: Unit, name: str) -> bool:
    """岳麓山实验室 is named for a mountain and not for 岳麓区, 芙蓉实验室 for a flower, 东北石油大学 for a part of the country."""
    if unit.level == "region":
        return not match.text.endswith("区")
    short = match.text != unit.name
    return short and (
        name[match.end] in "山湖江河" or (unit.name.endswith("区") and name.startswith("实验室", match.end))
    )


# Memorials and bases are called after the town they stand in, without its 镇 or 街道.
_SITE = re.compile(r"(?:纪念馆|陈列馆|展览馆|史馆|博物馆|干部学院|教育基地|教学基地|旧址)$")


def _town(name: str, home: Unit) -> Unit | None:
    if home.level not in ("prefecture", "county") or not _SITE.search(name):
        return None
    for size in (3, 2):
        towns = [unit for unit in gazetteer().towns_by_stem(name[:size]) if gazetteer().contains(home, unit)]
        if len(towns) == 1:
            return towns[0]
    return None


def _inside(outer: Unit, unit: Unit) -> bool:
    return unit.id != outer.id and gazetteer().contains(outer, unit)
