"""The place of a report and the places in it: development zones, masked chains, waters, and what 辖 governs."""

from __future__ import annotations

import pytest

from kg.gazetteer import gazetteer
from kg.link.context import Home, home_of
from kg.text import Report
from tests.unit.linking import link, said

ZONE = "四川省泸州市泸州东岸高新技术产业开发区"
NAME = "泸州东岸高新技术产业开发区"


def home(place: str, text: str = "") -> Home:
    report = Report(
        id="r1", heading="", text=text, source="a.txt", source_sha256="", start=0, end=len(text), place=place
    )
    return home_of(report)


def test_a_zone_is_a_local_place_whose_parent_is_its_city() -> None:
    linked = link("全区开展[C “清风”行动]。", place=ZONE)
    assert (linked.place_id, linked.place_name) == (f"place:{NAME}@510500", ZONE)
    (zone,) = [entity for entity in linked.entities if entity.id == linked.place_id]
    assert (zone.name, zone.level, zone.adcode, zone.parent_id) == (NAME, "zone", None, "place:510500")
    assert (zone.id, "PART_OF", "place:510500", "context") in linked.structure
    assert ("place:510500", "PART_OF", "place:510000", "gazetteer") in linked.structure


@pytest.mark.parametrize(
    ("marked", "actor"),
    [
        ("深入实施[R “青禾育苗”计划]。", NAME),
        ("全区实施[R “青禾育苗”计划]。", NAME),
        ("我区实施[R “青禾育苗”计划]。", NAME),
        ("全市实施[R “青禾育苗”计划]。", "泸州市"),
        ("[P 泸州市]实施[R “青禾育苗”计划]。", "泸州市"),
        ("[P 东岸高新区]实施[R “青禾育苗”计划]。", NAME),
        ("[P 泸州市][P 东岸高新区]实施[R “青禾育苗”计划]。", NAME),
        ("[P 高新区]实施[R “青禾育苗”计划]。", NAME),
        ("[P 经开区]实施[R “青禾育苗”计划]。", "经开区"),
        ("[O 区市场监管局]实施[R “青禾育苗”计划]。", f"{NAME}市场监督管理局"),
    ],
)
def test_what_names_the_zone_in_its_report(marked: str, actor: str) -> None:
    found = {one for one in said(link(marked, place=ZONE)) if one[1] == "IMPLEMENTS"}
    assert found == {(actor, "IMPLEMENTS", "青禾育苗计划")}


def test_a_short_name_that_the_text_gives_the_zone() -> None:
    text = "泸州东岸高新区（以下简称“东岸片区”）位于江北，老城（简称旧城区）在江南。"
    assert {"东岸片区", "东岸高新区", NAME} <= home(ZONE, text).names
    assert "旧城区" not in home(ZONE, text).names
    linked = link("[P 东岸高新区]（以下简称东岸片区）。[P 东岸片区]实施[R “青禾育苗”计划]。", place=ZONE)
    assert said(linked) == {(NAME, "IMPLEMENTS", "青禾育苗计划")}


@pytest.mark.parametrize(
    ("place", "word", "expected"),
    [
        (ZONE, "区", NAME),
        (ZONE, "市", "泸州市"),
        (ZONE, "省", "四川省"),
        ("贵州省贵安新区", "区", "贵安新区"),
        ("江苏省无锡市宜兴市宜兴经济技术开发区", "市", "宜兴市"),
        ("广西壮族自治区柳州市", "区", "广西壮族自治区"),
        ("四川省泸州市", "区", None),
    ],
)
def test_what_a_level_word_means_in_a_report(place: str, word: str, expected: str | None) -> None:
    found = home(place).level(word)
    assert (found.name if found else None) == expected


def test_a_zone_as_a_further_place_of_a_title() -> None:
    assert gazetteer().by_full_name(ZONE) is not None
    assert not home("四川省泸州市").names


