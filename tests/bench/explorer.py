"""The explorer: how soon its server answers on both stores, fifty readers at once, and how soon its page is painted and how it zooms.

The graph is that of the real reports where they lie beside the project, else of made-up ones. The page is compared with one that pyvis
itself writes for the same nodes, places and edges.
"""

from __future__ import annotations

import http.client
import itertools
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import sync_playwright
from pyvis.network import Network

from kg.store import load, open_store
from pipelines.build import build
from tests import neo4j_server
from tests.bench.measure import ROOT, Figure, Setting
from tests.bench.synthetic import write_reports
from tests.browser.conftest import FLAGS, OFFLINE
from tests.browser.example import example
from viz import layout, network
from viz.page import write_page

CORPUS = ROOT.parent / "shared" / "corpus"
ASKED = 100  # requests of each kind
CLIENTS, SECONDS = 50, 60.0
LIMITS = {"embedded": 50.0, "neo4j": 100.0}
# When the first node is drawn, seen by the frame after it; both pages draw with the same library.
FIRST_DRAWN = """
const drawn = CanvasRenderingContext2D.prototype.arc;
CanvasRenderingContext2D.prototype.arc = function (...values) {
  if (window.firstDrawn === undefined) requestAnimationFrame(() => (window.firstDrawn ??= performance.now()));
  return drawn.apply(this, values);
};
"""
ZOOM = """async () => {
  const canvas = document.querySelector('canvas'), box = canvas.getBoundingClientRect(), times = [];
  let last = performance.now();
  for (let frame = 0; frame < 60; frame += 1) {
    canvas.dispatchEvent(new WheelEvent('wheel', { deltaY: frame % 20 < 10 ? -40 : 40, bubbles: true, cancelable: true,
      clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 }));
    await new Promise((done) => requestAnimationFrame(done));
    const now = performance.now();
    times.push(now - last);
    last = now;
  }
  return times.reduce((a, b) => a + b, 0) / times.length;
}"""


def run(setting: Setting) -> Iterator[Figure]:
    """Measure the page, then the server over the embedded store, then over Neo4j where it can run."""
    yield from _pages(setting)
    reports = CORPUS
    if not reports.is_dir():
        reports = setting.work / "reports"
        write_reports(reports, setting.size(200))
    bundle = build([reports], setting.work / "out").bundle
    with _urls(setting) as urls:
        for kind, url in urls.items():
            load(bundle, url, replace=True)
            with _served(url) as port:
                yield from _answers(kind, url, port)
                yield from _crowd(kind, port, SECONDS * min(1.0, setting.scale))


@contextmanager
def _urls(setting: Setting) -> Iterator[dict[str, str]]:
    urls = {"embedded": f"embedded:{setting.work / 'store'}"}
    version = next(iter(neo4j_server.VERSIONS))
    if lack := neo4j_server.missing(version):
        print(lack, file=sys.stderr)
        yield urls
        return
    server = neo4j_server.start(version, setting.work / "neo4j")
    os.environ.update(KG_NEO4J_USER=neo4j_server.USER, KG_NEO4J_PASSWORD=neo4j_server.PASSWORD)
    try:
        yield {**urls, "neo4j": server.url}
    finally:
        server.kill()


@contextmanager
def _served(url: str) -> Iterator[int]:
    """Serve a store in a process of its own, as a user does, and give the port."""
    command = [sys.executable, "-c", "from pipelines.cli import main; main()", "serve", "--store", url, "--port", "0"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline().strip().rstrip("/").rsplit(":", 1)[1])
    finally:
        process.terminate()
        process.wait(timeout=60)
        process.stdout.close()


def _requests(url: str) -> dict[str, list[dict[str, Any]]]:
    """The questions of a reader, about the best connected things of the graph."""
    hubs = "MATCH (n:Entity)-[r]-(:Entity) WITH n, count(r) AS d RETURN n.id AS id, n.name AS name, n.pi AS pi ORDER BY d DESC, id LIMIT 20"
    edges = "MATCH (a:Entity)-[r]->(:Entity) WHERE r.count > 0 RETURN r.id AS id, a.id AS source ORDER BY r.count DESC, id LIMIT 20"
    with open_store(url) as store:
        things, said = store.read(hubs).rows, store.read(edges).rows
    return {
        "search": [{"text": text} for _, name, initials in things for text in (name[:2], initials.split(" ")[0][:3])],
        "expand": [{"id": id_} for id_, *_ in things],
        "sentences": [{"id": id_, "source": source} for id_, source in said],
        "path": [{"first": a[0], "second": b[0]} for a, b in itertools.pairwise(things)],
    }


