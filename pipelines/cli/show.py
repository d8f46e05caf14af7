"""Printing: tables, CSV and JSON on stdout, progress and notes on stderr."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from pipelines.marks import Marked
    from pipelines.parts import FileOutcome

STYLES = {
    "PLACE": "bold blue",
    "ORG": "bold yellow",
    "PROGRAMME": "bold green",
    "CAMPAIGN": "bold magenta",
    "POLICY": "bold red",
}
# A table on a pipe is not cut to the width of a terminal that is not there.
PIPE_WIDTH = 200
# What is so many columns wide stays in one line where a table must be made narrower, and a word of letters if there is room.
SHORT = 10
_WORD = re.compile(r"[!-~]+")


def stderr() -> Console:
    """Give the console for progress and notes; a note is one line however long, so that scripts can search it."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True)


def stdout() -> Console:
    """Give the console for results."""
    from rich.console import Console

    return Console(highlight=False, width=None if sys.stdout.isatty() else PIPE_WIDTH)


def as_json(value: object) -> None:
    """Print one JSON object."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def note(text: str) -> None:
    """Print a note on stderr."""
    stderr().print(text, style="dim", markup=False)


def rows(
    columns: Sequence[str], values: Sequence[Sequence[Any]], form: str, *, more: str = "", hidden: Sequence[str] = ()
) -> None:
    """Print rows as `table`, `json` (a list of objects) or `csv`; a table has no `hidden` columns. `more` is how to get rows that were cut."""
    if form == "json":
        as_json([dict(zip(columns, row, strict=True)) for row in values])
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([[cell(value) for value in row] for row in values])
    else:
        shown = [at for at, column in enumerate(columns) if column not in hidden]
        _table([columns[at] for at in shown], [[cell(row[at]) for at in shown] for row in values])
        note(f"{len(values)} rows" + (f" (cut; {more} gives more)" if more else ""))


def _table(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    """Print a table as wide as the console: what is longer is wrapped, and nothing is cut."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    console = stdout()
    widths = _widths(heads, lines)
    tight = sum(widths) + 3 * len(heads) + 1 > console.width
    if tight:
        heads = [head.replace("_", "\n") for head in heads]
        words = _widths(heads, [["\n".join(_WORD.findall(text)) for text in line] for line in lines])
        widths = _fitted(_widths(heads, lines), words, console.width - len(heads) + 1)
    table = Table(box=box.SIMPLE_HEAD, padding=0 if tight else (0, 1), show_edge=not tight)
    for head, width in zip(heads, widths, strict=True):
        table.add_column(Text(head), width=width, overflow="fold")
    for line in lines:
        table.add_row(*map(Text, line))
    console.print(table)


def _widths(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> list[int]:
    """Give the columns on a screen that each column of a table takes; Chinese characters take two."""
    from rich.cells import cell_len

    return [
        max((cell_len(part) for text in column for part in text.splitlines()), default=1)
        for column in zip(heads, *lines, strict=True)
    ]


def _fitted(wanted: Sequence[int], words: Sequence[int], room: int) -> list[int]:
    """Share room among columns: what is short stays whole, words too if they can, and what is longest for its width gets the rest.

    >>> _fitted([4, 13, 90, 30], [4, 13, 0, 0], 74)
    [4, 13, 43, 14]
    """
    widths = [min(one, max(SHORT, word)) for one, word in zip(wanted, words, strict=True)]
    if sum(widths) > room:
        widths = [min(one, SHORT) for one in wanted]
    while sum(widths) < min(room, sum(wanted)):
        most = max(range(len(wanted)), key=lambda at: wanted[at] / widths[at])
        widths[most] += 1
    return widths


def cell(value: Any) -> str:
    """Give a value as people read it: lists with 、, null as nothing.

    >>> cell(["A", "B"]), cell(None), cell(3)
    ('A、B', '', '3')
    """
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return "、".join(cell(one) for one in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


@contextmanager
def build_progress(quiet: bool) -> Iterator[Callable[[int, int, FileOutcome], None] | None]:
    """Show a bar while files are read, and a line for each file that is left out."""
    if quiet:
        yield None
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=stderr(), transient=True) as bar:
        task = bar.add_task("reading", total=None)

        def advance(done: int, total: int, outcome: FileOutcome) -> None:
            bar.update(task, completed=done, total=total, description=outcome.path[-40:])

        yield advance


def marked(passages: Iterable[Marked]) -> None:
    """Print passages with their mentions in colour, and below each what was found, by what and how sure."""
    from rich.text import Text

    console = stdout()
    for one in passages:
        if one.passage.seq == 0:
            console.rule(Text(one.heading))
        text = Text(one.passage.text)
        for mention in one.mentions:
            text.stylize(STYLES[mention.type], mention.start, mention.end)
        console.print(text)
        for mention in one.mentions:
            console.print(
                Text(f"    {mention.type:9s} {mention.confidence:.2f} {mention.text}  ({mention.by})", style="dim")
            )
