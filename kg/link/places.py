"""Places: the unit that a PLACE mention means, by the report's place, by its neighbours in the sentence, else by itself.

Input are the PLACE mentions of one passage in their order; output one PlaceLink each. What stays ambiguous stays unlinked and says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg.gazetteer import Unit, gazetteer, is_masked
from kg.link.context import Home
from kg.link.names import plain
from kg.text import Mention

# Between two mentions of a path (宁波市鄞州区) nothing stands; 的, spaces and a direction are tolerated, a comma or 、 is not.
_GLUE = re.compile(
    r"[的 　]?|(?:境内|[东南西北中]{1,2}部|[东南西北城近远]郊|腹地)的?|(?:下辖|所辖|管辖|代管|下属|所属|辖区内?)的"
)
_LOCAL_ENDS = ("村", "社区", "嘎查", "小区", "屯", "寨", "街道", "镇", "乡", "苏木")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLink:
    """What a PLACE mention means.

    `entity_id` is `place:<adcode>` for a unit, `place:<name>@<id>` for one that is known only below a unit or in one report;
    `inside` is the entity id of the place it is part of by adjacency in the text, `above` the id of the unit it is local to.
    """

    entity_id: str
    name: str
    unit: Unit | None = None
    level: str | None = None
    inside: str | None = None
    above: str | None = None
    by: str = ""


def link_places(text: str, mentions: Sequence[Mention], home: Home) -> list[PlaceLink]:
    """Link the PLACE mentions of one passage (sorted by start) in their order."""
    table = gazetteer()
    certain = []
    for mention in mentions:
        unit = table.resolve(plain(mention.text), near=home.near, year=home.year).unit
        if unit is not None and unit.level in ("province", "prefecture", "county") and not _is_water(text, mention):
            certain.append(unit)
    links: list[PlaceLink] = []
    governors: list[PlaceLink | None] = []
    for index, mention in enumerate(mentions):
        between = text[mentions[index - 1].end : mention.start] if index else None
        governors.append(_governor(text, mentions, links, governors, mention))
        before = governors[-1] or (links[-1] if between is not None and _GLUE.fullmatch(between) else None)
        if _OF_VILLAGES.match(text, mention.end) and not mention.text.endswith(_LOCAL_ENDS):
            links.append(_village(plain(mention.text), before, home))
        elif _is_water(text, mention):
            links.append(_unknown(plain(mention.text), None, home, "a river or a lake"))
        else:
            links.append(_link(mention, before, home, certain))
    return links


# 王塬、保定、老君三个村: villages, and not the city of 保定.
_OF_VILLAGES = re.compile(
    r"(?:、[\u4e00-\u9fff]{2,4}){0,12}等?(?:[两二三四五六七八九十]|\d+)个(?:行政)?村(?![镇民庄级])"
)


def _village(name: str, before: PlaceLink | None, home: Home) -> PlaceLink:
    above = (before.entity_id if before is not None else None) or home.place_id
    scope = above.removeprefix("place:") if above else home.report_id
    return PlaceLink(
        entity_id=f"place:{name}@{scope}", name=name, level="village", above=above, by="one of the villages that are counted"
    )  # fmt: skip


def _is_water(text: str, mention: Mention) -> bool:
    """黑龙江 in 黑龙江跨江索道 is the river, whatever the report's place."""
    return gazetteer().is_water(text, mention.start, mention.end)


def _link(mention: Mention, before: PlaceLink | None, home: Home, neighbours: Sequence[Unit]) -> PlaceLink:
    name = plain(mention.text)
    if name in home.names and home.unit is not None:
        return _of_unit(home.unit, before, "the report's own zone")
    if is_masked(name):
        return _masked(name, before, home)
    near = before.unit if before is not None and before.unit is not None else home.near
    found = gazetteer().resolve(name, near=near, year=home.year, neighbours=neighbours)
    if found.unit is not None:
        return _of_unit(found.unit, before, found.reason)
    return _unknown(name, before, home, found.reason or "not in the gazetteer")


def _masked(name: str, before: PlaceLink | None, home: Home) -> PlaceLink:
    own = home.place_id if name == home.name else None
    entity_id = own or f"place:{name}@{home.report_id}"
    nested = before is not None and before.entity_id != entity_id and nests(before, name)
    return PlaceLink(
        entity_id=entity_id,
        name=name,
        inside=before.entity_id if before is not None and nested else None,
        by="the report's own masked place" if own is not None else "masked: local to its report",
    )


def _of_unit(unit: Unit, before: PlaceLink | None, by: str) -> PlaceLink:
    inside = before.entity_id if before is not None and before.entity_id != unit.id else None
    outer = before.unit if before is not None else None
    if outer is not None and outer.level != "zone" and not gazetteer().contains(outer, unit):
        inside = None  # a development zone may govern streets of other districts
    return PlaceLink(entity_id=unit.id, name=unit.name, unit=unit, level=unit.level, inside=inside, by=by)


def _unknown(name: str, before: PlaceLink | None, home: Home, by: str) -> PlaceLink:
    inside = before.entity_id if before is not None else None
    local = name.endswith(_LOCAL_ENDS)
    if before is not None and before.unit is None and not local and not _is_part_of_zone(before, name):
        inside = None  # 南亚|东南亚: of two names that nobody knows none holds the other
    above = inside or (home.place_id if local else None)
    scope = above.removeprefix("place:") if above else home.report_id
    return PlaceLink(
        entity_id=f"place:{name}@{scope}", name=name, level="village" if local else "zone", inside=inside, above=above, by=by
    )  # fmt: skip


