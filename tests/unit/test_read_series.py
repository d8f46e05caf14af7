"""Compilations without contents: headings of one shape that each name another place begin reports, sections of a report do not."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from kg.read import ReadResult, SourceText, read_file
from kg.read.reports import split_result
from tests.data.read_samples import body

CITIES = ["眉山市", "雅安市", "资阳市"]
PLACES = [f"四川省{city}" for city in CITIES]
SHORT = "一年来，全市把群众的小事办成心头的大事，持续实施“灯火可亲”工程。"


def read(text: str, path: str = "a.txt") -> ReadResult:
    return split_result(SourceText(path=path, sha256="", text=text, format="txt"))


def places(result: ReadResult) -> list[str | None]:
    return [report.place for report in result.reports]


def bound(form: str, paragraphs: list[str] | None = None, between: str = "\n") -> str:
    """Bind a report for each city under a heading of the form given."""
    text = []
    for n, city in enumerate(CITIES):
        heading = form.format(n=n + 1, numeral="一二三"[n], city=city, short=city[:-1], day=10 + n)
        text.append("\n".join([heading, *(paragraphs or body("全市"))]))
    return between.join(text) + "\n"


HEADINGS = {
    "work report": (
        "政府工作报告\n——2023年1月{day}日在{city}第五届人民代表大会第{numeral}次会议上\n{city}人民政府市长　周某\n\n各位代表：",
        "政府工作报告——2023年1月{day}日在{city}第五届人民代表大会第{numeral}次会议上",
    ),
    "work report in brackets": (
        "政府工作报告\n（2023年1月{day}日在{city}第五届人民代表大会第{numeral}次会议上）\n\n各位代表：",
        "政府工作报告（2023年1月{day}日在{city}第五届人民代表大会第{numeral}次会议上）",
    ),
    "plan": ("{city}“十四五”养老服务规划\n", "{city}“十四五”养老服务规划"),
    "notice": (
        "{city}人民政府关于印发{city}河湖管护行动方案的通知\n\n各县（区）人民政府，市直各部门：",
        "{city}人民政府关于印发{city}河湖管护行动方案的通知",
    ),
    "words of its own": ("{city}2023年亮点回放\n", "{city}2023年亮点回放"),
    "a bare name": ("{city}\n", "{city}"),
    "a short name": ("{short}组织工作2023年答卷\n", "{short}组织工作2023年答卷"),
    "digits": ("{n}、{city}2023年组织工作总结\n", "{city}2023年组织工作总结"),
    "points": ("{n}.{city}2023年组织工作总结", "{city}2023年组织工作总结"),
    "numerals": ("{numeral}、{city}2023年组织工作综述", "{city}2023年组织工作综述"),
    "brackets": ("（{numeral}）{city}2023年组织工作情况", "{city}2023年组织工作情况"),
    "a motto above": ("向着山海奔跑\n——{city}2023年组织工作综述", "向着山海奔跑——{city}2023年组织工作综述"),
    "rules": ("==========\n{city}2023年组织工作情况报告\n==========", "{city}2023年组织工作情况报告"),
    "stars": ("★ {city}2023年组织工作总结 ★", "{city}2023年组织工作总结"),
}


@pytest.mark.parametrize(("form", "wanted"), HEADINGS.values(), ids=HEADINGS.keys())
def test_headings_of_one_shape_begin_reports(form: str, wanted: str) -> None:
    result = read(bound(form))
    assert places(result) == PLACES
    assert [report.heading for report in result.reports] == [
        wanted.format(n=n, numeral="一二三"[n], city=city, short=city[:-1], day=10 + n) for n, city in enumerate(CITIES)
    ]
    assert {report.text.split("\n")[-1] for report in result.reports} == {body("全市")[-1]}
    assert "parted into 3 reports" in result.notes[0]


def test_short_reports_of_one_shape_are_parted_and_a_list_of_their_titles_is_none() -> None:
    form = "{city}2023年组织工作总结"
    titles = "\n".join(form.format(city=city) for city in CITIES)
    for front in ("", titles + "\n", f"2023年工作总结选编\n{titles}\n"):
        result = read(front + bound(form, [SHORT]))
        assert places(result) == PLACES
        assert [report.text for report in result.reports] == [SHORT] * 3
    assert len(read(f"关于报送总结的函\n{SHORT}\n附件：\n{titles}\n").reports) == 1


def test_a_short_report_of_another_shape_before_them_is_kept() -> None:
    result = read(f"遂宁市组织工作回顾\n\n{SHORT}\n\n" + bound("{city}2023年组织工作总结", [SHORT]))
    assert places(result) == ["四川省遂宁市", *PLACES]
    assert result.reports[0].text == SHORT


def test_names_under_the_title_of_a_compilation() -> None:
    for title in ("2023年各市工作亮点", "2023年工作经验汇编"):
        result = read(f"{title}\n\n" + bound("{city}", [SHORT]))
        assert places(result) == PLACES
        assert {report.as_of for report in result.reports} == {2023}


def markdown(front: str, mark: str, headings: list[str]) -> str:
    return front + "".join(f"{mark} {heading}\n\n{SHORT}\n\n" for heading in headings)


SLOGANS = ["眉山市：东坡故里气象新", "雅安市：雨城作答民生卷", "资阳市：临江而立再出发"]


@pytest.mark.parametrize(("front", "mark"), [("", "#"), ("", "##"), ("# 2023年各地工作亮点\n\n", "##")])
def test_markdown_headings_that_each_name_another_place(tmp_path: Path, front: str, mark: str) -> None:
    (tmp_path / "a.md").write_text(markdown(front, mark, SLOGANS), encoding="utf-8")
    result = read_file(tmp_path / "a.md")
    assert places(result) == PLACES
    assert [report.heading for report in result.reports] == SLOGANS


def test_word_headings_that_each_name_another_place(tmp_path: Path) -> None:
    document = docx.Document()
    for slogan in SLOGANS:
        document.add_heading(slogan, 1)
        document.add_paragraph(SHORT)
    document.save(str(tmp_path / "a.docx"))
    result = read_file(tmp_path / "a.docx")
    assert places(result) == PLACES
    assert [report.text for report in result.reports] == [SHORT] * 3


COUNTIES = ["东坡区", "洪雅县", "丹棱县"]
SECTIONS = {
    "bare names": "眉山市2023年组织工作总结\n\n" + "".join(f"{county}\n{SHORT}\n" for county in COUNTIES),
    "numbered": "眉山市2023年组织工作总结\n\n"
    + "".join(f"（{numeral}）{county}\n{SHORT}\n" for numeral, county in zip("一二三", COUNTIES, strict=True)),
    "below a section": f"眉山市2023年组织工作总结\n\n一、总体情况\n{SHORT}\n二、县区亮点\n"
    + "".join(f"{county}\n{SHORT}\n" for county in COUNTIES),
    "with words": f"眉山市2023年组织工作总结\n{SHORT}\n"
    + "".join(f"{county}2023年工作情况\n{SHORT}\n" for county in COUNTIES),
    "with their own 一、": "四川省2023年组织工作总结\n\n" + bound("{city}"),
    "a masked place": "某市2023年组织工作总结\n\n" + "".join(f"{county}\n{SHORT}\n" for county in COUNTIES),
}


@pytest.mark.parametrize("text", SECTIONS.values(), ids=SECTIONS.keys())
def test_sections_about_lower_units_stay_in_their_report(text: str) -> None:
    result = read(text)
    assert len(result.reports) == 1
    assert result.notes == ()


def test_sections_of_a_file_named_by_its_place_and_of_a_markdown_report(tmp_path: Path) -> None:
    names = "".join(f"{county}\n{SHORT}\n" for county in COUNTIES)
    assert places(read(names, "眉山市2023年组织工作总结.txt")) == ["四川省眉山市"]
    (tmp_path / "a.md").write_text(markdown("# 眉山市2023年组织工作总结\n\n", "##", COUNTIES), encoding="utf-8")
    assert places(read_file(tmp_path / "a.md")) == ["四川省眉山市"]


def test_numbered_sections_among_others_are_no_reports() -> None:
    sections = [
        f"一、总体安排\n{SHORT}",
        *(f"{n}、{city}重点任务\n{SHORT}" for n, city in zip("二三四", CITIES, strict=True)),
    ]
    assert len(read("成渝协作行动方案\n" + "\n".join(sections)).reports) == 1


def test_headings_that_name_other_places_in_one_report_are_noted() -> None:
    text = "全市2023年组织工作总结\n\n" + "".join(f"{county}\n{SHORT}\n" for county in COUNTIES)
    result = read(text)
    assert len(result.reports) == 1
    (note,) = result.notes
    assert note.startswith(
        "a.txt: headings name other places (东坡区、洪雅县、丹棱县), but all is read as one report of no place"
    )
    assert "a file of its own" in note
    other = read(f"眉山市2023年工作纪实\n\n{SHORT}\n\n雅安组织部2023年工作要闻\n\n{SHORT}\n")
    assert len(other.reports) == 1
    assert "(雅安)" in other.notes[0]
    assert "四川省眉山市" in other.notes[0]


def test_bodies_in_a_list_are_not_noted() -> None:
    result = read(f"关于表扬先进集体的通报\n\n{SHORT}\n眉山市委组织部\n雅安市委组织部\n资阳市委组织部\n{SHORT}\n")
    assert result.notes == ()


DATED = ["2023年眉山市民政工作总结", "雅安市2022年文化旅游工作综述", "资阳市2023年乡村振兴工作情况报告"]
MOTTOS = ["情暖万家 兜牢底线", "雨城山水入画来", "建设更高水平的平安乡村"]
JOINED = [f"{motto}——{dated}" for motto, dated in zip(MOTTOS, DATED, strict=True)]
ISSUERS = ["眉山市民政局", "雅安市文体旅游局", "资阳市乡村振兴局"]
TITLED = list(zip(MOTTOS, DATED, ISSUERS, strict=True))


def below_mottos(motto: str, gap: str, front: str = "") -> str:
    """Bind reports whose dated titles stand below a motto; `gap` parts paragraphs."""
    reports = [gap.join([motto.format(first), dated, issuer, *body("全市")]) for first, dated, issuer in TITLED]
    return front + gap.join(reports) + "\n"


def assert_below_mottos(result: ReadResult) -> None:
    assert [report.heading for report in result.reports] == JOINED
    assert places(result) == PLACES
    assert [report.issuer for report in result.reports] == ISSUERS
    assert [report.as_of for report in result.reports] == [2023, 2022, 2023]
    assert [report.text.split("\n") for report in result.reports] == [body("全市")] * 3


@pytest.mark.parametrize(
    "front",
    [
        "",
        "2023年工作总结选编\n",
        *("目录\n" + "".join(f"{title}……9\n" for title in titles) for titles in (DATED, MOTTOS)),
    ],
    ids=["bare", "title", "contents of titles", "contents of mottos"],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["lines", "blank lines"])
def test_a_motto_above_a_dated_title_belongs_to_the_report_below_it(gap: str, front: str) -> None:
    text = below_mottos("{}", gap, front)
    result = read(text)
    assert_below_mottos(result)
    assert [text[report.start :].startswith(motto) for report, motto in zip(result.reports, MOTTOS, strict=True)] == [
        True
    ] * 3


@pytest.mark.parametrize("front", ["", "# 2023年各地工作总结汇编\n\n"])
def test_a_motto_as_a_markdown_heading(tmp_path: Path, front: str) -> None:
    (tmp_path / "a.md").write_text(below_mottos("## {}", "\n\n", front), encoding="utf-8")
    assert_below_mottos(read_file(tmp_path / "a.md"))


@pytest.mark.parametrize("sections", ["", "一、"], ids=["plain", "headings of the second level"])
@pytest.mark.parametrize("subtitle", ["Normal", "Subtitle", "Heading 2", "line break"])
@pytest.mark.parametrize("front", ["", "各地年度工作总结汇编"])
def test_a_motto_as_a_word_heading(tmp_path: Path, front: str, subtitle: str, sections: str) -> None:
    document = docx.Document()
    if front:
        document.add_heading(front, 0)
    for motto, dated, issuer in TITLED:
        if subtitle == "line break":
            document.add_heading(f"{motto}\n{dated}", 1)
        else:
            document.add_heading(motto, 1)
            document.add_paragraph(dated, subtitle)
        document.add_paragraph(issuer)
        for text in body("全市"):
            document.add_paragraph(text, "Heading 3" if sections and text[1] == "、" else None)
    document.save(str(tmp_path / "a.docx"))
    assert_below_mottos(read_file(tmp_path / "a.docx"))


def test_one_report_below_a_motto_is_titled_as_in_a_compilation() -> None:
    (report,) = read("\n".join([*TITLED[2], *body("全市")])).reports
    assert (report.heading, report.place, report.as_of) == (JOINED[2], PLACES[2], 2023)


@pytest.mark.parametrize("last", ["汇报完毕，谢谢大家", "眉山市民政局办公室", "全市上下正在为之努力"])
def test_the_last_line_of_a_report_is_no_motto_of_the_next(last: str) -> None:
    first, second = ("\n".join([dated, *body("全市")]) for dated in DATED[:2])
    result = read(f"{first}\n{last}\n\n{second}\n")
    assert [report.heading for report in result.reports] == DATED[:2]
    assert result.reports[0].text.endswith(last)


def test_the_title_of_a_compilation_is_no_motto_of_its_first_report() -> None:
    result = read("\n".join(["全市组织工作年度巡礼", *("\n".join([dated, *body("全市")]) for dated in DATED)]))
    assert [report.heading for report in result.reports] == DATED


SPOKEN = [
    "山东省济宁市：一张板凳议出大民生",
    "山东省威海市：海岸线上的暖心驿站",
    "湖南省株洲市：以厂区联建破解老旧小区治理难题推动共建共治共享",
]
SPOKEN_PLACES = ["山东省济宁市", "山东省威海市", "湖南省株洲市"]


def slogans(form: str, headings: list[str] | None = None, front: str = "") -> str:
    """Bind a report below each place and slogan; `form` says how the two stand."""
    parted = [heading.split("：") for heading in headings or SPOKEN]
    return front + "\n\n".join("\n\n".join([form.format(*parts), *body("全市")]) for parts in parted) + "\n"


FORMS = {
    "a colon": ("{}：{}", "{}：{}"),
    "a colon at the end of the line": ("{}：\n{}", "{}：{}"),
    "two lines": ("{}\n{}", "{}：{}"),
    "a bar": ("{} | {}", "{} | {}"),
    "brackets": ("【{}】{}", "【{}】{}"),
}


@pytest.mark.parametrize("front", ["", "基层治理经验材料\n（二）\n\n", "社区工作动态（2023年第8期）\n\n"])
@pytest.mark.parametrize(("form", "wanted"), FORMS.values(), ids=FORMS.keys())
def test_a_place_and_a_slogan_begin_a_report(form: str, wanted: str, front: str) -> None:
    result = read(slogans(form, front=front))
    assert places(result) == SPOKEN_PLACES
    assert [report.heading for report in result.reports] == [wanted.format(*text.split("：")) for text in SPOKEN]
    assert [report.text.split("\n") for report in result.reports] == [body("全市")] * 3


def test_a_place_and_a_slogan_that_is_broken() -> None:
    broken = [
        "福建省龙岩市：以片区联建为抓手推动老区\n基层治理提质增效",
        "安徽省宣城市：以山水联盟为纽带\n激活乡村新路径",
    ]
    result = read(slogans("{}：{}", broken))
    assert [report.heading for report in result.reports] == [text.replace("\n", "") for text in broken]
    assert places(result) == ["福建省龙岩市", "安徽省宣城市"]


@pytest.mark.parametrize("numbers", ["{n}. ", "{numeral}、"])
def test_contents_of_places_and_slogans_without_pages(numbers: str) -> None:
    listed = [numbers.format(n=n + 1, numeral="一二三"[n]) + text for n, text in enumerate(SPOKEN)]
    for headings in (SPOKEN, listed):
        text = "\n\n".join("\n\n".join([heading, "要闻回放", SHORT]) for heading in headings)
        result = read("\n".join(["基层治理交流材料", "（二）", "", "目  录", *listed, "", text]))
        assert [report.heading for report in result.reports] == SPOKEN
        assert places(result) == SPOKEN_PLACES


LOWER = {
    "below their province": slogans("{}：{}", SPOKEN[:2], "山东省2023年基层治理综述\n\n"),
    "listed below their province": "\n".join(
        ["山东省基层治理白皮书", "目录", *SPOKEN[:2], "", SPOKEN[0], SHORT, SHORT, SPOKEN[1], SHORT, SHORT]
    ),
    "below their city": slogans(
        "{}：{}", ["龙岩市：红土地上的新答卷", "长汀县：一片林子的变化", "上杭县：才溪乡里新调查"]
    ),
    "examples in a notice": slogans("{}：{}", front=f"关于基层治理优秀案例的通报\n\n各市州党委：\n\n{SHORT}\n\n"),
    "seen on a journey": slogans("{}：{}", front=f"赴外地学习考察报告\n\n{SHORT}\n\n"),
}


@pytest.mark.parametrize("text", LOWER.values(), ids=LOWER.keys())
def test_places_and_slogans_inside_one_paper_stay_there(text: str) -> None:
    assert len(read(text).reports) == 1


def test_who_speaks_at_a_press_conference_begins_no_report() -> None:
    speakers = ["济宁市副市长：", "株洲市副市长：", "济宁市副市长："]
    text = "\n".join(
        ["基层治理新闻发布会实录", "", *(line for speaker in speakers for line in (speaker, *body("全市")))]
    )
    assert len(read(text).reports) == 1


def test_a_motto_on_a_line_above_a_dated_title_in_contents() -> None:
    contents = [f"{motto} {dated}" for motto, dated in zip(MOTTOS, DATED, strict=True)]
    assert_below_mottos(read(below_mottos("{}", "\n", "\n".join(["目录", *contents, ""]))))
