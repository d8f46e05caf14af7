"""Cuts of the graph that fit a page: an overview, the surroundings of a thing, or what a query found, each with
sentences as proof.

Reads from a store of either kind; `viz` and the page draw the Subgraph that comes out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.errors import UsageError
from kg.graph import Edge, Entity, Subgraph
from kg.store.base import GraphReader, Node, Path, Relationship, Result
from queries import names
from queries.sentences import of_edges, of_entities

# Sentences for each edge and entity: enough to judge by, few enough for a page of 300 things.
PROOFS = 3
# An overview keeps at most so many edges for each node; beyond about two a drawing of 300 nodes is a hairball.
EDGES_PER_NODE = 1.8

_ENTITIES = """
UNWIND $ids AS wanted MATCH (n:Entity {id: wanted})
RETURN n.id AS id, n.kind AS type, n.name AS name, n.aliases AS aliases, n.level AS level, n.adcode AS adcode,
  n.parent_id AS parent_id, n.mentions AS mentions, n.reports AS reports, n.first_year AS first_year, n.last_year AS
  last_year
"""
EDGE = """
RETURN r.id AS id, a.id AS source_id, type(r) AS predicate, b.id AS target_id, r.basis AS basis, r.count AS count,
  r.reports AS reports, r.years AS years, r.first_year AS first_year, r.last_year AS last_year, r.confidence AS
  confidence, r.evidence AS evidence
