"""Rows put together into transactions, made while the store still writes the one before.

Input are the rows that `kg.store.sync` chose, output are writes of a store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from kg.errors import StoreError
from kg.store import cypher
from kg.store.base import GraphWriter
from kg.store.rows import Row, properties

# One transaction takes at most so many rows and characters: with 2,000 passages of 100,000 characters a server would
# run out of memory.
BATCH_ROWS = 4000
BATCH_CHARS = 4_000_000

# The number of a row in its table, the row, and whether the store holds an older one of its id.
Chosen: TypeAlias = "tuple[int, Row, bool]"


@dataclass(slots=True, kw_only=True)
class Batch:
    """Rows of one kind for one transaction; `known` are ids of relationships to replace, `done` rows of the table are behind it."""

    kind: str
    is_node: bool
    rows: list[dict[str, Any]] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    chars: int = 0
    done: int = 0

    def add(self, row: Row, *, known: bool) -> None:
        """Take a row; `known` says that the store holds an older one of this id."""
        found = properties(row)
        item: dict[str, Any] = {"id": row.id, "properties": found}
        if not self.is_node:
            item.update(a=row.start, b=row.end)
            if known:
                self.known.append(row.id)
        self.rows.append(item)
        self.chars += len(found.get("text", ""))

    @property
    def full(self) -> bool:
        """Whether no more rows should be added."""
        return len(self.rows) >= BATCH_ROWS or self.chars >= BATCH_CHARS

    def write(self, writer: GraphWriter) -> None:
        """Write the rows; raises StoreError when an end of a relationship is missing."""
        if self.known:  # the ends of a changed relationship may differ, so it is made anew
            writer.write(cypher.delete_relationships(self.kind), {"ids": self.known})
        query = cypher.merge_nodes(self.kind) if self.is_node else cypher.merge_relationships(self.kind)
        written = writer.write(query, {"rows": self.rows})
        if written != len(self.rows):
            raise StoreError(
                f"{len(self.rows) - written} of {len(self.rows)} {self.kind} could not be written: their nodes are not in the bundle",
                hint="build the bundle again",
            )


def batches(chosen: Iterable[Chosen]) -> Iterator[Batch]:
    """Put rows together by kind."""
    open_: dict[str, Batch] = {}
    done = 0
    for number, row, known in chosen:
        done = number + 1
        batch = open_.get(row.kind)
        if batch is None:
            batch = open_[row.kind] = Batch(kind=row.kind, is_node=not row.start)
        batch.add(row, known=known)
        if batch.full:
            batch.done = done
            yield open_.pop(row.kind)
    for batch in open_.values():
        batch.done = done
        yield batch


def ahead(made: Iterator[Batch]) -> Iterator[Batch]:
    """Give the same batches, each made in a thread while the caller deals with the one before."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, made, None)
        while (batch := coming.result()) is not None:
            coming = pool.submit(next, made, None)
            yield batch
