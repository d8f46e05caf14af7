"""Normal forms: the text by which two mentions of a programme, campaign, policy or any other name are one.

Input is the text of a mention; output is the canonical text (no quotes, no 《》, no spaces) and a folded key.
Similar names are never merged because they are similar: 十三五规划 and 十四五规划 differ by one character.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import resources

_DROP = re.compile(r"[“”\"'‘’《》〈〉「」『』＂″‹›〝〞\s　]")
_BRACKETS = str.maketrans("()", "（）")
_DOTS = re.compile(r"[·・•‧∙]")
# Words of a plan to do something, which stand before a name and are no part of it.
_LEAD = re.compile(r"^(?:(?:深入|大力|全面|持续|扎实|统筹|积极|稳步)+(?:实施|开展|推进|推行))+(?=.{4,})")


@cache
def table(name: str, section: str) -> Mapping[str, str]:
    """Give one section of a data file of this package as a mapping."""
    text = resources.files("kg.link").joinpath(f"data/{name}.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text)[section])


def plain(text: str) -> str:
    """Strip quotes, book-title marks and spaces from a name, as the canonical text wants it.

    >>> plain("“红链 赋能”行动"), plain("《关于人才工作的意见》")
    ('红链赋能行动', '关于人才工作的意见')
    """
    return _DROP.sub("", unicodedata.normalize("NFC", text)).strip("，、；：。,;:")


def canonical(text: str) -> str:
    """Give the canonical name of a programme, campaign or policy.

    >>> canonical("“第一议题”"), canonical("深入实施“头雁”工程")
    ('第一议题制度', '头雁工程')
    """
    name = _LEAD.sub("", plain(text)) if text[:1] not in "“\"‘'《「『" else plain(text)
    return table("initiatives", "same").get(name, name)


def key(name: str) -> str:
    """Fold a canonical name into the form that ids use: width, case, brackets and dots are levelled, nothing else.

    >>> key("ABC（第二季）") == key("ａｂｃ(第二季)"), key("十三五规划") == key("十四五规划")
    (True, False)
    """
    folded = unicodedata.normalize("NFKC", plain(name)).lower().translate(_BRACKETS)
    return _DOTS.sub("·", _DROP.sub("", folded))


# Heads that say no more than the type: “党课开讲”活动 and “党课开讲”, “一会一课”制度 and “一会一课”.
_EMPTY_HEAD = {"CAMPAIGN": re.compile(r"(?<=...)(?:系列)?活动$"), "PROGRAMME": re.compile(r"(?<=...)制度$")}


def initiative_key(kind: str, name: str) -> str:
    """Fold the name of a programme, campaign or policy for its id; a head that says no more than the type does not count.

    >>> initiative_key("CAMPAIGN", "党课开讲活动") == initiative_key("CAMPAIGN", "党课开讲")
    True
    >>> initiative_key("PROGRAMME", "双提升工程") == initiative_key("PROGRAMME", "双提升计划")
    False
    """
    head = _EMPTY_HEAD.get(kind)
    return key(head.sub("", name) if head is not None else name)


# 《规划》, 《若干措施》, 《实施意见》: the kind of a paper and no name; in every report it is another one.
_ANY_PAPER = re.compile(
    r"(?:若干|实施|工作|指导|管理|暂行|行动|责任|分工|政策|试行|具体|有关|配套)*"
    r"(?:意见|办法|方案|规定|条例|规划|细则|措施|决定|通知|公告|纲要|要点|清单|机制|计划|目录|规则|制度|政策|规范|标准|章程|文件)(?:（试行）)?"
)


def is_any_paper(kind: str, name: str) -> bool:
    """Say whether a policy is called only by its kind, so that it is known in its report alone.

    >>> is_any_paper("POLICY", "若干措施"), is_any_paper("POLICY", "人才工作若干措施")
    (True, False)
    """
    return kind == "POLICY" and _ANY_PAPER.fullmatch(name) is not None


# XX人才周, X英才计划, XXX镇党委: the letters stand for a name that the report hides. Not 4+X专项整治, 5G, X光.
_HIDDEN = re.compile(r"(?<![A-Za-z0-9+＋])(?:[XＸ×]{2,4}|[XＸ](?!光|射线|档案))(?![A-Za-z0-9+＋])")


def is_hidden(name: str) -> bool:
    """Say whether a name has a masked part, so that it names the same thing in its report alone.

    >>> is_hidden("XX人才周"), is_hidden("支部+X+农户"), is_hidden("5G应用计划")
    (True, False, False)
    """
    return _HIDDEN.search(name) is not None
