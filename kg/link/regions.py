"""Places that belong to a larger one: side by side (鄞州区咸祥镇), opened by it (在陵江镇，…甲子村), built in it, said to lie in it, a member of it.

Input is a Scene; output are (part, whole, position, rule), which `kg.link.statements` turns into PART_OF.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.gazetteer import is_masked
from kg.link.called_after import inside
from kg.link.named import Named
from kg.link.parents import Part
from kg.link.places import nests
from kg.link.scene import LISTED, Scene

_OPENS = re.compile(r"(?:^|[。；！？\n])\s*(?:近日，)?(?:在|走进|来到)$")
# 在甲县乙镇规划建设丙产业园, 在甲县开工建设总投资3亿元的丙产业园
_BUILT_IN = re.compile(
    r"(?:联合|共同|合作|携手|率先|成功|高标准|高起点|开工|规划|谋划|投资|启动|正式|集中|先后|新|已|正在|加快)*"
    r"(?:建设|共建|建成|合建|援建|兴建|新建|筹建|开建|设立|打造|创建|建起|布局)(?:\w{0,3}|[^，。；□]{1,14}的)(?:占地[\d.]+亩的)?"
)
# What may stand between a list of places and what is said of them all: 甲县、乙县、丙县三县及周边部分区域……
_COUNTED = (
    r"等?(?:[两二三四五六七八九十\d]{1,3}个?(?:县市区|县市|县区|市县|区县|乡镇|镇村|行政村|[省市县区州旗镇乡村]|街道|社区))?"
    r"(?:[及和][^，。；□]{1,12}区域)?"
)
# 甲产业园坐落于乙县; 甲村常住人口四千人，隶属乙县丙镇; 甲村是乙县的一个小山村: names blanked, the upper part of a path among them.
_LIES_IN = re.compile(
    rf"{_COUNTED}(?:[^，。；□]{{1,24}}(?=，))?，?(?:均|都|正式|成功|最终|行政上|整体)?"
    r"(?:坐落[于在]?|位于|地处|落户于?|落地于?|落子|设在|建在|布局在|布局于|选址于?|隶属于?|从属于?|归属于?|属于?|属(?=□))□*"
)
_JOINED = re.compile(r"[、和与及]|以及")
_IS = re.compile(r"，?(?:是|系|为)□*")
_A_KIND = re.compile(
    r"(?![^，。；]{0,14}(?:帮扶|帮联|联系|包联|包保|结对|友好|姊妹|对口|协作|挂钩|援建|支援|驻点|对接))"
    r"(?:的?(?:一个|一座|唯一|首个)?(?:的|\w{0,6}?)(?:村|镇|乡|社区|街道|县城|小镇|园区|开发区|新区)(?![委民干支部组党级])"
    # 是乙县丙镇人口最少的行政村: whatever is said of it, the clause ends with its kind
    r"|[^，。；□]{0,18}?(?:村|村庄|村落|村寨|村子|镇|乡|社区|街道|县城|园区|开发区|新区)(?=之一|[，。；！”]|$))"
)
# 甲村并入乙镇丙村, 甲乡划归乙市管辖: units that were made part of another one.
_MOVED = re.compile(
    rf"{_COUNTED}(?:[于自从在]?\d{{4}}年(?:\d{{1,2}}月)?)?(?:[由从]□+)?(?:被|已|将|正式|整体|整村|整建制|成建制|全部|一并|撤销|撤并|合并|后|并)*"
    r"(?:划入|划归|划转[至到给]|划给|并入|合并[至到]|归并[至到]|归入)(?:到|至|于)?□*"
)
# 位于甲县与乙县交界处: in neither of them.
_BETWEEN = re.compile(r"[、和与及□]*[^，。；□]{0,4}(?:交界|交汇|接壤|结合部|接合部|毗邻|之间|以[东南西北外])")
_OF = re.compile(r"\w{0,4}的")
# 黄河流域中心城市, 山东半岛城市群龙头, 三区三州深度贫困地区之一: the place is one of those that make up the region.
_MEMBER = re.compile(
    r"[”\"]?的?(?:重要|核心|关键)?(?:中心城市|龙头|核心城市|节点城市|节点|支点|组成部分|成员|\w{0,6}之一)"
)
# 甲示范区由乙县、丙县和丁县组成; 乙县、丙县组成的甲示范区
_MADE_OF = re.compile(r"，?(?:主要|共同|共)?由")
_MAKE_UP = re.compile(rf"{_COUNTED}[^，。；□]{{0,8}}(?:组成|构成)")
_HOLDS = re.compile(r"，?(?:主要|范围|共)?(?:包括|涵盖|囊括|覆盖|包含)了?")
_MADE_UP_OF_IT = re.compile(rf"{_COUNTED}[^，。；□]{{0,4}}(?:组成|构成)的?")
_WIDE = ("示范区", "合作区", "都市圈", "城市群", "经济圈", "经济带", "走廊", "功能区", "先行区")
# 甲市（乙县）, 甲市（含乙县、丙县）, 丙镇（乙县）
_BRACKET = re.compile(r"[（(](?:含|包括|下辖|辖|位于|地处|属)?")
_BRACKET_END = re.compile(r"等?[^（()），。；□]{0,8}[）)]")
_RANKS = {"region": 0, "province": 1, "prefecture": 2, "zone": 3, "county": 3, "township": 4, "village": 5}


def place_parts(scene: Scene) -> Iterator[Part]:
    """Give (part, whole, position, rule) for the places of a passage."""
    places = [one for one in scene.named if one.place is not None]
    site: Named | None = None  # in which the zones of a list are built
    for index, one in enumerate(places):
        joined = index > 0 and LISTED.fullmatch(scene.text[places[index - 1].end : one.start]) is not None
        site = (site if joined else None) or (_built(scene, places, index) if index else None)
        if one.place is not None and one.place.inside is not None:
            yield one.entity_id, one.place.inside, one.start, "places side by side"
        elif (whole := _opener(scene, places[:index], one)) is not None:
            yield one.entity_id, whole.entity_id, one.start, "place that opens the sentence"
        elif site is not None and _is_zone(one):
            yield one.entity_id, site.entity_id, one.start, "zone built in a place"
        if index:
            for part in _lying(scene, places, index):
                yield part.entity_id, one.entity_id, part.start, "place said to lie in another"
            for part in _moved(scene, places, index):
                yield part.entity_id, one.entity_id, part.start, "place made part of another"
        if (member := _member(scene, places[:index], one)) is not None:
            yield member.entity_id, one.entity_id, one.start, "member of a region"
        for part in _made_of(scene, places, index):
            yield part.entity_id, one.entity_id, part.start, "places that make up another"
        for part, outer in _in_brackets(scene, places, index):
            yield part.entity_id, outer.entity_id, part.start, "place in brackets after another"


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


def _is_zone(one: Named) -> bool:
    return one.unit is None and one.place is not None and one.place.level == "zone"


def _built(scene: Scene, places: Sequence[Named], index: int) -> Named | None:
    """在北京开工建设X产业园, 在甲县乙镇共建X产业园: the place in which a zone is built."""
    one, site = places[index], places[index - 1]
    if not _is_zone(one) or site.end > one.start or _BUILT_IN.fullmatch(scene.text, site.end, one.start) is None:
        return None
    return site if scene.text.endswith(("在", "于"), 0, scene.path_start(site)) else None


def _before(scene: Scene, places: Sequence[Named], index: int) -> int:
    """Give which place stands before the path that ends in another, -1 for none."""
    start = scene.path_start(places[index])
    return next((at for at in range(index - 1, -1, -1) if places[at].end <= start), -1)


def _row(scene: Scene, places: Sequence[Named], last: int) -> Sequence[Named]:
    """Give the list of places that ends in one, of each path the smallest: 甲县、乙县与丙县."""
    row = [places[last]]
    while (before := _before(scene, places, last)) >= 0:
        if not _JOINED.fullmatch(scene.text, places[before].end, scene.path_start(places[last])):
            break
        row.append(places[before])
        last = before
    return row[::-1]


def _lying(scene: Scene, places: Sequence[Named], index: int) -> Sequence[Named]:
    """Give the places before another, or before the path that ends in it, that are said to lie in it."""
    one, last = places[index], _before(scene, places, index)
    if last < 0 or scene.leads_into(one) or _BETWEEN.match(scene.blanked, one.end):
        return ()
    between = scene.blank(places[last].end, one.start)
    lies = _LIES_IN.fullmatch(between) or (_IS.fullmatch(between) and _A_KIND.match(scene.blanked, one.end))
    if not lies:
        return ()
    row = _row(scene, places, last)
    if "，" in between.lstrip("，") and (not _opens_clause(scene, row[0]) or _OF.match(scene.text, one.end)):
        return ()  # 甲村面貌一新，位于乙镇的丙公司投产
    return [part for part in row if _can_lie_in(part, one)]


def _opens_clause(scene: Scene, one: Named) -> bool:
    start = scene.path_start(one)
    return scene.text[max(0, start - 1) : start] in ("", "，", "。", "；", "！", "？", "\n", " ", "　")


def _can_lie_in(part: Named, whole: Named) -> bool:
    """Say whether one place can lie in another: the gazetteer knows it, or does not know the smaller one; regions are as the text says."""
    if part.place is None or part.entity_id == whole.entity_id:
        return False
    if whole.unit is None and part.unit is None and is_masked(whole.name):
        return _nests(whole, part)
    if whole.unit is None:
        return part.unit is None and _is_zone(whole) and part.place.level in ("village", "zone")
    if part.unit is None:
        return part.place.level in ("village", "zone")
    by_text = whole.unit.level == "region" and part.unit.level in ("prefecture", "county", "township")
    return by_text or inside(whole.unit, part.unit)


def _nests(whole: Named, part: Named) -> bool:
    """XX镇 can lie in XX县, and a village of any name in both."""
    return whole.place is not None and nests(whole.place, part.name)


def _moved(scene: Scene, places: Sequence[Named], index: int) -> Sequence[Named]:
    """甲乡划归乙市管辖, 由乙县划归丙市: the places that were made part of another; what the gazetteer has of today is not asked."""
    one, last = places[index], _before(scene, places, index)
    if last >= 0 and scene.text.endswith(("由", "从"), 0, scene.path_start(places[last])):
        last = _before(scene, places, last)
    if last < 0 or scene.leads_into(one) or not _MOVED.fullmatch(scene.blank(places[last].end, one.start)):
        return ()
    return [part for part in _row(scene, places, last) if _rank(part) >= max(_RANKS["county"], _rank(one))]


def _rank(one: Named) -> int:
    return _RANKS[(one.place.level if one.place is not None else None) or "zone"]


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


def _made_of(scene: Scene, places: Sequence[Named], index: int) -> Sequence[Named]:
    """Give the places of which a region or a zone is made up: 甲示范区由乙县、丙县组成, 乙县、丙县组成的甲示范区."""
    one = places[index]
    if one.unit is not None and one.unit.level != "region" and not one.unit.name.endswith(_WIDE):
        return ()
    if one.unit is None and not _is_zone(one):
        return ()
    following = _list_after(scene, places, index, _MADE_OF) or _list_after(scene, places, index, _HOLDS)
    wide = one.unit is not None or one.name.endswith(_WIDE)
    if following and (
        _MAKE_UP.match(scene.blanked, following[-1].end) or (wide and not _MADE_OF.match(scene.text, one.end))
    ):
        return following
    before = places[index - 1] if index else None
    if before is not None and _MADE_UP_OF_IT.fullmatch(scene.text, before.end, one.start):
        row = _row(scene, places, index - 1)
        return row if len(row) > 1 else ()
    return ()


def _list_after(scene: Scene, places: Sequence[Named], index: int, opening: re.Pattern[str]) -> Sequence[Named]:
    """Give the list of places, of each path the smallest, that follows a place and some words."""
    found = opening.match(scene.text, places[index].end)
    if found is None:
        return ()
    after = next((places[at] for at in range(index + 1, len(places)) if not scene.leads_into(places[at])), None)
    if after is None or scene.path_start(after) != found.end():
        return ()
    row, at = scene.rows[after.start]
    return [one for one in row[at:] if one.place is not None]


def _in_brackets(scene: Scene, places: Sequence[Named], index: int) -> Iterator[tuple[Named, Named]]:
    """甲市（乙县、丙县）, 丙镇（乙县）: give (part, whole) of what stands in brackets and the place before them."""
    one, inside = places[index], _list_after(scene, places, index, _BRACKET)
    if not inside or _BRACKET_END.match(scene.text, inside[-1].end) is None:
        return
    for other in inside:
        if _lies_in_known(other, one):
            yield other, one
        elif len(inside) == 1 and _lies_in_known(one, other):
            yield one, other


def _lies_in_known(part: Named, whole: Named) -> bool:
    """Say whether of two places beside brackets one lies in the other: as the gazetteer has it, or a village or zone in a unit."""
    if whole.unit is None and part.unit is None and is_masked(whole.name):
        return part.entity_id != whole.entity_id and _nests(whole, part)
    if whole.unit is None or part.place is None or whole.unit.level == "region":
        return False
    if part.unit is None:
        return part.place.level in ("village", "zone") and whole.unit.level in ("county", "township", "prefecture")
    return inside(whole.unit, part.unit)
