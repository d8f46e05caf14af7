"""One-to-one normal form of a passage's characters, so that the model sees one kind of quote, width, digit,
mask and script.

Input: the text of a passage. Output: a shorter or equally long text and, for every character of it, where it stood in the
passage; the feature columns are built from it (`columns.py`) and mentions are mapped back by it (`components.py`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from kg.simplified import simplified

OPEN, CLOSE = "“", "”"
TITLE_OPEN, TITLE_CLOSE = "《", "》"
_FOLD = {
    **dict.fromkeys("‘「『〝", OPEN),
    **dict.fromkeys("’」』〞", CLOSE),
    **dict.fromkeys("〈«<＜", TITLE_OPEN),
    **dict.fromkeys("〉»>＞", TITLE_CLOSE),
    **dict.fromkeys("×╳*＊※✕", "X"),
    **dict.fromkeys("•‧∙・●", "·"),
    **dict.fromkeys("—–―－─", "-"),
    **dict.fromkeys("﹢＋", "+"),
    # U+0000 separates passages of a batch, so it must not stand inside one.
    "\0": "\ufffd",
}
# Signs whose half-width twin means something else in running text keep the full width of Chinese typesetting.
_WIDE = dict(zip(",;:!?()", "，；：！？（）", strict=True))


_STRIP = re.compile(r"[“”\"'‘’《》〈〉「」\s　()（）•·]")


def bare(text: str) -> str:
    """Give a mention without quotes, brackets and spaces, as the scorer compares mentions.

    >>> bare("“头雁”行动")
    '头雁行动'
    """
    return _STRIP.sub("", text)


@cache
def _table() -> dict[int, str]:
    """Give the translation table of all characters that change: widths, quotes, masks, bullets, digits, Latin case."""
    table: dict[int, str] = {}
    for code in (*range(0x21, 0x7F), *range(0xFF01, 0xFF5F), *range(0x2460, 0x2469)):
        half = unicodedata.normalize("NFKC", chr(code))
        table[code] = "0" if half.isdigit() else _WIDE.get(half, half.upper())
    table.update({ord(char): other for char, other in _FOLD.items()})
    return table


def _pair_ascii_quotes(text: str) -> str:
    """Turn straight quotes into opening and closing ones, by what is open before them in the same passage."""
    out, is_open = [], False
    for char in text:
        if char == '"':
            char = CLOSE if is_open else OPEN
        if char == OPEN:
            is_open = True
        elif char == CLOSE or char in "。\n":
            is_open = False
        out.append(char)
    return "".join(out)


def normalise(text: str) -> tuple[str, list[int]]:
    """Give the normal form of a text and the index in `text` of each of its characters.

    White space between two characters that are not both ASCII is dropped: it comes from wrapped lines and from scanning.

    >>> normalise("「頭雁」 行动")
    ('“头雁”行动', [0, 1, 2, 3, 5, 6])
    """
    if any(char.isspace() for char in text):
        words = [i for i, char in enumerate(text) if not char.isspace()]
        kept: list[int] = []
        for here, after in zip(words, [*words[1:], len(text)], strict=False):
            kept.append(here)
            if after - here > 1 and after < len(text) and text[here].isascii() and text[after].isascii():
                kept.append(here + 1)
        text, index = "".join(" " if text[i].isspace() else text[i] for i in kept), kept
    else:
        index = list(range(len(text)))
    text = simplified(text).translate(_table())
    return (_pair_ascii_quotes(text) if '"' in text else text), index
