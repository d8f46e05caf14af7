"""The catalogue: headers, checks on what people type, and how a name finds its thing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len

from kg.errors import UsageError
from kg.store import Store, load, open_store
from pipelines.cli import ask, show
from queries import catalog, run
from queries.catalog import parse_query
from queries.expand import sentences_of_entity
from queries.names import resolve
from tests.contract.bundles import sample_rows, write_bundle


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    root: Path = tmp_path_factory.mktemp("sample")
    load(write_bundle(root, sample_rows()), f"embedded:{root / 'store'}")
    with open_store(f"embedded:{root / 'store'}") as opened:
        yield opened


def test_the_catalogue_is_large_and_documented() -> None:
    assert len(catalog()) >= 30
    for query in catalog().values():
        assert re.search(r"[\u4e00-\u9fff]", query.zh)
        assert query.en.isascii()
        assert all(re.search(r"[\u4e00-\u9fff]", heading) for heading in query.headings.values())


@pytest.mark.parametrize("name", sorted(catalog()))
def test_a_query_names_its_parameters_and_orders_its_rows(name: str) -> None:
    query = catalog()[name]
    used = set(re.findall(r"\$(\w+)", query.text.partition("columns:")[2]))
    assert used == {parameter.name for parameter in query.parameters}
    assert set(query.example) <= used
    assert "ORDER BY" in query.text.splitlines()[-1] or "ORDER BY" in query.text.splitlines()[-2]


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("places_of_program", {}, "no query named places_of_program; did you mean places_of_programme"),
        ("xyz", {}, "no query named xyz; kg query lists them all"),
        (
            "places_of_programme",
            {},
            r"needs programme; parameters are programme \(programme\|campaign\), limit \(integer, 50\)",
        ),
        ("places_of_programme", {"programm": "x"}, "has no parameter programm; parameters are programme"),
        ("places_of_programme", {"programme": "红旗驿站", "limit": "ten"}, "limit must be a whole number, not ten"),
        ("places_of_programme", {"programme": "红旗驿站", "limit": "-1"}, "limit must lie between 0 and"),
        ("places_of_programme", {"programme": "红旗驿站", "limit": 2**70}, "limit must lie between 0 and"),
        ("places_of_programme", {"programme": "  "}, "programme is empty"),
        (
            "places_of_programme",
            {"programme": "红旗驿占"},
            "no programme or campaign named 红旗驿占; did you mean 红旗驿站",
        ),
        ("places_of_programme", {"programme": "place:610100"}, "云岭省青川市 is no programme or campaign"),
        ("programmes_of_place", {"place": "火星"}, "no place named 火星; kg query search"),
        ("report_content", {"report": "没有"}, "no report with 没有 in its heading"),
        ("statistics", {"limit": 1}, "statistics takes no parameters"),
    ],
)
def test_what_does_not_fit_is_told(store: Store, name: str, arguments: dict[str, str | int], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        run(store, name, arguments)


@pytest.mark.parametrize(
    ("text", "kinds", "id_"),
    [
        ("place:610100", "place", "place:610100"),
        ("青川", "place", "place:610100"),
        ("青川市", "entity", "place:610100"),
        ("云岭省青川市", "place", "place:610100"),
        ("云岭省云岭省青川市", "place", "place:610100"),
        ("云岭", "place", "place:610000"),
        ("qcs", "place", "place:610100"),
        ("QingChuan", "place", "place:610100"),
        ("“红旗驿站”", "programme", "programme:红旗驿站"),
        ("“红旗”驿站", "programme", "programme:红旗驿站"),
        ("红旗", "programme|campaign", "programme:红旗驿站"),
        ("头雁", "programme", "programme:头雁工程"),
        ("《青川市人才十条》", "policy", "policy:青川市人才十条"),
        ("市委组织部", "organisation", "org:青川市委组织部"),
        ("r3", "report", "r3"),
        ("经验", "report", "r4"),
    ],
)
def test_a_name_finds_its_thing(store: Store, text: str, kinds: str, id_: str) -> None:
    assert resolve(store, text, kinds).id == id_


@pytest.fixture(scope="module")
def alike(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Things whose names are alike, and how often each is named."""
    rows = sample_rows()
    like = rows["entities"][-1]
    mentions = {
        "programme:夜话": 0, "programme:板凳夜话": 20, "programme:“院坝”夜话": 3, "programme:夜话会": 1,
        "programme:农家书屋": 1, "programme:农家书屋联盟": 9, "programme:乡村小课堂": 9,
        "place:甲市@r1": 2, "place:甲市@r2": 1, "org:乙局": 1,
    }  # fmt: skip
    aliases = {"programme:乡村小课堂": ["小课堂"], "org:乙局": ["小课堂"]}
    for id_, number in mentions.items():
        kind, _, name = id_.partition(":")
        rows["entities"].append(
            {**like, "id": id_, "type": kind.upper(), "name": name.partition("@")[0], "mentions": number,
             "aliases": aliases.get(id_, [])}
        )  # fmt: skip
    root = tmp_path_factory.mktemp("alike")
    load(write_bundle(root, rows), f"embedded:{root / 'store'}")
    with open_store(f"embedded:{root / 'store'}") as opened:
        yield opened


