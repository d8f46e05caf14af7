"""What the rules of `rules.py` and `rules_bodies.py` share: the choices of a batch, and how a mention is put among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.extract.candidates import Candidate
from kg.extract.lexicon import Slogans
from kg.extract.spans import Quoted

# A candidate that was chosen, and the probability that it is right.
Choice = tuple[Candidate, float]
IN_CLAUSE = "[^，。；：、！？“”《》（）\0]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A batch of passages as the rules see it; `text` is joined and normalised, `quoted` in order."""

    columns: NDArray[np.int32]
    text: str
    quoted: Sequence[Quoted]
    slogans: Slogans


def added(chosen: list[Choice], start: int, end: int, kind: str, sure: float) -> list[Choice]:
    """Put a mention in the place of all that lies in it; leave it out where something reaches over its edge."""
    others = [one for one in chosen if one[0].start < start or end < one[0].end]
    if any(one.start < end and start < one.end for one, _ in others):
        return chosen
    return sorted(
        [*others, (Candidate(start=start, end=end, type=kind, best=False), sure)], key=lambda one: one[0].start
    )
