"""Rules for places, as `rules.py` has them for programmes, campaigns and papers."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.extract.candidates import marked_spans
from kg.extract.choices import Batch, Choice, added
from kg.extract.columns import C
from kg.extract.places import SHORT, WEAK

# Of the 32 names that stand so in a path of real papers 28 are annotated; of those that the list rule adds to what cross-validation finds 1 of 1.
# (right + 1) / (said + 2), as in `kg.link.precision`.
PATH = 0.85
LISTED = 0.67


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
