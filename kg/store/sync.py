"""Brings a store to the state of a bundle by writing only what differs.

Reads (id, hash) of everything of ours in the store, one label or type at a time, and compares with the rows of the
bundle: memory is bounded by the largest label or type. Every step may be repeated, so a load that was interrupted ends
right when it is run again.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from kg.bundle import Bundle
from kg.errors import StoreError
from kg.ids import row_hash
from kg.schema import schema
from kg.store import cypher, rows
from kg.store.base import Changes, GraphWriter, LoadReport
from kg.store.rows import Row

# One transaction takes at most so many rows and characters: with 2,000 passages of 100,000 characters a server would
# run out of memory.
BATCH_ROWS = 4000
BATCH_CHARS = 4_000_000

Progress: TypeAlias = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """The labels or types that one table of the bundle fills."""

    table: str
    kinds: tuple[str, ...]
    rows: Callable[[Bundle], Iterator[Row]]


_NODES = (
    _Group(table="entities", kinds=schema().entity_labels, rows=rows.entity_rows),
    _Group(table="reports", kinds=("Report",), rows=rows.report_rows),
    _Group(table="passages", kinds=("Passage",), rows=rows.passage_rows),
)
_RELATIONSHIPS = (
    _Group(table="edges", kinds=tuple(schema().predicates), rows=rows.edge_rows),
    _Group(table="reports", kinds=("ABOUT",), rows=rows.about_rows),
    _Group(table="passages", kinds=("HAS_PASSAGE",), rows=rows.has_passage_rows),
    _Group(table="mentions", kinds=("MENTIONS",), rows=rows.mentions_rows),
)


def sync(bundle: Bundle, writer: GraphWriter, *, replace: bool = False, progress: Progress | None = None) -> LoadReport:
    """Make the store hold exactly the graph of a bundle.

    `replace` allows another bundle to be there and compares every row even where the store says it is up to date.
    `progress` is called with what is being written, rows done and rows in all. Raises StoreError when the store holds
    something that must not be touched.
    """
    started = time.monotonic()
    _refuse_foreign(writer)
    meta = _read_meta(writer)
    if meta and not replace:
        _refuse_other(bundle, writer, meta)
        if _up_to_date(bundle, writer, meta):
            loaded = json.loads(meta["loaded"])
            return _report({kind: Changes(unchanged=loaded[kind]) for kind in loaded}, started, writer)
    writer.prepare()
    writer.write(cypher.WRITE_META, {"meta": _meta(bundle, state="loading")})
    there = _counts(writer)
    changes = {kind: Changes() for group in (*_NODES, *_RELATIONSHIPS) for kind in group.kinds}
    gone: dict[str, list[str]] = {}
    # A relationship needs both its nodes, so nodes come first and go last.
    for group in _NODES:
        gone |= _write_group(bundle, writer, group, changes, there, is_node=True, progress=progress)
    for group in _RELATIONSHIPS:
        lost = _write_group(bundle, writer, group, changes, there, is_node=False, progress=progress)
        for kind, ids in lost.items():
            _in_batches(writer, cypher.delete_relationships(kind), ids)
    for kind, ids in gone.items():
        _in_batches(writer, cypher.delete_nodes(kind), ids)
    loaded = {kind: change.created + change.updated + change.unchanged for kind, change in changes.items()}
    meta = _meta(bundle, state="complete", counts=_counts(writer), loaded=loaded)
    writer.write(cypher.WRITE_META, {"meta": meta})
    writer.finish()
    return _report(changes, started, writer)


def _report(changes: Mapping[str, Changes], started: float, writer: GraphWriter) -> LoadReport:
    nodes, relationships = (
        {kind: changes[kind] for group in part for kind in group.kinds} for part in (_NODES, _RELATIONSHIPS)
    )
    seconds = time.monotonic() - started
    return LoadReport(nodes=nodes, relationships=relationships, seconds=seconds, remade=writer.remade)


def unload(writer: GraphWriter) -> int:
    """Take everything of ours out of the store, constraints too, and give the number of nodes; foreign nodes stay."""
    _refuse_foreign(writer)
    removed = 0
    for group in reversed(_NODES):
        for kind in group.kinds:
            while number := writer.write(cypher.drop_nodes(kind), {"size": BATCH_ROWS}):
                removed += number
    writer.write(cypher.DELETE_META)
    writer.forget()
    writer.finish()
    return removed


def _refuse_foreign(writer: GraphWriter) -> None:
    """Raise when nodes under our labels are not ours: they could neither be kept apart nor be left alone."""
    for label, number in writer.scan(cypher.foreign_nodes()):
        if number:
            raise StoreError(
                f"{writer.url} holds {number} nodes labelled {label} that gongwen-kg did not write",
                hint="use another database, or remove or relabel them",
            )


def _read_meta(writer: GraphWriter) -> dict[str, Any]:
    """Give what the last load wrote about itself; empty when there was none."""
    for row in writer.scan(cypher.READ_META):
        return dict(zip(cypher.META_FIELDS, row, strict=True))
    return {}


def _meta(
    bundle: Bundle, *, state: str, counts: Mapping[str, int] | None = None, loaded: Mapping[str, int] | None = None
) -> dict[str, Any]:
    """Give what a load writes about itself: `counts` as the store sees them, others' included, `loaded` as we wrote."""
    return {
        "bundle": bundle.id,
        "layout": rows.LAYOUT,
        "state": state,
        "origin": _origin(bundle),
        "folder": bundle.root.resolve().name,
        "counts": json.dumps(counts or {}, sort_keys=True),
        "loaded": json.dumps(loaded or {}, sort_keys=True),
    }


