"""What a store holds and what a bundle says, compared by id and hash as tables on disk, so that memory does not grow with the graph.

Input are (id, hash) pairs that `kg.store.sync` reads from both; output are the numbers of the rows to write, and the ids of what has to go.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import duckdb
import pyarrow as pa

from kg.store.base import Changes

# 200,000 relationships take 30 MB; beyond the limit DuckDB works on disk.
MEMORY = "256MB"
CHUNK = 20_000
_PAIR = pa.schema([("id", pa.string()), ("hash", pa.string())])

_T = TypeVar("_T")

_TABLES = """
CREATE TABLE stored (kind VARCHAR, id VARCHAR, hash VARCHAR);
CREATE TABLE wanted (number BIGINT, kind VARCHAR, id VARCHAR, hash VARCHAR);
CREATE TABLE gone (kind VARCHAR, id VARCHAR);
"""
# An id that the store holds twice has no hash, so that it is written anew.
_JOIN = """
CREATE OR REPLACE TABLE joined AS
    WITH once AS (SELECT kind, id, CASE WHEN count(*) = 1 THEN min(hash) END AS hash FROM stored GROUP BY kind, id)
    SELECT number, wanted.kind, once.id IS NOT NULL AS known, once.hash IS NOT DISTINCT FROM wanted.hash AS same
    FROM wanted LEFT JOIN once USING (kind, id);
INSERT INTO gone SELECT DISTINCT kind, id FROM stored ANTI JOIN wanted USING (kind, id);
"""


class Comparison:
    """Compares one group of labels or types after the other: `store` each, `want` the rows, then ask what differs."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="kg-load-")
        self._db = duckdb.connect(str(Path(self._folder.name) / "compare.duckdb"))
        self._db.execute(f"SET memory_limit = '{MEMORY}'; SET threads = 1; SET enable_progress_bar = false")
        self._db.execute(_TABLES)

    def begin(self) -> None:
        """Start a new group; what has to go is kept."""
        self._db.execute("TRUNCATE stored; TRUNCATE wanted")

    def store(self, kind: str, pairs: Iterable[tuple[str, str]]) -> None:
        """Take the (id, hash) pairs of a kind that the store holds."""
        for chunk in _chunks(pairs):
            self._insert("stored", f"'{kind}', id, hash", chunk)

    def want(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Take the (kind, id, hash) of all rows of the bundle in their order, and compare."""
        number = 0
        for chunk in _chunks(rows):
            kinds = pa.array([kind for kind, _, _ in chunk], pa.string())
            self._insert("wanted", "number, kind, id, hash", [pair[1:] for pair in chunk], kinds, number)
            number += len(chunk)
        self._db.execute(_JOIN)

    def _insert(
        self, table: str, columns: str, pairs: Sequence[Sequence[str]], kinds: pa.Array = None, start: int = 0
    ) -> None:
        chunk = pa.table([pa.array(values, pa.string()) for values in zip(*pairs, strict=True)], schema=_PAIR)
        if kinds is not None:
            numbers = pa.array(range(start, start + len(pairs)), pa.int64())
            chunk = chunk.append_column("kind", kinds).append_column("number", numbers)
        self._db.register("chunk", chunk)
        self._db.execute(f"INSERT INTO {table} SELECT {columns} FROM chunk")
        self._db.unregister("chunk")

    def differing(self) -> Iterator[tuple[int, bool]]:
        """Give the number of each row to write, in order, and whether the store holds an older one."""
        cursor = self._db.cursor()
        cursor.execute("SELECT number, known FROM joined WHERE NOT same ORDER BY number")
        while found := cursor.fetchmany(CHUNK):
            yield from found

    def count(self, changes: dict[str, Changes]) -> None:
        """Add to `changes` what is created, updated, left alone and removed of the kinds of this group."""
        query = "SELECT kind, count(*) FILTER (NOT known), count(*) FILTER (known AND NOT same), count(*) FILTER (same) FROM joined GROUP BY kind"
        for kind, created, updated, same in self._db.execute(query).fetchall():
            change = changes[kind]
            change.created, change.updated, change.unchanged = created, updated, same
        for kind, number in self._db.execute("SELECT kind, count(*) FROM gone GROUP BY kind").fetchall():
            changes[kind].removed = number

    def gone(self, kind: str, size: int) -> Iterator[list[str]]:
        """Give the ids of a kind that the bundle no longer has, `size` at a time."""
        cursor = self._db.cursor()
        cursor.execute("SELECT id FROM gone WHERE kind = ? ORDER BY id", [kind])
        while found := cursor.fetchmany(size):
            yield [id_ for (id_,) in found]

    def __enter__(self) -> Comparison:
        """Give the comparison."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove the tables."""
        self._db.close()
        self._folder.cleanup()


def _chunks(items: Iterable[_T]) -> Iterator[list[_T]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk
