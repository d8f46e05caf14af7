"""`kg export` and `kg unload` as a user runs them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.whole.conftest import Run, environment, one_line

TEXT = "云岭县工作总结\n\n2021年，襄阳市推行“板凳夜话”工作法。\n"


@pytest.fixture
def built(kg: Run, tmp_path: Path) -> Path:
    (tmp_path / "报告.txt").write_text(TEXT, encoding="utf-8")
    assert kg("build", "报告.txt", "--workers", "1").returncode == 0
    return tmp_path


def test_export(kg: Run, built: Path) -> None:
    result = kg("export", "--format", "csv", "--out", "表/格")
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("表/格: ")
    assert "襄阳市" in (built / "表" / "格" / "relations.csv").read_text(encoding="utf-8-sig")
    result = kg("export", "kg-out", "--format", "neo4j-admin", "--out", "import", "--json")
    said = json.loads(result.stdout)
    assert said["command"].startswith("neo4j-admin database import full neo4j ")
    assert said["bytes"] == sum(path.stat().st_size for path in (built / "import").iterdir())


def test_wrong_exports(kg: Run, built: Path) -> None:
    result = kg("export", "--format", "docx", "--out", "x")
    assert result.returncode == 2
    assert "neo4j-admin" in one_line(result.stderr)
    assert kg("export", "--format", "csv").returncode == 2
    result = kg("export", "--format", "csv", "--out", "kg-out")
    assert result.returncode == 2
    assert "holds other files" in one_line(result.stderr)
    assert (built / "kg-out" / "manifest.json").is_file()
    result = kg("export", "nowhere", "--format", "csv", "--out", "x")
    assert result.returncode == 1
    assert "no bundle in nowhere" in one_line(result.stderr)


def test_unload(kg: Run, built: Path) -> None:
    loaded = json.loads(kg("load", "--json").stdout)
    wanted = sum(changes["created"] for changes in loaded["nodes"].values())
    assert wanted > 3
    result = kg("unload")
    assert result.stdout == f"embedded:kg-out/store: {wanted} nodes removed\n", result.stderr
    assert json.loads(kg("unload", "--json").stdout) == {"store": "embedded:kg-out/store", "removed": 0}
    assert json.loads(kg("load", "--json").stdout)["nodes"] == loaded["nodes"]


def python_of(readme: str) -> str:
    """The example for Python in a README, its comments turned into statements where they show one."""
    block = re.search(r"```python\n(.*?)```", (ROOT / readme).read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    lines = [line.partition("#") for line in block[1].splitlines()]
    return "\n".join(
        part for code, _, note in lines for part in (code.rstrip(), note.strip() * note.startswith(" store."))
    )


def test_what_the_readme_says_for_python_runs(built: Path) -> None:
    code = python_of("README.md")
    assert python_of("README.zh.md") == code.replace("my-reports", "我的报告")
    assert "store.read(" in code
    code = code.replace("my-reports", "报告.txt")
    command = [sys.executable, "-W", "error", "-c", f'if __name__ == "__main__":\n{re.sub("(?m)^", "    ", code)}']
    result = subprocess.run(command, cwd=built, env=environment(), capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert (built / "graph.xlsx").stat().st_size > 5000
    assert (built / "graph.html").stat().st_size > 100_000
