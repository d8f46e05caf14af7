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

from kg.graph import Subgraph
from tests.conftest import require
from viz.page import write_page

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
        assert [url for url in self.requests if url.split("#")[0] != self.url] == []
        assert self.complaints == []

    def panel(self) -> str:
        return self.page.inner_text("#panel")

    def shown(self) -> tuple[int, int]:
        """How many nodes and edges vis-network holds after the filters."""
        count: list[int] = self.run(
            "() => [explorer.network.body.data.nodes.length, explorer.network.body.data.edges.length]"
        )
        return count[0], count[1]

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


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Write a Subgraph as a page and open it: `open_page(subgraph, heading=..., hash=..., **context options)`."""
    contexts = []

    def opened(
        subgraph: Subgraph, *, heading: str = "组织工作图谱", language: str = "zh", hash: str = "", **options: Any
    ) -> Opened:
        path = write_page(subgraph, tmp_path / "页面 一.html", heading=heading, language=language)
        options = {"viewport": {"width": 1400, "height": 860}, "reduced_motion": "reduce", **options}
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        result = Opened(page=page, url=path.as_uri())
        page.on("request", lambda request: result.requests.append(request.url))
        page.on("console", lambda message: result.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: result.complaints.append(f"error: {error}"))
        page.add_init_script("window.alert = window.confirm = window.prompt = () => console.error('dialog')")
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
