"""Relation rules: what the passage asserts of the things it names (GUIDELINES 4).

Input is a Scene, one passage with its linked mentions; output are Assertions with the name of the rule that made them, which
`kg.link.report` turns into Statements. The usual actor is the report's own place; a nearer one in the text goes before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.link.context import Home
from kg.link.named import Named
from kg.link.sentences import clause_start, sentence_spans, span_at, year_before
from kg.link.verbs import verbs

PREDICATE = {"PROGRAMME": "IMPLEMENTS", "CAMPAIGN": "RUNS", "POLICY": "ISSUES"}
INITIATIVES = frozenset(PREDICATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody who does something: an entity id, its name, and the rule that found it."""

    entity_id: str
    name: str
    type: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """Subject, predicate and object by entity id, the span of the sentence, the year it says, and the rule."""

    subject_id: str
    predicate: str
    object_id: str
    start: int
    end: int
    by: str
    year: int | None = None


class Scene:
    """One passage, its linked mentions in order, and the report's home: what every rule looks at."""

    def __init__(self, text: str, named: Sequence[Named], home: Home, default: Actor | None) -> None:
        self.text = text
        self.named = sorted(named, key=lambda one: one.start)
        self.home = home
        self.default = default
        self.sentences = sentence_spans(text) or [(0, len(text))]
        self.actors = [one for one in self.named if one.type in ("ORG", "PLACE")]
        self.blanked = self.blank(0, len(text))  # a year inside a title is no year of the sentence
        self.brackets = [match.span() for match in _BRACKET.finditer(text)]

    def sentence(self, position: int) -> tuple[int, int]:
        """Give the sentence that holds a position."""
        return span_at(self.sentences, position)

    def in_bracket(self, one: Named) -> bool:
        """Say whether a mention stands in a responsibility line."""
        return any(start <= one.start < end for start, end in self.brackets)

    def leads_into(self, one: Named) -> bool:
        """Say whether a place is only the outer part of a path: 北京市 in 北京市朝阳区."""
        return any(
            other.place is not None and other.place.inside == one.entity_id and other.start == one.end
            for other in self.named
        )

    def blank(self, start: int, end: int) -> str:
        """Give the text of a span with every mention in it blanked, so that words inside names are not taken for verbs."""
        part = list(self.text[start:end])
        for one in self.named:
            if one.start < end and one.end > start:
                low, high = max(0, one.start - start), min(len(part), one.end - start)
                part[low:high] = "□" * (high - low)
        return "".join(part)

    def siblings_start(self, one: Named) -> int:
        """Give where the list of names begins in which `one` stands: “A”“B”、“C” share the verb before “A”."""
        start, floor = one.start, self.sentence(one.start)[0]
        for other in reversed([other for other in self.named if other.end <= one.start and other.start >= floor]):
            between = self.text[other.end : start]
            if other.type not in INITIATIVES or not _LIST.fullmatch(between):
                break
            start = other.start
        return start


# Between two names of one list: 、 or 和, 等 with a word, or the number of a paper in brackets.
_LIST = re.compile(r"(?:[（(〔][^（()）]{0,30}号[)）])?(?:等\w{0,8})?[、，,和与及以暨\s]{0,3}(?:以及)?")


def assertions(scene: Scene) -> list[Assertion]:
    """Give what a passage asserts, each triple once, in the order of the text."""
    from kg.link.seats import seats

    found: dict[tuple[str, str, str], Assertion] = {}
    for rule in (_initiatives, _partners, _parts, seats):
        for one in rule(scene):
            if one.subject_id != one.object_id:
                found.setdefault((one.subject_id, one.predicate, one.object_id), one)
    return sorted(found.values(), key=lambda one: (one.start, one.subject_id, one.predicate, one.object_id))


def _initiatives(scene: Scene) -> Iterator[Assertion]:
    from kg.link.parents import parent_ids

    leads = _responsibility(scene)
    parents = parent_ids(scene)
    for one in scene.named:
        if one.type not in INITIATIVES:
            continue
        start, end = scene.sentence(one.start)
        rule = _policy_rule(scene, one) if one.type == "POLICY" else _mere(scene, one)
        if rule is None:
            continue
        year = year_before(scene.blanked, start, one.start, scene.home.year)
        for actor in _actors(scene, one, leads):
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


