"""Sections that speak of a lower unit: 苍溪县：…, 苍溪县县长：…, or a heading 苍溪县 or （二）苍溪县“三抓”促发展, in the report of the city above it.

Input are the passages of a report with their place links; output is the Home of every passage, that of the report or of the unit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.gazetteer import Unit, gazetteer
from kg.link.context import Home
from kg.link.places import PlaceLink
from kg.text import Mention, Passage

# What may stand before the name: （一）, 1., 【
_BEFORE = re.compile(r"[\s　]*(?P<number>[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[、.．]?\s*)?[【\[]?")
# 曲靖市副市长：我们…: who speaks at a press conference, for the place before the post.
_COLON = re.compile(
    r"(?:(?:委|政府)?(?:常务)?副?(?:[市州县区镇乡]长|书记|主席|秘书长)\w{0,4}(?=[：:]))?[】\]]?(?:[：:|｜]|——|$)"
)
# A heading is short and ends without a full stop.
_HEADING = re.compile(r"[^。；！？\n]{1,40}$")


def section_homes(
    passages: Sequence[Passage], mentions: Sequence[Sequence[Mention]], links: Sequence[Sequence[PlaceLink]], home: Home
) -> list[Home]:
    """Give the Home of every passage; a heading holds until the next heading, a name with a colon and a text for its own passage."""
    current, homes = home, []
    for passage, found, linked in zip(passages, mentions, links, strict=True):
        places = [mention for mention in found if mention.type == "PLACE"]
        opened = _opened(passage.text, places, linked, home)
        if opened is None:
            if _HEADING.fullmatch(passage.text):
                current = home
            homes.append(current)
            continue
        shifted = at_unit(home, opened)
        current = shifted if _HEADING.fullmatch(passage.text) else home
        homes.append(shifted)
    return homes


def _opened(text: str, places: Sequence[Mention], linked: Sequence[PlaceLink], home: Home) -> Unit | None:
    """Give the lower unit that opens a passage: before a colon, or at the head of a numbered heading."""
    if home.unit is None or not places:
        return None
    before = _BEFORE.match(text)
    at = before.end() if before else 0
    unit = None
    for mention, link in zip(places, linked, strict=True):
        if mention.start != at:
            break
        unit, at = link.unit, mention.end
    if unit is None or unit.level not in ("prefecture", "county", "township"):
        return None
    numbered = before is not None and before["number"] and _HEADING.fullmatch(text)
    if not numbered and not _COLON.match(text, at):
        return None
    return unit if unit.id != home.unit.id and gazetteer().contains(home.unit, unit, home.year) else None


def at_unit(home: Home, unit: Unit) -> Home:
    """Give the Home of a part of a report that speaks of a lower unit."""
    return replace(home, unit=unit, name=unit.name, chain=tuple(reversed(gazetteer().path(unit, home.year))))
