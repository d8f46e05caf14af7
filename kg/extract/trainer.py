"""Learns the weights of the CRF: AdaGrad over sentences with feature dropout, compiled by numba.

Input: features per character and gold labels; output: averaged weights for `crf.py`. Only `train.py` imports this module,
because numba comes with the extra `train`. The same data and seed give the same weights.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.errors import MissingExtra
from kg.extract.crf import ALLOWED, ENDS, STARTS, N

# A token whose probabilities are all this near to the truth is left alone: half the time, no loss in cross-validation.
SETTLED = 2e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How to learn; the values are the best of a dozen tries by cross-validation over whole reports."""

    epochs: int = 8
    average_from: int = 5
    rate: float = 0.03
    keep: float = 0.6
    batch: int = 4
    minimum: int = 2
    seeds: tuple[int, ...] = (1, 2, 3)
    trees: int = 200


def _epoch(
    at: Any, ids: Any, labels: Any, sentences: Any, order: Any, w: Any, g: Any, m: Any, gm: Any, aw: Any, am: Any, buffer: Any, mark: Any,
    allowed: Any, starts: Any, ends: Any, rate: float, keep: float, batch: int, seed: int, clock: float,
) -> float:  # fmt: skip
    """One pass over the sentences in the given order; changes w, m and what belongs to them, gives the new clock."""
    np.random.seed(seed)
    n_labels = m.shape[0]
    longest = 0
    for o in range(order.shape[0]):
        longest = max(longest, sentences[o, 1] - sentences[o, 0])
    em = np.zeros((longest, n_labels), np.float32)
    ex = np.zeros((longest, n_labels), np.float32)
    al = np.zeros((longest, n_labels), np.float32)
    be = np.zeros((longest, n_labels), np.float32)
    scale = np.zeros(longest, np.float32)
    error = np.zeros(n_labels, np.float32)
    moved = np.zeros((n_labels, n_labels), np.float32)
    step = np.zeros((n_labels, n_labels), np.float32)
    touched = np.zeros(2_000_000, np.int64)
    n_touched = 0
    chosen = np.zeros(longest * 160, np.uint8)
    inverse = np.float32(1.0 / keep)
    for turn in range(order.shape[0]):
        s, e = sentences[order[turn], 0], sentences[order[turn], 1]
        n = e - s
        base = at[s]
        for a in range(n_labels):
            for b in range(n_labels):
                step[a, b] = np.exp(m[a, b]) if allowed[a, b] else np.float32(0)
                moved[a, b] = 0
        for t in range(n):
            for b in range(n_labels):
                em[t, b] = 0
            for k in range(at[s + t], at[s + t + 1]):
                take = np.random.random() < keep
                chosen[k - base] = take
                if take:
                    for b in range(n_labels):
                        em[t, b] += w[ids[k], b]
            top = np.float32(-1e30)
            for b in range(n_labels):
                em[t, b] *= inverse
                top = max(top, em[t, b])
            for b in range(n_labels):
                ex[t, b] = np.exp(em[t, b] - top)
        for t in range(n):
            z = np.float32(0)
            for b in range(n_labels):
                v = np.float32(0)
                if t == 0:
                    v = ex[0, b] if starts[b] else np.float32(0)
                else:
                    for a in range(n_labels):
                        v += al[t - 1, a] * step[a, b]
                    v *= ex[t, b]
                if t == n - 1 and not ends[b]:
                    v = np.float32(0)
                al[t, b] = v
                z += v
            z = max(z, np.float32(1e-35))
            scale[t] = z
            for b in range(n_labels):
                al[t, b] /= z
        for b in range(n_labels):
            be[n - 1, b] = np.float32(1) if ends[b] else np.float32(0)
        for t in range(n - 2, -1, -1):
            for a in range(n_labels):
                v = np.float32(0)
                for b in range(n_labels):
                    v += step[a, b] * ex[t + 1, b] * be[t + 1, b]
                be[t, a] = v / scale[t + 1]
        for t in range(n):
            truth = labels[s + t]
            worst = np.float32(0)
            for b in range(n_labels):
                error[b] = al[t, b] * be[t, b] - (np.float32(1) if b == truth else np.float32(0))
                worst = max(worst, abs(error[b]))
            if t > 0:
                for a in range(n_labels):
                    for b in range(n_labels):
                        moved[a, b] += al[t - 1, a] * step[a, b] * ex[t, b] * be[t, b] / scale[t]
                moved[labels[s + t - 1], truth] -= np.float32(1)
            if worst < SETTLED:
                continue
            for k in range(at[s + t], at[s + t + 1]):
                if chosen[k - base]:
                    row = ids[k]
                    if mark[row] == 0 and n_touched < touched.shape[0]:
                        mark[row] = 1
                        touched[n_touched] = row
                        n_touched += 1
                    for b in range(n_labels):
                        buffer[row, b] += error[b]
        for a in range(n_labels):
            for b in range(n_labels):
                v = moved[a, b]
                if allowed[a, b] and v != 0:
                    gm[a, b] += v * v
                    d = rate / np.sqrt(gm[a, b]) * v
                    m[a, b] -= d
                    am[a, b] -= d * clock
        if (turn + 1) % batch == 0 or turn == order.shape[0] - 1:
            for i in range(n_touched):
                row = touched[i]
                mark[row] = 0
                for b in range(n_labels):
                    v = buffer[row, b]
                    buffer[row, b] = 0
                    if abs(v) >= 1e-3:
                        g[row, b] += v * v
                        d = rate / np.sqrt(g[row, b]) * v
                        w[row, b] -= d
                        aw[row, b] -= d * clock
            n_touched = 0
            clock += 1.0
    return clock


