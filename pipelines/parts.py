"""Parts: what each file says, read, extracted and linked once and kept as `DIR/parts/<key>/`; made in parallel by processes.

The key is a hash of the file's bytes, its name, the software that read it and a user's own weights and lists. A part is complete or absent: one
Parquet file a table and `facts.json` with their sizes. Input are files, output are the folders that `kg.assemble` reads.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from importlib import metadata
from multiprocessing import get_context, parent_process
from pathlib import Path

from kg import __version__
from kg.bundle import to_disk
from kg.errors import InputError, KgError
from kg.ids import content_id
from kg.read.files import ReadLimits, path_name, read_source
from kg.schema import schema

PARTS_FOLDER = "parts"
FACTS = "facts.json"
# Files handed to a worker ahead of its work: enough to keep it busy, few enough that a stop comes soon.
AHEAD = 4
# The variables that name a user's own weights and word lists, as `kg.extract.load_extractor` takes them.
OWN = ("KG_MODEL", "KG_LISTS")
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


def unforeseen(name: str, error: Exception) -> str:
    """Say that a file is left out for a defect of this software, which must not cost the other files."""
    return f"{name}: {type(error).__name__}: {error}; please report this file"


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


def file_mark(path: str, name: str) -> str:
    """Give the hash of a file's bytes; raises OSError, or the reader's InputError for what it refuses unopened."""
    status = os.stat(path)
    if not stat.S_ISREG(status.st_mode) or status.st_size > ReadLimits().file_bytes:
        # Opening a pipe waits for ever for a writer, and 10 GB take 8 s to hash; the reader looks first too, and says what is wrong.
        read_source(path, name=name)
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _key(mark: str, name: str, places: Places) -> str:
    # Of the decisions, only the places of reports are at work before linking. They are few, so a new one makes all parts anew.
    settled = (json.dumps(sorted(places.items())),) if places else ()
    return content_id("p", __version__, schema().sha256, software(), mark, name, *own_marks(own_files()), *settled)


def own_files() -> dict[str, bytes]:
    """Give the bytes of a user's own weights and word lists, by the variable that names the file; raises InputError."""
    named = {name: os.environ.get(name) for name in OWN}
    try:
        return {name: Path(path).read_bytes() for name, path in named.items() if path}
    except OSError as error:
        raise InputError(
            f"own weights or word lists cannot be read: {error}", hint="mend KG_MODEL or KG_LISTS"
        ) from error


def own_marks(files: Mapping[str, bytes]) -> list[str]:
    """Give what the key of a part holds of a user's own files."""
    return [f"{name} {hashlib.sha256(data).hexdigest()}" for name, data in files.items()]


# What of `kg` works on parts that are there, so that a change of it makes none anew. `assemble.py` is not among it: it names the columns of
# a part's table `structure`. SETTLING makes the tables of a bundle (`pipelines.build`).
SETTLING = ("decisions.py", "settle.py")
AFTER = ("store", "export", "decisions_file.py", *SETTLING)
# What makes the rows of a part besides `kg`; the second on the nodes of a cluster.
MAKERS = ("report.py", "worker.py")
# What reads files and finds names: another version may read a file otherwise. What only stores rows (pyarrow) is not among it.
LIBRARIES = ("ahocorasick-rs", "beautifulsoup4", "lxml", "numpy", "opencc", "pypdf", "python-docx", "spacy")


def software() -> str:
    """Give the hash of the code, data and versions of libraries that turn a file into a part: a changed rule makes all parts anew."""
    global _SOFTWARE
    if not _SOFTWARE:
        base = _packages() / "kg"
        files = [path for path in base.rglob("*") if path.is_file() and path.suffix not in (".pyc", ".md")]
        files = [path for path in files if path.relative_to(base).parts[0] not in AFTER]
        files += [_packages() / "pipelines" / name for name in MAKERS]
        _SOFTWARE = content_id("", _files_hash(files), *(f"{name} {metadata.version(name)}" for name in LIBRARIES))
    return _SOFTWARE


_SOFTWARE = ""


def settling() -> str:
    """Give the hash of the code that applies decisions to parts: a change of it makes the tables of a bundle anew, and no part."""
    return _files_hash(_packages() / "kg" / name for name in SETTLING)


def _packages() -> Path:
    return Path(__file__).resolve().parent.parent


def _files_hash(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.relative_to(_packages()).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _cached(job: Job) -> Result | None:
    """Give the part that an earlier build made of a file; one that was damaged since counts as absent."""
    index, path, name, folder, places = job
    try:
        mark = file_mark(path, name)
    except (OSError, InputError):
        return None  # the reader says better what is wrong with the file
    part = Path(folder) / _key(mark, name, places)
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
        part = Path(folder) / _key(file_mark(path, name), name, places)
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
    except (KgError, OSError, MemoryError):
        raise  # of the disk, the machine or the user's own lists: it would be the same with every file
    except Exception as error:  # noqa: BLE001 - a defect that one file in a million meets must not cost the other files
        return index, FileOutcome(path=name, outcome="skipped", reason=unforeseen(name, error)), None
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
