"""Linking one report: every mention gets its entity, and the relation rules run over its passages.

Input is a Report with its passages and mentions; output a LinkedReport. A pure function of the one report: nothing of another report is
looked at, so it can be cached, run in parallel, and never leaks a masked name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from kg.gazetteer import Unit, gazetteer
from kg.graph import Entity
from kg.link.bodies import Body, body_of
from kg.link.context import Home, home_of
from kg.link.issuers import bureau_words, institution_words, issuer_of, issuers_of, our_office
from kg.link.named import Named
from kg.link.names import canonical, plain
from kg.link.owned import full_names
from kg.link.periods import years_of_passages
from kg.link.places import PlaceLink, link_places, one_village
from kg.link.precision import precision
from kg.link.registry import Registry, Structure
from kg.link.scene import INITIATIVES, Actor, Assertion, Scene
from kg.link.sections import at_unit, section_homes
from kg.link.short import shared_heads, short_names
from kg.link.statements import assertions
from kg.simplified import simplified
from kg.text import Mention, Passage, Report, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedReport:
    """What one report says: its mentions with entity ids, its statements, and the entities that they name.

    `entities` carry what the text alone knows (id, type, name, level, adcode, parent); `structure` are (source id, predicate, target id,
    basis) that no sentence needs to say: administrative PART_OF of the gazetteer, and what a body's name tells of its place and parent;
    `place_id`, `place_name` and `more_place_ids` are the places it speaks for.
    """

    report: Report
    place_id: str | None
    place_name: str | None
    more_place_ids: tuple[str, ...]
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]
    entities: tuple[Entity, ...]
    structure: tuple[Structure, ...]


def link_report(report: Report, passages: Sequence[Passage], mentions: Sequence[Sequence[Mention]]) -> LinkedReport:
    """Link the mentions of a report; `mentions[i]` are those of `passages[i]`, in any order and without overlaps."""
    home = home_of(_simplified(report))
    written = passages
    passages = [_simplified(passage) for passage in passages]
    mentions = [sorted(map(_simplified, found), key=lambda mention: mention.start) for found in mentions]
    own_names = _own_names(passages, mentions) | our_office(report, home)
    own_names |= full_names(passages, mentions, own_names)
    registry = Registry(home)
    links = _place_links(passages, mentions, home)
    homes = section_homes(passages, mentions, links, home)
    linked: list[Mention] = []
    statements: list[Statement] = []
    names = []
    for passage, found, places, here, source in zip(passages, mentions, links, homes, written, strict=True):
        names.append(_named(passage, found, places, here, own_names, registry))
        for one in names[-1]:
            text = source.text[one.mention.start : one.mention.end]
            linked.append(replace(one.mention, entity_id=one.entity_id, text=text))
    scene = None
    scenes = []
    for passage, named, here in zip(reversed(passages), reversed(names), reversed(homes), strict=True):
        actors = _default_actors(here, registry, report)
        own = _institution_acts(passage, named, here, actors) or _bureau_acts(passage, named, here, registry, report)
        scene = Scene(passage.text, [*named, *own], here, actors, below=scene)
        scenes.append(scene)
    years = years_of_passages(passages, report.as_of)
    for passage, named, scene, year in zip(passages, names, reversed(scenes), years, strict=True):
        statements.extend(_statement(one, passage, year, named) for one in assertions(scene) if registry.legal(one))
    more = tuple(registry.place_of_title(name) for name in report.more_places)
    entities, structure = registry.finish()
    return LinkedReport(
        report=report, place_id=home.place_id, place_name=report.place if home.unit is None else home.unit.full_name,
        more_place_ids=more, mentions=tuple(linked), statements=tuple(statements), entities=entities, structure=structure,
    )  # fmt: skip


Written = TypeVar("Written", Report, Passage, Mention)


def _simplified(written: Written) -> Written:
    """Give what was written in traditional characters in simplified ones, as rules and names are."""
    text = simplified(written.text)
    return written if text == written.text else replace(written, text=text)


def _statement(one: Assertion, passage: Passage, as_of: int | None, named: Sequence[Named]) -> Statement:
    """Make the statement of an assertion in a passage that speaks of the year `as_of`.

    It is right when the rule is right and the names it stands on are names.
    """
    sure = precision(one.by) * _sure(one.subject_id, one, named) * _sure(one.object_id, one, named)
    return Statement(
        passage_id=passage.id, start=one.start, end=one.end, subject_id=one.subject_id, predicate=one.predicate, object_id=one.object_id,
        confidence=round(sure, 4), by=one.by, year=one.year, as_of=as_of,
    )  # fmt: skip


def _sure(entity_id: str, one: Assertion, named: Sequence[Named]) -> float:
    """Give the confidence of the best mention of a thing in the sentence; 1 for the report's place, which no mention needs to name."""
    found = [
        other.mention.confidence
        for other in named
        if other.entity_id == entity_id and one.start <= other.start < one.end
    ]
    return max(found, default=1.0)


