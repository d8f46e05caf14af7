"""Scores of cross-validation: right, extra and missed mentions by type, and how well confidences fit.

Input: gold passages and the mentions chosen in them; output: `Scores`, which `train.py` and `kg train --check` show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.extract.candidates import Candidate
from kg.extract.corpus import Item
from kg.extract.lexicon import TYPES
from kg.extract.normal import bare


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Counts of right, extra and missed mentions by type, and (confidence, right) of every mention found.

    `found` holds the mentions themselves, by passage, as (start, end, type) in characters of the passage.
    """

    counts: dict[str, tuple[int, int, int]]
    confidences: list[tuple[float, bool]]
    found: dict[str, list[tuple[int, int, str]]] = field(default_factory=dict)

    def f1(self, kind: str | None = None) -> float:
        """Give strict F1 of a type, or of all."""
        rows = [self.counts[kind]] if kind else list(self.counts.values())
        right, extra, missed = (sum(column) for column in zip(*rows, strict=True))
        return float(2 * right / max(1, 2 * right + extra + missed))

    def calibration_error(self, bins: int = 10) -> float:
        """Give the expected calibration error: |share right - mean confidence|, weighted over equal bins of confidence."""
        error = 0.0
        for number in range(bins):
            inside = [pair for pair in self.confidences if min(bins - 1, int(pair[0] * bins)) == number]
            error += abs(sum(right for _, right in inside) - sum(confidence for confidence, _ in inside))
        return error / max(1, len(self.confidences))


def score(items: Sequence[Item], chosen: Sequence[tuple[Candidate, float]], text: str) -> Scores:
    """Compare chosen candidates with gold, strictly: type, overlap and the bare text must agree."""
    counts = {kind: [0, 0, 0] for kind in TYPES}
    confidences = []
    found = {}
    left = list(chosen)
    for item in items:
        mine = [pair for pair in left if item.at <= pair[0].start < item.at + len(item.text)]
        found[item.id] = [
            (item.index[one.start - item.at], item.index[one.end - 1 - item.at] + 1, one.type) for one, _ in mine
        ]
        gold = [(item.at + start, item.at + end, kind) for start, end, kind in item.spans]
        for one, confidence in mine:
            name = bare(text[one.start : one.end])
            hit = next(
                (
                    g
                    for g in gold
                    if g[2] == one.type and g[0] < one.end and one.start < g[1] and bare(text[g[0] : g[1]]) == name
                ),
                None,
            )
            if hit:
                gold.remove(hit)
            counts[one.type][0 if hit else 1] += 1
            confidences.append((confidence, hit is not None))
        for _, _, kind in gold:
            counts[kind][2] += 1
    by_type = {kind: (a, b, c) for kind, (a, b, c) in counts.items()}
    return Scores(counts=by_type, confidences=confidences, found=found)
