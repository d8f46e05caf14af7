"""The trained model as one file: weights of the CRF, the general dictionary it was trained with, the trees that decide.

Input: what `train.py` learned; output: `weights.npz` in this package, read back by `tagger.py`.
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.errors import InputError
from kg.extract.crf import LABELS, Crf, N
from kg.extract.trees import Trees

FORMAT = 3
# A fixed time stamp in the archive, so that equal models are equal bytes.
_STAMP = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A trained model; `words` maps a general dictionary's words to their class; `meta` is what the model card tells.

    `wording` and `wording_bias` are the weights of `linear.py`.
    """

    crf: Crf
    words: dict[str, int]
    wording: NDArray[np.float32]
    wording_bias: float
    trees: Trees
    meta: dict[str, Any]


def save_model(model: Model, path: Path) -> None:
    """Write a model; the same model gives the same bytes."""
    rows, labels = np.nonzero(model.crf.weights[:-1])
    words = sorted(model.words)
    arrays: dict[str, NDArray[Any]] = {
        "keys": model.crf.keys,
        "counts": np.bincount(rows, minlength=len(model.crf.keys)).astype(np.uint8),
        "labels": labels.astype(np.uint8),
        "values": model.crf.weights[rows, labels].astype(np.float16),
        "moves": model.crf.moves.astype(np.float32),
        "words": np.frombuffer("\n".join(words).encode("utf-8"), dtype=np.uint8),
        "classes": np.array([model.words[word] for word in words], dtype=np.uint8),
        "wording": model.wording.astype(np.float16),
        "wording_bias": np.asarray(model.wording_bias),
        **{f"tree_{name}": np.asarray(getattr(model.trees, name)) for name in Trees.__slots__},
        "meta": np.frombuffer(
            json.dumps(
                {**model.meta, "format": FORMAT, "label_names": LABELS}, ensure_ascii=False, sort_keys=True
            ).encode("utf-8"),
            dtype=np.uint8,
        ),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            stream = io.BytesIO()
            np.save(stream, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", _STAMP), stream.getvalue(), zipfile.ZIP_DEFLATED)


def load_model(path: Path) -> Model:
    """Read a model. Raises InputError where the file is missing, damaged or of another format."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            data = {name: arrays[name] for name in arrays.files}
        meta = json.loads(data["meta"].tobytes().decode("utf-8"))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise InputError(
            f"not a model of this software: {path}: {error}", hint="train it again with kg train"
        ) from error
    if meta.get("format") != FORMAT or tuple(meta.get("label_names", ())) != LABELS:
        raise InputError(f"model of another format: {path}", hint="train it again with kg train")
    weights = np.zeros((len(data["keys"]) + 1, N), dtype=np.float32)
    weights[np.repeat(np.arange(len(data["keys"])), data["counts"]), data["labels"]] = data["values"]
    words = data["words"].tobytes().decode("utf-8").split("\n") if data["words"].size else []
    return Model(
        crf=Crf(keys=data["keys"], weights=weights, moves=data["moves"]),
        words=dict(zip(words, data["classes"].tolist(), strict=True)),
        wording=data["wording"].astype(np.float32),
        wording_bias=float(data["wording_bias"]),
        trees=Trees(
            **{name: data[f"tree_{name}"] for name in Trees.__slots__ if name != "bias"}, bias=float(data["tree_bias"])
        ),
        meta=meta,
    )
