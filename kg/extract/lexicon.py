"""The word lists of `data/*.toml` and of a user's own file, as automata that find all their words in one pass.

Input: TOML files that a domain expert can read; output: a `Lexicon`, which `columns.py` looks words up in.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind
from numpy.typing import NDArray

from kg.errors import SchemaError

TYPES = ("PLACE", "ORG", "PROGRAMME", "CAMPAIGN", "POLICY")
# Codes of words in the columns; 0 is "none".
HEAD_CODES = {name: code for code, name in enumerate(TYPES, start=1)}
CUT, CATEGORY = 6, 7
VERB_CODES = {"do": 1, "issue": 2, "found": 3}
FIXED, LEVEL_BODY = 1, 2
POST, MEETING = 1, 2


class Words:
    """A set of words with a code each, found in a text by one automaton.

    >>> list(Words({"行动": 2, "行动计划": 1}).longest("专项行动计划"))
    [(2, 6, 1)]
    """

    def __init__(self, codes: Mapping[str, int]) -> None:
        self._words = list(codes)
        self._codes = [codes[word] for word in self._words]

    def all(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Give every match as (start, end, code), by end."""
        if self._words:
            for number, start, end in self._overlapping.find_matches_as_indexes(text, overlapping=True):
                yield start, end, self._codes[number]

    def longest(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Give the leftmost longest matches as (start, end, code), without overlaps."""
        if self._words:
            for number, start, end in self._leftmost.find_matches_as_indexes(text):
                yield start, end, self._codes[number]

    def spans(self, text: str) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Give starts, ends and codes of the leftmost longest matches as three arrays.

        >>> Words({"行动": 2, "行动计划": 1}).spans("专项行动计划")[1].tolist()
        [6]
        """
        found = self._leftmost.find_matches_as_indexes(text) if self._words else []
        number, start, end = np.array(found, dtype=np.int64).reshape(-1, 3).T
        return start, end, self._code_array[number]

    @cached_property
    def _code_array(self) -> NDArray[np.int64]:
        return np.array(self._codes, dtype=np.int64)

    @cached_property
    def _overlapping(self) -> AhoCorasick:
        return AhoCorasick(self._words, implementation=Implementation.NoncontiguousNFA, store_patterns=False)

    @cached_property
    def _leftmost(self) -> AhoCorasick:
        return AhoCorasick(
            self._words,
            matchkind=MatchKind.LeftmostLongest,
            implementation=Implementation.NoncontiguousNFA,
            store_patterns=False,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Slogans:
    """Words directly before or after a place that make it a part of a slogan (清廉…, …新篇章)."""

    before: tuple[str, ...]
    after: tuple[str, ...]

    def hold(self, text: str, start: int, end: int) -> bool:
        """Tell whether text[start:end] stands in one of them.

        >>> Slogans(before=("清廉",), after=("新篇章",)).hold("推进清廉北海建设", 4, 6)
        True
        """
        return text.endswith(self.before, 0, start) or text.startswith(self.after, end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All word lists, ready to be searched; `names` are a user's own names, by type."""

    heads: Words
    bodies: Words
    context: Words
    verbs: Words
    around: Words
    names: Words
    slogans: Slogans


def _read(text: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SchemaError(f"not valid TOML: {where}: {error}", hint="mend the file") from error


def _own(path: Path) -> dict[str, Any]:
    try:
        return _read(path.read_text("utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise SchemaError(
            f"word lists cannot be read: {path}: {error}", hint="name a UTF-8 file, or unset KG_LISTS"
        ) from error


def _heads(tables: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Join head words of several tables; a word in two types keeps the type that is named last."""
    codes: dict[str, int] = {}
    for table in tables:
        for kind, entry in table.items():
            if kind not in HEAD_CODES:
                raise SchemaError(
                    f"unknown type {kind!r} in a list of head words", hint=f"use one of {', '.join(TYPES)}"
                )
            words = entry["words"] if isinstance(entry, Mapping) else entry
            codes.update(dict.fromkeys(words.split() if isinstance(words, str) else words, HEAD_CODES[kind]))
    return codes


def load_lexicon(lists: Path | None = None) -> Lexicon:
    """Read the word lists of the package and, where given, a user's TOML file with tables `heads` and `names`.

    Both tables map a type to a list of words. Raises SchemaError where a file is no TOML or names an unknown type.

    >>> [code for _, _, code in load_lexicon().heads.longest("人才培养计划")]
    [3]
    """
    data = {
        name: _read((files(__package__) / "data" / f"{name}.toml").read_text("utf-8"), f"{name}.toml")
        for name in ("heads", "bodies", "words")
    }
    own = _own(lists) if lists else {}
    bodies, words = data["bodies"], data["words"]
    joined = {level + part: LEVEL_BODY for level in bodies["levels"].split() for part in bodies["departments"].split()}
    return Lexicon(
        heads=Words(_heads([data["heads"], own.get("heads", {})])),
        bodies=Words({**joined, **dict.fromkeys(bodies["fixed"].split(), FIXED)}),
        context=Words(
            {**dict.fromkeys(bodies["posts"].split(), POST), **dict.fromkeys(bodies["meetings"].split(), MEETING)}
        ),
        verbs=Words({word: VERB_CODES[group] for group, entry in words["verbs"].items() for word in entry.split()}),
        around=Words(
            {**dict.fromkeys(words["category"].split(), CATEGORY), **dict.fromkeys(words["cut"].split(), CUT)}
        ),
        names=Words(_heads([own.get("names", {})])),
        slogans=Slogans(**{side: tuple(entry.split()) for side, entry in words["slogans"].items()}),
    )
