"""CSV files for `neo4j-admin database import full`, the fastest way into an empty Neo4j database, and the command that imports them.

Written from `Table`s of records, streamed. The header of each file names ids, labels, types and the types of properties.
The import tool leaves empty lists out, whatever a file says; `finish.cypher`, run after the import, puts them there and makes the
constraints.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from kg.errors import BundleError
from kg.export.files import whole_folder
from kg.export.records import Record, Table
from kg.export.script import constraints

# U+001F, the "unit separator" of ASCII: in text that people wrote it does not occur; where it does it becomes a blank.
ARRAY = "\x1f"
_ARRAY_OPTION = "U+001F"


FINISH = "finish.cypher"


def write_admin_csv(tables: Sequence[Table], out: Path) -> str:
    """Write a folder with one CSV file a table and a finishing script, and give the two commands that import them there."""
    with whole_folder(out, [*(_file(table) for table in tables), FINISH]) as folder:
        (folder / FINISH).write_text("".join(_finish(tables)), encoding="utf-8")
        for table in tables:
            with (folder / _file(table)).open("w", encoding="utf-8", newline="") as file:
                _write(table, file)
    return f"{_command(tables)}\ncypher-shell -d neo4j -f {FINISH}"


def _finish(tables: Sequence[Table]) -> Iterator[str]:
    yield constraints(tables)
    for table in tables:
        what = f"(:{table.ends[0]})-[x]->(:{table.ends[1]})" if table.ends else f"(x:{table.key})"
        for name, kind in table.columns.items():
            if kind.endswith("[]"):
                yield f"MATCH {what} WHERE x.{name} IS NULL CALL (x) {{ SET x.{name} = [] }} IN TRANSACTIONS;\n"


def _command(tables: Sequence[Table], database: str = "neo4j") -> str:
    files = [f"--{'relationships' if table.ends else 'nodes'}={_file(table)}" for table in tables]
    options = ["--id-type=string", f"--array-delimiter={_ARRAY_OPTION}", "--multiline-fields=true", *files]
    # The name goes first: after --relationships the tool would take it for one file more.
    return shlex.join(["neo4j-admin", "database", "import", "full", database, *options])


def _file(table: Table) -> str:
    return f"{table.name}.csv"


def _write(table: Table, file: TextIO) -> None:
    names = [name for name in table.columns if name != "id" or table.ends]
    typed = [name if table.columns[name] == "string" else f"{name}:{table.columns[name]}" for name in names]
    if table.ends:
        start, end = table.ends
        head = [f":START_ID({start})", f":END_ID({end})", ":TYPE", *typed]
    else:
        head = [f"id:ID({table.key})", ":LABEL", *typed]
    file.write(",".join(head) + "\n")
    for record in table.records():
        if unknown := record.properties.keys() - table.columns.keys():
            raise BundleError(f"{_file(table)} has no column for {', '.join(sorted(unknown))}", hint="please report it")
        file.write(",".join([*_frame(record, table), *(_field(record.properties.get(name)) for name in names)]) + "\n")


def _frame(record: Record, table: Table) -> Iterator[str]:
    if table.ends:
        yield from (_field(record.start), _field(record.end), _field(record.kinds[0]))
    else:
        yield from (_field(record.id), _field(record.kinds))


def _field(value: Any) -> str:
    """Write a value: text and lists in quotes, a missing value as nothing.

    >>> print(_field('a "b" c'), _field(3), _field(None) == '')
    "a ""b"" c" 3 True
    """
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        value = ARRAY.join(str(one).replace(ARRAY, " ") for one in value)
    if isinstance(value, str):
        doubled = value.replace('"', '""')
        return f'"{doubled}"'
    return repr(value)
