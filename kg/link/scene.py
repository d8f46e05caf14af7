"""A scene: one passage with its linked mentions and the report's home, what every relation rule looks at.

`kg.link.report` makes a Scene for each passage; `statements` makes Assertions of what `partners`, `seats`, `parents`, `owned` and `regions` find.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.link.context import Home
from kg.link.named import Named
from kg.link.sentences import sentence_spans, span_at

# Between the members of one list.
LISTED = re.compile(r"[、和及]|以及")
PREDICATE = {"PROGRAMME": "IMPLEMENTS", "CAMPAIGN": "RUNS", "POLICY": "ISSUES"}
INITIATIVES = frozenset(PREDICATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody who does something: an entity id, its name, and the rule that found it."""

    entity_id: str
    name: str
    type: str
    by: str


def as_actor(one: Named, by: str) -> Actor:
    """Make an actor of a linked body or place."""
    return Actor(entity_id=one.entity_id, name=one.name, type=one.type, by=by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """Subject, predicate and object by entity id, the span of the sentence, the year it says, and the rule."""

    subject_id: str
    predicate: str
    object_id: str
    start: int
    end: int
    by: str
    year: int | None = None


class Scene:
    """One passage, its linked mentions in order, and the report's home: what every rule looks at.

    `below` is the next passage where that is a responsibility line.
    """

    def __init__(
        self, text: str, named: Sequence[Named], home: Home, defaults: Sequence[Actor], below: Scene | None = None
    ) -> None:
        self.text = text
        self.named = sorted(named, key=lambda one: one.start)
        self.home = home
        self.defaults = list(defaults)
        self.below = below if below is not None and is_lead_line(below.text) else None
        self.sentences = sentence_spans(text) or [(0, len(text))]
        self.actors = [one for one in self.named if one.type in ("ORG", "PLACE")]
        self.blanked = self._blanked()  # a year inside a title is no year of the sentence
        self._starts = [one.start for one in self.named]
        self.subjects_of_rows: dict[int, list[Actor]] = {}  # what `kg.link.actors` found for the parts of a sentence
        lines = [*RESPONSIBILITY.finditer(text), *LEAD_SENTENCE.finditer(self.blanked)]
        self.lead_lines = sorted(match.span() for match in lines)

    def sentence(self, position: int) -> tuple[int, int]:
        """Give the sentence that holds a position."""
        return span_at(self.sentences, position)

    def in_lead_line(self, one: Named) -> bool:
        """Say whether a mention stands in a responsibility line."""
        return any(start <= one.start < end for start, end in self.lead_lines)

    def leads_into(self, one: Named) -> bool:
        """Say whether a place is only the outer part of a path: 北京市 in 北京市朝阳区."""
        after = bisect_left(self._starts, one.end)
        return any(
            other.place is not None
            and other.place.inside == one.entity_id
            and self.text[one.end : other.start] in ("", "的")
            for other in self.named[after : after + 1]
        )

    def path_start(self, place: Named) -> int:
        """Give where the path begins that ends in a place: 福建省厦门市."""
        start = place.start
        for index in range(bisect_left(self._starts, place.start) - 1, -1, -1):
            other = self.named[index]
            if other.type != "PLACE" or other.end != start:
                break
            start = other.start
        return start

    @cached_property
    def rows(self) -> Mapping[int, tuple[Sequence[Named], int]]:
        """The lists of bodies and places (甲市、乙市和丙市), of a path its smallest unit: by where a name starts, its list and its place in it."""
        rows: dict[int, tuple[Sequence[Named], int]] = {}
        row: list[Named] = []
        for one in self.actors:
            if self.leads_into(one):
                rows[one.start] = [one], 0
                continue
            if row and not LISTED.fullmatch(self.text[row[-1].end : self.path_start(one)]):
                row = []
            row.append(one)
            rows[one.start] = row, len(row) - 1
        return rows

    def blank(self, start: int, end: int) -> str:
        """Give the text of a span with every mention in it blanked, so that words inside names are not taken for verbs."""
        return self.blanked[start:end]

    def _blanked(self) -> str:
        text = list(self.text)
        for one in self.named:
            text[one.start : one.end] = "□" * (one.end - one.start)
        return "".join(text)

    def siblings_start(self, one: Named) -> int:
        """Give where the list of names begins in which `one` stands: “A”“B”、“C” share the verb before “A”."""
        start, floor = one.start, self.sentence(one.start)[0]
        for index in range(bisect_left(self._starts, one.start) - 1, -1, -1):
            other = self.named[index]
            if other.start < floor or other.end > one.start:
                break
            if other.type not in INITIATIVES or not _LIST.fullmatch(self.text[other.end : start]):
                break
            start = other.start
        return start

    def siblings(self, one: Named) -> list[Named]:
        """Give the list of names in which `one` stands, in order."""
        inside = [
            other for other in self.named if other.type in INITIATIVES and other.start >= self.siblings_start(one)
        ]
        out = inside[:1]
        for other in inside[1:]:
            if not _LIST.fullmatch(self.text[out[-1].end : other.start]):
                break
            out.append(other)
        return out


# A line that says who leads and who helps: （牵头单位：A；责任单位：B）, （A牵头，B配合）, （A负责）.
# Brackets may stand inside it: 各县（市）.
_IN_LINE = r"(?:[^（()）]|[（(][^（()）]{0,20}[)）])"
RESPONSIBILITY = re.compile(rf"[（(【\[]{_IN_LINE}{{0,300}}?(?:牵头|负责|责任单位|配合){_IN_LINE}{{0,300}}[)）】\]]")
# The same as a sentence behind the one that names it; names are blanked: 由A牵头，B参与。 牵头单位：A；责任单位：B。
LEAD_SENTENCE = re.compile(
    r"(?<=[。；;])\s*(?:(?:牵头|责任)(?:单位|部门)[：:][^。\n]+|由?□+(?:(?:[、和与及]|以及)□+)*(?:负责)?牵头，[^。\n]{0,60}(?:配合|参与|负责|协同|落实))(?=[。\n]|$)"
)
# The same as a passage of its own: 牵头单位：A; 责任部门：A（牵头）、B
_LEAD_LINE = re.compile(r"\s*(?:牵头|责任|主办|承办|配合)(?:责任)?(?:单位|部门|科室)[：:]")


def is_lead_line(text: str) -> bool:
    """Say whether a passage is a responsibility line for the passage above it.

    >>> is_lead_line("牵头单位：市科技局"), is_lead_line("（市科技局牵头）"), is_lead_line("市科技局牵头实施“一网通办”工程。")
    (True, True, False)
    """
    return (_LEAD_LINE.match(text) or RESPONSIBILITY.fullmatch(text.strip())) is not None


# Between two names of one list: 、 or 和, 等 with a word, or the number of a paper in brackets.
_LIST = re.compile(r"(?:[（(〔][^（()）]{0,30}号[)）])?(?:等\w{0,8})?[、，,和与及以暨\s]{0,3}(?:以及)?")