# Of a central policy paper the actor is whom the office speaks for (v1.4 of the guidelines): 国务院办公厅, 教育部办公厅.
_OFFICE = re.compile(r"(?P<whole>国务院|中央|中共中央|[\u4e00-\u9fff]{2,12}(?:部|总局|委员会))办公厅")
_SPOKEN_FOR = {"中央": "中共中央"}


def _spoken_for(issuer: str) -> str:
    """Give the body for which an office speaks, or the issuer itself.

    >>> _spoken_for("教育部办公厅"), _spoken_for("山东省人民政府办公厅")
    ('教育部', '山东省人民政府办公厅')
    """
    office = _OFFICE.fullmatch(issuer)
    return _SPOKEN_FOR.get(office["whole"], office["whole"]) if office is not None else issuer


def _default_actors(home: Home, registry: Registry, report: Report) -> tuple[Actor, ...]:
    """Give who acts where the text names nobody: the report's place; without one the bodies that issued it, or that its title begins with."""
    if home.nation is not None:
        entity_id = registry.body(Body(name=home.nation))
        return (Actor(entity_id=entity_id, name=home.nation, type="ORG", by="speaker for the country"),)
    if home.place_id is None:
        bodies = [body_of(_spoken_for(issuer), home) for issuer in issuers_of(report, home)]
        return tuple(
            Actor(entity_id=registry.body(body), name=body.name, type="ORG", by="the report's issuer")
            for body in bodies
        )
    return (Actor(entity_id=home.place_id, name=home.place_name or "", type="PLACE", by="the report's place"),)


def _institution_acts(passage: Passage, named: Sequence[Named], home: Home, actors: Sequence[Actor]) -> list[Named]:
    """Name the institution that a report is from where 学校党委 or 我校 acts in it, which are no mentions: they are no names."""
    if home.institution is None or len(actors) != 1:
        return []
    return list(_acting(passage, named, institution_words(passage.text, home.institution.kind), actors[0]))


def _bureau_acts(
    passage: Passage, named: Sequence[Named], home: Home, registry: Registry, report: Report
) -> list[Named]:
    """Name the bureau that a report is from where 我局 or 局党组 acts in it."""
    issuer = issuer_of(report, home)
    words = list(bureau_words(passage.text, issuer)) if issuer else []
    if not words or not issuer:
        return []
    body = body_of(issuer, home)
    actor = Actor(entity_id=registry.body(body), name=body.name, type="ORG", by="the report's issuer")
    return list(_acting(passage, named, words, actor))


def _acting(passage: Passage, named: Sequence[Named], words: Iterable[re.Match[str]], actor: Actor) -> Iterator[Named]:
    for found in words:
        if not any(one.start < found.end() and found.start() < one.end for one in named):
            mention = Mention(
                passage_id=passage.id, start=found.start(), end=found.end(), text=found.group(), type="ORG", confidence=1.0, by=actor.by
            )  # fmt: skip
            yield Named(mention=mention, entity_id=actor.entity_id, name=actor.name)


def _place_links(
    passages: Sequence[Passage], mentions: Sequence[Sequence[Mention]], home: Home
) -> list[list[PlaceLink]]:
    return one_village(
        [
            link_places(passage.text, [mention for mention in found if mention.type == "PLACE"], home)
            for passage, found in zip(passages, mentions, strict=True)
        ]
    )


