"""Laws of linking, on passages put together at random from pieces."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.ids import passage_id
from kg.link import link_report
from kg.schema import schema
from kg.text import Mention, Passage
from tests.unit.linking import link, said

PIECES = [
    "[P 苍溪县]", "[P 绵阳市]", "[P XXX县]", "[P 鼓楼区]", "[P 新桥村]", "[O 市委]", "[O 省委组织部]", "[O 清华大学]", "[O 某学院]",
    "[R “青禾”计划]", "[R “青禾”]", "[R 头雁工程]", "[C “清风”行动]", "[C “五大行动”]", "[D 《人才办法》]", "[D “三张清单”]",
    "[R 企业创新普查]", "[R 成果登记制度]", "[D 《规划》]", "（以下简称《规划》）", "（广发〔2023〕5号）", "[P 新桥]",
    "：", "中，", "全市", "省", "从", "到",
    "实施", "开展", "出台", "落实", "与", "签订合作协议", "、", "，", "。", "；", "等", "2021年", "去年", "在", "成立", "（牵头单位：", "）",
]  # fmt: skip
PLACES = [None, "四川省广元市", "XXX县", "中国(全国)", "北京市", "内蒙古自治区"]
passages = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@settings(max_examples=150, deadline=None)
@given(texts=st.lists(passages, min_size=1, max_size=3), place=st.sampled_from(PLACES))
def test_statements_are_legal_and_point_into_their_passage(texts: list[str], place: str | None) -> None:
    linked = link(*texts, place=place)
    lengths = {}
    for i, line in enumerate(linked.report.text.split("\n")):
        lengths[passage_id("r1", i)] = len(line)
    types = {entity.id: entity.type for entity in linked.entities}
    assert {mention.entity_id for mention in linked.mentions} <= set(types)
    for one in linked.statements:
        assert schema().legal(types[one.subject_id], one.predicate, types[one.object_id])
        assert 0 <= one.start < one.end <= lengths[one.passage_id]
        assert one.subject_id != one.object_id
        assert 0 < one.confidence < 1


@settings(max_examples=100, deadline=None)
@given(texts=st.lists(passages, min_size=1, max_size=3), place=st.sampled_from(PLACES))
def test_linking_is_a_function_of_the_report(texts: list[str], place: str | None) -> None:
    assert link(*texts, place=place) == link(*texts, place=place)


@settings(max_examples=100, deadline=None)
@given(texts=st.lists(passages, min_size=1, max_size=3), place=st.sampled_from(PLACES), data=st.data())
def test_the_order_of_mentions_says_nothing(texts: list[str], place: str | None, data: st.DataObject) -> None:
    linked = link(*texts, place=place)
    found: dict[str, list[Mention]] = {}
    for mention in linked.mentions:
        found.setdefault(mention.passage_id, []).append(replace(mention, entity_id=None))
    lines, parts, start = linked.report.text.split("\n"), [], 0
    for seq, line in enumerate(lines):
        parts.append(
            Passage(id=passage_id("r1", seq), report_id="r1", seq=seq, start=start, end=start + len(line), text=line)
        )
        start += len(line) + 1
    shuffled = [data.draw(st.permutations(found.get(part.id, []))) for part in parts]
    assert link_report(linked.report, parts, shuffled) == linked


@settings(max_examples=100, deadline=None)
@given(one=passages, other=passages)
def test_what_is_masked_or_unknown_never_leaves_its_report(one: str, other: str) -> None:
    first, second = link(one, place="XXX县", report_id="r1"), link(other, place="XXX县", report_id="r2")
    shared = {entity.id for entity in first.entities} & {entity.id for entity in second.entities}
    assert not [entity_id for entity_id in shared if "XXX" in entity_id or "@r" in entity_id]


@settings(max_examples=100, deadline=None)
@given(text=passages, place=st.sampled_from(PLACES))
def test_a_passage_further_down_takes_nothing_away(text: str, place: str | None) -> None:
    alone = said(link(text, place=place))
    assert alone <= said(link(text, "今年工作平稳。", place=place))
