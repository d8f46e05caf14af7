"""The places that a report's title speaks for: 新时代贵阳贵安组织工作综述 -> 贵阳市, 贵安新区.

Input is a title, output units in their order. Names that belong to something else in the title (a quoted slogan, a
university, a place that was visited) are left out; of several that stand apart, those count that are named as the author.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.gazetteer.zones import zone_after

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.gazetteer.core import Gazetteer
    from kg.gazetteer.units import Match, Unit
    from kg.gazetteer.zones import ZoneName

_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’|「[^」]*」|《[^》]*》")
# What is quoted is read only where nothing else names a place: 关于“科创济南”建设的若干措施, 关于印发《青岛市…规划》的通知.
_MADE = re.compile(r"^关于|印发|发布|公布|实施|建设")
# Usual words before a name; without them 来凤县 is not found in 十八大以来|凤县, nor 共和县 in 中共|和县.
_USUAL = re.compile(r"以来|新时代|中共|[十五]年来?|代表|全面")
# The place is an aim or a model, not the one that speaks.
_BEFORE = re.compile(r"(?:赴|到|援|学习|支援|援助|借鉴|考察|来自|前往|对口支援|致|向|中国式现代化)$")
# The name is part of a larger one.
_AFTER = re.compile(
    r"^(?:大学|学院|中学|冬奥|亚运|奥运|世博|进博|博览会|合作组织|峰会|公报|宣言|精神|经验|时间|公司|集团|银行|医院|路|大道|桥|战役)"
)
# What a common word needs around it to be a place: 新时代安康组织工作综述, 平安2023年工作总结.
_OPENING = re.compile(r"(?:^|新时代|时代|十年|10年|以来|五年|年|年度|中共|共产党|、|和|与|省|自治区|市|州)$")
_WORK = re.compile(
    r"^(?:委|组织|党建|党的建设|人才|干部|老干部|机关党建|机构编制|基层党建|基层治理|公务员|政府工作|经济社会|工作|"
    r"市委|县委|区委|州委|旗委|地委|盟委|市直|县直|区直|州直|推进|扎实|全面|坚持|聚焦|近?[0-9一二三四五六七八九十]+年|20\d\d|、|[:：])"
)
# The author stands before the year of his report, 恩施州2023年政法工作综述, or after the dash behind a slogan.
_HIS_YEAR = re.compile(
    r"(?:[省市县区州]?委(?:组织部|政法委|宣传部|统战部)?|(?:人民)?政府)?(?:19|20)\d\d(?:年?\s*[-—–~至到]+\s*(?:19|20)\d\d)?年.*"
    r"(?:综述|总结|报告|汇报|要点)"
)
_BEHIND_SLOGAN = re.compile(r"(?:——|—|--|[/／|｜丨\s])[\0\s]*(?:(?:19|20)\d\d年度?)?[\0\s]*$")
_HIS_WORK = re.compile(r".*(?:工作|综述|总结|报告|汇报|纪实|实践|做法)")
# Names of one author: 贵阳贵安, 贵阳市、贵安新区.
_JOINED = re.compile(r"[、和与及暨]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A place that a title names: its span, its unit, and how likely it is the author, 0 first."""

    start: int
    end: int
    unit: Unit
    rank: int


def title_places(places: Gazetteer, title: str, *, year: int | None = None) -> tuple[Unit, ...]:
    """See `Gazetteer.title_places`."""
    plain = _QUOTED.sub(_blank, title)
    chosen = _chosen(places, plain, year, strong_only=False)
    if not chosen and plain != title and _MADE.search(plain):
        chosen = _chosen(places, title, year, strong_only=True)
    return chosen


def _chosen(places: Gazetteer, title: str, year: int | None, *, strong_only: bool) -> tuple[Unit, ...]:
    chosen: list[Unit] = []
    for unit in _authors(places, title, _named(places, title, year, strong_only=strong_only), year):
        if chosen and places.contains(chosen[-1], unit, year):
            chosen[-1] = unit  # 四川省广元市: the lower one
        elif unit not in chosen:
            chosen.append(unit)
    return tuple(chosen)


