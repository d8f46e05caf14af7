"""Rules for places and bodies, as `rules.py` has them for programmes, campaigns and papers."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.extract.candidates import marked_spans
from kg.extract.choices import IN_CLAUSE, Batch, Choice, added
from kg.extract.columns import C
from kg.extract.places import WEAK

# 4 of 4 are right: (right + 1) / (said + 2), as in `kg.link.precision`.
BEHIND = 0.83
# No annotated passage has one: the mean of the flat prior.
PART = 0.5


# ---- places in slogans (3.2.3): 清廉某市, 谱写某省新篇章


def without_slogans(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Leave out places that stand in a slogan only; of 45 names of the gazetteer that stand so none is annotated."""
    out, cut = [], -1
    for one, sure in chosen:
        if one.type == "PLACE" and (one.start == cut or batch.slogans.hold(batch.text, one.start, one.end)):
            cut = one.end  # so 贵安 goes with 贵阳 in 中国式现代化贵阳贵安实践
        else:
            out.append((one, sure))
    return out


# ---- organs of autonomous units under their full names (某某族自治县教育局)

# Of the 18 names that stand alone in gold and are made of a unit's name with its level and an organ of that level, 17 are bodies; none of
# those units is autonomous.
ORGAN = 0.9


def with_organs(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Add them: nothing that was learnt from has one."""
    columns, text = batch.columns, batch.text
    units = {end: start for start, end in marked_spans(columns[C["gaz"]])}
    for start, end in marked_spans(columns[C["body"]]):
        begin = units.get(start + 1)  # 县 belongs to both
        if begin is not None and "自治" in text[begin:start] and not columns[C["context"], end]:
            chosen = added(chosen, begin, end, "ORG", ORGAN)
    return chosen


# ---- two bodies written as one word: 市委市政府


def with_two_bodies(chosen: list[Choice], batch: Batch) -> list[Choice]:
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


# ---- 辖 is the verb between a place and its parts: 某镇现辖黄大村、雁湖村

_GOVERNS = re.compile("[现下共]?辖(?=..)")


def without_governing(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Cut the verb from the beginning of a place."""
    out = []
    for one, sure in chosen:
        verb = _GOVERNS.match(batch.text, one.start, one.end) if one.type == "PLACE" else None
        out.append((replace(one, start=verb.end()) if verb else one, sure))
    return out


# ---- a body ends where it does something: 某大学建设某中心

_DOES = re.compile(
    "(?:大学|学院|公司|集团|中心|医院|职校|研究院|福利院|委员会|社区|教育局|体育局|管理局)(?P<act>建设|组建|成立|设立|派出|结成|共建|创建|打造|承办|举办|开展)(?=.{3})"
)


_UNIT_DOES = re.compile("(?:建设|建成|组建|成立|设立|创建|打造)(?=.{3})")


def without_acts(chosen: list[Choice], batch: Batch) -> list[Choice]:
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


# ---- parts of bodies: 农业农村部市场与信息化司; 民革宜春市委会 is no 宜春市委

_BUREAU = re.compile(
    f"(?:(?![和与及等的在将会]){IN_CLAUSE}){{1,3}}?(?:(?![等的在将会]){IN_CLAUSE}){{1,9}}?司(?=[、，。；（和与及在将会]|联合|会同|开展|实施|推行|举办|印发|牵头|组织|发布|启动|负责)"
)
_MINOR = re.compile(
    f"(?:民革|民盟|民建|民进|农工党|致公党|九三学社|台盟)(?:(?![和与及等在]){IN_CLAUSE}){{2,8}}?(?:委员会|[省市县区州]委会)"
)


def with_parts(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Add the bureaus of ministries and the local committees of the minor parties."""
    for start, end in marked_spans(batch.columns[C["body"]]):
        if batch.text[end - 1] in "部委局署" and (bureau := _BUREAU.match(batch.text, end)):
            chosen = added(chosen, start, bureau.end(), "ORG", PART)
    for party in _MINOR.finditer(batch.text):
        chosen = added(chosen, party.start(), party.end(), "ORG", PART)
    return chosen


# ---- a body behind its units is one mention with them (3.1.3): 某镇城管办, 某市某区某街道某社区党总支

_ORGAN = re.compile(
    f"(?:(?!成立|设立|建立|组建|开展|举办|打造|推进|落实|实施|[在与到为是有各级的等让把将]){IN_CLAUSE}){{0,10}}?"
    "(?:(?<![布格全大结开当时战政])[局厅]|总队|支队|大队|总站|工作站|观测站|海关|(?<![举主承开协兴创])办|办公室|慈善会|商会|协会|工商联|妇联|残联|侨联"
    "|融媒体中心|(?<!人才)中心|卫生院|医院|小学|中学|学校|剧团|集团|公司|研究院|管理处|合作社|中心校|幼儿园|校区|分院|职教中心)"
    "(?=[、，。；（和与及在]|投入|建成|学生|师生|联合|会同|开展|实施|推行|举办|发起|推出|印发|出台|制定|建立|组织|牵头|承办|创新|探索|启动|打造)"
)
_COMMITTEE = re.compile(
    f"(?:(?:(?!等|成立|建立|组建){IN_CLAUSE}){{1,8}}?(?:社区|村|镇|乡|街道))?(?:联合|综合|机关)?(?:党委|党工委|党总支|党支部|纪委|人民政府|村委会|居委会|管委会)(?![书副委成班组领部办])"
)


def with_bodies_behind(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Make one body of a chain of units and the committee, government or organ right behind it, which no mention covers."""
    starts = {one.end: one.start for one, _ in chosen if one.type == "PLACE"}
    for end, start in sorted(starts.items()):
        body = _COMMITTEE.match(batch.text, end) or _ORGAN.match(batch.text, end)
        if body and not any(one.start < body.end() and end < one.end for one, _ in chosen):
            while start in starts:
                start = starts[start]
            chosen = added(chosen, start, body.end(), "ORG", BEHIND)
    return chosen


# ---- joint names of places are two mentions (3.2.1): 贵阳贵安


def with_joint_places(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Add names of the gazetteer that directly follow a place."""
    row = batch.columns[C["gaz"]]
    ends = {one.end: sure for one, sure in chosen if one.type == "PLACE"}
    for start, end in marked_spans(row):
        if start in ends and not row[start] // 4 & WEAK:
            chosen = added(chosen, start, end, "PLACE", ends[start])
            ends[end] = ends[start]
    return chosen
