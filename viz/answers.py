"""The answers of the explorer's server: what may be asked, and each request's fields checked by type and size.

Input are the data of requests and an Explorer, which knows the graph; output are plain values for `viz.server`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from kg.errors import UsageError
from kg.graph import Sentence, Subgraph
from kg.simplified import simplified
from kg.store.base import Result
from viz import network, placing
from viz.layout import Point
from viz.network import Facts
from viz.pinyin import syllables

# A name longer than this names nothing; the longest title of a policy in five years of gazettes had 90 characters.
LONGEST_TEXT = 300
LONGEST_REASON = 2000
LONGEST_CYPHER = 20_000
# vis-network draws 2 000 nodes at 44 ms a frame without a graphics card, 5 000 at 55; nobody can read more than 2 000.
MAX_NODES = 2000
MAX_ROWS = 1000
MAX_SENTENCES = 20
# The page asks for so many first sentences at once: with the longest ids 300 kB, and 1 MB of answer.
MAX_EDGES = 2000
SECONDS = 10.0

Data = Mapping[str, Any]
Call = Callable[[Data], Any]


class Explorer(Protocol):
    """What the server asks; `pipelines.explorer` answers from a store, so that no module of `viz` knows one."""

    def generation(self) -> str:
        """Name the load of the store that is answered from."""

    def served(self) -> Mapping[str, Any]:
        """Say what is offered: catalogue, review, limits, pending decisions."""

    def cut(self, wanted: Mapping[str, str]) -> tuple[Subgraph, str]:
        """Give the graph of a page, and its heading, for the parameters of its address."""

    def facts(self) -> Facts:
        """Give what is known about entities beside the graph, by entity id."""

    def measures(self) -> Facts:
        """Give PageRank, betweenness and community by entity id."""

    def search(self, text: str) -> Sequence[Mapping[str, Any]]:
        """Give what a text may mean, the likeliest first."""

    def neighbours(self, entity_id: str, have: Sequence[str], limit: int) -> tuple[Subgraph, int]:
        """Give new neighbours of a thing and how many more there are."""

    def ways(self, first: str, second: str, have: Sequence[str]) -> tuple[Subgraph, Sequence[Sequence[str]]]:
        """Give what is new on the shortest ways between two things, and the ways."""

    def things(self, ids: Sequence[str], have: Sequence[str]) -> Subgraph:
        """Give things by id."""

    def ends(self, edge_id: str) -> Sequence[str]:
        """Give the ids of the source and the target of an edge; nothing if there is none of this id."""

    def sentences(self, of: str, source: str | None, skip: int, limit: int) -> tuple[Sequence[Sentence], int]:
        """Give sentences of an entity, or of an edge of a source, and how many there are."""

    def first_sentences(self, edges: Sequence[tuple[str, str]]) -> Mapping[str, Sentence]:
        """Give the first sentence behind each edge, named by its id and its source."""

    def ask(
        self, name: str, arguments: Mapping[str, str], measures: Sequence[str], limit: int
    ) -> tuple[Result, Sequence[Mapping[str, Any]]]:
        """Ask a question of the catalogue; with the answer, what was taken for each text that could mean something else as well."""

    def cypher(self, text: str, limit: int) -> Result:
        """Answer a reading query in Cypher, if that is allowed."""

    def cases(self) -> Mapping[str, Any]:
        """Give what is doubtful and what was decided since the last build."""

    def decide(self, decision: Mapping[str, Any]) -> Mapping[str, Any]:
        """Record a decision and give all that wait for the next build."""

    def withdraw(self, gone: Mapping[int, str]) -> Mapping[str, Any]:
        """Take back decisions that wait, by their lines and effects, and give those that still do."""


class Refused(UsageError):
    """A request that asks for too much, with its HTTP status."""

    def __init__(self, message: str, status: int) -> None:
        self.status = status
        super().__init__(message)


class Answers:
    """The JSON answers: each takes the data of a request, checks every field, and gives plain values."""

    def __init__(self, explorer: Explorer) -> None:
        self._explorer = explorer

    def calls(self) -> dict[str, Call]:
        """Give the answers by name."""
        names = "search expand path show ends sentences proofs measures ask cypher cases decide withdraw".split()
        return {name: getattr(self, name) for name in names}

    def search(self, data: Data) -> Any:
        """Give suggestions for a text: `{text}`; and how it reads in simplified characters, as names are written."""
        text = _text(data, "text")
        found = self._explorer.search(text)
        rows = [{**row, "py": [syllables(name) for name in (row["name"], *row["aliases"])]} for row in found]
        return {"found": rows, "simplified": simplified(text)}

    def expand(self, data: Data) -> Any:
        """Give neighbours of `id` that are not yet on the page, with places beside it: `{id, at: {id: [x, y]}, limit}`."""
        there, limit = _points(data), _number(data, "limit", 1, 200, 30)
        room = max(0, MAX_NODES - len(there))
        of = _text(data, "id")
        cut, more = self._explorer.neighbours(of, list(there), min(limit, room))
        return {**self._drawn(cut, there, of), "more": more, "full": room <= limit and more > 0}

    def path(self, data: Data) -> Any:
        """Give the shortest ways between two things: `{first, second, at}`."""
        there, first = _points(data), _text(data, "first")
        cut, ways = self._explorer.ways(first, _text(data, "second"), list(there))
        anchor = ways[0][0] if ways else None
        return {**self._drawn(cut, there, anchor), "ways": [list(way) for way in ways]}

    def show(self, data: Data) -> Any:
        """Give things by id: `{ids, at}`."""
        there = _points(data)
        ids = _list(data, "ids", MAX_NODES)
        cut = self._explorer.things(ids[: max(0, MAX_NODES - len(there))], list(there))
        return self._drawn(cut, there, None)

    def _drawn(self, cut: Subgraph, there: Mapping[str, Point], anchor: str | None) -> dict[str, Any]:
        places = placing.beside(cut, there, anchor)
        nodes, edges = network.parts(cut, places, self._explorer.facts())
        return {"nodes": nodes, "edges": edges}

    def ends(self, data: Data) -> Any:
        """Give the two ends of an edge, which a link names by its id alone: `{id}`."""
        return {"ids": list(self._explorer.ends(_text(data, "id")))}

    def sentences(self, data: Data) -> Any:
        """Give sentences of an entity `{id, skip}` or of an edge `{id, source, skip}`, and how many there are."""
        source = _text(data, "source") if data.get("source") is not None else None
        skip = _number(data, "skip", 0, 10**6, 0)
        found, total = self._explorer.sentences(_text(data, "id"), source, skip, MAX_SENTENCES)
        return {"sentences": [network.sentence_(one) for one in found], "total": total}

    def proofs(self, data: Data) -> Any:
        """Give the first sentence behind each of the edges `{edges: [[id, source]]}`, by their ids."""
        edges = data.get("edges", [])
        if not isinstance(edges, list) or not all(_is_pair(one) for one in edges):
            raise UsageError("edges must be a list of pairs of texts")
        if len(edges) > MAX_EDGES:
            raise Refused(f"edges has more than {MAX_EDGES} items", 413)
        found = self._explorer.first_sentences([(edge, source) for edge, source in edges])
        return {"sentences": {edge: network.sentence_(one) for edge, one in found.items()}}

    def measures(self, data: Data) -> Any:
        """Give measures of the things `{ids}`."""
        known = self._explorer.measures()
        return {"measures": {one: known[one] for one in _list(data, "ids", MAX_NODES) if one in known}}

    def ask(self, data: Data) -> Any:
        """Ask a question of the catalogue: `{query, arguments: {name: text}, measures: [name], limit}`."""
        arguments = data.get("arguments", {})
        if not isinstance(arguments, dict) or len(arguments) > 20:
            raise UsageError("arguments must be an object of texts")
        for name, value in arguments.items():
            check_text(name, value, LONGEST_TEXT)
        limit = _number(data, "limit", 1, MAX_ROWS, 100)
        result, taken = self._explorer.ask(_text(data, "query"), arguments, _list(data, "measures", 10), limit)
        return {**_rows(result), "taken": [dict(one) for one in taken]}

    def cypher(self, data: Data) -> Any:
        """Answer a query in Cypher: `{text, limit}`."""
        text = _text(data, "text", LONGEST_CYPHER)
        return _rows(self._explorer.cypher(text, _number(data, "limit", 1, MAX_ROWS, 100)))

    def cases(self, data: Data) -> Any:
        """Give what is doubtful and what was decided since the last build."""
        return self._explorer.cases()

    def decide(self, data: Data) -> Any:
        """Record a decision: `{what, about: [id], why, name}`, for one sentence with its text as `sentence` or its `hash`.

        `instead_of: [{line, effect}]` names waiting decisions that it replaces.
        """
        decision = {
            "what": _text(data, "what"),
            "about": _list(data, "about", 99),
            "why": _text(data, "why", LONGEST_REASON),
            "name": _text(data, "name") if data.get("name") is not None else None,
            "sentence": _text(data, "sentence", LONGEST_CYPHER) if data.get("sentence") is not None else None,
            "hash": _text(data, "hash") if data.get("hash") is not None else None,
            "instead_of": _lines(data, "instead_of"),
        }
        return self._explorer.decide(decision)

    def withdraw(self, data: Data) -> Any:
        """Take back waiting decisions: `{decisions: [{line, effect}]}`."""
        gone = _lines(data, "decisions")
        if not gone:
            raise UsageError("decisions must name at least one")
        return self._explorer.withdraw(gone)


def _rows(result: Result) -> dict[str, Any]:
    """Give a result as plain values: nodes by their name, relationships by their type."""
    rows = [[network.plain(value) for value in row] for row in result.rows]
    return {"columns": list(result.columns), "rows": rows, "truncated": result.truncated}


def check_text(name: str, value: Any, longest: int) -> None:
    """Raise UsageError unless a field is a text with something in it, of at most `longest` characters."""
    if not isinstance(value, str) or not value.strip():
        raise UsageError(f"{name} must be a text")
    if len(value) > longest:
        raise Refused(f"{name} is longer than {longest} characters", 413)


def _text(data: Data, name: str, longest: int = LONGEST_TEXT) -> str:
    value = data.get(name)
    check_text(name, value, longest)
    return str(value)


def _number(data: Data, name: str, low: int, high: int, default: int) -> int:
    value = data.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool):
        raise UsageError(f"{name} must be a whole number")
    if not low <= value <= high:
        raise UsageError(f"{name} must lie between {low} and {high}")
    return value


def _list(data: Data, name: str, most: int) -> list[str]:
    value = data.get(name, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise UsageError(f"{name} must be a list of texts")
    if len(value) > most:
        raise Refused(f"{name} has more than {most} items", 413)
    return value


def _lines(data: Data, name: str) -> dict[int, str]:
    """Read decisions as their lines and effects."""
    value = data.get(name, [])
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise UsageError(f"{name} must be a list of decisions")
    if len(value) > 99:
        raise Refused(f"{name} has more than 99 items", 413)
    return {_number(one, "line", 1, 10**9, 0): _text(one, "effect", LONGEST_CYPHER) for one in value}


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(one, str) for one in value)


def _points(data: Data) -> dict[str, Point]:
    """Read the coordinates of what is on the page, by entity id."""
    value = data.get("at", {})
    if not isinstance(value, dict):
        raise UsageError("at must be an object of coordinates")
    if len(value) > MAX_NODES:
        raise Refused(f"a page holds at most {MAX_NODES} things", 413)
    found = {}
    for name, point in value.items():
        if not (isinstance(point, list) and len(point) == 2 and all(_is_place(one) for one in point)):
            raise UsageError("coordinates must be pairs of numbers")
        found[name] = (float(point[0]), float(point[1]))
    return found


def _is_place(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e7
