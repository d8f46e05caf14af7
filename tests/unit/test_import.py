"""`import kg` and `kg --help` load none of the heavy parts."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT

HEAVY = ("spacy", "neo4j", "kglite", "pyvis", "duckdb", "pyarrow", "igraph", "numpy", "uvicorn", "starlette")


@pytest.mark.parametrize("statement", ["import kg", "import pipelines.cli"])
def test_nothing_heavy_is_imported(statement: str) -> None:
    code = f"import sys; {statement}; print([name for name in {HEAVY!r} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
