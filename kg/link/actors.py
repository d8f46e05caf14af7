"""Who acts: the subject of the sentence, the owner before a name, the lead units of a responsibility line, else the report's place."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.link.clauses import ACT, JOINED, OPENING, SPEAKS, is_lower, is_subject, opens_unread, pop_group
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
    subjects = (
        subjects_of(scene, one, start)
        or _subjects_after(scene, one, end)
        or _opener(scene, start)
        or _topic(scene, start)
    )
    if not subjects:
        subjects = next((actors for (low, high), actors in leads.items() if low <= one.start < high), [])
    if not subjects and not opens_unread(scene, one, start):
        others = any(start <= other.start and other.end <= one.start for other in scene.actors)
        subjects = [_beside(actor) if others else actor for actor in scene.defaults] + _joined_to_it(scene, one, start)
    subjects = _respectively(scene, one, subjects, start)
    return owners + [actor for actor in subjects if actor.entity_id not in {owner.entity_id for owner in owners}]


def _beside(actor: Actor) -> Actor:
    """The report's place where the sentence names others before the name: a rule of its own, because it is less often right."""
    return replace(actor, by=f"{actor.by} beside others")


# 会同市委宣传部举办“A”: who is joined to an unspoken subject acts too.
_WITH = re.compile(r"(?:并)?(?:会同|联合|携手)")


def _joined_to_it(scene: Scene, one: Named, start: int) -> list[Actor]:
    opens = clause_start(scene.text, one.start, start)
    found = _WITH.match(scene.text, opens)
    group: list[Named] = []
    at = found.end() if found else -1
    for other in scene.actors:
        if at <= other.start and other.end <= one.start and found and JOINED.fullmatch(scene.text[at : other.start]):
            group.append(other)
            at = other.end
    if not group or ACT.match(scene.text, at) is None:
        return []
    return [as_actor(other, "joined to the subject") for other in group if not scene.leads_into(other)]


def _respectively(scene: Scene, one: Named, subjects: list[Actor], start: int) -> list[Actor]:
    """甲县、乙县分别实施“A”“B”: as many names as subjects, each with its own."""
    siblings = scene.siblings(one)
    if len(subjects) < 2 or len(siblings) != len(subjects) or "分别" not in scene.blank(start, siblings[0].start):
        return subjects
    return [subjects[siblings.index(one)]]


def subjects_of(scene: Scene, one: Named, start: int) -> list[Actor]:
    """Give the nearest subject before the name in its sentence, with all that is joined to it (市委、市政府出台)."""
    if opens_unread(scene, one, clause_start(scene.text, one.start, start)):
        return []
    before = [
        other
        for other in scene.actors
        if start <= other.start and other.end <= one.start and not scene.in_lead_line(other)
    ]
    while before:
        opening = before[:]
        group = pop_group(scene, before)
        first = opening[len(before)]  # of a path (宁波市鄞州区) the outermost unit opens the clause
        if group and is_subject(scene, first, group[-1], start) and _reaches(scene, first, group[-1], one):
            if (all_of := _all_of(scene, group[-1].end, one.start)) is not None:
                return all_of
            return [as_actor(member, "subject of the sentence") for member in group]
        if group and OPENING.fullmatch(scene.text[start : first.start]) and SPEAKS.match(scene.text, group[-1].end):
            ours = "我们" in scene.text[group[-1].end : one.start]  # those for whom one speaks
            others = None if ours else _all_of(scene, group[-1].end, one.start)
            return others or [as_actor(member, "subject of the sentence") for member in group]
    return _all_of(scene, start, one.start) or _subjects_of_row(scene, start) or _first_in(scene, one, start)


# 京山市高度重视养老工作，出台《养老办法》: who opens a sentence acts in its later clauses too, whatever the first one says of it.
_SAYS_OF_IT = re.compile(r"(?![的、与同和及等内境籍中是在人]|获|被|受)[\u4e00-\u9fff]{2,}[^，；。]*，")


def _first_in(scene: Scene, one: Named, start: int) -> list[Actor]:
    before = [other for other in scene.actors if start <= other.start and other.end <= one.start]
    group = [before.pop(0)] if before else []
    while before and JOINED.fullmatch(scene.text[group[-1].end : before[0].start]):
        group.append(before.pop(0))
    if not group or before or OPENING.fullmatch(scene.text, start, group[0].start) is None:
        return []
    if _LET.search(scene.text[start : group[0].start]) is not None:
        return []
    if _SAYS_OF_IT.match(scene.text, group[-1].end, one.start) is None:
        return []
    return [as_actor(other, "subject of the sentence") for other in group if not scene.leads_into(other)]


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


# 在X中，市委…; 当前，X正在开展，市委…: the name stands in the frame of the sentence, who acts comes after it.
_AIM = re.compile(r"\w{0,6}，")  # 为推进“A”工程，甲县开展…
_FRAME = re.compile(r"(?:工作)?(?:中|以来|开展以来)，")


def _subjects_after(scene: Scene, one: Named, end: int) -> list[Actor]:
    frame = _FRAME.match(scene.text, one.end)
    if scene.text[clause_start(scene.text, one.start, 0)] == "为" and (aim := _AIM.match(scene.text, one.end)):
        after = [other for other in scene.actors if other.start == aim.end() and ACT.match(scene.text, other.end)]
        if after:
            return [as_actor(other, "subject after the frame") for other in after]
    if frame is None:
        return _doers_after(scene, one, end)
    after = [other for other in scene.actors if other.start == frame.end() and other.end <= end and other.type == "ORG"]
    return [
        as_actor(other, "subject after the frame") for other in after if ACT.match(scene.text, other.end) is not None
    ]


_DOES = re.compile(
    r"\w{0,4}(?:实施|首创|创立|发起|推行|提出|打造|牵头|组织|负责|承办|承担|承接|主办|开展|推进|制定|起草|编制|印发|发布|建设|运营|运维|落实|资助|出资)"
)


# 由甲局主办，乙区承办
_AND_HOSTS = re.compile(r"主办[，、]")
_BY = re.compile(
    r"(?:[，：:](?:这\w{0,3}|此\w{0,2})?|（[^（）]{0,12}）|是[^，。；]{0,40}，|\w{0,8}(?:会|仪式|赛|展|节))?(?:将|均|统一)?(?:主要|具体)?由"
)


def _doers_after(scene: Scene, one: Named, end: int) -> list[Actor]:
    """“A”工程由市科技局牵头，市财政局配合: who stands behind 由 does it."""
    behind = _BY.match(scene.text, one.end)
    if behind is None:
        return []
    at = behind.end()
    group: list[Named] = []
    for other in scene.actors:
        if at <= other.start and other.end <= end and JOINED.fullmatch(scene.text[at : other.start]):
            group.append(other)
            at = other.end
    if second := _AND_HOSTS.match(scene.text, at):
        group += [
            other
            for other in scene.actors
            if other.start == second.end() and scene.text[other.end :].startswith("承办")
        ]
    if not group or group[0].start != behind.end() or _DOES.match(scene.text, at) is None:
        return []
    return [as_actor(other, "doer after the name") for other in group if not scene.leads_into(other)]
