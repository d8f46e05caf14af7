"""The explorer as an analyst uses it, in a real Chromium, over both stores."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe

from kg.errors import UsageError
from pipelines.build import build
from pipelines.explorer import StoreExplorer
from pipelines.load import load
from tests.browser.conftest import Opened
from tests.browser.explorers import Served, made_bundle

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
    opened.page.select_option("#colour-by", "community")
    opened.page.wait_for_function("() => explorer.state.colourBy === 'community'")
    opened.page.select_option("#size-by", "pagerank")
    opened.page.wait_for_function("() => explorer.state.sizeBy === 'pagerank'")
    after = {one: (size, colour) for one, size, colour in opened.run(read)}
    assert after["n/programme:青禾育苗计划"][0] > after["n/programme:楼栋议事机制"][0]
    assert any(after[one][0] != size for one, size, _ in before)
    assert len({colour for _, colour in after.values()}) > 2
    assert any(after[one][1] != colour for one, _, colour in before)
    opened.clean()


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


def test_a_store_whose_bundle_is_not_found_has_no_review(tmp_path: Path) -> None:
    bundle = made_bundle(tmp_path)
    url = f"embedded:{tmp_path / 'elsewhere'}"
    load(bundle, url)
    explorer = StoreExplorer(url, limit=10, bundle=None, decisions=None, allow_cypher=False)
    assert not explorer.reviews and not explorer.served()["review"]
    with pytest.raises(UsageError, match="--bundle"):
        explorer.decide({})
    explorer.close()
