"""Who acts: the subject of the sentence, the owner before a name, the lead units of a responsibility line, else the report's place."""

from __future__ import annotations

import re

from kg.gazetteer import gazetteer
from kg.link.named import Named
from kg.link.scene import PREDICATE, RESPONSIBILITY, Actor, Scene
from kg.link.sentences import clause_start
from kg.link.verbs import verbs

Leads = dict[tuple[int, int], list[Actor]]


def actors_of(scene: Scene, one: Named, leads: Leads) -> list[Actor]:
    """Give who does it: the owner before the name, the subject of the sentence, the lead units, else the report's place.

    Who takes part in what another owns (落实省委“A”计划) acts beside the owner.
    """
    start, end = scene.sentence(one.start)
    owners, takes_part = _owners(scene, one, start)
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
    if not subjects and scene.default is not None and not opens_unread(scene, one, start):
        subjects = [scene.default]
    subjects = _respectively(scene, one, subjects, start)
    return owners + [actor for actor in subjects if actor.entity_id not in {owner.entity_id for owner in owners}]


def _respectively(scene: Scene, one: Named, subjects: list[Actor], start: int) -> list[Actor]:
    """甲县、乙县分别实施“A”“B”: as many names as subjects, each with its own."""
    siblings = scene.siblings(one)
    if len(subjects) < 2 or len(siblings) != len(subjects) or "分别" not in scene.blank(start, siblings[0].start):
        return subjects
    return [subjects[siblings.index(one)]]


# 省“A”计划, 全市“B”工程: a level word directly before the name, at the opening of a phrase or after a verb.
_LEVEL_OWNER = re.compile(
    r"(?:全|我|本)(?P<word>省|自治区)$|(?:^|[^\w□]|入选|获得?|落实|融入|参与|通过|推动|推进|承办|举办|协办|参加|对接|承接|实施)(?P<bare>省|自治区)里?的?$"
)
# Between an owner and the name nothing stands, or 的; between several owners and the name, 等.
_OWNED = re.compile(r"的?|\d+号文件|(?:统一)?(?:制定|出台|印发|组织|发起|举办|主办|部署|开展|实施|推出)的")
_SHARED = re.compile(r"等(?:\d+|[一二两三四五六七八九十]+)?(?:地|省|市|县|区)?")
_LEARNT = re.compile(r"(?:借鉴|学习|参照|推广)\w{0,4}$")
_TAKEN_PART = re.compile(r"(?:贯彻|落实|对接|融入|参与|参加|承接|承办|协办|通过|推动|推进|实施|举办)\w{0,4}$")


def _owners(scene: Scene, one: Named, start: int) -> tuple[list[Actor], bool]:
    """Give the bodies or places that own the name (省委“A”计划), and whether the text says that somebody takes part in it."""
    first = scene.siblings_start(one)
    group = _group_before(scene, first, start)
    between = scene.text[group[-1].end : first] if group else ""
    if group and (_OWNED.fullmatch(between) or (len(group) > 1 and _SHARED.fullmatch(between))):
        group = [other for other in group if not _is_weak_owner(scene, other)]
        before = scene.text[start : group[0].start] if group else ""
        by = "owner after a citing verb" if _LEARNT.search(before) else "owner before the name"
        return [as_actor(other, by) for other in group], _TAKEN_PART.search(before) is not None
    word = _LEVEL_OWNER.search(scene.blank(start, first))
    unit = scene.home.level(word["word"] or word["bare"]) if word is not None else None
    if unit is None or unit.id == scene.home.place_id:
        return [], False
    before = scene.text[start : first - len(word.group())] + word.group()[:-1] if word else ""
    return [Actor(entity_id=unit.id, name=unit.name, type="PLACE", by="level word before the name")], bool(
        _TAKEN_PART.search(before.removesuffix("全"))
    )


def has_owner(scene: Scene, one: Named) -> bool:
    """Say whether the text names an owner directly before the name: 浙江“A”工程."""
    return bool(_owners(scene, one, scene.sentence(one.start)[0])[0])


def _is_weak_owner(scene: Scene, other: Named) -> bool:
    """The report's place needs no owner's rule, and a place that is not known may be half of a word, unless a path ends in it."""
    in_path = other.place is not None and other.place.inside is not None
    if (
        other.unit is not None
        and other.unit.level == "region"
        and not other.name.endswith(("新区", "合作区", "示范区", "兵团"))
    ):
        return True  # a region without organs owns nothing
    return other.type == "PLACE" and ((other.unit is None and not in_path) or other.entity_id == scene.home.place_id)


def _group_before(scene: Scene, position: int, floor: int) -> list[Named]:
    """Give the nearest actor before a position with all that is joined to it, of a path only its smallest unit."""
    before = [other for other in scene.actors if floor <= other.start and other.end <= position]
    return _pop_group(scene, before)


