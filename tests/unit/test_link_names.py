"""Names: bodies under their short, long and contextual names are one; look-alikes never are."""

from __future__ import annotations

import pytest

from kg.link.names import canonical, key
from tests.unit.linking import link

HOMES = {
    "广元": "四川省广元市", "南宁": "广西壮族自治区南宁市", "宁夏": "宁夏回族自治区", "凉山": "四川省凉山彝族自治州", "北京": "北京市",
    "苍溪": "四川省广元市苍溪县", "鄞州": "浙江省宁波市鄞州区",
    "镇江": "江苏省镇江市", "宁波": "浙江省宁波市", "青岛": "山东省青岛市",
}  # fmt: skip
BODIES = [
    ("广元", "市委组织部", "中共广元市委组织部"), ("广元", "广元市委组织部", "中共广元市委组织部"),
    ("广元", "中共广元市委组织部", "中共广元市委组织部"), ("南宁", "市委组织部", "中共南宁市委组织部"),
    ("广元", "省委", "中共四川省委"), ("南宁", "自治区党委", "中共广西壮族自治区党委"), ("宁夏", "区党委", "中共宁夏回族自治区党委"),
    ("凉山", "州委", "中共凉山彝族自治州委"), ("北京", "市委", "中共北京市委"), ("苍溪", "县委", "中共苍溪县委"),
    ("苍溪", "市委", "中共广元市委"), ("苍溪", "省政府", "四川省人民政府"), ("鄞州", "区委", "中共鄞州区委"),
    ("广元", "市政府办公室", "广元市人民政府办公室"), ("广元", "省科技厅", "四川省科学技术厅"),
    ("广元", "市发改委", "广元市发展和改革委员会"), ("广元", "浙江省人民政府", "浙江省人民政府"),
    ("广元", "党中央", "中共中央"), ("广元", "中组部", "中央组织部"), ("广元", "清华", "清华大学"),
    ("广元", "“蜀道”志愿服务队", "蜀道志愿服务队"), ("镇江", "镇江市委", "中共镇江市委"), ("镇江", "团市委", "共青团镇江市委"),
    ("广元", "团省委", "共青团四川省委"), ("广元", "浙江大学党委", "浙江大学党委"), ("广元", "武汉铁路局", "武汉铁路局"),
    ("宁波", "镇海区教育局", "镇海区教育局"), ("宁波", "镇海区委", "中共镇海区委"), ("青岛", "市南区委", "中共市南区委"),
]  # fmt: skip


@pytest.mark.parametrize(("home", "text", "wanted"), BODIES)
def test_a_body_gets_its_full_name(home: str, text: str, wanted: str) -> None:
    linked = link(f"[O {text}]召开会议。", place=HOMES[home])
    names = {entity.id: entity.name for entity in linked.entities}
    assert [names[mention.entity_id] for mention in linked.mentions] == [wanted]


def test_one_body_under_three_names_is_one_entity() -> None:
    linked = link("[O 市委组织部]、[O 广元市委组织部]、[O 中共广元市委组织部]召开会议。", place=HOMES["广元"])
    assert len({mention.entity_id for mention in linked.mentions}) == 1


def test_a_masked_place_and_its_bodies_stay_in_their_report() -> None:
    first = link("[P XXX县]与[O 县委组织部]开展[C “清风”行动]。", place="XXX县", report_id="r1")
    second = link("[P XXX县]与[O 县委组织部]开展[C “清风”行动]。", place="XXX县", report_id="r2")
    places = [{m.entity_id for m in one.mentions if m.type in ("PLACE", "ORG")} for one in (first, second)]
    assert not places[0] & places[1]
    assert {entity.name for entity in first.entities} >= {"XXX县", "中共XXX县委组织部", "清风行动"}
    campaigns = [{m.entity_id for m in one.mentions if m.type == "CAMPAIGN"} for one in (first, second)]
    assert campaigns[0] == campaigns[1]


def test_a_masked_body_is_one_under_its_full_and_its_short_name() -> None:
    linked = link("[O XXX市委组织部]、[O 市委组织部]、[O XXX市人社局]、[O 市人社局]召开会议。", place="XXX市")
    bodies = [mention.entity_id for mention in linked.mentions]
    assert bodies[0] == bodies[1] and bodies[2] == bodies[3]
    assert {
        (bodies[0], "LOCATED_IN", "place:XXX市@r1", "name"),
        (bodies[2], "LOCATED_IN", "place:XXX市@r1", "name"),
    } <= set(linked.structure)


