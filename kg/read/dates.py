"""Dates as heads and feet of reports write them: a line that is a date, with or without its hour, or that tells an occasion.

Input are lines of text; output are dates as `YYYY`, `YYYY-MM` or `YYYY-MM-DD` for `kg.read.titles` and the fields of a Report.
"""

from __future__ import annotations

import datetime
import re

DIGITS = str.maketrans("〇○零Ｏ一二三四五六七八九０１２３４５６７８９", "00001234567890123456789")
# 上午10:00, 下午3时30分, 15:00—16:00; 三 is a digit already when this is looked for.
_CLOCK = (
    r"\d{1,2}\s*[:：]\s*\d{2}(?:[:：]\d{2})?|(?:\d?十\d?|\d{1,2})\s*[时点](?:\s*(?:\d?十\d?|\d{1,2})\s*分?|半|整|许)?"
)
_PART_OF_DAY = r"(?:上午|下午|中午|早上|晚上|晚|凌晨)"
HOUR = (
    r"(?:\s*[（(]?(?:星期|周)[1-6日天][)）]?)?"
    rf"(?:\s*{_PART_OF_DAY}?\s*(?:{_CLOCK})(?:\s*[-—–~～至到]+\s*{_PART_OF_DAY}?\s*(?:{_CLOCK}))?|\s*{_PART_OF_DAY})?"
)
DATE = re.compile(
    r"^(?:(?:成文|发布|印发|公开|讲话|发言|报送|会议|召开|举行|举办|发布会)?(?:日期|时间)\s*[:：]?\s*)?[（(【]?\s*"
    r"((?:19|20)\d\d)\s*(?:[-./年]\s*(\d{1,2}|\d?十\d?)\s*(?:[-./月]\s*(\d{1,2}|\d?十\d?)\s*日?"
    rf"{HOUR})?月?)?年?\s*(?:印发)?\s*[)）】]?$"
)
DAY = r"((?:19|20)\d\d(?:年\d{1,2}月\d{1,2}日|[-./]\d{1,2}[-./]\d{1,2}))"
OCCASION = re.compile(rf"^[（(—\-]*\s*{DAY}\s*在.{{2,50}}(?:上|期间)\s*[）)]?$")
# （2023年4月6日，昆明）, （2023年11月9日市人民政府第4次常务会议通过）
VENUE = re.compile(
    rf"^[（(]\s*{DAY}(?:[\s，,·]*(?![起前后至止以])(?:[于在]\s*)?[\u4e00-\u9fff]{{2,12}}|[\s，,]*.{{2,45}}(?:通过|批准))\s*[）)]$"
)
SOURCE = re.compile(
    rf"^{DAY}(?:\s+\d{{1,2}}[:：]\d{{2}}(?:[:：]\d{{2}})?)?\s+.{{0,4}}(?:来源|作者|责编|编辑|浏览|字号|发布).*$"
)


def parse_date(text: str) -> str | None:
    """Give the date that a line consists of as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, or None.

    >>> parse_date("（2023年7月15日）"), parse_date("二〇二三年十二月三十一日"), parse_date("2020-09-23")
    ('2023-07-15', '2023-12-31', '2020-09-23')
    >>> parse_date("时间：2023年7月15日（星期六）上午9:30")
    '2023-07-15'
    >>> parse_date("2023年以来"), parse_date("2023年13月"), parse_date("2023年十十月")
    (None, None, None)
    """
    if len(text) > 40:
        return None
    text = re.sub(r"[，,]\s*根据录音整理", "", text)
    found = DATE.match(text.translate(DIGITS))
    if not found or (not found[2] and not re.search(r"年|期|间", text)):
        return None
    year, month, day = int(found[1]), number_of(found[2]), number_of(found[3])
    if month is None:
        return f"{year}"
    try:
        date = datetime.date(year, month, day or 1)
    except ValueError:
        return None
    return date.isoformat() if day else f"{year}-{month:02}"


def number_of(text: str | None) -> int | None:
    """Give the value of 7, 07, 十, 十二 (already 十2), 2十, 3十1."""
    if not text:
        return None
    if "十" not in text:
        return int(text)
    tens, _, ones = text.partition("十")
    return int(tens or 1) * 10 + int(ones or 0)


def dated_line(text: str) -> str | None:
    """Give the date that a line tells beside an occasion, a venue or a source, or None.

    >>> dated_line("（2022年1月5日在全县大会上）"), dated_line("（2022年1月5日，昆明）"), dated_line("2022年1月5日，全县召开大会。")
    ('2022-01-05', '2022-01-05', None)
    """
    found = OCCASION.match(text) or VENUE.match(text) or SOURCE.match(text)
    return parse_date(found[1]) if found else None
