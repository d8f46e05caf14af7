"""Who works with whom: PARTNERS_WITH from agreements, joint foundings and joint teams."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.link.actors import as_actor, opens_unread, subjects_of
from kg.link.named import Named
from kg.link.scene import Actor, Assertion, Scene
from kg.link.sentences import year_before


def partners(scene: Scene) -> Iterator[Assertion]:
    """An agreement, a joint founding or a joint team."""
    yield from _agreements(scene)
    yield from _founders(scene)


def _agreements(scene: Scene) -> Iterator[Assertion]:
    """与乙市签订协议: the first side is the subject of the clause, else the report's place."""
    for start, end in scene.sentences:
        inside = [one for one in scene.actors if start <= one.start < end and not scene.in_bracket(one)]
        for one in inside:
            if not _partner_side(scene, one, start, end) or _above_home(scene, one) or scene.leads_into(one):
                continue
            first = _first_side(scene, one, start) or _subject(scene, one, start)
            if first is None or first.entity_id == one.entity_id or _own_organ(first, one):
                continue
            yield Assertion(
                subject_id=first.entity_id, predicate="PARTNERS_WITH", object_id=one.entity_id, start=start, end=end,
                by="agreement in the sentence", year=year_before(scene.blanked, start, one.start, scene.home.year),
            )  # fmt: skip


# 甲大学、乙大学联合组建: what a list of actors founds or signs together.
_TOGETHER = re.compile(
    r"(?:[两三四五六七八九](?:方|地|市|县|区|省|家|校))?(?:联合|共同|携手|合作|合资|联手)(?:\w{0,3})"
    r"(?:组建|成立|设立|共建|建设|创建|打造|创办|签署|签订)|(?:[两三四五六七八九](?:方|地|市|县|区|省|家|校))?(?:共建|合建|合资|(?:签订|签署|签)了?[^，。；与同]{0,20}(?:协议|备忘录|协定))"
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
_WITH = re.compile(r"与|同|会同|联合|携手")
# 甲市与乙市、丙市: what stands before the last of a list of partners, their names blanked.
_WITH_LIST = re.compile(r"(?:与|同|会同|联合|携手)(?:□+[、和及])*□*")


def _first_side(scene: Scene, one: Named, start: int) -> Actor | None:
    """青岛市工信局会同市公安局: the body that stands directly before 与, 同 or 会同 is the first side."""
    opens = scene.path_start(one)
    for other in reversed(scene.actors):
        if start <= other.start and other.end < opens:
            between = scene.text[other.end : opens]
            helped = _HELPED.search(between) and not re.search(r"[，；、]", between)
            if helped:
                return as_actor(other, "first side")
            listed = _WITH_LIST.fullmatch(scene.blank(other.end, opens))
            joined = listed or (_WITH.match(between) if other.type == "ORG" else None)
            if joined is not None and not re.search(r"[，；]", between):
                return as_actor(other, "first side")
    return None


def _subject(scene: Scene, one: Named, start: int) -> Actor | None:
    """甲县深化协作，与乙市签订协议: the subject of the sentence, else the report's place."""
    subjects = subjects_of(scene, one, start)
    if subjects:
        return subjects[0]
    return scene.default if scene.home.nation is None and not opens_unread(scene, one, start) else None


def _own_organ(first: Actor, one: Named) -> bool:
    """全市…，联合市公安局: a place makes no agreement with its own organ."""
    owner = one.body.owner if one.body is not None else None
    return owner is not None and owner.id == first.entity_id


# 与党中央保持一致 is no agreement.
_CENTRE = ("中共中央", "国务院")


def _above_home(scene: Scene, one: Named) -> bool:
    return one.name in _CENTRE or (one.unit is not None and any(unit.id == one.entity_id for unit in scene.home.chain))


_SIDE_AFTER = re.compile(
    r"(?:、|和|与|及|等)?[\w“”、（）]{0,24}?(?:签订|签署|签约|合作|共建|结对|协作|联合|协议|战略|共同|互派|帮扶|支援|友好|联盟|协同|对接|融合|举办|组建|合资|成立|联动)"
)


# 通过“组团式”帮扶X医院, 对口支援X县, 联动X城市群: who is helped stands directly after the verb.
_HELPED = re.compile(r"(?:帮扶|支援|联动)$")


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
    if _HELPED.search(clause):
        return True
    opener = re.search(r"(?:与|同|联合|会同|携手|联手)[^，；]*$", clause)
    if opener is None or _FOUNDED.search(scene.blank(start, scene.siblings_start(one))) or _opens_a_pair(scene, one):
        return False
    after = text[one.end : min(end, one.end + 40)]
    return (
        _SIDE_AFTER.match(after) is not None
        or clause.startswith(("联合", "携手", "联手", "会同"))
        or bool(re.search(r"签订|签署|签约|合作", after))
    )
