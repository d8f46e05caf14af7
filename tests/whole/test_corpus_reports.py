"""All reports of the evaluation material are found with title, place and offset, and nothing is invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.read import find_files, passages_of, read_file
from tests.conftest import SHARED, require


@pytest.fixture(scope="module")
def corpus() -> Path:
    require("shared", (SHARED / "corpus").is_dir(), "no evaluation material beside the project")
    return SHARED / "corpus"


def test_every_report_of_the_five_files_has_its_title_and_place(corpus: Path) -> None:
    wanted = json.loads((SHARED / "gold" / "reports.json").read_text(encoding="utf-8"))
    compared = 0
    for file in wanted:
        result = read_file(corpus / file["file"])
        found = [(report.heading, report.place) for report in result.reports]
        assert found == [(report["title"], report["place"]) for report in file["reports"]], file["file"]
        assert result.notes == ()
        for report, gold in zip(result.reports, file["reports"], strict=True):
            if "start" in gold:
                assert abs(report.start - gold["start"]) <= 2, gold["title"]
            if "by" in gold:
                assert report.issuer == gold["by"]
            if "year" in gold:
                assert report.as_of == gold["year"]
            if "first_line" in gold:
                assert gold["first_line"] in report.text[:120]
            compared += 1
    assert compared == 67


def test_the_second_place_of_a_title_and_the_year_of_the_compilation_are_kept(corpus: Path) -> None:
    reports = read_file(corpus / "04_compilation.txt").reports
    assert {report.as_of for report in reports} == {2023}
    assert [report.more_places for report in reports if report.more_places] == [("贵州省贵安新区",)]


def test_each_other_paper_is_one_report(corpus: Path) -> None:
    files = find_files([corpus / "other"]).files
    assert len(files) == 8
    for file in files:
        result = read_file(file)
        assert len(result.reports) == 1, file
        assert len(result.reports[0].text) > 4500, file


def test_nothing_is_lost_but_titles_and_boilerplate_and_passages_are_readable(corpus: Path) -> None:
    kept = total = 0
    for file in find_files([corpus]).files:
        source = Path(file).read_text(encoding="utf-8")
        reports = read_file(file).reports
        total += sum(not char.isspace() for char in source)
        kept += sum(not char.isspace() for report in reports for char in report.text)
        for report in reports:
            passages = passages_of(report)
            assert "\n".join(passage.text for passage in passages) == report.text
            assert max(len(passage.text) for passage in passages) <= 1000
            assert "##" not in report.text
            assert source[report.start : report.end].strip()
    assert 0.97 < kept / total < 1


@pytest.mark.parametrize("split", ["dev", "train"])
def test_the_passages_of_the_gold_stand_in_ours(corpus: Path, split: str) -> None:
    def flat(text: str) -> str:
        return "".join(text.split())

    texts = [report.text for file in find_files([corpus]).files for report in read_file(file).reports]
    whole = flat("\x01".join(texts))
    gold = json.loads((SHARED / "gold" / f"{split}.passages.json").read_text(encoding="utf-8"))
    found = sum(flat(passage["text"]).replace("##paidbegin##", "") in whole for passage in gold)
    # The gold draws on other papers too, and joins eight headings to the paragraph below them; headings are passages here.
    assert found / len(gold) > 0.98
