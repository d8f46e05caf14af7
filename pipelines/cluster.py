"""Making parts on a Ray cluster: as `pipelines.parts` does on one machine, with many files to a part.

Input are files that every node can open: paths on a shared disk, or URLs of any fsspec file system (s3://, gs://, hdfs://). Ray Data sends
them to actors that load the pipeline once; the tables come back as Parquet, and the process that asked keeps each as a part folder, so that
a stopped build goes on where it was. `kg.assemble` makes the bundle of them, with the bytes that one machine would give.

Reading, extraction and linking are one stage: reading takes 3 % of the time, and stages of their own would send every text through the
object store twice.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import socket
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from kg import __version__
from kg.bundle import to_disk
from kg.errors import InputError, KgError, MissingExtra
from kg.ids import content_id
from kg.read.files import find_files, is_report, path_name
from kg.schema import schema
from pipelines.parts import (
    FACTS,
    PARTS_FOLDER,
    FileOutcome,
    Places,
    Progress,
    file_mark,
    none_readable,
    own_files,
    own_marks,
    software,
)

LOCAL = "local"
# A part of 32 files of 5,000 characters is 6 s of work and 300 KB: long against what Ray needs for a task (5 ms), short enough to lose.
FILES = 32
PART_BYTES = 4 << 20
# More blocks than this cost the scheduler more than they even out.
BLOCKS = 10_000
REACH_SECONDS = 10
OBJECT_STORE = 256 << 20  # of a local cluster; what is in flight is a few parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file of a cluster build: where it is, its name in the tables, what changes when its content does, and its size in bytes.

    `system` is the fsspec file system as JSON for a URL, empty for a path.
    """

    path: str
    name: str
    mark: str
    size: int
    system: str = ""


def is_url(path: str | Path) -> bool:
    """Say whether a path is a URL of a file system; C:\\\\ is none."""
    return "://" in str(path)


def find_sources(paths: Sequence[str | Path]) -> tuple[list[Source], list[FileOutcome]]:
    """Find the report files in paths and URLs, sorted by name, and what was named but cannot be read."""
    found = find_files([path for path in paths if not is_url(path)])
    skipped = [FileOutcome(path=path, outcome="skipped", reason=reason) for path, reason in found.skipped]
    sources = []
    for path in found.files:
        try:
            mark, size = file_mark(path, path_name(path)), os.stat(path).st_size
        except (OSError, InputError):
            mark, size = "", 0  # the reader says better what is wrong with the file
        sources.append(Source(path=os.path.abspath(path), name=path_name(path), mark=mark, size=size))
    for url in dict.fromkeys(str(path) for path in paths if is_url(path)):
        inside = list(_find_url(url))
        sources += inside
        if not inside:
            skipped.append(FileOutcome(path=url, outcome="skipped", reason="no report files there"))
    return sorted({source.name: source for source in sources}.values(), key=lambda source: source.name), skipped


def _find_url(url: str) -> Iterator[Source]:
    import fsspec

    try:
        system, root = fsspec.core.url_to_fs(url)
        found = system.glob(root, detail=True) if "*" in root else system.find(root, detail=True)
    except (OSError, ValueError, ImportError) as error:
        raise InputError(f"{url}: cannot be listed ({error})", hint="check the address and the rights") from error
    plain = system.to_json()
    for path, facts in found.items():
        if facts["type"] == "file" and is_report(path.rpartition("/")[2]):
            name = url if path == root else f"{_folder(url)}/{path.removeprefix(_folder(root)).lstrip('/')}"
            yield Source(path=path, name=name, mark=system.ukey(path), size=facts["size"] or 0, system=plain)


def _folder(pattern: str) -> str:
    """Give the folder that a URL or pattern names, without the part that varies."""
    return pattern.partition("*")[0].rpartition("/")[0] if "*" in pattern else pattern.rstrip("/")


def cut(sources: Iterable[Source]) -> Iterator[tuple[Source, ...]]:
    """Cut files into parts of FILES on average, and of PART_BYTES at most unless one file is larger.

    The cut follows the hash of a name, so that one file more or less changes one part and not all that come after.
    """
    group: list[Source] = []
    size = 0
    for source in sources:
        if group and size + source.size > PART_BYTES:
            yield tuple(group)
            group, size = [], 0
        group.append(source)
        size += source.size
        if int(content_id("", source.name), 16) % FILES == 0:
            yield tuple(group)
            group, size = [], 0
    if group:
        yield tuple(group)


def make_partitions(
    sources: Sequence[Source], root: Path, places: Places, workers: int | None, strict: bool, progress: Progress | None,
    *, address: str,
) -> tuple[list[FileOutcome], list[Path]]:  # fmt: skip
    """Make the parts of all files on the cluster at `address`; give the outcomes and the part folders in the order of the files.

    A file that makes its worker die again and again is skipped, like one that cannot be read. Raises InputError for the first skipped
    file when `strict`, MissingExtra without Ray, KgError when no cluster answers.
    """
    folder = root / PARTS_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for partial in folder.glob("*.partial"):  # of a build that was killed
        shutil.rmtree(partial)
    told = _Told(len(sources), strict, progress)
    groups = list(cut(sources))
    own = own_files()
    keys = [_key(group, places, own_marks(own)) for group in groups]
    todo = {key: group for key, group in zip(keys, groups, strict=True) if not told.take(_cached(folder / key))}
    if todo:
        if own:
            from kg.extract import load_extractor

            load_extractor()  # what is wrong with a list or model is said here, once and with its name
        # Ray tells of dead workers on stdout, which belongs to what a command prints.
        with redirect_stdout(sys.stderr), _cluster(address, workers):
            _run(todo, folder, places, own, workers, told)
    outcomes = [told.outcomes[source.name] for source in sources]
    parts = [folder / key for key in keys]
    return outcomes, [part for part in parts if part.is_dir() and _reports(part)]


