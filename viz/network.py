"""A Subgraph as a pyvis Network: nodes, edges and options in the form that vis-network draws.

Input is a Subgraph and its coordinates from `viz.layout`; the Network goes to `viz.page`. Only this module knows pyvis.
"""

from __future__ import annotations

import warnings
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from kg.errors import SchemaError
from kg.graph import Edge, Entity, Sentence, Subgraph
from kg.schema import schema
from kg.store.base import Node, Path, Relationship
from viz.layout import Point
from viz.pinyin import syllables

with warnings.catch_warnings():
    # pyvis 0.3.2 imports IPython, which warns about its own environment on some machines.
    warnings.simplefilter("ignore")
    from pyvis.network import Network

__all__ = ["Facts", "Network", "check", "library", "network", "options", "parts", "plain", "sentence_", "sentence_list"]

# A shape for each type, so that colour is never the only sign.
SHAPES = {"PLACE": "dot", "ORG": "square", "PROGRAMME": "triangle", "CAMPAIGN": "star", "POLICY": "diamond"}
# Areas of the vis-network shapes at one size differ; factors that make them look equally large.
SHAPE_FACTOR = {"dot": 1.0, "square": 0.86, "triangle": 1.08, "star": 1.14, "diamond": 1.08}
# Above this many edges, edges vanish while the view moves: 540 -> 55 ms a frame at 5 000 nodes.
HIDE_EDGES_ABOVE = 700
# Above this many nodes, nothing is looked up under a moving pointer.
HOVER_BELOW = 1000


def options(nodes: int, edges: int) -> dict[str, Any]:
    """Give the drawing options for a network of this size; physics is off, since `viz.layout` has placed the nodes.

    >>> options(10, 20)["physics"]
    {'enabled': False}
    """
    moving = edges > HIDE_EDGES_ABOVE
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False, "randomSeed": 1},
        "interaction": {
            "hover": nodes <= HOVER_BELOW,
            "hideEdgesOnDrag": moving,
            "hideEdgesOnZoom": moving,
            "selectable": False,
            "zoomSpeed": 0.7,
            "keyboard": {"enabled": True, "bindToWindow": False},
        },
        "nodes": {"chosen": False, "borderWidth": 1.5, "font": {"size": 0}},
        "edges": {
            "chosen": False,
            "smooth": False,
            "width": 1,
            "hoverWidth": 0,
            "selectionWidth": 0,
            "arrows": {"to": {"enabled": False, "scaleFactor": 0.55}},
            "arrowStrikethrough": False,
        },
    }


def check(subgraph: Subgraph) -> None:
    """Raise SchemaError for a type or predicate the schema does not know, and for an edge that leaves the Subgraph."""
    known = schema()
    ids = {entity.id for entity in subgraph.entities}
    for entity in subgraph.entities:
        if entity.type not in known.entities:
            raise SchemaError(
                f"entity {entity.id} has the type {entity.type}", hint=f"defined are {', '.join(known.entities)}"
            )
    for edge in subgraph.edges:
        if edge.predicate not in known.predicates:
            raise SchemaError(
                f"edge {edge.id} has the predicate {edge.predicate}", hint=f"defined are {', '.join(known.predicates)}"
            )
        if missing := {edge.source_id, edge.target_id} - ids:
            raise SchemaError(
                f"edge {edge.id} leads to {', '.join(sorted(missing))}, which is not in the subgraph",
                hint="cut the edges of a subgraph to its entities",
            )


# Facts about an entity that the graph does not hold itself: its province, its PageRank.
Facts = Mapping[str, Mapping[str, Any]]


def network(subgraph: Subgraph, places: Mapping[str, Point], facts: Facts | None = None) -> Network:
    """Build the pyvis Network of a Subgraph.

    `places` has the coordinates of every entity, `facts` more to show about some. Node ids are `n/` and the entity id, edge ids `e/`
    and the edge id, so that no id can be a name that JavaScript objects already have. Node sizes follow the number of edges.
    """
    built = Network(directed=True)
    # add_node and add_edge of pyvis scan lists (14.6 s at 20 000 nodes); the lists themselves take the same dicts.
    built.nodes, built.edges = parts(subgraph, places, facts)
    built.options = options(len(built.nodes), len(built.edges))
    return built


