"""Writing an export so that it is whole or not there: everything goes to `NAME.partial` first, and the last step is a rename."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kg.errors import UsageError


@contextmanager
def whole_file(out: Path) -> Iterator[Path]:
    """Give the path to write to; it becomes `out` when the block ends well and is removed otherwise."""
    if out.is_dir():
        raise UsageError(f"{out} is a folder", hint="give the name of a file")
    partial = _partial(out)
    try:
        yield partial
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def whole_folder(out: Path, names: Sequence[str]) -> Iterator[Path]:
    """Give a folder to write the files `names` into; it becomes `out` when the block ends well and is removed otherwise.

    An older export there is replaced. Raises UsageError when `out` holds anything else, which would be lost.
    """
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file", hint="give the name of a folder")
    if out.is_dir() and (others := sorted({path.name for path in out.iterdir()} - set(names))):
        raise UsageError(f"{out} holds other files ({others[0]})", hint="give a new or an empty folder")
    partial = _partial(out)
    partial.mkdir()
    try:
        yield partial
        if out.is_dir():
            shutil.rmtree(out)
        partial.rename(out)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _partial(out: Path) -> Path:
    """Give a path beside `out` that nothing occupies; what an interrupted export left there is removed."""
    if not out.name:
        raise UsageError(f"{out} is no name for an export", hint="give --out a file or a folder of its own")
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = out.with_name(f"{out.name}.partial")
    if partial.is_dir():
        shutil.rmtree(partial)
    else:
        partial.unlink(missing_ok=True)
    return partial
