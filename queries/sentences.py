"""Reads the sentences behind edges and entities from a store: the proof that a page shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from kg.graph import Edge, Sentence
from kg.store.base import GraphReader

# Characters on either side of a mention in which its sentence is looked for.
WINDOW = 120

_BEFORE = re.compile(r".*[。！？；\n]", re.DOTALL)
_AFTER = re.compile(r"[。！？；\n]")

_SPANS = """
UNWIND $spans AS span
MATCH (report:Report)-[:HAS_PASSAGE]->(passage:Passage {id: span.passage})
RETURN span.of AS of, substring(passage.text, span.first, span.length) AS text, report.id AS report_id,
  report.heading AS heading, report.source AS source, passage.id AS passage_id, span.first AS first, report.as_of AS
  as_of
"""
_MENTIONS = """
UNWIND $ids AS wanted
MATCH (n:Entity {id: wanted})<-[m:MENTIONS]-(passage:Passage)<-[:HAS_PASSAGE]-(report:Report)
WITH wanted, passage, report.as_of AS as_of, min(m.start) AS first ORDER BY wanted, as_of, passage.id
WITH wanted, collect({passage: passage.id, first: first}) AS found
UNWIND found[$skip..$skip + $most] AS one
MATCH (report:Report)-[:HAS_PASSAGE]->(passage:Passage {id: one.passage})
WITH wanted, report, passage, one.first AS first, CASE WHEN one.first > $window THEN one.first - $window ELSE 0 END AS
begin RETURN wanted AS of, substring(passage.text, begin, 2 * $window) AS text, report.id AS report_id, report.heading
AS heading, report.source AS source, passage.id AS passage_id, begin, first, report.as_of AS as_of ORDER BY of, as_of,
passage_id
"""


def parse_evidence(reference: str) -> tuple[str, int, int]:
    """Take an evidence reference apart.

    >>> parse_evidence("r00/3#5-9")
    ('r00/3', 5, 9)
    """
    passage, _, span = reference.rpartition("#")
    start, _, end = span.partition("-")
    return passage, int(start), int(end)


def of_edges(store: GraphReader, edges: Iterable[Edge], *, most: int) -> dict[str, tuple[Sentence, ...]]:
    """Give up to `most` sentences for each edge by its id, in the order of its evidence."""
    spans, years = [], {}
    for edge in edges:
        years[edge.id] = edge.years
        for reference in edge.evidence[:most]:
            passage, start, end = parse_evidence(reference)
            spans.append({"of": edge.id, "passage": passage, "first": start, "length": end - start})
    found: dict[str, list[Sentence]] = {}
    for row in store.read(_SPANS, {"spans": spans}).dicts() if spans else ():
        of, first = row.pop("of"), row.pop("first")
        year = next((year for year in years[of] if str(year) in row["text"]), None)
        found.setdefault(of, []).append(Sentence(**row, start=first, end=first + len(row["text"]), year=year))
    return {of: tuple(sentences) for of, sentences in found.items()}


def of_entities(store: GraphReader, ids: Sequence[str], *, most: int, skip: int = 0) -> dict[str, tuple[Sentence, ...]]:
    """Give up to `most` sentences that mention each entity by its id, one for each passage, the earliest reports first, from number `skip` on."""
    found: dict[str, list[Sentence]] = {}
    wanted = {"ids": list(ids), "skip": skip, "most": most, "window": WINDOW}
    for row in store.read(_MENTIONS, wanted).dicts() if ids else ():
        found.setdefault(row["of"], []).append(_around(row))
    return {of: tuple(sentences) for of, sentences in found.items()}


def _around(row: dict[str, Any]) -> Sentence:
    """Cut the sentence of a mention out of the window around it."""
    at = row["first"] - row["begin"]
    text = row["text"]
    before = _BEFORE.match(text[:at])
    start = before.end() if before else 0
    after = _AFTER.search(text, at)
    end = after.end() if after else len(text)
    return Sentence(
        text=text[start:end],
        report_id=row["report_id"],
        heading=row["heading"],
        source=row["source"],
        passage_id=row["passage_id"],
        start=row["begin"] + start,
        end=row["begin"] + end,
        as_of=row["as_of"],
    )
