"""Names of the gazetteer in a text, as feature codes: the level of the unit, full or short name, common word or not.

Input: `kg.gazetteer` and a text; output: spans with a code, for `columns.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.gazetteer import Gazetteer, Match

_LEVELS = {"province": 1, "prefecture": 2, "county": 3, "township": 4, "region": 5, "zone": 5}
SHORT, WEAK = 8, 16


class Places:
    """Finds names of the gazetteer; the code of a name is worked out once."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._codes: dict[str, int] = {}

    def longest(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Give the longest matches as (start, end, code), without overlaps.

        >>> from kg.gazetteer import gazetteer
        >>> list(Places(gazetteer()).longest("在苍溪县"))
        [(1, 4, 3)]
        """
        for match in self._gazetteer.find(text):
            yield match.start, match.end, self._code(match)

    def _code(self, match: Match) -> int:
        code = self._codes.get(match.text)
        if code is None:
            code = min(_LEVELS[unit.level] for unit in match.units)
            code += SHORT * all(unit.name != match.text for unit in match.units) + WEAK * match.weak
            self._codes[match.text] = code
        return code
