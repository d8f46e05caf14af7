"""Places that are part of another: what the text says of them."""

from __future__ import annotations

import pytest

from tests.unit.linking import link, said

CITY = "四川省广元市"


def parts(text: str, place: str = CITY) -> set[tuple[str, str]]:
    """(part, whole) of the statements of a report."""
    return {(part, whole) for part, predicate, whole in said(link(text, place=place)) if predicate == "PART_OF"}


IN_THE_TOWN = {("甲子村", "陵江镇"), ("陵江镇", "苍溪县")}
TOWN = "[P 苍溪县][P 陵江镇]"
LYING = [
    f"[P 甲子村]是{TOWN}海拔最高、人口最少的行政村。", f"[P 甲子村]系{TOWN}所辖的自然村，依山而建。", f"[P 甲子村]为{TOWN}最偏远的村庄。",
    f"[P 甲子村]属{TOWN}管辖。", f"[P 甲子村]地处深山，隶属于{TOWN}，全村三百户。", f"[P 甲子村]（{TOWN}）通了公路。",
    f"{TOWN}（[P 甲子村]）通了公路。",
    f"[P 甲子村]整体划归{TOWN}管理。", f"2020年，[P 甲子村]于2020年3月并入{TOWN}。", f"{TOWN}管辖的[P 甲子村]通了公路。",
    f"{TOWN}地处高山，下辖[P 甲子村]。", f"{TOWN}现辖1个村：[P 甲子村]。", f"地处高山的{TOWN}，下辖[P 甲子村]。",
]  # fmt: skip


@pytest.mark.parametrize("text", LYING)
def test_a_village_lies_where_the_text_says(text: str) -> None:
    assert parts(text) == IN_THE_TOWN


LISTS = [
    ("[P 甲子村]、[P 乙丑村]与[P 丙寅村]位于[P 陵江镇]。", {(f"{name}村", "陵江镇") for name in ("甲子", "乙丑", "丙寅")}),
    ("[P 广元市]（含[P 苍溪县]、[P 旺苍县]）列入试点。", {("苍溪县", "广元市"), ("旺苍县", "广元市")}),
    ("[P 苍溪县]、[P 旺苍县]两县及周边部分区域划入[P 红岩新区]。", {("苍溪县", "红岩新区"), ("旺苍县", "红岩新区")}),
    ("[P 川北合作示范区]由[P 苍溪县]、[P 陕西省][P 宁强县]组成。", {("苍溪县", "川北合作示范区"), ("宁强县", "川北合作示范区"),
    ("宁强县", "陕西省")}),
    ("由[P 苍溪县]、[P 旺苍县]组成的[P 川北合作示范区]揭牌。", {("苍溪县", "川北合作示范区"), ("旺苍县", "川北合作示范区")}),
    ("[P 川北合作示范区]涵盖[P 苍溪县]和[P 旺苍县]。", {("苍溪县", "川北合作示范区"), ("旺苍县", "川北合作示范区")}),
    ("我市在[P 苍溪县][P 陵江镇]规划建设[P 红岩产业园]、[P 云台物流园]。",
     {("红岩产业园", "陵江镇"), ("云台物流园", "陵江镇"), ("陵江镇", "苍溪县")}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), LISTS)
def test_what_is_said_of_a_list_holds_for_each_of_it(text: str, wanted: set[tuple[str, str]]) -> None:
    assert parts(text) == wanted


SINGLE = [
    ("[P 苍溪县]地处[P 秦巴山区]腹地。", {("苍溪县", "秦巴山区")}),
    ("[P 苍溪县]是[P 成渝地区双城经济圈]的重要节点。", {("苍溪县", "成渝地区双城经济圈")}),
    ("[P 陵江镇]由[P 苍溪县]划归[P 旺苍县]管辖。", {("陵江镇", "旺苍县")}),
    ("[P 甲子村]撤销后并入[P 陵江镇][P 乙丑村]。", {("甲子村", "乙丑村"), ("乙丑村", "陵江镇")}),
    ("双方在[P 苍溪县]合作共建[P 红岩产业园]。", {("红岩产业园", "苍溪县")}),
    ("[P 米仓山国家公园][P 光雾园区]开园。", {("光雾园区", "米仓山国家公园")}),
    ("[P 红岩新城]的[P 东部片区]开工。", {("东部片区", "红岩新城")}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), SINGLE)
def test_a_place_is_part_of_what_the_text_names(text: str, wanted: set[tuple[str, str]]) -> None:
    assert parts(text) == wanted


def test_masked_places_lie_in_each_other_by_their_rank() -> None:
    assert parts("[P 甲子村]是[P XX县][P XX镇]最大的村。", "XX省XX市") == {("甲子村", "XX镇"), ("XX镇", "XX县")}


NOT_PARTS = [
    "[P 甲子村]是[P 浙江省]对口帮扶的重点村。", "[P 甲子村]位于[P 苍溪县]与[P 旺苍县]交界处。",
    "[P 甲子村]面貌一新，位于[P 陵江镇]的[O 乙丑公司]投产。",
    "[P 苍溪县]（[P 旺苍县]）列入试点。", "[P 红岩产业园]由[P 苍溪县]与[P 旺苍县]共建。", "在[P 北京]召开[P 红岩产业园]推介会。",
    "[P 苍溪县]位于山区，[P 红岩新城][P 云台新城]开工。", "[P 苍溪县]考察[P 红岩产业园][P 云台物流园]。",
]  # fmt: skip


@pytest.mark.parametrize("text", NOT_PARTS)
def test_other_words_between_places_make_no_part(text: str) -> None:
    assert parts(text) == set()


def test_many_places_in_a_row_take_no_time() -> None:
    row = "、".join(f"[P 甲{number}村]" for number in range(400))
    assert len(parts(f"{row}位于[P 苍溪县]。")) == 400
