"""Write the example reports that are not plain UTF-8: a Word file, a PDF, one text in GB18030 and one in UTF-16.

Input: `sources/*.toml` beside this file (`file`, `encoding` for plain text, `text` with `#` headings and `|` rows).
Output: the files of the same names in `reports/`. Run by hand (`python pipelines/samples/make.py`) after a source was
edited; the output is kept under version control, so nobody needs python-docx or reportlab to use the examples.
The other examples in `reports/` are written directly and not touched.
"""

from __future__ import annotations

import datetime as dt
import importlib
import io
import tomllib
import zipfile
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
BOM = {"utf-16": b"\xff\xfe"}  # written little-endian with its mark, as Windows editors do
BYTE_ORDER = {"utf-16": "utf-16-le"}
FIXED_TIME = dt.datetime(2024, 1, 1)  # no clock in the output: the same source gives the same file
CHARACTERS_A_LINE = 34
LINES_A_PAGE = 34
NOT_AT_LINE_START = "，。；：、！？）》”…%"


def plain_text(text: str, encoding: str) -> bytes:
    r"""Encode a text with Windows line ends, a byte order mark in front where the encoding has one.

    >>> plain_text("㵲阳\n", "gb18030")
    b'\x821\xe33\xd1\xf4\r\n'
    """
    data = text.replace("\n", "\r\n").encode(BYTE_ORDER.get(encoding, encoding))
    return BOM.get(encoding, b"") + data


def wrapped(paragraph: str, width: int = CHARACTERS_A_LINE) -> list[str]:
    """Break a paragraph into lines of `width` characters; no line starts with a closing sign or inside a number.

    >>> wrapped("一二三四，五", 4), wrapped("建站共有2023个", 6)
    (['一二三四，', '五'], ['建站共有', '2023个'])
    """
    lines: list[str] = []
    while paragraph:
        end = width
        while width - end < 6 and paragraph[end - 1 : end + 1].isdecimal() and end < len(paragraph):
            end -= 1
        while end < len(paragraph) and paragraph[end] in NOT_AT_LINE_START:
            end += 1
        lines.append(paragraph[:end])
        paragraph = paragraph[end:]
    return lines


def word_file(text: str) -> bytes:
    """Make a .docx with heading styles, paragraphs and a real table; zip entries carry a fixed date."""
    document: Any = importlib.import_module("docx").Document()
    rows: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        if rows:
            add_table(document, rows)
            rows = []
        if line.startswith("#"):
            marks, heading = line.split(" ", 1)
            document.add_heading(heading, level=len(marks) - 1)
        elif line:
            document.add_paragraph(line)
    properties = document.core_properties
    properties.author = properties.last_modified_by = "gongwen-kg"
    properties.comments = "示例文本，内容纯属虚构"
    properties.created = properties.modified = FIXED_TIME
    buffer = io.BytesIO()
    document.save(buffer)
    return with_fixed_dates(buffer.getvalue())


def add_table(document: Any, rows: list[list[str]]) -> None:
    """Add rows of equal length as a table with borders."""
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, content in zip(row.cells, cells, strict=True):
            cell.text = content


def with_fixed_dates(data: bytes) -> bytes:
    """Copy a zip archive entry by entry with one date for all."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, FIXED_TIME.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return buffer.getvalue()


def pdf_file(text: str) -> bytes:
    """Make an A4 PDF with a text layer, lines broken in mid-sentence and a page number at every foot.

    The font is one of the CID fonts that every PDF reader knows by name, so none is embedded.
    """
    metrics = importlib.import_module("reportlab.pdfbase.pdfmetrics")
    fonts = importlib.import_module("reportlab.pdfbase.cidfonts")
    canvas_module = importlib.import_module("reportlab.pdfgen.canvas")
    metrics.registerFont(fonts.UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas: Any = canvas_module.Canvas(buffer, pagesize=(595, 842), invariant=1)
    lines = pdf_lines(text)
    canvas.setTitle(lines[0][0])
    for page, first in enumerate(range(0, len(lines), LINES_A_PAGE), start=1):
        for row, (line, size) in enumerate(lines[first : first + LINES_A_PAGE]):
            canvas.setFont("STSong-Light", size)
            height = 770 - row * 21
            if size > 14:
                canvas.drawCentredString(297, height, line)
            else:
                canvas.drawString(72, height, line)
        canvas.setFont("STSong-Light", 10)
        canvas.drawCentredString(297, 36, f"— {page} —")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def pdf_lines(text: str) -> list[tuple[str, int]]:
    """Lay a text out as (line, font size in points); paragraphs are indented by two full-width spaces."""
    lines: list[tuple[str, int]] = []
    for line in filter(None, text.splitlines()):
        if line.startswith("# "):
            lines.append((line.removeprefix("# "), 18))
        elif line.startswith("## "):
            lines.append((line.removeprefix("## "), 14))
        else:
            lines.extend((part, 13) for part in wrapped("　　" + line))
    return lines


def make(source: Path) -> tuple[str, bytes]:
    """Read one source file; give the name of the report and its bytes."""
    fields = tomllib.loads(source.read_text(encoding="utf-8"))
    name, text = fields["file"], fields["text"]
    if name.endswith(".docx"):
        return name, word_file(text)
    if name.endswith(".pdf"):
        return name, pdf_file(text)
    return name, plain_text(text, fields["encoding"])


def main() -> None:
    """Make all files of `sources/` and print what was written."""
    for source in sorted((FOLDER / "sources").glob("*.toml")):
        name, data = make(source)
        (FOLDER / "reports" / name).write_bytes(data)
        print(f"{name}: {len(data)} bytes")


if __name__ == "__main__":
    main()
