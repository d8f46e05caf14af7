"""Measures over a graph by networkx: who is central, what belongs together, which places are alike, who came first.

Input is a networkx graph of a store (`graph_of`) or of a bundle (`kg.to_networkx`); output are numbers by entity id,
which `annotate` puts beside the rows of a query and the pages turn into sizes and colours. Same graph, same numbers:
what is random has a seed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import networkx as nx

from kg.errors import UsageError
from kg.store.base import GraphReader, Result

if TYPE_CHECKING:
    Graph = nx.MultiDiGraph[str]

SEED = 20
# Exact betweenness looks from every node: 20 s at 3 000 nodes. Above this many nodes, so many are drawn to look from (0.7 s).
STARTS = 100
DOES = ("IMPLEMENTS", "RUNS")

_NODES = "MATCH (n:Entity) RETURN n.id AS id, n.kind AS type, n.name AS name"
_EDGES = (
    "MATCH (a:Entity)-[r]->(b:Entity) RETURN a.id AS source, b.id AS target, type(r) AS predicate, r.basis AS basis, "
    "r.count AS count, r.first_year AS first_year"
)


def graph_of(store: GraphReader) -> Graph:
    """Read all entities and edges of a store as a networkx graph with `type`, `name`, `predicate`, `basis`, `count`, `first_year`."""
    graph: Graph = nx.MultiDiGraph()
    for row in sorted(store.read(_NODES).rows):
        graph.add_node(row[0], type=row[1], name=row[2])
    for source, target, predicate, basis, count, first_year in sorted(store.read(_EDGES).rows, key=lambda row: row[:3]):
        graph.add_edge(source, target, predicate=predicate, basis=basis, count=count, first_year=first_year)
    return graph


def _ties(graph: Graph) -> nx.Graph[str]:
    """Give the plain undirected graph of what reports say, weighted by statements; the administrative tree would drown it."""
    ties: nx.Graph[str] = nx.Graph()
    ties.add_nodes_from(graph)
    for source, target, data in graph.edges(data=True):
        if source == target or data["basis"] in ("gazetteer", "context"):
            continue
        weight = max(int(data["count"] or 0), 1)
        known = ties.get_edge_data(source, target, {"weight": 0})["weight"]
        ties.add_edge(source, target, weight=known + weight)
    return ties


def pagerank(graph: Graph) -> dict[str, float]:
    """Give the PageRank of each entity over the ties of reports; all together make 1."""
    ties = _ties(graph)
    return dict(nx.pagerank(ties, weight="weight")) if len(ties) else {}


def betweenness(graph: Graph) -> dict[str, float]:
    """Give the share of shortest ways between others that lead through each entity, 0 to 1; over STARTS drawn starts in a large graph."""
    ties = _ties(graph)
    found: dict[str, float] = nx.betweenness_centrality(ties, k=STARTS if len(ties) > STARTS else None, seed=SEED)
    return found


def community(graph: Graph) -> dict[str, int]:
    """Give the number of each entity's community by Louvain, 1 for the largest; what has no ties has none.

    >>> graph = nx.MultiDiGraph()
    >>> _ = graph.add_edge("place:1", "programme:甲", predicate="RUNS", basis="text", count=1, first_year=2020)
    >>> community(graph)
    {'place:1': 1, 'programme:甲': 1}
    """
    groups = [group for group in nx.community.louvain_communities(_ties(graph), weight="weight", seed=SEED) if group]
    groups = sorted((group for group in groups if len(group) > 1), key=lambda group: (-len(group), min(group)))
    return {one: number for number, group in enumerate(groups, start=1) for one in sorted(group)}


def adoptions(graph: Graph) -> dict[str, dict[str, int | None]]:
    """Give for each programme and campaign the places that have it, themselves or by a body seated there, with the first year said."""
    seats: dict[str, list[str]] = defaultdict(list)
    for source, target, data in graph.edges(data=True):
        if data["predicate"] == "LOCATED_IN":
            seats[source].append(target)
    found: dict[str, dict[str, int | None]] = defaultdict(dict)
    for source, target, data in graph.edges(data=True):
        if data["predicate"] not in DOES:
            continue
        for place in [source] if graph.nodes[source]["type"] == "PLACE" else seats[source]:
            years = [year for year in (found[target].get(place), data["first_year"]) if year is not None]
            found[target][place] = min(years, default=None)
    return dict(found)


def similarity(graph: Graph) -> dict[tuple[str, str], float]:
    """Give how alike two places are in what they do (Jaccard, 0 to 1), for each sorted pair that shares anything."""
    does: dict[str, set[str]] = defaultdict(set)
    found = adoptions(graph)
    for what, places in found.items():
        for place in places:
            does[place].add(what)
    pairs = {pair for places in found.values() for pair in _pairs(sorted(places))}
    return {(a, b): len(does[a] & does[b]) / len(does[a] | does[b]) for a, b in sorted(pairs)}


def _pairs(places: Sequence[str]) -> Iterable[tuple[str, str]]:
    return ((one, other) for number, one in enumerate(places) for other in places[number + 1 :])


def _order(places: Mapping[str, int | None]) -> tuple[tuple[int, str], ...]:
    return tuple(sorted((year, place) for place, year in places.items() if year is not None))


def leads(graph: Graph) -> dict[str, float]:
    """Give for each place the mean share of the other places that took up later what it shares with them: 1 always first, 0 always last."""
    shares: dict[str, list[float]] = defaultdict(list)
    for places in adoptions(graph).values():
        years = {place: year for place, year in places.items() if year is not None}
        for place, year in years.items():
            others = [other for one, other in years.items() if one != place]
            if others:
                shares[place].append(sum((other > year) + (other == year) / 2 for other in others) / len(others))
    return {place: sum(found) / len(found) for place, found in shares.items()}


def _most_similar(graph: Graph) -> dict[str, str]:
    best: dict[str, tuple[float, str]] = {}
    for pair, value in similarity(graph).items():
        for place, other in (pair, pair[::-1]):
            if value > best.get(place, (0.0, ""))[0]:
                best[place] = (value, other)
    return {place: f"{graph.nodes[other]['name']} {value:.2f}" for place, (value, other) in best.items()}


def _spread(graph: Graph) -> dict[str, str]:
    found = {}
    for what, places in adoptions(graph).items():
        if order := _order(places):
            found[what] = " → ".join(f"{graph.nodes[place]['name']} {year}" for year, place in order)
    return found


# What can stand beside a row, by name: numbers or words by entity id.
MEASURES: Mapping[str, Callable[[Graph], Mapping[str, Any]]] = {
    "pagerank": pagerank,
    "betweenness": betweenness,
    "community": community,
    "similar": _most_similar,
    "lead": leads,
    "diffusion": _spread,
}


def measures(graph: Graph) -> dict[str, dict[str, float]]:
    """Give PageRank, betweenness and community of each entity by its id, for the sizes and colours of a page."""
    ranks, between, groups = pagerank(graph), betweenness(graph), community(graph)
    return {
        one: {"pagerank": round(ranks[one], 6), "betweenness": round(between[one], 6), "community": groups.get(one, 0)}
        for one in graph
    }


def annotate(store: GraphReader, result: Result, names: Sequence[str]) -> Result:
    """Put measures beside the rows of a result, one column for each id column: `place_id` gets `place_pagerank`.

    Raises UsageError for a measure that there is not, and for a result without ids of entities.
    """
    if unknown := [name for name in names if name not in MEASURES]:
        raise UsageError(f"no measure named {unknown[0]}", hint=f"there are {', '.join(MEASURES)}")
    columns = [at for at, name in enumerate(result.columns) if name == "id" or name.endswith("_id")]
    if not columns:
        raise UsageError("the rows name no entities to measure", hint="take a query with an id column")
    graph = graph_of(store)
    added: list[tuple[int, str, Mapping[str, Any]]] = []
    for name in names:
        found = MEASURES[name](graph)
        for at in columns:
            head = result.columns[at].removesuffix("id").removesuffix("_")
            if any(row[at] in found for row in result.rows):
                added.append((at, f"{head}_{name}" if head else name, found))
    rows = tuple(
        (*row, *(_rounded(found.get(row[at])) for at, _, found in added))
        for row in result.rows
    )  # fmt: skip
    return Result(columns=(*result.columns, *(head for _, head, _ in added)), rows=rows, truncated=result.truncated)


def _rounded(value: Any) -> Any:
    return round(value, 6) if isinstance(value, float) else value
