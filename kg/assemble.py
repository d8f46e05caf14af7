"""Assembling: the only place where statements of all reports become entities and edges.

Input are the per-report Parquet parts of a build (tables of the bundle without `edges`, and `structure`); output
are the six tables of a bundle in one folder. All by DuckDB over files, so that memory does not grow with the corpus.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from kg.bundle import TABLES

# What one report contributes besides its tables: relations that no sentence needs to say.
STRUCTURE = pa.schema([pa.field(name, pa.string()) for name in ("source_id", "predicate", "target_id", "basis")])
PART_TABLES = ("reports", "passages", "mentions", "statements", "entities")
# Evidence kept on an edge; all statements stay in their own table. 50 references are about 2 KB, what a database page can bear.
EVIDENCE = 50

_TEXT_EDGES = """
SELECT subject_id AS source_id, predicate, object_id AS target_id, passage_id, "start", "end", year, coalesce(year, as_of) AS moment, confidence
FROM statements
"""

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
    SELECT source_id, predicate, target_id, min(basis) AS basis FROM structure GROUP BY source_id, predicate, target_id
),
merged AS (
    SELECT * FROM from_text
    UNION ALL
    SELECT source_id, predicate, target_id, basis, 0, 0, []::INTEGER[], NULL, NULL, 1.0, []::VARCHAR[]
    FROM from_structure ANTI JOIN from_text USING (source_id, predicate, target_id)
)
SELECT 'e' || substr(sha256(source_id || chr(31) || predicate || chr(31) || target_id), 1, 16) AS id, source_id, predicate, target_id, basis,
    count::INTEGER AS count, reports::INTEGER AS reports, coalesce(years, [])::INTEGER[] AS years, first_year::INTEGER AS first_year,
    last_year::INTEGER AS last_year, round(least(confidence, 0.9999), 4)::DOUBLE AS confidence, evidence
FROM merged ORDER BY source_id, predicate, target_id
"""

# The name of an entity is the one that most reports give it; ties go to the first in the order of characters.
_ENTITIES = """
WITH counted AS (
    SELECT id, type, name, min(level) AS level, min(adcode) AS adcode, min(parent_id) AS parent_id, count(*) AS n
    FROM found GROUP BY id, type, name
),
named AS (
    SELECT id, min(type) AS type, first(name ORDER BY n DESC, name) AS name, list(name) AS names, min(level) AS level, min(adcode) AS adcode,
        min(parent_id) AS parent_id
    FROM counted GROUP BY id
),
seen AS (
    SELECT entity_id AS id, count(*) AS mentions, count(DISTINCT split_part(passage_id, '/', 1)) AS reports,
        list(DISTINCT regexp_replace("text", '[“”"‘’《》〈〉「」『』\\s　]', '', 'g')) AS spellings
    FROM mentions GROUP BY entity_id
),
years AS (
    SELECT id, min(moment) AS first_year, max(moment) AS last_year FROM (
        SELECT subject_id AS id, coalesce(year, as_of) AS moment FROM statements
        UNION ALL SELECT object_id, coalesce(year, as_of) FROM statements
    ) GROUP BY id
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


def assemble(parts: Sequence[Path], folder: Path, *, memory: str = "1GB") -> None:
    """Write the tables of a bundle into `folder` from part folders, each with a Parquet file for every table of PART_TABLES and `structure`.

    A report that stands in two parts (the same text in two files) is taken once, from the part that comes first in `parts`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    spill = folder / "spill"
    with duckdb.connect(":memory:", config={"memory_limit": memory, "threads": 1, "temp_directory": str(spill)}) as db:
        db.register(
            "part_order",
            pa.table({"path": [str(part) for part in parts], "number": pa.array(range(len(parts)), pa.int32())}),
        )
        for name in (*PART_TABLES, "structure"):
            _view(db, name, parts)
        for name, query in {**_PLAIN, "entities": _ENTITIES, "edges": _EDGES}.items():
            _write(db, query, name, folder / f"{name}.parquet")
    if spill.exists():
        spill.rmdir()


def _view(db: duckdb.DuckDBPyConnection, name: str, parts: Sequence[Path]) -> None:
    """Make a view of one table over the part files, without reports that an earlier part already has."""
    raw = f"raw_{name}"
    if parts:
        files = ", ".join("'" + str(part / f"{name}.parquet").replace("'", "''") + "'" for part in parts)
        db.execute(
            f"CREATE VIEW {raw} AS SELECT *, filename[:-{len(name) + len('/.parquet') + 1}] AS part FROM read_parquet([{files}], filename=true)"
        )
    else:
        db.register(f"empty_{name}", (STRUCTURE if name == "structure" else TABLES[name]).empty_table())
        db.execute(f"CREATE VIEW {raw} AS SELECT *, '' AS part FROM empty_{name}")
    if name == "reports":
        db.execute(
            "CREATE TABLE owner AS SELECT id, arg_min(path, number) AS part FROM raw_reports JOIN part_order ON part = path GROUP BY id"
        )
    columns = ", ".join(f't."{column}"' for column in (STRUCTURE if name == "structure" else TABLES[name]).names)
    if name in _OWNER:
        key = (
            _OWNER[name].replace("passage_id", "t.passage_id").replace("report_id", "t.report_id")
            if name != "reports"
            else "t.id"
        )
        db.execute(
            f"CREATE VIEW {name} AS SELECT {columns} FROM {raw} t JOIN owner ON owner.id = {key} AND owner.part = t.part"
        )
    else:
        db.execute(f"CREATE VIEW {'found' if name == 'entities' else name} AS SELECT {columns} FROM {raw} t")


def _write(db: duckdb.DuckDBPyConnection, query: str, name: str, path: Path) -> None:
    """Stream the result of a query into a Parquet file with exactly the columns of the table."""
    with pq.ParquetWriter(path, TABLES[name], compression="zstd") as writer:
        for batch in db.sql(query).to_arrow_reader(10_000):
            writer.write_batch(batch.cast(TABLES[name]))
