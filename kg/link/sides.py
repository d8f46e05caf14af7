"""The two sides of an agreement: whom a sentence names as a partner, and who stands across from it.

`kg.link.partners` asks for them and makes PARTNERS_WITH of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from kg.gazetteer import gazetteer
from kg.link.actors import subjects_of
from kg.link.again import taken_up
from kg.link.clauses import is_lower, listed_on, opens_unread
from kg.link.named import Named
from kg.link.scene import INITIATIVES, Actor, Scene, as_actor
from kg.link.sentences import clause_start
from kg.link.verbs import verbs

# 参与 and 给与, 共同 and 同步 are other words.
_AND = r"(?:(?<![参给])与|(?<![共协合不相伙陪随等如])同(?![时步样等志意比级期类质心])|会同|联合(?![会体])|携手)"
_HELP = r"(?:帮扶|支援|联动|援建|结对)"
_JOINS = ("与", "同", "联合", "携手", "帮扶", "支援", "援建", "结对")

# ---- whom the sentence names as a partner

# 通过“组团式”帮扶X医院, 对口支援X县, 联动X城市群: who is helped stands directly after the verb; 帮扶X县政策 helps nobody yet.
_HELPED = re.compile(rf"{_HELP}$")
_OF_HELP = re.compile(r"\w{0,2}(?:政策|措施|方案|意见|规划|机制)")
# 选派干部到甲县驻村帮扶.
_SENT = re.compile(r"(?:选派|调派|派出|派驻|抽调|选送)[^，；]{0,24}?[到赴至往]$")
_TO_HELP = re.compile(r"[和及等]?[\w、]{0,16}?(?:帮扶|支援|支教|支医)")
# 对接甲市开展干部互派.
_MEETS = re.compile(r"对接$")
_AGREED = re.compile(r"[、和及等]?[\w、]{0,12}?(?:签订|签署|签约|结对|互派|合作|协作)")
# 在甲市帮扶下; 加入某某联盟, 成为某某共建单位.
_UNDER_HELP = re.compile(r"的?(?:对口|结对|定点)?(?:帮扶|支援|支持|援助)下")
_JOINED = re.compile(r"(?:加入|参加|入列)了?$")
_ALLIANCE = re.compile(r"(?:联盟|联合体|共同体|合作组织)$")
_BECAME = re.compile(r"(?:成为|跻身|获批|当选)了?$")
_MEMBER = re.compile(r"\w{0,4}(?:共建|成员|理事|理事长|会员)单位")
# 深化与甲市的“A”活动.
_SHARED_ACT = re.compile(r"(?:深化|加强|推进|推动|拓展|巩固|密切|开展|办好|扩大)[与同和]$")
# 甲市与乙市、丙市与丁市结对: 丙市 is the first side of a pair of its own.
_OPENS_A_PAIR = re.compile(rf"(?:[与同]|\w{{0,8}}?{_HELP})□")

_OPENER = re.compile(rf"{_AND}|联手|^和")
# 与高校及甲大学材料学院、乙大学等单位: what may stand between 与 and a partner; what follows a partner's act is none.
_IN_LIST = re.compile(r"[^□]{0,16}(?:□+(?:[等的]\w{0,10}|\w{0,6})[、，和与及])*□*")
# 会同市疾控中心在甲县实施: where, and not with whom.
_WHERE = re.compile(r"[在赴](?:□+[、和与及])*□*$")
# 联合市教育局成立X指导中心: what is founded is no side of it.
_FOUNDED = re.compile(r"(?:成立|设立|组建|共建|创办|打造|建成|创建|建设)(?:(?![与同])\w){0,8}$")
SIDE_AFTER = re.compile(
    r"(?:、|和|与|及|等)?[\w“”、（）]{0,24}?(?:签订|签署|签约|签了|合作|共建|结对|结成|结为|协作|联合|协议|战略|共同|互派|互认|帮扶|支援|友好|联盟|协同|对接|融合|举办|主办|承办|协办|申办|合办|联办|发起|组建|合资|成立|设立|建立|开设|开办|创办|开发|打造|联动)"
)
_LEAGUE = re.compile(r"(?:主动|积极|先后|还|又|并|已|将|也)?(?:联合|携手|联手|会同)")


def is_partner(scene: Scene, one: Named, start: int, end: int) -> bool:
    """与甲市签订协议, 对口支援甲县, 加入甲联盟: a verb makes it a side, or 与 with an agreement behind."""
    if _OPENS_A_PAIR.match(scene.blanked, one.end) or _is_above(scene, one, start):
        return False
    closes = _list_end(scene, one)
    after = scene.text[closes : min(end, closes + 40)]
    opens = _list_start(scene, one)
    before = scene.text[max(start, opens - 40) : opens]
    if (
        (_HELPED.search(before) and not _OF_HELP.match(after))
        or (_MEETS.search(before) and _AGREED.match(after))
        or (before.endswith("在") and _UNDER_HELP.match(after))
    ):
        return True
    if _SENT.search(before) and _TO_HELP.match(after):
        return not is_lower(scene, one)
    if _SHARED_ACT.search(before) and any(
        other.start == closes + 1 and other.type in INITIATIVES for other in scene.named
    ):
        return after.startswith("的")
    if one.type == "ORG" and _BECAME.search(before) and _MEMBER.match(after):
        return True
    if one.type == "ORG" and _JOINED.search(before) and _ALLIANCE.search(one.name):
        return True
    return _is_with(scene, one, start, after)


def _is_with(scene: Scene, one: Named, start: int, after: str) -> bool:
    before = _clause_before(scene, one, start)
    if (
        not any(_IN_LIST.fullmatch(before, found.end()) for found in _OPENER.finditer(before))
        or scene.text[one.start - 1] == "的"  # 与乙局的京津冀协作
        or _WHERE.search(before)
        or _FOUNDED.search(before)
    ):
        return False
    agreed = SIDE_AFTER.match(after) or _LEAGUE.match(before) or re.search(r"签订|签署|签约|合作", after)
    return agreed is not None


def _clause_before(scene: Scene, one: Named, start: int) -> str:
    """Give what stands before a name in its clause, names blanked."""
    opens = _list_start(scene, one)
    return scene.blank(max(start, *(scene.blanked.rfind(mark, start, opens) + 1 for mark in "，；")), one.start)


# 与党中央保持一致 is no agreement.
_CENTRE = ("中共中央", "国务院")


def _is_above(scene: Scene, one: Named, start: int) -> bool:
    """The report's place and those around it are partners only directly behind 与 or 帮扶: 常州市与我市所在的陕西省."""
    if one.name in _CENTRE:
        return True
    above = one.unit is not None and any(unit.id == one.entity_id for unit in scene.home.chain)
    return above and not scene.text.endswith(_JOINS, start, _list_start(scene, one))


