"""The core: ids, schema, errors, bundle."""

from __future__ import annotations

import errno
import inspect
import json
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import errors
from kg.bundle import TABLES, commit_bundle, damage, open_bundle, to_disk
from kg.errors import BundleError, KgError, SchemaError
from kg.schema import parse_schema, schema
from kg.simplified import simplified

SCHEMA_TEXT = """
version = 1
[entities.PLACE]
label = "Place"
zh = "地区"
en = "Place"
[predicates.NEAR]
zh = "邻近"
en = "near"
symmetric = true
triples = [["PLACE", "PLACE"]]
[documents.Report]
zh = "报告"
en = "Report"
[links.ABOUT]
from = ["Report"]
to = ["Place"]
"""


@given(st.text())
def test_simplified_text_has_the_same_length(text: str) -> None:
    assert len(simplified(text + "組織部")) == len(text) + 3


def test_every_error_is_drawn_in_the_tree() -> None:
    classes = [one for _, one in inspect.getmembers(errors, inspect.isclass) if issubclass(one, KgError)]
    assert len(classes) >= 10
    for one in classes:
        assert one.__name__ in str(errors.__doc__)
        assert one.__doc__


def test_the_schema_is_what_the_guidelines_define() -> None:
    assert list(schema().entities) == ["PLACE", "ORG", "PROGRAMME", "CAMPAIGN", "POLICY"]
    assert schema().predicates["PARTNERS_WITH"].symmetric
    assert not schema().legal("POLICY", "RUNS", "PLACE")


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('triples = [["PLACE", "PLACE"]]', 'triples = [["PLACE", "PERSON"]]', "PERSON"),
        ('to = ["Place"]', 'to = ["Town"]', "Town"),
    ],
)
def test_a_schema_that_names_what_is_not_defined_is_refused(old: str, new: str, word: str) -> None:
    assert parse_schema(SCHEMA_TEXT).legal("PLACE", "NEAR", "PLACE")
    with pytest.raises(SchemaError, match=word):
        parse_schema(SCHEMA_TEXT.replace(old, new))


def tables(folder: Path, name: str = "甲") -> Path:
    folder.mkdir(parents=True)
    for table, columns in TABLES.items():
        rows = [{"id": "place:1", "type": "PLACE", "name": name}] if table == "entities" else []
        pq.write_table(pa.Table.from_pylist(rows, schema=columns), folder / f"{table}.parquet")
    return folder


def test_a_bundle_is_whole_or_cannot_be_opened(tmp_path: Path) -> None:
    root = tmp_path / "out"
    with pytest.raises(BundleError, match="kg build"):
        open_bundle(root)
    folder = tables(root / "new")
    (folder / "edges.parquet").rename(folder / "edges.away")
    with pytest.raises(FileNotFoundError):
        commit_bundle(root, folder, {})
    with pytest.raises(BundleError, match="no bundle"):
        open_bundle(root)
    (folder / "edges.away").rename(folder / "edges.parquet")
    bundle = commit_bundle(root, folder, {"software": "0"})
    assert bundle.table("entities").num_rows == 1
    assert damage(bundle) == ()


def test_files_are_flushed_as_windows_wants_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"a")
    opened: dict[int, int] = {}
    flushed: list[int] = []
    real = os.open

    def remember(path: Path, flags: int) -> int:
        handle = real(path, flags)
        opened[handle] = flags
        return handle

    def windows(handle: int) -> None:
        if not opened[handle] & os.O_RDWR:
            raise OSError(errno.EBADF, "Bad file descriptor")
        flushed.append(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", remember)
        patch.setattr(os, "fsync", windows)
        patch.setattr(os, "name", "nt")
        to_disk(path)
        to_disk(tmp_path)
    assert len(flushed) == 1
    to_disk(tmp_path)  # elsewhere a folder as well


def test_the_next_bundle_replaces_the_one_before(tmp_path: Path) -> None:
    first = commit_bundle(tmp_path, tables(tmp_path / "a"), {})
    same = commit_bundle(tmp_path, tables(tmp_path / "b"), {})
    assert same.id == first.id
    second = commit_bundle(tmp_path, tables(tmp_path / "c", "乙"), {})
    assert second.id != first.id
    assert [row["name"] for rows in open_bundle(tmp_path).rows("entities") for row in rows] == ["乙"]
    assert not first.folder.exists()


def test_damage_is_found(tmp_path: Path) -> None:
    bundle = commit_bundle(tmp_path, tables(tmp_path / "a"), {})
    path = bundle.path("entities")
    data = bytearray(path.read_bytes())
    data[10] ^= 1
    path.write_bytes(data)
    assert any("entities" in line for line in damage(bundle))
    bundle.path("edges").unlink()
    with pytest.raises(BundleError, match="edges"):
        open_bundle(tmp_path)


@pytest.mark.parametrize(("found", "word"), [(99, "update"), (0, "build it again"), (None, "makes it whole again")])
def test_another_format_is_refused_with_the_way_out(tmp_path: Path, found: object, word: str) -> None:
    commit_bundle(tmp_path, tables(tmp_path / "a"), {})
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    (tmp_path / "manifest.json").write_text(json.dumps({**manifest, "format": found}), encoding="utf-8")
    with pytest.raises(BundleError, match=word):
        open_bundle(tmp_path)
