"""What runs on the nodes of a cluster: an actor that loads the pipeline once and turns files into the tables of a part.

Input are the files of one part as `pipelines.cluster` lists them, output are its tables as Parquet in memory and what became of each file.
"""

from __future__ import annotations

import io
import json
import os
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.errors import InputError, KgError
from pipelines.parts import OWN, software, unforeseen
from pipelines.report import no_rows, read_into, write_rows

# A machine may go away at any time, so a file in hand at a worker's death is not at fault yet; the second time in a row it is.
DEATHS = 2


class Tries:
    """Counts how often something was begun and not ended; an actor of its own, so that it outlives the workers."""

    def __init__(self) -> None:
        self._begun: Counter[str] = Counter()

    def begin(self, what: str) -> int:
        """Give how often `what` was begun before without an end."""
        self._begun[what] += 1
        return self._begun[what] - 1

    def end(self, what: str) -> None:
        """Note that `what` came to its end: it killed nobody."""
        del self._begun[what]


class Maker:
    """Makes parts; raises KgError when this node has another version of the software than the process that asked.

    `own` are the bytes of the user's own weights and word lists, by the variable that names them (`pipelines.parts.own_files`).
    """

    def __init__(
        self, places: Mapping[tuple[str, ...], str], software: str, tries: Any, own: Mapping[str, bytes]
    ) -> None:
        check_software(software)
        self._own = take_own(own)
        self._places = places
        self._tries = tries

    def _begun(self, what: str) -> int:
        import ray

        before: int = ray.get(self._tries.begin.remote(what))
        return before

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        """Read the files of one part and give `key`, `facts` (JSON) and each table as bytes of Parquet."""
        rows, known, files, again = no_rows(), set[str](), [], False
        careful = self._begun(row["key"]) > 0  # a worker died over this part: find the file that it had in hand
        for source in json.loads(row["files"]):
            mine, name = no_rows(), source["name"]
            if careful and self._begun(name) >= DEATHS:
                files.append(_skipped(name, f"{name}: the process that read it died {DEATHS + 1} times"))
                again = True
                continue
            try:
                reports, notes = self._read(mine, source, known)
            except InputError as error:
                files.append(_skipped(name, str(error)))
                continue
            except Exception as error:  # noqa: BLE001 - a defect that one file in a million meets must not cost the other files
                files.append(_skipped(name, unforeseen(name, error)))
                again = True
                continue
            finally:
                if careful:
                    self._tries.end.remote(name)
            files.append({"path": name, "outcome": "built", "reports": reports, "reason": "", "notes": notes})
            for table, found in mine.items():
                rows[table].extend(found)
        facts = json.dumps({"files": files, "again": again}, ensure_ascii=False)
        return {"key": row["key"], "facts": facts, **{table: parquet(found, table) for table, found in rows.items()}}

    def _read(self, rows: Any, source: Mapping[str, str], known: set[str]) -> tuple[int, tuple[str, ...]]:
        if not source["system"]:
            return read_into(rows, Path(source["path"]), source["name"], self._places, known)
        import fsspec

        system = fsspec.AbstractFileSystem.from_json(source["system"])
        with tempfile.TemporaryDirectory() as folder:
            local = Path(folder, "report" + Path(source["path"]).suffix)
            try:
                system.get_file(source["path"], str(local))
            except FileNotFoundError:
                raise InputError(f"{source['name']}: not found", hint="give a file that exists") from None
            return read_into(rows, local, source["name"], self._places, known)


def _skipped(name: str, reason: str) -> dict[str, Any]:
    return {"path": name, "outcome": "skipped", "reports": 0, "reason": reason, "notes": ()}


def take_own(files: Mapping[str, bytes]) -> tempfile.TemporaryDirectory[str] | None:
    """Name a user's own files in this process, and none of its node's own; they last as long as the folder that is given back."""
    for name in OWN:
        os.environ.pop(name, None)
    if not files:
        return None
    folder = tempfile.TemporaryDirectory(prefix="gongwen-kg-")
    for name, data in files.items():
        path = Path(folder.name, name)
        path.write_bytes(data)
        os.environ[name] = str(path)
    return folder


def check_software(wanted: str) -> None:
    """Raise KgError when code, data and libraries of this node are not those of the process that asked."""
    if software() != wanted:
        raise KgError(
            "a node of the cluster has another version of gongwen-kg, or of a library that it reads with",
            hint="install the same versions on all nodes, with constraints.txt",
        )


def parquet(rows: list[dict[str, Any]], table: str) -> bytes:
    """Give the rows of a table as a Parquet file in memory."""
    buffer = io.BytesIO()
    write_rows(rows, table, buffer)
    return buffer.getvalue()
