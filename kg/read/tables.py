"""Rows of tables to lines of text: cells never fuse, and who is responsible stands in brackets as in running text.

Input are the lines of one report, in which tabs part the cells of a row; output are lines for `kg.read.passages`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.read.lines import Line
from kg.read.passages import CELL

# Headers of the columns that say who is responsible, and until when.
DUTY = (
    r"(?:牵头|责任|主要责任|第一责任|主责|主办|协办|承办|配合|参与|参加|协同|支持|落实|实施|完成|分管|负责)"
    r"(?:责任)?(?:单位|部门|处室|科室|领导|人|时限|时间)"
)
HEADER = re.compile(rf"{DUTY}|时间节点|责任分工|任务分工|分工")
LABELLED = re.compile(rf"{DUTY}\s*[：:]")
SHARED = re.compile(r"牵头|负责|配合")
NUMBER = re.compile(r"序\s*号|编\s*号|项目号")
COUNT = re.compile(r"\d{1,4}|[一二三四五六七八九十]{1,3}")
# 签发人：<tab>张三 and “…，<tab>…” are one text, not two cells; so is a heading after its number.
ONE_TEXT = re.compile(
    r"(?:[，、：,:]|^(?:[一二三四五六七八九十\d]{1,3}[、．.]|[（(][一二三四五六七八九十\d]{1,3}[)）]))$"
)
# A row that is merged into one cell names a group; the columns stay what they are.
GROUP_CHARS = 30


def rows_as_text(lines: Sequence[Line]) -> list[Line]:
    """Give the lines with rows of tables as text that stands alone.

    >>> from kg.read.lines import lines_of
    >>> rows = "序号\\t重点任务\\t牵头单位\\t责任单位\\n1\\t开展“青禾”行动\\t市总工会\\t市教育局、团市委"
    >>> [line.text for line in rows_as_text(lines_of(rows))][1:]
    ['1. 开展“青禾”行动（牵头单位：市总工会；责任单位：市教育局、团市委）']
    >>> [line.text for line in rows_as_text(lines_of("青禾县\\t“红坊”工程"))]
    ['青禾县｜“红坊”工程']
    """
    result: list[Line] = []
    headers: list[str] = []
    after_row = False
    for line in lines:
        cells = _cells(line.text) if "\t" in line.text else [line.text]
        if len(cells) < 2:
            if len(line.text) > GROUP_CHARS or line.finished:
                headers = []
            result.append(replace(line, gap=True) if after_row and not line.gap else line)
            after_row = False
            continue
        if any(map(HEADER.fullmatch, cells)) or NUMBER.fullmatch(cells[0]):
            headers = cells
            text = CELL.join(filter(None, cells))
        else:
            missing = line.indent // 4  # empty cells at the left are blanks before the line: four columns a tab
            text = _row([""] * missing + cells if missing + len(cells) <= len(headers) else cells, headers)
        result.append(replace(line, text=text, gap=True))
        after_row = True
    return result


def _cells(text: str) -> list[str]:
    cells: list[str] = []
    for part in map(str.strip, text.split("\t")):
        if cells and ONE_TEXT.search(cells[-1]):
            cells[-1] += " " + part
        else:
            cells.append(part)
    return cells


def _row(cells: Sequence[str], headers: Sequence[str]) -> str:
    number, said, duties = "", list[str](), list[str]()
    known = list(headers) if len(cells) <= len(headers) else []
    for cell, header in zip(cells, known + [""] * len(cells), strict=False):
        if not cell:
            continue
        if NUMBER.fullmatch(header) and COUNT.fullmatch(cell):
            number = cell + ". "
        elif LABELLED.match(cell) or ("分工" in header and SHARED.search(cell)):
            duties.append(cell.rstrip("。；"))
        elif HEADER.fullmatch(header) and "分工" not in header:
            duties.append(f"{header}：{cell.rstrip('。；')}")
        else:
            said.append(cell)
    return number + CELL.join(said) + (f"（{'；'.join(duties)}）" if duties else "")
