"""The graph of a bundle for networkx, and its two XML formats, GraphML and GEXF, which Gephi and Gephi Lite open.

Input is an open bundle. networkx holds the whole graph in memory: writing takes about 7 KB for each entity or relation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

from kg.bundle import Bundle
from kg.export.files import whole_file
from kg.export.sentences import edges_with_sentences
from kg.schema import schema

SEPARATOR = "；"
# Sentences on a relation in a drawing program, which shows them in a narrow column.
SENTENCES = 5

# What XML 1.0 cannot hold, even escaped.
_NO_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def to_networkx(bundle: Bundle) -> nx.MultiDiGraph[str]:
    """Give the entities and relations of a bundle as a directed multigraph.

    Nodes are entity ids, edge keys are edge ids, so several relations between two entities all stay; the attributes are
    the other columns of the tables `entities` and `edges`, None where the table says nothing.

    >>> import tempfile
    >>> import kg, pipelines
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     report = Path(folder, "report.txt")
    ...     _ = report.write_text("襄阳市工作总结\\n\\n2021年，襄阳市推行“板凳夜话”工作法。\\n", encoding="utf-8")
    ...     graph = kg.to_networkx(pipelines.build([report], Path(folder, "out"), workers=1).bundle)
    >>> graph.nodes["place:420600"]["name"]
    '襄阳市'
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(bundle=bundle.id)
    for row in _rows(bundle, "entities"):
        graph.add_node(row.pop("id"), **row)
    for row in _rows(bundle, "edges"):
        graph.add_edge(row.pop("source_id"), row.pop("target_id"), key=row.pop("id"), **row)
    return graph


def write_graphml(bundle: Bundle, out: Path) -> None:
    """Write the graph as GraphML, all attributes strings or numbers."""
    graph = _flat(bundle)
    with whole_file(out) as path:
        nx.write_graphml_xml(graph, path)


def write_gexf(bundle: Bundle, out: Path) -> None:
    """Write the graph as GEXF 1.2, all attributes strings or numbers."""
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    # The day of writing would make two exports of one bundle differ.
    writer.xml.find("meta").attrib.pop("lastmodifieddate")
    graph = _flat(bundle)
    for _, _, key, data in graph.edges(keys=True, data=True):
        data["id"] = key  # networkx numbers the edges otherwise
    writer.add_graph(graph)
    with whole_file(out) as path, path.open("wb") as file:
        writer.write(file)


def _flat(bundle: Bundle) -> nx.MultiDiGraph[str]:
    """Give the graph with what a drawing program needs: labels, weights, sentences, and no lists."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in _rows(bundle, "entities"):
        graph.add_node(_xml(row["id"]), **_attributes({**row, "label": row["name"]}))
    predicates = schema().predicates
    for row in edges_with_sentences(bundle):
        sentences = "\n".join(sentence["text"] for sentence in row["sentences"][:SENTENCES])
        more = {
            "label": predicates[row["predicate"]].zh,
            "weight": max(row["count"], 1),  # what needs no sentence has a count of 0, and a weight of 0 is not drawn
            "sentences": sentences,
        }
        ends = _xml(row["source_id"]), _xml(row["target_id"])
        graph.add_edge(*ends, key=_xml(row["id"]), **_attributes({**row, **more}, without=("source_id", "target_id")))
    return graph


def _attributes(row: Mapping[str, Any], without: tuple[str, ...] = ()) -> dict[str, Any]:
    """Give the values that are there, lists joined and ids left out."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        if value is None or name == "id" or name in without:
            continue
        if isinstance(value, (list, tuple)):
            value = SEPARATOR.join(map(str, value))
        found[name] = _xml(value) if isinstance(value, str) else value
    return found


def _xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)


def _rows(bundle: Bundle, table: str) -> Iterator[dict[str, Any]]:
    for batch in bundle.rows(table):
        yield from batch
