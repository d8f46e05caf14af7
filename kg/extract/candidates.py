"""Candidates for mentions and what is known of each, for the second stage that decides.

Input: emissions of the CRF, columns and quoted passages of a batch; output: candidates (start, end, type) and a table of
features, one row each, for `scorer.py`. Offsets are positions in the joined text of the batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.extract.columns import C
from kg.extract.crf import LABEL, LABELS, marginals, viterbi
from kg.extract.lexicon import HEAD_CODES, TYPES
from kg.extract.spans import Quoted

# The CRF is decoded as it is and with O made less likely by so much a character: what then appears are further candidates.
SHIFTS = (0.0, 0.3, 0.8)
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


def find_candidates(emissions: NDArray[np.float32], moves: NDArray[np.float32], sentences: Sequence[tuple[int, int]], quoted: Sequence[Quoted]) -> list[Candidate]:
    """Give the candidates of a batch, by position."""
    votes: dict[tuple[int, int, str], int] = {}
    for power, shift in enumerate(SHIFTS):
        scores = emissions.copy()
        scores[:, 0] -= np.float32(shift)
        for span in spans_of(viterbi(scores, moves, sentences)):
            votes[span] = votes.get(span, 0) + (1 << (len(SHIFTS) - 1 - power))
    for span in quoted:
        if span.end - span.start < 3:
            continue
        for end in {span.end, span.tail}:
            for kind in ("POLICY",) if span.title else QUOTE_TYPES:
                votes.setdefault((span.start, end, kind), 0)
    return [Candidate(start=start, end=end, type=kind, votes=count) for (start, end, kind), count in sorted(votes.items())]


def log_odds(candidates: Sequence[Candidate], emissions: NDArray[np.float32], moves: NDArray[np.float32], sentences: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
    """Give the CRF's log odds that exactly this span has this type; at least -20."""
    ahead, behind, total = marginals(emissions, moves, sentences)
    inner = {name: np.cumsum(emissions[:, LABEL[f"I-{name}"]].astype(np.float64)) for name in TYPES}
    out = np.full(len(candidates), -20.0)
    for k, item in enumerate(candidates):
        start, last, kind = item.start, item.end - 1, item.type
        if total[start] != total[last]:
            continue  # crosses the end of a sentence
        b, i, e, s = (LABEL[f"{mark}-{kind}"] for mark in "BIES")
        if start == last:
            score = float(ahead[start, s]) + float(behind[start, s])
        else:
            middle = last - start - 1
            score = float(ahead[start, b]) + float(emissions[last, e]) + float(behind[last, e])
            if middle:
                score += float(inner[kind][last - 1] - inner[kind][start]) + float(moves[b, i]) + (middle - 1) * float(moves[i, i]) + float(moves[i, e])
            else:
                score += float(moves[b, e])
        score = min(-1e-4, score - float(total[start]))
        out[k] = max(-20.0, score - np.log(-np.expm1(score)))
    return out


FEATURES = (
    "odds", "votes", "rival", "rivals", "type", "length", "quote", "whole", "head", "direct", "inner", "shared", "before", "after", "fits_head", "fits_inner", "fits_shared",
    "same_span", "kind_before", "kind_after", "gaz", "gaz_end", "body", "body_end", "context", "verb", "around", "last_head", "round", "next", "digit", "comma", "plus", "cover", "tail",
    "word_after", "tag_before", "tag_after", "place_odds", "length2",
)  # fmt: skip


def describe(candidates: Sequence[Candidate], odds: NDArray[np.float64], columns: NDArray[np.int32], text: str, quoted: Sequence[Quoted]) -> NDArray[np.float32]:
    """Give the feature table, shape (candidates, len(FEATURES)); see FEATURES for the columns."""
    table = np.zeros((len(candidates), len(FEATURES)), dtype=np.float32)
    at_start = {span.start: span for span in quoted}
    owner = np.full(columns.shape[1], -1, dtype=np.int32)
    for number, span in enumerate(quoted):
        owner[span.start : span.tail] = number
    order = sorted(range(len(candidates)), key=lambda k: (candidates[k].start, candidates[k].end))
    rival, count, same, place = np.full(len(order), -20.0), np.zeros(len(order)), np.full(len(order), -20.0), np.full(len(order), -20.0)
    for position, k in enumerate(order):
        one = candidates[k]
        for j in order[position + 1 :]:
            two = candidates[j]
            if two.start >= one.end:
                break
            count[[k, j]] += 1
            if (one.start, one.end) == (two.start, two.end):
                same[k], same[j] = max(same[k], odds[j]), max(same[j], odds[k])
            else:
                rival[k], rival[j] = max(rival[k], odds[j]), max(rival[j], odds[k])
            if two.type in ("PLACE", "ORG"):
                place[k] = max(place[k], odds[j])
    for k, item in enumerate(candidates):
        start, end, code = item.start, item.end, HEAD_CODES[item.type]
        mine = at_start.get(start)
        inside = quoted[owner[start]] if owner[start] >= 0 else None
        span = mine or inside
        body = text[start:end]
        table[k] = (
            odds[k], item.votes, rival[k], count[k], code, min(end - start, 40), 0 if span is None else (2 if span.title else 1) + 2 * (mine is None),
            0 if mine is None else 1 + (end == mine.tail) + 2 * (end == mine.end), span.head if span else 0, span.direct if span else 0, span.inner if span else 0,
            span.shared if span else 0, span.before if span else 0, span.after if span else 0, span.head == code if span else 0, span.inner == code if span else 0, span.shared == code if span else 0,
            same[k], columns[C["kind"], start - 1], columns[C["kind"], end], columns[C["gaz"], start], columns[C["gaz"], end - 1], columns[C["body"], start], columns[C["body"], end - 1],
            columns[C["context"], end], columns[C["verb"], start - 1], columns[C["around"], end], columns[C["head"], end - 1], columns[C["round"], start], columns[C["next"], start] // 64,
            any(char in "0一二三四五六七八九十百千万" for char in body[1:3]), "，" in body or "、" in body, "+" in body, 0 if span is None else (end - start) / max(1, span.tail - span.start),
            0 if span is None else span.tail - span.end, columns[C["word"], end], columns[C["tag"], start - 1], columns[C["tag"], end], place[k], 0 if span is None else min(40, span.end - span.start),
        )  # fmt: skip
    return table