def _post(connection: http.client.HTTPConnection, name: str, data: dict[str, Any]) -> int:
    return _answer(connection, name, data)[0]


def _answer(connection: http.client.HTTPConnection, name: str, data: dict[str, Any]) -> tuple[int, bytes]:
    connection.request("POST", f"/api/{name}", json.dumps(data), {"Content-Type": "application/json"})
    answer = connection.getresponse()
    return answer.status, answer.read()


def _answers(kind: str, url: str, port: int) -> Iterator[Figure]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    requests = _requests(url)
    _post(connection, "measures", {"ids": []})  # what the server works out at its start is done
    for name, wanted in requests.items():
        times = []
        for number in range(ASKED):
            started = time.perf_counter()
            status = _post(connection, name, wanted[number % len(wanted)])
            times.append((time.perf_counter() - started) * 1000)
            assert status == 200, (name, status)
        yield Figure(
            bench="explorer", name=f"{name}, {kind}, median of {ASKED}", value=median(times), unit="ms",
            peer="slowest over median", ratio=max(times) / median(times), target=f"<= {LIMITS[kind]:.0f} ms",
        )  # fmt: skip
    connection.close()


def _crowd(kind: str, port: int, seconds: float) -> Iterator[Figure]:
    """Fifty readers who ask without a pause, each on a connection of its own."""
    requests = [
        ("search", {"text": "gy"}), ("ask", {"query": "most_shared"}), ("search", {"text": "人才"}), ("ask", {"query": "statistics"}),
    ]  # fmt: skip
    times: list[float] = []
    errors: list[str] = []
    end = time.monotonic() + seconds

    def read(reader: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        number = reader
        while time.monotonic() < end:
            name, data = requests[number % len(requests)]
            number += 1
            started = time.perf_counter()
            try:
                status, said = _answer(connection, name, data)
            except OSError as error:
                errors.append(f"{name}: {error!r}")
                continue
            times.append((time.perf_counter() - started) * 1000)
            if status != 200:
                errors.append(f"{name} {data}: {status} {said[:200]!r}")
        connection.close()

    threads = [threading.Thread(target=read, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for reason, times_said in Counter(errors).most_common(5):
        print(f"{times_said} × {reason}", file=sys.stderr)
    name = f"{CLIENTS} clients for {seconds:.0f} s, {kind}"
    yield Figure(bench="explorer", name=f"{name}: errors", value=len(errors), unit="", target="0")
    yield Figure(bench="explorer", name=f"{name}: answers", value=len(times) / seconds, unit="/s")
    yield Figure(bench="explorer", name=f"{name}: median", value=median(times), unit="ms")


def _pages(setting: Setting) -> Iterator[Figure]:
    binary = shutil.which("chromium")
    if not binary:
        print("no chromium on the path", file=sys.stderr)
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=binary, args=[*FLAGS, OFFLINE])
        for size, paint in ((300, 1.0), (2000, 2.5)):
            graph = example(size)
            ours = write_page(graph, setting.work / f"{size}.html", heading="页面")
            theirs = setting.work / f"{size}-pyvis.html"
            theirs.write_text(_plain(graph), encoding="utf-8")
            (first, zoom), (peer_first, peer_zoom) = (_opened(browser.new_page, path) for path in (ours, theirs))
            yield _page(f"first paint, {size} nodes", first, "s", peer_first, f"<= {paint} s")
            yield _page(f"zoom, {size} nodes", zoom, "ms a frame", peer_zoom, "<= 50 ms" if size == 2000 else "")
        browser.close()


def _plain(graph: Any) -> str:
    """The page that pyvis writes for the same nodes and places, with its defaults, physics off."""
    made = Network(directed=True, cdn_resources="in_line")
    nodes, made.edges = network.parts(graph, layout.positions(graph))
    made.nodes = [{**node, "label": node["name"]} for node in nodes]
    made.options = {"physics": {"enabled": False}}
    return str(made.generate_html())


def _page(name: str, value: float, unit: str, peer: float, target: str) -> Figure:
    return Figure(
        bench="explorer", name=name, value=value, unit=unit, peer=f"{peer:.2f} of pyvis's own page", ratio=value / peer, target=target
    )  # fmt: skip


def _opened(new_page: Callable[..., Any], path: Path) -> tuple[float, float]:
    page = new_page(viewport={"width": 1400, "height": 950})
    page.add_init_script(FIRST_DRAWN)
    page.goto(path.as_uri(), wait_until="commit")
    page.wait_for_function("() => window.firstDrawn !== undefined", timeout=120_000)
    first = page.evaluate("() => window.firstDrawn") / 1000
    page.wait_for_timeout(1000)
    zoom = page.evaluate(ZOOM)
    page.close()
    return float(first), float(zoom)
