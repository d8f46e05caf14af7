"""A page of the graph: a cut of the store, drawn and written as one file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.graph import Subgraph
from pipelines.load import opened
from queries.analytics import graph_of, measures
from queries.catalog import run
from queries.facts import done_at, provinces
from queries.subgraph import around, from_result, overview
from viz.page import write_page


def view(
    store: str | None = None, out: Path | str = "kg.html", *, query: str | None = None,
    arguments: Mapping[str, str] | None = None, focus: str | None = None, limit: int = 300,
) -> Subgraph:  # fmt: skip
    """Write the page of an overview, of what surrounds `focus`, or of the result of a query; give what it shows.

    >>> import tempfile
    >>> import pipelines
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     text, store = Path(folder, "report.txt"), f"embedded:{folder}/store"
    ...     _ = text.write_text("襄阳市工作总结\\n\\n2021年，襄阳市推行“板凳夜话”工作法。\\n", encoding="utf-8")
    ...     _ = pipelines.load(pipelines.build([text], Path(folder, "out"), workers=1).bundle, store)
    ...     shown = pipelines.view(store, Path(folder, "page.html"))
    >>> [entity.name for entity in shown.entities if entity.type == "PROGRAMME"]
    ['板凳夜话工作法']
    """
    with opened(store) as graph:
        if query is not None:
            shown, heading = from_result(graph, run(graph, query, arguments or {}, limit=limit), limit=limit), query
        elif focus is not None:
            shown, heading = around(graph, focus, limit=limit), focus
        else:
            shown, heading = overview(graph, limit=limit), "公文知识图谱"
        facts: dict[str, dict[str, Any]] = {**measures(graph_of(graph))}
        for one, province in provinces(graph).items():
            facts.setdefault(one, {})["province"] = province
        done = done_at(graph, [entity.id for entity in shown.entities if entity.type == "PLACE"])
    write_page(shown, Path(out), heading=heading, facts=facts, done=done)
    return shown
