"""Seats: LOCATED_IN to the smallest unit that a name or a sentence shows."""

from __future__ import annotations

import pytest

from tests.unit.linking import link, said

COUNTY, CITY, TOWN = "四川省广元市苍溪县", "四川省广元市", "四川省广元市苍溪县陵江镇"


def seats(text: str, place: str | None) -> set[tuple[str, str]]:
    """(body, place) of the statements of a report."""
    return {(body, to) for body, predicate, to in said(link(text, place=place)) if predicate == "LOCATED_IN"}


TOWNS = [
    (COUNTY, "苍溪县陵江医院", "陵江镇"), (COUNTY, "陵江文化中心", "陵江镇"), (TOWN, "陵江文化中心", "陵江镇"),
    (CITY, "苍溪县陵江第二小学", "陵江镇"),
    (TOWN, "广元市苍溪县陵江第二小学", "陵江镇"), (COUNTY, "陵江镇中心小学", "陵江镇"), (COUNTY, "苍溪县人民医院", "苍溪县"),
    (COUNTY, "苍溪县陵江路小学", "苍溪县"), (COUNTY, "苍溪县陵江投资公司", "苍溪县"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "name", "wanted"), TOWNS)
def test_a_school_or_hospital_called_after_a_town_sits_in_it(place: str, name: str, wanted: str) -> None:
    assert seats(f"[O {name}]成绩突出。", place) == {(name, wanted)}


def test_an_organ_of_the_reports_place_has_no_seat() -> None:
    assert seats("[O 县教育局]、[O 苍溪县人民政府]、[O 中共苍溪县委]、[O 苍溪县人大常委会]部署工作。", COUNTY) == set()


@pytest.mark.parametrize("place", [COUNTY, CITY, "四川省成都市", "四川省广元市苍溪县陵江镇", None])
def test_a_branch_sits_where_it_is_called_after(place: str | None) -> None:
    assert seats("[O 四川甲大学苍溪校区]启用。", place) == {("四川甲大学苍溪校区", "苍溪县")}


def test_a_branch_in_a_far_city_has_a_seat_too() -> None:
    assert seats("[O 甲子师范大学广元附属学校]来访。", "山东省青岛市") == {("甲子师范大学广元附属学校", "广元市")}


@pytest.mark.parametrize("name", ["浙江大学", "浙江大学医学院附属第一医院", "浙江大学和平校区", "浙江某某公司"])
def test_an_outside_university_or_firm_has_no_seat(name: str) -> None:
    assert seats(f"[O {name}]来访。", CITY) == set()


SAID = [
    ("[P 苍溪县]设立[O 猕猴桃产业研究院]。", {("猕猴桃产业研究院", "苍溪县")}),
    ("[P 苍溪县]率先成立[O “田园夜话”工作室]，", {("田园夜话工作室", "苍溪县")}),
    ("在[P 苍溪县][P 陵江镇]建设[O 梨树育种中试基地]。", {("梨树育种中试基地", "陵江镇")}),
    ("位于[P 苍溪县][P 陵江镇]的[O 广元市甲子农业有限公司]投产。", {("广元市甲子农业有限公司", "陵江镇")}),
    ("[O 甲子产业研究院]设在[P 苍溪县][P 陵江镇]。", {("甲子产业研究院", "陵江镇")}),
    ("[O 甲子公司]、[O 乙丑公司]等企业落户[P 苍溪县]。", {("甲子公司", "苍溪县"), ("乙丑公司", "苍溪县")}),
    ("[O 甲子公司]等企业投产，[O 乙丑公司]位于[P 苍溪县]。", {("乙丑公司", "苍溪县")}),
    ("[O 广元市人才研究院]在[P 苍溪县]揭牌。", {("广元市人才研究院", "苍溪县")}),
    ("[O 甲子公司]总部设在[P 苍溪县]。", {("甲子公司", "苍溪县")}),
    ("[O 甲子公司]在[P 苍溪县]成立大会上表态。", set()),
]  # fmt: skip


def test_a_long_sentence_between_a_body_and_a_place_takes_no_time() -> None:
    names = "、".join(f"[O 甲子{number}公司]" for number in range(60))
    assert seats(f"{names}与有关方面在多地先后开展合作，取得成效，随后考察[P 苍溪县]。", CITY) == set()


def test_the_bracket_says_where_an_outpost_stands() -> None:
    assert seats("设立[O 广元（上海）科创中心]。", CITY) == {("广元（上海）科创中心", "上海市")}
    assert seats("[O 广元（上海）有限公司]投产。", CITY) == {("广元（上海）有限公司", "广元市")}


@pytest.mark.parametrize(("text", "wanted"), SAID)
def test_the_sentence_names_the_place_as_subject_or_location(text: str, wanted: set[tuple[str, str]]) -> None:
    assert seats(text, CITY) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "与[P 苍溪县]成立[O 猕猴桃产业联盟]。", "建议[P 苍溪县]设立[O 猕猴桃产业研究院]。", "[P 苍溪县]成立[O 猕猴桃产业工作专班]。",
        "[P 苍溪县]设立[O 驻外人才工作站]。", "我市设立[O 猕猴桃产业研究院]。", "[P 苍溪县]走访[O 猕猴桃产业研究院]。",
    ],
)  # fmt: skip
def test_what_a_place_does_not_found_by_itself_or_for_itself_has_no_seat(text: str) -> None:
    assert seats(text, CITY) == set()
