"""Pages without a browser: coordinates, pinyin, the pyvis network, and the file that is written."""

from __future__ import annotations

import hashlib
import json
import math
import os
import random
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import SchemaError, UsageError
from kg.graph import Edge, Entity, Sentence, Subgraph
from tests.browser.example import example
from tests.conftest import ROOT
from viz import page
from viz.layout import SEED, positions, seeded
from viz.network import SHAPES, network, options, sentence_list
from viz.pinyin import READINGS, initials, syllables

GRAPH = example(120)
# Escapes, for a source with Chinese characters could not be passed in the C locale.
WRITE = """
import sys
from tests.browser.example import example
from viz.page import write_page
write_page(example(80), sys.argv[1], heading="\\u56fe\\u8c31")
"""


@st.composite
def graphs(draw: st.DrawFn) -> Subgraph:
    """Any small graph: loops, parallel edges, single nodes and several components included."""
    size = draw(st.integers(0, 25))
    entities = tuple(Entity(id=f"programme:{number}", type="PROGRAMME", name=f"工程{number}") for number in range(size))
    ends = st.integers(0, max(0, size - 1))
    pairs = draw(st.lists(st.tuples(ends, ends), max_size=50)) if size else []
    edges = tuple(
        Edge(id=f"e{number}", source_id=entities[a].id, predicate="PART_OF", target_id=entities[b].id, basis="text")
        for number, (a, b) in enumerate(pairs)
    )
    return Subgraph(entities=entities, edges=edges)


@settings(max_examples=40, deadline=None)
@given(graphs())
def test_every_node_has_a_finite_place_of_its_own(graph: Subgraph) -> None:
    places = positions(graph)
    assert list(places) == [entity.id for entity in graph.entities]
    assert all(math.isfinite(value) for point in places.values() for value in point)
    assert len(set(places.values())) == len(places)


def test_nodes_of_a_large_graph_do_not_cover_each_other() -> None:
    built = network(GRAPH, positions(GRAPH))
    covered = [
        (a["name"], b["name"])
        for number, a in enumerate(built.nodes)
        for b in built.nodes[:number]
        if math.dist((a["x"], a["y"]), (b["x"], b["y"])) < a["size"] + b["size"]
    ]
    assert len(covered) <= 2, covered


def test_communities_stand_apart() -> None:
    """A place and what it alone runs lie nearer to each other than places do."""
    places = positions(GRAPH)
    own = [
        math.dist(places[edge.source_id], places[edge.target_id]) for edge in GRAPH.edges if edge.predicate == "ISSUES"
    ]
    cities = [entity.id for entity in GRAPH.entities if entity.level == "prefecture"]
    apart = [math.dist(places[a], places[b]) for a in cities for b in cities if a < b]
    assert sorted(own)[len(own) // 2] * 3 < sorted(apart)[len(apart) // 2]


def test_layout_leaves_the_generators_of_others_alone() -> None:
    random.seed(5)
    wanted = random.random()
    random.seed(5)
    first = positions(GRAPH)
    assert random.random() == wanted
    assert positions(GRAPH) == first


def test_threads_that_draw_at_once_do_not_take_numbers_from_each_other() -> None:
    inside, go = Event(), Event()

    def first() -> float:
        with seeded() as generator:
            inside.set()
            assert go.wait(30)
            return generator.random()

    def second() -> bool:
        assert inside.wait(30)
        with seeded():
            return go.is_set()

    with ThreadPoolExecutor(2) as pool:
        drawn, waited = pool.submit(first), pool.submit(second)
        assert inside.wait(30)
        Event().wait(0.2)  # long enough for the second to come in, if it may
        go.set()
        assert waited.result(), "lent to two at once"
        assert drawn.result() == random.Random(SEED).random()
    with ThreadPoolExecutor(6) as pool:
        assert len({json.dumps(places) for places in pool.map(positions, [GRAPH] * 6)}) == 1


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("重庆市", "chong qing shi"),
        ("湖南省长沙市", "hu nan sheng chang sha shi"),
        ("厦门", "xia men"),
        ("六安市", "lu an shi"),
        ("铅山县", "yan shan xian"),
        ("长治市", "chang zhi shi"),
        ("成都市新都区", "cheng du shi xin du qu"),
        ("都匀", "du yun"),
        ("“1+3”系列文件", "1 3 xi lie wen jian"),
        ("XXX县", "xxx xian"),
        ("", ""),
        ("《》", ""),
    ],
)
def test_pinyin_reads_places_by_phrase(text: str, spelt: str) -> None:
    assert syllables(text) == spelt
    assert initials(text) == "".join(part[0] for part in spelt.split())


