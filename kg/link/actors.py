"""Who acts: the subject of the sentence, the owner before a name, the lead units of a responsibility line, else the report's place."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.link.again import several_taken_up, taken_up
from kg.link.behind import actors_behind
from kg.link.clauses import (
    ACT,
    JOINED,
    OPENING,
    SPEAKS,
    attribute_start,
    belongs,
    end_of,
    is_in_brackets,
    is_lower,
    is_subject,
    opens_unread,
    pop_group,
)
from kg.link.joined import WITH, first_to_try, is_with_us, joined_to
from kg.link.leads import Leads
from kg.link.named import Named
from kg.link.owners import owners_of
from kg.link.scene import Actor, Scene, as_actor
from kg.link.sentences import clause_start


def actors_of(scene: Scene, one: Named, leads: Leads) -> list[Actor]:
    """Give who does it: the owner before the name, the subject of the sentence, the lead units, else the report's place.

    Who takes part in what another owns (落实省委“A”计划) acts beside the owner.
    """
    start, end = scene.sentence(one.start)
    owners, takes_part = owners_of(scene, one, start)
    if owners and not takes_part:
        return owners
    subjects = subjects_of(scene, one, start) or actors_behind(scene, one, end)
    if not subjects and not opens_unread(scene, one, clause_start(scene.text, one.start, start)):
        subjects = _opener(scene, start) or _topic(scene, start)
    joined = joined_to(scene, one, start)
    led = next((actors for (low, high), actors in leads.items() if low <= one.start < high), [])
    subjects = _and(subjects, joined) if subjects else led
    if not subjects and not opens_unread(scene, one, start):
        others = any(start <= other.start and other.end <= one.start for other in scene.actors)
        subjects = [_beside(actor) if others else actor for actor in scene.defaults] + joined
    tried = first_to_try(scene, one, end) if one.type != "POLICY" else []
    return _and(owners, _and(_respectively(scene, one, subjects, start), tried))


def _and(actors: list[Actor], more: list[Actor]) -> list[Actor]:
    """Give actors with those of another list that are not among them."""
    known = {actor.entity_id for actor in actors}
    return [*actors, *(actor for actor in more if actor.entity_id not in known)]


def _beside(actor: Actor) -> Actor:
    """The report's place where the sentence names others before the name: a rule of its own, because it is less often right."""
    return replace(actor, by=f"{actor.by} beside others")


def _respectively(scene: Scene, one: Named, subjects: list[Actor], start: int) -> list[Actor]:
    """甲县、乙县分别实施“A”“B”: as many names as subjects, each with its own."""
    siblings = scene.siblings(one)
    if len(subjects) < 2 or len(siblings) != len(subjects) or "分别" not in scene.blank(start, siblings[0].start):
        return subjects
    return [subjects[siblings.index(one)]]


def subjects_of(scene: Scene, one: Named, start: int) -> list[Actor]:
    """Give the nearest subject before the name in its sentence, with all that is joined to it (市委、市政府出台)."""
    opens = clause_start(scene.text, one.start, start)
    if again := _again(scene, opens, one.start):
        return again
    if opens_unread(scene, one, opens):
        return []
    before = [
        other
        for other in scene.actors
        if start <= other.start
        and other.end <= one.start
        and not scene.in_lead_line(other)
        and not is_in_brackets(scene, other)
    ]
    placed: list[Named] = []  # 省政府印发…，在甲县启动“A”: both do it
    while before:
        opening = before[:]
        group = pop_group(scene, before)
        first = opening[len(before)]  # of a path (宁波市鄞州区) the outermost unit opens the clause
        first = attribute_start(scene, before, first)
        if group and is_with_us(scene, group[-1], one) and _opens(scene, first, start):
            return [as_actor(member, "subject of the sentence") for member in group] + scene.defaults
        if group and is_subject(scene, first, group[-1], start) and _reaches(scene, first, group[-1], one):
            if (all_of := _all_of(scene, group[-1].end, one.start)) is not None:
                return all_of
            if again := _again(scene, group[-1].end, one.start):
                return again
            if scene.text[first.start - 1 : first.start] == "在" and before:
                placed = placed or group
                continue
            if placed and group[0].type == "PLACE":
                break
            we = scene.defaults if _AND_OURS.search(scene.text, group[0].end, group[-1].start) else []
            return [as_actor(member, "subject of the sentence") for member in group + placed] + we
        if group and OPENING.fullmatch(scene.text[start : first.start]) and SPEAKS.match(scene.text, group[-1].end):
            ours = "我们" in scene.text[group[-1].end : one.start]  # those for whom one speaks
            others = None if ours else _all_of(scene, group[-1].end, one.start)
            return others or [as_actor(member, "subject of the sentence") for member in group]
    if placed:
        openers = [actor for actor in _first_in(scene, one, start) if actor.type == "ORG"]
        return openers + [as_actor(member, "subject of the sentence") for member in placed]
    return (
        _all_of(scene, start, one.start)
        or _again(scene, start, one.start)
        or _subjects_of_row(scene, start)
        or _first_in(scene, one, start)
    )


