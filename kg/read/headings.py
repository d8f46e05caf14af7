"""One heading that names a place: its words, the place that it means, and how many lines it takes.

Input are lines from `kg.read.lines`; output are the Headings that `kg.read.series` groups by their shapes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.gazetteer import Match, Unit, gazetteer
from kg.read.blocks import set_block
from kg.read.dates import parse_date
from kg.read.lines import Line, key
from kg.read.titles import (
    SELF_STANDING,
    TOP_SECTION,
    is_title_shape,
    occasion_date,
    spoken_for,
    title_year,
    units_of,
)

MARKER = re.compile(
    r"^[★☆◆◇■●▲※*#\s]*(?:第\s*[一二三四五六七八九十百\d]+\s*[篇章节部编]\s*[:：、.]?"
    r"|[（(【\[]?(?:[一二三四五六七八九十百]{1,3}|\d{1,3})(?:[)）】\]]|、|[．.\s](?!\d))[、．.]?|[①-⑳])?[★☆◆◇■●▲※\s]*"
)
SUBTITLE = re.compile(r"^(?:—+|-{2,})\s*")
COUNTED = re.compile(r"[\d〇○一二三四五六七八九十百]+")
ENDS = frozenset("。；;!！?？，,、：:…")
SPEAKS = re.compile(
    rf"{MARKER.pattern}(?:[【\[][\u4e00-\u9fff]{{2,16}}[】\]]|[\u4e00-\u9fff]{{2,16}}\s*(?:[：:|｜]|$))"
)
BARE = re.compile(r"[【\[]?P+[】\]]?")
LONGEST_HEADING = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A line that names a place and could be a title, and where its report would begin.

    `line` and `count` are the lines of the title, `title` is its text without number, `name` the place as it is written, `unit` what
    it means, where that is plain; `rest` is the title with P for each place and 0 for each number; `opens` tells whether the place comes first.
    """

    line: int
    count: int
    title: str
    name: str
    unit: Unit | None
    rest: str
    mark: str
    opens: bool

    @property
    def bare(self) -> bool:
        """Whether the heading is the name of a place and nothing else."""
        return BARE.fullmatch(self.rest) is not None

    @property
    def spoken(self) -> bool:
        """Whether the heading says its place before a colon or in brackets, and a slogan after it."""
        return spoken_for(self.title) is not None

    @property
    def strong(self) -> bool:
        """Whether the heading says of itself that a report begins: it ends as reports do, or names its year."""
        return SELF_STANDING.search(self.title) is not None or (
            title_year(self.title) is not None and len(self.rest) >= 6
        )


def mark_of(marker: re.Match[str] | None) -> str:
    """Give the kind of a number before a heading: 一、 and 二、 are one, 1、 is another."""
    return re.sub(r"[一二三四五六七八九十百]+", "一", re.sub(r"\d+", "1", marker[0].strip())) if marker else ""


def heading_at(lines: Sequence[Line], at: int) -> Heading | None:
    """Give the heading that a line is, or the line above it where it is a subtitle; None where it names no place."""
    text = lines[at].text
    marker = MARKER.match(text)
    title = text[marker.end() :] if marker else text
    mark = mark_of(marker)
    first = at
    if SUBTITLE.match(text) or occasion_date(text):
        # The title above differs from report to report or is the same in all; the line below it tells the place.
        if at == 0 or not is_title_shape(lines[at - 1].text) or TOP_SECTION.match(lines[at - 1].text):
            return None
        first, mark, title = at - 1, "——", SUBTITLE.sub("", text)
    return _made(first, title, mark, whole=lines[first].text if first < at else None)


def _made(first: int, title: str, mark: str, whole: str | None = None) -> Heading | None:
    """Give the heading with the words that tell its place; `whole` is the title where that stands on another line."""
    title = title.strip(" *#★☆◆◇■●▲※\u3000")
    matches, units = _named(title)
    if not matches:
        return None
    parts, done = [], 0
    for match in matches:
        parts += [title[done : match.start], "P"]
        done = match.end
    rest = COUNTED.sub("0", "".join([*parts, title[done:]]))
    return Heading(
        line=first,
        count=1,
        title=whole or title,
        name=_path(matches)[-1].text,
        unit=units[0] if units else None,
        rest=re.sub(r"\s+", "", rest),
        mark=mark,
        opens=not key(title[: matches[0].start]),
    )


def _path(matches: Sequence[Match]) -> Sequence[Match]:
    """Give the first of the names and those that follow it at once: 四川省 and 眉山市."""
    count = 1
    while count < len(matches) and matches[count].start == matches[count - 1].end:
        count += 1
    return matches[:count]


def may_speak(line: Line) -> bool:
    """Tell whether a line may say a place and a slogan: only then it is worth while to look for the place."""
    return len(line.text) <= LONGEST_HEADING and SPEAKS.match(line.text) is not None and parse_date(line.text) is None


def slogan_at(lines: Sequence[Line], at: int) -> Heading | None:
    """Give the heading that a place and its slogan make up, on one line or broken into two: 龙岩市：红土地上党旗红."""
    marker = MARKER.match(lines[at].text)
    begin = marker.end() if marker else 0
    text = lines[at].text[begin:]
    if not spoken_for(text.rstrip("：:") + "："):
        return None
    block = [replace(lines[at], text=text), *lines[at + 1 : at + 4]]
    title, count = set_block(block, 0)
    if title is None:
        title, count = text, 1
    heading = _made(at, title, mark_of(marker)) if spoken_for(title) and title[-1] not in ENDS else None
    return replace(heading, count=count) if heading else None


@lru_cache(maxsize=4096)
def _named(title: str) -> tuple[Sequence[Match], Sequence[Unit]]:
    """Give the names in a title, common words only where a place is meant by one, and the places that it speaks for."""
    found = gazetteer().find(title)
    units = units_of(title) if found else ()
    return [match for match in found if units or not match.weak], units
