"""Where bodies sit: LOCATED_IN, from what the sentence says or from the place in a body's own name (`kg.link.called_after`).

在北京成立X, 甲县设立X, 位于甲县乙镇的X, X落户北海.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.gazetteer import gazetteer
from kg.link.called_after import UNIVERSITY, WANDERING, Found, inside, seat_by_name
from kg.link.named import Named
from kg.link.scene import Assertion, Scene

# 在北京成立X, 在上海市设立X: what may stand between the place and the body.
_FOUNDED_AT = re.compile(
    r"(?:率先|先后|正式|联合|共同)?(?:成立|设立|建立|组建|建成|建设|新建|创办|挂牌|开设|布局|共建|创建|打造|设有|建有|兴建|开办|落成)\w{0,8}$"
)
# 甲县设立X: what a place founds by itself stands in it; what it founds with others or is asked to found, a working group or an outpost need not.
_FOUNDED_BY = re.compile(r"(?:率先|先后|正式|专门)?(?:成立|设立|建立|组建|建成|创办|开设)了?(?:\w{0,4}(?:首个|首家))?$")
# 甲科技城正在推进X、Y等项目建设
_PUSHES = re.compile(
    r"(?:正在|正|加快|全力|着力|扎实|有序|全面|积极|持续)*(?:推进|推动|启动|谋划|规划)(?:□[^，。；]{0,40}[、和与及])?"
)
_IS_BUILT = re.compile(r"[^，。；]{0,60}建设")
_NOT_ALONE = re.compile(r"(?:与|和|同|及|暨|联合|携手|会同|、|建议|请求|恳请|希望)$")
_OUTPOST = re.compile(r"驻|联络站|联络处|联络点")
# 位于甲县乙镇的X
_STANDS_AT = re.compile(r"(?:位于|坐落于|坐落在|地处|设在|建在|落户|落户于)$")
# X、Y等平台落户北海: what may stand between the body and the place, names blanked; □ at the end is the upper part of its path.
_SETTLED = re.compile(
    r"[、和与及□]*(?:等\w{0,10})?(?:[^，。；□]{0,20}，(?:其|新)?(?:院区|校区|园区|厂区|馆址|院址|校址|所址|新址)|，?(?:其|新)?(?:总部|本部|主校区)?)"
    r"，?(?:相继|先后|正式|成功|整体|顺利|签约|最终|已)*"
    r"(?:落户于?|落地于?|坐落于?|坐落在|位于|地处|设在|建在|入驻|扎根于?|选址于?|落子|迁至|迁入|搬迁至)[□、]*"
)
# X在甲县揭牌.
_OPENS_AT = re.compile(r"(?:正式|顺利|今年|近日|今天|日前)*在□*")
# 建成乙试验站 says what was built and not where who built it sits.
_OPENED = re.compile(
    r"(?:正式|顺利|全面|建成)*(?:揭牌|挂牌|成立|启用|落成|投用|投运|开业|开馆|开园|建成|竣工|运营|投入使用|投入运行|投入运营)"
    r"(?:并?(?:成立|投用|投运|运营|开业|启用|投入使用|投入运营|运行|招生|成功))?(?=[，。；、！）\s]|以来|后|$)"
)
# 甲园区的乙中心建成; 甲镇的乙医院: what a small place has stands in it; of a county's the text says that it was opened.
_SMALL = ("village", "township", "zone")
_FACILITY = re.compile(
    r"(?:馆|中心|站|基地|学校|小学|中学|幼儿园|医院|卫生院|卫生室|驿站|厂|合作社|党委|党总支|党支部|公司|工坊|书院|敬老院|法庭|派出所|工作室|服务队|研究所)$"
)
_HELPED = re.compile(r"(?:帮扶|帮助|支援|援助|结对|联系|对接|派驻|驻|赴|前往|到访|服务)$")
# 在甲镇，乙服务队常年上门: what works in the place that opens the sentence.
_LOCAL = re.compile(r"(?:服务队|志愿队|驿站|工作室|合作社|党支部|党总支|服务站|工作站|工坊|学堂|讲习所|书屋|食堂)$")
_OPENS_CLAUSE = re.compile(r"(?:^|[。；！？\n])\s*(?:如今|近日)?，?在$")
# The name of a product or a project is no body's, whoever took it for one.
_NO_BODY = re.compile(r"(?:产品|商品|特产|品种|系列|产业|项目|系统|软件|课程|专业|技术)$")


def seats(scene: Scene) -> Iterator[Assertion]:
    """Give LOCATED_IN for every body of a passage whose place the text shows, to the smallest unit."""
    for one in scene.named:
        if one.type != "ORG" or one.body is None or scene.in_lead_line(one) or _NO_BODY.search(one.name):
            continue
        start, end = scene.sentence(one.start)
        found = _better(_said(scene, one, start, end), seat_by_name(scene, one))
        if found is not None:
            place_id, rule = found
            yield Assertion(
                subject_id=one.entity_id, predicate="LOCATED_IN", object_id=place_id, start=start, end=end, by=rule
            )  # fmt: skip


def _said(scene: Scene, one: Named, start: int, end: int) -> Found:
    for place in scene.named:
        if place.type != "PLACE" or not (start <= place.start and place.end <= end):
            continue
        if place.end <= one.start:
            between = scene.text[place.end : scene.siblings_start(one)]
            if not between and place.end == one.start and _level(place) in _SMALL:
                return place.entity_id, "place directly before a body"
            if (rule := _said_before(scene, place, one, between)) is not None:
                return place.entity_id, rule
        elif not scene.leads_into(place):
            between = scene.blank(one.end, place.start)
            opened = _OPENS_AT.fullmatch(between) and _OPENED.match(scene.text, place.end)
            if opened or _SETTLED.fullmatch(between):
                return place.entity_id, "settled at a place"
    return None


def _said_before(scene: Scene, place: Named, one: Named, between: str) -> str | None:
    """Give the rule by which the place before a body is said to be its seat: 在北京成立X, 位于甲县乙镇的X, 甲县设立X."""
    before = scene.text[: scene.path_start(place)]
    if before.endswith(("在", "赴")) and _FOUNDED_AT.fullmatch(between.replace("、", "")):
        return "founded at a place"
    if between == "的" and _STANDS_AT.search(before):
        return "stands at a place"
    owned = one.body is not None and one.body.owner is not None
    if between == "的" and not owned and not WANDERING.search(one.name) and _is_had(scene, place, one):
        return "body of a place that has it"
    if between == "，" and not owned and _level(place) in ("village", "township") and _LOCAL.search(one.name):
        return "works in the place that opens the sentence" if _OPENS_CLAUSE.search(before) else None
    founded = _FOUNDED_BY.fullmatch(between) is not None and _NOT_ALONE.search(before) is None
    stays = not (WANDERING.search(one.name) or _OUTPOST.search(one.name))
    is_unit = place.unit is not None and place.unit.level != "region"
    if owned or not stays:
        return None
    if _PUSHES.fullmatch(scene.blank(place.end, one.start)) and _IS_BUILT.match(scene.text, one.end):
        return None if UNIVERSITY.search(one.name) else "built by a place"
    return "founded by a place" if founded and is_unit else None


def _level(place: Named) -> str | None:
    return place.place.level if place.place is not None else None


def _is_had(scene: Scene, place: Named, one: Named) -> bool:
    """甲园区的乙中心, 甲县的乙中心建成投用: say whether a body stands in the place whose it is."""
    home = scene.home.near
    opened = _OPENED.match(scene.text, one.end) is not None
    if _level(place) in _SMALL:
        helped = _HELPED.search(scene.text[: scene.path_start(place)]) is not None
        return opened or (not helped and _FACILITY.search(one.name) is not None and not _OUTPOST.search(one.name))
    return opened and place.unit is not None and home is not None and inside(home, place.unit)


def _better(said: Found, own: Found) -> Found:
    """Prefer what the sentence says, unless the name holds a smaller unit inside it: X县馆 that settled in its province."""
    if said is None or own is None or said[0] == own[0]:
        return said or own
    ids = gazetteer().get
    smaller = "@" not in said[0] + own[0] and inside(ids(said[0]), ids(own[0]))
    return own if smaller else said
