"""Serving the explorer: a socket, on loopback unless told otherwise, the graph of a store, and the application of `viz.server`."""

from __future__ import annotations

import ipaddress
import secrets
import socket
import sys
from pathlib import Path
from threading import Thread

import uvicorn

from kg.errors import KgError
from pipelines.explorer import StoreExplorer
from pipelines.load import current_url
from viz.guard import Policy
from viz.server import application

LOOPBACK = "127.0.0.1"
# More at once wait in the queue of the socket: 50 readers never came near it.
CONNECTIONS = 400


def listen(port: int, host: str = LOOPBACK) -> socket.socket:
    """Take a port; raises KgError when it is in use, may not be taken, or the address is none of this machine."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    except (OSError, OverflowError, UnicodeError) as error:
        raise KgError(f"{host} is no address of this machine ({error})", hint="give one with --host") from error
    # asyncio switches Nagle's algorithm off only where the protocol is named; with it every answer waits 40 ms for an acknowledgement.
    server = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        server.bind((host, port))
        server.listen(1024)  # before the address is printed: who reads it may connect at once
    except (OSError, OverflowError) as error:
        server.close()
        raise KgError(
            f"port {port} cannot be used ({error})", hint="give another one with --port, or 0 for any free one"
        ) from error
    return server


def policy_for(host: str) -> Policy:
    """Say who may ask a server on an address: on loopback anyone on this machine, elsewhere whoever has the token."""
    if _is_loopback(host):
        return Policy(hosts=frozenset({"127.0.0.1", "localhost", "::1"}))
    names = {host.lower(), "127.0.0.1", "localhost", "::1", socket.gethostname().lower(), socket.getfqdn().lower()}
    return Policy(
        hosts=frozenset(names), any_address=host in ("0.0.0.0", "::"), token=secrets.token_urlsafe(24)
    )  # fmt: skip


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def address(server: socket.socket, policy: Policy) -> str:
    """Give the address to open, with the token where one is asked for."""
    host, port = server.getsockname()[:2]
    if host in ("0.0.0.0", "::"):
        host = socket.gethostname()
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/" + (f"?token={policy.token}" if policy.token else "")


def web_server(explorer: StoreExplorer, policy: Policy) -> uvicorn.Server:
    """Give the server for an explorer; it is run with the sockets of `listen`."""
    # No access log: an address can hold the token. No web sockets and no proxies: nothing here needs them.
    config = uvicorn.Config(
        application(explorer, policy), log_level="error", access_log=False, server_header=False, ws="none", lifespan="off",
        limit_concurrency=CONNECTIONS, proxy_headers=False,
    )  # fmt: skip
    return uvicorn.Server(config)


def serve(
    store: str | None, *, host: str = LOOPBACK, port: int = 8765, limit: int = 300, bundle: Path | None = None,
    decisions: Path | None = None, allow_cypher: bool = False,
) -> None:  # fmt: skip
    """Serve the explorer until it is stopped; prints its address on stdout."""
    policy = policy_for(host)
    with listen(port, host) as server:
        explorer = StoreExplorer(
            current_url(store), limit=limit, bundle=bundle, decisions=decisions, allow_cypher=allow_cypher
        )
        try:
            print(address(server, policy), flush=True)
            # 3 seconds for 3 000 things: done before somebody asks for sizes and colours.
            Thread(target=explorer.measures, daemon=True).start()
            if not explorer.reviews:
                print("review is off: no bundle of this store found; give one with --bundle DIR", file=sys.stderr)
            web_server(explorer, policy).run(sockets=[server])
        finally:
            explorer.close()