# ---- who stands across from it

_WITH = re.compile(_AND)
# 甲市与乙市, 甲市等地与我县乙镇, 甲市选派专家帮扶乙市: what stands between a first side and the list of its partners.
_DIRECTLY = re.compile(
    rf"(?:等\w{{0,6}}?)?(?:分别|先后|还|又|也|已|将|再)?(?:与|同|会同|联合|携手)(?:[我本][省市县区州旗])?|[^，；、]{{0,24}}?{_HELP}"
)
# 支持甲中学、乙三中同丙中学互派教师: 乙三中 was not found, 甲中学 is a first side all the same.
_AND_UNREAD = re.compile(r"[、和及](?P<unread>[\u4e00-\u9fff]{2,10}?)[与同]")
# 积极与, 加强与, 我市与, 一是与, 6月与: the first side is not said. Other words before 与 name a side that was not found.
_GOVERNS = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|[我本全该][省市县区州旗镇乡]|我们|[我本][局厅部委办院校]|上下|[在赴]\w{1,3}|[了是并年月日底初后来间时正先共]|高\w{2}|"
    # 组织省内院校与: some of the report's own, which have no name
    r"(?:[省市县区州旗]内|[省市县区州]属|全[省市县区州旗]|辖区|当地|有关|相关)的?[\u4e00-\u9fff]{0,4}(?:院校|高校|学校|医院|企业|单位|部门|乡镇|街道|园区|机构)|"
    r"促进|促成|助推|助力|鼓励|引导|增进|密切|扩大|实现|谋划|谋求|寻求|首次|多次|充分|有效|深度|紧密|务实|此外|目前|今年|去年|"
    + "|".join(map(re.escape, verbs("acting")))
    + ")$"
)
_LEADS = re.compile("牵头[，,]")


def sides_before(scene: Scene, one: Named, start: int) -> list[Actor]:
    """青岛市工信局会同市公安局: the body that stands directly before 与, 同 or 会同 is the first side, with those it is joined to."""
    opens = _list_start(scene, one)
    for other in reversed(scene.actors):
        if start <= other.start and other.end < opens:
            between = scene.text[other.end : opens]
            unread = _AND_UNREAD.fullmatch(between)
            if (
                _DIRECTLY.fullmatch(between)
                or (other.type == "ORG" and _WITH.match(between) and not re.search(r"[，；]", between))
                or (unread and not _GOVERNS.search(unread["unread"]))
            ):
                return with_those_before(scene, other, start)
    return []


