"""The graph of the real reports: the same counts and the same answers from the embedded store and from a Neo4j server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.bundle import Bundle
from kg.store import load, open_store
from pipelines.build import build
from queries import run
from tests.contract.conftest import KINDS, Place, open_place

QUESTIONS: dict[str, dict[str, str]] = {
    "places_of_programme": {"programme": "第一议题制度"},
    "programmes_of_place": {"place": "广元"},
    "shared_programmes": {"first": "四川省广元市", "second": "南京"},
    "evidence": {"first": "广元市", "second": "党史学习教育"},
    "search": {"text": "gys"},
    "neighbourhood": {"entity": "宁波市"},
    "path": {"first": "北京市", "second": "尧都区"},
    "statistics": {},
}


@pytest.fixture(scope="module")
def corpus(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return build([shared / "corpus"], tmp_path_factory.mktemp("corpus") / "out").bundle


@pytest.fixture
def old_server(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """One version of the server is enough for the large graph; the small one meets both."""
    yield from open_place(KINDS[1], request, tmp_path, monkeypatch)


def answers(url: str) -> dict[str, list[Any]]:
    with open_store(url) as store:
        return {name: [list(row) for row in run(store, name, arguments).rows] for name, arguments in QUESTIONS.items()}


@pytest.mark.xdist_group(KINDS[1])
def test_both_stores_give_the_same_answers(corpus: Bundle, old_server: Place, tmp_path: Path) -> None:
    embedded = f"embedded:{tmp_path / 'embedded'}"
    for url in (embedded, old_server.url):
        first = load(corpus, url)
        assert first.created > 10_000
        again = load(corpus, url)
        assert (again.created, again.updated, again.removed) == (0, 0, 0)
    expected = answers(embedded)
    assert all(expected.values())
    assert answers(old_server.url) == expected
