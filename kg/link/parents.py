"""Programmes and campaigns that belong to a named whole: the parts of a counted sum, what a frame or a bracket says, joint events.

Bodies too, where the text says that one is the other's: 甲集团旗下乙公司.

Input is a Scene; output are (part, whole, position, rule), which `kg.link.statements` turns into PART_OF.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.link.named import Named
from kg.link.names import plain
from kg.link.scene import Scene
from kg.link.sentences import clause_start

Part = tuple[str, str, int, str]

_SUM = re.compile(r"^[“\"「]?(?P<count>[两二三四五六七八九十百\d]+)(?:大|项|个|类|条|张|支)")
_BETWEEN_ITEMS = re.compile(r"[、]|以及|[和与及]")
# “A”行动、“两个覆盖”行动: after 、 the name is one more of the list and not its sum.
_ONE_MORE = re.compile(r"(?:[、，和与及]|以及)$")
_AND_SO_ON = re.compile(r"等(?:等)?\w{0,3}$")
_DIGITS = {"两": 2, **{char: number for number, char in enumerate("零一二三四五六七八九十")}}
# “四大品牌”：“A”“B”; “三大行动”，即A、B、C
_NAMED_AFTER = re.compile(r"[（(]?(?:[：:—]+|，?(?:即|分别是|分别为|包括|涵盖))")
# A涵盖B; A，该工程包括B; A（含B）; 涵盖B、C等模块的A
_HOLDS = re.compile(
    r"(?:[（(][^（()）]{0,12}[，,]?|，(?:该|本|此|这一)?(?:工程|计划|行动|项目|活动|品牌)?(?:其中)?(?:主要|重点|具体)?(?=包[括含]|涵盖|分为))?(?:主要|重点|具体)?(?:涵盖|包括|包含|下设|设有|分设|分为|含|启动实施|启动|重点实施|重点开展)"
)
_HELD = re.compile(r"(?:涵盖|包括|包含|囊括)$")
_MODULES = re.compile(r"等?\w{0,4}(?:模块|板块|功能|子项目|子品牌|内容)\w{0,2}(?:在内)?的")
# A由B、C组成
_MADE_OF = re.compile(r"(?:主要)?由")
_MAKE_UP = re.compile(r"等?\w{0,4}(?:组成|构成)")
# 在A框架内B; 在A中，开展B
_FRAME = re.compile(
    r"框架[内下](?:，(?:开展|组织开展|实施))?|下，(?:开展|组织开展|实施|推进)|中，(?:开展|组织开展|实施)\w{0,8}"
)
# 在A中，某市……，深入开展……B: so far from A only a campaign is its part, what is else done meanwhile (实施乡村振兴战略) is not.
_WIDE_FRAME = re.compile(r"中，[^。；]{0,80}?(?:开展|实施)[^，。；]{0,40}")
# 当前，A正在全党开展。甲市…，推进B，抓好C: a campaign that goes on everywhere, and what is done for it here.
_NOW = re.compile(r"(?:^|[。；\n])当前，$")
_GOES_ON = re.compile(r"正?在\w{0,10}(?:开展|推进)[，。]")
# 实施A，通过…开展B; 围绕落实A，实施B
_MEANS = (
    (re.compile(r"实施$"), re.compile(r"，通过[^。；]{0,30}开展\w{0,4}")),
    (re.compile(r"围绕(?:贯彻)?(?:落实)?$"), re.compile(r"，(?:实施|开展)\w{0,6}")),
)
# 作为A的子项目，实施B; 以B、C为主要内容的A; A（B、C）; A系列活动之B; B、C等A子项目
_AS_PART = re.compile(
    r"的?(?:\w{0,4})(?:子项目|子品牌|组成部分|重要内容|重要一环|一部分|分支)，(?:\w{0,4}(?:实施|开展|启动|推进|举办|推行))?"
)
_MAIN = re.compile(r"等?为(?:主要)?(?:内容|支撑|核心|主体|载体)的")
_OF_WHOLE = re.compile(r"的?(?:子项目|子行动|子活动|子品牌|分项)")
_BRACKET = re.compile(r"[（(](?:含|包括|即|分为|分别是)?")
_BRACKET_END = re.compile(r"等?[）)]")
# B是实施A的一大举措
_IS_PART = re.compile(r"，?(?:正|也|就)?是(?:\w{0,6}(?:实施|推进|落实))?的?")
# 甲集团旗下的乙公司, 甲集团全资子公司乙公司
_OWNS = re.compile(
    r"(?:旗下|下属|所属|下辖|下设|直属)(?:的|各|全资|控股|核心|龙头|骨干|子公司|企业|单位|机构|品牌)*|的?(?:全资|控股|核心|下属)*(?:子公司|分公司)[—：]*"
)
# 乙公司隶属甲集团; 乙公司（甲集团子公司）, 乙公司是甲集团的全资子公司
_OWNED_BY = re.compile(r"，?(?:是|为|系)?(?:隶属|从属|归属)于?")
_IS = re.compile(r"，?(?:是|为|系|作为)|[（(]")
_OWNED = re.compile(
    r"(?:旗下|下属|所属|直属)\w{0,4}?(?:公司|企业|单位|机构|品牌)|的?(?:全资|控股|核心)*(?:子公司|分公司|分支机构)"
)
_ITEM = re.compile(r"[、和与及]|以及")
_OF_IT = re.compile(r"[^。；]{0,30}?的?(?:重要|一大|创新|关键|具体)*(?:组成部分|举措|子项目|子品牌|环节|分支|分项)")


def parents(scene: Scene) -> Iterator[Part]:
    """Give (part, whole, position, rule) for the programmes, campaigns and bodies of a passage."""
    yield from _bodies(scene)
    initiatives = [one for one in scene.named if one.type in ("PROGRAMME", "CAMPAIGN")]
    for index, whole in enumerate(initiatives):
        for part in _parts_of_sum(scene, initiatives, index):
            yield part.entity_id, whole.entity_id, part.start, "parts of a named sum"
        for part in _modules(scene, initiatives[:index], whole):
            yield part.entity_id, whole.entity_id, part.start, "modules of a whole"
        for part in _going_on(scene, whole, initiatives[index + 1 :]):
            yield part.entity_id, whole.entity_id, part.start, "means of a whole"
        if (instance := _instance(scene, whole, initiatives[index + 1 :])) is not None:
            yield instance.entity_id, whole.entity_id, instance.start, "said to be a part"
        for part in _family(scene, whole, initiatives[index + 1 :]):
            yield part.entity_id, whole.entity_id, part.start, "family of a whole"
    for first, second in pairwise(initiatives):
        if scene.sentence(first.start) == scene.sentence(second.start) and (found := _pair(scene, first, second)):
            part, whole, rule = found
            for member in _listed_with(scene, part, whole):
                yield member.entity_id, whole.entity_id, member.start, rule


def _listed_with(scene: Scene, part: Named, whole: Named) -> Sequence[Named]:
    """“A”工程包括“B”“C”: what stands in one list with a part is a part too; the whole is none of them."""
    listed = scene.siblings(part)
    if whole in listed:
        listed = [one for one in listed if (one.start > whole.start) == (part.start > whole.start) and one is not whole]
    return [one for one in listed if one.type in ("PROGRAMME", "CAMPAIGN")]


def _bodies(scene: Scene) -> Iterator[Part]:
    """甲集团旗下乙公司、丙公司; 乙公司是甲集团的子公司: of two neighbouring bodies one is said to be the other's."""
    owner: Named | None = None  # of the list that is being read
    bodies = [one for one in scene.named if one.type == "ORG" and not scene.in_lead_line(one)]
    for first, second in pairwise(bodies):
        between = scene.text[first.end : second.start]
        if owner is None or not _ITEM.fullmatch(between):
            owner = first if _OWNS.fullmatch(between) else None
        if owner is not None:
            yield second.entity_id, owner.entity_id, second.start, "body of a body"
        elif _OWNED_BY.fullmatch(between) or (_IS.fullmatch(between) and _OWNED.match(scene.text, second.end)):
            yield first.entity_id, second.entity_id, first.start, "body of a body"


