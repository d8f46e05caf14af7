"""Feature columns: one row of small integers per character, from characters, word lists, quotes and the gazetteer.

Input: normalised passages; output: an integer array of shape (columns, characters) that `templates.py` turns into keys.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.extract.lexicon import Lexicon, Words
from kg.extract.places import Places
from kg.extract.spans import Quoted, find_quoted

# Passages of a batch are joined with this many separators, so that a window never reaches into the next passage.
PAD = 8
SEPARATOR = "\0" * PAD

COLUMNS = (
    "char", "kind", "qpos", "qhead", "qinner", "qlist", "qshape", "qtext", "qfirst", "qlast", "qbefore", "qafter", "qverb", "qlong",
    "tail", "head", "next", "reach", "gaz", "gazlong", "body", "context", "verb", "around", "word", "tag", "round", "back", "bword",
)  # fmt: skip
C = {name: i for i, name in enumerate(COLUMNS)}

_CHINESE_DIGITS = "一二三四五六七八九十百千万亿两零〇"
_CLAUSE = re.compile("[^，。、；：！？“”《》（）\0]+")
_BRACKETS = re.compile("（[^（）\0]{1,300}）")
# Masked names such as XXX县; they are marked like the full name of a county.
_MASKED = re.compile("(?<![A-Z])X{1,4}(?:省|市|自治县|县|区|州|旗|镇|乡|街道|村|社区|经开区|高新区|开发区|新区)")
MASKED_CODE = 3
_DUTY = re.compile("负责|牵头|责任单位|配合|主管|参与|会同")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Everything that is looked up: the word lists, the gazetteer's names and a general dictionary with word classes."""

    lexicon: Lexicon
    places: Places
    general: Words
    backward: Words


def _kind(char: str) -> int:
    if "\u4e00" <= char <= "\u9fff":
        return 2 if char in _CHINESE_DIGITS else 1
    if char == "0":
        return 3
    if char == "X":
        return 4
    if char.isalpha():
        return 5
    return {
        "，": 6,
        "。": 7,
        "、": 8,
        "；": 9,
        "：": 10,
        "“": 11,
        "”": 12,
        "《": 13,
        "》": 14,
        "（": 15,
        "）": 16,
        "·": 17,
        "-": 18,
        "+": 19,
        "\0": 0,
    }.get(char, 20)


_KINDS: NDArray[np.int32] = np.array([_kind(chr(code)) for code in range(0x10000)], dtype=np.int32)


