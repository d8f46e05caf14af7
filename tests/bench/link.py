"""Linking against extraction on the same reports, and the load of the gazetteer in a fresh process, in processor seconds."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

from kg.extract import load_extractor
from kg.link import link_report
from kg.read import passages_of, read_file
from tests.bench.measure import Figure, Setting, watch
from tests.bench.synthetic import write_reports

REPORTS = 100
_LOAD = """
import time
started = time.process_time()
from kg.gazetteer import gazetteer
gazetteer().find("四川省广元市")
print(time.process_time() - started)
"""


def run(setting: Setting) -> Iterator[Figure]:
    """Extract and link reports, and load the gazetteer with its automaton."""
    loads = sorted(float(watch([sys.executable, "-c", _LOAD]).stdout) for _ in range(5))
    yield Figure(bench="link", name="gazetteer, import and load", value=loads[2], unit="s", target="<= 0.3 s")
    folder = setting.work / "reports"
    write_reports(folder, setting.size(REPORTS))
    reports = [report for path in sorted(folder.rglob("*.txt")) for report in read_file(path).reports]
    passages = [passages_of(report) for report in reports]
    extractor = load_extractor()
    extractor.extract(passages[0])  # loads weights and word lists
    started = time.process_time()
    mentions = [extractor.extract(found) for found in passages]
    extracting = time.process_time() - started
    started = time.process_time()
    for report, found, named in zip(reports, passages, mentions, strict=True):
        link_report(report, found, named)
    linking = time.process_time() - started
    characters = sum(len(report.text) for report in reports)
    yield Figure(
        bench="link", name="linking", value=characters / linking, unit="characters per second", peer="time of extraction",
        ratio=linking / extracting, target="<= 0.3 of the time",
    )  # fmt: skip
