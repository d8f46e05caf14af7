"""Places: the unit that a PLACE mention means, by the report's place, by its neighbours in the sentence, else by itself.

Input are the PLACE mentions of one passage in their order; output one PlaceLink each. What stays ambiguous stays unlinked and says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg.gazetteer import Unit, gazetteer, is_masked
from kg.link.context import Home
from kg.link.names import plain
from kg.text import Mention

# Between two mentions of a path (宁波市鄞州区) nothing stands; 的 and spaces are tolerated, a comma or 、 is not.
_GLUE = frozenset({"", "的", " ", "　"})
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
        unit = table.resolve(plain(mention.text), near=home.unit, year=home.year).unit
        if unit is not None and unit.level in ("province", "prefecture", "county"):
            certain.append(unit)
    links: list[PlaceLink] = []
    for index, mention in enumerate(mentions):
        before = links[index - 1] if index and text[mentions[index - 1].end : mention.start] in _GLUE else None
        links.append(_link(mention, before, home, certain))
    return links


def _link(mention: Mention, before: PlaceLink | None, home: Home, neighbours: Sequence[Unit]) -> PlaceLink:
    name = plain(mention.text)
    if is_masked(name):
        if name == home.name and home.place_id:
            return PlaceLink(entity_id=home.place_id, name=name, by="the report's own masked place")
        return PlaceLink(entity_id=f"place:{name}@{home.report_id}", name=name, by="masked: local to its report")
    near = before.unit if before is not None and before.unit is not None else home.unit
    found = gazetteer().resolve(name, near=near, year=home.year, neighbours=neighbours)
    unit = found.unit
    inside = before.entity_id if before is not None else None
    if unit is not None:
        if inside == unit.id:
            inside = None
        if before is not None and before.unit is not None and not gazetteer().contains(before.unit, unit):
            inside = None
        return PlaceLink(entity_id=unit.id, name=unit.name, unit=unit, level=unit.level, inside=inside, by=found.reason)
    if inside is not None and before is not None and before.unit is None and not name.endswith(_LOCAL_ENDS):
        inside = None  # 南亚|东南亚: of two names that nobody knows none holds the other
    above = inside or (home.place_id if name.endswith(_LOCAL_ENDS) else None)
    scope = above.removeprefix("place:") if above else home.report_id
    level = "village" if name.endswith(_LOCAL_ENDS) else "zone"
    return PlaceLink(
        entity_id=f"place:{name}@{scope}",
        name=name,
        level=level,
        inside=inside,
        above=above,
        by=found.reason or "not in the gazetteer",
    )


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
