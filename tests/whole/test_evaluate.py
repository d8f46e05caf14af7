"""Annotating and evaluating: the figures are those of the scorer beside the gold, whatever the annotations are."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg.text import Passage
from pipelines.evaluate import annotate, bare, evaluate, read_passages
from tests.bench import names
from tests.whole.conftest import Run, one_line

# The floors of the figures on passages that are only checked, never trained on; they are 0.886 and 0.841.
STRICT_F1_FLOOR, RELATION_F1_FLOOR = 0.87, 0.82


def figures(printed: str) -> dict[tuple[str, str], tuple[str, ...]]:
    found = {}
    for line in printed.splitlines():
        if match := re.match(r"(\S+)\s+(\S+)\s+P ([\d.]+) R ([\d.]+) F1 ([\d.]+)", line):
            found[match[1], match[2]] = match.groups()[2:]
    return found


def test_the_same_figures_as_the_scorer(kg: Run, tmp_path: Path, shared: Path) -> None:
    gold = shared / "gold"
    passages, annotations = gold / "dev.passages.json", gold / "dev.jsonl"
    own = kg("evaluate", passages, annotations)
    assert own.returncode == 0, own.stderr
    assert kg("annotate", passages, "--out", "dev.jsonl").returncode == 0
    theirs = subprocess.run(
        [sys.executable, str(gold / "score.py"), str(passages), str(annotations), str(tmp_path / "dev.jsonl")],
        capture_output=True, text=True, check=True, encoding="utf-8",
    )  # fmt: skip
    assert len(figures(theirs.stdout)) > 15
    assert figures(own.stdout) == figures(theirs.stdout)
    assert float(figures(own.stdout)["strict", "all"][2]) >= STRICT_F1_FLOOR
    assert float(figures(own.stdout)["relation", "all"][2]) >= RELATION_F1_FLOOR


def test_what_is_annotated_passes_the_checker(kg: Run, tmp_path: Path, shared: Path) -> None:
    passages = shared / "gold" / "dev.passages.json"
    assert kg("annotate", passages, "--out", "dev.jsonl").returncode == 0
    command = [sys.executable, str(shared / "gold" / "check.py"), str(passages), str(tmp_path / "dev.jsonl")]
    checked = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    assert checked.returncode == 0, checked.stdout


def test_passages_may_lack_doc_and_place() -> None:
    rows = [{"id": "1", "text": "平溪市开展“联村解难”行动。"}, {"id": "2", "text": ""}]
    answers = annotate(rows)
    assert [answer["id"] for answer in answers] == ["1", "2"]
    assert any("联村解难" in entity["text"] for entity in answers[0]["entities"])
    assert answers[1]["entities"] == answers[1]["relations"] == []


def test_the_benchmark_of_names_takes_passages_report_by_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `annotate` does: what is found in a passage depends on its report, so one set has one figure."""
    rows = [{"id": str(n), "text": f"第{n}段", "doc": doc} for n, doc in enumerate("乙甲乙")] + [
        {"id": "3", "text": "无"}
    ]
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "dev.passages.json").write_text(json.dumps(rows), encoding="utf-8")
    lines = [json.dumps({"id": row["id"], "entities": [], "relations": []}) + "\n" for row in rows]
    (tmp_path / "gold" / "dev.jsonl").write_text("".join(lines), encoding="utf-8")
    monkeypatch.setattr(names, "SHARED", tmp_path)
    asked: list[Passage] = []

    class Recorder:
        def extract(self, passages: list[Passage]) -> list[tuple[()]]:
            asked.extend(passages)
            return [()] * len(passages)

    monkeypatch.setattr("kg.extract.load_extractor", Recorder)
    names._scores(names.ours())
    assert [(one.report_id, one.text) for one in asked] == [
        ("乙", "第0段"),
        ("甲", "第1段"),
        ("乙", "第2段"),
        ("3", "无"),
    ]


def test_scores_by_hand() -> None:
    rows = [{"id": "1", "text": "甲市开展“乙”行动，甲市出台《丙》。"}]
    gold = {"1": {"entities": [entity("甲市", "PLACE"), entity("“乙”行动", "CAMPAIGN"), entity("《丙》", "POLICY")],
                  "relations": [{"s": "甲市", "p": "RUNS", "o": "乙行动"}]}}  # fmt: skip
    got = {"1": {"entities": [entity("甲市", "PLACE", 2), entity("“乙”", "CAMPAIGN"), entity("《丙》", "POLICY")],
                 "relations": [{"s": "甲市", "p": "RUNS", "o": "“乙”行动"}, {"s": "甲市", "p": "ISSUES", "o": "丙"}]}}  # fmt: skip
    scores = evaluate(rows, gold, got).scores
    strict, loose, relation = scores["strict"]["all"], scores["loose"]["all"], scores["relation"]["all"]
    assert (strict.right, strict.extra, strict.missed) == (1, 2, 2)
    assert (loose.right, loose.extra, loose.missed) == (2, 1, 1)
    assert (relation.right, relation.extra, relation.missed) == (1, 1, 0)
    assert relation.f1 == pytest.approx(2 / 3)


def entity(text: str, kind: str, n: int = 1) -> dict[str, object]:
    return {"text": text, "type": kind, "n": n, "confidence": 1.0}


def test_names_are_compared_without_quotes() -> None:
    assert bare("“甲•乙”（第二季）") == "甲乙第二季"
    assert bare(None) == ""


def test_wrong_files_are_named_with_the_line(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text(json.dumps([{"id": "1", "text": "甲"}]), encoding="utf-8")
    (tmp_path / "g.jsonl").write_text('{"id": "1", "entities": []}\nnot json\n', encoding="utf-8")
    result = kg("evaluate", "p.json", "g.jsonl")
    assert result.returncode == 1
    assert "line 2" in one_line(result.stderr)
    assert read_passages(tmp_path / "p.json")[0]["id"] == "1"
