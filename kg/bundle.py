"""The bundle: a folder of Parquet tables and a manifest, the result of a build and the only source of truth.

`pipelines.build` writes it, `kg.store` and the exports read it. A bundle is complete or it cannot be opened: tables are written into
`generations/<id>/` beside the old ones, and the last step replaces `manifest.json`, which names the generation, in one atomic rename.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg.errors import BundleError

FORMAT = 2  # 2: the manifest holds the sizes of tables, the notes and a hash of the inputs
MANIFEST = "manifest.json"
AGAIN = "kg build with the same files makes it whole again"
GENERATIONS = "generations"

_S, _I, _F = pa.string(), pa.int32(), pa.float64()
_STRINGS, _INTS = pa.list_(pa.string()), pa.list_(pa.int32())


def _table(*columns: tuple[str, pa.DataType]) -> pa.Schema:
    return pa.schema([pa.field(name, kind) for name, kind in columns])


TABLES: Mapping[str, pa.Schema] = {
    "reports": _table(
        ("id", _S), ("heading", _S), ("place_id", _S), ("place_name", _S), ("more_place_ids", _STRINGS), ("as_of", _I),
        ("date", _S), ("issuer", _S), ("source", _S), ("source_sha256", _S), ("start", _I), ("end", _I), ("chars", _I),
    ),
    "passages": _table(("id", _S), ("report_id", _S), ("seq", _I), ("start", _I), ("end", _I), ("text", _S)),
    "mentions": _table(
        ("id", _S), ("passage_id", _S), ("start", _I), ("end", _I), ("text", _S), ("type", _S), ("entity_id", _S),
        ("confidence", _F), ("by", _S),
    ),
    "statements": _table(
        ("id", _S), ("passage_id", _S), ("start", _I), ("end", _I), ("subject_id", _S), ("predicate", _S), ("object_id", _S),
        ("year", _I), ("as_of", _I), ("confidence", _F), ("by", _S),
    ),
    "entities": _table(
        ("id", _S), ("type", _S), ("name", _S), ("aliases", _STRINGS), ("level", _S), ("adcode", _S), ("parent_id", _S),
        ("mentions", _I), ("reports", _I), ("first_year", _I), ("last_year", _I),
    ),
    "edges": _table(
        ("id", _S), ("source_id", _S), ("predicate", _S), ("target_id", _S), ("basis", _S), ("count", _I), ("reports", _I),
        ("years", _INTS), ("first_year", _I), ("last_year", _I), ("confidence", _F), ("evidence", _STRINGS),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A complete bundle, open for reading.

    `root` is its folder, `folder` the one with the tables of the current generation, `manifest` the parsed manifest.
    """

    root: Path
    folder: Path
    manifest: Mapping[str, Any]

    def path(self, table: str) -> Path:
        """Give the Parquet file of a table."""
        if table not in TABLES:
            raise BundleError(f"no table {table} in a bundle", hint=f"tables are {', '.join(TABLES)}")
        return self.folder / f"{table}.parquet"

    def table(self, table: str) -> pa.Table:
        """Read a whole table into memory."""
        with _whole(self.path(table)) as path:
            return pq.read_table(path)

    def rows(self, table: str, *, batch_size: int = 5000) -> Iterator[list[dict[str, Any]]]:
        """Read a table as lists of dicts, `batch_size` rows at a time, so that memory stays bounded."""
        with _whole(self.path(table)) as path, pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=batch_size):
                yield batch.to_pylist()

    @property
    def id(self) -> str:
        """The hash over all tables: equal content, equal id."""
        return str(self.manifest["id"])


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """Say in one line what a table that went away or cannot be read means."""
    try:
        yield path
    except FileNotFoundError as error:
        raise BundleError(f"{path} was replaced by a new build while it was read", hint="run again") from error
    except (pa.ArrowInvalid, OSError) as error:
        raise BundleError(f"{path} is damaged ({str(error).splitlines()[0]})", hint=AGAIN) from error


