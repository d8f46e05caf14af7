"""The place that a text tells where its title names none."""

from __future__ import annotations

import pytest

from kg.read.told import place_told

SPEECH = (
    "我省粮食丰收。农安县、榆树市、公主岭市、梨树县和镇赉县增产。全省推广秸秆还田，省委、省政府部署，我省要走在前列。"
)


def test_a_speech_tells_its_province_by_what_lies_in_it() -> None:
    assert place_told(SPEECH) == "吉林省"
    assert place_told(SPEECH.replace("和镇赉县", "、镇赉县和金堂县")) == "吉林省", "five of six"


@pytest.mark.parametrize(
    "text",
    [
        SPEECH.replace("全省", "全国").replace("我省", "我国").replace("省委、省政府", ""),  # nothing is called its own
        "我省粮食丰收。全省推广。我省要走在前列。",  # nothing is named
        SPEECH.replace("榆树市、公主岭市、梨树县", "平山县、金堂县、苍溪县"),  # all over the country
        "我县粮食丰收。全县推广。我县要走在前列。XX镇、YY镇、ZZ乡增产。",  # masked
    ],
)
def test_a_text_that_does_not_tell(text: str) -> None:
    assert place_told(text) is None


def test_the_lowest_level_that_is_called_its_own() -> None:
    text = "我市推进改革。全市实施计划，省委部署后我市跟进。苍溪县、旺苍县、剑阁县、青川县和朝天区落实，广元市带头。"
    assert place_told(text) == "四川省广元市"
