"""Writes the decisions file: one process at a time, and nothing that does not fit what the file says already.

Input are decisions of `kg.decisions` and the path of the file; output is the file, and all that it says then. Lines are appended; a line that no
build has applied may be taken back by `revise_decisions`.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from kg.decisions import Decision, Decisions, check, read_decisions, settle, waiting
from kg.errors import DecisionError

# Seconds to wait for another process that is appending; it takes milliseconds, or has been stopped in the middle.
_PATIENCE = 10


def append_decision(path: Path, decision: Decision) -> Decisions:
    """Append a decision to a file, made if absent, and give all; raises DecisionError, and writes nothing, if it does not fit the others.

    What the same person decided before for the same reason is not written twice.
    """
    _check_new(decision)
    with _locked(path):
        return _append(path, decision)


def revise_decisions(
    path: Path, gone: Mapping[int, str], *, applied: str | None, decision: Decision | None = None
) -> Decisions:
    """Remove lines that no build has applied, and whatever repeats them there; append the decision, if given, that stands for them. Give all.

    `gone` holds the effects of the lines by their numbers, so that a file which changed meanwhile loses nothing else; `applied` is the hash in
    the manifest of the last build. Raises DecisionError, and writes nothing, where a line is another one or is applied, or the rest does not fit.
    """
    if decision:
        _check_new(decision)
    with _locked(path):
        before = read_decisions(path) if path.exists() else Decisions()
        open_ = {number: one.effect for number, one in waiting(before, applied)}
        if any(open_.get(number) != effect for number, effect in gone.items()):
            raise DecisionError(
                "a build has applied the decision, or it is gone",
                hint="look at the list again",
                kind="decision_applied",
            )
        kept = [(number, one) for number, one in before.lines if open_.get(number) not in gone.values()]
        added = [(max((number for number, _ in before.lines), default=0) + 1, decision)] if decision else []
        settle([*kept, *added], path)
        numbers = {number for number, _ in kept}
        lines = [
            line for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), 1) if number in numbers
        ]
        _write(path, [*lines, *(_line(one) for _, one in added)])
        return read_decisions(path)


def _check_new(decision: Decision) -> None:
    try:
        check(decision)
    except ValueError as error:
        raise DecisionError(str(error), hint="see kg review --help") from error


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    try:
        path.parent.stat()  # the lock would make a folder that is only mistyped
        # One process after the other, from reading to writing: two that record at once would not see that they contradict each other, and
        # such a file stops every later build.
        with FileLock(path.with_name(f".{path.name}.lock"), timeout=_PATIENCE):
            yield
    except Timeout:
        raise DecisionError(
            f"another process has been writing {path} for {_PATIENCE} seconds", hint="wait for it, or end it"
        ) from None
    except OSError as error:
        raise DecisionError(
            f"{path} cannot be written ({error.strerror})", hint="check its folder and their permissions"
        ) from error


def _append(path: Path, decision: Decision) -> Decisions:
    before = read_decisions(path) if path.exists() else Decisions()
    said = decision.effect, decision.who, decision.why
    if said in {(one.effect, one.who, one.why) for _, one in before.lines}:
        return before
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    number = text.count("\n") + (1 if text.endswith("\n") or not text else 2)
    after = settle([*before.lines, (number, decision)], path)
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(("" if text.endswith("\n") or not text else "\n") + _line(decision) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return after


def _line(decision: Decision) -> str:
    return json.dumps(decision.as_dict(), ensure_ascii=False)


def _write(path: Path, lines: Iterable[str]) -> None:
    """Put other lines in the place of those of a file, all at once, with its permissions; a link leads on to the same file."""
    target = path.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in lines)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(target.stat().st_mode & 0o777)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
