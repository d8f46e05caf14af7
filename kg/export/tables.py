"""Tables for people, under Chinese column heads: entities, relations with their sentences, every statement with its sentence, and reports.

They are written as CSV files.

Input is an open bundle; rows are streamed. `kg.export.workbook` writes the same tables as one Excel file.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.bundle import Bundle
from kg.export.files import whole_folder
from kg.export.sentences import edges_with_sentences, statements_with_sentences
from kg.schema import schema

LIST = "；"
# A cell that starts so is a formula to a spreadsheet: = + - @, their full-width forms, and blanks that it skips.
FORMULA = tuple("=+-@＝＋－＠\t\r\n")

LEVELS = {
    "province": "省级", "region": "片区", "prefecture": "地级", "county": "县级", "zone": "功能区", "township": "乡级",
    "village": "村级",
}  # fmt: skip
BASIS = {"text": "原文", "gazetteer": "地名表", "name": "名称", "context": "报告地"}

Cell = str | int | float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table: the name of its sheet, the stem of its file, the table of the bundle, and heads with widths in characters."""

    title: str
    stem: str
    table: str
    heads: tuple[tuple[str, int], ...]


ENTITIES = Sheet(
    title="实体", stem="entities", table="entities",
    heads=(("编号", 24), ("类型", 8), ("名称", 30), ("别名", 36), ("层级", 8), ("行政区划代码", 14), ("上级编号", 18),
           ("提及次数", 10), ("报告数", 8), ("最早年份", 10), ("最晚年份", 10)),
)  # fmt: skip
RELATIONS = Sheet(
    title="关系", stem="relations", table="edges",
    heads=(("主体", 28), ("主体类型", 10), ("关系", 8), ("客体", 28), ("客体类型", 10), ("次数", 8), ("报告数", 8), ("年份", 14),
           ("最早年份", 10), ("最晚年份", 10), ("可信度", 8), ("依据", 8), ("原句", 80), ("出处", 40),
           ("主体编号", 24), ("客体编号", 24), ("编号", 20)),
)  # fmt: skip
STATEMENTS = Sheet(
    title="陈述", stem="statements", table="statements",
    heads=(("主体", 28), ("关系", 8), ("客体", 28), ("年份", 8), ("所述年份", 10), ("可信度", 8), ("规则", 36), ("原句", 80),
           ("报告", 48), ("地区", 22), ("来源文件", 40), ("主体编号", 24), ("客体编号", 24), ("段落编号", 24), ("编号", 20)),
)  # fmt: skip
REPORTS = Sheet(
    title="报告", stem="reports", table="reports",
    heads=(("编号", 20), ("标题", 48), ("地区", 22), ("地区编号", 18), ("年份", 8), ("日期", 12), ("发文单位", 24),
           ("来源文件", 40), ("字数", 8)),
)  # fmt: skip
SHEETS = (ENTITIES, RELATIONS, STATEMENTS, REPORTS)


def cells(bundle: Bundle, sheet: Sheet) -> Iterator[Sequence[Cell]]:
    """Give the rows of a sheet, one cell for each head."""
    if sheet is RELATIONS:
        yield from map(_relation, edges_with_sentences(bundle))
        return
    if sheet is STATEMENTS:
        yield from map(_statement, statements_with_sentences(bundle))
        return
    as_cells = _entity if sheet is ENTITIES else _report
    for batch in bundle.rows(sheet.table):
        yield from map(as_cells, batch)


def _entity(row: dict[str, Any]) -> Sequence[Cell]:
    return (
        row["id"], schema().entities[row["type"]].zh, row["name"], LIST.join(row["aliases"] or ()),
        LEVELS.get(row["level"], row["level"]), row["adcode"], row["parent_id"], row["mentions"], row["reports"],
        row["first_year"], row["last_year"],
    )  # fmt: skip


def _relation(row: dict[str, Any]) -> Sequence[Cell]:
    types = schema().entities
    sources = (f"{one['heading']}（{one['as_of']}）" if one["as_of"] else one["heading"] for one in row["sentences"])
    return (
        row["source_name"], types[row["source_type"]].zh, schema().predicates[row["predicate"]].zh, row["target_name"],
        types[row["target_type"]].zh, row["count"], row["reports"], LIST.join(map(str, row["years"] or ())),
        row["first_year"], row["last_year"], round(row["confidence"], 3), BASIS.get(row["basis"], row["basis"]),
        "\n".join(one["text"] for one in row["sentences"]), "\n".join(sources),
        row["source_id"], row["target_id"], row["id"],
    )  # fmt: skip


def _statement(row: dict[str, Any]) -> Sequence[Cell]:
    return (
        row["source_name"], schema().predicates[row["predicate"]].zh, row["target_name"], row["year"], row["as_of"],
        round(row["confidence"], 3), row["by"], row["sentence"], row["heading"], row["place_name"], row["source"],
        row["subject_id"], row["object_id"], row["passage_id"], row["id"],
    )  # fmt: skip


def _report(row: dict[str, Any]) -> Sequence[Cell]:
    return (
        row["id"], row["heading"], row["place_name"], row["place_id"], row["as_of"], row["date"], row["issuer"], row["source"],
        row["chars"],
    )  # fmt: skip


def harmless(cell: Cell) -> Cell:
    """Put an apostrophe before text that a spreadsheet would take for a formula.

    >>> harmless("=1+1"), harmless("＠某"), harmless("市委"), harmless(-1)
    ("'=1+1", "'＠某", '市委', -1)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def write_csv(bundle: Bundle, out: Path) -> None:
    """Write a folder of entities.csv, relations.csv, statements.csv and reports.csv, in UTF-8 with the mark that Excel needs."""
    with whole_folder(out, [f"{sheet.stem}.csv" for sheet in SHEETS]) as folder:
        for sheet in SHEETS:
            with (folder / f"{sheet.stem}.csv").open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow([head for head, _ in sheet.heads])
                writer.writerows([harmless(cell) for cell in row] for row in cells(bundle, sheet))