@pytest.mark.parametrize(
    ("text", "kinds", "id_", "told"),
    [
        ("夜话", "programme", "programme:夜话", ""),
        ("农家书屋", "programme", "programme:农家书屋", ""),
        ("小课堂", "programme", "programme:乡村小课堂", ""),
        ("小课堂", "entity", "programme:乡村小课堂", "took 乡村小课堂; also: 乙局 (name one of them)"),
        ("话", "programme", "programme:板凳夜话", "took 板凳夜话; also: “院坝”夜话、夜话会、夜话 (name one of them)"),
        ("院坝夜", "programme", "programme:“院坝”夜话", ""),
        ("甲市", "place", "place:甲市@r1", "took 甲市 (place:甲市@r1); also: 甲市 (place:甲市@r2) (name one of them)"),
        ("place:甲市@r2", "place", "place:甲市@r2", ""),
        ("二〇", "report", "r1", "took 青川市二〇一九年组织工作总结; also: 青川市二〇二二年组织工作总结 (name one of them)"),
    ],
)  # fmt: skip
def test_what_else_a_name_could_mean_is_told(alike: Store, text: str, kinds: str, id_: str, told: str) -> None:
    found = resolve(alike, text, kinds)
    assert found.id == id_
    assert (str(found) if found.others else "") == told


def test_names_may_be_typed_in_traditional_characters(alike: Store) -> None:
    assert run(alike, "search", {"text": "農家書屋聯盟"}).dicts()[0]["name"] == "农家书屋联盟"
    asked = [run(alike, "places_of_programme", {"programme": name}).rows for name in ("農家書屋聯盟", "农家书屋联盟")]
    assert asked[0] == asked[1]


def test_a_question_tells_what_its_names_were_taken_for(alike: Store) -> None:
    told: list[str] = []
    run(alike, "places_of_programme", {"programme": "话"}, tell=told.append)
    assert told == ["programme: took 板凳夜话; also: “院坝”夜话、夜话会、夜话 (name one of them)"]
    told.clear()
    run(alike, "places_of_programme", {"programme": "夜话"}, tell=told.append)
    assert told == []


@pytest.mark.parametrize("text", ["' OR 1=1 //", "`) DETACH DELETE n //", "\\", "𠮷" * 1000, "$text", "%"])
def test_what_is_typed_is_data(store: Store, text: str) -> None:
    with pytest.raises(UsageError, match="no place named"):
        resolve(store, text, "place")
    assert run(store, "search", {"text": text}).rows == ()


def test_a_limit_cuts(store: Store) -> None:
    assert len(run(store, "top_entities", {"limit": 2}).rows) == 2
    assert run(store, "top_entities", limit=2).truncated


@pytest.mark.parametrize(("limit", "truncated"), [(0, True), (2, True), (3, False), (4, False)])
def test_the_limit_of_a_question_says_whether_it_cuts(store: Store, limit: int, truncated: bool) -> None:
    found = run(store, "search", {"text": "qc", "limit": limit})
    assert (len(found.rows), found.truncated) == (min(limit, 3), truncated)


