"""Ids: a hash of what a thing is, or a readable name; the same input gives the same id on every machine.

Input is text that other modules hold; output are the id columns of the bundle.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

# 16 hex digits are 64 bits: with 10 million mentions the chance of one collision is below 3 in a million.
DIGITS = 16


def content_id(prefix: str, *parts: object) -> str:
    """Give the id of a thing from its content.

    `parts` are joined by a character that cannot occur in text (U+0000), so that ("ab", "c") and ("a", "bc") differ.

    >>> content_id("r", "综述", "全文") == content_id("r", "综述", "全文")
    True
    >>> content_id("r", "ab", "c") == content_id("r", "a", "bc")
    False
    """
    joined = "\0".join("" if part is None else str(part) for part in parts)
    return prefix + hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def row_hash(values: Iterable[object]) -> str:
    """Give the hash of a row's values in their order, for telling a changed row from an unchanged one.

    >>> row_hash(["a", 1, None]) == row_hash(["a", 1, None])
    True
    >>> row_hash(["a", "1"]) == row_hash(["a", 1])
    False
    """
    return hashlib.sha256(repr(tuple(values)).encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


_SCOPE = re.compile(r"@(r[0-9a-f]{16}|\d{6,12})$")


def scope_of(entity_id: str) -> str:
    """Give the report id or the adcode within which alone the name in an entity id holds, or an empty text.

    A name may hold an @ itself, and behind the code of a former unit stands the year in which it ended.

    >>> scope_of("org:鼓楼区委@320106"), scope_of("campaign:才聚@广元行动"), scope_of("place:330103@2021")
    ('320106', '', '')
    """
    found = _SCOPE.search(entity_id)
    return found[1] if found else ""


def passage_id(report_id: str, seq: int) -> str:
    """Give the id of the passage number `seq` (from 0) of a report.

    >>> passage_id("r00", 3)
    'r00/3'
    """
    return f"{report_id}/{seq}"


def evidence(passage: str, start: int, end: int) -> str:
    """Give the reference to a span of a passage, in characters, end excluded.

    >>> evidence("r00/3", 5, 9)
    'r00/3#5-9'
    """
    return f"{passage}#{start}-{end}"