def _pop_group(scene: Scene, before: list[Named]) -> list[Named]:
    group: list[Named] = []
    while before and (not group or _JOINED.fullmatch(scene.text[before[-1].end : group[0].start])):
        group.insert(0, before.pop())
    return [other for other in group if not scene.leads_into(other)]


def subjects_of(scene: Scene, one: Named, start: int) -> list[Actor]:
    """Give the nearest subject before the name in its sentence, with all that is joined to it (市委、市政府出台)."""
    if opens_unread(scene, one, clause_start(scene.text, one.start, start)):
        return []
    before = [
        other
        for other in scene.actors
        if start <= other.start and other.end <= one.start and not scene.in_bracket(other)
    ]
    while before:
        opening = before[:]
        group = _pop_group(scene, before)
        first = opening[len(before)]  # of a path (宁波市鄞州区) the outermost unit opens the clause
        if group and _is_subject(scene, first, group[-1], start):
            if (all_of := _all_of(scene, group[-1].end, one.start)) is not None:
                return all_of
            return [as_actor(member, "subject of the sentence") for member in group]
    return _all_of(scene, start, one.start) or _subjects_of_row(scene, start)


# 市委部署“A”，全市推行“B”; 各县区推行“B”: a part of the report's place, or all of it, is the subject from there on.
_WHOLE = re.compile(
    r"(?<![^，；。：！？\s])(?:[全我本]?(?P<inner>[省市县区州])里|[全我本](?P<word>自治区|[省市县区州盟旗])(?:各级\w{0,6}|各地|各[县市区]\w{0,4}|上下)?|各(?:[县市区乡镇地]|街道|级|部门|单位)\w{0,6}?|经开区|高新区|该(?P<that>[省市县区州旗镇乡村])(?![场级域民长]))"
)


def _is_that(other: Named, kind: str) -> bool:
    return other.type == "PLACE" and other.name.endswith(kind)


def _all_of(scene: Scene, start: int, end: int) -> list[Actor] | None:
    """Give the place that the last 全市, 我省 or 各县区 before a name means, None where none is the subject of its clause."""
    for found in reversed(list(_WHOLE.finditer(scene.text, start, end))):
        if _ACT.match(scene.text, found.end()) is None:
            continue
        if found["that"]:
            that = [other for other in scene.actors if other.end <= found.start() and _is_that(other, found["that"])]
            if that:
                return [as_actor(that[-1], "the place named before")]
        word = found["word"] or found["inner"]
        unit = scene.home.level(word) if word else None
        if unit is not None and unit.id != scene.home.place_id:
            return [Actor(entity_id=unit.id, name=unit.name, type="PLACE", by="level word as the subject")]
        return [scene.default] if scene.default is not None else []
    return None


def _subjects_of_row(scene: Scene, start: int) -> list[Actor]:
    """市委制订A；出台《B》: a part of the sentence that opens with a verb has the subject of the part before it."""
    passed, found = [start], list[Actor]()
    while (
        start not in scene.subjects_of_rows
        and scene.text[start - 1 : start] in ("；", ";")
        and _ACT.match(scene.text, start)
    ):
        floor, _ = scene.sentence(start - 1)
        first = next((other for other in scene.actors if other.start >= floor and other.end < start), None)
        if first is not None and first.start == floor and _is_subject(scene, first, first, floor):
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
        path = [other for other in scene.actors if opened and start < other.start and _is_lower(scene, other)]
        if path and opened[0] is path[0]:
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
        path = [other for other in scene.actors if first.start <= other.start < end and _is_lower(scene, other)]
        last = _end_of_path(path) if path and path[0] is first else first
        opens = _OPENING.fullmatch(scene.text, start, first.start) is not None
        if opens and (_ACT.match(scene.text, last.end) or scene.text[last.end : last.end + 1] == "。"):
            return [as_actor(last, "place that opens the section")] if start == 0 and path and path[0] is first else []
    return []


def _is_away(scene: Scene, other: Named) -> bool:
    """在北京、上海举办: a unit that is no part of the report's place is only where it is done."""
    return other.unit is not None and scene.home.unit is not None and not _is_lower(scene, other)


def _is_lower(scene: Scene, other: Named) -> bool:
    home = scene.home.unit
    return (
        home is not None
        and other.unit is not None
        and other.unit.id != home.id
        and gazetteer().contains(home, other.unit)
    )


def _end_of_path(path: list[Named]) -> Named:
    last = path[0]
    for other in path[1:]:
        if other.start == last.end:
            last = other
    return last


_ALL = re.compile(r"全[市省区县州]|我[市省区县州]")


