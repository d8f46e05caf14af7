"""PART_OF between programmes and campaigns, one construction a case, on passages whose mentions are marked by hand."""

from __future__ import annotations

import pytest

from tests.unit.linking import link, said

# text, the parts of the only whole; names begin with 甲 where they are parts, the whole with 总
PARTS = {
    "what a whole holds": "[R “总领”工程]历时两年，下设[R “甲一”计划]、[R “甲二”计划]。",
    "in brackets": "[R “总通”平台]迭代上线（含[R “甲一”][R “甲二”]两个专区）。",
    "a whole that adds": "[R “总英才”计划]今年又增设[R “甲一”项目]。",
    "modules": "[R “总帮”平台]全域推广，新上线[R “甲一”][R “甲二”]等功能模块。",
    "sections of a festival": "举办[C 总艺术节]，设[C “甲一”专场]、[C “甲二”市集]两大板块。",
    "sub-projects": "[R “总聚”人才计划]项下分设[R “甲一”][R “甲二”]三个子计划。",
    "what a whole is made of": "由[C “甲一”][C “甲二”]四项活动组成的[R “总关爱”计划]贯穿全年。",
    "what makes a whole": "[C “甲一”活动]和[C “甲二”活动]共同构成全市[C “总联动”活动]。",
    "what carries a whole": "以[R “甲一”][R “甲二”]等子项目为载体，[R “总治”计划]覆盖全区。",
    "what a whole lists": "[R “总健康”工程]把[R “甲一”项目]列为年度重点任务。",
    "what is brought into a whole": "将[R “甲一”计划]纳入[R “总英才”工程]一体推进。",
    "the content of a whole": "把每月首个周六定为[C “甲一日”]，作为[C “总整治”行动]的固定内容。",
    "one of a series": "作为[C “总安康”系列行动]之一，[R “甲一”工程]建档两万份。",
    "the first of its kind": "[C “甲一”行动]是全市[C “总转型”攻坚]的首个专项。",
    "events of a week": "[C “总之乡”人才周]如约而至，系列活动之[C 甲一对接会]、[C “甲二”大赛]接连举行。",
    "means of a whole": "实施[R “总振兴”工程]，通过举办[C “甲一”大赛]等方式提质。",
    "what carries out a whole": "围绕落实[O 省委][R “总苗”工程]，创新实施[R “甲一”计划]。",
    "a framework": "在[C “总携手”行动]框架下，[P 百色]与[P 深圳]联合实施[R “甲一”计划]和[R “甲二”工程]。",
    "what is introduced in a campaign": "在[C “总提升”行动]中，全市推行[R “甲一”机制]。",
    "the finale": "全年办好[C “总全民”健身季]，压轴赛事[C 甲一马拉松]吸引万人。",
    "the opening in the next sentence": "启动[C “总回家”行动]。开场活动[C “甲一”招聘大集]热闹。",
    "the first stop": "[C “总高校行”引才活动]走进七城，首站在[P 哈尔滨]举办[C “甲一”推介会]。",
    "events that take turns": "[C “总工匠季”]自9月启动以来，[C “甲一赛”]、[C “甲二日”]轮番登场。",
    "the whole again by its last word": "推进[R 总消费提质工程]。工程包括[C “甲一”行动]和[C “甲二”行动]两项内容。",
    "the whole again as a place in time": "举办[C 总种业博览会]，签约五项。博览会期间举办的[C 甲一论坛]受关注。",
    "the whole again as what it says": "实施[R 总畅通工程]，抓好工程确定的[C “甲一”行动]。",
    "a sum that is told": "推开[C “总七大行动”]，其中，[C “甲一”行动]建站，[C “甲二”行动]服务老人。",
    "a sum behind a dash": "推进[R “总两大工程”]——[R “甲一”工程]竣工，[R “甲二”工程]助学。",
    "stages": "[C “总碧水”行动]分两个阶段推进：当年以[C “甲一”行动]摸底；次年以[C “甲二”行动]攻坚。",
    "items": "实施[R “总铸魂”工程]。一是抓[C “甲一”行动]，轮训干部；二是抓[C “甲二”行动]，建站。",
    "digits": "推出[C “1+2”总提升行动]。“1”即[R “甲一”工程]；“2”即[R “甲二”][R “甲三”]两个专项。",
    "among them": "实施[R “总匠”行动计划]，培养能人。其中，[R “甲一”工程]由[O 市教育局]牵头推进。",
    "some of several pilots": "将[R “总权”改革]分解为若干单项试点，其中[P 安定区]承担[R “甲一”试点]。",
    "sub-brands": "叫响[R “总家”品牌]，旗下孵化出[R “甲一”][R “甲二”]等十二个特色子品牌。",
    "activities of a month": "[C “总服务月”]共安排[C “甲一日”][C “甲二会”]等12场主题活动。",
    "months": "开展[C “总战”行动]：10月为[C “甲一月”]，11月为[C “甲二月”]。",
    "counted items": "[C “总凤”行动]重点抓了两项内容：举办[C “甲一”活动]，揽才十人；推行[R “甲二”模式]。",
    "meanwhile": "举办[C 总果业博览会]，其间穿插开展[C “甲一”论坛]。",
    "while it goes on": "（三）实施[C “总人”行动]。行动期间，开展技能[C “甲一”活动]。",
    "in its framework": "实施[R “总育”协作计划]。在该计划框架下，两地承办[C “甲一”活动]。",
    "what it first adds": "[C 总技能大会]开幕。大会首次增设[C “甲一”分论坛]。",
    "listed as a sub-project": "[R “甲一”计划]列为省[R “总院”工程]子项目。",
    "these activities": "[C “甲一会”]每周听诉求，[C “甲二日”]每月化纠纷——[C “总里”行动]的这两项子活动受欢迎。",
    "pilots of a pilot": "在[R “总碳”改革试点]中，[P 安吉]开展[R “甲一”子试点]；[P 德清]承担[R “甲二”子试点]。",
}
NONE = {
    "one after the other": "先后开展[C “总一年”活动]、[C “甲一年”活动]，并启动[R “甲二”计划]。",
    "a strategy and a plan": "实施[R 总教战略]，推出[R “甲一”计划]。",
    "an aid and what it helps": "依托[R “总先锋”平台]举办[C “甲一”大赛]。",
    "what is set up beside it": "制定[R “总英才”计划]，配套建立[R “甲一”机制]。",
    "what one connects with": "结合[C 总学习教育]，开展[C “甲一”研学活动]。",
    "a platform that is upgraded": "将[R “甲一”平台]升级为涵盖教学等模块的[R “总云”平台]。",
    "another name in brackets": "实施[R 总高技术计划]（[R “甲一”计划]）。",
    "items that are no names": "实施[R “总减快”行动]。一是压减时限；二是降低成本。开展[C “甲一”活动]。",
    "an event elsewhere": "参加[C 总洽谈会]，自主举办[C “甲一”购物节]。",
    "one more item of the list that is counted": "落实[R “总治”计划]、农村供水[R “甲一”计划]两个子项目。",
    "what a plan lists": "将[R “甲一”项目]纳入[R “总五”规划]。",
    "business and no part": "实施[R “总惠民”工程]，推进[R “甲一”计划]电子商务发展。",
    "a word that ends as 其中": "推进[R “总安”工程]建设，其中，中心机房由市科技局建成，在集中[R “甲一”项目]上见效。",
    "a sum above a hundred": "推进[R “总一百二十三项”行动]：[R “甲一”工程]、[R “甲二”工程]、[R “甲三”工程]。",
    "a committee's 子": "建立[R “总好”体系]，实施[R “甲批”进班子计划]。",
}


def parts(text: str) -> set[tuple[str, str]]:
    return {(a[:2], b) for a, predicate, b in said(link(text)) if predicate == "PART_OF"}


@pytest.mark.parametrize("text", PARTS.values(), ids=PARTS.keys())
def test_a_part_of_a_whole(text: str) -> None:
    found = parts(text)
    assert {part for part, _ in found} == {name for name in ("甲一", "甲二", "甲三") if name in text}
    assert len({whole for _, whole in found}) == 1
    assert all("总" in whole for _, whole in found)


@pytest.mark.parametrize("text", NONE.values(), ids=NONE.keys())
def test_what_only_looks_like_a_part(text: str) -> None:
    assert parts(text) == set()


def test_a_second_numbered_list_belongs_to_its_own_whole() -> None:
    first = "实施[R “总强基”工程]。一是开展[C “甲一”行动]，成效好；二是开展[C “甲二”行动]。"
    second = "实施[R “总富民”工程]。一是开展[C “乙一”行动]；二是开展[C “乙二”行动]。"
    assert {part for part, whole in parts(first + second) if "总富民" in whole} == {"乙一", "乙二"}
    assert {part for part, whole in parts(first + second) if "总强基" in whole} == {"甲一", "甲二"}
