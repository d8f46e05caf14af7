"""The context of a report: the place it speaks for, and what 全市, 省委 or 本县 mean in it.

Input is a Report; output a Home, which the other linking modules ask. A masked place (XXX市) is local to its report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.gazetteer import Institution, Unit, gazetteer, institution_of, is_masked
from kg.text import Report

# The word for a level, and the levels of the gazetteer that it can mean.
LEVEL_WORDS = {
    "省": ("province",),
    "自治区": ("province",),
    "市": ("prefecture",),
    "州": ("prefecture",),
    "盟": ("prefecture",),
    "县": ("county",),
    "旗": ("county",),
    "区": ("county", "zone", "region"),
    "镇": ("township",),
    "乡": ("township",),
    "街道": ("township",),
}
MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
NATION = ("中国", "全国", "中国(全国)", "中国（全国）")


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The place a report speaks for.

    `unit` is a unit of the gazetteer; where there is none, `name` may be a masked place or one that the gazetteer does not know.
    `nation` is the actor of a text that speaks for the whole country. `chain` is the unit with its ancestors, smallest first.
    `names` are what else the report calls its place, where that is a development zone: 新站高新区, 高新区. `institution` is one that
    speaks for itself and no place, `around` are the units around it, smallest first: its 省委 and 市委 are theirs.
    """

    report_id: str
    year: int | None = None
    unit: Unit | None = None
    name: str | None = None
    nation: str | None = None
    chain: tuple[Unit, ...] = ()
    names: frozenset[str] = frozenset()
    institution: Institution | None = None
    around: tuple[Unit, ...] = ()

    @property
    def near(self) -> Unit | None:
        """The unit near which names are looked for that many places bear."""
        return self.unit or next(iter(self.around), None)

    @property
    def place_id(self) -> str | None:
        """The entity id of the place, None where nothing is known."""
        if self.unit is not None:
            return self.unit.id
        return f"place:{self.name}@{self.report_id}" if self.name else None

    @property
    def place_name(self) -> str | None:
        """The official name of the unit alone, or the masked name."""
        return self.unit.name if self.unit is not None else self.name

    def level(self, word: str) -> Unit | None:
        """Give the unit that a level word means in this report: 省 in a city's report is its province.

        区 means the autonomous region where the report's place is no district, and a development zone in its own report; 市 means a
        municipality of province level in such a one, and a county-level city where the report speaks for one.
        """
        chain = self.chain or self.around
        if not chain:
            return None
        top = chain[-1]
        if word == "市":
            own = chain[0]
            if own.name.endswith("市"):
                return own
            if own.level in ("township", "zone") and len(chain) > 1 and chain[1].name.endswith("市"):
                return chain[1]  # 石燕桥镇 of 隆昌市, a city of county level
            if top.name in MUNICIPALITIES:
                return top
        found = next((unit for unit in chain if unit.level in LEVEL_WORDS[word] and _fits(unit, word)), None)
        if found is None and word == "区" and top.name.endswith("自治区"):
            return top
        return found

    def masked(self, word: str) -> bool:
        """Say whether the report's masked place is of the level that the word names (XXX县 and 县)."""
        return self.unit is None and bool(self.name) and str(self.name).endswith(word)


def _fits(unit: Unit, word: str) -> bool:
    if word in ("省", "自治区"):
        return True
    if unit.level == "region" and unit.parent is None:
        return False  # 西部地区
    if word in ("县", "区", "旗"):
        return unit.name.endswith(word) or (word == "县" and unit.name.endswith("市"))
    return unit.name.endswith(word)


def home_of(report: Report) -> Home:
    """Find what a report speaks for from its `place`, a full name such as 四川省广元市."""
    year = report.as_of
    place = report.place
    if not place:
        return _of_nowhere(report)
    if place in NATION:
        return Home(report_id=report.id, year=year, nation=nation_actor(report))
    table = gazetteer()
    unit = None if is_masked(place) else table.by_full_name(place)
    if unit is None and not is_masked(place):
        unit = table.resolve(place, near=None, year=year).unit
    if unit is None:
        return Home(report_id=report.id, year=year, name=place)
    chain = tuple(reversed(table.path(unit, year)))
    if (
        institution := institution_of(report.heading)
    ) is not None:  # a place that was set tells what its 省委 is, it does not speak for it
        return Home(report_id=report.id, year=year, institution=institution, around=chain)
    return Home(
        report_id=report.id, year=year, unit=unit, name=unit.name, chain=chain,
        names=_names_of_zone(unit, report) if unit.level == "zone" else frozenset(),
    )  # fmt: skip


def _of_nowhere(report: Report) -> Home:
    """Give the Home of a report without a place: it is from an institution, or speaks for the country, or nobody knows."""
    year = report.as_of
    institution = institution_of(report.issuer or "") or institution_of(report.heading)
    units = gazetteer().title_places(institution.name, year) if institution is not None else ()
    around = tuple(reversed(gazetteer().path(units[0], year))) if units else ()
    return Home(report_id=report.id, year=year, nation=_spoken_for(report), institution=institution, around=around)


# 合肥新站高新技术产业开发区（以下简称新站高新区）: only so far into a report is a zone given a short name.
_IN_SHORT = re.compile(r"[（(](?:以下)?(?:统称|简称)[：:]?[“\"]?(?P<name>[^（()）“”\"、，]{2,12}区)[”\"]?[)）]")
_SO_FAR = 2000


def _names_of_zone(unit: Unit, report: Report) -> frozenset[str]:
    """Give the names by which a report calls the development zone that it speaks for."""
    names = {unit.name, *unit.short_names}
    for found in _IN_SHORT.finditer(report.text, 0, _SO_FAR):
        if report.text.endswith(tuple(names), 0, found.start()):
            names.add(found["name"])
    return frozenset(names)


_I_SPEAK_FOR = re.compile(r"我代表(国务院|党中央|中共中央)")
# A report to a congress says in its first sentences for whom it speaks.
_OPENING = 400
# Who speaks in a speech: it addresses those who listen, says I, or speaks for the Chinese side among states.
_SPEECH = re.compile(
    r"(?:女士们|先生们|朋友们|同志们|各位(?!代表)|中方|讲话|致辞|演讲)|(?<!自)我(?=将|愿|希望|相信|强调|想|提|宣布|曾|在|对|就|谨|多次|今天)"
)
_REPORT = re.compile(r"各位代表|我代表国务院")


def _spoken_for(report: Report) -> str | None:
    """现在，我代表国务院，向大会报告政府工作: the text says itself for whom it speaks."""
    found = _I_SPEAK_FOR.search(report.text[:_OPENING])
    if found is None:
        return None
    return "国务院" if found[1] == "国务院" else "中共中央"


def nation_actor(report: Report) -> str:
    """Give who acts in a text that speaks for the whole country: the party's leader speaks for 中共中央, all else for 国务院.

    The heading says that it is a speech, or the text does, by how it addresses its listeners.
    """
    if any(word in report.heading for word in ("讲话", "致辞", "演讲")):
        return "中共中央"
    return "中共中央" if _SPEECH.search(report.text) and not _REPORT.search(report.text) else "国务院"
