"""Pages: the page of this project beside stock pyvis with the same nodes and edges, in Chromium without a network; GraphML beside networkx.

Stock pyvis is `Network(cdn_resources="in_line")`, the one of its pages that opens offline, with everything else as it comes. A frame is timed
while the wheel turns, from one animation frame to the next; headless Chromium draws in software, so only the ratio says something.
"""

from __future__ import annotations

import shutil
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
from playwright.sync_api import Browser, sync_playwright
from pyvis.network import Network

from kg.bundle import Bundle
from kg.export.network import to_networkx
from kg.graph import Subgraph
from kg.store import load, open_store
from pipelines.build import build
from pipelines.export import export
from queries.subgraph import overview
from tests.bench.measure import Figure, Setting
from tests.bench.synthetic import write_reports
from tests.browser.conftest import FLAGS, OFFLINE
from viz.page import write_page

REPORTS = 60
NODES = 500
OPENINGS = 3
TURNS = 20
PAINT = "() => performance.getEntriesByType('paint').find(one => one.name === 'first-contentful-paint')?.startTime"
FRAMES = """async turns => {
  const canvas = document.querySelector('canvas'), box = canvas.getBoundingClientRect(), times = [];
  const at = {clientX: box.x + box.width / 2, clientY: box.y + box.height / 2, bubbles: true, cancelable: true};
  let last = await new Promise(requestAnimationFrame);
  for (let turn = 0; turn < turns; turn++) {
    canvas.dispatchEvent(new WheelEvent('wheel', {...at, deltaY: turn % 2 ? 100 : -100}));
    const now = await new Promise(requestAnimationFrame);
    times.push(now - last);
    last = now;
  }
  return times.sort((a, b) => a - b)[turns >> 1];
}"""


def run(setting: Setting) -> Iterator[Figure]:
    """Compare the two pages of one graph, then the two ways to GraphML."""
    write_reports(setting.work / "reports", setting.size(REPORTS))
    bundle = build([setting.work / "reports"], setting.work / "out").bundle
    store = f"embedded:{setting.work / 'store'}"
    load(bundle, store)
    with open_store(store) as graph:
        cut = overview(graph, limit=NODES)
    ours = write_page(cut, setting.work / "ours.html", heading="图谱")
    stock = _stock(cut, setting.work / "stock.html")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=[*FLAGS, OFFLINE])
        first, frame = zip(*(_times(browser, page) for page in (ours, stock)), strict=True)
        browser.close()
    size = f"{len(cut.entities)} nodes, {len(cut.edges)} edges"
    yield _figure(f"first paint, {size}", first[0], "ms", peer="faster than stock pyvis", ratio=first[1] / first[0])
    yield _figure(
        f"frame while zooming, {size}", frame[0], "ms", peer="faster than stock pyvis", ratio=frame[1] / frame[0]
    )
    yield from _graphml(bundle, setting.work)


def _stock(cut: Subgraph, path: Path) -> Path:
    network = Network(cdn_resources="in_line", directed=True)
    for entity in cut.entities:
        network.add_node(entity.id, label=entity.name)
    for edge in cut.edges:
        network.add_edge(edge.source_id, edge.target_id, label=edge.predicate)
    path.write_text(network.generate_html(notebook=False), encoding="utf-8")
    return path


def _times(browser: Browser, path: Path) -> tuple[float, float]:
    """Give the first paint and the median frame of a page in ms, each the median of some openings."""
    paints, frames = [], []
    for _ in range(OPENINGS):
        page = browser.new_page(viewport={"width": 1400, "height": 860})
        page.set_default_timeout(300_000)  # stock pyvis lays the graph out in the page, for a minute on a busy machine
        page.goto(path.as_uri())
        page.wait_for_selector("canvas")
        page.wait_for_timeout(1000)
        paints.append(float(page.evaluate(PAINT)))
        frames.append(float(page.evaluate(FRAMES, TURNS)))
        page.close()
    return statistics.median(paints), statistics.median(frames)


def _graphml(bundle: Bundle, work: Path) -> Iterator[Figure]:
    seconds = []
    for write in (
        lambda: export(bundle, format="graphml", out=work / "ours.graphml"),
        lambda: nx.write_graphml(_bare(to_networkx(bundle)), work / "plain.graphml"),
    ):
        started = time.process_time()
        write()
        seconds.append(time.process_time() - started)
    yield _figure(
        "GraphML with the sentences on every relation", seconds[0], "s", peer="faster than networkx writing the bare graph",
        ratio=seconds[1] / seconds[0],
    )  # fmt: skip


def _bare(graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """Leave out what networkx cannot write: lists and nothing."""
    for data in (*(one for _, one in graph.nodes(data=True)), *(one for _, _, one in graph.edges(data=True))):
        for name in [name for name, value in data.items() if value is None or isinstance(value, list)]:
            del data[name]
    return graph


def _figure(name: str, value: float, unit: str, *, peer: str = "", ratio: float | None = None) -> Figure:
    return Figure(bench="pages", name=name, value=value, unit=unit, peer=peer, ratio=ratio)
