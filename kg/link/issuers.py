"""Who a report is from: the bodies that act where its text names nobody, and the words by which it calls them.

Input is a Report; `kg.link.report` asks for its issuers and for what 我厅 and 学校党委 mean in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.link.clauses import ACT
from kg.link.context import Home
from kg.text import Report


def issuers_of(report: Report, home: Home) -> tuple[str, ...]:
    """Give the bodies that a report is from: those with which its title begins together, else the one it is from."""
    one = issuer_of(report, home)
    return joint_bodies_of_title(report.heading) or ((one,) if one else ())


def issuer_of(report: Report, home: Home) -> str | None:
    """Give the one body that a report is from: the institution that speaks, else who issued it, or with whom its title begins."""
    return home.institution.name if home.institution is not None else report.issuer or body_of_title(report.heading)


# 教育部办公厅关于…的通知, 某集团有限公司党委2023年党建工作报告: the body with which a title begins.
_TITLE_BODY = re.compile(
    r"(?P<body>(?:国务院|中共中央)(?:办公厅)?|(?:中共|中国共产党)?[\u4e00-\u9fff（）]{2,28}?(?:公司|集团|大学|学院|医院|研究院|研究所|银行|协会|学会|商会|部|局|厅|委员会)"
    r"(?:党委|党组|机关党委|委员会|办公厅)?)(?=关于|\d{4}年|二〇|党建|党的|年度|工作|全面从严)"
)


def body_of_title(heading: str) -> str | None:
    """Give the body with which the title of a paper begins.

    >>> body_of_title("教育部办公厅关于开展书香校园活动的通知"), body_of_title("关于开展书香校园活动的通知")
    ('教育部办公厅', None)
    """
    found = _TITLE_BODY.match(heading)
    return found["body"] if found else None


_JOINT = re.compile(r"(?P<bodies>[^《》“”：，。]{4,80}?)关于")
_BODY_END = re.compile(
    r"(?:[部委局署厅办]|银行|委员会|办公厅|办公室|总工会|联合会|人民政府|法院|检察院|中央|公司|集团|协会)$"
)


def joint_bodies_of_title(heading: str) -> tuple[str, ...]:
    """Give the bodies that a paper is from together, nothing where its title does not begin with several.

    >>> joint_bodies_of_title("教育部 财政部关于做好资助工作的通知"), joint_bodies_of_title("教育部关于甲、乙的通知")
    (('教育部', '财政部'), ())
    """
    found = _JOINT.match(heading)
    bodies = re.split(r"[\s、]+", found["bodies"]) if found else []
    return tuple(bodies) if len(bodies) > 1 and all(_BODY_END.search(body) for body in bodies) else ()


# What tells that it acts: an act behind it, or the other side of an agreement before or behind it.
_WITH = "与同"


def our_office(report: Report, home: Home) -> dict[str, str]:
    """Map 我厅 and the like to the body that the report is from."""
    issuer = issuer_of(report, home) or ""
    return {f"ORG 我{kind}": issuer[: issuer.rindex(kind) + 1] for kind in "部厅局委院校" if kind in issuer}


def bureau_words(text: str, issuer: str) -> Iterator[re.Match[str]]:
    """Find where 我局 or 局党组 acts or works with another in the report of a bureau.

    >>> [found.group() for found in bureau_words("我局开展活动，局党组推行，各局推行。", "青禾市民政局")]
    ['我局', '局党组']
    """
    if issuer[-1:] in "部厅局委办":
        for found in re.finditer(rf"(?:^|(?<=[，；。：！？\s由]))(?:[我本]{issuer[-1]}|{issuer[-1]}党[委组])", text):
            if ACT.match(text, found.end()) is not None or text[found.end() : found.end() + 1] in tuple(_WITH):
                yield found


# How the report of an institution calls it; by one character only in 我校 and 校党委.
_SCHOOL, _FIRM = "学校", "集团公司|公司|集团"
_CALLED = {"大学": _SCHOOL, "学院": "学校|学院", "中学": _SCHOOL, "小学": _SCHOOL, "公司": _FIRM, "集团": _FIRM}


@cache
def _institution_words(kind: str) -> re.Pattern[str]:
    words = _CALLED.get(kind, kind)
    last = "".join(sorted({word[-1] for word in words.split("|")}))
    return re.compile(
        rf"(?:^|(?<=[，；。：！？\s由{_WITH}]))(?:[全我本]?(?:{words})(?:党[委组])?|[全我本][{last}](?:党[委组])?|[{last}]党[委组])(?!纪委|团委|工会|妇联|[\u4e00-\u9fff]{{2}}处(?![于理置在]))"
    )


def institution_words(text: str, kind: str) -> Iterator[re.Match[str]]:
    """Find where an institution of a kind acts in its own report, or works with another, under a word that is no name of it.

    >>> [found.group() for found in institution_words("省委部署后，学校党委实施计划，各学校实施计划，甲市与我校签约。", "大学")]
    ['学校党委', '我校']
    """
    for found in _institution_words(kind).finditer(text):
        beside = text[found.start() - 1 : found.start()] + text[found.end() : found.end() + 1]
        if ACT.match(text, found.end()) is not None or not set(beside).isdisjoint(_WITH):
            yield found
