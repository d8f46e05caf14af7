"""The Cypher that loading needs, in the dialect that both stores speak.

Labels and relationship types come from the schema only, never from data; everything else is a parameter. Used by
`kg.store.sync`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.errors import QueryError
from kg.schema import schema

# Nodes carry one of these labels as their key: the label under which `id` is unique.
KEYS = ("Entity", "Report", "Passage")

META = "KgMeta"

# Our relationship types by the key labels of their two ends.
ENDS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(schema().predicates, ("Entity", "Entity")),
    "ABOUT": ("Report", "Entity"),
    "HAS_PASSAGE": ("Report", "Passage"),
    "MENTIONS": ("Passage", "Entity"),
}

# Reading a file or an address is no business of a graph query; comments between the two words do not hide it.
_OUTSIDE = re.compile(r"\bload\b(?:\s|//[^\n]*\n|/\*.*?\*/)*\bcsv\b", re.IGNORECASE | re.DOTALL)
_ESCAPE = re.compile(r"\\u+([0-9a-fA-F]{4})")


def key_of(label: str) -> str:
    """Give the key label of a node label.

    >>> key_of("Place"), key_of("Report")
    ('Entity', 'Report')
    """
    return label if label in KEYS else "Entity"


def check_query(query: str) -> None:
    """Refuse a query that reads files or addresses of the machine it runs on.

    The embedded engine opens any local file for LOAD CSV, and a server fetches any address its configuration allows.
    The words are looked for in the whole text, quoted strings too, so that no difference between two parsers can hide
    them.

    >>> check_query("LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line")
    Traceback (most recent call last):
    kg.errors.QueryError: LOAD CSV is not allowed in a query; queries read the graph only
    """
    plain = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), query)
    if _OUTSIDE.search(plain):
        raise QueryError("LOAD CSV is not allowed in a query", hint="queries read the graph only")


def merge_nodes(label: str) -> str:
    """Write nodes of a label from `$rows` of {id, properties}; gives their number."""
    key = key_of(label)
    more = f" SET n:{label}" if label != key else ""
    return f"UNWIND $rows AS row MERGE (n:{key} {{id: row.id}}){more} SET n = row.properties RETURN count(n) AS written"


def delete_nodes(label: str) -> str:
    """Delete the nodes of a label whose id is in `$ids`, with whatever hangs on them."""
    return f"MATCH (n:{label}) WHERE n.id IN $ids DETACH DELETE n"


def merge_relationships(kind: str) -> str:
    """Write relationships of a type from `$rows` of {id, a, b, properties}; `a` and `b` are the ids of its ends; gives their number."""
    start, end = ENDS[kind]
    return (
        f"UNWIND $rows AS row MATCH (a:{start} {{id: row.a}}) MATCH (b:{end} {{id: row.b}}) "
        f"MERGE (a)-[r:{kind} {{id: row.id}}]->(b) SET r = row.properties RETURN count(r) AS written"
    )


def delete_relationships(kind: str) -> str:
    """Delete the relationships of a type whose id is in `$ids`."""
    start, end = ENDS[kind]
    return f"MATCH (:{start})-[r:{kind}]->(:{end}) WHERE r.id IN $ids DELETE r"


def node_state(label: str) -> str:
    """Give (id, hash) of all nodes of a label."""
    return f"MATCH (n:{label}) RETURN n.id AS id, n.hash AS hash"


def relationship_state(kind: str) -> str:
    """Give (id, hash) of all relationships of a type between nodes of ours."""
    start, end = ENDS[kind]
    return f"MATCH (:{start})-[r:{kind}]->(:{end}) RETURN r.id AS id, r.hash AS hash"


def count_all() -> str:
    """Give (kind, number) for all our labels and relationship types; servers answer this from their statistics."""
    nodes = [
        f"MATCH (n:{label}) WITH count(n) AS number RETURN '{label}' AS kind, number" for label in schema().labels[1:]
    ]
    links = [
        f"MATCH ()-[r:{kind}]->() WITH count(r) AS number RETURN '{kind}' AS kind, number"
        for kind in schema().relationship_types
    ]
    return _union(nodes + links)


def foreign_nodes() -> str:
    """Give (label, number) of the nodes under our labels that we did not write."""
    return _union(
        f"MATCH (n:{label}) WHERE n.hash IS NULL OR n.id IS NULL WITH count(n) AS number RETURN '{label}' AS kind, number"
        for label in schema().labels
    )


def _union(parts: Iterable[str]) -> str:
    return "CALL { " + " UNION ALL ".join(parts) + " } RETURN kind, number"


def drop_nodes(label: str) -> str:
    """Delete up to `$size` nodes of a label with whatever hangs on them; gives their number."""
    return f"MATCH (n:{label}) WITH n LIMIT $size DETACH DELETE n RETURN count(*) AS number"


META_FIELDS = ("bundle", "layout", "state", "origin", "folder", "counts", "loaded")
READ_META = f"MATCH (m:{META} {{id: 'bundle'}}) RETURN " + ", ".join(f"m.{name} AS {name}" for name in META_FIELDS)
WRITE_META = f"MERGE (m:{META} {{id: 'bundle'}}) SET m += $meta RETURN count(m) AS written"
DELETE_META = f"MATCH (m:{META} {{id: 'bundle'}}) DELETE m"
