"""The standalone page as a reader uses it, in a real Chromium without a network."""

from __future__ import annotations

import csv
import io
import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.graph import Edge, Entity, Sentence, Subgraph
from tests.browser.conftest import Opened
from tests.browser.example import example

Open = Callable[..., Opened]
GRAPH = example(120)
GUANGYUAN = "n/place:四川省广元市"
EDGE = next(
    edge
    for edge in GRAPH.edges
    if edge.source_id == "place:四川省广元市" and edge.predicate == "IMPLEMENTS" and len(edge.years) == 1
)


def name_of(entity_id: str) -> str:
    return next(entity.name for entity in GRAPH.entities if entity.id == entity_id)


def test_opens_offline_and_asks_for_nothing(open_page: Open) -> None:
    opened = open_page(GRAPH)
    opened.page.mouse.move(600, 400)
    opened.page.mouse.wheel(0, -300)
    assert opened.requests == [opened.url]
    assert opened.page.inner_text("#counts") == f"{len(GRAPH.entities)} 个实体 · {len(GRAPH.edges)} 条关系"
    assert opened.shown() == (len(GRAPH.entities), len(GRAPH.edges))
    colours = opened.run(
        """() => { const c = document.querySelector('#graph canvas');
        const d = new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer);
        return new Set(d).size }"""
    )
    assert colours > 50, "the canvas is blank"
    opened.clean()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("广元", "四川省广元市"),
        ("scsgys", "四川省广元市"),
        ("gys", "四川省广元市"),
        ("guangyuan", "四川省广元市"),
        ("gyuan", "四川省广元市"),
        ("cq", "重庆市"),
        ("chongqing", "重庆市"),
        ("changsha", "湖南省长沙市"),
        ("xiamen", "福建省厦门市"),
        ("XMS", "福建省厦门市"),
        ("luan", "安徽省六安市"),
        ("yanshan", "江西省铅山县"),
        ("廣元", "四川省广元市"),
        ("四川省綿陽市", "四川省绵阳市"),
    ],
)
def test_search_finds_by_characters_pinyin_initials_and_alias(open_page: Open, typed: str, first: str) -> None:
    opened = open_page(GRAPH)
    assert opened.search(typed)[0] == first


def test_only_the_traditional_characters_of_names_come_with_the_page(open_page: Open) -> None:
    names = "".join(name for entity in GRAPH.entities for name in (entity.name, *entity.aliases))
    written, read = open_page(GRAPH).run("() => JSON.parse(document.getElementById('payload').textContent).traditional")
    assert len(written) == len(read) < 500 and set(read) <= set(names)


def test_a_hit_is_selected_and_centred_by_keyboard_alone(open_page: Open) -> None:
    opened = open_page(GRAPH)
    page = opened.page
    page.keyboard.press("/")
    assert page.evaluate("() => document.activeElement.id") == "search"
    page.keyboard.type("guangyuan")
    offered = page.locator("#search-list li .grow").all_inner_texts()
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#search-list li:nth-child(2)", "aria-selected") == "true"
    assert page.get_attribute("#search", "aria-activedescendant") == "search-list-1"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert len(offered) > 1
    assert page.inner_text("#panel h2") == "四川省广元市"
    assert "已选择 四川省广元市" in page.inner_text("#live")
    x, y = opened.run(
        "(id) => { const n = explorer.network; const p = n.canvasToDOM(n.getPosition(id)); return [p.x, p.y] }",
        GUANGYUAN,
    )
    box = page.locator("#graph").bounding_box()
    assert box is not None and 0.45 < x / box["width"] < 0.55 and 0.45 < y / box["height"] < 0.55
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("Escape")
    assert page.locator("#panel h2").count() == 0
    opened.clean()


def test_nothing_found_is_said(open_page: Open) -> None:
    opened = open_page(GRAPH)
    opened.page.fill("#search", "qqqq")
    assert "没有找到“qqqq”" in opened.page.inner_text("#search-list")
    opened.page.keyboard.press("Enter")
    opened.clean()


def test_click_on_a_line_of_the_canvas_shows_its_sentence(open_page: Open) -> None:
    opened = open_page(GRAPH)
    point = opened.run(
        """([id, from, to]) => { explorer.change({ selected: id }, { centre: true });
        const n = explorer.network, a = n.getPosition(from), b = n.getPosition(to);
        const p = n.canvasToDOM({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
        const box = document.querySelector('#graph').getBoundingClientRect();
        explorer.change({ selected: '' });
        return [p.x + box.left, p.y + box.top] }""",
        f"e/{EDGE.id}",
        f"n/{EDGE.source_id}",
        f"n/{EDGE.target_id}",
    )
    assert opened.page.locator(".sentence").count() == 0
    opened.page.mouse.click(*point)
    opened.page.wait_for_selector(".sentence")
    check_edge_panel(opened)


