"""The explorer as an analyst uses it, in a real Chromium, over both stores."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Route

from kg.bundle import Bundle
from kg.decisions import Decision, settle, waiting
from kg.errors import DecisionError, UsageError
from kg.store import open_store
from pipelines.build import build
from pipelines.explorer import StoreExplorer
from pipelines.load import load
from pipelines.review import review
from pipelines.view import view
from tests.browser.conftest import Opened
from tests.browser.explorers import Served, made_bundle, served
from tests.work import calls

Open = Callable[..., Opened]
GUANGYUAN, MIANYANG = "n/place:510800", "n/place:510700"
FOCUS = "?focus=" + quote("襄阳市")


def choose(opened: Opened, field: str, text: str, name: str) -> None:
    """Type into a box and take a name it offers."""
    opened.page.fill(field, "")
    opened.page.type(field, text)
    opened.page.locator(f"{field}-list li", has_text=name).first.click()


def select(opened: Opened, text: str, name: str) -> None:
    choose(opened, "#search", text, name)
    opened.page.locator("#panel h2", has_text=name).wait_for()


def act(opened: Opened, name: str) -> None:
    opened.page.locator(f'#panel [data-act^="{name}"]').first.click()
    opened.run("() => explorer.ready()")


def dock(opened: Opened, name: str) -> None:
    opened.page.click(f"#tab-{name}")


def places(opened: Opened) -> dict[str, list[float]]:
    found: dict[str, list[float]] = opened.run(
        "() => Object.fromEntries(Object.entries(explorer.network.getPositions()).map(([id, p]) => [id, [p.x, p.y]]))"
    )
    return found


def saved(opened: Opened, press: Callable[[], None]) -> bytes:
    with opened.page.expect_download() as download:
        press()
    return Path(download.value.path()).read_bytes()


def from_menu(opened: Opened, what: str) -> bytes:
    opened.page.click("#save-menu summary")
    return saved(opened, lambda: opened.page.click(f"#save-{what}"))


def test_a_persons_path(open_explorer: Open, screenshot: Callable[[Opened, str], bytes], explorer: Served) -> None:
    opened = open_explorer(FOCUS)
    page = opened.page
    before = places(opened)
    assert GUANGYUAN not in before
    select(opened, "gy", "广元市")
    act(opened, "expand")
    after = places(opened)
    assert {one: after[one] for one in before} == before, "what was there has moved"
    assert {GUANGYUAN, "n/programme:板凳夜话工作法", "n/campaign:清泉润心专项行动"} <= after.keys()
    far = [abs(after[GUANGYUAN][i] - after["n/programme:板凳夜话工作法"][i]) for i in (0, 1)]
    assert max(far) < 600
    page.fill("#year-from", "2020")
    page.fill("#year-to", "2022")
    page.uncheck("#undated")
    assert page.inner_text("#years-shown") == "2020–2022"
    page.locator("#panel .row", has_text="板凳夜话工作法").click()
    page.locator(".sentence blockquote").wait_for()
    assert page.inner_text(".sentence blockquote") == "2021年，广元市推行“板凳夜话”工作法。"
    assert "广元市2022年组织工作总结" in opened.panel()
    assert "guangyuan.txt" in opened.panel() and str(explorer.bundle.root.parent) not in opened.panel()
    dock(opened, "compare")
    choose(opened, "#compare-first", "广元", "广元市")
    choose(opened, "#compare-second", "my", "绵阳市")
    page.locator(".compare-column").nth(2).wait_for()
    columns = page.locator(".compare-column").all_inner_texts()
    assert "板凳夜话工作法" in columns[0] and "灯塔领航工程" in columns[2]
    assert "青禾育苗计划" in columns[1] and "2019 / 2021" in columns[1]
    picture = from_menu(opened, "png")
    assert picture.startswith(b"\x89PNG") and len(picture) > 10_000
    screenshot(opened, "explorer_path")
    again = open_explorer(page.url.removeprefix(explorer.address))
    assert places(again) == places(opened)
    assert again.page.inner_text("#years-shown") == "2020–2022"
    assert again.page.inner_text("#panel h2") == page.inner_text("#panel h2")
    again.page.locator(".compare-column").nth(2).wait_for()
    assert again.page.locator(".compare-column").all_inner_texts() == columns
    opened.clean()
    again.clean()


def test_expand_collapse_hide_and_undo(open_explorer: Open) -> None:
    opened = open_explorer(FOCUS)
    select(opened, "绵阳", "绵阳市")
    start = places(opened)
    act(opened, "expand")
    opened.page.locator("#notify", has_text="新增").wait_for()
    expanded = places(opened)
    assert len(expanded) > len(start)
    act(opened, "collapse")
    collapsed = places(opened)
    # What another thing on the page holds as well stays.
    assert len(collapsed) < len(expanded) and "n/programme:青禾育苗计划" in collapsed
    act(opened, "hide")
    assert MIANYANG not in places(opened)
    for wanted in (collapsed, expanded, start):
        opened.page.keyboard.press("Escape")
        opened.page.evaluate("() => document.activeElement.blur()")
        while places(opened).keys() != wanted.keys():
            opened.page.click("#undo")
    opened.page.go_back()
    opened.clean()


def test_path_through_the_whole_graph(open_explorer: Open) -> None:
    opened = open_explorer(FOCUS)
    choose(opened, "#path-from", "襄阳", "襄阳市")
    choose(opened, "#path-to", "liancun", "联村解难行动")
    opened.page.locator(".chain").wait_for()
    chain = opened.page.inner_text(".chain")
    assert "襄阳市" in chain and "青禾育苗计划" in chain and "联村解难行动" in chain
    opened.page.locator(".chain .step button").first.click()
    opened.page.locator(".sentence").first.wait_for()
    opened.clean()


def test_filters_by_province_confidence_type_and_relation(open_explorer: Open) -> None:
    opened = open_explorer()
    page = opened.page
    everything = opened.shown()
    page.select_option("#province", "湖北省")
    names = opened.run("() => explorer.network.body.data.nodes.getIds()")
    assert "n/place:420600" in names and GUANGYUAN not in names
    page.select_option("#province", "")
    assert opened.shown() == everything
    page.fill("#sure", "100")
    assert opened.shown()[1] < everything[1]
    page.click("#undo")
    assert opened.shown() == everything
    page.uncheck('#types input[data-name="CAMPAIGN"]')
    page.uncheck('#predicates input[data-name="IMPLEMENTS"]')
    left = opened.run("() => explorer.network.body.data.nodes.getIds()")
    assert not [one for one in left if one.startswith("n/campaign:")]
    page.click("#reset")
    assert opened.shown() == everything
    opened.clean()


def test_years_play_and_show_a_programme_spread(open_explorer: Open) -> None:
    opened = open_explorer("?focus=" + quote("青禾育苗"))
    page = opened.page
    page.clock.install()
    page.clock.pause_at(page.evaluate("() => Date.now()") + 1000)
    page.click("#play")
    seen = []
    for _ in range(5):
        ids = opened.run("() => explorer.network.body.data.nodes.getIds()")
        seen.append(
            (
                page.inner_text("#years-shown"),
                [one for one in ids if one.startswith("n/place:5107")],
                "n/place:420600" in ids,
            )
        )
        page.clock.run_for(1100)
    assert seen == [
        ("2019", [], False), ("2019–2020", [], False), ("2019–2021", [MIANYANG], False), ("2019–2022", [MIANYANG], True),
        ("2019–2022", [MIANYANG], True),
    ]  # fmt: skip
    assert page.get_attribute("#play", "aria-pressed") == "false"
    opened.clean()


def test_questions_as_forms_with_the_answer_beside_the_graph(open_explorer: Open) -> None:
    opened = open_explorer(FOCUS)
    page = opened.page
    dock(opened, "query")
    page.select_option("#question", "diffusion")
    page.type("#ask-programme", "qhym")
    page.locator("#ask-programme-list li", has_text="青禾育苗计划").click()
    page.select_option("#ask-with", "pagerank")
    page.click("#ask-run")
    page.locator("#ask-answer tbody tr").nth(2).wait_for()
    rows = page.locator("#ask-answer tbody tr").all_inner_texts()
    assert [row.split()[:2] for row in rows] == [["2019", "广元市"], ["2021", "绵阳市"], ["2022", "襄阳市"]]
    assert "PageRank" in page.inner_text("#ask-answer thead")
    book = saved(opened, lambda: page.click('#ask-answer [data-save="xlsx"]'))
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    assert [cell.value for cell in sheet[2]][:2] == [2019, "广元市"]
    text = saved(opened, lambda: page.click('#ask-answer [data-save="csv"]')).decode("utf-8-sig")
    assert text.splitlines()[1].startswith("2019,广元市,四川省")
    page.click('#ask-answer [data-act="show"]')
    page.locator("#notify", has_text="新增").wait_for()
    assert {GUANGYUAN, MIANYANG} <= places(opened).keys()
    again = open_explorer(page.url.removeprefix(opened.url))
    again.page.locator("#ask-answer tbody tr").nth(2).wait_for()
    assert places(again).keys() == places(opened).keys()
    page.fill("#ask-programme", "没有这个计划")
    page.click("#ask-run")
    page.locator("#ask-answer .wrong").wait_for()
    assert "没有这个计划" in page.inner_text("#ask-answer .wrong")
    # A refused question is an answer of the server that the browser writes to its console; nothing else may stand there.
    assert all("status of 400" in line for line in opened.complaints)
    again.clean()


def test_free_cypher_reads_and_the_store_refuses_writes(open_explorer: Open) -> None:
    opened = open_explorer(FOCUS)
    page = opened.page
    dock(opened, "query")
    page.select_option("#question", "cypher")
    page.fill("#cypher", "MATCH (p:Place)-[:RUNS]->(c) RETURN p.name, c.name, p.id ORDER BY p.name, c.name")
    page.click("#ask-run")
    page.locator("#ask-answer tbody tr").nth(3).wait_for()
    page.fill("#cypher", "MATCH (p:Place) SET p.name = 'x' RETURN p.name")
    page.click("#ask-run")
    page.locator("#ask-answer .wrong").wait_for()
    assert "read-only" in page.inner_text("#ask-answer .wrong")


def test_charts_are_drawn_saved_and_readable_as_tables(open_explorer: Open) -> None:
    opened = open_explorer(FOCUS)
    page = opened.page
    select(opened, "青禾", "青禾育苗计划")
    dock(opened, "timeline")
    page.locator("svg.chart .chart-name").nth(2).wait_for()
    names = page.locator("svg.chart .chart-name").all_text_contents()
    assert [name[:3] for name in names] == ["广元市", "绵阳市", "襄阳市"], "in the order in which they began"
    drawing = saved(opened, lambda: page.click('#dock-body [data-save="svg"]')).decode()
    assert drawing.startswith("<svg") and "广元市" in drawing and "class=" not in drawing
    page.click(".as-table summary")
    assert "2019" in page.inner_text(".as-table tbody tr:first-child")
    dock(opened, "heat")
    page.locator("rect.heat-cell").first.wait_for()
    assert "格内数字是最早年份" in page.inner_text("#dock-body .dock-head")
    assert {"2019", "2020", "2021"} <= set(page.locator(".heat-year").all_text_contents()), (
        "two digits look like a count"
    )
    cell = page.locator("rect.heat-cell[aria-label='绵阳市 · 联村解难行动 · 2021']")
    cell.focus()
    page.keyboard.press("Enter")
    page.locator(".chain").wait_for()
    assert "绵阳市" in page.inner_text(".chain") and "联村解难行动" in page.inner_text(".chain")
    graph = from_menu(opened, "svg").decode()
    assert "<circle" in graph and "绵阳市" in graph and "script" not in graph
    page.click("#toggle-view")
    with zipfile.ZipFile(io.BytesIO(from_menu(opened, "xlsx"))) as book:
        assert book.testzip() is None
    opened.clean()


def test_sizes_and_colours_by_measures(open_explorer: Open) -> None:
    opened = open_explorer()
    read = "() => explorer.network.body.data.nodes.get().map((n) => [n.id, n.size, n.color.background])"
    before = opened.run(read)
    legend = opened.page.locator("#legend li")
    assert legend.all_inner_texts() == ["地区", "机构", "项目", "活动", "政策"]
    opened.page.select_option("#colour-by", "community")
    opened.page.wait_for_function("() => explorer.state.colourBy === 'community'")
    opened.page.select_option("#size-by", "pagerank")
    opened.page.wait_for_function("() => explorer.state.sizeBy === 'pagerank'")
    after = {one: (size, colour) for one, size, colour in opened.run(read)}
    assert after["n/programme:青禾育苗计划"][0] > after["n/programme:楼栋议事机制"][0]
    assert any(after[one][0] != size for one, size, _ in before)
    assert len({colour for _, colour in after.values()}) > 2
    assert any(after[one][1] != colour for one, _, colour in before)
    # Each colour of the legend is one of the drawing, with the name of what stands in it.
    swatches = opened.run(
        "() => [...document.querySelectorAll('#legend circle')].map((one) => one.getAttribute('fill'))"
    )
    assert len(set(swatches)) == len(swatches) > 1 and set(swatches) <= {colour for _, colour in after.values()}
    assert "等" in legend.first.inner_text()
    linked = open_explorer("#k=community&l=en", viewport={"width": 390, "height": 844})
    linked.page.locator("#legend li", has_text="etc. (").first.wait_for()
    box = linked.page.locator("#corner").bounding_box()
    assert box is not None and linked.lowest() < box["y"], "the legend covers the drawing"
    opened.clean()
    linked.clean()


@pytest.mark.parametrize(
    ("language", "theme", "size"),
    [("zh", "light", (1400, 860)), ("en", "dark", (1400, 860)), ("zh", "light", (390, 844))],
)
def test_accessible_in_every_look(
    open_explorer: Open, screenshot: Callable[[Opened, str], bytes], language: str, theme: str, size: tuple[int, int]
) -> None:
    opened = open_explorer(
        f"{FOCUS}#l={language}&s={quote('n/place:420600')}&m={GUANGYUAN}&n={MIANYANG}",
        viewport={"width": size[0], "height": size[1]}, color_scheme=theme,
    )  # fmt: skip
    page = opened.page
    serious = []
    for name in ("query", "compare", "timeline", "heat", "review"):
        if size[0] < 800 and page.locator("#panel .close").is_visible():
            page.click("#panel .close")
        dock(opened, name)
        page.wait_for_function(
            "() => document.querySelectorAll('#dock-body > *').length && !document.body.classList.contains('busy')"
        )
        screenshot(opened, f"explorer_{name}_{language}_{theme}_{size[0]}")
        found = Axe().run(page).response["violations"]
        serious += [
            (name, one["id"], one["nodes"][0]["html"][:200])
            for one in found
            if one["impact"] in ("serious", "critical")
        ]
    assert serious == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= size[0]
    opened.clean()


def test_everything_by_keyboard(open_explorer: Open) -> None:
    opened = open_explorer(FOCUS)
    page = opened.page
    page.keyboard.press("/")
    page.keyboard.type("板凳夜话")
    page.locator("#search-list li", has_text="板凳夜话工作法").wait_for()
    page.keyboard.press("Enter")
    page.locator("#panel h2", has_text="板凳夜话工作法").wait_for()
    page.focus('#panel [data-act^="expand"]')
    page.keyboard.press("Enter")
    page.wait_for_function("(id) => explorer.network.body.data.nodes.get(id)", arg=GUANGYUAN)
    page.focus("#panel .row")
    page.keyboard.press("Enter")
    page.locator(".sentence").wait_for()
    page.focus("#tab-timeline")
    page.keyboard.press("Enter")
    page.locator("svg.chart").wait_for()
    page.focus("svg.chart .chart-name")
    page.keyboard.press("Enter")
    page.locator("#panel h2", has_text="广元市").wait_for()
    page.keyboard.press("Control+z")
    page.locator(".sentence").wait_for()
    opened.clean()


def held(opened: Opened, name: str) -> list[Route]:
    """Hold the answers of an endpoint back, as a slow server would; `continue_()` lets one go."""
    waiting: list[Route] = []
    opened.page.route(f"**/api/{name}", lambda route: waiting.append(route))
    return waiting


def until(opened: Opened, true: Callable[[], object]) -> None:
    """Wait, with the browser running, for something that the page asks for."""
    for _ in range(200):
        if true():
            return
        opened.page.wait_for_timeout(50)
    raise AssertionError("it never came")


def test_waiting_and_failing_are_not_taken_for_nothing(open_explorer: Open) -> None:
    opened = open_explorer(FOCUS)
    page = opened.page
    waiting = held(opened, "search")
    page.fill("#search", "清泉")
    until(opened, lambda: waiting)
    assert page.inner_text("#search-list") == "正在查找…"
    waiting[-1].continue_()
    page.locator("#search-list li", has_text="清泉润心专项行动").wait_for()
    page.unroute("**/api/search")
    page.route("**/api/*", lambda route: route.abort())
    page.fill("#search", "领航")
    page.locator("#search-list li", has_text="服务没有答复").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    opened.run("() => explorer.change({ selected: 'n/programme:青禾育苗计划' })")
    page.click('#panel [data-act^="expand"]')
    page.locator('#panel [data-act^="expand"]:not([aria-disabled])').wait_for()
    assert "服务没有响应" in page.inner_text("#notify") and page.locator("#notify.wrong").is_visible()
    page.locator("#panel .more-rows", has_text="重试").wait_for()
    page.unroute("**/api/*")
    # The error goes when the next question is answered.
    page.click("#panel .more-rows >> text=重试")
    page.locator("#panel .sentence").first.wait_for()
    assert not page.locator("#notify").is_visible()
    act(opened, "expand")
    page.locator("#notify", has_text="新增").wait_for()
    # The error of a question goes when the next one is answered.
    dock(opened, "query")
    page.select_option("#question", "places_of_programme")
    page.fill("#ask-programme", "没有这个计划")
    page.click("#ask-run")
    page.locator("#ask-answer .wrong", has_text="没有叫“没有这个计划”的项目或活动").wait_for()
    assert not page.locator("#notify.wrong").is_visible(), "the error is said once"
    page.click("#toggle-language")
    page.locator("#ask-answer .wrong", has_text="No programme or campaign is called “没有这个计划”").wait_for()
    assert "kg " not in page.inner_text("body")
    page.fill("#ask-programme", "青禾育苗计划")
    page.click("#ask-run")
    page.locator("#ask-answer tbody tr").first.wait_for()
    assert not page.locator("#ask-answer .wrong").count()


@pytest.mark.parametrize(("there", "said"), [(160, "还有 148 个"), (200, "还有至少 188 个")])
def test_more_than_is_listed_is_counted_in_the_whole_graph(open_explorer: Open, there: int, said: str) -> None:
    opened = open_explorer(FOCUS)
    things = [
        {"id": f"programme:溪{n}工程", "name": f"溪{n}工程", "kind": "PROGRAMME", "mentions": 1} for n in range(there)
    ]
    found = {"found": [{**one, "aliases": [], "py": ["xi gong cheng"]} for one in things[:12]], "simplified": "溪"}
    counted = {"columns": ["id", "kind"], "rows": [[one["id"], one["kind"]] for one in things], "truncated": False}
    opened.page.route("**/api/search", lambda route: route.fulfill(json=found))
    opened.page.route("**/api/ask", lambda route: route.fulfill(json=counted))
    opened.page.fill("#search", "溪")
    opened.page.locator("#search-list li:last-child", has_text=said).wait_for()
    assert opened.page.locator("#search-list li").count() == 13
    opened.clean()


def test_a_late_answer_leaves_what_was_chosen_meanwhile(open_explorer: Open) -> None:
    opened = open_explorer(FOCUS)
    page = opened.page
    select(opened, "青禾", "青禾育苗计划")
    waiting = held(opened, "expand")
    button = page.locator('#panel [data-act^="expand"]')
    button.click()
    until(opened, lambda: waiting)
    assert button.is_disabled() and button.inner_text() == "正在展开…"
    button.click(force=True)
    opened.run("() => explorer.change({ selected: 'n/place:420600' })")
    before = places(opened)
    assert len(waiting) == 1, "it was asked for twice"
    waiting[0].continue_()
    opened.run("() => explorer.ready()")
    assert places(opened).keys() > before.keys()
    assert page.inner_text("#panel h2") == "襄阳市"
    # The same for a thing that is fetched because it was searched for.
    waiting = held(opened, "show")
    choose(opened, "#search", "清泉", "清泉润心专项行动")
    until(opened, lambda: waiting)
    opened.run("() => explorer.change({ selected: 'n/programme:青禾育苗计划' })")
    waiting[0].continue_()
    opened.run("() => explorer.ready()")
    assert "n/campaign:清泉润心专项行动" in places(opened)
    assert page.inner_text("#panel h2") == "青禾育苗计划"
    opened.clean()


def test_hidden_things_and_the_first_graph_come_back(open_explorer: Open) -> None:
    opened = open_explorer(FOCUS)
    first = places(opened)
    select(opened, "绵阳", "绵阳市")
    act(opened, "expand")
    expanded = places(opened)
    act(opened, "hide")
    again = open_explorer(opened.page.url.removeprefix(opened.url))
    assert MIANYANG not in places(again)
    assert again.page.inner_text("#show-hidden") == "已隐藏 1 个 · 恢复"
    again.page.click("#show-hidden")
    again.run("() => explorer.ready()")
    assert places(again) == expanded and not again.page.is_visible("#show-hidden")
    again.page.click("#start-over")
    again.run("() => explorer.ready()")
    assert places(again) == first and not again.page.is_visible("#start-over")
    opened.clean()
    again.clean()


def test_a_link_to_a_thing_that_is_not_on_the_page(open_explorer: Open) -> None:
    address = f"{FOCUS}#t=CAMPAIGN&s={quote('n/campaign:清泉润心专项行动')}"
    opened = open_explorer(address)
    page = opened.page
    assert page.inner_text("#panel h2") == "清泉润心专项行动"
    assert "n/campaign:清泉润心专项行动" in opened.run("() => explorer.state.steps.flat()")
    assert not page.is_checked('#types input[data-name="CAMPAIGN"]') and page.locator("#panel .filtered").is_visible()
    assert page.evaluate("() => history.length") == 2, "the Back key would lead to the same page again"
    again = open_explorer(page.url.removeprefix(opened.url))
    assert again.page.inner_text("#panel h2") == "清泉润心专项行动"
    ends = open_explorer(f"{FOCUS}#a={quote('n/place:420600')}&b={quote('n/campaign:联村解难行动')}")
    ends.page.locator(".chain", has_text="联村解难行动").wait_for()
    gone = open_explorer(f"{FOCUS}#l=en&s={quote('n/programme:从前的计划')}")
    assert gone.page.inner_text("#notify") == "“从前的计划”, which the link names, no longer exists"
    assert gone.page.locator("#panel h2").count() == 0
    for one in (opened, again, ends, gone):
        one.clean()


def test_a_link_to_a_relation_that_is_not_on_the_page(open_explorer: Open, explorer: Served) -> None:
    found = "MATCH (:Place {id: 'place:510800'})-[r]->(:Campaign {id: 'campaign:清泉润心专项行动'}) RETURN r.id"
    with open_store(explorer.url) as store:
        relation = store.read(found).rows[0][0]
    opened = open_explorer(f"{FOCUS}#s=e/{relation}")
    page = opened.page
    page.locator("#panel .sentence blockquote", has_text="开展“清泉润心”专项行动").wait_for()
    assert page.locator("#panel .triple button").all_inner_texts() == ["广元市", "清泉润心专项行动"]
    assert {GUANGYUAN, "n/campaign:清泉润心专项行动"} <= places(opened).keys()
    assert page.evaluate("() => history.length") == 2, "the Back key would lead to the same page again"
    again = open_explorer(page.url.removeprefix(opened.url))
    again.page.locator("#panel .sentence blockquote", has_text="开展“清泉润心”专项行动").wait_for()
    gone = open_explorer(f"{FOCUS}#s=e/gone")
    gone.page.locator("#notify", has_text="链接所指的关系已不存在").wait_for()
    assert gone.page.locator("#panel h2").count() == 0
    for one in (opened, again, gone):
        one.clean()


def test_what_a_fragment_was_taken_for_is_said_above_the_answer(open_explorer: Open) -> None:
    opened = open_explorer(FOCUS)
    page = opened.page
    dock(opened, "query")
    page.select_option("#question", "places_of_programme")
    taken = page.locator("#ask-answer > :first-child.taken")

    def ask(text: str) -> None:
        page.fill("#ask-programme", text)
        with page.expect_response("**/api/ask"):
            page.click("#ask-run")
        page.wait_for_function("() => document.querySelector('#ask-answer:not([aria-busy]) tbody')")

    ask("行动")
    names = {"联村解难行动", "清泉润心专项行动", "春风送岗行动"}
    assert taken.inner_text().startswith("“行动”取作“")
    assert {one for one in names if one in taken.inner_text()} == names
    page.click("#toggle-language")
    page.locator("#ask-answer .taken", has_text="it could also be").wait_for()
    page.click("#toggle-language")
    ask("青禾育苗")
    assert page.locator("#ask-answer .taken").count() == 0, "only one thing is called so"
    opened.clean()


def test_the_answer_on_a_phone_comes_into_view(open_explorer: Open) -> None:
    opened = open_explorer(FOCUS, viewport={"width": 390, "height": 700})
    page = opened.page
    dock(opened, "query")
    page.select_option("#question", "places_of_programme")
    page.type("#ask-programme", "青禾育苗计划")
    page.locator("#ask-programme-list li").first.wait_for()
    # The list of names closes under the pointer: what is pressed stays where it is.
    page.click("#ask-run")
    page.locator("#ask-answer tbody tr").nth(2).wait_for()

    def in_view(wanted: str) -> bool:
        row, body = (page.locator(one).first.bounding_box() for one in (wanted, "#dock-body"))
        return bool(row and body) and body["y"] <= row["y"] and row["y"] + row["height"] <= body["y"] + body["height"]

    assert in_view("#ask-answer tbody tr")
    opened.clean()
    page.fill("#ask-programme", "没有这个计划")
    page.click("#ask-run")
    page.locator("#ask-answer .wrong").wait_for()
    assert in_view("#ask-answer .wrong"), "what was refused is said where it is seen"


def test_names_are_found_in_traditional_characters(open_explorer: Open) -> None:
    opened = open_explorer(FOCUS)
    page = opened.page
    for typed, name in (("廣元市委組織部", "中共广元市委组织部"), ("綿陽", "绵阳市"), ("聯村解難", "联村解难行动")):
        page.fill("#search", typed)
        page.locator("#search-list li", has_text=name).first.wait_for()
    opened.clean()


def test_questions_by_subject_and_links_encoded_once(open_explorer: Open) -> None:
    opened = open_explorer(FOCUS)
    page = opened.page
    dock(opened, "query")
    groups = page.locator("#question optgroup")
    assert [one.get_attribute("label") for one in groups.all()][:3] == ["地方与机构", "项目、活动与政策", "任何事物"]
    assert groups.nth(1).locator('option[value="diffusion"]').count() == 1
    page.select_option("#question", "diffusion")
    page.fill("#ask-programme", "青禾育苗计划")
    page.click("#ask-run")
    rows = page.locator("#ask-answer tbody tr")
    rows.nth(2).wait_for()
    link = page.url.removeprefix(opened.url)
    assert "%25" not in link and f"q=diffusion&q.programme={quote('青禾育苗计划')}" in link
    old = f"{FOCUS}#d=query&q={quote('name=diffusion&programme=' + quote('青禾育苗计划'))}"
    for address in (link, old):
        again = open_explorer(address)
        again.page.locator("#ask-answer tbody tr").nth(2).wait_for()
        assert again.page.locator("#ask-answer tbody tr").all_inner_texts() == rows.all_inner_texts()
        assert again.page.input_value("#question") == "diffusion"
        again.clean()
    opened.clean()


def test_decisions_wait_and_the_next_build_applies_them(open_explorer: Open, explorer: Served) -> None:
    """Confirm, reject, merge, keep apart, split and rename with a reason; then build and load again while the server runs."""
    opened = open_explorer(FOCUS)
    page = opened.page
    lines = explorer.bundle.root / "decisions.jsonl"
    lines.unlink(missing_ok=True)

    def record(button: str, why: str, *fills: tuple[str, str]) -> None:
        page.locator(f'#panel [data-decide="{button}"]').first.click()
        for field, value in fills:
            if field == "#other-thing":
                choose(opened, field, value, value)
            elif field == "#spelling":
                page.select_option(field, value)
            else:
                page.fill(field, value)
        page.fill("#why", why)
        page.locator(".decide form button.primary").click()
        page.locator("#notify", has_text="已记录").wait_for()
        page.locator("#notify").evaluate("(line) => (line.hidden = true)")

    select(opened, "楼栋议事", "楼栋议事机制")
    record("rename", "文件中的全称", ("#new-name", "楼栋议事会机制"))
    page.locator(".pending", has_text="楼栋议事会机制").wait_for()
    record("apart", "两件事", ("#other-thing", "青禾育苗计划"))
    page.locator("#panel .row", has_text="襄阳市").click()
    record("sentence-reject", "只是计划")
    select(opened, "春风送岗", "春风送岗行动")
    record("merge", "同一活动", ("#other-thing", "联村解难行动"))
    page.locator("#panel .row", has_text="襄阳市").click()
    record("confirm", "原文如此")
    written = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    assert [one["what"] for one in written] == ["rename", "different", "reject", "same", "confirm"]
    assert all(one["who"] and one["why"] and one["when"] for one in written)
    again = open_explorer(FOCUS)
    assert "5" in again.page.inner_text("#tab-review")
    dock(again, "review")
    again.page.locator(".review .pending li").nth(4).wait_for()
    again.page.locator(".cases li").first.wait_for()

    made = build([explorer.bundle.root.parent / "reports"], explorer.bundle.root, workers=1).bundle
    load(made, explorer.url)
    settled = open_explorer(FOCUS)
    select(settled, "楼栋议事会", "楼栋议事会机制")
    assert settled.page.locator("#tab-review .badge").count() == 0
    assert "n/campaign:春风送岗行动" not in places(settled) or "n/campaign:联村解难行动" not in places(settled)
    lines.unlink()
    load(build([explorer.bundle.root.parent / "reports"], explorer.bundle.root, workers=1).bundle, explorer.url)
    for one in (opened, again, settled):
        one.clean()


@pytest.fixture
def reviewed(explorer: Served) -> Iterator[Callable[[], list[dict[str, object]]]]:
    """The decisions that stand in the file, which begins and ends absent."""
    path = explorer.bundle.root / "decisions.jsonl"
    path.unlink(missing_ok=True)
    yield lambda: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    path.unlink(missing_ok=True)


Lines = Callable[[], list[dict[str, object]]]


def decide(opened: Opened, button: str, why: str) -> None:
    opened.page.locator(f'#panel [data-decide="{button}"]').first.click()
    opened.page.fill("#panel #why", why)
    opened.page.click("#panel form .primary")


def test_a_waiting_decision_is_taken_back_and_undo_says_that_it_cannot(open_explorer: Open, reviewed: Lines) -> None:
    opened = open_explorer(FOCUS)
    page = opened.page
    select(opened, "青禾", "青禾育苗计划")
    page.locator("#panel .row", has_text="襄阳市").click()
    decide(opened, "confirm", "原文如此")
    page.locator("#panel .pending", has_text="原文如此").wait_for()
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("Control+z")
    assert "不撤回已记录的决定" in page.inner_text("#notify")
    assert page.locator("#panel .triple").count() == 1 and len(reviewed()) == 1
    page.keyboard.press("Control+z")
    page.locator("#panel h2:not(.triple)", has_text="青禾育苗计划").wait_for()
    page.locator("#panel .row", has_text="襄阳市").click()
    # What contradicts it is said in the form, with the choice to put one in the place of the other.
    decide(opened, "reject", "看错了")
    said = page.locator("#panel form .said")
    said.wait_for()
    assert "确认 襄阳市 实施 青禾育苗计划" in said.inner_text() and "decisions.jsonl" not in page.inner_text("body")
    said.locator("button").click()
    page.locator("#panel .pending", has_text="看错了").wait_for()
    assert [(one["what"], one["why"]) for one in reviewed()] == [("reject", "看错了")]
    dock(opened, "review")
    back = page.locator("#review-waiting [data-act=withdraw]")
    back.click()
    assert back.inner_text() == "再点一次即撤回" and len(reviewed()) == 1
    back.click()
    page.locator("#notify", has_text="已撤回").wait_for()
    assert reviewed() == [] and page.locator("#tab-review .badge, #panel .pending").count() == 0
    # A refused decision is an answer that the browser writes to its console.
    assert all("status of 400" in line for line in opened.complaints)


def test_an_applied_decision_is_not_offered_to_be_replaced(embedded: StoreExplorer, tmp_path: Path) -> None:
    triple = ["place:420600", "RUNS", "campaign:春风送岗行动"]
    wanted = {"about": triple, "why": "x", "name": None, "sentence": None, "hash": None, "instead_of": {}}
    [waits] = embedded.decide({**wanted, "what": "confirm"})["pending"]
    with pytest.raises(DecisionError) as caught:
        embedded.decide({**wanted, "what": "reject"})
    assert (caught.value.kind, caught.value.values["decisions"]) == ("contradiction", [waits])
    build([tmp_path / "reports"], tmp_path / "out", workers=1)
    with pytest.raises(DecisionError) as caught:
        embedded.decide({**wanted, "what": "reject"})
    assert (caught.value.kind, caught.value.values["lines"]) == ("contradiction_applied", "1")
    with pytest.raises(DecisionError, match="a build has applied"):
        embedded.withdraw({waits["line"]: waits["effect"]})


def test_two_clicks_record_once_and_what_cannot_be_meant_is_asked_again(open_explorer: Open, reviewed: Lines) -> None:
    opened = open_explorer(FOCUS)
    page = opened.page
    select(opened, "楼栋议事", "楼栋议事机制")
    page.click('#panel [data-decide="rename"]')
    page.fill("#why", "同名")
    page.click("#panel form .primary")
    assert page.inner_text("#panel form .said") == "它现在就叫“楼栋议事机制”，请填别的名称"
    page.fill("#new-name", "楼栋议事会机制")
    page.dblclick("#panel form .primary")
    page.locator("#panel .pending").wait_for()
    assert page.locator("#panel .pending li").count() == 1 == len(reviewed())
    select(opened, "绵阳", "绵阳市")
    page.click('#panel [data-decide="merge"]')
    page.fill("#why", "同一地方")
    for text, name in (("绵阳", "绵阳市"), ("襄阳", "襄阳市")):
        page.fill("#other-thing", "")
        page.type("#other-thing", text)
        page.locator("#other-thing-list li", has_text=name).wait_for()
        page.press("#other-thing", "Enter")
        assert page.input_value("#other-thing") == name and page.locator("#panel form .said:visible").count() == (
            name != "绵阳市"
        )
        page.press("#other-thing", "Enter")
        page.locator("#panel form .said", has_text="就是它自己" if name == "绵阳市" else "420600").wait_for()
    assert page.inner_text("#panel form .said").startswith(
        "绵阳市（510700 四川省）与襄阳市（420600 湖北省）的区划代码或省份不同"
    )
    assert len(reviewed()) == 1
    page.click("#panel form .primary")
    page.locator("#panel .pending").wait_for()
    assert [one["what"] for one in reviewed()] == ["rename", "same"]
    opened.clean()


def test_the_review_list_keeps_what_is_typed_and_loses_what_is_decided(open_explorer: Open, reviewed: Lines) -> None:
    opened = open_explorer(FOCUS)
    page = opened.page
    dock(opened, "review")
    page.locator(".cases li").nth(2).wait_for()
    titles = page.locator(".cases li strong").all_inner_texts()
    page.locator(".cases li").nth(1).locator("[data-decide]").first.click()
    why = page.locator(".cases #why")
    why.type("写了一半")
    page.locator(".cases li").nth(2).locator("button:not([data-decide])").click()
    opened.run("() => explorer.ready()")
    select(opened, "绵阳", "绵阳市")
    act(opened, "expand")
    assert why.input_value() == "写了一半"
    dock(opened, "timeline")
    dock(opened, "review")
    page.locator(".cases li").nth(1).locator("[data-decide]").first.click()
    assert why.input_value() == "写了一半", "the draft outlives the form"
    asked = held(opened, "cases")
    why.press("Enter")
    page.locator("#review-waiting li", has_text="写了一半").wait_for()
    assert page.locator(".cases li strong").all_inner_texts()[:7] == [titles[0], *titles[2:8]], (
        "at once, with no new list"
    )
    assert page.inner_text("#tab-review .badge") == "1" == str(len(reviewed()))
    for one in asked:
        one.continue_()
    page.unroute("**/api/cases")
    # In the panel a form stays while the same thing is selected.
    page.click('#panel [data-decide="rename"]')
    page.fill("#panel #why", "另一半")
    opened.run("() => explorer.change({ sure: 10 })")
    assert page.input_value("#panel #why") == "另一半"
    page.press("#panel #why", "Escape")
    assert page.locator("#panel form").count() == 0 and page.inner_text("#panel h2") == "绵阳市"
    opened.clean()


def test_cases_are_worked_out_once_for_what_is_decided(
    embedded: StoreExplorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []
    monkeypatch.setattr("pipelines.desk.review", lambda *given, **more: made.append(given) or review(*given, **more))
    first = embedded.cases()["cases"]
    assert embedded.cases()["cases"] == first and len(made) == 1
    wanted = {
        "what": "confirm" if first[0]["kind"] == "statement" else "different",
        "about": first[0]["about"],
        "why": "x",
    }
    embedded.decide({**wanted, "name": None, "sentence": None, "hash": first[0]["sentence"], "instead_of": {}})
    assert embedded.cases()["cases"] == first[1:] and len(made) == 2


def test_saved_relations_have_their_first_sentences_and_no_folder(open_explorer: Open, explorer: Served) -> None:
    opened = open_explorer(FOCUS)
    opened.page.click("#toggle-view")
    lines = list(csv.DictReader(io.StringIO(from_menu(opened, "csv").decode("utf-8-sig"))))
    said = {(one["主体"], one["客体"]): one for one in lines if one["依据"] == "报告原文"}
    one = said["襄阳市", "青禾育苗计划"]
    assert one["原文"] == "2022年，襄阳市深入实施“青禾育苗”计划。" and one["来源"] == "xiangyang.txt"
    assert all(one["原文"] and one["报告标题"] and "/" not in one["来源"] for one in said.values())
    sheet = openpyxl.load_workbook(io.BytesIO(from_menu(opened, "xlsx"))).active
    assert [[cell or "" for cell in row[-3:]] for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        [one["原文"], one["报告标题"], one["来源"]] for one in lines
    ]
    assert sum("/api/proofs" in url for url in opened.requests) == 1, "once, for all of them"
    opened.clean()


def test_a_page_learns_that_the_store_was_loaded_anew(
    open_at: Callable[..., Opened], tmp_path: Path, bundle: Bundle
) -> None:
    url = f"embedded:{tmp_path / 'store'}"
    load(bundle, url)
    with served(url, bundle) as running:
        opened = open_at(running.address, FOCUS)
        page = opened.page
        select(opened, "绵阳", "绵阳市")
        assert page.locator("#stale").count() == 0
        load(bundle, url, replace=True)
        act(opened, "expand")
        assert "图谱已更新" in page.inner_text("#stale")
        page.click("#toggle-language")
        assert "loaded anew" in page.inner_text("#stale")
        act(opened, "collapse")
        assert page.locator("#stale").count() == 1
        page.click("#stale button")
        page.wait_for_function("() => window.explorer && !document.querySelector('#stale')")
        page.locator("#panel h2", has_text="绵阳市").wait_for()
        opened.search("青禾")
        assert page.locator("#stale").count() == 0
        opened.clean()


def test_a_page_to_pass_on_compares_places_as_the_server_does(
    open_explorer: Open, open_at: Callable[..., Opened], explorer: Served, tmp_path: Path
) -> None:
    link = f"#d=compare&m={GUANGYUAN}&n={MIANYANG}"
    asked = open_explorer(FOCUS + link).page
    asked.locator(".compare-column").nth(2).wait_for()
    view(explorer.url, tmp_path / "page.html", focus="青禾育苗", limit=4)
    alone = open_at((tmp_path / "page.html").as_uri(), link)
    assert (
        alone.page.locator(".compare-column .row").all_inner_texts()
        == asked.locator(".compare-column .row").all_inner_texts()
    )
    assert alone.page.inner_text("#alike") == asked.inner_text("#alike") == "相似度 29%"
    assert "n/programme:灯塔领航工程" not in places(alone)
    alone.clean()


def test_a_store_whose_bundle_is_not_found_has_no_review(tmp_path: Path) -> None:
    bundle = made_bundle(tmp_path)
    url = f"embedded:{tmp_path / 'elsewhere'}"
    load(bundle, url)
    explorer = StoreExplorer(url, limit=10, bundle=None, decisions=None, allow_cypher=False)
    assert not explorer.reviews and not explorer.served()["review"]
    with pytest.raises(UsageError, match="--bundle"):
        explorer.decide({})
    explorer.close()


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[StoreExplorer]:
    load(made_bundle(tmp_path), f"embedded:{tmp_path / 'out' / 'store'}")
    explorer = StoreExplorer(
        f"embedded:{tmp_path / 'out' / 'store'}", limit=10, bundle=None, decisions=None, allow_cypher=False
    )
    yield explorer
    explorer.close()


def test_files_of_a_load_that_come_and_go_beside_the_store_disturb_nobody(
    embedded: StoreExplorer, tmp_path: Path
) -> None:
    before = embedded._store
    passing = tmp_path / "out" / "store" / "graph.kgl.tmp.1.0"
    passing.symlink_to("gone")  # listed, and gone when it is looked at
    assert embedded.cut({})[0].entities
    assert embedded._store is before, "the store itself is the same"
    (tmp_path / "out" / "store" / "graph.kgl").touch()
    embedded.cut({})
    assert embedded._store is not before


def test_measures_of_the_old_store_are_not_kept_for_the_new_one(
    embedded: StoreExplorer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = dict(embedded.measures())
    embedded._measures = None

    def slow(graph: object) -> dict[str, object]:
        (
            tmp_path / "out" / "store" / "graph.kgl"
        ).touch()  # loaded anew, and a page asked for, before they are worked out
        embedded.cut({})
        return {"place:old": {}}

    with monkeypatch.context() as patch:
        patch.setattr("queries.analytics.measures", slow)
        assert embedded.measures() == {"place:old": {}}
    assert embedded.measures() == wanted
    assert embedded.measures() is embedded.measures()


def test_many_decisions_that_wait_take_work_in_proportion() -> None:
    def renamed(number: int) -> Decision:
        return Decision(who="甲", when="2024-05-01", what="rename", about=(f"org:{number}",), name="局", why="x")

    def find(size: int) -> int:
        lines = tuple((number, renamed(number)) for number in range(1, size + 1))
        decisions = settle(lines)
        work = 0
        for applied in (0, 1, size // 2, size):
            digest = settle(lines[:applied]).sha256
            found: list[tuple[int, Decision]] = []
            work += calls(lambda of=digest, into=found: into.extend(waiting(decisions, of)))
            assert tuple(found) == lines[applied:]
        assert waiting(decisions, "of another file") == lines
        return work

    # It is 2.00; when every beginning was settled anew, it was nearly 4, and 2 000 decisions took 10 s.
    assert find(2_000) < 2.4 * find(1_000)
