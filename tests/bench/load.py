"""Loading synthetic reports into Neo4j: against a bare UNWIND loop over the same rows, again, and after a change of 1 %.

The bare loop sends the same rows, made beforehand and held in memory, in the same statements and transactions of the
same size, and does nothing else: no hashes, no comparison, no counts. Both run ROUNDS times in turn; medians are compared, by
the clock and by the processor time of client and server together, which other work on the machine disturbs less.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

import neo4j

from kg.bundle import Bundle
from kg.store import LoadReport, cypher, load
from kg.store.batches import BATCH_ROWS
from kg.store.sync import GROUPS
from pipelines.build import build
from tests import neo4j_server
from tests.bench.measure import Figure, Setting, processor_seconds
from tests.bench.synthetic import change_reports, write_reports

REPORTS = 900  # about 60,000 nodes and 220,000 relationships
EVERY = 100
ROUNDS = 2
VERSION = "5.26.16"

Batches = list[tuple[str, list[dict[str, Any]]]]


def run(setting: Setting) -> Iterator[Figure]:
    """Load a first time and by a bare loop in turn, then a second time, then after changing 1 % of the reports."""
    reports, count = setting.work / "reports", setting.size(REPORTS)
    write_reports(reports, count)
    bundle = build([reports], setting.work / "out").bundle
    os.environ["KG_NEO4J_USER"], os.environ["KG_NEO4J_PASSWORD"] = neo4j_server.USER, neo4j_server.PASSWORD
    server = neo4j_server.start(VERSION, setting.work / "server", memory_mb=2048)
    try:
        yield from measure(bundle, server)
        changed = change_reports(reports, count, every=EVERY)
        yield from _after_change(build([reports], setting.work / "out").bundle, server.url, changed)
    finally:
        server.kill()


def measure(bundle: Bundle, server: neo4j_server.Server) -> Iterator[Figure]:
    """Compare first and second loads of a bundle with a bare loop."""
    batches = _batches(bundle)
    rows = sum(len(part) for _, part in batches)
    bare, ours = [], []
    with neo4j.GraphDatabase.driver(server.url, auth=(neo4j_server.USER, neo4j_server.PASSWORD)) as driver:
        _empty(driver)
        _bare(driver, batches[: len(batches) // 4])  # the server compiles its code
        for _ in range(ROUNDS):
            _empty(driver)
            bare.append(_spent(server, lambda: _bare(driver, batches))[:2])
            _empty(driver)
            *spent, report = _spent(server, lambda: load(bundle, server.url))
            ours.append(spent)
    first, busy = (statistics.median(one[at] for one in ours) for at in (0, 1))
    loop, loop_busy = (statistics.median(one[at] for one in bare) for at in (0, 1))
    nodes = sum(one.created for one in report.nodes.values())
    yield _figure(
        f"first load of {nodes:,} nodes and {rows - nodes:,} relationships", rows / first, "rows/s",
        peer="a bare UNWIND loop", ratio=loop / first, target=">= 0.8",
    )  # fmt: skip
    yield _figure(
        "the same by processor time of client and server", rows / busy, "rows/s", peer="a bare UNWIND loop",
        ratio=loop_busy / busy, target=">= 0.8",
    )  # fmt: skip
    for name, replace in (("second load, nothing changed", False), ("second load, every row compared", True)):
        started = time.monotonic()
        again = load(bundle, server.url, replace=replace)
        seconds = time.monotonic() - started
        target = "" if replace else ">= 10"
        yield _figure(
            f"{name} ({_written(again)} written)",
            seconds,
            "s",
            peer="faster than the first",
            ratio=first / seconds,
            target=target,
        )


def _after_change(bundle: Bundle, url: str, changed: int) -> Iterator[Figure]:
    started = time.monotonic()
    report = load(bundle, url)
    seconds = time.monotonic() - started
    total = report.unchanged + report.created + report.updated
    yield _figure(
        f"load after changing {changed} reports ({report.created:,} created, {report.updated:,} updated, {report.removed:,} removed, "
        f"of {total:,})",
        seconds, "s",
    )  # fmt: skip
    again = load(bundle, url, replace=True)
    yield _figure("written by a load after that", _written(again), "rows", target="0")


def _written(report: LoadReport) -> int:
    return report.created + report.updated + report.removed


def _batches(bundle: Bundle) -> Batches:
    """Give the statements and rows of a first load, as the load itself would send them."""
    from kg.store.rows import properties

    made: Batches = []
    for group in GROUPS:
        by_kind: dict[str, list[dict[str, Any]]] = {}
        for row in group.rows(bundle):
            item = {"id": row.id, "properties": properties(row)}
            if row.start:
                item.update(a=row.start, b=row.end)
            by_kind.setdefault(row.kind, []).append(item)
        for kind, found in by_kind.items():
            query = cypher.merge_relationships(kind) if "a" in found[0] else cypher.merge_nodes(kind)
            made.extend((query, found[at : at + BATCH_ROWS]) for at in range(0, len(found), BATCH_ROWS))
    return made


def _spent(
    server: neo4j_server.Server, work: Callable[[], LoadReport | None]
) -> tuple[float, float, LoadReport | None]:
    """Do something and give the seconds it took, the processor seconds of this process and the server, and its result."""
    started, busy = time.monotonic(), time.process_time() + processor_seconds(server.process.pid)
    result = work()
    return time.monotonic() - started, time.process_time() + processor_seconds(server.process.pid) - busy, result


def _bare(driver: neo4j.Driver, batches: Batches) -> None:
    for key in cypher.KEYS:
        driver.execute_query(f"CREATE CONSTRAINT bare_{key} IF NOT EXISTS FOR (n:{key}) REQUIRE n.id IS UNIQUE")  # type: ignore[arg-type]
    with driver.session() as session:
        for query, rows in batches:
            session.execute_write(lambda work, query=query, rows=rows: work.run(query, rows=rows).consume())


def _empty(driver: neo4j.Driver) -> None:
    with driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()
        for name in [record["name"] for record in session.run("SHOW CONSTRAINTS YIELD name")]:
            session.run(f"DROP CONSTRAINT {name}").consume()


def _figure(
    name: str, value: float, unit: str, *, peer: str = "", ratio: float | None = None, target: str = ""
) -> Figure:
    return Figure(bench="load", name=name, value=value, unit=unit, peer=peer, ratio=ratio, target=target)
