"""Exporting a bundle in the format of another tool: chooses the writer, and makes the records of a graph database for those that need them."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.bundle import Bundle, open_bundle
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.export.records import Record, Table
    from kg.store.rows import Row

FORMATS = ("graphml", "gexf", "csv", "xlsx", "jsonld", "turtle", "neo4j-admin", "cypher")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportReport:
    """What was written: the format, the file or folder, its size in bytes, and the commands that import it, a line each, if there are any."""

    format: str
    out: str
    bytes: int
    command: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Give the report as plain values, as `kg export --json` prints it."""
        return asdict(self)


def export(bundle: Bundle | Path | str = "kg-out", *, format: str, out: Path | str) -> ExportReport:
    """Write a bundle to the file `out` (`csv` and `neo4j-admin`: a folder) in one of FORMATS.

    What stood there is replaced in one step when everything is written. Raises UsageError for a format or a place that does
    not fit, MissingExtra when `xlsx` or `turtle` lack their package.

    >>> import tempfile
    >>> import pipelines
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     text = Path(folder, "report.txt")
    ...     _ = text.write_text("襄阳市工作总结\\n\\n2021年，襄阳市推行“板凳夜话”工作法。\\n", encoding="utf-8")
    ...     made = pipelines.build([text], Path(folder, "out"), workers=1)
    ...     _ = pipelines.export(made.bundle, format="csv", out=Path(folder, "tables"))
    ...     print(Path(folder, "tables", "entities.csv").read_text(encoding="utf-8-sig").splitlines()[0])
    编号,类型,名称,别名,层级,行政区划代码,上级编号,提及次数,报告数,最早年份,最晚年份
    """
    if format not in FORMATS:
        raise UsageError(f"no format {format}", hint=f"formats are {', '.join(FORMATS)}")
    source = bundle if isinstance(bundle, Bundle) else open_bundle(bundle)
    target = Path(out)
    command = _write(source, format, target)
    files = target.iterdir() if target.is_dir() else (target,)
    return ExportReport(
        format=format, out=str(target), bytes=sum(file.stat().st_size for file in files), command=command
    )


def _write(bundle: Bundle, format: str, out: Path) -> str:
    """Write one format and give the commands that import it."""
    from kg.export import admin, network, rdf, script, tables, workbook

    if format == "neo4j-admin":
        return admin.write_admin_csv(graph_tables(bundle), out)
    if format == "cypher":
        script.write_script(graph_tables(bundle), out)
        return f"cypher-shell -f {shlex.quote(out.name)}"
    writers: dict[str, Callable[[Bundle, Path], None]] = {
        "graphml": network.write_graphml, "gexf": network.write_gexf, "csv": tables.write_csv,
        "xlsx": workbook.write_xlsx, "jsonld": rdf.write_jsonld, "turtle": rdf.write_turtle,
    }  # fmt: skip
    writers[format](bundle, out)
    return ""


_TEXT = {"id": "string", "hash": "string"}
_COLUMNS: dict[str, dict[str, str]] = {
    "entities": {
        "kind": "string", "name": "string", "aliases": "string[]", "level": "string", "adcode": "string", "parent_id": "string",
        "mentions": "long", "reports": "long", "first_year": "long", "last_year": "long", "py": "string", "pi": "string",
    },
    "reports": {
        "heading": "string", "as_of": "long", "date": "string", "issuer": "string", "source": "string", "source_sha256": "string",
        "start": "long", "end": "long", "chars": "long", "place_name": "string",
    },
    "passages": {"seq": "long", "start": "long", "end": "long", "text": "string"},
    "relations": {
        "basis": "string", "count": "long", "reports": "long", "years": "long[]", "first_year": "long", "last_year": "long",
        "confidence": "double", "evidence": "string[]",
    },
    "about": {"rank": "long"},
    "has_passage": {"seq": "long"},
    "mentions": {"start": "long", "end": "long", "text": "string", "confidence": "double", "by": "string"},
}  # fmt: skip


def graph_tables(bundle: Bundle) -> tuple[Table, ...]:
    """Give the graph of a bundle as the records that `kg load` would write, nodes before relationships."""
    from kg.export.records import Table
    from kg.store import rows

    def table(name: str, key: str, made: Callable[[Bundle], Iterator[Row]], *ends: str) -> Table:
        columns = {**_TEXT, **_COLUMNS[name]}
        return Table(name=name, key=key, columns=columns, ends=ends, records=lambda: _records(made(bundle), key))

    return (
        table("entities", "Entity", rows.entity_rows),
        table("reports", "Report", rows.report_rows),
        table("passages", "Passage", rows.passage_rows),
        table("relations", "", rows.edge_rows, "Entity", "Entity"),
        table("about", "", rows.about_rows, "Report", "Entity"),
        table("has_passage", "", rows.has_passage_rows, "Report", "Passage"),
        table("mentions", "", rows.mentions_rows, "Passage", "Entity"),
    )


def _records(made: Iterator[Row], key: str) -> Iterator[Record]:
    from kg.export.records import Record
    from kg.store.rows import properties

    for row in made:
        kinds = (row.kind,) if key in ("", row.kind) else (key, row.kind)
        yield Record(kinds=kinds, id=row.id, properties=properties(row), start=row.start, end=row.end)