# 在X中，市委…; 当前，X正在开展，市委…: the name stands in the frame of the sentence, who acts comes after it.
_FRAME = re.compile(r"(?:工作)?(?:中|期间|以来|开展以来)，")


def _subjects_after(scene: Scene, one: Named, end: int) -> list[Actor]:
    frame = _FRAME.match(scene.text, one.end)
    if frame is None:
        return _doers_after(scene, one, end)
    after = [other for other in scene.actors if other.start == frame.end() and other.end <= end and other.type == "ORG"]
    return [
        as_actor(other, "subject after the frame") for other in after if _ACT.match(scene.text, other.end) is not None
    ]


_DOES = re.compile(
    r"\w{0,4}(?:实施|首创|创立|发起|推行|提出|打造|牵头|组织|负责|承办|主办|开展|推进|制定|起草|编制|印发|发布|建设|运营|落实)"
)


_BY = re.compile(r"(?:[，：:]|（[^（）]{0,12}）)?(?:主要|具体)?由")


def _doers_after(scene: Scene, one: Named, end: int) -> list[Actor]:
    """“A”工程由市科技局牵头，市财政局配合: who stands behind 由 does it."""
    behind = _BY.match(scene.text, one.end)
    if behind is None:
        return []
    at = behind.end()
    group: list[Named] = []
    for other in scene.actors:
        if at <= other.start and other.end <= end and _JOINED.fullmatch(scene.text[at : other.start]):
            group.append(other)
            at = other.end
    if not group or group[0].start != behind.end() or _DOES.match(scene.text, at) is None:
        return []
    return [as_actor(other, "doer after the name") for other in group if not scene.leads_into(other)]


# 镇水村党总支实施“A”, B区开展“B”: a body or a masked place that no mention covers did it, and not the report's place.
_UNREAD = re.compile(
    r"(?<![^，；。：！？\s）)、])(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、])?"
    r"(?P<who>[\w□]{0,18}?(?:党支部|党总支|党委|党组|党工委|妇联|总工会|侨联|残联|科协|文联|工商联|团委|商会|协会|基金会|学会|慈善会|研究会|联合会|(?<![布格全大结开当时战政])局|城管办|大气办|文明办|河长办|总队|支队|总站|医院|卫生院|小学|中学|大学|学院|职校|技校|集团|景区|旅游区|自贸片区|开发区|高新区|产业园|合作社|自治县\w{2,6}|□\w{2,4}(?:社区|村)|药业|有限公司"
    r"|(?<![\w□])[A-H甲乙丙丁某][县区市镇乡村])(?:的同志)?)"
    r"(?:[与同]|" + "|".join(map(re.escape, verbs("acting"))) + ")"
)
# 各村党支部, 指导…党委: no body of its own, or nobody who acts.
_NOBODY = re.compile(
    r"各|全[市县区省州]|我[市县区省]|所有|每个|多个|\d|基层|[指督引]导|推动|推进|实施|开展|组织|建立|成立|组建|支持|^[在向对为从把将以由让使]"
)


def opens_unread(scene: Scene, one: Named, start: int) -> bool:
    """Say whether before a name in its sentence a clause opens with a body that no mention covers."""
    found = _UNREAD.finditer(scene.blanked, start, one.start)
    return any(not _NOBODY.search(other["who"]) for other in found)


# What may stand between the members of one subject, and before a subject at the opening of its clause: the mark of an item of
# a list, then a word of time, or the verb of somebody above who lets it act (支持甲县实施“A”: 甲县 does it).
_JOINED = re.compile(r"(?:[、和与及]|以及|[要将须应可]?(?:联合|会同))?")
_OPENING = re.compile(
    r"(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、]|[①-⑳]|——|[•·●■◆])?\s*"
    r"(?:同时|此外|其中|如|例如|比如|如今|近年来|目前|当前|今年|去年|今年以来|\d{4}年(?:以来)?|\w{1,2}年来|由|在|支持|推动|鼓励|指导|引导|督促|帮助|推进|促进|助推|助力|对口帮扶的|"
    r"自?\d{4}年\d{0,2}月?\d{0,2}日?起?|今年\d{0,2}月?|第?[一二三四五六七八九十]+(?:是|要|条)(?:支持|推动|鼓励|指导|引导|督促|帮助|推进|促进|由|在)?)?[【\[]?"
)


