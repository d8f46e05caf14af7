"""Killing a build or a load at random moments and going on: what the fault tests (a few moments) and `make bench` (many) share.

A child process does the work and prints a line for every step; it is killed some way into a step. Steps are drawn at
random, so that short ones, such as the last moments of a build, are met as often as long ones.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from kg.store import open_store
from tests.conftest import ROOT

BUILD = """
import sys
from kg.extract import load_extractor
from pipelines.build import build
load_extractor()
step = lambda *what: print("step", flush=True)
step()
build([sys.argv[1]], sys.argv[2], workers=int(sys.argv[3]), progress=step)
print("end", flush=True)
"""
# Small transactions, so that there are many moments between two of them.
LOAD = """
import sys
from kg.bundle import open_bundle
from kg.store import batches, load
batches.BATCH_ROWS = 100
step = lambda *what: print("step", flush=True)
bundle = open_bundle(sys.argv[1])
step()
load(bundle, sys.argv[2], progress=step)
print("end", flush=True)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Something to do in a child process, and how to put everything back to where it starts."""

    code: str
    arguments: tuple[str, ...]
    reset: Callable[[], None]


@contextmanager
def start(work: Work) -> Iterator[subprocess.Popen[str]]:
    """Start the work in a child process."""
    command = [sys.executable, "-c", work.code, *work.arguments]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as process:
        yield process


def rehearse(work: Work) -> list[float]:
    """Do the work undisturbed and give the seconds that each step took; raises RuntimeError when it fails."""
    work.reset()
    with start(work) as process:
        assert process.stdout
        times = [time.monotonic() for _ in process.stdout]
    if process.returncode:
        raise RuntimeError(f"the work ended with {process.returncode}")
    return [later - earlier for earlier, later in pairwise(times)]


def kill(work: Work, step: int, delay: float) -> bool:
    """Do the work, kill it `delay` seconds after line `step`, and tell whether it was still at work."""
    work.reset()
    with start(work) as process:
        assert process.stdout
        for number, _ in enumerate(process.stdout):
            if number == step:
                break
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.stdout.read()  # closes when the workers of a build are gone as well
        process.wait()
    return process.returncode == -signal.SIGKILL


def kill_often(work: Work, moments: int, check: Callable[[], None], *, seed: int = 1) -> list[int]:
    """Kill the work at `moments` random moments, call `check` after each, and give the steps in which it was killed."""
    dice = random.Random(seed)
    seconds = rehearse(work)
    killed: list[int] = []
    for _ in range(5 * moments):
        step = dice.randrange(len(seconds))
        if kill(work, step, dice.random() * seconds[step]):
            killed.append(step)
            check()
        if len(killed) == moments:
            break
    return killed


def tables(root: Path) -> dict[str, bytes]:
    """Give the bytes of the tables of the bundle in a folder."""
    from kg.bundle import TABLES, open_bundle

    bundle = open_bundle(root)
    return {name: bundle.path(name).read_bytes() for name in TABLES}


def dump(url: str) -> tuple[list[Any], list[Any]]:
    """Give everything a store holds, nodes and relationships, in an order of its own."""
    with open_store(url) as store:
        nodes = store.read("MATCH (n) RETURN n").rows
        links = store.read("MATCH (a)-[r]->(b) RETURN r").rows
    return (
        sorted(((node.id, sorted(node.labels), dict(node.properties)) for (node,) in nodes), key=repr),
        sorted(((link.type, link.start_id, link.end_id, dict(link.properties)) for (link,) in links), key=repr),
    )


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Callable[[str], None]]:
    """Mount a tmpfs of `size` on a folder; the function given resizes it. Needs root."""
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=True)
    try:
        yield lambda new: _remount(folder, new)
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def _remount(folder: Path, size: str) -> None:
    command: Sequence[str] = ["mount", "-o", f"remount,size={size}", str(folder)]
    subprocess.run(command, check=True)