def test_each_own_reading_is_needed_and_used() -> None:
    plain = subprocess.run(
        [sys.executable, "-c", "import sys; from pypinyin import lazy_pinyin; print([lazy_pinyin(w) for w in sys.argv[1:]])", *READINGS],
        capture_output=True, encoding="utf-8", check=True, env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    without = eval(plain.stdout)
    assert [word for word, reading in zip(READINGS, without, strict=True) if " ".join(reading) == syllables(word)] == []


def test_network_keeps_parallel_relations_and_bends_them_apart() -> None:
    ends = (Entity(id="org:甲局", type="ORG", name="甲局"), Entity(id="place:乙市", type="PLACE", name="乙市"))
    one = Edge(id="1", source_id="org:甲局", predicate="LOCATED_IN", target_id="place:乙市", basis="text")
    two = replace(one, id="2", predicate="PARTNERS_WITH")
    back = replace(two, id="3", source_id="place:乙市", target_id="org:甲局")
    graph = Subgraph(entities=ends, edges=(one, two, back))
    built = network(graph, positions(graph))
    assert [edge["id"] for edge in built.edges] == ["e/1", "e/2", "e/3"]
    shapes = [json.dumps(edge.get("smooth")) for edge in built.edges]
    assert shapes[0] == "null" and len(set(shapes)) == 2
    # The third runs the other way: the same bend clockwise from its own source is the other side.
    assert built.edges[1]["smooth"]["type"] == built.edges[2]["smooth"]["type"]


def test_every_type_has_a_shape_of_its_own() -> None:
    from kg.schema import schema

    assert set(SHAPES) == set(schema().entities)
    assert len(set(SHAPES.values())) == len(SHAPES)


def test_options_are_tuned_for_large_graphs() -> None:
    small, large = options(300, 450), options(2000, 5000)
    assert small["physics"]["enabled"] is False and small["edges"]["smooth"] is False
    assert not small["interaction"]["hideEdgesOnZoom"] and large["interaction"]["hideEdgesOnZoom"]
    assert small["interaction"]["hover"] and not large["interaction"]["hover"]


def test_a_sentence_is_written_once() -> None:
    said = Sentence(text="甲", report_id="r", heading="h", source="s", passage_id="r/0", start=0, end=1)
    graph = Subgraph(
        entities=(Entity(id="place:1", type="PLACE", name="甲市"),), sentences={"place:1": (said, said), "x": (said,)}
    )
    assert len(sentence_list(graph)) == 1
    assert network(graph, positions(graph)).nodes[0]["sentences"] == [0, 0]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (replace(GRAPH, entities=(*GRAPH.entities, Entity(id="person:1", type="PERSON", name="某人"))), "PERSON"),
        (replace(GRAPH, edges=(replace(GRAPH.edges[0], predicate="KNOWS"),)), "KNOWS"),
        (replace(GRAPH, edges=(replace(GRAPH.edges[0], target_id="place:无"),)), "place:无"),
    ],
)
def test_what_the_schema_does_not_know_is_refused(changed: Subgraph, said: str) -> None:
    with pytest.raises(SchemaError, match=said):
        page.render(changed, heading="图谱")


def test_another_language_is_refused() -> None:
    with pytest.raises(UsageError, match="'fr'"):
        page.render(GRAPH, heading="图谱", language="fr")


