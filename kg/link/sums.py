"""Names that count or number what they hold: “甲”“乙”等“五大行动”, “三大行动”：甲、乙、丙, “1+3”行动 with “1”即甲, a list of 一是, 二是.

Input is a Scene and its initiatives; output are the parts of one of them, for `kg.link.parents`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.link.named import Named
from kg.link.names import plain
from kg.link.scene import Scene
from kg.link.sentences import clause_start

COUNTED = re.compile(r"(?P<count>[两二三四五六七八九十百\d]+)(?:大|项|个|类|条|张|支)")
COUNTED_NAME = re.compile(r"^[“\"「]?(?P<count>[两二三四五六七八九十百\d]+)(?:大|项|个|类|条|张|支)")
_BETWEEN_ITEMS = re.compile(r"[、]|以及|[和与及]")
# “A”行动、“两个覆盖”行动: after 、 the name is one more of the list and not its sum.
_ONE_MORE = re.compile(r"(?:[、，和与及]|以及)$")
_AND_SO_ON = re.compile(r"等(?:等)?\w{0,3}$")
_DIGITS = {"两": 2, **{char: number for number, char in enumerate("零一二三四五六七八九十")}}
# “四大品牌”：“A”“B”; “三大行动”，即A、B、C
_NAMED_AFTER = re.compile(r"[（(]?(?:[：:—]+|，?(?:即|分别是|分别为|包括|涵盖))")
# “三大行动”，其中，A建成……，B服务……; “三大工程”——A……，B……
_TOLD_AFTER = re.compile(r"(?:[：:]|—+|，其中[，：]?)[^，。；□]{0,2}")
# A分三个阶段推进：以B摸底；以C攻坚
_PHASES = re.compile(
    r"[^。；□]{0,12}分[两三四五\d]?个?(?:阶段|步)[^。；□]{0,6}：|：(?=\d{1,2}月|第一|[一上]季度|上半年|春季|首[月日周])"
)
# 推进A，其中，B由甲局实施，C在乙市试点; A系列活动包括：B，由甲局牵头；C
_AMONG = re.compile(r"[^。；□]{0,30}[，。；]其中[，：]?[^，。；□]{0,4}|[^。；□]{0,6}包括：")
_OPENS = ("，", "；", "、", "：", "。", "其中")
# A是总牌子，由面向学生的B、面向工人的C和D组成
_MADE_OF = re.compile(r"[^。；□]{0,24}，?由")
_MAKE_UP = re.compile(r"组成|构成|串联")
# A重点抓了三项内容：举办B；推行C；开通D
_COUNTS = re.compile(r"[^。；□]{0,8}(?P<count>[两三四五六七八九十\d]{1,2})(?:个方面|[个项件步])[^。；□]{0,6}：")
# A每周……，B每月……——C的这两项子活动
_THESE = re.compile(r"的?(?:这|上述)?(?P<count>[两三四五六七八九十\d]{1,2})[个项大]子?\w{2}")
# “甲”加快扩面、“A”稳步提质、清零“三项行动”: what may stand between two items of a list.
_LONGEST_TAIL = 14


def number(text: str) -> int:
    """Give the value of a numeral below a hundred, 0 for one that is none or larger (百).

    >>> number("三"), number("十二"), number("二十"), number("12"), number("百"), number("一百二十三")
    (3, 12, 20, 12, 0, 0)
    """
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if any(part and part not in _DIGITS for part in (tens, ones)):
        return 0
    return (_DIGITS[tens] if tens else 1) * 10 + _DIGITS.get(ones, 0) if ten else _DIGITS.get(text, 0)


def parts_of_sum(scene: Scene, initiatives: Sequence[Named], index: int) -> Sequence[Named]:
    """“A”“B”、“C”等“五大行动”: the names of the list that runs into a name which counts them, or that follows it.

    Without 等 the list must have just as many items as the name counts, so that “A”“四个一线”机制 makes no part of “A”.
    """
    whole = initiatives[index]
    counted = COUNTED_NAME.match(scene.text[whole.start : whole.end])
    if counted is None or (count := number(counted["count"])) == 0:
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
    if opening is not None and len(after) >= count and after[0].start == opening.end():
        listed_after = after[:count]
        return listed_after if _is_list(scene, listed_after, after[count - 1].end) else ()
    return _of_one_noun(scene, initiatives, whole, count)


def _of_one_noun(scene: Scene, initiatives: Sequence[Named], whole: Named, count: int) -> Sequence[Named]:
    """“甲港湾”“乙港湾”…“两大港湾”: just as many names of the passage end with the noun that the sum counts."""
    noun = COUNTED_NAME.sub("", plain(whole.mention.text))
    alike = {
        other.entity_id: other
        for other in initiatives
        if not COUNTED_NAME.match(scene.text[other.start : other.end]) and other.name.endswith(noun)
    }
    return tuple(alike.values()) if noun and len(alike) == count > 1 else ()


def parts_told(scene: Scene, initiatives: Sequence[Named], index: int) -> Sequence[Named]:
    """“三大行动”，其中，A建成……，B服务……: what the rest of the sentence tells of, where it is as much as the name counts.

    A分三个阶段推进：以B摸底；以C攻坚: the same, to the full stop. B……，C……——A的这两项子活动: the same before it.
    """
    whole = initiatives[index]
    stop = scene.text.find("。", whole.end)
    rest = [one for one in initiatives[index + 1 :] if stop < 0 or one.end <= stop]
    if _PHASES.match(scene.blanked, whole.end):
        return rest
    if (among := _AMONG.match(scene.blanked, whole.end)) is not None and rest and rest[0].start <= among.end():
        return [one for one in rest if scene.blanked.endswith(_OPENS, 0, one.start)]
    if (by := _MADE_OF.match(scene.blanked, whole.end)) is not None:
        made = _MAKE_UP.search(scene.blanked, by.end(), stop if stop > 0 else len(scene.text))
        if made is not None and "，" not in scene.blanked[by.end() : made.start()]:
            return [one for one in rest if one.end <= made.start()]
    told = _COUNTS.match(scene.blanked, whole.end)
    if told is not None and len(rest) == number(told["count"]):
        return rest
    these = _THESE.match(scene.blanked, whole.end)
    before = [one for one in initiatives[:index] if one.start >= scene.sentence(whole.start)[0]]
    if these is not None and scene.text[: whole.start].endswith("—") and len(before) == number(these["count"]):
        return before
    counted = COUNTED.search(plain(whole.mention.text))
    opening = _TOLD_AFTER.match(scene.blanked, whole.end)
    if counted is None or opening is None or not rest or not rest[0].start <= opening.end():
        return ()
    count = number(counted["count"])
    return rest if len(rest) == count or (scene.text[whole.end] == "，" and 1 < len(rest) < count) else ()


def _items(names: Sequence[Named], listed: str) -> int:
    """Count the items of a list: quoted names need nothing between them, other items are set apart by 、 or 和."""
    return max(len(names), len([item for item in _BETWEEN_ITEMS.split(listed) if item]))


def _is_list(scene: Scene, names: Sequence[Named], end: int) -> bool:
    """Say whether between the names of a list stands no more than a few words after each."""
    stops = [*(one.start for one in names[1:]), end]
    return all(len(scene.text[one.end : stop]) <= _LONGEST_TAIL for one, stop in zip(names, stops, strict=True))


# 实施A。一是抓B，……；二是开展C: the first name of each item.
_ITEM = re.compile(r"(?<=[。；：])[一二三四五六七八九]是[^，。；□]{0,6}(?=□)")
_OPENS_ITEMS = re.compile(r"[^。；□]{0,4}[。：；](?=一是)")


def parts_numbered(scene: Scene, whole: Named, after: Sequence[Named]) -> Iterator[Named]:
    """实施A。一是抓B，……；二是开展C，……: the names with which at least two items open; another list ends it."""
    opening = _OPENS_ITEMS.match(scene.blanked, whole.end)
    if opening is None:
        return
    other = scene.blanked.find("一是", opening.end() + 2)
    stop = other if other >= 0 else len(scene.blanked)
    starts = {item.end() for item in _ITEM.finditer(scene.blanked, opening.end() - 1, stop)}
    found = [one for one in after if one.start in starts]
    if len(found) > 1:
        yield from found


# “1”即A，“3”即“B”“C”“D”三个行动
_DIGIT = re.compile(r"[“\"]\d{1,2}[”\"](?:即|指|是)$")
_PLUS = re.compile(r"^[“\"]?\d+(?:[+＋]\d+)+")


def parts_of_digits(scene: Scene, whole: Named, after: Sequence[Named]) -> Iterator[Named]:
    """“1+3”行动……“1”即A……“3”即“B”“C”“D”三个行动: what the digits of a name stand for."""
    if not _PLUS.match(scene.text[whole.start : whole.end]):
        return
    for one in after:
        if _DIGIT.search(scene.text[: one.start]):
            yield from scene.siblings(one)
