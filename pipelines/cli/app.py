"""The entry point: the commands under one app, and the errors of the library as one line and an exit code."""

from __future__ import annotations

import io
import logging
import os
import sys
from typing import Annotated

import typer

from kg.errors import KgError, UsageError
from pipelines.cli import ask, judge, learn, make, share

FAILED, USAGE = 1, 2
INTERRUPTED = 130  # what typer makes of Ctrl-C

app = typer.Typer(
    name="kg",
    help="Knowledge graph from Chinese official reports. 从中文公文报告构建知识图谱。",
    no_args_is_help=True,
    # Help drawn by rich takes 0.1 s longer to come, a third of the whole.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def options(
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Show logs and tracebacks on stderr.")] = False,
) -> None:
    """Knowledge graph from Chinese official reports. 从中文公文报告构建知识图谱。"""
    logging.basicConfig(
        level=logging.INFO if verbose else logging.ERROR, stream=sys.stderr, format="%(name)s: %(message)s"
    )
    if verbose:
        os.environ["KG_VERBOSE"] = "1"


for command in (
    make.build,
    make.load,
    make.view,
    make.serve,
    make.extract,
    make.annotate,
    make.evaluate,
    learn.train,
    share.export,
    share.unload,
    judge.review,
    judge.explain,
    ask.query,
    ask.cypher,
    ask.doctor,
):
    # The whole first line, Chinese included; typer would cut it at the first full stop.
    app.command(short_help=(command.__doc__ or "").partition("\n")[0])(command)


def _take_any_character() -> None:
    """Let stdout and stderr take every character: cp1252 and ASCII have no Chinese, and no encoding the bytes of a path that are no text."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal shows what it has and \uXXXX for the rest; files and pipes get UTF-8, as all files written here do.
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def main() -> None:
    """Run the command line and leave the process with its exit code."""
    _take_any_character()
    try:
        app(standalone_mode=True)
    except KgError as error:
        if os.environ.get("KG_VERBOSE"):
            raise
        print(f"kg: {error}", file=sys.stderr)
        sys.exit(USAGE if isinstance(error, UsageError) else FAILED)
    except SystemExit as exit_:
        if exit_.code != INTERRUPTED:
            raise
        print("kg: stopped; what was finished is kept, run the same command again to go on", file=sys.stderr)
        sys.exit(FAILED)
    except BrokenPipeError:  # the reader of a pipe went away, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        if os.environ.get("KG_VERBOSE"):
            raise
        print(f"kg: {error.strerror or error}: {error.filename or ''}; see -v for details", file=sys.stderr)
        sys.exit(FAILED)
