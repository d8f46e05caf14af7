"""Serving the explorer on this machine: a socket on loopback, the store, and the application of `viz.server`."""

from __future__ import annotations

import socket
from threading import Lock

import uvicorn

from kg.errors import KgError
from kg.graph import Subgraph
from pipelines.load import opened
from queries.subgraph import around, overview
from viz.server import application

LOOPBACK = "127.0.0.1"


def listen(port: int) -> socket.socket:
    """Take a port on loopback; raises KgError when it is in use or may not be taken."""
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        server.bind((LOOPBACK, port))
        server.listen()  # before the address is printed: who reads it may connect at once
    except (OSError, OverflowError) as error:
        server.close()
        raise KgError(
            f"port {port} cannot be used ({error})", hint="give another one with --port, or 0 for any free one"
        ) from error
    return server


def serve(store: str | None, *, port: int = 8765, limit: int = 300) -> None:
    """Serve the explorer until it is stopped; prints its address on stdout."""
    server = listen(port)
    with server, opened(store) as graph:
        lock = Lock()  # one reader, many requests: the embedded engine's session is not shared between threads

        def cut(focus: str | None) -> Subgraph:
            with lock:
                return overview(graph, limit=limit) if focus is None else around(graph, focus, limit=limit)

        print(f"http://{LOOPBACK}:{server.getsockname()[1]}/", flush=True)
        config = uvicorn.Config(application(cut, heading="公文知识图谱"), log_level="error", access_log=False)
        uvicorn.Server(config).run(sockets=[server])
