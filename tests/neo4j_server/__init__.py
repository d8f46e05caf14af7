"""A real Neo4j server for the tests: its libraries from Maven Central, kept in the user's cache, and a launcher of one file."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import neo4j
from filelock import FileLock
from platformdirs import user_cache_dir

HERE = Path(__file__).resolve().parent
USER, PASSWORD = "neo4j", "only-for-tests"
START_SECONDS = 120
FETCH_SECONDS = 900  # about 120 MB and 200 files

# version of the server: the Java versions it runs on
VERSIONS = {"5.26.16": range(17, 25), "2025.11.2": range(21, 99)}

_OPEN = (
    "java.base/java.nio",
    "java.base/java.io",
    "java.base/sun.nio.ch",
    "java.base/java.util.concurrent",
    "java.base/java.lang",
)

_CONFIGURATION = """
server.bolt.enabled=true
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
dbms.security.auth_enabled=true
dbms.usage_report.enabled=false
server.memory.pagecache.size=64m
db.tx_log.preallocate=false
dbms.cypher.min_replan_interval=1h
"""


def find_java(version: str) -> Path | None:
    """Give a Java that runs this version of the server: JAVA_HOME, the one on the PATH, or one installed beside those."""
    homes = [Path(value) for name, value in sorted(os.environ.items()) if name.startswith("JAVA_HOME") and value]
    if command := shutil.which("java"):
        homes.append(Path(command).resolve().parent.parent)
    homes += [other for home in list(homes) if home.is_dir() for other in sorted(home.resolve().parent.iterdir())]
    for home in homes:
        release, command_path = home / "release", home / "bin" / "java"
        if not (release.is_file() and command_path.is_file()):
            continue
        found = re.search(r'^JAVA_VERSION="(\d+)', release.read_text(encoding="utf-8"), re.MULTILINE)
        if found and int(found[1]) in VERSIONS[version]:
            return command_path
    return None


def missing(version: str) -> str:
    """Say what a server of this version lacks here; empty when nothing."""
    if find_java(version) is None:
        return f"no Java {VERSIONS[version].start} or later for Neo4j {version}"
    if not _folder(version).is_dir() and shutil.which("mvn") is None:
        return "no mvn to fetch Neo4j with"
    return ""


def _folder(version: str) -> Path:
    return Path(user_cache_dir("gongwen-kg-tests")) / f"neo4j-{version}"


def libraries(version: str) -> Path:
    """Give the folder with the server's libraries, fetched by Maven the first time."""
    folder = _folder(version)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{folder}.lock"):
        if not folder.is_dir():
            partial = folder.with_suffix(".partial")
            shutil.rmtree(partial, ignore_errors=True)
            subprocess.run(
                ["mvn", "-q", "-B", "-f", HERE / "pom.xml", "dependency:copy-dependencies", f"-Dneo4j.version={version}",
                 f"-DoutputDirectory={partial}", "-DincludeScope=runtime"],
                check=True, timeout=FETCH_SECONDS, stdin=subprocess.DEVNULL,
            )  # fmt: skip
            partial.rename(folder)
    return folder


def free_port() -> int:
    """Give a port of the loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running server."""

    version: str
    home: Path
    port: int
    process: subprocess.Popen[bytes]
    watcher: threading.Thread

    @property
    def url(self) -> str:
        return f"bolt://127.0.0.1:{self.port}"

    def stop(self) -> None:
        """Let the server end in order, or end it."""
        assert self.process.stdin
        if not self.process.stdin.closed:
            self.process.stdin.close()
        try:
            self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(timeout=60)
        self.watcher.join()

    def kill(self) -> None:
        """End the server at once, as a power cut would."""
        self.process.kill()
        self.stop()


def start(version: str, home: Path, port: int | None = None, *, memory_mb: int = 768) -> Server:
    """Start a server on a fresh or an existing home folder and wait until it answers."""
    java = find_java(version)
    assert java, missing(version)
    fresh = not (home / "data").exists()
    home.mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    (home / "neo4j.conf").write_text(_CONFIGURATION.format(port=port), encoding="utf-8")
    opens = [part for module in _OPEN for part in ("--add-opens", f"{module}=ALL-UNNAMED")]
    # The first compiler stage only, and the simplest collector: the server lives for a minute and answers small
    # questions.
    tuning = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", f"-Xmx{memory_mb}m"]
    log = (home / "server.log").open("ab")
    process = subprocess.Popen(
        [java, *opens, *tuning, "-cp", f"{libraries(version)}/*", HERE / "Launcher.java", home],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
    )
    log.close()
    assert process.stdout
    ready = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.stdout, ready), daemon=True)
    watcher.start()
    server = Server(version=version, home=home, port=port, process=process, watcher=watcher)
    _wait_until_ready(server, ready)
    if fresh:
        _set_password(server)
    return server


def _watch(output: IO[bytes], ready: threading.Event) -> None:
    with output:
        for line in output:  # to the end, so that the pipe never fills
            if line.strip() == b"READY":
                ready.set()


def _wait_until_ready(server: Server, ready: threading.Event) -> None:
    for _ in range(START_SECONDS):
        if ready.wait(timeout=1):
            return
        if server.process.poll() is not None:
            break
    server.kill()
    log = (server.home / "server.log").read_text(encoding="utf-8", errors="replace")
    raise RuntimeError(f"Neo4j {server.version} did not start:\n{log[-4000:]}")


def _set_password(server: Server) -> None:
    with neo4j.GraphDatabase.driver(server.url, auth=(USER, "neo4j")) as driver:
        driver.execute_query("ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new", new=PASSWORD, database_="system")
