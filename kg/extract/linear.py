"""A logistic regression over the wording of a candidate: its n-grams, its shape, the words before and after it.

Input: candidates of `candidates.py` and the joined text; output: a score (log odds) for each, one column of `describe.py`.
Features are hashed, so that the model is one array of weights. Trained by `train.py`.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kg.extract.candidates import Candidate
from kg.extract.normal import bare

# 2**18 weights for the 236,000 different features of the annotated passages; 2**21 gained nothing in cross-validation.
BITS = 18
_SIZE = 1 << BITS
_SHAPES = str.maketrans({**dict.fromkeys("0一二三四五六七八九十百千万", "9"), **dict.fromkeys("，、·-", "+")})
_STOPS = "，。；：\0"


def _wording(text: str, start: int, end: int) -> list[str]:
    """Give the features of a span as strings; the letter in front says what each is."""
    body = text[start:end]
    name = bare(body)
    before, after = text[start - 10 : start], text[end : end + 8]
    left = before[max(before.rfind(stop) for stop in _STOPS) + 1 :]
    right = after[: min((at for at in map(after.find, _STOPS) if at >= 0), default=8)]
    shape = "".join(char if char in "9+" else "A" if char.isascii() else "c" for char in name[:12].translate(_SHAPES))
    out = [
        "t" + name, "a" + name[:2], "z" + name[-2:], "y" + name[-3:], "x" + name[-4:],
        "1" + before[-1:], "2" + before[-2:], "3" + before[-3:], "4" + before[-4:],
        "5" + after[:1], "6" + after[:2], "7" + after[:3], "8" + after[:4],
        f"n{min(len(name), 20)}", "q" + body[0] + body[-1], "p" + before[-2:] + body[0],
        "m" + before[-1:] + after[:1], "b" + before[-2:] + name[-2:], "e" + after[:2] + name[-2:], "s" + shape,
    ]  # fmt: skip
    out += ["i" + name[i : i + 2] for i in range(len(name) - 1)]
    out += ["u" + char for char in name]
    out += ["l" + left[i : i + 2] for i in range(len(left) - 1)]
    out += ["r" + right[i : i + 2] for i in range(len(right) - 1)]
    return out


def hashed(candidates: Sequence[Candidate], text: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the hashed features of all candidates in one array, and where each candidate's begin (one more at the end)."""
    crc = zlib.crc32
    wordings: dict[tuple[int, int], list[int]] = {}
    rows: list[int] = []
    starts = [0]
    for one in candidates:
        codes = wordings.get((one.start, one.end))
        if codes is None:
            codes = [crc(word.encode("utf-8", "surrogatepass")) for word in _wording(text, one.start, one.end)]
            wordings[one.start, one.end] = codes
        salt = crc(one.type.encode())
        rows += [(code ^ salt) * 0x9E3779B1 >> 7 & _SIZE - 1 for code in codes]
        starts.append(len(rows))
    return np.array(rows, dtype=np.int64), np.array(starts, dtype=np.int64)


def scores(
    weights: NDArray[np.float32], bias: float, features: tuple[NDArray[np.int64], NDArray[np.int64]]
) -> NDArray[np.float64]:
    """Give the log odds of candidates from their hashed features; a feature that occurs twice counts twice."""
    rows, starts = features
    return np.asarray(np.round(np.add.reduceat(weights[rows].astype(np.float64), starts[:-1]) + bias, 4))
