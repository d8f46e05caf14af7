"""What the guidelines say outright and training sees too rarely to learn, as corrections of what the model chose.

Input: the chosen candidates of a batch with their probabilities, the batch's columns, joined normalised text and quoted passages;
output: the same, corrected. Figures in comments are of the annotated reports and papers (train and other).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kg.extract.candidates import Candidate, marked_spans
from kg.extract.columns import C
from kg.extract.lexicon import HEAD_CODES, Slogans
from kg.extract.places import WEAK
from kg.extract.spans import Quoted

Choice = tuple[Candidate, float]
_IN_CLAUSE = "[^，。；：、！？“”《》（）\0]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A batch of passages as the rules see it; `text` is joined and normalised, `quoted` in order."""

    columns: NDArray[np.int32]
    text: str
    quoted: Sequence[Quoted]
    slogans: Slogans


def correct(chosen: Sequence[Choice], batch: Batch) -> list[Choice]:
    """Apply all rules, in an order in which none undoes another; choices come and go by position, without overlaps."""
    out = list(chosen)
    for rule in (
        _without_slogans,
        _without_kinds,
        _with_types_of_lists,
        _with_versions,
        _with_measures,
        _with_wars,
        _with_headings,
        _with_events,
        _without_counts,
        _with_organs,
        _with_two_bodies,
        _with_joint_places,
        _without_governing,
        _without_acts,
        _with_parts,
        _with_bodies_behind,
    ):
        out = rule(out, batch)
    return out


def _added(chosen: list[Choice], start: int, end: int, kind: str, sure: float) -> list[Choice]:
    """Put a mention in the place of all that lies in it; leave it out where something reaches over its edge."""
    others = [one for one in chosen if one[0].start < start or end < one[0].end]
    if any(one.start < end and start < one.end for one, _ in others):
        return chosen
    return sorted(
        [*others, (Candidate(start=start, end=end, type=kind, best=False), sure)], key=lambda one: one[0].start
    )


# ---- places in slogans (3.2.3): 清廉某市, 谱写某省新篇章


