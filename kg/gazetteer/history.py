"""Joins yearly records of administrative units into units with a first and a last year, and finds what became of them.

Input are records (year, level, code, parent's code, name, panel id) that `kg.gazetteer.make` reads, output are Runs for
the table it writes. Used only when the table is made.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.gazetteer.names import short_names

if TYPE_CHECKING:
    from collections.abc import Iterable

LAST_YEAR = 2024  # of the yearly records; the current table is of the end of 2025
# Successors that the records do not show, by code and first year without the old unit: 重庆市 and 海南行政区 became
# provinces, 江北区 and 渝北区 became 两江新区 (in 2025, after the yearly records).
SUCCESSORS = {
    ("510200", 1997): "500000",
    ("442100", 1988): "460000",
    ("500105", 2025): "500157",
    ("500112", 2025): "500157",
}
# A name that was in use before its unit.
FIRST_YEAR_2025 = {"500157": 2010}  # 两江新区 was a functional area from 2010 on
WRONG_PANEL = frozenset({"130603", "130604"})  # 保定's 北市区 and 南市区 are given the ids of 安国市 and 高碑店市


@dataclass(slots=True)
class Run:
    """A unit under one name over a span of years, with the code and the parent's code of each year."""

    name: str
    level: int
    codes: dict[int, str] = field(default_factory=dict)
    parents: dict[int, str] = field(default_factory=dict)
    panel: dict[int, str] = field(default_factory=dict)

    @property
    def first(self) -> int:
        """The first year."""
        return min(self.codes)

    @property
    def last(self) -> int:
        """The last year at whose end the name was in use."""
        return max(self.codes)

    @property
    def key(self) -> str:
        """The code alone for a unit that still exists, else the last code and the year in which it ended."""
        code = self.codes[self.last]
        return code if self.last > LAST_YEAR else f"{code}@{self.last + 1}"


def build_runs(
    records: Iterable[tuple[int, int, str, str, str, str]], current: Iterable[tuple[int, str, str, str]]
) -> list[Run]:
    """Join the yearly records of one unit under one name, also where its code or parent changed, and add 2025."""
    yearly: dict[int, list[tuple[int, str, str, str, str]]] = defaultdict(list)
    for year, level, code, parent, name, panel in records:
        yearly[year].append((level, code, parent, name, panel))
    yearly[LAST_YEAR + 1] = [(level, code, parent, name, code) for level, code, parent, name in current if level < 4]
    yearly[LAST_YEAR + 1] += [row for row in yearly[LAST_YEAR] if row[1] == "710000"]  # no code in the current source
    done: list[Run] = []
    alive: list[Run] = []
    for year in sorted(yearly):
        by_code = {(run.name, run.codes[run.last]): run for run in alive}
        taken: set[int] = set()
        rest = []
        for row in sorted(yearly[year]):
            known = by_code.get((row[3], row[1]))
            if known is None:
                rest.append(row)
            else:
                taken.add(id(known))
                _extend(known, year, row)
        for row in rest:
            run = _moved(row, [run for run in alive if id(run) not in taken])
            if run is None:
                run = Run(row[3], row[0])
                done.append(run)
            taken.add(id(run))
            _extend(run, year, row)
        alive = [run for run in done if run.last == year]
    return done


def _moved(row: tuple[int, str, str, str, str], alive: Iterable[Run]) -> Run | None:
    """Find the unit of the same name and level under another code: in the same province, or with the same panel id."""
    same = [run for run in alive if run.name == row[3] and run.level == row[0]]
    same = [run for run in same if is_near(run.codes[run.last], row[1]) or run.panel[run.last] == row[4]]
    return same[0] if len(same) == 1 else None


def is_near(old: str, new: str) -> bool:
    """Tell whether codes are of one province; 重庆 (1997, from 四川), 海南 (1988, from 广东) also of the old one."""
    return old[:2] == new[:2] or (old[:2], new[:2]) in (("51", "50"), ("44", "46"))


def _extend(run: Run, year: int, row: tuple[int, str, str, str, str]) -> None:
    run.codes[year], run.parents[year], run.panel[year] = row[1], row[2], row[4]


def find_successor(run: Run, at: dict[tuple[int, str], Run], following: dict[tuple[int, int], list[Run]]) -> Run | None:
    """Find the unit that a former unit became, among those of the year after.

    First the unit under the same code, then one of the same level and province whose short name is the same (太谷县,
    太谷区), then the one with the same panel id, if the names share a character or the change is after 2000: where they
    share none, most of the panel ids before 2001 are those of another unit, after it two.
    """
    code, year = run.codes[run.last], run.last + 1
    if (code, year) in SUCCESSORS:
        return at[year, SUCCESSORS[code, year]]
    if (year, code) in at:
        return at[year, code]
    near = [other for other in following[year, run.level] if is_near(code, other.codes[year])]
    same_name = [other for other in near if (short_names(other.name) or "-")[-1] == (short_names(run.name) or "+")[-1]]
    if len(same_name) == 1:
        return same_name[0]
    same_panel = [other for other in near if other.panel[year] == run.panel[run.last]]
    if len(same_panel) != 1 or code in WRONG_PANEL:
        return None
    shared = set(run.name[:-1]) & set(same_panel[0].name[:-1]) - set("新东西南北自治族")
    return same_panel[0] if shared or run.level == 2 or year > 2001 else None
