"""Assembling: the only place where statements of all reports become entities and edges.

Input are the per-report Parquet parts of a build (tables of the bundle without `edges`, and `structure`); output
are the six tables of a bundle in one folder. All by DuckDB over files, so that memory does not grow with the corpus. What reviewers decided
is applied by `kg.settle`, in views of the parts, so that parts need not be made anew.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from kg import settle
from kg.bundle import TABLES
from kg.decisions import QUOTES, Decisions

# What one report contributes besides its tables: relations that no sentence needs to say.
STRUCTURE = pa.schema([pa.field(name, pa.string()) for name in ("source_id", "predicate", "target_id", "basis")])
PART_TABLES = ("reports", "passages", "mentions", "statements", "entities")
# Evidence kept on an edge; all statements stay in their own table. 500 references are about 20 KB; the strongest edge of 75 reports has 6.
EVIDENCE = 500
# Beyond it DuckDB sorts on disk: 50,000 reports (7 million mentions) take 510 MiB of a process in all, 5,000 take 410. Where one thing is named so
# often that its lists do not fit, the step is done again with the larger cap.
MEMORY, MOST_MEMORY = "256MB", "2GB"
# Lists cannot go to disk, so entities and edges are made in ranges of their key that hold about this many mentions or statements (100 MB).
RANGE = 100_000
# Parts that are read at once when they are gathered.
GATHERED = 1_000
_LAST = "\U0010ffff"
# What is read in ranges, sorted by its key once, so that a range reads its own rows and not all: without it 10 times as many reports
# take 50 times as long.
_BY_KEY = {
    "entity_rows": ("FROM found", "id"),
    "entity_mentions": ('SELECT entity_id, passage_id, "text" FROM mentions', "entity_id"),
    "entity_years": (
        """SELECT subject_id AS id, coalesce(year, as_of) AS moment FROM statements
        UNION ALL SELECT object_id, coalesce(year, as_of) FROM statements""",
        "id",
    ),
    "edge_statements": ("FROM statements", "subject_id, id"),
    "edge_structure": ("FROM structure", "source_id"),
}
_WITHIN = "{0} >= getvariable('from_key') AND {0} < getvariable('to_key')"

_TEXT_EDGES = f"""
SELECT subject_id AS source_id, predicate, object_id AS target_id, passage_id, "start", "end", year, coalesce(year, as_of) AS moment, confidence
FROM edge_statements WHERE {_WITHIN.format("subject_id")}
"""
# A village that no text places is taken to lie in its report's place: 11 of 11 were right in the graph of the evaluation's
# reports, (right + 1) / (said + 2) as in `kg.link.precision`.
BY_CONTEXT = round(12 / 13, 4)

_EDGES = f"""
WITH said AS ({_TEXT_EDGES}),
from_text AS (
    SELECT source_id, predicate, target_id, 'text' AS basis, count(*) AS count,
        count(DISTINCT split_part(passage_id, '/', 1)) AS reports,
        list_sort(list_distinct(list(year) FILTER (year IS NOT NULL))) AS years, min(moment) AS first_year, max(moment) AS last_year,
        1 - product(1 - confidence) AS confidence,
        list(passage_id || '#' || "start" || '-' || "end" ORDER BY coalesce(moment, 9999), passage_id, "start")[:{EVIDENCE}] AS evidence
    FROM said GROUP BY source_id, predicate, target_id
),
from_structure AS (
    SELECT source_id, predicate, target_id, min(basis) AS basis FROM edge_structure WHERE {_WITHIN.format("source_id")}
    GROUP BY source_id, predicate, target_id
),
merged AS (
    -- What the gazetteer says too is certain, however shaky the sentence.
    SELECT from_text.* REPLACE (if(from_structure.basis = 'gazetteer', 1.0, from_text.confidence) AS confidence)
    FROM from_text LEFT JOIN from_structure USING (source_id, predicate, target_id)
    UNION ALL
    SELECT source_id, predicate, target_id, basis, 0, 0, []::INTEGER[], NULL, NULL, if(basis = 'context', {BY_CONTEXT}, 1.0), []::VARCHAR[]
    FROM from_structure ANTI JOIN from_text USING (source_id, predicate, target_id)
)
SELECT 'e' || substr(sha256(source_id || chr(31) || predicate || chr(31) || target_id), 1, 16) AS id, source_id, predicate, target_id, basis,
    count::INTEGER AS count, reports::INTEGER AS reports, coalesce(years, [])::INTEGER[] AS years, first_year::INTEGER AS first_year,
    last_year::INTEGER AS last_year, round(least(confidence, 0.9999), 4)::DOUBLE AS confidence, evidence
