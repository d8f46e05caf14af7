"""The year that each part of a report speaks of: 一、2023年工作回顾 in a report of January 2024, 三、2024年工作安排 in one of 2023.

Input are the passages of a report and its year; output is a year for every passage, or None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.text import Passage

# A heading is short and ends without a full stop; its number tells its rank.
_HEADING = re.compile(r"[^。；！？，\n]{1,40}$")
_RANKS = (
    re.compile(r"\s*第[一二三四五六七八九十]+[部章]"),
    re.compile(r"\s*[一二三四五六七八九十]{1,3}、"),
    re.compile(r"\s*[（(][一二三四五六七八九十]{1,3}[）)]"),
    re.compile(r"\s*\d{1,2}[.．、]"),
)
_YEAR = re.compile(r"((?:19|20)\d{2})年(?!\d{1,2}月)(?![—\-－至到])")
_WORK = re.compile(r"工作|回顾|总结|安排|任务|打算|计划|目标|思路|成效|开展情况|以来的情况")
# （一）去年以来，全州…: the time with which a passage opens is that of all its sentences.
_OPENS = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]\s*)?(?:(?P<last>去年|上年)(?:以来)?|(?P<year>(?:19|20)\d{2})年)，"
)
# A heading may speak of the years around the report's own; 到2035年 is an aim and no part of it.
BEFORE, AFTER = 2, 1


def years_of_passages(passages: Sequence[Passage], as_of: int | None) -> list[int | None]:
    """Give the year that each passage speaks of: with which it opens, else that of the heading above it, else the report's.

    A heading holds to the next one of its rank, but for the parts below it that tell a year of their own.
    """
    years: list[int | None] = []
    year = as_of
    told_above: list[tuple[int, int]] = []
    for passage in passages:
        if _HEADING.fullmatch(passage.text):
            own = _rank(passage.text)
            told_above = [(rank, told) for rank, told in told_above if rank < own]
            if (told := _told(passage.text, as_of)) is not None:
                told_above.append((own, told))
            # A report that tells no year of its own goes on with its last part's.
            year = told_above[-1][1] if told_above else as_of or year
        opened = _OPENS.match(passage.text)
        last = as_of - 1 if opened is not None and opened["last"] and as_of else None
        years.append(last or (int(opened["year"]) if opened is not None and opened["year"] else year))
    return years


def _rank(heading: str) -> int:
    """Give the rank of a heading by its number, 0 highest; one without a number stands beside 一、.

    >>> _rank("（二）2024年工作安排"), _rank("2024年工作安排")
    (2, 1)
    """
    return next((rank for rank, number in enumerate(_RANKS) if number.match(heading)), 1)


def _told(heading: str, as_of: int | None) -> int | None:
    """Give the only year of a heading that tells of work, where it is near the report's own.

    >>> _told("一、2023年工作回顾", 2024), _told("2021—2023年工作总结", 2024), _told("三、2035年远景目标", 2021)
    (2023, None, None)
    """
    years = {int(year) for year in _YEAR.findall(heading)}
    if len(years) != 1 or not _WORK.search(heading) or re.search(r"\d年?[—\-－~至到]+\s*(?:19|20)\d{2}年", heading):
        return None
    year = years.pop()
    return year if as_of is None or as_of - BEFORE <= year <= as_of + AFTER else None
