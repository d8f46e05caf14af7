"""Units above a place are those of the report's year."""

from __future__ import annotations

import pytest

from tests.unit.linking import link


@pytest.mark.parametrize(
    ("text", "place", "year", "wanted"),
    [
        ("[P 双凤桥街道]", "重庆市渝北区", 2023, "渝北区"), ("[P 双凤桥街道]", "重庆市两江新区", 2026, "两江新区"),
        ("[P 寿县]", "安徽省六安市", 2010, "六安市"), ("[P 寿县]", "安徽省六安市", 2020, "淮南市"),
    ],
)  # fmt: skip
def test_a_place_is_part_of_the_unit_of_the_reports_year(text: str, place: str, year: int, wanted: str) -> None:
    linked = link(text, place=place, as_of=year)
    names = {entity.id: entity.name for entity in linked.entities}
    assert [names[to] for source, _, to, _ in linked.structure if source == linked.mentions[0].entity_id] == [wanted]