def _without_slogans(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Leave out places that stand in a slogan only; of 45 names of the gazetteer that stand so none is annotated."""
    out, cut = [], -1
    for one, sure in chosen:
        if one.type == "PLACE" and (one.start == cut or batch.slogans.hold(batch.text, one.start, one.end)):
            cut = one.end  # so 贵安 goes with 贵阳 in 中国式现代化贵阳贵安实践
        else:
            out.append((one, sure))
    return out


# ---- prizes, posts and kinds are no names (2.5.3, 3.1.2, 3.1.1): “某某奖”, 市委书记, 各设区市教育局, 2024年工作计划

_PRIZE = re.compile("(?<!多)奖[章项]?”?$")
_POST = re.compile(
    "第一书记|副?(?:书记|部长|主任|局长|厅长|[省市县区州镇乡]长|院长|校长|主席|会长|秘书长|所长|处长|科长|董事长|总经理)"
)
_EACH = re.compile("各(?:设区)?$|各[市县区州]、$")
_KIND = re.compile("(?:0000年度?)?(?:工作)?计划|国家级?试点|省级试点")


def _without_kinds(chosen: list[Choice], batch: Batch) -> list[Choice]:
    return [choice for choice in chosen if not _is_kind(choice[0], batch.text)]


def _is_kind(one: Candidate, text: str) -> bool:
    name = text[one.start : one.end]
    if one.type in ("PROGRAMME", "CAMPAIGN"):
        return (
            _KIND.fullmatch(name) is not None or _PRIZE.search(name) is not None or text[one.end : one.end + 1] == "奖"
        )
    before = text[max(0, one.start - 4) : one.start]
    return one.type == "ORG" and (_POST.match(text, one.end) is not None or _EACH.search(before) is not None)


# ---- the head that a list of quotes shares gives all of them its type (2.2.3)


def _with_types_of_lists(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Give quotes without a head of their own the type of the head that their list shares, where that is a campaign's."""
    campaigns = {
        quote.start
        for quote in batch.quoted
        if quote.shared == HEAD_CODES["CAMPAIGN"]
        and (quote.before or quote.after)
        and not quote.inner
        and not quote.title
    }
    return [
        (replace(one, type="CAMPAIGN"), sure) if one.type == "PROGRAMME" and one.start in campaigns else (one, sure)
        for one, sure in chosen
    ]


# ---- how many, and whose, is no part of a name: 连续举办六届…, 10轮…

_NUMBER = "(?:0+|[两一二三四五六七八九十百]+)"
_COUNT = re.compile(f"{_NUMBER}[届轮期次场批]|线[上下]")


def _without_counts(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Cut a count from the beginning of a programme's or campaign's name."""
    out = []
    for one, sure in chosen:
        count = _COUNT.match(batch.text, one.start) if one.type in ("PROGRAMME", "CAMPAIGN") else None
        out.append((replace(one, start=count.end()) if count and count.end() < one.end - 3 else one, sure))
    return out


# ---- the version directly after a name is part of it (2.2.5): “雪亮工程”2.0版

_VERSION = re.compile("0(?:\\.0)?版|（第[一二三四五六七八九十]{1,2}季）")


def _with_versions(chosen: list[Choice], batch: Batch) -> list[Choice]:
    out = []
    for one, sure in chosen:
        version = _VERSION.match(batch.text, one.end) if one.type in ("PROGRAMME", "CAMPAIGN", "POLICY") else None
        out.append((replace(one, end=version.end()) if version else one, sure))
    return out


# ---- what is fought is a campaign: 打赢降本增效攻坚战、科创突围战

_WARS = re.compile(
    f"(?:打好|打赢|打响|第[一二三四五六七八]场，是)了?({_IN_CLAUSE}+?战(?:、{_IN_CLAUSE}+?战)*)(?![略役])"
)
_WAR = re.compile(f"{_IN_CLAUSE}{{2,16}}(?:攻坚|持久|突围|歼灭|阻击|翻身|总体|保卫|收官|决胜)战")
# 11 of 12 are annotated so.
WAR = 0.86


def _with_wars(chosen: list[Choice], batch: Batch) -> list[Choice]:
    for fought in _WARS.finditer(batch.text):
        at = fought.start(1)
        for item in fought[1].split("、"):
            if _WAR.fullmatch(item):
                chosen = _added(chosen, at, at + len(item), "CAMPAIGN", WAR)
            at += len(item) + 1
    return chosen


# ---- a public event with its number or year (2.5.4): 举办首届古厝文化节, 参加2023世界制造业大会

_EVENT = re.compile(
    "(?:举办|承办|参加|办好|协办|主办|筹办|亮相|举行|组织)了?"
    "((?:[省市县区州]?(?:首届|第(?:0+|[一二三四五六七八九十]+)届)|0000年?)(?:(?![的在和与])[\u4e00-\u9fffA-Z（）]){2,20}?"
    "(?:(?<!代表)(?<!表彰)(?<!动员)(?<!总结)(?<!推进)(?<!誓师)(?<!党员)(?<!全体)(?<!职工)大会|大赛|博览会|博览交易会|洽谈会|交易会|论坛|(?:艺术|文化|电影|旅游|美食|音乐|丰收)节|峰会|运动会|锦标赛|公开赛|马拉松|推介会))"
    "(?=[，。；、等]|活动|\0|$)"
)
# One in gold, and its number is not in the name there.
EVENT = 0.5


def _with_events(chosen: list[Choice], batch: Batch) -> list[Choice]:
    for event in _EVENT.finditer(batch.text):
        start = event.start(1) + (batch.text[event.start(1)] in "省市县区州")
        if not any(one.type == "CAMPAIGN" and one.start < event.end(1) and start < one.end for one, _ in chosen):
            chosen = _added(chosen, start, event.end(1), "CAMPAIGN", EVENT)
    return chosen


# ---- a numbered heading that is an action's name: （一）算力筑基行动。

_HEADING = re.compile(
    f"(?<=[\0。])(?:（[一二三四五六七八九十0]{{1,3}}）|[一二三四五六七八九十]{{1,3}}、|00?[.、])(?:实施|开展)?({_IN_CLAUSE}{{4,14}}?(?:行动|工程))(?=[。\0])"
)
_NO_NAME = re.compile("加[快强大]|推[进动]|强化|深化|做好|抓好|落实|重[大点]工程|坚持|完[善成]|统一|组织")
# 3 of 3.
HEADING = 0.8


def _with_headings(chosen: list[Choice], batch: Batch) -> list[Choice]:
    for heading in _HEADING.finditer(batch.text):
        if not _NO_NAME.search(heading[1]):
            kind = "CAMPAIGN" if heading[1].endswith("行动") else "PROGRAMME"
            chosen = _added(chosen, heading.start(1), heading.end(1), kind, HEADING)
    return chosen


# ---- measures that are counted are a paper (2.4.2): 出台柔性引才20条

# What makes a paper; 编制 is a noun more often.
_MADE = re.compile(
    f"(?:制定|出台|印发|修订|发布|下发|颁布|推出|制发)(?:了|实施|出台|印发|下发)*({_IN_CLAUSE}+(?:、{_IN_CLAUSE}+)*)"
)
_MEASURES = re.compile(
    f"({_IN_CLAUSE}{{2,40}}?){_NUMBER}(?:条|[条项](?:(?!等){_IN_CLAUSE}){{0,6}}?(?:措施|举措|意见|办法|规定|清单|政策|新政|细则|禁令|要求))(?=等|$)"
)
# “某某”系列政策, “某某”40条; not “某某”政策链.
_QUOTED_MEASURES = re.compile(
    f"(?:(?![式型等的路线河街]){_IN_CLAUSE}){{0,3}}?(?:(?:措施|政策文件|政策|文件)(?![链包体支])|{_NUMBER}条(?:具体)?(?:措施|要求|举措|意见)?)"
)
# Whose they are and praise are no part of the name.
_BEFORE = re.compile(f"全[省市州县区]|{_IN_CLAUSE}*?的(?={_IN_CLAUSE}{{4}})")
# All 37 are annotated so, quoted ones included. (right + 1) / (said + 2), as in `kg.link.precision`.
MEASURES = 0.97


def _with_measures(chosen: list[Choice], batch: Batch) -> list[Choice]:
    for made in _MADE.finditer(batch.text):
        at = made.start(1)
        for item in made[1].split("、"):
            found = _MEASURES.match(item)
            if found and not item.startswith("的"):
                before = _BEFORE.match(found[1])
                chosen = _added(chosen, at + (before.end() if before else 0), at + found.end(), "POLICY", MEASURES)
            at += len(item) + 1
    for quote in batch.quoted:
        head = _QUOTED_MEASURES.match(batch.text, quote.end)
        if head and not quote.title and not quote.inner and not batch.text.startswith("一揽子", quote.start + 1):
            chosen = _added(chosen, quote.start, head.end(), "POLICY", MEASURES)
    return chosen


# ---- organs of autonomous units under their full names (某某族自治县教育局)

# Of the 18 names that stand alone in gold and are made of a unit's name with its level and an organ of that level, 17 are bodies; none of
# those units is autonomous.
ORGAN = 0.9


def _with_organs(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Add them: nothing that was learnt from has one."""
    columns, text = batch.columns, batch.text
    units = {end: start for start, end in marked_spans(columns[C["gaz"]])}
    for start, end in marked_spans(columns[C["body"]]):
        begin = units.get(start + 1)  # 县 belongs to both
        if begin is not None and "自治" in text[begin:start] and not columns[C["context"], end]:
            chosen = _added(chosen, begin, end, "ORG", ORGAN)
    return chosen


# ---- two bodies written as one word: 市委市政府


def _with_two_bodies(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Part a name that is made of two bodies without anything between them."""
    ends = dict(marked_spans(batch.columns[C["body"]]))
    out: list[Choice] = []
    for one, sure in chosen:
        middle = ends.get(one.start, -1) if one.type == "ORG" else -1
        if ends.get(middle) == one.end:
            out += [(replace(one, end=middle), sure), (replace(one, start=middle), sure)]
        else:
            out.append((one, sure))
    return out


# ---- 辖 is the verb between a place and its parts: 某镇辖黄大村、雁湖村


def _without_governing(chosen: list[Choice], batch: Batch) -> list[Choice]:
    return [
        (replace(one, start=one.start + 1), sure)
        if one.type == "PLACE" and one.end - one.start > 2 and batch.text[one.start] == "辖"
        else (one, sure)
        for one, sure in chosen
    ]


# ---- a body ends where it does something: 某大学建设某中心

_DOES = re.compile(
    "(?:大学|学院|公司|集团|中心|医院|职校|研究院|福利院|委员会|社区|教育局|体育局|管理局)(?P<act>建设|组建|成立|设立|派出|结成|共建|创建|打造|承办|举办|开展)(?=.{3})"
)


_UNIT_DOES = re.compile("(?:建设|建成|组建|成立|设立|创建|打造)(?=.{3})")


def _without_acts(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Part a body's name at the act in it: who does it or where, and the body that is made."""
    units = dict(marked_spans(batch.columns[C["gaz"]]))
    out: list[Choice] = []
    for one, sure in chosen:
        act = _DOES.search(batch.text, one.start + 2, one.end) if one.type == "ORG" else None
        if act:
            out += [(replace(one, end=act.start("act")), sure), (replace(one, start=act.end("act")), sure)]
            continue
        at, places = one.start, list[Choice]()
        while one.type in ("ORG", "PROGRAMME") and at in units and units[at] < one.end:
            places.append((replace(one, start=at, end=units[at], type="PLACE"), sure))
            at = units[at]
        if places and one.type == "ORG" and (act := _UNIT_DOES.match(batch.text, at, one.end)):
            out += [*places, (replace(one, start=act.end()), sure)]
        elif places and one.type == "PROGRAMME" and batch.text[at : one.end] == "试点":  # 在甘肃省临夏州试点: a verb
            out += places
        else:
            out.append((one, sure))
    return out


# 4 of 4: (right + 1) / (said + 2).
BEHIND = 0.83


# ---- parts of bodies: 农业农村部市场与信息化司; 民革宜春市委会 is no 宜春市委

_BUREAU = re.compile(
    "(?:(?![和与及等的在将会、，。]).){1,3}?(?:(?:与|和)?(?:(?![等的在将会、，。]).){1,8}?)司(?=[、，。；（和与及在将会]|联合|会同|开展|实施|推行|举办|印发|牵头|组织|发布|启动|负责)"
)
_MINOR = re.compile(
    "(?:民革|民盟|民建|民进|农工党|致公党|九三学社|台盟)(?:(?![、，。；])[^和与及等在]){2,8}?(?:委员会|[省市县区州]委会)"
)


def _with_parts(chosen: list[Choice], batch: Batch) -> list[Choice]:
    for start, end in marked_spans(batch.columns[C["body"]]):
        if batch.text[end - 1] in "部委局署" and (bureau := _BUREAU.match(batch.text, end)):
            chosen = _added(chosen, start, bureau.end(), "ORG", BEHIND)
    for party in _MINOR.finditer(batch.text):
        chosen = _added(chosen, party.start(), party.end(), "ORG", BEHIND)
    return chosen


# ---- a body behind its units is one mention with them (3.1.3): 某镇城管办, 某市某区某街道某社区党总支

_ORGAN = re.compile(
    f"(?:(?!成立|设立|建立|组建|开展|举办|打造|推进|落实|实施|[在与到为是有各级的等让把将]){_IN_CLAUSE}){{0,10}}?"
    "(?:(?<![布格全大结开当时战政])[局厅]|总队|支队|大队|总站|工作站|观测站|海关|(?<![举主承开协兴创])办|办公室|慈善会|商会|协会|工商联|妇联|残联|侨联"
    "|融媒体中心|(?<!人才)中心|卫生院|医院|小学|中学|学校|剧团|集团|公司|研究院|管理处|合作社|中心校|幼儿园|校区|分院|职教中心)"
    "(?=[、，。；（和与及在]|投入|建成|学生|师生|联合|会同|开展|实施|推行|举办|发起|推出|印发|出台|制定|建立|组织|牵头|承办|创新|探索|启动|打造)"
)
_COMMITTEE = re.compile(
    f"(?:(?:(?!等|成立|建立|组建){_IN_CLAUSE}){{1,8}}?(?:社区|村|镇|乡|街道))?(?:联合|综合|机关)?(?:党委|党工委|党总支|党支部|纪委|人民政府|村委会|居委会|管委会)(?![书副委成班组领部办])"
)


def _with_bodies_behind(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Make one body of a chain of units and the committee, government or organ right behind it, which no mention covers."""
    starts = {one.end: one.start for one, _ in chosen if one.type == "PLACE"}
    for end, start in sorted(starts.items()):
        body = _COMMITTEE.match(batch.text, end) or _ORGAN.match(batch.text, end)
        if body and not any(one.start < body.end() and end < one.end for one, _ in chosen):
            while start in starts:
                start = starts[start]
            chosen = _added(chosen, start, body.end(), "ORG", BEHIND)
    return chosen


# ---- joint names of places are two mentions (3.2.1): 贵阳贵安


def _with_joint_places(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Add names of the gazetteer that directly follow a place."""
    row = batch.columns[C["gaz"]]
    ends = {one.end: sure for one, sure in chosen if one.type == "PLACE"}
    for start, end in marked_spans(row):
        if start in ends and not row[start] // 4 & WEAK:
            chosen = _added(chosen, start, end, "PLACE", ends[start])
            ends[end] = ends[start]
    return chosen
