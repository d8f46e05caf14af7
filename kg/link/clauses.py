"""How a clause opens: what may stand before a subject, what tells that it acts, and subjects that no mention covers."""

from __future__ import annotations

import re
from bisect import bisect_left

from kg.gazetteer import gazetteer
from kg.link.named import Named
from kg.link.scene import PREDICATE, Scene
from kg.link.sentences import clause_start
from kg.link.verbs import verbs

# What may stand between the members of one subject, and before a subject at the opening of its clause: the mark of an item of
# a list, then a word of time, or the verb of somebody above who lets it act (支持甲县实施“A”: 甲县 does it).
JOINED = re.compile(
    r"(?:、[我本][部厅局委办省市县区州](?=[、和与]))?(?:[、和与及]|以及|[要将须应可]?(?:联合|会同|携手))?"
)
OPENING = re.compile(
    r"(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、]|[①-⑳]|——|[•·●■◆])?\s*"
    r"(?:同时|此外|其中|如|像|例如|比如|特别是|尤其是|包括|如今|近年来|目前|当前|今年|去年|今年以来|全年|[上下]半年|年内|年底|下一步|下一阶段|接下来|今后|\d{4}年(?:以来)?|\w{1,2}年来|由|在|支持|推动|鼓励|指导|引导|督促|帮助|推进|促进|助推|助力|对口帮扶的|提请|报请|恳请|"
    r"自?\d{4}年\d{0,2}月?\d{0,2}日?起?|今年\d{0,2}月?|第?[一二三四五六七八九十]+(?:是|要|条)(?:支持|推动|鼓励|指导|引导|督促|帮助|推进|促进|由|在)?)?[【\[]?"
    # 我市沙洋县, 该县官垱镇, 革命老区京山市, 新成立的甲公司: whose or what it is
    r"(?:[我全本该][省市县区州旗镇乡](?:的|下辖的?|所辖的?)?|(?:隔壁|周边|邻近|相邻|兄弟)的|\w{0,6}(?:老区|大[省市县镇村]|强[省市县镇村]|名[城镇村]|县级市|企业|高校|试点[市县区镇村]|示范[市县区镇村]|重镇|[国省市县区]属\w{0,4})"
    r"|\w{2,8}(?:自贸试验区|自由贸易试验区|自贸区)|(?:新成立|新组建|下设|下辖|所辖|辖内|(?:位于|地处)\w{2,4})的?)?"
)


def is_subject(scene: Scene, first: Named, last: Named, start: int) -> bool:
    """A subject opens its clause, and an act or a comma stands after it, or after its short name in brackets."""
    text = scene.text
    opening = text[_opening_start(scene, first, start) : first.start]
    if not OPENING.fullmatch(opening) or (opening.endswith("在") and _is_away(scene, first)):
        return False
    end = end_of(scene, last)
    if _HELPS.match(text, end):
        return False
    if (called := _CALLED.match(text, end)) is not None:
        end = called.end()
    if (others := _AND_OTHERS.match(text, end)) is not None and ACT.match(text, others.end()) is not None:
        return True
    section = _SECTION.match(text, end) if last.type == "ORG" else None
    if section is not None and ACT.match(text, section.end()) is not None:
        return True
    joined = first is not last and ACT.match(text, first.end) is not None  # 甲局联合乙大学建设
    return joined or ACT.match(text, end) is not None or _at_the_name(scene, end)


def _opening_start(scene: Scene, first: Named, start: int) -> int:
    """Give where the clause of a subject begins; behind a name that somebody else does, 、 parts clauses too (甲县实施“A”、乙县实施“B”)."""
    begins = clause_start(scene.text, first.start, start)
    behind = scene.text[first.start - 1 : first.start] == "、" and any(
        one.end == first.start - 1 and one.type in PREDICATE for one in scene.named
    )
    if (lets := _LETS.search(scene.blanked, begins, first.start)) is not None:
        return lets.start("lets")
    guided = _GUIDED.search(scene.blanked, begins, first.start) is not None
    return first.start if behind or guided else begins


# 甲部指导、乙局主办“A”: 乙局 does it.
_GUIDED = re.compile(r"□(?:指导|支持|配合|协助)、$")
# 省厅支持甲县实施“A”: 甲县 does it.
_LETS = re.compile(r"□(?:大力|积极|全力|重点|还|将|要)?(?P<lets>支持|推动|鼓励|指导|引导|督促|帮助|助力)$")


# 甲县开发“A”小程序, 乙市红树林“B”贷: what is neither 的 nor a group of people stands between who opens the clause and the name.
_SHORT_ACT = re.compile(
    r"(?!要求|号召|强调|指出|明确|希望|部署|各|籍|委员|干部|党员|群众|学生|部分|有的|一些|少数)[\u4e00-\u9fff]{2,4}(?=□)"
)


