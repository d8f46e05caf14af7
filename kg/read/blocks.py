"""The title at the top of a report: on which lines it stands, one or several, and how they join.

Input are the lines of one report from `kg.read.reports` and `kg.read.head`; output is the title and how many lines it takes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.read.dates import parse_date
from kg.read.lines import SALUTATION, Line
from kg.read.titles import (
    EVENT,
    FIELD,
    ISSUE,
    ISSUER,
    OFFICE_NAMES,
    SECTION,
    SUBTITLE,
    TITLE_END,
    is_dated_title,
    is_headline,
    is_title_shape,
    issuer_of,
    occasion_date,
    places_of,
    spoken_for,
    with_subtitle,
)

# A title that no ending of titles closes takes at most three lines.
BLOCK_LINES = 3
# 2024年工作要点 below the name of a bureau goes on with it, as 关于… and 印发… do.
READS_ON = re.compile(
    r"^(?:关于|印发|转发|(?:19|20)[\dXx×*]{2}(?:\s*[-—–~～至]\s*(?:19|20)[\dXx×*]{2})?年|二[〇○零]..年|“?十[一二三四五六]五”?|(?:年度|工作|党建|述职)"
    r"(?:工作)?(?:总结|综述|报告|要点|计划|情况))"
)
NUMBERED = re.compile(
    r"^(?P<open>[（(]?)(?:(?P<digit>\d{1,3})|(?P<numeral>[一二三四五六七八九十]{1,3}))[)）]?[、．.\s]*(?<=[、．.)）\s])(?=[^\d\s])"
)


def find_title(lines: Sequence[Line], at: int = 0) -> tuple[str | None, int]:
    """Give the title that begins on the line `at` and how many lines it takes, or (None, 0)."""
    if at < len(lines) and (numbered := _numbered_title(lines, at)):
        return numbered, 1
    if at >= len(lines) or OFFICE_NAMES.match(lines[at].text):
        return None, 0
    if not is_title_shape(lines[at].text):
        return set_block(lines, at)
    first = lines[at].text
    following = lines[at + 1 : at + 4]
    if following and is_headline(first) and is_dated_title(following[0].text):
        return with_subtitle(first, following[0].text), 2
    # A title that is set in two to four lines: only the last one ends as titles do, or it says 关于…的…
    for count in range(min(3, len(following)), 0, -1):
        block = [line.text for line in lines[at : at + count + 1]]
        if all(is_title_shape(text) and not SALUTATION.match(text) for text in block) and _is_one_title(block):
            return "".join(block), count + 1
    after = following[0] if following else None
    if TITLE_END.search(first) or after is None:
        return first, 1
    if (block_title := set_block(lines, at))[0] is not None:
        return block_title
    longer = len(after.text) > 1.5 * len(first) and not re.match(r"[，。、；]", after.text)
    return (first, 1) if after.gap or after.indent or _is_below_title(after.text) or longer else (None, 0)


def _is_below_title(text: str) -> bool:
    """Tell whether a line can only stand below a title: a subtitle, who speaks, when and to whom, the first section."""
    if SALUTATION.match(text) or SECTION.match(text) or FIELD.match(text) or EVENT.match(text):
        return True
    if SUBTITLE.match(text):
        return is_title_shape(text)
    return bool(parse_date(text) or occasion_date(text) or issuer_of(text))


def set_block(lines: Sequence[Line], at: int) -> tuple[str | None, int]:
    """Give a title on two or three lines that stand together, apart from what is below, and do not end as titles do.

    The first may end with a comma, or name a place and a colon.
    """
    texts: list[str] = []
    for line, after in zip(lines[at : at + BLOCK_LINES], lines[at + 1 :], strict=False):
        text = line.text
        place = not texts and spoken_for(text.rstrip("：:") + "：") == text.rstrip("：:")
        apart = texts and (line.gap or line.indent > lines[at].indent or _is_below_title(text))
        shaped = place or (is_title_shape(text.rstrip("，、")) and not issuer_of(text) and not ISSUE.match(text))
        if apart or not shaped:
            break
        texts.append(text)
        set_off = after.gap or after.indent > line.indent or _is_below_title(after.text)
        if len(texts) > 1 and set_off and is_title_shape(text):
            return joined_title(texts), len(texts)
    return None, 0


def joined_title(texts: Sequence[str]) -> str:
    """Join the lines of a title: a place and a slogan, two slogans of one length, or one title that was broken.

    >>> joined_title(["眉山市", "东坡故里气象新"]), joined_title(["凝心铸魂强根基", "团结奋进启新程"]), joined_title(["奋力开创", "新局面"])
    ('眉山市：东坡故里气象新', '凝心铸魂强根基 团结奋进启新程', '奋力开创新局面')
    """
    first, last = texts[0], texts[-1]
    if spoken_for(first + "：") == first and not READS_ON.match(texts[1]):
        first += "："
    pair = len(texts) == 2 and len(first) == len(last) and not TITLE_END.search(last) and first[-1] not in "，、：:"
    return first + (" " if pair else "") + "".join(texts[1:])


def _numbered_title(lines: Sequence[Line], at: int) -> str | None:
    """Give the title after the number that it has from the collection it was taken from: 1、某市2022年工作总结.

    It names a place and ends as titles do, and no line goes on with its count: else it is the heading of a section.
    """
    number = NUMBERED.match(lines[at].text)
    if number is None:
        return None
    title = lines[at].text[number.end() :]
    if not is_title_shape(title) or not TITLE_END.search(title) or not places_of(title):
        return None
    after = (found for line in lines[at + 1 :] if (found := NUMBERED.match(line.text)) and _alike(found, number))
    following = next(after, None)
    return title if following is None or (following["digit"] or following["numeral"]) in {"1", "一"} else None


def _alike(one: re.Match[str], other: re.Match[str]) -> bool:
    return (one["open"], one["digit"] is None) == (other["open"], other["digit"] is None)


def _is_one_title(block: Sequence[str]) -> bool:
    first, last = block[0], block[-1]
    if sum(map(len, block)) > 90 or not TITLE_END.search(last) or issuer_of(last):
        return False
    if READS_ON.match(last) and not places_of(last) and all(ISSUER.match(text) for text in block[:-1]):
        return True
    if re.match(r"关于|印发|转发", last) and all(ISSUER.match(text) for text in block[:-1]):
        return True
    if any(re.search(r"[，。；]", text) for text in block):
        return False
    return not any(TITLE_END.search(text) for text in block[:-1]) and not ISSUER.match(first) and len(last) <= 40
