"""Brings a store to the state of a bundle by writing only what differs.

Reads (id, hash) of everything of ours in the store, and compares with the rows of the bundle on disk: memory is bounded
by a few batches, whatever the size of the graph. Every step may be repeated, so a load that was interrupted ends right
when it is run again.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from kg.bundle import AGAIN, Bundle, damage
from kg.errors import BundleError, StoreError
from kg.ids import row_hash
from kg.schema import schema
from kg.store import cypher, rows
from kg.store.base import Changes, GraphWriter, LoadReport
from kg.store.batches import BATCH_ROWS, Chosen, ahead, batches
from kg.store.rows import Row

if TYPE_CHECKING:
    from kg.store.compare import Comparison

Progress: TypeAlias = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """The labels or types that one table of the bundle fills."""

    table: str
    kinds: tuple[str, ...]
    rows: Callable[[Bundle], Iterator[Row]]

    @property
    def is_node(self) -> bool:
        """Whether the group holds nodes."""
        return self in _NODES


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
GROUPS = (*_NODES, *_RELATIONSHIPS)


def sync(bundle: Bundle, writer: GraphWriter, *, replace: bool = False, progress: Progress | None = None) -> LoadReport:
    """Make the store hold exactly the graph of a bundle.

    `replace` allows another bundle to be there and compares every row even where the store says it is up to date.
    `progress` is called with what is being written, rows done and rows in all. Raises StoreError when the store holds
    something that must not be touched.
    """
    from kg.store.compare import Comparison  # DuckDB takes a moment to import, which a query should not wait for

    started = time.monotonic()
    _refuse_foreign(writer)
    meta = _read_meta(writer)
    if meta and not replace:
        _refuse_other(bundle, writer, meta)
        if _up_to_date(bundle, writer, meta):
            loaded = json.loads(meta["loaded"])
            return _report({kind: Changes(unchanged=loaded[kind]) for kind in loaded}, started, writer)
    if broken := damage(bundle):
        raise BundleError(f"the bundle is damaged: {broken[0]}", hint=AGAIN)
    writer.prepare()
    writer.write(cypher.WRITE_META, {"meta": _meta(bundle, state="loading")})
    there = _counts(writer)
    changes = {kind: Changes() for group in GROUPS for kind in group.kinds}
    with Comparison() as comparison:
        # A relationship needs both its nodes, so nodes come first and go last.
        for group in GROUPS:
            _write_group(bundle, writer, group, comparison, changes, there, progress)
            if not group.is_node:
                _remove(writer, group, comparison)
        for group in _NODES:
            _remove(writer, group, comparison)
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


def _stored(writer: GraphWriter, kind: str, *, is_node: bool) -> Iterator[tuple[str, str]]:
    """Give (id, hash) of everything of a kind that the store holds."""
    query = cypher.node_state(kind) if is_node else cypher.relationship_state(kind)
    for id_, digest in writer.scan(query):
        if id_ is None or digest is None:
            raise StoreError(
                f"{writer.url} holds {kind} relationships between our nodes that gongwen-kg did not write",
                hint="remove them or give them another type",
            )
        yield id_, digest


def _remove(writer: GraphWriter, group: _Group, comparison: Comparison) -> None:
    """Take out of the store what the bundle no longer has."""
    for kind in group.kinds:
        query = cypher.delete_nodes(kind) if group.is_node else cypher.delete_relationships(kind)
        for ids in comparison.gone(kind, BATCH_ROWS):
            writer.write(query, {"ids": ids})


def _write_group(
    bundle: Bundle, writer: GraphWriter, group: _Group, comparison: Comparison, changes: dict[str, Changes],
    there: Mapping[str, int], progress: Progress | None,
) -> None:  # fmt: skip
    """Write the rows of a group that are new or differ, and count them."""
    total = int(bundle.manifest["tables"][group.table]["rows"])
    what = group.table if group.is_node or group.table == "edges" else group.kinds[0]
    held = [kind for kind in group.kinds if there[kind]]
    if held:
        comparison.begin()
        for kind in held:
            comparison.store(kind, _stored(writer, kind, is_node=group.is_node))
        comparison.want((row.kind, row.id, row.hash) for row in group.rows(bundle))
        comparison.count(changes)
        chosen = _chosen(group.rows(bundle), comparison.differing())
    else:
        chosen = ((number, row, False) for number, row in enumerate(group.rows(bundle)))
    for batch in ahead(batches(chosen)):
        batch.write(writer)
        if not held:
            changes[batch.kind].created += len(batch.rows)
        if progress and batch.done < total:
            progress(what, batch.done, total)
    if progress:
        progress(what, total, total)


def _chosen(found: Iterator[Row], differing: Iterator[tuple[int, bool]]) -> Iterator[Chosen]:
    """Give the rows whose numbers are asked for; reads no further than the last of them."""
    numbered = enumerate(found)
    for wanted, known in differing:
        for number, row in numbered:
            if number == wanted:
                yield number, row, known
                break
