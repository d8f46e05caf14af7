"""The command line `kg`: each command parses its arguments and calls the function of the same name.

Exit codes: 0 done; 1 failed; 2 wrong usage; 3 done, but some inputs were skipped. Progress and warnings go to stderr.
"""

from __future__ import annotations

from pipelines.cli.app import main

__all__ = ["main"]
