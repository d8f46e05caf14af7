"""What a body's own name tells of where it sits: the report's city in 广元市第一中学, the village in 甲子村党支部, the branch in 甲大学乙校区.

Input is a Scene and a linked body; output is (place id, rule) or None, for `kg.link.seats`.
"""

from __future__ import annotations

import re

from kg.gazetteer import Match, Unit, gazetteer
from kg.link.named import Named
from kg.link.names import plain
from kg.link.scene import Scene

Found = tuple[str, str] | None

# A delegation, a working group or a school on the net is not where its name says; nor is a university that bears the name of a district.
WANDERING = re.compile(r"(?:代表团|专班|工作组|小组|网络学院)$|离岸|飞地|海外|境外|异地")
UNIVERSITY = re.compile(r"大学$")
_ADMINISTRATIVE = ("prefecture", "county", "township", "province", "region")


def seat_by_name(scene: Scene, one: Named) -> Found:
    """What the name alone tells: a place of the report's own, else that of a branch, else a village that the passage names."""
    own, branch = _own_name(scene, one), _branch(scene, one)
    if own is not None and (village := _of_village(scene, one)) is not None:
        return village
    if branch is not None and (own is None or own[0] != branch.id):
        return branch.id, "branch at a place"
    return own or _of_village(scene, one)


def _own_name(scene: Scene, one: Named) -> Found:
    """The smallest unit in the body's name, when it lies in the report's place: 北京大学鄂尔多斯能源研究院 in Ordos's report."""
    home, body = scene.home.near, one.body
    if scene.home.nation is not None and body is not None and body.owner is not None:
        return body.owner.id, "organ of a place in a national text"
    if home is None or body is None or WANDERING.search(one.name):
        return None
    if (away := _STATIONED.search(plain(one.mention.text))) is not None:
        return _away(_CAPITALS.get(away["place"], away["place"]), home)
    if body.owner is not None:  # an organ of the report's own place needs no seat; one of a lower unit sits there
        if (away := _LIAISON.match(one.name)) is not None:
            return _away(away["place"], home)
        return (body.owner.id, "organ of a lower unit") if inside(home, body.owner) else None
    if (outpost := _OUTPOST_NAME.match(plain(one.mention.text))) is not None:
        there = gazetteer().resolve(outpost["there"], near=home).unit
        if there is not None and not inside(there, home) and there.id != home.id:
            return there.id, "place in the body's name"
    unit = _smallest(plain(one.mention.text), scene, home) or _in_brackets(one, home) or _venue(one, home)
    if unit is None or (unit.level == "county" and UNIVERSITY.search(one.name)):
        return None
    quoted = _QUOTED.match(one.mention.text) is not None and _DOTTED.match(one.mention.text) is None
    if quoted and not plain(one.mention.text).startswith(unit.name):
        return None  # in a name between quotes only 青岛市 is a place; 凉山 may be part of a phrase
    if inside(unit, home) and (
        _FACULTY.search(one.name) or (_OUTSIDE.search(one.name) and not _is_own(scene, one, home))
    ):
        return None
    return unit.id, "place in the body's name"


# 广元（上海）科创中心 stands in Shanghai.
_OUTPOST_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}[（(](?P<there>[\u4e00-\u9fff]{2,4})[)）](?!有限|股份|分公司|校区)")
_QUOTED = re.compile(r"[“‘「『\"']")
_DOTTED = re.compile(r"[“‘「『\"'][\u4e00-\u9fff]{2,8}[•·・‧]")
# 广元市驻京人才工作站 stands in Beijing.
_STATIONED = re.compile(
    r"驻(?P<place>[京沪津渝深穗蓉杭]|[\u4e00-\u9fff]{2,4}?)(?=人才|招商|招才|引才|工作|联络|办事|服务|科创|党)\w{0,10}(?:联络站|联络处|工作站|办事处|服务站|服务中心|代表处|科创中心)$"
)
_CAPITALS = {
    "京": "北京市", "沪": "上海市", "津": "天津市", "渝": "重庆市", "深": "深圳市", "穗": "广州市", "蓉": "成都市", "杭": "杭州市",
}  # fmt: skip
# 川北人才科创园（苍溪）
_PLACE_BEHIND = re.compile(r"(?<!大学)[（(](?P<there>[\u4e00-\u9fff]{2,8})[)）]$")
# 遵义会议纪念馆, 武汉市会议中心: what one visits or meets in stands where its name begins, in other places too.
_VENUE = re.compile(
    r"(?:纪念馆|博物馆|博物院|陈列馆|展览馆|科技馆|图书馆|美术馆|档案馆|规划馆|会议中心|会展中心|博览中心|体育馆|体育中心|大剧院|烈士陵园|故居|旧址|会址)$"
)
# A faculty of a provincial university may stand anywhere in the province.
_FACULTY = re.compile(r"大学.")
# In a county's report 甲省大学 is another's, unless the county founds it or keeps it, or praises it as a firm of its own.
_OUTSIDE = re.compile(
    r"(?:大学|学院|研究院|研究所|研究中心|科学院|农科院|林科院|规划院|设计院|实验室|中学|学校|医院|公司|集团|银行)$"
)
_FOUNDED = re.compile(r"(?:创办|创建|创设|组建|成立|建成|新建|筹建|建立|设立|建设|打造|挂牌)了?(?:[^，。；□]{1,8}的)?$")
_NAMED = re.compile(r"(?=[，。；！、）和与及]|以及|$)")
_KEPT = re.compile(r"(?:支持|推动|服务|保障|帮助)$")
_AS_KEPT = re.compile(r"[^，。；]{0,8}(?:建设|发展|创建|扩建|升格|更名)")
_BEGUN = re.compile(
    r"(?:正式|成功|顺利|全面)*(?:揭牌|挂牌|成立|启用|落成|投用|开学|获批|开工|奠基|竣工)(?=[，。；、！）]|以来|后|$)"
)
_FIRM = re.compile(r"(?:公司|集团|银行)$")
_PRAISED = re.compile(
    r"(?:成功|首次)?(?:上榜|成为|入选|入围|获评|荣获|获批|投产|上市|跻身|建成投产|实现(?:营收|产值|销售|税收)|被(?:认定|评|列))"
)
_CLAUSE_STARTS = ("", "，", "。", "；", "：", "\n", "、", "　", " ")


