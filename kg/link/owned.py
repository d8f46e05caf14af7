"""Bodies that belong to another body, as the text says: 甲集团旗下乙公司, 甲部（乙司）, 甲领导小组下设乙组, 甲站并入乙中心.

Input is a Scene; output are (part, whole, position, rule), which `kg.link.statements` turns into PART_OF. `full_names` gives the name in full of
what is called so only inside its owner (中国科学院下属的乙研究所, 甲局（乙处）).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

from kg.gazetteer import gazetteer
from kg.link.named import Named
from kg.link.names import plain
from kg.link.scene import Scene
from kg.text import Mention, Passage

# (part, whole, position, rule)
Owned = tuple[str, str, int, str]

_KIND = "各|全资|控股|参股|核心|龙头|骨干|重点|子公司|企业|单位|机构|品牌|院所|部门|事业单位"
# 甲集团旗下的乙公司, 甲局所属乙中心, 甲集团及其下属单位乙公司, 甲集团全资子公司乙公司
_OWNS = re.compile(
    r"[及和与]?其?(?:旗下|麾下|下属|附属|所属|所辖|管辖|直管|下辖|下设|内设|直属|辖有|辖)(?:拥有|设有|设立|有|了)?(?:\d+个|\w个)?(?:的|"
    + _KIND
    + r")*[—：]*"
    r"|[及和与]?其?的?(?:全资|控股|参股|核心|下属)*(?:子公司|分公司|孙公司)[—：]*"
)
# 甲领导小组，下设乙组; 甲公司注册资本五千万元，下设乙研究所: names blanked.
_UNDER = re.compile(
    r"(?:[^。；]{1,40})?，(?:现|共|还|并|其|目前|内部)?(?:下设|内设|下辖|分设|旗下(?=拥|有|□))(?:拥有|有|了|立)?(?:[\d两二三四五六七八九十]+个\w{1,6}[：:，]?(?:分别是|分别为|即)?)?"
)
_NO_SUBJECT = tuple("与和同在由向为对")
# 甲领导小组设立乙组, 甲大学新设乙学院: what is a part of who founds it.
_FOUNDS = re.compile(
    r"(?:还|又|已|并|率先|先后|正式|专门|统一|相应|新|分别)*(?:设立|成立|组建|新设|增设|设有|分设|设置|建立|开设|设)(?:了|有)?(?:[\d两二三四五六七八九十]+个)?(?:的)?"
)
_STEERING = re.compile(
    r"(?:领导小组|工作组|协调小组|指挥部|委员会|专委会|分委会|分标委|标委|联席会议|专班|组委会|筹委会|联盟|协会|学会|联合会|商会)$"
)
_GROUP = re.compile(r"(?:组|专班|办公室|分会|委员会|专委会|分委会|秘书处|工作部|分队|咨询会|专业委)$")
_INSTITUTION = re.compile(r"(?:大学|学院|学校|研究院|科学院|医院|公司|集团|银行|企业|厂)$")
_SUBUNIT = re.compile(
    r"(?:学院|系|学部|书院|研究所|分公司|子公司|分行|支行|分院|分校|分部|分中心|事业部|分厂|营业部|校区|院区|附属\w{2,6}|机关党委|党总支|党支部|临时党支部)$"
)
_JOINTLY = re.compile(r"(?:[、和与同及暨]|联合|携手|会同|在|支持|建议|依托)$")
# 甲公司在乙县设有丙分公司: names blanked.
_FOUNDS_AT = re.compile(
    r"，?(?:已|还|并|先后|分别|相继|目前)*在[□、和及]+(?:等地|两地|等\w地)?(?:分别|先后)?(?:设有|设立|成立|开设|建有|建立|组建|布局|设)(?:了|有)?"
)
_BRANCH = re.compile(
    r"(?:分公司|子公司|分行|支行|分院|分校|分部|分中心|分厂|分局|分所|营业部|办事处|校区|院区|事业部)$"
)
# 乙公司隶属甲集团; 甲站整体并入乙中心; 甲所划归乙局管理
_OWNED_BY = re.compile(
    r"，?(?:是|为|系)?(?:现|均|都|行政上)?(?:隶属|从属|归属|挂靠|附属)(?:于|在)?"
    r"|(?:等\w{0,6})?(?:[于自]?\d{4}年(?:\d{1,2}月)?)?(?:被|已|将|正式|整体|整建制|成建制|全部|一并|撤销|后|并)*"
    r"(?:并入|划归|划入|划转[至到给]|转隶[至到于]?|归并[至到]|合并[至到]|归入)(?:到|至|于)?"
)
# 乙公司（甲集团子公司）, 乙公司是甲集团的全资子公司, 乙中心作为甲局的直属单位
_IS = re.compile(r"，?(?:是|为|系|作为)|[（(]")
_OWNED = re.compile(
    r"的?(?:旗下|下属|所属|直属|下设|下辖|内设|派出)的?\w{0,8}?(?:公司|企业|单位|机构|品牌|部门|院所|中心)"
    r"|的?(?:全资|控股|核心|二级|重要)*(?:子公司|分公司|分支机构|派出机构|组成部门|二级学院|二级单位|内设机构|下级单位)"
)
_ITEM = re.compile(r"[、和与及]|以及")
# 国家甲局（乙司）, 甲局（乙处、丙处）
_DEPARTMENT = re.compile(r"(?<!公)(?:司|处|科|股|室|分技术委员会|分委会|分标委|专业委员会|专委会|工作组|专家组)$")
_OFFICE = re.compile(r"(?:办公室|办事处)$")
_IN_BRACKET = re.compile(r"[（(](?:含|内设|下设|具体由|由)?")
_BRACKET_END = re.compile(r"(?:[^（()），。；□]{0,8})[）)]")
# 该组织农业委员会, 在该分委会下成立乙组, 本集团所属乙公司: how a body is called again.
_AGAIN = re.compile(
    r"(?:该|本(?=组织|联盟|协会|学会))(?P<kind>领导小组|指挥部|分委会|专委会|委员会|组织|集团|公司|企业|大学|学院|学校|研究院|中心|协会|学会|联盟|医院|银行|[局厅部院校所司委办会])"
    r"(?:的|下)?(?:(?P<own>旗下|下属|所属|直属|下设|内设|所辖)|设立|成立|组建|新设|增设|设有)?(?:的|了|有)?$"
)
_SAME_KIND = {
    "分委会": "委员会",
    "专委会": "委员会",
    "校": "大学 学校 学院 中学 小学",
    "企业": "公司 集团",
    "公司": "公司 集团",
}
_LONGEST_AGAIN = 14


def body_parts(scene: Scene) -> Iterator[Owned]:
    """Give (part, whole, position, rule) for the bodies of a passage: of two neighbouring ones one is said to be the other's."""
    owner: Named | None = None  # of the list that is being read
    rule = ""
    bodies = [one for one in scene.named if one.type == "ORG" and not scene.in_lead_line(one)]
    for index, (first, second) in enumerate(pairwise(bodies)):
        between = scene.text[first.end : second.start]
        if owner is None or not _ITEM.fullmatch(between):
            owner, rule = _owner(scene, bodies, index)
        if owner is not None:
            yield second.entity_id, owner.entity_id, second.start, rule
        elif _OWNED_BY.fullmatch(between):
            whole = _end_of_chain(scene, bodies, index + 1)
            for part in _list_before(scene, bodies, index):
                yield part.entity_id, whole.entity_id, part.start, "body of a body"
        elif _IS.fullmatch(between) and _OWNED.match(scene.text, second.end):
            yield first.entity_id, second.entity_id, first.start, "body of a body"
    ours: Named | None = None  # who 我部 is, while its departments are read
    for index, one in enumerate(bodies):
        if (again := _named_again(scene.text, bodies, index)) is not None:
            yield one.entity_id, again.entity_id, one.start, "body of a body that is named again"
        if _OUR.search(scene.text, max(0, one.start - 3), one.start):
            ours = next((other for other in bodies if other.name != one.name and one.name.startswith(other.name)), None)
        elif ours is not None and not _ITEM.fullmatch(scene.text, bodies[index - 1].end, one.start):
            ours = None
        if ours is not None and one.name.startswith(ours.name) and one.name != ours.name:
            yield one.entity_id, ours.entity_id, one.start, "department in brackets"