def _parts_of_sum(scene: Scene, initiatives: Sequence[Named], index: int) -> Sequence[Named]:
    """“A”“B”、“C”等“五大行动”: the names of the list that runs into a name which counts them, or that follows it.

    Without 等 the list must have just as many items as the name counts, so that “A”“四个一线”机制 makes no part of “A”.
    """
    whole = initiatives[index]
    counted = _SUM.match(scene.text[whole.start : whole.end])
    if counted is None or (count := _number(counted["count"])) == 0:
        return ()
    start, end = scene.sentence(whole.start)
    before = [one for one in initiatives[:index] if one.start >= clause_start(scene.text, whole.start, start)]
    if before:
        listed = scene.blank(before[0].start, whole.start)
        if _ONE_MORE.search(listed):
            return ()
        if _AND_SO_ON.search(listed) or _items(before, listed) == count:
            return before if _is_list(scene, before, whole.start) else ()
    after = [one for one in initiatives[index + 1 :] if one.end <= end]
    opening = _NAMED_AFTER.match(scene.text, whole.end)
    if opening is None or not after or after[0].start != opening.end():
        return _of_one_noun(scene, initiatives, whole, count)
    return after[:count] if len(after) >= count and _is_list(scene, after[:count], after[count - 1].end) else ()


def _of_one_noun(scene: Scene, initiatives: Sequence[Named], whole: Named, count: int) -> Sequence[Named]:
    """“甲港湾”“乙港湾”…“两大港湾”: just as many names of the passage end with the noun that the sum counts."""
    noun = _SUM.sub("", plain(whole.mention.text))
    alike = {
        other.entity_id: other
        for other in initiatives
        if not _SUM.match(scene.text[other.start : other.end]) and other.name.endswith(noun)
    }
    return tuple(alike.values()) if noun and len(alike) == count > 1 else ()


