"""The embedded store: a folder with one file of the kglite engine, in this process, without a server.

A writer works in memory and `finish` replaces the file in one step, so readers see the last complete load and never
half of one, and a load that is killed leaves the old file. Any number of readers; one writer, which the engine's lock
enforces between processes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import kglite

from kg.errors import QueryError, StoreError, StoreUnavailable
from kg.store import values
from kg.store.base import READ_SECONDS, Result
from kg.store.cypher import check_query

FILE = "graph.kgl"
_REBUILD = "make it again with: kg load DIR, or name the folder of another bundle with --store DIR"

# Warnings about labels that an empty graph does not have yet; they would go to stderr, where progress is drawn.
kglite.set_query_warning_policy("silent")


class EmbeddedStore:
    """A graph in a folder, open for reading, or for reading and writing."""

    def __init__(self, folder: Path | str, *, read_only: bool = True) -> None:
        self._folder = Path(folder)
        self._read_only = read_only
        self._unsaved = False
        self.remade = ""
        self._session = self._open_reader() if read_only else self._open_writer()

    @property
    def url(self) -> str:
        """Where the store is."""
        return f"embedded:{self._folder}"

    @property
    def _file(self) -> Path:
        return self._folder / FILE

    def _open_reader(self) -> kglite.Session:
        if not self._file.is_file():
            raise StoreUnavailable(f"no store in {self._folder}", hint=_REBUILD)
        try:
            return kglite.open_session(str(self._file))
        except (kglite.KgError, OSError, RuntimeError) as error:
            raise StoreError(
                f"the store in {self._folder} cannot be opened ({_first(error)})", hint=_REBUILD
            ) from error

    def _open_writer(self) -> kglite.Session:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            try:
                return self._lease()
            except kglite.FileFormatError as error:
                # The store is only a copy of a bundle: what cannot be read is made again.
                self.remade = f"the store in {self._folder} could not be read ({_first(error)}) and is made again"
                self._file.unlink()
                return self._lease()
        except kglite.WriterLeaseHeldError as error:
            raise StoreUnavailable(
                f"another process is writing the store in {self._folder}", hint="wait until it has finished"
            ) from error
        except (kglite.KgError, OSError, RuntimeError) as error:
            raise StoreError(
                f"the store in {self._folder} cannot be opened for writing ({_first(error)})",
                hint="check the folder and its permissions",
            ) from error

    def _lease(self) -> kglite.Session:
        # No write-ahead log: an interrupted load should leave the old graph, not half of the new one.
        return kglite.open_session(str(self._file), durable="off")

    def read(
        self,
        query: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        limit: int | None = None,
        timeout: float | None = None,
    ) -> Result:
        """Answer a query with at most `limit` rows within `timeout` seconds; raises QueryError, also for a query that would write."""
        check_query(query)
        view = self._run(query, parameters, limit=limit, timeout=READ_SECONDS if timeout is None else timeout)
        if isinstance(view, str):  # the engine's own FORMAT CSV
            raise QueryError("FORMAT CSV is not Cypher", hint="leave it out")
        rows = [tuple(row.values()) for row in view]
        ends = {number for row in rows for value in row for number in values.embedded_ends(value)}
        ids = self._ids(ends) if ends else {}
        diagnostics = view.diagnostics or {}
        return Result(
            columns=tuple(view.columns),
            rows=tuple(tuple(values.from_embedded(value, ids) for value in row) for row in rows),
            truncated=diagnostics.get("total_rows") is not None,
        )

    def _ids(self, numbers: set[int]) -> dict[int, str]:
        """Give the `id` property of nodes by the engine's numbers."""
        query = "MATCH (n) WHERE elementId(n) IN $numbers RETURN elementId(n) AS number, n.id AS id"
        found = self._run(query, {"numbers": [str(number) for number in numbers]})
        return {int(row["number"]): str(row["id"]) for row in found}

    def _run(
        self,
        query: str,
        parameters: Mapping[str, Any] | None,
        *,
        limit: int | None = None,
        timeout: float = 0,
    ) -> Any:
        try:
            return self._session.cypher(
                query, params=dict(parameters or {}), row_limit=limit, timeout_ms=round(timeout * 1000)
            )
        except kglite.CypherTimeoutError as error:
            raise QueryError(
                f"the query took longer than {timeout:g} seconds", hint="narrow it or add LIMIT"
            ) from error
        except kglite.ReadOnlyError as error:
            raise QueryError("the query would write, and queries are read-only", hint="use MATCH and RETURN") from error
        except (kglite.KgError, ValueError, TypeError, OverflowError, RecursionError) as error:
            raise QueryError(f"the store refused the query ({_first(error)})") from error

    def prepare(self) -> None:
        """Do nothing: `id` is unique within a key label by the engine's nature."""

    def forget(self) -> None:
        """Do nothing: there are no constraints."""

    def scan(self, query: str, parameters: Mapping[str, Any] | None = None) -> Iterator[Sequence[Any]]:
        """Give all rows of a reading query, one by one."""
        for row in self._run(query, parameters):
            yield tuple(row.values())

    def write(self, query: str, parameters: Mapping[str, Any] | None = None) -> int:
        """Run one writing query as a whole or not at all and give the number in its first row and column (0 without rows)."""
        if self._read_only:
            raise StoreError(f"{self.url} is open for reading only", hint="open it with read_only=False")
        self._unsaved = True
        try:
            for row in self._session.execute(query, params=dict(parameters or {}), timeout_ms=0):
                return int(next(iter(row.values())))
        except kglite.KgError as error:
            raise StoreError(f"{self.url} refused a write ({_first(error)})") from error
        return 0

    def finish(self) -> None:
        """Put the graph into the file, in one step and down to the disk."""
        try:
            self._session.save()
        except (kglite.KgError, OSError, RuntimeError) as error:
            raise StoreError(
                f"the store in {self._folder} could not be saved ({_first(error)})",
                hint="the old one is untouched; make room and load again",
            ) from error
        self._unsaved = False

    def close(self) -> None:
        """Let the store go; what was not finished is dropped."""
        if self._unsaved:
            # The engine's close() would save half a load; leaving its context by an exception does not, and gives the
            # lock back.
            self._session.__exit__(StoreError, StoreError("not finished"), None)
        elif not self._read_only:
            self._session.close()

    def __enter__(self) -> EmbeddedStore:
        """Give the store."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the store."""
        self.close()


def _first(error: BaseException) -> str:
    """Give the first line of an error's text."""
    return str(error).partition("\n")[0].strip() or type(error).__name__
