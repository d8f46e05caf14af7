"""Word, PDF, HTML and Markdown files to plain lines, in the order in which a reader meets them.

Input are the bytes of one file from `kg.read.files`; output is text whose lines are paragraphs (Word, HTML, Markdown) or printed lines (PDF).
"""

from __future__ import annotations

import io
import logging
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kg.errors import InputError, LimitError
from kg.read.decode import declared_encoding, decode

if TYPE_CHECKING:
    from kg.read.files import ReadLimits

HANZI = "\u3400-\u4dbf\u4e00-\u9fff"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OLE = b"\xd0\xcf\x11\xe0"
BLOCKS = (
    "p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd table tr caption blockquote pre section article main figure figcaption hr"
).split()
DROPPED = "script style noscript template nav head form button select iframe svg".split()
SITE = re.compile(r"\s*[_|｜]\s*|\s+[-–—]+\s+|——(?=[^—]{0,12}(?:网|门户|网站)$)")


Headings = tuple[tuple[int, int], ...]


class _HeadingLine(str):
    """A line that the file marks as a heading of a level; 1 is the highest."""

    level: int

    def __new__(cls, text: str, level: int) -> _HeadingLine:
        line = super().__new__(cls, text)
        line.level = level
        return line


def _with_headings(lines: Iterable[str]) -> tuple[str, Headings]:
    """Give the text of lines, and for each heading among them where its words begin, with its level."""
    kept = list(lines)
    headings, start = [], 0
    for line in kept:
        if isinstance(line, _HeadingLine):
            headings.append((start + len(line) - len(line.lstrip()), line.level))
        start += len(line) + 1
    return "\n".join(kept), tuple(headings)


