"""Who works with whom: PARTNERS_WITH from agreements, joint foundings and joint teams."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.gazetteer import gazetteer
from kg.link.actors import subjects_of
from kg.link.clauses import opens_unread
from kg.link.named import Named
from kg.link.scene import Actor, Assertion, Scene, as_actor
from kg.link.sentences import clause_start, year_before


def partners(scene: Scene) -> Iterator[Assertion]:
    """An agreement, a joint founding or a joint team."""
    yield from _agreements(scene)
    yield from _with_us(scene)
    yield from _founders(scene)


def _agreements(scene: Scene) -> Iterator[Assertion]:
    """与乙市签订协议: the first side is the subject of the clause, else the report's place."""
    for start, end in scene.sentences:
        inside = [one for one in scene.actors if start <= one.start < end and not scene.in_bracket(one)]
        for one in inside:
            if not _partner_side(scene, one, start, end) or _above_home(scene, one) or scene.leads_into(one):
                continue
            sides = _first_sides(scene, one, start) or _subjects(scene, one, start)
            for first in _respectively(scene, one, sides, inside, start):
                if first.entity_id == one.entity_id or _own_part(first, one):
                    continue
                yield Assertion(
                    subject_id=first.entity_id, predicate="PARTNERS_WITH", object_id=one.entity_id, start=start, end=end,
                    by="agreement in the sentence", year=year_before(scene.blanked, start, one.start, scene.home.year),
                )  # fmt: skip


# 深圳市与我市建立合作关系: the report's place is the other side.
_WITH_US = re.compile(r"[与同和][我本][省市县区州旗]")


def _with_us(scene: Scene) -> Iterator[Assertion]:
    for found in _WITH_US.finditer(scene.text):
        start, end = scene.sentence(found.start())
        sides = [one for one in scene.actors if one.end == found.start() and start <= one.start]
        if not sides or _SIDE_AFTER.match(scene.text, found.end()) is None:
            continue
        for first in _with_those_before(scene, sides[0], start):
            for home in scene.defaults:
                if first.entity_id != home.entity_id and not _own_part(home, sides[0]):
                    yield Assertion(
                        subject_id=first.entity_id, predicate="PARTNERS_WITH", object_id=home.entity_id, start=start, end=end,
                        by="agreement in the sentence", year=year_before(scene.blanked, start, found.start(), scene.home.year),
                    )  # fmt: skip


def _respectively(scene: Scene, one: Named, sides: list[Actor], inside: list[Named], start: int) -> list[Actor]:
    """甲、乙分别与丙、丁结对: as many on one side as on the other, each with its own."""
    others = [
        other for other in inside if other.start >= one.start or _WITH_LIST.search(scene.blank(start, other.start))
    ]
    others = [other for other in others if not scene.leads_into(other)]
    if len(sides) < 2 or len(others) != len(sides) or "分别" not in scene.blank(start, one.start):
        return sides
    return [sides[others.index(one)]]


# 甲大学、乙大学联合组建: what a list of actors founds or signs together.
_TOGETHER = re.compile(
    r"(?:还|已|又|也|将|正)?(?:在[^，。；、]{2,12}?)?(?:(?:[两三四五六七八九](?:方|地|市|县|区|省|家|校))?(?:联合|共同|携手|合作|合资|联手)(?:\w{0,3})"
    r"(?:组建|成立|设立|共建|建设|创建|打造|创办|签署|签订|举办|主办|承办|协办|发起)|(?:组建|成立|结成|建立)了?[^，。；]{0,20}(?:联盟|联合体|共同体)|(?:[两三四五六七八九](?:方|地|市|县|区|省|家|校))?(?:共建|合建|合资|(?:签订|签署|签)了?[^，。；与同]{0,20}(?:协议|备忘录|协定)))"
)


def _founders(scene: Scene) -> Iterator[Assertion]:
    """甲大学、乙大学联合组建…: the first of the list is the partner of the others; organs of one unit are no partners."""
    index = 0
    actors = [one for one in scene.actors if not scene.leads_into(one) and not scene.in_bracket(one)]
    while index < len(actors):
        group = [actors[index]]
        for other in actors[index + 1 :]:
            if not _LISTED.fullmatch(scene.text[group[-1].end : scene.path_start(other)]):
                break
            group.append(other)
        index += len(group)
        if len(group) < 2 or _TOGETHER.match(scene.text, group[-1].end) is None:
            continue
        if _WITH_BEFORE.search(
            scene.text[: scene.path_start(group[0])]
        ):  # 与甲、乙签订协议: both are partners of who signs
            continue
        start, end = scene.sentence(group[0].start)
        for other in group[1:]:
            owners = [
                one.body.owner.id if one.body is not None and one.body.owner is not None else None
                for one in (group[0], other)
            ]
            if group[0].entity_id == other.entity_id or (owners[0] is not None and owners[0] == owners[1]):
                continue
            yield Assertion(
                subject_id=group[0].entity_id, predicate="PARTNERS_WITH", object_id=other.entity_id, start=start, end=end,
                by="joint founding", year=year_before(scene.blanked, start, other.start, scene.home.year),
            )  # fmt: skip


_LISTED = re.compile(r"[、和与及]|以及")
_WITH_BEFORE = re.compile(r"(?:与|同|会同|联合|携手|(?<=[，；。])和)$")
_WITH = re.compile(r"与|同|会同|联合|携手")
# 甲市与乙市、丙市: what stands before the last of a list of partners, their names blanked.
_WITH_LIST = re.compile(r"(?:与|同|会同|联合|携手)(?:□+[、和及])*□*")
# 甲市、乙市与丙市: those of the first side.
_SIDE = re.compile(r"[、和及]|以及")