def test_click_on_a_node_then_its_relation_shows_the_sentence(open_page: Open) -> None:
    opened = open_page(GRAPH)
    point = opened.run(
        """(id) => { const n = explorer.network; n.moveTo({ position: n.getPosition(id), scale: 1.2 });
        const p = n.canvasToDOM(n.getPosition(id)), box = document.querySelector('#graph').getBoundingClientRect();
        return [p.x + box.left, p.y + box.top] }""",
        GUANGYUAN,
    )
    opened.page.mouse.click(*point)
    opened.page.wait_for_selector("#panel h2")
    text = opened.panel()
    assert "四川省广元市" in text and "广元市、广元" in text and "地级" in text and "2016–2024" in text
    row = opened.page.locator(f'#panel [data-edge="e/{EDGE.id}"]')
    if not row.is_visible():
        opened.page.locator("#panel .more-rows").first.click()
    row.click()
    check_edge_panel(opened)


def check_edge_panel(opened: Opened) -> None:
    sentence = GRAPH.sentences[EDGE.id][0]
    subject, object_ = name_of(EDGE.source_id), name_of(EDGE.target_id)
    assert opened.page.inner_text(".sentence blockquote") == sentence.text
    assert opened.page.locator(".sentence .mark-subject").first.inner_text() == subject
    assert opened.page.locator(".sentence .mark-object").first.inner_text() == object_
    text = opened.panel()
    assert subject in text and object_ in text and "实施" in text
    assert (
        sentence.heading in text and sentence.source.rpartition("/")[2] in text and f"所述年份 {sentence.year}" in text
    )
    assert f"{EDGE.confidence:.0%}" in text
    opened.clean()


def test_a_citation_is_copied(open_page: Open) -> None:
    opened = open_page(GRAPH, permissions=["clipboard-read", "clipboard-write"])
    opened.run("(id) => explorer.change({ selected: id })", f"e/{EDGE.id}")
    opened.page.click("text=复制引文")
    opened.page.wait_for_selector("text=已复制")
    copied = opened.run("() => navigator.clipboard.readText()")
    sentence = GRAPH.sentences[EDGE.id][0]
    file = sentence.source.rpartition("/")[2]
    where = f"{sentence.passage_id}#{sentence.start}-{sentence.end}"
    for part in (sentence.text, sentence.heading, "2024年", file, where):
        assert part in copied
    opened.clean()


def test_type_and_relation_toggles_hide(open_page: Open) -> None:
    opened = open_page(GRAPH)
    organisations = {entity.id for entity in GRAPH.entities if entity.type == "ORG"}
    left = [edge for edge in GRAPH.edges if not {edge.source_id, edge.target_id} & organisations]
    opened.page.uncheck('#types input[data-name="ORG"]')
    assert opened.shown() == (len(GRAPH.entities) - len(organisations), len(left))
    assert str(len(left)) in opened.page.inner_text("#counts")
    opened.page.check('#types input[data-name="ORG"]')
    opened.page.uncheck('#predicates input[data-name="PART_OF"]')
    part_of = [edge for edge in GRAPH.edges if edge.predicate == "PART_OF"]
    assert opened.shown()[1] == len(GRAPH.edges) - len(part_of)
    opened.page.click("#reset")
    assert opened.shown() == (len(GRAPH.entities), len(GRAPH.edges))
    opened.page.locator("#types li", has_text="政策").locator(".only").focus()
    opened.page.keyboard.press("Enter")
    assert opened.shown()[0] == sum(entity.type == "POLICY" for entity in GRAPH.entities)
    opened.clean()