def test_the_page_names_no_address_and_runs_by_nonce() -> None:
    html = page.render(GRAPH, heading="图谱")
    tags: list[tuple[str, dict[str, str | None]]] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            tags.append((tag, dict(attrs)))

    Tags().feed(html)
    values = [value for _, attributes in tags for value in attributes.values() if value]
    assert [value for value in values if re.search(r"https?:|^//", value)] == []
    names = {name for _, attributes in tags for name in attributes}
    assert {name for name in names if name == "style" or name.startswith("on") or name == "src"} == set()
    running = [attributes for tag, attributes in tags if tag in ("script", "style") and attributes.get("type") is None]
    (nonce,) = {attributes["nonce"] for attributes in running}
    assert len(running) == 3 and f"script-src 'nonce-{nonce}';" in html and "unsafe" not in html.partition("<style")[0]
    assert page.render(replace(GRAPH, truncated=True), heading="图谱") != html


def test_what_places_do_comes_with_the_page_unless_it_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    def payload(**more: object) -> dict[str, object]:
        html = page.render(replace(GRAPH, truncated=True), heading="图谱", **more)  # type: ignore[arg-type]
        found = re.search(r'id="payload">(.*?)</script>', html, re.DOTALL)
        assert found is not None
        read: dict[str, object] = json.loads(found[1])
        return read

    done = {
        "place:1": {"programme:青禾计划": ("青禾计划", 2020), "campaign:清风": ("清风\ud800", None)},
        "place:2": {"programme:青禾计划": ("青禾计划", None)},
    }
    with_it = payload(done=done)
    assert with_it["done"] == {
        "things": ["programme:青禾计划", ["campaign:清风", "清风?"]], "places": {"place:1": [0, 2020, 1, None], "place:2": [0, None]},
    }  # fmt: skip
    assert with_it["partial"] is False
    assert (payload()["done"], payload()["partial"]) == (None, True)
    monkeypatch.setattr(page, "MAX_DONE", 100)
    assert (payload(done=done)["done"], payload(done=done)["partial"]) == (None, True)


def test_words_are_complete() -> None:
    words = page._words()
    assert {key for key, word in words.items() if set(word) != {"zh", "en"} or not all(word.values())} == set()
    named = re.findall(r'\bt\("([a-z_]+)"|word\("([a-z_]+)"\)|data-(?:label|hint)="([a-z_]+)"', _sources())
    asked = {key for keys in named for key in keys if key}
    assert len(asked) > 50
    assert asked - set(words) == set()
    quoted = set(re.findall(r"[a-z]+(?:_[a-z0-9]+)*", _sources()))
    computed = (
        "error_",
        "level_",
        "basis_",
        "from_",
        "rows_",
        "by_",
        "dock_",
        "decision_",
        "do_",
        "sentence_",
        "value_",
    )
    assert {key for key in words if key not in quoted and not key.startswith(computed)} == set(), "words nobody says"


def _sources() -> str:
    folder = ROOT / "viz"
    files = [*sorted(folder.glob("static/*.js")), folder / "templates" / "explorer.html"]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def test_the_scripts_never_write_markup() -> None:
    forbidden = re.findall(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setTimeout\(\"", _sources()
    )
    assert forbidden == []


def test_the_same_input_gives_the_same_bytes_in_any_process_and_locale(tmp_path: Path) -> None:
    digests = set()
    for number, environment in enumerate(
        ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2"})
    ):
        path = tmp_path / str(number) / "页.html"
        plain = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "PYTHON"))}
        subprocess.run(
            [sys.executable, "-c", WRITE, os.fsencode(path)], check=True, cwd=ROOT, env={**plain, **environment}
        )
        digests.add(hashlib.sha256(path.read_bytes()).hexdigest())
        assert "组织工作综述" in path.read_text(encoding="utf-8")
    assert len(digests) == 1


def test_a_page_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    path = page.write_page(GRAPH, tmp_path / "a.html", heading="图谱")
    before = path.read_bytes()
    (tmp_path / "folder").mkdir()
    with pytest.raises(IsADirectoryError):
        page.write_page(GRAPH, tmp_path / "folder", heading="图谱")
    with pytest.raises(SchemaError):
        page.write_page(replace(GRAPH, entities=()), path, heading="图谱")
    assert path.read_bytes() == before
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.html", "folder"]
    assert path.stat().st_mode & 0o777 == 0o644
