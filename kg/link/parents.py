"""Programmes and campaigns that belong to a named whole: by what stands around two names (`kg.link.cues`), by a sum or a number
(`kg.link.sums`), by joint events, instances and families of brands.

Bodies too, where the text says that one is the other's (`kg.link.owned`): 甲集团旗下乙公司.

Input is a Scene; output are (part, whole, position, rule), which `kg.link.statements` turns into PART_OF.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.link.cues import CUES, HOLDS, MEANS, SAID, WHOLE_AGAIN, Cue
from kg.link.named import Named
from kg.link.names import plain
from kg.link.scene import INITIATIVES, Scene
from kg.link.sums import COUNTED_NAME, parts_numbered, parts_of_digits, parts_of_sum, parts_told

Part = tuple[str, str, int, str]

# 涵盖B、C等模块的A
_HELD = re.compile(r"(?:涵盖|包括|包含|囊括)$")
_MODULES = re.compile(r"等?\w{0,4}(?:模块|板块|功能|子项目|子品牌|内容)\w{0,2}(?:在内)?的")
# 当前，A正在全党开展。甲市…，推进B，抓好C: a campaign that goes on everywhere, and what is done for it here.
_NOW = re.compile(r"(?:^|[。；\n])当前，$")
_GOES_ON = re.compile(r"正?在\w{0,10}(?:开展|推进)[，。]")
_BRACKET = re.compile(r"[（(](?:包括|即|分为|分别是)?")
_BRACKET_END = re.compile(r"等?[）)]")
_QUOTED = re.compile('[”“"]')
_ITEMS = re.compile(r"[、和与及以暨\s]{0,3}(?:以及)?")
# What an action serves and is no part of.
_AIMS = ("战略", "规划")
# “B”子试点
_SUB = re.compile(r"[”\"]子(?:试点|项目|工程|计划|行动|活动|品牌)$")


def parents(scene: Scene) -> Iterator[Part]:
    """Give (part, whole, position, rule) for the programmes and campaigns of a passage."""
    initiatives = [one for one in scene.named if one.type in ("PROGRAMME", "CAMPAIGN")]
    for part, whole, rule in _found(scene, initiatives):
        if part.entity_id != whole.entity_id:
            yield part.entity_id, whole.entity_id, part.start, rule


def _found(scene: Scene, initiatives: Sequence[Named]) -> Iterator[tuple[Named, Named, str]]:
    for index, whole in enumerate(initiatives):
        after = initiatives[index + 1 :]
        for rule, parts in (
            ("parts of a named sum", parts_of_sum(scene, initiatives, index)),
            ("parts of a named sum", parts_told(scene, initiatives, index)),
            ("parts of a named sum", parts_of_digits(scene, whole, after)),
            ("items of a whole", parts_numbered(scene, whole, after)),
            ("modules of a whole", _modules(scene, initiatives[:index], whole)),
            ("means of a whole", _going_on(scene, whole, after)),
            ("said to be a part", _instance(scene, whole, after)),
            ("family of a whole", _family(scene, whole, after)),
        ):
            yield from ((part, whole, rule) for part in parts)
    yield from _sub_projects(scene, initiatives)
    for first, second in pairwise(_lists(scene, initiatives)):
        yield from _pair(scene, first, second)


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    """Names that stand in one list, or a whole that is meant again by its last word; positions in the passage."""

    names: Sequence[Named]
    start: int
    end: int


def _lists(scene: Scene, initiatives: Sequence[Named]) -> list[_List]:
    """Give the lists of a passage in order, each name of which belongs to one, and the places where a whole is meant again."""
    lists: list[_List] = []
    for index, one in enumerate(initiatives):
        if lists and one in lists[-1].names:
            continue
        names = [one]
        for other in initiatives[index + 1 :]:
            joint = scene.text[names[-1].end - 1 : other.start + 1]
            if not _ITEMS.fullmatch(joint[1:-1]) or (len(joint) == 2 and not _QUOTED.search(joint)):
                break
            names.append(other)
        lists.append(_List(names=names, start=one.start, end=names[-1].end))
    return sorted([*lists, *_again(scene, lists)], key=lambda one: one.start)


def _again(scene: Scene, lists: Sequence[_List]) -> Iterator[_List]:
    """Give the whole that the last word of its name means again, in its sentence or the next: 实施甲工程。工程包括乙."""
    for found in WHOLE_AGAIN.finditer(scene.blanked) if lists else ():
        word = found["word"]
        before = [
            one for one in lists if one.end <= found.start("word") and plain(one.names[-1].mention.text).endswith(word)
        ]
        if before and len(before[-1].names) == 1 and _is_near(scene, before[-1].end, found.start("word")):
            yield _List(names=before[-1].names, start=found.start("word"), end=found.end("word"))


def _is_near(scene: Scene, first: int, second: int) -> bool:
    _, end = scene.sentence(first - 1)
    return scene.sentence(second)[0] <= end


def _pair(scene: Scene, first: _List, second: _List) -> Iterator[tuple[Named, Named, str]]:
    """Give the parts of two neighbouring lists of which the text says that one belongs to the other."""
    between = scene.blank(first.end, second.start)
    if not between and len(first.names) == 1:
        yield from _event(scene, first.names[0], second.names[0])
    for cue in CUES:
        wholes, parts = (first.names, second.names) if cue.part == "second" else (second.names, first.names)
        aims = parts[0].name.endswith(_AIMS) or wholes[0].name.endswith(_AIMS)
        if len(wholes) == 1 and parts[0].type in cue.kinds and not aims and _fits(scene, cue, first, second, between):
            if cue.rule == MEANS:
                parts = [*parts, *_more_means(scene, second.end)]
            yield from ((part, wholes[0], cue.rule) for part in parts if part is not wholes[0])
            return
    yield from _in_brackets(scene, first, second, between)


# 通过举办B、开展C、推行D
_MORE_MEANS = re.compile(r"[、，](?:开展|举办|推行|实施|建立|组织)[^，。；、□]{0,4}□+")


def _more_means(scene: Scene, at: int) -> Iterator[Named]:
    """Give the names that follow in the same list of deeds."""
    while (more := _MORE_MEANS.match(scene.blanked, at)) is not None:
        one = next((one for one in scene.named if one.end == more.end() and one.type in INITIATIVES), None)
        if one is None or one.type == "POLICY":
            return
        yield one
        at = one.end


def _fits(scene: Scene, cue: Cue, first: _List, second: _List, between: str) -> bool:
    if cue.between.fullmatch(between) is None:
        return False
    before = cue.before is None or cue.before.search(scene.blanked, max(0, first.start - 24), first.start) is not None
    return before and (cue.behind is None or cue.behind.match(scene.blanked, second.end) is not None)


def _event(scene: Scene, first: Named, second: Named) -> Iterator[tuple[Named, Named, str]]:
    """某交易会某峰会: an event directly behind another, both without quotes."""
    unquoted = scene.text[first.end - 1] not in '”"’' and scene.text[second.start] not in '“"‘'
    if first.type == second.type == "CAMPAIGN" and unquoted:
        yield second, first, "event inside an event"


def _in_brackets(scene: Scene, first: _List, second: _List, between: str) -> Iterator[tuple[Named, Named, str]]:
    """A（B、C）; one name alone in brackets is another name of the same: 国家高技术研究发展计划（863计划）."""
    bracket = _BRACKET.fullmatch(between) and _BRACKET_END.match(scene.text, second.end)
    if len(first.names) == 1 and bracket and (len(between) > 1 or len(second.names) > 1):
        yield from ((part, first.names[0], HOLDS) for part in second.names)


def _sub_projects(scene: Scene, initiatives: Sequence[Named]) -> Iterator[tuple[Named, Named, str]]:
    """在A中，甲县开展“B”子试点；乙县承担“C”子试点: they belong to the last name before them that is none, in this sentence or those before it."""
    whole: Named | None = None
    for one in initiatives:
        if _SUB.search(one.mention.text) is None:
            whole = one
        elif whole is not None:
            yield one, whole, SAID


def _modules(scene: Scene, before: Sequence[Named], whole: Named) -> Sequence[Named]:
    """涵盖“A”“B”等模块的“C”平台: A and B belong to C."""
    if not before or not _MODULES.fullmatch(scene.text[before[-1].end : whole.start]):
        return ()
    first = scene.siblings_start(before[-1])
    return [one for one in before if one.start >= first] if _HELD.search(scene.text[:first]) else ()


def _going_on(scene: Scene, whole: Named, after: Sequence[Named]) -> Iterator[Named]:
    """当前，“A”教育正在全党开展。甲市推进“B”，抓好“C”: the campaigns of that sentence and the next one."""
    goes_on = _GOES_ON.match(scene.text, whole.end)
    if whole.type != "CAMPAIGN" or goes_on is None or _NOW.search(scene.text[: whole.start]) is None:
        return
    _, end = scene.sentence(goes_on.end())
    yield from (
        part for part in after if part.type == "CAMPAIGN" and part.start < end and part.entity_id != whole.entity_id
    )


# 实施九大行动。以“B”建设为例
_INSTANCE = re.compile(r"[。；]\s*(?:比如，|例如，)?以\w{0,8}$")
_FOR_INSTANCE = re.compile(r"\w{0,4}为例")


def _instance(scene: Scene, whole: Named, after: Sequence[Named]) -> Sequence[Named]:
    """Give what the next sentence names as an instance of the only initiative of its own one."""
    start, end = scene.sentence(whole.start)
    inside = [one for one in scene.named if one.type == whole.type and start <= one.start < end]
    part = after[0] if after else None
    if part is None or len(inside) > 1 or scene.sentence(part.start)[0] != end:
        return ()
    named = _INSTANCE.search(scene.text[: part.start]) and _FOR_INSTANCE.match(scene.text, part.end)
    return (part,) if named else ()


def _family(scene: Scene, whole: Named, after: Sequence[Named]) -> Iterator[Named]:
    """“春蕾”品牌……“春蕾计划”“春蕾杯”: what bears the name of a brand behind it; “港湾”计划……“四大港湾”: the sum of a plan's parts."""
    _, end = scene.sentence(whole.start)
    brand = whole.name.removesuffix("品牌")
    for part in after:
        if part.entity_id == whole.entity_id:
            continue
        counted = COUNTED_NAME.match(part.name)
        noun = part.name[counted.end() :] if counted else ""
        of_brand = (
            len(brand) >= 2 and brand != whole.name and re.match(re.escape(brand) + "[^·]", part.name) is not None
        )
        if of_brand or (part.start < end and len(noun) >= 2 and whole.name.startswith(noun)):
            yield part
