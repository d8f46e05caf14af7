"""Who is joined to the subject of a sentence and acts with it: 会同乙局开展“A”, 与我州合作，共同推行“A”; “A”，甲县、乙县先行试点.

Input is a Scene and a name; output are actors, which `kg.link.actors` puts beside the subject.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kg.link.again import TAKEN_UP
from kg.link.clauses import ACT, JOINED
from kg.link.named import Named
from kg.link.scene import PREDICATE, Actor, Scene, as_actor
from kg.link.sentences import clause_start

_SOON = 120  # characters from a name to who else does it
# 会同市委宣传部举办“A”, 与乙大学共同举办“B”: who is joined to an unspoken subject acts too.
WITH = re.compile(
    r"(?:[我全本][们部厅局委办省市县区州镇乡校院]|管委会|并|还|又|也|已|将|要|先后|主动|积极|继续|首次|再次|成功|今年|去年|近年来|\d{4}年|\d{1,2}月){0,3}"
    r"(?:(?P<ally>会同|联合|携手)(?=□)|[与同和](?=□|[我本]))"
)
_OTHERS_TOO = re.compile(
    r"[两三四五六七八九][省市县区地州校方]|等[^，。；□]{0,8}?(?=共同|联合|合作|携手|联手|合力|，|$)|等\w{0,2}(?:单位|部门|企业|高校|院校|机构)?"
)
# What one builds with others (与甲市共同构建“A”格局) is one's own; who holds or starts it together does it together.
_BOTH = re.compile(r"(?:共同|联合|合作|携手|联手|合力)(?!构建|打造|建设|推进|推动|促进|融入)")
_BOTH_AGAIN = re.compile(rf"(?:并|还|又|也|已|将|先后|今年|去年|\d{{4}}年|\d{{1,2}}月){{0,3}}{_BOTH.pattern}")
_US = re.compile(r"(?<=[与同和])[我本][省市县区州旗]")


def joined_to(scene: Scene, one: Named, start: int) -> list[Actor]:
    """Give who is joined to the subject of the sentence that begins at `start`, in the clause of a name or before it."""
    first = scene.siblings_start(one)
    opens = clause_start(scene.text, first, start)
    again = TAKEN_UP.match(scene.blanked, opens)  # 该馆联合甲大学推出“A”
    found = WITH.match(scene.blanked, opens) or (WITH.match(scene.blanked, again.end()) if again else None)
    if found is not None:
        group, at = _group_from(scene, found.end(), first)
        acts = ACT if found["ally"] else _BOTH
        return _joined(scene, group) if acts.match(scene.text, at) is not None else []
    if opens == start:
        return []
    floor = clause_start(scene.text, opens - 1, start)
    found = WITH.match(scene.blanked, floor)
    if found is not None and found["ally"] and ACT.match(scene.text, opens) is not None:
        group, at = _group_from(scene, found.end(), first)  # 联合甲局、乙局等单位，开展“A”
        if at == opens - 1:
            return _joined(scene, group)
    return _joined_before(scene, opens, start) if _BOTH_AGAIN.match(scene.text, opens) is not None else []


def _joined_before(scene: Scene, opens: int, start: int) -> list[Actor]:
    """与我州合作办学，共同推行“A”: who was joined to the subject in a clause before acts in this one too."""
    start = max(start, opens - _SOON)
    us = max(
        (found.end() for found in _US.finditer(scene.blanked, start, opens) if scene.blanked[found.end()] != "□"),
        default=-1,
    )
    at = max(scene.blanked.rfind(mark, start, opens) for mark in ("与□", "同□"))
    if us > at:
        return [replace(actor, by="joined to the subject") for actor in scene.defaults]
    return _joined(scene, _group_from(scene, at + 1, opens)[0]) if at >= start else []


def _group_from(scene: Scene, at: int, end: int) -> tuple[list[Named], int]:
    """Give the list of actors that begins at a position, and where it ends, with 等单位 behind it."""
    group: list[Named] = []
    for other in scene.actors:
        if at <= other.start and other.end <= end and JOINED.fullmatch(scene.text[at : other.start]):
            group.append(other)
            at = other.end
    if group and (others := _OTHERS_TOO.match(scene.blanked, at)) is not None:
        at = others.end()
    return group, at


def _joined(scene: Scene, group: list[Named]) -> list[Actor]:
    return [as_actor(other, "joined to the subject") for other in group if not scene.leads_into(other)]


# 推行“A”制度，甲县、乙县先行试点: those who begin do it too.
_TRY_IT = re.compile(
    r"，(?P<who>□+(?:[、和与及]□+)*)(?:等[^，。；□]{0,6}|[两三四五六七八九][地县市区])?(?:率先|首批|同步|分别|先期)?(?:率先|首批|同步|分别|先期)?"
    r"(?:先行先试|先行试点|先试先行|先行(?=[，。])|率先试点|试点先行|设立分会场|设分会场|设立分赛区)"
)


def first_to_try(scene: Scene, one: Named, end: int) -> list[Actor]:
    """Give those who begin with what a name stands for, told behind it in the sentence that ends at `end`."""
    found = _TRY_IT.search(scene.blanked, one.end, min(end, one.end + _SOON))
    if found is None:
        return []
    last = scene.siblings(one)[-1]
    if any(last.end <= other.start < found.start() and other.type in PREDICATE for other in scene.named):
        return []
    low, high = found.span("who")
    tried = [other for other in scene.actors if low <= other.start and other.end <= high]
    return [as_actor(other, "joined to the subject") for other in tried if not scene.leads_into(other)]


_WITH_US = re.compile(r"(?:还|又|先后|长期)?[与同和][我本][省市县区州旗](?!□)")


def is_with_us(scene: Scene, last: Named, one: Named) -> bool:
    """甲大学与我市合作办学，共同推行“A”: both do it."""
    us = _WITH_US.match(scene.blanked, last.end)
    return us is not None and _BOTH.search(scene.text, us.end(), one.start) is not None
