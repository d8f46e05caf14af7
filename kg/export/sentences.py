"""Edges and statements of a bundle together with the names of their ends and the sentences behind them, in the order of the table.

Input is an open bundle. DuckDB joins the tables as files, so that memory does not grow with the corpus.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from typing import Any

import duckdb

from kg.bundle import Bundle

BATCH = 2000
MEMORY = "1GB"

_QUERY = r"""
WITH edge AS (SELECT *, file_row_number AS place FROM read_parquet($edges, file_row_number = true)),
reference AS (SELECT place, unnest(evidence) AS reference, generate_subscripts(evidence, 1) AS number FROM edge),
span AS (
    SELECT place, number, regexp_extract(reference, '^(.*)#(\d+)-(\d+)$', ['passage', 'start', 'end']) AS span FROM reference
),
said AS (
    SELECT place, list({
        'text': substring(p.text, span.start::INT + 1, span."end"::INT - span.start::INT),
        'passage_id': p.id, 'heading': r.heading, 'as_of': r.as_of
    } ORDER BY number) AS sentences
    FROM span JOIN read_parquet($passages) p ON p.id = span.passage JOIN read_parquet($reports) r ON r.id = p.report_id
    GROUP BY place
)
SELECT edge.* EXCLUDE (place, file_row_number), s.name AS source_name, s.type AS source_type, t.name AS target_name,
    t.type AS target_type, coalesce(said.sentences, []) AS sentences
FROM edge LEFT JOIN said USING (place)
JOIN read_parquet($entities) s ON s.id = source_id JOIN read_parquet($entities) t ON t.id = target_id
ORDER BY place
"""


def edges_with_sentences(bundle: Bundle) -> Iterator[dict[str, Any]]:
    """Give each edge as a dict: its columns, `source_name`, `source_type`, `target_name`, `target_type` and `sentences`.

    `sentences` is a list of {text, passage_id, heading, as_of}, one for each reference in `evidence`.
    """
    yield from _joined(bundle, _QUERY, ("edges", "passages", "reports", "entities"))


_STATEMENTS = """
WITH st AS (SELECT *, file_row_number AS place FROM read_parquet($statements, file_row_number = true))
SELECT st.* EXCLUDE (place, file_row_number), s.name AS source_name, s.type AS source_type, t.name AS target_name, t.type AS target_type,
    substring(p.text, st.start + 1, st."end" - st.start) AS sentence, r.heading, r.place_name, r.source
FROM st
JOIN read_parquet($passages) p ON p.id = st.passage_id JOIN read_parquet($reports) r ON r.id = p.report_id
JOIN read_parquet($entities) s ON s.id = st.subject_id JOIN read_parquet($entities) t ON t.id = st.object_id
ORDER BY place
"""


def statements_with_sentences(bundle: Bundle) -> Iterator[dict[str, Any]]:
    """Give each statement as a dict: its columns, the names and types of its ends as for edges, and its `sentence`.

    `heading`, `place_name` and `source` are those of its report.
    """
    yield from _joined(bundle, _STATEMENTS, ("statements", "passages", "reports", "entities"))


def _joined(bundle: Bundle, query: str, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    tables = {name: str(bundle.path(name)) for name in names}
    with (
        tempfile.TemporaryDirectory() as spill,
        duckdb.connect(":memory:", config={"memory_limit": MEMORY, "temp_directory": spill}) as db,
    ):
        db.execute("SET enable_progress_bar = false")  # it would go to stdout
        cursor = db.execute(query, tables)
        columns = [column[0] for column in cursor.description]
        while batch := cursor.fetchmany(BATCH):
            for row in batch:
                yield dict(zip(columns, row, strict=True))
