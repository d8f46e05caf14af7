"""Building: from files to a bundle. Incremental by content hash, atomic at the end.

`pipelines.parts` keeps what each file says; the corpus-wide step here reads the parts of the files that are there now and makes the tables
of the bundle. When parts and decisions are those of the bundle that stands, its tables stay.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from kg import __version__
from kg.assemble import MOST_MEMORY, assemble
from kg.bundle import GENERATIONS, TABLES, Bundle, commit_bundle, damage, open_bundle, restate_bundle
from kg.decisions import FILE as DECISIONS
from kg.decisions import Decisions, read_decisions
from kg.errors import BundleError, InputError
from kg.gazetteer import institution_of
from kg.ids import content_id
from kg.read.files import find_files
from kg.schema import schema
from pipelines.cluster import Source, find_sources, is_url, make_partitions
from pipelines.parts import PARTS_FOLDER, FileOutcome, Progress, forget_parts, make_parts, none_readable, settling

# Who speaks for the whole country has no place: 国务院办公厅, 农业农村部, not 组织部.
_NATIONAL = re.compile(
    "国务院|中共中央|中央|全国|中国|国家|[\u4e00-\u9fff]{2,10}(?<!组织)(?<!宣传)(?<!统战)部(?![门署分])"
)


def _speaks_for_itself(text: str) -> bool:
    return _NATIONAL.match(text) is not None or institution_of(text) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """The result of a build: the bundle, every file's outcome, row counts by table, seconds, and decisions that met nothing.

    `left_out` are the files that the bundle held before this build and that were not named now.
    """

    bundle: Bundle
    files: tuple[FileOutcome, ...]
    counts: dict[str, int]
    seconds: float
    notes: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def skipped(self) -> tuple[FileOutcome, ...]:
        """The files that are not in the bundle."""
        return tuple(file for file in self.files if file.outcome == "skipped")

    def placeless(self) -> tuple[tuple[str, str], ...]:
        """Give id and heading of the reports that speak for no known place and are from no national body or institution, in the order of ids."""
        rows = pq.read_table(self.bundle.path("reports"), columns=["id", "heading", "place_name", "issuer"]).to_pylist()
        local = [row for row in rows if not any(_speaks_for_itself(row[name] or "") for name in ("issuer", "heading"))]
        return tuple((row["id"], row["heading"]) for row in local if row["place_name"] is None)

    def as_dict(self) -> dict[str, Any]:
        """Give the report as plain values, as `kg build --json` prints it."""
        return {
            "bundle": str(self.bundle.root), "id": self.bundle.id, "counts": self.counts, "seconds": self.seconds,
            "notes": list(self.notes), "left_out": list(self.left_out), "files": [asdict(file) for file in self.files],
        }  # fmt: skip


def build(
    paths: Sequence[Path | str],
    out: Path | str = "kg-out",
    *,
    decisions: Path | None = None,
    workers: int | None = None,
    strict: bool = False,
    cluster: str | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Build a bundle in `out` from files, folders and globs.

    A file that cannot be read is listed as skipped, or raises its InputError when `strict`. `workers` is the number of processes (default: one
    a core); the result does not depend on it. `progress` is called after each file with (done, total, outcome). `decisions` is a decisions
    file (default: `decisions.jsonl` in `out`, if there is one). `cluster` is the address of a Ray cluster that reads the files, or `local` for
    one on this machine; then paths may be URLs of fsspec, and the tables have the same bytes as without.
    Raises InputError when no file is found or none can be read, BundleError when another build holds the folder, DecisionError when the
    decisions are wrong or contradict each other.

    >>> import tempfile
    >>> import pipelines
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     text = Path(folder, "report.txt")
    ...     _ = text.write_text("襄阳市工作总结\\n\\n2021年，襄阳市推行“板凳夜话”工作法。\\n", encoding="utf-8")
    ...     made = pipelines.build([text], Path(folder, "out"), workers=1)
    >>> made.counts["reports"], [file.outcome for file in made.files]
    (1, ['built'])
    """
    started = time.monotonic()
    found: Sequence[Source] | list[Path]
    make: Callable[..., tuple[list[FileOutcome], list[Path]]]
    if cluster is None:
        found, absent = _find(paths)
        make = partial(make_parts, found)
    else:
        found, absent = find_sources(paths)
        make = partial(make_partitions, found, address=cluster)
    if absent and (strict or not found):
        raise InputError(f"{absent[0].path}: {absent[0].reason}", hint="give files, folders or patterns of reports")
    root = Path(out)
    settled = decisions_of(root, decisions)
    with _held(root), _disk(root):
        outcomes, parts = make(root, settled.places, workers, strict, progress)
        if not parts:
            raise InputError(none_readable(outcomes), hint="give at least one readable report")
        outcomes = sorted([*outcomes, *absent], key=lambda outcome: outcome.path)
        left_out = _left_out(root, outcomes)
        inputs = content_id("i", settling(), settled.sha256, *(part.name for part in parts))
        facts = {
            "software": __version__, "schema": schema().sha256, "decisions": settled.sha256, "inputs": inputs,
            "files": [asdict(outcome) for outcome in outcomes],
        }  # fmt: skip
        bundle = _standing(root, inputs)
        if bundle is not None:
            kept = {name: bundle.manifest[name] for name in ("counts", "notes")}
            bundle = restate_bundle(bundle, {**facts, **kept, "seconds": _since(started)})
        else:
            fresh = root / GENERATIONS / ".partial"
            if fresh.exists():
                shutil.rmtree(fresh)
            notes = assemble(parts, fresh, decisions=settled)
            counts = {name: pq.read_metadata(fresh / f"{name}.parquet").num_rows for name in TABLES}
            bundle = commit_bundle(root, fresh, {**facts, "counts": counts, "notes": notes, "seconds": _since(started)})
        forget_parts(root / PARTS_FOLDER, keep={part.name for part in parts})
    said = bundle.manifest
    return BuildReport(
        bundle=bundle, files=tuple(outcomes), counts=said["counts"], seconds=said["seconds"], notes=tuple(said["notes"]),
        left_out=left_out,
    )  # fmt: skip


