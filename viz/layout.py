"""Where the nodes of a page stand: communities found by igraph, each drawn by itself, then set side by side without overlap.

Input is a Subgraph, output are coordinates for `viz.network`. The same Subgraph gives the same coordinates on every run.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock

import igraph

from kg.graph import Subgraph

Point = tuple[float, float]

SEED = 20
# Distance of two neighbours in page units; nodes are 14 to 44 units wide and a label of eight characters takes about 100.
SPACING = 62.0
# Kamada-Kawai reads best but is O(n^3): 0.6 s at 500 nodes, 2.2 s at 1 000; beyond that Fruchterman-Reingold with a grid.
KAMADA_KAWAI_LIMIT = 300
PHI = math.pi * (3 - math.sqrt(5))
# The server draws in a pool of threads: without it six drawings at once took numbers from each other, and some came out otherwise.
_LENT = Lock()


@contextmanager
def seeded() -> Iterator[random.Random]:
    """igraph draws from one generator per process: lend it ours, to one thread at a time, then give it Python's own back, which is its default."""
    generator = random.Random(SEED)
    with _LENT:
        igraph.set_random_number_generator(generator)
        try:
            yield generator
        finally:
            igraph.set_random_number_generator(random)


def positions(subgraph: Subgraph) -> dict[str, Point]:
    """Give the place of each entity as (x, y), by entity id.

    Units are those of the page at 100 %; the middle of the drawing is (0, 0).

    >>> from kg.graph import Entity
    >>> positions(Subgraph(entities=(Entity(id="place:1", type="PLACE", name="甲市"),)))
    {'place:1': (0.0, 0.0)}
    """
    ids = [entity.id for entity in subgraph.entities]
    index = {id_: number for number, id_ in enumerate(ids)}
    pairs = sorted({_pair(index[edge.source_id], index[edge.target_id]) for edge in subgraph.edges})
    graph = igraph.Graph(n=len(ids), edges=[pair for pair in pairs if pair[0] != pair[1]])
    with seeded():
        groups = _groups(graph)
        drawn = [_draw(graph.induced_subgraph(group)) for group in groups]
        centres = _arrange(graph, groups, [_radius(points) for points in drawn])
    placed: dict[int, Point] = {}
    for group, points, centre in zip(groups, drawn, centres, strict=True):
        turned = _turn(graph, group, points, centre, groups, centres)
        placed |= {node: (centre[0] + x, centre[1] + y) for node, (x, y) in zip(group, turned, strict=True)}
    ordered = _centred(_spread([placed[number] for number in range(len(ids))], [SPACING * 0.42] * len(ids), rounds=30))
    return {id_: (round(x, 1), round(y, 1)) for id_, (x, y) in zip(ids, ordered, strict=True)}


