"""A sample of a graph to be read by hand: edges from sentences, and entities with several names, drawn by a fixed hash.

Input is a bundle and, if the sample was read, a file of verdicts (`id`, tab, `right` or `wrong`, a line each; ids are hashes, so that the file holds
nothing of the texts). Output is the sample with its sentences, or the share judged right with what the verdicts still meet:
`python -m pipelines.sample DIR [VERDICTS]`.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

from kg.bundle import open_bundle
from kg.ids import content_id
from pipelines.explain import tables

SEED = "read by hand, 1"
EDGES, ENTITIES = 100, 50
_EDGES = """SELECT e.id, s.name, predicate, t.name, evidence FROM edges e JOIN entities s ON s.id = source_id
    JOIN entities t ON t.id = target_id WHERE basis = 'text' ORDER BY e.id"""
_ENTITIES = "SELECT id, name, aliases FROM entities WHERE len(aliases) > 0 AND mentions > 1 ORDER BY id"


def sample(bundle: Path | str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Give (id, what it says, sentences) of the edges and then of the entities that are drawn; an entity's id is the hash of its own."""
    with tables(open_bundle(bundle)) as db:
        for edge_id, source, predicate, target, evidence in _drawn(db, _EDGES, EDGES):
            yield edge_id, f"{source} {predicate} {target}", tuple(_sentence(db, one) for one in evidence[:2])
        for entity_id, name, aliases in _drawn(db, _ENTITIES, ENTITIES):
            query = """SELECT DISTINCT ON (m."text") m."text" || ' | ' || p.text[greatest(1, m.start - 20):m."end" + 12]
                || ' | ' || coalesce(r.place_name, '') FROM mentions m JOIN passages p ON p.id = m.passage_id JOIN reports r ON r.id = p.report_id
                WHERE entity_id = ? ORDER BY m."text", m.id"""
            where = tuple(str(row[0]) for row in db.execute(query, [entity_id]).fetchall())
            yield content_id("n", entity_id), f"{name} = {'、'.join(aliases)}", where


def _drawn(db: duckdb.DuckDBPyConnection, query: str, count: int) -> Sequence[tuple[str, ...]]:
    """Draw by the hash of the id, so that a graph with a few things more or less gives nearly the same sample."""
    rows = db.execute(query).fetchall()
    return sorted(rows, key=lambda row: content_id(SEED, row[0]))[:count]


def _sentence(db: duckdb.DuckDBPyConnection, evidence: str) -> str:
    passage, _, span = evidence.partition("#")
    start, _, end = span.partition("-")
    query = """SELECT p.text[? + 1:?] || ' | ' || coalesce(r.place_name, '') || ' ' || coalesce(r.as_of::VARCHAR, '')
        FROM passages p JOIN reports r ON r.id = p.report_id WHERE p.id = ?"""
    row = db.execute(query, [int(start), int(end), passage]).fetchone()
    return str(row[0]) if row else ""


def read_verdicts(path: Path) -> dict[str, str]:
    """Read verdicts by id; lines that begin with # are remarks."""
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return {line[0]: line[1] for line in lines}


def main(arguments: Sequence[str]) -> int:
    """Print the sample, or count the verdicts on what is still drawn."""
    drawn = list(sample(arguments[0]))
    if len(arguments) == 1:
        for number, (id_, says, sentences) in enumerate(drawn, 1):
            print(f"{number}. {id_} {says}", *sentences, sep="\n      ")
        return 0
    verdicts = read_verdicts(Path(arguments[1]))
    for kind, letter in (("edges", "e"), ("entities", "n")):
        counts = Counter(verdict for id_, verdict in verdicts.items() if id_.startswith(letter))
        still = sum(1 for id_, _, _ in drawn if id_ in verdicts and id_.startswith(letter))
        share = counts["right"] / max(1, counts.total())
        print(
            f"{kind}: {counts['right']} of {counts.total()} right ({share:.2f}); {still} of them in the sample of this graph"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
