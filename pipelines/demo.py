"""What `make run` shows: build, load, page, a summary and three answers, each by the command a user would type."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

SKIPPED = 3


def main(source: str, out: str) -> int:
    """Run the whole way over `source`; give the exit code of the build."""
    store = f"embedded:{Path(out) / 'store'}"
    page = Path(out) / "graph.html"
    code = _kg(["build", source, "--out", out])
    if code not in (0, SKIPPED):
        return code
    for command in (
        ["load", out, "--store", store],
        ["view", "--store", store, "--out", str(page)],
        ["query", "statistics", "--store", store],
        ["query", "most_shared", "--store", store, "--limit", "8"],
        ["query", "search", "text=gz", "--store", store, "--limit", "8"],
    ):
        if failed := _kg(command):
            return failed
    print(f"\nOpen the page in a browser: {page.resolve()}")
    print(f"Ask more: .venv/bin/kg query --store {store}")
    return code


def _kg(arguments: Sequence[str]) -> int:
    print("\n$ kg " + " ".join(f"'{a}'" if " " in a else a for a in arguments), flush=True)
    return subprocess.run(
        [sys.executable, "-c", "from pipelines.cli import main; main()", *arguments], check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
