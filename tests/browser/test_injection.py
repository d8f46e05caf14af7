"""Names, sentences, file names and headings come from strangers' files: on the page they are data, whatever they hold."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.graph import Edge, Entity, Sentence, Subgraph
from tests.browser.conftest import Opened

PAYLOADS = (
    "</script><script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    "<svg onload=window.hit=1>",
    "\" onmouseover=\"window.hit=1\" x=\"",
    "' onclick='window.hit=1' x='",
    '<a href="javascript:window.hit=1">href</a>',
    "javascript:window.hit=1",
    "{{ 7*7 }}{% for x in y %}{# c #}",
    "${window.hit=1}`",
    "<!--<script>window.hit=1",
    "</title></style><script>window.hit=1</script>",
    "&lt;img src=x onerror=window.hit=1&gt;",
    "\\u003cimg\\\";window.hit=1//",
    "]]><x/>\u2028\u2029\x00\x07",
    "__proto__",
    "constructor",
    "\ud800 half a character",
)  # fmt: skip
FIELDS = (
    "node name",
    "node id",
    "alias",
    "level and adcode",
    "edge id and basis",
    "sentence",
    "heading and source",
    "page heading",
)


def graph_with(field: str) -> tuple[Subgraph, str]:
    """A chain of things in which one field holds every payload in turn; all other fields are harmless."""
    entities, edges, sentences = [], [], {}
    for number, payload in enumerate(PAYLOADS):
        bad = {name: payload if name == field else None for name in FIELDS}
        entities.append(
            Entity(
                id=bad["node id"] or f"programme:{number}",
                type="PROGRAMME",
                name=bad["node name"] or f"“第{number}号”工程",
                aliases=(bad["alias"] or "别名",),
                level=bad["level and adcode"],
                adcode=bad["level and adcode"],
                reports=1,
            )
        )
        if number == 0:
            continue
        edge_id = bad["edge id and basis"] or f"edge{number}"
        edges.append(
            Edge(
                id=edge_id,
                source_id=entities[-2].id,
                predicate="PART_OF",
                target_id=entities[-1].id,
                basis=bad["edge id and basis"] or "text",
                count=1,
                years=(2020 + number % 3,),
            )
        )
        said = Sentence(
            text=bad["sentence"] or f"{entities[-2].name}属于{entities[-1].name}。",
            report_id="r",
            heading=bad["heading and source"] or "样例",
            source=bad["heading and source"] or "样例.txt",
            passage_id=bad["heading and source"] or "r/0",
            start=0,
            end=4,
        )
        sentences[edge_id] = sentences[entities[-1].id] = (said,)
    heading = "".join(PAYLOADS) if field == "page heading" else "样例"
    return Subgraph(entities=tuple(entities), edges=tuple(edges), sentences=sentences), heading


@pytest.mark.parametrize("field", FIELDS)
def test_a_payload_is_only_text(open_page: Callable[..., Opened], field: str) -> None:
    graph, heading = graph_with(field)
    opened = open_page(graph, heading=heading)
    page = opened.page
    assert opened.shown() == (len(PAYLOADS), len(PAYLOADS) - 1)
    for ids in ("nodes", "edges"):
        for id_ in opened.run(f"() => JSON.parse(document.getElementById('{ids}').textContent).map((one) => one.id)"):
            opened.run("(id) => explorer.change({ selected: id }, { centre: true })", id_)
            page.mouse.move(640, 440)
            assert page.locator("#panel h2").count() == 1, f"{id_!r} cannot be selected"
            link = opened.run("() => location.hash")
            assert opened.run("(l) => new URLSearchParams(l.slice(1)).get('s')", link) == id_
    for typed in ("<img", "proto", "javascript", "gongcheng", '"', "{{"):
        opened.search(typed)
    page.keyboard.press("Escape")
    page.click("#toggle-view")
    page.click("#table-view .tab:nth-child(2)")
    page.click("#toggle-language")
    page.mouse.click(700, 300)
    assert page.evaluate("() => window.hit") is None
    assert page.locator("img, iframe, object, embed, a[href^='javascript']").count() == 0
    assert page.locator("script").count() == 6
    opened.clean()


def test_a_payload_is_shown_as_it_was_written(open_page: Callable[..., Opened]) -> None:
    graph, _ = graph_with("node name")
    opened = open_page(graph, heading=PAYLOADS[0])
    assert opened.page.inner_text("#heading") == PAYLOADS[0] and opened.page.title() == PAYLOADS[0]
    opened.run("(id) => explorer.change({ selected: id })", "n/programme:1")
    assert opened.page.inner_text("#panel h2") == PAYLOADS[1]
    opened.clean()
