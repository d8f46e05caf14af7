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


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("[O 甲子研究院]建成，院区落户[P 红岩新城][P 东部片区]。", ("甲子研究院", "东部片区")),
        ("[O 甲子研究所]扎根[P 苍溪县][P 陵江镇]三十年。", ("甲子研究所", "陵江镇")),
        ("[O 甲子公司]在[P 苍溪县]设有[O 乙丑分公司]。", ("乙丑分公司", "苍溪县")),
        ("[O 甲子公司]在[P 苍溪县]成立[O 乙丑试验站]。", ("乙丑试验站", "苍溪县")),
        ("[P 红岩产业园]的[O 人才服务中心]揭牌。", ("人才服务中心", "红岩产业园")),
        ("[P 苍溪县]的[O 人才服务中心]正式启用。", ("人才服务中心", "苍溪县")),
        ("在[P 陵江镇]，[O “红莓”合作社]带动增收。", ("红莓合作社", "陵江镇")),
        ("[P 红岩科技城]加快推进[O 甲子实验室]等项目建设。", ("甲子实验室", "红岩科技城")),
        ("[O 陵江镇甲子村党支部]开会，[P 甲子村]变样。", ("陵江镇甲子村党支部", "甲子村")),
        ("[O 苍溪县陵江镇人民政府]推进。", ("苍溪县陵江镇人民政府", "陵江镇")),
        ("[O 陵江镇政府]推进。", ("苍溪县陵江镇人民政府", "陵江镇")),
        ("设立[O 广元市驻上海人才工作站]。", ("广元市驻上海人才工作站", "上海市")),
        ("设立[O 市驻深招商服务中心]。", ("广元市驻深招商服务中心", "深圳市")),
        ("[O 川北人才科创园（苍溪）]揭牌。", ("川北人才科创园（苍溪）", "苍溪县")),
        ("参观[O 遵义会议纪念馆]。", ("遵义会议纪念馆", "遵义市")),
        ("建设[O “广元•苍溪人才中心”]。", ("广元•苍溪人才中心", "苍溪县")),
    ],
)  # fmt: skip
def test_a_seat_as_the_text_varies_it(text: str, wanted: tuple[str, str]) -> None:
    assert seats(text, CITY) == {wanted}


@pytest.mark.parametrize(
    "text",
    [
        "考察[O 四川农业大学]、[O 浙江大学]。", "与[O 四川农业大学]签订协议。", "[O 四川大学]专家来我县指导。", "[O 四川甲子研究院]在我县试验。",
        "邀请[O 四川甲子集团]来访。", "[O 广元职业技术学院]来访。", "[O 四川大学]成立专班帮助我县。", "设立[O 苍溪离岸孵化中心]。",
        "推广[O 苍溪猕猴桃产品]。",
        "在[P 陵江镇]，[O 甲子大学]开展调研。", "来到帮扶[P 陵江镇]的[O 甲子公司]。", "[P 苍溪县]加快推进[O 浙江大学]合作基地建设。",
        "[P 苍溪县]的[O 甲子公司]来访。",
    ],
)  # fmt: skip
def test_what_only_comes_to_a_county_has_no_seat_by_its_name(text: str) -> None:
    assert seats(text, COUNTY) == set()


@pytest.mark.parametrize(
    "text",
    [
        "创办[O 四川甲子干部学院]，举办培训。", "[O 四川甲子干部学院]正式揭牌。", "支持[O 四川甲子大学]、[O 苍溪县乙丑学院]建设。",
        "[O 县委党校]（[O 四川甲子干部学院]）开学。", "[O 四川甲子有限公司]上榜独角兽企业。",
    ],
)  # fmt: skip
def test_what_a_county_founds_or_keeps_has_the_seat_of_its_name(text: str) -> None:
    assert {to for body, to in seats(text, COUNTY) if "甲子" in body} == {"四川省"}


def test_a_school_sits_in_a_street_only_where_the_passage_names_it() -> None:
    assert seats("[O 朝阳中学]获奖。", "重庆市北碚区") == set()
    assert seats("[O 朝阳中学]获奖，[P 朝阳街道]表扬。", "重庆市北碚区") == {("朝阳中学", "朝阳街道")}
