"""Finds the one thing in a store that a person means by a name: by id, name, alias, a part of a name, pinyin or
initials.

Input is what was typed and the kinds of things it may be; output is an id for the parameters of a query.
"""

from __future__ import annotations

import difflib
from typing import Any

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

_QUOTES = str.maketrans(dict.fromkeys("“”‘’\"'《》「」『』〈〉 "))

_BY_ID = "MATCH (n:Entity {id: $text}) RETURN n.id AS id, n.kind AS kind, n.name AS name"
_BY_NAME = """
MATCH (n:Entity) WHERE n.kind IN $kinds
  AND (n.name CONTAINS $text OR any(alias IN n.aliases WHERE alias CONTAINS $text)
    OR replace(replace(n.name, '“', ''), '”', '') CONTAINS $text)
WITH n, CASE
  WHEN n.name = $text THEN 0
  WHEN $text IN n.aliases THEN 1
  WHEN n.name ENDS WITH $text THEN 2
  WHEN n.name CONTAINS $text THEN 3
  ELSE 4 END AS rank
RETURN n.id AS id ORDER BY rank, size(n.name), n.mentions DESC, n.id LIMIT 1
"""
_BY_PINYIN = """
MATCH (n:Entity) WHERE n.kind IN $kinds
  AND (' ' + n.pi + ' ' CONTAINS ' ' + $text + ' ' OR ' ' + n.py CONTAINS ' ' + $text)
RETURN n.id AS id ORDER BY n.mentions DESC, size(n.name), n.id LIMIT 1
"""
# A place written with the units above it, such as 福建省三明市.
_BY_FULL_NAME = """
MATCH (n:Place)-[:PART_OF*1..4]->(above:Place) WHERE 'PLACE' IN $kinds AND $text ENDS WITH n.name AND $text STARTS WITH above.name
RETURN n.id AS id ORDER BY size(n.name) DESC, n.mentions DESC, n.id LIMIT 1
"""
_NAMES = "MATCH (n:Entity) WHERE n.kind IN $kinds RETURN n.name AS name, n.aliases AS aliases"
_REPORT = """
MATCH (n:Report) WHERE n.id = $text OR n.heading CONTAINS $text
RETURN n.id AS id ORDER BY CASE WHEN n.id = $text THEN 0 WHEN n.heading = $text THEN 1 ELSE 2 END, size(n.heading),
n.id LIMIT 1
"""


def resolve(store: GraphReader, text: str, kinds: str) -> str:
    """Give the id of what `text` names among `kinds` (joined by `|`); raises UsageError with names that are like it."""
    if kinds == "report":
        return _resolve_report(store, text)
    types = [type_ for kind in kinds.split("|") for type_ in KINDS[kind]]
    found = store.read(_BY_ID, {"text": text}).rows
    if found:
        if found[0][1] in types:
            return text
        raise UsageError(f"{found[0][2]} is no {kinds.replace('|', ' or ')}", hint="search shows what things are")
    plain = text.translate(_QUOTES) or text
    queries = [(_BY_NAME, text), (_BY_NAME, plain)] if plain != text else [(_BY_NAME, text)]
    queries.append((_BY_FULL_NAME, plain))
    if text.isascii():
        queries.append((_BY_PINYIN, text.lower().replace(" ", "")))
    for query, wanted in queries:
        if rows := store.read(query, {"text": wanted, "kinds": types}).rows:
            return str(rows[0][0])
    raise UsageError(f"no {kinds.replace('|', ' or ')} named {text}", hint=_suggestion(store, plain, types))


def _resolve_report(store: GraphReader, text: str) -> str:
    if rows := store.read(_REPORT, {"text": text}).rows:
        return str(rows[0][0])
    raise UsageError(f"no report with {text} in its heading", hint="kg query reports lists them")


def _suggestion(store: GraphReader, text: str, types: list[str]) -> str:
    """Give names that look like what was typed."""
    rows: tuple[tuple[Any, ...], ...] = store.read(_NAMES, {"kinds": types}, limit=50_000).rows
    by_alias = {alias: name for name, aliases in rows for alias in (name, *(aliases or ()))}
    near = difflib.get_close_matches(text, by_alias, n=5, cutoff=0.4)
    found = list(dict.fromkeys(by_alias[item] for item in near))[:3]
    return f"did you mean {'、'.join(found)}?" if found else "kg query search text=… finds names by a part or by pinyin"
