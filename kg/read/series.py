"""Headings of one shape that each name another place: where reports begin in a compilation without a table of contents.

Input are lines from `kg.read.lines` and the levels of the headings that a file marks; output are the first lines of reports,
for `kg.read.split`, and the headings that name other places than the report they stand in, for the notes of `kg.read.reports`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kg.gazetteer import Unit, gazetteer
from kg.read.dates import parse_date
from kg.read.headings import (
    COUNTED,
    ENDS,
    LONGEST_HEADING,
    MARKER,
    SUBTITLE,
    Heading,
    heading_at,
    mark_of,
    may_speak,
    slogan_at,
)
from kg.read.lines import Line
from kg.read.titles import (
    COLLECTION,
    GATHERED,
    NOTICE,
    OWN,
    SELF_STANDING,
    TITLE_END,
    TOP_SECTION,
    is_title_shape,
    units_of,
)

OPENS = re.compile(r"^\W*(?![全各本我])[\u4e00-\u9fff]{1,10}?[省市县区州盟旗]")
YEARS = re.compile(r"(?:19|20)\d\d|[二一][〇○零九]")
UNLIKE = re.compile(r"[\t。；！？]|\.{3}$")
# Less below a heading is no report. What has more is one, or its work would be given to the place before it.
LEAST = 10
# So many of the largest groups of headings are looked at: real files have two or three with places in them.
GROUPS = 20
FRONT_CHARS = 100


def series_of_places(lines: Sequence[Line], levels: Mapping[int, int], stem: str = "") -> list[Heading]:
    """Give the headings of one shape or one level that begin the reports of a compilation, or nothing."""
    groups = sorted(_groups(lines, levels), key=lambda pair: -len(pair[0]))
    for group, by_level in groups[:GROUPS]:
        found = _begin_reports(lines, group, by_level=by_level, stem=stem)
        if found:
            return found
    return []


def _groups(lines: Sequence[Line], levels: Mapping[int, int]) -> Iterator[tuple[list[Heading], bool]]:
    """Give the headings of each shape, and of each level of the file's own headings."""
    yield from _spoken_groups(lines, levels)
    short = [at for at, line in enumerate(lines) if _is_short(line)]
    # Only what ends alike can be of one shape: it spares looking for places in nearly all lines.
    ends: dict[tuple[str, str], list[int]] = {}
    for at in short:
        if _may_begin(lines, at, levels):
            text = lines[at].text
            ends.setdefault((mark_of(MARKER.match(text)), _end(text)), []).append(at)
    shapes: dict[tuple[str, str], list[Heading]] = {}
    for places in ends.values():
        for at in places if len(places) >= 2 else ():
            heading = heading_at(lines, at)
            if heading is not None:
                shapes.setdefault((heading.mark, heading.rest), []).append(heading)
    for group in shapes.values():
        if len({heading.name for heading in group}) >= 2:
            yield group, False
    marked: dict[int, list[int]] = {}
    for at, line in enumerate(lines):
        if line.start in levels:
            marked.setdefault(levels[line.start], []).append(at)
    for places in marked.values():
        found = [heading for at in places if (heading := heading_at(lines, at)) is not None and heading.opens]
        if len(found) >= 2 and len(found) * 5 >= len(places) * 4:
            yield found, True


def _spoken_groups(lines: Sequence[Line], levels: Mapping[int, int]) -> Iterator[tuple[list[Heading], bool]]:
    """Give the headings that say a place and a slogan, of each kind of number."""
    spoken: dict[str, list[Heading]] = {}
    for at, line in enumerate(lines):
        heading = slogan_at(lines, at) if may_speak(line) and _may_begin(lines, at, levels) else None
        if heading is None:
            continue
        group = spoken.setdefault(heading.mark, [])
        # Below 龙岩市：… what says 长汀县：… is a part of it.
        above = group[-1].unit if group else None
        if above is None or not lies_inside(above, heading.unit, heading.name):
            group.append(heading)
    for group in spoken.values():
        if len({heading.name for heading in group}) >= 2:
            yield group, False


def _is_short(line: Line) -> bool:
    text = line.text
    return (
        2 <= len(text) <= LONGEST_HEADING and text[-1] not in ENDS and not UNLIKE.search(text) and not parse_date(text)
    )


def _says(line: Line) -> bool:
    """Tell whether a line is a sentence or ends one."""
    return line.finished and len(line.text) >= 10


def _end(text: str) -> str:
    text = text[-8:].rstrip(" *#★☆◆◇■●▲※】]）)")
    return text[-1:] if text[-1:] in "省市县区州盟旗镇乡道" else COUNTED.sub("0", text)[-3:]


def _may_begin(lines: Sequence[Line], at: int, levels: Mapping[int, int]) -> bool:
    """Tell whether what stands before a line is complete, so that something new may begin there."""
    line = lines[at]
    if at == 0 or line.gap or line.start in levels or SUBTITLE.match(line.text):
        return True
    before = lines[at - 1]
    return before.finished or before.start in levels or parse_date(before.text) is not None or len(before.text) <= 20