def test_year_range_filters_the_edges(open_page: Open) -> None:
    opened = open_page(GRAPH)
    opened.page.focus("#year-from")
    for _ in range(4):
        opened.page.keyboard.press("ArrowRight")
    assert opened.page.inner_text("#years-shown") == "2020–2024"
    dated = [edge for edge in GRAPH.edges if any(year >= 2020 for year in edge.years)]
    undated = [edge for edge in GRAPH.edges if not edge.years]
    assert opened.shown()[1] == len(dated) + len(undated)
    opened.page.uncheck("#undated")
    assert opened.shown()[1] == len(dated)
    # The upper end pulled below the lower one takes it along.
    opened.page.focus("#year-to")
    opened.page.keyboard.press("Home")
    assert opened.page.inner_text("#years-shown") == "2016"
    assert opened.shown()[1] == sum(2016 in edge.years for edge in GRAPH.edges)
    opened.clean()


def test_the_link_restores_the_view(open_page: Open) -> None:
    opened = open_page(GRAPH)
    opened.page.uncheck('#types input[data-name="POLICY"]')
    opened.page.focus("#year-from")
    opened.page.keyboard.press("ArrowRight")
    opened.search("guangyuan")
    opened.page.keyboard.press("Enter")
    before = opened.shown()
    link = opened.run("() => location.hash")
    again = open_page(GRAPH, hash=link)
    assert again.page.inner_text("#panel h2") == "四川省广元市"
    assert not again.page.is_checked('#types input[data-name="POLICY"]')
    assert again.page.inner_text("#years-shown") == "2017–2024"
    assert again.shown() == before
    again.clean()


def test_the_back_key_returns_to_the_selection_before(open_page: Open) -> None:
    opened = open_page(GRAPH)
    opened.run("(id) => explorer.change({ selected: id })", GUANGYUAN)
    opened.run("(id) => explorer.change({ selected: id })", "n/place:重庆市")
    opened.page.go_back()
    opened.page.wait_for_selector("#panel h2:has-text('四川省广元市')")
    opened.page.go_forward()
    opened.page.wait_for_selector("#panel h2:has-text('重庆市')")
    opened.clean()


@pytest.mark.parametrize(
    "hash",
    ["#s=n/nobody&t=NONE&y=1-99999&v=x&l=fr", "#s=%3Cimg%20src=x%20onerror=alert(1)%3E", "#%E0%A4%A", "#__proto__=1"],
)
def test_a_broken_link_opens_the_page_as_it_is(open_page: Open, hash: str) -> None:
    opened = open_page(GRAPH, hash=hash)
    assert opened.page.locator("#panel h2").count() == 0
    assert opened.shown()[0] == len(GRAPH.entities)
    opened.clean()


def test_path_between_two(open_page: Open) -> None:
    opened = open_page(GRAPH)
    for box, text in (("#path-from", "guangyuan"), ("#path-to", "mianyang")):
        opened.page.type(box, text)
        opened.page.keyboard.press("Enter")
    assert "路径：2 步" in opened.panel()
    assert opened.page.locator(".chain > li:not(.step)").all_inner_texts() == ["四川省广元市", "四川省", "四川省绵阳市"]
    opened.page.uncheck('#predicates input[data-name="PART_OF"]')
    assert "四川省\n" not in opened.page.inner_text(".path-found")
    opened.page.click("text=清除路径")
    assert opened.page.locator(".path-found").count() == 0
    assert opened.page.input_value("#path-from") == ""
    opened.clean()


def test_the_table_has_the_same_content(open_page: Open) -> None:
    opened = open_page(GRAPH)
    page = opened.page
    page.click("#toggle-view")
    while page.locator("#table-view .more-rows").is_visible():
        page.click("#table-view .more-rows")
    rows = page.locator("#table-view tbody tr").all_inner_texts()
    assert len(rows) == len(GRAPH.edges)
    wanted = {(name_of(edge.source_id), name_of(edge.target_id)) for edge in GRAPH.edges}
    assert {(row.split("\t")[0].strip(), row.split("\t")[2].strip()) for row in rows} == wanted
    page.click("#table-view th button:has-text('主体')")
    assert page.get_attribute("#table-view thead th:first-child", "aria-sort") == "ascending"
    page.locator(f'#table-view [data-id="e/{EDGE.id}"]').click()
    check_edge_panel(opened)
    page.click("#table-view .tab:has-text('实体')")
    assert page.locator("#table-view tbody tr").count() == len(GRAPH.entities)
    opened.clean()


