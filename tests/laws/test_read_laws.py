"""Laws of reading: any encoding gives the same text, offsets fit, joining twice changes nothing, wrapping is undone."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.read import SourceText, passages_of, read_source, split_reports
from kg.read.decode import decode, everyday_characters
from kg.read.lines import lines_of, without_noise
from kg.read.passages import LONGEST, cut, paragraphs
from kg.text import Report
from tests.data.read_samples import bind, wrap

EVERYDAY = sorted(everyday_characters() - set("一二三四五六七八九十百第附篇目录"))
LAW = settings(deadline=None, max_examples=60)


def word(dice: Random) -> str:
    return "".join(dice.choices(EVERYDAY, k=dice.randint(2, 9)))


def clause(dice: Random) -> str:
    forms = [
        word(dice) + word(dice),
        f"共{dice.randint(1, 9999)}个",
        f"“{word(dice)}”工程",
        f"{word(dice)}（{word(dice)}）",
    ]
    return dice.choice(forms)


def paragraph(dice: Random) -> str:
    sentences = ["，".join(clause(dice) for _ in range(dice.randint(2, 6))) + "。" for _ in range(dice.randint(1, 12))]
    return "".join(sentences)


def title_text(dice: Random) -> str:
    return word(dice) + word(dice) + "工作综述"


# Texts are built from a number: drawing every character takes Hypothesis seconds.
DICE = st.integers(0, 2**32).map(Random)
PARAGRAPHS = DICE.map(lambda dice: [paragraph(dice) for _ in range(dice.randint(6, 14))])
TITLE = DICE.map(title_text)
TITLES = DICE.map(lambda dice: [title_text(dice) for _ in range(dice.randint(2, 6))])
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"]
ANYTHING = st.text(st.characters(codec="utf-8"), max_size=400)


def reports_of(text: str) -> tuple[Report, ...]:
    return split_reports(SourceText(path="a.txt", sha256="", text=text, format="txt"))


@LAW
@given(text=PARAGRAPHS.map("\n".join), encoding=st.sampled_from(ENCODINGS))
def test_text_survives_any_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt") == text


def outcome(read: Callable[[], str]) -> str | InputError:
    try:
        return read()
    except InputError as error:
        return error


@LAW
@given(data=st.binary(min_size=1, max_size=400))
def test_any_bytes_are_text_or_an_error_that_explains(data: bytes) -> None:
    result = outcome(lambda: decode(data, "a.txt"))
    if isinstance(result, InputError):
        assert str(result).startswith("a.txt: ")
        assert result.hint
    else:
        assert "\r" not in result


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(data=st.binary(max_size=200), suffix=st.sampled_from([".txt", ".md", ".html", ".docx", ".pdf"]))
def test_any_file_of_any_kind_is_text_or_an_input_error(tmp_path: Path, data: bytes, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    result = outcome(lambda: read_source(path).text)
    assert path.name in str(result) if isinstance(result, InputError) else result.strip()


@LAW
@given(text=ANYTHING)
def test_offsets_fit_for_any_text(text: str) -> None:
    try:
        reports = reports_of(text)
    except InputError:
        return
    for report in reports:
        assert 0 <= report.start <= report.end <= len(text)
        assert report.heading.strip()
        passages = passages_of(report)
        assert "\n".join(passage.text for passage in passages) == report.text
        for passage in passages:
            assert passage.text == report.text[passage.start : passage.end]
            assert 0 < len(passage.text) <= LONGEST
            assert passage.text == passage.text.strip()


@LAW
@given(text=ANYTHING)
def test_lines_stand_where_they_say(text: str) -> None:
    for line in without_noise(lines_of(text)):
        assert text[line.start : line.end] == line.text or "##" in text


@LAW
@given(text=ANYTHING)
def test_no_letter_is_lost_in_joining_and_cutting(text: str) -> None:
    lines = lines_of(text)
    joined = paragraphs(lines)
    letters = [char for line in lines for char in line.text if char.isalnum()]
    assert [char for paragraph in joined for char in paragraph if char.isalnum()] == letters
    for paragraph in joined:
        assert "".join("".join(cut(paragraph)).split()) == "".join(paragraph.split())


@LAW
@given(
    title=TITLE,
    texts=PARAGRAPHS,
    width=st.integers(22, 45).map(lambda n: 2 * n),
    indent=st.sampled_from(["\u3000\u3000", "    "]),
)
def test_wrapping_is_undone(title: str, texts: list[str], width: int, indent: str) -> None:
    wrapped = "\n".join([title, *(line for text in texts for line in wrap(text, width, indent))])
    (report,) = reports_of(wrapped)
    (plain,) = reports_of("\n".join([title, *texts]))
    assert report.heading == plain.heading == title
    assert report.text == plain.text


@LAW
@given(title=TITLE, texts=PARAGRAPHS)
def test_reading_what_was_read_changes_nothing(title: str, texts: list[str]) -> None:
    (report,) = reports_of(bind([(title, texts)]))
    (again,) = reports_of(report.heading + "\n" + report.text)
    assert again.text == report.text
    assert again.id == report.id


@pytest.mark.parametrize(
    "line", ["{title}……{page}", "{n}．{title}\t{page}", "{title}\u3000\u3000{page}", "{n}、{title}", "{title}"]
)
@LAW
@given(titles=TITLES, texts=PARAGRAPHS)
def test_a_compilation_is_parted_at_its_titles(line: str, titles: list[str], texts: list[str]) -> None:
    contents = [line.format(title=title, n=n, page=3 * n) for n, title in enumerate(titles, 1)]
    text = bind([(title, texts) for title in titles], title="2022年汇编", contents=contents)
    reports = reports_of(text)
    assert [report.heading for report in reports] == titles
    assert all(text.startswith(report.heading, report.start) for report in reports)
    assert all(first.end <= second.start for first, second in pairwise(reports))
