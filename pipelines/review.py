"""Review: the cases a person should look at first, and the recording of what was decided.

Input is a bundle and its decisions; output are Cases, the most doubtful and most consequential first, and lines in the decisions file.
"""

from __future__ import annotations

import getpass
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from math import log2
from pathlib import Path
from typing import Any

import duckdb

from kg.bundle import open_bundle
from kg.decisions import CONFIRMED, FILE, Decision, Decisions, read_decisions, sentence_hash
from kg.decisions_file import append_decision, revise_decisions
from kg.errors import UsageError
from kg.gazetteer import gazetteer, is_masked
from kg.ids import scope_of
from kg.schema import schema
from pipelines.explain import EDGE_ID, edge_of, find_entity, is_entity_id, name_of, tables

ANSWERS = {"statement": ("confirm", "reject"), "pair": ("same", "different")}
# Nobody has measured how often similar names are one thing: even odds.
EVEN = 0.5
# Names that differ in a number or in a level of government are different things: 十三五 and 十四五, 强省 and 强市, 30条 and 40条.
_TELLING = re.compile(r"[0-9０-９〇零一二三四五六七八九十百千万两省市县区州盟旗镇乡村XＸ]")
_ISSUE = re.compile(r"第.{1,3}[届次期批轮季]")
_SENTENCE_END = re.compile(r"[。！？；\n]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One thing to decide.

    `kind` is `statement` (about a triple, decided for the sentence shown) or `pair` (about two entities that may be one). `score` is
    `doubt`, the chance that the graph is wrong here, times log2(1 + `edges`), where `edges` are those of the end that has fewer: so many hang
    on it. The logarithm keeps the few hubs of a corpus from filling the list.
    `id` is the id of the edge or the statement, `sentence` the hash of the sentence, `why` the rule or the likeness.
    """

    kind: str
    score: float
    doubt: float
    edges: int
    about: tuple[str, ...]
    names: tuple[str, ...]
    why: str
    evidence: tuple[str, ...]
    sentence: str | None = None
    id: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Give the case as plain values."""
        return asdict(self)


def review(bundle: Path | str = "kg-out", *, limit: int = 20, decisions: Path | None = None) -> tuple[Case, ...]:
    """Give the cases that are not decided yet, those with the highest score first."""
    opened = open_bundle(bundle)
    settled = _settled(decisions or opened.root / FILE)
    with tables(opened) as db:
        db.execute(_DEGREES)
        cases = [*_first(_statements(db, settled, 4 * limit), 4 * limit), *_first(_pairs(db, settled), limit)]
        listed = _spread(sorted(cases, key=lambda case: (-case.score, case.about)))[:limit]
        said = _sentences_of(db, [one for case in listed if case.kind == "pair" for one in case.about])
    return tuple(
        replace(one, evidence=tuple(said[end] for end in one.about)) if one.kind == "pair" else one for one in listed
    )


def _spread(cases: Sequence[Case]) -> list[Case]:
    """Put cases of a sentence and a thing that an earlier case shows after all others: five lead units of one programme are one question first."""
    seen: set[tuple[str | None, str]] = set()
    first: list[Case] = []
    again: list[Case] = []
    for case in cases:
        shown = case.sentence, case.about[-1]
        (again if case.sentence and shown in seen else first).append(case)
        seen.add(shown)
    return first + again


def _settled(path: Path) -> Decisions:
    return read_decisions(path) if path.exists() else Decisions()  # the first decision makes the file


def _score(doubt: float, edges: int) -> float:
    return round(doubt * log2(1 + edges), 4)


def _first(cases: Iterator[Case], limit: int) -> Iterator[Case]:
    return (case for case, _ in zip(cases, range(limit), strict=False))


_DEGREES = """CREATE TABLE degree AS SELECT id, count(*) AS n FROM (
    SELECT source_id AS id FROM edges UNION ALL SELECT target_id FROM edges) GROUP BY id"""

_DOUBTFUL = f"""SELECT e.id, source_id, predicate, target_id, 1 - e.confidence, least(a.n, b.n)
FROM edges e JOIN degree a ON a.id = source_id JOIN degree b ON b.id = target_id
WHERE basis = 'text' AND e.confidence < {CONFIRMED} ORDER BY (1 - e.confidence) * log2(1 + least(a.n, b.n)) DESC, e.id LIMIT ?"""


# All at once, the surest sentence of an edge first: each question about one edge reads the files of the tables anew, 15 ms.
_SAID = """SELECT e.id, s."by", substr(p.text, s.start + 1, s."end" - s.start), r.heading FROM edges e
JOIN statements s ON s.subject_id = e.source_id AND s.predicate = e.predicate AND s.object_id = e.target_id
JOIN passages p ON p.id = s.passage_id JOIN reports r ON r.id = p.report_id
WHERE e.id IN (SELECT unnest($ids)) ORDER BY s.confidence DESC, s.id"""


def _statements(db: duckdb.DuckDBPyConnection, decisions: Decisions, limit: int) -> Iterator[Case]:
    """Give one case for each edge from text: its surest sentence that is not judged yet; an edge with a confirmed one is settled."""
    most = limit + len(decisions.judged)  # each judgement settles one edge at most
    doubtful = db.execute(_DOUBTFUL, [most]).fetchall()
    said: dict[str, list[tuple[str, str, str]]] = {}
    for edge_id, *one in db.execute(_SAID, {"ids": [row[0] for row in doubtful]}).fetchall():
        said.setdefault(edge_id, []).append((one[0], one[1], one[2]))
    ends = sorted({end for row in doubtful for end in (row[1], row[3])})
    names = dict(
        db.execute("SELECT id, name FROM entities WHERE id IN (SELECT unnest($ids))", {"ids": ends}).fetchall()
    )
    for edge_id, source, predicate, target, doubt, edges in doubtful:
        hashes = [sentence_hash(text) for _, text, _ in said.get(edge_id, ())]
        verdicts = [decisions.verdict((source, predicate, target), one) for one in hashes]
        if "confirm" in verdicts or None not in verdicts:
            continue
        at = verdicts.index(None)
        by, text, heading = said[edge_id][at]
        yield Case(
            kind="statement", score=_score(doubt, edges), doubt=round(doubt, 4), edges=edges, about=(source, predicate, target),
            names=(names.get(source, source), predicate, names.get(target, target)), why=by, evidence=(_shown(text, heading),),
            sentence=hashes[at], id=edge_id,
        )  # fmt: skip


# Pairs of one type whose names differ by one character or by the head word (工程, 专项行动), or of which one begins or ends with the other, with
# up to four characters more: a place or a lead. Three or four characters alone are often a common noun (周转池), so the short name needs
# three at the front and four at the end; five where a single character differs. Equality joins on cut names: no pair is compared with all.
_HEAD = "(?:专项|系列|主题)*(?:行动|活动|工程|计划|项目|制度|机制|模式|品牌|体系|战略|政策|办法|意见|方案)$"
_ALIKE = f"""
WITH e AS (SELECT id, type, name, length(name) AS size FROM entities WHERE mentions > 0),
cuts AS (SELECT id, type, i, name[:i-1] || name[i+1:] AS rest FROM e, range(1, size + 1) t(i) WHERE size >= 5),
stems AS (SELECT id, type, regexp_replace(name, '{_HEAD}', '') AS stem FROM e WHERE type NOT IN ('ORG', 'PLACE')),
alike AS (
    SELECT a.id AS one, b.id AS other FROM stems a JOIN stems b ON a.type = b.type AND a.stem = b.stem AND a.id < b.id
        AND length(a.stem) >= 3 UNION
    SELECT a.id AS one, b.id AS other FROM cuts a JOIN cuts b ON a.type = b.type AND a.i = b.i AND a.rest = b.rest AND a.id < b.id
    UNION SELECT least(a.id, b.id), greatest(a.id, b.id) FROM cuts a JOIN e b ON a.type = b.type AND a.rest = b.name
    UNION SELECT least(a.id, b.id), greatest(a.id, b.id) FROM
        (SELECT id, type, name[:k] AS part FROM e, range(3, size) t(k) WHERE size - k <= 4 AND type NOT IN ('ORG', 'PLACE')) a
        JOIN e b ON a.type = b.type AND a.part = b.name
    UNION SELECT least(a.id, b.id), greatest(a.id, b.id) FROM
        (SELECT id, type, name[k+1:] AS part FROM e, range(1, 5) t(k) WHERE size - k >= 4) a JOIN e b ON a.type = b.type AND a.part = b.name
),
stands AS (SELECT DISTINCT entity_id AS id, split_part(passage_id, '/', 1) AS report FROM mentions),
seat AS (SELECT source_id AS id, list(DISTINCT target_id) AS seats FROM edges WHERE predicate = 'LOCATED_IN' GROUP BY source_id)
SELECT x.id, x.name, y.id, y.name, least(coalesce(p.n, 0), coalesce(q.n, 0)) + 1 AS edges,
    (SELECT count(*) FROM stands u JOIN stands v USING (report) WHERE u.id = one AND v.id = other) AS together,
    EXISTS (SELECT 1 FROM mentions u JOIN mentions v USING (passage_id) WHERE u.entity_id = one AND v.entity_id = other) AS beside
FROM alike JOIN e x ON x.id = one JOIN e y ON y.id = other LEFT JOIN degree p ON p.id = one LEFT JOIN degree q ON q.id = other
LEFT JOIN seat s ON s.id = one LEFT JOIN seat t ON t.id = other
WHERE one <> other AND (x.type <> 'ORG' OR together > 0 OR list_has_any(s.seats, t.seats))
ORDER BY edges DESC, together DESC, x.id, y.id
"""


def _pairs(db: duckdb.DuckDBPyConnection, decisions: Decisions) -> Iterator[Case]:
    """Give pairs of entities that may be one, their evidence left out. Nothing is ever merged for being alike."""
    for one, name, other, other_name, edges, together, beside in db.cursor().execute(_ALIKE).fetchall():
        if decisions.resolve(one) == decisions.resolve(other) or decisions.are_apart(one, other):
            continue
        if (scope_of(one) or scope_of(other)) and not together:  # a name that holds in one report only
            continue
        if one.startswith("place:") and not (scope_of(one) or scope_of(other)):  # two units of the gazetteer are two
            continue
        rest, kind = _difference(name, other_name)
        if is_masked(name) or is_masked(other_name) or (len(rest) <= 2 and _TELLING.search(rest)) or _ISSUE.match(rest):
            continue
        apart = beside or (together and one.startswith("org:"))
        if apart and len(name) == len(other_name):  # 商务局 and 税务局 in one report: its author tells them apart
            continue
        where = f", both in {together} of the reports" if together else ""
        yield Case(
            kind="pair", score=_score(EVEN, edges), doubt=EVEN, edges=edges, about=(one, other), names=(name, other_name),
            why=kind + where, evidence=(),
        )  # fmt: skip


def _difference(one: str, other: str) -> tuple[str, str]:
    """Give the characters in which two alike names differ, and the difference in words.

    >>> _difference("头雁工程", "头雁")
    ('工程', '工程 more at the end')
    >>> _difference("人才日活动", "人才周活动")
    ('周日', '日 or 周')
    """
    short, long = sorted((one, other), key=lambda name: (len(name), name))
    if short == long:
        return "", "the same name"
    front = _shared(short, long)
    back = _shared(short[front:][::-1], long[front:][::-1])
    less, more = short[front : len(short) - back], long[front : len(long) - back]
    if less:
        return less + more, " or ".join((less, more) if short == one else (more, less))
    return more, f"{more} more {'at the end' if not back else 'inside' if front else 'at the front'}"


def _shared(one: str, other: str) -> int:
    """Count the characters that two texts begin with alike."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


_SURELY_NAMED = """SELECT entity_id, p.text, m.start, m."end", r.heading FROM
    (SELECT DISTINCT ON (entity_id) * FROM mentions WHERE entity_id IN (SELECT unnest($ids)) ORDER BY entity_id, confidence DESC, id) m
JOIN passages p ON p.id = m.passage_id JOIN reports r ON r.id = p.report_id"""


def _sentences_of(db: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> dict[str, str]:
    """Give the sentence that names each entity most surely."""
    found = {}
    for entity_id, text, start, end, heading in db.execute(_SURELY_NAMED, {"ids": ids}).fetchall():
        before = [match.end() for match in _SENTENCE_END.finditer(text, 0, start)]
        after = _SENTENCE_END.search(text, end)
        found[entity_id] = _shown(text[before[-1] if before else 0 : after.end() if after else len(text)], heading)
    return found


def _shown(text: str, heading: str) -> str:
    return f"{text.strip()} ({heading})"


def record(
    bundle: Path | str,
    what: str,
    about: Sequence[str],
    *,
    why: str,
    who: str | None = None,
    name: str | None = None,
    sentence: str | None = None,
    decisions: Path | None = None,
    instead_of: Mapping[int, str] | None = None,
) -> Decision:
    """Append one decision to the decisions file of a bundle.

    `about` are ids; a name that one entity has, and an edge id for its triple, are understood as well. `who` is the system's user if not
    given. `instead_of` holds the effects of waiting decisions, by their lines, that go when this one comes. Raises UsageError for what the bundle
    does not know and for a name that the thing has, DecisionError for what contradicts another decision.
    """
    opened = open_bundle(bundle)
    settled = _settled(decisions or opened.root / FILE)
    with tables(opened) as db:
        things = _things(db, what, about, settled)
        known = name_of(db, settled.resolve(things[0])) if what == "rename" else None
    if what == "place" and name and not _is_place(name):
        raise UsageError(f"no place {name!r} in the gazetteer", hint="give its full name, such as 四川省广元市")
    decision = Decision(
        who=who or _user(), when=datetime.now(UTC).isoformat(timespec="seconds"), what=what, about=things, why=why, name=name,
        sentence=sentence,
    )  # fmt: skip
    if what == "rename" and name == known and decision.effect not in {one.effect for _, one in settled.lines}:
        raise UsageError(f"{things[0]} is called {name} already", hint="give another name", kind="same_name", name=name)
    if instead_of:
        revise_decisions(
            decisions or opened.root / FILE, instead_of, applied=opened.manifest["decisions"], decision=decision
        )
    else:
        append_decision(decisions or opened.root / FILE, decision)
    return decision


def _things(db: duckdb.DuckDBPyConnection, what: str, about: Sequence[str], decisions: Decisions) -> tuple[str, ...]:
    if what == "place":
        reports = set(db.execute("SELECT id, source, heading FROM reports").fetchall())
        if tuple(about) in {row[1:] for row in reports}:
            return tuple(about)
        found = [row[0] for row in reports if tuple(about) in ((row[0],), (row[2],))]
        if len(found) != 1:
            told = f"{len(found)} reports have the heading" if found else "no report"
            raise UsageError(
                f"{told} {' '.join(about)!r} in the bundle", hint="give its id, its heading, or its source and heading"
            )
        return (found[0],)
    if what in ("reject", "confirm") and len(about) == 1 and EDGE_ID.fullmatch(about[0]):
        return tuple(edge_of(db, about[0])[1:4])
    return tuple(schema().predicate(one) or _thing(db, one, decisions) for one in about)


def _thing(db: duckdb.DuckDBPyConnection, one: str, decisions: Decisions) -> str:
    """Give the id of a thing that the bundle has, or that the next build makes by splitting it off."""
    if not is_entity_id(one):
        return find_entity(db, one, decisions)
    stays = decisions.resolve(one)
    # A merged id stays valid: the bundle knows the union by another of its ids, before or after the build that applies it.
    ids = [one, stays, *(other for other, first in decisions.canonical.items() if first == stays)]
    there = db.execute("SELECT 1 FROM entities WHERE id IN $ids LIMIT 1", {"ids": ids}).fetchall()
    if not there and stays not in decisions.splits.values():
        raise UsageError(
            f"no entity {one!r} in the bundle", hint="give one that is there, by id or name; build first if it is new"
        )
    return one


def _is_place(name: str) -> bool:
    table = gazetteer()
    return is_masked(name) or table.by_full_name(name) is not None or table.resolve(name, near=None).unit is not None


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a machine without a user database
        return "unknown"
