"""Gradient-boosted trees as arrays: the second stage's decision, run by numpy.

Input: the feature table of `describe.py`; output: the probability of each candidate. Trained by `train.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Trees:
    """Nodes of all trees in one table: a leaf has `left` < 0 and its `value`; `roots` are the trees' first nodes."""

    feature: NDArray[np.int16]
    threshold: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float64]
    roots: NDArray[np.int32]
    bias: float

    def probabilities(self, table: NDArray[np.float32]) -> NDArray[np.float64]:
        """Give the probability of each row of a feature table."""
        count = len(table)
        sums = np.full(count, self.bias)
        rows = np.arange(count)
        for root in self.roots:
            node = np.full(count, root, dtype=np.int32)
            open_rows = rows
            while len(open_rows):
                here = node[open_rows]
                go = table[open_rows, self.feature[here]] <= self.threshold[here]
                following = np.where(go, self.left[here], self.right[here])
                node[open_rows] = following
                open_rows = open_rows[self.left[following] >= 0]
            sums += self.value[node]
        return np.asarray(1 / (1 + np.exp(-sums)))
