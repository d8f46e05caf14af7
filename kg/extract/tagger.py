"""From texts to typed spans: normal form, feature columns, CRF, candidates, second stage.

Input: the raw texts of passages; output: spans in characters of those texts, for the spaCy component of `components.py`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.extract.candidates import Candidate, choose, find_candidates
from kg.extract.columns import PAD, C, Lists, make_columns
from kg.extract.describe import describe
from kg.extract.lexicon import TYPES, Words, load_lexicon
from kg.extract.model import Model
from kg.extract.normal import normalise
from kg.extract.places import Places
from kg.gazetteer import gazetteer

# A sentence without a full stop is cut here, so that one endless line cannot take all memory.
LONGEST_SENTENCE = 500
# Texts are tagged in batches of about this many characters: 60,000 characters need 90 MB of keys.
BATCH = 60_000


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

    def tag(self, texts: Sequence[str]) -> list[tuple[Found, ...]]:
        """Give the spans of each text, sorted and without overlaps; a text's spans do not depend on the other texts."""
        out: list[tuple[Found, ...]] = []
        batch: list[str] = []
        for text in texts:
            batch.append(text)
            if sum(map(len, batch)) >= BATCH:
                out += self._tag_batch(batch)
                batch = []
        return out + (self._tag_batch(batch) if batch else [])

    def _tag_batch(self, texts: Sequence[str]) -> list[tuple[Found, ...]]:
        normal = [normalise(text) for text in texts]
        columns, text, quoted = make_columns([part for part, _ in normal], self.lists)
        places, sentences = [], []
        at = PAD
        for part, _ in normal:
            places.append(at)
            sentences += cut_sentences(text, columns[C["qpos"]], at, at + len(part))
            at += len(part) + PAD
        out: list[list[Found]] = [[] for _ in texts]
        if not sentences:
            return [() for _ in texts]
        crf = self.model.crf
        emissions = crf.emissions(columns)
        candidates, odds = find_candidates(emissions, crf.moves, sentences, quoted, columns)
        probabilities = np.zeros(0)
        if candidates:
            probabilities = self.model.trees.probabilities(describe(candidates, odds, columns, text, quoted))
        for one, confidence in self._with_names(choose(candidates, probabilities), text):
            number = bisect_right(places, one.start) - 1
            index, shift = normal[number][1], places[number]
            out[number].append(
                Found(
                    start=index[one.start - shift],
                    end=index[one.end - 1 - shift] + 1,
                    type=one.type,
                    confidence=confidence,
                    by="list" if one.votes < 0 else _by(columns, one.start, one.end),
                )
            )
        return [tuple(found) for found in out]

    def _with_names(self, chosen: list[tuple[Candidate, float]], text: str) -> list[tuple[Candidate, float]]:
        """Put a user's own names, wherever they stand, in the place of what the model chose there."""
        own = [
            (Candidate(start=start, end=end, type=TYPES[code - 1], votes=-1), 1.0)
            for start, end, code in self.lists.lexicon.names.longest(text)
        ]
        taken = {position for one, _ in own for position in range(one.start, one.end)}
        kept = [pair for pair in chosen if taken.isdisjoint(range(pair[0].start, pair[0].end))]
        return sorted(kept + own, key=lambda pair: pair[0].start)


def _by(columns: NDArray[np.int32], start: int, end: int) -> str:
    """Name the component whose evidence the span rests on."""
    if columns[C["qpos"], start:end].any():
        return "title" if columns[C["qpos"], start] >= 10 else "quote"
    if columns[C["gaz"], start] and columns[C["gaz"], end - 1] % 4 in (2, 3):
        return "gazetteer"
    if columns[C["body"], start:end].any():
        return "body"
    return "head" if columns[C["head"], end - 1] else "context"
