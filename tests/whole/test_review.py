"""Review and explain as an analyst uses them: see a case, decide, build again, see what changed, come back next month."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from kg.bundle import Bundle, open_bundle
from kg.decisions import Decision, read_decisions
from kg.decisions_file import append_decision
from kg.errors import DecisionError, UsageError
from pipelines.build import build
from pipelines.explain import EdgeStory, EntityStory, explain
from pipelines.review import record, review
from tests.whole.conftest import COMMAND, Run, environment

FIRST = (
    "四川省广元市2022年工作总结\n广元市开展“清风护航”行动。市教育局实施“青禾育苗”计划。广元市深入实施“青禾育苗工程”。\n"
    "广元市与绵阳市签订合作协议。\n"
)
SECOND = "四川省绵阳市2023年工作总结\n绵阳市开展“清风护航”专项行动。市科技局出台《青年人才办法》。\n"
THIRD = "四川省雅安市2023年工作总结\n雅安市开展“清风护航”专项行动。\n"
A, B = "campaign:清风护航行动", "campaign:清风护航专项行动"
TRIPLE = ("place:510800", "RUNS", A)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(FIRST, encoding="utf-8")
    (folder / "b.txt").write_text(SECOND, encoding="utf-8")
    build([folder], tmp_path / "kg-out", workers=1)
    return folder


def rows(bundle: Bundle, table: str) -> list[dict[str, Any]]:
    return [row for batch in bundle.rows(table) for row in batch]


def triples(bundle: Bundle) -> set[tuple[str, str, str]]:
    return {(row["source_id"], row["predicate"], row["target_id"]) for row in rows(bundle, "edges")}


def test_what_is_decided_stands_in_the_next_build_and_after_more_files(reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "kg-out"
    before = open_bundle(out)
    assert before.manifest["decisions"] is None
    before_triples, before_statements = triples(before), rows(before, "statements")
    assert TRIPLE in before_triples
    record(out, "same", [A, B], why="同一行动")
    record(out, "rename", [B], why="发文名称", name="清风护航专项整治行动")
    record(out, "reject", ["绵阳市科学技术局", "ISSUES", "青年人才办法"], why="转发")
    record(out, "reject", ["绵阳市科学技术局", "LOCATED_IN", "绵阳市"], why="试验")
    record(out, "confirm", list(TRIPLE), why="原文如此")
    after = build([reports], out, workers=1)
    assert after.notes == ()
    assert after.bundle.manifest["decisions"] == read_decisions(out / "decisions.jsonl").sha256
    entities = {row["id"]: row for row in rows(after.bundle, "entities")}
    assert B not in entities
    assert entities[A]["name"] == "清风护航专项整治行动"
    assert {"清风护航行动", "清风护航专项行动"} <= set(entities[A]["aliases"])
    assert entities[A]["reports"] == 2
    assert {row["entity_id"] for row in rows(after.bundle, "mentions")} <= set(entities)
    found = triples(after.bundle)
    assert {TRIPLE, ("place:510700", "RUNS", A)} <= found
    gone = {
        ("org:绵阳市科学技术局", "ISSUES", "policy:青年人才办法"),
        ("org:绵阳市科学技术局", "LOCATED_IN", "place:510700"),
    }
    assert gone <= before_triples
    assert not gone & found
    [sure] = [
        row for row in rows(after.bundle, "statements") if row["subject_id"] == TRIPLE[0] and row["object_id"] == A
    ]
    [said] = [row for row in before_statements if row["id"] == sure["id"]]
    assert sure["confidence"] == 0.9999 > said["confidence"]
    assert sure["by"] == said["by"]

    (reports / "c.txt").write_text(THIRD, encoding="utf-8")
    grown = build([reports], out, workers=1)
    assert [file.outcome for file in grown.files] == ["cached", "cached", "built"]
    assert found < triples(grown.bundle)
    assert ("place:511800", "RUNS", A) in triples(grown.bundle)
    anew = build([reports], tmp_path / "anew", workers=1, decisions=out / "decisions.jsonl")
    assert anew.bundle.id == grown.bundle.id


def test_a_statement_that_comes_to_lie_between_a_thing_and_itself_disappears(reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "kg-out"
    assert ("place:510800", "PARTNERS_WITH", "place:510700") in triples(open_bundle(out))
    record(out, "same", ["place:510800", "place:510700"], why="试验")
    after = build([reports], out, workers=1)
    assert not [one for one in triples(after.bundle) if one[0] == one[2]]
    assert {row["place_id"] for row in rows(after.bundle, "reports")} == {"place:510700"}
    [merged] = [row for row in rows(after.bundle, "entities") if row["id"] == "place:510700"]
    assert merged["adcode"] == "510700"


def test_a_decision_on_what_is_absent_waits_and_says_so(reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "kg-out"
    id_before = open_bundle(out).id
    ahead = Decision(who="甲", when="2024-05-01", what="same", about=("org:甲局", "org:乙局"), why="预先")
    append_decision(out / "decisions.jsonl", ahead)
    after = build([reports], out, workers=1)
    assert after.bundle.id == id_before
    assert after.notes == ("decision 1 (same) waits: not in these reports: org:甲局, org:乙局",)


def test_what_the_bundle_does_not_know_is_refused(reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "kg-out"
    for what, about in (
        ("same", ["org:不存在甲", "org:不存在乙"]), ("rename", ["org:不存在甲"]), ("confirm", [TRIPLE[0], "RUNS", "campaign:不存在"]),
    ):  # fmt: skip
        with pytest.raises(UsageError, match=r"no entity '\w+:不存在\w?' in the bundle; give one that is there"):
            record(out, what, about, why="误", name="新名" if what == "rename" else None)
    assert not (out / "decisions.jsonl").exists()
    # What a decision merges or splits off stays known by its id, before and after the build that applies it.
    record(out, "same", [A, B], why="同一行动")
    record(out, "split", ["place:510800"], why="另一处", name="广元")
    for name in ("改名一", "改名一"):
        record(out, "rename", [B], why="发文名称", name=name)
        record(out, "rename", ["place:广元"], why="试验", name="某处")
        build([reports], out, workers=1)


def test_what_the_gazetteer_says_too_is_certain_and_no_case(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "四川省广元市2022年工作总结\n在广元市苍溪县开展“清风护航”行动。\n", encoding="utf-8"
    )
    out = tmp_path / "kg-out"
    build([tmp_path / "a.txt"], out, workers=1)
    edge = explain(out, "苍溪县 PART_OF 广元市")
    assert isinstance(edge, EdgeStory)
    assert (edge.basis, edge.confidence, len(edge.statements)) == ("sentences say it", 0.9999, 1)
    assert "the table of administrative units says it too" in edge.combined
    assert ("place:510824", "PART_OF", "place:510800") not in {case.about for case in review(out)}


def test_the_place_of_a_report_is_set_before_linking(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "2022年工作总结\n全市开展“清风护航”行动。市教育局实施“青禾”计划。\n", encoding="utf-8"
    )
    (tmp_path / "b.txt").write_text(SECOND, encoding="utf-8")
    out = tmp_path / "kg-out"
    first = build([tmp_path / "a.txt", tmp_path / "b.txt"], out, workers=1)
    [report] = [row for row in rows(first.bundle, "reports") if row["place_id"] is None]
    others = [row for row in rows(first.bundle, "statements") if not row["passage_id"].startswith(report["id"])]
    assert others
    with pytest.raises(UsageError, match="gazetteer"):
        record(out, "place", [report["id"]], why="落款", name="没有这样的市")
    with pytest.raises(UsageError, match="no report"):
        record(out, "place", ["没有的标题"], why="落款", name="四川省广元市")
    by_heading = record(
        out, "place", [report["heading"]], why="落款", name="四川省广元市", decisions=tmp_path / "b.jsonl"
    )
    assert by_heading.about == (report["id"],)
    record(out, "place", [report["source"], report["heading"]], why="落款", name="四川省广元市")
    second = build([tmp_path / "a.txt", tmp_path / "b.txt"], out, workers=1)
    placed = {row["id"]: row["place_id"] for row in rows(second.bundle, "reports")}
    assert placed[report["id"]] == "place:510800"
    assert {TRIPLE, ("org:广元市教育局", "IMPLEMENTS", "programme:青禾计划")} <= triples(second.bundle)
    assert [
        row for row in rows(second.bundle, "statements") if not row["passage_id"].startswith(report["id"])
    ] == others
    record(
        out, "place", [report["id"]], why="又看", name="四川省雅安市"
    )  # the id of a report goes before its file and heading
    third = build([tmp_path / "a.txt", tmp_path / "b.txt"], out, workers=1)
    assert ("place:511800", "RUNS", A) in triples(third.bundle)


def test_contradictions_stop_a_build_and_keep_the_bundle(reports: Path, tmp_path: Path, kg: Run) -> None:
    out = tmp_path / "kg-out"
    before = open_bundle(out).id
    record(out, "confirm", list(TRIPLE), why="对")
    line = (out / "decisions.jsonl").read_text(encoding="utf-8")
    with (out / "decisions.jsonl").open("a", encoding="utf-8") as file:
        file.write(line.replace('"confirm"', '"reject"'))
    with pytest.raises(DecisionError, match="lines 1 and 2"):
        build([reports], out, workers=1)
    result = kg("build", "in", "--workers", "1")
    assert result.returncode == 1
    assert "lines 1 and 2" in result.stderr
    assert "Traceback" not in result.stderr
    assert open_bundle(out).id == before


def test_cases_show_look_alikes_and_doubt_and_go_when_decided(reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "kg-out"
    cases = review(out, limit=100)
    assert [case.score for case in cases] == sorted((case.score for case in cases), reverse=True)
    by_about = {case.about: case for case in cases}
    assert by_about[TRIPLE].kind == "statement"
    assert "广元市开展“清风护航”行动" in by_about[TRIPLE].evidence[0]
    alike = [case for case in cases if case.kind == "pair"]
    assert alike
    record(out, "different", list(alike[0].about), why="两件事")
    record(out, "confirm", list(TRIPLE), why="对", sentence=by_about[TRIPLE].sentence)
    left = {case.about for case in review(out, limit=100)}
    assert left == set(by_about) - {alike[0].about, TRIPLE}
    assert len(review(out, limit=1)) == 1


def test_answers_are_recorded_and_it_can_be_left_and_taken_up(reports: Path, tmp_path: Path) -> None:
    def answer(said: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, "review", "kg-out", "--answer", "--who", "审核员"], input=said, cwd=tmp_path, env=environment(),
            capture_output=True, text=True, timeout=120, check=True,
        )  # fmt: skip

    cases = review(tmp_path / "kg-out", limit=100)
    word = {"pair": "different", "statement": "confirm"}
    first = answer(f"x\n{word[cases[0].kind]}\n一\nk\nq\n")
    assert "1 decisions recorded" in first.stdout
    answer(f"{word[cases[1].kind]}\n二\n")  # the input ends: what was answered is kept
    lines = [one for _, one in read_decisions(tmp_path / "kg-out" / "decisions.jsonl").lines]
    assert [(one.who, one.why, one.about) for one in lines] == [
        ("审核员", "一", cases[0].about),
        ("审核员", "二", cases[1].about),
    ]


def test_a_script_can_decide_and_list(reports: Path, kg: Run) -> None:
    listed = json.loads(kg("review", "--json").stdout)
    [case] = [case for case in listed if tuple(case["about"]) == TRIPLE]
    made = kg("review", "--decide", "reject", "--about", case["id"], "--why", "误读", "--who", "甲", "--json")
    assert json.loads(made.stdout)["about"] == list(TRIPLE), made.stderr
    assert TRIPLE not in [tuple(case["about"]) for case in json.loads(kg("review", "--json").stdout)]
    assert kg("build", "in", "--workers", "1").returncode == 0
    gone = kg("explain", "kg-out", case["id"])
    assert gone.returncode == 2
    assert "no edge" in gone.stderr
    assert kg("review", "--decide", "same", "--about", A).returncode == 2
    refused = kg("review", "--decide", "same", "--about", A, "--about", "place:510800", "--why", "误")
    assert refused.returncode == 1
    assert "one type" in refused.stderr


def test_explain_tells_of_a_body_in_a_report_of_no_place(tmp_path: Path, kg: Run) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("在座谈会上的讲话\n市委组织部开展“清风护航”行动。\n", encoding="utf-8")
    build([tmp_path / "in"], tmp_path / "kg-out", workers=1)
    shown = kg("explain", "kg-out", "市委组织部")
    assert shown.returncode == 0, shown.stderr
    assert "only in the report" in shown.stdout


def test_explain_tells_spellings_rules_and_decisions(reports: Path, tmp_path: Path, kg: Run) -> None:
    out = tmp_path / "kg-out"
    record(out, "same", [A, B], why="同一行动", who="审核员")
    build([reports], out, workers=1)
    story = explain(out, B)  # the id that went away still leads there
    assert isinstance(story, EntityStory)
    assert (story.id, story.one_with) == (A, (B,))
    assert len(story.spellings) == 2
    assert "四川省广元市" in {place for one in story.spellings for place in one.places}
    assert [one.why for _, one in story.decisions] == ["同一行动"]
    edge = explain(out, "广元市 RUNS 清风护航专项行动")
    assert isinstance(edge, EdgeStory)
    [said] = edge.statements
    assert "清风护航" in said.text
    assert said.by
    assert f"{said.confidence:g}" in edge.combined
    assert explain(out, edge.id) == edge
    located = explain(out, "广元市教育局 LOCATED_IN 广元市")
    assert isinstance(located, EdgeStory)
    assert located.statements == ()
    assert "name of the body" in located.basis
    assert explain(out, "广元市 开展 清风护航专项行动") == edge
    shown = kg("explain", "kg-out", "广元市")
    assert "place:510800" in shown.stdout, shown.stderr
    assert json.loads(kg("explain", "kg-out", A, "--json").stdout)["decisions"][0]["line"] == 1
    with pytest.raises(UsageError, match="near are"):
        explain(out, "清风护航行动方案")
