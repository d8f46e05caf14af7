"""Explorers for the tests: reports written for them, built, loaded into a store of each kind, and served on loopback."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.bundle import Bundle
from pipelines.build import build
from pipelines.explorer import StoreExplorer
from pipelines.serve import listen, policy_for, web_server
from viz.guard import Policy

REPORTS = {
    "guangyuan.txt": (
        "广元市2022年组织工作总结\n\n2019年，广元市深入实施“青禾育苗”计划。\n\n2020年，广元市开展“联村解难”行动，广元市委组织部牵头实施“山乡归雁”工程。\n\n"
        "2021年，广元市推行“板凳夜话”工作法。\n\n2022年，广元市深入实施“青禾育苗”计划，开展“清泉润心”专项行动。\n"
    ),
    "mianyang.txt": (
        "绵阳市2022年组织工作总结\n\n2021年，绵阳市深入实施“青禾育苗”计划。\n\n2021年，绵阳市开展“联村解难”行动。\n\n"
        "2022年，绵阳市推行“灯塔领航”工程，印发《绵阳市人才工作实施意见》。\n"
    ),
    "xiangyang.txt": (
        "襄阳市2022年组织工作总结\n\n2022年，襄阳市深入实施“青禾育苗”计划。\n\n2020年，襄阳市开展“春风送岗”行动。\n\n"
        "2022年，襄阳市推行“楼栋议事”机制。\n"
    ),
}  # fmt: skip


def made_bundle(folder: Path) -> Bundle:
    """Build the reports."""
    reports = folder / "reports"
    reports.mkdir(parents=True)
    for name, text in REPORTS.items():
        (reports / name).write_text(text, encoding="utf-8")
    return build([reports], folder / "out", workers=1).bundle


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A running explorer."""

    address: str
    bundle: Bundle
    url: str


@contextmanager
def served(
    url: str, bundle: Bundle, *, limit: int = 300, allow_cypher: bool = False, policy: Policy | None = None
) -> Iterator[Served]:
    """Serve a store on loopback, in a thread of this process, until the block ends."""
    policy = policy or policy_for("127.0.0.1")
    with listen(0) as server:
        explorer = StoreExplorer(url, limit=limit, bundle=bundle.root, decisions=None, allow_cypher=allow_cypher)
        running = web_server(explorer, policy)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [server]}, daemon=True)
        thread.start()
        while not running.started:
            time.sleep(0.01)
        yield Served(address=f"http://127.0.0.1:{server.getsockname()[1]}/", bundle=bundle, url=url)
        running.should_exit = True
        thread.join(timeout=30)
        explorer.close()