def _is_subject(scene: Scene, first: Named, last: Named, start: int) -> bool:
    """A subject opens its clause, and an act or a comma stands after it, or after its short name in brackets."""
    text = scene.text
    opening = text[clause_start(text, first.start, start) : first.start]
    if not _OPENING.fullmatch(opening) or (opening.endswith("在") and _is_away(scene, first)):
        return False
    end = last.end
    if (called := _CALLED.match(text, end)) is not None:
        end = called.end()
    if (others := _AND_OTHERS.match(text, end)) is not None and _ACT.match(text, others.end()) is not None:
        return True
    joined = first is not last and _ACT.match(text, first.end) is not None  # 甲局联合乙大学建设
    return joined or _ACT.match(text, end) is not None or _at_the_name(scene, end)


# 甲县开发“A”小程序, 乙市红树林“B”贷: what is neither 的 nor a group of people stands between who opens the clause and the name.
_SHORT_ACT = re.compile(
    r"(?!要求|号召|强调|指出|明确|希望|部署|各|籍|委员|干部|党员|群众|学生|部分|有的|一些|少数)[\u4e00-\u9fff]{2,4}(?=□)"
)


def _at_the_name(scene: Scene, end: int) -> bool:
    found = _SHORT_ACT.match(scene.blanked, end)
    return (
        found is not None
        and "的" not in found.group()
        and any(one.start == found.end() and one.type in PREDICATE for one in scene.named)
    )


# 莲花镇等8个乡镇组建, 甲区、乙县两地签署: the number of those that the names stand for.
_OTHERS = "乡镇|镇街|街道|县市区|县区|市县|部门|部委|委局|单位|企业|高校|村"
_AND_OTHERS = re.compile(
    rf"等(?:(?:\d+|[一二两三四五六七八九十]+)(?:[个家所地](?:{_OTHERS})?|{_OTHERS})|{_OTHERS})|[两三四五六七八九]地|[两三四五六七八九][市县区校方]"
)
_CALLED = re.compile(r"[（(](?:以下)?简称[^（()）]*[)）]")
# 某市2023年实施, 某局（2023年）印发, 某市“十四五”期间开展: when, between a subject and its act.
_WHEN = (
    r"(?:[（(]\d{4}年?[)）]|(?:自|从|于|在|截至|到)?(?:(?:\d{4}|[今去前明]|[近过]\w)年(?:以来)?)?(?:\d{1,2}月(?:份|\d{1,2}日)?|[年月][初底末中]|[上下]半年)?(?:以?来|起|开始)?"
    r"|“十[一二三四五六七]五”(?:时期|期间|以来)?)?"
)
# 市委要开展, but 市委要求…开展 says who asks, not who does; 应急 and 要素 begin nouns.
_ACT = re.compile(
    "[】\\]]?"
    + _WHEN
    + "(?:[，：:]|在(?![建岗职编册列校读于])|要(?![求素点闻害领员])|应(?![急用届])|"
    + "|".join(map(re.escape, verbs("acting")))
    # an adverb that no list has (随后印发, 创造性开展, 配套下发), but not who makes others do it
    + "|(?!要求|号召|强调|指出|明确|希望)[^，。；：、“”《》（）的]{1,3}(?:"
    + "|".join(map(re.escape, verbs("doing")))
    + "))"
)


def as_actor(one: Named, by: str) -> Actor:
    """Make an actor of a linked body or place."""
    return Actor(entity_id=one.entity_id, name=one.name, type=one.type, by=by)


_LEAD_LABEL = re.compile(
    r"牵头(?:责任)?(?:单位|部门)?[：:](?P<units>(?:(?!(?:责任|配合|参与|参加|协同|支持)(?:单位|部门))[^；;。）)])*)"
)
_LEAD_VERB = re.compile(r"(?P<units>[^；;。，,（(]*)牵头|(?P<led>[^；;。，,、：:（(]*)[（(]牵头[)）]")


def lead_units(scene: Scene) -> Leads:
    """（牵头单位：A、B；责任单位：C）: the lead units act in the text before the bracket, back to the bracket before it.

    Where the line is a passage of its own (牵头单位：A), they act in the passage above it.
    """
    leads: Leads = {}
    matches = list(RESPONSIBILITY.finditer(scene.text))
    low = 0
    for match in matches:
        if units := _leads_of(scene, match.start(), match.group()):
            leads[low, match.start()] = units
        low = match.end()
    if scene.below is not None and low == 0 and (units := _leads_of(scene.below, 0, scene.below.text)):
        leads[0, len(scene.text)] = units
    return leads


def _leads_of(scene: Scene, at: int, line: str) -> list[Actor]:
    """Give the lead units that a responsibility line names; `at` is where it begins in the scene."""
    label = _LEAD_LABEL.search(line) or _LEAD_VERB.search(line)
    if label is None:
        return []
    group = next(name for name, text in label.groupdict().items() if text is not None)
    begin, end = at + label.start(group), at + label.end(group)
    return [as_actor(unit, "lead unit") for unit in scene.actors if begin <= unit.start and unit.end <= end]