def _actors(scene: Scene, one: Named, leads: dict[tuple[int, int], list[Actor]]) -> list[Actor]:
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
        return [_as_actor(other, "owner after a citing verb")]
    return [_as_actor(other, "owner before the name")]


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
            return [_as_actor(member, "subject of the sentence") for member in group]
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


def _as_actor(one: Named, by: str) -> Actor:
    return Actor(entity_id=one.entity_id, name=one.name, type=one.type, by=by)


def _is_home(scene: Scene, other: Named) -> bool:
    return other.entity_id == scene.home.place_id


_BRACKET = re.compile(r"[（(【\[][^（()）]*(?:牵头|负责|责任单位|配合)[^（()）]*[)）】\]]")
_LEAD_LABEL = re.compile(r"牵头(?:责任)?(?:单位|部门)?[：:](?P<units>[^；;。）)]*)")
_LEAD_VERB = re.compile(r"(?P<units>[^；;。，,（(]*)牵头")


def _responsibility(scene: Scene) -> dict[tuple[int, int], list[Actor]]:
    """（牵头单位：A、B；责任单位：C）: the lead units act in the text before the bracket, back to the bracket before it."""
    leads: dict[tuple[int, int], list[Actor]] = {}
    matches = list(_BRACKET.finditer(scene.text))
    low = 0
    for match in matches:
        label = _LEAD_LABEL.search(match.group()) or _LEAD_VERB.search(match.group())
        if label is not None:
            begin, end = match.start() + label.start("units"), match.start() + label.end("units")
            units = [one for one in scene.actors if begin <= one.start and one.end <= end]
            if units:
                leads[low, match.start()] = [_as_actor(unit, "lead unit") for unit in units]
        low = match.end()
    return leads


def _partners(scene: Scene) -> Iterator[Assertion]:
    """An agreement, a joint founding or a joint team; the first side is the subject of the clause, else the report's place."""
    for start, end in scene.sentences:
        inside = [one for one in scene.actors if start <= one.start < end and not scene.in_bracket(one)]
        for one in inside:
            if not _partner_side(scene, one, start, end) or _above_home(scene, one) or scene.leads_into(one):
                continue
            first = _first_side(scene, one, start) or (scene.default if scene.home.nation is None else None)
            if first is None or first.entity_id == one.entity_id:
                continue
            yield Assertion(
                subject_id=first.entity_id, predicate="PARTNERS_WITH", object_id=one.entity_id, start=start, end=end,
                by="agreement in the sentence", year=year_before(scene.blanked, start, one.start, scene.home.year),
            )  # fmt: skip


def _first_side(scene: Scene, one: Named, start: int) -> Actor | None:
    """青岛市工信局会同市公安局: the body that stands directly before 与, 同 or 会同 is the first side."""
    for other in reversed(scene.actors):
        if start <= other.start and other.end < one.start:
            between = scene.text[other.end : one.start]
            if (
                other.type == "ORG"
                and re.match(r"(?:与|同|会同|联合|携手)", between)
                and not re.search(r"[，；]", between)
            ):
                return _as_actor(other, "first side")
    return None


def _above_home(scene: Scene, one: Named) -> bool:
    return one.unit is not None and any(unit.id == one.entity_id for unit in scene.home.chain)


_SIDE_BEFORE = re.compile(r"(?:与|同|和|联合|会同|携手|联手|依托|对接|加强与|深化与)(?:[\w“”]{0,6}(?:省|市|州)?)?$")
_SIDE_AFTER = re.compile(
    r"(?:、|和|与|及|等)?[\w“”、（）]{0,24}?(?:签订|签署|签约|合作|共建|结对|协作|联合|协议|战略|共同|互派|帮扶|联盟|协同|对接|融合|举办)"
)


def _partner_side(scene: Scene, one: Named, start: int, end: int) -> bool:
    text = scene.text
    before = text[max(start, one.start - 60) : one.start]
    clause = before[max(before.rfind("，"), before.rfind("；"), -1) + 1 :]
    opener = re.search(r"(?:与|同|联合|会同|携手|联手)[^，；]*$", clause)
    if opener is None:
        return False
    after = text[one.end : min(end, one.end + 40)]
    return (
        _SIDE_AFTER.match(after) is not None
        or clause.startswith(("联合", "携手", "联手"))
        or bool(re.search(r"签订|签署|签约|合作", after))
    )


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