def open_bundle(path: Path | str) -> Bundle:
    """Open the complete bundle in a folder; raises BundleError with the reason and the way out."""
    root = Path(path)
    manifest_path = root / MANIFEST
    if not manifest_path.is_file():
        raise BundleError(f"no bundle in {root}", hint=f"make one with: kg build REPORTS --out {root}")
    try:
        manifest = json.loads(manifest_path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BundleError(f"the manifest of {root} cannot be read ({error})", hint=AGAIN) from error
    found = manifest.get("format") if isinstance(manifest, dict) else None
    if not isinstance(found, int):
        raise BundleError(f"the manifest of {root} cannot be read (it names no format)", hint=AGAIN)
    if found != FORMAT:
        age = "newer" if found > FORMAT else "older"
        hint = "update the software" if age == "newer" else "build it again from the reports"
        raise BundleError(f"the bundle in {root} has format {found}, {age} than {FORMAT}", hint=hint)
    try:
        folder = root / GENERATIONS / str(manifest["generation"])
        sizes = {folder / f"{name}.parquet": manifest["tables"][name]["bytes"] for name in TABLES}
    except (KeyError, TypeError) as error:
        raise BundleError(f"the manifest of {root} is damaged (no {error})", hint=AGAIN) from error
    for path, size in sizes.items():
        if not path.is_file():
            raise BundleError(f"the bundle in {root} lacks {path.stem}", hint=AGAIN)
        if path.stat().st_size != size:
            raise BundleError(
                f"the bundle in {root} is damaged: {path} has not the size it was written with", hint=AGAIN
            )
    return Bundle(root=root, folder=folder, manifest=manifest)


def damage(bundle: Bundle) -> tuple[str, ...]:
    """Compare row counts and checksums with the manifest and name every table that differs; empty when all is well."""
    found = []
    for name, said in bundle.manifest["tables"].items():
        path = bundle.path(name)
        if file_sha256(path) != said["sha256"]:
            found.append(f"{path}: checksum differs from the manifest")
            continue
        rows = pq.read_metadata(path).num_rows
        if rows != said["rows"]:
            found.append(f"{path}: {rows} rows, the manifest says {said['rows']}")
    return tuple(found)


def file_sha256(path: Path) -> str:
    """Give the SHA-256 of a file in hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def commit_bundle(root: Path, folder: Path, facts: Mapping[str, Any]) -> Bundle:
    """Make the tables in `folder` the current generation of the bundle in `root`.

    `folder` lies in `root` and holds one Parquet file for each table. `facts` goes into the manifest. Old generations are removed after
    the new manifest stands; a reader that opened the old one keeps its open files.
    """
    tables = {}
    for name, wanted in TABLES.items():
        path = folder / f"{name}.parquet"
        found = pq.read_schema(path)
        if not found.remove_metadata().equals(wanted):
            raise BundleError(f"{path} does not have the columns of {name}", hint="this is a defect: please report it")
        rows, size = pq.read_metadata(path).num_rows, path.stat().st_size
        tables[name] = {"rows": rows, "bytes": size, "sha256": file_sha256(path)}
        to_disk(path)
    digest = hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest()
    generation = digest[:16]
    target = root / GENERATIONS / generation
    target.parent.mkdir(exist_ok=True)
    if target.exists() and _holds(target, tables):  # the same content again: what stands is not touched
        shutil.rmtree(folder)
    else:
        to_disk(folder)
        shutil.rmtree(target, ignore_errors=True)  # damaged
        folder.rename(target)
        to_disk(target.parent)
    return _state(root, {"format": FORMAT, "id": digest, "generation": generation, **facts, "tables": tables})


def _holds(folder: Path, tables: Mapping[str, Mapping[str, Any]]) -> bool:
    paths = {name: folder / f"{name}.parquet" for name in tables}
    return all(path.is_file() and file_sha256(path) == tables[name]["sha256"] for name, path in paths.items())


def restate_bundle(bundle: Bundle, facts: Mapping[str, Any]) -> Bundle:
    """Write new facts into the manifest of a bundle whose tables stay."""
    kept = {name: bundle.manifest[name] for name in ("format", "id", "generation", "tables")}
    return _state(bundle.root, {**kept, **facts})


def _state(root: Path, manifest: Mapping[str, Any]) -> Bundle:
    """Put a manifest in the place of the old one, remove other generations, and open the bundle."""
    partial = root / f"{MANIFEST}.partial"
    partial.write_text(json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    to_disk(partial)
    partial.replace(root / MANIFEST)
    to_disk(root)
    for other in (root / GENERATIONS).iterdir():
        if other.name != manifest["generation"]:
            shutil.rmtree(other, ignore_errors=True)  # on Windows a reader may hold it open; the next build removes it
    return open_bundle(root)


def to_disk(path: Path) -> None:
    """Force a file or a folder onto the disk, so that a power cut after the rename finds whole files."""
    if os.name == "nt" and path.is_dir():  # Windows cannot open folders
        return
    # Windows flushes only a file that is open for writing (EBADF otherwise); elsewhere a folder cannot be opened so.
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
