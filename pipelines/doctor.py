"""Checking: what is installed, which store answers, where data lies, whether a bundle is whole."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from kg import __version__
from kg.bundle import MANIFEST, damage, open_bundle
from kg.errors import KgError
from kg.store import EMBEDDED, holds, open_store

# What an extra brings: not needed until its command is used.
EXTRAS = {"ray": "cluster", "xlsxwriter": "export", "rdflib": "export", "numba": "train", "scikit-learn": "train"}
LIBRARIES = ("spacy", "networkx", "neo4j", "pyvis", "kglite", "duckdb", "pyarrow", "igraph")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at: `state` is `ok`, `absent` (not needed, or not yet made) or `wrong`."""

    name: str
    state: str
    detail: str


def doctor(bundle: Path | str = "kg-out", store: str | None = None) -> list[Check]:
    """Look at the installation, the bundle and the store."""
    checks = [Check(name="gongwen-kg", state="ok", detail=f"{__version__}, Python {platform.python_version()}")]
    checks.extend(_library(name) for name in LIBRARIES)
    checks.extend(_extra(name, extra) for name, extra in EXTRAS.items())
    checks.extend(_bundle(Path(bundle)))
    checks.append(_store(Path(bundle), store))
    return checks


def _library(name: str) -> Check:
    try:
        return Check(name=name, state="ok", detail=metadata.version(name))
    except metadata.PackageNotFoundError:
        return Check(name=name, state="wrong", detail="not installed; install gongwen-kg again")


def _extra(name: str, extra: str) -> Check:
    try:
        return Check(name=name, state="ok", detail=metadata.version(name))
    except metadata.PackageNotFoundError:
        return Check(name=name, state="absent", detail=f"not needed; pip install 'gongwen-kg[{extra}]' brings it")


def _bundle(root: Path) -> Iterator[Check]:
    if not (root / MANIFEST).exists():
        yield Check(name="bundle", state="absent", detail=f"none in {root}; kg build makes one")
        return
    try:
        bundle = open_bundle(root)
        broken = damage(bundle)
    except KgError as error:
        yield Check(name="bundle", state="wrong", detail=str(error))
        return
    counts = {name: table["rows"] for name, table in bundle.manifest["tables"].items()}
    detail = f"{root}: {counts['reports']} reports, {counts['entities']} entities, {counts['edges']} edges"
    yield (
        Check(name="bundle", state="wrong", detail="; ".join(broken))
        if broken
        else Check(name="bundle", state="ok", detail=detail)
    )
    free = shutil.disk_usage(root).free >> 20
    yield Check(name="disk", state="ok", detail=f"{free} MiB free at {root}")


def _store(root: Path, store: str | None) -> Check:
    url = store or os.environ.get("KG_STORE") or f"{EMBEDDED}{root / 'store'}"
    if url.startswith(EMBEDDED) and not Path(url.removeprefix(EMBEDDED)).exists():
        return Check(name="store", state="absent", detail=f"none at {url}; kg load makes one")
    try:
        with open_store(url) as graph:
            found = graph.read("MATCH (n:Entity) RETURN count(n) AS n", {})
            current = not (root / MANIFEST).exists() or holds(graph, open_bundle(root))
    except KgError as error:
        return Check(name="store", state="wrong", detail=str(error))
    old = "" if current else f", not of the bundle in {root}; kg load brings it up to date"
    return Check(name="store", state="ok", detail=f"{url}: {found.rows[0][0]} entities{old}")
