"""The explorer's server: the page, its script and style, and small JSON answers to what a reader does on it.

Input are requests and an Explorer, which knows the graph; output are pages and JSON. Who may ask is the business of
`viz.guard`, what may be asked that of `viz.answers`; every answer has a largest size.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from kg.errors import DecisionError, KgError, QueryError, StoreUnavailable, UsageError
from viz import network
from viz.answers import LONGEST_TEXT, Answers, Call, Data, Explorer, Refused, check_text
from viz.guard import MAX_BODY, Guard, Policy, refuse
from viz.page import render_served, script, style

MAX_ANSWER = 8_000_000
# Which load of the store an answer is from: a page that is from another says so.
LOAD = "X-KG-Load"


def application(explorer: Explorer, policy: Policy) -> Starlette:
    """Make the web application."""
    answers = Answers(explorer)
    routes = [
        Route("/", _page(explorer)),
        Route("/static/{name}", _static),
        *(Route(f"/api/{name}", _answer(call, explorer), methods=["POST"]) for name, call in answers.calls().items()),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Guard, policy=policy)])


def _page(explorer: Explorer) -> Callable[[Request], Any]:
    async def page(request: Request) -> Response:
        nonce = secrets.token_urlsafe(18)

        def make() -> str:
            wanted = {name: value for name, value in request.query_params.items() if name != "token"}
            for name, value in wanted.items():
                check_text(name, value, LONGEST_TEXT)
            load = explorer.generation()  # before the cut: one that is loaded meanwhile is noticed at the next question
            cut, heading = explorer.cut(wanted)
            served = {**explorer.served(), "load": load}
            return render_served(cut, heading=heading, nonce=nonce, served=served, facts=explorer.facts())

        try:
            html = await run_in_threadpool(make)
        except KgError as error:
            status = _status(error)
            # The address names something that is not there; what fails for another reason keeps its status.
            return refuse(404 if status == 400 and isinstance(error, UsageError) else status, str(error))
        return HTMLResponse(html, headers={"Content-Security-Policy": policy_of(nonce)})

    return page


def policy_of(nonce: str) -> str:
    """Give the Content-Security-Policy of a page: its own script and style, its own server, pictures it draws itself, nothing else."""
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src data: blob:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


_FILES: Mapping[str, tuple[Callable[[], str], str]] = {
    "explorer.js": (script, "text/javascript"),
    "explorer.css": (style, "text/css"),
    "vis-network.js": (network.library, "text/javascript"),
}


async def _static(request: Request) -> Response:
    # Three names and no file system: a path can lead nowhere else.
    found = _FILES.get(request.path_params["name"])
    if found is None:
        return refuse(404, "no such file")
    content = found[0]().encode()
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=f"{found[1]}; charset=utf-8", headers=headers)


def _answer(call: Call, explorer: Explorer) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        load = await run_in_threadpool(explorer.generation)
        try:
            data = await _body(request)
            content = await run_in_threadpool(lambda: _json(call(data)))
        except KgError as error:
            refused = refuse(_status(error), str(error), kind=_kind(error), reason=error.message, values=error.values)
            refused.headers[LOAD] = load
            return refused
        return Response(content, media_type="application/json", headers={LOAD: load})

    return answer


def _status(error: KgError) -> int:
    if isinstance(error, StoreUnavailable):
        return 502
    return error.status if isinstance(error, Refused) else 400 if isinstance(error, _THEIRS) else 500


_THEIRS = (UsageError, QueryError, DecisionError)


def _kind(error: KgError) -> str:
    """Give the kind of an error, for which the page has words in the reader's language."""
    if error.kind:
        return error.kind
    return {502: "no_store", 413: "too_much"}.get(
        _status(error), "query" if isinstance(error, QueryError) else "refused"
    )


async def _body(request: Request) -> Data:
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > MAX_BODY:
            raise Refused(f"more than {MAX_BODY} bytes in one request", 413)
    try:
        data = json.loads(received)
        json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:  # "\ud800" is JSON, but neither a store nor a file takes it
        half = error.object[error.start]
        raise UsageError(f"the request holds half a character ({half!a})", hint="send whole ones") from None
    except (ValueError, RecursionError):
        raise UsageError("the request is no JSON") from None
    if not isinstance(data, dict):
        raise UsageError("the request is no JSON object")
    return data


def _json(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    content = text.encode("utf-8", "replace")
    if len(content) > MAX_ANSWER:
        raise Refused(f"the answer has {len(content)} bytes, more than {MAX_ANSWER}; ask for less of it", 413)
    return content