def _find(paths: Sequence[Path | str]) -> tuple[list[Path], list[FileOutcome]]:
    for path in paths:
        if is_url(path):
            raise InputError(f"{path}: a URL", hint="read it with --cluster local, or give a path")
    found = find_files(paths)
    skipped = [FileOutcome(path=path, outcome="skipped", reason=reason) for path, reason in found.skipped]
    return [Path(file) for file in found.files], skipped


def _left_out(root: Path, outcomes: Sequence[FileOutcome]) -> tuple[str, ...]:
    """Give the files that the bundle holds and that are not among these."""
    try:
        before = open_bundle(root).manifest["files"]
    except BundleError:
        return ()  # none yet, or one that cannot be used
    # a.txt, ./a.txt and /folder/a.txt are one file.
    now = {os.path.abspath(one.path) for one in outcomes}
    held = [file["path"] for file in before if file["outcome"] != "skipped"]
    return tuple(sorted(path for path in held if os.path.abspath(path) not in now))


def _since(started: float) -> float:
    return round(time.monotonic() - started, 3)


def _standing(root: Path, inputs: str) -> Bundle | None:
    """Give the bundle that stands, if it was made from these parts and decisions and its tables are whole."""
    try:
        bundle = open_bundle(root)
    except BundleError:
        return None  # none yet, or one that cannot be used
    return bundle if bundle.manifest.get("inputs") == inputs and not damage(bundle) else None


def decisions_of(root: Path, given: Path | None = None) -> Decisions:
    """Read the decisions for the bundle in a folder: the file that is given, else `decisions.jsonl` in the folder, else none."""
    path = given or root / DECISIONS
    return read_decisions(path) if given is not None or path.is_file() else Decisions()


@contextmanager
def _held(root: Path) -> Iterator[None]:
    """Hold the folder of a bundle against a second build."""
    with _disk(root):
        root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(root / ".lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise BundleError(
                f"another build is writing to {root}", hint="wait for it, or choose another --out"
            ) from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _disk(root: Path) -> Iterator[None]:
    """Say in one line what a full or forbidden disk, or too little memory, means for a build."""
    try:
        yield
    except PermissionError as error:
        raise BundleError(f"may not write to {error.filename or root}", hint="choose another --out") from error
    except (FileExistsError, NotADirectoryError) as error:
        raise BundleError(f"{root} is not a folder", hint="choose another --out") from error
    except (OSError, duckdb.Error) as error:
        if isinstance(error, duckdb.OutOfMemoryException):
            hint = "build parts of the corpus into folders of their own"
            raise BundleError(f"too many reports for {MOST_MEMORY} of memory", hint=hint) from error
        # pyarrow and DuckDB wrap the system's error in their own, so its text is looked at as well.
        full = isinstance(error, OSError) and error.errno in _FULL
        if not full and not any(os.strerror(code) in str(error) for code in _FULL):
            raise
        hint = "free some space and run the same command again: finished files are kept"
        raise BundleError(f"no space left for {root} ({error})", hint=hint) from error


# The disk is full, a quota is used up, or a limit on the size of files (ulimit -f) is reached.
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
