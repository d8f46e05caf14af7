"""The rows that a bundle becomes: what they hold, what their hashes depend on, and how names are romanised."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.schema import schema
from kg.store import cypher, rows
from tests.contract.bundles import sample_rows, write_bundle


def test_no_property_is_null_and_none_is_reserved(tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path, sample_rows())
    makers = (
        rows.entity_rows,
        rows.report_rows,
        rows.passage_rows,
        rows.edge_rows,
        rows.about_rows,
        rows.mentions_rows,
    )
    for make in makers:
        made = list(make(bundle))
        assert made
        for row in made:
            properties = rows.properties(row)
            assert properties["id"] == row.id
            assert properties["hash"] == row.hash
            assert None not in properties.values()
            assert not {"title", "type"} & set(properties)


def test_a_hash_changes_with_any_column_and_with_the_ends(tmp_path: Path) -> None:
    tables = sample_rows()
    before = {row.id: row.hash for row in rows.mentions_rows(write_bundle(tmp_path, tables))}
    first, second = tables["mentions"][:2]
    first["text"] = "另一个"
    second["entity_id"] = "place:620000"
    after = {row.id: row.hash for row in rows.mentions_rows(write_bundle(tmp_path, tables))}
    assert {id_ for id_ in before if before[id_] != after[id_]} == {first["id"], second["id"]}


def test_a_mention_without_an_entity_is_no_relationship(tmp_path: Path) -> None:
    tables = sample_rows()
    tables["mentions"][0]["entity_id"] = None
    assert len(list(rows.mentions_rows(write_bundle(tmp_path, tables)))) == len(tables["mentions"]) - 1


def test_a_report_about_two_places_says_which_is_first(tmp_path: Path) -> None:
    about = [row for row in rows.about_rows(write_bundle(tmp_path, sample_rows())) if row.start == "r3"]
    assert [(row.end, rows.properties(row)["rank"]) for row in about] == [("place:610200", 0), ("place:610000", 1)]


@pytest.mark.parametrize(
    ("names", "full", "initials"),
    [
        (("重庆市", "重庆"), "chongqingshi chongqing", "cqs cq"),
        (("“红旗”工程",), "hongqigongcheng", "hqgc"),
        (("智慧党建APP",), "zhihuidangjianapp", "zhdjapp"),
        (("12345热线",), "12345rexian", "12345rx"),
        (("😀",), "", ""),
    ],
)
def test_names_are_romanised(names: tuple[str, ...], full: str, initials: str) -> None:
    assert rows.romanised(names) == (full, initials)


@given(st.lists(st.text(min_size=1), min_size=1, max_size=3))
def test_any_name_can_be_romanised(names: list[str]) -> None:
    full, initials = rows.romanised(tuple(names))
    assert (full + initials).replace(" ", "").isascii()


def test_cypher_names_come_from_the_schema() -> None:
    assert set(cypher.ENDS) == set(schema().relationship_types)
    for kind, (start, end) in cypher.ENDS.items():
        assert {start, end} <= set(cypher.KEYS), kind


@pytest.mark.parametrize("query", ["MATCH (n) WHERE n.name = 'csv' RETURN n", "MATCH (load)-->(csv) RETURN load, csv"])
def test_harmless_queries_pass(query: str) -> None:
    cypher.check_query(query)
