"""The server store: a Neo4j database (5.26 or later, Community, Enterprise or Aura) behind the official driver.

Needs no procedure library and no constraint of the Enterprise edition. Queries run in read access mode, which the
server enforces.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import neo4j
from neo4j.exceptions import AuthError, ClientError, ConfigurationError, DriverError, Neo4jError, ServiceUnavailable

from kg.errors import KgError, QueryError, StoreError, StoreUnavailable, UsageError
from kg.store import values
from kg.store.base import READ_SECONDS, Result
from kg.store.cypher import KEYS, META, check_query

# A server that is there answers in well under a second; the driver's own 30 would look like a hang.
CONNECT_SECONDS = 10.0
# How long the driver tries a transaction again after a lost connection: a server restart takes about 15 seconds.
RETRY_SECONDS = 60.0
_FETCH = 5000


class Neo4jStore:
    """A database on a server, open for reading, or for reading and writing."""

    def __init__(self, url: str, *, read_only: bool = True) -> None:
        self._url, self._read_only = url, read_only
        self._user = os.environ.get("KG_NEO4J_USER", "")
        self._database = os.environ.get("KG_NEO4J_DATABASE") or None
        auth = (self._user, os.environ.get("KG_NEO4J_PASSWORD", "")) if self._user else None
        try:
            self._driver = neo4j.GraphDatabase.driver(
                url,
                auth=auth,
                connection_timeout=CONNECT_SECONDS,
                max_transaction_retry_time=RETRY_SECONDS,
                notifications_min_severity="OFF",
                warn_notification_severity="OFF",
            )
        except (ConfigurationError, ValueError) as error:
            raise UsageError(
                f"{url} is not the address of a Neo4j server", hint="use e.g. neo4j://HOST:7687"
            ) from error
        try:
            with self._session(neo4j.READ_ACCESS) as session:
                session.run("RETURN 1").consume()
        except (DriverError, Neo4jError, OSError, ValueError) as error:
            self._driver.close()
            raise self._unavailable(error) from error

    @property
    def url(self) -> str:
        """Where the store is; holds no secret."""
        return self._url

    @property
    def remade(self) -> str:
        """The empty string: a server's database is never made anew."""
        return ""

    def _unavailable(self, error: Exception) -> KgError:
        if isinstance(error, AuthError) or "Security" in str(getattr(error, "code", "")):
            who = f"user {self._user}" if self._user else "a connection without a user"
            return StoreUnavailable(
                f"{self._url} refuses {who}", hint="set KG_NEO4J_USER and KG_NEO4J_PASSWORD to what the server expects"
            )
        if isinstance(error, ClientError):
            return StoreUnavailable(
                f"{self._url} refuses the connection ({_first(error)})", hint="check KG_NEO4J_DATABASE"
            )
        return StoreUnavailable(
            f"no Neo4j server answers at {self._url}", hint="start it, or check the address and the firewall"
        )

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
        seconds = READ_SECONDS if timeout is None else timeout

        @neo4j.unit_of_work(timeout=seconds or None)
        def work(transaction: neo4j.ManagedTransaction) -> Result:
            answer = transaction.run(query, dict(parameters or {}))
            columns = tuple(answer.keys())
            raw = answer.fetch(limit + 1) if limit is not None else list(answer)
            truncated = limit is not None and len(raw) > limit
            kept = [tuple(record.values()) for record in raw[:limit]]
            if truncated:
                answer.consume()
            ends = _Ends(transaction)
            ends.gather(kept)
            rows = tuple(tuple(values.from_neo4j(value, ends.id) for value in row) for row in kept)
            return Result(columns=columns, rows=rows, truncated=truncated)

        with self._session(neo4j.READ_ACCESS) as session:
            return self._answer(lambda: session.execute_read(work), seconds)

    def _answer(self, ask: Callable[[], Result], seconds: float) -> Result:
        """Ask, and turn the driver's errors into ours."""
        try:
            return ask()
        except ServiceUnavailable as error:
            raise self._unavailable(error) from error
        except Neo4jError as error:
            code = error.code or ""
            if "TransactionTimedOut" in code:
                message = f"the query took longer than {seconds:g} seconds"
                raise QueryError(message, hint="narrow it or add LIMIT") from error
            if code == "Neo.ClientError.Statement.AccessMode":
                message = "the query would write, and queries are read-only"
                raise QueryError(message, hint="use MATCH and RETURN") from error
            if "Security" in code and "Forbidden" not in code:
                raise self._unavailable(error) from error
            raise QueryError(f"the store refused the query ({_first(error)})") from error
        except (DriverError, ValueError, TypeError, OverflowError) as error:
            raise QueryError(f"the store refused the query ({_first(error)})") from error

    def _session(self, mode: str) -> neo4j.Session:
        return self._driver.session(database=self._database, default_access_mode=mode, fetch_size=_FETCH)

    def prepare(self) -> None:
        """Make the unique constraints, once; `id` is then also indexed."""
        for label in (*KEYS, META):
            self.write(f"CREATE CONSTRAINT kg_{label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE")

    def forget(self) -> None:
        """Take the unique constraints out again."""
        for label in (*KEYS, META):
            self.write(f"DROP CONSTRAINT kg_{label.lower()}_id IF EXISTS")

    def scan(self, query: str, parameters: Mapping[str, Any] | None = None) -> Iterator[Sequence[Any]]:
        """Give all rows of a reading query, one by one."""
        try:
            with self._session(neo4j.READ_ACCESS) as session:
                for record in session.run(query, dict(parameters or {})):
                    yield tuple(record.values())
        except ServiceUnavailable as error:
            raise self._unavailable(error) from error
        except (DriverError, Neo4jError) as error:
            raise StoreError(f"{self._url} refused to be read ({_first(error)})") from error

    def write(self, query: str, parameters: Mapping[str, Any] | None = None) -> int:
        """Run one writing query as a whole or not at all and give the number in its first row and column (0 without rows)."""
        if self._read_only:
            raise StoreError(f"{self._url} is open for reading only", hint="open it with read_only=False")

        def work(transaction: neo4j.ManagedTransaction) -> int:
            records = list(transaction.run(query, dict(parameters or {})))
            return int(records[0][0]) if records else 0

        try:
            with self._session(neo4j.WRITE_ACCESS) as session:
                return session.execute_write(work)
        except ServiceUnavailable as error:
            raise self._unavailable(error) from error
        except (DriverError, Neo4jError) as error:
            raise StoreError(f"{self._url} refused a write ({_first(error)})", hint="load again to go on") from error

    def finish(self) -> None:
        """Do nothing: every transaction lasts."""

    def close(self) -> None:
        """Close the connections."""
        self._driver.close()

    def __enter__(self) -> Neo4jStore:
        """Give the store."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the store."""
        self.close()