FROM merged ORDER BY source_id, predicate, target_id
"""

# The name of an entity is the one that a reviewer gave it, else that most reports give it; ties go to the id that
# stays, then to the first in the order of characters.
# `own` says that a row stood under the id that stays before entities were merged: its level, code and parent come first.
_ENTITIES = f"""
WITH counted AS (
    SELECT id, type, name, min(level) AS level, min(adcode) AS adcode, min(parent_id) AS parent_id, count(*) AS n, bool_or(own) AS own
    FROM entity_rows WHERE {_WITHIN.format("id")} GROUP BY id, type, name
),
named AS (
    SELECT id, min(type) AS type, coalesce(min(renamed.name), first(counted.name ORDER BY n DESC, own DESC, counted.name)) AS name,
        list(counted.name) AS names, coalesce(min(level) FILTER (own), min(level)) AS level,
        coalesce(min(adcode) FILTER (own), min(adcode)) AS adcode, coalesce(min(parent_id) FILTER (own), min(parent_id)) AS parent_id
    FROM counted LEFT JOIN renamed USING (id) GROUP BY id
),
seen AS (
    SELECT entity_id AS id, count(*) AS mentions, count(DISTINCT split_part(passage_id, '/', 1)) AS reports,
        list(DISTINCT regexp_replace("text", '[{QUOTES}\\s　]', '', 'g')) AS spellings
    FROM entity_mentions WHERE {_WITHIN.format("entity_id")} GROUP BY entity_id
),
years AS (
    SELECT id, min(moment) AS first_year, max(moment) AS last_year FROM entity_years WHERE {_WITHIN.format("id")} GROUP BY id
)
SELECT id, type, name, list_sort(list_distinct(list_filter(list_concat(names, coalesce(spellings, [])), lambda x: x <> name))) AS aliases,
    level, adcode, parent_id, coalesce(mentions, 0)::INTEGER AS mentions, coalesce(reports, 0)::INTEGER AS reports,
    first_year::INTEGER AS first_year, last_year::INTEGER AS last_year
