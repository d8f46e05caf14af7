"""Assembling: the only place where statements of all reports become entities and edges.

Input are the per-report Parquet parts of a build (tables of the bundle without `edges`, and `structure`); output
are the six tables of a bundle in one folder. All by DuckDB over files, so that memory does not grow with the corpus. What reviewers decided
is applied here, by joins of small mapping tables with the parts, so that parts need not be made anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from kg.bundle import TABLES
from kg.decisions import BLANKS, CONFIRMED, QUOTES, Decisions
from kg.schema import schema

# What one report contributes besides its tables: relations that no sentence needs to say.
STRUCTURE = pa.schema([pa.field(name, pa.string()) for name in ("source_id", "predicate", "target_id", "basis")])
PART_TABLES = ("reports", "passages", "mentions", "statements", "entities")
# Evidence kept on an edge; all statements stay in their own table. 500 references are about 20 KB; the strongest edge of 75 reports has 6.
EVIDENCE = 500
# Beyond it DuckDB sorts on disk: 50,000 reports (7 million mentions) take 538 MiB of a process in all, 5,000 take 423. Where one thing is named so
# often that its lists do not fit, the step is done again with the larger cap.
MEMORY, MOST_MEMORY = "256MB", "2GB"
# Lists cannot go to disk, so entities and edges are made in ranges of their key that hold about this many mentions or statements (100 MB).
RANGE = 100_000
_LAST = "\U0010ffff"
_WITHIN = "{0} >= getvariable('from_key') AND {0} < getvariable('to_key')"

_TEXT_EDGES = f"""
SELECT subject_id AS source_id, predicate, object_id AS target_id, passage_id, "start", "end", year, coalesce(year, as_of) AS moment, confidence
FROM statements WHERE {_WITHIN.format("subject_id")}
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
    SELECT source_id, predicate, target_id, min(basis) AS basis FROM structure WHERE {_WITHIN.format("source_id")}
    GROUP BY source_id, predicate, target_id
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

# The name of an entity is the one that a reviewer gave it, else that most reports give it; ties go to the id that
# stays, then to the first in the order of characters.
# `own` says that a row stood under the id that stays before entities were merged: its level, code and parent come first.
_ENTITIES = f"""
WITH counted AS (
    SELECT id, type, name, min(level) AS level, min(adcode) AS adcode, min(parent_id) AS parent_id, count(*) AS n, bool_or(own) AS own
    FROM found WHERE {_WITHIN.format("id")} GROUP BY id, type, name
),
named AS (
    SELECT id, min(type) AS type, coalesce(min(renamed.name), first(counted.name ORDER BY n DESC, own DESC, counted.name)) AS name,
        list(counted.name) AS names, coalesce(min(level) FILTER (own), min(level)) AS level,
        coalesce(min(adcode) FILTER (own), min(adcode)) AS adcode, coalesce(min(parent_id) FILTER (own), min(parent_id)) AS parent_id
    FROM counted LEFT JOIN renamed USING (id) GROUP BY id
),
seen AS (
    SELECT entity_id AS id, count(*) AS mentions, count(DISTINCT split_part(passage_id, '/', 1)) AS reports,
        list(DISTINCT regexp_replace("text", '[“”"‘’《》〈〉「」『』\\s　]', '', 'g')) AS spellings
    FROM mentions WHERE {_WITHIN.format("entity_id")} GROUP BY entity_id
),
years AS (
    SELECT id, min(moment) AS first_year, max(moment) AS last_year FROM (
        SELECT subject_id AS id, coalesce(year, as_of) AS moment FROM statements
        UNION ALL SELECT object_id, coalesce(year, as_of) FROM statements
    ) WHERE {_WITHIN.format("id")} GROUP BY id
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
    spill = folder / "spill"
    with duckdb.connect(":memory:", config={"memory_limit": memory, "threads": 1, "temp_directory": str(spill)}) as db:
        db.execute("SET enable_progress_bar = false")  # after two seconds it would go to stdout, where --json prints
        db.register(
            "part_order",
            pa.table({"path": [str(part) for part in parts], "number": pa.array(range(len(parts)), pa.int32())}),
        )
        for name in (*PART_TABLES, "structure"):
            _view(db, name, parts)
        _decide(db, settled)
        for name, query in _PLAIN.items():
            _write(db, (query,), name, folder / f"{name}.parquet")
        for name, query, keys in (
            ("entities", _ENTITIES, "SELECT entity_id AS key FROM mentions"),
            ("edges", _EDGES, "SELECT subject_id AS key FROM statements"),
        ):
            _write(db, _in_ranges(db, query, keys), name, folder / f"{name}.parquet")
        notes = _idle(db, settled)
    if spill.exists():
        spill.rmdir()
    return notes


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
            f"CREATE VIEW read_{name} AS SELECT {columns} FROM {raw} t JOIN owner ON owner.id = {key} AND owner.part = t.part"
        )
    else:
        db.execute(f"CREATE VIEW read_{name} AS SELECT {columns} FROM {raw} t")


# Decisions as tables: `same_as` (every id of a union, the one that stays), `renamed`, `judged` (both orders of a symmetric triple; sentence
# is a hash, or '' for all), `split` (a spelling of an entity that names another thing). Merging can make two statements of one sentence
# equal: the surer one stays. What comes to lie between a thing and itself disappears. A judgement of one sentence goes before one of the
# triple.
_SAME = "coalesce({0}.stays, {1})"
_PLAIN_TEXT = "regexp_replace({0}, '[" + QUOTES + "\\s　]', '', 'g')"
_DECIDED = f"""
CREATE VIEW passages AS FROM read_passages;
CREATE VIEW reports AS SELECT r.* REPLACE ({_SAME.format("s", "r.place_id")} AS place_id,
    list_filter(list_transform(more_place_ids, lambda x: coalesce(getvariable('same')[x], x)), lambda x, i:
        list_position(list_transform(more_place_ids, lambda y: coalesce(getvariable('same')[y], y)), x) = i) AS more_place_ids,
    coalesce(renamed.name, r.place_name) AS place_name)
    FROM read_reports r LEFT JOIN same_as s ON s.id = r.place_id LEFT JOIN renamed ON renamed.id = {_SAME.format("s", "r.place_id")};
