"""Bad input: a clear line, the right exit code, never a traceback, and the rest is built."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import BinaryIO

import pytest
from docx import Document
from pypdf import PdfWriter

from kg.bundle import open_bundle
from kg.read import ReadLimits
from pipelines.build import build
from pipelines.cluster import find_sources
from tests.conftest import require
from tests.whole.conftest import COMMAND, Run, environment, one_line

GOOD = (
    "平溪市2023年组织工作总结\n一年来，平溪市深入实施“青禾育苗”计划，开展“联村解难”行动，出台《平溪市人才安居办法》。\n"
)


def good(folder: Path, name: str = "好.txt") -> Path:
    path = folder / name
    path.write_text(GOOD, encoding="utf-8")
    return path


def pdf(path: Path, *, password: str | None = None) -> None:
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    if password:
        writer.encrypt(password, algorithm="AES-256")
    writer.write(path)


def bad_file(folder: Path, kind: str) -> Path:
    path = folder / {"docx": "截断.docx", "encrypted": "加密.pdf", "scanned": "扫描.pdf"}.get(kind, "坏.txt")
    if kind == "empty":
        path.write_bytes(b"")
    elif kind == "binary":
        path.write_bytes(bytes(range(256)) * 40)
    elif kind == "undecodable":
        path.write_bytes(
            "组织工作综述，这一年来各项工作稳步推进。".encode() * 20 + b"\xff\xfe\xff\x81" * 3 + "结尾".encode()
        )
    elif kind == "docx":
        whole = folder / "whole.docx"
        document = Document()
        document.add_paragraph(GOOD)
        document.save(str(whole))
        path.write_bytes(whole.read_bytes()[:-2000])
        whole.unlink()
    elif kind == "encrypted":
        pdf(path, password="geheim")
    else:
        pdf(path)
    return path


@pytest.mark.parametrize("kind", ["empty", "binary", "undecodable", "docx", "encrypted", "scanned"])
def test_a_bad_file_is_listed_and_the_rest_is_built(kg: Run, tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    good(folder)
    path = bad_file(folder, kind)
    result = kg("build", folder, "--workers", "1")
    assert result.returncode == 3, result.stderr
    assert "Traceback" not in result.stderr
    assert "skipped" in result.stderr
    assert path.name in result.stderr
    assert open_bundle(tmp_path / "kg-out").manifest["counts"]["reports"] == 1
    strict = kg("build", folder, "--strict", "--workers", "1", "--out", "strict")
    assert strict.returncode == 1
    assert path.name in one_line(strict.stderr)


@pytest.mark.skipif(os.name == "nt", reason="no named pipes in folders")
def test_a_pipe_is_not_waited_for(kg: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    good(folder)
    os.mkfifo(folder / "管.txt")
    result = kg("build", folder, "--workers", "1", before=("env",), timeout=60)
    assert result.returncode == 3, result.stderr
    assert "管.txt: not a regular file" in result.stderr


def test_a_file_above_the_limit_is_not_hashed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = tmp_path / "大.txt"
    with large.open("wb") as file:
        file.truncate(ReadLimits().file_bytes + 1)  # no bytes on the disk
    hashed: list[str] = []
    digest = hashlib.file_digest

    def watched(file: BinaryIO, name: str) -> object:
        hashed.append(file.name)
        return digest(file, name)

    monkeypatch.setattr(hashlib, "file_digest", watched)
    made = build([large, good(tmp_path)], tmp_path / "out", workers=1)
    assert "file_bytes" in made.skipped[0].reason
    assert str(large) not in hashed
    assert find_sources([large])[0][0].mark == ""
    assert str(large) not in hashed


@pytest.mark.parametrize(
    "words",
    [("PYTHONIOENCODING=latin-1",), ("LC_ALL=C", "PYTHONUTF8=0", "PYTHONCOERCECLOCALE=0")],
    ids=["latin-1", "C"],
)
def test_any_encoding_of_the_locale(kg: Run, words: tuple[str, ...]) -> None:
    listed = kg("query", before=("env", *words))
    assert listed.returncode == 0, listed.stderr
    assert "问题" in listed.stdout
    wrong = kg("build", "没有.txt", before=("env", *words))
    assert wrong.returncode == 1
    assert "没有.txt: not found" in one_line(wrong.stderr)


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals")
def test_a_terminal_without_chinese_shows_what_it_has(tmp_path: Path) -> None:
    screen, terminal = os.openpty()
    with subprocess.Popen(
        [*COMMAND, "query", "--format", "csv"], cwd=tmp_path, env=environment(PYTHONIOENCODING="latin-1"),
        stdout=terminal, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        os.close(terminal)
        shown = b""
        with contextlib.suppress(OSError):  # how a terminal ends
            while more := os.read(screen, 4096):
                shown += more
        os.close(screen)
        assert process.wait(timeout=60) == 0, process.communicate()
    assert b"parameters,\\u95ee\\u9898,question" in shown


def test_undecodable_bytes_are_named_by_offset_and_encodings(kg: Run, tmp_path: Path) -> None:
    path = bad_file(tmp_path, "undecodable")
    result = kg("build", path)
    assert result.returncode == 1
    line = one_line(result.stderr)
    assert "1200" in line  # 20 sentences of 60 bytes are good, the next byte is not
    assert "utf-8" in line.lower()
    assert "gb18030" in line.lower()


def test_a_folder_without_reports(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    result = kg("build", "in")
    assert result.returncode == 1
    assert "in" in one_line(result.stderr)


def test_a_path_that_does_not_exist(kg: Run) -> None:
    result = kg("build", "nirgends")
    assert result.returncode == 1
    assert "nirgends" in one_line(result.stderr)


def test_no_permission(kg: Run, tmp_path: Path) -> None:
    locked = good(tmp_path, "锁.txt")
    locked.chmod(0)
    drop: tuple[str, ...] = ()
    if os.geteuid() == 0:  # root reads everything unless it gives that up
        require("setpriv", shutil.which("setpriv") is not None, "setpriv is not installed and the tests run as root")
        drop = ("setpriv", "--inh-caps=-all", "--bounding-set=-all")
    good(tmp_path)
    result = kg("build", tmp_path / "锁.txt", tmp_path / "好.txt", before=drop)
    assert result.returncode == 3, result.stderr
    assert "锁.txt" in result.stderr
    assert "ermission" in result.stderr


def fill(path: Path) -> None:
    with path.open("wb") as file:
        while True:
            file.write(b"x" * 4096)
            file.flush()


def test_a_full_disk_keeps_what_was_there(kg: Run, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    can_mount = os.geteuid() == 0 and shutil.which("mount") is not None
    mounted = (
        can_mount
        and subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(small)], check=False).returncode
        == 0
    )
    require("tmpfs", mounted, "mounting a small tmpfs needs root")
    try:
        source = good(tmp_path)
        first = kg("build", source, "--out", small / "out")
        assert first.returncode == 0, first.stderr
        before = open_bundle(small / "out").id
        filler = small / "filler"
        with pytest.raises(OSError, match="No space"):
            fill(filler)
        source.write_text(GOOD * 50, encoding="utf-8")
        full = kg("build", source, "--out", small / "out")
        assert full.returncode == 1
        assert "no space left" in one_line(full.stderr)
        assert open_bundle(small / "out").id == before
        filler.unlink()
        again = kg("build", source, "--out", small / "out")
        assert again.returncode == 0, again.stderr
        assert open_bundle(small / "out").id != before
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_a_limit_on_the_size_of_files_is_said_in_one_line(kg: Run, tmp_path: Path) -> None:
    for number in range(40):
        told = "".join(f"平溪市开展“{number}之{one}号”行动{hash((number, one))}次。\n" for one in range(8))
        (tmp_path / f"{number:02}.txt").write_text(GOOD + told, encoding="utf-8")
    limited = ["bash", "-c", 'ulimit -f 8; exec "$@"', "bash"]
    cut = kg("build", tmp_path, "--out", tmp_path / "out", "--workers", "1", before=limited)
    assert cut.returncode == 1
    assert "no space left for" in one_line(cut.stderr)
    whole = kg("build", tmp_path, "--out", tmp_path / "out", "--workers", "1")
    assert whole.returncode == 0, whole.stderr


def complete(parts: Path) -> list[Path]:
    return [part for part in parts.glob("*") if not part.name.endswith(".partial")]


# Enough for two seconds of work after the third file; a stop takes a few milliseconds.
FILES = 150


def test_ctrl_c_in_the_middle_and_going_on(kg: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(FILES):
        (folder / f"{number:03}.txt").write_text(
            GOOD.replace("平溪市2023", f"平溪市第{number}号2023"), encoding="utf-8"
        )
    parts = tmp_path / "kg-out" / "parts"
    # A stop between opening a file and entering its `with` leaves it to the interpreter, which warns of it and closes it; the
    # other warnings stay errors.
    stoppable = [*COMMAND[:3], "-W", "ignore::ResourceWarning", *COMMAND[3:]]
    process = subprocess.Popen(
        [*stoppable, "build", str(folder), "--workers", "1"],
        cwd=tmp_path,
        env=environment(),
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 120
    while len(complete(parts)) < 3 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.002)
    assert process.poll() is None, "the build ended before it could be stopped"
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "stopped" in one_line(stderr)
    kept = len(complete(parts))
    assert 3 <= kept < FILES
    went_on = kg("build", folder, "--workers", "1")
    assert went_on.returncode == 0, went_on.stderr
    outcomes = [file["outcome"] for file in open_bundle(tmp_path / "kg-out").manifest["files"]]
    assert outcomes.count("cached") == kept
    undisturbed = kg("build", folder, "--workers", "1", "--out", "other")
    assert undisturbed.returncode == 0
    assert open_bundle(tmp_path / "other").id == open_bundle(tmp_path / "kg-out").id


def test_a_second_build_on_the_same_folder_says_so(kg: Run, tmp_path: Path) -> None:
    from filelock import FileLock

    source = good(tmp_path)
    (tmp_path / "kg-out").mkdir()
    with FileLock(tmp_path / "kg-out" / ".lock"):
        result = kg("build", source)
    assert result.returncode == 1
    assert "another build" in one_line(result.stderr)


def test_a_bundle_that_is_not_there_or_of_another_format(kg: Run, tmp_path: Path) -> None:
    missing = kg("load", "nichts")
    assert missing.returncode == 1
    assert "kg build" in one_line(missing.stderr)
    source = good(tmp_path)
    assert kg("build", source).returncode == 0
    manifest = tmp_path / "kg-out" / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"format": 2', '"format": 99'), encoding="utf-8")
    newer = kg("load", "kg-out")
    assert newer.returncode == 1
    assert "update" in one_line(newer.stderr)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("query", "no_such_query"), "no_such_query"),
        (("query", "search", "text"), "name=value"),
        (("cypher", "CREATE (n:Entity {id: 'x'})"), ""),
    ],
)
def test_wrong_questions(kg: Run, tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    source = good(tmp_path)
    assert kg("build", source).returncode == 0
    assert kg("load").returncode == 0
    result = kg(*arguments)
    assert result.returncode in (1, 2)
    assert words in one_line(result.stderr)
