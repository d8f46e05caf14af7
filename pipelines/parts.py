"""Parts: what each file says, read, extracted and linked once and kept as `DIR/parts/<key>/`; made in parallel by processes.

The key is a hash of the file's bytes, its name and the software that read it. A part is complete or absent: one Parquet file a table and
`facts.json` with their sizes. Input are files, output are the folders that `kg.assemble` reads.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from pathlib import Path

from kg import __version__
from kg.bundle import to_disk
from kg.errors import InputError, KgError
from kg.ids import content_id
from kg.read.files import path_name
from kg.schema import schema

PARTS_FOLDER = "parts"
FACTS = "facts.json"
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


# Called after each file with (done, total, outcome).
Progress = Callable[[int, int, FileOutcome], None]


def none_readable(outcomes: Sequence[FileOutcome]) -> str:
    """Say that no file could be read, with the reason of the first."""
    first = outcomes[0]
    reason = first.reason if first.path in first.reason else f"{first.path}: {first.reason}"
    return reason if len(outcomes) == 1 else f"none of {len(outcomes)} files could be read; {reason}"


def make_parts(
    files: Sequence[Path], root: Path, places: Places, workers: int | None, strict: bool, progress: Progress | None
) -> tuple[list[FileOutcome], list[Path]]:
    """Make the part of every file that has none yet, in `root`; give the outcomes and the part folders in the order of the files.

    Raises InputError for the first file that cannot be read when `strict`.
    """
    folder = root / PARTS_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for partial in folder.glob("*.partial"):  # of a build that was killed
        shutil.rmtree(partial)
    outcomes: list[FileOutcome | None] = [None] * len(files)
    parts: list[Path | None] = [None] * len(files)
    settled = dict(places)
    jobs = [(index, str(path), path_name(path), str(folder), settled) for index, path in enumerate(files)]
    for done, (index, outcome, part) in enumerate(_run(jobs, workers or os.cpu_count() or 1), 1):
        outcomes[index], parts[index] = outcome, Path(part) if part else None
        if progress is not None:
            progress(done, len(files), outcome)
        if strict and outcome.outcome == "skipped":
            raise InputError(none_readable([outcome]), hint="mend it, or build without --strict")
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
    context = get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(todo)), mp_context=context, initializer=_follow_parent) as pool:
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
    return content_id("p", __version__, schema().sha256, software(), digest, name, *_own_files(), *settled)


def _own_files() -> list[str]:
    """Give the hashes of a user's own weights and word lists, which `kg.extract.load_extractor` takes from these variables."""
    named = {name: os.environ.get(name) for name in ("KG_MODEL", "KG_LISTS")}
    try:
        return [f"{name} {hashlib.sha256(Path(path).read_bytes()).hexdigest()}" for name, path in named.items() if path]
    except OSError as error:
        raise InputError(
            f"own weights or word lists cannot be read: {error}", hint="mend KG_MODEL or KG_LISTS"
        ) from error


def software() -> str:
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
    """Give the part that an earlier build made of a file; one that was damaged since counts as absent."""
    index, path, name, folder, places = job
    try:
        part = Path(folder) / _key(path, name, places)
    except OSError:
        return None  # the reader says better what is wrong with the file
    try:
        facts = json.loads((part / FACTS).read_text(encoding="utf-8"))
        if any((part / table).stat().st_size != size for table, size in facts["bytes"].items()):
            return None
    except (OSError, ValueError):
        return None
    outcome = FileOutcome(path=name, outcome="cached", reports=facts["reports"], notes=tuple(facts["notes"]))
    return index, outcome, str(part)


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
    except InputError as error:
        return index, FileOutcome(path=name, outcome="skipped", reason=str(error)), None
    except (PermissionError, FileNotFoundError) as error:
        if error.filename and Path(error.filename) == Path(path):
            return index, FileOutcome(path=name, outcome="skipped", reason=f"{error.strerror}: {path}"), None
        raise
    tables = sorted(partial.iterdir())
    facts = {"reports": reports, "notes": notes, "bytes": {table.name: table.stat().st_size for table in tables}}
    (partial / FACTS).write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    for made in (*tables, partial / FACTS, partial):
        to_disk(made)  # 7 ms a file on a laptop's disk, against some 250 ms of reading it
    if part.exists():  # damaged
        shutil.rmtree(part)
    partial.rename(part)
    return index, FileOutcome(path=name, outcome="built", reports=reports, notes=notes), str(part)


def _follow_parent() -> None:
    """End this worker when the process that started it is gone: a pool whose owner was killed would wait for ever."""
    parent = parent_process()
    assert parent is not None

    def follow() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


def forget_parts(folder: Path, *, keep: set[str]) -> None:
    """Remove the parts of files that are gone or changed."""
    for path in folder.iterdir():
        if path.name not in keep:
            shutil.rmtree(path, ignore_errors=True)  # Windows: a reader may hold it
