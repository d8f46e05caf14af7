"""Rules that correct what the model chose: each on a sentence it is for and on one that only looks like it."""

from __future__ import annotations

import pytest

from kg.extract.candidates import Candidate
from kg.extract.choices import Batch, Choice
from kg.extract.columns import make_columns
from kg.extract.normal import normalise
from kg.extract.rules import correct
from kg.extract.tagger import make_lists


def corrected(text: str, *mentions: tuple[str, str]) -> list[tuple[str, str]]:
    """Give what the rules make of mentions that were chosen, each as (name, type)."""
    lists = make_lists({})
    columns, joined, quoted = make_columns([normalise(text)[0]], lists)
    chosen: list[Choice] = []
    at = 0
    for name, kind in mentions:
        at = joined.index(name, at)
        chosen.append((Candidate(start=at, end=at + len(name), type=kind, best=True), 0.9))
        at += len(name)
    batch = Batch(columns=columns, text=joined, quoted=quoted, slogans=lists.lexicon.slogans)
    found = correct(chosen, batch)
    assert [one.start for one, _ in found] == sorted(one.start for one, _ in found)
    return [(joined[one.start : one.end], one.type) for one, _ in found]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("推进清廉镇江建设。", "镇江"),
        ("谱写中国式现代化扬州新实践。", "扬州"),
        ("为谱写走深走实的镇江篇章夯基。", "镇江"),
        ("举办数字福建、财政金融等研修班。", "福建"),
    ],
)
def test_a_place_in_a_slogan_is_left_out(text: str, name: str) -> None:
    assert corrected(text, (name, "PLACE")) == []


def test_a_joint_name_goes_with_its_first_place() -> None:
    assert corrected("谱写中国式现代化贵阳贵安实践。", ("贵阳", "PLACE"), ("贵安", "PLACE")) == []


@pytest.mark.parametrize("text", ["镇江建设美好家园。", "在镇江召开会议。", "形成镇江经验。"])
def test_a_place_elsewhere_stays(text: str) -> None:
    assert corrected(text, ("镇江", "PLACE")) == [("镇江", "PLACE")]


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("市委组织部出台关爱一线干部18条措施，", ["关爱一线干部18条措施"]),
        ("研究制定全市村级集体增收21条。", ["村级集体增收21条"]),
        ("陆续出台柔性引才二十条、本土育才13条等一揽子政策。", ["柔性引才二十条", "本土育才13条"]),
        ("推出优化营商环境30项举措。", ["优化营商环境30项举措"]),
        ("出台含金量十足的激励担当作为十二条措施。", ["激励担当作为十二条措施"]),
        ("用好“双向评价”系列政策。", ["“双向评价”系列政策"]),
        ("“安居乐业”40条陆续落地。", ["“安居乐业”40条"]),
    ],
)
def test_counted_measures_are_a_policy(text: str, measures: list[str]) -> None:
    # Digits are all 0 in normal form.
    assert corrected(text) == [(normalise(name)[0], "POLICY") for name in measures]


@pytest.mark.parametrize(
    "text",
    [
        "发布成果转化榜单33项。",
        "落实科技部门出台的81项支持政策。",
        "完善“人才工程”政策链。",
        "形成“一揽子”政策。",
        "出台20条。",
        "推出“山海之旅”线路8条。",
        "制定工作台账，明确25条具体措施。",
        "一系列“含金量”较高的政策落地。",
    ],
)
def test_other_numbers_and_quotes_are_none(text: str) -> None:
    assert corrected(text) == []


def test_measures_take_the_place_of_a_part_and_not_of_more() -> None:
    text = "出台英才集聚计划三十八条，"
    assert corrected(text, ("英才集聚计划", "PROGRAMME")) == [("英才集聚计划三十八条", "POLICY")]
    assert corrected(text, ("出台英才集聚计划", "PROGRAMME")) == [("出台英才集聚计划", "PROGRAMME")]


