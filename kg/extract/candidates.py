"""Candidates for mentions, and the choice among them.

Input: emissions of the CRF, columns and quoted passages of a batch; output: candidates (start, end, type) with
the odds that the CRF gives them, which `describe.py` and `trees.py` turn into probabilities. Offsets are positions in the joined text of the batch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.extract.columns import C
from kg.extract.crf import LABEL, LABELS, Marginals, marginals, viterbi
from kg.extract.lexicon import TYPES
from kg.extract.spans import Quoted

# A sentence in which no label comes within this of O is not looked at: a quarter of all sentences.
LIVE = -3.0
# A span is a candidate where the CRF gives its beginning, its end and the whole of it at least this probability. With the
# quotes, names and bodies below, 94 of 100 annotated mentions of unseen reports are then among 59 candidates in 1,000 characters.
LIKELY = 0.006
# No name is longer: the longest annotated one has 48 characters.
LONGEST_NAME = 60
# Quoted passages, gazetteer names and bodies are candidates too, down to these odds.
HOPELESS = -8.0
# A quoted candidate is also tried under these types, a bare one only under the types that the CRF gave it.
QUOTE_TYPES = ("PROGRAMME", "CAMPAIGN", "POLICY", "ORG")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A span that may be a mention: positions, type, and whether it is part of the CRF's best path."""

    start: int
    end: int
    type: str
    best: bool


def spans_of(path: NDArray[np.int8]) -> list[tuple[int, int, str]]:
    """Read typed spans off a label path."""
    out: list[tuple[int, int, str]] = []
    begin = 0
    for i in np.flatnonzero(path).tolist():
        mark, kind = LABELS[path[i]][0], LABELS[path[i]][2:]
        if mark in "BS":
            begin = i
        if mark in "ES":
            out.append((begin, i + 1, kind))
    return out


def marked_spans(row: NDArray[np.int32]) -> Iterator[tuple[int, int]]:
    """Read the spans off a column of begin (0), inside (1), end (2) and single (3) marks; half spans are left out."""
    begin = -1
    at = np.flatnonzero(row)
    for place, mark in zip(at.tolist(), (row[at] % 4).tolist(), strict=True):
        if mark == 0:
            begin = place
        elif mark == 2 and begin >= 0:
            yield begin, place + 1
            begin = -1