def read_docx(data: bytes, name: str, limits: ReadLimits) -> tuple[str, Headings]:
    """Give the text of a Word file: paragraphs and table rows in document order, one a line, cells parted by tabs; and its headings.

    Deleted text of tracked changes, headers and footers are left out. Raises InputError or LimitError.
    """
    if data.startswith(OLE):
        raise InputError(
            f"{name}: an old .doc or a password-protected Word file",
            hint="open it and save it as .docx without password",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise InputError(
            f"{name}: a damaged or cut-off .docx ({error})", hint="take it from its source again"
        ) from error
    if size > limits.unpacked_bytes:
        raise LimitError(
            f"{name}: unpacks to {size:,} bytes, more than the limit unpacked_bytes = {limits.unpacked_bytes:,}",
            hint="save it without pictures, or raise the limit",
        )
    # Imported here: Word files are one input among several, and the library takes 0.1 s to load.
    from docx import Document

    try:
        document = Document(io.BytesIO(data))
        return _with_headings(_docx_lines(document.element.body, _heading_styles(document.styles.element)))
    except Exception as error:  # the parsers under python-docx raise what they like on damaged files
        raise InputError(
            f"{name}: not a readable .docx ({type(error).__name__}: {error})", hint="open it in Word and save it again"
        ) from error


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _heading_styles(styles: Any) -> dict[str, int]:
    """Give the level of each style of headings; Word names them heading 1 to 9 in every language."""
    levels = {}
    for style in styles.findall(f"{WORD}style"):
        name = style.find(f"{WORD}name")
        found = re.fullmatch(r"heading ([1-9])", name.get(f"{WORD}val", "").lower()) if name is not None else None
        level = int(found[1]) if found else _outline(style)
        if level:
            levels[style.get(f"{WORD}styleId", "")] = level
    return levels


def _outline(element: Any) -> int:
    """Give the outline level that a paragraph or a style sets itself, 1 is the highest; 0 where it sets none or that of body text."""
    outline = element.find(f"{WORD}pPr/{WORD}outlineLvl")
    value = "" if outline is None else outline.get(f"{WORD}val", "")
    return int(value) + 1 if value in set("012345678") else 0


def _docx_lines(element: Any, styles: dict[str, int]) -> Iterator[str]:
    for child in element:
        kind = _local(child)
        if kind == "p":
            yield from _docx_paragraph(child, styles)
        elif kind == "tbl":
            yield from _docx_table(child, styles)
        elif kind not in {"del", "moveFrom", "sdtPr", "sectPr", "tcPr"}:
            yield from _docx_lines(child, styles)


def _docx_table(table: Any, styles: dict[str, int]) -> Iterator[str]:
    for row in (child for child in table.iter() if _local(child) == "tr" and _owner(child) is table):
        inside = (cell for cell in row.iter() if _local(cell) == "tc" and _owner(cell, "tr") is row)
        cells = [list(_docx_lines(cell, styles)) for cell in inside]
        texts = [[line.strip() for line in cell if line.strip()] for cell in cells]
        # A table may only be the frame of a page: a cell of several long paragraphs is no cell of figures.
        if len(cells) == 1 or any(len(cell) > 1 and max(map(len, cell)) > 60 for cell in texts):
            yield from (line for cell in texts for line in cell)
        elif any(texts):
            yield "\t".join(" ".join(cell) for cell in texts)


def _owner(element: Any, kind: str = "tbl") -> Any:
    parent = element.getparent()
    while parent is not None and _local(parent) != kind:
        parent = parent.getparent()
    return parent


def _docx_paragraph(paragraph: Any, styles: dict[str, int]) -> Iterator[str]:
    parts: list[str] = []
    boxes: list[Any] = []
    _docx_runs(paragraph, parts, boxes)
    first, *rest = "".join(parts).split("\n")
    level = _outline(paragraph) or _style_level(paragraph, styles)
    yield _HeadingLine(first, level) if level else first
    yield from rest
    for box in boxes:
        yield from _docx_lines(box, styles)


def _style_level(paragraph: Any, styles: dict[str, int]) -> int:
    style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
    return 0 if style is None else styles.get(style.get(f"{WORD}val", ""), 0)


def _docx_runs(element: Any, parts: list[str], boxes: list[Any]) -> None:
    for child in element:
        match _local(child):
            case "t":
                parts.append(child.text or "")
            case "tab" | "ptab":
                parts.append("\t")
            case "br" | "cr":
                parts.append("\n")
            case "noBreakHyphen":
                parts.append("-")
            case "txbxContent":
                boxes.append(child)
            case "del" | "moveFrom" | "Fallback" | "pPr" | "rPr" | "instrText":
                pass
            case _:
                _docx_runs(child, parts, boxes)


@contextmanager
def _quiet_pdf_log() -> Iterator[None]:
    """Keep pypdf's remarks on repairable faults off stderr; faults that stop it are exceptions and are not touched."""
    log = logging.getLogger("pypdf")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.setLevel(level)


def read_pdf(data: bytes, name: str, limits: ReadLimits) -> str:
    """Give the text layer of a PDF, printed line by printed line; heads and feet that repeat from page to page are left out.

    Raises InputError for an encrypted or scanned or damaged file, LimitError for too many pages.
    """
    # Imported here: PDF files are one input among several, and the library takes 0.2 s to load.
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError

    locked = InputError(f"{name}: an encrypted PDF", hint="save it without a password")
    try:
        with _quiet_pdf_log():
            reader = PdfReader(io.BytesIO(data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise locked
            count = len(reader.pages)
            if count > limits.pages:
                raise LimitError(
                    f"{name}: {count:,} pages, more than the limit pages = {limits.pages:,}",
                    hint="cut it into parts, or raise the limit",
                )
            pages = [page.extract_text().split("\n") for page in reader.pages]
    except (InputError, MemoryError):
        raise
    except LimitReachedError as error:
        raise LimitError(
            f"{name}: a part of the PDF unpacks to too much ({error})", hint="print it to a new PDF"
        ) from error
    except (FileNotDecryptedError, DependencyError) as error:
        raise locked from error
    except Exception as error:  # pypdf raises what it likes on damaged files
        raise InputError(
            f"{name}: a damaged PDF ({type(error).__name__}: {error})", hint="take it from its source again"
        ) from error
    # A scan has no text, or only the stamp of a scanner on each page: fewer than 10 letters a page are no report.
    letters = sum(char.isalnum() for page in pages for line in page for char in line)
    if letters < 10 * len(pages) or not pages:
        raise InputError(
            f"{name}: a PDF without text layer ({len(pages)} pages, {letters} letters)",
            hint="run text recognition (OCR) on it first",
        )
    return _close_gaps("\n".join(line for page in _without_heads(pages) for line in page))


def _without_heads(pages: list[list[str]]) -> list[list[str]]:
    """Drop the first or last line of a page where it is the same, digits aside, on three pages and on half of all."""
    pages = [[line for line in page if line.strip()] for page in pages]
    for position in (0, -1):
        for _ in range(2):  # a head may have two lines, a page number and a title
            keys = [re.sub(r"\d+", "0", re.sub(r"\s", "", page[position])) if page else "" for page in pages]
            counts = Counter(key for key in keys if key)
            often = {key for key, n in counts.items() if n >= 3 and n * 2 >= len(pages) and len(key) <= 60}
            for page, key in zip(pages, keys, strict=True):
                if key in often:
                    del page[position]
    return pages


def _close_gaps(text: str) -> str:
    """Take out the blanks that some PDFs show between all characters: where every fifth character has one they mean nothing."""
    gap = re.compile(f"(?<=[{HANZI}，。、；：“”（）《》])[ \u3000](?=[{HANZI}，。、；：“”（）《》])")
    letters = len(re.findall(f"[{HANZI}]", text))
    return gap.sub("", text) if len(gap.findall(text)) * 5 > letters else text


def read_html(data: bytes, name: str) -> str:
    """Give the text of an HTML page, one block a line; its <title> stands first where the page has no heading of its own.

    Raises EncodingError. Scripts, navigation and forms are left out.

    >>> read_html("<title>综述_某网</title><p>第一段。<br>第二段。</p>".encode(), "a.html")
    '综述\\n第一段。\\n第二段。'
    """
    # Imported here: web pages are one input among several, and the library takes 0.1 s to load.
    from bs4 import BeautifulSoup

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # remarks on markup that looks like XML or like a file name
        soup = BeautifulSoup(decode(data, name, declared_encoding(data)), "lxml")
    title = SITE.split(soup.title.get_text(" ", strip=True))[0] if soup.title else ""
    for tag in soup(DROPPED):
        tag.decompose()
    for node in soup.find_all(string=True):
        if node.find_parent("pre") is None:
            if type(node).__name__ != "NavigableString":
                node.extract()  # comments and processing instructions
                continue
            flat = re.sub(rf"(?<=[{HANZI}，。、；：]) *\n\s*(?=[{HANZI}“《（])", "", str(node))
            node.replace_with(re.sub(r"[ \t\r\n]+", " ", flat))
    has_heading = soup.find(["h1", "h2"]) is not None
    for tag in soup.find_all(["br", "td", "th", *BLOCKS]):
        if tag.name in {"td", "th"}:
            tag.append("\t")
        else:
            tag.insert_before("\n")
            tag.insert_after("\n")
    lines = [line.strip(" \t") for line in soup.get_text().split("\n")]
    lines = [line for line in lines if line.strip()]
    if title and not has_heading and not any(title in line for line in lines[:5]):
        lines.insert(0, title)
    return "\n".join(lines)


def read_markdown(text: str) -> tuple[str, Headings]:
    """Give the text of a Markdown file without its marks, title and date of a front matter first; and its headings.

    >>> read_markdown("---\\ntitle: 综述\\n---\\n# 综述\\n\\n**一是**抓[基层](http://a.b)。")
    ('综述\\n综述\\n\\n一是抓基层。', ((3, 1),))
    """
    front = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    if front:
        fields = dict(re.findall(r"(?m)^(title|date):[ \t]*['\"]?(.*?)['\"]?[ \t]*$", front[1]))
        text = "".join(fields[key] + "\n" for key in ("title", "date") if fields.get(key)) + text[front.end() :]
    levels = [
        len(found[1]) if (found := re.match(r"[ \t]{0,3}(#{1,6})[ \t]+\S", line)) else 0 for line in text.split("\n")
    ]
    text = re.sub(r"(?m)^```.*$", "", text)
    text = re.sub(r"(?m)^[ \t]*(?:[-*_][ \t]*){3,}$|^[ \t]*\|?(?:[ \t]*:?-{3,}:?[ \t]*\|?)+$", "", text)
    text = re.sub(r"(?m)^[ \t]{0,3}(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+)", "", text)
    text = re.sub(r"!\[([^\]\n]*)\]\([^)\n]*\)", "", text)
    text = re.sub(r"\[([^\]\n]+)\]\([^)\n]*\)", r"\1", text)
    text = re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"(?m)^[ \t]*\|(.*)\|[ \t]*$", lambda row: "\t".join(c.strip() for c in row[1].split("|")), text)
    # None of these take a line away or add one.
    lines = zip(text.split("\n"), levels, strict=True)
    return _with_headings(_HeadingLine(line, level) if level else line for line, level in lines)
