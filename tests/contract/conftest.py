"""One store of each kind for the contract tests: the embedded engine and real Neo4j servers, empty at the start of each test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import neo4j
import pytest

from kg.bundle import Bundle
from tests import neo4j_server
from tests.conftest import require
from tests.contract.bundles import sample_rows, write_bundle

KINDS = ("embedded", *(f"neo4j-{version}" for version in neo4j_server.VERSIONS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a store is, and a way to run anything in it behind the back of our own code."""

    kind: str
    url: str
    execute: Callable[[str], None]


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """An empty store of each kind."""
    yield from open_place(request.param, request, tmp_path, monkeypatch)


@pytest.fixture(params=KINDS[1:])
def server_place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """An empty database on each version of the server."""
    yield from open_place(request.param, request, tmp_path, monkeypatch)


def open_place(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Place]:
    if kind == "embedded":
        url = f"embedded:{tmp_path / 'store'}"
        yield Place(kind=kind, url=url, execute=lambda query: _execute_embedded(tmp_path / "store", query))
        return
    version = kind.removeprefix("neo4j-")
    lack = neo4j_server.missing(version)
    require("neo4j", not lack, lack)
    server: neo4j_server.Server = request.getfixturevalue("servers")(version)
    monkeypatch.setenv("KG_NEO4J_USER", neo4j_server.USER)
    monkeypatch.setenv("KG_NEO4J_PASSWORD", neo4j_server.PASSWORD)
    monkeypatch.delenv("KG_NEO4J_DATABASE", raising=False)
    with neo4j.GraphDatabase.driver(server.url, auth=(neo4j_server.USER, neo4j_server.PASSWORD)) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
        yield Place(kind=kind, url=server.url, execute=lambda query: _execute_server(driver, query))


def _execute_embedded(folder: Path, query: str) -> None:
    import kglite

    folder.mkdir(exist_ok=True)
    with kglite.open_session(os.fspath(folder / "graph.kgl"), durable="off") as session:
        session.execute(query)


def _execute_server(driver: neo4j.Driver, query: str) -> None:
    driver.execute_query(query)  # type: ignore[arg-type]


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    """The sample bundle."""
    return write_bundle(tmp_path / "bundle", sample_rows())
