"""Reads data/units.tsv and data/regions.toml into rows and name indexes, without making 45,000 objects.

Input are the two data files of the package, output is a Table for `kg.gazetteer.core`. Loading must stay below 0.3 s,
so a row stays a string until somebody asks for its Unit.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.gazetteer.names import town_stem
from kg.gazetteer.units import Level, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX = "place:"
COLUMNS = 8  # of a line of county level or above


@dataclass(slots=True)
class Table:
    """Rows by key (an id without `place:`), names to keys, the names that need a context, and words that hold a name."""

    rows: dict[str, str] = field(default_factory=dict)
    forms: dict[str, list[str]] = field(default_factory=dict)
    weak: set[str] = field(default_factory=set)
    decoys: list[str] = field(default_factory=list)
    regions: dict[str, dict[str, Any]] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)

    def unit(self, key: str) -> Unit:
        """Make the unit of a key, once."""
        unit = self.units.get(key)
        if unit is None:
            if key in self.regions:
                unit = self._region(key)
            elif len(key) == 9 and key.isdigit():
                unit = self._township(key)
            else:
                unit = self._unit(key)
            self.units[key] = unit
        return unit

    def _unit(self, key: str) -> Unit:
        columns = self.rows[key].split("\t")
        columns += [""] * (COLUMNS - len(columns))
        _, name, parent, first, last, successor, shorts, moves = columns
        former = (move.partition("<") for move in moves.split("|") if move)
        return Unit(
            id=PREFIX + key,
            adcode=key[:6],
            name=name,
            full_name=(self.unit(parent).full_name if parent else "") + name,
            level=level_of(key),
            parent=PREFIX + parent if parent else None,
            valid_from=int(first) if first else None,
            valid_to=int(last) if last else None,
            short_names=tuple(short.lstrip("?") for short in shorts.split("|") if short.lstrip("?") not in ("", name)),
            successor=PREFIX + successor if successor else None,
            moves=tuple((PREFIX + parent, int(year)) for parent, _, year in former),
        )

    def _township(self, key: str) -> Unit:
        name, parent = self.rows[key].split("\t")[1], self.unit(key[:6])
        stem = town_stem(name)
        return Unit(
            id=PREFIX + key,
            adcode=key,
            name=name,
            full_name=parent.full_name + name,
            level="township",
            parent=parent.id,
            valid_from=None,
            valid_to=None,
            short_names=(stem,) if stem != name else (),
        )

    def _region(self, key: str) -> Unit:
        entry = self.regions[key]
        name, parent = entry["name"], entry.get("parent", "")
        above = self.unit(parent).full_name if parent and name.endswith("区") else ""
        return Unit(
            id=PREFIX + key,
            adcode=None,
            name=name,
            full_name=above + name,
            level="region",
            parent=PREFIX + parent if parent else None,
            valid_from=entry.get("since"),
            valid_to=None,
            short_names=tuple(entry.get("short", ())),
            members=tuple(PREFIX + member for member in entry.get("members", ())),
        )


def level_of(key: str) -> Level:
    """Give the level of a unit from its code.

    >>> level_of("510000"), level_of("510800"), level_of("510824"), level_of("510124@2016")
    ('province', 'prefecture', 'county', 'county')
    """
    return "province" if key[2:6] == "0000" else "prefecture" if key[4:6] == "00" else "county"


def load_table() -> Table:
    """Read the data files of the package."""
    table = Table()
    data = resources.files("kg.gazetteer") / "data"
    for line in (data / "units.tsv").read_text(encoding="utf-8").split("\n"):
        if line[:1] == "!":
            table.decoys.append(line[1:])
        elif line and line[0] != "#":
            _add_line(table, line)
    entries = tomllib.loads((data / "regions.toml").read_text(encoding="utf-8"))
    for entry in entries["region"]:
        _add_region(table, entry)
    table.decoys += [word for word in entries["decoys"]["words"] if word not in table.decoys]
    for entry in entries["alias"]:
        for name in entry["names"]:
            _add_form(table, name, entry["adcode"])
        if entry.get("weak", False):
            table.weak.update(entry["names"])
    return table


def _add_line(table: Table, line: str) -> None:
    key, name, *more = line.split("\t")
    table.rows[key] = line
    _add_form(table, name, key)
    if not more:
        return
    if len(key) == 9 and "@" not in key:
        table.weak.add(name)
    elif len(more) > 4:
        for short in more[4].split("|"):
            if short.startswith("?"):
                short = short[1:]
                table.weak.add(short)
            if short and short != name:
                _add_form(table, short, key)


def _add_form(table: Table, name: str, key: str) -> None:
    known = table.forms.get(name)
    if known is None:
        table.forms[name] = [key]
    else:
        known.append(key)


def _add_region(table: Table, entry: dict[str, Any]) -> None:
    key = f"region:{entry['name']}"
    for code in (*entry.get("members", ()), *filter(None, [entry.get("parent")])):
        if code not in table.rows:
            raise InputError(f"regions.toml: no unit {code} (of {entry['name']})", hint="give a current code")
    table.regions[key] = entry
    for name in (entry["name"], *entry.get("short", ())):
        _add_form(table, name, key)
    table.weak.update(entry.get("weak", ()))


def names_of_townships(table: Table) -> Iterator[tuple[str, str]]:
    """Give (key, name) of every township."""
    for key, line in table.rows.items():
        if len(key) == 9:
            yield key, line.split("\t", 2)[1]