@pytest.mark.parametrize(
    ("text", "names", "kind"),
    [
        ("实施“红帆”“蓝盾”等5项行动。", ("“红帆”", "“蓝盾”"), "CAMPAIGN"),
        ("实施“红帆”“蓝盾”四大专项行动。", ("“红帆”", "“蓝盾”"), "CAMPAIGN"),
        ("落实“凡提必核”和“带病上岗”倒查等制度。", ("“凡提必核”", "“带病上岗”"), "PROGRAMME"),
        ("采取“减上补下”“县编乡用”等方式推进编制向乡镇倾斜。", ("“减上补下”", "“县编乡用”"), "PROGRAMME"),
        ("推行“红帆”“蓝盾”等经验做法。", ("“红帆”", "“蓝盾”"), "PROGRAMME"),
        ("打造“红帆”“蓝盾”今年8月，我市实施。", ("“红帆”", "“蓝盾”"), "PROGRAMME"),
    ],
)
def test_a_list_takes_the_type_of_its_shared_head(text: str, names: tuple[str, ...], kind: str) -> None:
    assert corrected(text, *((name, "PROGRAMME") for name in names)) == [(name, kind) for name in names]


def test_a_quote_with_a_head_of_its_own_keeps_its_type() -> None:
    names = ("“红帆计划”", "“蓝盾”")
    assert corrected("实施“红帆计划”“蓝盾”等行动。", *((name, "PROGRAMME") for name in names)) == [
        ("“红帆计划”", "PROGRAMME"),
        ("“蓝盾”", "CAMPAIGN"),
    ]


@pytest.mark.parametrize(
    ("found", "name"),
    [
        ("六届海洋创业大赛", "海洋创业大赛"),
        ("线上民族知识竞赛", "民族知识竞赛"),
        ("第六届海洋创业大赛", "第六届海洋创业大赛"),
        ("十百千行动", "十百千行动"),
    ],
)
def test_how_often_is_no_part_of_a_name(found: str, name: str) -> None:
    assert corrected(f"连续举办{found}。", (found, "CAMPAIGN")) == [(name, "CAMPAIGN")]


def test_two_bodies_in_one_word_are_two() -> None:
    assert corrected("市委市政府以此为抓手。", ("市委市政府", "ORG")) == [("市委", "ORG"), ("市政府", "ORG")]
    assert corrected("市委组织部牵头。", ("市委组织部", "ORG")) == [("市委组织部", "ORG")]


def test_a_chain_of_units_and_its_committee_are_one_body() -> None:
    text = "贵阳市观山湖区金阳街道某某社区党总支推进治理。"
    chain = (("贵阳市", "PLACE"), ("观山湖区", "PLACE"), ("金阳街道", "PLACE"))
    assert corrected(text, *chain) == [("贵阳市观山湖区金阳街道某某社区党总支", "ORG")]
    post = text.replace("党总支", "党总支书记")
    assert corrected(post, *chain) == list(chain)


def test_joint_places_are_two() -> None:
    assert corrected("贵阳贵安推进治理。", ("贵阳", "PLACE")) == [("贵阳", "PLACE"), ("贵安", "PLACE")]
    assert corrected("贵阳惠民政策。", ("贵阳", "PLACE")) == [("贵阳", "PLACE")]


@pytest.mark.parametrize(
    ("text", "place", "body"),
    [
        ("北滘镇城管办开展“清零”行动。", "北滘镇", "北滘镇城管办"),
        ("福建省渔政执法总队、营口海关到场。", "福建省", "福建省渔政执法总队"),
        ("天津市交通运输和港口管理局，部属单位。", "天津市", "天津市交通运输和港口管理局"),
        ("镇江市改革发展稳定大局，", "镇江市", ""),
        ("北京成立科创中心，", "北京", ""),
        ("镇江市各级残联开展活动。", "镇江市", ""),
    ],
)
def test_an_organ_behind_its_unit_is_one_body_with_it(text: str, place: str, body: str) -> None:
    assert corrected(text, (place, "PLACE")) == ([(body, "ORG")] if body else [(place, "PLACE")])


