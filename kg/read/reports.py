"""One file to its reports: splits a compilation, finds title, place, issuer, year and date of each report, and makes its text.

Input are the `SourceText`s of `kg.read.files`; output are Reports for extraction, with notes on what a person should look at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from kg.errors import InputError
from kg.gazetteer import institution_of
from kg.ids import content_id
from kg.read.blocks import find_title
from kg.read.entries import find_entries, report_starts
from kg.read.files import ReadLimits, SourceText, read_source
from kg.read.head import Head, part_line, read_head
from kg.read.lines import Line, key, lines_of, without_noise
from kg.read.passages import parts_words, passage_texts
from kg.read.series import headings_elsewhere
from kg.read.split import first_lines_of_reports, has_headline
from kg.read.tables import rows_as_text
from kg.read.titles import COLLECTION, is_dated_title, is_headline, places_of, title_year, unspaced, with_subtitle
from kg.read.toc import MARKER, find_contents
from kg.read.told import place_told
from kg.simplified import simplified
from kg.text import Report

# Sentences of so many characters before the first report are a preface and a report of its own; less is front matter.
PREFACE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult:
    """The reports of a file in their order, and notes on what was expected and not found, each one line."""

    reports: tuple[Report, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """The lines of one report; its title takes the first `title_lines` of them, `title` is None where it has to be found.

    `listed` tells that a table of contents names it.
    """

    lines: Sequence[Line]
    title: str | None
    title_lines: int
    listed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """What a file tells beside its lines: the levels of its headings by their offsets, its name, its text if that is traditional."""

    levels: Mapping[int, int]
    stem: str
    written: str | None


def read_file(path: str | Path, *, name: str | None = None, limits: ReadLimits | None = None) -> ReadResult:
    """Read a file and give its reports; `name` is the path to record when it is not the one to open.

    Raises InputError, EncodingError or LimitError.
    """
    return split_result(read_source(path, name=name, limits=limits))


def split_reports(source: SourceText) -> tuple[Report, ...]:
    """Give the reports of a file's text in their order: those of its table of contents, or one for each title, or one.

    Raises InputError where nothing but advertising is left.

    >>> text = "XX县工作综述\\n　　一年来，全县推进“红色引擎”工程。"
    >>> report, = split_reports(SourceText(path="a.txt", sha256="", text=text, format="txt"))
    >>> report.heading, report.place, report.text
    ('XX县工作综述', 'XX县', '一年来，全县推进“红色引擎”工程。')
    """
    return split_result(source).reports


def split_result(source: SourceText) -> ReadResult:
    """Do the work of `split_reports` and give the notes too."""
    # Titles, contents and places are found in simplified characters; what a report holds is the text as it was written.
    plain = simplified(source.text)
    lines = [_closed(line) for line in without_noise(lines_of(plain))]
    if not lines:
        raise InputError(f"{source.path}: no text but advertising", hint="give the file that holds the reports")
    notes: list[str] = []
    layout = _Layout(
        levels=dict(source.headings),
        stem=PurePosixPath(source.path).stem,
        written=None if plain == source.text else source.text,
    )
    parts, front = _parts(lines, notes, layout)
    year = _collection_year(front)
    made = [(part, _report(part, source, layout, year if len(parts) > 1 else None)) for part in parts]
    reports = [report for _, report in made if report.text]
    if not reports:
        raise InputError(f"{source.path}: titles without any text", hint="give the file that holds the reports")
    for part, report in made:
        notes += _several(part, report, layout) if report.text and not part.listed else ()
    notes = [f"{source.path}: {note}" for note in notes]
    return ReadResult(reports=tuple(reports), notes=tuple(notes))


def _parts(lines: Sequence[Line], notes: list[str], layout: _Layout) -> tuple[list[_Part], Sequence[Line]]:
    """Give the parts that are reports, and the lines before the first, which may hold the title of the compilation."""
    contents = find_contents(lines)
    if contents is None:
        return _by_titles(lines, notes, layout)
    found, missing = find_entries(lines, contents)
    starts = report_starts(lines, contents, found)
    if not starts:
        before, after = lines[: contents.first], lines[contents.end :]
        if not after:
            return _by_titles(lines, notes, layout)
        parts, front = _by_titles(after, notes, replace(layout, stem=find_title(before)[0] or layout.stem))
        # The sections of one paper: its title stands before the contents.
        if len(parts) == 1 and before and len(found) >= 2:
            head = read_head([*before, *after])
            return [_Part(lines=[*before, *after], title=head.title, title_lines=head.title_lines)], ()
        return parts, [*before, *front]
    if len(starts) < len(missing):
        # Most entries are worded otherwise in the text: its titles tell more.
        remarks: list[str] = []
        parts, front = _by_titles(lines[contents.end :], remarks, layout)
        if len(parts) > len(starts):
            notes += ["the table of contents does not fit the text", *remarks]
            return parts, [*lines[: contents.first], *front]
    kind = starts[0].entry.marker
    lost = [entry for entry in missing if entry.marker == kind]
    notes += [f"the table of contents names 「{entry.text}」, which the text does not contain" for entry in lost]
    groups = {key(item.full) for item in contents.entries if item.marker != kind}
    parts = []
    tops = [contents.end, *(item.line + item.count for item in starts)]
    text = lines[contents.end :]
    above = [
        top < item.line
        and key(lines[item.line - 1].text) not in groups
        and has_headline(text, item.line - contents.end, layout.levels)
        for top, item in zip(tops, starts, strict=False)
    ]
    bounds = [item.line - headed for item, headed in zip(starts, above, strict=True)]
    for item, headed, end in zip(starts, above, [*bounds[1:], len(lines)], strict=True):
        while end - 1 > item.line and key(lines[end - 1].text) in groups:
            end -= 1  # the heading of the next group stands before the next title
        part = lines[item.line : end]
        title = " ".join(line.text for line in part[: item.count]) if item.count == 1 else _glued(part[: item.count])
        bare = MARKER.sub("", title) if item.entry.marker else title
        if item.count == 1 and len(key(bare)) > 1.5 * len(item.entry.key):
            bare = item.entry.text  # the title stands on one line with its first paragraph
            part = [*part_line(part[0], max(part[0].text.find(bare), 0) + len(bare)), *part[1:]]
        if headed:
            headline = lines[item.line - 1]
            part, bare = [headline, *part], with_subtitle(headline.text, bare)
        parts.append(_Part(lines=part, title=bare, title_lines=item.count + headed, listed=True))
    between = lines[contents.end : bounds[0]]
    if _is_preface(between):
        parts.insert(0, _Part(lines=between, title=None, title_lines=0))
    return parts, lines[: contents.first]


def _glued(lines: Sequence[Line]) -> str:
    if len(lines) == 2 and is_headline(lines[0].text) and is_dated_title(lines[1].text):
        return with_subtitle(lines[0].text, lines[1].text)
    text = ""
    for line in lines:
        text += (" " if text and parts_words(text, line.text) else "") + line.text
    return text


def _by_titles(lines: Sequence[Line], notes: list[str], layout: _Layout) -> tuple[list[_Part], Sequence[Line]]:
    starts = first_lines_of_reports(lines, layout.levels, layout.stem)
    if not starts:
        return [_Part(lines=lines, title=None, title_lines=0)], ()
    parts = []
    for start, end in zip(starts, [*(start.line for start in starts[1:]), len(lines)], strict=True):
        parts.append(_Part(lines=lines[start.line : end], title=start.title, title_lines=start.count))
    front = lines[: starts[0].line]
    if _is_preface(front) or _is_short_report(front):
        parts.insert(0, _Part(lines=front, title=None, title_lines=0))
    notes.append(f"no table of contents: parted into {len(parts)} reports at lines that look like titles")
    return parts, front


def _several(part: _Part, report: Report, layout: _Layout) -> list[str]:
    """Note that one report has headings that name other places, as reports that were not told apart have."""
    place = report.place
    if institution_of(report.heading) is not None:  # the city of a university is its own
        place = next(iter(places_of(report.heading)), None)
    names = headings_elsewhere(part.lines, layout.levels, place)
    if not names:
        return []
    shown = "、".join(names[:5]) + ("…" if len(names) > 5 else "")
    whose = f"of {report.place}" if report.place else "of no place"
    read = f"headings name other places ({shown}), but all is read as one report {whose}, 「{report.heading}」"
    return [
        f"{read}: if it is several, give each a file of its own or a title such as XX市2023年工作总结 on a line of its own"
    ]


def _is_preface(lines: Sequence[Line]) -> bool:
    return sum(len(line.text) for line in lines if line.finished) >= PREFACE


def _is_short_report(lines: Sequence[Line]) -> bool:
    """Tell whether lines are a title that names a place and some sentences: less than a preface, but a report."""
    title, count = find_title(lines)
    return title is not None and bool(places_of(title)) and any(line.finished for line in lines[count:])


def _collection_year(front: Sequence[Line]) -> int | None:
    """Give the year that the title of a compilation names."""
    titles = [line.text for line in front if len(line.text) <= 80]
    for text in sorted(titles, key=lambda text: COLLECTION.search(text) is None):
        year = title_year(text)
        if year:
            return year
    return None


def _report(part: _Part, source: SourceText, layout: _Layout, collection_year: int | None) -> Report:
    head: Head = read_head(part.lines, title=part.title, title_lines=part.title_lines, stem=layout.stem)
    body = head.body if layout.written is None else [_as_written(line, layout.written) for line in head.body]
    if "\t" in source.text:
        body = rows_as_text(body)
    text = "\n".join(passage_texts(body))
    year = title_year(head.title) if head.title else None
    as_of = year or (int(head.date[:4]) if head.date else None) or head.numbered or collection_year
    places = _places(head, text, as_of)
    return Report(
        id=content_id("r", head.heading, text),
        heading=head.heading,
        text=text,
        source=source.path,
        source_sha256=source.sha256,
        start=part.lines[0].start if head.start is None else head.start,
        end=part.lines[-1].end,
        place=places[0] if places else None,
        more_places=places[1:],
        issuer=head.issuer,
        as_of=as_of,
        date=head.date,
    )


def _places(head: Head, text: str, year: int | None) -> tuple[str, ...]:
    """Give the places that a report speaks for: those of its title, else of its issuer, else the one that its text tells.

    An institution speaks for itself alone.
    """
    for line in filter(None, (head.title, head.issuer)):
        if institution_of(line) is not None:
            return ()
        if places := places_of(line, year):
            return places
    told = place_told(text, year)
    return (told,) if told else ()


def _closed(line: Line) -> Line:
    """Take out the blanks between the characters of a title."""
    text = unspaced(line.text) if line.text[1:2] in " \u3000" or line.text[2:3] in " \u3000" else line.text
    return line if text == line.text else replace(line, text=text)


def _as_written(line: Line, text: str) -> Line:
    """Give a line in the characters of the file; what was blanked out of it stays blank."""
    written = text[line.start : line.end]
    if simplified(written) == written:
        return line
    if len(written) != len(line.text):  # a title whose characters stood apart
        written = "".join(written.split())
    return replace(line, text="".join(new if new == " " else old for new, old in zip(line.text, written, strict=True)))
