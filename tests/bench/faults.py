"""Killed at twenty random moments of a build and of a load, and continued; a server killed in mid-load; disks that fill up.

Each figure is a number of trials that ended as an undisturbed run does: a bundle byte for byte, a store by its full dump.
"""

from __future__ import annotations

import os
import random
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.bundle import Bundle, damage, open_bundle
from kg.errors import KgError
from kg.store import load, unload
from pipelines.build import build
from tests import neo4j_server
from tests.bench.measure import Figure, Setting
from tests.bench.synthetic import write_reports
from tests.faults import BUILD, LOAD, Work, dump, kill_often, small_disk, start, tables

REPORTS, CHARS = 30, 1000
MOMENTS = 20
RESTARTS = 3
DISKS = 8
VERSION = "5.26.16"


def run(setting: Setting) -> Iterator[Figure]:
    """Try everything on a small corpus, from the bundle of half of it to that of all."""
    work = setting.work
    write_reports(work / "reports", REPORTS // 2, chars=CHARS)
    old = build([work / "reports"], work / "old", workers=1).bundle
    write_reports(work / "reports", REPORTS, chars=CHARS)
    new = build([work / "reports"], work / "new", workers=1).bundle
    moments = max(2, round(MOMENTS * setting.scale))
    for workers in (1, 2):
        yield _builds(work, new, moments // 2, workers)
    yield _loads(new, _embedded(work, old, new), moments, "embedded store")
    yield from _disks(work, old, new)
    os.environ["KG_NEO4J_USER"], os.environ["KG_NEO4J_PASSWORD"] = neo4j_server.USER, neo4j_server.PASSWORD
    for version in neo4j_server.VERSIONS:
        with _server(version, work / f"server-{version}") as servers:
            yield _loads(new, _on_server(old, new, servers[0].url), moments, f"Neo4j {version}")
            if version == VERSION:
                yield _restarts(new, servers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A store to load into: `put_back` makes the start anew, `standing` says whether it holds the whole old or new graph."""

    url: str
    put_back: Callable[[], None]
    standing: Callable[[], bool]
    after: object


def _builds(work: Path, new: Bundle, moments: int, workers: int) -> Figure:
    out, wanted, well = work / "out", tables(new.root), 0
    known = {open_bundle(work / "old").id, new.id}

    def check() -> None:
        nonlocal well
        standing = open_bundle(out)
        whole = standing.id in known and not damage(standing)
        build([work / "reports"], out, workers=1)
        well += whole and tables(out) == wanted

    job = Work(
        code=BUILD, arguments=(str(work / "reports"), str(out), str(workers)), reset=lambda: _copy(work / "old", out)
    )
    killed = kill_often(job, moments, check)
    return _figure(f"build of {workers} process(es), killed and continued, byte for byte", well, len(killed))


def _embedded(work: Path, old: Bundle, new: Bundle) -> Trial:
    before, after = (_loaded(one, work / name) for one, name in ((old, "store-old"), (new, "store-new")))
    url = f"embedded:{work / 'store'}"
    return Trial(
        url=url, put_back=lambda: _copy(work / "store-old", work / "store"), standing=lambda: dump(url) in (before, after),
        after=after,
    )  # fmt: skip


def _on_server(old: Bundle, new: Bundle, url: str) -> Trial:
    load(new, url)
    after = dump(url)

    def put_back() -> None:
        unload(url)
        load(old, url)

    # A server commits transaction by transaction: half a load may stand there.
    return Trial(url=url, put_back=put_back, standing=lambda: True, after=after)


def _loads(new: Bundle, trial: Trial, moments: int, name: str) -> Figure:
    well = 0

    def check() -> None:
        nonlocal well
        whole = trial.standing()
        load(new, trial.url)
        well += whole and dump(trial.url) == trial.after

    job = Work(code=LOAD, arguments=(str(new.root), trial.url), reset=trial.put_back)
    killed = kill_often(job, moments, check)
    return _figure(f"load into {name}, killed and continued, by full dump", well, len(killed))


def _restarts(new: Bundle, servers: list[neo4j_server.Server]) -> Figure:
    """Kill the server while a load is at work and start it again; the same load goes on by itself."""
    url, dice, well = servers[0].url, random.Random(1), 0
    unload(url)
    load(new, url)
    after = dump(url)
    for _ in range(RESTARTS):
        unload(url)
        with start(Work(code=LOAD, arguments=(str(new.root), url), reset=lambda: None)) as process:
            assert process.stdout
            for _ in range(dice.randrange(2, 6)):
                process.stdout.readline()
            time.sleep(dice.random() / 10)
            dead = servers[-1]
            dead.kill()
            again = threading.Thread(target=_restart, args=(servers, dead))
            again.start()
            process.stdout.read()
            process.wait()
            again.join()
        load(new, url)
        well += process.returncode == 0 and dump(url) == after
    return _figure("Neo4j killed and started again in mid-load, the load goes on, by full dump", well, RESTARTS)


def _restart(servers: list[neo4j_server.Server], dead: neo4j_server.Server) -> None:
    servers.append(neo4j_server.start(dead.version, dead.home, dead.port))


def _disks(work: Path, old: Bundle, new: Bundle) -> Iterator[Figure]:
    """Build and load on a disk that is too small, then on the same one enlarged."""
    if os.geteuid() != 0:
        return
    wanted, after = tables(new.root), _loaded(new, work / "store-new")
    room = _size(work / "old") + _size(work / "store-old")
    well, full = 0, 0
    for number in range(DISKS):
        with small_disk(work / "disk", f"{room + number * 40_000}") as resize:
            disk = work / "disk"
            _copy(work / "old", disk / "out")
            _copy(work / "store-old", disk / "out" / "store")
            url = f"embedded:{disk / 'out' / 'store'}"
            try:
                build([work / "reports"], disk / "out", workers=1)
                load(open_bundle(disk / "out"), url)
            except KgError:
                full += 1
            standing = open_bundle(disk / "out")
            whole = standing.id in (old.id, new.id) and not damage(standing)
            dump(url)  # opens
            resize("100m")
            build([work / "reports"], disk / "out", workers=1)
            load(new, url)
            well += whole and tables(disk / "out") == wanted and dump(url) == after
    yield _figure(f"build and load on too small a disk ({full} times full), continued on a larger one", well, DISKS)


@contextmanager
def _server(version: str, home: Path) -> Iterator[list[neo4j_server.Server]]:
    servers = [neo4j_server.start(version, home)]
    try:
        yield servers
    finally:
        for server in servers:
            server.kill()


def _loaded(bundle: Bundle, folder: Path) -> object:
    load(bundle, f"embedded:{folder}")
    return dump(f"embedded:{folder}")


def _copy(source: Path, target: Path) -> None:
    if target.exists():
        shutil.rmtree(target)
    shutil.copytree(source, target)


def _size(folder: Path) -> int:
    """Give the room that a folder takes on a tmpfs, where every file and folder fills whole pages."""
    return sum(-(-path.stat().st_size // 4096) * 4096 + 1024 for path in folder.rglob("*"))


def _figure(name: str, well: int, trials: int) -> Figure:
    return Figure(
        bench="faults", name=f"{name}: right ends of {trials}", value=well, unit="trials", peer="all trials",
        ratio=well / trials if trials else 0.0, target="1",
    )  # fmt: skip
