"""The year that a part of a report speaks of, and what a statement there takes from it."""

from __future__ import annotations

from tests.unit.linking import link

PLACE = "四川省广元市"


def years(*passages: str, as_of: int | None) -> list[int | None]:
    linked = link(*passages, place=PLACE, as_of=as_of)
    return [one.as_of for one in sorted(linked.statements, key=lambda one: one.passage_id)]


def test_a_heading_gives_its_year_to_what_stands_below_it() -> None:
    done, planned = "开展[C “清风”行动]。", "实施[R “头雁”工程]。"
    assert years("一、2023年工作回顾", "（一）抓党建", done, "二、2024年工作安排", planned, as_of=2024) == [2023, 2024]
    assert years("2023年工作回顾", done, "下一步打算", planned, as_of=2024) == [2023, 2024]
    assert years("一、2023年工作回顾", done, "二、存在问题", planned, as_of=None) == [2023, 2023]


def test_a_part_with_a_year_of_its_own_does_not_end_that_of_the_part_above() -> None:
    done = "开展[C “清风”行动]。"
    parts = ("一、2023年工作回顾", "（一）2022年遗留任务完成情况", done, "（二）产业发展", done, "二、存在问题", done)
    assert years(*parts, as_of=2024) == [2022, 2023, 2024]


def test_a_heading_of_other_years_gives_none() -> None:
    done = "开展[C “清风”行动]。"
    for heading in ("2021—2023年工作回顾", "三、2035年远景目标", "二、2023年某某大会召开", "2023年，工作取得成效。"):
        assert years(heading, done, as_of=2024) == [2024], heading


def test_the_time_with_which_a_passage_opens_is_that_of_its_sentences() -> None:
    both = (
        "去年以来，全市上下认真落实。[P 苍溪县]开展[C “清风”行动]。",
        "2022年，全市落实。[P 苍溪县]实施[R “头雁”工程]。",
    )
    assert years("一、工作成效", *both, "开展[C “护苗”行动]。", as_of=2024) == [2023, 2022, 2024]
    assert years("2022年5月，开展培训。[P 苍溪县]开展[C “清风”行动]。", as_of=2024) == [2024]


def test_the_year_of_a_sentence_stays_its_own() -> None:
    linked = link("一、2023年工作回顾", "2022年开展[C “清风”行动]。", place=PLACE, as_of=2024)
    assert [(one.year, one.as_of) for one in linked.statements] == [(2022, 2023)]
