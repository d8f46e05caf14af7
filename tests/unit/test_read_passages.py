"""Passages: lines that were wrapped are joined, what says nothing of the report is gone, long paragraphs are cut."""

from __future__ import annotations

import pytest

from kg.read import SourceText, passages_of, split_reports
from kg.text import Passage, Report
from tests.data.read_samples import bind, body, wrap
from tests.work import calls

TITLE = "新时代广元组织工作综述"


def report_of(text: str, path: str = "a.txt") -> Report:
    (report,) = split_reports(SourceText(path=path, sha256="", text=text, format="txt"))
    return report


def passages(text: str) -> list[str]:
    return [passage.text for passage in passages_of(report_of(text))]


@pytest.mark.parametrize("width", [40, 56, 68, 72, 80])
@pytest.mark.parametrize("style", ["indented", "blank lines", "indented with blank lines"])
def test_wrapped_at_any_width_the_passages_are_the_same(width: int, style: str) -> None:
    indent = "" if style == "blank lines" else "\u3000\u3000"
    lines = [TITLE]
    for paragraph in body("广元", 5):
        lines += wrap(paragraph, width, indent)
        lines += [] if style == "indented" else [""]
    assert passages("\n".join(lines)) == body("广元", 5)


def test_wrapped_without_indents_only_full_stops_can_part() -> None:
    lines = [TITLE, *(line for paragraph in body("广元", 5) for line in wrap(paragraph, 68, ""))]
    found = passages("\n".join(lines))
    assert "".join(found) == "".join(body("广元", 5))
    assert all(text[-1] in "。！" or "、" in text[:3] for text in found)


def test_page_breaks_in_the_middle_of_sentences_are_closed() -> None:
    first, second = body("广元")[2:4]
    broken = [
        TITLE,
        f"\u3000\u3000{first[:60]}",
        "",
        "— 12 —",
        "",
        first[60:],
        f"\u3000\u3000{second[:40]}",
        "第 13 页",
        second[40:],
    ]
    assert passages("\n".join(broken)) == [first, second]


def test_bare_page_numbers_go_only_as_a_series_and_running_heads_with_them() -> None:
    lines = [TITLE]
    for number, paragraph in enumerate(body("广元"), start=7):
        lines += ["\u3000\u3000" + paragraph, str(number), "内部资料 注意保存"]
    assert passages("\n".join(lines)) == body("广元")
    assert "货币M2增长" in passages(f"{TITLE}\n\u3000\u3000去年以来政策稳健。广义货币M\n2\n增长加快。")[0]


def test_a_line_broken_behind_a_comma_or_inside_a_name_is_joined_even_if_the_rest_is_indented() -> None:
    text = (
        f"{TITLE}\n\u3000\u3000始终坚持以高质量党建引领基层治理现代化，\n\u3000\u3000推动资源下沉。\n"
        "\u3000\u3000今年以来全市先后开展了各类技能培训和岗位练兵活动共计三百余场，并实施“红\n色薪火”工程。\n"
    )
    assert passages(text) == [
        "始终坚持以高质量党建引领基层治理现代化，推动资源下沉。",
        "今年以来全市先后开展了各类技能培训和岗位练兵活动共计三百余场，并实施“红色薪火”工程。",
    ]


@pytest.mark.parametrize(
    "between",
    [
        TITLE + "　　　　　　第 3 页 共 20 页",
        "第3页　" + TITLE,
        "【广告】公文写作培训班开班，电话：138-0000-0000",
        "（广告）代写材料，量大从优",
    ],
)
def test_what_is_printed_between_lines_is_dropped_even_once(between: str) -> None:
    text = f"{TITLE}\n\n全市印发《利州区小\n{between}\n区治理实施方案》，持续开展“银发\n{between}\n先锋”行动。\n"
    assert passages(text) == ["全市印发《利州区小区治理实施方案》，持续开展“银发先锋”行动。"]


ADVERTISEMENTS = [
    "更多公文范文资料请关注微信公众号：某某文稿",
    "本资料来源于网络整理，仅供学习",
    "扫码关注，免费领取会员资料",
]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("advertisement", ADVERTISEMENTS)
def test_an_advertisement_beside_a_page_number_falls_into_a_sentence(advertisement: str, gap: str) -> None:
    first = "全市印发《利州区人才发展“十四五”规划》，同步推出配套措施，持续升级“人才十条”，开展打击整"
    second = "治突出问题专项行动，群众满意度稳步提升，全年没有发生较大以上事故。"
    for foot in (["— 3 —", advertisement], [advertisement, "— 3 —"]):
        text = gap.join([f"{TITLE}\n\u3000\u3000{first}", *foot, second])
        assert passages(text) == [first + second]
    start, end = first.split("，", 1)
    assert passages(gap.join([f"{TITLE}\n\u3000\u3000{start}", "— 3 —", advertisement, f"，{end}。"])) == [f"{first}。"]