class _Told:
    """What became of each file so far."""

    def __init__(self, total: int, strict: bool, progress: Progress | None) -> None:
        self.outcomes: dict[str, FileOutcome] = {}
        self._total, self._strict, self._progress = total, strict, progress

    def take(self, outcomes: Sequence[FileOutcome]) -> bool:
        """Note outcomes and tell of them; give whether there were any."""
        for outcome in outcomes:
            self.outcomes[outcome.path] = outcome
            if self._progress is not None:
                self._progress(len(self.outcomes), self._total, outcome)
            if self._strict and outcome.outcome == "skipped":
                raise InputError(none_readable([outcome]), hint="mend it, or build without --strict")
        return bool(outcomes)


def _key(group: Sequence[Source], places: Places, own: Sequence[str]) -> str:
    settled = (json.dumps(sorted(places.items())),) if places else ()
    marks = [f"{source.name}\n{source.mark}" for source in group]
    return content_id("c", __version__, schema().sha256, software(), *marks, *own, *settled)


def _facts(part: Path) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads((part / FACTS).read_text(encoding="utf-8"))
    return facts


def _reports(part: Path) -> int:
    return sum(outcome["reports"] for outcome in _facts(part)["files"])


def _cached(part: Path) -> list[FileOutcome]:
    """Give the outcomes of a part that an earlier build made; none when it is absent, damaged, or worth another try."""
    try:
        facts = _facts(part)
        if facts["again"] or any((part / name).stat().st_size != size for name, size in facts["bytes"].items()):
            return []
    except (OSError, ValueError):
        return []
    found = [FileOutcome(**{**outcome, "notes": tuple(outcome["notes"])}) for outcome in facts["files"]]
    return [replace(one, outcome="cached") if one.outcome == "built" else one for one in found]


def _run(
    todo: Mapping[str, Sequence[Source]], folder: Path, places: Places, own: Mapping[str, bytes], workers: int | None, told: _Told,
) -> None:  # fmt: skip
    """Send parts to the cluster and keep what comes back; Ray Data tries again what a dead worker had in hand."""
    import ray

    from pipelines.worker import Maker, Tries

    tries = ray.remote(num_cpus=0)(Tries).remote()
    items = [{"key": key, "files": json.dumps([asdict(one) for one in group])} for key, group in todo.items()]
    cores = int(ray.cluster_resources().get("CPU", 1))  # type: ignore[no-untyped-call]
    made = ray.data.from_items(items, override_num_blocks=min(len(items), BLOCKS)).map(
        Maker,  # type: ignore[arg-type]
        # The bytes of own files and not their paths, which a node need not have: a model of 5 MB goes to each node once.
        fn_constructor_kwargs={"places": dict(places), "software": software(), "tries": tries, "own": own},
        compute=ray.data.ActorPoolStrategy(min_size=1, max_size=min(workers or cores, len(items))),
    )
    for row in made.iter_rows():
        told.take(_keep(row, folder))


def _keep(row: dict[str, Any], folder: Path) -> list[FileOutcome]:
    """Write what a worker sent as a part folder; the last step is a rename, so that a part is whole or absent."""
    part = folder / row.pop("key")
    facts = json.loads(row.pop("facts"))
    partial = part.with_name(f"{part.name}.partial")
    partial.mkdir()
    for name, data in row.items():
        (partial / f"{name}.parquet").write_bytes(data)
    facts["bytes"] = {f"{name}.parquet": len(data) for name, data in row.items()}
    (partial / FACTS).write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    for path in (*partial.iterdir(), partial):
        to_disk(path)
    if part.exists():  # damaged, or with a file that is worth another try
        shutil.rmtree(part)
    partial.rename(part)
    return [FileOutcome(**{**outcome, "notes": tuple(outcome["notes"])}) for outcome in facts["files"]]


@contextmanager
def _cluster(address: str, workers: int | None) -> Iterator[None]:
    """Connect to a cluster, or start one on this machine; one that the caller has connected to is used and left as it is."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # Ray would report its use over the network
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")  # what fails comes back as an exception
    try:
        import ray.data
    except ImportError as error:
        raise MissingExtra(
            "--cluster needs Ray, which is not installed", hint="pip install 'gongwen-kg[cluster]'"
        ) from error
    for name in ("ray", "ray.data"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    if ray.is_initialized():
        yield
        return
    settings: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.CRITICAL}
    if address == LOCAL:
        settings |= {"num_cpus": workers, "include_dashboard": False, "object_store_memory": OBJECT_STORE}
        settings["_node_ip_address"] = "127.0.0.1"
    else:
        settings["address"] = address
    try:
        _reach(address)
        ray.init(**settings)
    except (OSError, ValueError, RuntimeError) as error:
        reason = str(error).strip().splitlines()[0]
        raise KgError(
            f"no Ray cluster at {address} ({reason})", hint="start one with: ray start --head, or use --cluster local"
        ) from error
    try:
        yield
    finally:
        ray.shutdown()


def _reach(address: str) -> None:
    """Raise OSError when nothing listens at HOST:PORT; Ray itself would try for minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if host and port.isdigit():
        socket.create_connection((host, int(port)), timeout=REACH_SECONDS).close()
