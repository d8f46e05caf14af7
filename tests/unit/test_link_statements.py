"""Relation rules, one behaviour a case, on passages whose mentions are marked by hand."""

from __future__ import annotations

import pytest

from tests.unit.linking import link, said

HOME = "四川省广元市"
CASES = {
    "the report's place is the usual actor": ("全市深入实施[R “青禾育苗”计划]。", {("广元市", "IMPLEMENTS", "青禾育苗计划")}),
    "a campaign is run": ("常态化开展[C “联村解难”行动]。", {("广元市", "RUNS", "联村解难行动")}),
    "a body that opens its clause is the actor": (
        "[O 市委]部署开展[C “清风护航”行动]。",
        {("中共广元市委", "RUNS", "清风护航行动")},
    ),
    "the nearest place is the actor": ("[P 绵阳市]开展[C “清风”行动]。", {("绵阳市", "RUNS", "清风行动")}),
    "two bodies act together": (
        "[O 市委]、[O 市政府]出台[D 《人才安居办法》]。",
        {("中共广元市委", "ISSUES", "人才安居办法"), ("广元市人民政府", "ISSUES", "人才安居办法")},
    ),
    "a body that is only obeyed does not act": (
        "认真落实[O 省委]部署要求，实施[R “头雁”工程]。",
        {("广元市", "IMPLEMENTS", "头雁工程")},
    ),
    "a paper that is only carried out has no relation": ("全面落实[D 《干部教育条例》]。", set()),
    "a paper that is made is issued": ("研究制定[D 《干部教育办法》]。", {("广元市", "ISSUES", "干部教育办法")}),
    "a making verb nearer than the citing one": (
        "根据[D 《党员教育条例》]要求，制定[D 《党员教育规划》]。",
        {("广元市", "ISSUES", "党员教育规划")},
    ),
    "a verb inside a title is no verb of the sentence": (
        "落实[D 《关于印发人才规划的通知》][D 《人才条例》]。",
        set(),
    ),
    "a list shares its verb": (
        "打造[R “红湾”][R “蓝港”]等品牌。",
        {("广元市", "IMPLEMENTS", "红湾"), ("广元市", "IMPLEMENTS", "蓝港")},
    ),
    "lead units act, others do not": (
        "推行[R “一窗通办”模式]。（牵头单位：[O 市科技局]；责任单位：[O 市财政局]）",
        {("广元市科学技术局", "IMPLEMENTS", "一窗通办模式")},
    ),
    "a comma before the units that only help": (
        "推行[R “一窗通办”模式]。（牵头单位：[O 市科技局]，责任单位：[O 市财政局]、[O 市教育局]）",
        {("广元市科学技术局", "IMPLEMENTS", "一窗通办模式")},
    ),
    "an agreement makes partners": (
        "与[P 湖州市]签订人才合作协议。",
        {("广元市", "PARTNERS_WITH", "湖州市")},
    ),
    "a body beside another is the first side": (
        "[O 市科技局]会同[O 市教育局]共同开展评审。",
        {("广元市科学技术局", "PARTNERS_WITH", "广元市教育局")},
    ),
    "a place directly before another is the first side": (
        "推动[P 绵阳市]与[P 德阳市]融合发展。",
        {("绵阳市", "PARTNERS_WITH", "德阳市")},
    ),
    "who is helped": ("[O 浙江大学]通过“组团式”帮扶[P 苍溪县]。", {("浙江大学", "PARTNERS_WITH", "苍溪县")}),
    "to agree with the centre is no agreement": ("与[O 党中央]保持一致，签订责任书。", set()),
    "what is spread by others": ("[R “瑶老议事”工作法]被推广到全区。", set()),
    "what is learnt and used is somebody else's": ("深入学习运用[R “千万工程”]经验。", set()),
    "who speaks at a press conference speaks for a place": (
        "[P 苍溪县]副县长：我们开展[C “清风”行动]。",
        {("苍溪县", "RUNS", "清风行动")},
    ),
    "places side by side are parts": (
        "在[P 苍溪县][P 陵江镇]召开。",
        {("陵江镇", "PART_OF", "苍溪县")},
    ),
    "a place in a part of another": ("[P 苍溪县]东部的[P 云峰镇]召开大会。", {("云峰镇", "PART_OF", "苍溪县")}),
    "a zone that settles in a place": ("[P 红岩产业园]正式落户[P 苍溪县]。", {("红岩产业园", "PART_OF", "苍溪县")}),
    "a village that belongs to the end of a path": (
        "[P 甲子村]隶属于[P 苍溪县][P 云峰镇]。",
        {("甲子村", "PART_OF", "云峰镇"), ("云峰镇", "PART_OF", "苍溪县")},
    ),
    "a village that is one of a place": (
        "[P 甲子村]是[P 苍溪县]的一个小山村。",
        {("甲子村", "PART_OF", "苍溪县")},
    ),
    "a village that is something else": ("[P 甲子村]是[P 苍溪县]村党支部的样板。", set()),
    "a place that lies in another only as it is told": ("[P 绵阳市]落户[P 苍溪县]。", set()),
    "places in a list are not parts": ("走访[P 苍溪县]、[P 陵江镇]。", set()),
    "an honour is not a doing": ("荣获[C “书香杯”大赛]一等奖。", set()),
    "the owner before the name": ("[O 省委][R “墩苗”计划]成效明显。", {("中共四川省委", "IMPLEMENTS", "墩苗计划")}),
    "who takes part in another's programme acts beside its owner": (
        "融入[O 省委][R “墩苗”计划]。",
        {("中共四川省委", "IMPLEMENTS", "墩苗计划"), ("广元市", "IMPLEMENTS", "墩苗计划")},
    ),
    "a level word before the name is an owner": (
        "入选省[R “百舸计划”]。",
        {("四川省", "IMPLEMENTS", "百舸计划")},
    ),
    "several owners": (
        "打造[P 绵阳]、[P 德阳]等[R “无证明城市”]。",
        {("绵阳市", "IMPLEMENTS", "无证明城市"), ("德阳市", "IMPLEMENTS", "无证明城市")},
    ),
    "somebody else's example": ("学习借鉴[R “千村工程”]经验。", set()),
    "an example with its owner": ("学习借鉴[P 浙江][R “千村工程”]经验。", {("浙江省", "IMPLEMENTS", "千村工程")}),
    "of a path the smallest unit acts": (
        "[P 广元市][P 苍溪县][P 陵江镇]开展[C “清风”行动]。",
        {("陵江镇", "RUNS", "清风行动"), ("苍溪县", "PART_OF", "广元市"), ("陵江镇", "PART_OF", "苍溪县")},
    ),
    "the subject after the frame of the sentence": (
        "在[C “清风”主题教育]中，[O 市委]坚持领导带头。",
        {("中共广元市委", "RUNS", "清风主题教育")},
    ),
    "a part of the sentence without a subject has the one before": (
        "[O 市委]制定制度；出台[D 《干部办法》]。",
        {("中共广元市委", "ISSUES", "干部办法")},
    ),
    "a subject with its short name in brackets": (
        "[O 国家药品监督管理局]（以下简称国家局）统筹[R “药监云”平台]。",
        {("国家药品监督管理局", "IMPLEMENTS", "药监云平台")},
    ),
    "who holds a title": ("拥有国家[R “英才计划”]14人、[R “名匠计划”]1.2万余名。", set()),
    "who holds a title of an owner": (
        "拥有[P 四川省][R “英才计划”]14人。",
        {("四川省", "IMPLEMENTS", "英才计划")},
    ),
    "who came is no holder of a title": (
        "开展[C “清风”行动]300人次，推进[R “夜校”项目]500人次。",
        {("广元市", "RUNS", "清风行动"), ("广元市", "IMPLEMENTS", "夜校项目")},
    ),
    "a working group and a school on the net have no seat": (
        "设立[O 苍溪县旧城改造工作专班]，用好[O 苍溪县干部网络学院]。",
        set(),
    ),
    "what is only a stage": ("抓好在[C “金穗”论坛]上宣布的举措。", set()),
    "what may not be claimed": ("每人限申报1项，[R “甲”计划]在研者不得申报。", set()),
    "what is not done": ("尚未开展[C “清风”行动]，不再实施[R “头雁”工程]，没有出台[D 《干部办法》]。", set()),
    "what is planned counts": ("明年将实施[R “头雁”工程]。", {("广元市", "IMPLEMENTS", "头雁工程")}),
    "from one paper to the next": (
        "从[D 《甲办法》]到[D 《乙办法》]，一系列制度相继出台。",
        {("广元市", "ISSUES", "甲办法"), ("广元市", "ISSUES", "乙办法")},
    ),
    "papers that are published": ("[D 《人才目录》]正式面向社会发布。", {("广元市", "ISSUES", "人才目录")}),
    "made and carried out": ("制定并落实[D “作风十条”]。", {("广元市", "ISSUES", "作风十条")}),
    "a sum after a list with words between": (
        "推进[C “甲”]加快扩面、[C “乙”]稳步提质、清零[C “三项行动”]。",
        {
            ("广元市", "RUNS", "甲"), ("广元市", "RUNS", "乙"), ("广元市", "RUNS", "三项行动"),
            ("甲", "PART_OF", "三项行动"), ("乙", "PART_OF", "三项行动"),
        },
    ),
    "one more of a list is no sum": (
        "开展[C “甲”行动]、[C “两个覆盖”行动]。",
        {("广元市", "RUNS", "甲行动"), ("广元市", "RUNS", "两个覆盖行动")},
    ),
    "as many names as a sum counts end with its noun": (
        "[R “甲港湾”][R “乙港湾”]齐头并进，打造面向学子的[R “两大港湾”]。",
        {
            ("广元市", "IMPLEMENTS", "甲港湾"), ("广元市", "IMPLEMENTS", "乙港湾"), ("广元市", "IMPLEMENTS", "两大港湾"),
            ("甲港湾", "PART_OF", "两大港湾"), ("乙港湾", "PART_OF", "两大港湾"),
        },
    ),
    "means of a whole": (
        "实施[C “聚才”专项行动]，通过设立工作站、开展[C 高校行活动]引进人才。",
        {("广元市", "RUNS", "聚才专项行动"), ("广元市", "RUNS", "高校行活动"), ("高校行活动", "PART_OF", "聚才专项行动")},
    ),
    "side by side no programme is part of another": (
        "实施[R “甲”计划]，开展[C “乙”行动]。",
        {("广元市", "IMPLEMENTS", "甲计划"), ("广元市", "RUNS", "乙行动")},
    ),
    "modules of a platform": (
        "升级涵盖[R “学甲”][R “学乙”]等模块功能的[R “红云”平台]。",
        {
            ("广元市", "IMPLEMENTS", "学甲"), ("广元市", "IMPLEMENTS", "学乙"), ("广元市", "IMPLEMENTS", "红云平台"),
            ("学甲", "PART_OF", "红云平台"), ("学乙", "PART_OF", "红云平台"),
        },
    ),
    "a frame holds what is done in it": (
        "在[C “清风”行动]中，开展[C “十个一”活动]。",
        {("广元市", "RUNS", "清风行动"), ("广元市", "RUNS", "十个一活动"), ("十个一活动", "PART_OF", "清风行动")},
    ),
    "a frame holds what its subject does": (
        "在[C “清风”行动]中，[O 市委]坚持以上率下，扎实开展进村入户[C “十个一”活动]。",
        {
            ("中共广元市委", "RUNS", "清风行动"), ("中共广元市委", "RUNS", "十个一活动"),
            ("十个一活动", "PART_OF", "清风行动"),
        },
    ),
    "what else is done in the time of a frame is no part of it": (
        "在[C “清风”行动]中，[O 市委]坚持以上率下，深入实施[R “头雁”工程]。",
        {("中共广元市委", "RUNS", "清风行动"), ("中共广元市委", "IMPLEMENTS", "头雁工程")},
    ),
    "a frame ends with its sentence": (
        "在[C “清风”行动]中成效明显。开展[C “十个一”活动]。",
        {("广元市", "RUNS", "清风行动"), ("广元市", "RUNS", "十个一活动")},
    ),
    "a programme that starts another": (
        "[R 国家重点研发计划]启动实施[R “智能工厂”重点专项]。",
        {
            ("广元市", "IMPLEMENTS", "国家重点研发计划"), ("广元市", "IMPLEMENTS", "智能工厂重点专项"),
            ("智能工厂重点专项", "PART_OF", "国家重点研发计划"),
        },
    ),
    "a lower place that opens a sentence acts in the next": (
        "在[P 苍溪县]，干部下沉一线。开展[C “清风”行动]。全市推行[R “头雁”工程]。",
        {("苍溪县", "RUNS", "清风行动"), ("广元市", "IMPLEMENTS", "头雁工程")},
    ),
    "another place that opens a sentence is only visited": (
        "在[P 北京]，市领导走访校友。开展[C “清风”行动]。",
        {("广元市", "RUNS", "清风行动")},
    ),
    "villages under the place that opens the sentence": (
        "在[P 苍溪县][P 陵江镇]，一条小河串起[P 甲子村]、[P 乙丑村]。",
        {("陵江镇", "PART_OF", "苍溪县"), ("甲子村", "PART_OF", "陵江镇"), ("乙丑村", "PART_OF", "陵江镇")},
    ),
    "a zone built in a place": ("在[P 北京]开工建设[P 川北飞地产业园]。", {("川北飞地产业园", "PART_OF", "北京市")}),
    "a member of a region": ("[P 成都]是[P 成渝地区双城经济圈]核心城市。", {("成都市", "PART_OF", "成渝地区双城经济圈")}),
    "a village's party branch": (
        "[P 甲子村]面貌一新，[O 甲子村党支部]带领党员。",
        {("甲子村党支部", "LOCATED_IN", "甲子村")},
    ),
    "a memorial bears the name of its town": ("参观[O 陵江起义纪念馆]。", {("陵江起义纪念馆", "LOCATED_IN", "陵江镇")}),
    "a liaison office": (
        "设立[O 广元市人民政府北京联络处]。",
        {("广元市人民政府北京联络处", "LOCATED_IN", "北京市")},
    ),
    "a body in a responsibility line has no seat": ("开展评审。（责任单位：[O 苍溪县政府]）", set()),
    "parts of a named sum": (
        "实施[C “先锋”][C “磐石”]等[C “五大行动”]。",
        {
            ("广元市", "RUNS", "先锋"), ("广元市", "RUNS", "磐石"), ("广元市", "RUNS", "五大行动"),
            ("先锋", "PART_OF", "五大行动"), ("磐石", "PART_OF", "五大行动"),
        },
    ),
    "an adverb between subject and act": ("[O 市财政局]随后印发[D 《奖补办法》]。", {("广元市财政局", "ISSUES", "奖补办法")}),
    "what somebody must do": ("[O 市公安局]要继续开展[C “蓝盾”行动]。", {("广元市公安局", "RUNS", "蓝盾行动")}),
    "what somebody asks for": ("[O 省委]要求开展[C “蓝盾”行动]。", {("广元市", "RUNS", "蓝盾行动")}),
    "an item with a number": ("（一）[O 市公安局]开展[C “蓝盾”行动]。", {("广元市公安局", "RUNS", "蓝盾行动")}),
    "an item with a figure": ("2.[P 苍溪县]开展[C “蓝盾”行动]。", {("苍溪县", "RUNS", "蓝盾行动")}),
    "all of the place after a body": (
        "[O 市委组织部]开展[C “头雁”行动]，全市推行[R “双评”机制]。",
        {("中共广元市委组织部", "RUNS", "头雁行动"), ("广元市", "IMPLEMENTS", "双评机制")},
    ),
    "a part of the place that has no name": (
        "[P 苍溪县]推行[R “双评”机制]，各乡镇实施[R “联户”工程]。",
        {("苍溪县", "IMPLEMENTS", "双评机制"), ("广元市", "IMPLEMENTS", "联户工程")},
    ),
    "all of the province": ("全省开展[C “护苗”行动]。", {("四川省", "RUNS", "护苗行动")}),
    "who does it stands after the name": ("[R “联户”工程]由[O 市民政局]牵头实施。", {("广元市民政局", "IMPLEMENTS", "联户工程")}),
    "who is supported does it": ("支持[P 苍溪县]实施[R “联户”工程]。", {("苍溪县", "IMPLEMENTS", "联户工程")}),
    "a village at the end of a path owns its programme": (
        "[P 元坝镇][P 双柏村][R “夜谈”机制]受到好评。",
        {("双柏村", "IMPLEMENTS", "夜谈机制"), ("双柏村", "PART_OF", "元坝镇")},
    ),
    "what is not carried out": ("个别部门没有认真落实[R “双报”制度]。", set()),
    "what is not kept": ("不再保留[R “月考”制度]。", set()),
    "a paper that is abolished": ("本办法自今日起施行，[D 《奖补办法》]同时废止。", set()),
    "a paper about the paper": ("编制[D 《产业规划》]实施方案。", set()),
    "a paper that is agreed to and sent out": ("[D 《若干措施》]已经市政府同意，现印发给你们。", {("广元市", "ISSUES", "若干措施")}),
    "the chance that others give": ("抢抓[R “东数西算”工程]机遇，发展数字经济。", set()),
    "what brings a chance": ("[R “新通道”战略]深入实施，为我市发展带来重大机遇。", set()),
    "the year in a plan": ("今年是[R “十四五”规划]收官之年。", set()),
    "the first side opens the sentence": (
        "[P 苍溪县]深化交流，与[P 湖州市]签订协议。",
        {("苍溪县", "PARTNERS_WITH", "湖州市")},
    ),
    "a partner by its path": (
        "[P 苍溪县]与[P 浙江省][P 湖州市]建立协作关系。",
        {("苍溪县", "PARTNERS_WITH", "湖州市"), ("湖州市", "PART_OF", "浙江省")},
    ),
    "several partners": (
        "[P 苍溪县]与[P 湖州市]、[P 丽水市]结对帮扶。",
        {("苍溪县", "PARTNERS_WITH", "湖州市"), ("苍溪县", "PARTNERS_WITH", "丽水市")},
    ),
    "several pairs": (
        "[P 苍溪县]与[P 湖州市]、[P 旺苍县]与[P 丽水市]结对协作。",
        {("苍溪县", "PARTNERS_WITH", "湖州市"), ("旺苍县", "PARTNERS_WITH", "丽水市")},
    ),
    "what is founded is no partner": ("联合[O 浙江大学]成立[O 未来农业研究院]。", {("广元市", "PARTNERS_WITH", "浙江大学")}),
    "a mountain is no district": ("[O 剑阁山实验室]发布成果。", set()),
    "what a list of bodies founds together": (
        "[O 复旦大学]、[O 同济大学]联合组建[O 芯材联盟]。", {("复旦大学", "PARTNERS_WITH", "同济大学")},
    ),
    "what several cities found together": (
        "[P 绵阳市]、[P 德阳市]、[P 遂宁市]三地共同设立基金。",
        {
            ("绵阳市", "PARTNERS_WITH", "德阳市"), ("绵阳市", "PARTNERS_WITH", "遂宁市"), ("德阳市", "PARTNERS_WITH", "遂宁市"),
        },
    ),
    "organs of one place are no partners": (
        "[O 市委组织部]、[O 市财政局]联合成立专班。", set(),
    ),
    "who leads stands after the name, who helps does not act": (
        "[R “绿道”创建]由[O 市民政局]牵头，[P 绵阳市]、[P 德阳市]配合。", {("广元市民政局", "IMPLEMENTS", "绿道创建")},
    ),
    "brackets inside a responsibility line": (
        "推行[R “链长”机制]。（牵头单位：[O 市民政局]；配合单位：[O 市财政局]、各县（市）政府）",
        {("广元市民政局", "IMPLEMENTS", "链长机制")},
    ),
    "a numbered item that supports somebody": ("四是支持[P 苍溪县]开展[C “飞地”行动]。", {("苍溪县", "RUNS", "飞地行动")}),
    "what is not done separately": ("机关没有另行开展[C “比学”擂台赛]。", set()),
    "who was won by a title": ("引进[R “英才计划”]人才2名。", set()),
    "the province in plain words": ("省里启动[C “蓝天”行动]。", {("四川省", "RUNS", "蓝天行动")}),
    "several townships under one name": ("[P 苍溪县]等8个乡镇，开展[C “红旅”行动]。", {("苍溪县", "RUNS", "红旅行动")}),
    "a part of the country in the name of a university": ("[O 东北石油大学]发布成果。", set()),
    "where somebody does it": ("[O 省委组织部]在会址举办[C “重走”活动]。", {("中共四川省委组织部", "RUNS", "重走活动")}),
    "a body that was not found": ("陵江镇镇水村党总支实施[R “头雁”工程]。", set()),
    "bodies that have no name": ("各村党支部实施[R “头雁”工程]。", {("广元市", "IMPLEMENTS", "头雁工程")}),
    "a masked district that was not found": ("A区推进网格建设，开展[C “双报到”活动]。", set()),
    "a body that was not found makes no partner": ("某某药业与[O 浙江大学]共建中心。", set()),
    "a system that was not set up in time": ("[O 市民政局]没有按期建立[R “周调度”制度]。", set()),
    "the committee of the county that the passage speaks of": (
        "[P 苍溪县]抓治理；[O 县委组织部]开展[C “提升”行动]。",
        {("中共苍溪县委组织部", "RUNS", "提升行动"), ("中共苍溪县委组织部", "LOCATED_IN", "苍溪县")},
    ),
    "the province's, in plain words": ("省里[C “亚运”专项行动]通报了情况。", {("四川省", "RUNS", "亚运专项行动")}),
    "a crucial year": ("2024年是实现[R “十四五”规划]目标的关键一年。", set()),
    "the plan of a year": ("三、[R 2022年工作计划]", set()),
    "two places that sign something": (
        "[P 朝天区]和[P 昭化区]签订合作协议。", {("朝天区", "PARTNERS_WITH", "昭化区")},
    ),
    "the family of a brand": (
        "塑造[R “春蕾”品牌]，引才有[R “春蕾计划”]，聚才有[C “春蕾杯”赛事]。",
        {
            ("广元市", "IMPLEMENTS", "春蕾品牌"), ("广元市", "IMPLEMENTS", "春蕾计划"), ("广元市", "RUNS", "春蕾杯赛事"),
            ("春蕾计划", "PART_OF", "春蕾品牌"), ("春蕾杯赛事", "PART_OF", "春蕾品牌"),
        },
    ),
    "the sum of a plan's parts": (
        "实施[R “港湾计划”]，打造面向学子的[R “四大港湾”]。",
        {
            ("广元市", "IMPLEMENTS", "港湾计划"), ("广元市", "IMPLEMENTS", "四大港湾"), ("四大港湾", "PART_OF", "港湾计划"),
        },
    ),
    "what is not done at all": ("坚决不搞[C “满堂灌”行动]。", set()),
    "what came to no end": ("[P 苍溪县]未能完成[R “荔乡”工程]。", set()),
    "what is only proposed": ("建议[O 省委组织部]实施[R “倾斜”计划]。", set()),
    "towards all of the place": ("[O 市委组织部]面向全市实施[R “英才”计划]。", {("中共广元市委组织部", "IMPLEMENTS", "英才计划")}),
    "who helps somebody else": ("[P 苍溪县]配合[O 市委组织部]开展[C “春风”行动]。", {("苍溪县", "RUNS", "春风行动")}),
    "that county": (
        "[P 苍溪县]推进治理。该县实施[R “梨乡”工程]。", {("苍溪县", "IMPLEMENTS", "梨乡工程")},
    ),
    "who invented it stands after the name": (
        "[R “绿卡”制度]由[P 成都市]首创，我市借鉴推行[R “蜀才卡”制度]。",
        {("成都市", "IMPLEMENTS", "绿卡制度"), ("广元市", "IMPLEMENTS", "蜀才卡制度")},
    ),
    "a subject in brackets": ("【[P 苍溪县]】推行[R “红梨”工作法]。", {("苍溪县", "IMPLEMENTS", "红梨工作法")}),
    "the committee of the county that the sentence speaks of": (
        "[P 苍溪县]抓治理，[O 县委]出台[D 《苍溪办法》]。[P 旺苍县]抓人才，[O 县委]出台[D 《旺苍办法》]。",
        {
            ("中共苍溪县委", "ISSUES", "苍溪办法"), ("中共旺苍县委", "ISSUES", "旺苍办法"),
            ("中共苍溪县委", "LOCATED_IN", "苍溪县"), ("中共旺苍县委", "LOCATED_IN", "旺苍县"),
        },
    ),
    "a sum of more than ten": (
        "实施[C “十二大行动”]：[C “清风”行动]、[C “护苗”行动]。",
        {("广元市", "RUNS", "十二大行动"), ("广元市", "RUNS", "清风行动"), ("广元市", "RUNS", "护苗行动")},
    ),
    "a sum of hundreds": (
        "实施[C “百项行动”]：[C “清风”行动]。", {("广元市", "RUNS", "百项行动"), ("广元市", "RUNS", "清风行动")},
    ),
    "a year between the subject and its act": (
        "[P 苍溪县]2023年实施[R “甲”工程]，[O 市教育局]自2022年起推行[R “乙”计划]，[P 旺苍县]“十四五”期间开展[C “丙”行动]。",
        {
            ("苍溪县", "IMPLEMENTS", "甲工程"), ("广元市教育局", "IMPLEMENTS", "乙计划"), ("旺苍县", "RUNS", "丙行动"),
        },
    ),
    "a year in brackets": ("[P 剑阁县]（2023年）印发[D 《丁办法》]。", {("剑阁县", "ISSUES", "丁办法")}),
    "and other departments": (
        "[O 市教育局]、[O 市财政局]等7部门开展[C “清河”行动]；[O 市教育局]、[O 市财政局]等部门联合印发[D 《清河方案》]。",
        {
            ("广元市教育局", "RUNS", "清河行动"), ("广元市财政局", "RUNS", "清河行动"), ("广元市教育局", "ISSUES", "清河方案"),
            ("广元市财政局", "ISSUES", "清河方案"),
        },
    ),
    "a lower place opens a case": (
        "二、[P 苍溪县]做优服务。出台[D 《甲政策》]。[P 旺苍县]推行[R “乙”制度]。开展[C “丙”行动]。",
        {("苍溪县", "ISSUES", "甲政策"), ("旺苍县", "IMPLEMENTS", "乙制度"), ("广元市", "RUNS", "丙行动")},
    ),
    "a case until the text speaks of all": (
        "[P 苍溪县]做优服务。出台[D 《甲政策》]。全市开展[C “丙”行动]。",
        {("苍溪县", "ISSUES", "甲政策"), ("广元市", "RUNS", "丙行动")},
    ),
    "a verb that no list has": (
        "[P 苍溪县]创新[R “甲”模式]，[P 旺苍县]盘活[R “乙”小程序]，[P 剑阁县]红树林[R “丙”贷]落地。",
        {("苍溪县", "IMPLEMENTS", "甲模式"), ("旺苍县", "IMPLEMENTS", "乙小程序"), ("剑阁县", "IMPLEMENTS", "丙贷")},
    ),
    "a market is no city": (
        "[P 苍溪县]举办[C “甲”节]；[P 旺苍县]建成市场，该市场推行[R “阳光秤”制度]。",
        {("苍溪县", "RUNS", "甲节"), ("旺苍县", "IMPLEMENTS", "阳光秤制度")},
    ),
    "each its own": (
        "[P 苍溪县]、[P 旺苍县]分别实施[R “甲”工程]、[R “乙”工程]。",
        {("苍溪县", "IMPLEMENTS", "甲工程"), ("旺苍县", "IMPLEMENTS", "乙工程")},
    ),
    "each with its own partner": (
        "[P 苍溪县]、[P 旺苍县]分别与[P 安吉县]、[P 德清县]签订结对协议。",
        {("苍溪县", "PARTNERS_WITH", "安吉县"), ("旺苍县", "PARTNERS_WITH", "德清县")},
    ),
    "all of the first side": (
        "推动[P 苍溪县]、[P 旺苍县]与[P 安吉县]开展产业共建。",
        {("苍溪县", "PARTNERS_WITH", "安吉县"), ("旺苍县", "PARTNERS_WITH", "安吉县")},
    ),
    "pairs one after the other": (
        "落实[P 苍溪县]与[P 安吉县]、[P 旺苍县]与[P 德清县]的协作协议。",
        {("苍溪县", "PARTNERS_WITH", "安吉县"), ("旺苍县", "PARTNERS_WITH", "德清县")},
    ),
    "partners are not partners of each other": (
        "与[O 复旦大学]、[P 安吉县]签订合作协议。",
        {("广元市", "PARTNERS_WITH", "复旦大学"), ("广元市", "PARTNERS_WITH", "安吉县")},
    ),
    "a partner late in the sentence": (
        "[O 市行政审批局]推出服务，累计办件3万件，和[P 安吉县]签了合作协议。", {("广元市行政审批局", "PARTNERS_WITH", "安吉县")},
    ),
    "where it is done is no partner": (
        "会同[O 省疾控中心]在[P 苍溪县]、[P 旺苍县]实施[R “甲”工程]。",
        {
            ("广元市", "IMPLEMENTS", "甲工程"), ("四川省疾控中心", "IMPLEMENTS", "甲工程"), ("广元市", "PARTNERS_WITH", "四川省疾控中心"),
        },
    ),
    "help from outside": (
        "[P 苍溪县]在[P 安吉县]帮扶下，实施[R “甲”项目]。",
        {("苍溪县", "PARTNERS_WITH", "安吉县"), ("苍溪县", "IMPLEMENTS", "甲项目")},
    ),
    "a member of an alliance": ("[P 苍溪县]加入[O “西南康养联盟”]。", {("苍溪县", "PARTNERS_WITH", "西南康养联盟")}),
    "joint hosts": (
        "[P 苍溪县]、[P 旺苍县]联合举办[C “山货节”]。",
        {("苍溪县", "RUNS", "山货节"), ("旺苍县", "RUNS", "山货节"), ("苍溪县", "PARTNERS_WITH", "旺苍县")},
    ),
    "its own town is no partner": ("结对帮扶[P 苍溪县]。", set()),
    "together with another": (
        "[O 市教育局]要会同[O 市财政局]制定[D 《职教办法》]。",
        {("广元市教育局", "ISSUES", "职教办法"), ("广元市财政局", "ISSUES", "职教办法")},
    ),
    "where others are visited": ("在[P 安吉县]、[P 德清县]举办[C “好物”推介会]。", {("广元市", "RUNS", "好物推介会")}),
    "who does it follows a comma": (
        "实施[R “甲”工程]，由[P 苍溪县]、[P 旺苍县]共同推进；启动[R “乙”项目]，由[O 市民政局]牵头，[O 市财政局]配合。",
        {("苍溪县", "IMPLEMENTS", "甲工程"), ("旺苍县", "IMPLEMENTS", "甲工程"), ("广元市民政局", "IMPLEMENTS", "乙项目")},
    ),
    "what is not done, said behind the name": (
        "[R “甲”项目]没有启动，[R “乙”工程]尚未启动，[R “丙”计划]未能如期实施，[R “丁”制度]落实不严，[R “戊”工程]推进缓慢。", set(),
    ),
    "a paper in whose spirit": ("为贯彻落实省里部署和[D 《甲方案》]精神，现制定如下方案。", set()),
    "a paper that was received": ("您提出的[D 《关于甲的建议》]收悉。", set()),
    "a list for a plan is not the plan": ("制定[D 《甲规划》]年度任务清单，推进[D 《乙规划》]落实。", set()),
    "a plan is drawn up anew": ("修编[D 《甲规划》]。", {("广元市", "ISSUES", "甲规划")}),
    "what somebody else organises": (
        "参加[O 中央宣传部]组织的[C “甲”行动]。", {("中央宣传部", "RUNS", "甲行动"), ("广元市", "RUNS", "甲行动")},
    ),
    "a region owns nothing": ("推进[P 长江经济带][C “共抓大保护”行动]。", {("广元市", "RUNS", "共抓大保护行动")}),
    "who acts in the clause is not read": (
        "[O 市委]印发[D 《甲方案》]，市大气办制定[D 《乙方案》]。", {("中共广元市委", "ISSUES", "甲方案")},
    ),
    "praise from above": (
        "[O 省生态环境厅]将[R “甲”平台]列为全省试点，把[R “乙”工程]作为一号工程。", {("四川省生态环境厅", "IMPLEMENTS", "乙工程")},
    ),
    "who is let act does so in its own clause": (
        "支持[O 浙江大学]、[O 宁波大学]共建实验室，办好[C “湘创杯”竞赛]；[O 市人社局]指导工作，支持[P 苍溪县]开展[R “甲”试点]，并举办[C “乙”论坛]。",
        {
            ("广元市", "RUNS", "湘创杯竞赛"), ("浙江大学", "PARTNERS_WITH", "宁波大学"), ("苍溪县", "IMPLEMENTS", "甲试点"),
            ("广元市人力资源和社会保障局", "RUNS", "乙论坛"),
        },
    ),
    "where it is done is the subject of its clause": (
        "[P 苍溪县]加强治理，在[P 云峰镇]开展[C “夜话”活动]，推出[R “银行”机制]。",
        {("云峰镇", "RUNS", "夜话活动"), ("苍溪县", "IMPLEMENTS", "银行机制")},
    ),
    "only a comma opens a section": (
        "在[P 苍溪县]、[P 旺苍县]试行[R “画像”制度]。完成[R “阳光”改革]。",
        {("苍溪县", "IMPLEMENTS", "画像制度"), ("旺苍县", "IMPLEMENTS", "画像制度"), ("广元市", "IMPLEMENTS", "阳光改革")},
    ),
    "that office": (
        "[O 市人社局]负责人介绍，该局今年会同[O 市财政局]印发[D 《稳岗通知》]，推出[R “稳岗贷”]。",
        {("广元市人力资源和社会保障局", "ISSUES", "稳岗通知"), ("广元市人力资源和社会保障局", "IMPLEMENTS", "稳岗贷")},
    ),
    "hosts before and after the name": (
        "由[O 市人社局]主办，[O 市总工会]承办的[C “春风”活动]启动。[C “秋实”活动]由[O 市人社局]主办，[O 市总工会]承办。",
        {
            ("广元市人力资源和社会保障局", "RUNS", "春风活动"), ("广元市总工会", "RUNS", "春风活动"),
            ("广元市人力资源和社会保障局", "RUNS", "秋实活动"), ("广元市总工会", "RUNS", "秋实活动"),
        },
    ),
    "with us": ("[P 深圳市]与我市建立对口合作关系。", {("深圳市", "PARTNERS_WITH", "广元市")}),
    "who helps": (
        "[P 苍溪县]、[P 旺苍县]选派专家帮扶[P 壤塘县]。",
        {("苍溪县", "PARTNERS_WITH", "壤塘县"), ("旺苍县", "PARTNERS_WITH", "壤塘县")},
    ),
    "a region in the name of the work": ("深化与[P 安吉县]的[P 京津冀]教育协作。", {("广元市", "PARTNERS_WITH", "安吉县")}),
    "praised, won and carried out": (
        "决定对[R “夜话”]等8个案例予以通报表扬。在[C “蓝天杯”大赛]中获银牌。结合实施[D 《甲条例》]，开展督查。", set(),
    ),
    "drawn up": ("完成[D 《甲规划》]编制。", {("广元市", "ISSUES", "甲规划")}),
    "who speaks acts": (
        "[O 市教育局]有关负责人表示，下一步，将实施[R “种子”计划]。[O 市科技局]介绍，将开展[C “火花”行动]。",
        {("广元市教育局", "IMPLEMENTS", "种子计划"), ("广元市科学技术局", "RUNS", "火花行动")},
    ),
    "above all one": (
        "特别是[P 苍溪县]，结合实际推行[R “甲”制度]。像[P 旺苍县]，推行[R “乙”制度]。",
        {("苍溪县", "IMPLEMENTS", "甲制度"), ("旺苍县", "IMPLEMENTS", "乙制度")},
    ),
    "who helps with commas around": (
        "[O 市总工会]牵头，[O 市妇联]、[O 市财政局]配合，举办[C “圆桌”活动]。", {("广元市总工会", "RUNS", "圆桌活动")},
    ),
    "a village that is not read": (
        "[P 苍溪县]实施[R “甲”工程]，六味村实施[R “乙”工程]，市外办推行[R “丙”品牌]。", {("苍溪县", "IMPLEMENTS", "甲工程")},
    ),
    "a law that is carried out": (
        "深入实施[D 《甲条例》]，贯彻实施[D 《乙条例》]，制定实施[D 《丙条例》]。", {("广元市", "ISSUES", "丙条例")},
    ),
    "where cadres are tested": ("在[C “扫黑”斗争]中考察识别干部。", set()),
    "joined to an unspoken subject": (
        "会同[O 市总工会]、[O 市妇联]举办[C “汉江潮”大赛]。",
        {("广元市", "RUNS", "汉江潮大赛"), ("广元市总工会", "RUNS", "汉江潮大赛"), ("广元市妇联", "RUNS", "汉江潮大赛")},
    ),
    "partners behind a programme": (
        "打造[R “茉莉”品牌]，与[P 安吉县]、[P 德清县]组建产业联盟。",
        {("广元市", "IMPLEMENTS", "茉莉品牌"), ("广元市", "PARTNERS_WITH", "安吉县"), ("广元市", "PARTNERS_WITH", "德清县")},
    ),
    "what two build somewhere": (
        "[O 复旦大学]、[O 同济大学]还在[P 安吉县]共建了研究站。", {("复旦大学", "PARTNERS_WITH", "同济大学")},
    ),
    "to the end of a programme": (
        "为推进[R “暖冬”工程]，[P 苍溪县]开展[C “送暖”行动]。",
        {("苍溪县", "IMPLEMENTS", "暖冬工程"), ("苍溪县", "RUNS", "送暖行动")},
    ),
    "an agreement is no paper that is issued": (
        "出台[D 《甲条例》]，与[P 安吉县]签署[D 《协作备忘录》]。", {("广元市", "ISSUES", "甲条例"), ("广元市", "PARTNERS_WITH", "安吉县")},
    ),
    "who leads has the partners": (
        "支持[O 复旦大学]牵头，联合[O 同济大学]、[P 安吉县]，组建创新中心。",
        {("复旦大学", "PARTNERS_WITH", "同济大学"), ("复旦大学", "PARTNERS_WITH", "安吉县")},
    ),
    "a town called 联合": ("[P 联合镇][P 联南村]引进团队合作。", {("联南村", "PART_OF", "联合镇")}),
    "what stands between a name and its doers": (
        "[C “智造”行动]年度交流会将由[O 市财政局]承办。[C “护苗”行动]是落实方案的重要举措，由[O 市总工会]组织实施。",
        {("广元市财政局", "RUNS", "智造行动"), ("广元市总工会", "RUNS", "护苗行动")},
    ),
    "time before a subject": (
        "全年[P 苍溪县]实施[R “名师”工程]。上半年[O 市总工会]开展[C “护苗”行动]。",
        {("苍溪县", "IMPLEMENTS", "名师工程"), ("广元市总工会", "RUNS", "护苗行动")},
    ),
    "names, too, part clauses with 、": (
        "[P 苍溪县]实施[R “甲田”工程]、[P 剑阁县]实施[R “乙水”工程]。",
        {("苍溪县", "IMPLEMENTS", "甲田工程"), ("剑阁县", "IMPLEMENTS", "乙水工程")},
    ),
    "we are another subject": (
        "[P 绵阳市]推行[R “绵才卡”]，我们推行[R “广才卡”]。",
        {("绵阳市", "IMPLEMENTS", "绵才卡"), ("广元市", "IMPLEMENTS", "广才卡")},
    ),
    "who may act": (
        "[P 苍溪县]要办好[C “梨乡”论坛]，[P 剑阁县]可结合实际开展[C “归雁”活动]。",
        {("苍溪县", "RUNS", "梨乡论坛"), ("剑阁县", "RUNS", "归雁活动")},
    ),
    "who is asked to make a paper": ("提请[O 市政府]印发[D 《稳岗通知》]。", {("广元市人民政府", "ISSUES", "稳岗通知")}),
    "where a lower place tries it": (
        "[P 苍溪县]在柳树村试点[R “积分超市”]。",
        {("苍溪县", "IMPLEMENTS", "积分超市")},
    ),
    "a body that is not read, since a year": ("县公安局交警大队党支部自2021年起开展[C “先锋岗”活动]。", set()),
    "what is stopped, before and behind the name": (
        "不再实行[R “末位”制度]，叫停[R “零地”模式]，停办[C “最美”活动]。[R “归雁”计划]暂缓实施。[C “护苗”行动]今年暂不开展。",
        set(),
    ),
    "what has not come to be": ("[R “头雁”工程]推了两年还没有落地。", set()),
    "what is going on since it was stopped once": (
        "[R “归雁”计划]不再停留在纸上，实施[R “头雁”工程]。",
        {("广元市", "IMPLEMENTS", "归雁计划"), ("广元市", "IMPLEMENTS", "头雁工程")},
    ),
    "a paper that is no longer in force": ("印发[D 《新办法》]，原[D 《旧办法》]不再执行。", {("广元市", "ISSUES", "新办法")}),
    "whose it is that others look at": (
        "[O 市委组织部]到[P 苍溪县]总结过[R “田秀才”工作法]，向[P 四川省][P 绵阳市]学习[R “绵才卡”]经验。",
        {("苍溪县", "IMPLEMENTS", "田秀才工作法"), ("绵阳市", "IMPLEMENTS", "绵才卡"), ("绵阳市", "PART_OF", "四川省")},
    ),
    "part in what others own, in a list": (
        "贯彻落实省里[R “双千计划”]和[P 绵阳市][R “才子”回归工程]。",
        {
            ("四川省", "IMPLEMENTS", "双千计划"), ("绵阳市", "IMPLEMENTS", "才子回归工程"),
            ("广元市", "IMPLEMENTS", "双千计划"), ("广元市", "IMPLEMENTS", "才子回归工程"),
        },
    ),
    "who takes it on": ("[R “头雁”计划]由[O 市职业学院]承担。", {("广元市职业学院", "IMPLEMENTS", "头雁计划")}),
    "a lead line as a sentence of its own": (
        "推行[R “一窗”模式]。[O 市科技局]牵头，[O 市财政局]配合。推行[R “人才码”]。由[O 市人社局]、[O 市总工会]牵头，[O 市教育局]参与。",
        {
            ("广元市科学技术局", "IMPLEMENTS", "一窗模式"), ("广元市人力资源和社会保障局", "IMPLEMENTS", "人才码"),
            ("广元市总工会", "IMPLEMENTS", "人才码"),
        },
    ),
    "a labelled lead line behind the sentence": (
        "推行[R “人才贷”]。牵头单位：[O 市民政局]；责任单位：[O 市财政局]。",
        {("广元市民政局", "IMPLEMENTS", "人才贷")},
    ),
    "the headline of a news item": (
        "[P 四川省][P 广元市]：红色管家进小区　[P 苍溪县]推行[R “红色管家”模式]。",
        {("苍溪县", "IMPLEMENTS", "红色管家模式"), ("广元市", "PART_OF", "四川省")},
    ),
    "the label of who speaks": (
        "[P 苍溪县]副县长：我们开展[C “百干”活动]，出台[D 《服务办法》]。推行[R “夜校”模式]。",
        {("苍溪县", "RUNS", "百干活动"), ("苍溪县", "ISSUES", "服务办法"), ("苍溪县", "IMPLEMENTS", "夜校模式")},
    ),
    "whose or what a subject is": (
        "我市[P 苍溪县]实施[R “甲”计划]。革命老区[P 旺苍县]开展[C “乙”行动]。国有企业[O 剑门集团]推行[R “丙”模式]。",
        {("苍溪县", "IMPLEMENTS", "甲计划"), ("旺苍县", "RUNS", "乙行动"), ("剑门集团", "IMPLEMENTS", "丙模式")},
    ),
    "a part of the place named before": (
        "[P 苍溪县]抓实党建。该县[P 陵江镇]探索[R “甲”模式]。",
        {("陵江镇", "IMPLEMENTS", "甲模式")},
    ),
    "a first clause of any wording": (
        "[P 苍溪县]高度重视养老工作，出台[D 《养老办法》]。[P 剑阁县]经济回升的同时，全市开展[C “乙”行动]。",
        {("苍溪县", "ISSUES", "养老办法"), ("广元市", "RUNS", "乙行动")},
    ),
    "who is let act does no more than that": (
        "支持[P 苍溪县]建设综合体，开展[C “春风”行动]。",
        {("广元市", "RUNS", "春风行动")},
    ),
    "the thing is somebody's": ("要办好[C “甲”大赛]，这件事由[O 市总工会]牵头。", {("广元市总工会", "RUNS", "甲大赛")}),
    "an event is only the time": (
        "[C “甲”博览会]期间，[O 市总工会]组织[C “乙”行动]。",
        {("广元市", "RUNS", "甲博览会"), ("广元市总工会", "RUNS", "乙行动")},
    ),
    "a paper that is revised": ("对[D 《人才办法》]进行修订。", {("广元市", "ISSUES", "人才办法")}),
    "the organ of the unit named before": (
        "[O 苍溪县教育局]联合[O 县残联]开展[C “乙”行动]。",
        {
            ("苍溪县教育局", "RUNS", "乙行动"), ("苍溪县残联", "RUNS", "乙行动"),
            ("苍溪县教育局", "LOCATED_IN", "苍溪县"), ("苍溪县残联", "LOCATED_IN", "苍溪县"),
        },
    ),
    "a department without its level": ("[O 组织部]要抓紧实施[R “甲”工程]。", {("中共广元市委组织部", "IMPLEMENTS", "甲工程")}),
    "who speaks of what somebody else will do": (
        "[O 市科技局]负责人说，下一步，我市将推行[R “科管”制度]。[O 市总工会]负责人表示，下一步[P 苍溪县]将开展[C “护苗”行动]。",
        {("广元市", "IMPLEMENTS", "科管制度"), ("苍溪县", "RUNS", "护苗行动")},
    ),
    "part of a free trade zone": ("四川自贸试验区[P 剑门片区]推行[R “边贸”模式]。", {("剑门片区", "IMPLEMENTS", "边贸模式")}),
    "who takes another by the hand": (
        "[P 苍溪县]携手[O 浙江大学]启动[C “鹤乡”行动]。",
        {("苍溪县", "RUNS", "鹤乡行动"), ("浙江大学", "RUNS", "鹤乡行动")},
    ),
    "who leads what a paper asks for has not issued it": (
        "制定[D 《低空行动方案》]。（[O 市工信局]牵头，[O 市财政局]配合）",
        {("广元市", "ISSUES", "低空行动方案")},
    ),
    "nobody that is read": ("北滘慈善会发起[R “侨爱”计划]。县侨联开展[C “侨心”活动]。", set()),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_rule(name: str) -> None:
    text, wanted = CASES[name]
    assert said(link(text, place=HOME)) == wanted


def test_the_year_is_what_the_sentence_says() -> None:
    linked = link(
        "2021年启动[R “甲”计划]，2022年开展[C “乙”行动]。去年出台[D 《丙办法》]。实施[R “丁”工程]。",
        place=HOME,
        as_of=2023,
    )
    years = {one.object_id.split(":")[1]: one.year for one in linked.statements}
    assert years == {"甲计划": 2021, "乙行动": 2022, "丙办法": 2022, "丁工程": None}
    assert {one.as_of for one in linked.statements} == {2023}


def test_the_year_behind_a_subject_is_not_that_of_the_next_one() -> None:
    linked = link(
        "[P 苍溪县]2019年启动[R “甲”工程]，[P 剑阁县]启动[R “乙”工程]，2021年[P 旺苍县]启动[R “丙”工程]。"
        "2020年，[P 苍溪县]启动[R “丁”工程]，[P 剑阁县]启动[R “戊”工程]。",
        place=HOME,
    )
    years = {one.object_id.split(":")[1]: one.year for one in linked.statements}
    assert years == {"甲工程": 2019, "乙工程": None, "丙工程": 2021, "丁工程": 2020, "戊工程": 2020}


def test_the_year_since_which_it_is_done_stands_behind_the_name() -> None:
    linked = link("抓好[R “甲”计划]，2021年启动以来扶持四百人。举办[C “乙”大赛]，2022年前完成。", place=HOME)
    assert {one.object_id.split(":")[1]: one.year for one in linked.statements} == {"甲计划": 2021, "乙大赛": None}


def test_the_year_that_opens_a_list_is_that_of_its_parts() -> None:
    linked = link("2024年，将做好以下工作：一是实施[R “甲”工程]；二是开展[C “乙”行动]。", place=HOME)
    assert {one.year for one in linked.statements} == {2024}


def test_a_report_without_a_place_says_only_what_a_named_actor_does() -> None:
    assert said(link("实施[R “甲”计划]。[O 清华大学]开展[C “乙”行动]。")) == {("清华大学", "RUNS", "乙行动")}


def test_two_places_of_the_title_act_together() -> None:
    found = said(link("[P 贵阳][P 贵安]深入实施[R “强链”计划]。", place="贵州省贵阳市"))
    assert found == {("贵阳市", "IMPLEMENTS", "强链计划"), ("贵安新区", "IMPLEMENTS", "强链计划")}


def test_the_country_is_spoken_for() -> None:
    assert said(link("实施[R 科教兴国战略]。", place="中国(全国)")) == {("国务院", "IMPLEMENTS", "科教兴国战略")}
    spoken = link("实施[R 科教兴国战略]。", place="中国(全国)", heading="在座谈会上的讲话")
    assert said(spoken) == {("中共中央", "IMPLEMENTS", "科教兴国战略")}


def test_a_section_of_a_lower_unit_shifts_the_subject() -> None:
    linked = link(
        "全市开展[C “甲”行动]。", "[P 苍溪县]：[O 县委]开展[C “乙”行动]。打造[R “乙”品牌]。", "二、工作成效", "全市开展[C “丙”行动]。",
        "（一）[P 旺苍县]", "开展[C “丁”行动]。", "实施[R “丁”工程]。", "（二）经验", "开展[C “戊”行动]。",
        place=HOME,
    )  # fmt: skip
    assert {one for one in said(linked) if one[1] != "PART_OF"} == {
        ("广元市", "RUNS", "甲行动"), ("中共苍溪县委", "RUNS", "乙行动"), ("苍溪县", "IMPLEMENTS", "乙品牌"), ("广元市", "RUNS", "丙行动"),
        ("旺苍县", "RUNS", "丁行动"), ("旺苍县", "IMPLEMENTS", "丁工程"), ("广元市", "RUNS", "戊行动"),
    }  # fmt: skip


def test_a_place_that_is_no_lower_unit_opens_no_section() -> None:
    assert said(link("[P 北京市]：开展[C “甲”行动]。", "[P 广元市]：开展[C “乙”行动]。", place=HOME)) == {
        ("北京市", "RUNS", "甲行动"), ("广元市", "RUNS", "乙行动"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "text", ["各位同事！实施[R 科教兴国战略]。", "我相信，[R 科教兴国战略]一定成功。", "中方实施[R 科教兴国战略]。"]
)
def test_a_speech_is_known_by_how_it_speaks(text: str) -> None:
    assert said(link(text, place="中国(全国)")) == {("中共中央", "IMPLEMENTS", "科教兴国战略")}


def test_a_national_text_says_where_the_organs_of_places_sit() -> None:
    assert said(link("印送[O 天津市教育局]。", place="中国(全国)")) == {("天津市教育局", "LOCATED_IN", "天津市")}


def test_without_a_place_the_issuer_acts_or_the_body_of_the_title() -> None:
    text = "决定开展[C “百日冲刺”行动]。"
    by_title = link(text, heading="教育部办公厅关于开展就业行动的通知")
    assert said(by_title) == {("教育部", "RUNS", "百日冲刺行动")}, "the office speaks for the ministry"
    assert said(link(text, heading="关于开展就业行动的通知")) == set()


def test_places_open_the_parts_of_a_paper_that_speaks_for_none() -> None:
    linked = link(
        "[P 陕西省]。打好攻坚战，实施[R “绿盾”工程]。", "[P 甘肃省]。推行[R “碧水”工程]。", heading="各地实践概览"
    )
    assert said(linked) == {("陕西省", "IMPLEMENTS", "绿盾工程"), ("甘肃省", "IMPLEMENTS", "碧水工程")}


def test_the_bodies_of_a_title_act_together() -> None:
    linked = link("决定开展[C “百日冲刺”行动]。", heading="教育部 财政部关于开展行动的通知")
    assert said(linked) == {("教育部", "RUNS", "百日冲刺行动"), ("财政部", "RUNS", "百日冲刺行动")}


def test_the_office_of_the_state_council_speaks_for_it() -> None:
    linked = link("实施[R “甲”工程]。", heading="国务院办公厅关于实施工程的意见")
    assert said(linked) == {("国务院", "IMPLEMENTS", "甲工程")}


def test_our_bureau_acts_in_its_own_report() -> None:
    linked = link(
        "我局开展[C “春风”行动]，与[O 市财政局]签订协议。局党组制定[D 《学习办法》]。各局推行[R “甲”模式]。",
        place=HOME, heading="广元市民政局2023年工作总结",
    )  # fmt: skip
    bureau = "广元市民政局"
    assert said(linked) >= {
        (bureau, "RUNS", "春风行动"), (bureau, "ISSUES", "学习办法"), (bureau, "PARTNERS_WITH", "广元市财政局"),
    }  # fmt: skip
    assert (bureau, "IMPLEMENTS", "甲模式") not in said(linked)


def test_in_a_paper_of_no_place_an_organ_is_of_the_unit_named_before() -> None:
    found = said(link("[O 苍溪县民政局]联合[O 县残联]开展[C “甲”行动]。", heading="创新案例选登"))
    assert {("苍溪县民政局", "RUNS", "甲行动"), ("苍溪县残联", "RUNS", "甲行动")} <= found


def test_villages_that_are_counted_are_no_cities() -> None:
    linked = link("[P 王塬]、[P 保定]、[P 老君]三个村实施[R “甲”计划]。[P 保定]来访。", place="四川省广元市苍溪县")
    ids = [mention.entity_id for mention in linked.mentions if mention.text == "保定"]
    assert ids == ["place:保定@510824", "place:130600"]


def test_our_ministry_is_the_one_that_writes() -> None:
    linked = link("[O 财政部]、[O 我部]联合印发[D 《甲方案》]。", heading="教育部办公厅关于印发方案的通知")
    assert said(linked) == {("财政部", "ISSUES", "甲方案"), ("教育部", "ISSUES", "甲方案")}


def test_the_city_of_a_township_is_the_one_around_it() -> None:
    linked = link("[O 市委]召开会议。", place="四川省内江市隆昌市石燕桥镇")
    names = {entity.id: entity.name for entity in linked.entities}
    assert [names[mention.entity_id] for mention in linked.mentions] == ["中共隆昌市委"]


def test_numbered_headings_shift_the_subject() -> None:
    linked = link(
        "一、县区亮点", "（一）[P 旺苍县]", "实施[R “茶乡”工程]。", "（二）[P 苍溪县]：“五聚焦”抓人才", "开展[C “梨乡论坛”]活动。",
        "（三）[P 剑阁县]“三抓”促发展", "实施[R “剑门工匠”计划]。", "二、全市工作", "开展[C “护苗”行动]。", place=HOME,
    )  # fmt: skip
    assert said(linked) == {
        ("旺苍县", "IMPLEMENTS", "茶乡工程"),
        ("苍溪县", "RUNS", "梨乡论坛"),
        ("剑阁县", "IMPLEMENTS", "剑门工匠计划"),
        ("广元市", "RUNS", "护苗行动"),
    }


def test_a_responsibility_line_below_names_the_lead_units() -> None:
    linked = link(
        "1.实施[R “青蓝”工程]。", "牵头单位：[O 市总工会]", "责任单位：[O 市教育局]", "2.推行[R “人才码”平台]。",
        "责任部门：[O 市人社局]（牵头）、[O 市财政局]", "3.推行[R “人才贷”产品]。", "责任单位：[O 市财政局]",
        "4.推行[R “夜校”模式]。", "（[O 市教育局]牵头，[O 市财政局]负责）", place=HOME,
    )  # fmt: skip
    assert said(linked) == {
        ("广元市总工会", "IMPLEMENTS", "青蓝工程"),
        ("广元市人力资源和社会保障局", "IMPLEMENTS", "人才码平台"),
        ("广元市", "IMPLEMENTS", "人才贷产品"),
        ("广元市教育局", "IMPLEMENTS", "夜校模式"),
    }


def test_a_subject_is_carried_over_a_thousand_parts_of_a_sentence() -> None:
    linked = link("[O 市民政局]制定[D 《总办法》]" + "；出台[D 《分办法》]" * 1200 + "。", place=HOME)
    assert said(linked) == {("广元市民政局", "ISSUES", "总办法"), ("广元市民政局", "ISSUES", "分办法")}


def test_many_names_in_a_row_take_no_time() -> None:
    row = "".join(f"[D 《第{number}号办法》]" for number in range(200))
    assert said(link(row + "已学习。", place=HOME)) == set()


def test_every_statement_says_its_rule_and_its_measured_precision() -> None:
    linked = link("实施[R “甲”计划]。", place=HOME)
    (one,) = linked.statements
    assert one.by == "programme, the report's place"
    assert 0.9 < one.confidence < 1


def test_the_reports_place_is_less_sure_where_the_sentence_names_others() -> None:
    alone, beside = (
        link(text, place=HOME).statements[0]
        for text in ("实施[R “甲”计划]。", "选派干部赴[P 安吉县]学习，实施[R “甲”计划]。")
    )
    assert beside.by == "programme, the report's place beside others"
    assert beside.confidence < alone.confidence


def test_a_text_that_says_for_whom_it_speaks() -> None:
    assert said(link("各位代表：现在，我代表国务院，报告工作。", "实施[R 科教兴国战略]。")) == {
        ("国务院", "IMPLEMENTS", "科教兴国战略")
    }


def test_the_bodies_beside_one_of_a_city_in_the_city_are_of_that_city() -> None:
    beside = "[O 江油市民政局]联合[O 市残联]、[O 市医保局]开展[C “送暖”行动]。[O 市教育局]开展[C “护苗”行动]。"
    found = {(who, what) for who, predicate, what in said(link(beside, place="四川省绵阳市")) if predicate == "RUNS"}
    assert found == {
        ("江油市民政局", "送暖行动"), ("江油市残联", "送暖行动"), ("江油市医疗保障局", "送暖行动"), ("绵阳市教育局", "护苗行动"),
    }  # fmt: skip


def test_a_place_that_was_set_does_not_speak_for_a_university() -> None:
    heading = "宁夏大学党委2023年工作总结"
    linked = link("学校承办[C “清风”大赛]。[O 自治区党委]实施[R “头雁”工程]。", place="宁夏回族自治区", heading=heading)
    assert ("宁夏大学党委", "RUNS", "清风大赛") in said(linked)
    assert ("中共宁夏回族自治区党委", "IMPLEMENTS", "头雁工程") in said(linked)
    assert linked.place_id is None


def test_an_office_speaks_for_its_ministry() -> None:
    found = said(
        link("我部开展[C “身边美好”活动]。推行[R “口袋空间”试点]。", heading="住房城乡建设部办公厅关于开展试点的通知")
    )
    assert {who for who, _, _ in found} == {"住房和城乡建设部"}


def test_another_organ_of_a_school_is_not_the_school() -> None:
    found = said(link("学校纪委开展[C “清风”整治]。", heading="宁夏大学2023年工作总结"))
    assert ("宁夏大学", "RUNS", "清风整治") not in found
