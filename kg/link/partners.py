"""Who works with whom: PARTNERS_WITH from agreements, joint foundings and joint teams."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.link.again import SEVERAL, those_named
from kg.link.named import Named
from kg.link.scene import Actor, Assertion, Scene, as_actor
from kg.link.sentences import year_before
from kg.link.sides import (
    SIDE_AFTER,
    is_elsewhere,
    is_partner,
    of_one_unit,
    own_part,
    respectively,
    sides_before,
    subjects_across,
    subjects_at,
    with_those_before,
)


def partners(scene: Scene) -> Iterator[Assertion]:
    """An agreement, a joint founding or a joint team."""
    yield from _agreements(scene)
    yield from _with_us(scene)
    yield from _founders(scene)


def _pair(scene: Scene, first_id: str, second_id: str, at: int, by: str) -> Iterator[Assertion]:
    """Make a statement of two partners, where neither is a part of the other; `at` is where the second is named."""
    start, end = scene.sentence(at)
    if first_id != second_id and not own_part(scene, first_id, second_id):
        yield Assertion(
            subject_id=first_id, predicate="PARTNERS_WITH", object_id=second_id, start=start, end=end, by=by,
            year=year_before(scene.blanked, start, at, scene.home.year),
        )  # fmt: skip


def _agreements(scene: Scene) -> Iterator[Assertion]:
    """与乙市签订协议: the first side is the subject of the clause, else the report's place."""
    for start, end in scene.sentences:
        inside = [one for one in scene.actors if start <= one.start < end and not scene.in_lead_line(one)]
        joined = set[str]()  # 甲县与乙县签订协议，与丙县共建联盟: 乙县 is not the subject of the second clause
        for one in inside:
            if scene.leads_into(one) or not is_partner(scene, one, start, end):
                continue
            subjects = (first for first in subjects_across(scene, one, start) if first.entity_id not in joined)
            sides = sides_before(scene, one, start) or list(subjects)
            joined.add(one.entity_id)
            for first in respectively(scene, one, sides, start):
                yield from _pair(scene, first.entity_id, one.entity_id, one.start, "agreement in the sentence")


# 深圳市与我市建立合作关系, 深圳市对口帮扶我市: the report's place is the other side, but not where its part follows (与我县陵江镇).
_WITH_US = re.compile(
    r"(?:等\w{0,6}?)?(?:先后|分别|已|还|均|都|长期|继续)?"
    r"(?:[与同和]|(?P<helped>(?:对口|结对|定点)?(?:帮扶|支援|援建)))[我本][省市县区州旗]"
)


# 近年来与我州合作创办: who stands across is the subject of the sentence.
_OPENS_WITH_US = re.compile(
    r"(?<![^，；。：\s])(?:近年来|目前|今年|去年|\d{4}年|还|又|先后|已|并){0,2}[与同和][我本][省市县区州旗](?![局委办厅部院校])"
)
# 甲区投入帮扶资金2600万元: a place elsewhere that gives help.
_GIVES = re.compile(
    r"(?:累计|先后|共|已|每年|今年|\d{4}年){0,2}(?:投入|拨付|落实|援助|捐赠|提供|安排)了?(?:各类|财政|东西部|对口)?"
    r"(?:帮扶|援助|援建|协作|支援)(?:财政)?(?:资金|款|项目)"
)


def _with_us(scene: Scene) -> Iterator[Assertion]:
    for found in _WITH_US.finditer(scene.text):
        start, _ = scene.sentence(found.start())
        sides = [one for one in scene.actors if one.end == found.start() and start <= one.start]
        part = any(found.start() < one.start <= found.end() for one in scene.actors)
        if not sides or part or not (found["helped"] or SIDE_AFTER.match(scene.text, found.end())):
            continue
        for first in with_those_before(scene, sides[0], start):
            yield from _pair_with_us(scene, first.entity_id, found.start())
    for found in _OPENS_WITH_US.finditer(scene.blanked):
        if scene.blanked[found.end() : found.end() + 1] != "□" and SIDE_AFTER.match(scene.text, found.end()):
            for subject in subjects_at(scene, found.start()):
                yield from _pair_with_us(scene, subject.entity_id, found.start())
    for one in scene.actors:
        if one.type == "PLACE" and _GIVES.match(scene.text, one.end) and is_elsewhere(scene, one):
            yield from _pair_with_us(scene, one.entity_id, one.start)


