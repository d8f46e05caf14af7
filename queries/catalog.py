"""The catalogue: each file of `queries/cypher/` is one question, with its purpose, parameters and columns in its
header.

A header is a run of `//` lines at the top of a file:

    // zh: 哪些地方有这个项目，从哪一年起
    // en: which places have a programme, and since when
    // parameter programme (programme|campaign): 项目或活动的名称、别名或 id / name, alias or id
    // parameter limit (integer = 50): 最多行数 / rows at most
    // example: programme=红旗驿站
    // columns: place 地区, first_year 首次年份

`run` takes what a person typed, turns names into ids and numbers into numbers, and asks a store.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from kg.errors import UsageError
from kg.simplified import simplified
from kg.store.base import GraphReader, Result
from queries import names

PLAIN_TYPES = ("text", "integer")
# More rows than this from one question are of no use to a person and could fill a page's memory.
MAX_ROWS = 10_000

_FIELD = re.compile(r"// (zh|en|example|columns): (.+)")
_PARAMETER = re.compile(r"// parameter (\w+) \(([\w|]+)(?: = (.*?))?\): (.+?) / (.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One thing that a question needs to know.

    `type` is `text`, `integer`, or kinds of named things joined by `|` such as `place` or `programme|campaign`;
    `required` when the file gives no default. A default of null means: no restriction.
    """

    name: str
    type: str
    zh: str
    en: str
    required: bool
    default: str | int | None = None

    def __str__(self) -> str:
        if self.required:
            return f"{self.name} ({self.type})"
        return f"{self.name} ({self.type}, {'optional' if self.default is None else self.default})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One question of the catalogue; `headings` gives the Chinese head of each column, `example` arguments that make sense."""

    name: str
    zh: str
    en: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    headings: Mapping[str, str]
    example: Mapping[str, str]
    text: str


def parse_query(name: str, text: str) -> Query:
    """Read the header of a query file; raises UsageError that names the line that does not fit."""
    fields: dict[str, str] = {}
    parameters = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("//"):
            break
        if match := _FIELD.fullmatch(line):
            fields[match[1]] = match[2]
        elif match := _PARAMETER.fullmatch(line):
            parameters.append(_parameter(*match.groups()))
        else:
            raise UsageError(f"{name}.cypher line {number} is no header line: {line}")
    if missing := [field for field in ("zh", "en", "columns") if field not in fields]:
        raise UsageError(f"{name}.cypher lacks the header lines {', '.join(missing)}")
    headings = dict(item.split(" ", 1) for item in fields["columns"].split(", "))
    example = dict(item.split("=", 1) for item in fields.get("example", "").split())
    return Query(
        name=name,
        zh=fields["zh"],
        en=fields["en"],
        parameters=tuple(parameters),
        columns=tuple(headings),
        headings=headings,
        example=example,
        text=text,
    )


def _parameter(name: str, type_: str, default: str | None, zh: str, en: str) -> Parameter:
    known = {*PLAIN_TYPES, *names.KINDS}
    if unknown := set(type_.split("|")) - known:
        raise UsageError(
            f"parameter {name} has an unknown type {unknown.pop()}", hint=f"known are {', '.join(sorted(known))}"
        )
    value: str | int | None = None
    if default is not None and default != "null":
        value = int(default) if type_ == "integer" else default
    return Parameter(name=name, type=type_, zh=zh, en=en, required=default is None, default=value)


@cache
def catalog() -> Mapping[str, Query]:
    """Give all questions by name.

    >>> catalog()["places_of_programme"].parameters[0].name
    'programme'
    """
    folder = resources.files("queries").joinpath("cypher")
    files = sorted(item.name for item in folder.iterdir() if item.name.endswith(".cypher"))
    return {
        file.removesuffix(".cypher"): parse_query(
            file.removesuffix(".cypher"), folder.joinpath(file).read_text(encoding="utf-8")
        )
        for file in files
    }


def find_query(name: str) -> Query:
    """Give the question of a name; raises UsageError with names that are like it."""
    known = catalog()
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    hint = f"did you mean {', '.join(near)}?" if near else "kg query lists them all"
    raise UsageError(f"no query named {name}", hint=hint)


def run(
    store: GraphReader,
    name: str,
    arguments: Mapping[str, str | int] | None = None,
    *,
    limit: int = MAX_ROWS,
    timeout: float | None = None,
    tell: Callable[[str], object] | None = None,
) -> Result:
    """Ask a question of the catalogue with arguments as a person types them; the question's own `limit` cuts as well, and `truncated` says it.

    `tell` gets a line for each name that could mean something else as well. Raises UsageError for an unknown question or
    parameter, a value that does not fit, or a name that the store does not hold.
    """
    query = find_query(name)
    values = bind(store, query, arguments or {}, tell)
    if "limit" in values:
        limit = min(limit, values["limit"])
        values["limit"] = limit + 1  # one row more tells whether there are more
    return store.read(query.text, values, limit=limit, timeout=timeout)


def bind(
    store: GraphReader, query: Query, arguments: Mapping[str, str | int], tell: Callable[[str], object] | None = None
) -> dict[str, Any]:
    """Check arguments against the parameters of a question and turn names into ids."""
    known = {parameter.name: parameter for parameter in query.parameters}
    if unknown := [name for name in arguments if name not in known]:
        raise UsageError(f"{query.name} has no parameter {unknown[0]}", hint=_usage(query))
    if missing := [item for item in query.parameters if item.required and item.name not in arguments]:
        raise UsageError(
            f"{query.name} needs {missing[0].name}",
            hint=_usage(query),
            kind="needs",
            zh=missing[0].zh,
            en=missing[0].en,
        )
    return {
        name: _value(store, query, parameter, arguments[name], tell) if name in arguments else parameter.default
        for name, parameter in known.items()
    }


def _value(
    store: GraphReader, query: Query, parameter: Parameter, given: str | int, tell: Callable[[str], object] | None
) -> str | int:
    if parameter.type == "integer":
        try:
            value = int(given)
        except ValueError:
            raise UsageError(f"{parameter.name} must be a whole number, not {given}", hint=_usage(query)) from None
        if not 0 <= value < 2**31:
            raise UsageError(f"{parameter.name} must lie between 0 and {2**31 - 1}, not {given}", hint=_usage(query))
        return value
    text = simplified(str(given).strip())  # names are in simplified characters, whatever their reports are written in
    if not text:
        raise UsageError(f"{parameter.name} is empty", hint=_usage(query))
    if parameter.type == "text":
        return text
    found = names.resolve(store, text, parameter.type)
    if tell and found.others:
        tell(f"{parameter.name}: {found}")
    return found.id


def _usage(query: Query) -> str:
    if not query.parameters:
        return f"{query.name} takes no parameters"
    example = " ".join(f"{name}={value}" for name, value in query.example.items())
    shown = f"parameters are {', '.join(map(str, query.parameters))}"
    return f"{shown}; e.g. kg query {query.name} {example}" if example else shown
