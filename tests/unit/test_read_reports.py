"""Compilations of many makes are parted into their reports, single papers are not, and the head says place, issuer, year."""

from __future__ import annotations

import pytest

from kg.errors import InputError
from kg.read import ReadResult, SourceText, read_file, split_reports
from kg.read.reports import split_result
from kg.text import Report
from tests.data.read_samples import bind, body, wrap

TITLES = ["新时代广元组织工作综述", "中卫市推进组织工作高质量发展综述", "苍溪县五年来组织工作综述"]
PLACES = ["四川省广元市", "宁夏回族自治区中卫市", "四川省广元市苍溪县"]
SLOGANS = ["以“红色引擎”激活乡村善治", "聚力“三个强化”锻造过硬铁军", "擦亮人才品牌 赋能产业升级"]
REPORTS = [(title, body(title[:3])) for title in TITLES]


def read(text: str, path: str = "a.txt") -> ReadResult:
    return split_result(SourceText(path=path, sha256="", text=text, format="txt"))


def one(text: str, path: str = "a.txt") -> Report:
    (report,) = read(text, path).reports
    return report


CONTENTS = {
    "rows of full-width dots": [f"{title}……………{n}" for n, title in enumerate(TITLES, 1)],
    "numbers and rows of dots": [f"{n}. {title}...........{n * 3}" for n, title in enumerate(TITLES, 1)],
    "numbers and tabs": [f"{n}、{title}\t{n * 3}" for n, title in enumerate(TITLES, 1)],
    "full-width blanks": [f"{title}\u3000\u3000{n * 11}" for n, title in enumerate(TITLES, 1)],
    "one blank": [f"{title} {n * 11}" for n, title in enumerate(TITLES, 1)],
    "pages in brackets": [f"{title}（{n * 7}）" for n, title in enumerate(TITLES, 1)],
    "full-width numbers": [f"（{n}）{title}　　{chr(0xFF10 + n)}" for n, title in enumerate(TITLES, 1)],
    "no pages": TITLES,
    "headings of groups": [
        "一、市级",
        *(f"{title}　　{n}" for n, title in enumerate(TITLES[:2], 1)),
        "二、县级",
        f"{TITLES[2]}　　9",
    ],
    "Chinese numbers": [
        f"{numeral}、{title}……{n}" for n, (numeral, title) in enumerate(zip("一二三", TITLES, strict=True), 1)
    ],
    "other blanks and marks": [
        f"{title[:4]} {title[4:]}　。　{n}".replace("　。", "") for n, title in enumerate(TITLES, 1)
    ],
}


@pytest.mark.parametrize("contents", CONTENTS.values(), ids=CONTENTS.keys())
@pytest.mark.parametrize("title", ["2022年组织工作总结汇编（3篇）", ""])
def test_a_table_of_contents_of_any_make(contents: list[str], title: str) -> None:
    text = bind(REPORTS, title=title, contents=contents)
    result = read(text)
    assert [report.heading for report in result.reports] == TITLES
    assert [report.place for report in result.reports] == PLACES
    assert [report.text.split("\n") for report in result.reports] == [paragraphs for _, paragraphs in REPORTS]
    assert result.notes == ()
    assert {report.as_of for report in result.reports} == ({2022} if title else {None})
    for report in result.reports:
        assert text[report.start :].startswith(report.heading)
    assert [report.end for report in result.reports[:2]] == [report.start - 1 for report in result.reports[1:]]


@pytest.mark.parametrize("form", ["{n}．{title}", "{numeral}、{title}", "第{numeral}篇　{title}", "（{n}）{title}"])
def test_titles_that_keep_their_numbers_in_the_text(form: str) -> None:
    numbered = [
        (form.format(n=n, numeral=numeral, title=title), paragraphs)
        for n, (numeral, (title, paragraphs)) in enumerate(zip("一二三", REPORTS, strict=True), 1)
    ]
    text = bind(numbered, title="综述汇编", contents=[f"{title}\t{n}" for n, (title, _) in enumerate(numbered, 1)])
    assert [report.heading for report in read(text).reports] == TITLES


