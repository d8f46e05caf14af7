"""What comes to a page that is open already: neighbours of a thing, the ways between two, things by id, all sentences.

Reads from a store of either kind; the explorer draws the Subgraph that comes out beside what it has.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from kg.graph import Sentence, Subgraph
from kg.store.base import GraphReader
from queries import names
from queries.catalog import run
from queries.sentences import of_edges, of_entities
from queries.subgraph import EDGE, read_edges, read_entities

# A thing with more relations than this is a hub of hubs; its further neighbours come by the next press of "more".
MOST_NEIGHBOURS = 20_000

_AROUND = """
MATCH (n:Entity {id: $id})-[r]-(other:Entity)
RETURN other.id AS id, max(r.count) AS count, other.mentions AS mentions ORDER BY count DESC, mentions DESC, id
"""
# A hub has hundreds of edges to what is not on the page: those stay in the store.
_EDGES_OF = (
    "UNWIND $ids AS wanted MATCH (n:Entity {id: wanted})-[r]-(other:Entity) WHERE other.id IN $present "
    "WITH DISTINCT r, startNode(r) AS a, endNode(r) AS b"
)
# The source is where the store starts to look: relations have no index by id.
_ONE_EDGE = "MATCH (a:Entity {id: $source})-[r]->(b:Entity) WHERE r.id = $edge" + EDGE
_SOME_EDGES = "UNWIND $sources AS source MATCH (a:Entity {id: source})-[r]->(b:Entity) WHERE r.id IN $edges" + EDGE
_MENTIONED = "MATCH (:Entity {id: $id})<-[m:MENTIONS]-(p:Passage) RETURN count(DISTINCT p.id) AS number"


def neighbours(store: GraphReader, entity_id: str, have: Collection[str], limit: int = 30) -> tuple[Subgraph, int]:
    """Give up to `limit` neighbours that are not among `have`, those most often named with the thing first, and how many more there are.

    The edges are all between the new ones and both kinds, the new and the ones at hand. Raises UsageError for an id that is not there.
    """
    known = set(have)
    names.resolve(store, entity_id, "entity")
    rows = store.read(_AROUND, {"id": entity_id}, limit=MOST_NEIGHBOURS).rows
    new = [row[0] for row in rows if row[0] not in known and row[0] != entity_id]
    return joined(store, [entity_id, *new[:limit]], known | {entity_id}), max(0, len(new) - limit)


def joined(store: GraphReader, ids: Sequence[str], have: Collection[str]) -> Subgraph:
    """Give things by id that are not at hand, and all edges of any of the ids among them and those at hand; ids not there are passed over."""
    known = set(have)
    wanted = list(dict.fromkeys(ids))
    entities = read_entities(store, [one for one in wanted if one not in known])
    present = sorted(known | {entity.id for entity in entities})
    rows = store.read(_EDGES_OF + EDGE + "ORDER BY id", {"ids": wanted, "present": present}).dicts() if wanted else []
    return Subgraph(entities=entities, edges=tuple(read_edges(rows)))


def ways(store: GraphReader, first: str, second: str, limit: int = 3) -> tuple[tuple[str, ...], ...]:
    """Give the shortest ways between two things as lists of ids, both ends included; none when they are not connected."""
    result = run(store, "path", {"first": first, "second": second, "limit": 20 * limit})
    at = result.columns.index("name_ids")
    return tuple(dict.fromkeys(tuple(row[at]) for row in result.rows))[:limit]


def sentences_of_edge(
    store: GraphReader, edge_id: str, source_id: str, skip: int, limit: int
) -> tuple[tuple[Sentence, ...], int]:
    """Give sentences behind an edge of a source, from number `skip` on, and how many there are in all."""
    found = read_edges(store.read(_ONE_EDGE, {"edge": edge_id, "source": source_id}).dicts())
    if not found:
        return (), 0
    edge = found[0]
    part = replace(edge, evidence=edge.evidence[skip : skip + limit])
    return of_edges(store, [part], most=limit).get(edge.id, ()), len(edge.evidence)


def first_sentences(store: GraphReader, edges: Sequence[tuple[str, str]]) -> Mapping[str, Sentence]:
    """Give the first sentence behind each edge that has one, by its id; edges are named by their ids and their sources."""
    wanted = {"sources": sorted({source for _, source in edges}), "edges": [edge for edge, _ in edges]}
    rows = store.read(_SOME_EDGES, wanted).dicts() if edges else []
    return {edge: found[0] for edge, found in of_edges(store, read_edges(rows), most=1).items()}


def sentences_of_entity(store: GraphReader, entity_id: str, skip: int, limit: int) -> tuple[tuple[Sentence, ...], int]:
    """Give sentences that name an entity, one for each passage, from number `skip` on, and how many there are in all."""
    total = int(store.read(_MENTIONED, {"id": entity_id}).rows[0][0])
    return of_entities(store, [entity_id], skip=skip, most=limit).get(entity_id, ()), total