def _owner(scene: Scene, bodies: Sequence[Named], index: int) -> tuple[Named | None, str]:
    """Give the first of two neighbouring bodies, and the rule, where the text says that the second is its own."""
    first, second = bodies[index], bodies[index + 1]
    between, before = scene.text[first.end : second.start], scene.text[: first.start]
    if _OWNS.fullmatch(between):
        return first, "body of a body"
    if scene.sentence(first.start) != scene.sentence(second.start) or before.endswith(_NO_SUBJECT):
        return (first, "department in brackets") if _bracketed(scene.text, first, second, bodies, index) else (None, "")
    if _bracketed(scene.text, first, second, bodies, index):
        return first, "department in brackets"
    blanked = scene.blank(first.end, second.start)
    if _UNDER.fullmatch(blanked):
        return first, "body under another"
    if _FOUNDS.fullmatch(between) and not _JOINTLY.search(before) and _is_sub(first, second):
        return first, "body founded by its whole"
    if _FOUNDS_AT.fullmatch(blanked) and _BRANCH.search(plain(second.mention.text)) and not _JOINTLY.search(before):
        return first, "branch of a body at a place"
    return None, ""


def _is_sub(first: Named, second: Named) -> bool:
    whole, part = plain(first.mention.text), plain(second.mention.text)
    steering = _STEERING.search(whole) is not None and _GROUP.search(part) is not None
    return steering or (_INSTITUTION.search(whole) is not None and _SUBUNIT.search(part) is not None)


