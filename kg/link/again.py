"""Who is named again by a word for its kind: 社区党委 after 卯家湾社区, 该馆, 两村, 双方.

Input is a Scene and a span of it; output are actors, for `kg.link.actors` and `kg.link.partners`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from kg.link.clauses import ACT, is_in_brackets
from kg.link.named import Named
from kg.link.scene import Actor, Scene, as_actor

# 社区党委, 园区, 该院, 村里, 行业党委: what was named before, by the last word of its name; the committee of a village is the village.
TAKEN_UP = re.compile(
    r"(?<![^，；。：！？\s])(?:(?:近年来|目前|如今|同时|随后|此后|为此|今年|去年|\d{4}年)以?来?)?(?P<that>[该本])?"
    r"(?P<head>[\u4e00-\u9fff]{0,4}?(?:社区|街道|园区|片区|景区|保护区|示范区|试验区|合作区|开发区|高新区|经开区|新区|公司|集团|协会|商会|学会|联盟"
    r"|基金会|研究院|研究所|学院|大学|学校|医院|中心|合作社|分行|支行|联合会|领导小组|委员会|党委|党组|党工委|管委会|(?<=该)(?:企业|[村镇乡院校厂所馆站行社])|[村镇乡院校厂所](?=党|工委|管委|两委|“两委”|村委|居委|里|方)))"
    r"(?P<organ>党委|党总支|党支部|党组织?|党工委|工委|管委会|两委|“两委”|村委会|居委会|里|方(?!案|式|面|法|向))?"
    r"(?:[、和](?:[村镇乡]|街道|社区)?(?:党委|政府|党工委|管委会|办事处|村委会|居委会))?"
)
# 园区 of a name that ends in 产业园.
_SCHOOLS, _FIRMS, _ZONES = (
    ("大学", "学院", "学校", "中学", "小学"),
    ("公司", "集团", "厂"),
    ("园", "园区", "开发区", "高新区", "经开区"),
)
_SHORT_OF = {"园区": _ZONES, "校": _SCHOOLS, "企业": _FIRMS}
_WITH_NAME = re.compile(r"[与同]□")
_FAR = 60  # so many names back
_ORGANS = ("党委", "党组", "党工委", "管委会")
# 与乙公司签订协议, 赴丙村学习: not who is spoken of.
_NOT_SPOKEN_OF = ("与", "同", "和", "向", "对", "为", "给", "赴", "到", "从", "邀请", "联合", "会同")


def taken_up(scene: Scene, start: int, end: int) -> list[Actor]:
    """Give what the last clause that opens so takes up again (卯家湾社区…，社区党委推行): nobody where it may be several."""
    for found in reversed(list(TAKEN_UP.finditer(scene.text, start, end))):
        head, organ = found["head"], found["organ"]
        acts = ACT.match(scene.text, found.end()) or _WITH_NAME.match(scene.blanked, found.end())
        if acts is None or head in _ORGANS or scene.blanked[found.start("head")] == "□":
            continue
        if not found["that"] and str(scene.home.place_name).endswith(head):
            return scene.defaults
        before = _named_before(scene, found.start())
        whole = [one for one in before if organ and one.mention.text.endswith(head + organ)]
        if one := _one_of(scene, whole or [one for one in before if _ends_in(one, head)]):
            return [as_actor(one, "the place named before")]
    return []


def _named_before(scene: Scene, position: int) -> Sequence[Named]:
    """Give the bodies and places before a position, the nearest ones."""
    high = bisect_left(scene.actors, position, key=lambda one: one.start)
    return scene.actors[max(0, high - _FAR) : high]


def _ends_in(one: Named, head: str) -> bool:
    heads = _SHORT_OF.get(head, (head,))
    return (
        one.name.endswith(heads) and len(one.mention.text) > len(head) and not one.mention.text.startswith(("全", "各"))
    )


def _one_of(scene: Scene, same: Sequence[Named]) -> Named | None:
    """Of those that a word may mean, all in the nearest sentence that has one: the only one, or the one that opens it, or the last one."""
    same = [one for one in same if not scene.text.endswith(_NOT_SPOKEN_OF, 0, scene.path_start(one))] or same
    if not same:
        return None
    floor, _ = scene.sentence(same[-1].start)
    near = [one for one in same if one.start >= floor]
    if len({one.entity_id for one in near}) == 1:
        return near[0]
    first, last = near[0], near[-1]
    if scene.blanked[first.end : first.end + 1] == "，" or ACT.match(scene.text, first.end) is not None:
        return first
    return last if len(scene.rows[last.start][0]) == 1 else None


_COUNTS = {"两": 2, "双": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_KINDS: dict[str, tuple[str, ...]] = {
    "地": (), "方": (), "家": (), "校": _SCHOOLS, "院": ("院",), "企": _FIRMS, "企业": _FIRMS, "园区": _ZONES,
    "县市": ("县", "市"), "市县": ("县", "市"), "县区": ("县", "区"), "区县": ("县", "区"), "市区": ("市", "区"),
}  # fmt: skip
# 两村, 两地, 双方, 两个自治旗: as many as were named before.
SEVERAL = re.compile(
    r"(?<![^，；。：！？\s])(?:近年来|目前|如今|同时|随后|此后|为此|今年|去年|\d{4}年)?(?P<count>[两双三四五六七八九])个?"
    r"(?P<kind>自治旗|自治县|社区|街道|园区|企业|公司|单位|部门|县市|市县|县区|区县|市区|[村镇乡县市区旗州省校院地方家企])(?:党组织|党委|党总支|党支部|党工委|两委)?(?![级层面边会位务年轮手型])"
)


def several_taken_up(scene: Scene, start: int, end: int) -> list[Actor]:
    """Give those whom the last clause that opens with 两村 or 双方 takes up again: nobody where more or fewer were named."""
    for found in reversed(list(SEVERAL.finditer(scene.text, start, end))):
        if ACT.match(scene.text, found.end()) is not None:
            return those_named(scene, found)
    return []


def those_named(scene: Scene, found: re.Match[str]) -> list[Actor]:
    """Give those whom 两村 or 双方 means: the last sentences that name any name just as many."""
    wanted, kind = _COUNTS[found["count"]], found["kind"]
    ends = _KINDS.get(kind, (kind,))
    meant: dict[str, Named] = {}
    floor = found.start()
    for one in reversed(_named_before(scene, found.start())):
        if (ends and not one.name.endswith(ends)) or (not ends and scene.leads_into(one)) or is_in_brackets(scene, one):
            continue
        if one.start < floor and len(meant) >= wanted:
            break
        floor = min(floor, scene.sentence(one.start)[0])
        meant.setdefault(one.entity_id, one)
    actors = [as_actor(one, "the place named before") for one in reversed(meant.values())]
    ours = not ends or str(scene.home.place_name).endswith(ends)
    if len(actors) == 1 and wanted == 2 and ours:  # 与甲大学签订协议，双方…: the other is who speaks
        only = next(iter(meant.values()))
        if scene.text.endswith(("与", "同", "和"), 0, scene.path_start(only)):
            return [*scene.defaults, *actors]
    return actors if len(actors) == wanted else []