# 甲委、我部、乙部联合印发
_AND_OURS = re.compile(r"、[我本][部厅局委办省市县区州][、和与]")


def _opens(scene: Scene, first: Named, start: int) -> bool:
    return OPENING.fullmatch(scene.text, clause_start(scene.text, first.start, start), first.start) is not None


def _again(scene: Scene, start: int, end: int) -> list[Actor]:
    return taken_up(scene, start, end) or several_taken_up(scene, start, end)


# 京山市高度重视养老工作，出台《养老办法》: who opens a sentence acts in its later clauses too, whatever the first one says of it.
_SAYS_OF_IT = re.compile(
    r"(?![的、与同和及等内境籍中是在人]|获|被|受(?![托邀命])|要求|强调|指出|希望|号召|明确|有关|相关|"
    r"(?:党组|党委)?(?:书记|主任|[局厅部院校市县区镇乡省]长|教授|院士|专家|学生|师生|负责|代表))[\u4e00-\u9fff]{2}[^，；。]*，"
)

# 县医院新院区、职业学校投入使用，…
_LISTED_THING = re.compile(r"[\u4e00-\u9fff]{1,8}、")


def _first_in(scene: Scene, one: Named, start: int) -> list[Actor]:
    before = [
        other
        for other in scene.actors
        if start <= other.start and other.end <= one.start and not scene.in_lead_line(other)
    ]
    if not before or OPENING.fullmatch(scene.text, start, before[0].start) is None:
        return []
    group = [before.pop(0)]
    while before:
        between = scene.text[end_of(scene, group[-1]) : before[0].start]
        if is_in_brackets(scene, before[0]):
            before.pop(0)
        elif belongs(between):
            group = [before.pop(0)]
        elif JOINED.fullmatch(between):
            group.append(before.pop(0))
        else:
            break
    if _LET.search(scene.text[start : group[0].start]) is not None:
        return []
    first = scene.siblings_start(one)
    if _SAYS_OF_IT.match(scene.text, end_of(scene, group[-1]), first) is None:
        return []
    if before and (
        _LISTED_THING.match(scene.blanked, end_of(scene, group[-1])) or not _opens_with_act(scene, first, start)
    ):
        return []  # after others only a clause without a subject is its own
    return [as_actor(other, "subject of the sentence") for other in group if not scene.leads_into(other)]


def _opens_with_act(scene: Scene, position: int, start: int) -> bool:
    opens = clause_start(scene.text, position, start)
    return ACT.match(scene.blanked, opens) is not None or WITH.match(scene.blanked, opens) is not None


# 支持甲县推行“A”，办好“B”: 甲县 does what its own clause says, the author the rest. 在甲县，… opens more than a clause.
_LET = re.compile(r"(?:支持|推动|鼓励|指导|引导|督促|帮助|推进|促进|助推|助力|在)$")


def _reaches(scene: Scene, first: Named, last: Named, one: Named) -> bool:
    opening = scene.text[clause_start(scene.text, first.start, 0) : first.start]
    behind = scene.text[last.end : one.start]
    return _LET.search(opening) is None or behind.startswith("，") or "，" not in behind


# 市委部署“A”，全市推行“B”; 各县区推行“B”: a part of the report's place, or all of it, is the subject from there on.
_WHOLE = re.compile(
    r"(?<![^，；。：！？\s])(?:我们|[全我本]?(?P<inner>[省市县区州])里|[全我本](?P<word>自治区|[省市县区州盟旗])(?:各级\w{0,6}|各地|各[县市区]\w{0,4}|上下)?|各(?:[县市区乡镇地]|街道|级|部门|单位)\w{0,6}?|经开区|高新区|该(?P<that>[省市县区州旗镇乡村厅局委部院办校]|公司|集团|中心)(?![场级域民长队门员分]))"
)


