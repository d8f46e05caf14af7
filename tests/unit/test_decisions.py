"""Decisions: what a line may say, what contradicts what, and which id stays."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from filelock import FileLock

from kg import decisions_file
from kg.decisions import (
    Decision,
    effects,
    read_decisions,
    sentence_hash,
    settle,
    waiting,
)
from kg.decisions_file import append_decision, revise_decisions
from kg.errors import DecisionError
from kg.ids import content_id
from tests.conftest import ROOT

WHEN = "2024-05-01T09:30:00+08:00"
GOOD = {
    "who": "审核员",
    "when": WHEN,
    "what": "same",
    "about": ["campaign:清风行动", "campaign:清风专项行动"],
    "why": "同一件事",
}


def one(what: str, *about: str, name: str | None = None, sentence: str | None = None) -> Decision:
    return Decision(who="审核员", when=WHEN, what=what, about=about, why="原文如此", name=name, sentence=sentence)


def write(path: Path, *lines: object) -> Path:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"what": "merge"}, "one of same, different"),
        ({"about": ["campaign:清风行动"]}, "2 to 99 things"),
        ({"about": ["campaign:清风行动", "policy:清风行动"]}, "one type"),
        ({"about": ["campaign:清风行动", "campaign:清风行动"]}, "several things"),
        ({"about": ["清风行动", "清风专项行动"]}, "no entity id"),
        ({"about": "campaign:清风行动"}, "no list of ids"),
        ({"when": "gestern"}, "ISO 8601"),
        ({"why": " "}, "why is missing"),
        ({"row": 3}, "unknown field row"),
        ({"name": "清风"}, "takes no name"),
        ({"what": "rename", "about": ["campaign:清风行动"]}, "needs a name"),
        ({"what": "reject", "about": ["place:510800", "LIKES", "campaign:清风行动"]}, "one of IMPLEMENTS"),
        ({"sentence": "t00"}, "takes no sentence"),
    ],
)
def test_a_wrong_line_is_named_with_what_may_stand_there(tmp_path: Path, change: dict[str, object], said: str) -> None:
    path = write(tmp_path / "d.jsonl", GOOD, {**GOOD, **change})
    with pytest.raises(DecisionError, match="line 2: ") as caught:
        read_decisions(path)
    assert said in str(caught.value)
    assert "line 1" not in str(caught.value)


def test_every_wrong_line_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text("{\n\n[]\n" + json.dumps(GOOD) + "\n", encoding="utf-8")
    with pytest.raises(DecisionError, match=r"line 1: no JSON .*; line 3: no JSON object"):
        read_decisions(path)


def test_a_file_that_is_absent_or_no_text_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DecisionError, match="cannot be read"):
        read_decisions(tmp_path / "none.jsonl")
    (tmp_path / "bytes.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DecisionError, match="not UTF-8"):
        read_decisions(tmp_path / "bytes.jsonl")


def test_unions_are_closed_and_the_id_that_holds_everywhere_stays() -> None:
    report = content_id("r", "a.txt")
    settled = settle(
        [
            (1, one("same", f"place:平溪@{report}", f"place:平溪市@{report}")),
            (2, one("same", f"place:平溪市@{report}", "place:350700")),
        ]
    )
    assert {settled.resolve(f"place:{rest}") for rest in (f"平溪@{report}", f"平溪市@{report}", "350700")} == {
        "place:350700"
    }
    assert settled.resolve("place:350800") == "place:350800"


def test_all_conflicts_are_listed_with_both_lines() -> None:
    a, b, c = "org:甲局", "org:乙局", "org:丙局"
    with pytest.raises(DecisionError) as caught:
        settle([
            (1, one("same", a, b)), (2, one("same", b, c)), (3, one("different", a, c)), (4, one("rename", a, name="甲")),
            (5, one("rename", c, name="丙")), (6, one("confirm", a, "IMPLEMENTS", "programme:青禾计划")),
            (7, one("reject", b, "IMPLEMENTS", "programme:青禾计划")), (8, one("place", "r1", name="四川省")),
            (9, one("place", "r1", name="云南省")),
        ])  # fmt: skip
    text = str(caught.value)
    assert "line 3: org:甲局 and org:丙局 are different, but the same by line 1 and 2" in text
    for lines in ("lines 4 and 5", "lines 6 and 7", "lines 8 and 9"):
        assert lines in text


def test_a_judgement_of_one_sentence_goes_before_one_of_the_triple() -> None:
    about = ("place:510800", "RUNS", "campaign:清风行动")
    said = sentence_hash("广元市开展“清风”行动。")
    settled = settle([(1, one("reject", *about)), (2, one("confirm", *about, sentence=said))])
    assert settled.verdict(about, said) == "confirm"
    assert settled.verdict(about, sentence_hash("另一句。")) == "reject"


def test_partners_are_judged_in_both_orders() -> None:
    settled = settle([(1, one("reject", "place:510800", "PARTNERS_WITH", "place:510700"))])
    assert settled.verdict(("place:510700", "PARTNERS_WITH", "place:510800"), "") == "reject"
    other = settle([(1, one("reject", "place:510800", "PART_OF", "place:510700"))])
    assert other.verdict(("place:510700", "PART_OF", "place:510800"), "") is None


def test_appending_keeps_old_lines_and_refuses_a_contradiction(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    append_decision(path, one("same", "org:甲局", "org:乙局"))
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")  # an editor may drop it
    append_decision(path, one("rename", "org:甲局", name="甲部门"))
    before = path.read_bytes()
    with pytest.raises(DecisionError, match=r"line 3: .* the same by line 1"):
        append_decision(path, one("different", "org:乙局", "org:甲局"))
    with pytest.raises(DecisionError, match="needs a name"):
        append_decision(path, one("rename", "org:甲局"))
    assert path.read_bytes() == before
    assert [number for number, _ in read_decisions(path).lines] == [1, 2]


def test_the_same_person_cannot_say_the_same_twice(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    append_decision(path, one("same", "org:甲局", "org:乙局"))
    before = path.read_bytes()
    settled = append_decision(path, replace(one("same", "org:乙局", "org:甲局"), when="2025-01-01"))
    assert path.read_bytes() == before and len(settled.lines) == 1
    append_decision(path, replace(one("same", "org:甲局", "org:乙局"), who="another"))
    assert len(read_decisions(path).lines) == 2


def test_what_no_build_has_applied_is_taken_back_or_replaced(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    confirm, reject = (one(what, "place:510800", "RUNS", "campaign:清风行动") for what in ("confirm", "reject"))
    rename, same = one("rename", "org:甲局", name="甲部门"), one("same", "org:甲局", "org:乙局")
    lines = [same.as_dict(), confirm.as_dict(), {**confirm.as_dict(), "who": "another"}, rename.as_dict()]
    # A link, a blank line, a byte order mark and permissions, as editors and people leave them.
    write(tmp_path / "real.jsonl", *lines)
    (tmp_path / "real.jsonl").write_bytes(b"\xef\xbb\xbf\n" + (tmp_path / "real.jsonl").read_bytes())
    (tmp_path / "real.jsonl").chmod(0o640)
    path.symlink_to("real.jsonl")
    applied = settle([(1, same)]).sha256
    assert [number for number, _ in waiting(read_decisions(path), applied)] == [3, 4, 5]
    before = path.read_bytes()
    for gone in ({2: same.effect}, {4: rename.effect}, {9: rename.effect}):  # applied, another line, none
        with pytest.raises(DecisionError, match="applied") as caught:
            revise_decisions(path, gone, applied=applied)
        assert caught.value.kind == "decision_applied" and path.read_bytes() == before
    with pytest.raises(DecisionError, match="contradict") as caught:
        revise_decisions(path, {5: rename.effect}, applied=applied, decision=reject)
    assert (caught.value.kind, path.read_bytes()) == ("contradiction", before)
    after = revise_decisions(path, {3: confirm.effect}, applied=applied, decision=reject)
    assert [one for _, one in after.lines] == [same, rename, reject], "what repeats it goes as well"
    after = revise_decisions(path, {2: rename.effect}, applied=applied)
    assert [one for _, one in after.lines] == [same, reject] == [one for _, one in read_decisions(path).lines]
    assert path.is_symlink() and (tmp_path / "real.jsonl").stat().st_mode & 0o777 == 0o640


def test_a_contradiction_names_its_lines() -> None:
    a, b, c = "org:甲局", "org:乙局", "org:丙局"
    with pytest.raises(DecisionError) as caught:
        settle(
            [
                (1, one("same", a, b)),
                (4, one("rename", c, name="丙")),
                (5, one("same", b, c)),
                (7, one("different", a, c)),
            ]
        )
    assert (caught.value.kind, caught.value.values["lines"]) == ("contradiction", [1, 5, 7])


def test_the_hash_is_of_the_effect() -> None:
    first, second = one("same", "org:甲局", "org:乙局"), one("rename", "org:甲局", name="甲部门")
    turned = one("same", "org:乙局", "org:甲局")
    assert settle([(1, first), (2, second)]).sha256 == settle([(1, second), (2, turned), (3, first)]).sha256
    assert settle([(1, first)]).sha256 != settle([(1, second)]).sha256
    assert settle([]).sha256 is None


def test_what_cannot_be_written_is_refused_before_the_file_is_touched(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text(json.dumps({**GOOD, "about": ["campaign:清风行动", "campaign:\ud83d"]}) + "\n", encoding="utf-8")
    with pytest.raises(DecisionError, match="line 1: about holds half a character"):
        read_decisions(path)
    path.unlink()
    with pytest.raises(DecisionError, match="name holds half a character"):
        append_decision(path, one("rename", "org:甲局", name="甲\ud800"))
    assert not path.exists()
    with pytest.raises(DecisionError, match=r"cannot be written .*No such file"):
        append_decision(tmp_path / "none" / "d.jsonl", one("rename", "org:甲局", name="甲"))
    assert not (tmp_path / "none").exists()


def test_a_byte_order_mark_is_no_part_of_the_first_line(tmp_path: Path) -> None:
    path = write(tmp_path / "d.jsonl", GOOD)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert [number for number, _ in read_decisions(path).lines] == [1]
    append_decision(path, one("rename", "org:甲局", name="甲部门"))
    assert [number for number, _ in read_decisions(path).lines] == [1, 2]


# Both processes read the file before either has written: a second lies between.
RECORD = """
import sys, time
from pathlib import Path
from kg import decisions_file as decisions
settle = decisions.settle
decisions.settle = lambda *given: (settle(*given), time.sleep(1))[0]
one = decisions.Decision(who="a", when="2024-05-01", what=sys.argv[2], about=("org:1", "org:2"), why="x")
print("ready", flush=True)
sys.stdin.readline()
try:
    decisions.append_decision(Path(sys.argv[1]), one)
