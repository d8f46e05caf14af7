"""The corpus-wide step of a build at sizes that would take hours to extract: parts multiplied, then assembled.

The parts of a build of synthetic reports are copied under other ids, programmes, campaigns and policies too, so that
reports, mentions, entities and edges all grow alike. What one process holds while it reads a report does not depend on
the number of reports; this is the step of which that has to be shown.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kg.assemble import PART_TABLES
from pipelines.build import build
from tests.bench.measure import Figure, Run, Setting, watch
from tests.bench.synthetic import write_reports

REPORTS = 500
COPIES = (10, 100)  # 5,000 and 50,000 reports
A_FILE = 10  # copies in one part, as a bound compilation has several reports

_ASSEMBLE = """
import sys
from pathlib import Path
from kg.assemble import assemble
assemble(sorted(Path(sys.argv[1]).iterdir()), Path(sys.argv[2]))
"""


def run(setting: Setting) -> Iterator[Figure]:
    """Assemble 5,000 and 50,000 reports."""
    count = setting.size(REPORTS)
    write_reports(setting.work / "reports", count)
    build([setting.work / "reports"], setting.work / "out")
    parts = sorted(path for path in (setting.work / "out" / "parts").iterdir())
    runs = [_assembled(setting.work, parts, copies) for copies in COPIES]
    for copies, one in zip(COPIES, runs, strict=True):
        yield _figure(f"assembling {count * copies:,} reports", one.seconds, "s")
    yield _figure(
        f"memory of assembling {count * COPIES[1]:,} reports", runs[1].memory, "MiB",
        peer=f"{runs[0].memory:.0f} MiB of {count * COPIES[0]:,}", ratio=runs[1].memory / runs[0].memory, target="<= 1.3",
    )  # fmt: skip


def _assembled(work: Path, parts: list[Path], copies: int) -> Run:
    many = work / f"parts-{copies}"
    for part in parts:
        for first in range(0, copies, A_FILE):
            multiply(part, many / f"{part.name}-{first:03}", range(first, first + A_FILE))
    return watch([sys.executable, "-c", _ASSEMBLE, many, work / f"tables-{copies}"])


def multiply(part: Path, target: Path, numbers: range) -> None:
    """Write a part that holds the reports of `part` once for each number, under ids of their own."""
    if target.exists():
        return
    target.mkdir(parents=True)
    reports = pq.read_table(part / "reports.parquet").column("id").to_pylist()
    for name in (*PART_TABLES, "structure"):
        table = pq.read_table(part / f"{name}.parquet")
        made = pa.concat_tables(_renamed(table, reports, f"~{number}") for number in numbers)
        pq.write_table(made, target / f"{name}.parquet", compression="zstd")


def _renamed(table: pa.Table, reports: list[str], suffix: str) -> pa.Table:
    for name in table.column_names:
        column = table.column(name)
        if name == "id" or name.endswith("_id"):
            for report in reports:
                column = pc.replace_substring(column, report, report + suffix)
            own = pc.match_substring_regex(column, "^(programme|campaign|policy):")
            alone = pc.match_substring_regex(column, "^[ms][0-9a-f]{16}$")  # mentions and statements
            column = pc.if_else(
                pc.or_(own, alone), pc.binary_join_element_wise(column, suffix, "", null_handling="replace"), column
            )
            table = table.set_column(table.column_names.index(name), name, column)
    return table


def _figure(
    name: str, value: float, unit: str, *, peer: str = "", ratio: float | None = None, target: str = ""
) -> Figure:
    return Figure(bench="assemble", name=name, value=value, unit=unit, peer=peer, ratio=ratio, target=target)
