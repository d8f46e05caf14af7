"""Relation rules: what the passage asserts of the things it names.

Input is a Scene, one passage with its linked mentions; output are Assertions with the name of the rule that made them, which
`kg.link.report` turns into Statements. The usual actor is the report's own place; a nearer one in the text goes before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.link.actors import actors_of
from kg.link.clauses import is_subject
from kg.link.leads import lead_units
from kg.link.named import Named
from kg.link.negations import is_denied, is_undone_before, is_undone_behind
from kg.link.owned import body_parts
from kg.link.owners import has_owner
from kg.link.parents import parents
from kg.link.partners import partners
from kg.link.regions import place_parts
from kg.link.scene import INITIATIVES, PREDICATE, Assertion, Scene
from kg.link.seats import seats
from kg.link.sentences import clause_start, year_before, year_of_list
from kg.link.verbs import verbs


def assertions(scene: Scene) -> list[Assertion]:
    """Give what a passage asserts, each triple once, in the order of the text."""
    found: dict[tuple[str, str, str], Assertion] = {}
    for rule in (_initiatives, _partners, _parts, seats):
        for one in rule(scene):
            if one.subject_id != one.object_id:
                found.setdefault((one.subject_id, one.predicate, one.object_id), one)
    return sorted(found.values(), key=lambda one: (one.start, one.subject_id, one.predicate, one.object_id))


def _initiatives(scene: Scene) -> Iterator[Assertion]:
    leads = lead_units(scene)
    for one in scene.named:
        if one.type not in INITIATIVES:
            continue
        start, end = scene.sentence(one.start)
        rule = _policy_rule(scene, one) if one.type == "POLICY" else _mere(scene, one)
        if rule is None:
            continue
        year = _year(scene, one, start) or year_of_list(scene.blanked, start)
        # Who leads what a paper asks for has not issued the paper.
        for actor in actors_of(scene, one, leads if one.type != "POLICY" else {}):
            yield Assertion(
                subject_id=actor.entity_id, predicate=PREDICATE[one.type], object_id=one.entity_id,
                start=start, end=end, by=f"{rule}, {actor.by}", year=year,
            )  # fmt: skip


def _partners(scene: Scene) -> Iterator[Assertion]:
    for one in partners(scene):
        yield one if one.year is not None else replace(one, year=year_of_list(scene.blanked, one.start))


# 抓好“甲”计划，2021年启动以来扶持四百人
_SINCE = re.compile(
    r"(?:工作|建设)?，(?:自|从)?((?:19|20)\d{2})年(?:\d{1,2}月)?(?:启动|实施|推行|开展|创办|设立|推出)(?:以来|至今|，)"
)


def _year(scene: Scene, one: Named, start: int) -> int | None:
    """Give the year before a name; one that stands behind another subject (甲县2019年启动“A”，乙县启动“B”) is that one's alone."""
    as_of = scene.home.year
    year = year_before(scene.blanked, start, one.start, as_of)
    if year is None:
        since = _SINCE.match(scene.blanked, one.end)
        return int(since[1]) if since else None
    before = [other for other in scene.actors if start <= other.start and other.end <= one.start]
    subjects = [other for other in before if is_subject(scene, other, other, start)]
    if len(subjects) < 2:
        return year
    floor = clause_start(scene.text, subjects[-1].start, start)
    own = year_before(scene.blanked, floor, one.start, as_of)
    return own or year_before(scene.blanked, start, subjects[0].start, as_of)


