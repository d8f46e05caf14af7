"""PARTNERS_WITH, one behaviour a case: who stands on which side, on passages whose mentions are marked by hand."""

from __future__ import annotations

import pytest

from tests.unit.linking import link, said

HOME = "四川省广元市"
CASES = {
    "each with its own partner, between other clauses": (
        "[P 湖州市]与[P 广元市]互派教师80名，[P 湖州][P 长兴县]、[P 德清县]分别同[P 苍溪县]、[P 旺苍县]结对，[P 安吉县]捐建茶园。",
        {("湖州市", "广元市"), ("长兴县", "苍溪县"), ("德清县", "旺苍县")},
    ),
    "each helps its own": (
        "由[P 长兴县]、[P 德清县]分别结对帮扶[P 苍溪县]、[P 旺苍县]，[P 安吉县]出资。",
        {("长兴县", "苍溪县"), ("德清县", "旺苍县")},
    ),
    "not respectively": (
        "[P 苍溪县]、[P 旺苍县]与[P 长兴县]、[P 德清县]签订协议，分别落实资金。",
        {("苍溪县", "长兴县"), ("苍溪县", "德清县"), ("旺苍县", "长兴县"), ("旺苍县", "德清县")},
    ),
    "helpers one after the other": (
        "[P 长兴县]对口支援[P 苍溪县]、[P 德清县]对口支援[P 旺苍县]。", {("长兴县", "苍溪县"), ("德清县", "旺苍县")},
    ),
    "those who are twinned, one after the other": (
        "[P 长兴县]结对[P 苍溪县]、[P 德清县]结对[P 旺苍县]。", {("长兴县", "苍溪县"), ("德清县", "旺苍县")},
    ),
    "with a part of us": ("[P 长兴县]与我市[P 苍溪县]、[P 旺苍县]结对。", {("长兴县", "苍溪县"), ("长兴县", "旺苍县")}),
    "several with us": ("[P 长兴县]、[P 德清县]等地同我市结对多年。", {("长兴县", "广元市"), ("德清县", "广元市")}),
    "who helps us": ("[P 湖州市]对口帮扶我市，投入资金2亿元。", {("湖州市", "广元市")}),
    "a partner before is no subject": (
        "[P 绵阳市]与[P 德阳市]、[P 遂宁市]签订协议，与[P 资阳市]共建“蜀绣”联盟。",
        {("绵阳市", "德阳市"), ("绵阳市", "遂宁市"), ("绵阳市", "资阳市")},
    ),
    "firms that sign with the report's place": (
        "[O 川江重工]、[O 天元科技]、[O 蜀山电气]与[P 广元市]签订协议。",
        {("川江重工", "广元市"), ("天元科技", "广元市"), ("蜀山电气", "广元市")},
    ),
    "pairs that found something": (
        "[P 长兴县]与[P 苍溪县]、[P 德清县]与[P 旺苍县]签订协议，共同设立基金。", {("长兴县", "苍溪县"), ("德清县", "旺苍县")},
    ),
    "the report's place as the second side": ("深化[P 湖州]与[P 广元]对口合作。", {("湖州市", "广元市")}),
    "the report's place is helped": ("[P 湖州市]对口帮扶[P 广元市]。", {("湖州市", "广元市")}),
    "a policy of help is no help": ("[O 省委]制定综合帮扶[P 广元]政策措施20条。", set()),
    "the report's place elsewhere in the clause": ("[P 湖州市]与[O 浙江大学]签订支持[P 广元]发展合作协议。", {("湖州市", "浙江大学")}),
    "its own district is no second side": ("[P 苍溪县]与[P 广元市]签订责任书，共同推进。", set()),
    "its province is no second side": ("[P 广元市]与[P 四川省]签订责任书，共同推进。", set()),
    "provinces that sign": ("[P 浙江省]与[P 四川省]签订合作协议。", {("浙江省", "四川省")}),
    "help to places with their paths": (
        "对口支援[P 西藏][P 昌都市]、[P 新疆][P 若羌县]。", {("广元市", "昌都市"), ("广元市", "若羌县")},
    ),
    "cadres who are sent to help": (
        "选派干部30名到[P 若羌县]等边境县驻村帮扶，选派干部到[P 苍溪县]帮扶。", {("广元市", "若羌县")},
    ),
    "whom it meets": ("积极对接[P 浙江][P 湖州]开展互派教师工作，对接[P 安吉县]学习考察。", {("广元市", "湖州市")}),
    "a member": ("成功跻身[O 西部光谷研究院]共建单位。", {("广元市", "西部光谷研究院")}),
    "hand in hand": ("主动携手[P 汉中市]，办好论坛。", {("广元市", "汉中市")}),
    "three cities together": (
        "深化[P 巴中]、[P 广元]、[P 汉中]三市文旅协同发展。", {("广元市", "巴中市"), ("广元市", "汉中市")},
    ),
    "cooperation of a list that holds the report's place": ("深化[P 广元]、[P 巴中]产业协作。", {("广元市", "巴中市")}),
    "whose cooperation it is": ("深化[P 北京]、[P 上海]合作。", set()),
    "no word of cooperation": ("推进[P 广元]、[P 巴中]、[P 汉中]三市协同。", set()),
    "a body and another that build": ("[P 广元经开区]和[O 四川大学]合作共建研究院。", {("广元经开区", "四川大学")}),
    "two that are twinned": ("[P 苍溪县]和[P 安吉县]结对，[P 旺苍县]、[P 德清县]互派教师。", {("苍溪县", "安吉县"), ("旺苍县", "德清县")}),
    "those who help are no partners of each other": (
        "[O 四川大学]、[O 西华大学]结对帮扶[P 苍溪县]。", {("四川大学", "苍溪县"), ("西华大学", "苍溪县")},
    ),
    "who is let cooperate": ("支持[O 广元中学]与[O 成都七中]联合建设实验班。", {("广元中学", "成都七中")}),
    "a first side that was not found": ("支持苍溪三中同[O 成都七中]开展教师互派，推动企业与[O 四川大学]共建实验室。", set()),
    "one of the first side was not found": ("支持[O 广元中学]、苍溪三中同[O 成都七中]开展教师互派。", {("广元中学", "成都七中")}),
    "what stands before an unspoken first side": (
        "引进人才、加强与[O 四川大学]合作，6月，先后与[O 西华大学]签订协议，推动我市与[P 安吉县]互派教师。",
        {("广元市", "四川大学"), ("广元市", "西华大学"), ("广元市", "安吉县")},
    ),
    "an initiative as the first side": ("推动[R “茶乡”倡议]同[O 西部茶业联盟]等组织合作对接。", set()),
    "words that hold 与 and 同": ("[O 市科技局]参与[O 市妇联]合作项目，[O 市民政局]同意[O 市残联]合作申请。", set()),
    "what is done with a partner elsewhere": ("[O 四川大学]与[O 西华大学]合作选育的品种推广到[P 汉中市]。", {("四川大学", "西华大学")}),
    "a list of many kinds": (
        "联合[P 安吉县]的三个乡镇和[O 西华大学]等单位成立联盟。", {("广元市", "安吉县"), ("广元市", "西华大学")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_partners(name: str) -> None:
    text, wanted = CASES[name]
    found = said(link(text, place=HOME))
    assert {(one, other) for one, predicate, other in found if predicate == "PARTNERS_WITH"} == wanted


def test_a_long_list_shares_the_verb_behind_it() -> None:
    row = "、".join(f"[O 第{number}大学]" for number in range(300))
    assert len(said(link(f"与{row}签订协议。", place=HOME))) == 300
