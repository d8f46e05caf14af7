"""Masked places: XXX县, ××区, **镇, 某县, XX经开区, where a report hides which place it speaks of.

Input is text, output are spans. A masked place is local to its report; `kg.link` gives it its id.
"""

from __future__ import annotations

import re

_MASK = r"(?:[XxＸｘ×✕✖╳＊*○〇◯□■△▲●◎]{1,5}|某某?)"
_HEAD = (
    r"(?:省|自治区|自治州|自治县|经济技术开发区|经济开发区|高新技术产业开发区|高新技术开发区|开发区|经开区|高新区|新区|园区|"
    r"地区|街道|社区|苏木|嘎查|市|县|区|州|盟|旗|镇|乡|村)"
)
# X市场, XX区域, X乡村, 某市民 are words, not places; XX市民政局 is a body of XX市.
_WORD = (
    r"(?!(?<=市)(?:场|民(?!政|族|宗|主|盟|革|建|进))|(?<=区)(?:域|间|位|别|块)"
    r"|(?<=乡)(?:村振兴|镇|土|愁)|(?<=村)(?:民|庄))"
)
# A mask begins where no letter stands before it: not 5GX区, APEX市.
_PLACE = re.compile(rf"(?<![A-Za-z0-9Ｘ×*＊]){_MASK}{_HEAD}{_WORD}")


def is_masked(name: str) -> bool:
    """Tell whether the name of a place is masked, wholly or in its last part.

    >>> [is_masked(name) for name in ("XXX县", "××区", "**镇", "某县", "XX经开区", "苍溪县", "X市场")]
    [True, True, True, True, True, False, False]
    """
    return any(end == len(name) for _, end in masked_place(name))


def masked_place(text: str) -> list[tuple[int, int]]:
    """Give the spans of the masked places of a text, one a unit, in their order.

    >>> [text[start:end] for text in ["XX省XX市某县县委"] for start, end in masked_place(text)]
    ['XX省', 'XX市', '某县']
    """
    return [found.span() for found in _PLACE.finditer(text)]
