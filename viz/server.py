"""The explorer's server: the same page as a standalone one, cut anew from the store for every request. Loopback only.

Input are a store's reader and requests; output are pages. `/` is the overview, `/?focus=NAME` what surrounds a name.
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from kg.errors import KgError
from kg.graph import Subgraph
from viz.page import render

# A name longer than this names nothing; the longest title of a policy in five years of gazettes had 90 characters.
LONGEST_NAME = 300


def application(cut: Callable[[str | None], Subgraph], *, heading: str) -> Starlette:
    """Make the web application; `cut` gives the subgraph around a name, or the overview for None."""

    async def page(request: Request) -> Response:
        focus = request.query_params.get("focus")
        if focus is not None and len(focus) > LONGEST_NAME:
            return PlainTextResponse("name too long", status_code=400)
        try:
            html = await run_in_threadpool(lambda: render(cut(focus), heading=focus or heading))
        except KgError as error:
            return PlainTextResponse(str(error), status_code=404)
        return HTMLResponse(html, headers={"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"})

    # A page of another site must not reach the server under a name of its own (DNS rebinding).
    hosts = Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost", "[::1]"])
    return Starlette(routes=[Route("/", page)], middleware=[hosts])
