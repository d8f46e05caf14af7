"""Finds the files to read and turns each into text: formats, encodings and limits on what may be read.

Input are paths as a person gives them; output are the paths found and one `SourceText` a file for `kg.read.reports`.
"""

from __future__ import annotations

import glob
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError, LimitError
from kg.read.decode import decode
from kg.read.formats import read_docx, read_html, read_markdown, read_pdf

SUFFIXES = (".txt", ".md", ".html", ".htm", ".docx", ".pdf")
KINDS = f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"
# Other kinds in which offices keep papers: half of an archive may be .doc, so in a folder they are named and not passed over.
OTHER_PAPERS = (".doc", ".wps", ".rtf", ".odt", ".ofd")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLimits:
    """The largest inputs that are read; each protects a laptop's memory and is far above real reports.

    `file_bytes`: 64 MiB, some 20 million characters of text or a bound volume full of pictures.
    `unpacked_bytes`: 256 MiB for the parts of a .docx, against files that are small only while packed.
    `pages`: 3000 pages of a PDF, about two minutes of work.
    """

    file_bytes: int = 64 << 20
    unpacked_bytes: int = 256 << 20
    pages: int = 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceText:
    """The text of one file: `path` as it was given or found, with forward slashes; `format` is the suffix without its dot.

    `headings` are the lines that the file itself marks as headings (Word, Markdown): their offsets and levels, 1 is the highest.
    """

    path: str
    sha256: str
    text: str
    format: str
    headings: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFiles:
    """The files to read, sorted, and what was named but cannot be read, each as (path, reason)."""

    files: tuple[str, ...]
    skipped: tuple[tuple[str, str], ...]


def find_files(paths: Iterable[str | Path]) -> FoundFiles:
    """Find the report files in files, folders (with all folders below) and glob patterns; each file once, in the order of paths.

    Hidden files, lock files of Office programs, pictures and the like are passed over in folders; papers of kinds that are not
    read (.doc, .wps, …), and what was named itself and cannot be read, are in `skipped`. Raises nothing.

    >>> find_files(["no such file.txt"]).skipped
    (('no such file.txt', 'not found'),)
    """
    found: list[str] = []
    skipped: list[tuple[str, str]] = []
    for path in dict.fromkeys(os.fspath(path) for path in paths):
        _look_at(path, found, skipped)
    once: dict[str, str] = {}
    for path in sorted(found):
        once.setdefault(os.path.realpath(path), path)
    return FoundFiles(files=tuple(once.values()), skipped=tuple(sorted(set(skipped))))


def _look_at(path: str, found: list[str], skipped: list[tuple[str, str]]) -> None:
    shown = path_name(path)
    if os.path.isdir(path):
        inside = list(_walk(path, skipped))
        found += inside
        if not inside and not any(name.startswith(f"{shown}/") for name, _ in skipped):
            skipped.append((shown, f"no report files ({KINDS}) in this folder"))
    elif os.path.lexists(path):
        suffix = os.path.splitext(path)[1].lower()
        if suffix in SUFFIXES:
            found.append(path)
        else:
            skipped.append((shown, _other_kind(suffix)))
    elif glob.has_magic(path):
        matches = sorted(glob.glob(path, recursive=True))
        if not matches:
            skipped.append((shown, "the pattern matches nothing"))
        for match in matches:
            # A pattern names no file itself: what it catches by the way is passed over as in a folder.
            if os.path.isdir(match):
                found += _walk(match, skipped)
            elif is_report(os.path.basename(match)):
                found.append(match)
            elif reason := unread_paper(os.path.basename(match)):
                skipped.append((path_name(match), reason))
    else:
        skipped.append((shown, "not found"))


def is_report(name: str) -> bool:
    """Say whether a file of this name in a folder is read: the suffix of a report, not hidden, no lock file of an Office program."""
    return not _is_aside(name) and os.path.splitext(name)[1].lower() in SUFFIXES


def unread_paper(name: str) -> str | None:
    """Say why a file of this name in a folder is not read though it is a paper, None for all others.

    >>> unread_paper("工作总结.doc"), unread_paper("照片.jpg")
    ('not a kind of file that is read: .doc is not .txt, .md, .html, .htm, .docx or .pdf; save it as .docx', None)
    """
    suffix = os.path.splitext(name)[1].lower()
    return _other_kind(suffix) if suffix in OTHER_PAPERS and not _is_aside(name) else None


def _is_aside(name: str) -> bool:
    return name.startswith((".", "~$", ".~"))


def _other_kind(suffix: str) -> str:
    advice = "; save it as .docx" if suffix in OTHER_PAPERS else ""
    return f"not a kind of file that is read: {suffix or 'no suffix'} is not {KINDS}{advice}"


def _walk(folder: str, skipped: list[tuple[str, str]]) -> Iterator[str]:
    def refuse(error: OSError) -> None:
        skipped.append((path_name(error.filename or folder), f"cannot be opened: {error.strerror}"))

    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if is_report(name):
                yield os.path.join(place, name)
            elif reason := unread_paper(name):
                skipped.append((path_name(os.path.join(place, name)), reason))


def path_name(path: str | Path) -> str:
    """Give a path as text for tables and messages: forward slashes; bytes of a name that are no text are shown as \\\\xNN.

    >>> path_name(Path("a") / "b.txt")
    'a/b.txt'
    """
    name = os.fsencode(path).decode("utf-8", "backslashreplace")
    return name.replace(os.sep, "/")


def read_source(path: str | Path, *, name: str | None = None, limits: ReadLimits | None = None) -> SourceText:
    """Read one file and give its text; `name` is the path to record when it is not the one to open.

    Raises InputError (missing, unreadable, empty, damaged, no text in it), EncodingError or LimitError.
    """
    limits = limits or ReadLimits()
    name = name or path_name(path)
    suffix = os.path.splitext(os.fspath(path))[1].lower()
    if suffix not in SUFFIXES:
        raise InputError(f"{name}: {suffix or 'no suffix'} is not a kind of file that is read", hint=f"give {KINDS}")
    data = _read_bytes(path, name, limits)
    headings: tuple[tuple[int, int], ...] = ()
    match suffix:
        case ".docx":
            text, headings = read_docx(data, name, limits)
        case ".pdf":
            text = read_pdf(data, name, limits)
        case ".html" | ".htm":
            text = read_html(data, name)
        case ".md":
            text, headings = read_markdown(decode(data, name))
        case _:
            text = decode(data, name)
    if not text.strip():
        raise InputError(f"{name}: no text in it", hint="leave it out, or give the file that holds the text")
    sha256 = hashlib.sha256(data).hexdigest()
    return SourceText(path=name, sha256=sha256, text=text, format=suffix[1:], headings=headings)


def _read_bytes(path: str | Path, name: str, limits: ReadLimits) -> bytes:
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            raise InputError(f"{name}: not a regular file", hint="give a file")
        if status.st_size > limits.file_bytes:
            raise LimitError(
                f"{name}: {status.st_size:,} bytes, more than the limit file_bytes = {limits.file_bytes:,}",
                hint="cut it into parts, or raise the limit",
            )
        data = Path(path).read_bytes()
    except InputError:
        raise
    except FileNotFoundError as error:
        raise InputError(f"{name}: not found", hint="give a file that exists") from error
    except PermissionError as error:
        raise InputError(f"{name}: no permission to read it", hint="change its rights, or leave it out") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{name}: cannot be read ({reason})", hint="check the file and its disk") from error
    if not data:
        raise InputError(f"{name}: an empty file", hint="leave it out, or give the file that holds the text")
    return data
