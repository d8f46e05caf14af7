"""What the head of a report says: its title, issuer and date, and the place and year that follow from them.

Input are lines from `kg.read.lines`; output are values for the fields of a Report. The place names come from `kg.gazetteer`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from kg.gazetteer import Unit, gazetteer, masked_place
from kg.read.dates import DIGITS, dated_line, number_of, parse_date
from kg.read.lines import SALUTATION

HEADLINE_CHARS = 40
NUMERAL = "一二三四五六七八九十百"
SECTION = re.compile(
    rf"^(?:第[{NUMERAL}\d]+[章节条部]|[{NUMERAL}]+[、．.]|[（(][{NUMERAL}\d]+[)）]|\d+(?:\.\d+)*[．.、﹒)）](?!\d)|[①-⑳]"
    rf"|附件?\s*\d*\s*[:：]|(?:典型)?案例\s*[{NUMERAL}\d]{{1,3}}\s*[:：、．.])"
)
TOP_SECTION = re.compile(r"^([一二三四五六七八九十]{1,3})、")
# Words that end the title of a speech, a summary or a report: strong enough to begin a new report in a file without contents.
SPEECH = r"(?:讲话|发言|致辞|主持词|表态|汇报|报告|述职|交流|演讲|宣讲|点评|总结讲话)(?:稿|提纲|材料|要点|摘要)?"
SELF_STANDING = re.compile(
    rf"(?:上的{SPEECH}|(?:工作|成就|发展|建设|活动|情况|经验|纪实)(?:综述|总结|汇报|报告)|综述|情况的?(?:报告|汇报|总结)"
    r"|(?:述职|调研|自查|专题|考察|调查|心得)(?:述廉)?报告|(?:讲话|发言|汇报|交流|经验|典型|事迹|先进|宣传)(?:稿|材料|提纲)|致辞|主持词|工作要点|年度总结)"
    r"(?:[（(][^（()）]{1,20}[)）])?$"
)
TITLE_END = re.compile(
    rf"(?:{SPEECH}|综述|总结|意见|方案|计划|规划|纲要|办法|措施|规定|条例|通知|通报|决定|公报|公告|倡议书?|细则|纪实|体会|思考|做法"
    r"|启示|调查|研究|情况|简报|信息|纪要|要点|材料|指引|指南|规范|标准|白皮书|行动|工程|报道|述评|清单|函|批复|令)"
    r"(?:[（(][^（()）]{1,20}[)）])?$"
)
COLLECTION = re.compile(
    r"汇编|选编|合集|合编|集锦|文集|文稿集|材料集|[（(]\s*(?:共\s*)?[\d一二三四五六七八九十百]+\s*篇\s*[)）]|\d+\s*篇"
)
BODY = (
    r"(?:委员会|人民政府|政府|委|组织部|宣传部|统战部|政法委|纪委监委|监委|办公室|办公厅|委办|工委|党工委|管委会|部|局|厅|人大常委会|人大|政协"
    r"|法院|检察院|党组|党委|党总支|党支部|总工会|联合会|妇联|团委|学会|协会|集团|公司|大学|学院|学校|医院|研究院|研究室|党校|银行"
    r"|中心|领导小组|办|街道|镇|乡|课题组|调研组|编写组)"
)
ISSUER = re.compile(rf"^(?:[（(【]?)((?:中共|中国共产党)?[^。，；：！？、“”《》\s]{{2,32}}?{BODY})(?:[)）】]?)$")
SPEAKER = re.compile(
    rf"^((?:中共|中国共产党)?[^。，；：！？、“”《》\s]{{1,24}}?(?:委|政府|{BODY[3:-1]}))(?:党组|常务|第一)?(?:副?(?:书记|部长|局长|厅长|主任|主席|组长|院长|校长|[省市县区州旗盟镇乡]长|检察长)"
    r"|常委)[^。；！？]{0,30}$"
)
# 甲市市长　王某某 speaks for the government of 甲市.
MAYOR = re.compile(r"^([^。，；：！？、“”《》\s]{1,12}?[省市县区州旗])(?:常务)?副?[省市县区州旗]长[\s　]+\S{1,12}$")
# What the title of a compilation says: 各市2022年工作总结, 典型材料汇编.
GATHERED = re.compile(r"各(?:地|省|市|州|县|区|旗|乡|镇|街道|盟|单位|部门)|集萃|荟萃|摘编|辑录")
# What the title of a report says of the one place that it speaks for, without naming it.
OWN = re.compile(r"[全本我](?:省|市|州|盟|县|区|旗|镇|乡|街道)")
# A notice prints another paper below its own signature.
NOTICE = re.compile(r"关于.*的(?:通知|意见|通报|决定|公告|通告|批复|函|请示|报告)$")
# A line that goes on in the next one, what is said at the end of a report, and a date are no headlines.
NO_HEADLINE = re.compile(r"^(?:关于|在|对|印发|转发|附件)|(?:的|暨|和|与|及)$|谢谢|完毕|\d{4}[-./年]\d")
OFFICE_NAMES = re.compile(r"^(?:前言|引言|序言?|导语|导言|摘要|结语|后记|附录|附件)$")
# 中共某某市委组织部编　　2022年12月30日: a bulletin says who made it.
EDITED = re.compile(r"(?:编印|主办|主编|编|印制|印发|印)$")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年|年度|\s*[-—–~～至到]+\s*((?:19|20)\d\d)\s*年)")
CHINESE_YEAR = re.compile(r"([二一][〇○零Ｏ九][〇○零Ｏ一二三四五六七八九]{2})年")
# What a plan aims at is not the year from which it speaks.
TARGET_YEAR = re.compile(r"(?:19|20)\d\d年(?:远景|中长期|发展)?目标")
FIVE_YEARS = re.compile(
    r"第?[“\"]?([六七八九]|十[一二三四五六七八九]?|二十[一二三四五]?)(?:个五年|五[”\"]?(?=.*(?:时期|规划|计划|纲要|方案)))"
)
PLAN = re.compile(r"计划|规划|方案|纲要|行动|打算|思路|措施|意见|办法")
OPENED = re.compile(r"^(?P<box>[【\[])?(?P<name>[^：:|｜，。“《【】\[\]]{2,16}?)(?(box)[】\]]|\s*[：:|｜])")
SPOKEN_FOR = re.compile(r"^[^：:|｜，。“《]{2,16}(?=[：:|｜])")
FIELD = re.compile(
    r"^(索\s*引\s*号|主题分类|发文机关|发文机构|成文日期|发布日期|发布时间|发文字号|文\s*号|标\s*题|主题词|来\s*源|信息来源|作\s*者|字\s*体|字号"
    r"|浏览次数|有效性|公开方式|日期|时间)\s*[:：]\s*(.*)$"
)
# What an invitation or a record of a meeting says of it above its text. Who spoke stays in the text, with the bodies.
EVENT = re.compile(
    r"^(?:(?:会议|活动|发布会?|召开|举行|举办|发布)?(?:时\s*间|日\s*期|地\s*点)|主\s*持\s*人?|主\s*办(?:单位)?|承办单位|发\s*布\s*人|嘉\s*宾|发言人"
    r"|(?:出席|参会|参加|列席)(?:人员|领导|嘉宾|单位|人)?|记\s*录\s*人?)\s*[:：]\s*(?P<value>\S.*)?$"
)
SUBTITLE = re.compile(r"^(?:—+|-{2,})")
ISSUE = re.compile(r"^[（(]?(?:[12]\d{3}年)?\s*(?:总?\s*第\s*[\d〇一二三四五六七八九十百]+\s*期|增\s*刊|专\s*刊)")
PAPER_NUMBER = re.compile(
    r"^[（(]?[\u4e00-\u9fffA-Za-z]{1,16}[〔\[【（(]\s*((?:19|20)\d\d)\s*[〕\]】）)]\s*\d{1,4}\s*号[)）]?$"
)


def is_title_shape(text: str) -> bool:
    """Tell whether a line could be a title: short, no sentence, no section heading, salutation, date or paper number.

    >>> is_title_shape("新时代某市组织工作综述"), is_title_shape("一、总体要求"), is_title_shape("同志们：")
    (True, False, False)
    """
    if not 4 <= len(text) <= 70 or re.search(r"[。；;!！]|[：:，,、]$|\.{3,}$|…$", text):
        return False
    if any(form.match(text) for form in (SECTION, PAPER_NUMBER, FIELD, EVENT)) or parse_date(text):
        return False
    return not SALUTATION.match(text) and len(re.findall(r"[\u4e00-\u9fffXx]", text)) >= 4


def unspaced(text: str) -> str:
    """Give a title that is set with blanks between its characters without them, any other text as it is.

    >>> unspaced("青 禾 市 2022 年 组 织 工 作 总 结"), unspaced("聚力攻坚 奋勇争先 青禾工作总结")
    ('青禾市2022年组织工作总结', '聚力攻坚 奋勇争先 青禾工作总结')
    """
    if len(text) > 120:
        return text
    pieces = text.split()
    if len(pieces) < 6 or sum(len(piece) == 1 or piece.isdigit() for piece in pieces) < 0.7 * len(pieces):
        return text
    closed = "".join(pieces)
    return closed if is_title_shape(closed) and TITLE_END.search(closed) else text


def occasion_date(text: str) -> str | None:
    """Give the date with which a line about the occasion or the source begins or ends, or None where it is no such line.

    >>> occasion_date("（2022年1月5日在全县大会上）"), occasion_date("2023-05-04 09:30 来源：某某日报")
    ('2022-01-05', '2023-05-04')
    >>> occasion_date("某某市委办公室　　2023年5月4日"), occasion_date("2022年1月5日，全县召开大会。")
    ('2023-05-04', None)
    """
    if len(text) > 70 or re.search(r"[。；！]", text):
        return None
    signed = signature(text)
    return dated_line(text) or (signed[1] if signed else None)


def signature(text: str) -> tuple[str, str] | None:
    """Give the body and the date that make up a line, or None.

    >>> signature("（某某市卫生健康委员会 2025年3月）"), signature("某某市委编　　2023年5月4日")
    (('某某市卫生健康委员会', '2025-03'), ('某某市委', '2023-05-04'))
    >>> signature("某某市总工会 2023年") is None
    True
    """
    inner = text.strip("（）()")
    parts = re.split(r"\s{2,}|[\u3000\t]+", inner)
    shortest = 4
    if len(parts) != 2:
        parts, shortest = inner.rsplit(maxsplit=1), 7  # after a single blank a year may belong to a title
    date = parse_date(parts[1]) if len(parts) == 2 else None
    body = issuer_of(EDITED.sub("", parts[0])) if date and len(date) >= shortest else None
    return (body, date) if body and date else None


def is_dated_title(text: str) -> bool:
    """Tell whether a line is a whole title that names a place and a year.

    >>> is_dated_title("2023年某区民政工作总结"), is_dated_title("2023年工作总结"), is_dated_title("某区民政工作总结")
    (True, False, False)
    """
    if not SELF_STANDING.search(text) or text[0] in "—-" or not is_title_shape(text) or title_year(text) is None:
        return False
    return bool(places_of(text) or OWN.search(text))


def is_headline(text: str) -> bool:
    """Tell whether a line may be the motto above a dated title: none that ends as titles do, no issuer, no name of a collection.

    >>> is_headline("情暖万家 兜牢底线"), is_headline("某市民政局"), is_headline("2023年工作总结汇编"), is_headline("谢谢大家！")
    (True, False, False, False)
    """
    if not 6 <= len(text) <= HEADLINE_CHARS or not is_title_shape(text) or NO_HEADLINE.search(text):
        return False
    title = SELF_STANDING.search(text) or COLLECTION.search(text) or GATHERED.search(text)
    return title is None and not OFFICE_NAMES.match(text) and issuer_of(text) is None


def with_subtitle(headline: str, title: str) -> str:
    """Join a headline and the dated title that stands below it."""
    return f"{headline}——{title}"


def title_year(title: str) -> int | None:
    """Give the year from which a title speaks: of several the first for plans, else the last; None where it names none.

    >>> title_year("在2024年全县工作会议上的讲话"), title_year("产业发展行动计划（2021-2023年）"), title_year("五年综述")
    (2024, 2021, None)
    >>> title_year("甲市第十四个五年规划和2035年远景目标纲要"), title_year("乙县“十三五”人才发展规划")
    (2021, 2016)
    >>> title_year("关于丙市2022年计划执行情况与2023年计划草案的报告")
    2023
    """
    text = CHINESE_YEAR.sub(lambda found: found[1].translate(DIGITS) + "年", title)
    text = TARGET_YEAR.sub("", text)
    years = [int(year) for found in YEAR.finditer(text) for year in found.groups() if year]
    if not years:
        plan = FIVE_YEARS.search(text)  # the first plan is of 1953, the sixth of 1981; from there on every five years
        number = number_of(plan[1] and plan[1].translate(DIGITS)) if plan else None
        return 1951 + 5 * number if number and number >= 6 else None
    return years[0] if PLAN.search(text) and "执行情况" not in text else years[-1]


def issuer_of(text: str) -> str | None:
    """Give the body that a line under a title names as the one that speaks, or None.

    >>> issuer_of("XXX县委组织部"), issuer_of("（中共某某市委办公室）"), issuer_of("某某市委书记　李某")
    ('XXX县委组织部', '中共某某市委办公室', '某某市委')
    >>> issuer_of("某某市民政局　某某市财政局"), issuer_of("某某市民政局 办公室")
    ('某某市民政局', '某某市民政局办公室')
    >>> issuer_of("某某市市长　王某")
    '某某市人民政府'
    >>> issuer_of("近年来，全市组织部门") is None, issuer_of("加强组织建设") is None
    (True, True)
    """
    if not 3 <= len(text) <= 44 or SECTION.match(text):
        return None
    field = FIELD.match(text)
    if field and field[1].startswith("发文机"):
        text = field[2]
    found = ISSUER.match(_first_body(text.split()) or re.sub(r"\s+", "", text))
    if found and not re.match(r"(?:在|关于|加强|推进|打造|构建|建设|坚持|全面|深入|做好|以|用|把|让)", found[1]):
        return found[1]
    if (mayor := MAYOR.match(text)) is not None:
        return f"{mayor[1]}人民政府"
    speaker = SPEAKER.match(text)
    return speaker[1] if speaker and not re.search(r"的|上", speaker[1]) else None


def _first_body(names: Sequence[str]) -> str | None:
    """Give the first of several bodies that sign together, None where the words make one name: 某某市委 组织部."""
    if len(names) < 2 or re.search(r"(?:委|委员会|政府|党组)$", names[0]):
        return None
    whole = all(ISSUER.match(name) and not _OFFICE.fullmatch(name) for name in names)
    return names[0] if whole else None


@lru_cache(maxsize=4096)
def places_of(text: str, year: int | None = None) -> tuple[str, ...]:
    """Give the full names of the places that a title or an issuer speaks for, masked ones as they are written.

    >>> places_of("四川省广元市工作综述"), places_of("XXX县委组织部"), places_of("市直机关工委")
    (('四川省广元市',), ('XXX县',), ())

    A headline may name what only sounds like a place; the dated title below it tells.

    >>> places_of("建设更高水平的平安广元——广元市2023年政法工作综述")
    ('四川省广元市',)
    """
    masked = _masked(text)
    if masked:
        return (masked,)
    return tuple(dict.fromkeys(unit.full_name for unit in units_of(text, year)))


def spoken_for(title: str) -> str | None:
    """Give the name of the place that a heading says before its colon or in brackets, None where anything else stands there.

    >>> spoken_for("福建省龙岩市：红土地上党旗红"), spoken_for("【厦门】邻里颐养走进小区"), spoken_for("XX县：“两山”联动")
    ('福建省龙岩市', '厦门', 'XX县')
    >>> spoken_for("厦门市教育局：把课堂搬到海边"), spoken_for("主持人：")
    (None, None)
    """
    found = OPENED.match(title)
    name = found["name"] if found else ""
    end = 0
    for match in gazetteer().find(name):
        end = match.end if match.start == end else 0
    if not end and masked_place(name):
        end = masked_place(name)[-1][1]
    return name if name and end == len(name) else None


_OFFICE = re.compile(rf"(?:机关)?{BODY}")
_YEAR_OF_WORK = re.compile(r"(?:19|20)\d{2}年.*(?:总结|综述|报告)")


def units_of(title: str, year: int | None = None) -> tuple[Unit, ...]:
    """Give the units that a title speaks for; 眉山市：东坡故里气象新 says it before the colon, a slogan above a dated title does not.

    >>> [unit.name for unit in units_of("眉山市：东坡故里气象新")]
    ['眉山市']
    >>> [unit.name for unit in units_of("打造沂蒙人才新高地：临沂市2023年人才工作综述")]
    ['临沂市']
    """
    before = SPOKEN_FOR.match(title)
    if before and _YEAR_OF_WORK.search(title, before.end()):
        return gazetteer().title_places(title[before.end() :], year) or gazetteer().title_places(title, year)
    return (gazetteer().title_places(before[0], year) if before else ()) or gazetteer().title_places(title, year)


def _masked(text: str) -> str | None:
    """Give the lowest of the first masked places that stand side by side (XX省XX市XX县: XX县)."""
    place, end = None, -1
    for start, stop in masked_place(text):
        if place is not None and start != end:
            break
        place, end = text[start:stop], stop
    return place
