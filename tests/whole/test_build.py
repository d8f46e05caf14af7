"""Building: incremental, the same bytes whatever the order and the number of processes, every edge with its sentence."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import duckdb
import pytest
from opencc import OpenCC

from kg.assemble import assemble
from kg.bundle import TABLES, Bundle, open_bundle
from kg.errors import KgError
from kg.link import link_report
from kg.text import Report
from pipelines import parts
from pipelines.build import BuildReport, build
from tests.conftest import ROOT
from tests.whole.conftest import Run, environment

SAMPLES = ROOT / "pipelines" / "samples" / "reports"


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> BuildReport:
    return build([SAMPLES], tmp_path_factory.mktemp("samples") / "out", workers=1)


def rows(bundle: Bundle, table: str) -> list[dict[str, object]]:
    return [row for batch in bundle.rows(table) for row in batch]


def test_the_samples_make_a_graph_worth_looking_at(samples: BuildReport) -> None:
    assert not samples.skipped
    assert samples.counts["reports"] >= 12
    assert samples.counts["entities"] >= 100
    assert samples.counts["edges"] >= 100


def test_the_result_does_not_depend_on_processes_or_order(samples: BuildReport, tmp_path: Path) -> None:
    files = sorted(SAMPLES.iterdir(), reverse=True)
    other = build(files, tmp_path / "out", workers=2)
    assert other.bundle.id == samples.bundle.id


def test_a_file_in_traditional_characters_makes_the_same_graph(tmp_path: Path) -> None:
    written = (SAMPLES / "compilation_2023.txt").read_text(encoding="utf-8")
    traditional = traditional_characters(written)
    files = {"simplified": written, "traditional": traditional}
    graphs = {}
    for name, text in files.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "file.txt").write_text(text, encoding="utf-8")
        bundle = build([tmp_path / name / "file.txt"], tmp_path / f"{name} graph", workers=1).bundle
        # The id of a masked or nameless thing ends in that of its report, which follows its text.
        ids = {row["id"]: str(row["id"]).partition("@")[0] for row in rows(bundle, "entities")}
        edges = sorted(
            (ids[row["source_id"]], row["predicate"], ids[row["target_id"]]) for row in rows(bundle, "edges")
        )
        places = [row["place_name"] for row in rows(bundle, "reports")]
        graphs[name] = (sorted(ids.values()), edges, sorted(map(str, places)))
    assert graphs["traditional"] == graphs["simplified"]
    passages = {row["id"]: str(row["text"]) for row in rows(bundle, "passages")}
    assert "组" not in "".join(passages.values())  # what is kept is what was written
    for row in rows(bundle, "mentions"):
        assert row["text"] == passages[row["passage_id"]][row["start"] : row["end"]]
    assert any("組織部" in str(row["text"]) for row in rows(bundle, "mentions"))


def traditional_characters(text: str) -> str:
    """Convert each character for itself; one that would become two stays."""
    converter = OpenCC("s2t")
    return "".join(new if len(new) == 1 else old for old in text for new in [converter.convert(old)])


def test_the_result_does_not_depend_on_the_ranges_it_is_made_in(
    samples: BuildReport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.assemble.RANGE", 40)
    many = build([SAMPLES], tmp_path / "out", workers=1)
    for table in ("entities", "edges"):
        assert rows(many.bundle, table) == rows(samples.bundle, table)


def test_the_result_does_not_depend_on_how_parts_are_gathered(
    samples: BuildReport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.assemble.GATHERED", 2)
    assert build([SAMPLES], tmp_path / "out", workers=1).bundle.id == samples.bundle.id


def test_where_memory_is_short_the_step_is_done_again_with_more(samples: BuildReport, tmp_path: Path) -> None:
    parts = sorted((samples.bundle.root / "parts").iterdir())
    with duckdb.connect(":memory:", config={"memory_limit": "1MB"}) as db, pytest.raises(duckdb.OutOfMemoryException):
        db.execute(f"SELECT list(id) FROM read_parquet('{parts[0]}/mentions.parquet') GROUP BY passage_id").fetchall()
    for name, memory in (("short", "1MB"), ("ample", "1GB")):
        assemble(parts, tmp_path / name, memory=memory)
    for table in TABLES:
        assert (tmp_path / "short" / f"{table}.parquet").read_bytes() == (
            tmp_path / "ample" / f"{table}.parquet"
        ).read_bytes()


def test_every_edge_shows_its_sentence(samples: BuildReport) -> None:
    texts = {row["id"]: str(row["text"]) for row in rows(samples.bundle, "passages")}
    edges = [row for row in rows(samples.bundle, "edges") if row["basis"] == "text"]
    assert edges
    for edge in edges:
        assert edge["evidence"]
        for reference in edge["evidence"]:  # type: ignore[attr-defined]
            passage, _, span = reference.partition("#")
            start, end = map(int, span.split("-"))
            assert texts[passage][start:end].strip()


def test_mentions_and_passages_point_into_the_text(samples: BuildReport) -> None:
    texts = {row["id"]: str(row["text"]) for row in rows(samples.bundle, "passages")}
    for mention in rows(samples.bundle, "mentions"):
        assert texts[mention["passage_id"]][mention["start"] : mention["end"]] == mention["text"]  # type: ignore[misc]


def test_what_edges_and_mentions_name_exists(samples: BuildReport) -> None:
    known = {row["id"] for row in rows(samples.bundle, "entities")}
    assert {row["entity_id"] for row in rows(samples.bundle, "mentions")} <= known
    for edge in rows(samples.bundle, "edges"):
        assert edge["source_id"] in known
        assert edge["target_id"] in known


def test_masked_places_stay_in_their_report(samples: BuildReport) -> None:
    masked = [row for row in rows(samples.bundle, "entities") if "XXX" in str(row["name"]) and row["type"] == "PLACE"]
    assert masked
    assert all("@r" in str(row["id"]) and int(str(row["reports"] or 0)) <= 1 for row in masked)


def test_unchanged_files_are_not_read_again_and_changes_are_followed(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(4):
        text = f"平溪市2023年工作总结\n平溪市第{number}年深入实施“青禾{number}号”计划。\n"
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    first = build([folder], tmp_path / "out", workers=1)
    assert [file.outcome for file in first.files] == ["built"] * 4
    second = build([folder], tmp_path / "out", workers=1)
    assert [file.outcome for file in second.files] == ["cached"] * 4
    assert second.bundle.id == first.bundle.id
    (folder / "1.txt").write_text("平溪市2023年工作总结\n平溪市开展“清风”行动。\n", encoding="utf-8")
    (folder / "3.txt").unlink()
    third = build([folder], tmp_path / "out", workers=1)
    assert [file.outcome for file in third.files] == ["cached", "built", "cached"]
    anew = build([folder], tmp_path / "anew", workers=1)
    assert anew.bundle.id == third.bundle.id
    assert len(list((tmp_path / "out" / "parts").iterdir())) == 3


@pytest.mark.parametrize("gathered", [1, 1000])
def test_the_same_report_in_two_files_counts_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gathered: int
) -> None:
    monkeypatch.setattr("kg.assemble.GATHERED", gathered)
    folder = tmp_path / "in"
    folder.mkdir()
    text = "平溪市2023年工作总结\n平溪市深入实施“青禾”计划。\n"
    (folder / "a.txt").write_text(text, encoding="utf-8")
    once = build([folder], tmp_path / "once", workers=1)
    (folder / "b.txt").write_text(text, encoding="utf-8")
    twice = build([folder], tmp_path / "twice", workers=1)
    assert twice.bundle.id == once.bundle.id


def test_own_word_lists_make_parts_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report, lists = tmp_path / "report.txt", tmp_path / "lists.toml"
    report.write_text(
        "清溪县2023年工作总结\n\n一年来，全县与青禾智造座谈交流，基层党建工作取得明显成效。\n", encoding="utf-8"
    )
    lists.write_text('[names]\nORG = ["青禾智造"]\n', encoding="utf-8")

    def built() -> tuple[str, set[str]]:
        made = build([report], tmp_path / "out", workers=1)
        return made.files[0].outcome, {str(row["text"]) for row in rows(made.bundle, "mentions") if row["by"] == "list"}

    assert built() == ("built", set())
    monkeypatch.setenv("KG_LISTS", str(lists))
    assert built() == ("built", {"青禾智造"})
    assert built() == ("cached", {"青禾智造"})
    lists.write_text('[names]\nORG = ["青禾智造", "基层党建"]\n', encoding="utf-8")  # the same path
    assert built() == ("built", {"青禾智造", "基层党建"})
    monkeypatch.setenv("KG_LISTS", str(tmp_path / "none.toml"))
    with pytest.raises(KgError) as failure:
        built()
    assert "KG_LISTS" in str(failure.value.hint)


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A folder of two reports, 甲.txt and 乙.txt."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name in "甲乙":
        text = f"平溪市2023年工作总结\n平溪市深入实施“青禾{name}号”计划。\n"
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def test_a_defect_that_one_file_meets_costs_that_file_alone(
    two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rule(report: Report, *rest: object) -> object:
        if "甲" in report.source:
            raise RecursionError("too deep")
        return link_report(report, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("pipelines.report.link_report", rule)
    made = build([two], tmp_path / "out", workers=1)
    name = (two / "甲.txt").as_posix()
    assert [file.reason for file in made.skipped] == [f"{name}: RecursionError: too deep; please report this file"]
    assert made.counts["reports"] == 1
    monkeypatch.undo()  # the next version has it mended
    again = build([two], tmp_path / "out", workers=1)
    assert {file.path: file.outcome for file in again.files} == {
        name: "built",
        (two / "乙.txt").as_posix(): "cached",
    }
    assert again.counts["reports"] == 2


@pytest.mark.parametrize("error", [KgError("wrong lists"), OSError(5, "Input/output error"), MemoryError()])
def test_what_would_meet_every_file_stops_the_build(
    two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*given: object) -> None:
        raise error

    monkeypatch.setattr("pipelines.report.link_report", fail)
    with pytest.raises(type(error)):
        build([two], tmp_path / "out", workers=1)


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the packages, of which `software` then gives the hash, without the large files."""
    for package in ("kg", "pipelines"):
        ignored = shutil.ignore_patterns("__pycache__", "*.npz", "*.tsv", "written.*", "samples")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=ignored)
    monkeypatch.setattr(parts, "__file__", str(tmp_path / "pipelines" / "parts.py"))
    known = parts._SOFTWARE
    yield tmp_path
    parts._SOFTWARE = known


