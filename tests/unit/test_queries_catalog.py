"""The catalogue: headers, checks on what people type, and how a name finds its thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.store import Store, load, open_store
from queries import catalog, run
from queries.catalog import parse_query
from queries.names import resolve
from tests.contract.bundles import sample_rows, write_bundle


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    root: Path = tmp_path_factory.mktemp("sample")
    load(write_bundle(root, sample_rows()), f"embedded:{root / 'store'}")
    with open_store(f"embedded:{root / 'store'}") as opened:
        yield opened


def test_the_catalogue_is_large_and_documented() -> None:
    assert len(catalog()) >= 30
    for query in catalog().values():
        assert re.search(r"[\u4e00-\u9fff]", query.zh)
        assert query.en.isascii()
        assert all(re.search(r"[\u4e00-\u9fff]", heading) for heading in query.headings.values())


@pytest.mark.parametrize("name", sorted(catalog()))
def test_a_query_names_its_parameters_and_orders_its_rows(name: str) -> None:
    query = catalog()[name]
    used = set(re.findall(r"\$(\w+)", query.text.partition("columns:")[2]))
    assert used == {parameter.name for parameter in query.parameters}
    assert set(query.example) <= used
    assert "ORDER BY" in query.text.splitlines()[-1] or "ORDER BY" in query.text.splitlines()[-2]


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("places_of_program", {}, "no query named places_of_program; did you mean places_of_programme"),
        ("xyz", {}, "no query named xyz; kg query lists them all"),
        (
            "places_of_programme",
            {},
            r"needs programme; parameters are programme \(programme\|campaign\), limit \(integer, 50\)",
        ),
        ("places_of_programme", {"programm": "x"}, "has no parameter programm; parameters are programme"),
        ("places_of_programme", {"programme": "红旗驿站", "limit": "ten"}, "limit must be a whole number, not ten"),
        ("places_of_programme", {"programme": "红旗驿站", "limit": "-1"}, "limit must lie between 0 and"),
        ("places_of_programme", {"programme": "红旗驿站", "limit": 2**70}, "limit must lie between 0 and"),
        ("places_of_programme", {"programme": "  "}, "programme is empty"),
        (
            "places_of_programme",
            {"programme": "红旗驿占"},
            "no programme or campaign named 红旗驿占; did you mean 红旗驿站",
        ),
        ("places_of_programme", {"programme": "place:610100"}, "云岭省青川市 is no programme or campaign"),
        ("programmes_of_place", {"place": "火星"}, "no place named 火星; kg query search"),
        ("report_content", {"report": "没有"}, "no report with 没有 in its heading"),
        ("statistics", {"limit": 1}, "statistics takes no parameters"),
    ],
)
def test_what_does_not_fit_is_told(store: Store, name: str, arguments: dict[str, str | int], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        run(store, name, arguments)


@pytest.mark.parametrize(
    ("text", "kinds", "id_"),
    [
        ("place:610100", "place", "place:610100"),
        ("青川", "place", "place:610100"),
        ("青川市", "entity", "place:610100"),
        ("云岭省青川市", "place", "place:610100"),
        ("云岭省云岭省青川市", "place", "place:610100"),
        ("云岭", "place", "place:610000"),
        ("qcs", "place", "place:610100"),
        ("QingChuan", "place", "place:610100"),
        ("“红旗驿站”", "programme", "programme:红旗驿站"),
        ("“红旗”驿站", "programme", "programme:红旗驿站"),
        ("红旗", "programme|campaign", "programme:红旗驿站"),
        ("头雁", "programme", "programme:头雁工程"),
        ("《青川市人才十条》", "policy", "policy:青川市人才十条"),
        ("市委组织部", "organisation", "org:青川市委组织部"),
        ("r3", "report", "r3"),
        ("经验", "report", "r4"),
    ],
)
def test_a_name_finds_its_thing(store: Store, text: str, kinds: str, id_: str) -> None:
    assert resolve(store, text, kinds) == id_


@pytest.mark.parametrize("text", ["' OR 1=1 //", "`) DETACH DELETE n //", "\\", "𠮷" * 1000, "$text", "%"])
def test_what_is_typed_is_data(store: Store, text: str) -> None:
    with pytest.raises(UsageError, match="no place named"):
        resolve(store, text, "place")
    assert run(store, "search", {"text": text}).rows == ()


def test_a_limit_cuts(store: Store) -> None:
    assert len(run(store, "top_entities", {"limit": 2}).rows) == 2
    assert run(store, "top_entities", limit=2).truncated


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("// zh: 甲\n// columns: a 甲\nRETURN 1 AS a", "lacks the header lines en"),
        ("// zh: 甲\n// what is this\nRETURN 1 AS a", "line 2 is no header line"),
        ("// zh: 甲\n// en: a\n// parameter x (thing): 甲 / a\n// columns: a 甲\nRETURN 1 AS a", "unknown type thing"),
    ],
)
def test_a_header_that_does_not_fit_is_told(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        parse_query("some", text)
