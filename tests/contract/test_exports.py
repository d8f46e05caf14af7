"""A database filled from an export holds exactly what `kg load` writes: both Neo4j formats, on real servers and the real import tool."""

from __future__ import annotations

import csv
import os
import shlex
import subprocess
from pathlib import Path
from typing import Any

import neo4j
import pytest

from kg.bundle import Bundle
from kg.export import admin
from kg.store import load, unload
from pipelines.export import export, graph_tables
from tests import neo4j_server
from tests.conftest import require
from tests.contract.bundles import write_bundle
from tests.contract.conftest import Place
from tests.contract.hard_values import NAME, hard_rows

AUTH = (neo4j_server.USER, neo4j_server.PASSWORD)
IMPORT_SECONDS = 180


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    return write_bundle(tmp_path / "bundle", hard_rows())


def dump(url: str) -> tuple[list[Any], list[Any]]:
    """Everything in a database under our labels, in order."""
    with neo4j.GraphDatabase.driver(url, auth=AUTH) as driver:
        nodes = driver.execute_query(
            "MATCH (n) WHERE n:Entity OR n:Report OR n:Passage RETURN n.id, labels(n), properties(n)"
        ).records
        links = driver.execute_query(
            "MATCH (a)-[r]->(b) RETURN type(r), a.id, b.id, r.id, properties(r)", result_transformer_=lambda r: list(r)
        )
    return (
        sorted((id_, sorted(labels), sorted(properties.items())) for id_, labels, properties in nodes),
        sorted((*ends, sorted(properties.items())) for *ends, properties in links),
    )


def run_script(url: str, script: str) -> None:
    """Run a script as cypher-shell does, one statement after the other; newlines in values are escaped."""
    with neo4j.GraphDatabase.driver(url, auth=AUTH) as driver, driver.session() as session:
        for statement in script.removesuffix(";\n").split(";\n"):
            session.run(statement).consume()  # type: ignore[arg-type]


def loaded_dump(bundle: Bundle, url: str) -> tuple[list[Any], list[Any]]:
    """What a load into the emptied database gives."""
    unload(url)
    load(bundle, url)
    return dump(url)


def assert_nothing_to_do(bundle: Bundle, url: str) -> None:
    report = load(bundle, url)
    for changes in (*report.nodes.values(), *report.relationships.values()):
        assert (changes.created, changes.updated, changes.removed) == (0, 0, 0)
    assert sum(changes.unchanged for changes in report.nodes.values()) > 20


def test_the_cypher_script(
    bundle: Bundle, server_place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.export.script.ROWS", 3)
    out = tmp_path / "graph.cypher"
    export(bundle, format="cypher", out=out)
    script = out.read_text(encoding="utf-8")
    run_script(server_place.url, script)
    imported = dump(server_place.url)
    assert NAME in [dict(properties).get("name") for _, _, properties in imported[0]]
    run_script(server_place.url, script)  # again: nothing twice
    assert dump(server_place.url) == imported
    assert_nothing_to_do(bundle, server_place.url)
    assert loaded_dump(bundle, server_place.url) == imported


def test_the_import_tool(bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    version = next(iter(neo4j_server.VERSIONS))  # one is enough: it takes a server of its own, and the format is one
    lack = neo4j_server.missing(version)
    require("neo4j", not lack, lack)
    out, home = tmp_path / "csv", tmp_path / "home"
    command, finish = map(shlex.split, export(bundle, format="neo4j-admin", out=out).command.splitlines())
    assert command[0] == "neo4j-admin"
    assert finish == ["cypher-shell", "-d", "neo4j", "-f", admin.FINISH]
    (home / "conf").mkdir(parents=True)
    opens = [part for module in neo4j_server._OPEN for part in ("--add-opens", f"{module}=ALL-UNNAMED")]
    java = [
        neo4j_server.find_java(version),
        *opens,
        "-Xmx1g",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        f"{neo4j_server.libraries(version)}/*",
    ]
    result = subprocess.run(
        [*map(str, java), "org.neo4j.cli.AdminTool", *command[1:]],
        cwd=out, env={**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")},
        capture_output=True, text=True, timeout=IMPORT_SECONDS, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout + result.stderr
    server = neo4j_server.start(version, home)
    try:
        neo4j_server._set_password(server)
        monkeypatch.setenv("KG_NEO4J_USER", neo4j_server.USER)
        monkeypatch.setenv("KG_NEO4J_PASSWORD", neo4j_server.PASSWORD)
        run_script(server.url, (out / admin.FINISH).read_text(encoding="utf-8"))
        imported = dump(server.url)
        assert_nothing_to_do(bundle, server.url)
        assert loaded_dump(bundle, server.url) == imported
    finally:
        server.kill()


def test_the_files_of_the_import_tool_follow_its_format(bundle: Bundle, tmp_path: Path) -> None:
    out = tmp_path / "csv"
    export(bundle, format="neo4j-admin", out=out)
    ids: dict[str, set[str]] = {}
    for table in graph_tables(bundle):
        with (out / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        records = list(table.records())
        assert len(rows) == len(records) > 0
        assert {len(row) for row in rows} == {len(head)}
        if table.ends:
            assert head[:3] == [f":START_ID({table.ends[0]})", f":END_ID({table.ends[1]})", ":TYPE"]
            assert {row[0] for row in rows} <= ids[table.ends[0]]
            assert {row[1] for row in rows} <= ids[table.ends[1]]
        else:
            assert head[:2] == [f"id:ID({table.key})", ":LABEL"]
            ids[table.key] = {row[0] for row in rows}
        columns = [name.partition(":")[0] for name in head]
        for row, record in zip(rows, records, strict=True):
            for name, cell in zip(columns, row, strict=True):
                value = record.properties.get(name) if name else None
                if isinstance(value, list) and value:
                    assert cell.split(admin.ARRAY) == [str(one) for one in value]
                elif isinstance(value, str):
                    assert cell == value