def _items(names: Sequence[Named], listed: str) -> int:
    """Count the items of a list: quoted names need nothing between them, other items are set apart by 、 or 和."""
    return max(len(names), len([item for item in _BETWEEN_ITEMS.split(listed) if item]))


def _is_list(scene: Scene, names: Sequence[Named], end: int) -> bool:
    """Say whether between the names of a list stands no more than a few words after each."""
    stops = [*(one.start for one in names[1:]), end]
    return all(len(scene.text[one.end : stop]) <= _LONGEST_TAIL for one, stop in zip(names, stops, strict=True))


# “甲”加快扩面、“A”稳步提质、清零“三项行动”: what may stand between two items of a list.
_LONGEST_TAIL = 14


def _number(text: str) -> int:
    """Give the value of a numeral below a hundred, 0 for one that is none or larger (百).

    >>> _number("三"), _number("十二"), _number("二十"), _number("12"), _number("百")
    (3, 12, 20, 12, 0)
    """
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS.get(tens, 0) if tens else 1) * 10 + _DIGITS.get(ones, 0) if ten else _DIGITS.get(text, 0)


def _pair(scene: Scene, first: Named, second: Named) -> tuple[Named, Named, str] | None:
    """Give (part, whole, rule) of two neighbouring names when the text says that one belongs to the other."""
    between, before = scene.text[first.end : second.start], scene.text[: first.start]
    frame = _WIDE_FRAME if second.type == "CAMPAIGN" else _FRAME
    if (_FRAME.fullmatch(between) or frame.fullmatch(between)) and re.search(r"在(?:\w{0,6})$|实施\w{0,2}$", before):
        return second, first, "frame of a whole"
    if any(done.search(before) and by.fullmatch(between) for done, by in _MEANS):
        return second, first, "means of a whole"
    if _HOLDS.fullmatch(between):
        return second, first, "whole that holds its parts"
    if _MADE_OF.fullmatch(between) and _MAKE_UP.match(scene.text, scene.siblings(second)[-1].end):
        return second, first, "whole that holds its parts"
    if not between and first.type == second.type == "CAMPAIGN" and _is_unquoted(scene, first, second):
        return second, first, "event inside an event"
    if between == "之" or (before.endswith("作为") and _AS_PART.fullmatch(between)):
        return second, first, "said to be a part"
    if _BRACKET.fullmatch(between) and _BRACKET_END.match(scene.text, scene.siblings(second)[-1].end):
        # one name alone in brackets is another name of the same: 国家高技术研究发展计划（863计划）
        several = len(between) > 1 or len(_listed_with(scene, second, first)) > 1
        return (second, first, "whole that holds its parts") if several else None
    if _MAIN.fullmatch(between) and scene.text[: scene.siblings_start(first)].endswith("以"):
        return first, second, "said to be a part"
    if between in ("等", "") and _OF_WHOLE.match(scene.text, second.end) and first is not second:
        return first, second, "said to be a part"
    if _IS_PART.fullmatch(between) and _OF_IT.match(scene.text, second.end):
        return first, second, "said to be a part"
    return None


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


def _instance(scene: Scene, whole: Named, after: Sequence[Named]) -> Named | None:
    """Give what the next sentence names as an instance of the only initiative of its own one."""
    start, end = scene.sentence(whole.start)
    inside = [one for one in scene.named if one.type == whole.type and start <= one.start < end]
    part = after[0] if after else None
    if part is None or len(inside) > 1 or scene.sentence(part.start)[0] != end:
        return None
    named = _INSTANCE.search(scene.text[: part.start]) and _FOR_INSTANCE.match(scene.text, part.end)
    return part if named else None


def _family(scene: Scene, whole: Named, after: Sequence[Named]) -> Iterator[Named]:
    """“春蕾”品牌……“春蕾计划”“春蕾杯”: what bears the name of a brand behind it; “港湾”计划……“四大港湾”: the sum of a plan's parts."""
    _, end = scene.sentence(whole.start)
    brand = whole.name.removesuffix("品牌")
    for part in after:
        if part.entity_id == whole.entity_id:
            continue
        counted = _SUM.match(part.name)
        noun = part.name[counted.end() :] if counted else ""
        of_brand = (
            len(brand) >= 2 and brand != whole.name and re.match(re.escape(brand) + "[^·]", part.name) is not None
        )
        if of_brand or (part.start < end and len(noun) >= 2 and whole.name.startswith(noun)):
            yield part


def _is_unquoted(scene: Scene, first: Named, second: Named) -> bool:
    return scene.text[first.end - 1] not in '”"’' and scene.text[second.start] not in '“"‘'
