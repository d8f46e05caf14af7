"""The example reports: each file really has the format and encoding it stands for, and says that it is fictitious."""

from __future__ import annotations

import html
import re
import tomllib
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pypdf
import pytest

SAMPLES = Path(__file__).parents[2] / "pipelines" / "samples"
REPORTS = SAMPLES / "reports"
MARK = "（示例文本，内容纯属虚构）"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
UTF8 = sorted(
    path.name
    for pattern in ("*.md", "*.html", "compilation_2023.txt", "masked_speeches.txt", "*_2024.txt")
    for path in REPORTS.glob(pattern)
    if path.name != "zhenyuan_work_report_2024.txt"
)


def source(name: str) -> str:
    return str(tomllib.loads((SAMPLES / "sources" / name).read_text(encoding="utf-8"))["text"])


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_the_folder_holds_only_files_a_build_reads() -> None:
    assert {path.suffix for path in REPORTS.iterdir()} == {".txt", ".md", ".html", ".docx", ".pdf"}
    assert len(list(REPORTS.iterdir())) == 11
    assert all(re.fullmatch(r"[a-z0-9_]+\.[a-z]+", path.name) for path in REPORTS.iterdir())


def test_the_readme_lists_every_file_and_no_other() -> None:
    listed = re.findall(r"^\| `([^`]+)` \|", (SAMPLES / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(path.name for path in REPORTS.iterdir())


@pytest.mark.parametrize("name", UTF8)
def test_utf8_reports_decode_and_say_they_are_fictitious(name: str) -> None:
    assert MARK in (REPORTS / name).read_bytes().decode("utf-8")


def test_one_report_starts_with_the_utf8_byte_order_mark() -> None:
    marked = [path.name for path in REPORTS.iterdir() if path.read_bytes().startswith(b"\xef\xbb\xbf")]
    assert marked == ["sanming_2024.txt"]


def test_the_table_of_contents_matches_the_reports() -> None:
    text = (REPORTS / "compilation_2023.txt").read_text(encoding="utf-8")
    titles = re.findall(r"^(\S+?)　　\d+$", text, re.MULTILINE)
    assert f"（{len(titles)}篇）" in text
    assert len(titles) == 11
    lines = text.splitlines()
    assert [lines.count(title) for title in titles] == [1] * len(titles)
    assert [lines.index(title) for title in titles] == sorted(lines.index(title) for title in titles)
    assert text.count(MARK) == len(titles) + 1, "one for the compilation and one at the end of each report"


def test_the_compilation_has_wrapped_lines_and_page_numbers() -> None:
    lines = (REPORTS / "compilation_2023.txt").read_text(encoding="utf-8").splitlines()
    page_numbers = [line for line in lines if re.fullmatch(r"— \d+ —|第 \d+ 页 共 \d+ 页", line)]
    wrapped = [
        line for line in lines if line.startswith("　　") and line[-1] not in "。：？”" and not line.endswith("。”")
    ]
    assert len(page_numbers) == 4
    assert len(wrapped) >= 8


def test_masked_speeches_have_three_issuers_and_no_place_of_their_own() -> None:
    text = (REPORTS / "masked_speeches.txt").read_text(encoding="utf-8")
    assert re.findall(r"^##paidbegin##(.+)$", text, re.MULTILINE) == [
        "XXX市委组织部",
        "XXX县委组织部",
        "XXX经开区党工委组织部",
    ]
    assert text.rstrip().endswith("##paidend##")


def test_the_gb18030_report_is_neither_utf8_nor_gbk() -> None:
    data = (REPORTS / "zhenyuan_work_report_2024.txt").read_bytes()
    for encoding in ("utf-8", "gbk"):
        with pytest.raises(UnicodeDecodeError):
            data.decode(encoding)
    text = data.decode("gb18030").replace("\r\n", "\n")
    assert text == source("zhenyuan_work_report_2024.toml")
    assert "㵲阳河" in text
    assert MARK in text


def test_the_utf16_report_starts_with_its_byte_order_mark() -> None:
    data = (REPORTS / "sanming_governance_2022.txt").read_bytes()
    assert data.startswith(b"\xff\xfe")
    text = data.decode("utf-16").replace("\r\n", "\n")
    assert text == source("sanming_governance_2022.toml")
    assert MARK in text


def test_the_word_file_has_headings_and_a_table_of_lead_units() -> None:
    with zipfile.ZipFile(REPORTS / "guyuan_talent_2023.docx") as archive:
        body = ElementTree.fromstring(archive.read("word/document.xml"))
    paragraphs = ["".join(part.text or "" for part in p.iter(f"{WORD}t")) for p in body.iter(f"{WORD}p")]
    expected = [re.sub(r"^#+ ", "", line) for line in source("guyuan_talent_2023.toml").splitlines()]
    assert squeezed("".join(paragraphs)) == squeezed("".join(expected).replace("|", ""))
    styles = [style.get(f"{WORD}val") for style in body.iter(f"{WORD}pStyle")]
    assert styles.count("Title") == 1
    assert styles.count("Heading1") == 4
    (table,) = body.iter(f"{WORD}tbl")
    rows = [
        ["".join(t.text or "" for t in c.iter(f"{WORD}t")) for c in r.iter(f"{WORD}tc")]
        for r in table.iter(f"{WORD}tr")
    ]
    assert rows[0] == ["序号", "重点任务", "牵头单位", "责任单位", "完成时限"]
    assert len(rows) == 6


def test_the_pdf_has_a_text_layer_with_every_word_of_its_source() -> None:
    reader = pypdf.PdfReader(REPORTS / "nanping_collaboration_2023.pdf")
    pages = [page.extract_text() for page in reader.pages]
    assert len(pages) == 2
    text = "".join(re.sub(r"\n— \d —\n?$", "", page) for page in pages)
    expected = re.sub(r"^#+ ", "", source("nanping_collaboration_2023.toml"), flags=re.MULTILINE)
    assert squeezed(text) == squeezed(expected)


def test_the_web_page_hides_quotes_in_entities_and_has_text_that_is_no_report() -> None:
    raw = (REPORTS / "chenzhou_2023.html").read_text(encoding="utf-8")
    assert "“链上旗红”工程" in html.unescape(raw)
    assert all(f"<{tag}" in raw for tag in ("nav", "script", "style", "table", "footer"))


def test_shared_programmes_stand_in_several_files() -> None:
    """Diffusion shows only where files share a name letter by letter."""
    texts = [html.unescape((REPORTS / name).read_text(encoding="utf-8")) for name in UTF8]
    texts += [source(path.name) for path in (SAMPLES / "sources").glob("*.toml")]
    shared = ("“链上旗红”工程", "“板凳夜话”制度", "“候鸟驿站”项目", "“银龄智库”计划", "“田间党课”活动")
    assert {name: sum(name in text for text in texts) >= 4 for name in shared} == dict.fromkeys(shared, True)
    assert 25_000 <= sum(len(squeezed(text)) for text in texts) <= 40_000
