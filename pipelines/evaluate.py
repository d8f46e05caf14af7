"""Annotating and evaluating passages in the gold format: what the extractor and the linker find, and how right it is.

Input are passages (`[{"id", "text", "doc"?, "place"?}]`) and annotations (one JSON object a line); output are annotations or Scores.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.ids import content_id, passage_id
from kg.text import Mention, Passage, Report

# Quotes, 《》, brackets, spaces and dots do not count when two names are compared.
_IGNORED = re.compile(r"[“”\"'‘’《》〈〉「」\s　()（）•·]")


def read_passages(path: Path | str) -> list[dict[str, Any]]:
    """Read a file of passages; raises InputError when it is no list of objects with `id` and `text`."""
    rows = _json(Path(path))
    if not isinstance(rows, list) or not all(isinstance(row, dict) and {"id", "text"} <= row.keys() for row in rows):
        raise InputError(
            f"{path} is no list of passages", hint='each needs "id" and "text"; "doc" and "place" are optional'
        )
    return rows


def read_annotations(path: Path | str) -> dict[str, dict[str, Any]]:
    """Read annotations, one JSON object a line, by passage id; raises InputError with the line that is wrong."""
    found = {}
    for number, line in enumerate(_text(Path(path)).splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            found[row["id"]] = {"entities": list(row["entities"]), "relations": list(row.get("relations", ()))}
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(
                f"{path}, line {number}: no annotation ({error})", hint='each line needs "id" and "entities"'
            ) from error
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read ({error})", hint="give a UTF-8 file that exists") from error


def _json(path: Path) -> Any:
    try:
        return json.loads(_text(path))
    except ValueError as error:
        raise InputError(f"{path} is no JSON ({error})") from error


Finder = Callable[[Sequence[Passage]], list[tuple[Mention, ...]]]


def annotate(rows: Sequence[Mapping[str, Any]], find: Finder | None = None) -> list[dict[str, Any]]:
    """Annotate passages: entities with the n-th occurrence of their text, relations with canonical names.

    `find` gives the mentions of passages (default: the extractor); passages of one `doc` are taken together as one report.
    """
    found = find or _extractor()
    groups: dict[tuple[str, str | None], list[int]] = {}
    for index, row in enumerate(rows):
        groups.setdefault((str(row.get("doc") or row["id"]), row.get("place")), []).append(index)
    answers: list[dict[str, Any]] = [{}] * len(rows)
    for (doc, place), indexes in groups.items():
        texts = [str(rows[index]["text"]) for index in indexes]
        for index, answer in zip(indexes, _annotate_report(doc, place, texts, found), strict=True):
            answers[index] = {"id": rows[index]["id"], **answer}
    return answers


def _extractor() -> Finder:
    from kg.extract import load_extractor  # spaCy takes half a second to import; who brings own mentions need not wait

    return load_extractor().extract


def _annotate_report(doc: str, place: str | None, texts: Sequence[str], find: Finder) -> list[dict[str, Any]]:
    from kg.link import link_report

    report = Report(
        id=content_id("r", doc, *texts),
        heading=doc,
        text="\n".join(texts),
        source=doc,
        source_sha256="",
        start=0,
        end=0,
        place=place,
    )
    passages, start = [], 0
    for seq, text in enumerate(texts):
        passages.append(
            Passage(
                id=passage_id(report.id, seq),
                report_id=report.id,
                seq=seq,
                start=start,
                end=start + len(text),
                text=text,
            )
        )
        start += len(text) + 1
    linked = link_report(report, passages, find(passages))
    names = {entity.id: entity.name for entity in linked.entities}
    answers = []
    for passage in passages:
        entities = [
            {
                "text": one.text,
                "type": one.type,
                "n": occurrence(passage.text, one.text, one.start),
                "confidence": one.confidence,
            }
            for one in linked.mentions
            if one.passage_id == passage.id
        ]
        relations = [
            {"s": names[one.subject_id], "p": one.predicate, "o": names[one.object_id], "year": one.year, "by": one.by}
            for one in linked.statements
            if one.passage_id == passage.id
        ]
        answers.append({"entities": entities, "relations": relations})
    return answers


def write_mentions(
    rows: Sequence[Mapping[str, Any]], found: Mapping[str, Sequence[tuple[int, int, str]]], path: Path
) -> None:
    """Write the (start, end, type) found in passages in the gold format, without relations."""
    lines = []
    for row in rows:
        text = str(row["text"])
        entities = [
            {"text": text[start:end], "type": kind, "n": occurrence(text, text[start:end], start)}
            for start, end, kind in found.get(row["id"], ())
        ]
        lines.append(json.dumps({"id": row["id"], "entities": entities, "relations": []}, ensure_ascii=False))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def occurrence(text: str, part: str, start: int) -> int:
    """Give which occurrence of `part` in `text` begins at `start`, from 1, counting overlapping ones.

    >>> occurrence("市委、市委", "市委", 3)
    2
    """
    count, at = 0, -1
    while at < start:
        at = text.find(part, at + 1)
        if at < 0:
            break
        count += 1
    return count


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Right, extra and missed, with precision, recall and F1 between 0 and 1."""

    right: int
    extra: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / (self.right + self.extra) if self.right + self.extra else 0.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Scores by kind of comparison (`strict`, `loose`, `relation`, `r-loose`) and by type, `all` for their sum; errors are lines for people."""

    scores: Mapping[str, Mapping[str, Score]]
    errors: tuple[str, ...]
    calibration_error: float | None

    def as_dict(self) -> dict[str, Any]:
        """Give the evaluation as plain values, as `kg evaluate --json` prints it."""
        scores = {
            kind: {
                name: {
                    "precision": s.precision,
                    "recall": s.recall,
                    "f1": s.f1,
                    "right": s.right,
                    "extra": s.extra,
                    "missed": s.missed,
                }
                for name, s in table.items()
            }
            for kind, table in self.scores.items()
        }
        return {**scores, "expected_calibration_error": self.calibration_error}


def bare(name: str | None) -> str:
    """Strip what does not count when names are compared.

    >>> bare("“A· B”计划")
    'AB计划'
    """
    return _IGNORED.sub("", name or "")


Span = tuple[int, int, str, str, float]


def spans(text: str, entities: Iterable[Mapping[str, Any]]) -> list[Span]:
    """Give (start, end, type, bare text, confidence) of annotated entities; one whose text does not occur is left out."""
    found = []
    for entity in entities:
        at = -1
        for _ in range(entity.get("n", 1)):
            at = text.find(entity["text"], at + 1)
        if at >= 0:
            part = entity["text"]
            found.append((at, at + len(part), entity["type"], bare(part), float(entity.get("confidence", 1.0))))
    return found


def evaluate(
    rows: Sequence[Mapping[str, Any]], gold: Mapping[str, Mapping[str, Any]], answers: Mapping[str, Mapping[str, Any]]
) -> Evaluation:
    """Compare annotations with gold: strict (type, overlap and text agree), loose (type and overlap), relations alike."""
    tables: dict[str, dict[str, list[int]]] = {kind: {} for kind in ("strict", "loose", "relation", "r-loose")}
    errors: list[str] = []
    bets: list[tuple[float, bool]] = []
    for row in rows:
        if row["id"] not in gold:
            continue
        answer = answers.get(row["id"], {"entities": [], "relations": []})
        wanted, got = gold[row["id"]], answer
        wanted_spans, own = spans(row["text"], wanted["entities"]), spans(row["text"], got["entities"])
        strict_hits = _match(wanted_spans, own, lambda a, b: _loose(a, b) and a[3] == b[3], tables["strict"], 2)
        _match(wanted_spans, own, _loose, tables["loose"], 2)
        hit = {id(b) for _, b in strict_hits[0]}
        bets.extend((span[4], id(span) in hit) for span in own)
        errors.extend(f"{row['id']} missed {a[2]} {row['text'][a[0] : a[1]]}" for a in strict_hits[1])
        errors.extend(f"{row['id']} extra  {b[2]} {row['text'][b[0] : b[1]]}" for b in strict_hits[2])
        said = [(bare(r["s"]), r["p"], bare(r["o"])) for r in wanted["relations"]]
        mine = [(bare(r["s"]), r["p"], bare(r["o"])) for r in got["relations"]]
        hits = _match(said, mine, same_relation, tables["relation"], 1)
        _match(said, mine, _near, tables["r-loose"], 1)
        errors.extend(f"{row['id']} missed relation {a}" for a in hits[1])
        errors.extend(f"{row['id']} extra  relation {b}" for b in hits[2])
    scores = {}
    for kind, table in tables.items():
        total = [sum(counts[i] for counts in table.values()) for i in range(3)]
        scores[kind] = {"all": _score(total)} | {name: _score(table[name]) for name in sorted(table)}
    return Evaluation(scores=scores, errors=tuple(errors), calibration_error=_calibration_error(bets))


def _score(counts: Sequence[int]) -> Score:
    return Score(right=counts[0], extra=counts[1], missed=counts[2])


def _loose(a: Any, b: Any) -> bool:
    return bool(a[2] == b[2] and a[0] < b[1] and b[0] < a[1])


def same_relation(a: Any, b: Any) -> bool:
    """Say whether two (subject, predicate, object) agree; the sides of PARTNERS_WITH may be swapped."""
    return bool(a == b or (a[1] == b[1] == "PARTNERS_WITH" and a[0] == b[2] and a[2] == b[0]))


def _near(a: Any, b: Any) -> bool:
    def close(one: str, other: str) -> bool:
        return one in other or other in one

    straight = close(a[0], b[0]) and close(a[2], b[2])
    crossed = a[1] == "PARTNERS_WITH" and close(a[0], b[2]) and close(a[2], b[0])
    return bool(a[1] == b[1] and (straight or crossed))


def _match(
    wanted: Sequence[Any], got: Sequence[Any], same: Callable[[Any, Any], bool], table: dict[str, list[int]], kind: int
) -> tuple[list[tuple[Any, Any]], list[Any], list[Any]]:
    left, hits, missed = list(got), [], []
    for a in wanted:
        index = next((i for i, b in enumerate(left) if same(a, b)), None)
        counts = table.setdefault(a[kind], [0, 0, 0])
        if index is None:
            counts[2] += 1
            missed.append(a)
        else:
            counts[0] += 1
            hits.append((a, left.pop(index)))
    for b in left:
        table.setdefault(b[kind], [0, 0, 0])[1] += 1
    return hits, missed, left


# Ten bins are the usual choice for the expected calibration error (Guo et al. 2017).
_BINS = 10


def _calibration_error(bets: Sequence[tuple[float, bool]]) -> float | None:
    """Give the expected calibration error: the mean distance of confidence and share right over ten bins, weighted by their size."""
    if not bets:
        return None
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in bets:
        bins.setdefault(min(_BINS - 1, int(confidence * _BINS)), []).append((confidence, right))
    gaps = (abs(sum(c for c, _ in found) - sum(r for _, r in found)) for found in bins.values())
    return sum(gaps) / len(bets)