def _at_the_name(scene: Scene, end: int) -> bool:
    found = _SHORT_ACT.match(scene.blanked, end)
    return (
        found is not None
        and "的" not in found.group()
        and any(one.start == found.end() and one.type in PREDICATE for one in scene.named)
    )


# 县委组织部干部监督室推行“A”: a section acts for its body.
_SECTION = re.compile(r"(?![^，。]{0,3}(?:在|对|向|为|把|将))[\u4e00-\u9fff]{2,5}(?:室|科|股|处)")
# 甲局牵头，乙局配合，举办“A”: who helps does not act.
_HELPS = re.compile(r"(?:等\w{0,4})?(?:(?:配合|参与|协同|协助|参加)[，；。）)]|(?:指导|支持|配合|协助)、)")
# 省教育厅有关负责人介绍，将实施“A”; 某市副市长：我们开展“A”: who speaks acts in the clauses without a subject.
SPEAKS = re.compile(
    r"(?:\w{0,8}(?:负责人|负责同志|发言人|厅长|局长|主任|部长|书记|处长)\w{0,3})?(?:介绍|表示|说|透露|指出)(?:说|道)?[，：:,]"
    r"|\w{0,8}(?:负责人|负责同志|发言人|厅长|局长|主任|部长|书记|处长|[省市县区州]长)(?:\s*\w{1,4})?[：:]"
)
# 莲花镇等8个乡镇组建, 甲区、乙县两地签署: the number of those that the names stand for.
_OTHERS = "乡镇|镇街|街道|县市区|县区|市县|部门|部委|委局|单位|企业|高校|村"
_AND_OTHERS = re.compile(
    rf"等(?:(?:\d+|[一二两三四五六七八九十]+)(?:[个家所地](?:{_OTHERS})?|{_OTHERS})|{_OTHERS})|[两三四五六七八九]地|[两三四五六七八九][市县区校方]"
)
_CALLED = re.compile(r"[（(](?:以下)?简称[^（()）]*[)）]")
# 某市2023年实施, 某局（2023年）印发, 某市“十四五”期间开展: when, between a subject and its act.
_WHEN = (
    r"(?:[（(]\d{4}年?[)）]|(?:自|从|于|在|截至|到)?(?:(?:\d{4}|[今去前明]|[近过]\w)年(?:以来)?)?(?:\d{1,2}月(?:份|\d{1,2}日)?|[年月][初底末中]|[上下]半年)?(?:以?来|起|开始)?"
    r"|“十[一二三四五六七]五”(?:时期|期间|以来)?)?"
)
# 市委要开展, but 市委要求…开展 says who asks, not who does; 应急 and 要素 begin nouns.
ACT = re.compile(
    "[】\\]]?"
    + _WHEN
    + "(?:[，：:]|在(?![建岗职编册列校读于])|要(?![求素点闻害领员])|应(?![急用届])|可(?![持靠再行])|"
    + "|".join(map(re.escape, verbs("acting")))
    # an adverb that no list has (随后印发, 创造性开展, 配套下发), but not who makes others do it
    + "|(?!要求|号召|强调|指出|明确|希望)[^，。；：、“”《》（）的]{1,3}(?<![院局部会校社所站厅馆司])(?:"
    + "|".join(map(re.escape, verbs("doing")))
    + "))"
)


# 镇水村党总支实施“A”, B区开展“B”: a body or a masked place that no mention covers did it, and not the report's place.
_UNREAD = re.compile(
    r"(?<![^，；。：！？\s）)、])(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、])?"
    r"(?P<who>[\w□]{0,18}?(?:党支部|党总支|党委|党组|党工委|妇联|总工会|侨联|残联|科协|文联|工商联|团委|纪委|商会|协会|基金会|学会|慈善会|研究会|联合会|(?<![布格全大结开当时战政])局|城管办|大气办|文明办|河长办|总队|支队|总站|街道办事处|(?:[市县区州镇]|□)[\u4e00-\u9fff]{2,6}学校|海关|边检站|博物[院馆]|医院|卫生院|小学|中学|大学|学院|职校|技校|集团|景区|旅游区|自贸片区|开发区|高新区|产业园|合作社|自治县\w{2,6}|□(?!在)\w{2,4}(?:社区|村)|药业|有限公司|(?<![\w□])(?:[省市县区州镇]\w{1,4}办|(?!农村|乡村|城镇|新村|示范|行政|中心|全|各|每)[\u4e00-\u9fff]{2,4}(?<![示范心政色丽级]村)[村乡镇]|\w{2,8}(?:工作部|工作处|司法所))"
    r"|(?<![\w□])[A-H甲乙丙丁某][县区市镇乡村])(?:的同志)?)"
    r"(?:[与同]|" + _WHEN + "(?:" + "|".join(map(re.escape, verbs("acting"))) + "))"
)
# 支持□□海关优化“A”: a body of which only the place was read.
_LETS_UNREAD = re.compile(
    r"(?:支持|推动|鼓励|引导|帮助|助力)□+(?!建设|推进|推动|实施|开展|发展|打造|做)[\u4e00-\u9fff]{0,4}?(?:海关|[医学法研书]院|博物[院馆]|银行|公司|集团|协会|商会|大学|中学)"
    r"(?:" + "|".join(map(re.escape, verbs("acting"))) + ")"
)
# 党工委推行“A”: the report's own.
_OWN = re.compile(r"(?:学校|公司|集团|校|院|局|厅|部)?(?:党委|党组|党工委)|党支部|党总支|管委会")
# 各村党支部, 指导…党委: no body of its own, or nobody who acts.
_NOBODY = re.compile(
    r"各|该|全[市县区省州]|我[市县区省]|所有|每个|多个|\d|基层|[指督引]导|推动|推进|实施|开展|组织|建立|成立|组建|支持|^[在向对为从把将以由让使]"
)


