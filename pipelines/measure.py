"""Measuring the relation rules on annotated passages: how often what each rule says is right.

Input are passages with gold and what was found in them; output is the table that `kg.link.precision` reads:
`python -m pipelines.measure PASSAGES.json GOLD.jsonl [...]` measures with the annotated mentions and writes it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.ids import content_id, passage_id
from kg.text import Mention, Passage
from pipelines.evaluate import Finder, annotate, bare, read_annotations, read_passages, same_relation, spans

TABLE = Path(__file__).resolve().parent.parent / "kg" / "link" / "data" / "precision.json"
SOURCE = "annotated passages of reports and policy papers, with annotated mentions"


def given_mentions(rows: Sequence[Mapping[str, Any]], gold: Mapping[str, Mapping[str, Any]]) -> Finder:
    """Give a finder that answers with given mentions in the gold format, so that a rule is measured apart from the extractor."""
    row_ids = {}
    groups: dict[tuple[str, str | None], list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault((str(row.get("doc") or row["id"]), row.get("place")), []).append(row)
    for (doc, _), members in groups.items():
        report = content_id("r", doc, *(str(row["text"]) for row in members))
        row_ids.update({passage_id(report, seq): row["id"] for seq, row in enumerate(members)})

    def find(passages: Sequence[Passage]) -> list[tuple[Mention, ...]]:
        return [_mentions(passage, gold[row_ids[passage.id]]["entities"]) for passage in passages]

    return find


def _mentions(passage: Passage, entities: Sequence[Mapping[str, Any]]) -> tuple[Mention, ...]:
    return tuple(
        Mention(
            passage_id=passage.id,
            start=start,
            end=end,
            text=passage.text[start:end],
            type=kind,
            confidence=confidence,
            by="given",
        )
        for start, end, kind, _, confidence in sorted(spans(passage.text, entities))
    )


def measure_rules(
    gold: Mapping[str, Mapping[str, Any]], answers: Sequence[Mapping[str, Any]]
) -> dict[str, tuple[int, int]]:
    """Count for every rule (right, said) over annotated passages; a relation of the gold is used up by the first that says it."""
    counts: dict[str, list[int]] = {}
    for answer in answers:
        left = [(bare(r["s"]), r["p"], bare(r["o"])) for r in gold[answer["id"]]["relations"]]
        for relation in answer["relations"]:
            said = (bare(relation["s"]), relation["p"], bare(relation["o"]))
            hit = next((one for one in left if same_relation(one, said)), None)
            count = counts.setdefault(relation["by"], [0, 0])
            count[1] += 1
            if hit is not None:
                left.remove(hit)
                count[0] += 1
    return {rule: (right, said) for rule, (right, said) in sorted(counts.items())}


def main(files: Sequence[str]) -> int:
    """Measure the rules on pairs of passages and gold, and write the table."""
    counts: dict[str, tuple[int, int]] = {}
    for passages, gold_path in zip(files[::2], files[1::2], strict=True):
        rows, gold = read_passages(passages), read_annotations(gold_path)
        for rule, (right, said) in measure_rules(gold, annotate(rows, given_mentions(rows, gold))).items():
            before = counts.get(rule, (0, 0))
            counts[rule] = before[0] + right, before[1] + said
    table = {"source": SOURCE, "rules": dict(sorted(counts.items()))}
    TABLE.write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