def _pair_with_us(scene: Scene, first_id: str, at: int) -> Iterator[Assertion]:
    for home in scene.defaults:
        yield from _pair(scene, first_id, home.entity_id, at, "agreement in the sentence")


# 甲大学、乙大学联合组建: what a list of actors founds or signs together.
_COUNT = r"[两三四五六七八九](?:方|地|市|州|县|区|省|家|校)"
_COOPERATION = r"(?:合作(?!社)|协作|协同发展|协同创新|协同联动|融合发展|一体化发展)"
_TOGETHER = re.compile(
    rf"(?:还|已|又|也|将|正)?(?:在[^，。；、]{{2,12}}?)?(?:(?:{_COUNT})?(?:联合|共同|携手|合作|合资|联手|牵头)(?:\w{{0,3}})"
    r"(?:组建|推出|成立|设立|共建|建设|建立|创建|打造|创办|签署|签订|举办|主办|承办|协办|发起|研发|开发)|(?:组建|成立|结成|建立)了?[^，。；]{0,20}(?:联盟|联合体|共同体)"
    rf"|(?:{_COUNT})?(?:共建|合建|合资|(?:签订|签署|签)了?(?:协同|[^，。；与同]){{0,20}}(?:协议|备忘录|协定))"
    rf"|{_COUNT}[^，。；、与同和对]{{0,6}}?{_COOPERATION}"
    r"|(?:开展|深化|加强|达成|建立)(?:战略|对口|全面|深度|务实|友好)?(?:合作(?!社)|协作))"
)
# 甲市、乙市结对, but 丙县结对甲市、丁县结对乙市.
_IN_PAIRS = re.compile(rf"(?:{_COUNT})?(?:结对|互派)(?!帮扶|支援|□)")
# 深化甲市、乙市对口合作: only where one of them is the report's place, otherwise it may be the other side of both.
_SHARED_BEFORE = re.compile(r"(?:深化|加强|推进|推动|促进|拓展|密切|强化)$")
_SHARED = re.compile(rf"[^，。；、与同和对]{{0,6}}?{_COOPERATION}")
# 与甲、乙签订协议: both are partners of who signs.
_WITH_BEFORE = re.compile(r"(?:与|同|会同|联合|携手|(?<=[，；。])和)(?:[我本][省市县区州旗])?$")


def _founders(scene: Scene) -> Iterator[Assertion]:
    """甲大学、乙大学联合组建…: the report's place, or else the first of the list, is the partner of the others."""
    for group, index in scene.rows.values():
        if index or scene.in_lead_line(group[0]):
            continue
        if len(group) < 2 or not _act_together(scene, group):
            continue
        yield from _pairs(scene, [as_actor(one, "joint founding") for one in group], group[-1].start)
    for found in SEVERAL.finditer(scene.text):
        if _TOGETHER.match(scene.text, found.end()):  # 两村携手成立…
            yield from _pairs(scene, those_named(scene, found), found.start())


_FEW = 4  # of a longer list without the report's place only its first is a partner of the others


def _pairs(scene: Scene, group: Sequence[Actor], at: int) -> Iterator[Assertion]:
    """Make partners of a list: of the report's place and each other one, or else of each two."""
    row = sorted(group, key=lambda one: one.entity_id != scene.home.place_id)
    hubs = row[:1] if len(row) > _FEW or any(one.entity_id == scene.home.place_id for one in row) else row
    for index, first in enumerate(hubs):
        for other in row[index + 1 :]:
            if not of_one_unit(scene, first.entity_id, other.entity_id):
                yield from _pair(scene, first.entity_id, other.entity_id, at, "joint founding")


def _act_together(scene: Scene, group: Sequence[Named]) -> bool:
    before, end = scene.text[: scene.path_start(group[0])], group[-1].end
    if _WITH_BEFORE.search(before):
        return False
    home = any(one.entity_id == scene.home.place_id for one in group)
    shared = home and _SHARED_BEFORE.search(before) and _SHARED.match(scene.blanked, end)
    return bool(shared or _TOGETHER.match(scene.text, end) or _IN_PAIRS.match(scene.blanked, end))
