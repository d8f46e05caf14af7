"""The documentation is true: every command, option and query is in it, and what it says to type runs."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

from kg import __version__
from pipelines.cli.app import app
from queries.catalog import catalog
from queries.document import PAGE, page
from tests.conftest import ROOT
from tests.whole.conftest import Run

READMES = ("README.md", "README.zh.md")


def commands() -> dict[str, object]:
    return dict(get_command(app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", READMES)
def test_every_command_is_documented(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    missing = [command for command in commands() if f"kg {command}" not in text]
    assert not missing


def test_every_command_has_help() -> None:
    assert len(commands()) >= 8
    for command in commands().values():
        assert command.help  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", READMES)
def test_what_the_readme_says_to_type_runs(kg: Run, tmp_path: Path, name: str) -> None:
    block = re.search(r"<!-- run -->\n```sh\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    (tmp_path / "pipelines").symlink_to(ROOT / "pipelines")
    lines = block[1].strip().splitlines()
    assert len(lines) >= 6
    for line in lines:
        words = shlex.split(line, comments=True)
        assert words[0] == "kg"
        result = kg(*words[1:])
        assert result.returncode == 0, f"{line}\n{result.stderr}"
        if words[1] == "query" and len(words) > 3:
            assert len(result.stdout.splitlines()) > 3, line
    assert (tmp_path / "kg-out" / "graph.html").stat().st_size > 100_000


def test_the_changelog_has_this_version() -> None:
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_query_says_what_it_is_for_in_both_languages() -> None:
    for query in catalog().values():
        assert re.search("[\u4e00-\u9fff]", query.zh), query.name
        assert re.fullmatch("[ -~]+", query.en), query.name


def test_the_page_about_the_catalogue_is_as_generated() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m queries.document"
