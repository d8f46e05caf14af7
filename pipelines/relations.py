"""Relations measured apart from the extractor: on annotated mentions, and on mentions found by cross-validation over whole reports.

Input are passages, their gold and, for the second figure, a file in the gold format with the mentions found (`--mentions`); output are
figures by predicate and by rule, and the errors beside their sentence, the rule with most of them first:
`python -m pipelines.relations PASSAGES.json GOLD.jsonl [--mentions FOUND.jsonl] [--errors N] [--predicate P]`.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipelines.evaluate import annotate, bare, evaluate, read_annotations, read_passages, same_relation
from pipelines.measure import given_mentions

Triple = tuple[str, str, str]
Row = Mapping[str, Any]


def errors(rows: Sequence[Row], gold: Mapping[str, Row], answers: Sequence[Row]) -> Iterator[tuple[str, Triple, str]]:
    """Give (kind, triple, text of the passage) of every wrong relation; the kind is `missed P` or `extra P, rule`."""
    texts = {row["id"]: row["text"] for row in rows}
    for answer in answers:
        left = [(bare(r["s"]), r["p"], bare(r["o"])) for r in gold[answer["id"]]["relations"]]
        for relation in answer["relations"]:
            said = (bare(relation["s"]), relation["p"], bare(relation["o"]))
            hit = next((one for one in left if same_relation(one, said)), None)
            if hit is not None:
                left.remove(hit)
            else:
                yield f"extra {said[1]}, {relation['by']}", said, texts[answer["id"]]
        for one in left:
            yield f"missed {one[1]}", one, texts[answer["id"]]


def excerpt(text: str, triple: Triple, width: int = 70) -> str:
    """Give the text around the first name of a triple that stands in it, object first."""
    at = max(0, next((found for name in (triple[2], triple[0]) if (found := text.find(name[:4])) >= 0), 0))
    return text[max(0, at - width) : at + width].replace("\n", " ")


def main(arguments: Sequence[str]) -> int:
    """Print figures and errors of one set of passages."""
    parser = argparse.ArgumentParser(prog="python -m pipelines.relations", description=__doc__)
    parser.add_argument("passages")
    parser.add_argument("gold")
    parser.add_argument(
        "--mentions", help="mentions found by cross-validation, in the gold format; default: the annotated ones"
    )
    parser.add_argument("--errors", type=int, default=0, help="how many errors of each kind to show")
    parser.add_argument("--predicate", help="show only errors of this predicate")
    asked = parser.parse_args(arguments)
    gold = read_annotations(asked.gold)
    rows = [row for row in read_passages(asked.passages) if row["id"] in gold]
    answers = annotate(rows, given_mentions(rows, read_annotations(asked.mentions) if asked.mentions else gold))
    scores = evaluate(rows, gold, {answer["id"]: answer for answer in answers}).scores["relation"]
    for name, score in scores.items():
        figures = f"{score.precision:.3f} {score.recall:.3f} {score.f1:.3f}"
        print(f"{name:14} {figures}  right {score.right} extra {score.extra} missed {score.missed}")
    found = [one for one in errors(rows, gold, answers) if asked.predicate in (None, one[1][1])]
    for kind, count in Counter(kind for kind, _, _ in found).most_common():
        print(f"{count:5} {kind}")
        for _, triple, text in [one for one in found if one[0] == kind][: asked.errors]:
            print(f"      {' '.join(triple)} | {excerpt(text, triple)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
