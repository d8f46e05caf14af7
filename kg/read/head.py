"""The head of one report: which lines are its title, issuer and dates, and which are its text; its foot is read by `kg.read.foot`.

Input are the lines of one report from `kg.read.reports`; output is a `Head` with the lines that remain as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.read.blocks import READS_ON, find_title
from kg.read.dates import OCCASION, parse_date
from kg.read.foot import without_signature
from kg.read.lines import SALUTATION, Line, key
from kg.read.titles import (
    EDITED,
    EVENT,
    FIELD,
    ISSUE,
    NOTICE,
    OFFICE_NAMES,
    PAPER_NUMBER,
    SECTION,
    SUBTITLE,
    TITLE_END,
    is_dated_title,
    is_headline,
    is_title_shape,
    issuer_of,
    occasion_date,
    places_of,
    signature,
    with_subtitle,
)

# A heading made from the text itself is as long as a title is.
HEADING_CHARS = 50
HEAD_LINES = 8
# A title and the salutation after it on one line, as web pages without line breaks have them.
RUN_IN = re.compile(
    r"^[^。，；：！？]{6,60}?(?:讲话|发言|致辞|汇报|报告|主持词)(?:稿|提纲|材料)?\s*(?=(?:尊敬的)?(?:各位|同志们|大家))"
)
STARS = " *#★☆◆◇■●▲※"
ORNAMENT = re.compile(r"#+ *|\*+ +|[★☆◆※] *")
# 某某组工信息, 第12期: the name of a bulletin above the title of what it prints.
MASTHEAD = re.compile(r"(?:简报|信息|动态|快报|快讯|通讯|专报|参考|交流|工作)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands around the text of a report.

    `title` is None where the report has none; `heading` is then its first words or the name of its file. `body` are the
    lines of the text; `start` is the offset of the first line that belongs to the report. `numbered` is the year in the number
    of the paper.
    """

    title: str | None
    title_lines: int
    heading: str
    issuer: str | None
    date: str | None
    numbered: int | None
    body: Sequence[Line]
    start: int | None


def read_head(lines: Sequence[Line], *, title: str | None = None, title_lines: int = 0, stem: str = "") -> Head:
    """Read head and foot of a report whose title, when it is known already, takes the first `title_lines` lines."""
    at, dates = 0, list[str]()
    issuer: str | None = None
    if title is None:
        at, issuer = _letterhead(lines, dates)
        title, title_lines = find_title(lines, at)
        if title is None and at < len(lines) and (found := RUN_IN.match(lines[at].text)):
            lines = [*lines[:at], *part_line(lines[at], found.end()), *lines[at + 1 :]]
            title, title_lines = found[0].strip(), 1
    start = lines[at].start if at < len(lines) else None
    goes_on = title_lines > 1 and READS_ON.match(lines[at + title_lines - 1].text)
    first = issuer_of(lines[at].text) if goes_on else None
    at += title_lines
    if title is not None:
        top = at
        at, title, issuer = _under_title(lines, at, title, issuer, dates)
        under = _under_masthead(lines, top, at, title)
        if under is not None:
            title, title_lines, start = under[0], under[1], lines[at].start
            at, title, issuer = _under_title(lines, at + title_lines, title, issuer, dates)
    else:
        at, _, issuer = _under_title(lines, at, "", issuer, dates)
    numbers = [found for line in lines[:at] if (found := PAPER_NUMBER.match(line.text))]
    body, signed = without_signature(lines, at, dates, notice=title is not None and NOTICE.search(title) is not None)
    title = _clean(title) if title else _named_by_file(stem)
    return Head(
        title=title,
        title_lines=title_lines,
        heading=title or _first_words(body) or stem,
        issuer=issuer or signed or first,
        date=dates[0] if dates else None,
        numbered=int(numbers[0][1]) if numbers else None,
        body=body,
        start=start if title_lines else (lines[0].start if lines else None),
    )


def _under_masthead(lines: Sequence[Line], top: int, at: int, title: str) -> tuple[str, int] | None:
    """Give the title on the line `at` and its lines, where the one found above is the name of a bulletin with its number."""
    if not MASTHEAD.search(title) or not any(ISSUE.match(line.text) for line in lines[top:at]):
        return None
    found, count = find_title(lines, at)
    return (found, count) if found is not None and TITLE_END.search(found) else None


def part_line(line: Line, stop: int) -> list[Line]:
    """Part a line that holds a title and the beginning of the text; `stop` is where the title ends."""
    head, tail = line.text[:stop].rstrip(), line.text[stop:].lstrip()
    first = Line(start=line.start, end=line.start + len(head), text=head, indent=line.indent, gap=line.gap)
    second = Line(start=line.end - len(tail), end=line.end, text=tail, indent=4, gap=False)
    return [first, second] if tail else [first]


def _clean(title: str) -> str:
    title = re.sub(r"[ \t\u3000\xa0]+", " ", title).strip()
    # Marks of Markdown and stars stand around a title; before a name without a blank they mask it: **区, ○○村.
    title = re.sub(r"^(\*{1,3}|_{2})(?=\S)(.+?)(?<=\S)\1$", r"\2", title)
    return title[len(found[0]) :].rstrip(STARS) if (found := ORNAMENT.match(title)) else title


