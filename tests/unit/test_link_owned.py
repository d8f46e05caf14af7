"""Bodies of a body: which is whose, and what is called so only inside its whole."""

from __future__ import annotations

import pytest

from kg.link.owned import full_names
from kg.text import Passage
from tests.unit.linking import link, said

CITY = "四川省广元市"


def owned(text: str) -> set[tuple[str, str]]:
    """(part, whole) that a marked passage says of bodies."""
    return {(part, whole) for part, predicate, whole in said(link(text, place=CITY)) if predicate == "PART_OF"}


def full(text: str, known: dict[str, str] | None = None) -> set[str]:
    """The names in full that a marked passage gives to bodies."""
    linked = link(text, place=CITY)
    passage_mentions = [mention for mention in linked.mentions if mention.type == "ORG"]
    passages = [_passage(linked.report.text, passage_mentions[0].passage_id)]
    return set(full_names(passages, [passage_mentions], known or {}).values())


def _passage(text: str, passage: str) -> Passage:
    return Passage(id=passage, report_id="r1", seq=0, start=0, end=len(text), text=text)


OF_THE_GROUP = {("综合协调组", "广元市甲子指挥部"), ("物资保障组", "广元市甲子指挥部")}
UNDER = [
    "[O 市甲子指挥部]下设[O 综合协调组]、[O 物资保障组]等5个小组。", "成立[O 市甲子指挥部]，下设[O 综合协调组]和[O 物资保障组]。",
    "[O 市甲子指挥部]设立[O 综合协调组]、[O 物资保障组]。", "[O 市甲子指挥部]今年3月组建，内设两个小组：[O 综合协调组]、[O 物资保障组]。",
]  # fmt: skip


@pytest.mark.parametrize("text", UNDER)
def test_groups_belong_to_the_body_that_has_them(text: str) -> None:
    assert owned(text) == OF_THE_GROUP


ONE = [
    ("[O 市甲子指挥部]运转，在该指挥部下成立[O 综合协调组]。", ("综合协调组", "广元市甲子指挥部")),
    ("[O 甲子公司]在[P 苍溪县]设有[O 乙丑分公司]。", ("乙丑分公司", "甲子公司")),
    ("[O 甲子公司]注册资本三亿元，旗下拥有[O 乙丑公司]。", ("乙丑公司", "甲子公司")),
    ("[O 乙丑站]于2021年整建制并入[O 甲子中心]。", ("乙丑站", "甲子中心")),
    ("[O 乙丑所]划归[O 甲子中心]管理。", ("乙丑所", "甲子中心")),
    ("[O 乙丑中心]是[O 甲子集团]下属的公益二类事业单位。", ("乙丑中心", "甲子集团")),
    ("[O 乙丑书院]是[O 甲子大学]的二级学院。", ("乙丑书院", "甲子大学")),
    ("[O 甲子银行]所辖的[O 乙丑支行]放贷。", ("甲子银行乙丑支行", "甲子银行")),
    ("报[O 国家甲子局]（[O 乙丑司]）。", ("国家甲子局乙丑司", "国家甲子局")),
    ("[O 甲子联盟]成立。支持本联盟[O 乙丑委员会]工作。", ("甲子联盟乙丑委员会", "甲子联盟")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), ONE)
def test_a_body_belongs_to_another(text: str, wanted: tuple[str, str]) -> None:
    assert owned(text) == {wanted}


def test_what_is_merged_goes_to_the_end_of_the_chain() -> None:
    assert owned("[O 甲子站]、[O 乙丑站]并入[O 市农业农村局]所属的[O 丙寅中心]。") == {
        ("甲子站", "丙寅中心"), ("乙丑站", "丙寅中心"), ("丙寅中心", "广元市农业农村局"),
    }  # fmt: skip


NOT_OWNED = [
    "[O 市委]成立[O 市委人才工作领导小组]。", "[O 甲子公司]与[O 乙丑公司]成立[O 丙寅分公司]。", "[O 省发展改革委]（[O 省能源局]）印发文件。",
    "[O 甲子公司]联合[O 四川大学]成立[O 乙丑学院]。", "成立[O 市甲子领导小组]，办公室设在[O 市经信局]。", "与[O 浙江大学]共建，下设[O 乙丑中心]。",
    "[O 甲子集团]将资产划转给[O 乙丑集团]。", "[O 市委办公室]（[O 市委机要局]）印发。",
]  # fmt: skip


@pytest.mark.parametrize("text", NOT_OWNED)
def test_other_words_between_bodies_make_no_part(text: str) -> None:
    assert owned(text) == set()


NAMES = [
    ("[O 中国科学院]下属的[O 甲子研究所]来访。", {"中国科学院甲子研究所"}), ("[O 甲子银行]所辖的[O 乙丑市分行]放贷。", {"甲子银行乙丑市分行"}),
    ("[O 甲子大学]新设[O 乙丑学院]和[O 丙寅学院]。", {"甲子大学乙丑学院", "甲子大学丙寅学院"}),
    ("报[O 国家甲子局]（[O 乙丑司]）。", {"国家甲子局乙丑司"}),
    ("[O 甲子组织]很重要，在该组织[O 乙丑委员会]磋商。", {"甲子组织乙丑委员会"}),
    ("[O 甲子部]负责，报我部（[O 乙丑司]、[O 丙寅司]）。", {"甲子部乙丑司", "甲子部丙寅司"}),
    ("[O 市农业农村局]所属的[O 市畜牧站]接诊。", set()), ("[O 甲子集团]旗下[O 乙丑公司]投产。", set()),
    ("报[O 甲子部]、[O 乙丑部]和我部（[O 丙寅司]）。", set()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), NAMES)
def test_what_is_called_so_only_inside_its_whole_takes_its_name(text: str, wanted: set[str]) -> None:
    assert full(text) == wanted


def test_who_writes_is_known() -> None:
    assert full("报我厅（[O 乙丑处]）。", {"ORG 我厅": "四川省甲子厅"}) == {"四川省甲子厅乙丑处"}
