"""The graph of a bundle as rows: nodes and relationships with an id, a content hash and their properties.

Input is an open bundle; `kg.store.sync` compares the hashes with those in a store and writes the rows that differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.bundle import Bundle
from kg.ids import row_hash
from kg.schema import schema

# Part of every hash: raise it when the properties below change, and the next load writes everything again.
LAYOUT = 1
BATCH = 5000

_LETTERS = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A node or relationship to be; `kind` is its label or type, `start` and `end` are ids of nodes."""

    kind: str
    id: str
    raw: Mapping[str, Any]
    start: str = ""
    end: str = ""

    @property
    def hash(self) -> str:
        """The hash of everything the row says; made when it is asked for."""
        return row_hash((LAYOUT, self.kind, self.start, self.end, *self.raw.values()))


def entity_rows(bundle: Bundle) -> Iterator[Row]:
    """Give a node row for each entity, under the label of its type."""
    labels = {name: entity.label for name, entity in schema().entities.items()}
    for raw in _each(bundle, "entities"):
        yield _row(labels[raw["type"]], raw["id"], raw)


def report_rows(bundle: Bundle) -> Iterator[Row]:
    """Give a node row for each report."""
    for raw in _each(bundle, "reports"):
        yield _row("Report", raw["id"], raw)


def passage_rows(bundle: Bundle) -> Iterator[Row]:
    """Give a node row for each passage."""
    for raw in _each(bundle, "passages"):
        yield _row("Passage", raw["id"], raw)


def edge_rows(bundle: Bundle) -> Iterator[Row]:
    """Give a relationship row for each edge, of the type of its predicate."""
    for raw in _each(bundle, "edges"):
        yield _row(raw["predicate"], raw["id"], raw, raw["source_id"], raw["target_id"])


def about_rows(bundle: Bundle) -> Iterator[Row]:
    """Give an ABOUT row from each report to its place, and to each further place its title names."""
    for raw in _each(bundle, "reports"):
        places = [place for place in (raw["place_id"], *(raw["more_place_ids"] or ())) if place]
        for rank, place in enumerate(dict.fromkeys(places)):
            yield _row("ABOUT", f"{raw['id']}>{place}", {"rank": rank}, raw["id"], place)


def has_passage_rows(bundle: Bundle) -> Iterator[Row]:
    """Give a HAS_PASSAGE row from each report to each of its passages."""
    for raw in _each(bundle, "passages"):
        yield _row("HAS_PASSAGE", raw["id"], {"seq": raw["seq"]}, raw["report_id"], raw["id"])


def mentions_rows(bundle: Bundle) -> Iterator[Row]:
    """Give a MENTIONS row from a passage to an entity for each mention that was linked."""
    for raw in _each(bundle, "mentions"):
        if raw["entity_id"]:
            yield _row("MENTIONS", raw["id"], raw, raw["passage_id"], raw["entity_id"])


def _each(bundle: Bundle, table: str) -> Iterator[dict[str, Any]]:
    for batch in bundle.rows(table, batch_size=BATCH):
        yield from batch


def _row(kind: str, id_: str, raw: Mapping[str, Any], start: str = "", end: str = "") -> Row:
    return Row(kind=kind, id=id_, raw=raw, start=start, end=end)


# Columns that become properties as they are; property names avoid `title` and `type`, which the embedded engine
# reserves.
_ENTITY = ("name", "aliases", "level", "adcode", "parent_id", "mentions", "reports", "first_year", "last_year")
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "Report": ("heading", "as_of", "date", "issuer", "source", "source_sha256", "start", "end", "chars", "place_name"),
    "Passage": ("seq", "start", "end", "text"),
    "ABOUT": ("rank",),
    "HAS_PASSAGE": ("seq",),
    "MENTIONS": ("start", "end", "text", "confidence", "by"),
}
_EDGE = ("basis", "count", "reports", "years", "first_year", "last_year", "confidence", "evidence")


def properties(row: Row) -> dict[str, Any]:
    """Give the properties that a store keeps for a row, none of them null.

    Entities get, besides the columns of the bundle: `kind` (the type), `py` and `pi` (pinyin and initials of name and
    aliases, in lower case, separated by spaces), so that a search by pinyin is a plain CONTAINS.
    """
    raw = row.raw
    found: dict[str, Any] = {"id": row.id, "hash": row.hash}
    if row.kind in _COLUMNS:
        columns = _COLUMNS[row.kind]
    elif row.start:
        columns = _EDGE
    else:
        columns = _ENTITY
        found["kind"] = raw["type"]
        found["py"], found["pi"] = romanised((raw["name"], *(raw["aliases"] or ())))
    found.update((column, raw[column]) for column in columns if raw[column] is not None)
    return found


def romanised(names: tuple[str, ...]) -> tuple[str, str]:
    """Give full pinyin and initials of names, each separated by spaces, without tones.

    One call for the first name, which reads polyphonic characters by phrase; a name that is part of it takes its
    syllables from there.

    >>> romanised(("四川省广元市", "广元市"))
    ('sichuanshengguangyuanshi guangyuanshi', 'scsgys gys')
    """
    full: dict[str, None] = {}
    initials: dict[str, None] = {}
    first = names[0]
    syllables = _syllables(first)
    for name in dict.fromkeys(names):
        at = first.find(name)
        parts = syllables[at : at + len(name)] if at >= 0 else _syllables(name)
        full["".join(parts)] = None
        initials["".join(part if part.isdigit() else part[:1] for part in parts)] = None
    return " ".join(filter(None, full)), " ".join(filter(None, initials))


def _syllables(name: str) -> list[str]:
    """Give one syllable for each character; letters and digits stand for themselves, everything else for nothing."""
    from pypinyin import lazy_pinyin

    # errors gets a run of characters without a reading; a list keeps one item for each of them.
    found = lazy_pinyin(name, errors=lambda run: list(run))  # type: ignore[arg-type, return-value]
    return ["".join(_LETTERS.findall(part.lower())) for part in found]
