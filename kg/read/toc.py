"""The table of contents of a compilation: finds it, reads its entries and finds each of them again in the body.

Input are lines from `kg.read.lines`; output says on which lines reports begin, for `kg.read.reports`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from kg.gazetteer import Unit
from kg.read.lines import Line, key
from kg.read.series import lies_inside
from kg.read.titles import (
    COLLECTION,
    OFFICE_NAMES,
    SECTION,
    SELF_STANDING,
    TITLE_END,
    issuer_of,
    spoken_for,
    units_of,
)

HEADING = re.compile(r"^[【\[（(]?\s*(?:目\s*[录錄次]|CONTENTS|contents|Contents|总\s*目\s*录)\s*[】\])）]?\s*[:：]?$")
PAGE = re.compile(
    r"(?:[\s\u3000]*(?:[.．…·•‥・_—–\-]{2,}|…)[\s\u3000]*|[\s\u3000]+|(?=[（(\[〔]\d))[（(\[〔]?\s*(?:[Pp]\.?\s*)?"
    r"(\d{1,4}|[ivxIVX]{1,6})\s*[)）\]〕]?$"
)
LEADER = re.compile(r"[\s\u3000]*[.．…·•‥・_]{3,}[\s\u3000]*$")
MARKER = re.compile(
    r"^(?:(?P<part>第\s*[一二三四五六七八九十百\d]+\s*[篇章节编辑部分]+)[\s:：、]*"
    r"|(?P<top>[一二三四五六七八九十百]+)[、．.]\s*|[（(](?P<sub>[一二三四五六七八九十百]+)[)）]\s*|[（(](?P<round>\d+)[)）]\s*"
    r"|(?P<digit>\d{1,3})(?:[．.、﹒)）]|[\s\u3000]+(?=[^\d\s]))(?!\d)\s*|(?P<circle>[①-⑳])\s*|[【\[](?P<box>\d+)[】\]]\s*)"
)
LETTER = re.compile(r"[^\W_]")
LONGEST_ENTRY = 100
JOINED_LINES = 3
SIMILAR = 0.85
# Comparing letter by letter is slow: after so many pairs the rest is reported as not found. Real files need a few hundred.
PAIRS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of a table of contents: its text without number and page, the kind of its number, whether it has a page."""

    text: str
    full: str
    marker: str
    paged: bool

    @property
    def key(self) -> str:
        """The text for comparison."""
        return key(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """A table of contents on the lines from `first` up to `end`, excluded."""

    first: int
    end: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An entry and where it begins in the body: `line`, and how many lines its title takes there."""

    entry: Entry
    line: int
    count: int


def read_entry(text: str) -> Entry:
    """Read one line of a table of contents.

    >>> entry = read_entry("1．持之以恒转作风 ………… 12")
    >>> entry.text, entry.marker, entry.paged
    ('持之以恒转作风', 'digit', True)
    """
    page = PAGE.search(text)
    # 2019 after a blank is a year rather than a page, unless a row of dots leads to it.
    if page and 1900 <= int(page[1] if page[1].isdigit() else 0) <= 2100 and not re.search(r"[.．…·]{2}", page[0]):
        page = None
    full = LEADER.sub("", text[: page.start()] if page else text).strip()
    marker = MARKER.match(full)
    bare = full[marker.end() :] if marker and len(full) > marker.end() else full
    kind = marker.lastgroup or "" if marker and bare != full else ""
    return Entry(text=bare.strip(), full=full, marker=kind, paged=page is not None)


def find_contents(lines: Sequence[Line]) -> Contents | None:
    """Find the table of contents, by its heading or by three lines with page numbers one after another near the beginning."""
    first = next((at for at, line in enumerate(lines[:200]) if HEADING.match(line.text)), None)
    start = None if first is None else first + 1
    if start is None:
        head = [len(line.text) <= LONGEST_ENTRY and _dotted(line.text) for line in lines[:60]]
        first = start = next((at for at in range(len(head) - 2) if all(head[at : at + 3])), None)
    if first is None or start is None:
        return None
    entries: list[Entry] = []
    seen: set[str] = set()
    end = start
    for at in range(start, len(lines)):
        text = lines[at].text
        entry = read_entry(text)
        if (
            len(text) > LONGEST_ENTRY
            or re.search(r"[。！？；：:]$", text)
            or _begins_body(lines, at, entry, entries, seen)
        ):
            break
        entries.append(entry)
        seen.add(key(entry.full))
        seen.add(entry.key)
        end = at + 1
    paged = [at for at, entry in enumerate(entries) if entry.paged]
    if len(paged) >= 2 and len(paged) * 2 > paged[-1] + 1:  # what follows the last page number is no entry
        entries = entries[: paged[-1] + 1]
        end = start + len(entries)
        entries = _joined_entries(entries)
    return Contents(first=first, end=end, entries=tuple(entries)) if len(entries) >= 2 else None


def _joined_entries(entries: Sequence[Entry]) -> list[Entry]:
    """Join an entry without a page to the one after it, which has neither number nor group: its title took two lines."""
    joined: list[Entry] = []
    half: Entry | None = None
    for entry in entries:
        if half is not None and not entry.marker:
            entry = Entry(
                text=half.text + entry.text, full=half.full + entry.full, marker=half.marker, paged=entry.paged
            )
        elif half is not None:
            joined.append(half)
        half = None
        if not entry.paged and (entry.marker == "digit" or (not entry.marker and len(entry.text) >= 12)):
            half = entry
        else:
            joined.append(entry)
    return joined if half is None else [*joined, half]


def _dotted(text: str) -> bool:
    page = PAGE.search(text)
    return (
        bool(page)
        and bool(re.search(r"[.．…·]{2}|\t|\u3000\u3000| {3}", page[0] if page else ""))
        and len(key(text)) >= 6
    )


def _begins_body(lines: Sequence[Line], at: int, entry: Entry, entries: list[Entry], seen: set[str]) -> bool:
    """Tell whether a line repeats an entry that was read before: then the table is over and the body begins."""
    if len(entries) < 2 or entry.paged:
        return False
    whole = key(lines[at].text)
    if whole in seen and len(whole) >= 4:
        return True
    joined = whole
    for later in lines[at + 1 : at + JOINED_LINES]:
        joined += key(later.text)
        if len(whole) >= 4 and joined == entries[0].key:
            return True
    return False


def find_entries(lines: Sequence[Line], contents: Contents) -> tuple[list[Found], list[Entry]]:
    """Find the entries in the body, in their order; give those found and those that are not there."""
    where = _positions(lines, contents)
    candidates: list[list[tuple[int, int]]] = []
    for entry in contents.entries:
        at = dict(where.get(key(entry.full), []))
        at.update(where.get(entry.key, []))
        candidates.append(sorted(at.items()))
    chosen = _in_order(candidates)
    found = [Found(entry=contents.entries[i], line=line, count=count) for i, (line, count) in sorted(chosen.items())]
    missing = {i for i in range(len(contents.entries)) if i not in chosen}
    similar = _similar(lines, contents, chosen, missing)
    found += [Found(entry=contents.entries[i], line=line, count=1) for i, line in similar.items()]
    found.sort(key=lambda item: item.line)
    return found, [contents.entries[i] for i in sorted(missing - set(similar))]


def _positions(lines: Sequence[Line], contents: Contents) -> dict[str, list[tuple[int, int]]]:
    """Give for every entry's text the lines of the body that consist of it, alone or with up to two lines after them."""
    wanted = sorted({entry.key for entry in contents.entries} | {key(entry.full) for entry in contents.entries})
    firsts = {text[:1] for text in wanted}
    where: dict[str, list[tuple[int, int]]] = {}
    for at in range(contents.end, len(lines)):
        text = lines[at].text
        marker = MARKER.match(text)
        for begin in {0, marker.end() if marker else 0}:
            letter = LETTER.search(text, begin)
            # Looking at the first letter spares the normalisation of nearly all lines.
            if len(text) > 2 * LONGEST_ENTRY or not letter or key(letter[0])[:1] not in firsts:
                continue
            joined = key(text[begin:])
            for count in range(1, JOINED_LINES + 1):
                near = bisect_left(wanted, joined)
                if not joined or near == len(wanted) or not wanted[near].startswith(joined):
                    break
                if wanted[near] == joined:
                    where.setdefault(joined, []).append((at, count))
                if at + count == len(lines):
                    break
                joined += key(lines[at + count].text[:LONGEST_ENTRY])
    return where


def _in_order(candidates: Sequence[Sequence[tuple[int, int]]]) -> dict[int, tuple[int, int]]:
    """Choose one place for as many entries as possible so that the places rise (longest increasing subsequence)."""
    tails: list[int] = []
    last: list[tuple[int, int]] = []  # for each length the entry and its candidate that end it
    before: dict[tuple[int, int], tuple[int, int] | None] = {}
    for i, places in enumerate(candidates):
        for k in range(len(places) - 1, -1, -1):
            line = places[k][0]
            length = bisect_left(tails, line)
            before[i, k] = last[length - 1] if length else None
            if length == len(tails):
                tails.append(line)
                last.append((i, k))
            else:
                tails[length] = line
                last[length] = (i, k)
    chosen: dict[int, tuple[int, int]] = {}
    step = last[-1] if last else None
    while step is not None:
        chosen[step[0]] = candidates[step[0]][step[1]]
        step = before[step]
    return chosen


def _similar(
    lines: Sequence[Line], contents: Contents, chosen: dict[int, tuple[int, int]], missing: set[int]
) -> dict[int, int]:
    """Look for entries that are worded a little differently in the body, between the neighbours that were found."""
    result: dict[int, int] = {}
    pairs, low = 0, contents.end - 1
    bounds = [len(lines)] * (len(contents.entries) + 1)
    for i in range(len(contents.entries) - 1, -1, -1):
        bounds[i] = chosen[i][0] if i in chosen else bounds[i + 1]
    for i, entry in enumerate(contents.entries):
        if i in chosen:
            low = chosen[i][0]
        if i not in missing or len(entry.key) < 4:
            continue
        best, best_ratio = None, SIMILAR
        for at in range(low + 1, bounds[i]):
            text = lines[at].text
            if pairs > PAIRS:
                break
            other = key(MARKER.sub("", text[: 2 * LONGEST_ENTRY]))
            ratio = _likeness(entry.key, other, text)
            pairs += 1
            if ratio > best_ratio:
                best, best_ratio = at, ratio
        if best is not None:
            result[i] = low = best
    return result


def _likeness(wanted: str, other: str, text: str) -> float:
    if len(other) < 4:
        return 0.0
    if len(wanted) >= 6 and other.startswith(wanted) and _parted(MARKER.sub("", text), len(wanted)):
        return 1.0  # the title with its date or its first paragraph on one line
    if len(other) >= 8 and (wanted.startswith(other) or wanted.endswith(other)):
        return 0.95  # the entry names the issuer too
    if re.search(r"[。；]", text) or abs(len(wanted) - len(other)) > 0.3 * len(wanted):
        return 0.0
    if sum((Counter(wanted) & Counter(other)).values()) * 2 < SIMILAR * (len(wanted) + len(other)):
        return 0.0
    matcher = SequenceMatcher(None, wanted, other, autojunk=False)
    return matcher.ratio()


def _parted(text: str, letters: int) -> bool:
    """Tell whether a blank or a mark follows after the first so many letters of a text."""
    for at, char in enumerate(text):
        letters -= char.isalnum()
        if letters == 0:
            return re.match(r"\W|$", text[at + 1 :]) is not None
    return False


def report_starts(lines: Sequence[Line], contents: Contents, found: Sequence[Found]) -> list[Found]:
    """Choose among the entries found those that begin a report; none where the table lists the sections of one paper.

    Sections stand in the body with their numbers (一、总体要求), reports as a rule without; the kind of number that most of
    the unnumbered or freely numbered entries share is the level of the reports, other kinds are headings of groups.
    """
    real = [item for item in found if not OFFICE_NAMES.match(item.entry.text)]
    kinds: dict[str, list[Found]] = {}
    for item in real:
        kinds.setdefault(item.entry.marker, []).append(item)
    collection = any(COLLECTION.search(line.text) for line in lines[: contents.first][-6:] if len(line.text) <= 80)
    above = [unit for line in lines[: contents.first][-6:] if len(line.text) <= 80 for unit in units_of(line.text)]
    groups = sorted(kinds.items(), key=lambda pair: -len(pair[1]))
    for kind, items in groups:
        numbered = sum(bool(SECTION.match(lines[item.line].text)) for item in items)
        as_sections = kind in {"top", "sub", "part", "digit", "round", "circle"} and numbered * 2 > len(items)
        if len(items) < 2:
            continue
        if _name_places(items, above) or _are_reports(lines, items, collection=collection, as_sections=as_sections):
            return items
    return []


def _name_places(items: Sequence[Found], above: Sequence[Unit]) -> bool:
    """Tell whether entries say before a colon for which place each speaks, and none lies in the place of the title above."""
    names = [name for item in items if (name := spoken_for(item.entry.text))]
    if len(names) * 2 <= len(items) or len(set(names)) < len(names):
        return False
    return not any(lies_inside(unit, next(iter(units_of(name)), None), name) for unit in above for name in names)


def _are_reports(lines: Sequence[Line], items: Sequence[Found], *, collection: bool, as_sections: bool) -> bool:
    many = len(items) / 2
    standing = sum(bool(SELF_STANDING.search(item.entry.text)) for item in items)
    signed = sum(
        item.line + item.count < len(lines) and issuer_of(lines[item.line + item.count].text) is not None
        for item in items
    )
    if standing > many or signed > many:
        return True
    if as_sections:
        return False
    ended = sum(bool(TITLE_END.search(item.entry.text)) for item in items)
    restarts = sum(
        any(line.text.startswith("一、") for line in lines[item.line + 1 : after])
        for item, after in zip(items, [*(item.line for item in items[1:]), len(lines)], strict=True)
    )
    return collection or restarts > many or (ended > many and ended >= 3)
