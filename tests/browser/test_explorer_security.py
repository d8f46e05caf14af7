"""What the explorer refuses: each refusal says why, and the server goes on serving. And what names from strangers' files cannot do."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from kg.errors import KgError, QueryError, StoreUnavailable, UsageError
from kg.store import open_store
from pipelines.load import load
from pipelines.serve import address, listen, policy_for
from tests.browser.conftest import Opened
from tests.browser.explorers import Served, made_bundle, served
from tests.browser.test_injection import FIELDS, PAYLOADS, graph_with
from viz.answers import MAX_ROWS
from viz.guard import MAX_BODY
from viz.server import application

ENDPOINTS = "search expand path show sentences proofs measures ask cypher cases decide withdraw".split()
WRITES = (
    "MATCH (n:Entity) SET n.name = 'x' RETURN n.name",
    "CREATE (n:Place {id: 'place:1'}) RETURN n.id",
    "MATCH (n) DETACH DELETE n",
    "MERGE (n:Entity {id: 'place:x'}) RETURN n.id",
    "MATCH (n:Place) REMOVE n.name RETURN n.id",
    "DROP CONSTRAINT kg_entity_id IF EXISTS",
    "CREATE INDEX nothing FOR (n:Place) ON (n.name)",
    "LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line",
)
FOREVER = "UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b UNWIND range(1, 3000) AS c WITH a * b * c AS d WHERE d = -1 RETURN count(d) AS n"


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.explorer.SECONDS", 2.0)


def send(
    explorer: Served, path: str, data: object = None, *, method: str = "POST", host: str | None = None, **headers: str
) -> tuple[int, dict[str, str], Any]:
    """Send a request as a program would, with any header, and give status, headers and the JSON of the answer."""
    parts = urlsplit(explorer.address)
    body = data if isinstance(data, bytes) else None if data is None else json.dumps(data).encode()
    sent = {"Content-Type": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()}}
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=120)
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", host or parts.netloc)
        for name, value in sent.items():
            connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        text = answer.read().decode()
        said = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, said, json.loads(text) if "json" in said.get("content-type", "") else text
    finally:
        connection.close()


def well(explorer: Served) -> None:
    """The server still answers."""
    status, _, answer = send(explorer, "/api/search", {"text": "gy"})
    assert status == 200 and answer["found"][0]["name"] == "广元市"


def test_a_page_of_another_site_can_neither_reach_nor_post(explorer: Served) -> None:
    port = urlsplit(explorer.address).port
    for host in (
        "evil.example",
        f"evil.example:{port}",
        "127.0.0.1.evil.example",
        "",
        "[::1",
        "localhost@evil.example",
    ):
        status, _, answer = send(explorer, "/", method="GET", host=host or " ")
        assert status in (400, 421), host
        if status == 421:
            assert "kg serve printed" in answer["error"]
    own = explorer.address.rstrip("/")
    for origin in (
        "http://evil.example",
        "null",
        "https://127.0.0.1",
        own.replace("http:", "https:"),
        f"{own}0",
        f"{own}.evil.example",
        "http://[::1",
    ):
        for name in ENDPOINTS:
            status, _, answer = send(explorer, f"/api/{name}", {"text": "gy"}, Origin=origin)
            assert (status, answer["error"]) == (403, "requests from pages of other sites are refused"), origin
    assert send(explorer, "/api/decide", {}, Sec_Fetch_Site="cross-site")[0] == 403
    # A plain form, which a browser would send without asking, is no JSON.
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        assert send(explorer, "/api/decide", b"{}", Content_Type=kind)[0] == 415
    assert send(explorer, "/api/search", {"text": "gy"}, Origin=own)[0] == 200
    for name in ENDPOINTS:
        assert send(explorer, f"/api/{name}?text=gy", method="GET")[0] == 405
    well(explorer)


def test_headers_forbid_everything_that_is_not_needed(explorer: Served) -> None:
    _, first, page = send(explorer, "/", method="GET")
    _, second, _ = send(explorer, "/", method="GET")
    policy = first["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    assert policy != second["content-security-policy"], "a nonce is used once"
    assert first["x-content-type-options"] == "nosniff" and first["referrer-policy"] == "no-referrer"
    assert first["cache-control"] == "no-store" and "server" not in first
    assert "http-equiv" not in page and str(explorer.bundle.root) not in page
    _, api, _ = send(explorer, "/api/search", {"text": "gy"})
    assert api["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert "access-control-allow-origin" not in api


def test_no_path_leads_out(explorer: Served) -> None:
    for path in (
        "/static/../../etc/passwd", "/static/%2e%2e%2f%2e%2e%2fetc/passwd", "/static/..%5c..%5cetc", "/static//etc/passwd", "/static/server.py",
        "/static/explorer.js%00.css", "/../etc/passwd", "/static/%c0%ae%c0%ae/x", "/api/../static/x", "//evil.example/",
    ):  # fmt: skip
        status, _, answer = send(explorer, path, method="GET")
        assert status in (404, 405), path
        assert "root:" not in str(answer)
    assert send(explorer, "/?" + "focus=" + quote("../../etc/passwd"), method="GET")[0] == 404
    well(explorer)


WRONG: tuple[tuple[str, Any, str], ...] = (
    ("search", {}, "text must be a text"),
    ("search", {"text": 5}, "text must be a text"),
    ("search", {"text": {"$gt": ""}}, "text must be a text"),
    ("search", {"text": "x" * 301}, "longer than 300"),
    ("search", [], "no JSON object"),
    ("expand", {"id": "place:510800", "limit": "5"}, "whole number"),
    ("expand", {"id": "place:510800", "limit": 10**9}, "between 1 and 200"),
    ("expand", {"id": "place:510800", "at": {"x": ["a", 1]}}, "pairs of numbers"),
    ("expand", {"id": "place:510800", "at": {"x": [1e308, True]}}, "pairs of numbers"),
    ("expand", {"id": "place:510800", "at": {f"x{n}": [0, 0] for n in range(2001)}}, "at most 2000"),
    ("expand", {"id": "place:0"}, "named place:0"),
    ("show", {"ids": "place:510800"}, "list of texts"),
    ("show", {"ids": ["x"] * 2001}, "more than 2000"),
    ("sentences", {"id": "place:510800", "skip": -1}, "between 0"),
    ("ends", {"id": ["x"]}, "id must be a text"),
    ("proofs", {"edges": [["x"]]}, "pairs of texts"),
    ("proofs", {"edges": [["x", "y"]] * 2001}, "more than 2000"),
    ("withdraw", {}, "at least one"),
    ("withdraw", {"decisions": [1]}, "list of decisions"),
    ("withdraw", {"decisions": [{"line": -1, "effect": "x"}]}, "line must lie"),
    ("withdraw", {"decisions": [{"line": 1, "effect": "x"}]}, "a build has applied the decision, or it is gone"),
    ("decide", {"what": "same", "about": ["place:510800"] * 2, "why": "x"}, "a thing is itself"),
    ("decide", {"what": "rename", "about": ["place:510800"], "why": "x", "name": "广元市"}, "is called 广元市 already"),
    ("ask", {"query": "../../secrets"}, "no query named"),
    ("ask", {"query": "search", "arguments": {"text": ["a"]}}, "text must be a text"),
    ("ask", {"query": "search", "arguments": {"text": "a", "evil": "b"}}, "no parameter evil"),
    ("ask", {"query": "new_in_year", "arguments": {"year": "2020 OR 1=1"}}, "whole number"),
    ("ask", {"query": "statistics", "limit": 10**6}, "between 1 and"),
    ("ask", {"query": "statistics", "measures": ["__class__"]}, "no measure named"),
    ("decide", {"what": "delete", "about": ["place:510800"], "why": "x"}, "delete"),
    ("decide", {"what": "rename", "about": ["place:510800"], "why": " ", "name": "x"}, "why must be a text"),
    ("decide", {"what": "rename", "about": ["place:510800"], "why": "x\n" * 2000, "name": "x"}, "longer than"),
    ("decide", {"what": "reject", "about": ["nothing", "RUNS", "x"], "why": "x"}, "nothing"),
    ("decide", {"what": "rename", "about": ["place:510800"], "why": "x\ud800", "name": "x"}, "half a character"),
    ("decide", {"what": "rename", "about": ["place:\ud800"], "why": "x", "name": "x"}, "half a character"),
    ("ask", {"query": "search", "arguments": {"\ud800": "x"}}, "half a character"),
)


@pytest.mark.parametrize(("name", "data", "reason"), WRONG)
def test_every_field_has_a_type_and_a_size(explorer: Served, name: str, data: Any, reason: str) -> None:
    status, _, answer = send(explorer, f"/api/{name}", data)
    assert status in (400, 413)
    assert reason in answer["error"] and "Traceback" not in answer["error"]


def test_ten_megabytes_of_parameters_are_refused_early(explorer: Served) -> None:
    status, _, answer = send(explorer, "/api/ask", {"query": "search", "arguments": {"text": "广" * 3_400_000}})
    assert status == 413 and str(MAX_BODY) in answer["error"]
    parts = urlsplit(explorer.address)
    with socket.create_connection(
        (parts.hostname, parts.port), timeout=60
    ) as raw:  # no length said, ten megabytes in chunks
        raw.sendall(
            f"POST /api/ask HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
        )
        try:
            for _ in range(160):
                raw.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")
            raw.sendall(b"0\r\n\r\n")
            refused = b" 413 " in raw.recv(200)
        except OSError:  # the server has hung up before the end
            refused = True
        assert refused
    assert send(explorer, "/?focus=" + "x" * 9000, method="GET")[0] in (413, 414)
    assert send(explorer, "/api/ask", b"[" * 100_000)[0] == 400
    assert send(explorer, "/api/ask", b"\xff\xfe")[0] == 400
    well(explorer)


def test_a_query_that_runs_for_ever_ends_and_holds_up_nobody(explorer: Served) -> None:
    found: list[tuple[int, str]] = []

    def ask() -> None:
        status, _, answer = send(explorer, "/api/cypher", {"text": FOREVER})
        found.append((status, answer.get("error", "")))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    well(explorer)
    for thread in threads:
        thread.join()
    assert {status for status, _ in found} == {400} and all("longer than 2 seconds" in said for _, said in found)
    well(explorer)


def test_a_query_that_returns_everything_is_cut(explorer: Served) -> None:
    status, _, answer = send(
        explorer, "/api/cypher", {"text": "UNWIND range(1, 100000) AS n RETURN n", "limit": MAX_ROWS}
    )
    assert status == 200 and len(answer["rows"]) == MAX_ROWS and answer["truncated"]
    huge = "MATCH (p:Passage) WITH collect(p.text) AS texts UNWIND range(1, 30000) AS n RETURN collect(texts) AS everything"
    status, _, answer = send(explorer, "/api/cypher", {"text": huge})
    assert status in (400, 413) and answer["error"]
    well(explorer)


def test_no_endpoint_writes(explorer: Served) -> None:
    def content() -> Any:
        with open_store(explorer.url) as store:
            return store.read(
                "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n), count(r), min(n.name)"
            ).rows

    before = content()
    for query in WRITES:
        status, _, answer = send(explorer, "/api/cypher", {"text": query})
        assert status == 400 and answer["error"], query
        for name, data in {
            "search": {"text": query}, "expand": {"id": query}, "path": {"first": query, "second": query}, "show": {"ids": [query]},
            "ends": {"id": query},
            "sentences": {"id": query, "source": query}, "measures": {"ids": [query]}, "ask": {"query": "search", "arguments": {"text": query}},
        }.items():  # fmt: skip
            status, _, answer = send(explorer, f"/api/{name}", data)
            assert status in (200, 400) and "x" not in str(answer.get("nodes", "")), (name, query)
    assert content() == before
    well(explorer)


def test_free_cypher_is_off_unless_allowed(tmp_path: Path) -> None:
    bundle = made_bundle(tmp_path)
    url = f"embedded:{tmp_path / 'store'}"
    load(bundle, url)
    with served(url, bundle) as running:
        status, _, answer = send(running, "/api/cypher", {"text": "RETURN 1"})
        assert status == 400 and "--allow-cypher" in answer["error"]
        assert '"cypher":false' in send(running, "/", method="GET")[2]


def test_a_wrong_line_of_decisions_turns_review_off_and_tells_no_folder(
    tmp_path: Path, open_at: Callable[..., Opened]
) -> None:
    bundle = made_bundle(tmp_path)
    url = f"embedded:{tmp_path / 'store'}"
    load(bundle, url)
    lines = bundle.root / "decisions.jsonl"
    lines.write_text("{\n", encoding="utf-8")
    with served(url, bundle) as running:
        status, _, page = send(running, "/", method="GET")
        assert status == 200 and '"review":false' in page and "decisions.jsonl, line 1: no JSON" in page
        found = [page]
        rename = {"what": "rename", "about": ["place:510800"], "why": "x", "name": "x"}
        for name, data in (("cases", {}), ("decide", rename)):
            status, _, answer = send(running, f"/api/{name}", data)
            assert status == 400 and answer["error"].startswith("decisions.jsonl, line 1: no JSON")
            found.append(answer["error"])
        assert not [text for text in found if str(tmp_path) in text]
        opened = open_at(running.address)
        opened.page.locator("#notify.wrong", has_text="decisions.jsonl, line 1").wait_for()
        opened.page.click("#tab-review")
        opened.page.locator("#dock-body", has_text="复核暂停：decisions.jsonl, line 1").wait_for()
        opened.clean()
        lines.unlink()
        assert send(running, "/api/decide", rename)[0] == 200
        assert '"review":true' in send(running, "/", method="GET")[2]
        for folder in (bundle.root / "generations").iterdir():
            folder.rename(folder.with_name("gone"))
        status, _, page = send(running, "/", method="GET")
        assert status == 200 and '"review":false' in page and str(tmp_path) not in page


def test_only_what_is_not_there_is_a_404(explorer: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    for error, wanted in (
        (UsageError("no such thing"), 404), (QueryError("too long"), 400), (StoreUnavailable("gone"), 502), (KgError("else"), 500),
    ):  # fmt: skip

        def fail(*_: object, error: KgError = error) -> None:
            raise error

        monkeypatch.setattr("pipelines.explorer.StoreExplorer.cut", fail)
        assert send(explorer, "/", method="GET")[::2] == (wanted, {"error": str(error)})


def test_another_address_needs_the_token_that_was_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    policy = policy_for("0.0.0.0")
    assert policy.token is not None and len(policy.token) >= 32 and policy_for("0.0.0.0").token != policy.token
    for host in ("127.0.0.1", "localhost", "::1"):
        assert policy_for(host).token is None
    bundle = made_bundle(tmp_path)
    url = f"embedded:{tmp_path / 'store'}"
    load(bundle, url)
    with served(url, bundle, policy=policy) as running:
        with listen(0, "0.0.0.0") as other:
            assert f"?token={policy.token}" in address(other, policy)
        for path in ("/", "/static/explorer.js", "/?token=wrong", f"/static/explorer.js?token={policy.token}"):
            assert send(running, path, method="GET")[0] == 401
        assert send(running, "/api/search", {"text": "gy"})[0] == 401
        assert send(running, "/api/search", {"text": "gy"}, Cookie="kg_token=wrong")[0] == 401
        status, headers, _ = send(running, f"/?token={policy.token}&focus=x", method="GET")
        assert (status, headers["location"]) == (303, "/?focus=x"), "the token leaves the address"
        cookie = headers["set-cookie"]
        assert "httponly" in cookie.lower() and "samesite=strict" in cookie.lower()
        kept = cookie.partition(";")[0]
        status, _, page = send(running, "/", method="GET", Cookie=kept)
        assert status == 200 and policy.token not in page
        assert send(running, "/api/search", {"text": "gy"}, Cookie=kept)[0] == 200
        assert send(running, "/", method="GET", Cookie=kept, host="evil.example")[0] == 421
        assert send(running, "/", method="GET", Cookie=kept, host="192.168.1.7:80")[0] == 200
    out, err = capfd.readouterr()
    assert policy.token not in out + err


class Hostile:
    """An explorer whose graph holds a payload in one field; everything else about it is harmless."""

    def __init__(self, field: str) -> None:
        self.graph, self.heading = graph_with(field)

    def generation(self) -> str:
        return "g"

    def served(self) -> dict[str, Any]:
        return {
            "catalogue": [], "measures": [], "cypher": False, "review": True, "limits": {"nodes": 2000, "rows": 1000, "edges": 2000},
            "pending": [{"line": 1, "effect": payload, "what": "rename", "about": [entity.id], "name": payload, "why": payload, "who": payload}
                        for entity, payload in zip(self.graph.entities, PAYLOADS, strict=True)],
        }  # fmt: skip

    def cut(self, wanted: dict[str, str]) -> Any:
        return self.graph, self.heading

    def facts(self) -> dict[str, Any]:
        return {one.id: {"province": payload} for one, payload in zip(self.graph.entities, PAYLOADS, strict=True)}

    def measures(self) -> dict[str, Any]:
        return {}

    def search(self, text: str) -> Any:
        return [
            {"id": f"place:{n}", "name": payload, "aliases": [payload], "kind": "PLACE", "mentions": 1}
            for n, payload in enumerate(PAYLOADS)
        ]

    def sentences(self, of: str, source: str | None, skip: int, limit: int) -> Any:
        found = [one for behind in self.graph.sentences.values() for one in behind][:5]
        return found, len(found)

    def cases(self) -> Any:
        cases = [
            {
                "kind": "pair",
                "score": 1.0,
                "doubt": 0.5,
                "edges": 1,
                "about": [p, p],
                "names": [p, p],
                "why": p,
                "evidence": [p],
            }
            for p in PAYLOADS
        ]
        return {"cases": cases, "pending": self.served()["pending"]}


@pytest.fixture
def hostile() -> Iterator[Callable[[str], str]]:
    """Serve a Hostile explorer and give its address."""
    import uvicorn

    running = []

    def start(field: str) -> str:
        server = listen(0)
        config = uvicorn.Config(
            application(Hostile(field), policy_for("127.0.0.1")), log_level="error", ws="none", lifespan="off"
        )  # type: ignore[arg-type]
        web = uvicorn.Server(config)
        thread = threading.Thread(target=web.run, kwargs={"sockets": [server]}, daemon=True)
        thread.start()
        running.append((web, thread, server))
        return f"http://127.0.0.1:{server.getsockname()[1]}/"

    yield start
    for web, thread, server in running:
        web.should_exit = True
        thread.join(timeout=30)
        server.close()


@pytest.mark.parametrize("field", FIELDS)
def test_a_payload_from_the_server_is_only_text(
    open_at: Callable[[str], Opened], hostile: Callable[[str], str], field: str
) -> None:
    opened = open_at(hostile(field))
    page = opened.page
    for id_ in (
        opened.run("() => explorer.network.body.data.nodes.getIds()")[:6]
        + opened.run("() => explorer.network.body.data.edges.getIds()")[:6]
    ):
        opened.run("(id) => explorer.change({ selected: id }, { centre: true })", id_)
        page.locator("#panel h2").first.wait_for()
        page.locator("#panel .sentence, #panel li.quiet").first.wait_for()
    opened.search("<img")
    page.keyboard.press("Escape")
    for tab in ("timeline", "heat", "compare", "review"):
        page.click(f"#tab-{tab}")
    page.locator(".cases li").nth(5).wait_for()
    page.click("#toggle-language")
    with page.expect_download():
        page.click("#save-menu summary")
        page.click("#save-svg")
    assert page.evaluate("() => window.hit") is None
    assert page.locator("img, iframe, object, embed, a[href^='javascript']").count() == 0
    # The catalogue of this server is empty, so what the charts ask for is refused; nothing else may be complained about.
    assert [line for line in opened.complaints if "status of" not in line] == []
