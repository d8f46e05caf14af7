"""Rules for places, as `rules.py` has them for programmes, campaigns and papers."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from kg.extract.candidates import Candidate, marked_spans
from kg.extract.choices import IN_CLAUSE, Batch, Choice, added
from kg.extract.columns import C
from kg.extract.places import SHORT, WEAK
from kg.gazetteer import gazetteer

# Of the 32 names that stand so in a path of real papers 28 are annotated; of those that the list rule adds to what cross-validation finds 1 of 1;
# of bare townships and what goes with them 3 of 3; of parks 12 of 13. (right + 1) / (said + 2), as in `kg.link.precision`.
PATH = 0.85
LISTED = 0.67
TOWN = 0.8
PARK = 0.87


# ---- places in slogans (3.2.3): 清廉某市, 谱写某省新篇章


def without_slogans(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Leave out places that stand in a slogan only; of 45 names of the gazetteer that stand so none is annotated."""
    out, cut = [], -1
    for one, sure in chosen:
        if one.type == "PLACE" and (one.start == cut or batch.slogans.hold(batch.text, one.start, one.end)):
            cut = one.end  # so 贵安 goes with 贵阳 in 中国式现代化贵阳贵安实践
        else:
            out.append((one, sure))
    return out


# ---- places in a quote that is no name itself (3.2.3): 牢记“看某市首先看党建”的要求

# Somebody's speech opens its sentence or is longer.
SAYING = 22
_LINKS = "·-、和与至"


