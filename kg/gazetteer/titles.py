"""The places that a report's title speaks for: 新时代贵阳贵安组织工作综述 -> 贵阳市, 贵安新区.

Input is a title, output units in their order. Names that belong to something else in the title (a quoted slogan, a
university, a place that was visited) are left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.gazetteer.core import Gazetteer
    from kg.gazetteer.units import Match, Unit

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


def title_places(places: Gazetteer, title: str, *, year: int | None = None) -> tuple[Unit, ...]:
    """See `Gazetteer.title_places`."""
    plain = _QUOTED.sub(_blank, title)
    chosen = _chosen(places, plain, year, strong_only=False)
    if not chosen and plain != title and _MADE.search(plain):
        chosen = _chosen(places, title, year, strong_only=True)
    return chosen


def _chosen(places: Gazetteer, title: str, year: int | None, *, strong_only: bool) -> tuple[Unit, ...]:
    chosen: list[Unit] = []
    matches = places.find(_USUAL.sub(_blank, title))
    starts = {match.start for match in matches if not match.weak}
    for match in matches:
        if (strong_only and match.weak) or not _speaks(title, match, followed=match.end in starts):
            continue
        unit = places.resolve(match.text, near=chosen[-1] if chosen else None, year=year).unit
        if unit is None or (unit.level == "region" and unit.parent is None):
            continue
        if chosen and places.contains(chosen[-1], unit, year):
            chosen[-1] = unit  # 四川省广元市: the lower one
        elif unit not in chosen:
            chosen.append(unit)
    return tuple(chosen)


def _blank(found: re.Match[str]) -> str:
    return "\0" * len(found.group())


def _speaks(title: str, match: Match, *, followed: bool) -> bool:
    before, after = title[: match.start], title[match.end :]
    if _BEFORE.search(before) or (not followed and _AFTER.match(after)):
        return False
    return not match.weak or followed or bool(_OPENING.search(before) and _WORK.match(after))
