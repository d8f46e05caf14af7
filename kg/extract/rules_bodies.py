"""Rules for bodies, as `rules.py` has them for programmes, campaigns and papers."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.extract.candidates import marked_spans
from kg.extract.choices import IN_CLAUSE, Batch, Choice, added
from kg.extract.columns import C

# 4 of 4 are right: (right + 1) / (said + 2), as in `kg.link.precision`.
BEHIND = 0.83
# No annotated passage of a real paper has one: the mean of the flat prior.
PART = 0.5


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


# 省政府国资委 is one.
_OF_GOVERNMENT = re.compile("国资委|办公[厅室]|新闻办|外事?办|参事室|研究室|驻")


def with_two_bodies(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Part a name that is made of two bodies without anything between them."""
    ends = dict(marked_spans(batch.columns[C["body"]]))
    out: list[Choice] = []
    for one, sure in chosen:
        middle = ends.get(one.start, -1) if one.type == "ORG" else -1
        if ends.get(middle) == one.end and not _OF_GOVERNMENT.match(batch.text, middle):
            out += [(replace(one, end=middle), sure), (replace(one, start=middle), sure)]
        else:
            out.append((one, sure))
    return out


# ---- a body ends where it does something: 某大学建设某中心

_DOES = re.compile(
    "(?:大学|学院|校区|分校|公司|集团|中心|医院|职校|研究院|福利院|委员会|社区|教育局|体育局|管理局|党委|党总支|党支部)(?P<act>合资组建|合资成立|领办|创办|合办|合建|建设|组建|成立|设立|派出|结成|共建|创建|打造|承办|举办|开展)(?=.{3})"
)


# 甲公司联合乙大学组建丙实验室: three.
_TOGETHER = re.compile("(?P<with>联合|携手|会同)(?=.{3,}(?:组建|成立|共建|建设|打造|创建))(?!实验室|会|体|国(?!家)|党)")
_MAKES = re.compile("(?:共同)?(?P<act>组建|成立|共建|建设|打造|创建)(?=.{4,})")
# 联合国家电网: no 联合国.
_JOINS = re.compile("联合(?=国家|中国|中央)")
_TOWN = re.compile("[\u4e00-\u9fff]{1,4}?(?:镇|乡|街道|村|社区)(?=建设|建成|组建|成立|设立|创建|打造)")
_UNIT_DOES = re.compile("(?:建设|建成|组建|成立|设立|创建|打造)(?=.{3})")