def without_quoted(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Leave out places in a short quote to which a clause leads up; of 7 that cross-validation finds so none is annotated."""
    starts = [quote.start for quote in batch.quoted]
    return [choice for choice in chosen if choice[0].type != "PLACE" or not _in_saying(choice[0], starts, batch)]


def _in_saying(one: Candidate, starts: list[int], batch: Batch) -> bool:
    number = bisect_left(starts, one.start) - 1
    if number < 0:
        return False
    quote, text = batch.quoted[number], batch.text
    if (
        one.end > quote.end
        or quote.title
        or quote.end - quote.start > SAYING
        or text[quote.start - 1] in "，。；：！？\0"
    ):
        return False
    # “甲市—乙市” names places and no more
    return not (text[one.start - 1] in f"“{_LINKS}" and text[one.end] in f"”{_LINKS}")


# ---- a village behind a quote and before a number is a kind (2.5.2): 创建“五美”红旗村120个

_VILLAGES = re.compile("(?:建设|创建|打造)?(?=[，。、；]|0+[个户])|建设")


def without_model_villages(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Leave it out."""
    return [
        (one, sure)
        for one, sure in chosen
        if one.type != "PLACE"
        or batch.text[one.start - 1] != "”"
        or batch.text[one.end - 1] != "村"
        or not _VILLAGES.match(batch.text, one.end)
    ]


# ---- 辖 is the verb between a place and its parts: 某镇现辖黄大村、雁湖村

_GOVERNS = re.compile("[现下共]?辖(?=..)")


def without_governing(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Cut the verb from the beginning of a place."""
    out = []
    for one, sure in chosen:
        verb = _GOVERNS.match(batch.text, one.start, one.end) if one.type == "PLACE" else None
        out.append((replace(one, start=verb.end()) if verb else one, sure))
    return out


# ---- joint names of places are two mentions (3.2.1): 贵阳贵安


def with_joint_places(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Add names of the gazetteer that directly follow a place."""
    row = batch.columns[C["gaz"]]
    ends = {one.end: sure for one, sure in chosen if one.type == "PLACE"}
    for start, end in marked_spans(row):
        if start in ends and not row[start] // 4 & WEAK:
            chosen = added(chosen, start, end, "PLACE", ends[start])
            ends[end] = ends[start]
    return chosen


# ---- the units above a place that directly precede it: 广西百色靖西市


def with_upper_units(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Add names of the gazetteer that run into a place."""
    row = batch.columns[C["gaz"]]
    begins = {end: start for start, end in marked_spans(row)}
    for place, sure in [one for one in chosen if one[0].type == "PLACE"]:
        start = begins.get(place.start)
        while start is not None and not row[start] // 4 & WEAK and not batch.slogans.hold(batch.text, start, place.end):
            chosen = added(chosen, start, place.start, "PLACE", sure)
            place, start = replace(place, start=start), begins.get(start)
    return chosen


# ---- a path of two full names: 西安市新城区


def with_paths(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Add names of the gazetteer with their levels that run into each other, where no mention covers them."""
    row = batch.columns[C["gaz"]]
    full = [(start, end) for start, end in marked_spans(row) if not row[start] // 4 & SHORT]
    spans = {start: end for start, end in full if end - start > 2}  # no 和县|市区
    for start, end in spans.items():
        if end in spans and not any(one.start < spans[end] and start < one.end for one, _ in chosen):
            chosen = added(added(chosen, start, end, "PLACE", PATH), end, spans[end], "PLACE", PATH)
    return chosen


# ---- a list that ends with how many places it names: 水寨、狗街两个村, 四十里堡、富官庄等镇

_KINDS = "省|市|县|区|州|旗|乡|镇|村|街道|社区|片区|小区|乡镇|镇街|县市|县区|市县|市区"
_NUMERALS = "零一两三四五六七八九十"
_LISTED = re.compile(
    "(?P<items>[\u4e00-\u9fffX]{2,9}(?:、(?:(?!等)[\u4e00-\u9fff]){2,4})+)"
    f"(?:等(?:(?:[{_NUMERALS}]|0+)个?)?(?P<small>乡镇|镇街|[镇乡村]|街道|社区)"
    f"|等?(?:(?P<count>[{_NUMERALS}])|0+)(?:个?(?:{_KINDS})|地)|等(?:{_KINDS}|地))(?![\u4e00-\u9fff]?[委级直长])"
)
_NO_PLACE = re.compile("[个名位项户]|成立|全[国省市县]|[的各有]")
# Where the first item begins, if it does not open its clause; verbs have their column.
_LEADS_IN = "在到于由对让从和与将为以及是赴向"


def with_listed(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Add the items of such a list where one of them is a place already, as many stand there as are counted, or the kind is a small one."""
    places = {one.end: one.start for one, _ in chosen if one.type == "PLACE"}
    for found in _LISTED.finditer(batch.text):
        at, items = found.start(), list[tuple[int, int]]()
        for item in found["items"].split("、"):
            items.append((at, at + len(item)))
            at += len(item) + 1
        if any(_NO_PLACE.search(batch.text, *item) for item in items[1:]):
            continue
        start, end = items[0]
        items[0] = (places.get(end, _begin(batch, start, end)), end)
        known = any(places.get(end) == start for start, end in items)
        if known or found["small"] or _NUMERALS.find(found["count"] or "零") == len(items):
            for start, end in items:
                free = not any(one.start < end and start < one.end for one, _ in chosen)
                if free and 2 <= end - start <= 4:
                    chosen = added(chosen, start, end, "PLACE", LISTED)
    return chosen


def _begin(batch: Batch, start: int, end: int) -> int:
    """Give where the first item of a list begins: behind the last verb or preposition before its last two characters."""
    verbs = {start + stop for _, stop in marked_spans(batch.columns[C["verb"], start:end])}
    return next((at for at in range(end - 2, start, -1) if at in verbs or batch.text[at - 1] in _LEADS_IN), start)


# ---- a township without 镇 or 乡 right behind its county, and the village behind it: 上杭才溪下才村

_ENDS_STEM = re.compile(
    "镇|乡|街道|苏木|区|市|县|村|社区|[东西南北中]?[湖江河山路街桥站港寺湾]|公园|纪念|水库|机场|大学|医院|小学|中学"
)
_VILLAGE = re.compile("(?:(?![在和与及的等为之到])[\u4e00-\u9fff]){1,4}?村(?![级民务委庄居])")
# Word classes of `corpus.py` under which a name stands in the dictionary: none, personal names, places.
_NAMES = (0, 2, 3, 5)


def with_towns(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Add the county, the township and the village."""
    row, text = batch.columns[C["gaz"]], batch.text
    for start, end in marked_spans(row):
        if row[start] // 4 & WEAK or not (town := _town_at(batch, text[start:end], end)):
            continue
        if any(one.start < town and start < one.end and one.type != "PLACE" for one, _ in chosen):
            continue
        chosen = added(added(chosen, start, end, "PLACE", TOWN), end, town, "PLACE", TOWN)
        if village := _VILLAGE.match(text, town):
            chosen = added(chosen, town, village.end(), "PLACE", TOWN)
    return chosen


def _town_at(batch: Batch, county: str, at: int) -> int:
    """Give where the bare name of a township of a county ends that stands at a position, or 0."""
    for size in (4, 3, 2):
        stem = batch.text[at : at + size]
        towns = gazetteer().towns_by_stem(stem)
        if not towns or _ENDS_STEM.match(batch.text, at + size):
            continue
        word = batch.columns[C["word"], at] // 4 == size and batch.columns[C["tag"], at] not in _NAMES
        units = gazetteer().forms().get(county, ())
        if not word and any(town.parent == unit.id for town in towns for unit in units):
            return at + size
    return 0


# ---- towns of science, valleys of industry and parks under a name of their own (3.2.6): 某某未来科技城, 某某智谷

_CITY = re.compile("(?:科技|科创|科教|科学|智创|创新|健康)[城谷](?![市区镇乡])|[智药光声]谷|产业园(?!区)")
_STOPS = frozenset("，。；：、！？“”《》（）的在等和与及\0")
# Verbs before such a name that are nouns as often, so that they are in no list of verbs.
_TOWARDS = re.compile("加快|服务|围绕|聚焦|依托|支撑|支持|借助|发挥|对接|融入|用好")
# A park of industry is found by the unit whose it is: 市人力资源服务产业园.
_OWN_PARK = re.compile("[省市县区州](?![级直属内]).{2,12}产业园")


def with_parks(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Add them, without a verb or a full name of the gazetteer before them."""
    row, text = batch.columns[C["gaz"]], batch.text
    units = {start: end for start, end in marked_spans(row) if not row[start] // 4 & SHORT}
    for kind in _CITY.finditer(text):
        first = kind.start()
        while text[first - 1] not in _STOPS and kind.start() - first < 16:
            first -= 1
        if kind[0] == "产业园":
            if text[first - 1] in "，。；、\0" and _OWN_PARK.fullmatch(text, first, kind.end()):
                chosen = added(chosen, first, kind.end(), "PLACE", PARK)
            continue
        start = _begin(batch, first, kind.end())
        if towards := _TOWARDS.match(text, start, kind.start()):
            start = towards.end()
        while start in units:
            start = units[start]
        if start < kind.start() and text[start - 1] != "“":
            chosen = added(chosen, start, kind.end(), "PLACE", PARK)
    return chosen


# ---- the place of a park in brackets is part of its name: 某某产业园（某市）

_AT = re.compile(f"（(?P<at>{IN_CLAUSE}{{2,4}})）")


def with_brackets(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Add the brackets."""
    units = dict(marked_spans(batch.columns[C["gaz"]]))
    for one, sure in chosen:
        at = _AT.match(batch.text, one.end) if one.type == "PLACE" and batch.text[one.end - 1] in "园城谷" else None
        if at and units.get(at.start("at")) == at.end("at"):
            chosen = added(chosen, one.start, at.end(), "PLACE", sure)
    return chosen
