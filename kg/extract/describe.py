"""What is known of each candidate: its odds, its rivals and neighbours, the quote it stands in, the words around it, and
what the rest of the report says of the same name.

Input: candidates of `candidates.py` with their odds, the columns and quoted passages; output: the table of features for
`trees.py`, one row for each candidate.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from kg.extract.candidates import Candidate
from kg.extract.columns import C
from kg.extract.lexicon import HEAD_CODES, TYPES
from kg.extract.normal import bare
from kg.extract.spans import Quoted

# Columns read at a distance from the candidate's first character (start) or from the one after its last (end).
AT_START = (("kind", -1), ("gaz", 0), ("body", 0), ("verb", -1), ("round", 0), ("tag", -1))
AT_END = (("kind", 0), ("gaz", -1), ("body", -1), ("context", 0), ("around", 0), ("head", -1), ("word", 0), ("tag", 0))
_NUMERALS = frozenset("0一二三四五六七八九十百千万")
# Signs that link the items of a list; a quote may also follow the one before it without any.
_LINKS = frozenset("、和及与·-")
NONE = -20.0


def _rivals(candidates: Sequence[Candidate], odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the best odds of overlapping candidates, and how many there are.

    Of another span, of the same span, of a place or body; then of the longer and the shorter ones with the same start, of
    the shorter and the longer ones with the same end, of those inside and those around.
    """
    out = np.full((len(candidates), 10), NONE)
    out[:, 3] = 0

    def note(k: int, column: int, j: int) -> None:
        out[k, column] = max(out[k, column], odds[j])

    for k, one in enumerate(candidates):
        for j in range(k + 1, len(candidates)):
            two = candidates[j]
            if two.start >= one.end:
                break
            which = int((one.start, one.end) == (two.start, two.end))
            note(k, which, j)
            note(j, which, k)
            if two.type in ("PLACE", "ORG"):
                note(k, 2, j)
            out[k, 3] += 1
            out[j, 3] += 1
            if which:
                continue
            if one.start == two.start:
                short, long = (k, j) if one.end < two.end else (j, k)
                note(short, 4, long)
                note(long, 5, short)
            elif one.end == two.end:
                note(k, 6, j)
                note(j, 7, k)
            elif two.end < one.end:
                note(k, 8, j)
                note(j, 9, k)
    return out


def _lists(candidates: Sequence[Candidate], odds: Sequence[float], quoted: Sequence[Quoted]) -> NDArray[np.float64]:
    """Give what the other quotes of its list say of a quoted candidate.

    How many quotes the list has, the best, the least and the mean of their odds under its type, and the best under another.
    """
    lists = accumulate(0 if span.before else 1 for span in quoted)
    number = {span.start: which for span, which in zip(quoted, lists, strict=True)}
    sizes = Counter(number.values())
    best: dict[tuple[int, str], dict[int, float]] = {}
    for k, one in enumerate(candidates):
        if one.start in number:
            items = best.setdefault((number[one.start], one.type), {})
            items[one.start] = max(items.get(one.start, NONE), odds[k])
    out = np.full((len(candidates), 5), NONE)
    out[:, 0] = 0
    for k, one in enumerate(candidates):
        if (which := number.get(one.start)) is not None:
            same = [o for at, o in best[which, one.type].items() if at != one.start] or [NONE]
            under = [best.get((which, kind), {}) for kind in TYPES if kind != one.type]
            other = max((o for items in under for at, o in items.items() if at != one.start), default=NONE)
            out[k] = (sizes[which], max(same), min(same), sum(same) / len(same), other)
    return out


def _neighbours(candidates: Sequence[Candidate], odds: Sequence[float], text: str) -> list[tuple[float, ...]]:
    """Give the best odds of what touches a candidate or stands next to it in a list: left, right; of its type, of any."""
    ends: dict[int, list[int]] = {}
    starts: dict[int, list[int]] = {}
    for k, one in enumerate(candidates):
        ends.setdefault(one.end, []).append(k)
        starts.setdefault(one.start, []).append(k)

    def best(there: Mapping[int, list[int]], at: int, kind: str) -> tuple[float, float]:
        same = other = NONE
        for j in there.get(at, ()):
            if candidates[j].type == kind:
                same = max(same, odds[j])
            other = max(other, odds[j])
        return same, other

    nothing = (NONE, NONE)
    return [
        (
            *best(ends, one.start, one.type),
            *best(starts, one.end, one.type),
            *(best(ends, one.start - 1, one.type) if text[one.start - 1] in _LINKS else nothing),
            *(best(starts, one.end + 1, one.type) if text[one.end] in _LINKS else nothing),
        )
        for one in candidates
    ]


