"""Institutions that write reports of their own: they speak in the title, have no place, and act where the text names nobody."""

from __future__ import annotations

import pytest

from kg.gazetteer import institution_of
from kg.link.bodies import body_of
from kg.link.context import Home
from kg.read import SourceText
from kg.read.reports import split_result
from kg.text import Report
from tests.data.read_samples import bind, body
from tests.unit.linking import link, said


def read(text: str) -> tuple[Report, ...]:
    return split_result(SourceText(path="a.txt", sha256="", text=text, format="txt")).reports


# ---- titles


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("兰州交通大学党委2023年党建工作总结", "兰州交通大学党委"),
        ("中共兰州交通大学委员会2023年党建工作总结", "中共兰州交通大学委员会"),
        ("兰州交通大学党委组织部2023年工作总结", "兰州交通大学党委组织部"),
        ("兰州交通大学党委书记2023年度抓基层党建述职报告", "兰州交通大学党委"),
        ("兰州交通大学马克思主义学院工作总结", "兰州交通大学马克思主义学院"),
        ("共青团兰州交通大学委员会2023年工作总结", "共青团兰州交通大学委员会"),
        ("贵州大学工会2023年工作总结", "贵州大学工会"),
        ("安徽科技学院党委关于2023年工作情况的报告", "安徽科技学院党委"),
        ("怀化市第一人民医院2023年工作总结", "怀化市第一人民医院"),
        ("川北医学院附属医院党建工作综述", "川北医学院附属医院"),
        ("四川省成都市青禾中学党总支2023年工作总结", "四川省成都市青禾中学党总支"),
        ("苍溪县实验学校2023年工作总结", "苍溪县实验学校"),
        ("四川青禾建设集团有限公司党委2023年工作总结", "四川青禾建设集团有限公司党委"),
        ("国网四川省电力公司2023年工作总结", "国网四川省电力公司"),
        ("中国工商银行广元分行2023年工作总结", "中国工商银行广元分行"),
        ("甘肃省农业科学研究院", "甘肃省农业科学研究院"),
        ("XX市第一人民医院2023年工作总结", "XX市第一人民医院"),
        ("奋进新征程——兰州交通大学2023年工作总结", "兰州交通大学"),
        ("奋进新征程 2023年兰州交通大学工作总结", "兰州交通大学"),
        ("关于兰州交通大学2023年工作情况的报告", "兰州交通大学"),
    ],
)
def test_an_institution_speaks_in_its_title_and_has_no_place(title: str, name: str) -> None:
    institution = institution_of(title)
    assert institution is not None
    assert institution.name == name
    (report,) = read("\n".join([title, *body("我们")]))
    assert (report.heading, report.place, report.more_places) == (title, None, ())


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("济南市大学生创业工作总结", None),
        ("广元市医院改革综述", None),
        ("与兰州交通大学合作2023年工作总结", "甘肃省兰州市"),
        ("广元市与兰州交通大学合作工作总结", "四川省广元市"),
        ("广元市委党校2023年工作总结", "四川省广元市"),
        ("四川行政学院2023年工作总结", "四川省"),
        ("怀化市教育局2023年工作总结", "湖南省怀化市"),
        ("怀化市教育局直属学校2023年工作总结", "湖南省怀化市"),
        ("广元市学校党建工作综述", "四川省广元市"),
        ("广元市中小学校党建工作综述", "四川省广元市"),
        ("广元市公立医院党建工作综述", "四川省广元市"),
        ("广元市市属医院2023年党建工作总结", "四川省广元市"),
        ("广元市加强学校党建工作总结", "四川省广元市"),
        ("广元市推进大学城建设2023年工作总结", "四川省广元市"),
        ("广元市建设四川青禾学院2023年工作总结", "四川省广元市"),
        ("新时代广元学校党建工作综述", "四川省广元市"),
        ("在兰州交通大学2023年工作会议上的讲话", "甘肃省兰州市"),
        ("关于兰州交通大学2023年考核情况的通报", "甘肃省兰州市"),
        ("广元市委组织部关于四川青禾学院2023年考核情况的报告", "四川省广元市"),
        ("甘肃省教育厅 兰州交通大学关于印发方案的通知", "甘肃省兰州市"),
    ],
)
def test_others_speak_where_an_institution_is_only_named(title: str, place: str | None) -> None:
    assert institution_of(title) is None
    (report,) = read("\n".join([title, *body("我们")]))
    assert (report.heading, report.place) == (title, place)


def test_an_institution_that_stands_below_the_title() -> None:
    (report,) = read("\n".join(["2023年党建工作总结", "怀化市第一人民医院党委", "（2024年1月5日）", *body("医院")]))
    assert (report.issuer, report.place) == ("怀化市第一人民医院党委", None)
    (report,) = read(
        "\n".join(["怀化市2023年党建工作总结", "怀化市第一人民医院党委", "（2024年1月5日）", *body("我们")])
    )
    assert report.place == "湖南省怀化市"


