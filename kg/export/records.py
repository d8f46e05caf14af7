"""The nodes and relationships that a graph database is to hold, as plain records: what both Neo4j formats are written from.

`pipelines.export` makes them from the same rows that `kg load` writes, so that an imported database equals a loaded one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A node, or a relationship from `start` to `end`; `properties` hold text, numbers and lists of them, its id included.

    `kinds` are the labels of a node, its key label first, or the one type of a relationship.
    """

    kinds: tuple[str, ...]
    id: str
    properties: Mapping[str, Any]
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Records of one shape: nodes under a key label (`ends` empty), or relationships between two key labels (`ends`).

    `columns` gives the type of each property: `string`, `long`, `double`, `string[]` or `long[]`. `records` may be called
    again and again.
    """

    name: str
    key: str
    columns: Mapping[str, str]
    records: Callable[[], Iterator[Record]]
    ends: tuple[str, ...] = ()
