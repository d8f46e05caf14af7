"""Owners: the bodies or places directly before a name (省委“A”计划), whose it is."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.link.clauses import pop_group
from kg.link.named import Named
from kg.link.scene import Actor, Scene, as_actor

# 省“A”计划, 全市“B”工程: a level word directly before the name, at the opening of a phrase or after a verb.
_LEVEL_OWNER = re.compile(
    r"(?:全|我|本)(?P<word>省|自治区)$|(?:^|[^\w□]|入选|获得?|落实|融入|参与|通过|推动|推进|承办|举办|协办|参加|对接|承接|实施)好?(?:(?P<bare>省|自治区)[里上]?|(?P<inner>[市州县])里)的?$"
)
# 参与我市“A”计划: of the report's own place, where somebody takes part in it.
_OURS = re.compile(r"[我本](?P<word>[省市县区州旗镇乡])的?$")
# Between an owner and the name nothing stands, or 的; between several owners and the name, 等.
_OWNED = re.compile(
    r"的?|\d+号文件|(?:统一)?(?:制定|出台|印发|组织|发起|举办|主办|承办|协办|联合主办|部署|开展|实施|推出)的"
)
# 由甲局主办，乙区承办的“A”
_HOSTS = re.compile(r"(?:联合)?主办[，、]")
_SHARED = re.compile(r"等(?:\d+|[一二两三四五六七八九十]+)?(?:地|省|市|县|区)?")
_LEARNT = re.compile(r"(?:借鉴|学习|参照|推广)\w{0,4}$")
# What one takes part in, and what stands in a list with it: 落实省里“A”计划和市里“B”工程.
_TAKEN_PART = re.compile(
    r"(?:贯彻|落实|对接|融入|参与|参加|承接|承办|协办|通过|推动|推进|实施|举办)\w{0,4}(?:□+(?:[、和与及]|以及)\w{0,4})*$"
)
# 深化与甲市的“A”活动: both do it.
_SHARED_WITH = re.compile(r"(?:深化|加强|推进|推动|拓展|巩固|密切|开展|办好|扩大|参与)[与同和]□*$")
# 到甲镇总结过“A”工作法, 向乙市学习“B”: whose it is that others look at.
_SEEN = re.compile(r"(?:考察|调研|学习|借鉴|总结|推广|观摩)[过了]?\w{0,4}")
_GOES_TO = re.compile(r"(?:[向赴到]|前往)$")


def owners_of(scene: Scene, one: Named, start: int) -> tuple[list[Actor], bool]:
    """Give the bodies or places that own the name (省委“A”计划), and whether the text says that somebody takes part in it."""
    first = scene.siblings_start(one)
    group = _group_before(scene, first, start)
    between = scene.text[group[-1].end : first] if group else ""
    if group and (_OWNED.fullmatch(between) or (len(group) > 1 and _SHARED.fullmatch(between))):
        group = [other for other in group if not _is_weak_owner(scene, other)]
        if group and "办的" in between:
            hosts = _group_before(scene, group[0].start, start)
            if hosts and _HOSTS.fullmatch(scene.text[hosts[-1].end : group[0].start]):
                group = hosts + group
        before = scene.blank(start, group[0].start) if group else ""
        if _SHARED_WITH.search(before):
            return [as_actor(other, "owner before the name") for other in group], True
        by = "owner after a citing verb" if _LEARNT.search(before) else "owner before the name"
        return [as_actor(other, by) for other in group], _TAKEN_PART.search(before) is not None
    if group and _SEEN.fullmatch(between) and _GOES_TO.search(scene.text[: scene.path_start(group[0])]):
        return [as_actor(other, "owner after a citing verb") for other in group], False
    ours = _OURS.search(scene.blank(start, first))
    if ours is not None and _TAKEN_PART.search(scene.blank(start, first - len(ours.group()))) is not None:
        own = scene.home.level(ours["word"])
        if own is not None and own.id == scene.home.place_id:
            return [replace(actor, by="level word before the name") for actor in scene.defaults], True
    word = _LEVEL_OWNER.search(scene.blank(start, first))
    unit = scene.home.level(word["word"] or word["bare"] or word["inner"]) if word is not None else None
    if unit is None or unit.id == scene.home.place_id:
        return [], False
    before = scene.text[start : first - len(word.group())] + word.group()[:-1] if word else ""
    return [Actor(entity_id=unit.id, name=unit.name, type="PLACE", by="level word before the name")], bool(
        _TAKEN_PART.search(before.removesuffix("全"))
    )


def has_owner(scene: Scene, one: Named) -> bool:
    """Say whether the text names an owner directly before the name: 浙江“A”工程."""
    return bool(owners_of(scene, one, scene.sentence(one.start)[0])[0])


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
    return pop_group(scene, before)