def _bracketed(
    text: str, first: Named | Mention, second: Named | Mention, bodies: Sequence[Named | Mention], index: int
) -> bool:
    """国家甲局（乙司、丙司）: departments in brackets behind the body they are of."""
    if not _IN_BRACKET.fullmatch(text[first.end : second.start]):
        return False
    last, names = second, [_text(second)]
    for other in bodies[index + 2 :]:
        if not _ITEM.fullmatch(text[last.end : other.start]):
            break
        last = other
        names.append(_text(other))
    closed = _BRACKET_END.match(text, last.end) is not None
    return closed and all(_DEPARTMENT.search(name) and not _OFFICE.search(name) and _is_bare(name) for name in names)


def _text(one: Named | Mention) -> str:
    return plain(one.mention.text if isinstance(one, Named) else one.text)


# 市粮食局, 国家某局: these have a place or a level of their own.
_OWN_LEVEL = re.compile(r"(?:国家|全国|中国|中央|中共|[省市县区州旗](?![场政域]))")


def _is_bare(name: str) -> bool:
    """Say whether the name of a department tells by itself of what place or level it is."""
    return _OWN_LEVEL.match(name) is None and not any(
        match.start == 0 and not match.weak for match in gazetteer().find(name)
    )


def _end_of_chain(scene: Scene, bodies: Sequence[Named], index: int) -> Named:
    """并入市农业农村局所属的甲中心: the last of bodies of which each is the next one's owner."""
    while index + 1 < len(bodies) and _OWNS.fullmatch(scene.text, bodies[index].end, bodies[index + 1].start):
        index += 1
    return bodies[index]


def _list_before(scene: Scene, bodies: Sequence[Named], index: int) -> Sequence[Named]:
    """甲站、乙站并入丙中心: the list that ends in a body."""
    first = index
    while first and _ITEM.fullmatch(scene.text, bodies[first - 1].end, bodies[first].start):
        first -= 1
    return bodies[first : index + 1]


def _named_again(text: str, bodies: Sequence[Named], index: int) -> Named | None:
    """该组织农业委员会: give the body that is called again before one that is its part."""
    again, name = _again(text, bodies[index]), _text(bodies[index])
    sub = _GROUP.search(name) or _SUBUNIT.search(name) or _DEPARTMENT.search(name)
    return _called_again(text, bodies, index) if again is not None and (again["own"] or sub) else None


def _again(text: str, one: Named | Mention) -> re.Match[str] | None:
    return _AGAIN.search(text, max(0, one.start - _LONGEST_AGAIN), one.start)


_Body = TypeVar("_Body", Named, Mention)


def _called_again(text: str, bodies: Sequence[_Body], index: int) -> _Body | None:
    """Give the last body before another that is of the kind by which the words before this one call it again.

    本组织 may be called by its name only later in a speech.
    """
    again = _again(text, bodies[index])
    if again is None:
        return None
    ends = tuple(_SAME_KIND.get(again["kind"], again["kind"]).split())
    before = next((other for other in reversed(bodies[:index]) if _text(other).endswith(ends)), None)
    if before is not None or text[again.start()] == "该":
        return before
    return next((other for other in bodies[index + 1 :] if _text(other).endswith(ends)), None)