def _origin(bundle: Bundle) -> str:
    """Give a hash for the folder of a bundle: tells two corpora apart without writing a person's path into a database."""
    return row_hash((str(bundle.root.resolve()),))


def _refuse_other(bundle: Bundle, writer: GraphWriter, meta: Mapping[str, Any]) -> None:
    """Raise when the store holds the bundle of another folder that shares no report with this one.

    A folder that was moved or built again shares reports; a mix-up of two corpora does not.
    """
    if meta["origin"] == _origin(bundle):
        return
    there = {row[0] for row in writer.scan(cypher.node_state("Report"))}
    if not there or any(row.id in there for row in rows.report_rows(bundle)):
        return
    raise StoreError(
        f"{writer.url} holds another bundle, of a folder named {meta['folder']}, with {len(there)} reports and none of this one",
        hint="use another database, or load with --replace to put this bundle in its place",
    )


def _counts(writer: GraphWriter) -> dict[str, int]:
    """Count nodes by label and relationships by type as the store sees them."""
    return {str(kind): int(number) for kind, number in writer.scan(cypher.count_all())}


def _up_to_date(bundle: Bundle, writer: GraphWriter, meta: Mapping[str, Any]) -> bool:
    """Say whether the last load of this very bundle ended well and nothing has been added or removed since."""
    if (meta["bundle"], meta["layout"], meta["state"]) != (bundle.id, rows.LAYOUT, "complete"):
        return False
    return bool(meta["counts"] == json.dumps(_counts(writer), sort_keys=True))


def _state(writer: GraphWriter, kind: str, *, is_node: bool) -> dict[str, str]:
    """Give hash by id of everything of a kind that the store holds."""
    query = cypher.node_state(kind) if is_node else cypher.relationship_state(kind)
    found = {}
    for id_, digest in writer.scan(query):
        if id_ is None or digest is None:
            raise StoreError(
                f"{writer.url} holds {kind} relationships between our nodes that gongwen-kg did not write",
                hint="remove them or give them another type",
            )
        found[id_] = digest
    return found


def _in_batches(writer: GraphWriter, query: str, ids: Sequence[str]) -> None:
    for at in range(0, len(ids), BATCH_ROWS):
        writer.write(query, {"ids": list(ids[at : at + BATCH_ROWS])})


def _write_group(
    bundle: Bundle,
    writer: GraphWriter,
    group: _Group,
    changes: Mapping[str, Changes],
    there: Mapping[str, int],
    *,
    is_node: bool,
    progress: Progress | None,
) -> dict[str, list[str]]:
    """Write the rows of a group that are new or differ, and give the ids of what the bundle no longer holds."""
    state = {kind: _state(writer, kind, is_node=is_node) if there[kind] else {} for kind in group.kinds}
    waiting = {kind: _Batch(writer, kind, is_node=is_node) for kind in group.kinds}
    total = int(bundle.manifest["tables"][group.table]["rows"])
    what = group.table if is_node or group.table == "edges" else group.kinds[0]
    for done, row in enumerate(group.rows(bundle), start=1):
        found = state[row.kind].pop(row.id, None)
        if found == row.hash:
            changes[row.kind].unchanged += 1
        else:
            changes[row.kind].created += found is None
            changes[row.kind].updated += found is not None
            waiting[row.kind].add(row, known=found is not None)
        if progress and done % rows.BATCH == 0:
            progress(what, min(done, total), total)
    for batch in waiting.values():
        batch.flush()
    for kind, left in state.items():
        changes[kind].removed = len(left)
    if progress:
        progress(what, total, total)
    return {kind: list(left) for kind, left in state.items() if left}


class _Batch:
    """Rows of one kind that wait for the next transaction."""

    def __init__(self, writer: GraphWriter, kind: str, *, is_node: bool) -> None:
        self._writer, self._kind, self._is_node = writer, kind, is_node
        self._rows: list[dict[str, Any]] = []
        self._known: list[str] = []
        self._chars = 0

    def add(self, row: Row, *, known: bool) -> None:
        """Take a row; `known` says that the store holds an older one of this id."""
        properties = rows.properties(row)
        item = {"id": row.id, "properties": properties}
        if not self._is_node:
            item.update(a=row.start, b=row.end)
            if known:
                self._known.append(row.id)
        self._rows.append(item)
        self._chars += len(properties.get("text", ""))
        if len(self._rows) >= BATCH_ROWS or self._chars >= BATCH_CHARS:
            self.flush()

    def flush(self) -> None:
        """Write what waits; raises StoreError when an end of a relationship is missing."""
        if not self._rows:
            return
        if self._known:  # the ends of a changed relationship may differ, so it is made anew
            _in_batches(self._writer, cypher.delete_relationships(self._kind), self._known)
        query = cypher.merge_nodes(self._kind) if self._is_node else cypher.merge_relationships(self._kind)
        written = self._writer.write(query, {"rows": self._rows})
        if written != len(self._rows):
            raise StoreError(
                f"{len(self._rows) - written} of {len(self._rows)} {self._kind} could not be written: their nodes are not in the bundle",
                hint="build the bundle again",
            )
        self._rows, self._known, self._chars = [], [], 0