def _named(
    passage: Passage,
    found: Sequence[Mention],
    places: Sequence[PlaceLink],
    home: Home,
    own_names: Mapping[str, str],
    registry: Registry,
) -> list[Named]:
    """Link the mentions of a passage; `places` are the links of its PLACE mentions, `home` that of its section."""
    links = iter(places)
    heads = shared_heads(passage.text, found)
    lower: Home | None = None  # that of the lower unit that the passage named last
    beside: tuple[Home, int] | None = None  # that of the lower city whose body was named last, and where that ends
    named = []
    for mention in found:
        if mention.type == "PLACE":
            link = next(links)
            if link.unit is not None and link.unit.level in ("province", "prefecture", "county"):
                lower = _lower(home, link.unit)
            named.append(Named(mention=mention, entity_id=registry.place(link), name=link.name, place=link))
        elif mention.type == "ORG":
            body = body_of(own_names.get(f"ORG {plain(mention.text)}", mention.text), home)
            # 苍溪县抓治理，县委出台…: in a city's report the committee of 苍溪县
            if body.by == "level word, place unknown" and lower is not None:
                body = body_of(mention.text, lower)
            elif beside and mention.text[0] == "市" and _BESIDE.fullmatch(passage.text, beside[1], mention.start):
                body = body_of(mention.text, beside[0])  # 江油市民政局联合市残联, in the report of the city above it
            if body.owner is not None and (inner := _lower(home, body.owner)) is not None:
                lower = inner
                beside = (inner, mention.end) if body.owner.name.endswith("市") else None
            else:
                beside = None
            named.append(Named(mention=mention, entity_id=registry.body(body), name=body.name, body=body))
        else:
            name = canonical(heads.get(mention) or _with_level(mention.text, home))
            name = own_names.get(f"{mention.type} {name}", name)
            named.append(Named(mention=mention, entity_id=registry.initiative(mention.type, name), name=name))
    return named


_BESIDE = re.compile("联合|会同|携手|、|[与和同及]")


def _lower(home: Home, unit: Unit) -> Home | None:
    """Give the Home of a unit in the report's place, or of any unit where the report is of no place and of no institution."""
    if home.unit is not None:
        return (
            at_unit(home, unit)
            if unit.id != home.unit.id and gazetteer().contains(home.unit, unit, home.year)
            else None
        )
    of_nobody = home.place_id is None and home.nation is None and home.institution is None
    return at_unit(home, unit) if of_nobody else None


# 省自然科学基金 is another fund in every province.
_OF_LEVEL = re.compile(r"^省(?![级市会内外域直部际校委])(?=.{3,}(?:基金|计划|工程|行动|专项|项目)$)")


def _with_level(text: str, home: Home) -> str:
    unit = home.level("省")
    return _OF_LEVEL.sub(unit.name, text) if unit is not None else text


def _own_names(passages: Sequence[Passage], mentions: Sequence[Sequence[Mention]]) -> dict[str, str]:
    """Map a type and a name to the name that this report means by it: fuller names, short titles, numbers of papers."""
    names = _full_names(mentions)
    for mention, other in short_names(passages, mentions):
        if mention.type == "ORG":
            names.setdefault(f"ORG {other}", mention.text)
        elif mention.type != "PLACE":
            name = canonical(mention.text)
            names.setdefault(f"{mention.type} {canonical(other)}", names.get(f"{mention.type} {name}", name))
    return names


def _full_names(mentions: Sequence[Sequence[Mention]]) -> dict[str, str]:
    """Map a quoted name without head to the fuller name that the same report gives it: “双提升” -> 双提升工程.

    Only where the fuller name is the quoted text itself plus a head, of the same type, and only one such name stands in the report.
    """
    bare: set[tuple[str, str]] = set()
    full: dict[tuple[str, str], Counter[str]] = {}
    for mention in (mention for found in mentions for mention in found):
        if mention.type not in INITIATIVES or mention.text[:1] not in '“"‘「『':
            continue
        if mention.text[-1:] in '”"’」』':
            bare.add((mention.type, canonical(mention.text)))
        elif (closing := max(mention.text.rfind(mark) for mark in '”"’」』')) > 0:
            quoted = plain(mention.text[:closing])
            full.setdefault((mention.type, quoted), Counter())[canonical(mention.text)] += 1
    return {
        f"{kind} {name}": next(iter(full[kind, name])) for kind, name in bare if len(full.get((kind, name), ())) == 1
    }