@pytest.mark.parametrize("name", ["局党委", "教育局", "法院", "团县委", "鼓楼区教育局"])
def test_a_body_that_is_another_one_in_every_report_stays_in_its_own(name: str) -> None:
    ids = {link(f"[O {name}]召开会议。", report_id=report).mentions[0].entity_id for report in ("r1", "r2")}
    assert len(ids) == 2


def test_organs_of_units_of_one_name_are_apart() -> None:
    places = ("江苏省南京市鼓楼区", "福建省福州市鼓楼区")
    linked = [link("[O 区委组织部]召开会议。", place=place, report_id=place) for place in places]
    found = [{entity.id for entity in one.entities if entity.type == "ORG"} for one in linked]
    assert not found[0] & found[1]
    assert {entity.name for one in linked for entity in one.entities if entity.type == "ORG"} == {
        "中共鼓楼区委组织部",
        "中共鼓楼区委",
    }


def test_bodies_above_are_those_of_the_year() -> None:
    linked = link("[O 市委]、[O 市政府]召开会议。", place="安徽省六安市寿县", as_of=2010)
    names = {entity.id: entity.name for entity in linked.entities}
    assert [names[mention.entity_id] for mention in linked.mentions] == ["中共六安市委", "六安市人民政府"]


def test_a_village_that_no_text_places_is_said_to_be_a_guess() -> None:
    linked = link("推广[P 双柏村]做法。", place="四川省广元市")
    village = linked.mentions[0].entity_id
    assert [one for one in linked.structure if one[0] == village] == [(village, "PART_OF", "place:510800", "context")]


@pytest.mark.parametrize("masked", ["[C “XX人才周”]", "[R X英才计划]", "[O XXX镇党委]", "[D 《X县工作要点》]"])
def test_a_name_with_a_masked_part_stays_in_its_report(masked: str) -> None:
    first, second = (link(f"开展{masked}。", report_id=report).mentions[0].entity_id for report in ("r1", "r2"))
    assert (first, second) == (first, first.replace("@r1", "@r2")) and first != second


def test_a_body_whose_place_nobody_knows_stays_in_its_report() -> None:
    (mention,) = link("[O 市委]召开会议。").mentions
    assert mention.entity_id == "org:市委@r1"


# The pairs that a fuzzy matcher merges at its usual threshold of 0.8, and further ones that differ in one character.
LOOK_ALIKES = [
    ("O", "广东省人民政府", "山东省人民政府"), ("O", "河南省人民政府", "湖南省人民政府"), ("D", "2023年政府工作报告", "2024年政府工作报告"),
    ("O", "国务院办公厅", "国务院"), ("P", "深圳市", "深圳市南山区"), ("R", "十三五规划", "十四五规划"), ("R", "“十三五”规划", "“十四五”规划"),
    ("C", "第一届人才周", "第二届人才周"), ("C", "第一届“书香”节", "第二届“书香”节"), ("R", "蓉漂计划1.0版", "蓉漂计划2.0版"),
    ("R", "“雁归”计划1.0版", "“雁归”计划2.0版"), ("R", "“双提升”工程", "“双提升”计划"), ("D", "《人才30条》", "《人才40条》"),
    ("O", "市委组织部", "省委组织部"), ("R", "人才强省战略", "人才强市战略"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "one", "other"), LOOK_ALIKES)
def test_names_that_look_alike_are_never_merged(kind: str, one: str, other: str) -> None:
    first, second = link(f"[{kind} {one}]。[{kind} {other}]。", place=HOMES["广元"]).mentions
    assert first.entity_id != second.entity_id


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("O", "市发改委", "市发展和改革委员会"), ("C", "“党课开讲”活动", "“党课开讲”"), ("R", "“一会一课”制度", "“一会一课”"),
        ("R", "“头雁”工程", "“头雁”工程"), ("D", "《甲办法（试行）》", "《甲办法(试行)》"),
    ],
)  # fmt: skip
def test_names_that_look_different_and_are_one(kind: str, one: str, other: str) -> None:
    ids = {link(f"[{kind} {name}]。", place=HOMES["广元"]).mentions[0].entity_id for name in (one, other)}
    assert len(ids) == 1


SHORT = [
    "印发[D 《广元市人才发展五年规划》]（以下简称《规划》）。落实[D 《规划》]。",
    "印发[D 《广元市人才发展五年规划》]（简称“[D 人才规划]”）。落实[D 《人才规划》]。",
    "印发[D 《广元市人才发展五年规划》]（广委发〔2023〕5号）。落实[D 广委发[2023]5号]。",
    "落实[O 国家药品监督管理局]（以下简称国家局）部署，请示[O 国家局]。",
]


