"""Killed in the middle, and continued: the end is that of an undisturbed run. A few seeded moments; `make bench` tries many."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from kg.bundle import Bundle, damage, open_bundle
from kg.store import load
from pipelines.build import build
from tests.bench.synthetic import write_reports
from tests.faults import BUILD, LOAD, Work, dump, kill_often, tables

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
REPORTS, CHARS, MOMENTS = 12, 300, 3


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports, the bundle of the first half of them (`old`) and that of all (`new`)."""
    root = tmp_path_factory.mktemp("faults")
    write_reports(root / "reports", REPORTS // 2, chars=CHARS)
    build([root / "reports"], root / "old", workers=1)
    write_reports(root / "reports", REPORTS, chars=CHARS)
    build([root / "reports"], root / "new", workers=1)
    return root


@pytest.mark.parametrize("workers", [1, 2])
def test_a_killed_build_keeps_the_old_bundle_and_goes_on(folder: Path, tmp_path: Path, workers: int) -> None:
    out, known = tmp_path / "out", {open_bundle(folder / name).id for name in ("old", "new")}

    def check() -> None:
        standing = open_bundle(out)
        assert standing.id in known
        assert not damage(standing)
        build([folder / "reports"], out, workers=1)
        assert tables(out) == tables(folder / "new")
        assert len(list((out / "parts").iterdir())) == REPORTS
        assert len(list((out / "generations").iterdir())) == 1

    work = Work(
        code=BUILD,
        arguments=(str(folder / "reports"), str(out), str(workers)),
        reset=lambda: _copy(folder / "old", out),
    )
    assert len(kill_often(work, MOMENTS if workers == 1 else 1, check)) > 0


def _copy(source: Path, out: Path) -> None:
    if out.exists():
        shutil.rmtree(out)
    shutil.copytree(source, out)


def test_a_killed_load_keeps_the_old_store_and_goes_on(folder: Path, tmp_path: Path) -> None:
    old, new = open_bundle(folder / "old"), open_bundle(folder / "new")
    before, after = _loaded(old, tmp_path / "before"), _loaded(new, tmp_path / "after")
    url = f"embedded:{tmp_path / 'store'}"

    def check() -> None:
        assert dump(url) in (before, after)
        load(new, url)
        assert dump(url) == after

    work = Work(
        code=LOAD, arguments=(str(folder / "new"), url), reset=lambda: _copy(tmp_path / "before", tmp_path / "store")
    )
    assert len(kill_often(work, MOMENTS, check)) > 0


def _loaded(bundle: Bundle, folder: Path) -> tuple[list[object], list[object]]:
    load(bundle, f"embedded:{folder}")
    return dump(f"embedded:{folder}")