def test_a_body_ends_where_it_does_something() -> None:
    name = "江南师范大学建设民族教育研究中心"
    assert corrected(f"联合{name}。", (name, "ORG")) == [("江南师范大学", "ORG"), ("民族教育研究中心", "ORG")]
    assert corrected("市城乡建设局牵头。", ("市城乡建设局", "ORG")) == [("市城乡建设局", "ORG")]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("设立“园丁奖”。", "“园丁奖”", "PROGRAMME"),
        ("荣获“五个一”奖项。", "“五个一”", "PROGRAMME"),
        ("由市委副书记任组长。", "市委", "ORG"),
        ("各设区市教育局落实。", "市教育局", "ORG"),
        ("三、2024年工作计划", "0000年工作计划", "PROGRAMME"),
        ("列入国家试点。", "国家试点", "PROGRAMME"),
    ],
)
def test_prizes_posts_and_kinds_are_no_names(text: str, name: str, kind: str) -> None:
    assert corrected(text, (name, kind)) == []


def test_a_version_belongs_to_the_name_before_it() -> None:
    assert corrected("建设“雪亮工程”2.0版，", ("“雪亮工程”", "PROGRAMME")) == [("“雪亮工程”0.0版", "PROGRAMME")]


def test_what_is_fought_is_a_campaign() -> None:
    wars = [("降本增效攻坚战", "CAMPAIGN"), ("科创突围战", "CAMPAIGN")]
    assert corrected("打好降本增效攻坚战、科创突围战，服务大战略。") == wars
    assert corrected("坚决打赢各项战斗，实施人才强省战略。") == []


@pytest.mark.parametrize("verb", ["辖", "现辖", "下辖"])
def test_to_govern_is_no_part_of_a_name(verb: str) -> None:
    found = corrected(
        f"许岭镇{verb}黄大村、雁湖村。", ("许岭镇", "PLACE"), (f"{verb}黄大村", "PLACE"), ("雁湖村", "PLACE")
    )
    assert found == [("许岭镇", "PLACE"), ("黄大村", "PLACE"), ("雁湖村", "PLACE")]


def test_a_numbered_heading_may_be_the_name_of_an_action() -> None:
    assert corrected("（一）算力筑基行动。统筹布局算力。") == [("算力筑基行动", "CAMPAIGN")]
    assert corrected("3.实施河道生态修复工程") == [("河道生态修复工程", "PROGRAMME")]
    assert corrected("（二）加快推进重点工程。") == []


def test_a_committee_that_is_founded_is_none_of_the_villages() -> None:
    chain = (("昌乐县", "PLACE"), ("庵上湖村", "PLACE"))
    assert corrected("昌乐县庵上湖村等成立跨村联合党委。", *chain) == list(chain)


def test_who_builds_or_where_is_no_part_of_a_new_body() -> None:
    name = "商南县富水镇建设茶产业研究院"
    parts = [("商南县", "PLACE"), ("富水镇", "PLACE"), ("茶产业研究院", "ORG")]
    assert corrected(f"在{name}，推广良种。", (name, "ORG")) == parts


def test_to_try_out_is_no_part_of_a_place() -> None:
    assert corrected("首批在四川省凉山州试点。", ("四川省凉山州试点", "PROGRAMME")) == [
        ("四川省", "PLACE"),
        ("凉山州", "PLACE"),
    ]


