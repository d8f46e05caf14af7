"""Loading a bundle into a store, and opening the store that a command means."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from kg.bundle import open_bundle
from kg.store import load as load_store
from kg.store import open_store

if TYPE_CHECKING:
    from kg.store import LoadReport, Store

DEFAULT = "embedded:kg-out/store"


def store_url(given: str | None) -> str:
    """Give the store that is meant: as given, else `KG_STORE`, else the embedded store of the default bundle."""
    return given or os.environ.get("KG_STORE") or DEFAULT


def load(bundle: Path | str = "kg-out", store: str | None = None, *, replace: bool = False) -> LoadReport:
    """Load a bundle into a store (default: `KG_STORE`, else embedded, inside the bundle's folder) and say what changed."""
    url = store or os.environ.get("KG_STORE") or f"embedded:{Path(bundle) / 'store'}"
    return load_store(open_bundle(bundle), url, replace=replace)


def opened(store: str | None) -> Store:
    """Open a store for reading; use it in a `with` block."""
    return open_store(store_url(store), read_only=True)
