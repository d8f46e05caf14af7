"""A Cypher script for cypher-shell: constraints, then statements that each write a batch of rows given as a literal list.

Written from `Table`s of records, streamed. Every value is a literal that is escaped here; labels and types come from the schema.
Running the script again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from kg.export.files import whole_file
from kg.export.records import Record, Table

# A statement is parsed as a whole, so it stays small: rows, and characters of rows.
ROWS = 500
CHARS = 200_000

_ESCAPES = {ord("\\"): "\\\\", ord("'"): "\\'", ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"}
_ESCAPES |= {code: f"\\u{code:04x}" for code in (*range(32), 0x7F, 0x85, 0x2028, 0x2029) if code not in _ESCAPES}


def write_script(tables: Sequence[Table], out: Path) -> None:
    """Write the script; run it with `cypher-shell -f FILE`."""
    with whole_file(out) as path, path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(constraints(tables))
        for table in tables:
            for kinds, records in groupby(table.records(), key=lambda record: record.kinds):
                for rows in _batches(records):
                    file.write(_statement(table, kinds, rows))


def constraints(tables: Sequence[Table]) -> str:
    """Give the statements that make ids unique and quick to find, as `kg load` does."""
    keys = [table.key for table in tables if not table.ends]
    made = (
        f"CREATE CONSTRAINT kg_{key.lower()}_id IF NOT EXISTS FOR (n:{key}) REQUIRE n.id IS UNIQUE;\n" for key in keys
    )
    return "".join(made) + "CALL db.awaitIndexes(300);\n"


def _batches(records: Iterator[Record]) -> Iterator[list[str]]:
    rows: list[str] = []
    chars = 0
    for record in records:
        row = _row(record)
        if rows and (len(rows) == ROWS or chars + len(row) > CHARS):
            yield rows
            rows, chars = [], 0
        rows.append(row)
        chars += len(row)
    if rows:
        yield rows


def _row(record: Record) -> str:
    ends = {"a": record.start, "b": record.end} if record.start else {}
    return literal({"id": record.id, **ends, "p": dict(record.properties)})


def _statement(table: Table, kinds: tuple[str, ...], rows: Sequence[str]) -> str:
    listed = ",\n".join(rows)
    if table.ends:
        start, end = table.ends
        what = (
            f"MATCH (a:{start} {{id: row.a}}) MATCH (b:{end} {{id: row.b}})\n"
            f"MERGE (a)-[r:{kinds[0]} {{id: row.id}}]->(b) SET r = row.p"
        )
    else:
        labels = "".join(f" SET n:{label}" for label in kinds[1:])
        what = f"MERGE (n:{kinds[0]} {{id: row.id}}){labels} SET n = row.p"
    return f"UNWIND [\n{listed}\n] AS row\n{what};\n"


def literal(value: Any) -> str:
    r"""Write a value as a Cypher literal.

    >>> literal({"name": "a'b\n", "years": [2020], "share": 0.5})
    "{name: 'a\\'b\\n', years: [2020], share: 0.5}"
    >>> literal("\\u0027")  # servers before Neo4j 2025 resolve such an escape before they look for the end of a string
    "'\\\\' + 'u0027'"
    """
    if isinstance(value, str):
        pieces = (piece.translate(_ESCAPES) for piece in value.split("\\u"))
        return "'" + "\\\\' + 'u".join(pieces) + "'"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {literal(one)}" for key, one in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(literal, value)) + "]"
    return repr(value)
