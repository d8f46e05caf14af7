"""Extraction of mentions: what is found in plain and in awkward texts. All sentences are made up for these tests."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest

from kg.errors import InputError, SchemaError
from kg.extract import Extractor, load_extractor
from kg.extract.columns import make_columns
from kg.extract.components import default_model, load_tagger
from kg.extract.crf import Crf, N
from kg.extract.lexicon import HEAD_CODES, load_lexicon
from kg.extract.normal import normalise
from kg.extract.spans import find_quoted
from kg.extract.tagger import make_lists
from kg.extract.templates import make_keys
from kg.text import Mention, Passage
from pipelines.marks import Marked, as_html

TYPE_CODES = {code: name for name, code in HEAD_CODES.items()}
TYPES = {"PLACE", "ORG", "PROGRAMME", "CAMPAIGN", "POLICY"}


def passage(text: str, number: int = 0, report: str = "r") -> Passage:
    return Passage(id=f"{report}/{number}", report_id=report, seq=number, start=0, end=len(text), text=text)


def extract(text: str) -> tuple[Mention, ...]:
    return load_extractor().extract([passage(text)])[0]


def found(text: str) -> set[tuple[str, str]]:
    return {(mention.text, mention.type) for mention in extract(text)}


@pytest.mark.parametrize("between", ["", "等"])
def test_a_counted_sum_gives_its_head_to_the_quotes_before_it(between: str) -> None:
    quotes = find_quoted(f"推进“甲乙”“丙丁”{between}“两大行动”，召开“戊己”会", load_lexicon())
    assert [TYPE_CODES.get(quote.shared) for quote in quotes] == ["CAMPAIGN", "CAMPAIGN", "CAMPAIGN", None]


SENTENCE = (
    "嘉禾市委组织部印发《关于加强村级后备力量培养的实施意见》，深入开展“春苗拔节”专项行动，实施“青蓝接力”培养计划。"
)


def test_emissions_are_the_sums_of_the_weights_of_a_character() -> None:
    columns, _, _ = make_columns([normalise(SENTENCE)[0]], make_lists({}))
    made = [(np.arange(columns.shape[1]) if at is None else at, keys) for at, keys in make_keys(columns)]
    # Every other key has weights, and so have its neighbours, so that several share a bucket.
    some = np.unique(np.concatenate([keys for _, keys in made]))[::2]
    keys = np.unique(np.concatenate([some - np.uint32(1), some, some + np.uint32(1)]))
    weights = np.random.default_rng(0).integers(-9, 9, (len(keys) + 1, N)).astype(np.float32)
    weights[-1] = 0
    wanted = np.zeros((columns.shape[1], N), dtype=np.float32)
    row = {key: number for number, key in enumerate(keys.tolist())}
    for positions, here in made:
        for position, key in zip(positions.tolist(), here.tolist(), strict=True):
            wanted[position] += weights[row.get(key, -1)]
    crf = Crf(keys=keys, weights=weights, moves=np.zeros((N, N), dtype=np.float32))
    assert wanted.any()
    assert np.array_equal(crf.emissions(columns), wanted)


def test_names_of_every_kind_are_found() -> None:
    names = found(SENTENCE)
    assert ("《关于加强村级后备力量培养的实施意见》", "POLICY") in names
    assert ("“春苗拔节”专项行动", "CAMPAIGN") in names
    assert ("“青蓝接力”培养计划", "PROGRAMME") in names


def test_places_and_bodies_are_found() -> None:
    names = found("近年来，四川省苍溪县与浙江大学签订合作协议，市人力资源社会保障局、市财政局按职责分工负责。")
    assert {("四川省", "PLACE"), ("苍溪县", "PLACE"), ("浙江大学", "ORG")} <= names
    assert {("市人力资源社会保障局", "ORG"), ("市财政局", "ORG")} <= names


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("南涧彝族自治县教育局开展“名师”行动。", "南涧彝族自治县教育局"),
        ("大厂回族自治县人民政府与北京市签订协议。", "大厂回族自治县人民政府"),
        ("鄂伦春自治旗纪委监委开展“清风”行动。", "鄂伦春自治旗纪委监委"),
    ],
)
def test_organs_of_autonomous_units_under_their_full_names(text: str, body: str) -> None:
    assert [one.text for one in extract(text) if one.type in ("ORG", "PLACE")][:1] == [body]


def test_the_head_of_an_organ_is_no_organ() -> None:
    assert not [one for one in extract("南涧彝族自治县教育局局长到会。") if one.type == "ORG"]
    title = extract("印发《融水苗族自治县人民政府关于促进就业的意见》。")
    assert [one.type for one in title] == ["POLICY"]


def test_slogans_and_plain_words_are_no_names() -> None:
    assert found("坚持讲政治、顾大局，不断提高干部队伍素质，打通联系群众的“最后一公里”。") == set()


@pytest.mark.parametrize(
    ("left", "right"), [("“", "”"), ("‘", "’"), ("「", "」"), ("『", "』"), ('"', '"'), ("“", '"')]
)
def test_quotes_of_all_kinds(left: str, right: str) -> None:
    assert (f"{left}春苗拔节{right}专项行动", "CAMPAIGN") in found(
        f"全县深入开展{left}春苗拔节{right}专项行动，成效明显。"
    )


def test_other_title_marks() -> None:
    assert ("«关于加强村级后备力量培养的实施意见»", "POLICY") in found("制定出台«关于加强村级后备力量培养的实施意见»。")


def test_half_and_full_width_give_the_same_mentions() -> None:
    wide = extract("印发《乡村人才振兴三年行动方案（２０２３）》，实施“５Ａ党建”工程。")
    half = extract("印发《乡村人才振兴三年行动方案(2023)》,实施“5A党建”工程。")
    assert [(m.start, m.end, m.type) for m in wide] == [(m.start, m.end, m.type) for m in half] != []


@pytest.mark.parametrize("mask", ["X", "XXX", "×××", "***", "xxx", "ＸＸＸ"])
def test_masked_places(mask: str) -> None:
    assert (f"{mask}县", "PLACE") in found(f"近年来，{mask}县大力发展现代农业，群众收入稳步提高。")


def test_a_list_of_twenty_quoted_names() -> None:
    signs = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
    text = "扎实开展" + "、".join(f"“{sign}心向党”" for sign in signs) + "等系列活动。"
    assert len(extract(text)) >= 15


def test_a_line_break_inside_a_name() -> None:
    mentions = extract("全县深入开展“春苗\n拔节”专项行动，成效明显。")
    assert [(m.text, m.type) for m in mentions] == [("“春苗\n拔节”专项行动", "CAMPAIGN")]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "。", "“", "”》", "\0", "😀", "\ud800", "《" * 50, "abc 123"])
def test_texts_that_say_nothing(text: str) -> None:
    assert extract(text) == ()


@pytest.mark.parametrize(
    "text",
    [SENTENCE * 400, "的" * 20_000, "“" * 20_000, "“甲乙”" * 5_000, "实施计划" * 5_000],
    ids=["names", "no stop", "open quotes", "quotes", "heads"],
)
def test_long_passages(text: str) -> None:
    mentions = extract(text)
    assert all(0 <= m.start < m.end <= len(text) and m.text == text[m.start : m.end] for m in mentions)


def test_a_long_passage_gives_the_same_names_throughout() -> None:
    mentions = extract(SENTENCE * 100)

    def part(number: int) -> list[tuple[int, str, str]]:
        start, end = number * len(SENTENCE), (number + 1) * len(SENTENCE)
        return [(m.start - start, m.text, m.type) for m in mentions if start <= m.start < end]

    assert part(10) == part(50) != []


def well_formed(mentions: Sequence[Mention], text: str) -> bool:
    inside = all(
        m.text == text[m.start : m.end] and m.type in TYPES and 0 < m.confidence <= 1 and m.by for m in mentions
    )
    return inside and all(a.end <= b.start for a, b in pairwise(mentions))


TEXTS = [
    SENTENCE,
    "",
    "四川省苍溪县实施“红旗领航”工程。",
    "无名之文，平平淡淡。",
    SENTENCE * 30,
    "（责任单位：市教育局、市科技局）",
]


def test_mentions_are_sorted_and_do_not_overlap() -> None:
    passages = [passage(text, number) for number, text in enumerate(TEXTS)]
    results = load_extractor().extract(passages)
    assert len(results) == len(TEXTS)
    assert all(well_formed(mentions, text) for mentions, text in zip(results, TEXTS, strict=True))
    assert {m.passage_id for m in results[0]} == {"r/0"}


def test_a_report_does_not_depend_on_other_reports_nor_on_the_order_of_passages() -> None:
    first = [passage(text, number, "a") for number, text in enumerate(TEXTS)]
    second = [passage(text, number, "b") for number, text in enumerate(TEXTS[::-1])]
    mixed = [one for pair in zip(first, second, strict=True) for one in pair]
    together = dict(zip(mixed, load_extractor().extract(mixed), strict=True))
    for report in (first, second):
        assert load_extractor().extract(report) == [together[one] for one in report]


def test_no_passages_give_no_mentions() -> None:
    assert load_extractor().extract([]) == []


def test_the_component_works_in_a_blank_pipeline() -> None:
    import spacy

    nlp = spacy.blank("zh")
    nlp.add_pipe("gongwen")
    doc = nlp(SENTENCE)
    assert "“春苗拔节”专项行动" in [span.text for span in doc.ents]
    assert all(0 < span._.confidence <= 1 and span._.by for span in doc.spans["gongwen"])


def test_weights_are_small() -> None:
    assert default_model().stat().st_size < 10_000_000


def test_a_file_that_is_no_model(tmp_path) -> None:  # type: ignore[no-untyped-def]
    wrong = tmp_path / "weights.npz"
    wrong.write_bytes(b"not a model")
    with pytest.raises(InputError, match="kg train"):
        Extractor(model=wrong)


def test_own_head_words(tmp_path) -> None:  # type: ignore[no-untyped-def]
    lists = tmp_path / "lists.toml"
    lists.write_text('[heads]\nCAMPAIGN = ["大擂鼓"]\n', encoding="utf-8")
    text = "全县开展“春苗拔节”大擂鼓，成效明显。"
    mentions = Extractor(lists=lists).extract([passage(text)])[0]
    assert ("“春苗拔节”大擂鼓", "CAMPAIGN") in [(m.text, m.type) for m in mentions]


@pytest.mark.parametrize("content", ["heads = [", '[heads]\nPERSON = ["甲"]\n'])
def test_a_wrong_list_is_refused(tmp_path, content: str) -> None:  # type: ignore[no-untyped-def]
    lists = tmp_path / "lists.toml"
    lists.write_text(content, encoding="utf-8")
    with pytest.raises(SchemaError):
        Extractor(lists=lists)


def test_own_names(tmp_path) -> None:  # type: ignore[no-untyped-def]
    lists = tmp_path / "lists.toml"
    lists.write_text('[names]\nORG = ["青禾智造"]\n', encoding="utf-8")
    mentions = Extractor(lists=lists).extract([passage("近日青禾智造来访，双方座谈。")])[0]
    assert [(m.text, m.type, m.confidence, m.by) for m in mentions] == [("青禾智造", "ORG", 1.0, "list")]


def test_lists_and_weights_are_loaded_again_when_they_change(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    lists = tmp_path / "lists.toml"
    monkeypatch.setenv("KG_LISTS", str(lists))
    for name in ("青禾智造", "苍岭智造"):
        lists.write_text(f'[names]\nORG = ["{name}"]\n', encoding="utf-8")
        assert [m.by for m in extract(f"近日{name}来访，双方座谈。")] == ["list"]
    own = load_extractor()
    assert own is load_extractor()
    lists.unlink()
    with pytest.raises(SchemaError, match="KG_LISTS"):
        load_extractor()
    model = tmp_path / "weights.npz"
    model.write_bytes(default_model().read_bytes())
    first = load_tagger(model, None)
    assert load_tagger(model, None) is first
    model.write_bytes(b"no model")
    with pytest.raises(InputError, match="not a model"):
        load_tagger(model, None)


def test_lists_that_are_not_there_are_named(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SchemaError, match="KG_LISTS"):
        Extractor(lists=tmp_path / "none.toml")


def test_a_heading_is_only_text_on_the_page_of_marks() -> None:
    drawn = as_html([Marked(heading="<script>总结</script>", passage=passage("<b>甲</b>"), mentions=())])
    assert "&lt;script&gt;总结&lt;/script&gt;" in drawn and "&lt;b&gt;甲" in drawn
    assert "<script" not in drawn and "<b>" not in drawn