def _first_sides(scene: Scene, one: Named, start: int) -> list[Actor]:
    """青岛市工信局会同市公安局: the body that stands directly before 与, 同 or 会同 is the first side, with those it is joined to."""
    opens = scene.path_start(one)
    for other in reversed(scene.actors):
        if start <= other.start and other.end < opens:
            between = scene.text[other.end : opens]
            helped = _HELPED.search(between) and not re.search(r"[，；、]", between)
            if helped:
                return _with_those_before(scene, other, start)
            listed = _WITH_LIST.fullmatch(scene.blank(other.end, opens))
            joined = listed or (_WITH.match(between) if other.type == "ORG" else None)
            if joined is not None and not re.search(r"[，；]", between):
                return _with_those_before(scene, other, start)
    return []


def _with_those_before(scene: Scene, last: Named, start: int) -> list[Actor]:
    group = [last]
    for other in reversed(scene.actors):
        if start <= other.start and other.end <= scene.path_start(group[0]) and not scene.leads_into(other):
            if not _SIDE.fullmatch(scene.text[other.end : scene.path_start(group[0])]):
                break
            if scene.text[scene.path_start(other) - 1 : scene.path_start(other)] in ("与", "同"):  # of the pair before
                break
            group.insert(0, other)
    return [as_actor(other, "first side") for other in group]


def _subjects(scene: Scene, one: Named, start: int) -> list[Actor]:
    """甲县深化协作，与乙市签订协议: the subjects of the sentence, else the report's place; 支持甲大学牵头，联合乙院组建: who leads."""
    opens = clause_start(scene.text, one.start, start)
    leads = [other for other in scene.actors if start <= other.start and _LEADS.fullmatch(scene.text, other.end, opens)]
    if leads:
        return [as_actor(leads[-1], "first side")]
    subjects = subjects_of(scene, one, start)
    if subjects:
        return subjects
    return [] if scene.home.nation is not None or opens_unread(scene, one, start) else scene.defaults


_LEADS = re.compile("牵头[，,]")


def _own_part(first: Actor, one: Named) -> bool:
    """全市…，联合市公安局; 全区…，结对帮扶大盛镇: a place makes no agreement with its own organ, nor with a part of itself."""
    owner = one.body.owner if one.body is not None else None
    inside = one.place.inside if one.place is not None else None
    above = [unit.id for unit in gazetteer().path(one.unit)] if one.type == "PLACE" and one.unit is not None else []
    return first.entity_id in [owner.id if owner is not None else None, inside, *above]


# 与党中央保持一致 is no agreement.
_CENTRE = ("中共中央", "国务院")


def _above_home(scene: Scene, one: Named) -> bool:
    return one.name in _CENTRE or (one.unit is not None and any(unit.id == one.entity_id for unit in scene.home.chain))


_SIDE_AFTER = re.compile(
    r"(?:、|和|与|及|等)?[\w“”、（）]{0,24}?(?:签订|签署|签约|签了|合作|共建|结对|协作|联合|协议|战略|共同|互派|互认|帮扶|支援|友好|联盟|协同|对接|融合|举办|主办|承办|发起|组建|合资|成立|设立|建立|开设|开办|创办|开发|打造|联动)"
)


# 通过“组团式”帮扶X医院, 对口支援X县, 联动X城市群: who is helped stands directly after the verb.
_HELPED = re.compile(r"(?:帮扶|支援|联动|援建)$")
# 在甲市帮扶下; 加入某某联盟.
_HELP = re.compile(r"的?(?:对口|结对|定点)?(?:帮扶|支援|支持|援助)下")
_JOINED = re.compile(r"(?:加入|参加|入列)了?$")
_ALLIANCE = re.compile(r"(?:联盟|联合体|共同体|合作组织)$")
# 会同市疾控中心在甲县实施: where, and not with whom.
_WHERE = re.compile(r"[在赴](?:□+[、和与及])*□*$")


# 联合市教育局成立X指导中心: what is founded is no side of it.
_FOUNDED = re.compile(r"(?:成立|设立|组建|共建|创办|打造|建成|创建)\w{0,8}$")


def _opens_a_pair(scene: Scene, one: Named) -> bool:
    """甲市与乙市、丙市与丁市结对: 丙市 is the first side of a pair of its own."""
    joined = scene.text[one.end : one.end + 1] in ("与", "同")
    return joined and any(other.start == one.end + 1 for other in scene.actors)


def _partner_side(scene: Scene, one: Named, start: int, end: int) -> bool:
    text = scene.text
    before = text[max(start, one.start - 60) : one.start]
    clause = before[max(before.rfind("，"), before.rfind("；"), -1) + 1 :]
    if _HELPED.search(clause) or (clause.endswith("在") and _HELP.match(text, one.end)):
        return True
    if one.type == "ORG" and _JOINED.search(clause) and _ALLIANCE.search(one.name):
        return True
    bare = scene.blank(one.start - len(clause), one.start)  # 联合镇 is the name of a town
    opener = re.search(r"(?:与|同|联合|会同|携手|联手|^和)[^，；]*$", bare)
    if (
        opener is None
        or text[one.start - 1] == "的"  # 与乙局的京津冀协作
        or _WHERE.search(scene.blank(start, one.start))
        or _FOUNDED.search(scene.blank(start, one.start))
        or _opens_a_pair(scene, one)
    ):
        return False
    after = text[one.end : min(end, one.end + 40)]
    return (
        _SIDE_AFTER.match(after) is not None
        or bare.startswith(("联合", "携手", "联手", "会同"))
        or bool(re.search(r"签订|签署|签约|合作", after))
    )
