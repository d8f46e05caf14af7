"""The tables of `kg.export.tables` as one Excel workbook: filters on, heads that stay in sight, text that never becomes a formula.

Rows are streamed: XlsxWriter keeps one row in memory.
"""

from __future__ import annotations

from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from kg.bundle import Bundle
from kg.errors import MissingExtra, UsageError
from kg.export.files import whole_file
from kg.export.tables import SHEETS, Cell, Sheet, cells

if TYPE_CHECKING:
    import xlsxwriter

# Limits of the file format: rows of a sheet, and characters of a cell.
ROWS = 1_048_576
CHARS = 32_767
OPTIONS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip
_CUT = "……（未完，全文见 csv）"


def write_xlsx(bundle: Bundle, out: Path) -> None:
    """Write the workbook, sheets 实体, 关系, 陈述 and 报告.

    A cell longer than the 32,767 characters that the format allows is cut and says so. Raises UsageError when a table
    has more rows than a sheet can hold, MissingExtra without XlsxWriter.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise MissingExtra("xlsx needs the package XlsxWriter", hint="pip install 'gongwen-kg[export]'") from error
    for sheet in SHEETS:
        if _count(bundle, sheet) >= ROWS:
            raise UsageError(
                f"{sheet.table} has more rows than an Excel sheet can hold ({ROWS})", hint="use --format csv"
            )
    # The book is closed whatever happens, or its temporary files stay.
    with whole_file(out) as path, path.open("wb") as file, xlsxwriter.Workbook(file, OPTIONS) as book:
        # The present would make two exports of one bundle differ.
        book.set_properties({"created": datetime(2000, 1, 1)})
        for sheet in SHEETS:
            _write(book, bundle, sheet)


def _count(bundle: Bundle, sheet: Sheet) -> int:
    return int(bundle.manifest["tables"][sheet.table]["rows"])


def _write(book: xlsxwriter.Workbook, bundle: Bundle, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.title)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, _count(bundle, sheet), len(sheet.heads) - 1)
    top = book.add_format({"valign": "top"})
    for column, (_, width) in enumerate(sheet.heads):
        page.set_column(column, column, width, top)
    bold = book.add_format({"bold": True})
    heads: list[list[Cell]] = [[head for head, _ in sheet.heads]]
    for number, row in enumerate(chain(heads, cells(bundle, sheet))):
        for column, cell in enumerate(row):
            if isinstance(cell, str) and cell:
                page.write_string(number, column, _fitting(cell), None if number else bold)
            elif isinstance(cell, (int, float)):
                page.write_number(number, column, cell)


def _fitting(text: str) -> str:
    """Cut a text to what a cell holds; Excel counts a character outside the basic plane as two."""
    if len(text) * 2 <= CHARS or (size := len(text.encode("utf-16-le")) // 2) <= CHARS:
        return text
    over = size - CHARS + len(_CUT)
    return text[: len(text) - over] + _CUT