class _Scores:
    """Log probabilities of labels and of whole spans in a batch; -20 for what crosses or lies outside of its sentences."""

    def __init__(
        self, emissions: NDArray[np.float32], moves: NDArray[np.float32], sentences: Sequence[tuple[int, int]]
    ) -> None:
        self._marginals: Marginals = marginals(emissions, moves, sentences)
        self._emissions, self._moves = emissions, moves
        self._inner = {name: np.cumsum(emissions[:, LABEL[f"I-{name}"]].astype(np.float64)) for name in TYPES}
        self._sentence = np.full(len(emissions), -1, dtype=np.int32)
        for number, (start, end) in enumerate(sentences):
            self._sentence[start:end] = number

    def label(self, mark: str, kind: str, at: NDArray[np.int64]) -> NDArray[np.float32]:
        ahead, behind, total = self._marginals
        label = LABEL[f"{mark}-{kind}"]
        return np.asarray(ahead[at, label] + behind[at, label] - total[at])

    def span(self, kind: str, start: NDArray[np.int64], last: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give the log probability that the characters start..last are a mention of this type."""
        ahead, behind, total = self._marginals
        b, i, e, s = (LABEL[f"{mark}-{kind}"] for mark in "BIES")
        inside = self._inner[kind][np.maximum(last - 1, start)] - self._inner[kind][start]
        moves = self._moves.astype(np.float64)
        steps = np.where(last - start > 1, moves[b, i] + (last - start - 2) * moves[i, i] + moves[i, e], moves[b, e])
        several = ahead[start, b] + inside + steps + self._emissions[last, e] + behind[last, e]
        score = np.where(start == last, ahead[start, s] + behind[start, s], several) - total[start]
        apart = (self._sentence[start] < 0) | (self._sentence[start] != self._sentence[last])
        return np.where(apart, -20.0, np.minimum(score, -1e-4))


def _likely_spans(scores: _Scores, positions: NDArray[np.int64]) -> Iterator[tuple[int, int, str]]:
    """Give the spans whose beginning, end and whole are at least `LIKELY`."""
    least = float(np.log(LIKELY))
    for kind in TYPES:
        begins = positions[scores.label("B", kind, positions) > least]
        ends = positions[scores.label("E", kind, positions) > least]
        first = np.searchsorted(ends, begins, side="right")
        counts = np.searchsorted(ends, begins + LONGEST_NAME) - first
        left = np.repeat(begins, counts)
        within = np.arange(len(left)) - np.repeat(np.cumsum(counts) - counts, counts)
        right = ends[np.repeat(first, counts) + within] if len(left) else left
        good = scores.span(kind, left, right) > least
        for start, last in zip(left[good].tolist(), right[good].tolist(), strict=True):
            yield start, last + 1, kind
        for at in positions[scores.label("S", kind, positions) > least].tolist():
            yield at, at + 1, kind


def _uncut(
    spans: list[tuple[int, int, str]], quoted: Sequence[Quoted], chars: NDArray[np.int32]
) -> list[tuple[int, int, str]]:
    """Leave out the spans that hold one sign of a pair of quotes or of round brackets and not the other."""
    quotes, brackets = np.zeros((2, len(chars) + 1), dtype=np.int64)
    for quote in quoted:
        quotes[quote.start + 1] += 1
        quotes[quote.end] -= 1
    brackets[1:] = (chars == ord("（")).astype(np.int64) - (chars == ord("）"))
    quotes, brackets = np.cumsum(quotes), np.cumsum(brackets)
    return [span for span in spans if quotes[span[0]] == quotes[span[1]] and brackets[span[0]] == brackets[span[1]]]


def find_candidates(
    emissions: NDArray[np.float32],
    moves: NDArray[np.float32],
    sentences: Sequence[tuple[int, int]],
    quoted: Sequence[Quoted],
    columns: NDArray[np.int32],
) -> tuple[list[Candidate], NDArray[np.float64]]:
    """Give the candidates of a batch, by position, with the CRF's log odds that exactly this span has this type."""
    margin = emissions[:, 1:].max(axis=1) - emissions[:, 0]
    live = [(start, end) for start, end in sentences if margin[start:end].max() > LIVE]
    if not live:
        return [], np.zeros(0)
    scores = _Scores(emissions, moves, live)
    best = set(spans_of(viterbi(emissions, moves, live)))
    spans = best | set(_likely_spans(scores, np.concatenate([np.arange(start, end) for start, end in live])))
    for quote in quoted:
        if quote.end - quote.start >= 3:
            kinds = ("POLICY",) if quote.title else QUOTE_TYPES
            spans.update((quote.start, end, kind) for end in (quote.end, quote.tail) for kind in kinds)
    for name, kind in (("gaz", "PLACE"), ("body", "ORG")):
        spans.update((start, end, kind) for start, end in marked_spans(columns[C[name]]))
    found = _uncut(sorted(spans), quoted, columns[C["char"]])
    odds = np.zeros(len(found))
    start = np.array([span[0] for span in found], dtype=np.int64)
    last = np.array([span[1] - 1 for span in found], dtype=np.int64)
    types = np.array([TYPES.index(span[2]) for span in found], dtype=np.int64)
    for number, kind in enumerate(TYPES):
        mine = types == number
        log = scores.span(kind, start[mine], last[mine])
        odds[mine] = np.round(np.maximum(-20.0, log - np.log(-np.expm1(log))), 3)
    kept = np.flatnonzero(odds > HOPELESS)
    return [
        Candidate(start=found[k][0], end=found[k][1], type=found[k][2], best=found[k] in best) for k in kept.tolist()
    ], odds[kept]


# A candidate is a mention from this probability on: F1 of cross-validation is flat between 0.42 and 0.46.
THRESHOLD = 0.44


def choose(candidates: Sequence[Candidate], probabilities: NDArray[np.float64]) -> list[tuple[Candidate, float]]:
    """Choose candidates that do not overlap, the most probable first; in order of position, with their probability."""
    taken: set[int] = set()
    out = []
    order = np.flatnonzero(probabilities >= THRESHOLD).tolist()
    for k in sorted(order, key=lambda k: (-round(float(probabilities[k]), 6), candidates[k].start, candidates[k].end)):
        one = candidates[k]
        if taken.isdisjoint(range(one.start, one.end)):
            taken.update(range(one.start, one.end))
            out.append((one, round(float(probabilities[k]), 3)))
    return sorted(out, key=lambda pair: pair[0].start)
