"""Building synthetic reports: speed and memory of a first build, of a second one, and of a corpus ten times as large."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.bench.measure import Figure, Run, Setting, kg
from tests.bench.synthetic import change_reports, write_reports

REPORTS = 5000
TENTH = 10
EVERY = 100  # one report in so many is changed


def run(setting: Setting) -> Iterator[Figure]:
    """Build a tenth of the reports, all of them, all of them again, and again after changing 1 %."""
    count = setting.size(REPORTS)
    small, large = setting.work / "small", setting.work / "large"
    write_reports(small, count // TENTH)
    chars = write_reports(large, count)
    tenth = kg("build", small, "--out", setting.work / "small-out", "--json")
    first = kg("build", large, "--out", setting.work / "out", "--json")
    yield _figure(f"first build of {count:,} reports, {chars / 1e6:.1f} million characters", first.seconds, "s")
    yield _figure("characters per second and core", chars / first.cpu, "chars/s")
    yield _figure("most memory, all processes", first.memory, "MiB")
    yield _figure(
        "memory", first.memory, "MiB", peer=f"{tenth.memory:.0f} MiB of {count // TENTH:,} reports",
        ratio=first.memory / tenth.memory, target="<= 1.3",
    )  # fmt: skip
    second = kg("build", large, "--out", setting.work / "out", "--json")
    yield _figure(
        "second build, nothing changed", second.seconds, "s", peer="faster than the first",
        ratio=first.seconds / second.seconds, target=">= 20",
    )  # fmt: skip
    yield _figure(
        "the same by processor time", second.cpu, "s", peer="faster than the first", ratio=first.cpu / second.cpu,
        target=">= 20",
    )  # fmt: skip
    changed = change_reports(large, count, every=EVERY)
    third = kg("build", large, "--out", setting.work / "out", "--json")
    yield _figure(
        f"build after changing {changed} reports ({_outcomes(third)})", third.seconds, "s", peer="faster than the first",
        ratio=first.seconds / third.seconds,
    )  # fmt: skip


def _outcomes(run: Run) -> str:
    files = json.loads(run.stdout)["files"]
    return f"{sum(one['outcome'] == 'built' for one in files)} read"


def _figure(
    name: str, value: float, unit: str, *, peer: str = "", ratio: float | None = None, target: str = ""
) -> Figure:
    return Figure(bench="build", name=name, value=value, unit=unit, peer=peer, ratio=ratio, target=target)