def test_csv_and_picture_are_saved(open_page: Open, tmp_path: Path) -> None:
    hostile = replace(GRAPH.entities[0], id="place:公式", name='=HYPERLINK("x"),坏', aliases=())
    edge = replace(EDGE, id="hostile", source_id="place:公式", predicate="PART_OF", target_id=GRAPH.entities[1].id)
    graph = replace(GRAPH, entities=(*GRAPH.entities, hostile), edges=(*GRAPH.edges, edge))
    opened = open_page(graph, heading="图谱/一 ../二", accept_downloads=True)
    with opened.page.expect_download() as table:
        opened.page.click("#save-menu summary")
        opened.page.click("#save-csv")
    assert table.value.suggested_filename == "图谱_一_.._二.csv"
    table.value.save_as(tmp_path / "t.csv")
    data = (tmp_path / "t.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert len(rows) == len(graph.edges) + 1 and rows[0][:3] == ["主体", "关系", "客体"]
    assert ["'" + hostile.name, "属于"] in [row[:2] for row in rows]
    assert any(GRAPH.sentences[EDGE.id][0].text in row for row in rows)
    with opened.page.expect_download() as picture:
        opened.page.click("#save-menu summary")
        opened.page.click("#save-png")
    picture.value.save_as(tmp_path / "p.png")
    header = (tmp_path / "p.png").read_bytes()[:24]
    assert header.startswith(b"\x89PNG") and struct.unpack(">II", header[16:24])[0] > 700
    opened.complaints = [line for line in opened.complaints if "blob:" not in line]
    assert [url for url in opened.requests if not url.startswith(("blob:", opened.url))] == []


def test_language_of_the_interface_changes(open_page: Open) -> None:
    opened = open_page(GRAPH, language="en")
    assert opened.page.get_attribute("html", "lang") == "en"
    assert "Place" in opened.page.inner_text("#types")
    opened.run("(id) => explorer.change({ selected: id })", f"e/{EDGE.id}")
    assert "implements" in opened.panel() and "Copy citation" in opened.panel()
    opened.page.click("#toggle-language")
    assert opened.page.get_attribute("html", "lang") == "zh-CN"
    assert "地区" in opened.page.inner_text("#types") and "复制引文" in opened.panel()
    assert opened.page.get_attribute("#search", "placeholder") == "汉字、拼音或首字母"
    opened.clean()


def test_a_legend_says_what_the_colours_mean_and_covers_nothing(open_page: Open) -> None:
    opened = open_page(replace(GRAPH, truncated=True), viewport={"width": 1280, "height": 800})
    page = opened.page
    legend = page.locator("#legend li")
    assert legend.all_inner_texts() == ["地区", "机构", "项目", "活动", "政策"]
    box = page.locator("#corner").bounding_box()
    assert box is not None and opened.lowest() < box["y"]
    page.uncheck('#types input[data-name="POLICY"]')
    assert "政策" not in legend.all_inner_texts()
    page.click("#toggle-language")
    assert legend.first.inner_text() == "Place"
    opened.clean()


def test_signs_without_words_say_what_they_do_under_the_pointer(open_page: Open) -> None:
    opened = open_page(GRAPH)
    opened.page.click("#tab-heat")
    opened.run("(id) => explorer.change({ selected: id })", GUANGYUAN)
    signs = """() => [...document.querySelectorAll('button')].filter((one) => one.checkVisibility() && !/[\\p{L}]/u.test(one.innerText))
        .map((one) => [one.id || one.className, one.title])"""
    found = dict(opened.run(signs))
    assert {"undo", "toggle-theme", "zoom-fit", "dock-close"} <= found.keys() and all(found.values()), found
    opened.clean()


def test_the_counts_are_whole_on_a_phone(open_page: Open) -> None:
    opened = open_page(example(300), viewport={"width": 390, "height": 844})
    assert opened.run("() => { const p = document.querySelector('#counts'); return p.scrollWidth <= p.clientWidth }")
    opened.clean()


def test_dark_mode_repaints_the_canvas(open_page: Open, screenshot: Callable[[Opened, str], bytes]) -> None:
    ground = "() => getComputedStyle(document.body).backgroundColor"
    fill = "(id) => explorer.network.body.nodes[id].options.color.background"
    opened = open_page(GRAPH, color_scheme="dark")
    dark = opened.run(ground), opened.run(fill, GUANGYUAN)
    screenshot(opened, "dark")
    opened.page.click("#toggle-theme")
    light = opened.run(ground), opened.run(fill, GUANGYUAN)
    assert dark[0] != light[0] and dark[1] != light[1]
    screenshot(opened, "light")
    opened.clean()


def test_phone_has_a_drawer_and_a_sheet(open_page: Open, screenshot: Callable[[Opened, str], bytes]) -> None:
    opened = open_page(GRAPH, viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page = opened.page
    assert page.evaluate("() => document.documentElement.scrollWidth") == 390
    assert not page.is_visible("#search") and not page.is_visible("#panel")
    page.tap("#open-filters")
    page.wait_for_timeout(300)
    page.fill("#search", "xms")
    page.tap("#search-list li:first-child")
    page.wait_for_selector("#panel h2:has-text('福建省厦门市')")
    sheet = page.locator("#panel").bounding_box()
    assert sheet is not None and sheet["width"] == 390 and 300 < sheet["y"] < 800
    y = opened.run(
        "(id) => explorer.network.canvasToDOM(explorer.network.getPosition(id)).y + 55", "n/place:福建省厦门市"
    )
    assert 55 < y < sheet["y"], "the chosen node lies under the sheet"
    screenshot(opened, "phone")
    page.tap("#panel .close")
    assert not page.is_visible("#panel")
    page.tap("#toggle-view")
    assert page.is_visible("#table-view table")
    opened.clean()


def test_an_empty_graph_says_so(open_page: Open) -> None:
    opened = open_page(Subgraph())
    assert opened.page.inner_text("#empty").startswith("这里还没有内容")
    for button in ("#zoom-fit", "#zoom-in", "#toggle-view", "#toggle-view", "#toggle-theme", "#reset"):
        opened.page.click(button)
    assert opened.search("广元") == []
    opened.clean()


def test_filters_that_leave_nothing_say_so(open_page: Open) -> None:
    opened = open_page(GRAPH)
    for box in opened.page.locator("#types input").all():
        box.uncheck()
    assert opened.page.is_visible("#nothing")
    opened.page.click("#reset")
    assert not opened.page.is_visible("#nothing")
    opened.clean()


def test_a_cut_graph_says_so(open_page: Open) -> None:
    opened = open_page(replace(GRAPH, truncated=True))
    assert opened.page.is_visible("#truncated")


def test_a_part_of_the_graph_says_only_what_it_knows_of_two_places(open_page: Open) -> None:
    first, second = (
        one.id for one in GRAPH.entities if one.level == "prefecture" and one.name.endswith(("广元市", "绵阳市"))
    )
    link = f"#d=compare&m=n/{first}&n=n/{second}"
    whole = open_page(GRAPH, hash=link).page
    assert whole.locator(".compare-column").count() == 3 and "%" in whole.inner_text("#alike")
    opened = open_page(replace(GRAPH, truncated=True), hash=link)
    page = opened.page
    assert page.locator(".compare-column h3").all_inner_texts() == [
        whole.locator(".compare-column h3").all_inner_texts()[1]
    ]
    assert page.inner_text("#alike").startswith(
        f"依据此页上的 {len(GRAPH.edges)} 条关系"
    ) and "%" not in page.inner_text("#dock-body")
    page.click("#toggle-language")
    assert page.inner_text("#alike").startswith("By the ")
    # With what the places do in the whole graph it is known: things that are not on the page cannot be shown there.
    done = {
        first: {"programme:甲": ("甲", 2020), "programme:乙": ("乙", None)},
        second: {"programme:乙": ("乙计划", 2021)},
    }
    opened = open_page(replace(GRAPH, truncated=True), hash=link, done=done)
    assert [one.split() for one in opened.page.locator(".compare-column").all_inner_texts()] == [
        [f"仅{name_of(first)}", "(1)", "甲", "2020"], ["两地共有", "(1)", "乙", "–", "/", "2021"], [f"仅{name_of(second)}", "(0)"],
    ]  # fmt: skip
    assert (
        opened.page.inner_text("#alike") == "相似度 50%" and opened.page.locator(".compare-column button").count() == 0
    )
    opened.clean()


def test_parallel_relations_are_kept_and_lie_apart(open_page: Open) -> None:
    ends = (Entity(id="org:甲局", type="ORG", name="甲局"), Entity(id="place:乙市", type="PLACE", name="乙市"))
    relations = ("LOCATED_IN", "PARTNERS_WITH")
    edges = [
        Edge(
            id=name, source_id="org:甲局", predicate=name, target_id="place:乙市", basis="text", count=1, years=(2020,)
        )
        for name in relations
    ]
    sentences = {
        name: (
            Sentence(
                text=f"依据{name}", report_id="r", heading="样例", source="样.txt", passage_id="r/0", start=0, end=3
            ),
        )
        for name in relations
    }
    opened = open_page(Subgraph(entities=ends, edges=tuple(edges), sentences=sentences))
    assert opened.shown() == (2, 2)
    # Walk across the middle between both ends: two different lines are met.
    met = opened.run(
        """() => { const n = explorer.network; n.moveTo({ scale: 3 });
        const a = n.getPosition('n/org:甲局'), b = n.getPosition('n/place:乙市');
        const met = new Set(); const long = Math.hypot(b.x - a.x, b.y - a.y);
        for (let s = -40; s <= 40; s += 1) {
          const p = { x: (a.x + b.x) / 2 - (b.y - a.y) / long * s, y: (a.y + b.y) / 2 + (b.x - a.x) / long * s };
          const id = n.getEdgeAt(n.canvasToDOM(p)); if (id) met.add(id); }
        return [...met].sort() }"""
    )
    assert met == ["e/LOCATED_IN", "e/PARTNERS_WITH"]
    opened.clean()


def test_a_thousand_nodes_open(open_page: Open, capsys: pytest.CaptureFixture[str]) -> None:
    opened = open_page(example(1000))
    assert opened.shown()[0] == 1000
    paint = opened.run("() => Math.round(performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0)")
    drawn = opened.run("() => Math.round(performance.now())")
    with capsys.disabled():
        print(
            f"\n1 000 nodes: first contentful paint {paint} ms, graph there and answering {drawn} ms after navigation"
        )
    opened.clean()


def test_what_people_hear_and_where_tab_leads(open_page: Open) -> None:
    opened = open_page(GRAPH)
    page = opened.page
    unnamed = opened.run(
        """() => [...document.querySelectorAll('button, input, [role]:not([role=status])')].filter((e) => e.offsetParent !== null
        && !(e.getAttribute('aria-label') || e.labels?.length || e.textContent.trim() || e.placeholder)).map((e) => e.outerHTML)"""
    )
    assert unnamed == []
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.id") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "search"
    opened.run("(id) => explorer.change({ selected: id })", GUANGYUAN)
    page.locator("#panel [data-edge]").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "panel", "the focus is lost when the panel changes"
    opened.clean()


@pytest.mark.parametrize("box", ["#search", "#path-from", "#path-to"])
def test_typing_in_a_box_moves_nothing(open_page: Open, box: str) -> None:
    opened = open_page(GRAPH, viewport={"width": 1366, "height": 768})
    page = opened.page
    page.focus(box)
    measure = """() => [document.querySelector("#graph").clientHeight, explorer.network.getViewPosition(),
        document.scrollingElement.scrollTop, document.body.scrollTop, document.querySelector("#filters").scrollTop]"""
    before = opened.run(measure)
    page.keyboard.type("市")
    page.locator(f"{box}-list li").nth(5).wait_for()
    assert opened.run(measure) == before
    # All of the list lies in the window and over the columns.
    seen = """(id) => { const list = document.querySelector(id).getBoundingClientRect();
        const seen = (x, y) => Boolean(document.elementFromPoint(list.left + x, list.top + y)?.closest(id));
        return [seen(3, 3), seen(list.width - 3, list.height - 3)] }"""
    assert opened.run(seen, f"{box}-list") == [True, True]
    opened.clean()


def opacities(opened: Opened) -> set[float]:
    return set(opened.run("() => explorer.network.body.data.nodes.get().map((node) => node.opacity)"))


def test_a_selection_that_the_filters_hide_dims_nothing_and_is_said(open_page: Open) -> None:
    opened = open_page(GRAPH)
    page = opened.page
    opened.run("(id) => explorer.change({ selected: id })", GUANGYUAN)
    assert opacities(opened) == {1, 0.16} and page.locator("#panel .filtered").count() == 0
    page.uncheck('#types input[data-name="PLACE"]')
    assert opacities(opened) == {1}
    assert "所选内容被当前筛选隐藏" in opened.panel() and "所选内容被当前筛选隐藏" in page.inner_text("#live")
    page.click('#panel [data-act="unfilter"]')
    assert opacities(opened) == {1, 0.16} and page.locator("#panel .filtered").count() == 0
    assert page.inner_text("#panel h2") == "四川省广元市"
    opened.run("(id) => explorer.change({ selected: id })", f"e/{EDGE.id}")
    page.uncheck('#predicates input[data-name="IMPLEMENTS"]')
    assert opacities(opened) == {1} and page.locator("#panel .filtered").is_visible()
    # Things that were shown together are no reason to dim the rest either, once they are hidden.
    opened.run("(id) => explorer.change({ selected: '', lit: '1', steps: [['s', id, 'n/place:重庆市']] })", GUANGYUAN)
    assert opacities(opened) == {1, 0.16}
    page.uncheck('#types input[data-name="PLACE"]')
    assert opacities(opened) == {1}
    opened.clean()


def test_the_start_of_a_path_waits_while_its_end_is_searched_for(open_page: Open) -> None:
    opened = open_page(GRAPH)
    page = opened.page
    for text, act in (("guangyuan", "path_set_from"), ("ningbo", "path_set_to")):
        opened.search(text)
        page.keyboard.press("Enter")
        page.click(f'#panel [data-act="{act}"]')
    assert "四川省广元市" in page.inner_text(".chain") and "浙江省宁波市" in page.inner_text(".chain")
    # A way that was found gives way to what is searched for next.
    opened.search("xiamen")
    page.keyboard.press("Enter")
    assert page.inner_text("#panel h2") == "福建省厦门市" and page.locator(".path-found").count() == 0
    opened.clean()


def test_a_long_list_says_how_many_more_there_are(open_page: Open) -> None:
    opened = open_page(example(1000))
    offered = opened.search("计划")
    every = sum("计划" in entity.name for entity in example(1000).entities)
    assert len(offered) == 12 < every
    assert opened.page.inner_text("#search-list li:last-child").startswith(f"还有 {every - 12} 个")
    assert opened.page.inner_text("#live") == f"找到 {every} 个，列出前 12 个"
    # The arrows go round the names only.
    opened.page.keyboard.press("ArrowUp")
    assert opened.page.get_attribute("#search", "aria-activedescendant") == "search-list-11"
    opened.clean()


def test_namesakes_are_told_apart_by_what_names_them(open_page: Open) -> None:
    masked = [Entity(id=f"place:XXX县@{number}", type="PLACE", name="XXX县") for number in (1, 2)]
    said = {
        entity.id: (
            Sentence(text="XXX县", report_id="r", heading=heading, source="样", passage_id="r/0", start=0, end=4),
        )
        for entity, heading in zip(masked, ("甲县工作总结", "乙县工作总结"), strict=True)
    }
    opened = open_page(Subgraph(entities=tuple(masked), edges=(), sentences=said))
    assert sorted(opened.search("XXX")) == ["XXX县\n乙县工作总结", "XXX县\n甲县工作总结"]
    opened.clean()


def test_the_drawer_of_a_phone_takes_the_focus_at_once(open_page: Open) -> None:
    opened = open_page(GRAPH, viewport={"width": 800, "height": 700}, reduced_motion="no-preference")
    page = opened.page
    page.keyboard.press("/")
    assert page.evaluate("() => document.activeElement.id") == "search"
    page.keyboard.type("guangyuan")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel h2:has-text('四川省广元市')")
    assert page.evaluate("() => document.activeElement.id") == "open-filters", "the focus went away with the drawer"
    assert page.evaluate("() => [scrollX, document.body.scrollLeft]") == [0, 0]
    opened.clean()


def test_keys_reach_details_and_drawing_by_name(open_page: Open) -> None:
    opened = open_page(GRAPH)
    page = opened.page
    for wanted in ("skip", "skip-details"):
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement.id") == wanted
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "panel"
    drawing = page.get_by_role("application", name="关系图")
    assert drawing.get_attribute("tabindex") is not None
    page.click("#toggle-language")
    assert page.get_by_role("application", name="Graph of relations").count() == 1
    opened.clean()


def test_sheet_and_dock_of_a_phone_give_way_to_each_other(open_page: Open) -> None:
    opened = open_page(GRAPH, viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page = opened.page
    both = """() => [document.querySelector("#dock-body"), document.querySelector("#panel")].map((one) => one.checkVisibility())"""
    page.tap("#tab-heat")
    assert opened.run(both) == [True, False]
    opened.run("(id) => explorer.change({ selected: id })", GUANGYUAN)
    assert opened.run(both) == [False, True]
    page.tap('#panel [data-act="show_timeline"]')
    assert opened.run(both) == [True, False]
    assert "四川省广元市" in page.inner_text("#dock-body"), "the timeline is that of what was chosen"
    page.tap("#dock-close")
    assert opened.run(both) == [False, True]
    opened.clean()


def test_the_dock_can_be_closed_in_a_narrow_window(open_page: Open) -> None:
    opened = open_page(GRAPH, language="en", viewport={"width": 830, "height": 700})
    opened.page.click("#tab-heat")
    dock, close = (opened.page.locator(one).bounding_box() for one in ("#dock", "#dock-close"))
    assert dock and close and close["x"] + close["width"] <= dock["x"] + dock["width"]
    opened.page.click("#dock-close")
    opened.clean()


def test_hidden_things_come_back_after_a_reload(open_page: Open) -> None:
    opened = open_page(GRAPH)
    page = opened.page
    first = opened.shown()
    assert not page.is_visible("#show-hidden") and not page.is_visible("#start-over")
    for one in (GUANGYUAN, "n/place:重庆市"):
        opened.run("(id) => explorer.change({ selected: id })", one)
        page.click('#panel [data-act="hide"]')
        opened.run("() => explorer.ready()")
    link = opened.run("() => location.hash")
    again = open_page(GRAPH, hash=link)
    assert again.shown()[0] == first[0] - 2
    assert again.page.inner_text("#show-hidden") == "已隐藏 2 个 · 恢复"
    again.page.click("#show-hidden")
    again.run("() => explorer.ready()")
    assert again.shown() == first and not again.page.is_visible("#show-hidden")
    page.click("#start-over")
    opened.run("() => explorer.ready()")
    assert opened.shown() == first and "x=" not in opened.run("() => location.hash")
    page.click("#undo")
    assert opened.shown()[0] == first[0] - 2
    opened.clean()
    again.clean()


def test_a_link_to_what_is_not_on_the_page_says_so(open_page: Open) -> None:
    opened = open_page(GRAPH, hash="#s=n/programme:%E7%94%B2%E8%AE%A1%E5%88%92")
    assert opened.page.inner_text("#notify") == "链接所指的“甲计划”不在此页"
    assert opened.shown()[0] == len(GRAPH.entities)
    opened.clean()


def test_a_dragged_node_stays_where_it_was_put(open_page: Open) -> None:
    opened = open_page(GRAPH)
    opened.search("guangyuan")
    opened.page.keyboard.press("Enter")
    where = """(id) => { const n = explorer.network, p = n.canvasToDOM(n.getPosition(id));
        const box = document.querySelector('#graph').getBoundingClientRect(); return [p.x + box.left, p.y + box.top] }"""
    x, y = opened.run(where, GUANGYUAN)
    opened.page.mouse.move(x, y)
    opened.page.mouse.down()
    opened.page.mouse.move(x + 40, y + 30, steps=4)
    opened.page.mouse.up()
    moved = opened.run(where, GUANGYUAN)
    assert moved == pytest.approx([x + 40, y + 30], abs=12)
    # Hiding and showing its type makes vis-network take it from the data again.
    opened.page.uncheck('#types input[data-name="PLACE"]')
    opened.page.check('#types input[data-name="PLACE"]')
    assert opened.run(where, GUANGYUAN) == pytest.approx(moved, abs=2)
    assert opened.page.inner_text("#panel h2") == "四川省广元市"
    opened.clean()


@pytest.mark.parametrize(
    ("name", "text", "marked"),
    [
        ("云桥夜话制度", "我市试行“云桥夜话”制度；", "“云桥夜话”制度"),
        ("“云桥夜话”制度", "坚持云桥夜话制度。", "云桥夜话制度"),
        ("云桥意见", "印发《云桥意见》等文件", "《云桥意见》"),
        ("云桥夜话制度", "说“云桥夜话”是制度", None),
    ],
)
def test_a_name_is_marked_with_or_without_its_quotes(open_page: Open, name: str, text: str, marked: str | None) -> None:
    ends = (Entity(id="place:甲", type="PLACE", name="甲市"), Entity(id="programme:乙", type="PROGRAMME", name=name))
    edge = Edge(
        id="e", source_id="place:甲", predicate="IMPLEMENTS", target_id="programme:乙", basis="text", confidence=0.998
    )
    said = Sentence(text=text, report_id="r", heading="样例", source="样.txt", passage_id="r/0", start=0, end=len(text))
    opened = open_page(Subgraph(entities=ends, edges=(edge,), sentences={"e": (said,)}), hash="#s=e/e")
    assert opened.page.inner_text("blockquote") == text
    assert opened.page.locator("mark").all_inner_texts() == ([marked] if marked else [])
    assert ">99%" in opened.panel()
    opened.clean()