@cache
def _compiled() -> Callable[..., float]:
    try:
        import numba
    except ImportError as error:
        raise MissingExtra("training needs numba", hint='install it with: pip install "gongwen-kg[train]"') from error
    compiled: Callable[..., float] = numba.njit(fastmath=True, nogil=True)(_epoch)
    return compiled


def learn(
    at: NDArray[np.int64],
    ids: NDArray[np.int32],
    rows: int,
    labels: NDArray[np.int64],
    sentences: NDArray[np.int64],
    settings: Settings,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Give weights (rows, N) and moves (N, N), averaged over steps and seeds; each seed is learnt in a thread of its own.

    The features of character i are `ids[at[i]:at[i + 1]]`; `sentences` has shape (sentences, 2).
    """
    run = _compiled()

    def one(seed: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        shuffle = np.random.default_rng(seed)
        w, g, aw, buffer = (np.full((rows, N), value, np.float32) for value in (0, 1, 0, 0))
        m, gm, am = (np.full((N, N), value, np.float32) for value in (0, 1, 0))
        mark = np.zeros(rows, np.uint8)
        clock = 1.0
        for epoch in range(settings.epochs):
            if epoch == settings.average_from:
                aw[:], am[:], clock = 0, 0, 1.0
            order = shuffle.permutation(len(sentences))
            clock = run(
                at, ids, labels, sentences, order, w, g, m, gm, aw, am, buffer, mark, ALLOWED, STARTS, ENDS,
                np.float32(settings.rate), settings.keep, settings.batch, seed * 1000 + epoch, clock,
            )  # fmt: skip
        return w - aw / np.float32(clock), m - am / np.float32(clock)

    weights, all_moves = np.zeros((rows, N), np.float32), np.zeros((N, N), np.float32)
    # The compiled code holds no lock, and its random numbers belong to the thread: the weights do not depend on how many run.
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for some, moves in pool.map(one, settings.seeds):
            weights += some / np.float32(len(settings.seeds))
            all_moves += moves / np.float32(len(settings.seeds))
    return weights, all_moves