def test_parts_of_bodies() -> None:
    assert corrected("教育部基础教育司开展“百校”行动。") == [("教育部基础教育司", "ORG")]
    assert corrected("农业农村部市场与信息化司牵头。") == [("农业农村部市场与信息化司", "ORG")]
    assert corrected("民革宜春市委会、九三学社镇江市委员会到场。", ("宜春市委", "ORG")) == [
        ("民革宜春市委会", "ORG"),
        ("九三学社镇江市委员会", "ORG"),
    ]
    assert corrected("教育部在公司设点。") == []


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("举办首届循化古厝文化节。", "首届循化古厝文化节"),
        ("参加2023世界制造业大会，", "0000世界制造业大会"),
        ("举办县第十五届中小学生运动会。", "第十五届中小学生运动会"),
        ("承办第十八届中国（深圳）国际文化产业博览交易会。", "第十八届中国（深圳）国际文化产业博览交易会"),
        ("申办玉溪市首届民族赛装文化节，", "玉溪市首届民族赛装文化节"),
        ("举办2018年中国海洋博览会湛江分会场活动。", "0000年中国海洋博览会湛江分会场活动"),
        ("举办第二届内蒙古夜间旅游嘉年华。", "第二届内蒙古夜间旅游嘉年华"),
        ("承办2023青岛·即墨马拉松。", "0000青岛·即墨马拉松"),
        ("举办全市第三届职工运动会。", "第三届职工运动会"),
        ("举办第十届党员代表大会。", ""),
        ("参加2023年表彰大会。", ""),
    ],
)
def test_events_with_a_number_or_year_are_campaigns(text: str, event: str) -> None:
    assert corrected(text) == ([(event, "CAMPAIGN")] if event else [])


@pytest.mark.parametrize(
    ("text", "known", "places"),
    [
        ("青石、柳林两个社区推行积分制。", [], ["青石", "柳林"]),
        ("在青石坎、柳林、桃花等镇试行。", [], ["青石坎", "柳林", "桃花"]),
        ("青石、柳林等4个社区先行一步。", [], ["青石", "柳林"]),
        ("靖州、会同、中方三县协作。", ["靖州"], ["靖州", "会同", "中方"]),
        ("靖州、会同等地协作。", ["靖州"], ["靖州", "会同"]),
    ],
)
def test_what_is_counted_as_places_is_places(text: str, known: list[str], places: list[str]) -> None:
    assert corrected(text, *((name, "PLACE") for name in known)) == [(name, "PLACE") for name in places]


@pytest.mark.parametrize(
    "text",
    [
        "城镇、农村两类市场。",  # no kind of place
        "种植、养殖、加工两个村。",  # three items are not two
        "完善教育、医疗等地方保障。",
        "成立3个中心、建成8个社区。",
        "市直、县直两级机关。",
    ],
)
def test_what_is_counted_as_something_else_is_no_place(text: str) -> None:
    assert corrected(text) == []


def test_units_that_run_into_a_place_are_places() -> None:
    found = corrected("在广西百色靖西市召开。", ("靖西市", "PLACE"))
    assert found == [("广西", "PLACE"), ("百色", "PLACE"), ("靖西市", "PLACE")]
    assert corrected("谱写中国式现代化贵阳贵安实践。", ("贵安", "PLACE")) == [("贵安", "PLACE")], "a slogan"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("回信勉励上杭才溪下才村全体党员。", ["上杭", "才溪", "下才村"]),
        ("在上杭才溪召开。", ["上杭", "才溪"]),
        ("推广长汀河田经验。", ["长汀", "河田"]),
        ("走访上杭县才溪学院路。", ["上杭县", "才溪"]),
        ("上杭才溪乡调查。", []),  # the gazetteer has 才溪镇 only
        ("长汀河田水库蓄水。", []),
        ("利川团结带领群众。", []),  # a township of that name lies there, but the word is a verb
        ("建宁才溪召开。", []),  # it lies elsewhere
    ],
)
def test_a_bare_township_behind_its_county(text: str, places: list[str]) -> None:
    assert corrected(text) == [(name, "PLACE") for name in places]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("围绕服务龙溪未来科技城建设，做强云州智谷。", ["龙溪未来科技城", "云州智谷"]),
        ("在余杭区未来科技城设点。", ["未来科技城"]),
        ("县级人力资源服务产业园、市人力资源服务产业园投用。", ["市人力资源服务产业园"]),
        ("建设科技城，共建“云上科技城”。", []),
        ("市直产业园、各类产业园。", []),
    ],
)
def test_parks_under_a_name_of_their_own(text: str, places: list[str]) -> None:
    assert [name for name, _ in corrected(text)] == places