def test_headings_of_groups_that_stand_in_the_text_too() -> None:
    contents = ["一、市级", *TITLES[:2], "二、县级", TITLES[2]]
    text = (
        bind([], title="汇编", contents=contents) + "一、市级\n" + bind(REPORTS[:2]) + "二、县级\n" + bind(REPORTS[2:])
    )
    result = read(text)
    assert [report.heading for report in result.reports] == TITLES
    assert not any("级" in report.text.split("\n")[-1] for report in result.reports)


def test_titles_on_two_lines_in_contents_or_text() -> None:
    long = "聚焦主责主业深化改革创新奋力开创某某市组织工作高质量发展新局面"
    contents = ["1．" + long[:18], "\u3000" + long[18:] + " ………… 1", f"2．{TITLES[2]} …… 9"]
    for heading in (long, long[:14] + "\n" + long[14:], long[:18] + "\n" + long[18:]):
        text = bind([(heading, body("全市")), REPORTS[2]], title="汇编", contents=contents)
        result = read(text)
        assert [report.heading for report in result.reports] == [long, TITLES[2]]
        assert result.notes == ()


def test_an_entry_that_is_not_there_is_noted_and_one_worded_otherwise_is_found() -> None:
    contents = [
        "1．广元市组织工作综述 1",
        "2．剑阁县组织工作综述 9",
        "3．旺苍县组织工作综述 12",
        "4．苍溪县组织工作综述 15",
    ]
    bodies = [
        ("广元市组织工作综述", body("全市")),
        ("旺苍县组织工作总体综述", body("全县")),
        ("苍溪县组织工作综述", body("县里")),
    ]
    result = read(bind(bodies, title="汇编", contents=contents))
    assert [report.heading for report in result.reports] == [title for title, _ in bodies]
    assert result.notes == (
        "a.txt: the table of contents names 「剑阁县组织工作综述」, which the text does not contain",
    )


def test_contents_that_fit_nothing_fall_back_on_titles() -> None:
    contents = [f"{n}．内部参考资料第{n}号……{n}" for n in range(1, 6)]
    result = read(bind(REPORTS, title="汇编", contents=contents))
    assert [report.heading for report in result.reports][-3:] == TITLES


def test_an_entry_quoted_in_another_report_does_not_mislead() -> None:
    reports = [(TITLES[0], [*body("全市"), TITLES[2]]), *REPORTS[1:]]
    result = read(bind(reports, title="汇编", contents=TITLES))
    assert [report.heading for report in result.reports] == TITLES


def test_wrapped_compilation_with_page_numbers_between() -> None:
    lines = ["2021年工作综述选编", "", "目  录", ""]
    lines += [f"{title} ………… {n}" for n, title in enumerate(TITLES, 1)]
    page = 1
    for title, paragraphs in REPORTS:
        lines += ["", title, ""]
        for paragraph in paragraphs:
            lines += wrap(paragraph, 70)
            lines += ["", f"- {page} -", "工作综述选编", ""]
            page += 1
    result = read("\n".join(lines))
    assert [(report.heading, report.place, report.as_of) for report in result.reports] == [
        (title, place, 2021) for title, place in zip(TITLES, PLACES, strict=True)
    ]
    assert [report.text.split("\n") for report in result.reports] == [paragraphs for _, paragraphs in REPORTS]


@pytest.mark.parametrize("with_contents", [True, False])
def test_slogans_as_titles_with_issuers_below(with_contents: bool) -> None:
    issuers = ["XX县委组织部", "××区委组织部", "中共广元市委组织部"]
    reports = [(title, [issuer, *body("我们")]) for title, issuer in zip(SLOGANS, issuers, strict=True)]
    contents = [f"{n}．{title}\t{n}" for n, title in enumerate(SLOGANS, 1)] if with_contents else None
    result = read(bind(reports, title="交流发言材料（3篇）", contents=contents))
    assert [report.heading for report in result.reports] == SLOGANS
    assert [report.issuer for report in result.reports] == issuers
    assert [report.place for report in result.reports] == ["XX县", "××区", "四川省广元市"]


