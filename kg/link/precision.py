"""The confidence of a rule: how often what it said was right on annotated passages.

The counts come from `data/precision.json`, which `python -m pipelines.measure` writes; the confidence is the mean of the posterior under a flat
prior, (right + 1) / (said + 2), so that a rule seen twice is not called certain.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources

# A rule that was never measured says nothing about itself: the mean of the flat prior.
UNMEASURED = (0, 0)


@cache
def _counts() -> Mapping[str, tuple[int, int]]:
    text = resources.files("kg.link").joinpath("data/precision.json").read_text(encoding="utf-8")
    return {rule: (right, said) for rule, (right, said) in json.loads(text)["rules"].items()}


def precision(rule: str) -> float:
    """Give the measured precision of a rule, between 0 and 1.

    >>> 0 < precision("no such rule") <= 0.5
    True
    """
    right, said = _counts().get(rule, UNMEASURED)
    return round((right + 1) / (said + 2), 4)
