"""Lines to paragraphs to passages: joins what was wrapped, cuts what has no line breaks, and gives passages their offsets.

Input are the lines of one report from `kg.read.reports`; output is the text of a Report and, from that alone, its Passages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from kg.ids import passage_id
from kg.read.dates import parse_date
from kg.read.lines import SALUTATION, Line, columns
from kg.read.titles import EVENT, SECTION, is_title_shape
from kg.text import Passage, Report

# A passage is read as one evidence: 1000 characters fill a screen of a laptop. Paragraphs above are cut into equal parts.
LONGEST = 1000
# An unfinished line of this many characters is a broken one. Headings without a number are shorter: the longest
# unnumbered ones in real reports have 24 characters.
UNFINISHED = 26
# Printed lines of one width differ by what a typesetter moves: two full-width characters.
SLACK = 4
OPEN_END = re.compile(r"[，、,—－\-“‘（(《【〈]$")
CLOSED_END = re.compile(r"[”’）)】》〉]$")
CLOSED_START = re.compile(r"^[，。、；：！？,;”’）)》】〉%％]")
SENTENCE_INSIDE = re.compile(r"[。！？；].")
LATIN_END = re.compile(r"[A-Za-z,.;:]")
LATIN_START = re.compile(r"[A-Za-z]")
UNIT = re.compile(r"[“‘（(《【]*(?:[\x21-\x7e]+|.)[，。、；：！？”’）)》】%％]*")
BLANKS = re.compile(r"[ \t\u3000\xa0\u2002-\u200a]+")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
SENTENCE = re.compile(r"[^。！？!?]*(?:[。！？!?]+[”’」』）)】》]*|$)")
CLAUSE = re.compile(r"[^；，,;]*(?:[；，,;]+[”’」』）)】》]*|$)")
# Between the cells of a row: no name goes across it, and after a place's name it opens what is said of that place.
CELL = "｜"
# Who is responsible, on a line of its own below what is to be done.
RESPONSIBLE = re.compile(
    r"^(?:牵头|责任|主要责任|主责|主办|协办|承办|配合|参与|参加|协同|支持|落实|实施|完成|负责)(?:责任)?(?:单位|部门|领导|人|时限|时间)\s*[：:]"
)
PART = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])")


def passages_of(report: Report) -> tuple[Passage, ...]:
    """Give the passages of a report from its text alone: one a line, `passage.text == report.text[passage.start:passage.end]`.

    >>> report = Report(id="r1", heading="综述", text="甲。\\n乙。", source="a.txt", source_sha256="", start=0, end=8)
    >>> [(passage.id, passage.start, passage.end, passage.text) for passage in passages_of(report)]
    [('r1/0', 0, 2, '甲。'), ('r1/1', 3, 5, '乙。')]
    """
    passages: list[Passage] = []
    start = 0
    for text in report.text.split("\n"):
        end = start + len(text)
        if text:
            seq = len(passages)
            passages.append(
                Passage(id=passage_id(report.id, seq), report_id=report.id, seq=seq, start=start, end=end, text=text)
            )
        start = end + 1
    return tuple(passages)


def passage_texts(lines: Sequence[Line]) -> list[str]:
    """Give the texts of the passages that the lines of a report make up, each about 1000 characters at most."""
    return [part for paragraph in paragraphs(lines) for part in cut(paragraph)]


def paragraphs(lines: Sequence[Line]) -> list[str]:
    """Join lines that were wrapped and give the paragraphs, blanks made single.

    >>> from kg.read.lines import lines_of
    >>> paragraphs(lines_of("一、总体要求\\n坚持党建引领，着力提升全市基层治理水平，不断完善网格化\\n管理机制。\\n二、主要任务"))
    ['一、总体要求', '坚持党建引领，着力提升全市基层治理水平，不断完善网格化管理机制。', '二、主要任务']
    """
    width = wrap_width(lines)
    marked = _marks_paragraphs(lines)
    result: list[list[str]] = []
    last: Line | None = None
    for line in lines:
        if last is not None and _continues(last, line, result[-1], width, marked=marked):
            result[-1].append(line.text)
        else:
            result.append([line.text])
        last = line
    return [text for text in map(_joined, result) if text]


def wrap_width(lines: Sequence[Line]) -> int | None:
    """Give the width in columns at which a text was wrapped, or None where its lines are paragraphs.

    A full-width character takes two columns. A text is wrapped when most of its unfinished lines, at least five, are equally
    wide and hardly any line is wider.
    """
    broken = [
        line.width for line in lines if not line.finished and not SECTION.match(line.text) and CELL not in line.text
    ]
    if len(broken) < 5:
        return None
    counts = Counter(broken)
    width = max(counts, key=lambda wide: (sum(counts[wide - less] for less in range(SLACK + 1)), wide))
    equal = sum(counts[width - less] for less in range(SLACK + 1))
    wider = sum(line.width > width for line in lines)
    return width if width >= 20 and equal * 2 > len(broken) and wider * 20 <= len(lines) else None


def _marks_paragraphs(lines: Sequence[Line]) -> bool:
    """Tell whether the text sets its paragraphs off, by indents or by blank lines, so that a plain line may go on."""
    if not lines:
        return False
    indented = sum(line.indent > 0 for line in lines)
    gaps = sum(line.gap for line in lines)
    return any(0.05 * len(lines) <= n <= 0.95 * len(lines) for n in (indented, gaps))


def _continues(last: Line, line: Line, so_far: Sequence[str], width: int | None, *, marked: bool) -> bool:
    if CELL in last.text or CELL in line.text:
        return False
    if EVENT.match(line.text):
        return False
    if RESPONSIBLE.match(line.text) and last.text.rfind("（") <= last.text.rfind("）"):
        return False
    # Some programs wrap after so many characters, of whatever width.
    reach = last.indent + 2 * len(last.text)
    full = width is not None and (reach >= width - SLACK or last.width + _first_unit(line.text) > width)
    # Blank lines around a page number set off the number, not what goes on below it.
    ended = last.finished or CLOSED_END.search(last.text) is not None
    set_off = line.indent > 0 or (line.gap and (ended or not line.page))
    if last.finished or SECTION.match(line.text):
        # The wrap may fall behind a full stop or before a number: only indents or blank lines can tell.
        return full and marked and not set_off
    if SALUTATION.match(last.text) or SALUTATION.match(line.text) or parse_date(line.text):
        return False
    if OPEN_END.search(last.text) or CLOSED_START.match(line.text) or _closes(last.text, line.text):
        return True
    if CLOSED_END.search(last.text) and set_off:
        return False  # （责任单位：市科技局） ends a paragraph as a full stop does
    if RESPONSIBLE.match(so_far[0]):
        return full and not set_off
    # Headings take three lines at most.
    heading = bool(SECTION.match(so_far[0])) and not any(SENTENCE_INSIDE.search(text) for text in so_far[:3])
    if heading:
        return full and not set_off
    prose = len(so_far) > 1 or bool(SENTENCE_INSIDE.search(last.text))
    if width is not None:
        return full or (prose and not set_off)
    # A heading between blank lines may be as long as a title; what a page break parted has its number there.
    heading = line.gap and not line.page and is_title_shape(last.text)
    return prose or (len(last.text) >= UNFINISHED and not heading)


def _closes(last: str, text: str) -> bool:
    """Tell whether a line closes the quotation or the title of a paper that the line before left open: no name ends with its line.

    >>> _closes("开展“红", "色引擎”行动。"), _closes("开展“红色引擎”行动", "“青禾”计划")
    (True, False)
    """
    for mark, end in ("“”", "《》"):
        if last.rfind(mark) > last.rfind(end):
            stop, again = text.find(end), text.find(mark)
            return stop >= 0 and (again < 0 or stop < again)
    return False


def _first_unit(text: str) -> int:
    """Give the columns of what a typesetter keeps together at the beginning of a line: a word, a character, its marks."""
    found = UNIT.match(text)
    return columns(found[0]) if found else 0


def parts_words(before: str, after: str) -> bool:
    """Tell whether a blank goes between two lines that are joined: between English words, not inside a mask.

    >>> parts_words("Smart", "Factory"), parts_words("《X", "XX市"), parts_words("智慧", "工厂")
    (True, False, False)
    """
    masked = before[-1] in "Xx" and after[0] == before[-1]
    return bool(LATIN_END.match(before[-1]) and LATIN_START.match(after)) and not masked


def _joined(parts: Sequence[str]) -> str:
    pieces: list[str] = []
    for part in parts:
        if pieces and parts_words(pieces[-1], part):
            pieces.append(" ")
        pieces.append(part)
    return BLANKS.sub(" ", CONTROL.sub("", "".join(pieces))).strip()


def cut(text: str) -> list[str]:
    """Cut a paragraph that is too long between sentences into parts of about equal length; headings begin a part.

    >>> [len(part) for part in cut("党建引领基层治理。" * 200)]
    [900, 900]
    >>> cut("短。")
    ['短。']
    """
    if len(text) <= LONGEST:
        return [text]
    parts: list[str] = []
    for block in _blocks(list(_sentences(text))):
        parts += _packed(block)
    return [part for part in (part.strip() for part in parts) if part]


def _sentences(text: str) -> Iterator[str]:
    """Give sentences that join to `text`; what is in brackets is not parted, overlong ones are cut at commas."""
    pending = ""
    for found in SENTENCE.finditer(text):
        pending += found.group()
        depth = sum(pending.count(mark) for mark in "（(《") - sum(pending.count(mark) for mark in "）)》")
        if depth > 0 and len(pending) < LONGEST // 4:
            continue
        yield from _pieces(pending)
        pending = ""
    yield from _pieces(pending)


def _pieces(sentence: str) -> Iterator[str]:
    if len(sentence) <= LONGEST:
        if sentence:
            yield sentence
        return
    for found in CLAUSE.finditer(sentence):
        clause = found.group()
        yield from (clause[at : at + LONGEST] for at in range(0, len(clause), LONGEST))


def _blocks(sentences: Sequence[str]) -> list[list[str]]:
    blocks: list[list[str]] = [[]]
    for sentence in sentences:
        if PART.match(sentence.lstrip()) and blocks[-1]:
            blocks.append([])
        blocks[-1].append(sentence)
    return blocks


def _packed(sentences: Sequence[str]) -> list[str]:
    total = sum(map(len, sentences))
    count = -(-total // LONGEST)
    target = total / count
    parts = [""]
    for sentence in sentences:
        last = parts[-1]
        # A part is closed when the sentence would carry it further past the target than leaving it out falls short.
        if last and (len(last) + len(sentence) > LONGEST or len(last) + len(sentence) / 2 > target):
            parts.append("")
        parts[-1] += sentence
    return parts
