"""Commands that hand the graph on, or take it back: exports, and emptying a store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli import show
from pipelines.cli.make import Json, Store


def _formats(incomplete: str) -> list[str]:
    from pipelines.export import FORMATS

    return [name for name in FORMATS if name.startswith(incomplete)]


def export(
    bundle: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the bundle.")] = Path("kg-out"),
    *,
    format_: Annotated[
        str,
        typer.Option(
            "--format", help="graphml, gexf, csv, xlsx, jsonld, turtle, neo4j-admin or cypher.", autocompletion=_formats
        ),
    ],
    out: Annotated[Path, typer.Option("--out", help="The file to write (csv, neo4j-admin: a folder).")],
    json_: Json = False,
) -> None:
    """Write the graph in the format of another tool. 导出为其他工具的格式。"""
    from pipelines.export import export as run

    report = run(bundle, format=format_, out=out)
    if json_:
        show.as_json(report.as_dict())
        return
    print(f"{report.out}: {report.bytes} bytes")
    if report.command:
        show.stderr().print("import it there with:", style="dim")
        print(report.command)


def unload(store: Store = None, json_: Json = False) -> None:
    """Take everything of ours out of a store; nodes of other labels stay. 从图库中移除本软件写入的内容。"""
    from pipelines.load import store_url
    from pipelines.load import unload as run

    removed = run(store)
    if json_:
        show.as_json({"store": store_url(store), "removed": removed})
    else:
        print(f"{store_url(store)}: {removed} nodes removed")
