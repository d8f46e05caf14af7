"""Places that belong to a larger one: side by side (鄞州区咸祥镇), opened by it (在陵江镇，…甲子村), built in it, said to lie in it, a member of it.

Input is a Scene; output are (part, whole, position, rule), which `kg.link.statements` turns into PART_OF.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.gazetteer import Unit, gazetteer
from kg.link.named import Named
from kg.link.parents import Part
from kg.link.scene import Scene

_OPENS = re.compile(r"(?:^|[。；！？\n])\s*(?:近日，)?(?:在|走进|来到)$")
_BUILT_IN = re.compile(r"(?:开工|规划|投资)?(?:建设|建成|设立|打造|共建)\w{0,3}(?:占地[\d.]+亩的)?")
# 甲产业园坐落于乙县; 甲村隶属乙县丙镇; 甲村是乙县的一个小山村: names blanked, the upper part of a path among them.
_LIES_IN = re.compile(
    r"，?(?:正式|成功|最终)?(?:坐落[于在]|位于|地处|落户于?|落地|设在|建在|布局在|选址|隶属于?|从属于?|归属于?)□*"
)
_IS = re.compile(r"，?(?:是|系)□*")
_A_KIND = re.compile(
    r"的?(?:一个|一座|唯一|首个)?(?:的|\w{0,6}?)(?:村|镇|乡|社区|街道|县城|小镇|园区|开发区|新区)(?![委民干支部组党])"
)
# 黄河流域中心城市, 山东半岛城市群龙头, 三区三州深度贫困地区之一: the place is one of those that make up the region.
_MEMBER = re.compile(r"[”\"]?的?(?:重要|核心|关键)?(?:中心城市|龙头|核心城市|节点城市|成员|\w{0,6}之一)")


def place_parts(scene: Scene) -> Iterator[Part]:
    """Give (part, whole, position, rule) for the places of a passage."""
    places = [one for one in scene.named if one.place is not None]
    for index, one in enumerate(places):
        if one.place is not None and one.place.inside is not None:
            yield one.entity_id, one.place.inside, one.start, "places side by side"
        elif (whole := _opener(scene, places[:index], one)) is not None:
            yield one.entity_id, whole.entity_id, one.start, "place that opens the sentence"
        elif index and _built(scene, places[index - 1], one):
            yield one.entity_id, places[index - 1].entity_id, one.start, "zone built in a place"
        if (part := _lying(scene, places[:index], one)) is not None:
            yield part.entity_id, one.entity_id, part.start, "place said to lie in another"
        if (member := _member(scene, places[:index], one)) is not None:
            yield member.entity_id, one.entity_id, one.start, "member of a region"


def _opener(scene: Scene, before: list[Named], one: Named) -> Named | None:
    """在苍溪县陵江镇，一条河串起甲子村、乙丑村: villages of no other known place belong to the place that opens the sentence."""
    if one.unit is not None or one.place is None or one.place.level != "village":
        return None
    start, _ = scene.sentence(one.start)
    path = [other for other in before if other.start >= start and not scene.leads_into(other)]
    if not path or path[0].unit is None or path[0].unit.level not in ("county", "township"):
        return None
    first = next(other for other in before if other.start >= start)
    opened = _OPENS.search(scene.text[: first.start]) is not None and scene.text[path[0].end : path[0].end + 1] == "，"
    return path[0] if opened and all(other.unit is None for other in path[1:]) else None


def _built(scene: Scene, other: Named, one: Named) -> bool:
    """在北京开工建设X产业园: say whether a zone is built in a place."""
    if one.unit is not None or one.place is None or one.place.level != "zone" or other.unit is None:
        return False
    return (
        scene.text[: other.start].endswith("在") and _BUILT_IN.fullmatch(scene.text, other.end, one.start) is not None
    )


def _lying(scene: Scene, before: list[Named], one: Named) -> Named | None:
    """Give the place before another, or before the path that ends in it, that is said to lie in it."""
    start = scene.path_start(one)
    inner = next((other for other in reversed(before) if other.end <= start), None)
    if inner is None or inner.place is None or one.unit is None or scene.leads_into(one):
        return None
    inside = inner.place.level in ("village", "zone") if inner.unit is None else _contains(one.unit, inner.unit)
    between = scene.blank(inner.end, one.start)
    lies = _LIES_IN.fullmatch(between) or (_IS.fullmatch(between) and _A_KIND.match(scene.text, one.end))
    return inner if inside and lies else None


def _contains(outer: Unit, unit: Unit) -> bool:
    return outer.id != unit.id and gazetteer().contains(outer, unit)


def _member(scene: Scene, before: list[Named], one: Named) -> Named | None:
    """Give the place before a region in its clause, when the text calls it a member of the region."""
    if one.unit is None or one.unit.level != "region" or not _MEMBER.match(scene.text, one.end):
        return None
    start, _ = scene.sentence(one.start)
    cities = [
        other for other in before if other.start >= start and other.unit is not None and other.unit.level != "region"
    ]
    if not cities or re.search(r"[，；]", scene.text[cities[-1].end : one.start]):
        return None
    return cities[-1]
