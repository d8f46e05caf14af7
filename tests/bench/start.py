"""How long the command line takes from a cold start, beside a bare start of Python with the same interpreter."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from statistics import median

from kg.store import load
from pipelines.build import build
from tests.bench.measure import ROOT, Figure, Setting
from tests.bench.synthetic import write_reports

TIMES = 9
KG = (sys.executable, "-c", "from pipelines.cli import main; main()")


def run(setting: Setting) -> Iterator[Figure]:
    """Time `kg --help`, and `kg query` on a small graph in the embedded store."""
    write_reports(setting.work / "reports", setting.size(100))
    store = f"embedded:{setting.work / 'store'}"
    load(build([setting.work / "reports"], setting.work / "out").bundle, store)
    bare = _seconds((sys.executable, "-c", "pass"))
    for name, arguments, target in (
        ("kg --help", ["--help"], 0.3),
        ("kg query", ["query", "statistics", "--store", store], 1.5),
    ):
        value = _seconds([*KG, *arguments])
        yield Figure(
            bench="start", name=f"{name}, median of {TIMES}", value=value, unit="s", peer="bare Python", ratio=value / bare, target=f"<= {target} s"
        )  # fmt: skip


def _seconds(command: Sequence[str]) -> float:
    times = []
    for _ in range(TIMES):
        started = time.perf_counter()
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        times.append(time.perf_counter() - started)
    return median(times)
