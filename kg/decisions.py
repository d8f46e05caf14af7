"""Decisions: what a reviewer settled, kept in an append-only file and applied at every build.

Input is a JSONL file, one decision a line; output are Decisions, which `kg.settle` applies to entities and statements by mapping tables, and
`pipelines.report` to the place of a report. A decision names things by entity ids, triples and the text of a sentence, never by row numbers,
so it holds in a build by later software, and where a thing is absent today. No line overrides another: the order of lines says nothing.
A line is taken back by removing it. `kg.decisions_file` writes the file.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from pathlib import Path
from typing import Any

from kg.errors import DecisionError
from kg.ids import content_id, scope_of
from kg.schema import schema

FILE = "decisions.jsonl"
# What can be decided, and how many things each is about.
KINDS = {
    "same": (2, 99), "different": (2, 99), "split": (1, 1), "rename": (1, 1), "reject": (3, 3), "confirm": (3, 3), "place": (1, 2),
}  # fmt: skip
# Not 1.0: a person errs as well, and the confidence of an edge ends here (kg.assemble).
CONFIRMED = 0.9999
# Characters that do not count in the text of a sentence; kg.settle drops the same ones in SQL.
BLANKS = " \t\r\n\u3000"
# Characters that do not count in a spelling; kg.settle drops the same ones.
QUOTES = '“”"‘’《》〈〉「」『』＂″‹›〝〞'
_DROP_QUOTES = str.maketrans("", "", QUOTES + BLANKS)
_DROP_BLANKS = str.maketrans("", "", BLANKS)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_FIELDS = ("who", "when", "what", "about", "name", "sentence", "why")

Triple = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One thing settled: by whom, when (ISO 8601), what and why.

    `about` holds entity ids (`same`, `different`: two or more of one type; `rename`, `split`: one), a triple of subject id, predicate and object id
    (`reject`, `confirm`), or a report id, or its source and heading (`place`). `name` is the new name, the place in full, such as 四川省广元市, or
    the spelling that names another thing (`split`).
    `sentence` limits a judgement to the statements of one sentence, by `sentence_hash`.
    """

    who: str
    when: str
    what: str
    about: tuple[str, ...]
    why: str
    name: str | None = None
    sentence: str | None = None

    @property
    def effect(self) -> str:
        """What is decided as one text; who, when, why and, where it says nothing, the order do not count."""
        about = sorted(self.about) if self.what in ("same", "different") else self.about
        return json.dumps([self.what, about, self.name, self.sentence])

    def as_dict(self) -> dict[str, Any]:
        """Give the decision as plain values, as its line in the file holds them."""
        values = {name: getattr(self, name) for name in _FIELDS}
        return {name: list(value) if name == "about" else value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """All decisions together, free of conflicts.

    `canonical` maps every id of a union to the one that stays; `names` a staying id to its new name; `apart` holds sorted pairs of staying
    ids that are different things; `splits` maps a staying id and a spelling to the id of what that spelling names; `judged` maps
    (triple of staying ids, sentence hash or "") to `reject` or `confirm`; `places` maps what
    a `place` decision is about to the place. `sha256` is the hash of their effect, None where nothing is decided.
    """

    lines: tuple[tuple[int, Decision], ...] = ()
    canonical: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    apart: frozenset[tuple[str, str]] = frozenset()
    splits: Mapping[tuple[str, str], str] = field(default_factory=dict)
    judged: Mapping[tuple[Triple, str], str] = field(default_factory=dict)
    places: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    sha256: str | None = None

    def resolve(self, entity_id: str) -> str:
        """Give the id that stays for an entity id."""
        return self.canonical.get(entity_id, entity_id)

    def triple(self, about: Sequence[str]) -> Triple:
        """Give a triple in staying ids; the two ends of a symmetric predicate are sorted."""
        subject, predicate, object_ = self.resolve(about[0]), about[1], self.resolve(about[2])
        if schema().predicates[predicate].symmetric:
            subject, object_ = sorted((subject, object_))
        return subject, predicate, object_

    def verdict(self, about: Sequence[str], sentence: str) -> str | None:
        """Say what was decided on a statement: on its sentence if there is such a decision, else on the triple."""
        triple = self.triple(about)
        return self.judged.get((triple, sentence)) or self.judged.get((triple, ""))

    def are_apart(self, one: str, other: str) -> bool:
        """Say whether two entities were decided to be different things."""
        return tuple(sorted((self.resolve(one), self.resolve(other)))) in self.apart


def sentence_hash(text: str) -> str:
    """Give the hash by which a decision names a sentence; blanks in it do not count.

    >>> sentence_hash("全市开展 “清风”行动。") == sentence_hash("全市开展“清风”行动。")
    True
    """
    return content_id("t", text.translate(_DROP_BLANKS))


def spelling(text: str) -> str:
    """Give a spelling as a split names it: without quotes, brackets and blanks.

    >>> spelling("“春风” 行动")
    '春风行动'
    """
    return text.translate(_DROP_QUOTES)


def kind_of(entity_id: str) -> str:
    """Give the entity type that an id tells.

    >>> kind_of("org:广元市总工会"), kind_of("place:510800")
    ('ORG', 'PLACE')
    """
    return entity_id.partition(":")[0].upper()


def read_decisions(path: Path) -> Decisions:
    """Read a decisions file; raises DecisionError that lists every wrong line, or else every conflict, by line number."""
    try:
        text = path.read_text(encoding="utf-8-sig")  # an editor may have put a byte order mark first
    except OSError as error:
        raise DecisionError(f"{path} cannot be read ({error.strerror})", hint="give a decisions file") from error
    except UnicodeDecodeError as error:
        raise DecisionError(f"{path} is not UTF-8 (byte {error.start})", hint="save it as UTF-8") from error
    lines, wrong = [], []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            lines.append((number, parse(line)))
        except ValueError as error:
            wrong.append(f"line {number}: {error}")
    if wrong:
        raise DecisionError(f"{path}, " + "; ".join(wrong), hint="mend or delete these lines")
    return settle(lines, path)


def parse(line: str) -> Decision:
    """Read one line; raises ValueError that names what is wrong and what may stand there."""
    try:
        raw = json.loads(line)
    except ValueError as error:
        raise ValueError(f"no JSON ({error})") from error
    if not isinstance(raw, dict):
        raise ValueError("no JSON object")
    if unknown := sorted(set(raw) - set(_FIELDS)):
        raise ValueError(f"unknown field {', '.join(unknown)} (known: {', '.join(_FIELDS)})")
    about = raw.get("about")
    if not isinstance(about, list) or not all(isinstance(one, str) and one for one in about):
        raise ValueError("about is no list of ids")
    for name in ("who", "when", "what", "why"):
        if not isinstance(raw.get(name), str) or not raw[name].strip():
            raise ValueError(f"{name} is missing")
    for name in ("name", "sentence"):
        if raw.get(name) is not None and (not isinstance(raw[name], str) or not raw[name].strip()):
            raise ValueError(f"{name} is empty")
    decision = Decision(**{**raw, "about": tuple(about)})
    check(decision)
    return decision


def check(decision: Decision) -> None:
    """Check one decision by itself; raises ValueError that names what is wrong and what may stand there."""
    what, about = decision.what, decision.about
    for name in _FIELDS:
        if half := _SURROGATE.search("".join(getattr(decision, name) or "")):
            raise ValueError(
                f"{name} holds half a character ({half[0]!a}), which UTF-8 cannot write; give the whole one"
            )
    if what not in KINDS:
        raise ValueError(f"what is {what!r} (one of {', '.join(KINDS)})")
    least, most = KINDS[what]
    if not least <= len(about) <= most:
        raise ValueError(f"{what} is about {least if least == most else f'{least} to {most}'} things, not {len(about)}")
    try:
        datetime.fromisoformat(decision.when)
    except ValueError:
        raise ValueError(f"when is {decision.when!r}, no ISO 8601 time such as 2024-05-01T09:30:00+08:00") from None
    if (decision.name is not None) != (what in ("rename", "place", "split")):
        raise ValueError(f"{what} needs a name" if decision.name is None else f"{what} takes no name")
    if decision.sentence is not None and what not in ("reject", "confirm"):
        raise ValueError(f"{what} takes no sentence")
    ends = {"reject": about[::2], "confirm": about[::2], "place": ()}.get(what, about)
    types = schema().entities
    if foreign := [one for one in ends if ":" not in one or kind_of(one) not in types]:
        raise ValueError(f"{foreign[0]!r} is no entity id (such as org:广元市总工会)")
    if what in ("same", "different") and (len({kind_of(one) for one in about}) > 1 or len(set(about)) < len(about)):
        raise ValueError(f"{what} is about several things of one type")
    if what in ("reject", "confirm") and about[1] not in schema().predicates:
        raise ValueError(f"{about[1]!r} is no predicate (one of {', '.join(schema().predicates)})")


def settle(lines: Iterable[tuple[int, Decision]], path: Path | None = None) -> Decisions:
    """Bring numbered decisions together, in whatever order; raises DecisionError that lists all conflicts with their lines."""
    kept = tuple(lines)
    links = [(number, one.about) for number, one in kept if one.what == "same"]
    draft = Decisions(lines=kept, canonical=_canonical(about for _, about in links))
    names: dict[str, tuple[int, str]] = {}
    places: dict[tuple[str, ...], tuple[int, str]] = {}
    judged: dict[tuple[Triple, str], tuple[int, str]] = {}
    splits: dict[tuple[str, str], str] = {}
    apart, conflicts = set(), []
    at_odds: set[int] = set()

    def put(table: dict[Any, tuple[int, str]], key: Any, number: int, value: str, what: str) -> None:
        first, said = table.setdefault(key, (number, value))
        if said != value:
            conflicts.append(f"lines {first} and {number}: {what} {said} and {value}")
            at_odds.update((first, number))

    for number, one in kept:
        if one.what == "rename":
            put(names, draft.resolve(one.about[0]), number, str(one.name), f"{one.about[0]} is renamed")
        elif one.what == "place":
            put(places, one.about, number, str(one.name), f"report {' '.join(one.about)} speaks for")
        elif one.what in ("reject", "confirm"):
            put(judged, (draft.triple(one.about), one.sentence or ""), number, one.what, " ".join(one.about))
        elif one.what == "split":
            old, name = draft.resolve(one.about[0]), spelling(str(one.name))
            new = f"{kind_of(old).lower()}:{name}"
            if draft.resolve(new) == old:
                conflicts.append(f"line {number}: {name} is split from {old}, but is {old} itself")
                at_odds.add(number)
            splits[old, name] = draft.resolve(new)
        elif one.what == "different":
            for a, b in combinations(one.about, 2):
                if draft.resolve(a) == draft.resolve(b):
                    same = _path(links, a, b)
                    conflicts.append(
                        f"line {number}: {a} and {b} are different, but the same by line {' and '.join(map(str, same))}"
                    )
                    at_odds.update((number, *same))
                else:
                    apart.add(tuple(sorted((draft.resolve(a), draft.resolve(b)))))
    if conflicts:
        where = f"{path}, " if path else ""
        raise DecisionError(
            f"{where}decisions contradict each other: " + "; ".join(conflicts), hint="delete one of them",
            kind="contradiction", lines=sorted(at_odds),
        )  # fmt: skip
    return Decisions(
        lines=kept, canonical=draft.canonical, names={key: value for key, (_, value) in names.items()},
        apart=frozenset((a, b) for a, b in apart), judged={key: value for key, (_, value) in judged.items()},
        splits=splits, places={key: value for key, (_, value) in places.items()}, sha256=deque(effects(kept), 1)[0],
    )  # fmt: skip


def effects(lines: Iterable[tuple[int, Decision]]) -> Iterator[str | None]:
    """Give the hash of what is decided by no line, by the first, by the first two and so on; None where nothing is decided.

    Who, when, why, order and repetition do not count. The hash is the sum of the hashes of all that is decided, so that each follows from the
    one before: by a hash of the sorted list, those of 2 000 lines took 10 s.
    """
    known: set[bytes] = set()
    total = 0
    yield None
    for _, one in lines:
        fact = hashlib.sha256(one.effect.encode()).digest()
        if fact not in known:
            known.add(fact)
            total = (total + int.from_bytes(fact, "big")) % 2**256
        yield f"{total:064x}"


def _canonical(unions: Iterable[Sequence[str]]) -> dict[str, str]:
    """Map every id of a union to the one that stays: no id of one report only before others, then the shortest, then the first."""
    # Each id knows one that goes before it; ways are shortened as they are gone (union-find), for a chain of 4 000 is not 4 000 sets.
    before: dict[str, str] = {}

    def stays(one: str) -> str:
        way = []
        while (other := before.setdefault(one, one)) != one:
            way.append(one)
            one = other
        before.update(dict.fromkeys(way, one))
        return one

    for about in unions:
        ends = {stays(one) for one in about}
        before.update(dict.fromkeys(ends, min(ends, key=lambda other: (scope_of(other) != "", len(other), other))))
    return {one: stays(one) for one in list(before)}


def _path(links: Sequence[tuple[int, Sequence[str]]], start: str, goal: str) -> list[int]:
    """Give the lines by which two ids are in one union, the fewest that do."""
    reached: dict[str, list[int]] = {start: []}
    while goal not in reached:
        for number, about in links:
            known = [one for one in about if one in reached]
            if known:
                way = [*min((reached[one] for one in known), key=len), number]
                for one in about:
                    reached.setdefault(one, way)
    return reached[goal]


def waiting(decisions: Decisions, applied: str | None) -> tuple[tuple[int, Decision], ...]:
    """Give the decisions, with their lines, that a build which applied those of this hash did not know.

    Lines only leave the file where no build has applied them, so they are what follows the longest beginning with that hash.
    """
    known = max((size for size, effect in enumerate(effects(decisions.lines)) if effect == applied), default=0)
    return decisions.lines[known:]


def touching(decisions: Decisions, ids: Iterable[str]) -> Iterator[tuple[int, Decision]]:
    """Give the decisions, with their lines, that are about any of these entity ids or of those that became one with them."""
    wanted = {decisions.resolve(one) for one in ids}
    for number, one in decisions.lines:
        if one.what != "place" and wanted & {decisions.resolve(about) for about in one.about}:
            yield number, one