# What is called so only inside its owner: 中国科学院下属的乙研究所, 甲银行所辖的乙市分行, 甲部（乙司）, 该组织农业委员会.
_OF_BRANCHES = re.compile(r"(?:分行|支行)$")
_OF_ACADEMY = re.compile(r"(?:研究所|研究院|学院|系)$")
_ACADEMY = re.compile(r"(?:科学院|大学|学院|研究院)$")
_OF_ORGAN = re.compile(r"(?<!公)[司处科股]$")
_OF_COMMITTEE = re.compile(r"(?:委员会|分委会|专委会|(?<!公)[司处科])$")
_ORGAN = re.compile(r"[部委局署厅院]$")
# 我部, 本局: who that is the report's title says, or nothing.
_OWN = ("我", "本", "该")


def full_names(
    passages: Sequence[Passage], mentions: Sequence[Sequence[Mention]], known: Mapping[str, str]
) -> dict[str, str]:
    """Map `ORG` and the name of what is called so only inside its owner to its name in full; `known` are such names of other bodies.

    A name that two bodies of the report bear is left as it is.
    """
    found: dict[str, set[str]] = {}
    for passage, some in zip(passages, mentions, strict=True):
        bodies = [mention for mention in some if mention.type == "ORG"]
        for part, whole in (*_inner_bodies(passage.text, bodies), *_our_departments(passage.text, bodies, known)):
            full = known.get(f"ORG {whole}", whole)
            if not full.startswith(_OWN) and not part.startswith(full):
                found.setdefault(part, set()).add(full + part)
    return {f"ORG {name}": next(iter(full)) for name, full in found.items() if len(full) == 1}


def _inner_bodies(text: str, bodies: Sequence[Mention]) -> Iterator[tuple[str, str]]:
    """Give the names (part, whole) of bodies that are called so only inside their whole."""
    owner: Mention | None = None  # of the list that is being read
    bracket = False
    for index, (first, second) in enumerate(pairwise(bodies)):
        between = text[first.end : second.start]
        if owner is None or not _ITEM.fullmatch(between):
            bracket = _bracketed(text, first, second, bodies, index)
            owned = bracket or _OWNS.fullmatch(between) or _FOUNDS.fullmatch(between)
            owner = first if owned else None
        if owner is not None and (bracket or _is_inner(plain(owner.text), plain(second.text))):
            yield plain(second.text), plain(owner.text)
    for index, one in enumerate(bodies):
        whole = _called_again(text, bodies, index)
        if whole is not None and _OF_COMMITTEE.search(plain(one.text)) and _is_bare(plain(one.text)):
            yield plain(one.text), plain(whole.text)


# 报我厅（村镇建设处）: 我厅 is no name, but who writes is, or the only body of its kind that the passage names.
_OUR = re.compile(r"我(?P<kind>[部厅局委署院办])[（(]$")


def _our_departments(text: str, bodies: Sequence[Mention], known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    whole, end = "", -1
    for one in bodies:
        our = _OUR.search(text, max(0, one.start - 3), one.start)
        if our is not None:
            alike = {plain(other.text) for other in bodies if plain(other.text).endswith(our["kind"])}
            writes = known.get(f"ORG 我{our['kind']}")
            whole = writes or (next(iter(alike)) if len(alike) == 1 else "")
        elif not whole or not _ITEM.fullmatch(text, end, one.start):
            whole = ""
        end = one.end
        name = plain(one.text)
        if whole and _OF_ORGAN.search(name) and _is_bare(name):
            yield name, whole


def _is_inner(whole: str, part: str) -> bool:
    """Say whether a part takes the name of its whole before its own: 中国科学院|乙研究所, 甲银行|乙市分行, 甲局|乙处."""
    if _OF_BRANCHES.search(part):
        return whole.endswith("银行") and "银行" not in part
    if re.match(r"国家|全国|中国|中央|[省市县]", part):
        return False
    if _OF_ACADEMY.search(part):
        return _ACADEMY.search(whole) is not None
    return _OF_ORGAN.search(part) is not None and _ORGAN.search(whole) is not None and _is_bare(part)