def _hash(text: str) -> int:
    """Give a code of a string that is the same on every machine; 30 bits, so that it fits a column."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass")) >> 2 or 1


def _mark(row: NDArray[np.int32], start: int, end: int, code: int) -> None:
    """Write begin / inside / end / single marks of a span with a code."""
    if end - start == 1:
        row[start] = code * 4 + 3
        return
    row[start:end] = code * 4 + 1
    row[start] = code * 4
    row[end - 1] = code * 4 + 2


def _mark_all(row: NDArray[np.int32], spans: Sequence[NDArray[np.int64]], codes: NDArray[np.int64]) -> None:
    """Write the marks of many spans that do not overlap, each with its code."""
    start, end = spans
    _fill(row, spans, codes * 4 + 1)
    row[start], row[end - 1] = codes * 4, codes * 4 + 2
    single = end - start == 1
    row[start[single]] = codes[single] * 4 + 3


def _fill(row: NDArray[np.int32], spans: Sequence[NDArray[np.int64]], values: NDArray[np.int64]) -> None:
    """Write a value on all characters of each span."""
    start, end = spans
    sizes = end - start
    first = np.cumsum(sizes) - sizes
    row[np.repeat(start - first, sizes) + np.arange(sizes.sum())] = np.repeat(values, sizes)


def _quote_columns(out: NDArray[np.int32], text: str, quoted: Quoted) -> None:
    """Write what is known of a quoted passage on each of its characters and on those of its head phrase."""
    start, end, tail = quoted.start, quoted.end, quoted.tail
    content = text[start + 1 : end - 1]
    span = slice(start, tail)
    kind = 10 if quoted.title else 0
    position = out[C["qpos"]]
    position[start:end] = kind + 3
    position[start], position[end - 1] = kind + 1, kind + 5
    if end - start > 2:
        position[start + 1], position[end - 2] = kind + 2, kind + 4
    if tail > end:
        position[end:tail] = 6
        position[tail - 1] = 7
        _mark(out[C["tail"]], end, tail, quoted.head)
    out[C["qhead"], span] = 1 + quoted.head * 2 + quoted.direct
    out[C["qinner"], span] = 1 + quoted.inner
    out[C["qlist"], span] = 1 + quoted.shared * 8 + quoted.before * 4 + quoted.after * 2 + (text[end : end + 1] == "等")
    digit = any(char in _CHINESE_DIGITS or char == "0" for char in content[:1])
    marks = (
        ("+" in content) + 2 * ("、" in content) + 4 * ("，" in content or "-" in content or "·" in content) + 8 * digit
    )
    out[C["qshape"], span] = 1 + marks * 16 + min(len(content), 15)
    out[C["qlong"], span] = 1 + min(len(content), 15)
    out[C["qtext"], span] = _hash(content)
    out[C["qfirst"], span] = _hash(content[:2])
    out[C["qlast"], span] = _hash(content[-2:])
    out[C["qbefore"], span] = _hash(text[max(0, start - 2) : start])
    out[C["qafter"], span] = _hash(text[end : end + 2])


def _verb_columns(out: NDArray[np.int32], text: str, spans: Sequence[Quoted], lists: Lists) -> None:
    """Mark verbs, and give each quote the last verb that stands at most 12 characters before it in its clause."""
    ends: dict[int, tuple[int, int]] = {}
    for start, end, code in lists.lexicon.verbs.longest(text):
        _mark(out[C["verb"]], start, end, code)
        ends[end] = (start, code)
    for quoted in spans:
        for at in range(quoted.start, max(0, quoted.start - 12), -1):
            if at in ends:
                out[C["qverb"], quoted.start : quoted.tail] = _hash(text[ends[at][0] : at])
                break
            if text[at - 1] in "，。；\0":
                break


def _head_columns(out: NDArray[np.int32], text: str, lists: Lists) -> None:
    """Mark head words of two and more characters, and give each character the next head in its clause and how far it is."""
    found: dict[int, tuple[int, int]] = {}
    for start, end, code in lists.lexicon.heads.all(text):
        if end - start > 1 and (end not in found or start < found[end][0]):
            found[end] = (start, code)
    for end, (start, code) in found.items():
        _mark(out[C["head"]], start, end, code)
    following, reach = out[C["next"]], out[C["reach"]]
    for clause in _CLAUSE.finditer(text):
        left = clause.start()
        for end in [at for at in range(left + 1, clause.end() + 1) if at in found]:
            code = found[end][1]
            following[left:end] = code * 64 + min(63, _hash(text[found[end][0] : end]) % 61 + 1)
            reach[left:end] = np.minimum(np.arange(end - left, 0, -1), 15)
            left = end


def _word_columns(out: NDArray[np.int32], text: str, lists: Lists) -> None:
    """Mark the words of the gazetteer, the bodies, posts and meetings, and a general dictionary read both ways."""
    for start, end, code in lists.places.longest(text):
        _mark(out[C["gaz"]], start, end, code)
        out[C["gazlong"], start:end] = min(end - start, 8)
    for masked in _MASKED.finditer(text):
        _mark(out[C["gaz"]], masked.start(), masked.end(), MASKED_CODE)
        out[C["gazlong"], masked.start() : masked.end()] = 3
    for name, words in (
        ("body", lists.lexicon.bodies),
        ("context", lists.lexicon.context),
        ("around", lists.lexicon.around),
    ):
        *spans, codes = words.spans(text)
        _mark_all(out[C[name]], spans, codes)
    *spans, codes = lists.general.spans(text)
    _mark_all(out[C["word"]], spans, _sizes(spans))
    _fill(out[C["tag"]], spans, codes)
    *mirrored, codes = lists.backward.spans(text[::-1])
    spans = [len(text) - mirrored[1], len(text) - mirrored[0]]
    _mark_all(out[C["bword"]], spans, _sizes(spans))
    _fill(out[C["back"]], spans, codes)


def _sizes(spans: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Give the lengths of words, as far as the features tell them apart."""
    return np.asarray(np.minimum(spans[1] - spans[0], 5))


def make_columns(texts: Sequence[str], lists: Lists) -> tuple[NDArray[np.int32], str, list[Quoted]]:
    """Give the columns of normalised texts joined by separators, the joined text and its quoted passages.

    The array has shape (len(COLUMNS), len(joined)); text number i starts where the texts before it and their separators end.
    """
    text = SEPARATOR + "".join(part + SEPARATOR for part in texts)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int32)
    out = np.zeros((len(COLUMNS), len(codes)), dtype=np.int32)
    out[C["char"]] = codes
    out[C["kind"]] = _KINDS[np.minimum(codes, 0xFFFF)]
    spans = find_quoted(text, lists.lexicon)
    for quoted in spans:
        _quote_columns(out, text, quoted)
    _verb_columns(out, text, spans, lists)
    _head_columns(out, text, lists)
    _word_columns(out, text, lists)
    for bracket in _BRACKETS.finditer(text):
        out[C["round"], bracket.start() : bracket.end()] = 2 if _DUTY.search(bracket.group()) else 1
    return out, text, spans
