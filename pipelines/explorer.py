"""What the explorer's server asks of the graph of a store; what it asks of decisions goes to `pipelines.desk`.

Input are the checked fields of requests from `viz.answers`; output are cuts of the graph, rows and sentences. Every query
runs read-only under a time limit. The store may be loaded anew while the explorer runs: the next page shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

from kg.bundle import open_bundle
from kg.errors import BundleError, KgError, UsageError
from kg.graph import Sentence, Subgraph
from kg.ids import content_id
from kg.simplified import simplified
from kg.store import GraphReader, Result, Store, open_store
from pipelines.desk import ReviewDesk
from queries import analytics, expand, names
from queries.catalog import PLAIN_TYPES, Query, catalog, find_query, run
from queries.facts import degrees, provinces
from queries.subgraph import around, from_result, overview
from viz.answers import MAX_EDGES, MAX_NODES, MAX_ROWS, SECONDS
from viz.network import Facts

HEADING = "公文知识图谱"
SUGGESTIONS = 12
# Answers kept until the store is loaded anew: fifty readers ask much the same, and a table of 1 000 rows is about 1 MB.
KEPT = 100
# Relations have no index by id: all are looked through, which only a link to one that is not on the page asks for.
_ENDS = "MATCH (a:Entity)-[r]->(b:Entity) WHERE r.id = $edge RETURN a.id AS source, b.id AS target LIMIT 1"


class StoreExplorer:
    """Answers the explorer from the store at a URL; with a bundle, decisions are read and recorded."""

    def __init__(
        self, url: str, *, limit: int, bundle: Path | None, decisions: Path | None, allow_cypher: bool
    ) -> None:
        self._url, self._limit, self._allow_cypher = url, limit, allow_cypher
        self._lock, self._measuring = Lock(), Lock()
        self._store = _Limited(open_store(url))
        folder = _bundle_of(self._store, url, bundle)
        self._review = ReviewDesk(folder, decisions) if folder else None
        self._seen = self._state()
        self._answers: dict[Any, Future[Any]] = {}
        self._facts: Facts | None = None
        self._measures: Facts | None = None

    def close(self) -> None:
        """Let the store go."""
        self._store.close()

    @property
    def reviews(self) -> bool:
        """Whether decisions can be recorded."""
        return self._review is not None

    def served(self) -> Mapping[str, Any]:
        """Say what is offered: catalogue, measures, review, or why it is off, limits, decisions that wait for the next build."""
        pending, off = [], None
        try:
            pending = self._review.pending() if self._review else []
        except KgError as error:  # one wrong line of a reviewer keeps nobody from reading
            off = str(error)
        return {
            "catalogue": [_question(query) for query in catalog().values()],
            "measures": list(analytics.MEASURES),
            "cypher": self._allow_cypher,
            "review": self.reviews and off is None,
            "review_off": off,
            "pending": pending,
            "limits": {"nodes": MAX_NODES, "rows": MAX_ROWS, "edges": MAX_EDGES},
        }

    def _state(self) -> Any:
        """What tells one load of the store from the next."""
        if self._url.startswith("embedded:"):
            from kg.store.embedded import FILE as GRAPH

            # This file alone: a load writes others beside it, which may be gone before they are looked at.
            try:
                file = Path(self._url.removeprefix("embedded:"), GRAPH).stat()
            except FileNotFoundError:
                return None
            return file.st_ino, file.st_mtime_ns
        return self._store.read("MATCH (m:KgMeta) RETURN m.bundle AS bundle").rows

    def generation(self) -> str:
        """Give what names the load of the store that is answered from, after taking up a new one."""
        with suppress(KgError):  # whatever needs the store will say so
            self._refresh()
        return content_id("g", self._seen)

    def _refresh(self) -> None:
        """Take up a store that was loaded anew since the last answer."""
        state = self._state()
        with self._lock:
            if state == self._seen:
                return
            if self._url.startswith("embedded:"):
                self._store = _Limited(open_store(self._url))  # a reader holds nothing, so the old one needs no end
            self._seen, self._facts, self._measures = state, None, None
            self._answers.clear()

    def _once(self, key: Any, make: Callable[[], Any]) -> Any:
        """Give an answer that was given since the last load, or make it; whoever asks the same meanwhile waits for it."""
        with self._lock:
            known = self._answers.get(key)
            future = known or self._answers.setdefault(key, Future())
            if len(self._answers) > KEPT:
                self._answers.pop(next(iter(self._answers)))
        if known is None:
            try:
                future.set_result(make())
            except KgError as error:
                future.set_exception(error)
            finally:
                if not future.done() or future.exception():
                    future.cancel()
                    with self._lock:
                        self._answers.pop(key, None)
        return future.result()

    def cut(self, wanted: Mapping[str, str]) -> tuple[Subgraph, str]:
        """Give the overview, what surrounds `focus`, or the result of `query` with its parameters, and the heading."""
        self._refresh()
        rest = dict(wanted)
        limit = _limit(rest.pop("limit", None), self._limit)
        if "query" in rest:
            name = rest.pop("query")
            result = run(self._store, name, rest, limit=MAX_ROWS)
            return from_result(self._store, result, limit=limit, proofs=0), find_query(name).zh
        focus = rest.pop("focus", None)
        if rest:
            raise UsageError(
                f"the page has no parameter {next(iter(rest))}", hint="give focus, or query and its parameters"
            )
        if focus is not None:
            return around(self._store, focus, limit=limit, proofs=0), focus
        return overview(self._store, limit=limit, proofs=0), HEADING

    def facts(self) -> Facts:
        """Give the province of places and bodies, and how many relations everything has, by entity id."""
        with self._lock:
            if self._facts is None:
                facts: dict[str, dict[str, Any]] = {one: {"relations": n} for one, n in degrees(self._store).items()}
                for one, name in provinces(self._store).items():
                    facts.setdefault(one, {})["province"] = name
                self._facts = facts
            return self._facts

    def measures(self) -> Facts:
        """Give PageRank, betweenness and community by entity id; worked out once for each load of the store."""
        with self._measuring:
            with self._lock:
                known, seen, store = self._measures, self._seen, self._store
            if known is None:
                known = analytics.measures(analytics.graph_of(store))
                with self._lock:
                    if self._seen == seen:  # not those of a store that was loaded anew meanwhile
                        self._measures = known
            return known

    def search(self, text: str) -> Sequence[Mapping[str, Any]]:
        """Give what a text may mean, the likeliest first."""
        rows = self._once(
            ("search", text), lambda: run(self._store, "search", {"text": text, "limit": SUGGESTIONS}).dicts()
        )
        return list(rows)

    def neighbours(self, entity_id: str, have: Sequence[str], limit: int) -> tuple[Subgraph, int]:
        """Give new neighbours of a thing and how many more there are."""
        return expand.neighbours(self._store, entity_id, have, limit)

    def ways(self, first: str, second: str, have: Sequence[str]) -> tuple[Subgraph, Sequence[Sequence[str]]]:
        """Give what is new on the shortest ways between two things, and the ways."""
        found = expand.ways(self._store, first, second)
        return expand.joined(self._store, [one for way in found for one in way], have), found

    def things(self, ids: Sequence[str], have: Sequence[str]) -> Subgraph:
        """Give things by id."""
        return expand.joined(self._store, ids, have)

    def ends(self, edge_id: str) -> Sequence[str]:
        """Give the ids of the source and the target of an edge; nothing if there is none of this id."""
        rows = self._store.read(_ENDS, {"edge": edge_id}).rows
        return rows[0] if rows else ()

    def sentences(self, of: str, source: str | None, skip: int, limit: int) -> tuple[Sequence[Sentence], int]:
        """Give sentences of an entity, or of an edge of a source, and how many there are."""
        if source is None:
            names.resolve(self._store, of, "entity")
            return expand.sentences_of_entity(self._store, of, skip, limit)
        return expand.sentences_of_edge(self._store, of, source, skip, limit)

    def first_sentences(self, edges: Sequence[tuple[str, str]]) -> Mapping[str, Sentence]:
        """Give the first sentence behind each edge, named by its id and its source."""
        return expand.first_sentences(self._store, edges)

    def ask(
        self, name: str, arguments: Mapping[str, str], measures: Sequence[str], limit: int
    ) -> tuple[Result, Sequence[Mapping[str, Any]]]:
        """Ask a question of the catalogue, with measures beside its rows; and what was taken for texts that could mean something else."""

        def make() -> tuple[Result, Sequence[Mapping[str, Any]]]:
            meant, taken = self._meant(find_query(name), arguments)
            result = run(self._store, name, meant, limit=limit)
            return analytics.annotate(self._store, result, measures) if measures else result, taken

        answer: tuple[Result, Sequence[Mapping[str, Any]]] = self._once(
            ("ask", name, *sorted(arguments.items()), *measures, limit), make
        )
        return answer

    def _meant(self, query: Query, arguments: Mapping[str, str]) -> tuple[dict[str, str], list[dict[str, Any]]]:
        """Give the arguments with the ids of what they name, and the names of what some of them could mean as well."""
        meant, taken = dict(arguments), []
        for one in query.parameters:
            text = simplified(arguments.get(one.name, "").strip())
            if not text or one.type in PLAIN_TYPES:
                continue
            found = names.resolve(self._store, text, one.type)
            meant[one.name] = found.id
            if found.others:
                others = {"others": list(found.others), "more": found.more}
                taken.append({"text": arguments[one.name], "name": found.name, **others})
        return meant, taken

    def cypher(self, text: str, limit: int) -> Result:
        """Answer a reading query in Cypher; the store itself refuses writes. Raises UsageError where it is not allowed."""
        if not self._allow_cypher:
            raise UsageError("free Cypher is off", hint="start kg serve with --allow-cypher", kind="cypher_off")
        return self._store.read(text, {}, limit=limit)

    def cases(self) -> Mapping[str, Any]:
        """Give what is doubtful and what was decided since the last build."""
        return self._desk().cases()

    def decide(self, decision: Mapping[str, Any]) -> Mapping[str, Any]:
        """Record a decision and give all that wait for the next build."""
        return self._desk().decide(decision)

    def withdraw(self, gone: Mapping[int, str]) -> Mapping[str, Any]:
        """Take back decisions that wait, by their lines and effects, and give those that still do."""
        return self._desk().withdraw(gone)

    def _desk(self) -> ReviewDesk:
        if self._review is None:
            raise UsageError(
                "review needs the bundle of this store", hint="start kg serve with --bundle DIR", kind="no_review"
            )
        return self._review


def _bundle_of(store: GraphReader, url: str, given: Path | None) -> Path | None:
    """Give the folder of the bundle that a store was loaded from: as given, or where it usually lies, if it is that one."""
    if given is not None:
        return open_bundle(given).root
    folder = Path(url.removeprefix("embedded:")).parent if url.startswith("embedded:") else Path("kg-out")
    try:
        found = open_bundle(folder)
    except BundleError:
        return None
    loaded = [row[0] for row in store.read("MATCH (m:KgMeta) RETURN m.bundle AS bundle").rows]
    return found.root if loaded == [found.id] else None


def _limit(given: str | None, default: int) -> int:
    if given is None:
        return default
    if not given.isascii() or not given.isdigit() or not 1 <= int(given[:9]) <= MAX_NODES:
        raise UsageError(f"limit must lie between 1 and {MAX_NODES}")
    return int(given)


def _question(query: Query) -> dict[str, Any]:
    return {
        "name": query.name,
        "zh": query.zh,
        "en": query.en,
        "headings": dict(query.headings),
        "columns": list(query.columns),
        "parameters": [
            {
                "name": one.name,
                "type": one.type,
                "zh": one.zh,
                "en": one.en,
                "required": one.required,
                "default": one.default,
            }
            for one in query.parameters
        ],
    }


class _Limited:
    """A store whose every read ends after SECONDS: a page, and the other readers, must not wait longer."""

    def __init__(self, store: Store) -> None:
        self._inner = store
        self.url = store.url

    def read(
        self,
        query: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        limit: int | None = None,
        timeout: float | None = None,
    ) -> Result:
        """Answer like the store, within the explorer's time."""
        return self._inner.read(query, parameters, limit=limit, timeout=timeout or SECONDS)

    def close(self) -> None:
        """Close the store."""
        self._inner.close()
