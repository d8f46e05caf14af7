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

_DROP = re.compile(r"[“”\"'‘’《》〈〉「」『』\s　]")
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
    return _DROP.sub("", unicodedata.normalize("NFC", text))


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
