"""Linked data, JSON-LD and Turtle: a small vocabulary of our own, and PROV for where each relation comes from.

Input is an open bundle, streamed. A relation is there twice: as a plain triple, and as an rdf:Statement with its counts, years and
confidence, which `prov:wasDerivedFrom` ties to the passages that say it. Mentions are left out: they are spans, not knowledge.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kg.bundle import Bundle
from kg.errors import MissingExtra
from kg.export.files import whole_file
from kg.export.sentences import edges_with_sentences
from kg.schema import schema

BASE = "urn:gongwen-kg:"
VOCABULARY = f"{BASE}vocabulary:"

_UNSAFE = re.compile(r"[^\w\-.~:/@]")

Node = dict[str, Any]


def _reference(id_: str) -> dict[str, str]:
    return {"@id": id_, "@type": "@id"}


PREFIXES = ("kg", "rdf", "rdfs", "skos", "dcterms", "prov")
CONTEXT: dict[str, Any] = {
    "kg": VOCABULARY,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "name": "rdfs:label", "aliases": "skos:altLabel", "heading": "dcterms:title", "text": "rdf:value",
    "source": "dcterms:source", "issuer": "dcterms:publisher", "date": "dcterms:date",
    "parent": _reference("kg:parent"), "place": _reference("kg:place"), "report": _reference("dcterms:isPartOf"),
    "subject": _reference("rdf:subject"), "predicate": _reference("rdf:predicate"), "object": _reference("rdf:object"),
    "wasDerivedFrom": _reference("prov:wasDerivedFrom"),
    **{name: f"kg:{name}" for name in (
        "level", "adcode", "mentions", "reports", "count", "years", "first_year", "last_year", "as_of", "seq", "start", "end",
        "chars", "confidence", "basis", "evidence", "sentences",
    )},
}  # fmt: skip


def iri(kind: str, id_: str) -> str:
    """Give the name of a thing for linked data; characters that an IRI cannot hold are percent-encoded.

    >>> iri("entity", "place:XXX县@r1"), iri("entity", "org:a b%")
    ('urn:gongwen-kg:entity:place:XXX县@r1', 'urn:gongwen-kg:entity:org:a%20b%25')
    """
    return f"{BASE}{kind}:" + _UNSAFE.sub(lambda match: quote(match[0], safe=""), id_)


def property_name(predicate: str) -> str:
    """Give the property that a predicate of the schema becomes.

    >>> property_name("PARTNERS_WITH")
    'kg:partnersWith'
    """
    first, *others = predicate.lower().split("_")
    return "kg:" + first + "".join(other.capitalize() for other in others)


def write_jsonld(bundle: Bundle, out: Path) -> None:
    """Write one JSON-LD document, one node a line."""
    with whole_file(out) as path, path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"@context": ' + json.dumps(CONTEXT, ensure_ascii=False) + ',\n"@graph": [')
        for number, node in enumerate(_nodes(bundle)):
            file.write((",\n" if number else "\n") + json.dumps(node, ensure_ascii=False))
        file.write("\n]}\n")


def write_turtle(bundle: Bundle, out: Path) -> None:
    """Write Turtle, one node after the other; raises MissingExtra without rdflib."""
    try:
        import rdflib
    except ImportError as error:
        raise MissingExtra("turtle needs the package rdflib", hint="pip install 'gongwen-kg[export]'") from error
    with whole_file(out) as path, path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"@prefix {prefix}: <{CONTEXT[prefix]}> .\n" for prefix in PREFIXES)
        for node in _nodes(bundle):
            lines = []
            for term, values, is_reference in _said(node):
                made = (_turtle(value, is_reference=is_reference) for value in values)
                lines.append(f"{term} " + ", ".join(made))
            file.write(f"\n{rdflib.URIRef(node['@id']).n3()} " + " ;\n    ".join(lines) + " .\n")


def _said(node: Node) -> Iterator[tuple[str, list[Any], bool]]:
    """Give what a JSON-LD node says as (property with its prefix, values, whether they are references)."""
    for key, value in node.items():
        values = value if isinstance(value, list) else [value]
        if key == "@id" or not values:
            continue
        term = "rdf:type" if key == "@type" else CONTEXT.get(key, key)
        if isinstance(term, dict):
            yield term["@id"], values, True
        elif isinstance(value, dict):
            yield term, [value["@id"]], True
        else:
            yield term, values, key == "@type"


def _turtle(value: Any, *, is_reference: bool) -> str:
    from rdflib import Literal, URIRef

    if is_reference:
        return value if value.partition(":")[0] in PREFIXES else str(URIRef(value).n3())
    return str(value) if isinstance(value, int) else str(Literal(value).n3())


def _nodes(bundle: Bundle) -> Iterator[Node]:
    """Give all nodes: reports, passages, entities, relations."""
    for row in _rows(bundle, "reports"):
        yield _report(row)
    for row in _rows(bundle, "passages"):
        yield _passage(row)
    for row in _rows(bundle, "entities"):
        yield _entity(row)
    for row in edges_with_sentences(bundle):
        yield from _relation(row)


def _report(row: Node) -> Node:
    places = [iri("entity", place) for place in (row["place_id"], *(row["more_place_ids"] or ())) if place]
    plain = _plain(row, ("heading", "as_of", "date", "issuer", "source", "chars"))
    return {"@id": iri("report", row["id"]), "@type": ["kg:Report", "prov:Entity"], **plain, "place": places}


def _passage(row: Node) -> Node:
    return {
        "@id": iri("passage", row["id"]), "@type": ["kg:Passage", "prov:Entity"],
        "report": iri("report", row["report_id"]), **_plain(row, ("seq", "start", "end", "text")),
    }  # fmt: skip


def _entity(row: Node) -> Node:
    kind = schema().entities[row["type"]].label
    columns = ("name", "aliases", "level", "adcode", "mentions", "reports", "first_year", "last_year")
    node = {"@id": iri("entity", row["id"]), "@type": f"kg:{kind}", **_plain(row, columns)}
    if row["parent_id"]:
        node["parent"] = iri("entity", row["parent_id"])
    return node


def _relation(row: Node) -> Iterable[Node]:
    subject, object_ = iri("entity", row["source_id"]), iri("entity", row["target_id"])
    predicate = property_name(row["predicate"])
    yield {"@id": subject, predicate: {"@id": object_}}
    columns = ("basis", "count", "reports", "years", "first_year", "last_year", "confidence", "evidence")
    passages = dict.fromkeys(iri("passage", sentence["passage_id"]) for sentence in row["sentences"])
    yield {
        "@id": iri("relation", row["id"]), "@type": ["rdf:Statement", "prov:Entity"],
        "subject": subject, "predicate": predicate, "object": object_, **_plain(row, columns),
        "sentences": [sentence["text"] for sentence in row["sentences"]], "wasDerivedFrom": list(passages),
    }  # fmt: skip


def _plain(row: Node, columns: Iterable[str]) -> Node:
    return {column: row[column] for column in columns if row[column] is not None}


def _rows(bundle: Bundle, table: str) -> Iterator[dict[str, Any]]:
    for batch in bundle.rows(table):
        yield from batch
