"""One file, read to linked reports: the pure part of the way, which runs in any process and is cached by content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from kg.assemble import STRUCTURE
from kg.bundle import TABLES
from kg.extract import load_extractor
from kg.ids import content_id
from kg.link import LinkedReport, link_report
from kg.read import passages_of, read_file
from kg.text import Passage, Report

Rows = dict[str, list[dict[str, Any]]]


# Reports of a file are read for names together, this many characters at a time: alone, one of 180 characters costs eight times as much.
TOGETHER = 60_000


def understand(reports: Iterable[Report]) -> Iterator[tuple[tuple[Passage, ...], LinkedReport]]:
    """Give the passages of each report and what it says, linked; it does not depend on the other reports."""
    batch: list[Report] = []
    for report in reports:
        # A report that stands in a file twice has one id; the two must not be taken for one long report.
        if sum(len(one.text) for one in batch) >= TOGETHER or any(one.id == report.id for one in batch):
            yield from _together(batch)
            batch = []
        batch.append(report)
    yield from _together(batch)


def _together(reports: Sequence[Report]) -> Iterator[tuple[tuple[Passage, ...], LinkedReport]]:
    passages = [passages_of(report) for report in reports]
    mentions = iter(load_extractor().extract([passage for some in passages for passage in some]))
    for report, some in zip(reports, passages, strict=True):
        yield some, link_report(report, some, list(islice(mentions, len(some))))


def placed(report: Report, places: Mapping[tuple[str, ...], str]) -> Report:
    """Set the place of a report where a decision on its id, or else on its source and heading, says so."""
    place = places.get((report.id,)) or places.get((report.source, report.heading))
    if place is None:
        return report
    return replace(report, place=place, more_places=tuple(one for one in report.more_places if one != place))


def write_part(
    path: Path, name: str, folder: Path, places: Mapping[tuple[str, ...], str] | None = None
) -> tuple[int, tuple[str, ...]]:
    """Read one file and write what its reports say as Parquet tables into `folder`; give the number of reports and the reader's notes.

    `name` is what the tables call the file, `places` what decisions say that reports speak for.
    """
    rows = no_rows()
    reports, notes = read_into(rows, path, name, places or {})
    folder.mkdir(parents=True)
    for table, found in rows.items():
        write_rows(found, table, folder / f"{table}.parquet")
    return reports, notes


def no_rows() -> Rows:
    """Give the tables of a part without rows."""
    return {table: [] for table in (*TABLES, "structure") if table != "edges"}


def read_into(
    rows: Rows, path: Path, name: str, places: Mapping[tuple[str, ...], str], known: set[str] | None = None
) -> tuple[int, tuple[str, ...]]:
    """Read one file, link its reports and add them to the tables; give the number of reports and the reader's notes.

    `known` are the ids of reports that an earlier file of the same part holds: of a report that stands in two files, the tables of a
    bundle keep the rows of the first (`kg.assemble` does the same between parts).
    """
    result = read_file(path, name=name)
    for passages, linked in understand(placed(report, places) for report in result.reports):
        _add(rows, passages, linked, again=known is not None and linked.report.id in known)
    if known is not None:
        known.update(report.id for report in result.reports)
    return len(result.reports), result.notes


def write_rows(rows: Sequence[Mapping[str, Any]], table: str, target: Path | BinaryIO) -> None:
    """Write the rows of one table of a part as Parquet."""
    wanted = STRUCTURE if table == "structure" else TABLES[table]
    pq.write_table(pa.Table.from_pylist(rows, schema=wanted), target, compression="zstd")


def _add(rows: Rows, passages: Sequence[Passage], linked: LinkedReport, *, again: bool) -> None:
    if not again:
        _add_own(rows, passages, linked)
    for entity in linked.entities:
        rows["entities"].append({**_row(entity, TABLES["entities"].names), "aliases": list(entity.aliases)})
    rows["structure"].extend(dict(zip(STRUCTURE.names, one, strict=True)) for one in linked.structure)


def _add_own(rows: Rows, passages: Sequence[Passage], linked: LinkedReport) -> None:
    report = linked.report
    rows["reports"].append({
        "id": report.id, "heading": report.heading, "place_id": linked.place_id, "place_name": linked.place_name,
        "more_place_ids": list(linked.more_place_ids), "as_of": report.as_of, "date": report.date, "issuer": report.issuer,
        "source": report.source, "source_sha256": report.source_sha256, "start": report.start, "end": report.end, "chars": len(report.text),
    })  # fmt: skip
    rows["passages"].extend(_row(passage, TABLES["passages"].names) for passage in passages)
    for mention in linked.mentions:
        row = _row(mention, TABLES["mentions"].names[1:])
        rows["mentions"].append(
            {"id": content_id("m", mention.passage_id, mention.start, mention.end, mention.type), **row}
        )
    for one in linked.statements:
        row = _row(one, TABLES["statements"].names[1:])
        key = content_id("s", one.passage_id, one.start, one.subject_id, one.predicate, one.object_id)
        rows["statements"].append({"id": key, **row})


def _row(value: object, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(value, name) for name in names}
