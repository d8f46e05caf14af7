"""What the explorer's server asks of the decisions of a bundle: what is doubtful, what was decided, and what is taken back.

Input are the checked fields of requests from `viz.answers`, the bundle and its file of decisions; output are cases and the decisions that
wait for the next build.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from kg.bundle import open_bundle
from kg.decisions import FILE, read_decisions, sentence_hash, waiting
from kg.decisions_file import revise_decisions
from kg.errors import DecisionError, KgError, UsageError
from pipelines.review import Case, record, review

CASES = 30


class ReviewDesk:
    """The cases of a bundle and the decisions on them; requests come from many threads."""

    def __init__(self, bundle: Path, decisions: Path | None) -> None:
        self._bundle, self._decisions = bundle, decisions or bundle / FILE
        self._cases: tuple[Any, tuple[Case, ...]] | None = None
        self._reviewing = Lock()

    def cases(self) -> Mapping[str, Any]:
        """Give what is doubtful and what was decided since the last build."""
        with self._without_folders(), self._reviewing:  # whoever asks meanwhile waits for the same answer
            state = open_bundle(self._bundle).id, _stamp(self._decisions)
            if self._cases is None or self._cases[0] != state:
                self._cases = state, review(self._bundle, limit=CASES, decisions=self._decisions)
            cases = self._cases[1]
        return {"cases": [case.as_dict() for case in cases], "pending": self.pending()}

    def decide(self, decision: Mapping[str, Any]) -> Mapping[str, Any]:
        """Record a decision and give all that wait for the next build."""
        values = dict(decision)
        said, digest = values.pop("sentence"), values.pop("hash")
        values["sentence"] = sentence_hash(said) if said is not None else digest
        if values["what"] in ("same", "different") and len(set(values["about"])) < len(values["about"]):
            raise UsageError("a thing is itself", hint="give two different things", kind="same_thing")
        with self._without_folders():
            try:
                record(self._bundle, values.pop("what"), values.pop("about"), decisions=self._decisions, **values)
            except DecisionError as error:
                raise self._explained(error) from error
        return {"pending": self.pending()}

    def withdraw(self, gone: Mapping[int, str]) -> Mapping[str, Any]:
        """Take back decisions that wait, by their lines and effects, and give those that still do."""
        bundle = open_bundle(self._bundle)
        with self._without_folders():
            revise_decisions(self._decisions, gone, applied=bundle.manifest["decisions"])
        return {"pending": self.pending()}

    def _explained(self, error: DecisionError) -> DecisionError:
        """Give a contradiction with the decisions that it is with, for the page to offer others instead; with an applied one it cannot be."""
        if error.kind != "contradiction" or not self._decisions.exists():
            return error
        at_odds = {
            number: one for number, one in read_decisions(self._decisions).lines if number in error.values["lines"]
        }
        pending = [one for one in self.pending() if one["line"] in at_odds]
        kind = "contradiction" if len(pending) == len(at_odds) else "contradiction_applied"
        lines = "、".join(map(str, at_odds))
        return DecisionError(error.message, hint=error.hint, kind=kind, decisions=pending, lines=lines)

    def pending(self) -> list[dict[str, Any]]:
        """Give the decisions that the last build did not know, with their lines; what cannot be read is an error."""
        if not self._decisions.exists():
            return []
        with self._without_folders():
            lines = waiting(read_decisions(self._decisions), open_bundle(self._bundle).manifest["decisions"])
        return [{"line": number, "effect": one.effect, **one.as_dict()} for number, one in lines]

    @contextmanager
    def _without_folders(self) -> Iterator[None]:
        """Leave the folders of this machine out of errors: whoever reads them may be a stranger."""
        try:
            yield
        except KgError as error:
            said = error.message
            for path in (self._decisions, self._bundle):
                if path.is_absolute():
                    said = said.replace(str(path), path.name)
            raise type(error)(said, hint=error.hint, kind=error.kind, **error.values) from error


def _stamp(path: Path) -> Any:
    """What tells one state of a file from the next."""
    try:
        file = path.stat()
    except FileNotFoundError:
        return None
    return (file.st_ino, file.st_mtime_ns, file.st_size)