SPEECHES = [
    ("在全市组织工作会议上的讲话", ["同志们：", *body("我市")]),
    ("在全县老干部工作座谈会上的讲话", ["（2023年3月2日）", "各位老领导、同志们：", *body("我县")]),
    ("在年轻干部培训班开班式上的总结讲话", ["二〇二三年四月十五日", *body("我区")]),
]


def test_speeches_without_contents() -> None:
    result = read(bind(SPEECHES))
    assert [report.heading for report in result.reports] == [title for title, _ in SPEECHES]
    assert [report.date for report in result.reports] == [None, "2023-03-02", "2023-04-15"]
    assert [report.place for report in result.reports] == [None, None, None]
    assert "no table of contents: parted into 3 reports" in result.notes[0]


def test_summaries_without_contents_under_the_title_of_the_compilation() -> None:
    result = read(bind(REPORTS, title="2023年工作综述汇编"))
    assert [report.heading for report in result.reports] == TITLES
    assert {report.as_of for report in result.reports} == {2023}


def test_a_speech_title_on_two_lines_without_contents() -> None:
    first = ("在全市组织工作会议暨\n老干部工作会议上的讲话", ["（2023年3月2日）", "同志们：", *body("我市")])
    result = read(bind([first, SPEECHES[1]]))
    assert [report.heading for report in result.reports] == [
        "在全市组织工作会议暨老干部工作会议上的讲话",
        SPEECHES[1][0],
    ]


@pytest.mark.parametrize("form", ["篇{numeral}：{title}", "第{numeral}篇　{title}", "【范文{numeral}】\n{title}"])
def test_numbered_pieces_without_contents(form: str) -> None:
    pieces = [
        (form.format(numeral=numeral, title=title), body("我们"))
        for numeral, title in zip("一二三", SLOGANS, strict=True)
    ]
    assert [report.heading for report in read(bind(pieces, title="心得体会3篇")).reports] == SLOGANS


def test_the_sections_of_one_paper_are_no_reports() -> None:
    sections = ["一、发展基础", "二、总体要求", "（一）指导思想", "三、重点任务"]
    lines = [
        "某县工作规划（2021-2025年）",
        "目录",
        "前言 1",
        *(f"{section} {n}" for n, section in enumerate(sections, 2)),
        "附件 12",
    ]
    lines += ["前言", *body("我县")[:1]]
    for section in sections:
        lines += [section, *body("我县", 1)[2:]]
    report = one("\n".join(lines))
    assert (report.heading, report.place, report.as_of) == ("某县工作规划（2021-2025年）", "某县", 2021)
    assert "前言 1" not in report.text


def test_unnumbered_sections_of_one_paper_are_no_reports() -> None:
    sections = ["发展基础", "总体要求", "重点任务", "保障措施"]
    lines = ["某县数字产业规划（2021-2025年）", "目录", *(f"{section}……{n}" for n, section in enumerate(sections, 2))]
    for section in sections:
        lines += [section, *body("我县", 1)[2:]]
    assert one("\n".join(lines)).heading == "某县数字产业规划（2021-2025年）"


