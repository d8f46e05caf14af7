"""Who does it and with whom, where the subject is not simply the name before the verb: one construction a case, mentions marked by hand."""

from __future__ import annotations

import pytest

from tests.unit.linking import link, said

HOME = "四川省广元市"
CASES = {
    "a verb that no list knows, with others behind it": (
        "[P 苍溪县]腾退旧厂房三处，引来[O 川北家具公司]，推行[R “梨乡管家”制度]。", {("苍溪县", "IMPLEMENTS", "梨乡管家制度")},
    ),
    "behind others only a clause without a subject is that of who opens": (
        "[P 苍溪县]腾退旧厂房三处，[O 川北家具公司]入驻，当地老百姓自发推行[R “梨乡管家”制度]。", {("广元市", "IMPLEMENTS", "梨乡管家制度")},
    ),
    "a list of things opens no sentence": (
        "[P 苍溪县]新水厂、旧泵站完工，惠及[P 元坝镇]，实施[R “净水”工程]。", {("广元市", "IMPLEMENTS", "净水工程")},
    ),
    "a person of a body is not the body": (
        "[O 川北大学]教授落户[P 苍溪县]，推行[R “田间课堂”制度]。", {("广元市", "IMPLEMENTS", "田间课堂制度")},
    ),
    "who chooses where a trial is made": (
        "[O 市委组织部]遴选[P 苍溪县]、[P 旺苍县]开展[R “编外书记”试点]。", {("中共广元市委组织部", "IMPLEMENTS", "编外书记试点")},
    ),
    "whose it is stands before who does it": (
        "[P 苍溪县]境内的[O 川北家具公司]开展[C “护江”行动]。", {("川北家具公司", "RUNS", "护江行动")},
    ),
    "where it lies in brackets": (
        "[P 元坝镇]（[P 苍溪县]）、[P 东河镇]（[P 旺苍县]）开展[C “护江”行动]。",
        {("元坝镇", "RUNS", "护江行动"), ("东河镇", "RUNS", "护江行动")},
    ),
    "a section acts for its body": (
        "[O 市委组织部]人才科开展[C “问需”行动]。", {("中共广元市委组织部", "RUNS", "问需行动")},
    ),
    "a hospital of which the place was read is not the place": ("推动[P 苍溪县]博物馆实施[R “夜游”项目]。", set()),
    "a body that was not read opens the clause, and not the place of a section": (
        "在[P 苍溪县]，夜校开班。乡医院与企业推行[R “巡诊”制度]。", set(),
    ),
    "who is let do it, behind who lets it": (
        "[O 市农业农村局]指导[P 苍溪县]推行[R “梨园管家”制度]。", {("苍溪县", "IMPLEMENTS", "梨园管家制度")},
    ),
    "who guides and who hosts": ("[O 市委宣传部]指导、[O 市文旅局]主办[C “梨花节”]。", {("广元市文化和旅游局", "RUNS", "梨花节")}),
    "under the guidance of a body": (
        "在[O 市委组织部]的指导下，[P 苍溪县]推行[R “板凳会”制度]。", {("苍溪县", "IMPLEMENTS", "板凳会制度")},
    ),
    "a body and the places where it begins": (
        "[O 市政府]筹措资金两亿元，出台[D 《护江办法》]，在[P 苍溪县]启动[C “护江”行动]。",
        {("广元市人民政府", "ISSUES", "护江办法"), ("广元市人民政府", "RUNS", "护江行动"), ("苍溪县", "RUNS", "护江行动")},
    ),
    "those who begin": (
        "推行[R “巡河”机制]，[P 苍溪县]、[P 旺苍县]两地先行先试。",
        {("广元市", "IMPLEMENTS", "巡河机制"), ("苍溪县", "IMPLEMENTS", "巡河机制"), ("旺苍县", "IMPLEMENTS", "巡河机制")},
    ),
    "where it begins": ("推行[R “巡河”机制]，在[P 苍溪县]先行先试。", {("广元市", "IMPLEMENTS", "巡河机制")}),
    "who begins has issued no paper": ("出台[D 《护江办法》]，[P 苍溪县]率先试点。", {("广元市", "ISSUES", "护江办法")}),
    "the report's own, of which another takes part": (
        "[O 川北家具公司]参与我市[R “梨乡英才”计划]。",
        {("川北家具公司", "IMPLEMENTS", "梨乡英才计划"), ("广元市", "IMPLEMENTS", "梨乡英才计划")},
    ),
    "we among others": (
        "[O 民政部]、我市、[O 川北大学]联合举办[C “梨花论坛”]。",
        {("民政部", "RUNS", "梨花论坛"), ("广元市", "RUNS", "梨花论坛"), ("川北大学", "RUNS", "梨花论坛")},
    ),
    # what was named before
    "the committee of a community": (
        "[P 嘉陵社区]住着三千人。社区党委推行[R “楼道议事”制度]。", {("嘉陵社区", "IMPLEMENTS", "楼道议事制度")},
    ),
    "a village and its committee, in a later clause": (
        "[P 甲子村]种桃，村党支部腾出库房，推行[R “代存”制度]。", {("甲子村", "IMPLEMENTS", "代存制度")},
    ),
    "which of two villages nobody can say": ("[P 甲子村]、[P 乙丑村]通车。村党支部推行[R “代存”制度]。", set()),
    "all villages": ("[P 甲子村]通车。各村党组织推行[R “代存”制度]。", {("广元市", "IMPLEMENTS", "代存制度")}),
    "two organs of a town": (
        "[P 元坝镇]临江。镇党委、镇政府推行[R “夜巡”制度]。", {("元坝镇", "IMPLEMENTS", "夜巡制度")},
    ),
    "a company, and not the one it signs with": (
        "[O 川北家具公司]搬迁，与[O 东河木业公司]签订协议。公司党委推行[R “双师”制度]。",
        {("川北家具公司", "IMPLEMENTS", "双师制度"), ("川北家具公司", "PARTNERS_WITH", "东河木业公司")},
    ),
    "a zone by its last word": ("[P 红岩产业园]投产。园区推行[R “代办”制度]。", {("红岩产业园", "IMPLEMENTS", "代办制度")}),
    "the last words of a longer name": (
        "[O 市物流行业党委]下设四个支部。行业党委开展[C “暖途”行动]。", {("广元市物流行业党委", "RUNS", "暖途行动")},
    ),
    "that museum, and whom it joins": (
        "[O 川北博物馆]开馆。该馆联合[O 川北大学]推出[R “流动展柜”项目]。",
        {("川北博物馆", "IMPLEMENTS", "流动展柜项目"), ("川北大学", "IMPLEMENTS", "流动展柜项目")},
    ),
    "all of a county in a city's report": (
        "[P 苍溪县]缺水。全县实施[R “净水”工程]，县里推行[R “管水员”制度]。",
        {("苍溪县", "IMPLEMENTS", "净水工程"), ("苍溪县", "IMPLEMENTS", "管水员制度")},
    ),
    "two villages": (
        "[P 甲子村]养蜂，[P 乙丑村]种桃。两村携手成立[O “蜂桃”联合党委]，推行[R “换工”制度]。",
        {("甲子村", "IMPLEMENTS", "换工制度"), ("乙丑村", "IMPLEMENTS", "换工制度"), ("甲子村", "PARTNERS_WITH", "乙丑村")},
    ),
    "two of three nobody can say": (
        "[P 苍溪县]、[P 旺苍县]、[P 剑阁县]受灾。两地开展[C “换工”行动]。", {("广元市", "RUNS", "换工行动")},
    ),
    "both sides, of which one is the report's place": (
        "与[O 川北大学]签订协议。双方共同实施[R “梨园”计划]。",
        {("广元市", "PARTNERS_WITH", "川北大学"), ("广元市", "IMPLEMENTS", "梨园计划"), ("川北大学", "IMPLEMENTS", "梨园计划")},
    ),
    # who is joined
    "who is joined in the clause before": (
        "由[O 市农科院]牵头，联合[O 川北大学]、[O 东河种业公司]等单位，开展[C “育秧”行动]。",
        {
            ("广元市农科院", "RUNS", "育秧行动"), ("川北大学", "RUNS", "育秧行动"), ("东河种业公司", "RUNS", "育秧行动"),
            ("广元市农科院", "PARTNERS_WITH", "川北大学"), ("广元市农科院", "PARTNERS_WITH", "东河种业公司"),
        },
    ),
    "held together with another": (
        "6月与[O 川北大学]共同举办[C “梨花论坛”]。",
        {("广元市", "RUNS", "梨花论坛"), ("川北大学", "RUNS", "梨花论坛"), ("广元市", "PARTNERS_WITH", "川北大学")},
    ),
    "built together with another": (
        "与[P 南充市]共同构建[R “双城联动”格局]。",
        {("广元市", "IMPLEMENTS", "双城联动格局"), ("广元市", "PARTNERS_WITH", "南充市")},
    ),
    "together again": (
        "与[P 南充市]签订协议，选派干部，还联合举办[C “嘉陵论坛”]。",
        {("广元市", "RUNS", "嘉陵论坛"), ("南充市", "RUNS", "嘉陵论坛"), ("广元市", "PARTNERS_WITH", "南充市")},
    ),
    "the report's place is joined": (
        "[O 川北大学]扎根山区，近年来与我市合作办学，共同推行[R “田间课堂”制度]。",
        {
            ("川北大学", "IMPLEMENTS", "田间课堂制度"), ("广元市", "IMPLEMENTS", "田间课堂制度"), ("川北大学", "PARTNERS_WITH", "广元市"),
        },
    ),
    "an activity with another": (
        "深化与[P 浙江省][P 安吉县]的[C “竹梨之约”活动]。",
        {("广元市", "RUNS", "竹梨之约活动"), ("安吉县", "RUNS", "竹梨之约活动"), ("广元市", "PARTNERS_WITH", "安吉县")},
    ),
    # partners
    "a list that goes on behind a comma": (
        "[P 苍溪县]、[P 旺苍县]与[P 浙江省][P 安吉县]、[P 长兴县]，[P 江苏省][P 溧阳市]联合开展[C “护林”行动]。",
        {
            *((one, "RUNS", "护林行动") for one in ("苍溪县", "旺苍县", "安吉县", "长兴县", "溧阳市")),
            *((one, "PARTNERS_WITH", other) for one in ("苍溪县", "旺苍县") for other in ("安吉县", "长兴县", "溧阳市")),
        },
    ),
    "a frame of places is no list": (
        "在[P 苍溪县]、[P 旺苍县]，[P 浙江省][P 安吉县]推行[R “飞地”模式]。", {("安吉县", "IMPLEMENTS", "飞地模式")},
    ),
    "who gives help from elsewhere": (
        "[P 浙江省][P 安吉县]投入帮扶资金一亿元，[P 四川省]安排帮扶资金两亿元，[P 苍溪县]投入帮扶资金五百万元。",
        {("安吉县", "PARTNERS_WITH", "广元市")},
    ),
    "schools of ours that have no name": (
        "组织市内职业院校与[P 浙江省][P 安吉县]开展结对帮扶。", {("广元市", "PARTNERS_WITH", "安吉县")},
    ),
    "three that found something": (
        "[P 甲子镇]、[P 乙丑镇]、[P 丙寅乡]联合成立公司。",
        {("甲子镇", "PARTNERS_WITH", "乙丑镇"), ("甲子镇", "PARTNERS_WITH", "丙寅乡"), ("乙丑镇", "PARTNERS_WITH", "丙寅乡")},
    ),
    "many that found something": (
        "[O 甲公司]、[O 乙公司]、[O 丙公司]、[O 丁公司]、[O 戊公司]共同发起联盟。",
        {("甲公司", "PARTNERS_WITH", other) for other in ("乙公司", "丙公司", "丁公司", "戊公司")},
    ),
    "whom the committee of a town signs with": (
        "[P 元坝镇]临江。镇党委与[O 川北大学]签订共建协议。", {("元坝镇", "PARTNERS_WITH", "川北大学")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_actors(name: str) -> None:
    text, wanted = CASES[name]
    found = said(link(text, place=HOME))
    assert {one for one in found if one[1] not in ("PART_OF", "LOCATED_IN")} == wanted


def test_in_its_own_report_a_town_needs_no_name() -> None:
    text = "与[P 东河镇]、[P 普安镇]结对。镇党委推行[R “夜巡”制度]。"
    found = said(link(text, place="四川省广元市苍溪县元坝镇"))
    assert {one for one in found if one[1] == "IMPLEMENTS"} == {("元坝镇", "IMPLEMENTS", "夜巡制度")}


def test_of_no_place_both_ministries_issue() -> None:
    found = said(link("[O 财政部]印发[D 《甲办法》]，在[P 大安市]启动[C “护田”行动]。"))
    assert ("财政部", "RUNS", "护田行动") in found
