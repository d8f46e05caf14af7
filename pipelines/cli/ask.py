"""Commands that ask: the catalogue of queries, Cypher, and what is installed."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli import show
from pipelines.cli.make import Store, pairs


class Form(StrEnum):
    """How rows are printed."""

    table = "table"
    json = "json"
    csv = "csv"


Format = Annotated[Form, typer.Option("--format", help="How rows are printed.")]
# Rows of a query that has no limit of its own.
ROWS = 1000
# What a table leaves out, because a name or a sentence beside it says the same to a person; JSON and CSV have it.
_FOR_MACHINES = re.compile(r"\w+_ids?|start|stop")


def _names(incomplete: str) -> list[tuple[str, str]]:
    from queries.catalog import catalog

    return [(one.name, one.en) for one in catalog().values() if one.name.startswith(incomplete)]


def _parameters(ctx: typer.Context, incomplete: str) -> list[str]:
    from queries.catalog import catalog

    asked = catalog().get(ctx.params.get("name") or "")
    known = [f"{parameter.name}=" for parameter in asked.parameters] if asked else []
    return [one for one in known if one.startswith(incomplete)]


def query(
    name: Annotated[
        str | None,
        typer.Argument(help="A query of the catalogue; without it the catalogue is listed.", autocompletion=_names),
    ] = None,
    arguments: Annotated[
        list[str] | None, typer.Argument(metavar="key=value", help="Its parameters.", autocompletion=_parameters)
    ] = None,
    store: Store = None,
    form: Format = Form.table,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="Rows at most (default: the query's own limit, else 1000).")
    ] = None,
    measures: Annotated[
        list[str] | None,
        typer.Option(
            "--with",
            help="Put a measure beside the rows: pagerank, betweenness, community, similar, lead or diffusion.",
        ),
    ] = None,
) -> None:
    """Ask a question of the catalogue. 按目录查询。"""
    if name is None:
        _catalogue(form)
        return
    from pipelines.load import opened
    from queries.catalog import MAX_ROWS, find_query, run

    given = pairs(arguments or [])
    own = any(parameter.name == "limit" for parameter in find_query(name).parameters)
    if own and limit is not None:
        given.setdefault("limit", str(limit))
    most = limit or (MAX_ROWS if own else ROWS)
    with opened(store) as graph:
        result = run(graph, name, given, limit=most, tell=show.note)
        if measures:
            from queries.analytics import annotate

            result = annotate(graph, result, measures)
    more = "limit=N" if own and len(result.rows) < most else "--limit N"
    hidden = tuple(column for column in result.columns if _FOR_MACHINES.fullmatch(column))
    show.rows(result.columns, result.rows, form, more=more if result.truncated else "", hidden=hidden)


def _catalogue(form: Form) -> None:
    from queries.catalog import catalog

    values = []
    for one in catalog().values():
        parameters = " ".join(f"{p.name}=…" if p.required else f"[{p.name}={p.default}]" for p in one.parameters)
        values.append((one.name, parameters, one.zh, one.en))
    show.rows(("query", "parameters", "问题", "question"), values, form)


def cypher(
    text: Annotated[str, typer.Argument(help="A Cypher query that only reads.")],
    store: Store = None,
    form: Format = Form.table,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Rows at most.")] = ROWS,
) -> None:
    """Ask in Cypher, read-only. 用 Cypher 查询（只读）。"""
    from pipelines.load import opened

    with opened(store) as graph:
        result = graph.read(text, {}, limit=limit)
    show.rows(result.columns, result.rows, form, more="--limit N" if result.truncated else "")


def doctor(
    bundle: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a bundle to check.")] = Path("kg-out"),
    store: Store = None,
    json_: Annotated[
        bool, typer.Option("--json", help="Print one JSON object on stdout and nothing else there.")
    ] = False,
) -> None:
    """Say what is installed, which stores answer and whether a bundle is whole. 检查环境、数据库与数据包。"""
    from pipelines.doctor import doctor as run

    checks = run(bundle, store)
    if json_:
        show.as_json([{"check": c.name, "state": c.state, "detail": c.detail} for c in checks])
    else:
        show.rows(("check", "state", "detail"), [(c.name, c.state, c.detail) for c in checks], "table")
    if any(check.state == "wrong" for check in checks):
        raise typer.Exit(1)