def _named(places: Gazetteer, title: str, year: int | None, *, strong_only: bool) -> list[_Place]:
    """Give the places that may speak in a title, in their order; a development zone that speaks, instead of its city."""
    found: list[_Place] = []
    matches = places.find(_USUAL.sub(_blank, title))
    for index, match in enumerate(matches):
        if (found and match.start < found[-1].end) or (strong_only and match.weak):
            continue
        near = found[-1].unit if found else None
        unit = places.resolve(match.text, near=near, year=year).unit
        zone = zone_after(title, match, unit) if unit is not None else None
        if not _speaks(title, match, followed=zone is not None or _followed(places, matches[index : index + 2])):
            continue
        if unit is None or (unit.level == "region" and unit.parent is None):
            continue
        inner = zone is not None and _names_inner(places, title, matches[index + 1 :], unit, zone)
        own = places.zone(zone.name, unit) if zone is not None and not inner else None
        if zone is not None and own is not None:
            found.append(_Place(start=match.start, end=zone.end, unit=own, rank=0))
        else:
            found.append(_Place(start=match.start, end=match.end, unit=unit, rank=_rank(title, match, unit)))
    return found


def _followed(places: Gazetteer, matches: Sequence[Match]) -> bool:
    """Tell whether a name runs into that of a unit inside it: 朝阳|双塔区, but not 平安|恩施, nor any two strong names."""
    first, *rest = matches
    if not rest or rest[0].start != first.end or rest[0].weak:
        return False
    inner = rest[0].units
    return not first.weak or any(places.contains(outer, unit) for outer in first.units for unit in inner)


def _names_inner(places: Gazetteer, title: str, later: Sequence[Match], unit: Unit, zone: ZoneName) -> bool:
    """合肥市包河区包河经开区: the zone is called after the lower unit that stands in its name too; 天府新区 has a name of its own."""
    for match in later:
        if match.end == zone.end and not match.weak:
            return True
        if match.end >= zone.end:
            break
        inner = places.resolve(match.text, near=unit).unit
        if inner is not None and places.contains(unit, inner) and zone_after(title, match, inner) is not None:
            return True
    return False


def _rank(title: str, match: Match, unit: Unit) -> int:
    """Say how likely a place is the author: before its year, behind a slogan, in full or at the head, bare in a slogan."""
    before, after = title[: match.start], title[match.end :]
    if _HIS_YEAR.match(after):
        return 0
    full = match.text == unit.name
    if (full or unit.level != "region") and _BEHIND_SLOGAN.search(before) and _HIS_WORK.match(after):
        return 1
    return 2 if full or _OPENING.search(before) else 3


def _authors(places: Gazetteer, title: str, named: Sequence[_Place], year: int | None) -> list[Unit]:
    """Give the units of the best rank, each with those that are joined to it."""
    ranks = [place.rank for place in named]
    joined = [
        _JOINED.fullmatch(title[one.end : other.start]) is not None or places.contains(one.unit, other.unit, year)
        for one, other in pairwise(named)
    ]
    for index in range(len(joined)):
        if joined[index]:
            ranks[index + 1] = min(ranks[index : index + 2])
    for index in reversed(range(len(joined))):
        if joined[index]:
            ranks[index] = min(ranks[index : index + 2])
    return [place.unit for place, rank in zip(named, ranks, strict=True) if rank == min(ranks)]


def _blank(found: re.Match[str]) -> str:
    return "\0" * len(found.group())


def _speaks(title: str, match: Match, *, followed: bool) -> bool:
    before, after = title[: match.start], title[match.end :]
    if _BEFORE.search(before) or (not followed and _AFTER.match(after)):
        return False
    return not match.weak or (_OPENING.search(before) is not None and _WORK.match(after) is not None) or followed
