"""Building: from files to a bundle. Incremental by content hash, parallel by processes, atomic at the end.

What a file says is kept as a part, `DIR/parts/<key>/`, where the key is a hash of the file's bytes, its name and the software that read it;
a part is complete or absent. The corpus-wide step reads the parts of the files that are there now and makes the tables of the bundle.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from kg import __version__
from kg.assemble import assemble
from kg.bundle import GENERATIONS, TABLES, Bundle, commit_bundle
from kg.decisions import FILE as DECISIONS
from kg.decisions import Decisions, read_decisions
from kg.errors import BundleError, InputError, KgError
from kg.ids import content_id
from kg.read.files import find_files, path_name
from kg.schema import schema

PARTS_FOLDER = "parts"
NOTES = "notes.json"
# Files handed to a worker ahead of its work: enough to keep it busy, few enough that a stop comes soon.
AHEAD = 4
# What decisions say a report speaks for, by (report id,) or (source, heading).
Places = Mapping[tuple[str, ...], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOutcome:
    """What became of one file: `built`, `cached` or `skipped`, with the reason, the number of reports and notes of the reader."""

    path: str
    outcome: str
    reports: int = 0
    reason: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """The result of a build: the bundle, every file's outcome, row counts by table, seconds, and decisions that met nothing."""

    bundle: Bundle
    files: tuple[FileOutcome, ...]
    counts: dict[str, int]
    seconds: float
    notes: tuple[str, ...] = ()

    @property
    def skipped(self) -> tuple[FileOutcome, ...]:
        """The files that are not in the bundle."""
        return tuple(file for file in self.files if file.outcome == "skipped")

    def as_dict(self) -> dict[str, Any]:
        """Give the report as plain values, as `kg build --json` prints it."""
        return {
            "bundle": str(self.bundle.root), "id": self.bundle.id, "counts": self.counts, "seconds": self.seconds,
            "notes": list(self.notes), "files": [asdict(file) for file in self.files],
        }  # fmt: skip


