"""Candidates for mentions, and the choice among them.

Input: emissions of the CRF, columns and quoted passages of a batch; output: candidates (start, end, type) with
the odds that the CRF gives them, which `describe.py` and `trees.py` turn into probabilities. Offsets are positions in the joined text of the batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.extract.columns import C
from kg.extract.crf import LABEL, LABELS, marginals, viterbi
from kg.extract.lexicon import TYPES
from kg.extract.spans import Quoted

# The CRF is decoded as it is and with O made less likely by so much a character: what then appears are further candidates.
SHIFTS = (0.0, 0.3, 0.8)
# A sentence in which no label comes within this of O is not looked at: a quarter of all sentences.
LIVE = -3.0
# A candidate that the CRF never chose is dropped at these odds or below.
HOPELESS = -9.0
# A quoted candidate is also tried under these types, a bare one only under the types that the CRF gave it.
QUOTE_TYPES = ("PROGRAMME", "CAMPAIGN", "POLICY", "ORG")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A span that may be a mention: positions, type, and under how many of the shifts the CRF chose it."""

    start: int
    end: int
    type: str
    votes: int


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


def _marked(row: NDArray[np.int32]) -> list[tuple[int, int]]:
    """Read the spans off a column of begin (0), inside (1), end (2) and single (3) marks; half spans are left out."""
    out, begin = [], -1
    for at in np.flatnonzero(row).tolist():
        mark = int(row[at]) % 4
        if mark == 0:
            begin = at
        elif mark == 2 and begin >= 0:
            out.append((begin, at + 1))
            begin = -1
    return out


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
    votes: dict[tuple[int, int, str], int] = {}
    for power, shift in enumerate(SHIFTS):
        scores = emissions.copy()
        scores[:, 0] -= np.float32(shift)
        for span in spans_of(viterbi(scores, moves, live)):
            votes[span] = votes.get(span, 0) + (1 << (len(SHIFTS) - 1 - power))
    for quote in quoted:
        if quote.end - quote.start < 3:
            continue
        for end in {quote.end, quote.tail}:
            for kind in ("POLICY",) if quote.title else QUOTE_TYPES:
                votes.setdefault((quote.start, end, kind), 0)
    for name, kind in (("gaz", "PLACE"), ("body", "ORG")):
        for start, end in _marked(columns[C[name]]):
            votes.setdefault((start, end, kind), 0)
    found = [
        Candidate(start=start, end=end, type=kind, votes=count) for (start, end, kind), count in sorted(votes.items())
    ]
    odds = _log_odds(found, emissions, moves, live)
    kept = [k for k, one in enumerate(found) if one.votes or odds[k] > HOPELESS]
    return [found[k] for k in kept], odds[kept]


def _log_odds(
    candidates: Sequence[Candidate],
    emissions: NDArray[np.float32],
    moves: NDArray[np.float32],
    sentences: Sequence[tuple[int, int]],
) -> NDArray[np.float64]:
    """Give log odds between -20 and 9; -20 for what crosses the end of a sentence or stands in none of them."""
    ahead, behind, total = marginals(emissions, moves, sentences)
    number = np.full(len(emissions), -1, dtype=np.int32)
    for k, (start, end) in enumerate(sentences):
        number[start:end] = k
    inner = {name: np.cumsum(emissions[:, LABEL[f"I-{name}"]].astype(np.float64)) for name in TYPES}
    out = np.full(len(candidates), -20.0)
    for k, item in enumerate(candidates):
        start, last, kind = item.start, item.end - 1, item.type
        if number[start] < 0 or number[start] != number[last]:
            continue
        b, i, e, s = (LABEL[f"{mark}-{kind}"] for mark in "BIES")
        if start == last:
            score = float(ahead[start, s]) + float(behind[start, s])
        else:
            score = float(ahead[start, b]) + float(emissions[last, e]) + float(behind[last, e])
            if last - start > 1:
                inside = float(inner[kind][last - 1] - inner[kind][start])
                steps = float(moves[b, i]) + (last - start - 2) * float(moves[i, i]) + float(moves[i, e])
                score += inside + steps
            else:
                score += float(moves[b, e])
        score = min(-1e-4, score - float(total[start]))
        out[k] = round(max(-20.0, score - float(np.log(-np.expm1(score)))), 3)
    return out


# A candidate is a mention from this probability on: the best F1 of cross-validation lies between 0.40 and 0.45.
THRESHOLD = 0.42


def choose(candidates: Sequence[Candidate], probabilities: NDArray[np.float64]) -> list[tuple[Candidate, float]]:
    """Choose candidates that do not overlap, the most probable first; in order of position, with their probability."""
    taken: set[int] = set()
    out = []
    order = [k for k in range(len(candidates)) if probabilities[k] >= THRESHOLD]
    for k in sorted(order, key=lambda k: (-round(float(probabilities[k]), 6), candidates[k].start, candidates[k].end)):
        one = candidates[k]
        if taken.isdisjoint(range(one.start, one.end)):
            taken.update(range(one.start, one.end))
            out.append((one, round(float(probabilities[k]), 3)))
    return sorted(out, key=lambda pair: pair[0].start)
