"""Bodies: whose organ one is and what stands above it, by its name alone."""

from __future__ import annotations

import pytest

from tests.unit.linking import link

HOMES = {
    "四川": "四川省", "广元": "四川省广元市", "苍溪": "四川省广元市苍溪县", "凉山": "四川省凉山彝族自治州", "山东": "山东省", "青岛": "山东省青岛市",
    "陵江": "四川省广元市苍溪县陵江镇", "哪里": None,
}  # fmt: skip


def told(text: str, home: str) -> tuple[str, set[tuple[str, str]]]:
    """The name that a body gets in a report, and what its name tells of it: (predicate, name)."""
    linked = link(f"[O {text}]召开会议。", place=HOMES[home])
    names = {entity.id: entity.name for entity in linked.entities}
    body = linked.mentions[0].entity_id
    return names[body], {(predicate, names[to]) for source, predicate, to, _ in linked.structure if source == body}


def above(text: str, home: str) -> str | None:
    """The body above one, by its name."""
    return next((name for predicate, name in told(text, home)[1] if predicate == "PART_OF"), None)


OFFICES = [
    ("四川", "四川省人大常委会办公厅", "四川省人民代表大会常务委员会"), ("四川", "四川省政协办公厅", "四川省政治协商会议"),
    ("四川", "省人大财经委", "四川省人民代表大会"), ("广元", "市人大常委会办公室", "广元市人民代表大会常务委员会"),
    ("广元", "市政协提案委员会", "广元市政治协商会议"), ("广元", "市人大常委会", None), ("广元", "广元市人大常委会", None), ("广元", "市政协", None),
    ("四川", "省政府办公厅", "四川省人民政府"), ("四川", "省水利厅", "四川省人民政府"),
]  # fmt: skip


@pytest.mark.parametrize(("home", "text", "wanted"), OFFICES)
def test_an_office_of_the_congress_is_no_department_of_the_government(home: str, text: str, wanted: str | None) -> None:
    assert above(text, home) == wanted


COMMISSIONS = [
    ("四川", "省发展改革委", "四川省发展和改革委员会"), ("四川", "四川省发展和改革委员会", "四川省发展和改革委员会"),
    ("广元", "市卫健委", "广元市卫生健康委员会"), ("广元", "市国资委", "广元市国有资产监督管理委员会"),
    ("四川", "省政府国资委", "四川省国有资产监督管理委员会"), ("四川", "省民宗委", "四川省民族宗教事务委员会"),
    ("青岛", "市科委", "青岛市科学技术委员会"),
]  # fmt: skip


@pytest.mark.parametrize(("home", "text", "wanted"), COMMISSIONS)
def test_a_commission_of_the_government_is_part_of_it(home: str, text: str, wanted: str) -> None:
    name, facts = told(text, home)
    assert name == wanted
    assert any(predicate == "PART_OF" and to.endswith("人民政府") for predicate, to in facts)


@pytest.mark.parametrize("text", ["省纪律检查委员会", "省直机关工委", "市监察委员会", "市中级人民法院", "市总工会"])
def test_other_committees_are_no_part_of_the_government(text: str) -> None:
    assert above(text, "广元") is None


VERTICAL = [
    ("山东", "山东海事局", "山东海事局"), ("山东", "山东海警局", "山东海警局"), ("山东", "山东省海事局", "山东海事局"),
    ("青岛", "市海关", "青岛海关"),
    ("山东", "青岛海关", "青岛海关"), ("青岛", "青岛大港海事局", "青岛大港海事局"), ("青岛", "青岛海事法院", "青岛海事法院"),
    ("山东", "山东证监局", "山东证监局"), ("山东", "山东金融监管局", "山东金融监管局"), ("广元", "市税务局", "广元市税务局"),
    ("青岛", "崂山区税务局", "崂山区税务局"), ("广元", "广元市气象局", "广元市气象局"), ("四川", "省邮政管理局", "四川省邮政管理局"),
    ("四川", "四川省消防救援局", "四川省消防救援局"), ("四川", "省地震局", "四川省地震局"),
]  # fmt: skip


@pytest.mark.parametrize(("home", "text", "wanted"), VERTICAL)
def test_an_organ_of_the_state_keeps_its_name_and_is_no_part_of_the_local_government(
    home: str, text: str, wanted: str
) -> None:
    assert (told(text, home)[0], above(text, home)) == (wanted, None)


@pytest.mark.parametrize(
    ("home", "text", "wanted"),
    [
        ("山东", "山东省金融监管局", "山东省人民政府"), ("青岛", "青岛市地震局", "青岛市人民政府"), ("四川", "四川省地方税务局", "四川省人民政府"),
        ("广元", "广元市地方海事局", "广元市人民政府"), ("广元", "市市场监管局", "广元市人民政府"),
    ],
)  # fmt: skip
def test_a_local_bureau_that_sounds_alike_is_the_governments(home: str, text: str, wanted: str) -> None:
    assert above(text, home) == wanted


@pytest.mark.parametrize(
    "text", ["陵江镇党委", "中共陵江镇党委", "苍溪县陵江镇党委", "陵江镇委", "中共陵江镇委员会", "中共苍溪县陵江镇委"]
)
def test_the_committee_of_a_town_has_one_form(text: str) -> None:
    assert told(text, "苍溪")[0] == "苍溪县陵江镇党委"


LOWER = [
    ("苍溪", "中共甲子镇党委", "甲子镇党委"), ("苍溪", "甲子镇委", "甲子镇党委"), ("苍溪", "中共甲子街道工委", "甲子街道党工委"),
    ("苍溪", "中共乙丑村党支部", "乙丑村党支部"), ("哪里", "中共城关镇委员会", "城关镇党委"), ("哪里", "景德镇市委", "中共景德镇市委"),
]  # fmt: skip


@pytest.mark.parametrize(("home", "text", "wanted"), LOWER)
def test_lower_committees_that_nobody_knows_have_one_form_too(home: str, text: str, wanted: str) -> None:
    assert told(text, home)[0] == wanted


@pytest.mark.parametrize("text", ["镇党委", "镇委", "XXX镇党委", "中共XXX镇委员会"])
def test_the_committee_of_a_masked_town_has_one_form(text: str) -> None:
    linked = link(f"[O {text}]召开会议。", place="XXX镇")
    assert {one.name for one in linked.entities if one.type == "ORG"} == {"XXX镇党委"}


OF_THE_PLACE = [
    ("苍溪", "县侨联", "苍溪县侨联"), ("苍溪", "县台办", "苍溪县台办"), ("广元", "市文明办", "广元市文明办"), ("广元", "市大气办", "广元市大气办"),
    ("苍溪", "县人民检察院", "苍溪县人民检察院"), ("凉山", "州中级人民法院", "凉山彝族自治州中级人民法院"),
    ("凉山", "州公安局", "凉山彝族自治州公安局"), ("凉山", "州司法局", "凉山彝族自治州司法局"),
    ("凉山", "州委“两新”工委", "中共凉山彝族自治州委两新工委"),
]  # fmt: skip


@pytest.mark.parametrize(("home", "text", "wanted"), OF_THE_PLACE)
def test_a_short_body_of_a_level_is_that_of_the_reports_place(home: str, text: str, wanted: str) -> None:
    assert told(text, home)[0] == wanted