SINGLE = {
    "summary and plan": ["某局2023年工作总结", "", *body("我局"), "2024年工作打算", *body("我局")[2:4]],
    "title-like heading between sections": [
        "关于组织工作情况的报告", "市委：", *body("全市")[:5], "2023年度工作总结", *body("全市")[5:],
    ],
    "attachments": ["关于报送材料的函", *body("我县"), "附件：1.2023年工作总结", "2.某县典型材料", "3.在会议上的发言"],
    "quotes of speeches": ["学习体会", *(f"认真学习在全市工作会议上的讲话，体会之{n}。" + "联系实际抓好落实。" * 40 for n in "甲乙丙")],
    "wrapped mentions of speeches": [
        "关于学习贯彻情况的汇报",
        *(line for _ in range(5) for line in ["\u3000\u3000一年来，组织全市干部认真学习领会在全市组织工作会议上的讲话", "精神，" + body("全市")[2]]),
    ],
}  # fmt: skip


@pytest.mark.parametrize("lines", SINGLE.values(), ids=SINGLE.keys())
def test_a_single_report_stays_whole(lines: list[str]) -> None:
    assert one("\n".join(lines)).heading == lines[0]


def test_a_notice_with_its_paper() -> None:
    text = "\n".join(
        [
            "广元市人民政府办公室",
            "关于印发广元市数字经济行动计划（2022-2024年）的通知",
            "广府办发〔2022〕5号",
            "各县区人民政府，市直各部门：",
            "现将《广元市数字经济行动计划》印发给你们，请认真贯彻执行。",
            "广元市人民政府办公室",
            "2022年3月5日",
            "广元市数字经济行动计划（2022-2024年）",
            *body("全市"),
        ]
    )
    report = one(text)
    assert report.heading == "广元市人民政府办公室关于印发广元市数字经济行动计划（2022-2024年）的通知"
    assert (report.place, report.as_of) == ("四川省广元市", 2022)


SIGNATURES = {
    "one body": ["广元市人民政府办公室", "2023年6月12日"],
    "two bodies": ["广元市人民政府办公室", "广元市民政局", "2023年6月12日"],
    "one line": ["广元市人民政府办公室　　2023年6月12日"],
}


@pytest.mark.parametrize("signature", SIGNATURES.values(), ids=SIGNATURES.keys())
@pytest.mark.parametrize("foot", [[], ["广元市养老服务中心", "2023年5月30日"]], ids=["", "signed plan"])
def test_a_notice_is_signed_before_the_paper_that_it_prints(signature: list[str], foot: list[str]) -> None:
    title = "关于印发《广元市养老服务提质方案》的通知"
    order = "现将《广元市养老服务提质方案》印发给你们，请结合实际抓好落实。"
    plan = ["广元市养老服务提质方案", *body("全市")]
    report = one("\n".join([title, "广府办发〔2023〕22号", "各县区人民政府：", order, *signature, *plan, *foot]))
    assert (report.issuer, report.date, report.as_of) == ("广元市人民政府办公室", "2023-06-12", 2023)
    assert report.text.split("\n") == ["各县区人民政府：", order, *plan]


def test_bodies_and_dates_in_other_papers_are_text() -> None:
    lines = ["广元市养老服务工作总结", *body("全市")[:2], "广元市养老服务中心", "2023年6月12日", *body("全市")[2:]]
    report = one("\n".join(lines))
    assert (report.issuer, report.date) == (None, None)
    assert "2023年6月12日" in report.text


def test_the_head_of_a_web_page() -> None:
    lines = [
        "索 引 号：0001-2023",
        "发文机关：广元市人民政府",
        "成文日期：2023年05月06日",
        "标题：略",
        "关于加快推进产业园区建设的若干措施",
    ]
    report = one("\n".join([*lines, "", *body("我们")]))
    assert report.heading == "关于加快推进产业园区建设的若干措施"
    assert (report.issuer, report.place, report.date, report.as_of) == (
        "广元市人民政府",
        "四川省广元市",
        "2023-05-06",
        2023,
    )
    assert report.text.split("\n") == body("我们")


def test_signature_and_date_at_the_end() -> None:
    report = one("\n".join(["关于组织工作情况的报告", *body("我们"), "XX市委组织部", "二〇二二年十二月三十一日"]))
    assert (report.issuer, report.place, report.date, report.as_of) == ("XX市委组织部", "XX市", "2022-12-31", 2022)
    assert report.text.split("\n") == body("我们")


