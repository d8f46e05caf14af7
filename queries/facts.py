"""Facts about all things of a graph that a page shows beside what it cuts out: the province of places and bodies, how many relations
everything has in all, and what places do.
"""

from __future__ import annotations

from collections.abc import Sequence

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


# Like the question compare_places: of the places and the bodies seated in them.
_DONE = """
UNWIND $ids AS wanted
MATCH (:Place {id: wanted})<-[:LOCATED_IN*0..1]-(:Entity)-[r:IMPLEMENTS|RUNS|ISSUES]->(what:Entity)
RETURN wanted, what.id AS id, what.name AS name, min(r.first_year) AS since ORDER BY wanted, id
"""

_DEGREES = "MATCH (n:Entity)-[r]-(:Entity) RETURN n.id AS id, count(r) AS relations ORDER BY id"


def degrees(store: GraphReader) -> dict[str, int]:
    """Give how many relations each thing has in the whole graph, by its id."""
    return dict(store.read(_DEGREES, limit=MOST).rows)


def done_at(store: GraphReader, places: Sequence[str]) -> dict[str, dict[str, tuple[str, int | None]]]:
    """Give what each place has or does in the whole graph: by place id and by id of what it is, its name and the first year."""
    found: dict[str, dict[str, tuple[str, int | None]]] = {one: {} for one in places}
    for place, id_, name, since in store.read(_DONE, {"ids": list(places)}, limit=MOST).rows:
        found[place][id_] = name, since
    return found


def provinces(store: GraphReader) -> dict[str, str]:
    """Give the province's name by the id of a place or body; where several are said, the first in the order of names."""
    found: dict[str, str] = {}
    for query in (_PLACES, _BODIES):
        for id_, province in store.read(query, limit=MOST).rows:
            found.setdefault(id_, province)
    return found
