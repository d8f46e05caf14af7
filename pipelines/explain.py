"""Explaining: why mentions are one entity and why an edge stands, from a bundle and its decisions.

Input is the folder of a bundle and what to explain: an entity id or name, an edge id, or a triple; output is a Story of an entity or an edge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from math import prod
from pathlib import Path
from typing import Any

import duckdb

from kg.bundle import TABLES, Bundle, open_bundle
from kg.decisions import CONFIRMED, Decision, Decisions, sentence_hash, touching
from kg.errors import UsageError
from kg.ids import scope_of
from kg.schema import schema
from pipelines.build import decisions_of

EDGE_ID = re.compile(r"e[0-9a-f]{16}")
_TYPES = "|".join(name.lower() for name in schema().entities)
_ENTITY_ID = re.compile(rf"(?:{_TYPES}):.")
NEAR = 8  # names offered when one is not found
BASES = {
    "text": "sentences say it",
    "gazetteer": "the table of administrative units says it; no sentence is needed",
    "name": "the name of the body says it; no sentence is needed",
    "context": "taken from the report's place; no sentence says it",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """One way in which an entity is written: how often, in how many reports, those of which places (at most four), and which component found it.

    The places say why 市委 is this committee and no other.
    """

    text: str
    by: str
    count: int
    reports: int
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One statement with its sentence: the rule, its measured precision (or 0.9999 where a reviewer confirmed it), and where it stands."""

    id: str
    by: str
    confidence: float
    text: str
    sentence: str
    heading: str
    source: str
    year: int | None
    as_of: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityStory:
    """Why mentions are one thing."""

    id: str
    type: str
    name: str
    aliases: tuple[str, ...]
    rule: str
    one_with: tuple[str, ...]
    spellings: tuple[Spelling, ...]
    decisions: tuple[tuple[int, Decision], ...]

    def as_dict(self) -> dict[str, Any]:
        """Give the story as plain values."""
        return {**asdict(self), "decisions": [{"line": line, **one.as_dict()} for line, one in self.decisions]}


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeStory:
    """Why an edge stands; `combined` says how its confidence came about."""

    id: str
    source_id: str
    source: str
    predicate: str
    target_id: str
    target: str
    basis: str
    confidence: float
    combined: str
    statements: tuple[Said, ...]
    decisions: tuple[tuple[int, Decision], ...]

    def as_dict(self) -> dict[str, Any]:
        """Give the story as plain values."""
        return {**asdict(self), "decisions": [{"line": line, **one.as_dict()} for line, one in self.decisions]}