def test_a_sentence_below_a_page_number_that_speaks_of_an_account_stays() -> None:
    first, second = (
        "全市党员干部积极行动起来，深入村社开展政策宣讲，引导广大群众主动",
        "关注“利州夜校”微信公众号，学习人次达到3万。",
    )
    assert passages(f"{TITLE}\n\u3000\u3000{first}\n— 3 —\n{second}") == [first + second]


@pytest.mark.parametrize("mask", ["X", "x", "×", "*"])
def test_a_masked_name_is_joined_without_a_blank(mask: str) -> None:
    name = f"出台《{mask * 3}市干部监督规定》"
    text = f"{TITLE}\n\u3000\u3000全市坚持严管厚爱相结合，健全日常管理监督机制，{name[:4]}\n{name[4:]}，抓好落实。"
    assert passages(text) == [f"全市坚持严管厚爱相结合，健全日常管理监督机制，{name}，抓好落实。"]


def test_lines_of_so_many_characters_go_on_below_a_page_number() -> None:
    paragraphs = [
        "2023年，XXX市纪委监委在上级机关和市委的坚强领导下，把“清风XX”12项任务抓在手上，全市政治生态持续向好。",
        "一、XXX市5G+AI平台3.0版覆盖126个村和28个社区，XX区、XX县先后接入，办结群众诉求2380件次，好评率99.6%。",
        *body("XX市")[2:4],
    ]
    text = [TITLE]
    for paragraph in paragraphs:
        lines = [("\u3000\u3000" + paragraph)[at : at + 34] for at in range(0, len(paragraph) + 2, 34)]
        text += [lines[0], "", f"— {len(text)} —", "", *lines[1:]]
    assert passages("\n".join(text)) == paragraphs


def test_a_line_that_speaks_of_a_page_is_text() -> None:
    text = f"{TITLE}\n\n{body('广元')[0]}\n见资料汇编第3页\n{body('广元')[-1]}\n"
    assert "见资料汇编第3页" in passages(text)
    assert "利州夜校 第3页" in passages(
        f"{TITLE}\n\n利州夜校　第3页\n{body('广元')[0]}\n\n利州夜校\n{body('广元')[-1]}\n"
    )


def test_lines_of_responsibility_stand_alone_in_their_order() -> None:
    lines = [
        "1. 实施“蓝领成长”工程，开展“工匠进校园”行动。",
        "牵头单位：市总工会",
        "责任单位：市教育局、市科技局、市人力资源和社会保障局、团市委、各县区",
        "推行“人才码”平台",
        "责任部门：市人社局（牵头）、市财政局",
        "完成时限：2024年6月",
        "3. 开展“智汇利州”活动",
        "责任单位：市科技局",
    ]
    for separator in ("\n", "\n\n", "\n\u3000\u3000"):
        assert passages(f"{TITLE}{separator}" + separator.join(lines)) == lines
    broken = "\n".join([TITLE, "", *lines[:2], "责任单位：市教育局、市人社局、", "团市委", lines[3]])
    assert passages(broken)[2:] == ["责任单位：市教育局、市人社局、团市委", lines[3]]


def test_headings_salutations_and_responsibility_lines_stand_alone() -> None:
    paragraphs = [
        "同志们：",
        "今天会议的任务是总结工作。",
        "一、关于去年的工作",
        "坚持问题导向",
        "我们着力破解了一批难题，干部作风明显好转。",
        "（一）建设示范园区。支持园区扩容提质，对新认定的给予奖励。（责任单位：市科技局）",
        "（二）培育链主企业。每年遴选10家企业重点培育，落实奖励政策。（责任单位：市工信局）",
    ]
    for separator in ("\n", "\n\n", "\n\u3000\u3000", "\r\n    "):
        text = f"在全市工作会议上的讲话{separator}" + separator.join(paragraphs)
        assert passages(text.replace("\r\n", "\n")) == paragraphs


def test_english_words_keep_their_blank_and_other_blanks_are_made_single() -> None:
    text = (
        f"{TITLE}\n\u3000\u3000全市积极推进数字化转型与产业升级改造，引进了 Smart\nFactory　　 项目，并投资7.6\n亿元。"
    )
    assert passages(text) == ["全市积极推进数字化转型与产业升级改造，引进了 Smart Factory 项目，并投资7.6亿元。"]


