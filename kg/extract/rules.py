"""What the guidelines say outright and training sees too rarely to learn, as corrections of what the model chose.

Input: the chosen candidates of a batch with their probabilities, the batch's columns, joined normalised text and quoted passages;
output: the same, corrected. Figures in comments are of the annotated reports and papers (train and other). Here are the rules for
programmes, campaigns and papers; those for places and bodies are in `rules_places.py` and `rules_bodies.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract import rules_bodies as bodies
from kg.extract import rules_places as places
from kg.extract.candidates import Candidate
from kg.extract.choices import IN_CLAUSE, Batch, Choice, added
from kg.extract.lexicon import HEAD_CODES


def correct(chosen: Sequence[Choice], batch: Batch) -> list[Choice]:
    """Apply all rules, in an order in which none undoes another; choices come and go by position, without overlaps."""
    out = list(chosen)
    for rule in (
        places.without_slogans,
        places.without_quoted,
        places.without_model_villages,
        _without_kinds,
        _with_types_of_lists,
        _without_parts,
        _with_learnt,
        _with_versions,
        _with_measures,
        _with_wars,
        _with_headings,
        _with_events,
        _with_fairs,
        _with_branches,
        _without_counts,
        bodies.with_organs,
        bodies.with_two_bodies,
        places.with_joint_places,
        places.with_paths,
        places.with_upper_units,
        places.without_governing,
        places.with_listed,
        places.with_towns,
        places.with_parks,
        places.with_brackets,
        bodies.without_acts,
        bodies.without_owning,
        bodies.without_counted,
        bodies.without_firsts,
        bodies.without_kinds_before,
        bodies.with_parts,
        bodies.with_zones,
        bodies.with_own,
        bodies.with_members,
        _without_led,
        bodies.with_bodies_behind,
    ):
        out = rule(out, batch)
    return out


# ---- prizes, posts and kinds are no names (2.5.3, 3.1.2, 3.1.1): “某某奖”, 市委书记, 各设区市教育局, 2024年工作计划

_PRIZE = re.compile("(?<!多)奖[章项]?”?$")
_POST = re.compile(
    "常委(?!会|班子)|(?<=人大)代表(?!大会|团)|第一书记|副?(?:书记|部长|主任|局长|厅长|[省市县区州镇乡]长|院长|校长|主席|会长|秘书长|所长|处长|科长|董事长|总经理|[\u4e00-\u9fff]{0,4}总监|首席[\u4e00-\u9fff]{2}官)"
)
# 省委、省政府主要领导, 享受国务院及省政府特殊津贴: all of the list
_LEADERS = re.compile("(?:主要|分管)?领导(?!小组|班子|下|体制|机构|干部|力|的)|主要负责(?:同志|人)|(?:政府)?特殊津贴")
_EACH = re.compile("各(?:设区)?$|各[市县区州]、$")
# Books and collections are no papers of policy.
_BOOK = re.compile("(?:案例集|汇编|选编|读本|教材|画册|丛书|诗集|故事集|[战村厂校]史)》$")
_KIND = re.compile("(?:0000年度?)?(?:工作)?计划|国家级?试点|省级试点")


def _without_kinds(chosen: list[Choice], batch: Batch) -> list[Choice]:
    out, led = list[Choice](), -1
    for one, sure in reversed(chosen):
        beside = batch.text[one.end : led] in ("", "、", "及", "和") if one.end <= led else False
        if one.type == "ORG" and (beside or _LEADERS.match(batch.text, one.end)):
            led = one.start
        elif not _is_kind(one, batch.text):
            out.append((one, sure))
    return out[::-1]


def _is_kind(one: Candidate, text: str) -> bool:
    name = text[one.start : one.end]
    if one.type in ("PROGRAMME", "CAMPAIGN"):
        return (
            _KIND.fullmatch(name) is not None or _PRIZE.search(name) is not None or text[one.end : one.end + 1] == "奖"
        )
    if one.type == "POLICY":
        return _BOOK.search(name) is not None
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


# ---- an initiative in the name of the group that leads it is no mention: 成立党史学习教育领导小组

_LED_BY = re.compile("(?:工作)?(?:领导小组|协调小组|工作专班|指挥部|联席会议)")


def _without_led(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Leave out the unquoted ones."""
    return [
        (one, sure)
        for one, sure in chosen
        if one.type not in ("PROGRAMME", "CAMPAIGN")
        or "”" in batch.text[one.start : one.end]
        or not _LED_BY.match(batch.text, one.end)
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


# ---- a name ends where its parts or its praise begin: “某某”工程包括甲计划; “某某”品牌经验

_PARTS = re.compile("(?<=工程|计划|行动|项目|活动|机制|体系)(?:主要|具体)?(?:包括|包含|涵盖|分为|下设)(?=.{4})")
# “甲”“乙”“丙”三项工程: the head belongs to all of them.
_SHARED_HEAD = re.compile("(?<=”)(?:[两三四五六七八九十]|0+)(?:大|项|个|类)(?:工程|行动|计划|活动|专项)$")
_PRAISE = re.compile("(?<=”|牌|程|划|式|制|法)(?:工作)?经验(?:做法)?$")


def _without_parts(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Part a name where the text says what it holds, and cut what is praised of it or belongs to its whole list."""
    out: list[Choice] = []
    for one, sure in chosen:
        initiative = one.type in ("PROGRAMME", "CAMPAIGN")
        if initiative and (parts := _PARTS.search(batch.text, one.start, one.end)):
            out += [(replace(one, end=parts.start()), sure), (replace(one, start=parts.end()), sure)]
            continue
        in_list = batch.text[one.start - 1] in "”、和"
        shared = _SHARED_HEAD.search(batch.text, one.start, one.end) if initiative and in_list else None
        cut = shared or (_PRAISE.search(batch.text, one.start, one.end) if initiative else None)
        out.append((replace(one, end=cut.start()), sure) if cut else (one, sure))
    return out


# ---- what others learn from is a name: 推广某市“某某”经验

_LEARNS = re.compile(f"(?:推广|学习|借鉴|复制|总结|学好用好){IN_CLAUSE}{{0,14}}$")
_LESSON = re.compile("(?:先进|典型|成功)?经验")
# No annotated passage has one: the mean of the flat prior.
LEARNT = 0.5


def _with_learnt(chosen: list[Choice], batch: Batch) -> list[Choice]:
    for quote in batch.quoted:
        if quote.title or quote.inner or not _LESSON.match(batch.text, quote.end):
            continue
        free = not any(one.start < quote.end and quote.start < one.end for one, _ in chosen)
        if free and _LEARNS.search(batch.text, max(0, quote.start - 20), quote.start):
            chosen = added(chosen, quote.start, quote.end, "PROGRAMME", LEARNT)
    return chosen


# ---- the version directly after a name is part of it (2.2.5): “雪亮工程”2.0版

_VERSION = re.compile("0(?:\\.0)?版|0\\.0(?=[，。；、”（）\0和与及])|（第[一二三四五六七八九十]{1,2}季）")


def _with_versions(chosen: list[Choice], batch: Batch) -> list[Choice]:
    out = []
    for one, sure in chosen:
        version = _VERSION.match(batch.text, one.end) if one.type in ("PROGRAMME", "CAMPAIGN", "POLICY") else None
        out.append((replace(one, end=version.end()) if version else one, sure))
    return out


# ---- what is fought is a campaign: 打赢降本增效攻坚战、科创突围战

_WARS = re.compile(f"(?:打好|打赢|打响|第[一二三四五六七八]场，是)了?({IN_CLAUSE}+?战(?:、{IN_CLAUSE}+?战)*)(?![略役])")
_WAR = re.compile(f"{IN_CLAUSE}{{2,16}}(?:攻坚|持久|突围|歼灭|阻击|翻身|总体|保卫|收官|决胜)战")
# 11 of 13 are annotated so.
WAR = 0.8


def _with_wars(chosen: list[Choice], batch: Batch) -> list[Choice]:
    for fought in _WARS.finditer(batch.text):
        for at, item in _items(fought):
            if _WAR.fullmatch(item):
                chosen = added(chosen, at, at + len(item), "CAMPAIGN", WAR)
    return chosen


def _items(found: re.Match[str]) -> Iterator[tuple[int, str]]:
    """Give the items of a list in the first group of a match, each with where it begins."""
    at = found.start(1)
    for item in found[1].split("、"):
        yield at, item
        at += len(item) + 1


# ---- a public event with its number or year (2.5.4): 举办首届古厝文化节, 参加2023世界制造业大会

_EVENT = re.compile(
    "(?:举办|承办|申办|参加|办好|协办|主办|筹办|亮相|举行|组织)了?(?:[全我本][省市县区州])?"
    "((?:(?!全|我|本)[\u4e00-\u9fff]{2,5}[省市县州])?(?:[省市县区州]?(?:首届|第(?:0+|[一二三四五六七八九十]+)届)|0000年?)(?:(?![的在和与])[\u4e00-\u9fffA-Z·（）]){2,20}?"
    "(?:(?<!代表)(?<!表彰)(?<!动员)(?<!总结)(?<!推进)(?<!誓师)(?<!党员)(?<!全体)(?<!职工)大会|大赛|博览会|博览交易会|洽谈会|交易会|论坛|(?<![环季春关细调情时佳过])节"
    "|峰会|运动会|展销会|订货会|展演|锦标赛|联赛|龙舟赛|公开赛|马拉松|推介会|嘉年华|(?:文化|恳谈|宣传|科技|人才|活动)周))"
    "(?=[，。；、等]|活动|[\u4e00-\u9fff]{2,8}分(?:会场|赛区)|\0|$)"
)
# None of one: there the number is not in the name.
EVENT = 0.33


def _with_events(chosen: list[Choice], batch: Batch) -> list[Choice]:
    for event in _EVENT.finditer(batch.text):
        start = event.start(1) + (batch.text[event.start(1)] in "省市县区州")
        if not any(one.type == "CAMPAIGN" and one.start < event.end(1) and start < one.end for one, _ in chosen):
            chosen = added(chosen, start, event.end(1), "CAMPAIGN", EVENT)
    return chosen


# ---- a fair is an event and no body: 某某省森林食品展销会

_FAIR = re.compile("(?:展销会|博览会|交易会|订货会|洽谈会|推介会|招聘会|年货节)$")


def _with_fairs(chosen: list[Choice], batch: Batch) -> list[Choice]:
    return [
        (replace(one, type="CAMPAIGN"), sure)
        if one.type == "ORG" and _FAIR.search(batch.text, one.start, one.end)
        else (one, sure)
        for one, sure in chosen
    ]


# ---- the branch of an event is part of its name: 某某大赛某市分会场活动

_BRANCH = re.compile(f"(?:(?![和与及的在]){IN_CLAUSE}){{2,8}}分(?:会场|赛区)(?:活动|赛事)?")


def _with_branches(chosen: list[Choice], batch: Batch) -> list[Choice]:
    for one, sure in [choice for choice in chosen if choice[0].type == "CAMPAIGN"]:
        branch = _BRANCH.match(batch.text, one.end)
        if branch:
            chosen = added(chosen, one.start, branch.end(), "CAMPAIGN", sure)
    return chosen


# ---- a numbered heading that is an action's name: （一）算力筑基行动。

_HEADING = re.compile(
    f"(?<=[\0。])(?:（[一二三四五六七八九十0]{{1,3}}）|[一二三四五六七八九十]{{1,3}}、|00?[.、])(?:实施|开展)?({IN_CLAUSE}{{4,14}}?(?:行动|工程))(?=[。\0])"
)
_NO_NAME = re.compile("加[快强大]|推[进动]|强化|深化|做好|抓好|落实|重[大点]工程|坚持|完[善成]|统一|组织")
# 3 of 3.
HEADING = 0.8


def _with_headings(chosen: list[Choice], batch: Batch) -> list[Choice]:
    for heading in _HEADING.finditer(batch.text):
        if not _NO_NAME.search(heading[1]):
            kind = "CAMPAIGN" if heading[1].endswith("行动") else "PROGRAMME"
            chosen = added(chosen, heading.start(1), heading.end(1), kind, HEADING)
    return chosen


# ---- measures that are counted are a paper (2.4.2): 出台柔性引才20条

# What makes a paper; 编制 is a noun more often.
_MADE = re.compile(
    f"(?:制定|出台|印发|修订|发布|下发|颁布|推出|制发)(?:了|实施|出台|印发|下发)*({IN_CLAUSE}+(?:、{IN_CLAUSE}+)*)"
)
_MEASURES = re.compile(
    f"({IN_CLAUSE}{{2,40}}?){_NUMBER}(?:条|[条项](?:(?!等){IN_CLAUSE}){{0,6}}?(?:措施|举措|意见|办法|规定|清单|政策|新政|细则|禁令|要求))(?=等|$)"
)
# “某某”系列政策, “某某”40条; not “某某”政策链, “某某”两条教学线路.
_QUOTED_MEASURES = re.compile(
    f"(?:(?![式型等的路线河街]){IN_CLAUSE}){{0,3}}?(?:(?:措施|政策文件|政策|文件)(?![链包体支])"
    f"|{_NUMBER}条(?:具体)?(?:措施|要求|举措|意见)?(?!{IN_CLAUSE}{{0,5}}?[线路街河链道带渠廊]))"
)
# Whose they are and praise are no part of the name.
_BEFORE = re.compile(f"全[省市州县区]|{IN_CLAUSE}*?的(?={IN_CLAUSE}{{4}})")
# All 37 are annotated so, quoted ones included. (right + 1) / (said + 2), as in `kg.link.precision`.
MEASURES = 0.97


def _with_measures(chosen: list[Choice], batch: Batch) -> list[Choice]:
    for made in _MADE.finditer(batch.text):
        for at, item in _items(made):
            found = _MEASURES.match(item)
            if found and not item.startswith("的"):
                before = _BEFORE.match(found[1])
                chosen = added(chosen, at + (before.end() if before else 0), at + found.end(), "POLICY", MEASURES)
    for quote in batch.quoted:
        head = _QUOTED_MEASURES.match(batch.text, quote.end)
        if head and not quote.title and not quote.inner and not batch.text.startswith("一揽子", quote.start + 1):
            chosen = added(chosen, quote.start, head.end(), "POLICY", MEASURES)
    return chosen
