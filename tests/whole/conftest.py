"""Running the command line as a user does: a process of its own, its output, its exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.conftest import ROOT

Run = Callable[..., "subprocess.CompletedProcess[str]"]
COMMAND = (sys.executable, "-W", "error", "-c", "from pipelines.cli import main; main()")


def environment(**extra: str) -> dict[str, str]:
    """The environment of a command: the project importable, no store of the machine's own, a UTF-8 locale."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "NO_COLOR": "1", **extra}


@pytest.fixture
def kg(tmp_path: Path) -> Run:
    """Run `kg` with arguments in an empty folder and give what it printed."""

    def run(
        *arguments: str | Path, before: Sequence[str] = (), timeout: float = 240
    ) -> subprocess.CompletedProcess[str]:
        command = [*before, *COMMAND, *map(str, arguments)]
        return subprocess.run(
            command, cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=timeout, check=False
        )

    return run


def one_line(stderr: str) -> str:
    """The last line of stderr, after making sure that no traceback stands in it."""
    assert "Traceback" not in stderr, stderr
    return stderr.strip().splitlines()[-1]