def _letterhead(lines: Sequence[Line], dates: list[str]) -> tuple[int, str | None]:
    """Skip what stands above a title: dates, paper numbers, the fields of a web page."""
    issuer = None
    at = 0
    while at < min(len(lines) - 1, 2 * HEAD_LINES):
        text = lines[at].text
        date, field = parse_date(text), FIELD.match(text)
        if date:
            dates.append(date)
        elif field:
            issuer = issuer_of(text) if field[1].startswith("发文机") else issuer
            if field[1][0] in "成发" and (date := parse_date(field[2]) or occasion_date(field[2])):
                dates.append(date)
        elif not PAPER_NUMBER.match(text):
            break
        at += 1
    body = issuer_of(lines[at].text) if at < len(lines) else None
    if body and (count := _issuers_above(lines, at)):
        at, issuer = at + count, issuer or body
    return at, issuer


def _issuers_above(lines: Sequence[Line], at: int) -> int:
    """Give how many lines name the bodies that speak, above a title that does not go on with their names."""
    count = 0
    while at + count < len(lines) and issuer_of(lines[at + count].text):
        count += 1
    title = find_title(lines, at + count)[0]
    return count if title and TITLE_END.search(title) and find_title(lines, at)[1] <= 1 else 0


def _under_title(
    lines: Sequence[Line], at: int, title: str, issuer: str | None, dates: list[str]
) -> tuple[int, str, str | None]:
    """Read the lines between title and text: repeats of the title, a subtitle, issuer, date, source, a person's name."""
    top, whole = at, key(title)
    while at < min(len(lines), top + HEAD_LINES):
        text = lines[at].text
        date, field = parse_date(text) or occasion_date(text), FIELD.match(text)
        signed = signature(text)
        body = signed[0] if signed else issuer_of(EDITED.sub("", re.split(r"\s{2,}|\u3000", text)[0]) if date else text)
        again = key(text)
        if len(again) >= 6 and whole.startswith(again):
            pass
        elif date:
            dates.append(date)
            issuer = issuer or body
            # 政府工作报告（2022年1月5日在某县…大会上）: the occasion tells the place that the title does not.
            where = OCCASION.match(text) and places_of(text) and not places_of(title)
            title += text if title and (SUBTITLE.match(text) or where) else ""
        elif field:
            if field[1][0] in "成发日时" and (date := parse_date(field[2]) or occasion_date(field[2])):
                dates.append(date)
        elif title and SUBTITLE.match(text) and len(text) <= 60 and not re.search(r"[。；]", text):
            title += text
        elif at == top and is_headline(title) and is_dated_title(text):
            title = with_subtitle(title, text)
        elif body and not OFFICE_NAMES.match(text) and (issuer is None or body == issuer):
            issuer = body
        elif not (_is_remark(text) or PAPER_NUMBER.match(text) or _is_speaker(lines, at)):
            break
        at += 1
    if not dates:
        dates += _event_dates(lines, at)
    return at, title, issuer


def _event_dates(lines: Sequence[Line], at: int) -> Iterator[str]:
    """Give when a meeting was held where the lines about it, which stay in the text, begin with its place or its host."""
    for line in lines[at : at + HEAD_LINES]:
        if not EVENT.match(line.text):
            return
        if date := parse_date(line.text):
            yield date


def _is_remark(text: str) -> bool:
    # （二）: the second of several papers under one title.
    issue = r"[（(]?(?:总?第\s*\d+\s*期[\s（）()总第\d期]*)$|[（(](?:之?[一二三四五六七八九十]{1,3}|[上中下续])[)）]$"
    return re.match(issue, text) is not None or bool(
        len(text) <= 40
        and re.match(
            r"^[（(](?:征求意见|送审|讨论|审议|草|初|修改|摘要|节选|根据录音|代拟|供稿|\d+篇)[^（()）]*[)）]$", text
        )
    )


def _is_speaker(lines: Sequence[Line], at: int) -> bool:
    """Tell whether a line is a person's name with a date below it."""
    named = re.match(r"^[\u4e00-\u9fff]\s*[\u4e00-\u9fff][\u4e00-\u9fff]?$", lines[at].text)
    return named is not None and at + 1 < len(lines) and parse_date(lines[at + 1].text) is not None


def _named_by_file(stem: str) -> str | None:
    """Give the name of the file as a title where it reads like one."""
    name = re.sub(r"^[\d\s_.．、（()）-]+(?=[\u4e00-\u9fff])", "", stem)
    return name if len(re.findall(r"[\u4e00-\u9fff]", name)) >= 6 and is_title_shape(name) else None


def _first_words(lines: Sequence[Line]) -> str:
    """Give the first words of the text as a heading: a sentence or its first clauses, at most 50 characters.

    >>> _first_words([Line(start=0, end=0, text="今天，我们召开座谈会，听听大家的意见。", indent=0, gap=False)])
    '今天，我们召开座谈会，听听大家的意见'
    """
    texts = [line.text for line in lines if not SALUTATION.match(line.text) and not SECTION.match(line.text)]
    if not texts:
        return lines[0].text[:HEADING_CHARS] if lines else ""
    first = next((at for at, text in enumerate(texts) if len(text) >= 15), 0)
    text = re.sub(r"^[^。，]{0,30}?(?:同志|代表|委员)们?[：:！!]", "", texts[first]) or texts[first]
    text = re.sub(r"\s+", " ", text)
    sentence = re.split(r"[。！？；]", text, maxsplit=1)[0]
    if len(sentence) <= HEADING_CHARS:
        return sentence or text[:HEADING_CHARS]
    stops = [found.end() for found in re.finditer(r"[，：》）](?![》），])", sentence[:HEADING_CHARS])]
    return sentence[: stops[-1]].rstrip("，：、") if stops and stops[-1] >= 12 else sentence[: HEADING_CHARS - 1] + "…"
