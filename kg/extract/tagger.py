"""From texts to typed spans: normal form, feature columns, CRF, candidates, second stage, rules.

Input: the raw texts of passages; output: spans in characters of those texts, for the spaCy component of `components.py`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.extract.candidates import choose, find_candidates
from kg.extract.choices import Batch
from kg.extract.columns import PAD, C, Lists, make_columns
from kg.extract.describe import describe
from kg.extract.lexicon import TYPES, Words, load_lexicon
from kg.extract.linear import hashed, scores
from kg.extract.model import Model
from kg.extract.normal import normalise
from kg.extract.places import Places
from kg.extract.rules import correct
from kg.gazetteer import gazetteer

# A sentence without a full stop is cut here, so that one endless line cannot take all memory.
LONGEST_SENTENCE = 500
# Texts are tagged in batches of about this many characters: 60,000 characters need 90 MB of keys.
BATCH = 60_000
# What a report says elsewhere is looked for within this many characters of it: its names are counted in all of that text.
REPORT = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A typed span of one text: characters start..end, the probability that it is right, and what made it."""

    start: int
    end: int
    type: str
    confidence: float
    by: str


def cut_sentences(text: str, inside: NDArray[np.int32], begin: int, end: int) -> list[tuple[int, int]]:
    """Cut text[begin:end] after full stops that stand outside quotes (`inside` is 0 there), and where it grows too long."""
    out, start = [], begin
    for i in range(begin, end):
        if (text[i] in "。！？；" and not inside[i]) or i - start >= LONGEST_SENTENCE:
            out.append((start, i + 1))
            start = i + 1
    if start < end:
        out.append((start, end))
    return out


def make_lists(words: dict[str, int], lists: Path | None = None) -> Lists:
    """Put together everything that is looked up in a text."""
    return Lists(
        lexicon=load_lexicon(lists),
        places=Places(gazetteer()),
        general=Words(words),
        backward=Words({word[::-1]: code for word, code in words.items()}),
    )


class Tagger:
    """A model and its word lists, ready to tag texts."""

    def __init__(self, model: Model, lists: Path | None = None) -> None:
        self.model = model
        self.lists = make_lists(model.words, lists)

    def tag(self, texts: Sequence[str], reports: Sequence[str] | None = None) -> list[tuple[Found, ...]]:
        """Give the spans of each text, sorted and without overlaps.

        `reports` names the report of each text (default: each text is one of its own); texts of one report stand next to
        each other. A text's spans depend on the texts of its report and on no others.
        """
        out: list[tuple[Found, ...]] = []
        for batch in _batches(texts, reports if reports is not None else [str(i) for i in range(len(texts))]):
            out += self._tag_batch(batch)
        return out

    def _tag_batch(self, batch: Sequence[Sequence[str]]) -> list[tuple[Found, ...]]:
        normal = [normalise(text) for part in batch for text in part]
        columns, text, quoted = make_columns([part for part, _ in normal], self.lists)
        places, sentences = [], []
        at = PAD
        for part, _ in normal:
            places.append(at)
            sentences += cut_sentences(text, columns[C["qpos"]], at, at + len(part))
            at += len(part) + PAD
        edges = [*places, at]
        sizes = np.cumsum([0, *(len(part) for part in batch)]).tolist()
        reports = [(edges[first], edges[last]) for first, last in pairwise(sizes)]
        out: list[list[Found]] = [[] for _ in normal]
        model = self.model
        candidates, odds = find_candidates(model.crf.emissions(columns), model.crf.moves, sentences, quoted, columns)
        probabilities = np.zeros(0)
        if candidates:
            wording = scores(model.wording, model.wording_bias, hashed(candidates, text))
            table = describe(candidates, odds, columns, text, quoted, reports)
            probabilities = model.trees.probabilities(np.column_stack([table, wording]).astype(np.float32))
        rules = Batch(columns=columns, text=text, quoted=quoted, slogans=self.lists.lexicon.slogans)
        chosen = [
            Found(start=one.start, end=one.end, type=one.type, confidence=sure, by=_by(columns, one.start, one.end))
            for one, sure in correct(choose(candidates, probabilities), rules)
        ]
        for one in self._with_names(chosen, text):
            number = bisect_right(places, one.start) - 1
            index, shift = normal[number][1], places[number]
            start, end = index[one.start - shift], index[one.end - 1 - shift] + 1
            out[number].append(replace(one, start=start, end=end))
        return [tuple(found) for found in out]

    def _with_names(self, chosen: list[Found], text: str) -> list[Found]:
        """Put a user's own names, wherever they stand, in the place of what the model chose there."""
        own = [
            Found(start=start, end=end, type=TYPES[code - 1], confidence=1.0, by="list")
            for start, end, code in self.lists.lexicon.names.longest(text)
        ]
        taken = {position for one in own for position in range(one.start, one.end)}
        kept = [one for one in chosen if taken.isdisjoint(range(one.start, one.end))]
        return sorted(kept + own, key=lambda one: one.start)


def _batches(texts: Sequence[str], reports: Sequence[str]) -> Iterator[list[list[str]]]:
    """Cut texts into batches of parts: a part is what stands together of one report, `REPORT` characters at most or one text."""
    batch: list[list[str]] = []
    in_batch = in_part = 0
    last = None
    for text, report in zip(texts, reports, strict=True):
        if report != last or in_part + len(text) > REPORT:
            if in_batch >= BATCH:
                yield batch
                batch, in_batch = [], 0
            batch.append([])
            in_part = 0
        batch[-1].append(text)
        in_part, in_batch, last = in_part + len(text), in_batch + len(text), report
    if batch:
        yield batch


def _by(columns: NDArray[np.int32], start: int, end: int) -> str:
    """Name the component whose evidence the span rests on."""
    if columns[C["qpos"], start:end].any():
        return "title" if columns[C["qpos"], start] >= 10 else "quote"
    if columns[C["gaz"], start] and columns[C["gaz"], end - 1] % 4 in (2, 3):
        return "gazetteer"
    if columns[C["body"], start:end].any():
        return "body"
    return "head" if columns[C["head"], end - 1] else "context"
