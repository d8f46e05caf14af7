"""New things on a page stand around what they came from, on free ground."""

from __future__ import annotations

import math
from collections.abc import Iterator

import igraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph import Edge, Entity, Subgraph
from viz import placing
from viz.layout import KAMADA_KAWAI_LIMIT
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


def test_many_at_once_are_drawn_by_the_method_for_many(monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[str] = []
    for name in ("layout_kamada_kawai", "layout_fruchterman_reingold"):
        method = getattr(igraph.Graph, name)
        monkeypatch.setattr(
            igraph.Graph,
            name,
            lambda graph, name=name, method=method, **rest: used.append(name) or method(graph, **rest),
        )
    there = {"place:a": (0.0, 0.0)}
    beside(star("place:a", KAMADA_KAWAI_LIMIT), there, "place:a")
    placed = beside(star("place:a", KAMADA_KAWAI_LIMIT + 1), there, "place:a")
    assert used == ["layout_kamada_kawai", "layout_fruchterman_reingold"]
    points = [*there.values(), *placed.values()]
    assert all(math.dist(a, b) >= ROOM - 0.2 for number, a in enumerate(points) for b in points[:number])


def test_two_thousand_neighbours_of_one_place_look_at_each_spot_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = 0
    free = placing._Ground._free

    def counted(ground: placing._Ground, point: tuple[float, float]) -> bool:
        nonlocal looked
        looked += 1
        return free(ground, point)

    monkeypatch.setattr(placing._Ground, "_free", counted)
    placed = beside(star("place:a", 2000), {"place:a": (0.0, 0.0)})
    assert len(set(placed.values())) > 1000
    assert looked <= sum(6 * ring for ring in range(placing.RINGS)) + 1


def test_the_edges_are_gone_through_once_for_all_things() -> None:
    gone = 0

    class Counted(tuple[Edge, ...]):
        def __iter__(self) -> Iterator[Edge]:
            nonlocal gone
            gone += 1
            return super().__iter__()

    new = star("place:a", 50)
    beside(Subgraph(entities=new.entities, edges=Counted(new.edges)), {"place:a": (0.0, 0.0)}, "place:a")
    assert gone <= 2, "the edges are not gone through for each thing"