@pytest.mark.parametrize("text", SHORT)
def test_a_short_title_or_number_that_the_report_gives_is_the_paper(text: str) -> None:
    linked = link(text.replace("广委发[2023]5号", "广委发〔2023〕5号"), place=HOMES["广元"])
    assert len({mention.entity_id for mention in linked.mentions}) == 1


def test_a_short_title_means_nothing_in_another_report() -> None:
    (mention,) = link("落实[D 《规划》]。", place=HOMES["广元"]).mentions
    assert mention.entity_id == "policy:规划@r1"


def test_names_without_quotes_share_the_head_of_their_list() -> None:
    linked = link("实行[R 企业创新普查]和[R 成果登记制度]，[R “以文兴县”]和[R 品牌多样战略]。", place=HOMES["广元"])
    names = {entity.id: entity.name for entity in linked.entities}
    assert [names[mention.entity_id] for mention in linked.mentions] == [
        "企业创新普查制度", "成果登记制度", "以文兴县", "品牌多样战略",
    ]  # fmt: skip


def test_a_programme_of_the_province_bears_its_name() -> None:
    (mention,) = link("发挥[R 省自然科学基金]作用。", place=HOMES["广元"]).mentions
    assert mention.entity_id == "programme:四川省自然科学基金"


@pytest.mark.parametrize(
    ("one", "other"),
    [("“红链 赋能”行动", "红链赋能行动"), ("深入实施“头雁”工程", "“头雁”工程"), ("《甲办法（试行）》", "甲办法(试行)"), ("甲•乙计划", "甲·乙计划")],
)  # fmt: skip
def test_the_same_name_written_otherwise_is_one(one: str, other: str) -> None:
    assert key(canonical(one.removeprefix("深入实施"))) == key(canonical(other))


def test_a_quoted_name_takes_the_head_that_its_report_gives() -> None:
    linked = link("实施[R “双提升”工程]。", "[R “双提升”]成效明显。", place=HOMES["广元"])
    assert {mention.entity_id for mention in linked.mentions} == {"programme:双提升工程"}


def test_two_possible_heads_decide_nothing() -> None:
    linked = link("实施[R “双提升”工程]、[R “双提升”计划]。", "[R “双提升”]成效明显。", place=HOMES["广元"])
    assert len({mention.entity_id for mention in linked.mentions}) == 3


def test_places_resolve_by_the_report_and_its_neighbours() -> None:
    linked = link("[P 苍溪]、[P 旺苍]与[P 杭州市][P 西湖区]结对。", place=HOMES["广元"])
    ids = [mention.entity_id for mention in linked.mentions]
    assert ids == ["place:510824", "place:510821", "place:330100", "place:330106"]
    names = {entity.id: entity for entity in linked.entities}
    assert names["place:330106"].parent_id == "place:330100"
    assert ("place:510824", "PART_OF", "place:510800", "gazetteer") in linked.structure


def test_a_village_is_local_to_the_unit_above_it() -> None:
    linked = link("在[P 苍溪县][P 陵江镇][P 新桥村]。", place=HOMES["广元"])
    village = linked.mentions[-1].entity_id
    assert village.startswith("place:新桥村@")
    assert "r1" not in village


def test_a_village_is_one_with_and_without_its_path() -> None:
    linked = link("[P 苍溪县][P 陵江镇][P 甲子村]。", "[P 甲子村]与[P 甲子]面貌一新。", place=HOMES["广元"])
    assert len({mention.entity_id for mention in linked.mentions[2:]}) == 1


def test_two_villages_of_one_name_stay_two() -> None:
    linked = link("[P 苍溪县][P 甲子村]，[P 旺苍县][P 甲子村]。", "[P 甲子村]面貌一新。", place=HOMES["广元"])
    assert len({mention.entity_id for mention in linked.mentions if mention.text == "甲子村"}) == 3


def test_what_stays_ambiguous_stays_unlinked() -> None:
    (mention,) = link("[P 鼓楼区]开展工作。").mentions
    assert mention.entity_id == "place:鼓楼区@r1"


def test_the_name_of_an_organ_tells_its_place_and_parent() -> None:
    structure = link("[O 市委组织部]召开会议。", place=HOMES["广元"]).structure
    assert ("org:中共广元市委组织部", "PART_OF", "org:中共广元市委", "name") in structure
    assert ("org:中共广元市委", "LOCATED_IN", "place:510800", "name") in structure
    masked = link("[O 县委组织部]召开会议。", place="XXX县").structure
    assert ("org:中共xxx县委组织部@r1", "LOCATED_IN", "place:XXX县@r1", "name") in masked
