"""A build on a Ray cluster of one machine beside the same build without Ray: the bytes must be equal, also when a worker is killed half-way.

Made-up reports of 1,000 characters; 20,000 of them at full scale. Needs the extra `cluster`.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

from kg.bundle import open_bundle
from pipelines.cluster import FILES
from pipelines.parts import PARTS_FOLDER
from tests.bench.measure import Figure, Run, Setting, kg, tree
from tests.bench.synthetic import write_reports

REPORTS = 20_000
CHARS = 1000
POLL_SECONDS = 0.2
# Ray starts its workers with a niceness of 15, the processes of a plain build have none.
ENVIRONMENT = {"RAY_worker_niceness": "0"}


def run(setting: Setting) -> Iterator[Figure]:
    """Build without Ray, with one Ray worker, and with two of which one is killed; compare the bundles."""
    reports, count = setting.work / "reports", setting.size(REPORTS)
    chars = write_reports(reports, count, chars=CHARS)
    plain = kg("build", reports, "--out", setting.work / "plain", "--workers", "2", "--json")
    wanted = json.loads(plain.stdout)["id"]
    yield _figure(
        f"{count:,} reports of {CHARS:,} characters, 2 processes without Ray", chars / plain.seconds, "chars/s"
    )
    for workers in (1, 2):
        out = setting.work / f"ray{workers}"
        done, killed = _build(reports, out, workers, kill_at=count // FILES // 2 if workers == 2 else 0)
        if open_bundle(out).id != wanted or json.loads(done.stdout)["counts"] != json.loads(plain.stdout)["counts"]:
            raise RuntimeError(f"the bundle of {workers} Ray workers differs from that of one machine")
        note = f", worker {killed} killed half-way" if killed else ""
        yield _figure(
            f"the same bytes by {workers} Ray workers{note}", chars / done.seconds, "chars/s", peer="without Ray",
            ratio=plain.seconds / done.seconds,
        )  # fmt: skip
        yield _figure(f"most memory, {workers} Ray workers and Ray itself", done.memory, "MiB")


def _build(reports: Path, out: Path, workers: int, *, kill_at: int) -> tuple[Run, int]:
    """Build with Ray and kill one worker when `kill_at` parts are there (0: none); give its number."""
    killed: list[int] = []
    ended = threading.Event()

    def watch() -> None:
        while kill_at and not killed and not ended.wait(POLL_SECONDS):
            parts = out / PARTS_FOLDER
            if parts.is_dir() and len(os.listdir(parts)) >= kill_at:
                killed.extend(_workers()[:1])
                for number in killed:
                    os.kill(number, signal.SIGKILL)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        done = kg(
            "build", reports, "--out", out, "--cluster", "local", "--workers", str(workers), "--json", environment=ENVIRONMENT
        )  # fmt: skip
    finally:
        ended.set()
        watcher.join()
    if kill_at and not killed:
        raise RuntimeError("no worker was found to kill")
    return done, sum(killed)


def _workers() -> list[int]:
    found = []
    for number in tree(os.getpid()):
        with contextlib.suppress(OSError):  # it ended
            if Path(f"/proc/{number}/cmdline").read_bytes().startswith(b"ray::Map"):
                found.append(number)
    return found


def _figure(name: str, value: float, unit: str, *, peer: str = "", ratio: float | None = None) -> Figure:
    return Figure(bench="cluster", name=name, value=value, unit=unit, peer=peer, ratio=ratio)
