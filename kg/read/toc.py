"""The table of contents of a compilation: where it stands, and its entries.

Input are lines from `kg.read.lines`; output are Contents, whose entries `kg.read.entries` finds again in the body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.read.lines import Line, key

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
LONGEST_ENTRY = 100
JOINED_LINES = 3


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
