"""The knowledge side: the things that mentions name and what is asserted between them.

`kg.assemble` makes Entities and Edges from linked mentions and statements; `kg.store` writes them; `queries` cuts Subgraphs for `viz`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One thing in the world, as all reports together name it.

    `type` is an entity type of the schema; `level`, `adcode` and `parent_id` belong to places; `mentions` and `reports` are counts;
    `first_year` and `last_year` span the statements that touch it.
    """

    id: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    level: str | None = None
    adcode: str | None = None
    parent_id: str | None = None
    mentions: int = 0
    reports: int = 0
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """All statements of one (source, predicate, target) together.

    `basis` is `text`; `gazetteer` for an administrative PART_OF and `name` for what a body's name tells, which no sentence needs to say;
    or `context` where a village that no text places is taken to lie in the report's place. `evidence` holds
    references `passage id#start-end`; `confidence` combines the statements by noisy-or.
    """

    id: str
    source_id: str
    predicate: str
    target_id: str
    basis: str
    count: int = 0
    reports: int = 0
    years: tuple[int, ...] = ()
    first_year: int | None = None
    last_year: int | None = None
    confidence: float = 1.0
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """The sentence behind an edge or an entity, with where it stands: what a person reads as proof."""

    text: str
    report_id: str
    heading: str
    source: str
    passage_id: str
    start: int
    end: int
    year: int | None = None
    as_of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subgraph:
    """A cut of the graph that a page shows: entities, edges among them, and the sentences behind each.

    `sentences` maps an id of an edge or an entity to the sentences that are shown for it.
    """

    entities: tuple[Entity, ...] = ()
    edges: tuple[Edge, ...] = ()
    sentences: Mapping[str, tuple[Sentence, ...]] = field(default_factory=dict)
    truncated: bool = False