def _is_that(other: Named, kind: str) -> bool:
    kinds = "PLACE" if kind in "省市县区州旗镇乡村" else "ORG"
    return other.type == kinds and other.name.endswith(kind)


def _all_of(scene: Scene, start: int, end: int) -> list[Actor] | None:
    """Give the place that the last 全市, 我省 or 各县区 before a name means, None where none is the subject of its clause."""
    for found in reversed(list(_WHOLE.finditer(scene.text, start, end))):
        if ACT.match(scene.text, found.end()) is None and scene.text[found.end() : found.end() + 1] not in "与同":
            continue
        if found["that"]:
            that = [other for other in scene.actors if other.end <= found.start() and _is_that(other, found["that"])]
            if that:
                return [as_actor(that[-1], "the place named before")]
        word = found["word"] or found["inner"]
        unit = scene.home.level(word) if word else None
        if unit is not None and unit.id != scene.home.place_id:
            return [Actor(entity_id=unit.id, name=unit.name, type="PLACE", by="level word as the subject")]
        if word and unit is None and scene.home.unit is not None:  # 全县 in a city's report: the county named before
            that = [other for other in scene.actors if other.end <= found.start() and _is_that(other, word)]
            if that and is_lower(scene, that[-1]):
                return [as_actor(that[-1], "the place named before")]
        return scene.defaults
    return None


def _subjects_of_row(scene: Scene, start: int) -> list[Actor]:
    """市委制订A；出台《B》: a part of the sentence that opens with a verb has the subject of the part before it."""
    passed, found = [start], list[Actor]()
    while (
        start not in scene.subjects_of_rows
        and scene.text[start - 1 : start] in ("；", ";")
        and ACT.match(scene.text, start)
    ):
        floor, _ = scene.sentence(start - 1)
        first = next((other for other in scene.actors if other.start >= floor and other.end < start), None)
        if first is not None and first.start == floor and is_subject(scene, first, first, floor):
            found = [as_actor(first, "subject of the part before")]
            break
        start = floor
        passed.append(start)
    found = found or scene.subjects_of_rows.get(start, [])
    scene.subjects_of_rows.update(dict.fromkeys(passed, found))  # a sentence of 1,200 parts is walked through once
    return found


def _opener(scene: Scene, start: int) -> list[Actor]:
    """在鄞州区，…。…。: a lower place that opens a sentence acts in the next ones too, until the text speaks of all again."""
    while start > 0 and not _ALL.search(scene.text[start : scene.sentence(start)[1]]):
        start, _ = scene.sentence(start - 1)
        opened = [other for other in scene.actors if other.start == start + 1] if scene.text[start] == "在" else []
        path = [other for other in scene.actors if opened and start < other.start and is_lower(scene, other)]
        if path and opened[0] is path[0] and scene.text[_end_of_path(path).end] in "，,":
            return [as_actor(_end_of_path(path), "place that opens the section")]
        if opened:
            return []
    return []


def _topic(scene: Scene, start: int) -> list[Actor]:
    """二、甲市做优服务。推行“A”。: a lower place that a passage opens with acts in it until another one does, or all do."""
    while start > 0 and not _ALL.search(scene.text[start : scene.sentence(start)[1]]):
        start, end = scene.sentence(start - 1)
        first = next((other for other in scene.actors if start <= other.start < end), None)
        if first is None:
            continue
        nowhere = scene.home.place_id is None and scene.home.nation is None and first.type == "PLACE"
        path = [
            other
            for other in scene.actors
            if first.start <= other.start < end and (is_lower(scene, other) or (nowhere and other.type == "PLACE"))
        ]
        last = _end_of_path(path) if path and path[0] is first else first
        opens = OPENING.fullmatch(scene.text, start, first.start) is not None
        if opens and start == 0 and SPEAKS.match(scene.text, last.end):
            return [as_actor(last, "subject of the sentence")]
        if opens and (ACT.match(scene.text, last.end) or scene.text[last.end : last.end + 1] == "。"):
            return [as_actor(last, "place that opens the section")] if start == 0 and path and path[0] is first else []
    return []


def _end_of_path(path: list[Named]) -> Named:
    last = path[0]
    for other in path[1:]:
        if other.start == last.end:
            last = other
    return last


_ALL = re.compile(r"全[市省区县州]|我[市省区县州]")
