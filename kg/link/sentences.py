"""Sentences, clauses and years of a passage: the spans that the relation rules reason about."""

from __future__ import annotations

import re
from bisect import bisect_right

_END = re.compile(r"[。！？!?；;\n]+[”’」』）)]*")
# 某省某市：标题　某市某区开展…: a wide blank parts the headline of a news item from its first sentence.
_DATELINE = re.compile(r"[\u4e00-\u9fff]{2,12}[：:][^。；！？\n\u3000]{2,40}\u3000+(?=[^\s\u3000])")
_OPENING = "“「『《（("
_TURN = re.compile(f"[{_OPENING}”」』》）)]")
_CLAUSE = "，,。！？!?；;：:\n"
# The second year of a range and the target of a plan (到2025年) are no years of a doing.
_YEAR = re.compile(r"(?<![\d至到—\-－~])((?:19|20)\d{2})(?=年)(?!年代)|([一二]九?[〇○零一二三四五六七八九]{3})年")
_RELATIVE = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1}
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Give the spans of the sentences of a passage; a closing quote belongs to the sentence before it.

    >>> sentence_spans("一句。两句；尾")
    [(0, 3), (3, 6), (6, 7)]
    >>> sentence_spans("某市：红色管家进小区　某区推行。")
    [(0, 11), (11, 16)]
    """
    spans, start = [], 0
    turns, depths = [0], [0]  # how deep in brackets the text is from each position on
    for turn in _TURN.finditer(text):
        turns.append(turn.end())
        depths.append(max(0, depths[-1] + (1 if turn.group() in _OPENING else -1)))
    if (dateline := _DATELINE.match(text)) is not None:
        spans.append((0, dateline.end()))
        start = dateline.end()
    for match in _END.finditer(text, start):
        inside = depths[bisect_right(turns, match.end()) - 1]
        if inside and match.group()[0] in "；;":  # a list inside brackets is one sentence
            continue
        spans.append((start, match.end()))
        start = match.end()
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def span_at(spans: list[tuple[int, int]], position: int) -> tuple[int, int]:
    """Give the span that holds a position.

    >>> span_at([(0, 3), (3, 6)], 4)
    (3, 6)
    """
    return spans[max(0, bisect_right(spans, (position, 1 << 60)) - 1)]


def clause_start(text: str, position: int, floor: int) -> int:
    """Give where the clause that holds `position` begins, not before `floor`."""
    return max(floor, *(text.rfind(mark, floor, position) + 1 for mark in _CLAUSE))


def year_before(text: str, start: int, position: int, as_of: int | None) -> int | None:
    """Give the year that the sentence says last before a name; 今年 and 去年 count from the year of the report.

    >>> year_before("2021年启动“头雁”工程", 0, 7, None), year_before("去年启动“头雁”工程", 0, 4, 2023)
    (2021, 2022)
    """
    best: tuple[int, int] | None = None
    for match in _YEAR.finditer(text, start, min(len(text), position + 1)):
        digits = match.group(1) or match.group(2).translate(_DIGITS)
        if digits.isdigit() and 1900 <= int(digits) <= 2099:
            best = (match.start(), int(digits))
    if as_of is not None:
        for word, offset in _RELATIVE.items():
            at = text.rfind(word, start, position)
            if at >= 0 and (best is None or at > best[0]):
                best = (at, as_of + offset)
    return best[1] if best else None


# 2024年，我们将做好以下工作：一是…；二是…: the year of all parts of the list.
_LIST_OF_YEAR = re.compile(r"\s*(20\d{2})年[^。；：\n]{0,40}：")


def year_of_list(text: str, start: int) -> int | None:
    """Give the year that opens the list of which the part at `start` is one.

    >>> text = "2024年，将做好以下工作：一是修路；二是架桥。"
    >>> year_of_list(text, text.index("二是")), year_of_list(text, 0)
    (2024, 2024)
    """
    opens = max(text.rfind(mark, 0, start) for mark in "。！？\n") + 1
    found = _LIST_OF_YEAR.match(text, opens)
    return int(found[1]) if found else None