def without_acts(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Part a body's name at the act in it: who does it or where, and the body that is made."""
    units = dict(marked_spans(batch.columns[C["gaz"]]))
    out: list[Choice] = []
    for one, sure in chosen:
        joined = _TOGETHER.search(batch.text, one.start + 3, one.end) if one.type == "ORG" else None
        makes = _MAKES.search(batch.text, joined.end() + 2, one.end) if joined else None
        if joined and makes:
            out.append((replace(one, end=joined.start()), sure))
            out.append((replace(one, start=joined.end(), end=makes.start()), sure))
            out.append((replace(one, start=makes.end()), sure))
            continue
        act = _DOES.search(batch.text, one.start + 2, one.end) if one.type == "ORG" else None
        if act:
            out.append((replace(one, end=act.start("act")), sure))
            if act["act"] != "领办":  # 党支部领办合作社: any
                out.append((replace(one, start=act.end("act")), sure))
            continue
        if one.type == "ORG" and (joins := _JOINS.search(batch.text, one.start, one.end)):
            first = [(replace(one, end=joins.start()), sure)] if joins.start() > one.start else []
            out += [*first, (replace(one, start=joins.end()), sure)]
            continue
        at, places = one.start, list[Choice]()
        while one.type in ("ORG", "PROGRAMME") and at in units and units[at] < one.end:
            places.append((replace(one, start=at, end=units[at], type="PLACE"), sure))
            at = units[at]
        if one.type == "ORG" and (town := _TOWN.match(batch.text, at, one.end)):
            places.append((replace(one, start=at, end=town.end(), type="PLACE"), sure))
            at = town.end()
        if places and one.type == "ORG" and (act := _UNIT_DOES.match(batch.text, at, one.end)):
            out += [*places, (replace(one, start=act.end()), sure)]
        elif places and one.type == "PROGRAMME" and batch.text[at : one.end] == "试点":  # 在甘肃省临夏州试点: a verb
            out += places
        else:
            out.append((one, sure))
    return out


# ---- a body and one that belongs to it, read as one: 某某局所属某某中心

_OWNS = re.compile("(?:所属|直属|下属|下设|隶属于?)的?(?!机关|单位|企业|事业|部门|高校|学校|党|医院)(?=.{4})")


def without_owning(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Part such a name at the word between the two."""
    out: list[Choice] = []
    for one, sure in chosen:
        owns = _OWNS.search(batch.text, one.start + 3, one.end) if one.type == "ORG" else None
        out += (
            [(replace(one, end=owns.start()), sure), (replace(one, start=owns.end()), sure)] if owns else [(one, sure)]
        )
    return out


# ---- the first of its kind is no name (3.1.5), the place before it is: 云南首家碳中和研究院, 西部地区最大的人才中心

_FIRST = re.compile("首[家个座所]|(?:最大|最早|唯一)的")


def without_firsts(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Leave only the place before such a word."""
    units = dict(marked_spans(batch.columns[C["gaz"]]))
    out = []
    for one, sure in chosen:
        first = _FIRST.search(batch.text, one.start, one.end) if one.type == "ORG" else None
        if first is None:
            out.append((one, sure))
        elif units.get(one.start) == first.start():
            out.append((replace(one, end=first.start(), type="PLACE"), sure))
    return out


# ---- what kind of body is no part of its name, and two bodies are two: 新社会组织某某党委, 物业行业党委和物流行业党委

_KIND = re.compile("新(?:经济组织|社会组织|业态)(?!新|企业|党|行业|群体)(?=.{4})")
_TWO = re.compile("(?<=党委|公司|大学|学院)[和与](?=.{2,12}(?:党委|公司|大学|学院)$)")


def without_kinds_before(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Cut the kind, and part the two."""
    out = []
    for one, sure in chosen:
        if one.type == "ORG" and (kind := _KIND.match(batch.text, one.start, one.end)):
            one = replace(one, start=kind.end())
        two = _TWO.search(batch.text, one.start, one.end) if one.type == "ORG" else None
        out += [(replace(one, end=two.start()), sure), (replace(one, start=two.end()), sure)] if two else [(one, sure)]
    return out


# ---- a list of places with their bodies behind it: 甲、乙、丙三市总工会 is no 丙三市总工会

_COUNTED = re.compile("[两二三四五六七八九][省市县区州旗镇校地]")


def without_counted(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Leave the place of such a body."""
    units = dict(marked_spans(batch.columns[C["gaz"]]))
    out = []
    for one, sure in chosen:
        end = units.get(one.start, -1) if one.type == "ORG" and batch.text[one.start - 1] in "、和" else -1
        counted = _COUNTED.match(batch.text, end, one.end) if end > 0 else None
        out.append((replace(one, end=end, type="PLACE"), sure) if counted else (one, sure))
    return out


# ---- parts of bodies: 农业农村部市场与信息化司; 民革宜春市委会 is no 宜春市委

_BUREAU = re.compile(
    f"(?:(?![和与及等的在将会]){IN_CLAUSE}){{1,3}}?(?:(?![等的在将会]){IN_CLAUSE}){{1,9}}?(?<!公)司(?=[、，。；（和与及在将会]|联合|会同|开展|实施|推行|举办|印发|牵头|组织|发布|启动|负责)"
)
_MINOR = re.compile(
    f"(?:民革|民盟|民建|民进(?!入)|农工党|致公党|九三学社|台盟)(?:(?![和与及等在]){IN_CLAUSE}){{2,8}}?(?:委员会|[省市县区州]委会)"
)
# 团县委; 集团市委 would be a committee of a firm.
_LEAGUE = re.compile("(?<![集社])团[省市县区州旗]委(?![员托])")
# 国家会展中心（天津）: there are several.
_NATIONAL = re.compile(
    f"国家(?:(?![和与及等的]){IN_CLAUSE}){{2,16}}?(?:中心|实验室|研究院)（(?P<at>{IN_CLAUSE}{{2,4}})）"
)


def with_parts(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Add the bureaus of ministries, the local committees of the minor parties and of the league, and national centres with their place."""
    for start, end in marked_spans(batch.columns[C["body"]]):
        if batch.text[end - 1] in "部委局署" and (bureau := _BUREAU.match(batch.text, end)):
            chosen = added(chosen, start, bureau.end(), "ORG", PART)
    for found in (*_MINOR.finditer(batch.text), *_LEAGUE.finditer(batch.text)):
        chosen = added(chosen, found.start(), found.end(), "ORG", PART)
    units = dict(marked_spans(batch.columns[C["gaz"]]))
    for found in _NATIONAL.finditer(batch.text):
        if units.get(found.start("at")) == found.end("at"):
            chosen = added(chosen, found.start(), found.end(), "ORG", PART)
    return chosen


# ---- the other bodies of a list that is led by one (3.1.6): 自治区公安厅、应急管理厅、文化和旅游厅牵头

_MEMBER = re.compile(
    f"(?:(?![各等负牵配]|有关|相关){IN_CLAUSE}){{2,11}}?(?:(?<![布格全大结开当时战政])[厅局署]|(?<![党省市县区常])委|总队|总社|海关)(?=[、，。；）]|牵头|负责|配合|参与|参加|按职责|等)"
)
# Of the 24 that stand so behind an annotated body of real papers 22 are annotated.
MEMBER = 0.88


def with_members(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Add the bodies behind an organ of a government that a list joins with 、 and no mention covers."""
    for one, _ in [
        choice for choice in chosen if choice[0].type == "ORG" and batch.text[choice[0].end - 1] in "厅局办署"
    ]:
        at = one.end
        while batch.text[at] == "、" and (member := _MEMBER.match(batch.text, at + 1)):
            if any(other.start < member.end() and member.start() < other.end for other, _ in chosen):
                break
            chosen = added(chosen, member.start(), member.end(), "ORG", MEMBER)
            at = member.end()
    return chosen


# ---- bodies of the report's own place that open a clause: 市侨联, 县人民政府, 组织部要…

_OWN = re.compile(
    "(?:(?<=[，。；、（\0])|(?<=经|由|与|同|和)|(?<=联合|会同|代表))[省市县区州旗](?:侨联|台联|红十字会|慈善总会|慈善联合总会|妇幼保健院|烟草专卖局|军分区|人武部|人民政府)"
    "(?=[，。；、）和与同及将要负牵印出制发开实推组联会启举建打])"
)
_DEPARTMENT = re.compile(
    "(?<=[，。；\0])(?:组织部|宣传部|统战部|政法委|纪委监委|(?:(?![由各向对与和将])[\u4e00-\u9fff]){2,8}(?<![布格全大结开当时战政])局)(?=要(?![求素点闻害领员])|负责|牵头(?!单位))"
)


def with_own(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Add them where no mention covers them."""
    for found in (*_OWN.finditer(batch.text), *_DEPARTMENT.finditer(batch.text)):
        each = "各" in batch.text[max(0, found.start() - 6) : found.start()]  # 各市、县人民政府
        if not each and not any(one.start < found.end() and found.start() < one.end for one, _ in chosen):
            chosen = added(chosen, found.start(), found.end(), "ORG", PART)
    return chosen


# ---- the committee of a zone: 某某经济技术开发区党工委

_ZONE = re.compile(
    f"(?<![\u4e00-\u9fff])(?!成立|组建|设立|统筹|支持|推动)(?P<name>(?:(?![和与及等的在由各对为向该全我本按]){IN_CLAUSE}){{2,12}}?(?:高新区|经开区|开发区|新区|示范区|合作区|园区|产业园|试验区|度假区|保税区))"
    "(?:党工委|管委会|管理委员会)(?![书委成班组领部办副])"
)
_NO_ZONE = re.compile("市属|省属|国家级|省级|[市县区]直")


def with_zones(chosen: list[Choice], batch: Batch) -> list[Choice]:
    """Add the committee of a zone that opens a clause."""
    for found in _ZONE.finditer(batch.text):
        free = not any(one.start < found.end() and found.end("name") < one.end for one, _ in chosen)
        if free and not _NO_ZONE.match(found["name"]):
            chosen = added(chosen, found.start(), found.end(), "ORG", PART)
    return chosen


# ---- a body behind its units is one mention with them (3.1.3): 某镇城管办, 某市某区某街道某社区党总支

_ORGAN = re.compile(
    f"(?:(?!成立|设立|建立|组建|开展|举办|打造|推进|落实|实施|联合|领办|创办|首[家个座所]|最大|[在与到为是有各级的等让把将]){IN_CLAUSE}){{0,10}}?"
    "(?:(?<![布格全大结开当时战政])[局厅]|总队|支队|大队|总站|工作站|观测站|海关|(?<![举主承开协兴创])办|办公室|慈善会|商会|协会|工商联|妇联|残联|侨联"
    "|军分区|红十字会|慈善总会|保健院|(?<![届次\u4e00-\u9fff])[一二三四五六七八九十][中小]|[一二三四五六七八九十][中小](?![\u4e00-\u9fff]{0,2}全会)"
    "|融媒体中心|(?<!人才)中心|卫生院|医院|小学|中学|学校|剧团|集团|公司|研究院|管理处|合作社|中心校|幼儿园|校区|分院|职教中心|博物[馆院]|图书馆|文化馆|美术馆|档案馆|科技馆|剧院|艺术团|乌兰牧骑)"
    "(?=[、，。；（和与及在]|下设|所属|下属|隶属|投入|建成|学生|师生|联合|会同|开展|实施|推行|举办|发起|推出|印发|出台|制定|建立|组织|牵头|承办|创新|探索|启动|打造|优化|完善|深化|选派|派出|参与|承担|上线)"
)
_COMMITTEE = re.compile(
    f"(?:(?:(?!等|成立|建立|组建){IN_CLAUSE}){{1,8}}?(?:社区|村|镇|乡|街道))?(?:联合|综合|机关)?(?:党委|党工委|党总支|党支部|纪委|人民政府|村委会|居委会|管委会|(?<=街道)办事处)(?![书副委成班组领部办主])"
    f"|(?:(?!等|成立|建立|组建|开展|实施|[在与到为是有各的]){IN_CLAUSE}){{2,14}}?工委(?![书副委成班组领部办])"
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
