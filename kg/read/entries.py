"""The entries of a table of contents in the body: on which line each stands again, and which of them begin reports.

Input are the lines and the Contents that `kg.read.toc` found; output are the lines on which reports begin, for `kg.read.reports`.
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
from kg.read.toc import JOINED_LINES, LONGEST_ENTRY, MARKER, Contents, Entry

LETTER = re.compile(r"[^\W_]")
SIMILAR = 0.85
# Comparing letter by letter is slow: after so many pairs the rest is reported as not found. Real files need a few hundred.
PAIRS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An entry and where it begins in the body: `line`, and how many lines its title takes there."""

    entry: Entry
    line: int
    count: int


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
