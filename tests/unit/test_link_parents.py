"""Bodies that belong to another body, as the text says."""

from __future__ import annotations

import pytest

from tests.unit.linking import link, said

OWNED = [
    "[O 甲子集团]旗下[O 乙丑机器人公司]投产。", "[O 甲子集团]旗下的[O 乙丑机器人公司]投产。", "[O 甲子集团]下属企业[O 乙丑机器人公司]投产。",
    "[O 甲子集团]所属[O 乙丑机器人公司]投产。", "[O 甲子集团]下设[O 乙丑机器人公司]。",
    "[O 甲子集团]全资子公司[O 乙丑机器人公司]投产。", "[O 乙丑机器人公司]是[O 甲子集团]的控股子公司。",
    "[O 乙丑机器人公司]（[O 甲子集团]子公司）投产。", "[O 乙丑机器人公司]隶属于[O 甲子集团]。", "[O 乙丑机器人公司]是[O 甲子集团]旗下企业。",
]  # fmt: skip


@pytest.mark.parametrize("text", OWNED)
def test_a_firm_is_part_of_the_group_that_it_is_said_to_belong_to(text: str) -> None:
    assert said(link(text, place="四川省广元市")) == {("乙丑机器人公司", "PART_OF", "甲子集团")}


def test_all_firms_of_a_list_belong_to_the_group_before_it() -> None:
    linked = link(
        "[O 甲子集团]旗下[O 乙丑公司]、[O 丙寅公司]和[O 丁卯公司]投产，[O 戊辰公司]停产。", place="四川省广元市"
    )
    assert said(linked) == {(firm, "PART_OF", "甲子集团") for firm in ("乙丑公司", "丙寅公司", "丁卯公司")}


@pytest.mark.parametrize(
    "text",
    [
        "[O 乙丑公司]是[O 甲子协会]会员单位。", "[O 甲子集团]、[O 乙丑公司]旗下产品热销。", "[O 乙丑公司]是[O 甲子大学]的合作单位。",
        "[O 甲子集团]旗下产品供应[O 乙丑公司]。",
    ],
)  # fmt: skip
def test_what_deals_with_a_body_is_no_part_of_it(text: str) -> None:
    assert said(link(text, place="四川省广元市")) == set()


PARTS = [
    "实施[R “碧水”工程]，该工程包括[C “清河”行动]和[C “净湖”行动]。", "实施[R “碧水”工程]，其中包括[C “清河”行动][C “净湖”行动]。",
    "实施[R “碧水”工程]，主要包含[C “清河”行动]、[C “净湖”行动]。", "[R “碧水”工程]由[C “清河”行动]和[C “净湖”行动]组成。",
    "[R “碧水”工程]包括[C “清河”行动]、[C “净湖”行动]。", "[R “碧水”工程]重点实施[C “清河”行动]、[C “净湖”行动]。",
    "启动[R “碧水”工程]（[C “清河”行动]、[C “净湖”行动]）。", "实施以[C “清河”行动]、[C “净湖”行动]为主要内容的[R “碧水”工程]。",
    "在[R “碧水”工程]框架下，开展[C “清河”行动]、[C “净湖”行动]。", "[C “清河”行动]、[C “净湖”行动]等[R “碧水”工程]子项目完成。",
    "作为[R “碧水”工程]的子项目，实施[C “清河”行动]、[C “净湖”行动]。", "开展[R “碧水”工程]之[C “清河”行动]、[C “净湖”行动]。",
]  # fmt: skip


@pytest.mark.parametrize("text", PARTS)
def test_all_of_a_list_are_parts_of_the_whole_that_one_belongs_to(text: str) -> None:
    found = {one for one in said(link(text, place="四川省广元市")) if one[1] == "PART_OF"}
    assert found == {("清河行动", "PART_OF", "碧水工程"), ("净湖行动", "PART_OF", "碧水工程")}


@pytest.mark.parametrize(
    "text",
    [
        "实施[R 国家高技术研究发展计划]（[R 863计划]）。", "实施[R “碧水”工程]，开展[C “清河”行动]。",
        "实施[R “碧水”工程]、[C “清河”行动]等。", "[R “碧水”工程]由[C “清河”行动]引入。", "实施[R “碧水”工程]，下设[C “清河”行动]。",
    ],
)  # fmt: skip
def test_what_only_stands_beside_a_name_is_no_part_of_it(text: str) -> None:
    assert not {one for one in said(link(text, place="四川省广元市")) if one[1] == "PART_OF"}


def parts(text: str) -> set[tuple[str, str]]:
    """(part, whole) of the statements of a report."""
    return {
        (part, whole) for part, predicate, whole in said(link(text, place="四川省广元市")) if predicate == "PART_OF"
    }


def test_what_is_done_here_of_what_goes_on_everywhere() -> None:
    text = "当前，[C 主题教育]在全党深入开展。广元建立[R “四项”机制]，推进[C “三进”大调研]，抓好[C “三查”活动]。开展[C “护苗”行动]。"
    assert parts(text) == {("三进大调研", "主题教育"), ("三查活动", "主题教育")}
    assert parts("此前，[C 主题教育]在全党深入开展。推进[C “三进”大调研]。") == set()


def test_an_instance_is_a_part() -> None:
    assert parts("实施[R 共富九大行动]。以[R “共富工坊”]建设为例，带动就业。") == {("共富工坊", "共富九大行动")}
    assert parts("实施[R 甲行动]、[R 乙行动]。以[R “共富工坊”]为例。") == set(), "of which?"


def test_a_brand_has_its_family_behind_it() -> None:
    text = "擦亮[R “春蕾”品牌]；招才的[R “春蕾计划”]；聚才的[C “春蕾杯”]。开展[C “春蕾·故事”展播]。"
    assert parts(text) == {("春蕾计划", "春蕾品牌"), ("春蕾杯", "春蕾品牌")}