except decisions.DecisionError as error:
    print(error)
"""


def test_two_processes_cannot_record_what_contradicts(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    started = [
        subprocess.Popen(
            [sys.executable, "-c", RECORD, path, what],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for what in ("same", "different")
    ]
    for process in started:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    said = [process.communicate(timeout=60)[0] for process in started]
    assert len(read_decisions(path).lines) == 1
    assert sorted("contradict" in text for text in said) == [False, True], said


def test_a_file_that_another_process_holds_is_waited_for_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decisions_file, "_PATIENCE", 0.1)
    path = tmp_path / "d.jsonl"
    with FileLock(tmp_path / ".d.jsonl.lock"), pytest.raises(DecisionError, match=r"another process .*d\.jsonl"):
        append_decision(path, one("rename", "org:甲局", name="甲"))
    append_decision(path, one("rename", "org:甲局", name="甲"))


def test_the_hashes_of_all_beginnings_are_those_of_the_beginnings() -> None:
    lines = [
        (1, one("same", "org:甲局", "org:乙局")), (2, one("rename", "org:甲局", name="甲部门")), (3, one("same", "org:乙局", "org:甲局")),
        (4, one("rename", "org:丙局", name="丙")),
    ]  # fmt: skip
    found = list(effects(lines))
    assert found == [settle(lines[:size]).sha256 for size in range(5)]
    assert found[2] == found[3] and len(set(found)) == 4


def test_a_long_chain_of_the_same_is_settled() -> None:
    ids = [f"org:局{number}@r" for number in range(20_000)]
    chain = [(number, one("same", *pair)) for number, pair in enumerate(pairwise(ids), 1)]
    for lines in (chain, chain[::-1], chain[::2] + chain[1::2]):
        # A second or two. When each id got a set of its own union, 4 000 took 3 s and these 70.
        settled = settle([*lines, (30_000, one("same", ids[-1], "org:总局"))])
        assert set(settled.canonical.values()) == {"org:总局"} and len(settled.canonical) == 20_001
