"""A linear-chain CRF run by numpy: emissions by table look-up, Viterbi and marginals over many sentences at once.

Input: feature keys of `templates.py` and the learned weights; output: label paths and label marginals for `components.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.extract.lexicon import TYPES

LABELS = ("O", *(f"{mark}-{name}" for name in TYPES for mark in "BIES"))
LABEL = {name: i for i, name in enumerate(LABELS)}
N = len(LABELS)
# Impossible transitions get a score that no sum of weights can make up for.
NEVER = np.float32(-1e4)
# Sentences of one group are padded to the longest of them; 64 keeps arrays in the processor's cache.
GROUP = 64


def _may_follow(left: str, right: str) -> bool:
    if left[0] in "BI":
        return right[0] in "IE" and left[2:] == right[2:]
    return right[0] in "OBS"


ALLOWED: NDArray[np.bool_] = np.array([[_may_follow(a, b) for b in LABELS] for a in LABELS])
STARTS: NDArray[np.bool_] = np.array([name[0] in "OBS" for name in LABELS])
ENDS: NDArray[np.bool_] = np.array([name[0] in "OES" for name in LABELS])


@dataclass(frozen=True, slots=True, kw_only=True)
class Crf:
    """Learned weights: `table` maps a key to a row of `weights` (the last row is zero); `moves` scores transitions."""

    keys: NDArray[np.uint32]
    weights: NDArray[np.float32]
    moves: NDArray[np.float32]

    def emissions(self, keys: NDArray[np.uint64]) -> NDArray[np.float32]:
        """Give the score of every label at every character, shape (characters, N)."""
        out = np.zeros((keys.shape[1], N), dtype=np.float32)
        last = len(self.keys) - 1
        for row in keys:
            short = (row >> np.uint64(32)).astype(np.uint32)
            at = np.minimum(np.searchsorted(self.keys, short), last)
            hit = np.flatnonzero(self.keys[at] == short)
            out[hit] += self.weights[at[hit]]
        return out


def _groups(sentences: Sequence[tuple[int, int]]) -> Iterator[tuple[list[int], NDArray[np.int64], NDArray[np.int64]]]:
    order = sorted(range(len(sentences)), key=lambda i: sentences[i][1] - sentences[i][0])
    for at in range(0, len(order), GROUP):
        members = order[at : at + GROUP]
        starts = np.array([sentences[i][0] for i in members])
        sizes = np.array([sentences[i][1] - sentences[i][0] for i in members])
        yield members, starts, sizes


def _padded(emissions: NDArray[np.float32], starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.float32]:
    """Give emissions as (sentence, position, label), forced to O after a sentence's end."""
    longest = int(sizes.max())
    index = starts[:, None] + np.minimum(np.arange(longest)[None, :], sizes[:, None] - 1)
    out = emissions[index]
    out[:, 0, ~STARTS] += NEVER
    out[np.arange(len(sizes)), sizes - 1] += np.where(ENDS, np.float32(0), NEVER)
    past = np.arange(longest)[None, :] >= sizes[:, None]
    out[past] = NEVER
    out[past, 0] = 0
    return out


def viterbi(
    emissions: NDArray[np.float32], moves: NDArray[np.float32], sentences: Sequence[tuple[int, int]]
) -> NDArray[np.int8]:
    """Give the best label of every character; `sentences` are (start, end) and cover what matters of the text."""
    out = np.zeros(len(emissions), dtype=np.int8)
    steps = np.where(ALLOWED, moves, NEVER).T[None].copy()
    for _, starts, sizes in _groups(sentences):
        scores = _padded(emissions, starts, sizes)
        count, longest = scores.shape[:2]
        back = np.zeros((longest, count, N), dtype=np.int8)
        best = scores[:, 0]
        for t in range(1, longest):
            sums = best[:, None, :] + steps
            back[t] = sums.argmax(axis=2)
            best = sums.max(axis=2) + scores[:, t]
        label = best.argmax(axis=1)
        rows = np.arange(count)
        for t in range(longest - 1, -1, -1):
            here = sizes > t
            out[starts[here] + t] = label[here]
            if t:
                label = back[t, rows, label]
    return out


def marginals(
    emissions: NDArray[np.float32], moves: NDArray[np.float32], sentences: Sequence[tuple[int, int]]
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Give forward and backward log scores, shape (characters, N) each, and the log partition of each character's sentence.

    The log probability of a labelled span s..e is forward[s] + emissions and moves inside + backward[e] - partition.
    """
    ahead = np.zeros((len(emissions), N), dtype=np.float32)
    behind = np.zeros((len(emissions), N), dtype=np.float32)
    total = np.zeros(len(emissions), dtype=np.float32)
    steps = np.exp(np.where(ALLOWED, moves, NEVER)).astype(np.float32)
    for _, starts, sizes in _groups(sentences):
        scores = _padded(emissions, starts, sizes)
        count, longest = scores.shape[:2]
        forward = np.empty_like(scores)
        backward = np.zeros_like(scores)
        forward[:, 0] = scores[:, 0]
        for t in range(1, longest):
            forward[:, t] = _log_step(forward[:, t - 1], steps) + scores[:, t]
        for t in range(longest - 2, -1, -1):
            backward[:, t] = _log_step(backward[:, t + 1] + scores[:, t + 1], steps.T)
        top = forward[:, -1].max(axis=1)
        partition = top + np.log(np.exp(forward[:, -1] - top[:, None]).sum(axis=1))
        inside = np.arange(longest)[None, :] < sizes[:, None]
        where = (starts[:, None] + np.arange(longest)[None, :])[inside]
        ahead[where], behind[where] = forward[inside], backward[inside]
        total[where] = np.broadcast_to(partition[:, None], inside.shape)[inside]
    return ahead, behind, total


def _log_step(scores: NDArray[np.float32], steps: NDArray[np.float32]) -> NDArray[np.float32]:
    """Sum over the previous label in probability space; `einsum` without BLAS, so that a row's sum ignores the other rows."""
    top = scores.max(axis=1, keepdims=True)
    mass: NDArray[np.float32] = np.einsum("ni,ij->nj", np.exp(scores - top), steps, optimize=False)
    return np.log(np.maximum(mass, np.float32(1e-30))) + top
