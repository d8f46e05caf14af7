"""The text side: what a report says, before anything is known about the things it names.

`kg.read` makes Reports and Passages, `kg.extract` makes Mentions, `kg.link` gives Mentions their entity and makes Statements.
All are frozen; all offsets count characters, end excluded.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One self-contained text with a title, the place it speaks for and the year it speaks from.

    `text` is the passages joined by a line feed; `start` and `end` are where the report stands in the decoded text of its
    file `source` (a path as it was given or found, with forward slashes). `heading`, `issuer` and places are in simplified
    characters, `text` as it was written. `place` is a full name such as 四川省广元市, or a
    masked one such as XXX县, or None when neither title nor issuer names one, or an institution speaks for itself;
    `more_places` are further places of the title.
    `as_of` is a year; `date` is `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    """

    id: str
    heading: str
    text: str
    source: str
    source_sha256: str
    start: int
    end: int
    place: str | None = None
    more_places: tuple[str, ...] = ()
    issuer: str | None = None
    as_of: int | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One paragraph of a report, re-joined where its lines were wrapped; `text` is `report.text[start:end]`."""

    id: str
    report_id: str
    seq: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A typed span of a passage that names something; `text` is `passage.text[start:end]`.

    `type` is an entity type of the schema, `confidence` a calibrated probability, `by` the component that decided.
    `entity_id` is empty until the mention is linked.
    """

    passage_id: str
    start: int
    end: int
    text: str
    type: str
    confidence: float
    by: str
    entity_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One assertion in one sentence: `subject_id` `predicate` `object_id`, with the span of the sentence in its passage.

    `year` is what the sentence says, `as_of` the year that this part of the report speaks of, `by` the rule, `confidence` that
    rule's measured precision.
    """

    passage_id: str
    start: int
    end: int
    subject_id: str
    predicate: str
    object_id: str
    confidence: float
    by: str
    year: int | None = None
    as_of: int | None = None
