"""Building on a Ray cluster: the bytes of one machine, whatever dies on the way."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import fsspec
import pytest
from fsspec.implementations.local import LocalFileSystem

from kg.errors import InputError, SchemaError
from pipelines.build import build
from pipelines.cluster import PART_BYTES, Source, cut, find_sources
from pipelines.parts import FileOutcome
from pipelines.worker import take_own
from tests.bench.measure import tree
from tests.whole.conftest import Run, one_line

TEXT = "平溪市{year}年工作总结\n平溪市深入实施“青禾{year}号”计划，开展“联村解难”行动。\n"


@pytest.fixture(scope="module")
def ray() -> Iterator[None]:
    """Two workers for all tests here, started once: a start takes seven seconds."""
    pytest.importorskip("ray.data")
    import ray

    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ["RAY_BACKEND_LOG_LEVEL"] = "fatal"
    ray.init(
        num_cpus=2,
        include_dashboard=False,
        log_to_driver=False,
        object_store_memory=128 << 20,
        _node_ip_address="127.0.0.1",
    )
    yield
    ray.shutdown()
    gc.collect()  # Ray leaves its processes for the collector to complain of; here the complaint is not an error


pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Forty small files, some of them twice, and two that cannot be read; some four files to a part."""
    monkeypatch.setattr("pipelines.cluster.FILES", 4)
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number:03}.txt").write_text(TEXT.format(year=1990 + number % 30), encoding="utf-8")
    (folder / "空.txt").write_bytes(b"")
    (folder / "坏.docx").write_bytes(b"no zip")
    return folder


def test_no_cluster_at_an_address(kg: Run, tmp_path: Path) -> None:
    """Stands before the tests that connect: who is connected already stays so."""
    pytest.importorskip("ray.data")
    (tmp_path / "a.txt").write_text(TEXT.format(year=2020), encoding="utf-8")
    said = kg("build", "a.txt", "--cluster", "127.0.0.1:1")
    assert said.returncode == 1
    assert "no Ray cluster at 127.0.0.1:1" in one_line(said.stderr)


def test_the_bytes_are_those_of_one_machine(ray: None, many: Path, tmp_path: Path) -> None:
    plain = build([many], tmp_path / "plain", workers=1)
    before = set(cut(find_sources([many])[0]))
    spread = build([many], tmp_path / "spread", workers=2, cluster="local")
    assert spread.bundle.id == plain.bundle.id
    assert spread.files == plain.files
    assert 1 < len(list((tmp_path / "spread" / "parts").iterdir())) < 40
    assert len(plain.skipped) == 2
    (many / "007.txt").write_text(TEXT.format(year=2024), encoding="utf-8")
    (many / "025.txt").unlink()
    changed = build([many], tmp_path / "spread", workers=2, cluster="local")
    built = {file.path for file in changed.files if file.outcome == "built"}
    # Which files share a part depends on the test's folder; what must be made anew is the parts whose files are not those of before.
    anew = {source.name for part in set(cut(find_sources([many])[0])) - before for source in part}
    assert str(many / "007.txt") in built
    assert built == anew - {file.path for file in changed.skipped}
    assert changed.bundle.id == build([many], tmp_path / "plain", workers=1).bundle.id


def workers() -> list[int]:
    """The numbers of the processes that have the pipeline loaded."""
    found = []
    for number in tree(os.getpid()):
        with contextlib.suppress(OSError):
            if Path(f"/proc/{number}/cmdline").read_bytes().startswith(b"ray::Map"):
                found.append(number)
    return found


def test_a_killed_worker_changes_nothing(ray: None, many: Path, tmp_path: Path) -> None:
    killed: list[int] = []

    def kill(done: int, total: int, outcome: FileOutcome) -> None:
        if not killed and done > 2:
            killed.append(workers()[0])
            os.kill(killed[0], signal.SIGKILL)

    spread = build([many], tmp_path / "spread", workers=2, cluster="local", progress=kill)
    assert killed
    assert killed[0] not in workers()
    assert len(spread.skipped) == 2
    assert spread.bundle.id == build([many], tmp_path / "plain", workers=1).bundle.id


