"""A server that dies in the middle of a load and comes back: the load goes on and ends right."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from kg.store import load, open_store
from kg.store.neo4j import Neo4jStore
from tests import neo4j_server
from tests.conftest import require
from tests.contract.bundles import sample_rows, write_bundle

VERSION = "5.26.16"


def test_a_server_killed_in_mid_load_and_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lack = neo4j_server.missing(VERSION)
    require("neo4j", not lack, lack)
    monkeypatch.setenv("KG_NEO4J_USER", neo4j_server.USER)
    monkeypatch.setenv("KG_NEO4J_PASSWORD", neo4j_server.PASSWORD)
    rows = sample_rows()
    bundle = write_bundle(tmp_path / "bundle", rows)
    servers = [neo4j_server.start(VERSION, tmp_path / "home")]
    url = servers[0].url
    write, done = Neo4jStore.write, 0

    def restart() -> None:
        servers.append(neo4j_server.start(VERSION, tmp_path / "home", servers[0].port))

    restarting = threading.Thread(target=restart)

    def killing(self: Neo4jStore, query: str, parameters: Any = None) -> int:
        nonlocal done
        done += 1
        if done == 12:
            servers[0].kill()
            restarting.start()
        return write(self, query, parameters)

    try:
        with monkeypatch.context() as patch:
            patch.setattr(Neo4jStore, "write", killing)
            report = load(bundle, url)
        assert report.created == 67
        assert done > 12
        again = load(bundle, url, replace=True)
        assert (again.created, again.updated, again.removed, again.unchanged) == (0, 0, 0, 67)
        with open_store(url) as store:
            assert store.read("MATCH (n:Entity) RETURN count(n) AS number").rows == ((len(rows["entities"]),),)
    finally:
        restarting.join()
        for server in servers:
            server.kill()
