"""Relation rules: what the passage asserts of the things it names.

Input is a Scene, one passage with its linked mentions; output are Assertions with the name of the rule that made them, which
`kg.link.report` turns into Statements. The usual actor is the report's own place; a nearer one in the text goes before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.link.actors import actors_of, lead_units
from kg.link.named import Named
from kg.link.parents import parent_ids
from kg.link.partners import partners
from kg.link.scene import INITIATIVES, PREDICATE, Assertion, Scene
from kg.link.seats import seats
from kg.link.sentences import clause_start, year_before
from kg.link.verbs import verbs


def assertions(scene: Scene) -> list[Assertion]:
    """Give what a passage asserts, each triple once, in the order of the text."""
    found: dict[tuple[str, str, str], Assertion] = {}
    for rule in (_initiatives, partners, _parts, seats):
        for one in rule(scene):
            if one.subject_id != one.object_id:
                found.setdefault((one.subject_id, one.predicate, one.object_id), one)
    return sorted(found.values(), key=lambda one: (one.start, one.subject_id, one.predicate, one.object_id))


def _initiatives(scene: Scene) -> Iterator[Assertion]:
    leads = lead_units(scene)
    parents = parent_ids(scene)
    for one in scene.named:
        if one.type not in INITIATIVES:
            continue
        start, end = scene.sentence(one.start)
        rule = _policy_rule(scene, one) if one.type == "POLICY" else _mere(scene, one)
        if rule is None:
            continue
        year = year_before(scene.blanked, start, one.start, scene.home.year)
        for actor in actors_of(scene, one, leads):
            yield Assertion(
                subject_id=actor.entity_id, predicate=PREDICATE[one.type], object_id=one.entity_id,
                start=start, end=end, by=f"{rule}, {actor.by}", year=year,
            )  # fmt: skip
    for child, parent, at in parents:
        start, end = scene.sentence(at)
        yield Assertion(
            subject_id=child, predicate="PART_OF", object_id=parent, start=start, end=end, by="parts of a named sum"
        )


def _policy_rule(scene: Scene, one: Named) -> str | None:
    """A paper needs a making verb nearer than a citing one; the verb may follow the title."""
    start, end = scene.sentence(one.start)
    before = scene.blank(start, scene.siblings_start(one))
    making = max((before.rfind(verb) + len(verb) for verb in verbs("making") if verb in before), default=-1)
    citing = max((before.rfind(verb) + len(verb) for verb in verbs("citing") if verb in before), default=-1)
    if making > citing:
        return "making verb before a paper"
    after = scene.text[one.end : min(end, one.end + 14)]
    if citing < 0 and re.match(
        r"等?(?:一系列)?(?:\w{0,6}文件|\w{0,4}政策)?(?:的)?(?:正式|相继|先后|陆续)?(?:出台|印发|发布|实施|施行|颁布)",
        after,
    ):
        return "making verb after a paper"
    if making < 0 and citing < 0 and not scene.text[one.start : one.end].startswith("《"):
        return "measures without a verb"
    return None


def _mere(scene: Scene, one: Named) -> str | None:
    """Leave out what is an honour, somebody's example or the setting in which cadres are tested."""
    start, end = scene.sentence(one.start)
    before = scene.text[clause_start(scene.text, one.start, start) : one.start]
    after = scene.text[one.end : min(end, one.end + 12)]
    if any(word in before for word in verbs("mere_before")):
        return None
    if re.match(r"(?:\w{0,3}(?:一线|第一线)|中?表现突出|\w{0,4}(?:先进|奖))", after):
        return None
    return "programme" if one.type == "PROGRAMME" else "campaign"


def _parts(scene: Scene) -> Iterator[Assertion]:
    """咸祥镇 after 鄞州区 is part of it; a village after 镇, likewise."""
    for one in scene.named:
        if one.place is not None and one.place.inside is not None:
            start, end = scene.sentence(one.start)
            yield Assertion(
                subject_id=one.entity_id,
                predicate="PART_OF",
                object_id=one.place.inside,
                start=start,
                end=end,
                by="places side by side",
            )
