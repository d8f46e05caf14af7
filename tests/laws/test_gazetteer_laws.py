"""What holds for the gazetteer whatever the text, the name and the surroundings."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.gazetteer import Unit, gazetteer, masked_place

NAMES = sorted(gazetteer().forms())
HIGH = [unit for units in gazetteer().forms().values() for unit in units if unit.level != "township"]
UNITS = sorted({unit.id: unit for unit in HIGH}.values(), key=lambda unit: unit.id)
names = st.sampled_from(NAMES)
units = st.sampled_from(UNITS)
years = st.none() | st.integers(1975, 2030)
texts = st.lists(names | st.text("的在和市县区镇乡村，。、X 1", max_size=4), max_size=12).map("".join)


@given(texts)
def test_matches_are_substrings_in_order_without_overlap(text: str) -> None:
    end = 0
    for match in gazetteer().find(text):
        assert end <= match.start < match.end <= len(text)
        assert text[match.start : match.end] == match.text
        assert match.units == gazetteer().forms()[match.text]
        end = match.end


@given(names)
def test_a_name_alone_is_found_whole(name: str) -> None:
    assert [match.text for match in gazetteer().find(name)] == [name]


@given(texts, names, texts)
def test_no_longer_name_at_the_same_start_is_missed(before: str, name: str, after: str) -> None:
    text = f"{before}\n{name}\n{after}"
    assert name in [match.text for match in gazetteer().find(text)]


@settings(max_examples=300)
@given(names, st.none() | units, years, st.lists(units, max_size=5), st.randoms())
def test_resolve_does_not_depend_on_the_order_of_neighbours(
    name: str, near: Unit | None, year: int | None, neighbours: list[Unit], random: object
) -> None:
    first = gazetteer().resolve(name, near=near, year=year, neighbours=neighbours)
    random.shuffle(neighbours)  # type: ignore[attr-defined]
    assert gazetteer().resolve(name, near=near, year=year, neighbours=[*neighbours, *neighbours]) == first


@given(names, st.none() | units, years)
def test_resolve_gives_a_candidate_or_a_reason(name: str, near: Unit | None, year: int | None) -> None:
    answer = gazetteer().resolve(name, near=near, year=year)
    assert answer.reason
    assert answer.unit is None or answer.unit in answer.candidates
    assert set(answer.candidates) <= set(gazetteer().forms()[name])


def test_full_names_of_county_level_and_above_come_back() -> None:
    places = gazetteer()
    for unit in UNITS:
        found = places.by_full_name(unit.full_name)
        assert found is not None
        if unit.valid_to is None:
            assert found == unit
        else:
            assert found.full_name == unit.full_name or found.name == unit.name


@given(units, years)
def test_paths_go_down_from_a_province_or_region(unit: Unit, year: int | None) -> None:
    places = gazetteer()
    path = places.path(unit, year)
    assert path[-1] == unit
    assert path[0].level in ("province", "region")
    assert len({above.id for above in path}) == len(path) <= 4
    assert all(places.contains(above, unit, year) for above in path)


@given(units)
def test_a_current_unit_is_its_own_place(unit: Unit) -> None:
    if unit.valid_to is None:
        assert gazetteer().resolve(unit.name, near=unit).unit == unit


@given(st.text("X×*某省市县区镇乡村场民域 的", max_size=30))
def test_masked_spans_are_in_order_without_overlap(text: str) -> None:
    end = 0
    for start, stop in masked_place(text):
        assert end <= start < stop <= len(text)
        end = stop
