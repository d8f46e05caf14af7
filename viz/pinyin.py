"""How Chinese names are typed on a Latin keyboard: the syllables that the search box of the page matches.

Input are names and aliases of entities, output goes into the node data of `viz.network`.
"""

from __future__ import annotations

import re
from functools import cache

from pypinyin import lazy_pinyin, load_phrases_dict

# Place names whose reading the phrase dictionary of pypinyin 0.55 lacks (it reads 长清 as zhang qing, 新都 as xin dou).
READINGS = {
    "长治": "cháng zhì",
    "长清": "cháng qīng",
    "长垣": "cháng yuán",
    "长葛": "cháng gě",
    "长顺": "cháng shùn",
    "长泰": "cháng tài",
    "都匀": "dū yún",
    "新都": "xīn dū",
    "浚县": "xùn xiàn",
    "单县": "shàn xiàn",
    "洪洞": "hóng tóng",
    "涡阳": "guō yáng",
    "乐陵": "lào líng",
    "解州": "hài zhōu",
}
# A name of several levels is read level by level: in 湖南省长沙市 the dictionary would find 省长, "governor", read zhang.
LEVELS = re.compile(r"(?<=[省市州盟区县])")


@cache
def _load_readings() -> None:
    load_phrases_dict({word: [[syllable] for syllable in reading.split()] for word, reading in READINGS.items()})


def syllables(text: str) -> str:
    """Give the pinyin of a text, lower case, one space between syllables; Latin letters and digits stay words.

    >>> syllables("重庆市"), syllables("湖南省长沙市"), syllables("“APP”热线2.0版")
    ('chong qing shi', 'hu nan sheng chang sha shi', 'app re xian 2 0 ban')
    """
    _load_readings()
    joined = " ".join(syllable for part in LEVELS.split(text) for syllable in lazy_pinyin(part)).lower()
    return " ".join("".join(char if char.isalnum() else " " for char in joined).split())


def initials(text: str) -> str:
    """Give the first letters of the syllables of a text.

    >>> initials("四川省广元市")
    'scsgys'
    """
    return "".join(syllable[0] for syllable in syllables(text).split())
