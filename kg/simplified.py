"""Traditional characters read as simplified ones, one for one, so that every offset holds in both texts.

Names, rules and weights of this package are in simplified characters. `kg.read`, `kg.extract` and `kg.link` look at a text
through `simplified`; what they give back (passages, mentions, evidence) is the text as it was written. Headings and names are simplified.
"""

from __future__ import annotations

from functools import cache

# Unicode's first two blocks of ideographs; the compatibility forms and the further planes do not occur in running text.
_IDEOGRAPHS = [*range(0x3400, 0xA000)]
# Characters that stand in official names of places today (乾县, 濛江乡, 氾水镇): a simplified text has them too.
_KEPT = "乾濛氾塚篢洩磑鴜"


@cache
def _table() -> dict[int, str]:
    """Give the simplified character for each traditional one, from OpenCC (made in 10 ms at the first call)."""
    from opencc import OpenCC

    written = [chr(code) for code in _IDEOGRAPHS]
    read = OpenCC("t2s").convert("\n".join(written)).split("\n")
    return {ord(old): new for old, new in zip(written, read, strict=True) if old != new and old not in _KEPT}


@cache
def _signs() -> frozenset[str]:
    """Give the characters that no simplified text has: those of the table that GB 2312 does not hold (於潜镇 is simplified)."""
    return frozenset(char for char in map(chr, _table()) if not _in_gb2312(char))


def _in_gb2312(char: str) -> bool:
    try:
        return bool(char.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def simplified(text: str) -> str:
    """Give a text in simplified characters, of the same length; the text itself where no character of it is traditional.

    Source of the characters: the table t2s of OpenCC.

    >>> simplified("關於縣委組織部實施“頭雁”工程"), simplified("於潜镇、乾县")
    ('关于县委组织部实施“头雁”工程', '於潜镇、乾县')
    """
    return text if _signs().isdisjoint(text) else text.translate(_table())
