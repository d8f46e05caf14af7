"""Where things stand that come to a page later: around what they came from, on free ground, while nothing else moves.

Input are the coordinates of what is there and a Subgraph of what is new; output are coordinates of the new. igraph draws
the new ones around their anchor; each then takes the nearest free spot.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import igraph

from kg.graph import Subgraph
from viz.layout import KAMADA_KAWAI_LIMIT, SPACING, Point, seeded

# Nodes closer than this touch each other's names.
ROOM = SPACING * 0.84
# A spot at most so many rings away is looked for; a page has at most 2 000 nodes, which fill about 26 rings.
RINGS = 60


def beside(new: Subgraph, there: Mapping[str, Point], anchor: str | None = None) -> dict[str, Point]:
    """Give the place of each new entity as (x, y), by entity id.

    `there` has the coordinates of everything on the page; `anchor` is the thing that was expanded. Without one, new things
    stand near the middle of the neighbours they have on the page, or else below everything.

    >>> from kg.graph import Edge, Entity
    >>> new = Subgraph(entities=(Entity(id="org:b", type="ORG", name="乙"),))
    >>> beside(new, {"place:a": (0.0, 0.0)}, "place:a")["org:b"] != (0.0, 0.0)
    True
    """
    ids = [entity.id for entity in new.entities if entity.id not in there]
    ground = _Ground(there)
    placed: dict[str, Point] = {}
    for id_, wish in sorted(_wishes(ids, new, there, anchor).items(), key=lambda item: _order(item, there, anchor)):
        placed[id_] = ground.take(wish)
    return placed


def _order(item: tuple[str, Point], there: Mapping[str, Point], anchor: str | None) -> tuple[float, str]:
    """Those whose wish is nearest to the anchor choose first."""
    return (math.dist(item[1], there[anchor]) if anchor is not None and anchor in there else 0.0, item[0])


def _wishes(ids: Sequence[str], new: Subgraph, there: Mapping[str, Point], anchor: str | None) -> dict[str, Point]:
    """Where each new thing would stand if there were room everywhere."""
    if not ids:
        return {}
    centre = there[anchor] if anchor is not None and anchor in there else _below(there)
    shape, neighbours = _drawn(ids, new), _neighbours(new)
    wishes = {}
    for id_ in ids:
        x, y = centre[0] + shape[id_][0], centre[1] + shape[id_][1]
        # Other neighbours on the page pull: one third of the way towards the middle of them.
        near = [there[other] for other in neighbours[id_] if other in there and other != anchor]
        if near:
            middle = (sum(p[0] for p in near) / len(near), sum(p[1] for p in near) / len(near))
            share = 1 / 3 if anchor in there else 1.0
            x, y = x + (middle[0] - x) * share, y + (middle[1] - y) * share
        wishes[id_] = (x, y)
    return wishes


def _neighbours(new: Subgraph) -> dict[str, list[str]]:
    """The other ends of the edges of each thing, gathered in one go over the edges."""
    found: dict[str, list[str]] = defaultdict(list)
    for edge in new.edges:
        found[edge.source_id].append(edge.target_id)
        if edge.target_id != edge.source_id:
            found[edge.target_id].append(edge.source_id)
    return found


def _below(there: Mapping[str, Point]) -> Point:
    if not there:
        return (0.0, 0.0)
    xs = [x for x, _ in there.values()]
    return ((min(xs) + max(xs)) / 2, max(y for _, y in there.values()) + 4 * SPACING)


def _drawn(ids: Sequence[str], new: Subgraph) -> dict[str, Point]:
    """Draw the new things and their centre, which is tied to all of them, by igraph; the centre comes to (0, 0)."""
    number = {id_: at + 1 for at, id_ in enumerate(ids)}
    ties = [(0, at) for at in number.values()]
    ties += sorted(
        {
            (number[edge.source_id], number[edge.target_id])
            for edge in new.edges
            if edge.source_id in number and edge.target_id in number and edge.source_id != edge.target_id
        }
    )
    graph = igraph.Graph(n=len(ids) + 1, edges=ties)
    with seeded():
        # As in viz.layout: by Kamada-Kawai, 2 000 things at once (`/api/show`) held every other reader up for 15 s; this takes 0.3 s.
        if len(ids) <= KAMADA_KAWAI_LIMIT:
            layout = graph.layout_kamada_kawai(seed=graph.layout_star(center=0))
        else:
            layout = graph.layout_fruchterman_reingold(niter=300, grid=True)  # from a star the grid does not help: 4 s
    (left, top), *rest = [(float(x), float(y)) for x, y in layout]
    reach = sum(math.hypot(x - left, y - top) for x, y in rest) / len(rest) or 1.0
    # A circle of the nodes at ROOM from each other; a few stand no closer than two spacings.
    factor = max(2 * SPACING, len(ids) * ROOM / (2 * math.pi)) / reach
    return {id_: ((x - left) * factor, (y - top) * factor) for id_, (x, y) in zip(ids, rest, strict=True)}


class _Ground:
    """Taken spots in cells of the size of one node, so that asking looks at nine cells only."""

    def __init__(self, there: Mapping[str, Point]) -> None:
        self._cells: dict[tuple[int, int], list[Point]] = {}
        self._spots: dict[Point, Iterator[Point]] = {}
        for point in there.values():
            self._put(point)

    def _put(self, point: Point) -> None:
        self._cells.setdefault((int(point[0] // ROOM), int(point[1] // ROOM)), []).append(point)

    def _free(self, point: Point) -> bool:
        column, row = int(point[0] // ROOM), int(point[1] // ROOM)
        return all(
            math.dist(point, other) >= ROOM
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for other in self._cells.get((column + dx, row + dy), ())
        )

    def take(self, wish: Point) -> Point:
        """Give the free spot nearest to a wish and take it."""
        # No spot becomes free again: the next with the same wish goes on where the last one stopped. 2 000 neighbours of one place
        # that all began in the middle took 28 s.
        spots = self._spots.setdefault(wish, _rings(wish))
        found = next((spot for spot in spots if self._free(spot)), wish)
        spot = (round(found[0], 1), round(found[1], 1))
        self._put(spot)
        return spot


def _rings(centre: Point) -> Iterator[Point]:
    yield centre
    for ring in range(1, RINGS):
        for step in range(6 * ring):
            angle = 2 * math.pi * step / (6 * ring)
            radius = ring * ROOM / 2
            yield (centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle))
