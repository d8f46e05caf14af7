"""Extraction: from Passages to Mentions (places, organisations, programmes, campaigns, policies).

A spaCy pipeline with one component of our own: rules and word lists make features, a CRF trained on annotated reports decides.
"""

from __future__ import annotations

import hashlib
from importlib.resources import files

from kg.extract.components import Extractor, load_extractor

__all__ = ["VERSION", "Extractor", "load_extractor"]


def _version() -> str:
    digest = hashlib.sha256()
    folder = files(__package__)
    for path in sorted([*folder.iterdir(), *(folder / "data").iterdir()], key=lambda item: item.name):
        if path.name.endswith((".py", ".toml", ".npz")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


VERSION: str = _version()
