"""A spelling that names another thing is split off: its mentions, its statements, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from kg.decisions import Decision, settle
from kg.errors import DecisionError
from pipelines.build import build

TEXT = (
    "襄阳市工作总结\n\n2021年，襄阳市推行“板凳夜话”工作法。\n\n2022年，襄阳深入实施“青禾育苗”计划。\n\n"
    "2023年，襄阳市会同襄阳开展“联村解难”行动。\n"
)
XIANGYANG = "place:420600"


def decision(what: str, *about: str, name: str | None = None) -> Decision:
    return Decision(who="审核员", when="2024-05-01T09:30:00+08:00", what=what, about=about, why="原文如此", name=name)


def tables(folder: Path, *decisions: Decision) -> dict[str, list[tuple[Any, ...]]]:
    folder.mkdir(exist_ok=True)
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    lines = folder / "decisions.jsonl"
    lines.write_text(
        "".join(json.dumps(one.as_dict(), ensure_ascii=False) + "\n" for one in decisions), encoding="utf-8"
    )
    made = build([folder / "a.txt"], folder / "out", workers=1, decisions=lines)
    path = {name: str(made.bundle.path(name)) for name in ("mentions", "statements", "entities")}
    queries = {
        "mentions": f"SELECT text, entity_id FROM '{path['mentions']}' WHERE type = 'PLACE' ORDER BY id",
        "does": f"SELECT subject_id, object_id FROM '{path['statements']}' ORDER BY object_id",
        "places": f"SELECT id, name, aliases FROM '{path['entities']}' WHERE id LIKE 'place:%襄阳%' OR id = '{XIANGYANG}' ORDER BY id",
    }
    return {name: duckdb.sql(query).fetchall() for name, query in queries.items()}


def test_mentions_and_statements_follow_the_spelling(tmp_path: Path) -> None:
    before = tables(tmp_path / "before")
    assert {row for row in before["mentions"] if row[0] == "襄阳"} == {("襄阳", XIANGYANG)}
    after = tables(tmp_path / "after", decision("split", XIANGYANG, name="“襄阳”"))
    assert set(after["mentions"]) == {("襄阳市", XIANGYANG), ("襄阳", "place:襄阳")}
    assert [row[:2] for row in after["places"]] == [(XIANGYANG, before["places"][0][1]), ("place:襄阳", "襄阳")]
    # 青禾育苗 is said of 襄阳 alone; the other sentences name 襄阳市 as well and stay.
    moved = {(s, o) for s, o in after["does"] if s == "place:襄阳"}
    assert {o for _, o in moved} == {o for s, o in before["does"] if "青禾育苗" in o}
    assert set(after["does"]) - moved == {(s, o) for s, o in before["does"] if "青禾育苗" not in o}


def test_what_was_merged_cannot_be_split_off_again() -> None:
    lines = [(1, decision("same", XIANGYANG, "place:襄阳")), (2, decision("split", XIANGYANG, name="襄阳"))]
    with pytest.raises(DecisionError, match="line 2: 襄阳 is split from"):
        settle(lines)
    with pytest.raises(DecisionError, match="line 2"):
        settle(lines[::-1])


def test_a_spelling_that_nothing_has_is_named_after_the_build(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    lines = tmp_path / "decisions.jsonl"
    splits = [
        decision("split", XIANGYANG, name="襄阳"), decision("split", XIANGYANG, name="“襄樊”"), decision("split", "place:0", name="某地"),
    ]  # fmt: skip
    lines.write_text("".join(json.dumps(one.as_dict(), ensure_ascii=False) + "\n" for one in splits), encoding="utf-8")
    assert build([tmp_path / "a.txt"], tmp_path / "out", workers=1, decisions=lines).notes == (
        f"decision 2 (split) waits: not in these reports: {XIANGYANG} as 襄樊",
        "decision 3 (split) waits: not in these reports: place:0",
    )
