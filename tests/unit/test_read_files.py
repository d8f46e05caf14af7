"""Every kind of file becomes the same text, and what cannot be read says what, where and what to do."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest
from docx.document import Document as DocumentType
from docx.oxml import OxmlElement
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from kg.errors import EncodingError, InputError, LimitError
from kg.read import ReadLimits, find_files, passages_of, read_file, read_source
from tests.data.read_samples import body, wrap

TITLE = "新时代广元组织工作综述"
TEXT = "\n".join([TITLE, *("\u3000\u3000" + paragraph for paragraph in body("广元"))]) + "\n"


def pdf(pages: list[list[str]], password: str | None = None) -> bytes:
    """Print lines on pages of a PDF with a text layer."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    paper = canvas.Canvas(stream, encrypt=password)
    for page in pages:
        paper.setFont("STSong-Light", 11)
        for at, line in enumerate(page):
            paper.drawString(60, 800 - 16 * at, line)
        paper.showPage()
    paper.save()
    return stream.getvalue()


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk", "gb2312"],
)
def test_text_in_any_encoding_is_the_same(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode(encoding))
    source = read_source(path)
    assert source.text == TEXT
    assert source.format == "txt"


def test_the_whole_file_decides_not_its_beginning(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(("A plain ASCII beginning. " * 4000 + TEXT).encode("gb18030"))
    assert read_source(path).text.endswith(TEXT)


def test_line_ends_of_all_systems_become_line_feeds(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("甲。\r\n乙。\r丙。\u2028丁。\f戊。\u200b".encode())
    assert read_source(path).text == "甲。\n乙。\n丙。\n丁。\n戊。"


def test_undecodable_bytes_name_offset_and_encodings(tmp_path: Path) -> None:
    path = tmp_path / "坏.txt"
    data = bytearray(TEXT.encode())
    data[300] = 0xFF
    path.write_bytes(bytes(data))
    with pytest.raises(
        EncodingError, match=r"坏\.txt: .*utf-8 \(byte 0x[0-9a-f]{2} at offset (298|299|300)\), gb18030"
    ) as error:
        read_source(path)
    assert "damaged" in str(error.value)


def test_a_cut_off_gbk_file_is_an_error_not_a_shorter_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    data = TEXT.encode("gbk")[:-2]  # without the last line feed and half of the last full stop
    path.write_bytes(data)
    with pytest.raises(EncodingError, match=f"gb18030 .byte 0x.. at offset {len(data) - 1}"):
        read_source(path)


def test_another_encoding_is_named_as_a_guess(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(("組織工作綜述，黨的建設與幹部隊伍，鄉村振興戰略。" * 40).encode("big5"))
    with pytest.raises(EncodingError, match="save it as UTF-8"):
        read_source(path)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "an empty file"),
        (b" \r\n\t\n", "no text in it"),
        (bytes(range(256)) * 8, "not text: byte 0x00 at offset 0"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "not text but a picture"),
        (b"PK\x03\x04" + bytes(100), "not text but a .docx or .zip file"),
        (b"%PDF-1.7 ...", "not text but a .pdf file"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(InputError, match=message) as error:
        read_source(path)
    assert error.value.hint
    assert "\n" not in str(error.value)


def test_random_bytes_are_never_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"".join(n.to_bytes(3, "big") for n in range(70000, 16_000_000, 31337)))
    with pytest.raises(InputError):
        read_source(path)


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    with pytest.raises(LimitError, match="file_bytes = 100"):
        read_source(path, limits=ReadLimits(file_bytes=100))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0)
    with pytest.raises(InputError, match="no permission"):
        read_source(path)


def test_missing_and_irregular_files(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not found"):
        read_source(tmp_path / "a.txt")
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(InputError, match="not a regular file"):
        read_source(tmp_path / "folder.txt")
    with pytest.raises(InputError, match=r"\.csv is not a kind of file"):
        read_source(tmp_path / "a.csv")


def word(tmp_path: Path) -> Path:
    """Write a Word file with a content control, a table, a tracked deletion and a text box-free heading."""
    document = docx.Document()
    document.add_heading(TITLE, 0)
    first, *rest = body("广元")
    document.add_paragraph(first)
    table = document.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, [("指标", "数值"), ("示范点", "128个")], strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    for paragraph in rest:
        document.add_paragraph(paragraph)
    deleted = OxmlElement("w:del")
    run = document.add_paragraph("保留的话。").add_run("删去的话。")
    run._r.getparent().replace(run._r, deleted)
    deleted.append(run._r)
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    last = document.add_paragraph("控件里的结束语。")._p
    last.getparent().replace(last, control)
    control.append(content)
    content.append(last)
    path = tmp_path / "a.docx"
    document.save(str(path))
    return path


def test_word_files_keep_order_tables_and_content_controls(tmp_path: Path) -> None:
    text = read_source(word(tmp_path)).text
    assert text.split("\n")[:4] == [TITLE, body("广元")[0], "指标\t数值", "示范点\t128个"]
    assert "删去" not in text
    assert text.endswith("控件里的结束语。")
    assert read_file(word(tmp_path)).reports[0].place == "四川省广元市"


def table(document: DocumentType, rows: list[list[str]]) -> None:
    made = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, cells in zip(made.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text


def test_rows_of_tables_are_passages_and_say_who_is_responsible(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading(TITLE, 0)
    document.add_paragraph(body("广元")[0])
    table(
        document, [["县区", "品牌", "文件"], ["青川县", "“山茶花”工程", "《青川十条》"], ["旺苍县", "“红军城”论坛", ""]]
    )
    duties = [
        ["序号", "重点任务", "牵头单位", "责任单位", "完成时限"],
        ["1", "实施“蜀道工匠”培育工程。", "市人社局", "市教育局、市总工会", "2024年6月"],
        ["", "人才工作", "", "", ""],
        ["2", "开展“归雁”行动", "市委组织部", "", "长期"],
        ["", "建设“归雁之家”", "", "市住建局", ""],
    ]
    table(document, duties)
    document.add_paragraph("朝天区另行安排")
    document.save(str(tmp_path / "a.docx"))
    (report,) = read_file(tmp_path / "a.docx").reports
    assert [passage.text for passage in passages_of(report)][1:] == [
        "县区｜品牌｜文件",
        "青川县｜“山茶花”工程｜《青川十条》",
        "旺苍县｜“红军城”论坛",
        "序号｜重点任务｜牵头单位｜责任单位｜完成时限",
        "1. 实施“蜀道工匠”培育工程。（牵头单位：市人社局；责任单位：市教育局、市总工会；完成时限：2024年6月）",
        "人才工作",
        "2. 开展“归雁”行动（牵头单位：市委组织部；完成时限：长期）",
        "建设“归雁之家”（责任单位：市住建局）",
        "朝天区另行安排",
    ]


def test_a_text_box_is_no_part_of_the_table_before_it(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading(TITLE, 0)
    table(document, [["任务", "责任分工"], ["办好“蜀门夜校”", "市委党校牵头，市教育局配合"]])
    box = OxmlElement("w:txbxContent")
    box.append(document.add_paragraph("昭化区推行“驿站议事”工作法")._p)
    document.add_paragraph()._p.append(box)
    document.save(str(tmp_path / "a.docx"))
    (report,) = read_file(tmp_path / "a.docx").reports
    assert report.text.split("\n") == [
        "任务｜责任分工",
        "办好“蜀门夜校”（市委党校牵头，市教育局配合）",
        "昭化区推行“驿站议事”工作法",
    ]


def test_a_table_that_frames_the_page_is_read_as_paragraphs(tmp_path: Path) -> None:
    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "\n".join([TITLE, *body("广元")])
    document.save(str(tmp_path / "a.docx"))
    (report,) = read_file(tmp_path / "a.docx").reports
    assert report.heading == TITLE
    assert report.text.split("\n") == body("广元")


def test_a_truncated_word_file(tmp_path: Path) -> None:
    path = word(tmp_path)
    path.write_bytes(path.read_bytes()[:-2000])
    with pytest.raises(InputError, match="damaged or cut-off"):
        read_source(path)


def test_a_zip_that_is_no_word_file_and_one_with_broken_xml(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("readme.txt", "x")
    with pytest.raises(InputError, match="not a readable"):
        read_source(path)
    good = word(tmp_path / ".." / tmp_path.name)
    with zipfile.ZipFile(good) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"][:500]
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    with pytest.raises(InputError, match="not a readable"):
        read_source(path)


def test_a_zip_bomb_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", bytes(20 << 20))
    assert path.stat().st_size < 100_000
    with pytest.raises(LimitError, match="unpacked_bytes"):
        read_source(path, limits=ReadLimits(unpacked_bytes=10 << 20))


def test_a_password_protected_word_file(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(InputError, match="password"):
        read_source(tmp_path / "a.docx")


def test_pdf_lines_are_joined_and_running_heads_go(tmp_path: Path) -> None:
    lines = [TITLE, *(line for paragraph in body("广元", 6) for line in wrap(paragraph, 72))]
    pages = [lines[at : at + 12] for at in range(0, len(lines), 12)]
    printed = [["内部材料汇编", *page, f"— {number} —"] for number, page in enumerate(pages, start=1)]
    assert len(pages) >= 4
    (tmp_path / "a.pdf").write_bytes(pdf(printed))
    (report,) = read_file(tmp_path / "a.pdf").reports
    assert report.heading == TITLE
    assert [passage.text for passage in passages_of(report)] == body("广元", 6)


def test_pdf_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([[TITLE]], password="secret"))
    with pytest.raises(InputError, match="an encrypted PDF"):
        read_source(path)
    path.write_bytes(pdf([[], [], []]))
    with pytest.raises(InputError, match="without text layer"):
        read_source(path)
    good = pdf([[TITLE]])
    path.write_bytes(good[: len(good) // 2])
    with pytest.raises(InputError, match="PDF"):
        read_source(path)
    path.write_bytes(b"no pdf at all")
    with pytest.raises(InputError, match="damaged PDF"):
        read_source(path)
    path.write_bytes(pdf([[TITLE]] * 5))
    with pytest.raises(LimitError, match=r"5 pages, more than the limit pages = 4"):
        read_source(path, limits=ReadLimits(pages=4))


def test_a_pdf_locked_only_against_changes_is_read(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf([[TITLE, *wrap(body("广元")[0], 60)]])))
    writer.encrypt(user_password="", owner_password="secret", algorithm="AES-256")
    writer.write(tmp_path / "a.pdf")
    assert TITLE in read_source(tmp_path / "a.pdf").text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_html_of_any_declared_encoding(tmp_path: Path, encoding: str) -> None:
    title = "廣元綜述" if encoding == "big5" else TITLE
    page = (
        f"<html><head><meta charset='{encoding}'><title>{title}_某某网</title><style>p {{}}</style></head><body>"
        f"<nav><a href='/'>首页</a></nav><!-- 注释 --><div class=c><p>第一段，\n  接着说。</p><p>第二<b>段</b>。<br>第三段。"
        "<table><tr><td>甲</td><td>乙</td></tr></table></div><script>alert(1)</script></body></html>"
    )
    if encoding == "big5":
        page = page.replace("网", "網").replace("页", "頁").replace("注释", "註").replace("着说", "說")
    (tmp_path / "a.html").write_bytes(page.encode(encoding))
    lines = read_source(tmp_path / "a.html").text.split("\n")
    assert lines[0] == title
    assert lines[2:] == ["第二段。", "第三段。", "甲\t乙"]
    assert lines[1].startswith("第一段，接")


def test_markdown_marks_go(tmp_path: Path) -> None:
    text = f"# {TITLE}\n\n## 一、强基固本\n\n- **一是**抓[统筹](http://x.y)。\n\n| 指标 | 值 |\n|---|---|\n| 点 | 8 |\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    (report,) = read_file(tmp_path / "a.md").reports
    assert report.heading == TITLE
    assert report.text.split("\n") == ["一、强基固本", "一是抓统筹。", "指标｜值", "点｜8"]


def test_files_are_found_sorted_once_and_lock_files_passed_over(tmp_path: Path) -> None:
    for name in [
        "b.txt",
        "a.TXT",
        "下级/c.docx",
        "~$c.docx",
        ".hidden.txt",
        ".git/d.txt",
        "e.xlsx",
        "下级/旧.DOC",
        "下级/~$旧.doc",
        "下级/.~lock.c.docx#",
    ]:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(tmp_path / "b.txt")
    found = find_files([tmp_path, tmp_path / "b.txt", str(tmp_path / "*.txt")])
    assert [Path(file).relative_to(tmp_path).as_posix() for file in found.files] == ["a.TXT", "b.txt", "下级/c.docx"]
    [(path, reason)] = found.skipped
    assert Path(path).name == "旧.DOC"
    assert reason.endswith("save it as .docx")
    assert find_files([str(tmp_path / "下级/*")]).skipped == found.skipped
    again = find_files([str(tmp_path / "**/*.docx"), str(tmp_path / "a.T*")])
    assert [Path(file).name for file in again.files] == ["a.TXT", "c.docx"]


def test_what_was_named_and_cannot_be_read_is_listed(tmp_path: Path) -> None:
    (tmp_path / "e.xlsx").write_text("x", encoding="utf-8")
    (tmp_path / "空").mkdir()
    found = find_files([tmp_path / "e.xlsx", tmp_path / "空", tmp_path / "无.txt", str(tmp_path / "*.none")])
    assert found.files == ()
    reasons = {Path(path).name: reason for path, reason in found.skipped}
    assert "no report files" in reasons["空"]
    assert reasons["无.txt"] == "not found"
    assert ".xlsx is not" in reasons["e.xlsx"]
    assert "matches nothing" in reasons["*.none"]


def test_names_that_look_like_patterns_or_are_no_text(tmp_path: Path) -> None:
    plain = tmp_path / "报告[1].txt"
    plain.write_text(TEXT, encoding="utf-8")
    assert find_files([plain]).files == (str(plain),)
    odd = os.fsencode(tmp_path) + b"/\xff.txt"
    Path(os.fsdecode(odd)).write_text(TEXT, encoding="utf-8")
    source = read_source(os.fsdecode(odd))
    assert source.path.endswith("/\\xff.txt")
    assert read_source(plain, name="x/报告.txt").path == "x/报告.txt"
