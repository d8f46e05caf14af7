"""Where reports begin in a file without a table of contents: at lines that can only be titles.

Input are lines from `kg.read.lines`; output are the first lines of reports for `kg.read.reports`, none for a single report.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.read.dates import parse_date
from kg.read.lines import SALUTATION, Line, columns, key
from kg.read.passages import SLACK, wrap_width
from kg.read.series import series_of_places
from kg.read.titles import (
    COLLECTION,
    NOTICE,
    OFFICE_NAMES,
    SECTION,
    SELF_STANDING,
    TOP_SECTION,
    is_dated_title,
    is_headline,
    is_title_shape,
    issuer_of,
    occasion_date,
    with_subtitle,
)

# 篇一：, 第二篇, 【范文3】: what collections of examples number their pieces with.
PIECE = re.compile(
    r"^[【（(\[]?(?:第\s*[一二三四五六七八九十百\d]+\s*篇|篇\s*[一二三四五六七八九十百\d]+|(?:范文|材料|例文|样文|示例)\s*[一二三四五六七八九十\d]+)"
    r"[】）)\]]?\s*[:：.、]?\s*(?P<title>.*)$"
)
# Whom a notice is sent to: 各区县人民政府，市直各部门：
ADDRESSED = re.compile(
    r"^[^。；！]{0,10}各[^。；！]{0,60}(?:政府|委|部门|局|单位|机构|企业|街道|镇|乡|办事处|支部|总支)[：:]$"
)
# Shorter pieces are captions, mottos or entries of a list, not reports.
SHORTEST = 200
FRONT_LINES = 3
VALUES = {numeral: value for value, numeral in enumerate("一二三四五六七八九十", start=1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """The first line of a report, its title, and how many lines the title takes."""

    line: int
    title: str
    count: int


def first_lines_of_reports(lines: Sequence[Line], levels: Mapping[int, int], stem: str = "") -> list[Start]:
    """Give where reports begin when there are two or more, else nothing.

    `levels` are the levels of the headings that the file itself marks, by their offsets; `stem` is the name of the file.
    """
    pieces = _pieces(lines)
    if len(pieces) >= 2:
        return pieces
    titles = _titles(lines, levels)
    series = [
        Start(line=heading.line, title=heading.title, count=heading.count)
        for heading in series_of_places(lines, levels, stem)
    ]
    if len(titles) >= 2 and series:
        own = {start.line for start in series}
        series = sorted([*series, *(start for start in titles if start.line not in own)], key=lambda start: start.line)
    starts = series or titles
    return _with_headlines(lines, starts, levels) if len(starts) >= 2 else []


def _with_headlines(lines: Sequence[Line], starts: Sequence[Start], levels: Mapping[int, int]) -> list[Start]:
    """Let reports begin at the headlines above their dated titles."""
    tops = [0, *(start.line + start.count for start in starts)]
    above = [
        top < start.line and has_headline(lines, start.line, levels) for top, start in zip(tops, starts, strict=False)
    ]
    # What stands above the first title alone is the title of the compilation.
    above[0] = above[0] and (any(above[1:]) or lines[starts[0].line - 1].start in levels)
    return [
        Start(line=start.line - 1, title=with_subtitle(lines[start.line - 1].text, start.title), count=start.count + 1)
        if headed
        else start
        for start, headed in zip(starts, above, strict=True)
    ]


def has_headline(lines: Sequence[Line], at: int, levels: Mapping[int, int]) -> bool:
    """Tell whether a line is a dated title below a headline, which the file marks as a heading or which stands alone."""
    if at == 0 or not is_dated_title(lines[at].text) or not is_headline(lines[at - 1].text):
        return False
    # The last line of a report is nearer to what it ends than to the title of the next.
    nearer = at <= FRONT_LINES or lines[at - 1].gap or not lines[at].gap
    return lines[at - 1].start in levels or (nearer and _ended(lines, at - 1))


def _pieces(lines: Sequence[Line]) -> list[Start]:
    starts: list[Start] = []
    for at, line in enumerate(lines):
        found = PIECE.match(line.text) if len(line.text) <= 70 and not line.finished else None
        if not found or not _ended(lines, at):
            continue
        title = found["title"].strip()
        if title:
            starts.append(Start(line=at, title=title, count=1))
        elif at + 1 < len(lines) and is_title_shape(lines[at + 1].text):
            starts.append(Start(line=at, title=lines[at + 1].text, count=2))
    return _long_enough(lines, starts)


def _titles(lines: Sequence[Line], levels: Mapping[int, int]) -> list[Start]:
    width = wrap_width(lines)
    starts = [start for at in range(len(lines)) if (start := _title_at(lines, at, width, levels))]
    starts = _one_each(starts)
    starts = _long_enough(lines, starts)
    return _not_between_sections(lines, starts)


def _title_at(lines: Sequence[Line], at: int, width: int | None, levels: Mapping[int, int]) -> Start | None:
    """Give the title that begins on a line: one that ends as speeches and summaries do, or one with an issuer under it."""
    line = lines[at]
    if not is_title_shape(line.text) or OFFICE_NAMES.match(line.text) or issuer_of(line.text):
        return None
    if not (_ended(lines, at) or has_headline(lines, at, levels)):
        return None
    if at + 1 < len(lines) and has_headline(lines, at + 1, levels):
        return None  # the dated title below begins the report, with this line as its headline
    if at <= FRONT_LINES and COLLECTION.search(line.text):
        return None
    if re.search(r"[，,。]", line.text) and not SELF_STANDING.search(line.text):
        return None
    for count in (1, 2):
        block = lines[at : at + count]
        after = lines[at + count] if at + count < len(lines) else None
        if after is None or not all(is_title_shape(part.text) for part in block):
            return None
        signed = bool(issuer_of(after.text) or parse_date(after.text) or occasion_date(after.text))
        text = "".join(part.text for part in block)
        greeted = after.text[-1] in "：:" and bool(
            SALUTATION.match(after.text) or (NOTICE.search(text) and ADDRESSED.match(after.text))
        )
        if SELF_STANDING.search(text) and len(text) >= 6 and (signed or greeted or _set_off(block[-1], after, width)):
            return Start(line=at, title=text, count=count)
        if count == 1 and (signed or greeted) and _long_before(lines, at):
            return Start(line=at, title=text, count=1)
        if line.gap and not after.indent and not after.gap and not SECTION.match(after.text):
            continue
        if columns(line.text) < (width or 40) - SLACK and not re.match(r"在|关于", line.text):
            return None
    return None


def _ended(lines: Sequence[Line], at: int) -> bool:
    """Tell whether the text before a line is complete, so that something new may begin there."""
    if at == 0 or lines[at].gap or lines[at - 1].finished or parse_date(lines[at - 1].text):
        return True
    # The title of a compilation may stand above, with its number of pieces.
    return at <= FRONT_LINES and all(COLLECTION.search(line.text) is not None for line in lines[:at])


def _long_before(lines: Sequence[Line], at: int) -> bool:
    return at <= FRONT_LINES or len(lines[at - 1].text) >= 15 or lines[at].gap


def _set_off(title: Line, after: Line, width: int | None) -> bool:
    if re.match(r"[，。、；）”]|精神|要求|部署", after.text):
        return False
    short = columns(title.text) < (width or 120) - SLACK
    return after.gap or (after.indent > 0 and not title.indent) or SECTION.match(after.text) is not None or short


def _one_each(starts: Sequence[Start]) -> list[Start]:
    """Leave out a title that repeats the one before it, as running heads and second title pages do."""
    kept: list[Start] = []
    for start in starts:
        if not kept or key(start.title) != key(kept[-1].title):
            kept.append(start)
    return kept


def _long_enough(lines: Sequence[Line], starts: Sequence[Start]) -> list[Start]:
    """Leave out titles with hardly any text up to the next: title pages and lists of titles."""
    kept: list[Start] = []
    for start, end in zip(starts, [*(start.line for start in starts[1:]), len(lines)], strict=False):
        if sum(len(line.text) for line in lines[start.line + start.count : end]) >= SHORTEST:
            kept.append(start)
    return kept


def _not_between_sections(lines: Sequence[Line], starts: Sequence[Start]) -> list[Start]:
    """Leave out a line between the sections 二、 and 三、: it is a heading inside a report, whatever it looks like."""
    numbers = [(at, VALUES.get(found[1])) for at, line in enumerate(lines) if (found := TOP_SECTION.match(line.text))]
    places = [at for at, _ in numbers]
    kept: list[Start] = []
    for start in starts:
        index = bisect_left(places, start.line)
        before = numbers[index - 1][1] if index else None
        after = numbers[index][1] if index < len(numbers) else None
        inside = before is not None and after is not None and after == before + 1
        if not inside:
            kept.append(start)
    return kept