# 甲国家公园|乙园区, 甲新城|乙片区: what is called a part stands behind its whole.
_PART_OF_ZONE = (
    "片区",
    "园区",
    "分园",
    "组团",
    "起步区",
    "核心区",
    "启动区",
    "拓展区",
    "先行区",
    "区块",
    "板块",
    "园中园",
)
_ZONE = re.compile(r"(?:[园区城谷港湾岛圈]|基地|走廊)$")


def _is_part_of_zone(zone: PlaceLink, name: str) -> bool:
    return zone.level == "zone" and _ZONE.search(zone.name) is not None and name.endswith(_PART_OF_ZONE)


# The rank of a place by the end of its name, highest first; a city may lie in a city.
_RANKS = (
    ("省", "自治区"),
    ("市", "州", "盟", "地区"),
    ("县", "旗", "区"),
    ("镇", "乡", "街道", "苏木"),
    ("村", "社区", "嘎查"),
)


def nests(outer: PlaceLink, name: str) -> bool:
    """Say whether a masked name can be part of the place before it: XX镇|XX村, 苍溪县|XX镇, XX市|XX市."""
    ranks = [_rank(outer.name), _rank(name)]
    return ranks[0] < ranks[1] or (ranks == [1, 1] and outer.name != name)


def _rank(name: str) -> int:
    """Give the rank of a name, the longest end that fits: 社区 is no 区.

    >>> _rank("XX社区"), _rank("XX区"), _rank("XX自治区")
    (4, 2, 0)
    """
    fits = [(len(end), rank) for rank, ends in enumerate(_RANKS) for end in ends if name.endswith(end)]
    return max(fits)[1] if fits else len(_RANKS)


# 许岭镇辖黄大村、雁湖村; 许岭镇位于县城以北，下辖3个村：黄大村、雁湖村: what the verb governs belongs to the subject of its sentence.
_GOVERNED = re.compile(r"[现下共管]?辖有?(?:[\d一二三四五六七八九十]+个\w{1,4}[：:，]?(?:分别是|分别为|即)?)?$")
_LONGEST_VERB = 14
_NEXT = re.compile(r"[、和与及]|以及")
_SENTENCE_END = "。；！？\n"
# 位于甲县，下辖…: what stands behind these words is no subject.
_NO_SUBJECT = tuple("于在处属距到往赴邻")


def _governor(
    text: str,
    mentions: Sequence[Mention],
    links: Sequence[PlaceLink],
    governors: Sequence[PlaceLink | None],
    mention: Mention,
) -> PlaceLink | None:
    """Give the place that governs another as the text says, None where it says nothing of the kind."""
    index = len(links)
    if index and governors[-1] is not None and _NEXT.fullmatch(text[mentions[index - 1].end : mention.start]):
        return governors[-1]
    verb = _GOVERNED.search(text, max(0, mention.start - _LONGEST_VERB), mention.start)
    if verb is None:
        return None
    start = max(text.rfind(end, 0, verb.start()) for end in _SENTENCE_END) + 1
    before = [at for at in range(index) if start <= mentions[at].start and mentions[at].end <= verb.start()]
    if before and mentions[before[-1]].end == verb.start():
        return links[before[-1]]
    if text[verb.start() - 1 : verb.start()] not in ("，", ","):
        return None
    at = _subject(text, mentions, before, start, verb.start() - 1)
    return links[at] if at is not None else None


def _subject(text: str, mentions: Sequence[Mention], before: Sequence[int], start: int, comma: int) -> int | None:
    """Give which of the places before a verb is its subject: the end of the path that opens the sentence, or what the comma follows."""
    paths: list[list[int]] = []
    for at in before:
        if paths and mentions[paths[-1][-1]].end == mentions[at].start:
            paths[-1].append(at)
        else:
            paths.append([at])
    opens = [path[-1] for path in paths if mentions[path[0]].start == start]
    last = [
        path[-1]
        for path in paths
        if mentions[path[-1]].end == comma and not text[start : mentions[path[0]].start].endswith(_NO_SUBJECT)
    ]
    return next(iter([*opens, *last]), None)


def one_village(links: Sequence[Sequence[PlaceLink]]) -> list[list[PlaceLink]]:
    """Give the links of a report with its villages made one: named by their path in one passage, alone or without 村 in another.

    A village that the report places in two units is two villages, and a bare name of it stays what it is.
    """
    placed: dict[str, set[PlaceLink]] = {}
    for link in (link for found in links for link in found):
        if link.unit is None and link.inside is not None and link.name.endswith(_LOCAL_ENDS):
            for name in (link.name, link.name.removesuffix("村")):
                placed.setdefault(name, set()).add(
                    replace(link, inside=None, by="the village that the report names by its path")
                )
    known = {name: next(iter(found)) for name, found in placed.items() if len(found) == 1}
    return [[_known(link, known) for link in found] for found in links]


def _known(link: PlaceLink, known: Mapping[str, PlaceLink]) -> PlaceLink:
    village = known.get(link.name)
    if village is None or link.unit is not None or link.entity_id == village.entity_id:
        return link
    return village if link.inside is None else replace(village, inside=link.inside)
