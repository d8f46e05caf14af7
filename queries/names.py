"""Finds the one thing in a store that a person means by a name: by id, name, alias, a part of a name, pinyin or
initials.

Input is what was typed and the kinds of things it may be; output is an id for the parameters of a query, and what else
the name could mean.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any

from kg.decisions import BLANKS, QUOTES
from kg.errors import UsageError
from kg.store.base import GraphReader

# The kinds a parameter can have, and the entity types they stand for; `report` is no entity.
KINDS = {
    "place": ("PLACE",),
    "organisation": ("ORG",),
    "programme": ("PROGRAMME",),
    "campaign": ("CAMPAIGN",),
    "policy": ("POLICY",),
    "entity": ("PLACE", "ORG", "PROGRAMME", "CAMPAIGN", "POLICY"),
    "report": (),
}

# Other things of the same name that are told; after so many it is shorter to search.
OTHERS = 5

_DROP_QUOTES = str.maketrans("", "", QUOTES + BLANKS + "'")
_PLAIN = "n.name"
for _quote in QUOTES:
    _PLAIN = f"replace({_PLAIN}, '{_quote}', '')"

_BY_ID = "MATCH (n:Entity {id: $text}) RETURN n.id AS id, n.kind AS kind, n.name AS name"
# What is called so comes before what is called so among other names, and that before what only holds the text.
_BY_NAME = f"""
MATCH (n:Entity) WHERE n.kind IN $kinds
WITH n, {_PLAIN} AS plain
WHERE plain CONTAINS $text OR n.name CONTAINS $text OR any(alias IN n.aliases WHERE alias CONTAINS $text)
WITH n, CASE WHEN n.name = $text OR plain = $text THEN 0 WHEN $text IN n.aliases THEN 1 ELSE 2 END AS rank
RETURN n.id AS id, n.name AS name, rank ORDER BY rank, n.mentions DESC, size(n.name), id
"""
_BY_PINYIN = """
MATCH (n:Entity) WHERE n.kind IN $kinds
  AND (' ' + n.pi + ' ' CONTAINS ' ' + $text + ' ' OR ' ' + n.py CONTAINS ' ' + $text)
WITH n, CASE WHEN ' ' + n.pi + ' ' CONTAINS ' ' + $text + ' ' OR ' ' + n.py + ' ' CONTAINS ' ' + $text + ' ' THEN 0 ELSE 1 END AS rank
RETURN n.id AS id, n.name AS name, rank ORDER BY rank, n.mentions DESC, size(n.name), id
"""
# A place written with the units above it, such as 福建省三明市.
_BY_FULL_NAME = """
MATCH (n:Place)-[:PART_OF*1..4]->(above:Place) WHERE 'PLACE' IN $kinds AND $text ENDS WITH n.name AND $text STARTS WITH above.name
RETURN DISTINCT n.id AS id, n.name AS name, -size(n.name) AS rank, n.mentions AS mentions ORDER BY rank, mentions DESC, id
"""
_NAMES = "MATCH (n:Entity) WHERE n.kind IN $kinds RETURN n.name AS name, n.aliases AS aliases"
_REPORT = """
MATCH (n:Report) WHERE n.id = $text OR n.heading CONTAINS $text
RETURN n.id AS id, n.heading AS name, CASE WHEN n.id = $text THEN 0 WHEN n.heading = $text THEN 1 ELSE 2 END AS rank
ORDER BY rank, size(n.heading), id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a name was taken for, and the names of what it could mean as well, with ids where names are equal; `more` says that there are others.

    >>> str(Found(id="programme:板凳夜话", name="板凳夜话", others=("村民夜话",)))
    'took 板凳夜话; also: 村民夜话 (name one of them)'
    """

    id: str
    name: str
    others: tuple[str, ...] = ()
    more: bool = False

    def __str__(self) -> str:
        if not self.others:
            return f"took {self.name}"
        return f"took {self.name}; also: {'、'.join(self.others)}{' …' if self.more else ''} (name one of them)"


def resolve(store: GraphReader, text: str, kinds: str) -> Found:
    """Give what `text` names among `kinds` (joined by `|`): what is called so, else the one named most often of those whose name holds it.

    Raises UsageError with names that are like it.
    """
    if kinds == "report":
        return _resolve_report(store, text)
    types = [type_ for kind in kinds.split("|") for type_ in KINDS[kind]]
    found = store.read(_BY_ID, {"text": text}).rows
    if found:
        if found[0][1] in types:
            return Found(id=text, name=found[0][2])
        raise UsageError(
            f"{found[0][2]} is no {kinds.replace('|', ' or ')}", hint="search shows what things are", kind="other_kind",
            name=found[0][2], kinds=types,
        )  # fmt: skip
    plain = text.translate(_DROP_QUOTES) or text
    queries = [(_BY_NAME, text), (_BY_NAME, plain)] if plain != text else [(_BY_NAME, text)]
    queries.append((_BY_FULL_NAME, plain))
    if text.isascii():
        queries.append((_BY_PINYIN, text.lower().replace(" ", "")))
    for query, wanted in queries:
        if rows := store.read(query, {"text": wanted, "kinds": types}, limit=OTHERS + 2).rows:
            return _best(rows)
    near = _near(store, plain, types)
    hint = f"did you mean {'、'.join(near)}?" if near else "kg query search text=… finds names by a part or by pinyin"
    kind = "no_name_near" if near else "no_name"
    raise UsageError(
        f"no {kinds.replace('|', ' or ')} named {text}",
        hint=hint,
        kind=kind,
        name=text,
        kinds=types,
        near="、".join(near),
    )


def _best(rows: tuple[tuple[Any, ...], ...]) -> Found:
    """Take the first of rows of id, name and rank; the others of its rank could be meant as well."""
    equal = [(row[0], row[1]) for row in rows if row[2] == rows[0][2]]
    names = [name for _, name in equal]
    told = [name if names.count(name) == 1 else f"{name} ({id_})" for id_, name in equal]
    return Found(id=equal[0][0], name=told[0], others=tuple(told[1 : OTHERS + 1]), more=len(told) > OTHERS + 1)


def _resolve_report(store: GraphReader, text: str) -> Found:
    if rows := store.read(_REPORT, {"text": text}, limit=OTHERS + 2).rows:
        return _best(rows)
    raise UsageError(
        f"no report with {text} in its heading", hint="kg query reports lists them", kind="no_report", name=text
    )


def _near(store: GraphReader, text: str, types: list[str]) -> list[str]:
    """Give names that look like what was typed."""
    rows: tuple[tuple[Any, ...], ...] = store.read(_NAMES, {"kinds": types}, limit=50_000).rows
    by_alias = {alias: name for name, aliases in rows for alias in (name, *(aliases or ()))}
    near = difflib.get_close_matches(text, by_alias, n=5, cutoff=0.4)
    return list(dict.fromkeys(by_alias[item] for item in near))[:3]
