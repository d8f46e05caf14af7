"""The embedded store as files and processes see it: missing, damaged, locked, killed, and the addresses of stores."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.bundle import Bundle
from kg.errors import StoreError, StoreUnavailable, UsageError
from kg.store import load, open_store, unload
from tests.conftest import ROOT
from tests.contract.bundles import sample_rows, write_bundle


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    return write_bundle(tmp_path / "bundle", sample_rows())


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("embedded:", "embedded: needs a folder"),
        ("kg-out/store", "not the address of a store: kg-out/store"),
        ("http://127.0.0.1:7474", "not the address of a store"),
        ("bolt://", "not the address of a store"),
        ("bolt://[", "not the address of a store"),
        ("bolt://127.0.0.1:7687?x=1", "is not the address of a Neo4j server"),
    ],
)
def test_an_address_that_is_none(url: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        open_store(url)


@pytest.mark.parametrize(
    "url", ["bolt://me:hidden@127.0.0.1", "neo4j+s://hidden@127.0.0.1", "http://me:hidden@127.0.0.1"]
)
def test_a_secret_in_an_address_is_refused_and_not_shown(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        open_store(url)
    assert "hidden" not in str(caught.value)


def test_no_server_is_told_with_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KG_NEO4J_USER", raising=False)
    with pytest.raises(StoreUnavailable, match=r"no Neo4j server answers at bolt://127.0.0.1:1;"):
        open_store("bolt://127.0.0.1:1")


def test_a_missing_store_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match=r"no store in .*nothing; make it again with: kg load"):
        open_store(f"embedded:{tmp_path / 'nothing'}")
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize("damage", ["garbage", "half", "flipped", "empty"])
def test_a_damaged_store_is_told_and_made_again(bundle: Bundle, tmp_path: Path, damage: str) -> None:
    url = f"embedded:{tmp_path / 'store'}"
    load(bundle, url)
    file = tmp_path / "store" / "graph.kgl"
    whole = file.read_bytes()
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 0xFF
    file.write_bytes(
        {"garbage": b"nothing", "half": whole[: len(whole) // 2], "flipped": bytes(flipped), "empty": b""}[damage]
    )
    with pytest.raises(StoreError, match=r"cannot be opened .*; make it again with: kg load"):
        open_store(url)
    report = load(bundle, url)
    assert "could not be read" in report.remade
    assert report.created
    assert load(bundle, url).remade == ""


def test_one_writer_and_readers_beside_it(bundle: Bundle, tmp_path: Path) -> None:
    url = f"embedded:{tmp_path / 'store'}"
    load(bundle, url)
    with open_store(url, read_only=False):
        with pytest.raises(StoreUnavailable, match="another process is writing the store"):
            load(bundle, url)
        with open_store(url) as first, open_store(url) as second:
            query = "MATCH (n:Entity) RETURN count(n) AS number"
            assert first.read(query).rows == second.read(query).rows == ((13,),)
    assert load(bundle, url).unchanged


def test_what_was_not_finished_is_not_kept(bundle: Bundle, tmp_path: Path) -> None:
    url = f"embedded:{tmp_path / 'store'}"
    load(bundle, url)
    with open_store(url, read_only=False) as store:
        assert store.write("MATCH (n:Entity) DETACH DELETE n RETURN count(*) AS number") == 13
    with open_store(url) as store:
        assert store.read("MATCH (n:Entity) RETURN count(n) AS number").rows == ((13,),)


def test_unloading_leaves_an_empty_store(bundle: Bundle, tmp_path: Path) -> None:
    url = f"embedded:{tmp_path / 'store'}"
    load(bundle, url)
    assert unload(url) == 13 + 4 + 6
    with open_store(url) as store:
        assert store.read("MATCH (n) RETURN count(n) AS number").rows == ((0,),)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_told(bundle: Bundle, tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    with pytest.raises(StoreError, match="cannot be opened for writing"):
        load(bundle, f"embedded:{tmp_path / 'closed' / 'store'}")


def test_a_file_in_the_way_is_told(bundle: Bundle, tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be opened for writing"):
        load(bundle, f"embedded:{tmp_path / 'store'}")


_ENDLESS = """
import sys, itertools
from kg.bundle import open_bundle
from kg.store import open_store
with open_store(sys.argv[1], read_only=False) as store:
    for number in itertools.count():
        store.write("CREATE (:Entity {id: $id})", {"id": f"half {number}"})
        print(number, flush=True)
        if number % 7 == 3:
            store.finish()
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
@pytest.mark.parametrize("writes", [1, 4, 40, 200])
def test_a_killed_writer_leaves_a_store_that_opens(bundle: Bundle, tmp_path: Path, writes: int) -> None:
    url = f"embedded:{tmp_path / 'store'}"
    process = subprocess.Popen([sys.executable, "-c", _ENDLESS, url], stdout=subprocess.PIPE, cwd=ROOT, text=True)
    with process:
        assert process.stdout
        for line in process.stdout:
            if int(line) >= writes:
                break
        time.sleep(0.003 * (writes % 5))
        process.send_signal(signal.SIGKILL)
        process.stdout.read()
    if (tmp_path / "store" / "graph.kgl").exists():
        with open_store(url) as store:
            assert store.read("MATCH (n:Entity) RETURN count(n) AS number").rows[0][0] >= writes // 7
        unload_everything(url)
    load(bundle, url)
    with open_store(url) as store:
        assert store.read("MATCH (n) RETURN count(n) AS number").rows == ((13 + 4 + 6 + 1,),)


def unload_everything(url: str) -> None:
    with open_store(url, read_only=False) as store:
        store.write("MATCH (n) DETACH DELETE n")
        store.finish()


def test_the_library_loads_no_driver_before_it_is_needed() -> None:
    code = "import sys, kg, kg.store, queries, queries.subgraph; print(sorted({'kglite', 'neo4j', 'spacy', 'pypinyin'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"
