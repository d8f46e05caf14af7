"""A linear-chain CRF run by numpy: emissions by table look-up, Viterbi and marginals over many sentences at once.

Input: feature keys of `templates.py` and the learned weights; output: label paths and label marginals for `components.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kg.extract.lexicon import TYPES
from kg.extract.templates import make_keys

LABELS = ("O", *(f"{mark}-{name}" for name in TYPES for mark in "BIES"))
LABEL = {name: i for i, name in enumerate(LABELS)}
N = len(LABELS)
# Impossible transitions get a score that no sum of weights can make up for.
NEVER = np.float32(-1e4)
# Sentences of one group are padded to the longest of them; 64 keeps arrays in the processor's cache.
GROUP = 256


def _may_follow(left: str, right: str) -> bool:
    if left[0] in "BI":
        return right[0] in "IE" and left[2:] == right[2:]
    return right[0] in "OBS"


ALLOWED: NDArray[np.bool_] = np.array([[_may_follow(a, b) for b in LABELS] for a in LABELS])
STARTS: NDArray[np.bool_] = np.array([name[0] in "OBS" for name in LABELS])
ENDS: NDArray[np.bool_] = np.array([name[0] in "OES" for name in LABELS])


# Keys are looked up by their first bits: with 2**21 buckets and 500,000 keys nearly every bucket holds one key or none.
BUCKET_BITS = 21


@dataclass(frozen=True, kw_only=True)
class Crf:
    """Learned weights: sorted `keys`, a row of `weights` for each of them and one of zeros, and `moves`, the scores of transitions."""

    keys: NDArray[np.uint32]
    weights: NDArray[np.float32]
    moves: NDArray[np.float32]

    @cached_property
    def _buckets(self) -> NDArray[np.int32]:
        edges = np.arange((1 << BUCKET_BITS) + 1, dtype=np.uint64) << np.uint64(32 - BUCKET_BITS)
        return np.searchsorted(self.keys.astype(np.uint64), edges).astype(np.int32)

    @cached_property
    def _guarded(self) -> NDArray[np.uint32]:
        """The keys and one more, so that a bucket behind the last key can be looked into."""
        return np.append(self.keys, np.uint32(0))

    def _rows(self, keys: NDArray[np.uint32]) -> NDArray[np.int32]:
        """Give the row of the weights of each key; that of a key without weights is the last one, which is zero."""
        bucket = keys >> np.uint32(32 - BUCKET_BITS)
        rows: NDArray[np.int32] = self._buckets[bucket]
        left = np.flatnonzero(self._guarded[rows] != keys)
        at, last, keys = rows[left], self._buckets[bucket[left] + 1], keys[left]
        rows[left] = len(self.keys)
        while len(left):
            at = at + 1
            more = at < last
            left, at, last, keys = left[more], at[more], last[more], keys[more]
            hit = self.keys[at] == keys
            rows[left[hit]] = at[hit]
            left, at, last, keys = left[~hit], at[~hit], last[~hit], keys[~hit]
        return rows

    def emissions(self, columns: NDArray[np.int32]) -> NDArray[np.float32]:
        """Give the score of every label at every character, shape (characters, N)."""
        out = np.zeros((columns.shape[1], N), dtype=np.float32)
        taken = np.empty_like(out)
        for where, keys in make_keys(columns):
            rows = self._rows(keys)
            if where is None:
                # Half the time of adding at the positions where something was found; "clip" because rows are in bounds.
                out += np.take(self.weights, rows, axis=0, out=taken, mode="clip")
            else:
                out[where] += self.weights[rows]
        return out


def _groups(sentences: Sequence[tuple[int, int]]) -> Iterator[tuple[list[int], NDArray[np.int64], NDArray[np.int64]]]:
    order = sorted(range(len(sentences)), key=lambda i: sentences[i][1] - sentences[i][0])
    for at in range(0, len(order), GROUP):
        members = order[at : at + GROUP]
        starts = np.array([sentences[i][0] for i in members])
        sizes = np.array([sentences[i][1] - sentences[i][0] for i in members])
        yield members, starts, sizes


def _padded(emissions: NDArray[np.float32], starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.float32]:
    """Give emissions as (sentence, position, label); what stands after a sentence's end is ignored by the callers."""
    longest = int(sizes.max())
    index = starts[:, None] + np.minimum(np.arange(longest)[None, :], sizes[:, None] - 1)
    out: NDArray[np.float32] = emissions[index]
    out[:, 0, ~STARTS] += NEVER
    out[np.arange(len(sizes)), sizes - 1] += np.where(ENDS, np.float32(0), NEVER)
    return out


