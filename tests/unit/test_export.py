"""Each file format of `kg export` is read back and compared with the bundle."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import openpyxl
import pytest
import rdflib
from networkx.readwrite.graphml import read_graphml
from rdflib.namespace import PROV, RDF, RDFS, SKOS

import kg
from kg.bundle import Bundle
from kg.errors import MissingExtra, UsageError
from kg.export import rdf, tables, workbook
from kg.export.sentences import edges_with_sentences
from kg.schema import schema
from pipelines.export import FORMATS, export
from tests.contract.bundles import write_bundle
from tests.contract.hard_values import ALIASES, HEADING, NAME, SENTENCE, hard_rows

HARD = 'org:怪 "名"\'%;\\'


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    return write_bundle(tmp_path / "bundle", hard_rows())


def rows_of(bundle: Bundle, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = bundle.table(table).to_pylist()
    return found


def test_sentences_are_the_spans_of_the_passages_in_the_order_of_the_evidence(bundle: Bundle) -> None:
    texts = {row["id"]: row["text"] for row in rows_of(bundle, "passages")}
    found = list(edges_with_sentences(bundle))
    assert [row["id"] for row in found] == [row["id"] for row in rows_of(bundle, "edges")]
    for row in found:
        wanted = []
        for reference in row["evidence"]:
            passage, _, span = reference.partition("#")
            start, end = map(int, span.split("-"))
            wanted.append(texts[passage][start:end])
        assert [sentence["text"] for sentence in row["sentences"]] == wanted
    assert next(row for row in found if row["id"] == "ehard")["sentences"][0]["text"] == SENTENCE


def test_networkx_has_every_entity_and_every_edge(bundle: Bundle) -> None:
    graph = kg.to_networkx(bundle)
    assert {(id_, data["name"]) for id_, data in graph.nodes(data=True)} == {
        (row["id"], row["name"]) for row in rows_of(bundle, "entities")
    }
    for row in rows_of(bundle, "edges"):
        assert graph.edges[row["source_id"], row["target_id"], row["id"]]["evidence"] == row["evidence"]
    assert graph.number_of_edges() == len(rows_of(bundle, "edges"))
    first = rows_of(bundle, "edges")[0]
    assert graph.number_of_edges(first["source_id"], first["target_id"]) == 2


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_xml_formats(bundle: Bundle, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"graph.{form}"
    export(bundle, format=form, out=out)
    graph = read_graphml(out, force_multigraph=True) if form == "graphml" else nx.read_gexf(out)
    plain = kg.to_networkx(bundle)
    assert set(graph.nodes) == set(plain.nodes)
    # gexf gives keys of its own and keeps the ids as an attribute
    found = {data.get("id", key): (a, b, data) for a, b, key, data in graph.edges(keys=True, data=True)}
    assert {id_: (a, b) for id_, (a, b, _) in found.items()} == {key: (a, b) for a, b, key in plain.edges}
    node, edge = graph.nodes[HARD], found["ehard"][2]
    assert node["name"] == node["label"] == NAME
    assert node["aliases"] == "；".join(ALIASES)
    assert edge["years"] == "2020；2023"
    assert edge["sentences"].startswith(SENTENCE)
    assert edge["label"] == "实施"
    values = [value for data in (*dict(graph.nodes(data=True)).values(), edge) for value in data.values()]
    assert {type(value) for value in values} <= {str, int, float}


def test_csv(bundle: Bundle, tmp_path: Path) -> None:
    out = tmp_path / "tables"
    export(bundle, format="csv", out=out)
    assert sorted(path.name for path in out.iterdir()) == [
        "entities.csv",
        "relations.csv",
        "reports.csv",
        "statements.csv",
    ]
    for sheet in tables.SHEETS:
        raw = (out / f"{sheet.stem}.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        head, *body = csv.reader(raw.decode("utf-8-sig").splitlines(keepends=True))
        assert head == [name for name, _ in sheet.heads]
        assert not [cell for row in body for cell in row if cell.startswith(tables.FORMULA)]
        wanted = [["" if cell is None else str(cell) for cell in row] for row in tables.cells(bundle, sheet)]
        assert [[cell.removeprefix("'") for cell in row] for row in body] == wanted
        assert len(body) == len(rows_of(bundle, sheet.table))
    relations = (out / "relations.csv").read_text(encoding="utf-8-sig")
    assert "'=1+1" in relations
    assert "实施" in relations


def test_xlsx(bundle: Bundle, tmp_path: Path) -> None:
    out = tmp_path / "graph.xlsx"
    export(bundle, format="xlsx", out=out)
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["实体", "关系", "陈述", "报告"]
    for sheet in tables.SHEETS:
        page = book[sheet.title]
        head, *body = page.iter_rows()
        assert [cell.value for cell in head] == [name for name, _ in sheet.heads]
        wanted = [tuple(cell if cell != "" else None for cell in row) for row in tables.cells(bundle, sheet)]
        assert [tuple(cell.value for cell in row) for row in body] == wanted
        assert not [cell for row in body for cell in row if cell.data_type == "f"]
        assert page.auto_filter.ref == page.dimensions
        assert page.freeze_panes == "A2"
    assert book["实体"].cell(len(rows_of(bundle, "entities")) + 1, 3).value == NAME


def test_a_cell_of_a_workbook_is_cut_where_excel_would_refuse_it() -> None:
    assert workbook._fitting("字" * workbook.CHARS) == "字" * workbook.CHARS
    for long in ("字" * 40_000, "𠮷" * 20_000):
        cut = workbook._fitting(long)
        assert len(cut.encode("utf-16-le")) // 2 <= workbook.CHARS
        assert cut.endswith("csv）")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # in the JSON-LD reader of rdflib 7
@pytest.mark.parametrize("form", ["jsonld", "turtle"])
def test_linked_data(bundle: Bundle, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"graph.{form}"
    export(bundle, format=form, out=out)
    graph = rdflib.Graph().parse(out, format={"jsonld": "json-ld"}.get(form, form))
    entities, edges = rows_of(bundle, "entities"), rows_of(bundle, "edges")
    names = {(str(a), str(b)) for a, b in graph.subject_objects(RDFS.label)}
    assert names == {(rdf.iri("entity", row["id"]), row["name"]) for row in entities}
    hard = rdflib.URIRef(rdf.iri("entity", HARD))
    assert {str(one) for one in graph.objects(hard, SKOS.altLabel)} == set(ALIASES)
    assert len(set(graph.subjects(RDF.type, RDF.Statement))) == len(edges)
    for row in edges:
        statement = rdflib.URIRef(rdf.iri("relation", row["id"]))
        triple = tuple(graph.value(statement, part) for part in (RDF.subject, RDF.predicate, RDF.object))
        assert triple in graph
        assert str(triple[0]) == rdf.iri("entity", row["source_id"])
        passages = {rdf.iri("passage", reference.partition("#")[0]) for reference in row["evidence"]}
        assert {str(one) for one in graph.objects(statement, PROV.wasDerivedFrom)} == passages
    said = graph.value(
        rdflib.URIRef(rdf.iri("relation", "ehard")), rdflib.URIRef(f"{rdf.VOCABULARY}sentences"), any=True
    )
    assert str(said) in {SENTENCE, "青川市2018年建成红旗驿站三十个。"}
    heading = graph.value(rdflib.URIRef(rdf.iri("report", "r9")), rdflib.URIRef("http://purl.org/dc/terms/title"))
    assert str(heading) == HEADING


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_both_kinds_of_linked_data_say_the_same(bundle: Bundle, tmp_path: Path) -> None:
    graphs = []
    for form, name in (("jsonld", "json-ld"), ("turtle", "turtle")):
        export(bundle, format=form, out=tmp_path / form)
        graph = rdflib.Graph().parse(tmp_path / form, format=name)
        # 0.8 and 8.0E-1 are one number
        graphs.append({(a, b, c.toPython() if isinstance(c, rdflib.Literal) else c) for a, b, c in graph})
    assert graphs[0] == graphs[1]
    assert len(graphs[0]) > 200
    json.loads((tmp_path / "jsonld").read_text(encoding="utf-8"))


def files(path: Path) -> Iterator[bytes]:
    for file in sorted(path.iterdir()) if path.is_dir() else (path,):
        yield file.read_bytes()


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_bundle_gives_the_same_bytes_and_replaces_the_old_export(
    bundle: Bundle, tmp_path: Path, form: str
) -> None:
    out = tmp_path / "export"
    first = export(bundle, format=form, out=out)
    before = list(files(out))
    assert first.bytes == sum(map(len, before)) > 1000
    export(bundle, format=form, out=out)
    assert list(files(out)) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bundle", "export"]


@pytest.mark.parametrize("form", FORMATS)
def test_an_empty_bundle(tmp_path: Path, form: str) -> None:
    export(write_bundle(tmp_path / "bundle", {}), format=form, out=tmp_path / "export")
    assert (tmp_path / "export").exists()


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_that_fails_leaves_the_old_one(
    bundle: Bundle, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "export"
    export(bundle, format=form, out=out)
    before = list(files(out))
    bundle.path("edges").write_bytes(b"damaged")
    with pytest.raises(Exception, match=r"."):
        export(bundle, format=form, out=out)
    assert list(files(out)) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bundle", "export"]


def test_a_folder_with_other_files_is_not_replaced(bundle: Bundle, tmp_path: Path) -> None:
    for form in ("csv", "neo4j-admin", "xlsx"):
        with pytest.raises(UsageError):
            export(bundle, format=form, out=bundle.root)
    with pytest.raises(UsageError, match="is a file"):
        export(bundle, format="csv", out=bundle.root / "manifest.json")
    with pytest.raises(UsageError, match="no format docx"):
        export(bundle, format="docx", out=tmp_path / "x")
    assert (bundle.root / "manifest.json").is_file()


@pytest.mark.parametrize(("form", "module"), [("xlsx", "xlsxwriter"), ("turtle", "rdflib")])
def test_a_missing_package_is_named_with_the_way_to_get_it(
    bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, module: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtra, match=r"pip install 'gongwen-kg\[export\]'"):
        export(bundle, format=form, out=tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_every_predicate_and_type_has_a_property_and_a_class_of_its_own() -> None:
    names = {rdf.property_name(predicate) for predicate in schema().predicates}
    assert len(names) == len(schema().predicates)
    assert not {name.partition(":")[2] for name in names} & set(rdf.CONTEXT)