def test_a_thing_stands_in_every_year_that_is_known(tmp_path: Path) -> None:
    rows = sample_rows()
    edge = next(one for one in rows["edges"] if one["predicate"] == "RUNS" and not one["years"])
    edge |= {"first_year": 2019, "last_year": 2023, "evidence": [*edge["evidence"], "r3/0#0-12", "r4/0#0-12"]}
    named = next(one for one in rows["edges"] if one["years"] == [2018])
    named |= {"years": [2018, 2020], "evidence": [*named["evidence"], "r3/0#0-12"]}
    load(write_bundle(tmp_path, rows), f"embedded:{tmp_path / 'store'}")
    with open_store(f"embedded:{tmp_path / 'store'}") as opened:
        years = {
            name: [row["year"] for row in run(opened, "timeline", {"entity": name}).dicts() if row["name"] == of]
            for name, of in (("秋季攻坚行动", "青川市委组织部"), ("红旗驿站", "云岭省青川市"))
        }
        acts = {
            year: [
                (row["name"], row["sentence"])
                for row in run(opened, "acts_of_place", {"place": "青川", "year": year}).dicts()
            ]
            for year in (2018, 2020, 2021, 2024)
        }
    # 2021 comes from a report of the evidence; where a sentence names years, reports say nothing of others.
    assert years == {"秋季攻坚行动": [2019, 2021, 2023], "红旗驿站": [2018, 2020, 2022]}
    assert acts == {
        2018: [("红旗驿站", "青川市2018年建成红旗驿站三十个。")],
        2020: [("红旗驿站", "青川市2018年建成红旗驿站三十个。")],
        2021: [("秋季攻坚行动", "白河市学习推广红旗驿站。")],
        2024: [],
    }


def test_what_parts_of_the_bodies_of_a_place_do_counts(tmp_path: Path) -> None:
    rows = sample_rows()
    like = next(one for one in rows["edges"] if one["predicate"] == "LOCATED_IN")
    act = next(one for one in rows["edges"] if one["source_id"] == "place:620100")
    rows["edges"] += [
        {**like, "id": "e1", "source_id": "org:云岭大学", "predicate": "PART_OF", "target_id": "org:青川市委组织部"},
        {**act, "id": "e2", "source_id": "org:云岭大学"},
    ]
    load(write_bundle(tmp_path, rows), f"embedded:{tmp_path / 'store'}")
    with open_store(f"embedded:{tmp_path / 'store'}") as opened:
        found = run(opened, "acts_of_place", {"place": "青川"}).dicts()
    assert [(row["actor"], row["sentence"]) for row in found if row["actor_id"] == "org:云岭大学"] == [
        ("云岭大学", "重山市引入红旗驿站𠮷😀，")
    ]
    assert len(found) == 5