BOILERPLATE = """仅供内部学习 严禁外传
某某文库
订阅本站即享往期全部会员资料
资料群：          免费QQ群：
在全市组织工作会议上的讲话同志们：今天我们召开全市组织工作会议，主要任务是总结去年工作、安排今年任务，动员...
在全市组织工作会议上的讲话
##vipbegin##同志们：
今天我们召开全市组织工作会议，主要任务是总结去年工作、安排今年任务，动员各级干部实干争先。
要建好用好党员微信群，让政策直达群众。会员单位要积极参与，免费为群众义诊。
让我们携手奋进！
免责声明：本文来源于网络，版权归原作者所有。
公文小站
小编：abc123
##vipend##
评论0
"""


def test_advertising_previews_and_marks_go_and_sentences_stay() -> None:
    report = report_of(BOILERPLATE)
    assert report.heading == "在全市组织工作会议上的讲话"
    assert report.text.split("\n") == [
        "同志们：",
        "今天我们召开全市组织工作会议，主要任务是总结去年工作、安排今年任务，动员各级干部实干争先。",
        "要建好用好党员微信群，让政策直达群众。会员单位要积极参与，免费为群众义诊。",
        "让我们携手奋进！",
    ]


def test_the_licence_of_an_online_library_goes() -> None:
    text = "\n".join(
        [TITLE, *body("广元"), "", "本作品是政府公文，不适用著作权法，属于", "公有领域", "。", "Public domain", "false"]
    )
    assert passages(text) == body("广元")


def test_a_speech_on_one_line_is_cut_at_sentences_and_sections() -> None:
    speech = "同志们：" + "".join(body("我市", 6) * 2)
    found = passages("2023-05-06\n" + speech)
    assert "".join(found) == speech
    assert all(len(text) <= 1000 for text in found)
    assert all(text[-1] in "。！" for text in found)
    assert sum(text[1] == "、" for text in found) == 12


def test_text_without_any_punctuation_is_cut_all_the_same() -> None:
    found = passages(TITLE + "\n\n" + "数据" * 5000)
    assert "".join(found) == "数据" * 5000
    assert max(map(len, found)) <= 1000


def test_offsets_point_into_the_report_and_the_file() -> None:
    text = "仅供学习\n\n" + bind([(TITLE, body("广元"))])
    report = report_of(text)
    assert text[report.start : report.end].startswith(TITLE)
    assert text[report.start : report.end].endswith("答卷。")
    for seq, passage in enumerate(passages_of(report)):
        assert isinstance(passage, Passage)
        assert passage.text == report.text[passage.start : passage.end]
        assert passage.id == f"{report.id}/{seq}"


def test_a_file_twice_as_large_takes_twice_the_work() -> None:
    def split(size: int) -> int:
        reports = [(f"第{n}县组织工作综述", body(f"第{n}县", 6)) for n in range(size)]
        text = bind(reports, title="2022年汇编", contents=[f"{title}……{n}" for n, (title, _) in enumerate(reports)])
        found = []
        work = calls(lambda: found.extend(split_reports(SourceText(path="a.txt", sha256="", text=text, format="txt"))))
        assert len(found) == size
        return work

    split(10)  # caches are full after it
    # It is 2.03; a quadratic search would have 4.
    assert split(700) < 2.4 * split(350)


def test_the_heading_of_a_case_stands_apart_however_long_it_is() -> None:
    heading = "案例四：镇安县创新“明厨亮灶”校园餐监管模式筑牢安全防线守护师生健康"
    text = f"2024年典型案例通报\n\n各市：现将案例通报如下。\n\n{heading}\n镇安县市场监管局聚焦校园餐安全，推行智慧监管项目。\n"
    assert heading in [passage.text for passage in passages_of(report_of(text))]


@pytest.mark.parametrize("gap", [True, False])
def test_a_long_heading_between_blank_lines_is_no_broken_line(gap: bool) -> None:
    heading = "以“山水联盟”片区化党建激活乡村共同富裕的一条新路径"
    first, second = "全市沿线三十九个村各自为战的局面已经改变。", "联盟成员每月碰头。"
    between = "\n\n" if gap else "\n"
    joined = [heading, second] if gap else [heading + second]
    assert len(heading) >= 26
    assert passages(f"{TITLE}\n\n{first}\n\n{heading}{between}{second}\n") == [first, *joined]


def test_a_line_that_a_page_number_and_blank_lines_part_goes_on() -> None:
    first, second = "全市沿线三十九个村各自为战的旧局面已经在片区联盟成立以后", "彻底改变。"
    assert passages(f"{TITLE}\n\n{first}\n\n— 2 —\n\n{second}\n") == [first + second]