def viterbi(
    emissions: NDArray[np.float32], moves: NDArray[np.float32], sentences: Sequence[tuple[int, int]]
) -> NDArray[np.int8]:
    """Give the best label of every character; `sentences` are (start, end) and cover what matters of the text."""
    out = np.zeros(len(emissions), dtype=np.int8)
    steps = np.where(ALLOWED, moves, NEVER).T[None].astype(np.float32)
    same = np.arange(N, dtype=np.int8)
    for _, starts, sizes in _groups(sentences):
        scores = _padded(emissions, starts, sizes)
        count, longest = scores.shape[:2]
        back = np.empty((longest, count, N), dtype=np.int8)
        best = scores[:, 0].copy()
        for t in range(1, longest):
            live = int(
                np.searchsorted(sizes, t, side="right")
            )  # sizes ascend: from `live` on sentences are longer than t
            sums = best[live:, None, :] + steps
            back[t, :live] = same
            back[t, live:] = sums.argmax(axis=2)
            best[live:] = sums.max(axis=2) + scores[live:, t]
        label = best.argmax(axis=1)
        rows = np.arange(count)
        for t in range(longest - 1, -1, -1):
            here = sizes > t
            out[starts[here] + t] = label[here]
            if t:
                label = back[t, rows, label]
    return out


Marginals = tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]


def marginals(
    emissions: NDArray[np.float32], moves: NDArray[np.float32], sentences: Sequence[tuple[int, int]]
) -> Marginals:
    """Give forward and backward log scores, shape (characters, N) each, and the log partition of each character's sentence.

    The log probability of a labelled span s..e is forward[s] + emissions and moves inside + backward[e] - partition.
    """
    ahead = np.zeros((len(emissions), N), dtype=np.float32)
    behind = np.zeros((len(emissions), N), dtype=np.float32)
    total = np.zeros(len(emissions), dtype=np.float32)
    steps = np.exp(np.where(ALLOWED, moves, NEVER)).astype(np.float32)
    for _, starts, sizes in _groups(sentences):
        scores = _padded(emissions, starts, sizes)
        longest = scores.shape[1]
        forward = scores.copy()
        backward = np.zeros_like(scores)
        for t in range(1, longest):
            live = int(np.searchsorted(sizes, t, side="right"))
            forward[live:, t] += _log_step(forward[live:, t - 1], steps)
        for t in range(longest - 2, -1, -1):
            live = int(np.searchsorted(sizes, t + 1, side="right"))
            backward[live:, t] = _log_step(backward[live:, t + 1] + scores[live:, t + 1], steps.T)
        final = forward[np.arange(len(sizes)), sizes - 1]
        top = final.max(axis=1)
        partition = top + np.log(np.exp(final - top[:, None]).sum(axis=1))
        inside = np.arange(longest)[None, :] < sizes[:, None]
        where = (starts[:, None] + np.arange(longest)[None, :])[inside]
        ahead[where], behind[where] = forward[inside], backward[inside]
        total[where] = np.broadcast_to(partition[:, None], inside.shape)[inside]
    return ahead, behind, total


def _log_step(scores: NDArray[np.float32], steps: NDArray[np.float32]) -> NDArray[np.float32]:
    """Sum over the previous label in probability space; `einsum` without BLAS, so that a row's sum ignores the others."""
    top = scores.max(axis=1, keepdims=True)
    mass: NDArray[np.float32] = np.einsum("ni,ij->nj", np.exp(scores - top), steps, optimize=False)
    return np.asarray(np.log(np.maximum(mass, np.float32(1e-30))) + top, dtype=np.float32)