def _policy_rule(scene: Scene, one: Named) -> str | None:
    """A paper needs a making verb nearer than a citing one; the verb may follow the title."""
    start, end = scene.sentence(one.start)
    before = scene.blank(start, scene.siblings_start(one))
    if is_undone_before(before) or _NOT_IT.match(scene.blank(one.end, end)):
        return None
    if _IN_SPIRIT.search(before) and _SPIRIT.match(scene.blank(one.end, end)):
        return None
    if scene.text[one.start] == "《" and _CARRIED_OUT.search(before):
        return None
    making = max((before.rfind(verb) + len(verb) for verb in verbs("making") if verb in before), default=-1)
    citing = max((before.rfind(verb) + len(verb) for verb in verbs("citing") if verb in before), default=-1)
    if making >= max(citing, 0):  # 制定落实 counts as making
        return "making verb before a paper"
    if _DRAWN_UP.match(scene.blank(one.end, end)):
        return "making verb after a paper"
    if citing < 0 and _MADE.match(scene.blank(one.end, end)):
        return "making verb after a paper"
    if citing < 0 and _ROW.search(scene.blank(start, one.end)) and _ROW_MADE.search(scene.blank(one.end, end)):
        return "row of papers from one to the next"
    if making < 0 and citing < 0 and not scene.text[one.start : one.end].startswith("《"):
        return "measures without a verb"
    return None


# 结合实施《A》: the paper is carried out.
_CARRIED_OUT = re.compile(r"(?<!制定)(?<!制订)(?<!出台)(?<!印发)(?<!颁布)(?<!发布)(?<!修订)(?<!并)实施$")
# 为贯彻落实省委工作部署和《A》精神，现制定…: the paper is cited.
_IN_SPIRIT = re.compile(r"(?:贯彻|落实|根据|按照|依据|遵照)[^。；]*$")
_SPIRIT = re.compile(r"(?:[、和与及]?□)*(?:等(?:文件)?)?(?:的)?(?:精神|要求|规定|部署|有关规定|相关规定)")
# 《A》同时废止; 《A》实施方案 is another paper
_NOT_IT = re.compile(
    r"(?:[、和与及]?□|[（(][^（()）]{0,20}[)）])*(?:的?(?:立法)?(?:调研|论证)|(?:同时|即行|自行|予以|一并)*(?:废止|失效|停止执行|不再执行|不再施行|不再适用)|的?(?:实施方案|实施细则|任务分工|配套|\w{0,4}(?:任务清单|责任清单|工作方案|评估报告|实施意见|解读|建议稿))"
    r"|收悉|(?:的)?(?:贯彻)?(?:落实|实施|执行)(?:落地|见效|到位)?(?=[，。；、]))"
)
# 完成《A》编制.
_DRAWN_UP = re.compile(r"(?:的|进行了?\w{0,4})?(?:编制|修编|修订|起草)(?:工作|完善)?(?=[，。；、]|完成|$)")
# 《A》《B》等一系列政策文件相继出台; 《A》已经省政府同意，现印发给你们
_MADE = re.compile(
    r"(?:□|已|业)*经[^，。；]{0,20}(?:同意|通过|批准|审定)，现(?:将其|予以)?(?:印发|公布|发布)|"
    r"(?:[、和与及]?□|[（(][^（()）]{0,20}[)）])*等?(?:一系列)?(?:\w{0,6}文件|\w{0,4}政策|\w{0,4}措施)?的?(?:正式|相继|先后|陆续|面向社会)*"
    r"(?:出台|印发|发布|实施|施行|颁布)"
)
# 从《A》到《B》，…一系列制度的出台
_ROW = re.compile(r"^从□")
_ROW_MADE = re.compile(r"^(?:[^。；]*到□)?□*[^。；□]*(?:出台|政策措施|政策|制度|文件)")


def _mere(scene: Scene, one: Named) -> str | None:
    """Leave out what is an honour, somebody's example or the setting in which cadres are tested."""
    start, end = scene.sentence(one.start)
    before = scene.text[clause_start(scene.text, one.start, start) : one.start]
    after = scene.text[one.end : min(end, one.end + 12)]
    if (
        _PLAN_OF_YEAR.fullmatch(one.name)
        or is_denied(scene.blank(start, end))
        or is_undone_before(before)
        or _SETTING.match(after)
        or (_TAKES.search(before) and _LISTED_AS.match(scene.blank(one.end, end)))
        or is_undone_behind(scene.blank(one.end, end))
        or _SPREAD.match(scene.blank(one.end, end))
        or _chance(scene, one, before, end)
    ):
        return None
    held = one.type == "PROGRAMME" and _HOLDERS.match(after)
    honoured = any(word in before for word in verbs("mere_before")) or _LEARNT.search(before) or held
    if honoured and not has_owner(scene, one):  # 学习借鉴浙江“A”: it is Zhejiang's all the same
        return None
    return "programme" if one.type == "PROGRAMME" else "campaign"


