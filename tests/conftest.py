"""What all tests share: where the evaluation material lies, and the rule that a skip is a failure where a part is required."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import neo4j_server
from tests.neo4j_server import VERSIONS

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def require(name: str, present: bool, reason: str) -> None:
    """Skip the test when a part is absent, or fail it when `KG_REQUIRE` (names, comma separated) lists the part."""
    if present:
        return
    if name in os.environ.get("KG_REQUIRE", "").split(","):
        pytest.fail(f"{name} is required here, but {reason}")
    pytest.skip(reason)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Share the tests out among processes: those of one server or one file together, for what they share is made once a process."""
    for item in items:
        parameters = getattr(item, "callspec", None)
        servers = [version for version in VERSIONS if parameters and version in str(parameters.params)]
        file = item.nodeid.partition("::")[0]
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(f"neo4j-{servers[0]}" if servers else file))


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], neo4j_server.Server]]:
    """Start each version of the server once, when a test first needs it."""
    running: dict[str, neo4j_server.Server] = {}

    def get(version: str) -> neo4j_server.Server:
        if version not in running:
            running[version] = neo4j_server.start(version, tmp_path_factory.mktemp("neo4j") / version)
        return running[version]

    yield get
    for server in running.values():
        server.kill()  # its data is in a temporary folder


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the corpus and the gold, beside the project."""
    require("shared", SHARED.is_dir(), f"no evaluation material at {SHARED.name}/ beside the project")
    return SHARED
