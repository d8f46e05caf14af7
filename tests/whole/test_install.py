"""The wheel and the sdist: what they hold, and that the wheel runs in an empty environment far from the checkout."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import urllib.error
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest

from kg import __version__
from tests.conftest import ROOT, require

INDEX_SECONDS = 60


def run(*command: str | Path, cwd: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    """Run a command that must succeed, as on a machine that knows nothing of the checkout."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KG_", "PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, env={**kept, "PYTHONUTF8": "1", "NO_COLOR": "1", **extra},
        capture_output=True, text=True, check=False, timeout=900,
    )  # fmt: skip
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sdist and the wheel of this tree."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "--directory", folder, cwd=ROOT)
    return folder


def test_the_wheel_holds_the_four_packages_with_their_data_and_nothing_else(dist: Path) -> None:
    with zipfile.ZipFile(next(dist.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"kg", "pipelines", "queries", "viz", f"gongwen_kg-{__version__}.dist-info"}
    tracked = {
        path.relative_to(ROOT).as_posix()
        for package in ("kg", "pipelines", "queries", "viz")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert tracked <= names


def test_the_sdist_makes_the_same_wheel(dist: Path, tmp_path: Path) -> None:
    with tarfile.open(next(dist.glob("*.tar.gz"))) as archive:
        archive.extractall(tmp_path, filter="data")
    [tree] = tmp_path.iterdir()
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", tmp_path / "again", cwd=tree)
    first, second = next(dist.glob("*.whl")), next((tmp_path / "again").glob("*.whl"))
    with zipfile.ZipFile(first) as one, zipfile.ZipFile(second) as other:
        assert {item.filename: item.CRC for item in one.infolist()} == {
            item.filename: item.CRC for item in other.infolist()
        }


def test_it_runs_outside_the_checkout(dist: Path, tmp_path: Path) -> None:
    reached = subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", tmp_path / "probe", "filelock"],
        capture_output=True, text=True, check=False, timeout=INDEX_SECONDS,
    )  # fmt: skip
    require("install", reached.returncode == 0, "no package index answers, so nothing can be installed")
    home = tmp_path / "新 环境"
    venv.create(home, with_pip=True)
    python, kg = home / "bin" / "python", home / "bin" / "kg"
    wheel, constraints = next(dist.glob("*.whl")), ROOT / "constraints.txt"
    run(python, "-m", "pip", "install", "--quiet", "--constraint", constraints, wheel, cwd=tmp_path)
    work = tmp_path / "work"
    work.mkdir()
    (work / "报告.txt").write_text("襄阳市2023年工作总结\n襄阳市深入实施“青禾育苗”计划。\n", encoding="utf-8")
    assert "1 reports" in run(kg, "build", "报告.txt", cwd=work).stdout
    run(kg, "load", cwd=work)
    checked = run(kg, "doctor", cwd=work).stdout
    assert __version__ in checked
    assert "wrong" not in checked
    completed = run(
        kg, cwd=work, _KG_COMPLETE="complete_bash", COMP_WORDS="kg bu", COMP_CWORD="1", _TYPER_COMPLETE_TESTING="1"
    )
    assert completed.stdout.split() == ["build"]
    serving = subprocess.Popen([kg, "serve", "--port", "0"], cwd=work, stdout=subprocess.PIPE, text=True)
    try:
        assert serving.stdout is not None
        with urllib.request.urlopen(serving.stdout.readline().strip(), timeout=60) as answer:
            assert answer.status == 200
            assert "<html" in answer.read().decode()
    finally:
        serving.terminate()
        serving.communicate(timeout=20)


def test_the_container_files_agree_with_the_project() -> None:
    """No Docker here: the parts that can be wrong without it."""
    yaml = pytest.importorskip("yaml")
    services = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    assert set(services) == {"neo4j", "kg", "explorer"}
    for service in services.values():
        assert all(str(port).startswith("127.0.0.1:") for port in service.get("ports", ()))
    # What the explorer prints has the name of the container, so the file says what to open on the host.
    [opened] = re.findall(
        r"open http://(127\.0\.0\.1:\d+)/\?token=", (ROOT / "compose.yaml").read_text(encoding="utf-8")
    )
    [published] = services["explorer"]["ports"]
    assert published.rpartition(":")[0] == opened
    assert services["explorer"]["environment"] == services["kg"]["environment"]
    recipe = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    [version] = set(re.findall(r"FROM python:(\S+)-slim", recipe))
    supported = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert 'requires-python = ">=3.11,<3.15"' in supported
    matrix = yaml.safe_load((ROOT / ".github" / "workflows" / "check.yml").read_text(encoding="utf-8"))
    pythons = matrix["jobs"]["check"]["strategy"]["matrix"]["python"]
    assert pythons == ["3.11", "3.12", "3.13", "3.14"]
    assert version in pythons
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    for source in ("pyproject.toml", "constraints.txt", "README.md", "LICENSE", "kg", "pipelines", "queries", "viz"):
        assert source not in ignored
