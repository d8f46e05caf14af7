"""What reviewers decided, applied to the parts of a build by joins with small mapping tables.

Input are views `read_<table>` of the parts and the Decisions; output are the views that `kg.assemble` makes the tables of a bundle from.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from kg.decisions import BLANKS, CONFIRMED, QUOTES, Decisions, spelling
from kg.schema import schema

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


def apply(db: duckdb.DuckDBPyConnection, decisions: Decisions) -> None:
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


def idle(db: duckdb.DuckDBPyConnection, decisions: Decisions) -> tuple[str, ...]:
    """Say which decisions met nothing: their ids, spellings, statements or reports are not in these parts."""
    known = _known(db, decisions)
    notes = []
    for number, one in decisions.lines:
        if one.what == "place":
            absent = "" if one.about in known else " ".join(one.about)
        elif one.what in ("reject", "confirm"):
            absent = "" if (*decisions.triple(one.about), one.sentence or "") in known else " ".join(one.about)
        else:
            absent = ", ".join(about for about in one.about if (about,) not in known)
        if not absent and one.what == "split":
            name = spelling(str(one.name))
            absent = "" if (decisions.resolve(one.about[0]), "split", name) in known else f"{one.about[0]} as {name}"
        if absent:
            notes.append(f"decision {number} ({one.what}) waits: not in these reports: {absent}")
    return tuple(notes)


def _known(db: duckdb.DuckDBPyConnection, decisions: Decisions) -> set[tuple[str, ...]]:
    """Give what the decisions are about, as far as it is there: ids, spellings, triples with sentence, reports by id or by source and heading."""
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
    if decisions.splits:
        known |= set(
            db.sql(f"""SELECT DISTINCT m.entity_id, 'split', x.name FROM merged_mentions m
                JOIN split x ON x.id = m.entity_id AND x.name = {_PLAIN_TEXT.format("m.text")}""").fetchall()
        )
    if decisions.judged:
        found = "SELECT DISTINCT subject_id, predicate, object_id, sentence FROM met"
        plain = """SELECT DISTINCT source_id, predicate, target_id, '' FROM read_structure
            SEMI JOIN judged ON source_id = subject_id AND read_structure.predicate = judged.predicate AND target_id = object_id"""
        for *triple, sentence in db.sql(f"{found} UNION {plain}").fetchall():
            known.add((*decisions.triple(triple), sentence))
    return known