def _is_own(scene: Scene, one: Named, home: Unit) -> bool:
    """Say whether a passage shows that a body called after a larger place is of the report's own place.

    创办甲省乙学院, 甲省乙学院揭牌, 支持甲省大学、乙市学院建设, 市委党校（甲省乙学院）, 甲省乙公司上榜.
    """
    row, at = scene.rows.get(one.start, ([one], 0))
    before, after = scene.blanked[: row[0].start], scene.blanked
    if _BEGUN.match(after, row[-1].end) or (_FOUNDED.search(before) and _NAMED.match(scene.text, one.end)):
        return True
    if _KEPT.search(before) and _AS_KEPT.match(after, row[-1].end):
        return True
    if scene.text[one.start - 1 : one.start] in ("（", "("):
        organ = next((other for other in scene.named if other.end == one.start - 1 and other.body is not None), None)
        owner = organ.body.owner if organ is not None and organ.body is not None else None
        return owner is not None and gazetteer().contains(home, owner)
    opens = scene.text[max(0, row[0].start - 1) : row[0].start] in _CLAUSE_STARTS
    return opens and _FIRM.search(row[at].name) is not None and _PRAISED.match(after, row[-1].end) is not None


# 广元市人民政府北京联络处 stands in Beijing.
_LIAISON = re.compile(r".+(?:政府|市|省|县|区|州)(?:驻)?(?P<place>\w{2,8}?)(?:联络处|联络站|办事处)$")


def _in_brackets(one: Named, home: Unit) -> Unit | None:
    """川北人才科创园（苍溪）: the place of the report that stands in brackets behind a name."""
    behind = _PLACE_BEHIND.search(one.mention.text)
    unit = gazetteer().resolve(behind["there"], near=home).unit if behind is not None else None
    return unit if unit is not None and unit.level in _ADMINISTRATIVE and gazetteer().contains(home, unit) else None


def _venue(one: Named, home: Unit) -> Unit | None:
    """遵义会议纪念馆: the city or county with which the name of a place to visit begins."""
    name = plain(one.mention.text)
    first = next(iter(gazetteer().find(name)), None) if _VENUE.search(name) else None
    if first is None or first.start or first.weak:
        return None
    unit = gazetteer().resolve(first.text, near=home).unit
    known = unit is not None and unit.level in ("prefecture", "county") and not _is_no_place(first, unit, name)
    return unit if known else None


def _away(name: str, home: Unit) -> Found:
    unit = gazetteer().resolve(name, near=home).unit
    return (unit.id, "liaison office") if unit is not None else None


# 甲大学乙校区, 甲大学乙附属学校: what of a university or a hospital stands in another place and is called after it.
_BRANCH = re.compile(r"\w{0,8}(?:校区|院区|分校|附属\w{1,8})$")
_MOTHER = re.compile(r"(?:大学|学院|医院|中学)$")


