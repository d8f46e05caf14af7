"""Loading a bundle into a store, taking it out again, and opening the store that a command means."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kg.bundle import MANIFEST, Bundle, open_bundle
from kg.errors import BundleError, StoreError, StoreUnavailable
from kg.store import EMBEDDED, holds, open_store
from kg.store import load as load_store
from kg.store import unload as unload_store

if TYPE_CHECKING:
    from kg.store import LoadReport, Store

DEFAULT = "embedded:kg-out/store"


def store_url(given: str | None) -> str:
    """Give the store that is meant: as given, else `KG_STORE`, else the embedded store of the default bundle.

    The folder of a bundle means the embedded store in it.

    >>> store_url("bolt://localhost:7687")
    'bolt://localhost:7687'
    """
    url = given or os.environ.get("KG_STORE") or DEFAULT
    return f"{EMBEDDED}{Path(url, 'store')}" if ":" not in url and Path(url, MANIFEST).is_file() else url


def load(bundle: Bundle | Path | str = "kg-out", store: str | None = None, *, replace: bool = False) -> LoadReport:
    """Load a bundle into a store (default: `KG_STORE`, else embedded, inside the bundle's folder) and say what changed.

    Only what differs is written. `replace` puts the bundle in the place of another one that the store holds. Raises
    StoreError when the store holds what must not be touched, StoreUnavailable when nothing answers.

    >>> import tempfile
    >>> import pipelines
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     text = Path(folder, "report.txt")
    ...     _ = text.write_text("襄阳市工作总结\\n\\n2021年，襄阳市推行“板凳夜话”工作法。\\n", encoding="utf-8")
    ...     made = pipelines.build([text], Path(folder, "out"), workers=1)
    ...     report = pipelines.load(made.bundle, f"embedded:{folder}/store")
    >>> report.nodes["Report"].created
    1
    """
    source = bundle if isinstance(bundle, Bundle) else open_bundle(bundle)
    url = store or os.environ.get("KG_STORE") or f"embedded:{source.root / 'store'}"
    return load_store(source, url, replace=replace)


def unload(store: str | None = None) -> int:
    """Take everything of ours out of a store (default: as `store_url` says) and give the number of nodes removed."""
    return unload_store(store_url(store))


def current_url(store: str | None) -> str:
    """Give the store that is meant, made again from its bundle first when it is the embedded one beside it and is missing, old or damaged.

    One line on stderr says so. A store that is old but cannot be written (another process loads, or the folder is closed) stays as it is, and
    so does one beside a manifest that cannot be used: other programs write files of that name too.
    """
    url = store_url(store)
    folder = Path(url.removeprefix(EMBEDDED))
    if not url.startswith(EMBEDDED) or not (folder.parent / MANIFEST).is_file():
        return url
    try:
        bundle = open_bundle(folder.parent)
    except BundleError as error:
        print(f"the store in {folder} is used as it is: {error}", file=sys.stderr)
        return url
    state = _state(url, bundle)
    if state:
        print(f"the store in {folder} is {state}; it is made again from the bundle", file=sys.stderr)
        try:
            load_store(bundle, url)
        except StoreError as error:
            if state != "old":
                raise
            print(f"the old store is used: {error}", file=sys.stderr)
    return url


def _state(url: str, bundle: Bundle) -> str:
    """Say what is wrong with the embedded store of a bundle: `missing`, `old`, `damaged`, or nothing."""
    try:
        with open_store(url) as store:
            return "" if holds(store, bundle) else "old"
    except StoreUnavailable:
        return "missing"
    except StoreError:
        return "damaged"


def opened(store: str | None) -> Store:
    """Open the store that is meant for reading, as `current_url` gives it; use it in a `with` block."""
    return open_store(current_url(store), read_only=True)
