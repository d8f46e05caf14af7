"""What is known of each candidate: its odds, its rivals, the quote it stands in, the words around it.

Input: candidates of `candidates.py` with their odds, the columns and quoted passages; output: the table of features for
`trees.py`, one row for each candidate.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kg.extract.candidates import Candidate
from kg.extract.columns import C
from kg.extract.lexicon import HEAD_CODES
from kg.extract.spans import Quoted

# Columns read at a distance from the candidate's first character (start) or from the one after its last (end).
AT_START = (("kind", -1), ("gaz", 0), ("body", 0), ("verb", -1), ("round", 0), ("tag", -1))
AT_END = (("kind", 0), ("gaz", -1), ("body", -1), ("context", 0), ("around", 0), ("head", -1), ("word", 0), ("tag", 0))
_NUMERALS = frozenset("0一二三四五六七八九十百千万")


def _rivals(candidates: Sequence[Candidate], odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the best odds of overlapping candidates: other span, same span, a place or body; and how many there are."""
    out = np.full((len(candidates), 4), -20.0)
    out[:, 3] = 0
    for k, one in enumerate(candidates):
        for j in range(k + 1, len(candidates)):
            two = candidates[j]
            if two.start >= one.end:
                break
            which = int((one.start, one.end) == (two.start, two.end))
            out[k, which] = max(out[k, which], odds[j])
            out[j, which] = max(out[j, which], odds[k])
            if two.type in ("PLACE", "ORG"):
                out[k, 2] = max(out[k, 2], odds[j])
            out[k, 3] += 1
            out[j, 3] += 1
    return out


def _quote(one: Candidate, span: Quoted | None, mine: bool) -> tuple[float, ...]:
    """Give what the quote that a candidate begins, or stands in, says of it."""
    if span is None:
        return (0,) * 15
    code = HEAD_CODES[one.type]
    return (
        (2 if span.title else 1) + 2 * (not mine),
        1 + (one.end == span.tail) + 2 * (one.end == span.end) if mine else 0,
        span.head,
        span.direct,
        span.inner,
        span.shared,
        span.before,
        span.after,
        span.head == code,
        span.inner == code,
        span.shared == code,
        (one.end - one.start) / (span.tail - span.start),
        span.tail - span.end,
        min(40, span.end - span.start),
        one.end - span.end,
    )


def describe(
    candidates: Sequence[Candidate],
    odds: NDArray[np.float64],
    columns: NDArray[np.int32],
    text: str,
    quoted: Sequence[Quoted],
) -> NDArray[np.float32]:
    """Give the feature table, shape (candidates, features); `candidates` are in order of position and not empty."""
    at_start = {span.start: span for span in quoted}
    owner = np.full(columns.shape[1], -1, dtype=np.int32)
    for number, span in enumerate(quoted):
        owner[span.start : span.tail] = number
    rows = []
    for one in candidates:
        mine = at_start.get(one.start)
        around = mine or (quoted[owner[one.start]] if owner[one.start] >= 0 else None)
        body = text[one.start : one.end]
        shape = (not _NUMERALS.isdisjoint(body[1:3]), "，" in body or "、" in body, "+" in body)
        rows.append(
            (one.votes, HEAD_CODES[one.type], min(len(body), 40), *shape, *_quote(one, around, mine is not None))
        )
    start = np.array([one.start for one in candidates], dtype=np.int64)
    end = np.array([one.end for one in candidates], dtype=np.int64)
    parts = [odds[:, None], np.array(rows, dtype=np.float64).reshape(len(candidates), -1), _rivals(candidates, odds)]
    parts += [columns[C[name], start + by][:, None] for name, by in AT_START]
    parts += [columns[C[name], end + by][:, None] for name, by in AT_END]
    parts.append((columns[C["next"], start] // 64)[:, None])
    return np.hstack(parts).astype(np.float32)
