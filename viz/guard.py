"""What stands before the explorer: who may ask at all, how much they may send, and the headers of every answer.

A plain ASGI middleware. The server answers on loopback without a token; on any other address only with one. A page of
another site can neither reach it under a name of its own (Host), nor post to it (Origin), nor read its answers (CSP, CORP).
"""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "kg_token"
# A page sends at most the coordinates of 2 000 nodes, about 150 kB.
MAX_BODY = 1_000_000
# Longer addresses carry no question; uvicorn itself ends at 64 kB.
MAX_QUERY = 8_000
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# What answers other than pages may do in a browser: nothing.
SEALED = "default-src 'none'; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Who may ask.

    `hosts` are the names under which the server is known, `any_address` allows every literal IP address as well, and
    `token`, if set, is asked for.
    """

    hosts: frozenset[str]
    any_address: bool = False
    token: str | None = None

    def allows_host(self, host: str) -> bool:
        """Say whether a Host header names this server.

        >>> policy = Policy(hosts=frozenset({"127.0.0.1", "localhost"}))
        >>> policy.allows_host("127.0.0.1:8765"), policy.allows_host("evil.example"), policy.allows_host("127.0.0.1.evil.example")
        (True, False, False)
        """
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        return name in self.hosts or (self.any_address and _is_address(name))


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class Guard:
    """Lets requests through that follow a Policy and answers the others itself."""

    def __init__(self, app: ASGIApp, policy: Policy) -> None:
        self._app, self._policy = app, policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        answer = self._refusal(scope, headers) or self._without_token(scope, headers)
        if answer is not None:
            await answer(scope, receive, _with_headers(send))
            return
        await self._app(scope, receive, _with_headers(send))

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._policy.allows_host(hosts[0]):
            return refuse(421, "this server is not known under that name; open the address that kg serve printed")
        if len(scope.get("query_string", b"")) > MAX_QUERY:
            return refuse(414, "the address is too long")
        if scope["method"] in ("GET", "HEAD"):
            return None
        # A browser says where a request that could change something comes from; without a browser there is nobody to trick.
        origin = headers.get("origin")
        if origin is not None and not _is_own(origin, hosts[0]):
            return refuse(403, "requests from pages of other sites are refused")
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return refuse(403, "requests from pages of other sites are refused")
        if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return refuse(415, "send JSON (Content-Type: application/json)")
        length = headers.get("content-length", "")
        if length and (not length.isascii() or not length.isdigit() or int(length[:20]) > MAX_BODY):
            return refuse(413, f"more than {MAX_BODY} bytes in one request")
        return None

    def _without_token(self, scope: Scope, headers: Headers) -> Response | None:
        token = self._policy.token
        if token is None:
            return None
        asked = parse_qsl(scope.get("query_string", b"").decode("latin-1"))
        given = dict(asked).get("token")
        if given is not None and scope["method"] == "GET" and scope["path"] == "/":
            if not _equal(given, token):
                return refuse(401, "wrong token")
            # From here on a cookie proves it: the token leaves the address bar, the history and every copied link.
            rest = urlencode([(name, value) for name, value in asked if name != "token"])
            answer = RedirectResponse(f"/?{rest}" if rest else "/", status_code=303)
            answer.set_cookie(COOKIE, token, httponly=True, samesite="strict", path="/")
            return answer
        if _equal(_cookie(headers.getlist("cookie")), token):
            return None
        return refuse(401, "open the address with the token that kg serve printed")


def _is_own(origin: str, host: str) -> bool:
    try:
        parts = urlsplit(origin)
    except ValueError:  # http://[::1
        return False
    return parts.scheme == "http" and parts.netloc.lower() == host.lower()


def _equal(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())


def _cookie(lines: Iterable[str]) -> str:
    jar: SimpleCookie = SimpleCookie()
    for line in lines:
        try:
            jar.load(line)
        except CookieError:
            return ""
    return jar[COOKIE].value if COOKIE in jar else ""


def refuse(status: int, error: str, **more: Any) -> Response:
    """Give an answer that says why a request is refused, in one line and, for the page, with what it needs for words of its own."""
    return JSONResponse({"error": error, **more}, status_code=status)


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Content-Security-Policy", SEALED)
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return sent
