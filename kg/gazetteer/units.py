"""What the gazetteer speaks in: a unit, a match in a text, and the answer to which unit a name means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["province", "prefecture", "county", "township", "region", "zone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """An administrative unit under one name, or a named region.

    `id` is `place:` and the six- or nine-digit code; of a former unit the code, @ and the last year of the name
    (`place:420600@2010` is 襄樊市); of a region `place:region:` and its name. `full_name` is the path from the province
    down. The years count a change twice: 郫县 is valid to 2016, 郫都区 from 2016; None is open. `moves` are former
    parents, each with the last year under it, oldest first; `members` are ids of units that make up a region.
    """

    id: str
    adcode: str | None
    name: str
    full_name: str
    level: Level
    parent: str | None
    valid_from: int | None
    valid_to: int | None
    short_names: tuple[str, ...]
    successor: str | None = None
    moves: tuple[tuple[str, int], ...] = ()
    members: tuple[str, ...] = ()

    def valid_in(self, year: int | None) -> bool:
        """Tell whether the unit had this name in `year`; without a year, whether it has it now."""
        if year is None:
            return self.valid_to is None
        return (self.valid_from or year) <= year <= (self.valid_to or year)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A name found in a text: `text[start:end]`, all units of that name, and whether it is a common word too (和平)."""

    start: int
    end: int
    text: str
    units: tuple[Unit, ...]
    weak: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The unit that a name means, or None; the units that came into question; and the reason in one line."""

    unit: Unit | None
    candidates: tuple[Unit, ...]
    reason: str
