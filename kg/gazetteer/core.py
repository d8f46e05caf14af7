"""The gazetteer: units by id and name, all names of a text in one pass, and who lies inside whom.

Input is the table of `kg.gazetteer.table`; `kg.read` asks it for the place of a report's title, `kg.extract` for names
in a passage, `kg.link` for the unit that a name means.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property

from ahocorasick_rs import AhoCorasick, Implementation

from kg.gazetteer.names import town_stem
from kg.gazetteer.table import PREFIX, Table, load_table, names_of_townships
from kg.gazetteer.units import Match, Resolution, Unit
from kg.gazetteer.water import is_water
from kg.gazetteer.zones import is_zone_of, zone_unit

# What may not follow a name's last character, because then that character belongs to the next word:
# 建设乡|村, 新城镇|化, 北海市|场, 西湖区|域. A shorter name may stand there all the same.
CUT_OFF: Mapping[str, str] = {
    "市": "场",
    "区": "域间位别块",
    "县": "域",
    "乡": "村镇土愁贤音情亲",
    "镇": "化",
    "旗": "帜",
    "道": "路理德",
}


class Forms(Mapping[str, tuple[Unit, ...]]):
    """The names of the gazetteer and the units that bear them; units are made when they are asked for."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def __getitem__(self, name: str) -> tuple[Unit, ...]:
        return tuple(self._table.unit(key) for key in self._table.forms[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._table.forms)

    def __len__(self) -> int:
        return len(self._table.forms)


class Gazetteer:
    """All units and regions, current and former.

    >>> gazetteer().get("place:510800").full_name
    '四川省广元市'
    >>> [match.text for match in gazetteer().find("凉山州与浙江省宁波市鄞州区签订协议")]
    ['凉山州', '浙江省', '宁波市', '鄞州区']
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._forms = Forms(table)

    def get(self, id: str) -> Unit:
        """Give the unit of an id such as `place:510800`, or the zone of one that has its name and code; KeyError if there is none."""
        key = id.removeprefix(PREFIX)
        if key in self._table.rows or key in self._table.regions:
            return self._table.unit(key)
        name, _, code = key.partition("@")
        zone = self.zone(name, self._table.unit(code)) if code in self._table.rows else None
        if zone is None:
            raise KeyError(id)
        return zone

    def zone(self, name: str, unit: Unit) -> Unit | None:
        """Give the development zone that is called after its unit, None where the name is no such one.

        >>> places = gazetteer()
        >>> places.zone("广元经开区", places.get("place:510800")).id
        'place:广元经开区@510800'
        """
        return zone_unit(name, unit) if name not in self._forms and is_zone_of(name, unit) else None

    def forms(self) -> Mapping[str, tuple[Unit, ...]]:
        """Give all names, full and short, with the units that bear them, current and former."""
        return self._forms

    def is_weak(self, name: str) -> bool:
        """Tell whether a name is a common word too, so that it needs a context to be a place."""
        return name in self._table.weak

    @cached_property
    def _names(self) -> list[str]:
        return list(self._table.forms)

    @cached_property
    def _matcher(self) -> AhoCorasick:
        # The plain automaton is built in 0.08 s and reads 10 million characters a second; the compact ones take longer.
        patterns = [*self._names, *self._table.decoys]
        return AhoCorasick(patterns, implementation=Implementation.NoncontiguousNFA, store_patterns=False)

    def find(self, text: str) -> list[Match]:
        """Find the names in a text, in order; of those that overlap the longest, then the highest, then the first.

        >>> [(match.start, match.text, match.weak) for match in gazetteer().find("建设乡村，和平发展，在苍溪县")]
        [(5, '和平', True), (11, '苍溪县', False)]
        """
        spans = []
        for number, start, end in self._matcher.find_matches_as_indexes(text, overlapping=True):
            if end == len(text) or text[end] not in CUT_OFF.get(text[end - 1], ""):
                spans.append((start, end, number))
        return [
            Match(
                start=start,
                end=end,
                text=text[start:end],
                units=self._forms[self._names[number]],
                weak=self._names[number] in self._table.weak,
            )
            for start, end, number in self._longest(spans)
            if number < len(self._names) and not self.is_water(text, start, end)
        ]

    def is_water(self, text: str, start: int, end: int) -> bool:
        """Tell whether a short name in a text is that of a river or a lake: 巢湖 in 环巢湖治理, 射阳 in 射阳河.

        >>> gazetteer().is_water("环巢湖治理", 1, 3), gazetteer().is_water("巢湖市治理", 0, 3)
        (True, False)
        """
        if not is_water(text, start, end):
            return False
        # 四川|江油: another name begins there; 湖 or 江 in a full name does not make it water
        another = any(text[end : end + size] in self._forms for size in range(2, 5))
        return not another and all(unit.name != text[start:end] for unit in self._forms.get(text[start:end], ()))

    def _longest(self, spans: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
        """Choose from overlapping spans the longest, of equals the one of the highest unit (新|宁夏, not 新宁|夏).

        A number beyond the names is an ordinary word that holds one (长治久安); it takes the place of shorter names.
        """

        def order(span: tuple[int, int, int]) -> tuple[int, bool, int, int]:
            if span[2] >= len(self._names):
                return span[0] - span[1], True, 9, span[0]
            name = self._names[span[2]]
            key = self._table.forms[name][0]
            rank = 3 if len(key) == 9 else sum(digit != "00" for digit in (key[2:4], key[4:6]))
            return span[0] - span[1], name in self._table.weak, rank, span[0]

        taken: set[int] = set()
        chosen = []
        for span in sorted(spans, key=order):
            places = range(span[0], span[1])
            if taken.isdisjoint(places):
                taken.update(places)
                chosen.append(span)
        return sorted(chosen)

    def by_full_name(self, name: str) -> Unit | None:
        """Give the unit of a path name such as 浙江省宁波市鄞州区咸祥镇, also by a former path, or the zone at its end; else None.

        >>> gazetteer().by_full_name("安徽省六安市寿县") == gazetteer().by_full_name("安徽省淮南市寿县")
        True
        """
        found = self._by_full_name.get(name)
        if found is not None:
            return self._table.unit(found)
        for cut in range(len(name) - 2, 2, -1):
            above = self._by_full_name.get(name[:cut])
            if above is not None:
                for key in self._towns_of.get(above, ()):
                    if self._table.rows[key].split("\t", 2)[1] == name[cut:]:
                        return self._table.unit(key)
                if above in self._table.rows and (zone := self.zone(name[cut:], self._table.unit(above))) is not None:
                    return zone
        return None

    @cached_property
    def _by_full_name(self) -> dict[str, str]:
        """Full names of county level and above to keys; former paths never hide a present one."""
        names: dict[str, str] = {}
        former: dict[str, str] = {}
        keys = [key for key in self._table.rows if not (len(key) == 9 and key.isdigit())]
        for key in [*keys, *self._table.regions]:
            unit = self._table.unit(key)
            (names if unit.valid_to is None else former).setdefault(unit.full_name, key)
            for parent, _ in unit.moves:
                former.setdefault(self.get(parent).full_name + unit.name, key)
        return {**former, **names}

    @cached_property
    def _towns_of(self) -> dict[str, list[str]]:
        towns: dict[str, list[str]] = defaultdict(list)
        for key, _ in names_of_townships(self._table):
            towns[key[:6]].append(key)
        return dict(towns)

    @cached_property
    def _town_stems(self) -> dict[str, list[str]]:
        stems: dict[str, list[str]] = defaultdict(list)
        for key, name in names_of_townships(self._table):
            stems[town_stem(name)].append(key)
        return dict(stems)

    def towns_by_stem(self, stem: str) -> tuple[Unit, ...]:
        """Give the townships whose name without 镇, 乡 or 街道 is `stem`; `forms` has only their full names."""
        return tuple(self._table.unit(key) for key in self._town_stems.get(stem, ()))

    def path(self, unit: Unit, year: int | None = None) -> tuple[Unit, ...]:
        """Give the units from the province down to the unit itself, as they were in `year`.

        >>> " ".join(above.name for above in gazetteer().path(gazetteer().get("place:340422"), year=2010))
        '安徽省 六安市 寿县'
        """
        path = [unit]
        while path[0].parent is not None:
            parent = path[0].parent
            if year is not None:
                parent = next((former for former, last in path[0].moves if year < last), parent)
            path.insert(0, self.get(parent))
        return tuple(path)

    def contains(self, a: Unit, b: Unit, year: int | None = None) -> bool:
        """Tell whether `b` is `a` or lies inside it; a region contains its members and what lies in them."""
        path = {unit.id for unit in self.path(b, year)}
        # The gazetteer has no history of townships: those of a former unit lie in what followed it.
        return a.id in path or a.successor in path or not path.isdisjoint(a.members)

    def resolve(
        self, name: str, *, near: Unit | None = None, year: int | None = None, neighbours: Sequence[Unit] = ()
    ) -> Resolution:
        """Give the one unit that a name means in a report of the place `near` and of `year`, or say why none.

        `neighbours` are units named in the same sentence, in any order.

        >>> near = gazetteer().by_full_name("辽宁省沈阳市")
        >>> gazetteer().resolve("和平区", near=near).unit.full_name
        '辽宁省沈阳市和平区'
        >>> gazetteer().resolve("鼓楼区").reason
        'ambiguous: 4 units of this name'
        """
        from kg.gazetteer.resolve import resolve  # it needs this class

        return resolve(self, name, near=near, year=year, neighbours=neighbours)

    def title_places(self, title: str, year: int | None = None) -> tuple[Unit, ...]:
        """Give the places that the title of a report speaks for, in their order; of a path only its lowest unit.

        >>> [unit.full_name for unit in gazetteer().title_places("贵州省贵阳市、贵安新区2023年组织工作综述")]
        ['贵州省贵阳市', '贵州省贵安新区']
        """
        from kg.gazetteer.titles import title_places

        return title_places(self, title, year=year)


@cache
def gazetteer() -> Gazetteer:
    """Give the gazetteer; it is loaded at the first call (about 0.1 s) and kept."""
    return Gazetteer(load_table())