def test_the_title_decides_before_the_issuer_and_the_year_of_the_title_before_the_date() -> None:
    report = one("\n".join(["苍溪县2022年组织工作总结", "广元市委组织部", "（2023年1月5日）", *body("全县")]))
    assert (report.place, report.as_of, report.date) == ("四川省广元市苍溪县", 2022, "2023-01-05")


def test_both_places_of_a_title_are_kept() -> None:
    report = one(bind([("新时代贵阳贵安组织工作综述", body("贵阳贵安"))]))
    assert (report.place, report.more_places) == ("贵州省贵阳市", ("贵州省贵安新区",))


@pytest.mark.parametrize(
    ("title", "issuer"),
    [
        ("加强组织建设 推动高质量发展", "市直机关工委"),
        ("在组织工作会议上的讲话", ""),
        ("全市组织工作总结", "组织部办公室"),
    ],
)
def test_no_place_is_guessed(title: str, issuer: str) -> None:
    report = one("\n".join([title, *([issuer] if issuer else []), *body("四川省广元市")]))
    assert report.heading == title
    assert report.place is None


def test_without_a_title_the_file_name_or_the_first_words_make_the_heading() -> None:
    text = "2020-09-23\n今天，我们召开企业家座谈会，听听大家的意见。" + "".join(body("我省"))
    assert one(text).heading == "今天，我们召开企业家座谈会，听听大家的意见"
    assert one(text).date == "2020-09-23"
    assert one(text).as_of == 2020
    named = one(text, path="资料/03 在企业家座谈会上的讲话.txt")
    assert named.heading == "在企业家座谈会上的讲话"
    prose = one("\n".join(["为贯彻落实党中央决策部署，增强产业创新能力和国际竞争力，制定本行动计划。", *body("全省")]))
    assert prose.heading == "为贯彻落实党中央决策部署，增强产业创新能力和国际竞争力，制定本行动计划"
    assert prose.place is None
    greeted = one(
        "\n".join(["各位代表：", "", "现在，我向大会报告工作，请予审议。", "", "一、工作回顾", "", *body("我县")])
    )
    assert greeted.heading == "现在，我向大会报告工作，请予审议"


def test_a_title_with_a_subtitle_and_a_repeat() -> None:
    text = "\n".join([SLOGANS[0], "——在全市组织部长会议上的发言", SLOGANS[0], "中共XX县委", *body("全县")])
    report = one(text)
    assert report.heading == f"{SLOGANS[0]}——在全市组织部长会议上的发言"
    assert (report.issuer, report.place) == ("中共XX县委", "XX县")
    assert report.text.split("\n") == body("全县")


def test_only_advertising_or_only_titles_is_an_error() -> None:
    for text in ("仅供学习 禁止外传\n资料群：123", "新时代某某市组织工作综述\n"):
        with pytest.raises(InputError, match="a\\.txt: "):
            split_reports(SourceText(path="a.txt", sha256="", text=text, format="txt"))