def opens_unread(scene: Scene, one: Named, start: int) -> bool:
    """Say whether before a name in its sentence a clause opens with a body that no mention covers."""
    found = _UNREAD.finditer(scene.blanked, start, one.start)
    if _LETS_UNREAD.search(scene.blanked, clause_start(scene.text, one.start, start), one.start) is not None:
        return True
    return any(not _OWN.fullmatch(other["who"]) and not _NOBODY.search(other["who"]) for other in found)


def pop_group(scene: Scene, before: list[Named]) -> list[Named]:
    """Take the last actor and all that is joined to it off a list, and give them; of a path only its smallest unit."""
    group: list[Named] = []
    while before and (
        not group
        or JOINED.fullmatch(scene.text[end_of(scene, before[-1]) : group[0].start])
        or listed_on(scene, group[0]) is before[-1]
    ):
        group.insert(0, before.pop())
    return [other for other in group if not scene.leads_into(other)]


def listed_on(scene: Scene, first: Named) -> Named | None:
    """Give the last of a list of places that goes on behind a comma with those of another province (甲省乙市、丙市，丁省戊市)."""
    start = scene.path_start(first)
    if scene.text[start - 1 : start] != "，" or (start == first.start and not scene.leads_into(first)):
        return None
    other = scene.actors[max(0, bisect_left(scene.actors, start, key=lambda one: one.start) - 1)]
    if other.end != start - 1 or other.type != "PLACE" or first.type != "PLACE":
        return None
    row = scene.rows[other.start][0]
    opens = scene.path_start(row[0])
    if scene.text.endswith("在", 0, opens) or (len(row) < 2 and not scene.text.endswith(("与", "同", "和"), 0, opens)):
        return None
    return other


# 润城镇（阳城县）: in brackets stands where it lies.
_IN_BRACKETS = re.compile(r"[（(]□+[)）]")


def end_of(scene: Scene, one: Named) -> int:
    """Give where a name ends with what stands in brackets behind it."""
    found = _IN_BRACKETS.match(scene.blanked, one.end)
    return found.end() if found else one.end


def is_in_brackets(scene: Scene, one: Named) -> bool:
    """Say whether a name stands in brackets behind another, and says only where that lies."""
    before, after = scene.blanked[max(0, one.start - 2) : one.start], scene.blanked[one.end : one.end + 1]
    return before in ("□（", "□(") and after in ("）", ")")


# 省农业科学院下属的茶叶研究所, 谷脚镇的产业园: the first says whose or where the second is.
_BELONGS = re.compile(r"(?:所属|直属|下属|所辖|旗下|辖下|(?:下设|下辖|管理|管辖|主管|主办|举办|境内|辖区)(?=的))?的?")


def belongs(between: str) -> bool:
    """Say whether what stands between two names makes the first an attribute of the second."""
    return bool(between) and _BELONGS.fullmatch(between) is not None


def attribute_start(scene: Scene, before: list[Named], first: Named) -> Named:
    """Give the name that opens the phrase of a subject, and take those before the subject in it off a list: 甲院所属的乙所."""
    while before and belongs(scene.text[before[-1].end : first.start]):
        first = before.pop()
        while before and before[-1].end == first.start:  # its path
            first = before.pop()
    return first


def _is_away(scene: Scene, other: Named) -> bool:
    """在北京、上海举办: a unit that is no part of the report's place is only where it is done."""
    return other.unit is not None and scene.home.unit is not None and not is_lower(scene, other)


def is_lower(scene: Scene, other: Named) -> bool:
    """Say whether a unit lies inside the report's place."""
    home = scene.home.unit
    return (
        home is not None
        and other.unit is not None
        and other.unit.id != home.id
        and gazetteer().contains(home, other.unit)
    )
