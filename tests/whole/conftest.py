"""Running the command line as a user does: its arguments, its output, its exit code.

Most tests call the entry point in this process, because a start of Python and of the pipeline costs three seconds; where the process itself
is the subject (signals, permissions, a prompt, the server), it is one of its own.
"""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pipelines.cli import main
from tests.conftest import ROOT

Run = Callable[..., "subprocess.CompletedProcess[str]"]
COMMAND = (sys.executable, "-W", "error", "-c", "from pipelines.cli import main; main()")


def environment(**extra: str) -> dict[str, str]:
    """The environment of a command: the project importable, no store of the machine's own, a UTF-8 locale."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "NO_COLOR": "1", **extra}


@pytest.fixture
def kg(tmp_path: Path) -> Run:
    """Run `kg` with arguments in an empty folder and give what it printed; `before` are words of a command that starts a process of its own."""

    def run(
        *arguments: str | Path, before: Sequence[str] = (), timeout: float = 240
    ) -> subprocess.CompletedProcess[str]:
        if not before:
            return here(tmp_path, [str(argument) for argument in arguments])
        command = [*before, *COMMAND, *map(str, arguments)]
        return subprocess.run(
            command, cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=timeout, check=False
        )

    return run


def here(folder: Path, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run the entry point in this process as if it had been started in a folder."""
    out, err = io.StringIO(), io.StringIO()
    known = dict(os.environ)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(sys, "argv", ["kg", *arguments])
        os.environ.clear()
        os.environ.update(environment())
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                main()
            code: object = 0
        except SystemExit as left:
            code = left.code
        finally:
            os.environ.clear()
            os.environ.update(known)
    return subprocess.CompletedProcess(
        ["kg", *arguments], code if isinstance(code, int) else int(code is not None), out.getvalue(), err.getvalue()
    )


def one_line(stderr: str) -> str:
    """The last line of stderr, after making sure that no traceback stands in it."""
    assert "Traceback" not in stderr, stderr
    return stderr.strip().splitlines()[-1]