def _branch(scene: Scene, one: Named) -> Unit | None:
    """The place in which a branch stands, wherever it lies: 四川甲大学苍溪校区 in Chengdu's report too."""
    name = plain(one.mention.text)
    if _BRANCH.search(name) is None:
        return None
    for match in reversed(gazetteer().find(name)):
        called_after = _MOTHER.search(name[: match.start]) and _BRANCH.fullmatch(name, match.end)
        unit = gazetteer().resolve(match.text, near=scene.home.near, year=scene.home.year).unit
        if called_after and not match.weak and unit is not None and unit.level in ("prefecture", "county"):
            return unit
    return None


def _of_village(scene: Scene, one: Named) -> Found:
    """甲子村党支部, 乙镇甲子村党支部 sit in 甲子村, which the passage names."""
    for place in scene.named:
        village = place.mention.text
        is_village = place.type == "PLACE" and place.unit is None and village.endswith(("村", "社区", "嘎查"))
        if is_village and village in one.mention.text and not one.mention.text.endswith(village):
            return place.entity_id, "village in the body's name"
    return None


def _smallest(name: str, scene: Scene, home: Unit) -> Unit | None:
    """The smallest unit in a name that lies in the report's place, is it, or (at the head of the name) holds it."""
    found, town, head = None, None, 0
    for match in gazetteer().find(name):
        unit = gazetteer().resolve(match.text, near=home, year=scene.home.year).unit
        if match.end == len(name) or unit is None or unit.level not in _ADMINISTRATIVE:
            continue
        if _is_no_place(match, unit, name) or (not _SITE.search(name) and _is_unnamed_street(unit, match.text, scene)):
            continue
        own = unit.id == home.id or inside(home, unit)
        if not own and not (match.start == head and inside(unit, home)):
            continue
        head = match.end
        if found is None or inside(found, unit):
            found, town = unit, _town(name, match.end, unit, scene)
    return town or found or _town(name, 0, home, scene) or _town_of_site(name, home)


def _is_no_place(match: Match, unit: Unit, name: str) -> bool:
    """岳麓山实验室 is named for a mountain and not for 岳麓区, 芙蓉实验室 for a flower, 东北石油大学 for a part of the country."""
    if unit.level == "region":
        return not match.text.endswith("区")
    short = match.text != unit.name
    return short and (
        name[match.end] in "山湖江河" or (unit.name.endswith("区") and name.startswith("实验室", match.end))
    )


# Memorials and bases are called after the town they stand in, without its 镇 or 街道.
_SITE = re.compile(r"(?:纪念馆|陈列馆|展览馆|史馆|博物馆|干部学院|教育基地|教学基地|旧址)$")


def _town_of_site(name: str, home: Unit) -> Unit | None:
    if home.level not in ("prefecture", "county") or not _SITE.search(name):
        return None
    for size in (3, 2):
        towns = [unit for unit in gazetteer().towns_by_stem(name[:size]) if gazetteer().contains(home, unit)]
        if len(towns) == 1:
            return towns[0]
    return None


# 陵江医院, 苍溪县陵江第二小学: what a town has, called after it without its 镇 or 街道.
_OF_TOWN = re.compile(
    r"(?!镇|乡|街道|[山湖江河路街桥])\w{0,6}?(?:医院|卫生院|服务中心|文化中心|小学|中学|学校|幼儿园|文化站|派出所|法庭|敬老院|图书馆)"
)
# Schools and hospitals of these names stand everywhere.
_NO_TOWN = frozenset("人民 中心 中医 实验 第一 建设 文化 民族 工业 青年 团结 胜利 幸福 育才 中山 长江 黄河".split())


def _town(name: str, start: int, area: Unit, scene: Scene) -> Unit | None:
    """The only township of an area after which a school or the like is called, where its name stands at `start`.

    In a whole prefecture the name must be that of no other township of the country.
    """
    if area.level == "township":
        area = gazetteer().get(area.parent) if area.parent else area
    for size in (3, 2):
        stem = name[start : start + size]
        if stem in _NO_TOWN or gazetteer().is_weak(stem) or _OF_TOWN.fullmatch(name, start + size) is None:
            continue
        all_towns = gazetteer().towns_by_stem(stem)
        towns = [unit for unit in all_towns if gazetteer().contains(area, unit)]
        if len(towns) == 1 and _is_unnamed_street(towns[0], stem, scene):
            continue
        if len(towns) == 1 and (area.level == "county" or (area.level == "prefecture" and len(all_towns) == 1)):
            return towns[0]
    return None


def _is_unnamed_street(unit: Unit, text: str, scene: Scene) -> bool:
    """Streets are called 朝阳 or 和平 as schools are: say whether neither a name nor the passage tells that it means the 街道."""
    return unit.name.endswith("街道") and text != unit.name and unit.name not in scene.text


def inside(outer: Unit, unit: Unit) -> bool:
    """Say whether a unit lies inside another."""
    return unit.id != outer.id and gazetteer().contains(outer, unit)