def subjects_across(scene: Scene, one: Named, start: int) -> list[Actor]:
    """甲县深化协作，与乙市签订协议: the subjects of the sentence, else the report's place; 支持甲大学牵头，联合乙院组建: who leads."""
    before = _clause_before(scene, one, start)
    joins = _OPENER.search(before)
    if joins is not None:
        at = one.start - len(before) + joins.start()
        if any(other.end == at and other.type in INITIATIVES for other in scene.named):  # “甲”倡议同乙联盟对接
            return []
        if not _GOVERNS.search(before[: joins.start()]):
            return taken_up(scene, one.start - len(before), at)  # 该镇党委与甲大学签订协议
    opens = clause_start(scene.text, one.start, start)
    leads = [other for other in scene.actors if start <= other.start and _LEADS.fullmatch(scene.text, other.end, opens)]
    if leads:
        return [as_actor(leads[-1], "first side")]
    subjects = subjects_of(scene, one, start)
    if subjects:
        return subjects
    return [] if scene.home.nation is not None or opens_unread(scene, one, start) else scene.defaults


def subjects_at(scene: Scene, at: int) -> list[Actor]:
    """Give the subjects of the sentence for a clause that begins at a position and names nobody itself."""
    if not scene.actors:
        return []
    nobody = replace(scene.actors[0], mention=replace(scene.actors[0].mention, start=at, end=at, text=""))
    return subjects_of(scene, nobody, scene.sentence(at)[0])


def with_those_before(scene: Scene, last: Named, start: int) -> list[Actor]:
    """甲市与乙市、丙市与丁市: the list that ends in a first side, without the partner of the pair before it."""
    group = _list_before(scene, last)
    partners = [
        index for index, other in enumerate(group[:-1]) if scene.text.endswith(_JOINS, 0, scene.path_start(other))
    ]
    return [as_actor(other, "first side") for other in group[max(partners, default=-1) + 1 :]]


def respectively(scene: Scene, one: Named, sides: list[Actor], start: int) -> list[Actor]:
    """甲、乙分别与丙、丁结对: as many on one side as on the other, each with its own."""
    row, index = scene.rows[one.start]
    clause = re.split("[，；。]", scene.blanked[clause_start(scene.text, one.start, start) :], maxsplit=1)[0]
    return [sides[index]] if "分别" in clause and len(row) == len(sides) else sides


def _list_before(scene: Scene, last: Named) -> Sequence[Named]:
    """Give the list that ends in a name: 甲市、乙市和丙市."""
    row, index = scene.rows[last.start]
    return row[: index + 1]


_PARTS = 8  # a list goes on behind a comma so often


def _list_start(scene: Scene, one: Named) -> int:
    first = scene.rows[one.start][0][0]
    for _ in range(_PARTS):
        if (other := listed_on(scene, first)) is None:
            break
        first = scene.rows[other.start][0][0]
    return scene.path_start(first)


def _list_end(scene: Scene, one: Named) -> int:
    last = scene.rows[one.start][0][-1]
    for _ in range(_PARTS):
        if scene.text[last.end : last.end + 1] != "，":
            break
        at = bisect_left(scene.actors, last.end + 1, key=lambda other: other.start)
        following = next((other for other in scene.actors[at : at + 4] if not scene.leads_into(other)), None)
        if following is None or listed_on(scene, following) is not last:
            break
        last = scene.rows[following.start][0][-1]
    return last.end


# ---- who can be no partner of whom


def own_part(scene: Scene, one_id: str, other_id: str) -> bool:
    """全市…，联合市公安局; 全区…，结对帮扶大盛镇: a place makes no agreement with its own organ, nor with a part of itself."""
    return one_id in _wholes(scene, other_id) or other_id in _wholes(scene, one_id)


def _wholes(scene: Scene, entity_id: str) -> list[str]:
    """Give the places around a place, and whose organ a body is."""
    if entity_id == scene.home.place_id:
        return [unit.id for unit in scene.home.chain]
    one = next((one for one in scene.actors if one.entity_id == entity_id), None)
    if one is None:
        return []
    inside = [one.place.inside] if one.place is not None and one.place.inside is not None else []
    around = [unit.id for unit in gazetteer().path(one.unit)] if one.type == "PLACE" and one.unit is not None else []
    return [*around, *inside, *filter(None, [owner_id(one)])]


def of_one_unit(scene: Scene, one_id: str, other_id: str) -> bool:
    """Say whether two bodies are organs of one unit, which are no partners: 市总工会、市人社局."""
    owners = [
        next((owner_id(one) for one in scene.actors if one.entity_id == entity_id), None)
        for entity_id in (one_id, other_id)
    ]
    return owners[0] is not None and owners[0] == owners[1]


def is_elsewhere(scene: Scene, one: Named) -> bool:
    """Say whether a place lies outside the report's place and is not around it."""
    return (
        one.unit is not None
        and scene.home.unit is not None
        and not is_lower(scene, one)
        and all(unit.id != one.entity_id for unit in scene.home.chain)
    )


def owner_id(one: Named) -> str | None:
    """Give the id of the unit whose organ a body is."""
    return one.body.owner.id if one.body is not None and one.body.owner is not None else None
