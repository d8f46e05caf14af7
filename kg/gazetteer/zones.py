"""Development zones as places of their own: 合肥新站高新技术产业开发区 is no unit of the tables, but its committee writes reports.

Input are names; output are a zone's name in a title, the Unit that stands for it, and the other names by which its report calls it.
A zone has no adcode; its id is `place:` with its name, @ and the code of the unit it lies in, as that of any local place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.gazetteer.table import PREFIX
from kg.gazetteer.units import Match, Unit

# The kinds of a zone, longest first; those of one line are one kind under a longer and a shorter name.
_KINDS = (
    ("高新技术产业开发区", "高新技术开发区", "高新区"),
    ("经济技术开发区", "经济开发区", "经开区", "开发区"),
    ("风景名胜区", "风景区"),
    ("高新技术产业园区", "产业园区", "工业园区", "园区"),
    ("旅游度假区", "度假区"),
    ("合作区",),
    ("新区",),
    ("新城",),
    ("科学城",),
    ("科技城",),
)
_KIND = "|".join(sorted((kind for kinds in _KINDS for kind in kinds), key=lambda kind: (-len(kind), kind)))
_HEAD = re.compile(rf"(?P<stem>.+?)(?P<kind>{_KIND})")
# What stands between the place and the kind is a name: 新站 in 合肥新站高新区, nothing in 推进高新区, 市高新区.
_NO_NAME = (
    r"[的在和与及、各等省市县区]|建设|推[进动]|加快|发展|打造|全面|创建|服务|支持|围绕|奋力|工作|省级|全力|做好|关于"
)
_AFTER_PLACE = re.compile(rf"(?P<own>(?:(?!{_NO_NAME})[\u4e00-\u9fff]){{0,8}}?)(?P<kind>{_KIND})")
# Who writes: the zone's committee, or the zone itself before a year and its report. 合肥高新区科技创新调研 only speaks of it.
_ORGAN = re.compile(r"党工委|纪工委|工委|(?:中共)?工作委员会|管委会|管理委员会|党群工作部")
_YEAR = re.compile(
    r"(?:19|20)\d\d年(?!.*(?:调研|考察|视察|检查|督查|审计|评估|巡察|为例)).*(?:工作|总结|报告|综述|要点|汇报)"
)
_REPORT = re.compile(
    r"(?:年度)?(?:(?:党建|党的建设|组织|政法|人才|宣传|统战|政府)?工作)?(?:报告|总结|综述|汇报|要点)(?:[（(].*)?$"
)
# A city has one of each of these; its 工业园区 are many: 苏州市工业园区建设.
_ONE_OF_A_KIND = {*_KINDS[0], "经济技术开发区", "经开区"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneName:
    """A zone that a title speaks for: where it ends, and its name, which begins with that of its unit."""

    end: int
    name: str


def zone_after(title: str, match: Match, unit: Unit) -> ZoneName | None:
    """Find the zone whose name begins with a place in a title and which is the author there."""
    found = _AFTER_PLACE.match(title, match.end)
    if found is None:
        return None
    rest = title[found.end() :].lstrip("\0")  # a slogan between quotes
    organ, of_year = _ORGAN.match(rest) is not None, _YEAR.match(rest) is not None
    alone = match.start == 0 and not rest
    if not (organ or of_year or alone or _REPORT.match(rest)):
        return None
    full = match.text == unit.name or unit.level == "province"
    any_of_them = full and not found["own"] and (found["kind"] not in _ONE_OF_A_KIND or unit.level == "province")
    if any_of_them and not organ and not (unit.level == "county" and (of_year or alone)):
        return None
    return ZoneName(end=found.end(), name=_stem(match.text, unit) + found.group())


def _stem(text: str, unit: Unit) -> str:
    """合肥市高新区 and 合肥高新区 are one zone."""
    return unit.short_names[-1] if text == unit.name and unit.short_names else text


def is_zone_of(name: str, unit: Unit) -> bool:
    """Tell whether a name is that of a zone which is called after its unit.

    >>> from kg.gazetteer import gazetteer
    >>> is_zone_of("广元经开区", gazetteer().get("place:510800")), is_zone_of("经开区", gazetteer().get("place:510800"))
    (True, False)
    """
    found = _HEAD.fullmatch(name)
    return found is not None and name.startswith((unit.name, *unit.short_names))


def zone_unit(name: str, unit: Unit) -> Unit:
    """Make the Unit of a zone: its short names are those by which its own report calls it.

    >>> from kg.gazetteer import gazetteer
    >>> " ".join(zone_unit("广元经开区", gazetteer().get("place:510800")).short_names[:4])
    '经济技术开发区 经济开发区 经开区 开发区'
    """
    return Unit(
        id=f"{PREFIX}{name}@{unit.id.removeprefix(PREFIX)}",
        adcode=None,
        name=name,
        full_name=unit.full_name + name,
        level="zone",
        parent=unit.id,
        valid_from=None,
        valid_to=None,
        short_names=tuple(one for one in _called(name, unit) if one != name),
    )


def _called(name: str, unit: Unit) -> tuple[str, ...]:
    """高新区, 新站高新区, 合肥市新站高新区: the place and the own name may be left out, and the kind has a longer and a shorter name."""
    stems = sorted((unit.name, *unit.short_names), key=len, reverse=True)
    stem = next(one for one in stems if name.startswith(one))
    found = _HEAD.fullmatch(name)
    own, kind = ("", "") if found is None else (found["stem"].removeprefix(stem), found["kind"])
    kinds = next((kinds for kinds in _KINDS if kind in kinds), ())
    heads = ("", own, *(f"{place}{own}" for place in stems))
    return tuple(dict.fromkeys(f"{head}{other}" for head in heads for other in kinds))