def test_the_place_of_a_park_stands_in_its_brackets() -> None:
    found = corrected("沪滇科创园（昆明）揭牌。", ("沪滇科创园", "PLACE"), ("昆明", "PLACE"))
    assert found == [("沪滇科创园（昆明）", "PLACE")]
    assert corrected("沪滇科创园（一期）揭牌。", ("沪滇科创园", "PLACE")) == [("沪滇科创园", "PLACE")]


def test_a_place_in_a_short_quote_is_no_mention() -> None:
    assert corrected("牢记“看镇江首先看党建”的要求。", ("镇江", "PLACE")) == []
    assert corrected("评选20个“镇江市先进党支部”。", ("镇江市", "PLACE")) == []
    for stays in ("“我对镇江充满信心”，他说。", "打造“镇江—扬州”通道。", "他说“镇江”。"):
        assert ("镇江", "PLACE") in corrected(stays, ("镇江", "PLACE")), stays


def test_a_village_of_a_quoted_kind_is_no_place() -> None:
    assert corrected("创建“五美”红旗村120个。", ("红旗村", "PLACE")) == []
    assert corrected("获评“五美”红旗村党员带头。", ("红旗村", "PLACE")) == [("红旗村", "PLACE")]


def test_the_members_of_a_list_of_organs() -> None:
    found = corrected("由自治区公安厅、应急管理厅、文化和旅游厅牵头。", ("自治区公安厅", "ORG"))
    assert [name for name, _ in found] == ["自治区公安厅", "应急管理厅", "文化和旅游厅"]
    assert corrected("与市科技局、各县局会商。", ("市科技局", "ORG")) == [("市科技局", "ORG")]
    assert corrected("省政府国资委牵头。", ("省政府国资委", "ORG")) == [("省政府国资委", "ORG")]


def test_bodies_of_culture_and_customs_behind_their_place() -> None:
    assert corrected("推动内蒙古博物院实施项目。", ("内蒙古", "PLACE")) == [("内蒙古博物院", "ORG")]
    assert corrected("支持宣城海关优化模式。", ("宣城", "PLACE")) == [("宣城海关", "ORG")]


def test_books_are_no_papers() -> None:
    assert corrected("编印《养老创新案例集》。", ("《养老创新案例集》", "POLICY")) == []
    assert corrected("印发《养老服务办法》。", ("《养老服务办法》", "POLICY")) == [("《养老服务办法》", "POLICY")]


def test_bodies_whose_leaders_act_are_no_mentions() -> None:
    both = ("省委", "ORG"), ("省政府", "ORG")
    assert corrected("得到省委、省政府主要领导肯定。", *both) == []
    assert corrected("享受国务院及省政府特殊津贴专家4人。", ("国务院", "ORG"), ("省政府", "ORG")) == []
    assert corrected("当选全国人大代表。", ("全国人大", "ORG")) == []
    assert corrected("省委、省政府领导小组办公室印发。", *both) == list(both)
    assert corrected("市委常委会研究。", ("市委", "ORG")) == [("市委", "ORG")]


def test_the_first_of_its_kind_is_no_name() -> None:
    name = "云南首家碳中和研究院"
    assert corrected(f"建成{name}。", (name, "ORG")) == [("云南", "PLACE")]
    name = "全省首家青年驿站"
    assert corrected(f"建成{name}。", (name, "ORG")) == []


