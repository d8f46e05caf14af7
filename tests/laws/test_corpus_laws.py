"""Laws of a corpus: the order of its reports says nothing, and one more report changes nothing of the others."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.assemble import assemble
from pipelines.build import build

TEXTS = (
    "四川省广元市2022年工作总结\n广元市开展“清风”行动。市教育局实施“青禾”计划，出台《青年人才办法》。与绵阳市签订合作协议。\n",
    "四川省绵阳市2023年工作总结\n绵阳市开展“清风”行动，实施“青禾”计划。市科技局出台《青年人才办法》（以下简称《办法》）。\n",
    "XXX市2023年工作总结\nXXX市开展“清风”行动。市委组织部实施XX计划，出台《办法》。\n",
    "XXX市2024年工作总结\nXXX市开展“清风”行动。市委组织部实施XX计划，出台《办法》。\n",
)


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    folder = tmp_path_factory.mktemp("parts")
    for number, text in enumerate(TEXTS):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    build([folder], folder / "out", workers=1)
    return tuple(sorted((folder / "out" / "parts").iterdir()))


def bundle(parts: tuple[Path, ...]) -> dict[str, list[dict[str, Any]]]:
    names = ("mentions", "statements", "entities", "edges")
    with tempfile.TemporaryDirectory() as folder:
        assemble(parts, Path(folder))
        return {name: pq.read_table(Path(folder) / f"{name}.parquet").to_pylist() for name in names}


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_the_order_of_reports_says_nothing(parts: tuple[Path, ...], data: st.DataObject) -> None:
    assert bundle(tuple(data.draw(st.permutations(parts)))) == bundle(parts)


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_one_more_report_changes_nothing_of_the_others(parts: tuple[Path, ...], data: st.DataObject) -> None:
    chosen = tuple(data.draw(st.lists(st.sampled_from(parts), min_size=1, max_size=3, unique=True)))
    one_more = data.draw(st.sampled_from([part for part in parts if part not in chosen]))
    before, after = bundle(chosen), bundle((*chosen, one_more))
    for name in ("mentions", "statements"):
        assert [row for row in after[name] if row in before[name]] == before[name]
    assert {row["id"] for row in before["entities"]} <= {row["id"] for row in after["entities"]}
    ends = {(row["source_id"], row["predicate"], row["target_id"]): row for row in after["edges"]}
    for edge in before["edges"]:
        grown = ends[edge["source_id"], edge["predicate"], edge["target_id"]]
        assert set(edge["evidence"]) <= set(grown["evidence"]) and edge["count"] <= grown["count"]
        if "@r" in edge["source_id"] + edge["target_id"]:  # what is known in one report only
            assert grown == edge


def test_only_names_of_initiatives_are_shared_between_masked_reports(parts: tuple[Path, ...]) -> None:
    made = bundle(parts)
    masked = [row for row in made["entities"] if "XX" in row["name"] or row["name"] == "办法"]
    assert len(masked) >= 8
    assert all(row["reports"] <= 1 for row in masked)
    assert [row["reports"] for row in made["entities"] if row["name"] == "清风行动"] == [4]