# “A”工作法被推广到全区: praise from above too.
_SPREAD = re.compile(r"(?:\w{0,2}(?:经验|做法))?被(?:推广|复制)[到至]")
# A heading such as 三、2022年工作计划.
_PLAN_OF_YEAR = re.compile(r"\d{4}年(?:度)?(?:工作|发展)?计划\w{0,2}")
# 省厅将“A”列为试点: praise from above.
_TAKES = re.compile(r"[将把][^，。；]{0,12}$")
_LISTED_AS = re.compile(
    r"(?:等)?(?:\w{0,6})(?:列为|列入|评为|评定为|命名为|确定为|认定为|选为)[^，。；]{0,10}(?:试点|典型|案例|示范|样板)"
)
# An honour, a front line, a stage for a speech, the countries along a road: the name is only the setting.
_SETTING = re.compile(
    r"\w{0,3}(?:一线|第一线)|(?:等\w{0,6})?(?:中|一线|火线)(?:考察|识别|检验|锻炼|考验|选拔|培养)|中?表现突出|中(?:荣获|获得?|夺得?|斩获|摘得?)|(?:等\d*个?\w{0,4}(?:案例|典型|单位))?(?:予以|给予)\w{0,2}(?:表扬|表彰|奖励)|\w{0,4}(?:先进|奖)|(?:开幕式)?上的?(?:讲话|致辞|演讲|主旨演讲|发言|宣布)|沿线"
)
# 抢抓“A”工程机遇; “A”深入实施，为本地带来机遇; 今年是“A”收官之年: what others do is the chance or the year in which one acts.
_SEIZED = re.compile(r"(?:抢抓|抓住|紧抓|把握|借助|用好|迎来)[^，。；]{0,12}$")
_CHANCE = re.compile(r"[^，。；]{0,12}机遇")
_BRINGS = re.compile(r"[^。；]{0,40}[为给][^，。；]{0,16}带来[^，。；]{0,8}机遇")
_IT_IS = re.compile(r"是(?:实现|落实|实施|推进|完成)?$")
_THE_YEAR = re.compile(r"\w{0,10}(?:之年|元年|收官年|开局年|关键一年|第一年|最后一年)")


def _chance(scene: Scene, one: Named, before: str, end: int) -> bool:
    after = scene.text[one.end : end]
    seized = _SEIZED.search(before) is not None and _CHANCE.match(after) is not None
    in_year = _IT_IS.search(before) is not None and _THE_YEAR.match(after) is not None
    return seized or in_year or _BRINGS.match(after) is not None


# 国家“A计划”4人: those who hold a title, not what is done; 300人次 are those who came.
_HOLDERS = re.compile(r"(?:人才|专家|入选者|人选|获得者)?\d[\d.,万]*余?[人名](?!次)")
# 学习借鉴“A”“B”有益做法: somebody else's example.
_LEARNT = re.compile(r"借鉴(?!\w{0,4}(?:推行|推出|实施|打造|出台|建立))|学习(?:运用|推广)[^，。；]{0,8}$")


def _parts(scene: Scene) -> Iterator[Assertion]:
    """Give PART_OF for initiatives of a named whole, bodies of other bodies, and places that the text places."""
    for part, whole, at, rule in (*body_parts(scene), *parents(scene), *place_parts(scene)):
        start, end = scene.sentence(at)
        yield Assertion(subject_id=part, predicate="PART_OF", object_id=whole, start=start, end=end, by=rule)