def test_what_kind_of_body_it_is_is_no_part_of_its_name() -> None:
    name = "新社会组织和园社区党委"
    assert corrected(f"成立{name}。", (name, "ORG")) == [("和园社区党委", "ORG")]
    name = "新业态新就业群体综合党委"
    assert corrected(f"成立{name}。", (name, "ORG")) == [(name, "ORG")]


def test_a_body_behind_its_towns_and_the_act() -> None:
    name = "永登县苦水镇建成未成年人保护工作站"
    found = [one for one, _ in corrected(f"在{name}。", (name, "ORG"))]
    assert found == ["永登县", "苦水镇", "未成年人保护工作站"]


def test_two_bodies_read_as_one() -> None:
    name = "云河汽车联合青石科技组建座舱联合实验室"
    assert [one for one, _ in corrected(f"支持{name}。", (name, "ORG"))] == ["云河汽车", "青石科技", "座舱联合实验室"]
    name = "云河新能源联合实验室"
    assert corrected(f"支持{name}建设。", (name, "ORG")) == [(name, "ORG")]
    name = "物业行业党委和物流行业党委"
    assert corrected(f"成立{name}。", (name, "ORG")) == [("物业行业党委", "ORG"), ("物流行业党委", "ORG")]


def test_a_body_and_its_own_are_two() -> None:
    name = "某某市大数据局所属某某市信息中心"
    assert corrected(f"{name}负责。", (name, "ORG")) == [("某某市大数据局", "ORG"), ("某某市信息中心", "ORG")]
    name = "某某市委直属机关工委"
    assert corrected(f"{name}负责。", (name, "ORG")) == [(name, "ORG")]


def test_a_list_of_places_shares_its_body() -> None:
    assert corrected("鸡西、鹤岗两市总工会协商。", ("鸡西", "PLACE"), ("鹤岗两市总工会", "ORG")) == [
        ("鸡西", "PLACE"),
        ("鹤岗", "PLACE"),
    ]
    assert corrected("和鹤岗市总工会协商。", ("鹤岗市总工会", "ORG")) == [("鹤岗市总工会", "ORG")]


def test_a_name_ends_where_its_parts_begin() -> None:
    name = "“百村提升”工程包括供水保障计划"
    assert corrected(f"{name}。", (name, "PROGRAMME")) == [
        ("“百村提升”工程", "PROGRAMME"),
        ("供水保障计划", "PROGRAMME"),
    ]


def test_what_is_learnt_from_a_name_is_no_part_of_it() -> None:
    assert corrected("学习“甲田”工作经验。", ("“甲田”工作经验", "PROGRAMME")) == [("“甲田”", "PROGRAMME")]
    assert corrected("学习“甲田经验”。", ("“甲田经验”", "PROGRAMME")) == [("“甲田经验”", "PROGRAMME")]
    assert corrected("推广青禾市“甲田”经验。") == [("“甲田”", "PROGRAMME")]
    assert corrected("介绍“甲田”经验。") == []


def test_a_count_before_something_else_makes_no_measures() -> None:
    assert corrected("打造“青石往事”两条教学线路。") == []
    assert corrected("落实“安居”40条，") == [("“安居”00条", "POLICY")]


def test_a_bare_version_is_a_part_of_the_name() -> None:
    assert corrected("启动“甲田”计划2.0，", ("“甲田”计划", "PROGRAMME")) == [("“甲田”计划0.0", "PROGRAMME")]
    assert corrected("“甲田”计划2.0万人，", ("“甲田”计划", "PROGRAMME")) == [("“甲田”计划", "PROGRAMME")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("团县委、县妇联开展活动。", ["团县委"]),
        ("会同集团市委办公。", []),
        ("青禾经济技术开发区党工委近期部署。", ["青禾经济技术开发区党工委"]),
        ("各市属开发区管委会，", []),
        ("成立青禾经济开发区党工委，", []),
        ("外籍居民进入青禾社区委员会参事。", []),
        ("国家会展中心（天津）投入运营。", ["国家会展中心（天津）"]),
        ("国家会展中心（一期）投入运营。", []),
    ],
)
def test_committees_and_centres_are_bodies(text: str, names: list[str]) -> None:
    assert [name for name, kind in corrected(text) if kind == "ORG" and "妇联" not in name] == names