@contextmanager
def tables(bundle: Bundle) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the tables of a bundle as views."""
    with duckdb.connect(":memory:", config={"threads": 1}) as db:
        db.execute("SET enable_progress_bar = false")  # after two seconds it would go to stdout, where --json prints
        for name in TABLES:
            path = str(bundle.path(name)).replace("'", "''")
            db.execute(f"CREATE VIEW {name} AS FROM read_parquet('{path}')")
        yield db


def explain(bundle: Path | str, thing: str, *, decisions: Path | None = None) -> EntityStory | EdgeStory:
    """Explain an entity (id or name) or an edge (id, or `SUBJECT PREDICATE OBJECT` of ids or names, 实施 for IMPLEMENTS).

    Raises UsageError for what is not there.
    """
    opened = open_bundle(bundle)
    settled = decisions_of(opened.root, decisions)
    with tables(opened) as db:
        if EDGE_ID.fullmatch(thing):
            return _edge(db, settled, edge_of(db, thing))
        words = thing.split()
        for at, word in enumerate(words):
            if (predicate := schema().predicate(word)) is not None and 0 < at < len(words) - 1:
                ends = [find_entity(db, " ".join(part), settled) for part in (words[:at], words[at + 1 :])]
                return _edge(db, settled, _edge_between(db, ends[0], predicate, ends[1]))
        return _entity(db, settled, find_entity(db, thing, settled))


def is_entity_id(text: str) -> bool:
    """Say whether a text has the form of an entity id.

    >>> is_entity_id("org:广元市总工会"), is_entity_id("广元市总工会")
    (True, False)
    """
    return _ENTITY_ID.match(text) is not None


def find_entity(db: duckdb.DuckDBPyConnection, text: str, decisions: Decisions) -> str:
    """Give the id of the entity that an id, a name or an alias means; raises UsageError when none or several do."""
    wanted = [text, decisions.resolve(text)]
    for where in ("id IN $wanted", "name IN $wanted", "list_has_any(aliases, $wanted)"):
        found = [row[0] for row in _rows(db, f"SELECT id FROM entities WHERE {where} ORDER BY id", wanted=wanted)]
        if text in found or len(found) == 1:
            return text if text in found else str(found[0])
        if found:
            more = f" and {len(found) - NEAR} more" if len(found) > NEAR else ""
            raise UsageError(
                f"{text!r} names {len(found)} entities", hint="give an id: " + ", ".join(found[:NEAR]) + more
            )
    near = _rows(
        db, "SELECT id FROM entities WHERE contains(name, $text) OR contains($text, name) ORDER BY mentions DESC, id LIMIT 8",
        text=text,
    )  # fmt: skip
    hint = "near are " + ", ".join(row[0] for row in near) if near else "kg query finds names in a loaded store"
    raise UsageError(f"no entity {text!r} in the bundle", hint=hint)


def edge_of(db: duckdb.DuckDBPyConnection, edge_id: str) -> tuple[Any, ...]:
    """Give (id, source id, predicate, target id, basis, confidence) of an edge; raises UsageError when it is not there."""
    found = _rows(db, f"SELECT {_EDGE_COLUMNS} FROM edges WHERE id = $id", id=edge_id)
    if not found:
        raise UsageError(f"no edge {edge_id} in the bundle", hint="kg review DIR lists edges with their ids")
    return found[0]


_EDGE_COLUMNS = "id, source_id, predicate, target_id, basis, confidence"


def _edge_between(db: duckdb.DuckDBPyConnection, source: str, predicate: str, target: str) -> tuple[Any, ...]:
    both = "OR (source_id = $target AND target_id = $source)" if schema().predicates[predicate].symmetric else ""
    query = f"""SELECT {_EDGE_COLUMNS} FROM edges
        WHERE predicate = $predicate AND ((source_id = $source AND target_id = $target) {both}) ORDER BY id"""
    found = _rows(db, query, source=source, target=target, predicate=predicate)
    if not found:
        between = _rows(
            db, "SELECT DISTINCT predicate FROM edges WHERE source_id = $source AND target_id = $target ORDER BY 1",
            source=source, target=target,
        )  # fmt: skip
        hint = "between them there is " + (", ".join(row[0] for row in between) or "no edge")
        raise UsageError(f"no edge {source} {predicate} {target} in the bundle", hint=hint)
    return found[0]


def said_of(db: duckdb.DuckDBPyConnection, source: str, predicate: str, target: str) -> tuple[Said, ...]:
    """Give the statements of a triple with their sentences, the surest first."""
    query = """SELECT s.id, s."by", s.confidence, substr(p.text, s.start + 1, s."end" - s.start), r.heading, r.source, s.year, s.as_of
        FROM statements s JOIN passages p ON p.id = s.passage_id JOIN reports r ON r.id = p.report_id
        WHERE subject_id = $source AND predicate = $predicate AND object_id = $target ORDER BY s.confidence DESC, s.id"""
    rows = _rows(db, query, source=source, predicate=predicate, target=target)
    names = ("id", "by", "confidence", "text", "heading", "source", "year", "as_of")
    return tuple(Said(**dict(zip(names, row, strict=True)), sentence=sentence_hash(row[3])) for row in rows)


def name_of(db: duckdb.DuckDBPyConnection, entity_id: str) -> str:
    """Give the name of an entity, or its id where the bundle does not know it."""
    found = _rows(db, "SELECT name FROM entities WHERE id = $id", id=entity_id)
    return str(found[0][0]) if found else entity_id


def _edge(db: duckdb.DuckDBPyConnection, decisions: Decisions, row: Sequence[Any]) -> EdgeStory:
    id_, source, predicate, target, basis, confidence = row
    statements = said_of(db, source, predicate, target)
    triple = decisions.triple((source, predicate, target))
    judging = {
        (line, one) for line, one in decisions.lines if one.what in ("reject", "confirm") and decisions.triple(one.about) == triple
    }  # fmt: skip
    merging = {(line, one) for line, one in touching(decisions, (source, target)) if one.what in ("same", "rename")}
    return EdgeStory(
        id=id_, source_id=source, source=name_of(db, source), predicate=predicate, target_id=target, target=name_of(db, target),
        basis=BASES.get(basis, basis), confidence=confidence, combined=combined([one.confidence for one in statements], confidence),
        statements=statements, decisions=tuple(sorted(judging | merging, key=lambda pair: pair[0])),
    )  # fmt: skip


def combined(confidences: Sequence[float], result: float) -> str:
    """Write out how the confidences of statements became that of their edge.

    >>> combined([0.8, 0.5], 0.9)
    '1 - (1 - 0.8)(1 - 0.5) = 0.9'
    >>> combined([0.8], 0.9999)
    '1 - (1 - 0.8) = 0.8; the table of administrative units says it too: 0.9999'
    """
    if not confidences:
        return f"{result}: it does not rest on sentences"
    shown = "".join(f"(1 - {value:g})" for value in confidences[:6])
    if len(confidences) > 6:
        shown += f" and {len(confidences) - 6} more factors"
    value = min(1 - prod(1 - value for value in confidences), CONFIRMED)
    if result - value > 0.001:  # rounding to four digits moves it by less
        return f"1 - {shown} = {value:.4g}; the table of administrative units says it too: {result:g}"
    return f"1 - {shown} = {result:g}" + (f", never above {CONFIRMED}" if result >= CONFIRMED else "")


def _entity(db: duckdb.DuckDBPyConnection, decisions: Decisions, entity_id: str) -> EntityStory:
    [(kind, name, aliases)] = _rows(db, "SELECT type, name, aliases FROM entities WHERE id = $id", id=entity_id)
    query = """SELECT "text", "by", count(*), count(DISTINCT r.id), list_sort(list(DISTINCT place_name))[:4]
        FROM mentions JOIN reports r ON r.id = split_part(passage_id, '/', 1) WHERE entity_id = $id GROUP BY "text", "by" ORDER BY 3 DESC, 1, 2"""
    spellings = [
        Spelling(text=t, by=by, count=n, reports=r, places=tuple(place for place in places or () if place))
        for t, by, n, r, places in _rows(db, query, id=entity_id)
    ]
    staying = decisions.resolve(entity_id)
    one_with = (one for one, stays in decisions.canonical.items() if stays == staying and one != entity_id)
    return EntityStory(
        id=entity_id, type=kind, name=name, aliases=tuple(aliases), rule=rule_of(entity_id), one_with=tuple(sorted(one_with)),
        spellings=tuple(spellings), decisions=tuple(touching(decisions, [entity_id])),
    )  # fmt: skip


def rule_of(entity_id: str) -> str:
    """Say which rule of linking gives ids of this form.

    >>> rule_of("programme:头雁工程").split(" (")[0]
    'mentions with this normal form of the name'
    """
    kind, _, rest = entity_id.partition(":")
    if scope := scope_of(entity_id):
        where, name = "the report" if scope.startswith("r") else "the place", rest.removesuffix(f"@{scope}")
        return f"known as {name} only in {where} {scope}: the name does not tell which one it is anywhere else"
    if kind == "place":
        return (
            f"mentions that mean the administrative unit or named region {rest}, by name, report's place and neighbours"
        )
    if kind == "org":
        return "mentions whose full official name is this one, after 市委, 省科技厅 and the like are resolved in their report"
    name = "mentions with this normal form of the name (without quotes, spaces, width and an empty head) are one"
    return f"{name}, in all reports, and its short forms where a report gives them"


def _rows(db: duckdb.DuckDBPyConnection, query: str, **parameters: Any) -> list[tuple[Any, ...]]:
    return list(db.execute(query, parameters).fetchall())
