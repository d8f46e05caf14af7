"""Who acts: the subject of the sentence, the owner before a name, the lead units of a responsibility line, else the report's place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.link.named import Named
from kg.link.scene import RESPONSIBILITY, Actor, Scene
from kg.link.sentences import clause_start
from kg.link.verbs import verbs

Leads = dict[tuple[int, int], list[Actor]]


def actors_of(scene: Scene, one: Named, leads: Leads) -> list[Actor]:
    """Give who does it: the subject of the sentence, the owner before the name, the lead units, else the report's place."""
    start, _ = scene.sentence(one.start)
    if owner := _owner(scene, one):
        return owner
    if subject := _subjects(scene, one, start):
        return subject
    for (low, high), actors in leads.items():
        if low <= one.start < high:
            return actors
    return [scene.default] if scene.default is not None else []


def _owner(scene: Scene, one: Named) -> list[Actor]:
    """省委“墩苗育苗”计划: a body or another place directly before the name owns it."""
    first = scene.siblings_start(one)
    other = next((other for other in reversed(scene.actors) if other.end <= first), None)
    if other is None or not re.fullmatch(r"的?", scene.text[other.end : first]):
        return []
    if other.type == "PLACE" and (other.unit is None or _is_home(scene, other)):
        return []
    if _CITED.search(scene.text[scene.sentence(other.start)[0] : other.start]):
        return [as_actor(other, "owner after a citing verb")]
    return [as_actor(other, "owner before the name")]


_CITED = re.compile(r"(?:借鉴|学习|参照|推广|对接|融入|参与|参加|承接)\w{0,4}$")


def _subjects(scene: Scene, one: Named, start: int) -> list[Actor]:
    """Give the nearest subject before the name in its sentence, with all that is joined to it (市委、市政府出台)."""
    before = [
        other
        for other in scene.actors
        if start <= other.start and other.end <= one.start and not scene.in_bracket(other)
    ]
    while before:
        group = [before.pop()]
        while before and _JOINED.fullmatch(scene.text[before[-1].end : group[0].start]):
            group.insert(0, before.pop())
        if _is_subject(scene, group, start):
            return [as_actor(member, "subject of the sentence") for member in group]
    return []


# What may stand between the members of one subject, and before a subject at the opening of its clause.
_JOINED = re.compile(r"(?:[、和与及]|以及|联合|会同)?")
_OPENING = re.compile(
    r"(?:同时|此外|其中|如|例如|比如|如今|近年来|目前|当前|今年|去年|今年以来|\d{4}年(?:以来)?|\w{1,2}年来|由|在|"
    r"自?\d{4}年\d{0,2}月?\d{0,2}日?起?|今年\d{0,2}月?|第?[一二三四五六七八九十]+(?:是|条))?"
)


def _is_subject(scene: Scene, group: Sequence[Named], start: int) -> bool:
    """A subject opens its clause, and an act or a comma stands after it."""
    text, first, last = scene.text, group[0], group[-1]
    if not _OPENING.fullmatch(text[clause_start(text, first.start, start) : first.start]):
        return False
    return _ACT.match(text, last.end) is not None


_ACT = re.compile("[，：:]|" + "|".join(map(re.escape, verbs("acting"))))


def as_actor(one: Named, by: str) -> Actor:
    """Make an actor of a linked body or place."""
    return Actor(entity_id=one.entity_id, name=one.name, type=one.type, by=by)


def _is_home(scene: Scene, other: Named) -> bool:
    return other.entity_id == scene.home.place_id


_LEAD_LABEL = re.compile(r"牵头(?:责任)?(?:单位|部门)?[：:](?P<units>[^；;。）)]*)")
_LEAD_VERB = re.compile(r"(?P<units>[^；;。，,（(]*)牵头")


def lead_units(scene: Scene) -> Leads:
    """（牵头单位：A、B；责任单位：C）: the lead units act in the text before the bracket, back to the bracket before it."""
    leads: Leads = {}
    matches = list(RESPONSIBILITY.finditer(scene.text))
    low = 0
    for match in matches:
        label = _LEAD_LABEL.search(match.group()) or _LEAD_VERB.search(match.group())
        if label is not None:
            begin, end = match.start() + label.start("units"), match.start() + label.end("units")
            units = [one for one in scene.actors if begin <= one.start and one.end <= end]
            if units:
                leads[low, match.start()] = [as_actor(unit, "lead unit") for unit in units]
        low = match.end()
    return leads