class _Ends:
    """The ids of nodes that an answer names only by the database's number, as the ends of a relationship."""

    def __init__(self, transaction: neo4j.ManagedTransaction) -> None:
        self._transaction = transaction
        self._ids: dict[str, str] = {}

    def gather(self, rows: Sequence[Sequence[Any]]) -> None:
        """Look up in one query all ends that rows hold."""
        wanted = {element for row in rows for value in row for element in _bare_ends(value)}
        if wanted:
            query = "MATCH (n) WHERE elementId(n) IN $wanted RETURN elementId(n) AS element, n.id AS id"
            for record in self._transaction.run(query, {"wanted": sorted(wanted)}):
                if record["id"] is not None:
                    self._ids[record["element"]] = str(record["id"])

    def id(self, node: Any) -> str:
        """Give the id of a node."""
        return self._ids.get(node.element_id, str(node.element_id))


def _bare_ends(value: Any) -> Iterator[str]:
    if isinstance(value, neo4j.graph.Relationship):
        for node in value.nodes:
            if node is not None:
                yield node.element_id
    elif isinstance(value, dict):
        for item in value.values():
            yield from _bare_ends(item)
    elif isinstance(value, list):
        for item in value:
            yield from _bare_ends(item)


def _first(error: BaseException) -> str:
    """Give the first line of an error's text, the server's own words where there are some."""
    text = getattr(error, "message", None) or str(error)
    return str(text).partition("\n")[0].strip() or type(error).__name__