CREATE VIEW merged_mentions AS SELECT m.* REPLACE ({_SAME.format("s", "m.entity_id")} AS entity_id)
    FROM read_mentions m LEFT JOIN same_as s ON s.id = m.entity_id;
CREATE VIEW mentions AS SELECT m.* REPLACE (coalesce(x.new_id, m.entity_id) AS entity_id)
    FROM merged_mentions m LEFT JOIN split x ON x.id = m.entity_id AND x.name = {_PLAIN_TEXT.format("m.text")};
CREATE VIEW merged_found AS SELECT e.* REPLACE ({_SAME.format("s", "e.id")} AS id,
    nullif({_SAME.format("p", "e.parent_id")}, {_SAME.format("s", "e.id")}) AS parent_id), s.id IS NULL OR s.id = s.stays AS own
    FROM read_entities e LEFT JOIN same_as s ON s.id = e.id LEFT JOIN same_as p ON p.id = e.parent_id;
CREATE VIEW found AS FROM merged_found UNION ALL BY NAME
    SELECT e.* REPLACE (x.new_id AS id, x.name AS name, NULL AS level, NULL AS adcode, NULL AS parent_id)
    FROM merged_found e JOIN split x ON x.id = e.id WHERE x.new_id IN (SELECT entity_id FROM mentions)
    QUALIFY row_number() OVER (PARTITION BY x.new_id) = 1;
CREATE VIEW structure AS WITH mapped AS (
        SELECT {_SAME.format("a", "t.source_id")} AS source_id, predicate, {_SAME.format("b", "t.target_id")} AS target_id, basis
        FROM read_structure t LEFT JOIN same_as a ON a.id = t.source_id LEFT JOIN same_as b ON b.id = t.target_id
    ) FROM mapped ANTI JOIN (FROM judged WHERE verdict = 'reject' AND sentence = '') j
        ON mapped.source_id = j.subject_id AND mapped.predicate = j.predicate AND mapped.target_id = j.object_id
    WHERE source_id <> target_id;
CREATE VIEW merged_statements AS WITH said AS (
        SELECT t.* REPLACE ({_SAME.format("a", "t.subject_id")} AS subject_id, {_SAME.format("b", "t.object_id")} AS object_id),
            a.id IS NOT NULL OR b.id IS NOT NULL AS touched
        FROM read_statements t LEFT JOIN same_as a ON a.id = t.subject_id LEFT JOIN same_as b ON b.id = t.object_id
    ),
    moved AS (  -- the sentence holds the spelling that is split off, and the thing it is split from under no other
        SELECT DISTINCT t.id AS statement, x.id, x.new_id FROM said t JOIN split x ON x.id IN (t.subject_id, t.object_id)
        JOIN mentions n ON n.entity_id = x.new_id AND n.passage_id = t.passage_id AND n."start" >= t."start" AND n."end" <= t."end"
        WHERE NOT EXISTS (FROM mentions o WHERE o.entity_id = x.id AND o.passage_id = t.passage_id
            AND o."start" >= t."start" AND o."end" <= t."end")
    ),
    mapped AS (
        SELECT t.* REPLACE (coalesce(a.new_id, t.subject_id) AS subject_id, coalesce(b.new_id, t.object_id) AS object_id,
            t.touched OR a.id IS NOT NULL OR b.id IS NOT NULL AS touched)
        FROM said t LEFT JOIN moved a ON a.statement = t.id AND a.id = t.subject_id
            LEFT JOIN moved b ON b.statement = t.id AND b.id = t.object_id
    )
    SELECT * EXCLUDE (touched) FROM mapped WHERE NOT touched
    UNION ALL SELECT * EXCLUDE (touched) FROM mapped WHERE touched AND subject_id <> object_id
    QUALIFY row_number() OVER (PARTITION BY passage_id, "start", subject_id, predicate, object_id ORDER BY confidence DESC, id) = 1;
