"""Facts about all things of a graph that a page shows beside what it cuts out: the province of places and bodies, and how many
relations everything has in all.
"""

from __future__ import annotations

from kg.store.base import GraphReader

# A page never waits for more: 400 000 bodies are more than all counties' together.
MOST = 400_000

_PLACES = """
MATCH (place:Place)-[:PART_OF*0..4]->(province:Place) WHERE province.level = 'province'
RETURN DISTINCT place.id AS id, province.name AS province ORDER BY id, province
"""
_BODIES = """
MATCH (body:Organisation)-[:LOCATED_IN]->(:Place)-[:PART_OF*0..4]->(province:Place) WHERE province.level = 'province'
RETURN DISTINCT body.id AS id, province.name AS province ORDER BY id, province
"""


_DEGREES = "MATCH (n:Entity)-[r]-(:Entity) RETURN n.id AS id, count(r) AS relations ORDER BY id"


def degrees(store: GraphReader) -> dict[str, int]:
    """Give how many relations each thing has in the whole graph, by its id."""
    return dict(store.read(_DEGREES, limit=MOST).rows)


def provinces(store: GraphReader) -> dict[str, str]:
    """Give the province's name by the id of a place or body; where several are said, the first in the order of names."""
    found: dict[str, str] = {}
    for query in (_PLACES, _BODIES):
        for id_, province in store.read(query, limit=MOST).rows:
            found.setdefault(id_, province)
    return found