"""
_INDUCED = (
    "UNWIND $ids AS wanted MATCH (a:Entity {id: wanted})-[r]->(b:Entity) WHERE b.id IN $ids" + EDGE + "ORDER BY id"
)
_STRONGEST = (
    "MATCH (n:Entity) WITH n, COUNT { MATCH (n)-[r]-(:Entity) WHERE r.basis = 'text' } AS degree WHERE degree > 0 "
    "RETURN n.id AS id ORDER BY degree DESC, n.mentions DESC, id LIMIT $limit"
)
_NEIGHBOURS = (
    "UNWIND $ids AS wanted MATCH (n:Entity {id: wanted})-[r]-(other:Entity) WHERE NOT other.id IN $seen "
    "RETURN wanted, other.id AS id, r.count AS count, other.mentions AS mentions "
    "ORDER BY count DESC, mentions DESC, wanted, id LIMIT $limit"
)


def overview(store: GraphReader, limit: int = 300, *, proofs: int = PROOFS) -> Subgraph:
    """Give the most connected things with the strongest edges among them, few enough edges to be readable.

    Half of the nodes are the best connected; the other half are their strongest neighbours, taken in turns, so that
    each of them shows something of its own.
    """
    hubs = [row[0] for row in store.read(_STRONGEST, {"limit": max(1, limit // 2)}).rows]
    rows = store.read(_NEIGHBOURS, {"ids": hubs, "seen": hubs, "limit": 200 * limit}).rows
    chosen = list(dict.fromkeys([*hubs, *_in_turns(hubs, rows)]))[:limit]
    entities = read_entities(store, chosen)
    edges = _thinned(_induced(store, chosen), round(EDGES_PER_NODE * len(chosen)))
    return _subgraph(store, entities, edges, proofs, truncated=_total(store) > len(entities))


def around(store: GraphReader, name_or_id: str, depth: int = 1, limit: int = 300, *, proofs: int = PROOFS) -> Subgraph:
    """Give a thing and everything within `depth` steps of it, the strongest relations first, with all edges among them."""
    if depth < 0 or limit < 1:
        raise UsageError(
            f"depth {depth} and limit {limit} make no picture", hint="give a depth from 0 and a limit from 1"
        )
    chosen = [names.resolve(store, name_or_id, "entity").id]
    frontier, truncated = chosen, False
    for _ in range(depth):
        room = limit - len(chosen)
        rows = store.read(_NEIGHBOURS, {"ids": frontier, "seen": chosen, "limit": 200 * limit}).rows
        found = list(dict.fromkeys(row[1] for row in rows))
        truncated = truncated or len(found) > room
        frontier = found[:room]
        chosen = [*chosen, *frontier]
        if not frontier:
            break
    return _subgraph(store, read_entities(store, chosen), _induced(store, chosen), proofs, truncated=truncated)


def from_result(store: GraphReader, result: Result, limit: int = 300, *, proofs: int = PROOFS) -> Subgraph:
    """Give what a query found: its nodes, relationships and paths, or the things that its id columns name.

    Where a result holds no relationships, those among its things are shown.
    """
    ids: dict[str, None] = {}
    edge_ids: dict[str, None] = {}
    for row in result.rows:
        for column, value in zip(result.columns, row, strict=True):
            _gather(value, column, ids, edge_ids)
    entities = read_entities(store, list(ids)[: 20 * limit])
    truncated = result.truncated or len(entities) > limit
    entities = entities[:limit]
    edges = _induced(store, [entity.id for entity in entities])
    if edge_ids:
        edges = tuple(edge for edge in edges if edge.id in edge_ids)
    return _subgraph(store, entities, edges, proofs, truncated=truncated)


def _gather(value: Any, column: str, ids: dict[str, None], edge_ids: dict[str, None]) -> None:
    """Collect ids of nodes and relationships from a value of a result, in their order."""
    if isinstance(value, Node):
        ids[value.id] = None
    elif isinstance(value, Relationship):
        ids[value.start_id] = ids[value.end_id] = None
        edge_ids[value.id] = None
    elif isinstance(value, Path):
        for part in (*value.nodes, *value.relationships):
            _gather(part, column, ids, edge_ids)
    elif isinstance(value, list):
        for item in value:
            _gather(item, column, ids, edge_ids)
    elif isinstance(value, dict):
        for key, item in value.items():
            _gather(item, key, ids, edge_ids)
    elif isinstance(value, str) and (column in ("id", "ids") or column.endswith(("_id", "_ids", ".id"))):
        ids[value] = None


def _in_turns(hubs: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[str]:
    """Give the neighbours of hubs: the strongest of each, then the second of each, and so on."""
    waiting: dict[str, list[str]] = {hub: [] for hub in hubs}
    for hub, neighbour, *_ in rows:
        waiting[hub].append(neighbour)
    longest = max(map(len, waiting.values()), default=0)
    return [queue[turn] for turn in range(longest) for queue in waiting.values() if turn < len(queue)]


def _thinned(edges: Sequence[Edge], wanted: int) -> tuple[Edge, ...]:
    """Keep the strongest edges: first a spanning forest, so that nothing falls apart, then the next strongest up to `wanted`."""
    ranked = sorted(edges, key=lambda edge: (-edge.count, -edge.confidence, edge.id))
    root: dict[str, str] = {}

    def find(node: str) -> str:
        while root.setdefault(node, node) != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    kept: list[Edge] = []
    rest: list[Edge] = []
    for edge in ranked:
        source, target = find(edge.source_id), find(edge.target_id)
        (kept if source != target else rest).append(edge)
        root[source] = target
    kept.extend(rest[: max(0, wanted - len(kept))])
    return tuple(sorted(kept, key=lambda edge: edge.id))


def _total(store: GraphReader) -> int:
    return int(store.read("MATCH (n:Entity) RETURN count(n) AS number").rows[0][0])


def read_entities(store: GraphReader, ids: Sequence[str]) -> tuple[Entity, ...]:
    """Read the entities of ids, in the order of the ids; ids of other things are passed over."""
    found = {row["id"]: row for row in store.read(_ENTITIES, {"ids": list(ids)}).dicts()}
    return tuple(_entity(found[id_]) for id_ in ids if id_ in found)


def _entity(row: Mapping[str, Any]) -> Entity:
    return Entity(**{**row, "aliases": tuple(row["aliases"] or ())})


def _induced(store: GraphReader, ids: Sequence[str]) -> tuple[Edge, ...]:
    """Read all edges among entities."""
    return read_edges(store.read(_INDUCED, {"ids": list(ids)}).dicts())


def read_edges(rows: Iterable[Mapping[str, Any]]) -> tuple[Edge, ...]:
    """Make edges of rows with the columns of `EDGE`."""
    return tuple(
        Edge(**{**row, "years": tuple(row["years"] or ()), "evidence": tuple(row["evidence"] or ())}) for row in rows
    )


def _subgraph(
    store: GraphReader, entities: tuple[Entity, ...], edges: tuple[Edge, ...], proofs: int, *, truncated: bool
) -> Subgraph:
    if not proofs:  # a page with a server asks for them when they are wanted
        return Subgraph(entities=entities, edges=edges, truncated=truncated)
    sentences = {
        **of_edges(store, edges, most=proofs),
        **of_entities(store, [entity.id for entity in entities], most=proofs),
    }
    return Subgraph(entities=entities, edges=edges, sentences=sentences, truncated=truncated)