def build(
    paths: Sequence[Path | str],
    out: Path | str = "kg-out",
    *,
    decisions: Path | None = None,
    workers: int | None = None,
    strict: bool = False,
    progress: Callable[[int, int, FileOutcome], None] | None = None,
) -> BuildReport:
    """Build a bundle in `out` from files, folders and globs.

    A file that cannot be read is listed as skipped, or raises its InputError when `strict`. `workers` is the number of processes (default: one
    a core); the result does not depend on it. `progress` is called after each file with (done, total, outcome). `decisions` is a decisions
    file (default: `decisions.jsonl` in `out`, if there is one).
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
    found = find_files(paths)
    absent = [FileOutcome(path=path, outcome="skipped", reason=reason) for path, reason in found.skipped]
    if absent and (strict or not found.files):
        raise InputError(f"{absent[0].path}: {absent[0].reason}", hint="give files, folders or patterns of reports")
    root = Path(out)
    settled = decisions_of(root, decisions)
    with _held(root), _disk(root):
        files = [Path(file) for file in found.files]
        outcomes, parts = _make_parts(files, root, settled.places, workers, strict, progress)
        if not parts:
            raise InputError(_none_readable(outcomes), hint="give at least one readable report")
        outcomes = sorted([*outcomes, *absent], key=lambda outcome: outcome.path)
        partial = root / GENERATIONS / ".partial"
        if partial.exists():
            shutil.rmtree(partial)
        notes = assemble(parts, partial, decisions=settled)
        counts = {name: pq.read_metadata(partial / f"{name}.parquet").num_rows for name in TABLES}
        seconds = round(time.monotonic() - started, 3)
        facts = {
            "software": __version__, "schema": schema().sha256, "decisions": settled.sha256, "seconds": seconds, "counts": counts,
            "files": [asdict(outcome) for outcome in outcomes],
        }  # fmt: skip
        bundle = commit_bundle(root, partial, facts)
        _forget(root / PARTS_FOLDER, keep={part.name for part in parts})
    return BuildReport(bundle=bundle, files=tuple(outcomes), counts=counts, seconds=seconds, notes=notes)


def decisions_of(root: Path, given: Path | None = None) -> Decisions:
    """Read the decisions for the bundle in a folder: the file that is given, else `decisions.jsonl` in the folder, else none."""
    path = given or root / DECISIONS
    return read_decisions(path) if given is not None or path.is_file() else Decisions()


def _none_readable(outcomes: Sequence[FileOutcome]) -> str:
    first = outcomes[0]
    reason = first.reason if first.path in first.reason else f"{first.path}: {first.reason}"
    return reason if len(outcomes) == 1 else f"none of {len(outcomes)} files could be read; {reason}"


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
    """Say in one line what a full or forbidden disk means for a build."""
    try:
        yield
    except PermissionError as error:
        raise BundleError(f"may not write to {error.filename or root}", hint="choose another --out") from error
    except (FileExistsError, NotADirectoryError) as error:
        raise BundleError(f"{root} is not a folder", hint="choose another --out") from error
    except (OSError, duckdb.Error) as error:
        # pyarrow and DuckDB wrap the system's error in their own, so its text is looked at as well.
        full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
        if not full and "No space left on device" not in str(error):
            raise
        hint = "free some space and run the same command again: finished files are kept"
        raise BundleError(f"no space left on the disk of {root}", hint=hint) from error


def _make_parts(
    files: Sequence[Path], root: Path, places: Places, workers: int | None, strict: bool,
    progress: Callable[[int, int, FileOutcome], None] | None,
) -> tuple[list[FileOutcome], list[Path]]:  # fmt: skip
    folder = root / PARTS_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    outcomes: list[FileOutcome | None] = [None] * len(files)
    parts: list[Path | None] = [None] * len(files)
    jobs = [(index, str(path), path_name(path), str(folder), dict(places)) for index, path in enumerate(files)]
    for done, (index, outcome, part) in enumerate(_run(jobs, workers or os.cpu_count() or 1), 1):
        outcomes[index], parts[index] = outcome, Path(part) if part else None
        if progress is not None:
            progress(done, len(files), outcome)
        if strict and outcome.outcome == "skipped":
            raise InputError(_none_readable([outcome]), hint="mend it, or build without --strict")
    return [outcome for outcome in outcomes if outcome is not None], [part for part in parts if part is not None]


Job = tuple[int, str, str, str, Places]
Result = tuple[int, FileOutcome, str | None]


def _run(jobs: Sequence[Job], workers: int) -> Iterator[Result]:
    """Run the jobs and give their results as they come; one process needs no pool."""
    todo = []
    for job in jobs:
        ready = _cached(job)
        if ready is not None:
            yield ready
        else:
            todo.append(job)
    if min(workers, len(todo)) <= 1:
        yield from map(_job, todo)
        return
    # "spawn", because a forked child of a process with threads (DuckDB, Arrow) may hang.
    with ProcessPoolExecutor(min(workers, len(todo)), mp_context=get_context("spawn")) as pool:
        try:
            yield from _drain(pool, todo, workers)
        except BrokenProcessPool as error:
            raise KgError(
                "a worker process died (out of memory, or killed)",
                hint="run again, with --workers 1 if it happens again",
            ) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _drain(pool: ProcessPoolExecutor, todo: Iterable[Job], workers: int) -> Iterator[Result]:
    """Keep a bounded number of jobs in flight, so that memory does not grow with the number of files."""
    queue, pending = iter(todo), set[Future[Result]]()
    while True:
        for job in queue:
            pending.add(pool.submit(_job, job))
            if len(pending) >= workers * AHEAD:
                break
        if not pending:
            return
        finished, pending = wait(pending, return_when=FIRST_COMPLETED)
        for future in finished:
            yield future.result()


def _key(path: str, name: str, places: Places) -> str:
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    # Of the decisions, only the places of reports are at work before linking. They are few, so a new one makes all parts anew.
    settled = (json.dumps(sorted(places.items())),) if places else ()
    return content_id("p", __version__, schema().sha256, _software(), digest, name, *settled)


def _software() -> str:
    """Give the hash of the code and data that turn a file into a part: a changed rule makes all parts anew."""
    global _SOFTWARE
    if not _SOFTWARE:
        base = Path(__file__).resolve().parent.parent / "kg"
        digest = hashlib.sha256()
        for path in sorted(base.rglob("*")):
            if path.is_file() and path.suffix != ".pyc" and "store" not in path.relative_to(base).parts[:1]:
                digest.update(path.relative_to(base).as_posix().encode())
                digest.update(path.read_bytes())
        _SOFTWARE = digest.hexdigest()
    return _SOFTWARE


_SOFTWARE = ""


def _cached(job: Job) -> Result | None:
    index, path, name, folder, places = job
    try:
        part = Path(folder) / _key(path, name, places)
    except OSError:
        return None  # the reader says better what is wrong with the file
    if not part.is_dir():
        return None
    reports = pq.read_metadata(part / "reports.parquet").num_rows
    notes = tuple(json.loads((part / NOTES).read_text(encoding="utf-8")))
    return index, FileOutcome(path=name, outcome="cached", reports=reports, notes=notes), str(part)


def _job(job: Job) -> Result:
    """Make the part of one file in this process; the last step is a rename, so that a part is whole or absent."""
    from pipelines.report import write_part

    index, path, name, folder, places = job
    try:
        part = Path(folder) / _key(path, name, places)
        partial = part.with_name(f"{part.name}.{os.getpid()}.partial")
        if partial.exists():
            shutil.rmtree(partial)
        reports, notes = write_part(Path(path), name, partial, places)
        (partial / NOTES).write_text(json.dumps(notes, ensure_ascii=False), encoding="utf-8")
    except InputError as error:
        return index, FileOutcome(path=name, outcome="skipped", reason=str(error)), None
    except (PermissionError, FileNotFoundError) as error:
        if error.filename and Path(error.filename) == Path(path):
            return index, FileOutcome(path=name, outcome="skipped", reason=f"{error.strerror}: {path}"), None
        raise
    partial.rename(part)
    return index, FileOutcome(path=name, outcome="built", reports=reports, notes=notes), str(part)


def _forget(folder: Path, *, keep: set[str]) -> None:
    """Remove the parts of files that are gone or changed."""
    for path in folder.iterdir():
        if path.name not in keep:
            shutil.rmtree(path)