@pytest.mark.parametrize("contents", [True, False])
def test_the_report_of_an_institution_in_a_compilation(contents: bool) -> None:
    titles = [
        "广元市2023年工作总结",
        "兰州交通大学2023年工作总结",
        "奋进——怀化市第一医院2023年工作总结",
        "苍溪县2023年工作总结",
    ]
    listed = [f"{title}……{n}" for n, title in enumerate(titles)] if contents else None
    reports = read(bind([(title, body(title[:3])) for title in titles], title="2023年工作总结汇编", contents=listed))
    assert [report.heading for report in reports] == titles
    assert [report.place for report in reports] == ["四川省广元市", None, None, "四川省广元市苍溪县"]


def test_counties_that_a_university_helps_are_no_reports_of_others() -> None:
    helped = [line for name in ("陇南市宕昌县", "甘南州舟曲县") for line in (f"{name}帮扶成效", *body("学校"))]
    text = "\n".join(["兰州交通大学2023年工作总结", "", *body("学校"), *helped])
    assert split_result(SourceText(path="a.txt", sha256="", text=text, format="txt")).notes == ()


# ---- who acts

UNIVERSITY, HOSPITAL, FIRM = (
    "兰州交通大学党委2023年工作总结",
    "怀化市第一人民医院2023年工作总结",
    "四川青禾集团有限公司2023年工作总结",
)
ACTS = {UNIVERSITY: "兰州交通大学党委", HOSPITAL: "怀化市第一人民医院", FIRM: "四川青禾集团有限公司"}


@pytest.mark.parametrize(
    ("heading", "opening"),
    [
        (UNIVERSITY, ""), (UNIVERSITY, "学校党委"), (UNIVERSITY, "校党委"), (UNIVERSITY, "我校"), (UNIVERSITY, "全校"), (UNIVERSITY, "由学校"),
        (HOSPITAL, ""), (HOSPITAL, "医院"), (HOSPITAL, "医院党委"), (HOSPITAL, "院党委"), (HOSPITAL, "我院"),
        (FIRM, ""), (FIRM, "公司"), (FIRM, "公司党委"), (FIRM, "集团"), (FIRM, "集团党委"),
    ],
)  # fmt: skip
def test_the_institution_acts(heading: str, opening: str) -> None:
    assert said(link(f"{opening}实施[R “青禾”计划]。", heading=heading)) == {(ACTS[heading], "IMPLEMENTS", "青禾计划")}


def test_the_institution_acts_beside_others_and_its_words_are_no_mentions() -> None:
    linked = link("[O 省委]实施[R “英才”计划]，学校推行[R “青禾”制度]。", heading=UNIVERSITY)
    assert said(linked) == {
        ("中共甘肃省委", "IMPLEMENTS", "英才计划"), ("兰州交通大学党委", "IMPLEMENTS", "青禾制度"),
    }  # fmt: skip
    assert [mention.text for mention in linked.mentions] == ["省委", "“英才”计划", "“青禾”制度"]
    assert (linked.place_id, linked.place_name) == (None, None)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("学校与[O 青禾公司]签订合作协议。", ("兰州交通大学党委", "PARTNERS_WITH", "青禾公司")),
        ("[O 青禾公司]与我校签订合作协议。", ("青禾公司", "PARTNERS_WITH", "兰州交通大学党委")),
        ("与[P 兰州市]签订合作协议。", ("兰州交通大学党委", "PARTNERS_WITH", "兰州市")),
        ("[O 市委]实施[R “英才”计划]。", ("中共兰州市委", "IMPLEMENTS", "英才计划")),
        ("全市开展[C “清风”行动]。", ("兰州市", "RUNS", "清风行动")),
        ("[O 土木学院党委]实施[R “英才”计划]。", ("土木学院党委", "IMPLEMENTS", "英才计划")),
        ("各学校实施[R “英才”计划]。", ("兰州交通大学党委", "IMPLEMENTS", "英才计划")),
    ],
)
def test_what_stands_around_a_university(marked: str, expected: tuple[str, str, str]) -> None:
    assert said(link(marked, heading=UNIVERSITY)) == {expected}


def test_the_words_for_an_institution_mean_nothing_in_the_report_of_a_place() -> None:
    linked = link("[O 省委]实施[R “英才”计划]，学校推行[R “青禾”制度]。", place="甘肃省兰州市")
    assert ("兰州交通大学党委", "IMPLEMENTS", "青禾制度") not in said(linked)


@pytest.mark.parametrize("name", ["中共兰州交通大学委员会", "中国共产党兰州交通大学委员会", "兰州交通大学党委"])
def test_the_committee_of_an_institution_is_one(name: str) -> None:
    assert body_of(name, Home(report_id="r1")).name == "兰州交通大学党委"
