"""A real Chromium without a network: opens pages from files, and records every request and every line of the console."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from kg.bundle import Bundle
from kg.graph import Subgraph
from pipelines.load import load
from tests import neo4j_server
from tests.browser.explorers import Served, made_bundle, served
from tests.conftest import require
from viz.page import Done, write_page

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync --force-color-profile=srgb"
).split()
# Nothing resolves: a page that needs the network fails here as it would on a machine without one.
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


@dataclass(slots=True)
class Opened:
    """A page in the browser with what it asked for and what it complained about."""

    page: Page
    url: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def run(self, script: str, *values: Any) -> Any:
        """Evaluate a JavaScript function with values in the page."""
        return self.page.evaluate(script, list(values) if len(values) != 1 else values[0])

    def clean(self) -> None:
        """Fail when anything but the page was requested, or the console said anything."""
        own = self.url if self.url.startswith("http") else f"{self.url}#"
        assert [url for url in self.requests if not f"{url.split('#')[0]}#".startswith(own)] == []
        assert self.complaints == []

    def panel(self) -> str:
        return self.page.inner_text("#panel")

    def shown(self) -> tuple[int, int]:
        """How many nodes and edges vis-network holds after the filters."""
        count: list[int] = self.run(
            "() => [explorer.network.body.data.nodes.length, explorer.network.body.data.edges.length]"
        )
        return count[0], count[1]

    def lowest(self) -> float:
        """How far down the window the lowest node stands."""
        y: float = self.run(
            """() => { const n = explorer.network, top = document.querySelector('#graph').getBoundingClientRect().top;
            return top + Math.max(...Object.values(n.getPositions()).map((p) => n.canvasToDOM(p).y)) }"""
        )
        return y

    def search(self, text: str) -> list[str]:
        """Type into the search box and give the names it offers."""
        self.page.fill("#search", "")
        self.page.type("#search", text)
        return self.page.locator("#search-list li .grow").all_inner_texts()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The installed Chromium, started once."""
    binary = shutil.which("chromium")
    require("chromium", bool(binary), "no chromium on the path (Debian: apt-get install chromium fonts-noto-cjk)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=binary, args=[*FLAGS, OFFLINE])
        yield started
        started.close()


STORES = ("embedded", f"neo4j-{next(iter(neo4j_server.VERSIONS))}")


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """The bundle of the reports written for these tests."""
    return made_bundle(tmp_path_factory.mktemp("explorer"))


@pytest.fixture(scope="module", params=STORES)
def explorer(
    request: pytest.FixtureRequest, bundle: Bundle, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """The explorer over the bundle in a store of each kind."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "embedded":
            url = f"embedded:{tmp_path_factory.mktemp('store')}"
        else:
            version = request.param.removeprefix("neo4j-")
            lack = neo4j_server.missing(version)
            require("neo4j", not lack, lack)
            url = request.getfixturevalue("servers")(version).url
            patch.setenv("KG_NEO4J_USER", neo4j_server.USER)
            patch.setenv("KG_NEO4J_PASSWORD", neo4j_server.PASSWORD)
            patch.delenv("KG_NEO4J_DATABASE", raising=False)
        load(bundle, url, replace=True)
        with served(url, bundle, allow_cypher=True) as running:
            yield running


@pytest.fixture
def open_explorer(open_at: Callable[..., Opened], explorer: Served) -> Callable[..., Opened]:
    """Open the explorer, or an address in it: `open_explorer("?focus=…#…", **context options)`."""
    return lambda path="", **options: open_at(explorer.address, path, **options)


@pytest.fixture
def open_at(browser: Browser) -> Iterator[Callable[..., Opened]]:
    """Open a page of a server: `open_at(address, path, **context options)`."""
    contexts = []

    def opened(address: str, path: str = "", **options: Any) -> Opened:
        options = {"viewport": {"width": 1400, "height": 860}, "reduced_motion": "reduce", **options}
        context = browser.new_context(**options)
        context.set_default_timeout(60_000)
        contexts.append(context)
        result = watched(context.new_page(), address)
        result.page.goto(address + path)
        result.page.wait_for_function("() => window.explorer")
        return result

    yield opened
    for context in contexts:
        context.close()


def watched(page: Page, url: str) -> Opened:
    """Record what a page asks for and what it complains about."""
    result = Opened(page=page, url=url)
    page.on("request", lambda request: result.requests.append(request.url))
    page.on("console", lambda message: result.complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: result.complaints.append(f"error: {error}"))
    page.add_init_script("window.alert = window.confirm = window.prompt = () => console.error('dialog')")
    return result


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Write a Subgraph as a page and open it: `open_page(subgraph, heading=..., hash=..., **context options)`."""
    contexts = []

    def opened(
        subgraph: Subgraph, *, heading: str = "组织工作图谱", language: str = "zh", hash: str = "",
        done: Done | None = None, **options: Any,
    ) -> Opened:  # fmt: skip
        path = write_page(subgraph, tmp_path / "页面 一.html", heading=heading, language=language, done=done)
        options = {"viewport": {"width": 1400, "height": 860}, "reduced_motion": "reduce", **options}
        context = browser.new_context(**options)
        contexts.append(context)
        result = watched(context.new_page(), path.as_uri())
        page = result.page
        page.goto(result.url + hash)
        page.wait_for_function("() => window.explorer")
        return result

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def screenshot() -> Callable[[Opened, str], bytes]:
    """Take a picture; it is kept in the folder `KG_SCREENSHOTS` when that is set."""

    def taken(opened: Opened, name: str) -> bytes:
        folder = os.environ.get("KG_SCREENSHOTS")
        path = Path(folder, f"{name}.png") if folder else None
        return opened.page.screenshot(path=path)

    return taken
