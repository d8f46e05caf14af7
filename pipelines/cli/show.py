"""Printing: tables, CSV and JSON on stdout, progress and notes on stderr."""

from __future__ import annotations

import csv
import json
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


def rows(columns: Sequence[str], values: Sequence[Sequence[Any]], form: str, *, truncated: bool = False) -> None:
    """Print rows as `table`, `json` (a list of objects) or `csv`."""
    if form == "json":
        as_json([dict(zip(columns, row, strict=True)) for row in values])
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([[cell(value) for value in row] for row in values])
    else:
        from rich import box
        from rich.table import Table
        from rich.text import Text

        table = Table(*columns, box=box.SIMPLE_HEAD)
        for row in values:
            table.add_row(*(Text(cell(value)) for value in row))
        stdout().print(table)
        stderr().print(f"{len(values)} rows" + (", cut: give --limit for more" if truncated else ""), style="dim")


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