CREATE TABLE met AS SELECT s.id, j.*
    FROM merged_statements s JOIN judged j USING (subject_id, predicate, object_id) JOIN read_passages p ON p.id = s.passage_id
    WHERE j.sentence = ''
        OR j.sentence = 't' || substr(sha256(translate(substr(p."text", s."start" + 1, s."end" - s."start"), '{BLANKS}', '')), 1, 16);
CREATE TABLE verdicts AS SELECT id, coalesce(min(verdict) FILTER (sentence <> ''), min(verdict) FILTER (sentence = '')) AS verdict
    FROM met GROUP BY id;
CREATE VIEW statements AS SELECT s.* REPLACE (CASE WHEN verdict = 'confirm' THEN {CONFIRMED} ELSE s.confidence END AS confidence)
    FROM merged_statements s LEFT JOIN verdicts v ON v.id = s.id WHERE verdict IS DISTINCT FROM 'reject';
"""
# Without decisions the parts are taken as they are: no join, no cost.
_UNDECIDED = """
CREATE VIEW found AS SELECT *, true AS own FROM read_entities;
""" + "".join(
    f"CREATE VIEW {name} AS FROM read_{name};\n"
    for name in ("reports", "passages", "mentions", "statements", "structure")
)


def _decide(db: duckdb.DuckDBPyConnection, decisions: Decisions) -> None:
    """Make the views that the queries read, with decisions applied."""
    judged = {
        (*ends, sentence, verdict)
        for (triple, sentence), verdict in decisions.judged.items()
        for ends in (triple, triple[::-1] if schema().predicates[triple[1]].symmetric else triple)
    }
    _strings(db, "same_as", ("id", "stays"), sorted(decisions.canonical.items()))
    _strings(db, "renamed", ("id", "name"), sorted(decisions.names.items()))
    splits = sorted((id_, name, new) for (id_, name), new in decisions.splits.items())
    _strings(db, "split", ("id", "name", "new_id"), splits)
    _strings(db, "judged", ("subject_id", "predicate", "object_id", "sentence", "verdict"), sorted(judged))
    if not (decisions.canonical or decisions.names or decisions.judged or decisions.splits):
        db.execute(_UNDECIDED)
        return
    db.execute("SET VARIABLE same = (SELECT MAP(coalesce(list(id), []), coalesce(list(stays), [])) FROM same_as)")
    db.execute(_DECIDED)


def _strings(db: duckdb.DuckDBPyConnection, name: str, columns: Sequence[str], rows: Sequence[tuple[str, ...]]) -> None:
    values = {column: pa.array([row[i] for row in rows], pa.string()) for i, column in enumerate(columns)}
    db.register(f"given_{name}", pa.table(values))
    db.execute(f"CREATE TABLE {name} AS FROM given_{name}")


def _idle(db: duckdb.DuckDBPyConnection, decisions: Decisions) -> tuple[str, ...]:
    """Say which decisions met nothing: their ids, statements or reports are not in these parts."""
    known = _known(db, decisions)
    notes = []
    for number, one in decisions.lines:
        if one.what == "place":
            absent = "" if one.about in known else " ".join(one.about)
        elif one.what in ("reject", "confirm"):
            absent = "" if (*decisions.triple(one.about), one.sentence or "") in known else " ".join(one.about)
        else:
            absent = ", ".join(about for about in one.about if (about,) not in known)
        if absent:
            notes.append(f"decision {number} ({one.what}) waits: not in these reports: {absent}")
    return tuple(notes)


def _known(db: duckdb.DuckDBPyConnection, decisions: Decisions) -> set[tuple[str, ...]]:
    """Give what the decisions are about, as far as it is there: ids, triples with sentence, reports by id or by source and heading."""
    ids = {
        about
        for _, one in decisions.lines
        if one.what in ("same", "different", "split", "rename")
        for about in one.about
    }
    _strings(db, "asked", ("id",), [(one,) for one in sorted(ids)])
    known = set(db.sql("SELECT DISTINCT id FROM read_entities SEMI JOIN asked USING (id)").fetchall())
    if decisions.places:
        known |= set(db.sql("SELECT id FROM read_reports").fetchall())
        known |= set(db.sql("SELECT source, heading FROM read_reports").fetchall())
    if decisions.judged:
        found = "SELECT DISTINCT subject_id, predicate, object_id, sentence FROM met"
        plain = """SELECT DISTINCT source_id, predicate, target_id, '' FROM read_structure
            SEMI JOIN judged ON source_id = subject_id AND read_structure.predicate = judged.predicate AND target_id = object_id"""
        for *triple, sentence in db.sql(f"{found} UNION {plain}").fetchall():
            known.add((*decisions.triple(triple), sentence))
    return known


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
