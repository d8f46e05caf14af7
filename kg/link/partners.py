"""Who works with whom: PARTNERS_WITH from agreements, joint foundings and joint teams."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.link.actors import as_actor
from kg.link.named import Named
from kg.link.scene import Actor, Assertion, Scene
from kg.link.sentences import year_before


def partners(scene: Scene) -> Iterator[Assertion]:
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


_WITH = re.compile(r"与|同|会同|联合|携手")


def _first_side(scene: Scene, one: Named, start: int) -> Actor | None:
    """青岛市工信局会同市公安局: the body that stands directly before 与, 同 or 会同 is the first side."""
    for other in reversed(scene.actors):
        if start <= other.start and other.end < one.start:
            between = scene.text[other.end : one.start]
            helped = _HELPED.search(between) and not re.search(r"[，；、]", between)
            if helped:
                return as_actor(other, "first side")
            joined = _WITH.match(between) if other.type == "ORG" else _WITH.fullmatch(between)
            if joined is not None and not re.search(r"[，；]", between):
                return as_actor(other, "first side")
    return None


# 与党中央保持一致 is no agreement.
_CENTRE = ("中共中央", "国务院")


def _above_home(scene: Scene, one: Named) -> bool:
    return one.name in _CENTRE or (one.unit is not None and any(unit.id == one.entity_id for unit in scene.home.chain))


_SIDE_AFTER = re.compile(
    r"(?:、|和|与|及|等)?[\w“”、（）]{0,24}?(?:签订|签署|签约|合作|共建|结对|协作|联合|协议|战略|共同|互派|帮扶|联盟|协同|对接|融合|举办)"
)


# 通过“组团式”帮扶X医院, 对口支援X县, 联动X城市群: who is helped stands directly after the verb.
_HELPED = re.compile(r"(?:帮扶|支援|联动)$")


def _partner_side(scene: Scene, one: Named, start: int, end: int) -> bool:
    text = scene.text
    before = text[max(start, one.start - 60) : one.start]
    clause = before[max(before.rfind("，"), before.rfind("；"), -1) + 1 :]
    if _HELPED.search(clause):
        return True
    opener = re.search(r"(?:与|同|联合|会同|携手|联手)[^，；]*$", clause)
    if opener is None:
        return False
    after = text[one.end : min(end, one.end + 40)]
    return (
        _SIDE_AFTER.match(after) is not None
        or clause.startswith(("联合", "携手", "联手"))
        or bool(re.search(r"签订|签署|签约|合作", after))
    )