FROM named LEFT JOIN seen USING (id) LEFT JOIN years USING (id) ORDER BY id
"""

_PLAIN = {
    "reports": "SELECT * FROM reports ORDER BY id",
    "passages": "SELECT * FROM passages ORDER BY report_id, seq",
    "mentions": 'SELECT * FROM mentions ORDER BY passage_id, "start", "end"',
    "statements": 'SELECT * FROM statements ORDER BY passage_id, "start", subject_id, predicate, object_id',
}
# Which report a row belongs to.
_OWNER = {
    "reports": "id",
    "passages": "report_id",
    "mentions": "split_part(passage_id, '/', 1)",
    "statements": "split_part(passage_id, '/', 1)",
}


def assemble(
    parts: Sequence[Path], folder: Path, *, decisions: Decisions | None = None, memory: str = MEMORY
) -> tuple[str, ...]:
    """Write the tables of a bundle into `folder` from part folders, each with a Parquet file for every table of PART_TABLES and `structure`.

    A report that stands in two parts (the same text in two files) is taken once, from the part that comes first in `parts`.
    Gives a note for each decision that met nothing in these reports.
    """
    settled = decisions or Decisions()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        return _assemble(parts, folder, settled, memory)
    except duckdb.OutOfMemoryException:
        return _assemble(parts, folder, settled, MOST_MEMORY)


def _assemble(parts: Sequence[Path], folder: Path, settled: Decisions, memory: str) -> tuple[str, ...]:
    spill, ordered, gathered = folder / "spill", folder / "ordered", folder / "gathered"
    ordered.mkdir(exist_ok=True)
    gathered.mkdir(exist_ok=True)
    # Without the cache DuckDB would keep something of every file it ever read.
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory, "threads": 1, "temp_directory": str(spill), "enable_external_file_cache": False,
    }  # fmt: skip
    with duckdb.connect(":memory:", config=config) as db:
        db.execute("SET enable_progress_bar = false")  # after two seconds it would go to stdout, where --json prints
        for name in (*PART_TABLES, "structure"):
            _gather(db, name, parts, gathered)
            _view(db, name)
        settle.apply(db, settled)
        for name, query in _PLAIN.items():
            _write(db, (query,), name, folder / f"{name}.parquet")
        for name, (query, key) in _BY_KEY.items():
            _sort(db, query, key, ordered / f"{name}.parquet")
        for name, query, keys in (
            ("entities", _ENTITIES, "SELECT entity_id AS key FROM entity_mentions"),
            ("edges", _EDGES, "SELECT subject_id AS key FROM edge_statements"),
        ):
            _write(db, _in_ranges(db, query, keys), name, folder / f"{name}.parquet")
        notes = settle.idle(db, settled)
    shutil.rmtree(ordered)
    shutil.rmtree(gathered)
    if spill.exists():
        spill.rmdir()
    return notes


def _gather(db: duckdb.DuckDBPyConnection, name: str, parts: Sequence[Path], folder: Path) -> None:
    """Make a view `raw_<name>` of one table of all parts, with the number of the part that a row stands in.

    Parts are copied into few files: a reader of 50,000 files holds something of each of them till it ends.
    """
    schema = STRUCTURE if name == "structure" else TABLES[name]
    files = []
    for first in range(0, len(parts), GATHERED):
        some = [str(part / f"{name}.parquet") for part in parts[first : first + GATHERED]]
        numbers = pa.table({"filename": some, "part": pa.array(range(first, first + len(some)), pa.int32())})
        db.register("part_numbers", numbers)
        files.append(_text(folder / f"{name}-{first}.parquet"))
        db.execute(
            f"COPY (SELECT t.* EXCLUDE (filename), n.part FROM read_parquet([{', '.join(map(_text, some))}], filename=true) t "
            f"JOIN part_numbers n USING (filename)) TO {files[-1]} (FORMAT parquet, ROW_GROUP_SIZE 20_000)"
        )
    if files:
        db.execute(f"CREATE VIEW raw_{name} AS FROM read_parquet([{', '.join(files)}])")
    else:
        db.register(f"empty_{name}", schema.empty_table())
        db.execute(f"CREATE VIEW raw_{name} AS SELECT *, 0 AS part FROM empty_{name}")


def _text(value: str | Path) -> str:
    """Write a string as SQL."""
    return "'" + str(value).replace("'", "''") + "'"


def _view(db: duckdb.DuckDBPyConnection, name: str) -> None:
    """Make a view `read_<name>` over the gathered rows, without reports that an earlier part already has."""
    if name == "reports":
        db.execute("CREATE TABLE owner AS SELECT id, min(part) AS part FROM raw_reports GROUP BY id")
    columns = ", ".join(f't."{column}"' for column in (STRUCTURE if name == "structure" else TABLES[name]).names)
    if name in _OWNER:
        key = (
            _OWNER[name].replace("passage_id", "t.passage_id").replace("report_id", "t.report_id")
            if name != "reports"
            else "t.id"
        )
        db.execute(
            f"CREATE VIEW read_{name} AS SELECT {columns} FROM raw_{name} t JOIN owner ON owner.id = {key} AND owner.part = t.part"
        )
    else:
        db.execute(f"CREATE VIEW read_{name} AS SELECT {columns} FROM raw_{name} t")


def _sort(db: duckdb.DuckDBPyConnection, query: str, key: str, path: Path) -> None:
    """Write the rows of a query by key into a file, and make a view of it that has the file's name."""
    db.execute(f"COPY (FROM ({query}) ORDER BY {key}) TO {_text(path)} (FORMAT parquet, ROW_GROUP_SIZE 20_000)")
    db.execute(f"CREATE VIEW {path.stem} AS FROM read_parquet({_text(path)})")


def _in_ranges(db: duckdb.DuckDBPyConnection, query: str, keys: str) -> Iterator[str]:
    """Give a query once for each range of its key, with the range set; where ranges end depends on the data alone."""
    numbered = f"SELECT key, row_number() OVER (ORDER BY key) AS n FROM ({keys})"
    edges = [
        key for (key,) in db.sql(f"SELECT DISTINCT key FROM ({numbered}) WHERE n % {RANGE} = 0 ORDER BY key").fetchall()
    ]
    for first, last in pairwise(["", *edges, _LAST]):
        db.execute("SET VARIABLE from_key = $first", {"first": first})
        db.execute("SET VARIABLE to_key = $last", {"last": last})
        yield query


def _write(db: duckdb.DuckDBPyConnection, queries: Iterable[str], name: str, path: Path) -> None:
    """Stream the results of queries, one after the other, into a Parquet file with exactly the columns of the table."""
    with pq.ParquetWriter(path, TABLES[name], compression="zstd") as writer:
        for query in queries:
            for batch in db.sql(query).to_arrow_reader(10_000):
                writer.write_batch(batch.cast(TABLES[name]))
