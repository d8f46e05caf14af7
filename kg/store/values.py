"""Turns what a database driver gives into the values of `kg.store.base`, so that both stores give equal answers."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kg.store.base import Node, Path, Relationship

# The embedded engine adds these two to every node; nothing of ours has them.
_STRUCTURAL = frozenset(("title", "type"))
_NODE, _PATH = {"id", "labels", "properties"}, {"nodes", "relationships"}
_RELATIONSHIP, _DURATION = {"id", "start", "end", "type", "properties"}, {"months", "days", "seconds"}

Ids = Mapping[Any, str]


def duration(months: int, days: int, seconds: float) -> str:
    """Write a duration as ISO 8601 text.

    >>> duration(14, 3, 60)
    'P14M3DT60S'
    """
    return f"P{months}M{days}DT{seconds:g}S"


def moment(value: datetime.date | datetime.time | datetime.datetime) -> str:
    """Write a date, a time or both as ISO 8601 text."""
    return value.isoformat()


def embedded_ends(value: Any) -> Iterator[int]:
    """Give the engine's numbers of the ends of all relationships in a value that stand outside a path."""
    if isinstance(value, list):
        for item in value:
            yield from embedded_ends(item)
    elif isinstance(value, dict):
        if value.keys() == _RELATIONSHIP:
            yield value["start"]
            yield value["end"]
        elif value.keys() not in (_NODE, _PATH):
            for item in value.values():
                yield from embedded_ends(item)


def from_embedded(value: Any, ids: Ids) -> Any:
    """Convert a value of the embedded engine; `ids` maps its node numbers to ids."""
    if isinstance(value, list):
        return [from_embedded(item, ids) for item in value]
    if isinstance(value, (datetime.date, datetime.time)):
        return moment(value)
    if not isinstance(value, dict):
        return value
    keys = value.keys()
    if keys == _NODE:
        return _embedded_node(value)
    if keys == _RELATIONSHIP:
        return _embedded_relationship(value, ids)
    if keys == _PATH:
        own = {node["id"]: str(node["properties"].get("id", node["id"])) for node in value["nodes"]}
        return Path(
            nodes=tuple(_embedded_node(node) for node in value["nodes"]),
            relationships=tuple(_embedded_relationship(item, own) for item in value["relationships"]),
        )
    if keys == _DURATION:
        return duration(value["months"], value["days"], value["seconds"])
    return {key: from_embedded(item, ids) for key, item in value.items()}


def _embedded_node(value: Mapping[str, Any]) -> Node:
    properties = {key: _plain(item) for key, item in sorted(value["properties"].items()) if key not in _STRUCTURAL}
    return Node(id=str(properties.get("id", value["id"])), labels=frozenset(value["labels"]), properties=properties)


def _embedded_relationship(value: Mapping[str, Any], ids: Ids) -> Relationship:
    properties = {key: _plain(item) for key, item in sorted(value["properties"].items())}
    return Relationship(
        id=str(properties.get("id", value["id"])),
        type=value["type"],
        start_id=ids.get(value["start"], str(value["start"])),
        end_id=ids.get(value["end"], str(value["end"])),
        properties=properties,
    )


def _plain(value: Any) -> Any:
    """Convert a property; properties hold no nodes."""
    return from_embedded(value, {})


def from_neo4j(value: Any, end: Callable[[Any], str]) -> Any:
    """Convert a value of the Neo4j driver; `end` gives the id of a node of which only the database's number is known."""
    from neo4j import graph, spatial, time

    if isinstance(value, list):
        return [from_neo4j(item, end) for item in value]
    if isinstance(value, dict):
        return {key: from_neo4j(item, end) for key, item in value.items()}
    if isinstance(value, graph.Node):
        return _neo4j_node(value, end)
    if isinstance(value, graph.Relationship):
        return _neo4j_relationship(value, end)
    if isinstance(value, graph.Path):
        own = {node.element_id: str(node.get("id", node.element_id)) for node in value.nodes}
        return Path(
            nodes=tuple(_neo4j_node(node, end) for node in value.nodes),
            relationships=tuple(
                _neo4j_relationship(item, lambda node: own[node.element_id]) for item in value.relationships
            ),
        )
    if isinstance(value, time.Duration):
        return duration(value.months, value.days, value.seconds + value.nanoseconds / 1e9)
    if isinstance(value, (time.Date, time.Time, time.DateTime)):
        return moment(value.to_native())
    if isinstance(value, spatial.Point):
        return [float(item) for item in value]
    return value


def _neo4j_node(value: Any, end: Callable[[Any], str]) -> Node:
    properties = {key: from_neo4j(item, end) for key, item in sorted(value.items())}
    return Node(id=str(properties.get("id", value.element_id)), labels=frozenset(value.labels), properties=properties)


def _neo4j_relationship(value: Any, end: Callable[[Any], str]) -> Relationship:
    properties = {key: from_neo4j(item, end) for key, item in sorted(value.items())}
    return Relationship(
        id=str(properties.get("id", value.element_id)),
        type=value.type,
        start_id=end(value.start_node),
        end_id=end(value.end_node),
        properties=properties,
    )
