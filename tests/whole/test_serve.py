"""`kg serve`: the page from the store on loopback, and what it refuses."""

from __future__ import annotations

import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.whole.conftest import COMMAND, Run, environment, one_line

REPORT = "襄阳市2023年工作总结\n襄阳市深入实施“青禾育苗”计划，开展“联村解难”行动。\n"


@pytest.fixture
def address(kg: Run, tmp_path: Path) -> Iterator[str]:
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    assert kg("build", "a.txt").returncode == 0
    assert kg("load").returncode == 0
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", "0"], cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    yield process.stdout.readline().strip()
    process.terminate()
    process.wait(timeout=20)
    process.stdout.close()


def get(url: str, **headers: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_pages_and_refusals(kg: Run, address: str) -> None:
    assert address.startswith("http://127.0.0.1:")
    status, page = get(address)
    assert status == 200
    assert "青禾育苗" in page or "\\u9752\\u79be\\u80b2\\u82d7" in page
    assert get(address + "?focus=" + quote("襄阳市"))[0] == 200
    assert get(address + "?focus=" + quote("没有这个名字"))[0] == 404
    assert get(address + "?focus=" + "x" * 1000)[0] == 413
    assert get(address, Host="evil.example")[0] == 421
    assert get(address + "../../etc/passwd")[0] == 404
    port = address.rstrip("/").rsplit(":", 1)[1]
    taken = kg("serve", "--port", port)
    assert taken.returncode == 1
    assert port in one_line(taken.stderr)
    assert "--port" in one_line(taken.stderr)


def test_a_port_in_use_by_another_program(kg: Run, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        result = kg("serve", "--port", other.getsockname()[1])
    assert result.returncode == 1
    assert "cannot be used" in one_line(result.stderr)


def test_no_server_and_no_store_are_said_in_one_line(kg: Run) -> None:
    absent = kg("query", "statistics", "--store", "bolt://127.0.0.1:1")
    assert absent.returncode == 1
    assert "127.0.0.1:1" in one_line(absent.stderr)
    nothing = kg("query", "statistics")
    assert nothing.returncode == 1
    assert "kg load" in one_line(nothing.stderr)
    secret = kg("query", "statistics", "--store", "bolt://me:topsecret@127.0.0.1:1")
    assert secret.returncode == 2
    assert "topsecret" not in secret.stderr + secret.stdout