# ---- masked chains


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "[P XX镇][P XX村]创建[R “暖心小院”模式]。",
            {("XX村", "PART_OF", "XX镇"), ("XX村", "IMPLEMENTS", "暖心小院模式")},
        ),
        (
            "[P 某市][P 某县][P ×镇]创建[R “暖心小院”模式]。",
            {("某县", "PART_OF", "某市"), ("×镇", "PART_OF", "某县"), ("×镇", "IMPLEMENTS", "暖心小院模式")},
        ),
        (
            "[P 泸县][P XX镇]创建[R “暖心小院”模式]。",
            {("XX镇", "PART_OF", "泸县"), ("XX镇", "IMPLEMENTS", "暖心小院模式")},
        ),
        (
            "[P XX镇]、[P XX村]创建[R “暖心小院”模式]。",
            {("XX镇", "IMPLEMENTS", "暖心小院模式"), ("XX村", "IMPLEMENTS", "暖心小院模式")},
        ),
    ],
)
def test_masked_places_side_by_side(marked: str, expected: set[tuple[str, str, str]]) -> None:
    assert said(link(marked, place="四川省泸州市")) == expected


def test_a_masked_place_does_not_lie_in_a_smaller_one() -> None:
    linked = link("[P XX社区][P XX区]、[P XX村][P XX村]。", place="XX区")
    assert said(linked) == set()


def test_the_reports_own_masked_place_in_a_chain() -> None:
    linked = link("[P XX市][P XX县]创建[R “暖心小院”模式]。", place="XX县")
    assert said(linked) == {("XX县", "PART_OF", "XX市"), ("XX县", "IMPLEMENTS", "暖心小院模式")}


# ---- waters


@pytest.mark.parametrize(
    ("marked", "water"),
    [("推进环[P 巢湖]综合治理。", True), ("推进[P 黑龙江]跨江索道。", True), ("推进[P 巢湖]乡村治理。", False)],
)
def test_a_river_or_a_lake_is_no_unit(marked: str, water: bool) -> None:
    linked = link(marked, place="安徽省合肥市")
    (mention,) = linked.mentions
    assert ("@" in str(mention.entity_id)) == water


# ---- 辖


@pytest.mark.parametrize(
    "marked",
    [
        "[P 石燕桥镇]辖[P 甲子村]、[P 乙丑村]。",
        "[P 石燕桥镇]现辖[P 甲子村]、[P 乙丑村]。",
        "[P 石燕桥镇]下辖[P 甲子村]和[P 乙丑村]。",
    ],
)
def test_what_a_place_governs_is_part_of_it(marked: str) -> None:
    linked = link(marked, place="四川省内江市隆昌市")
    assert said(linked) == {("甲子村", "PART_OF", "石燕桥镇"), ("乙丑村", "PART_OF", "石燕桥镇")}


def test_what_lies_in_a_place_may_govern_others() -> None:
    linked = link("[P 石燕桥镇]地处[P 隆昌市]西部，辖[P 甲子村]。", place="四川省内江市隆昌市")
    assert said(linked) == {("甲子村", "PART_OF", "石燕桥镇"), ("石燕桥镇", "PART_OF", "隆昌市")}


def test_what_a_zone_governs_may_be_a_street_of_another_district() -> None:
    linked = link("[P 东岸高新区]地处[P 泸州市]东部，辖[P 茜草街道]、[P 甲子社区]。", place=ZONE)
    parts = {("茜草街道", "PART_OF", NAME), ("甲子社区", "PART_OF", NAME)}
    assert said(linked) == {*parts, (NAME, "PART_OF", "泸州市")}


def test_nobody_governs_where_the_text_does_not_say_who() -> None:
    linked = link("[P 隆昌市]西部各乡镇辖[P 甲子村]，由[P 石燕桥镇]管辖。", place="四川省内江市隆昌市")
    assert said(linked) == set()


def test_a_zone_has_no_peoples_government() -> None:
    linked = link("[O 区财政局]印发[D 《办法》]。", place=ZONE)
    assert not [entity.name for entity in linked.entities if entity.name.endswith("人民政府")]