def _begin_reports(lines: Sequence[Line], group: Sequence[Heading], *, by_level: bool, stem: str) -> list[Heading]:
    """Give the headings of a group that have text below them, where they begin reports rather than sections of one."""
    kept: list[Heading] = []
    again, names = False, set[str]()
    bounds = [*(heading.line for heading in group[1:]), len(lines)]
    restarts = 0
    for heading, end in zip(group, bounds, strict=True):
        body = lines[heading.line + heading.count : end]
        if sum(len(line.text) for line in body[:5]) < LEAST or (heading.spoken and not any(map(_says, body))):
            continue  # a list of titles, a table of names
        if kept and (heading.name, heading.rest) == (kept[-1].name, kept[-1].rest):
            continue  # the same title again, as running heads and second title pages have it
        again = again or heading.name in names
        names.add(heading.name)
        kept.append(heading)
        restarts += any(line.text.startswith(("一、", "（一）", "(一)", "1、", "1.", "第一")) for line in body)
    spoken = bool(kept) and all(heading.spoken for heading in kept)
    if len(names) < 2 or (again and not spoken and not all(heading.strong or heading.mark == "——" for heading in kept)):
        return []
    strong = sum(heading.strong or heading.mark == "——" for heading in kept) * 2 > len(kept)
    restarted = restarts * 3 >= len(kept) * 2
    plain = by_level or spoken or kept[0].bare or TITLE_END.search(kept[0].title) is not None
    if not (strong or restarted or plain):
        return []
    if not strong and not spoken and len({heading.unit.level for heading in kept if heading.unit}) > 1:
        return []
    if _counts_on(lines, kept, restarted=restarted):
        return []
    return (
        kept
        if _is_front(lines[: kept[0].line], kept, sure=strong or (restarted and (by_level or not spoken)), stem=stem)
        else []
    )


def _counts_on(lines: Sequence[Line], kept: Sequence[Heading], *, restarted: bool) -> bool:
    """Tell whether headings with 一、 are some among the sections of one paper, others of which name no place."""
    if restarted or not kept[0].mark or kept[0].mark == "——":
        return False
    own = {heading.line for heading in kept}
    return any(at not in own and mark_of(MARKER.match(line.text)) == kept[0].mark for at, line in enumerate(lines))


def _is_front(front: Sequence[Line], kept: Sequence[Heading], *, sure: bool, stem: str) -> bool:
    """Tell whether the lines before the first heading can stand before a compilation; else they begin the one report there is."""
    short = [line.text for line in front if len(line.text) <= 80]
    spoken = all(heading.spoken for heading in kept)
    if spoken and any(NOTICE.search(text) for text in short):
        return False  # it lists examples, and is signed below them
    named = [stem] if stem and not front else []
    if any(COLLECTION.search(text) or GATHERED.search(text) for text in [*short[-8:], *named]):
        return True
    titles = [*short[:3], *named]
    above = [unit for text in titles for unit in units_of(text)]
    if any(lies_inside(unit, heading.unit, heading.name) for unit in above for heading in kept):
        return False
    said = sum(len(line.text) for line in front if line.finished)
    if above and kept[0].unit and all(unit.level == kept[0].unit.level for unit in above):
        return sure  # a report of another shape stands before
    if any(TOP_SECTION.match(line.text) for line in front) or said >= FRONT_CHARS:
        return False
    if any(OWN.search(text) for text in short):
        return False
    # Below a title such as 基层治理经验材料 a colon after each place tells enough.
    return sure or not (said or (not spoken and any(is_title_shape(text) for text in short)))


def lies_inside(unit: Unit, place: Unit | None, name: str) -> bool:
    """Tell whether a place and what its name may mean near a unit lie inside it, which then speaks of its own lower units."""
    if place is None or not gazetteer().contains(unit, place):
        place = gazetteer().resolve(name, near=unit).unit
    return place is not None and place.id != unit.id and gazetteer().contains(unit, place)


def headings_elsewhere(lines: Sequence[Line], levels: Mapping[int, int], place: str | None) -> tuple[str, ...]:
    """Give the places of one level that headings in one report name and that are none of its own: it may be several reports.

    One is enough where its heading is a title as reports have them, else there must be two.
    """
    own = gazetteer().by_full_name(place) if place else None
    if place and own is None:
        return ()  # a masked place: what lies in it nobody knows
    found: dict[str, dict[str, bool]] = {}
    for at, line in enumerate(lines):
        marked = line.start in levels
        if not _is_short(line) or not (marked or _may_name(line.text)) or not _may_begin(lines, at, levels):
            continue
        heading = heading_at(lines, at)
        if heading is None or heading.unit is None or not (heading.opens or heading.strong):
            continue
        below = next((later for later in lines[at + 1 : at + 4] if _says(later) or _may_name(later.text)), None)
        if below is None or not _says(below):
            continue  # a name in a list
        if heading.mark and not heading.strong and not marked:
            continue  # a section of the paper: 二、某市的做法
        unit = heading.unit
        if own is None or (unit.level == own.level and unit.id != own.id and not gazetteer().contains(own, unit)):
            names = found.setdefault(unit.level, {})
            names[heading.name] = names.get(heading.name, False) or heading.strong
    most = max(found.values(), key=len, default={})
    return tuple(most) if len(most) >= 2 or (own is not None and any(most.values())) else ()


def _may_name(text: str) -> bool:
    return OPENS.match(text) is not None or SELF_STANDING.search(text) is not None or YEARS.search(text) is not None
