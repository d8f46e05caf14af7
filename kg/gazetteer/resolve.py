"""Which unit a name means: by the report's own place, its surroundings, the sentence's other places, and rank.

Input is a name and what is known around it, output a Resolution whose reason says which of the steps decided.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.gazetteer.units import Resolution, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kg.gazetteer.core import Gazetteer

RANK = {"province": 0, "region": 1, "prefecture": 1, "county": 2, "zone": 3, "township": 3}
# 西宁地区, 成都市区, 昆明主城区: an area called after its unit.
_AREA = re.compile(r"^(.{2,}?)(?:地区|市区|主城区|城区|全境|境内)$")


def resolve(
    places: Gazetteer, name: str, *, near: Unit | None, year: int | None, neighbours: Sequence[Unit]
) -> Resolution:
    """See `Gazetteer.resolve`.

    The steps, the first that leaves one unit wins: the report's place or a unit above it; inside the report's place;
    inside or around a neighbour; a province; the only unit; in the surroundings of the report's place, step by step
    upwards; a prefecture among counties.
    """
    candidates = _candidates(places, name.strip(), near, neighbours)
    if not candidates:
        return Resolution(unit=None, candidates=(), reason="no unit of this name")
    usable = _of_year(places, candidates, year)
    if len(usable) == 1 and _is_path(places, name, usable[0]):
        return Resolution(unit=usable[0], candidates=usable, reason="the path names it")
    steps: tuple[Callable[[], tuple[list[Unit], str]], ...] = (
        lambda: (_own(places, usable, near, year), "the report's own place or one above it"),
        lambda: (_inside(places, usable, near, year), "inside the report's place"),
        lambda: (_by_neighbours(places, usable, neighbours, year), "by a place in the same sentence"),
        lambda: ([unit for unit in usable if unit.level == "province"], "a province"),
        lambda: (_only(places, usable, name, near, year), "the only unit of this name"),
        lambda: (_around(places, usable, near, year), "in the surroundings of the report's place"),
        lambda: (_prefecture(usable, places.is_weak(name)), "a prefecture before counties"),
    )
    for step in steps:
        found, reason = step()
        if len(found) > 1:
            # 南昌 in a report of 江西 is 南昌市, not 南昌县; between equals the sentence's other places decide.
            found = _highest(_by_neighbours(places, found, neighbours, year) or found)
        if len(found) == 1:
            return Resolution(unit=found[0], candidates=usable, reason=reason)
        if len(found) > 1:
            return Resolution(unit=None, candidates=usable, reason=f"ambiguous: {len(found)} units {reason}")
    if near is not None and all(RANK[unit.level] > 1 for unit in usable):
        return Resolution(unit=None, candidates=usable, reason=f"only elsewhere: {len(usable)} units of this name")
    return Resolution(unit=None, candidates=usable, reason=f"ambiguous: {len(usable)} units of this name")


def _candidates(places: Gazetteer, name: str, near: Unit | None, neighbours: Sequence[Unit]) -> tuple[Unit, ...]:
    forms = places.forms()
    if name in forms:
        # 江城 in a county that has a 江城镇 is that one rather than a district far away.
        in_county = [near] if near is not None and near.level == "county" else []
        return tuple({unit.id: unit for unit in (*forms[name], *_towns(places, name, in_county))}.values())
    unit = places.by_full_name(name)
    if unit is not None:
        return (unit,)
    chain = _by_chain(places, name)
    if chain:
        return chain
    area = _AREA.match(name)
    if area and area.group(1) in forms:
        return tuple(unit for unit in forms[area.group(1)] if RANK[unit.level] < 3)
    # A township without 镇 or 乡 only where a county or prefecture narrows it down: 大坝 may be any dam of a province.
    narrow = [unit for unit in (near, *neighbours) if unit is not None and unit.level in ("prefecture", "county")]
    narrow = [unit for unit in narrow if unit is near or unit.level == "county"]
    return _towns(places, name, narrow)


def _towns(places: Gazetteer, name: str, narrow: Sequence[Unit]) -> tuple[Unit, ...]:
    """Give the townships in one of the units that are called so without 镇 or 乡."""
    return tuple(unit for unit in places.towns_by_stem(name) if any(places.contains(above, unit) for above in narrow))


def _by_chain(places: Gazetteer, name: str) -> tuple[Unit, ...]:
    """Units of a chain of names such as 四川广元苍溪: those of the last name inside one of the name before."""
    forms = places.forms()
    for cut in range(len(name) - 2, 1, -1):
        head, tail = name[:cut], name[cut:]
        if head not in forms or RANK[forms[head][0].level] > 2:
            continue
        inner = forms[tail] if tail in forms else _by_chain(places, tail)
        found = tuple(unit for unit in inner if any(_below(places, above, unit) for above in forms[head]))
        if found:
            return found
    return ()


def _is_path(places: Gazetteer, name: str, unit: Unit) -> bool:
    last = [known for known in (unit.name, *unit.short_names) if name.endswith(known)]
    return name not in places.forms() and bool(last) and name not in last


def _below(places: Gazetteer, above: Unit, unit: Unit) -> bool:
    former = any(places.contains(above, places.get(parent)) for parent, _ in unit.moves)
    return above.id != unit.id and (former or places.contains(above, unit))


def _of_year(places: Gazetteer, candidates: tuple[Unit, ...], year: int | None) -> tuple[Unit, ...]:
    """Keep the units of the year, else those of today, else all; of a unit and its successor only the successor."""
    usable = [unit for unit in candidates if unit.valid_in(year)]
    usable = usable or [unit for unit in candidates if unit.valid_to is None] or list(candidates)
    return tuple(unit for unit in usable if not _leads_to(places, unit, usable))


def _leads_to(places: Gazetteer, unit: Unit, others: Iterable[Unit]) -> bool:
    ids = {other.id for other in others}
    successor = unit.successor
    while successor is not None:
        if successor in ids:
            return True
        successor = places.get(successor).successor
    return False


def _own(places: Gazetteer, units: Sequence[Unit], near: Unit | None, year: int | None) -> list[Unit]:
    if near is None:
        return []
    ids = {unit.id: unit for unit in units}
    own = [ids[unit.id] for unit in reversed(places.path(near, year)) if unit.id in ids]
    return own[:1]


def _inside(places: Gazetteer, units: Sequence[Unit], near: Unit | None, year: int | None) -> list[Unit]:
    if near is None:
        return []
    inside = [unit for unit in units if places.contains(near, unit, year)]
    # 海南 in a report of 内蒙古 is the province, not 乌海's district 海南区; 河南 in one of 青海 likewise.
    provinces = [unit for unit in units if unit.level == "province"]
    if near.level == "province" and provinces and all(unit.level in ("county", "township") for unit in inside):
        return []
    return inside


def _by_neighbours(
    places: Gazetteer, units: Sequence[Unit], neighbours: Sequence[Unit], year: int | None
) -> list[Unit]:
    """Units inside a neighbour; else units around one; else units in the same prefecture or province as one."""
    others = {unit.id: unit for unit in neighbours}.values()
    inside = [unit for unit in units if any(places.contains(other, unit, year) for other in others)]
    if inside:
        return inside
    around = [unit for unit in units if any(places.contains(unit, other, year) for other in others)]
    if around:
        return around
    for depth in (2, 1):
        areas = {unit.id for other in others for unit in places.path(other, year)[:depth]}
        if depth == 1 or areas:
            beside = [
                unit for unit in units if len(path := places.path(unit, year)) > depth and path[depth - 1].id in areas
            ]
            if beside:
                return beside
    return []


def _only(places: Gazetteer, units: Sequence[Unit], name: str, near: Unit | None, year: int | None) -> list[Unit]:
    """The only unit, also a far one; outside the report's province no township, and a county only by its full name.

    平阳 in a report of 临汾 is the old name of that city and not 温州's 平阳县, which is also the only one.
    """
    if len(units) != 1:
        return []
    unit = units[0]
    full = name.endswith(unit.name) or name[-1] in "市县区旗"  # 积石山县 is short, but no bare name
    if near is None or RANK[unit.level] < 2 or (unit.level == "county" and full):
        return [unit]
    return [unit] if places.path(unit, year)[0].id == places.path(near, year)[0].id else []


def _around(places: Gazetteer, units: Sequence[Unit], near: Unit | None, year: int | None) -> list[Unit]:
    """Units inside the lowest unit above the report's place that has any; townships only within its prefecture."""
    if near is None:
        return []
    for above in reversed(places.path(near, year)[:-1]):
        found = [unit for unit in units if places.contains(above, unit, year)]
        if above.level == "province":
            found = [unit for unit in found if unit.level != "township"]
        if found:
            # A bare 中山 in a report of 沈阳 is rather 中山市 than 大连's 中山区: neither, without more to go by.
            far = [unit for unit in units if unit.level == "prefecture" and unit not in found]
            return found if not far or _highest(found)[0].level == "prefecture" else [*found, *far]
    return []


def _prefecture(units: Sequence[Unit], weak: bool) -> list[Unit]:
    """The prefecture among counties of its name; of a common word (朝阳) only if no two of them lie outside it."""
    highest = [unit for unit in units if unit.level in ("prefecture", "region")]
    if len(highest) != 1:
        return []
    outside = [unit for unit in units if unit.level == "county" and unit.parent != highest[0].id]
    return highest if not weak or len(outside) < 2 else []


def _highest(units: Sequence[Unit]) -> list[Unit]:
    best = min(RANK[unit.level] for unit in units)
    return [unit for unit in units if RANK[unit.level] == best]
