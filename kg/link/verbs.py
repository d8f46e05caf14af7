"""The words that decide about relations, from `data/verbs.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def verbs(kind: str) -> tuple[str, ...]:
    """Give the words of one kind, longest first.

    >>> "出台" in verbs("making"), "落实" in verbs("citing")
    (True, True)
    """
    data = tomllib.loads(resources.files("kg.link").joinpath("data/verbs.toml").read_text(encoding="utf-8"))
    return tuple(sorted(data[kind], key=lambda word: (-len(word), word)))
