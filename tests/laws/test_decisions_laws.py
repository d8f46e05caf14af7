"""Laws of decisions, on the parts of real reports: the order of lines, repetition, and what stays untouched."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.assemble import assemble
from kg.bundle import TABLES, file_sha256
from kg.decisions import Decision, sentence_hash, settle
from kg.decisions_file import append_decision
from kg.errors import DecisionError
from pipelines.build import build

TEXTS = (
    "四川省广元市2022年工作总结\n广元市开展“清风”行动。市教育局实施“青禾”计划，出台《青年人才办法》。与绵阳市签订合作协议。\n",
    "四川省绵阳市2023年工作总结\n绵阳市开展“清风行”活动，实施“青禾育才”计划。市科技局出台《青年人才工作办法》。\n",
)
IDS = (
    "campaign:清风行动", "campaign:清风行", "programme:青禾计划", "programme:青禾育才计划", "place:510800", "place:510700",
    "org:广元市教育局", "org:绵阳市科学技术局", "org:没有的局", "policy:青年人才办法", "policy:青年人才工作办法",
)  # fmt: skip
TRIPLES = (
    ("place:510800", "RUNS", "campaign:清风行动"), ("place:510700", "RUNS", "campaign:清风行"),
    ("org:广元市教育局", "IMPLEMENTS", "programme:青禾计划"), ("org:广元市教育局", "LOCATED_IN", "place:510800"),
    ("place:510800", "PARTNERS_WITH", "place:510700"),
)  # fmt: skip
HASHES = (None, sentence_hash("广元市开展“清风”行动。"))


def decision(what: str, about: tuple[str, ...], name: str | None = None, sentence: str | None = None) -> Decision:
    return Decision(who="审核员", when="2024-05-01", what=what, about=about, why="原文", name=name, sentence=sentence)


pairs = st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(
    lambda pair: pair[0] != pair[1] and pair[0].split(":")[0] == pair[1].split(":")[0]
)
decisions = st.one_of(
    pairs.map(lambda pair: decision("same", pair)),
    pairs.map(lambda pair: decision("different", pair)),
    st.builds(lambda one, name: decision("rename", (one,), name), st.sampled_from(IDS), st.sampled_from(("新名", "别名"))),
    st.builds(
        lambda what, about, said: decision(what, about, sentence=said), st.sampled_from(("reject", "confirm")),
        st.sampled_from(TRIPLES), st.sampled_from(HASHES),
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("parts")
    for number, text in enumerate(TEXTS):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    build([folder], folder / "out", workers=1)
    return sorted((folder / "out" / "parts").iterdir())


def tables(parts: list[Path], made: list[Decision]) -> dict[str, str] | None:
    try:
        settled = settle(enumerate(made, 1))
    except DecisionError:
        return None
    with tempfile.TemporaryDirectory() as folder:
        assemble(parts, Path(folder), decisions=settled)
        return {name: file_sha256(Path(folder) / f"{name}.parquet") for name in TABLES}


@settings(max_examples=25, deadline=None)
@given(made=st.lists(decisions, min_size=1, max_size=5), data=st.data())
def test_order_and_repetition_say_nothing(parts: list[Path], made: list[Decision], data: st.DataObject) -> None:
    once = tables(parts, made)
    assert tables(parts, data.draw(st.permutations(made)) + made) == once


@settings(max_examples=100, deadline=None)
@given(made=st.lists(decisions, min_size=1, max_size=6), data=st.data())
def test_a_contradiction_is_one_in_any_order(made: list[Decision], data: st.DataObject) -> None:
    def conflict(lines: list[Decision]) -> str | None:
        try:
            return settle(enumerate(lines, 1)).sha256
        except DecisionError:
            return "conflict"

    assert conflict(made) == conflict(data.draw(st.permutations(made)))


def test_decisions_do_change_something(parts: list[Path]) -> None:
    plain = tables(parts, [])
    for one in (decision("rename", IDS[:1], "新名"), decision("reject", TRIPLES[0]), decision("same", IDS[:2])):
        assert tables(parts, [one]) != plain


def test_a_report_is_not_read_again_for_a_decision(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXTS[0], encoding="utf-8")
    before = build([tmp_path / "a.txt"], tmp_path / "out", workers=1)
    held = {path: file_sha256(path) for path in (tmp_path / "out" / "parts").rglob("*.parquet")}
    append_decision(tmp_path / "out" / "decisions.jsonl", decision("reject", TRIPLES[0]))
    after = build([tmp_path / "a.txt"], tmp_path / "out", workers=1)
    assert [file.outcome for file in after.files] == ["cached"]
    assert {path: file_sha256(path) for path in (tmp_path / "out" / "parts").rglob("*.parquet")} == held
    assert after.bundle.id != before.bundle.id