def test_ids_follow_the_content_not_the_file(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("读")
    (folder / "甲.txt").write_text(bind(REPORTS[:1]), encoding="utf-8")
    (folder / "乙.txt").write_bytes(("仅供学习\r\n\r\n" + bind(REPORTS[:1])).encode("gb18030"))
    first, second = (read_file(folder / name).reports[0] for name in ("甲.txt", "乙.txt"))
    assert first.id == second.id
    assert first.source.endswith("/甲.txt")
    assert first.source_sha256 != second.source_sha256


HEADS = {
    "work report": (
        ["政府工作报告", "——2023年1月5日在广元市第八届人民代表大会第三次会议上", "广元市人民政府市长　李某某"],
        (
            "政府工作报告——2023年1月5日在广元市第八届人民代表大会第三次会议上",
            "四川省广元市",
            "广元市人民政府",
            2023,
            "2023-01-05",
        ),
    ),
    "occasion in brackets": (
        ["苍溪县政府工作报告", "（2022年1月5日在苍溪县第十九届人民代表大会第一次会议上）"],
        ("苍溪县政府工作报告", "四川省广元市苍溪县", None, 2022, "2022-01-05"),
    ),
    "news": (
        ["广元市：“红色引擎”激活乡村", "2023-05-04 09:30:00 来源：某某日报 作者：张某"],
        ("广元市：“红色引擎”激活乡村", "四川省广元市", None, 2023, "2023-05-04"),
    ),
    "bulletin": (
        ["数字化改革简报", "第12期", "广元市委改革办　　2023年5月4日"],
        ("数字化改革简报", "四川省广元市", "广元市委改革办", 2023, "2023-05-04"),
    ),
    "signature in brackets": (
        ["广元市养老服务重点任务分工表", "（广元市民政局 2025年3月）"],
        ("广元市养老服务重点任务分工表", "四川省广元市", "广元市民政局", 2025, "2025-03"),
    ),
    "number in brackets": (
        ["广元市养老服务专项规划", "（广府办发〔2022〕41号）"],
        ("广元市养老服务专项规划", "四川省广元市", None, 2022, None),
    ),
    "opinion": (
        ["浙江省人民政府关于加快建设综合交通运输体系的实施意见", "浙政发〔2021〕20号"],
        ("浙江省人民政府关于加快建设综合交通运输体系的实施意见", "浙江省", None, 2021, None),
    ),
}


@pytest.mark.parametrize(("lines", "wanted"), HEADS.values(), ids=HEADS.keys())
def test_heads_of_other_kinds_of_papers(lines: list[str], wanted: tuple[str | int | None, ...]) -> None:
    report = one("\n".join([*lines, *body("全市")]))
    assert (report.heading, report.place, report.issuer, report.as_of, report.date) == wanted
    assert report.text.split("\n") == body("全市")


def test_a_preface_is_kept() -> None:
    preface = body("全市")[:3]
    text = "\n".join(["某地材料汇编", "目录", "前言…1", "广元市综述…2", "苍溪县综述…9", "前言", *preface])
    reports = read(text + "\n" + bind([("广元市综述", body("甲")), ("苍溪县综述", body("乙"))])).reports
    assert [report.heading for report in reports][1:] == ["广元市综述", "苍溪县综述"]
    assert reports[0].text.endswith(preface[-1])


def test_titles_on_one_line_with_their_text() -> None:
    speech = one("在全市大会上的讲话 同志们：" + "".join(body("我市") * 2))
    assert speech.heading == "在全市大会上的讲话"
    assert speech.text.startswith("同志们：")
    text = "\n".join(["汇编", "目录", "广元市工作综述 1", "苍溪县工作综述 4"])
    bound = read(
        text + "".join(f"\n{title} {''.join(body(title[:2]))}" for title in ("广元市工作综述", "苍溪县工作综述"))
    )
    assert [(report.heading, report.place) for report in bound.reports] == [
        ("广元市工作综述", "四川省广元市"),
        ("苍溪县工作综述", "四川省广元市苍溪县"),
    ]


TITLE = "广元市2023年组织工作总结"
LAYOUTS = {
    "a digit": ["1、" + TITLE, ""],
    "a numeral and sections of its own": ["一、" + TITLE, ""],
    "blanks between": ["　　广 元 市 2023 年 组 织 工 作 总 结", ""],
    "blanks between figures too": ["广 元 市 2 0 2 3 年 组 织 工 作 总 结"],
    "double rules": ["=" * 30, TITLE, "=" * 30],
    "rules": ["-----------", TITLE, "———————"],
    "stars": ["*** " + TITLE + " ***", ""],
    "bold": ["**" + TITLE + "**", ""],
}


@pytest.mark.parametrize("lines", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_titles_in_other_layouts(lines: list[str]) -> None:
    report = one("\n".join([*lines, *body("全市")]))
    assert (report.heading, report.place, report.as_of) == (TITLE, "四川省广元市", 2023)
    assert report.text.split("\n") == body("全市")


def test_a_section_with_the_words_of_a_title_is_none() -> None:
    lines = ["一、广元市2023年工作总结", body("全市")[0], "二、广元市2024年工作打算", body("全市")[0]]
    assert one("\n".join(lines)).text.split("\n") == lines


def test_a_mask_of_stars_is_part_of_the_title() -> None:
    report = one("\n".join(["**区2023年组织工作总结", "", *body("全区")]))
    assert (report.heading, report.place) == ("**区2023年组织工作总结", "**区")


def test_the_title_below_the_masthead_of_a_bulletin() -> None:
    head = ["- 1 -", "广元组工信息", "第7期", "中共广元市委组织部编　　　2023年12月28日", "", TITLE, ""]
    report = one("\n".join([*head, *body("全市")]))
    assert (report.heading, report.issuer, report.date) == (TITLE, "中共广元市委组织部", "2023-12-28")
    assert report.text.split("\n") == body("全市")


def test_traditional_characters_set_apart_are_kept_as_written() -> None:
    text = "\n".join([TITLE, body("全市")[0], "關 於 廣 元 市 組 織 工 作 情 況 的 總 結", body("全市")[-1]])
    assert one(text).text.split("\n")[1] == "關於廣元市組織工作情況的總結"


def test_a_news_page_says_when_it_was_published_beside_its_source() -> None:
    text = "\n".join(body("广元"))
    report = one(f"广元市民政局：“暖冬行动”走进乡村\n发布时间：2023-11-20 来源：广元市民政局\n\n{text}")
    assert (report.date, report.as_of) == ("2023-11-20", 2023)


BLOCKS = {
    "a bureau and its plan": (
        ["广元市文化旅游局", "2024年度工作要点"],
        ("广元市文化旅游局2024年度工作要点", "四川省广元市", "广元市文化旅游局", 2024),
    ),
    "a masked bureau and year": (
        ["XX县教育局", "20XX年工作总结"],
        ("XX县教育局20XX年工作总结", "XX县", "XX县教育局", None),
    ),
    "a bureau above a whole title": (
        ["广元市文化旅游局", "广元市2023年文化旅游工作总结"],
        ("广元市2023年文化旅游工作总结", "四川省广元市", "广元市文化旅游局", 2023),
    ),
    "two slogans": (
        ["凝心铸魂强根基", "团结奋进启新程", "", "广元市委统战部"],
        ("凝心铸魂强根基 团结奋进启新程", "四川省广元市", "广元市委统战部", None),
    ),
    "three lines with commas": (
        ["深化改革强动能，真抓实干促发展，", "奋力开创全市工业经济", "高质量发展新局面", "——在全市工业大会上的发言"],
        ("深化改革强动能，真抓实干促发展，奋力开创全市工业经济高质量发展新局面——在全市工业大会上的发言", None, None, None),
    ),
    "a place and a slogan": (
        ["苍溪县：", "红心果园里的党小组"],
        ("苍溪县：红心果园里的党小组", "四川省广元市苍溪县", None, None),
    ),
    "a subtitle close below": (
        ["“向新而行”系列主题新闻发布会", "——广元市康养产业专场"],
        ("“向新而行”系列主题新闻发布会——广元市康养产业专场", "四川省广元市", None, None),
    ),
    "two bodies": (
        ["苍溪县民政局　苍溪县财政局", "关于做好冬春救助工作的通知"],
        ("苍溪县民政局 苍溪县财政局关于做好冬春救助工作的通知", "四川省广元市苍溪县", "苍溪县民政局", None),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "wanted"), BLOCKS.values(), ids=BLOCKS.keys())
def test_titles_on_several_lines(lines: list[str], wanted: tuple[str | int | None, ...]) -> None:
    report = one("\n".join([*lines, "", *body("全市")]), "07_另一个名字的文件.txt")
    assert (report.heading, report.place, report.issuer, report.as_of) == wanted
    assert report.text.split("\n") == body("全市")


def test_the_first_lines_of_a_text_without_title_are_no_title() -> None:
    text = "一年来全市上下紧扣目标狠抓落实\n各项工作取得新的成效。\n\n" + "\n".join(body("全市"))
    report = one(text)
    assert report.heading == "一年来全市上下紧扣目标狠抓落实"
    assert report.text.startswith(report.heading)


HOURS = [
    "2023年11月15日上午10:00",
    "2023年11月15日上午10时",
    "2023年11月15日（星期三）下午3时30分",
    "2023年11月15日 9:30—11:00",
    "二〇二三年十一月十五日上午十时",
]


@pytest.mark.parametrize("hour", HOURS)
@pytest.mark.parametrize("order", ["time first", "place first"])
def test_a_press_conference_tells_its_time_and_host(hour: str, order: str) -> None:
    block = [f"时间：{hour}", "地点：广元市人民政府新闻发布厅"]
    block = block if order == "time first" else block[::-1]
    hosts = ["主持人：广元市委宣传部副部长、市政府新闻办公室主任  陈 某", "发布人：广元市民政局局长  李 某"]
    said = ["主持人：", "各位朋友，大家上午好！", "李某：", *body("全市")]
    for gap in ([], [""]):
        report = one("\n".join(["广元市养老服务新闻发布会实录", "", *block, *hosts, *gap, *said]))
        assert (report.heading, report.date, report.as_of) == ("广元市养老服务新闻发布会实录", "2023-11-15", 2023)
        assert report.text.split("\n")[-len(said) - 3 :] == [
            "地点：广元市人民政府新闻发布厅" if order == "time first" else f"时间：{hour}",
            *(host.replace("  ", " ") for host in hosts),
            *said,
        ]


@pytest.mark.parametrize(
    "line", ["（2023年4月6日 昆明）", "（2023年4月6日，昆明）", "（2023年4月6日广元市人民政府第4次常务会议通过）"]
)
def test_a_date_with_a_venue_or_who_adopted_the_paper(line: str) -> None:
    report = one("\n".join(["“广元康养服务体系”新闻通气会实录", line, *body("全市")]))
    assert (report.heading, report.date) == ("“广元康养服务体系”新闻通气会实录", "2023-04-06")
    assert report.text.split("\n") == body("全市")


def test_a_date_from_which_a_paper_is_in_force_is_not_its_own() -> None:
    assert one("\n".join(["广元市康养服务办法", "（2023年4月6日起施行）", *body("全市")])).date is None


def test_a_sentence_below_a_date_is_text_and_no_foot() -> None:
    days = (
        "2023年5月12日",
        "召开全县组织工作会议，部署全年工作任务。",
        "2023年6月12日",
        "实施“头雁”工程，覆盖全县村社区。",
    )
    text = one("\n".join(["苍溪县组织工作大事记", "", *days])).text
    assert text.endswith("实施“头雁”工程，覆盖全县村社区。")
    signed = (
        "苍溪县2023年组织工作总结",
        "",
        "全县开展“清风”行动。",
        "中共苍溪县委组织部",
        "2023年12月3日",
        "附件：名单",
    )
    assert one("\n".join(signed)).text.endswith("全县开展“清风”行动。")


@pytest.mark.parametrize("line", ["2023年十十月", "2023年十月十十日", "2023年十1十月", "2023年12月3日十十时"])
def test_a_line_that_is_nearly_a_date_is_text(line: str) -> None:
    report = one(f"苍溪县2023年组织工作总结\n\n全县开展“清风”行动。\n{line}\n全县实施“头雁”工程。")
    assert (report.place, report.date) == ("四川省广元市苍溪县", None)
    assert line in report.text
