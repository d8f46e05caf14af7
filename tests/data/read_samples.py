"""Fictitious reports for the tests of reading, and ways to bind and print them as real files do."""

from __future__ import annotations

import unicodedata

CLOSED = "，。、；：！？”’）》】%"
OPENED = "“‘（《【"


def body(subject: str, sections: int = 3) -> list[str]:
    """Give the paragraphs of a report: an opening, numbered sections with two paragraphs each, a closing sentence."""
    numerals = "一二三四五六"
    paragraphs = [
        f"过去一年，{subject}上下牢记嘱托、真抓实干，把抓基层打基础作为长远之计，各项任务推进有序，群众口碑稳步向好。",
    ]
    topics = ["强化理论武装", "建强基层堡垒", "锻造过硬队伍", "集聚各方英才", "优化服务保障", "压实工作责任"]
    for numeral, topic in zip(numerals[:sections], topics, strict=False):
        paragraphs += [
            f"{numeral}、{topic}，让{subject}的事业后继有人",
            (
                f"一是抓统筹。围绕“{topic}”这条主线，制定年度任务清单36项，逐项明确牵头单位和完成时限，每月调度、每季通报，"
                f"推动{subject}形成上下贯通的工作格局。二是抓示范。培育示范点128个，带动邻近村社联建共建，辐射群众4.2万人。"
            ),
            (
                f"在此基础上，{subject}还实施了“{topic[2:]}提升三年行动”，选派126名干部下沉一线，帮助解决急难问题2380件，"
                "相关做法在全省会议上作了交流。下一步，将把临时举措变成长效机制。"
            ),
        ]
    paragraphs.append("征途漫漫，惟有奋斗。新的一年，将以更实的作风、更硬的举措，交出一份让群众满意的答卷。")
    return paragraphs


def wrap(paragraph: str, width: int, indent: str = "\u3000\u3000") -> list[str]:
    """Print a paragraph in lines of at most `width` columns as a typesetter does: no line begins with a closing mark."""
    units: list[str] = []
    for char in indent + paragraph:
        latin = char.isascii() and char not in CLOSED
        if units and ((latin and units[-1][-1].isascii()) or char in CLOSED or units[-1][-1] in OPENED):
            units[-1] += char
        else:
            units.append(char)
    lines = [""]
    for unit in units:
        if columns(lines[-1] + unit) > width and lines[-1]:
            lines.append("")
        lines[-1] += unit
    return lines


def columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def bind(reports: list[tuple[str, list[str]]], *, title: str = "", contents: list[str] | None = None) -> str:
    """Bind reports, each a title and paragraphs, to a compilation; `contents` are the lines of its table of contents."""
    lines = [title] if title else []
    if contents is not None:
        lines += ["目　录", *contents]
    for heading, paragraphs in reports:
        lines += [heading, *("\u3000\u3000" + paragraph for paragraph in paragraphs)]
    return "\n".join(lines) + "\n"