def test_own_word_lists_reach_the_nodes(ray: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The nodes are there before the variable is set, as those of a cluster elsewhere are."""
    report, lists = tmp_path / "a.txt", tmp_path / "lists.toml"
    report.write_text("清溪县2023年工作总结\n\n一年来，全县与青禾智造座谈交流，成效明显。\n", encoding="utf-8")

    def built() -> tuple[str, set[str]]:
        made = build([report], tmp_path / "out", workers=1, cluster="local")
        found = {row["text"] for batch in made.bundle.rows("mentions") for row in batch if row["by"] == "list"}
        return made.files[0].outcome, found

    assert built() == ("built", set())
    lists.write_text('[names]\nORG = ["青禾智造"]\n', encoding="utf-8")
    monkeypatch.setenv("KG_LISTS", str(lists))
    assert built() == ("built", {"青禾智造"})
    assert built() == ("cached", {"青禾智造"})
    lists.write_text('[names]\nPERSON = ["甲"]\n', encoding="utf-8")
    with pytest.raises(SchemaError, match="PERSON"):
        built()


def test_a_node_takes_the_own_files_of_who_asks_and_none_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_MODEL", "/of/the/node")
    monkeypatch.setenv("KG_LISTS", "/of/the/node")
    folder = take_own({"KG_LISTS": b"[names]"})
    assert folder is not None
    with folder:
        assert Path(os.environ["KG_LISTS"]).read_bytes() == b"[names]"
        assert "KG_MODEL" not in os.environ
    assert take_own({}) is None
    assert "KG_LISTS" not in os.environ


class Deadly(LocalFileSystem):
    """Local files, of which one ends the process that reads it, as a defect in a library does."""

    protocol = "deadly"

    def get_file(self, rpath: str, lpath: str, **options: Any) -> None:
        if rpath.endswith("013.txt"):
            os._exit(1)
        super().get_file(rpath, lpath, **options)


def test_a_file_that_kills_its_worker_is_left_out_alone(ray: None, many: Path, tmp_path: Path) -> None:
    fsspec.register_implementation("deadly", Deadly, clobber=True)
    made = build([f"deadly://{many}"], tmp_path / "out", workers=2, cluster="local")
    reasons = {file.path.rpartition("/")[2]: file.reason for file in made.skipped}
    assert sorted(reasons) == ["013.txt", "坏.docx", "空.txt"]
    assert "died 3 times" in reasons["013.txt"]


def test_urls(ray: None, many: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for path in many.glob("01*.txt"):
            archive.write(path, f"reports/{path.name}")
        archive.writestr("reports/readme.rst", "no report")
    packed = build([f"zip://reports::{(tmp_path / 'all.zip').as_uri()}"], tmp_path / "packed", cluster="local")
    assert len(packed.files) == 10
    assert not packed.skipped
    assert packed.counts == build([*many.glob("01*.txt")], tmp_path / "plain", workers=1).counts
    globbed, _ = find_sources([f"{many.as_uri()}/01*.txt"])
    assert [source.name for source in globbed] == [f"{many.as_uri()}/01{number}.txt" for number in range(10)]
    with pytest.raises(InputError, match="no report files there"):
        build([tmp_path.as_uri() + "/nothing"], tmp_path / "none", cluster="local")
    with pytest.raises(InputError, match="--cluster"):
        build(["s3://bucket/reports"], tmp_path / "none")


def test_a_cut_moves_one_boundary_only() -> None:
    sources = [Source(path=f"{n}", name=f"{n:05}.txt", mark="", size=1000) for n in range(1000)]
    groups = list(cut(sources))
    assert [one for group in groups for one in group] == sources
    assert 15 < len(groups) < 60
    without = list(cut(sources[:500] + sources[501:]))
    assert len(set(groups) - set(without)) == 1
    large = list(cut([replace(one, size=PART_BYTES) for one in sources[:5]]))
    assert [len(group) for group in large] == [1] * 5
