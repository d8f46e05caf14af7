"""New things on a page stand around what they came from, on free ground."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph import Edge, Entity, Subgraph
from viz.placing import ROOM, beside

POINTS = st.dictionaries(
    st.sampled_from([f"place:{n}" for n in range(40)]),
    st.tuples(st.floats(-600, 600), st.floats(-600, 600)),
    min_size=1,
    max_size=40,
)


def star(anchor: str, size: int) -> Subgraph:
    new = [f"programme:{n}" for n in range(size)]
    return Subgraph(
        entities=tuple(Entity(id=one, type="PROGRAMME", name=one) for one in new),
        edges=tuple(
            Edge(id=f"e{one}", source_id=anchor, predicate="IMPLEMENTS", target_id=one, basis="text") for one in new
        ),
    )


@settings(deadline=None, max_examples=50)
@given(there=POINTS, size=st.integers(0, 30))
def test_nothing_overlaps_and_nothing_is_far(there: dict[str, tuple[float, float]], size: int) -> None:
    anchor = min(there)
    placed = beside(star(anchor, size), there, anchor)
    assert len(placed) == size
    points = list(placed.values())
    for number, point in enumerate(points):
        assert all(math.dist(point, other) >= ROOM - 0.2 for other in (*there.values(), *points[:number]))
        assert math.dist(point, there[anchor]) < 1500
    assert beside(star(anchor, size), there, anchor) == placed


def test_a_thing_without_an_anchor_stands_between_its_neighbours() -> None:
    there = {"place:a": (-400.0, 0.0), "place:b": (400.0, 0.0), "place:c": (0.0, -300.0)}
    new = Subgraph(
        entities=(Entity(id="programme:x", type="PROGRAMME", name="x"),),
        edges=tuple(
            Edge(id=one, source_id=f"place:{one}", predicate="IMPLEMENTS", target_id="programme:x", basis="text")
            for one in "ab"
        ),
    )
    assert beside(new, there)["programme:x"] == (0.0, 0.0)
    assert beside(Subgraph(entities=new.entities), {})["programme:x"] is not None