def software() -> str:
    parts._SOFTWARE = ""
    return parts.software()


@pytest.mark.parametrize(
    ("file", "made"),
    [
        ("kg/link/statements.py", True),
        ("kg/link/data/verbs.toml", True),
        ("kg/assemble.py", True),  # it names the columns of `structure`
        ("pipelines/report.py", True),
        ("pipelines/worker.py", True),
        ("kg/extract/MODEL_CARD.md", False),
        ("kg/export/rdf.py", False),
        ("kg/store/neo4j.py", False),
        ("kg/decisions.py", False),
        ("kg/decisions_file.py", False),
        ("kg/settle.py", False),
        ("pipelines/serve.py", False),
    ],
)
def test_the_software_of_a_part_is_what_makes_it(copied: Path, file: str, made: bool) -> None:
    before, settling = software(), parts.settling()
    with (copied / file).open("a", encoding="utf-8") as changed:
        changed.write("\n# changed\n")
    assert (software() != before) == made
    assert (parts.settling() != settling) == (file in ("kg/decisions.py", "kg/settle.py"))


def test_another_version_of_a_reading_library_makes_parts_anew(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, installed = software(), metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: "99" if name == "pypdf" else installed(name))
    assert software() != before


def test_changed_rules_of_settling_make_the_tables_anew_and_no_part(
    two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build([two], tmp_path / "out", workers=1)
    assembled: list[object] = []

    def watched(*given: Any, **named: Any) -> tuple[str, ...]:
        assembled.append(given)
        return assemble(*given, **named)

    # `pipelines.build` is the function, so what its module names is changed through it.
    monkeypatch.setitem(build.__globals__, "assemble", watched)
    assert build([two], tmp_path / "out", workers=1).files[0].outcome == "cached"
    assert not assembled
    monkeypatch.setitem(build.__globals__, "settling", lambda: "other rules")
    again = build([two], tmp_path / "out", workers=1)
    assert [file.outcome for file in again.files] == ["cached", "cached"]
    assert assembled


def test_json_is_one_object_and_nothing_else(kg: Run, tmp_path: Path) -> None:
    shutil.copy(next(SAMPLES.glob("*.md")), tmp_path / "a.md")
    result = kg("build", "a.md", "--json")
    assert result.returncode == 0, result.stderr
    answer = json.loads(result.stdout)
    assert answer["id"] == open_bundle(tmp_path / "kg-out").id
    assert answer["files"][0]["outcome"] == "built"
    assert json.loads(kg("load", "--json").stdout)["created"] > 0
    again = json.loads(kg("load", "--json").stdout)
    assert [again[word] for word in ("created", "updated", "removed")] == [0, 0, 0]


def test_the_folder_of_a_bundle_names_its_store_and_what_can_be_asked_is_completed(
    tmp_path: Path, kg: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("四川省广元市2022年工作总结\n\n全市开展“清风”行动。\n", encoding="utf-8")
    assert kg("build", "a.txt", "--out", "other").returncode == 0
    assert kg("load", "other").returncode == 0
    assert "清风行动" in kg("query", "acts_of_place", "place=广元市", "--store", "other").stdout
    assert "--store DIR" in kg("query", "statistics").stderr
    for words, wanted in (
        ("kg query acts", "acts_of_place"),
        ("kg query path fi", "first="),
        ("kg export --format graphm", "graphml"),
    ):
        completed = subprocess.run(
            [sys.executable, "-c", "import sys; sys.argv = ['kg']; from pipelines.cli import main; main()"],
            env=environment(_KG_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=str(len(words.split()) - 1)),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert completed.stdout.split() == [wanted]


def test_what_a_build_leaves_out_is_said(tmp_path: Path, kg: Run) -> None:
    for name, head in (("a.txt", "四川省广元市2022年工作总结"), ("b.txt", "2022年工作总结")):
        (tmp_path / name).write_text(f"{head}\n\n全市开展“清风”行动。\n", encoding="utf-8")
    (tmp_path / "c.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    first = kg("build", ".")
    assert first.returncode == 3
    assert "c.doc: not a kind of file that is read" in first.stderr
    assert "note 1 report names no place" in first.stderr
    assert "--decide place --about r" in first.stderr
    assert "left out" not in first.stderr
    (tmp_path / "d.txt").write_text("农业农村部关于开展“清风”行动的通知\n\n开展“清风”行动。\n", encoding="utf-8")
    assert "note 1 report names no place" in kg("build", "b.txt", "d.txt").stderr, "a ministry speaks for itself"
    second = kg("build", "a.txt")
    assert "note 2 files of the last build were not named and are left out: b.txt, d.txt" in second.stderr
    assert "name no place" not in second.stderr
