"""From texts to typed spans: normal form, feature columns, CRF, calibrated confidence.

Input: the raw texts of passages; output: spans in characters of those texts, for the spaCy component of `components.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.extract.columns import PAD, C, Lists, make_columns
from kg.extract.crf import LABEL, LABELS, marginals, viterbi
from kg.extract.lexicon import Words, load_lexicon
from kg.extract.model import Model
from kg.extract.normal import normalise
from kg.extract.places import Places
from kg.extract.templates import make_keys
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


def decode(path: NDArray[np.int8], start: int, end: int) -> list[tuple[int, int, str]]:
    """Read typed spans off the labels of one sentence."""
    out: list[tuple[int, int, str]] = []
    begin = start
    for i in start + np.flatnonzero(path[start:end]):
        mark, kind = LABELS[path[i]][0], LABELS[path[i]][2:]
        if mark in "BS":
            begin = int(i)
        if mark in "ES":
            out.append((begin, int(i) + 1, kind))
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
        columns, text, _ = make_columns([part for part, _ in normal], self.lists)
        emissions = self.model.crf.emissions(make_keys(columns))
        sentences: list[list[tuple[int, int]]] = []
        at = PAD
        for part, _ in normal:
            sentences.append(cut_sentences(text, columns[C["qpos"]], at, at + len(part)))
            at += len(part) + PAD
        flat = [sentence for group in sentences for sentence in group]
        if not flat:
            return [() for _ in texts]
        path = viterbi(emissions, self.model.crf.moves, flat)
        ahead, behind, total = marginals(emissions, self.model.crf.moves, flat)
        out, at = [], PAD
        for (part, index), group in zip(normal, sentences, strict=True):
            found = []
            for sentence in group:
                for start, end, kind in decode(path, *sentence):
                    score = self._log_probability(emissions, ahead, behind, total, start, end, kind)
                    found.append(
                        Found(
                            start=index[start - at],
                            end=index[end - 1 - at] + 1,
                            type=kind,
                            confidence=self._calibrate(score),
                            by=_by(columns, start, end),
                        )
                    )
            out.append(tuple(found))
            at += len(part) + PAD
        return out

    def _log_probability(
        self,
        emissions: NDArray[np.float32],
        ahead: NDArray[np.float32],
        behind: NDArray[np.float32],
        total: NDArray[np.float32],
        start: int,
        end: int,
        kind: str,
    ) -> float:
        """Give the model's log probability that exactly this span has this type."""
        if end - start == 1:
            label = LABEL[f"S-{kind}"]
            return float(ahead[start, label] + behind[start, label] - total[start])
        moves = self.model.crf.moves
        path = [LABEL[f"B-{kind}"], *[LABEL[f"I-{kind}"]] * (end - start - 2), LABEL[f"E-{kind}"]]
        inner = sum(float(emissions[start + k, path[k]] + moves[path[k - 1], path[k]]) for k in range(1, len(path)))
        return float(ahead[start, path[0]]) + inner + float(behind[end - 1, path[-1]]) - float(total[start])

    def _calibrate(self, score: float) -> float:
        """Turn a log probability into a measured one; rounded, so that it is the same on every machine."""
        odds = score - np.log(max(1e-6, -np.expm1(min(score, -1e-6))))
        slope, shift = self.model.calibration
        return round(float(1 / (1 + np.exp(-(slope * odds + shift)))), 3)


def _by(columns: NDArray[np.int32], start: int, end: int) -> str:
    """Name the component whose evidence the span rests on."""
    if columns[C["qpos"], start:end].any():
        return "title" if columns[C["qpos"], start] >= 10 else "quote"
    if columns[C["gaz"], start] and columns[C["gaz"], end - 1] % 4 in (2, 3):
        return "gazetteer"
    if columns[C["body"], start:end].any():
        return "body"
    return "head" if columns[C["head"], end - 1] else "context"