def _best_two(
    members: Sequence[int], candidates: Sequence[Candidate], odds: Sequence[float]
) -> list[tuple[str, list[tuple[float, int]]]]:
    """Give, by type, the best odds at each of the two best positions of candidates of one name."""
    out: dict[str, list[tuple[float, int]]] = {}
    for k in sorted(members, key=lambda k: (-odds[k], k)):
        two = out.setdefault(candidates[k].type, [])
        if len(two) < 2 and all(place != candidates[k].start for _, place in two):
            two.append((odds[k], candidates[k].start))
    return list(out.items())


def _elsewhere(
    candidates: Sequence[Candidate], odds: Sequence[float], text: str, reports: Sequence[tuple[int, int]]
) -> NDArray[np.float64]:
    """Give what the rest of its report says of a candidate's name.

    Best odds of the same name at other positions under the same and under another type, at how many positions it is a
    candidate and how often it stands in the text, and the best odds of longer names that begin with it.
    """
    out = np.zeros((len(candidates), 5))
    starts = [one.start for one in candidates]
    for begin, end in reports:
        names: dict[str, list[int]] = {}
        for k in range(bisect_left(starts, begin), bisect_left(starts, end)):
            names.setdefault(bare(text[candidates[k].start : candidates[k].end]), []).append(k)
        best = {name: max(odds[k] for k in members) for name, members in names.items()}
        ordered = sorted(names)
        for name, members in names.items():
            first = bisect_right(ordered, name)
            last = bisect_left(ordered, name + "\U0010ffff", first)
            longer = max((best[other] for other in ordered[first:last]), default=NONE) if len(name) > 1 else NONE
            count = text.count(name, begin, end) if name else 0
            positions = len({candidates[k].start for k in members})
            top = _best_two(members, candidates, odds)
            for k in members:
                kind, start = candidates[k].type, candidates[k].start
                there = [(which == kind, next((o for o, place in two if place != start), NONE)) for which, two in top]
                same = max((o for is_same, o in there if is_same), default=NONE)
                other = max((o for is_same, o in there if not is_same), default=NONE)
                out[k] = (same, other, positions, count, longer)
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
    reports: Sequence[tuple[int, int]],
) -> NDArray[np.float32]:
    """Give the feature table, shape (candidates, features); `candidates` are in order of position and not empty.

    `reports` are the parts of the joined text that belong to one report each.
    """
    at_start = {span.start: span for span in quoted}
    owner = np.full(columns.shape[1], -1, dtype=np.int32)
    for number, span in enumerate(quoted):
        owner[span.start : span.tail] = number
    known = odds.tolist()
    rows = []
    for one, near in zip(candidates, _neighbours(candidates, known, text), strict=True):
        mine = at_start.get(one.start)
        around = mine or (quoted[owner[one.start]] if owner[one.start] >= 0 else None)
        body = text[one.start : one.end]
        shape = (not _NUMERALS.isdisjoint(body[1:3]), "，" in body or "、" in body, "+" in body)
        rows.append(
            (one.best, HEAD_CODES[one.type], min(len(body), 40), *shape, *_quote(one, around, mine is not None), *near)
        )
    start = np.array([one.start for one in candidates], dtype=np.int64)
    end = np.array([one.end for one in candidates], dtype=np.int64)
    parts = [
        odds[:, None],
        np.array(rows, dtype=np.float64),
        _rivals(candidates, odds),
        _lists(candidates, known, quoted),
    ]
    parts.append(_elsewhere(candidates, known, text, reports))
    parts += [columns[C[name], start + by][:, None] for name, by in AT_START]
    parts += [columns[C[name], end + by][:, None] for name, by in AT_END]
    parts.append((columns[C["next"], start] // 64)[:, None])
    return np.hstack(parts).astype(np.float32)
