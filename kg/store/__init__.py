"""Stores: databases that hold the graph of a bundle and answer Cypher. Opens them by URL and loads bundles into them."""

from __future__ import annotations

from urllib.parse import urlsplit

from kg.bundle import Bundle
from kg.errors import MissingExtra, UsageError
from kg.store.base import (
    Changes,
    GraphReader,
    GraphWriter,
    LoadReport,
    Node,
    Path,
    Relationship,
    Result,
    Store,
)
from kg.store.cypher import READ_META
from kg.store.rows import LAYOUT
from kg.store.sync import Progress
from kg.store.sync import sync as synchronise
from kg.store.sync import unload as remove_all

__all__ = [
    "EMBEDDED", "Changes", "GraphReader", "GraphWriter", "LoadReport", "Node", "Path", "Relationship", "Result", "Store",
    "holds", "load", "open_store", "unload",
]  # fmt: skip

EMBEDDED = "embedded:"
SERVER_SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


def open_store(url: str, *, read_only: bool = True) -> Store:
    """Open the store at a URL: `embedded:FOLDER`, or `neo4j://…`, `bolt://…` and their `+s` forms for a server.

    The user and password of a server come from the environment (KG_NEO4J_USER, KG_NEO4J_PASSWORD; KG_NEO4J_DATABASE
    for another than the default database), never from the URL. Raises UsageError for an address that is none,
    StoreUnavailable when nothing answers.
    """
    if url.startswith(EMBEDDED):
        folder = url.removeprefix(EMBEDDED)
        if not folder:
            raise UsageError("embedded: needs a folder", hint="e.g. embedded:kg-out/store")
        try:
            from kg.store.embedded import EmbeddedStore
        except ImportError as error:
            raise MissingExtra("the embedded store needs the package kglite", hint="pip install kglite") from error
        return EmbeddedStore(folder, read_only=read_only)
    scheme, separator, rest = url.partition("://")
    if not separator or scheme not in SERVER_SCHEMES or not rest or rest.count("[") != rest.count("]"):
        shown = "" if "@" in url else f" {url}"
        raise UsageError(f"not the address of a store:{shown}", hint="use embedded:FOLDER, neo4j://HOST or bolt://HOST")
    if "@" in urlsplit(url).netloc:
        raise UsageError(
            f"the address of a store must not hold a user or password ({scheme}://…)",
            hint="set KG_NEO4J_USER and KG_NEO4J_PASSWORD instead",
        )
    try:
        from kg.store.neo4j import Neo4jStore
    except ImportError as error:
        raise MissingExtra("a Neo4j store needs the package neo4j", hint="pip install neo4j") from error
    return Neo4jStore(url, read_only=read_only)


def load(bundle: Bundle, url: str, *, replace: bool = False, progress: Progress | None = None) -> LoadReport:
    """Make the store at a URL hold exactly the graph of a bundle, writing only what differs, and report what was done."""
    with open_store(url, read_only=False) as store:
        return synchronise(bundle, store, replace=replace, progress=progress)


def holds(store: GraphReader, bundle: Bundle) -> bool:
    """Say whether the last load of a store ended well and was of this very bundle."""
    return (bundle.id, LAYOUT, "complete") in {row[:3] for row in store.read(READ_META).rows}


def unload(url: str) -> int:
    """Take everything of ours out of the store at a URL and give the number of nodes removed."""
    with open_store(url, read_only=False) as store:
        return remove_all(store)
