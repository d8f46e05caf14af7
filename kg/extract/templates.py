"""Feature templates: which columns, at which distance, make one feature; and their keys as 32-bit numbers.

Input: the columns of `columns.py`; output: an array of keys and their positions per template, for `crf.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from kg.extract.columns import C

Number = TypeVar("Number", np.int32, np.uint64)
Template = tuple[tuple[str, int], ...]


def _windows() -> list[Template]:
    out: list[Template] = [(("char", i),) for i in range(-4, 5)]
    out += [(("char", i), ("char", i + 1)) for i in range(-4, 4)]
    out += [(("char", i), ("char", i + 1), ("char", i + 2)) for i in range(-3, 2)]
    out += [tuple(("char", i + k) for k in range(4)) for i in (-4, -3, 0, 1)]
    out += [(("char", -1), ("char", 1))]
    out += [(("kind", i), ("kind", i + 1), ("kind", i + 2)) for i in range(-2, 1)]
    return out


def _quotes() -> list[Template]:
    pairs = ["qhead", "qinner", "qlist", "qshape", "qtext", "qfirst", "qlast", "qbefore", "qafter", "qverb", "qlong"]
    out: list[Template] = [(("qpos", 0), (name, 0)) for name in pairs]
    out += [(("qpos", i),) for i in (-2, -1, 0, 1, 2)]
    out += [
        (("qpos", 0), ("qhead", 0), ("qinner", 0)),
        (("qpos", 0), ("qhead", 0), ("qverb", 0)),
        (("qpos", 0), ("qhead", 0), ("qlong", 0)),
        (("qpos", 0), ("qlist", 0), ("qinner", 0)),
        (("qpos", 0), ("qhead", 0), ("qlast", 0)),
        (("qpos", 0), ("qshape", 0), ("qhead", 0)),
        (("qpos", 0), ("qafter", 0), ("qbefore", 0)),
        (("qpos", -1), ("qpos", 0), ("qpos", 1)),
        (("qpos", 0), ("tail", 0)),
        (("tail", 0), ("tail", 1)),
        (("tail", -1), ("tail", 0)),
        (("qpos", 0), ("around", 0), ("around", 1)),
    ]
    return out


def _lists() -> list[Template]:
    out: list[Template] = []
    for name in ("head", "gaz", "body", "context", "word", "tag"):
        out += [((name, i),) for i in (-2, -1, 0, 1, 2)]
        out += [((name, -1), (name, 0)), ((name, 0), (name, 1))]
    out += [((name, i),) for name in ("verb", "around", "bword", "back") for i in (-1, 0, 1)]
    out += [
        (("next", 0),), (("next", 0), ("reach", 0)), (("next", 0), ("char", 0)), (("next", 0), ("gaz", 0)),
        (("next", 0), ("tag", 0)), (("next", 0), ("char", -1), ("char", 0)), (("next", 0), ("tag", -1)),
        (("next", 0), ("verb", -1)), (("gaz", 0), ("gazlong", 0)), (("gaz", 0), ("head", 1)),
        (("gaz", 0), ("char", 1)), (("gaz", 0), ("char", -1)), (("gaz", 0), ("tag", 1)), (("gaz", 0), ("head", 0)),
        (("gaz", 0), ("body", 0)), (("gaz", 0), ("char", 0)), (("gaz", 0), ("context", 1)),
        (("body", 0), ("context", 1)), (("body", 0), ("char", 1)), (("body", 0), ("char", 1), ("char", 2)),
        (("body", 0), ("char", -1)), (("body", 0), ("tag", 1)), (("body", 0), ("round", 0)),
        (("head", 0), ("round", 0)), (("char", 0), ("round", 0)), (("head", 0), ("char", 1)),
        (("head", 0), ("tag", 1)), (("head", 0), ("char", 1), ("char", 2)), (("tag", -1), ("word", 0), ("tag", 0)),
        (("word", 0), ("tag", 0), ("tag", 1)), (("char", 0), ("tag", 0), ("word", 0)),
        (("tag", -1), ("tag", 0), ("tag", 1)), (("word", 0), ("bword", 0)), (("head", 0), ("reach", 1)),
    ]  # fmt: skip
    return out


TEMPLATES: tuple[Template, ...] = tuple(_windows() + _quotes() + _lists())
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SALT = np.uint64(0xD6E8FEB86659FD93)


def _shift(row: NDArray[Number], by: int) -> NDArray[Number]:
    return row if by == 0 else np.roll(row, -by)


# Columns that are 0 nearly everywhere. A template that begins with one of the first kind makes no feature where that is 0;
# for the second kind this holds only of templates with other columns too: that a character is in no name of the gazetteer
# is worth knowing (PLACE loses four points without it), but not again together with its neighbours.
SPARSE = frozenset(name for name in C if name.startswith("q") or name in ("tail", "verb", "around", "round"))
HALF_SPARSE = frozenset(("head", "next", "gaz", "body", "context"))


def _is_sparse(template: Template) -> bool:
    anchor = template[0][0]
    return anchor in SPARSE or (anchor in HALF_SPARSE and len({name for name, _ in template}) > 1)


def make_keys(columns: NDArray[np.int32]) -> Iterator[tuple[NDArray[np.int64] | None, NDArray[np.uint32]]]:
    """Give for each template the positions where it makes a feature (None for all) and the keys there.

    A key is a hash of the template's number and its values; equal features have equal keys on every machine.
    """
    wide = columns.astype(np.uint64)
    size = columns.shape[1]
    for number, template in enumerate(TEMPLATES):
        anchor, by = template[0]
        where = np.flatnonzero(_shift(columns[C[anchor]], by)) if _is_sparse(template) else None
        count = size if where is None else len(where)
        key = np.full(count, number + 1, dtype=np.uint64) * _SALT
        for name, by in template:
            row = wide[C[name]]
            key ^= (_shift(row, by) if where is None else row[(where + by) % size]) + np.uint64(0x632BE5AB)
            key *= _MIX
            key ^= key >> np.uint64(29)
        yield where, (key >> np.uint64(32)).astype(np.uint32)
