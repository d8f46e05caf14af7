"""What a store is: two protocols, and the values that a query gives back whichever database answered it.

`kg.store.embedded` and `kg.store.neo4j` implement the protocols; `kg.store.sync` writes through one, `queries` reads
through the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

# A long-running read ends after this many seconds unless the caller says otherwise: a page must not hang.
READ_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A node of the answer; `id` is its own `id` property, or the database's where a node has none."""

    id: str
    labels: frozenset[str]
    properties: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    """A relationship of the answer; `start_id` and `end_id` are ids of Nodes."""

    id: str
    type: str
    start_id: str
    end_id: str
    properties: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A path of the answer: one node more than relationships."""

    nodes: tuple[Node, ...]
    relationships: tuple[Relationship, ...]


Value: TypeAlias = "bool | int | float | str | list[Any] | dict[str, Any] | Node | Relationship | Path | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The rows of an answer; `truncated` says that the row limit cut some off.

    >>> Result(columns=("name",), rows=(("广元市",),)).dicts()
    [{'name': '广元市'}]
    """

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    truncated: bool = False

    def dicts(self) -> list[dict[str, Any]]:
        """Give each row as a dict by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(slots=True, kw_only=True)
class Changes:
    """How many nodes of a label, or relationships of a type, a load created, updated, removed or left alone."""

    created: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadReport:
    """What a load did, by node label and by relationship type; `remade` says why a store was made anew, if it was."""

    nodes: Mapping[str, Changes] = field(default_factory=dict)
    relationships: Mapping[str, Changes] = field(default_factory=dict)
    seconds: float = 0.0
    remade: str = ""

    def total(self, what: str) -> int:
        """Give the sum of `created`, `updated`, `removed` or `unchanged` over all nodes and relationships."""
        return sum(getattr(change, what) for part in (self.nodes, self.relationships) for change in part.values())

    @property
    def created(self) -> int:
        """How many nodes and relationships are new."""
        return self.total("created")

    @property
    def updated(self) -> int:
        """How many nodes and relationships were written again because they differ."""
        return self.total("updated")

    @property
    def removed(self) -> int:
        """How many nodes and relationships were taken out."""
        return self.total("removed")

    @property
    def unchanged(self) -> int:
        """How many nodes and relationships were right already."""
        return self.total("unchanged")

    def as_dict(self) -> dict[str, Any]:
        """Give the report as plain values for JSON."""

        def plain(part: Mapping[str, Changes]) -> dict[str, dict[str, int]]:
            return {
                name: {
                    "created": change.created,
                    "updated": change.updated,
                    "removed": change.removed,
                    "unchanged": change.unchanged,
                }
                for name, change in part.items()
            }

        return {
            "created": self.created,
            "updated": self.updated,
            "removed": self.removed,
            "unchanged": self.unchanged,
            "nodes": plain(self.nodes),
            "relationships": plain(self.relationships),
            "seconds": round(self.seconds, 3),
            "remade": self.remade,
        }


class GraphReader(Protocol):
    """Answers queries and cannot change anything."""

    @property
    def url(self) -> str:
        """Where the store is; holds no secret."""

    def read(
        self,
        query: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        limit: int | None = None,
        timeout: float | None = None,
    ) -> Result:
        """Answer a query with at most `limit` rows within `timeout` seconds; raises QueryError, also for a query that would write."""

    def close(self) -> None:
        """Let the store go; what was not finished is not promised to stay."""


class GraphWriter(Protocol):
    """Takes batches of rows; what it holds after `finish` stays."""

    @property
    def url(self) -> str:
        """Where the store is; holds no secret."""

    @property
    def remade(self) -> str:
        """Why the store had to be made anew when it was opened, or the empty string."""

    def prepare(self) -> None:
        """Make the unique constraints, once."""

    def forget(self) -> None:
        """Take the unique constraints out again."""

    def scan(self, query: str, parameters: Mapping[str, Any] | None = None) -> Iterator[Sequence[Any]]:
        """Give all rows of a reading query, however many, one by one."""

    def write(self, query: str, parameters: Mapping[str, Any] | None = None) -> int:
        """Run one writing query as a whole or not at all and give the number in its first row and column (0 without rows)."""

    def finish(self) -> None:
        """Make everything written so far last."""

    def close(self) -> None:
        """Let the store go; what was not finished is not promised to stay."""


class Store(GraphReader, GraphWriter, Protocol):
    """A store of either kind, as `kg.store.open_store` gives it; also a context manager that closes it."""

    def __enter__(self) -> Store:
        """Give the store."""

    def __exit__(self, *_: object) -> None:
        """Close the store."""