def _pair(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def _groups(graph: igraph.Graph) -> list[list[int]]:
    """Communities with at least two members, largest first, then all nodes without an edge as one group."""
    if graph.vcount() == 0:
        return []
    communities = [sorted(group) for group in graph.community_multilevel()]
    linked = sorted((group for group in communities if len(group) > 1), key=lambda group: (-len(group), group))
    alone = sorted(node for group in communities if len(group) == 1 for node in group)
    return [*linked, alone] if alone else linked


def _draw(graph: igraph.Graph) -> list[Point]:
    """Draw one community around (0, 0), neighbours about SPACING apart."""
    size = graph.vcount()
    if graph.ecount() == 0:
        return _sunflower(size)
    if size <= KAMADA_KAWAI_LIMIT:
        layout = graph.layout_kamada_kawai(seed=graph.layout_circle())
    else:
        layout = graph.layout_fruchterman_reingold(niter=300, grid=True)
    points: list[Point] = [(float(x), float(y)) for x, y in layout]
    lengths = sorted(math.dist(points[edge.source], points[edge.target]) for edge in graph.es)
    factor = SPACING * 1.25 / (lengths[len(lengths) // 2] or 1.0)
    return _spread(_centred([(x * factor, y * factor) for x, y in points]), [SPACING / 2] * size)


def _sunflower(size: int) -> list[Point]:
    """Nodes without an edge, evenly filling a disc."""
    return [
        (SPACING * math.sqrt(number) * math.cos(number * PHI), SPACING * math.sqrt(number) * math.sin(number * PHI))
        for number in range(size)
    ]


def _centred(points: Sequence[Point]) -> list[Point]:
    """Move the middle of the surrounding box to (0, 0)."""
    if not points:
        return []
    middle_x = (min(x for x, _ in points) + max(x for x, _ in points)) / 2
    middle_y = (min(y for _, y in points) + max(y for _, y in points)) / 2
    return [(x - middle_x, y - middle_y) for x, y in points]


def _radius(points: Sequence[Point]) -> float:
    """The disc that a community claims: around 95 of 100 of its nodes, so that one long arm does not keep others away."""
    reach = sorted(math.hypot(x, y) for x, y in points)
    return reach[int((len(reach) - 1) * 0.95)] + SPACING * 0.7


def _arrange(graph: igraph.Graph, groups: Sequence[Sequence[int]], radii: Sequence[float]) -> list[Point]:
    """Place the communities: those with many edges between them near each other, none overlapping."""
    if len(groups) <= 1:
        return [(0.0, 0.0)] * len(groups)
    group_of = {node: number for number, group in enumerate(groups) for node in group}
    weights: dict[tuple[int, int], float] = defaultdict(float)
    for edge in graph.es:
        pair = _pair(group_of[edge.source], group_of[edge.target])
        if pair[0] != pair[1]:
            weights[pair] += 1.0
    coarse = igraph.Graph(n=len(groups), edges=sorted(weights))
    strength = [math.sqrt(weights[pair]) for pair in sorted(weights)]
    layout = coarse.layout_fruchterman_reingold(
        weights=strength or None, niter=1000, grid=False, seed=coarse.layout_circle()
    )
    points = _centred([(float(x), float(y)) for x, y in layout])
    reach = max((math.hypot(x, y) for x, y in points), default=0.0) or 1.0
    area = math.sqrt(sum(radius * radius for radius in radii))
    start = [(x * area / reach, y * area / reach) for x, y in points]
    return _spread(_pull(start, radii), radii)


def _pull(points: list[Point], radii: Sequence[float]) -> list[Point]:
    """Draw all discs towards the middle while pushing them apart, so that no empty ground stays between them."""
    for _ in range(60):
        points = _spread([(x * 0.95, y * 0.95) for x, y in points], radii, rounds=6)
    return points


def _spread(points: list[Point], radii: Sequence[float], rounds: int = 120) -> list[Point]:
    """Push discs apart until none overlap or the rounds are used up; only discs in neighbouring cells are compared."""
    places = [list(point) for point in points]
    cell = 2 * max(radii, default=1.0)
    for _ in range(rounds):
        cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, (x, y) in enumerate(places):
            cells[int(x // cell), int(y // cell)].append(number)
        moved = False
        for (column, row), members in cells.items():
            near = [n for dx in (-1, 0, 1) for dy in (-1, 0, 1) for n in cells.get((column + dx, row + dy), ())]
            for a in members:
                for b in near:
                    moved |= a < b and _push(places, radii, a, b)
        if not moved:
            break
    return [(x, y) for x, y in places]


def _push(places: list[list[float]], radii: Sequence[float], a: int, b: int) -> bool:
    """Move two overlapping discs apart, the smaller one further; say whether anything moved."""
    dx, dy = places[b][0] - places[a][0], places[b][1] - places[a][1]
    distance = math.hypot(dx, dy)
    gap = radii[a] + radii[b] - distance
    if gap <= 0.5:
        return False
    if distance < 1e-6:
        dx, dy, distance = math.cos(b * PHI), math.sin(b * PHI), 1.0
    share = radii[b] ** 2 / (radii[a] ** 2 + radii[b] ** 2)
    places[a][0] -= gap * share * dx / distance
    places[a][1] -= gap * share * dy / distance
    places[b][0] += gap * (1 - share) * dx / distance
    places[b][1] += gap * (1 - share) * dy / distance
    return True


def _turn(
    graph: igraph.Graph,
    group: Sequence[int],
    points: Sequence[Point],
    centre: Point,
    groups: Sequence[Sequence[int]],
    centres: Sequence[Point],
) -> list[Point]:
    """Turn a community so that its nodes with edges to other communities face them: the long edges get shorter."""
    centre_of = {node: centres[number] for number, members in enumerate(groups) for node in members}
    inside = set(group)
    real = imaginary = 0.0
    for node, (x, y) in zip(group, points, strict=True):
        for other in graph.neighbors(node):
            if other in inside:
                continue
            # The sum of conj(point) * direction has the best turning angle as its argument (least squares).
            dx, dy = centre_of[other][0] - centre[0], centre_of[other][1] - centre[1]
            length = math.hypot(dx, dy) or 1.0
            real += (x * dx + y * dy) / length
            imaginary += (x * dy - y * dx) / length
    angle = math.atan2(imaginary, real) if (real or imaginary) else 0.0
    cos, sin = math.cos(angle), math.sin(angle)
    return [(x * cos - y * sin, x * sin + y * cos) for x, y in points]