def parts(
    subgraph: Subgraph, places: Mapping[str, Point], facts: Facts | None = None
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Give the nodes and edges of a Subgraph in the form of vis-network."""
    degree = Counter(end for edge in subgraph.edges for end in {edge.source_id, edge.target_id})
    sentences = _numbered(subgraph.sentences)
    nodes = [
        node(entity, places[entity.id], degree[entity.id], sentences.get(entity.id, ()))
        | dict((facts or {}).get(entity.id, {}))
        for entity in subgraph.entities
    ]
    edges = [
        edge_(edge, bend, sentences.get(edge.id, ()))
        for edge, bend in zip(subgraph.edges, _bends(subgraph.edges), strict=True)
    ]
    return nodes, edges


def sentence_list(subgraph: Subgraph) -> list[dict[str, Any]]:
    """Give each sentence of a Subgraph once; nodes and edges refer to it by its place in this list."""
    return [sentence_(sentence) for sentence in _distinct(subgraph.sentences)]


def sentence_(sentence: Sentence) -> dict[str, Any]:
    """Give a sentence as the page shows it."""
    return {
        "text": sentence.text,
        "heading": sentence.heading,
        "source": sentence.source,
        "passage": sentence.passage_id,
        "span": [sentence.start, sentence.end],
        "year": sentence.year,
        "as_of": sentence.as_of,
    }


def node(entity: Entity, place: Point, degree: int, sentences: Sequence[int]) -> dict[str, Any]:
    """Give one node in the form of vis-network, with the facts that the page shows about it."""
    shape = SHAPES.get(entity.type, "hexagon")
    size = min(26.0, 6.5 + 3.0 * degree**0.55) * SHAPE_FACTOR.get(shape, 1.0)
    return {
        "id": f"n/{entity.id}",
        "name": entity.name,
        "kind": entity.type,
        "shape": shape,
        "size": round(size, 1),
        "x": place[0],
        "y": place[1],
        "degree": degree,
        "aliases": list(entity.aliases),
        "py": [syllables(name) for name in (entity.name, *entity.aliases)],
        "level": entity.level,
        "adcode": entity.adcode,
        "parent": entity.parent_id,
        "mentions": entity.mentions,
        "reports": entity.reports,
        "first_year": entity.first_year,
        "last_year": entity.last_year,
        "sentences": list(sentences),
    }


def edge_(edge: Edge, bend: float, sentences: Sequence[int]) -> dict[str, Any]:
    """Give one edge in the form of vis-network; `bend` is 0 for a straight line."""
    drawn: dict[str, Any] = {
        "id": f"e/{edge.id}",
        "from": f"n/{edge.source_id}",
        "to": f"n/{edge.target_id}",
        "predicate": edge.predicate,
        "basis": edge.basis,
        "count": edge.count,
        "reports": edge.reports,
        "years": list(edge.years) or sorted({year for year in (edge.first_year, edge.last_year) if year is not None}),
        # Without a year in the sentences the years are those of the reports.
        "said": bool(edge.years),
        "confidence": round(edge.confidence, 4),
        "sentences": list(sentences),
    }
    if bend:
        drawn["smooth"] = {
            "enabled": True,
            "type": "curvedCW" if bend > 0 else "curvedCCW",
            "roundness": round(abs(bend), 2),
        }
    if edge.basis != "text":
        drawn["dashes"] = [4, 5]
    return drawn


def plain(value: Any) -> Any:
    """Give a value of a query's answer for a cell: a thing by its name, a relation by its type, the rest as it is.

    >>> plain(Node(id="place:1", labels=frozenset({"Place"}), properties={"name": "甲市"}))
    '甲市'
    """
    if isinstance(value, Node):
        return value.properties.get("name") or value.properties.get("heading") or value.id
    if isinstance(value, Relationship):
        return value.type
    if isinstance(value, Path):
        return [plain(node) for node in value.nodes]
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


@cache
def library() -> str:
    """Give the script of vis-network that the installed pyvis package carries."""
    folder = resources.files("pyvis").joinpath("templates", "lib", "vis-9.1.2")
    return folder.joinpath("vis-network.min.js").read_text(encoding="utf-8")


def _distinct(sentences: Mapping[str, Sequence[Sentence]]) -> list[Sentence]:
    return list(dict.fromkeys(sentence for key in sorted(sentences) for sentence in sentences[key]))


def _numbered(sentences: Mapping[str, Sequence[Sentence]]) -> dict[str, list[int]]:
    numbers = {sentence: number for number, sentence in enumerate(_distinct(sentences))}
    return {key: [numbers[sentence] for sentence in behind] for key, behind in sentences.items()}


def _bends(edges: Sequence[Edge]) -> list[float]:
    """How far each edge is bent, so that several edges of one pair can be told apart and clicked: the first is straight."""
    seen: dict[tuple[str, str], int] = defaultdict(int)
    bends = []
    for edge in edges:
        low, high = sorted((edge.source_id, edge.target_id))
        number = seen[low, high]
        seen[low, high] += 1
        # 0, 0.18, -0.18, 0.36, ...; the sign turns with the direction, for "clockwise" is seen from the source.
        bend = (number + 1) // 2 * 0.18 * (1 if number % 2 else -1)
        bends.append(bend if edge.source_id == low else -bend)
    return bends
