"""What all benchmarks share: a figure, the machine it was taken on, and running a command with its memory watched.

Memory is read from /proc, so the benchmarks need Linux.
"""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kg import __version__

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLE_SECONDS = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table: what was measured, the value with its unit, and the peer or earlier value it is compared with.

    `ratio` is the value over that of `peer`, in the direction that `target` (text, e.g. ">= 0.8") speaks of.
    """

    bench: str
    name: str
    value: float
    unit: str
    peer: str = ""
    ratio: float | None = None
    target: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Give the figure as plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a benchmark gets: a folder of its own to work in, and by how much its full size is multiplied."""

    work: Path
    scale: float = 1.0

    def size(self, full: int) -> int:
        """Give the number of reports to use, at least ten."""
        return max(10, round(full * self.scale))


Bench = Callable[[Setting], Iterator[Figure]]


def machine() -> dict[str, Any]:
    """Say what the figures were taken on."""
    model = "unknown processor"
    memory = 0
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    for line in Path("/proc/meminfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("MemTotal"):
            memory = int(line.split()[1]) // (1 << 20)
    return {
        "processor": model, "cores": os.cpu_count(), "memory_gib": memory, "system": platform.system(),
        "python": platform.python_version(), "gongwen_kg": __version__, "load_average": round(os.getloadavg()[0], 1),
    }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A command that ended: its output, wall and processor seconds, and the most memory (MiB) it and its children held at once.

    `largest` is the most that one of its processes held; `samples` are (second, MiB) over time.
    """

    stdout: str
    stderr: str
    code: int
    seconds: float
    cpu: float
    memory: float
    largest: float
    samples: tuple[tuple[float, float], ...]


def kg(*arguments: str | Path, environment: dict[str, str] | None = None, check: bool = True) -> Run:
    """Run the command `kg` of this working copy and watch it."""
    command = [sys.executable, "-c", "from pipelines.cli import main; main()", *map(str, arguments)]
    return watch(command, environment=environment, check=check)


def watch(command: Sequence[str | Path], *, environment: dict[str, str] | None = None, check: bool = True) -> Run:
    """Run a command to its end and watch its memory; raises RuntimeError when it fails and `check` is set."""
    before, started = _children_cpu(), time.monotonic()
    process = subprocess.Popen(
        [str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", **(environment or {})},
    )  # fmt: skip
    samples: list[tuple[float, float, float]] = []
    ended = threading.Event()

    def sample() -> None:
        while not ended.wait(SAMPLE_SECONDS):
            held = [_resident(number) for number in tree(process.pid)]
            samples.append((time.monotonic() - started, sum(held), max(held, default=0.0)))

    watcher = threading.Thread(target=sample)
    watcher.start()
    stdout, stderr = process.communicate()
    ended.set()
    watcher.join()
    if check and process.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{stderr[-2000:]}")
    return Run(
        stdout=stdout, stderr=stderr, code=process.returncode, seconds=time.monotonic() - started,
        cpu=_children_cpu() - before, memory=max((one[1] for one in samples), default=0.0),
        largest=max((one[2] for one in samples), default=0.0), samples=tuple(one[:2] for one in samples),
    )  # fmt: skip


def tree(pid: int) -> list[int]:
    """Give the numbers of a process and of all below it that still run."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8")
    except OSError:
        return []
    return [pid, *(number for child in text.split() for number in tree(int(child)))]


def _resident(pid: int) -> float:
    """Give the memory of a process in MiB; 0 when it has ended."""
    try:
        fields = Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()
    except OSError:
        return 0.0
    return int(fields[1]) * resource.getpagesize() / (1 << 20)


def processor_seconds(pid: int) -> float:
    """Give the processor time that a running process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
