"""The embedded store beside a bundle is a copy: missing, old or damaged it is made again when it is asked for, and a line says so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.bundle import Bundle, damage, open_bundle
from kg.errors import BundleError, StoreError
from kg.store import load, open_store
from pipelines.doctor import doctor
from pipelines.load import opened
from tests.contract.bundles import sample_rows, write_bundle


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    made = write_bundle(tmp_path / "out", sample_rows())
    load(made, f"embedded:{tmp_path / 'out' / 'store'}")
    return made


def entities(folder: Path) -> int:
    with opened(f"embedded:{folder / 'store'}") as store:
        return int(store.read("MATCH (n:Entity) RETURN count(n) AS number").rows[0][0])


def test_a_store_that_is_right_is_opened_without_a_word(bundle: Bundle, capsys: pytest.CaptureFixture[str]) -> None:
    assert entities(bundle.root) == 13
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("state", ["missing", "old", "damaged"])
def test_a_store_is_made_again(bundle: Bundle, state: str, capsys: pytest.CaptureFixture[str]) -> None:
    store = bundle.root / "store"
    rows = sample_rows()
    if state == "missing":
        shutil.rmtree(store)
    elif state == "damaged":
        (store / "graph.kgl").write_bytes(b"nothing")
    else:
        rows["entities"].append({**rows["entities"][-1], "id": "policy:新", "name": "新"})
        write_bundle(bundle.root, rows)
    assert entities(bundle.root) == len(rows["entities"])
    (line,) = capsys.readouterr().err.splitlines()
    assert f"is {state}; it is made again from the bundle" in line
    assert entities(bundle.root) == len(rows["entities"])
    assert capsys.readouterr().err == ""


def test_an_old_store_that_is_being_written_is_used_as_it_is(
    bundle: Bundle, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = sample_rows()
    rows["entities"].append({**rows["entities"][-1], "id": "policy:新", "name": "新"})
    write_bundle(bundle.root, rows)
    with open_store(f"embedded:{bundle.root / 'store'}", read_only=False):
        assert entities(bundle.root) == 13
    assert "the old store is used: another process is writing" in capsys.readouterr().err


@pytest.mark.parametrize("content", ['{"name": "a web page"}', "[", '{"format": 99}'])
def test_a_store_beside_a_manifest_of_something_else_is_used_as_it_is(
    bundle: Bundle, tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "other").mkdir()
    shutil.copytree(bundle.root / "store", tmp_path / "other" / "store")
    (tmp_path / "other" / "manifest.json").write_text(content, encoding="utf-8")
    assert entities(tmp_path / "other") == 13
    (line,) = capsys.readouterr().err.splitlines()
    assert "is used as it is: the " in line
    assert str(tmp_path / "other") in line


def test_a_store_without_a_bundle_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store in"):
        entities(tmp_path)


def states(folder: Path) -> dict[str, tuple[str, str]]:
    return {check.name: (check.state, check.detail) for check in doctor(folder)}


def test_doctor_looks_at_the_store_of_the_folder(bundle: Bundle) -> None:
    assert states(bundle.root)["store"][0] == "ok"
    assert "13 entities" in states(bundle.root)["store"][1]
    rows = sample_rows()
    rows["reports"][0]["heading"] = "另一个标题"
    write_bundle(bundle.root, rows)
    assert "not of the bundle" in states(bundle.root)["store"][1]


@pytest.mark.parametrize("how", ["flipped", "short", "gone", "manifest"])
def test_damage_is_found_by_doctor_and_never_loaded(bundle: Bundle, tmp_path: Path, how: str) -> None:
    path = bundle.path("edges")
    whole = path.read_bytes()
    if how == "flipped":
        path.write_bytes(whole[:40] + bytes([whole[40] ^ 0xFF]) + whole[41:])
        assert damage(bundle)
    elif how == "short":
        path.write_bytes(whole[:-10])
    elif how == "gone":
        path.unlink()
    else:
        (bundle.root / "manifest.json").write_text("{}", encoding="utf-8")
    state, detail = states(bundle.root)["bundle"]
    assert state == "wrong"
    assert "manifest" in detail if how == "manifest" else "edges" in detail
    with pytest.raises(BundleError, match=r"damaged|lacks|manifest"):
        load(open_bundle(bundle.root), f"embedded:{tmp_path / 'other'}")
    # Written again, it is whole.
    again = write_bundle(bundle.root, sample_rows())
    assert again.id == bundle.id
    assert not damage(again)