def test_what_was_taken_is_told_on_stderr_and_stdout_stays_clean(
    alike: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    for form in ask.Form:
        ask.query("places_of_programme", ["programme=话"], store=alike.url, form=form)
        printed = capsys.readouterr()
        assert printed.err.splitlines()[0].startswith("programme: took 板凳夜话; also: “院坝”夜话、")
        assert "took" not in printed.out
    assert printed.out == "place,first_year,last_year,statements,actors,place_id\n"


@pytest.mark.parametrize(
    ("arguments", "limit", "shown", "told"),
    [
        ([], None, 20, "20 rows (cut; limit=N gives more)"),
        (["limit=25"], None, 25, "25 rows (cut; limit=N gives more)"),
        ([], 25, 25, "25 rows (cut; --limit N gives more)"),
        ([], 100, 31, "31 rows"),
        (["limit=100"], None, 31, "31 rows"),
        (["limit=5"], 100, 5, "5 rows (cut; limit=N gives more)"),
        (["limit=100"], 5, 5, "5 rows (cut; --limit N gives more)"),
    ],
)
def test_rows_that_are_cut_are_told(
    many: Store, capsys: pytest.CaptureFixture[str], arguments: list[str], limit: int | None, shown: int, told: str
) -> None:
    ask.query("search", ["text=村级", *arguments], store=many.url, limit=limit)
    assert capsys.readouterr().err.splitlines() == [told]
    ask.query("search", ["text=村级", *arguments], store=many.url, limit=limit, form=ask.Form.json)
    assert len(json.loads(capsys.readouterr().out)) == shown


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """31 things that one text finds."""
    rows = sample_rows()
    rows["entities"] += [
        {**rows["entities"][-1], "id": f"programme:村级{n}", "type": "PROGRAMME", "name": f"村级{n}", "aliases": []}
        for n in range(31)
    ]
    root = tmp_path_factory.mktemp("many")
    load(write_bundle(root, rows), f"embedded:{root / 'store'}")
    with open_store(f"embedded:{root / 'store'}") as opened:
        yield opened


@pytest.mark.parametrize("width", [80, 100])
def test_a_narrow_table_wraps_and_cuts_nothing(
    store: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setattr(show, "PIPE_WIDTH", width)
    for name, arguments in (
        ("evidence", ["first=青川市", "second=红旗驿站"]),
        ("programmes_of_place", ["place=青川"]),
        ("compare_places", ["first=青川市", "second=白河"]),
        ("acts_of_place", ["place=青川"]),
    ):
        ask.query(name, arguments, store=store.url, form=ask.Form.json)
        rows = json.loads(capsys.readouterr().out)
        ask.query(name, arguments, store=store.url)
        lines = capsys.readouterr().out.splitlines()
        rule = next(at for at, line in enumerate(lines) if "──" in line)
        heads = " ".join(lines[:rule]).split()
        assert not {"id", "name_id", "stop"} & set(heads)
        assert all(cell_len(line) <= width for line in lines)
        shown = "".join(sorted("".join(lines[rule + 1 :]).replace(" ", "")))
        kept = [
            show.cell(value) for row in rows for key, value in row.items() if not re.search("_id$|^start$|^stop$", key)
        ]
        assert shown == "".join(sorted("".join(kept).replace(" ", "")))
        assert "…" not in shown
    ask.query("evidence", ["first=青川市", "second=红旗驿站"], store=store.url, form=ask.Form.csv)
    assert capsys.readouterr().out.splitlines()[0] == ",".join(catalog()["evidence"].columns)


@pytest.mark.parametrize("width", [80, 100])
def test_a_long_sentence_gets_the_room(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setattr(show, "PIPE_WIDTH", width)
    sentence = "广元市深入实施头雁领航工程，" * 12
    show.rows(("sentence", "predicate", "subject", "as_of"), [(sentence, "IMPLEMENTS", "广元市", 2023)], "table")
    lines = capsys.readouterr().out.splitlines()
    assert "".join(lines).count("，") == 12
    assert len(lines) < 2 * 12 * 14 // (width - 35) + 5
    show.rows(("query",), [("place_programme_matrix",)], "table")
    assert "place_programme_matrix" in capsys.readouterr().out


def test_pages_of_sentences_hold_each_once(tmp_path: Path) -> None:
    rows = sample_rows()
    report, passage, mention = rows["reports"][0], rows["passages"][0], rows["mentions"][0]
    years = [2023 - 7 * number % 5 if number % 6 else None for number in range(45)]
    for number, year in enumerate(years):
        id_ = f"q{number:02}"
        rows["reports"].append({**report, "id": id_, "as_of": year})
        rows["passages"].append({**passage, "id": f"{id_}/0", "report_id": id_})
        for at in (0, 5):
            rows["mentions"].append(
                {**mention, "id": f"{id_}{at}", "passage_id": f"{id_}/0", "start": at, "end": at + 1,
                 "entity_id": "policy:青川市人才十条"}
            )  # fmt: skip
    load(write_bundle(tmp_path, rows), f"embedded:{tmp_path / 'store'}")
    with open_store(f"embedded:{tmp_path / 'store'}") as opened:
        pages = [sentences_of_entity(opened, "policy:青川市人才十条", skip, 20) for skip in range(0, 60, 20)]
    found = [sentence for page, _ in pages for sentence in page]
    assert [(len(page), total) for page, total in pages] == [(20, 46), (20, 46), (6, 46)]
    assert {sentence.passage_id for sentence in found} == {"r2/1", *(f"q{number:02}/0" for number in range(45))}
    assert found == sorted(found, key=lambda one: (one.as_of is None, one.as_of, one.passage_id))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("// zh: 甲\n// columns: a 甲\nRETURN 1 AS a", "lacks the header lines en"),
        ("// zh: 甲\n// what is this\nRETURN 1 AS a", "line 2 is no header line"),
        ("// zh: 甲\n// en: a\n// parameter x (thing): 甲 / a\n// columns: a 甲\nRETURN 1 AS a", "unknown type thing"),
    ],
)
def test_a_header_that_does_not_fit_is_told(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        parse_query("some", text)
