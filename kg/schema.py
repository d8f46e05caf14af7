"""The schema as data: entity types, predicates with their legal triples, and the labels of a store.

It comes from `schema.toml` beside this file and is checked when it is loaded; everything that writes or queries the graph asks here.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from kg.errors import SchemaError


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityType:
    """A kind of thing, its node label and its names for people."""

    name: str
    label: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """A kind of assertion and the pairs of entity types between which it is legal."""

    name: str
    zh: str
    en: str
    triples: frozenset[tuple[str, str]]
    symmetric: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """All that may stand in the graph.

    >>> schema().entities["ORG"].label
    'Organisation'
    >>> schema().legal("PLACE", "RUNS", "CAMPAIGN"), schema().legal("PLACE", "RUNS", "POLICY")
    (True, False)
    """

    version: int
    sha256: str
    entities: Mapping[str, EntityType]
    predicates: Mapping[str, Predicate]
    documents: tuple[str, ...]
    links: tuple[str, ...]

    def legal(self, subject_type: str, predicate: str, object_type: str) -> bool:
        """Say whether the schema allows this assertion between things of these types."""
        known = self.predicates.get(predicate)
        return known is not None and (subject_type, object_type) in known.triples

    def predicate(self, word: str) -> str | None:
        """Give the predicate that a word names, by its name or in Chinese, None where it names none.

        >>> schema().predicate("实施"), schema().predicate("RUNS"), schema().predicate("某某")
        ('IMPLEMENTS', 'RUNS', None)
        """
        return next((name for name, one in self.predicates.items() if word in (name, one.zh)), None)

    @property
    def entity_labels(self) -> tuple[str, ...]:
        """The node labels of the entity types, in the order of the file."""
        return tuple(entity.label for entity in self.entities.values())

    @property
    def labels(self) -> tuple[str, ...]:
        """All node labels that a store may hold, `Entity` first."""
        return ("Entity", *self.entity_labels, *self.documents)

    @property
    def relationship_types(self) -> tuple[str, ...]:
        """All relationship types that a store may hold."""
        return (*self.predicates, *self.links)


def parse_schema(text: str) -> Schema:
    """Check the text of a schema file and give the schema; raises SchemaError with the entry that is wrong."""
    raw: dict[str, Any] = tomllib.loads(text)
    entities = {name: EntityType(name=name, **fields) for name, fields in raw["entities"].items()}
    documents = tuple(raw["documents"])
    known_labels = {"Entity", *(entity.label for entity in entities.values()), *documents}
    predicates = {}
    for name, fields in raw["predicates"].items():
        triples = frozenset((subject, object_) for subject, object_ in fields["triples"])
        if unknown := {end for pair in triples for end in pair} - set(entities):
            raise SchemaError(
                f"predicate {name} names entity types that are not defined: {', '.join(sorted(unknown))}",
                hint=f"defined are {', '.join(entities)}",
            )
        symmetric = bool(fields.get("symmetric", False))
        if symmetric and any((object_, subject) not in triples for subject, object_ in triples):
            raise SchemaError(f"predicate {name} is symmetric, but a triple lacks its mirror image", hint="add it")
        predicates[name] = Predicate(name=name, zh=fields["zh"], en=fields["en"], triples=triples, symmetric=symmetric)
    for name, fields in raw["links"].items():
        if unknown := {*fields["from"], *fields["to"]} - known_labels:
            raise SchemaError(f"link {name} names labels that are not defined: {', '.join(sorted(unknown))}")
    return Schema(
        version=raw["version"],
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        entities=entities,
        predicates=predicates,
        documents=documents,
        links=tuple(raw["links"]),
    )


@cache
def schema() -> Schema:
    """Give the schema of this version of the software."""
    return parse_schema(resources.files("kg").joinpath("schema.toml").read_text(encoding="utf-8"))