@pytest.mark.parametrize(
    ("text", "known", "names"),
    [
        ("市侨联开展活动。", [], ["市侨联"]),
        ("县人民政府印发办法。", [], ["县人民政府"]),
        ("各市、县人民政府，各部门：", [], []),
        ("组织部要抓紧落实。", [], ["组织部"]),
        ("干部组织部门要抓紧。", [], []),
        ("由市数据局负责。", [], []),
        ("武威六中打造品牌。", ["武威"], ["武威六中"]),
        ("在武威六中全会之后。", ["武威"], []),
        ("丹凤县两新工委实施工程。", ["丹凤县"], ["丹凤县两新工委"]),
        ("宜昌军分区开展行动。", ["宜昌"], ["宜昌军分区"]),
    ],
)
def test_bodies_of_the_place_and_behind_places(text: str, known: list[str], names: list[str]) -> None:
    assert [name for name, kind in corrected(text, *((name, "PLACE") for name in known)) if kind == "ORG"] == names


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("市民政局联合国家电网宜昌供电公司", ["市民政局", "国家电网宜昌供电公司"]),
        ("联合国家乡村振兴局", ["国家乡村振兴局"]),
        ("峦庄镇中南村党支部领办合作社", ["峦庄镇中南村党支部"]),
        ("北京联合大学", ["北京联合大学"]),
    ],
)
def test_what_joins_or_does_parts_a_body(body: str, names: list[str]) -> None:
    assert [name for name, kind in corrected(f"{body}开展行动。", (body, "ORG")) if kind == "ORG"] == names


def test_two_full_names_that_run_into_each_other_are_a_path() -> None:
    assert corrected("西安市新城区实施。") == [("西安市", "PLACE"), ("新城区", "PLACE")]
    assert corrected("党政正职和县市区交通。") == []


def test_the_branch_of_an_event_is_part_of_its_name() -> None:
    event = "第三届农产品博览会"
    assert corrected(f"举办{event}荆门分会场活动。", (event, "CAMPAIGN")) == [(f"{event}荆门分会场活动", "CAMPAIGN")]
    assert corrected(f"举办{event}和荆门分会场活动。", (event, "CAMPAIGN")) == [(event, "CAMPAIGN")]


def test_a_head_with_a_number_belongs_to_all_of_its_list() -> None:
    found = corrected("实施“甲”“乙”两项工程。", ("“甲”", "PROGRAMME"), ("“乙”两项工程", "PROGRAMME"))
    assert found == [("“甲”", "PROGRAMME"), ("“乙”", "PROGRAMME")]
    assert corrected("实施“甲”两项工程。", ("“甲”两项工程", "PROGRAMME")) == [("“甲”两项工程", "PROGRAMME")]


def test_the_office_of_a_street_is_a_body() -> None:
    assert corrected("戚氏街道办事处推行。", ("戚氏街道", "PLACE")) == [("戚氏街道办事处", "ORG")]


def test_a_fair_is_no_body() -> None:
    assert corrected("参加江西森林食品展销会。", ("江西森林食品展销会", "ORG")) == [("江西森林食品展销会", "CAMPAIGN")]


def test_who_leads_something_is_no_mention_of_it() -> None:
    assert corrected("成立党史学习教育领导小组。", ("党史学习教育", "CAMPAIGN")) == []
    assert corrected("成立“头雁”工程领导小组。", ("“头雁”工程", "PROGRAMME")) == [("“头雁”工程", "PROGRAMME")]
