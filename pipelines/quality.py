"""The quality table of the README: what `make quality` measures on annotated passages and writes between two marks.

Input is a folder with NAME.passages.json and NAME.jsonl; output is a Markdown table in README.md and README.zh.md.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from kg.errors import KgError
from pipelines.evaluate import Evaluation, annotate, evaluate, read_annotations, read_passages

_BETWEEN = re.compile(r"(<!-- quality -->\n).*?(<!-- /quality -->)", re.DOTALL)


def measure(folder: Path, name: str) -> Evaluation:
    """Evaluate the passages NAME of a folder."""
    rows = read_passages(folder / f"{name}.passages.json")
    answers = {answer["id"]: answer for answer in annotate(rows)}
    return evaluate(rows, read_annotations(folder / f"{name}.jsonl"), answers)


def table(result: Evaluation) -> str:
    """Draw an evaluation as a Markdown table: strict entity figures by type, relation figures by predicate."""
    lines = ["| | precision | recall | F1 | annotated |", "|---|---|---|---|---|"]
    for kind, title in (("strict", "entities"), ("relation", "relations")):
        for name, score in result.scores[kind].items():
            label = f"**{title}**" if name == "all" else name
            figures = " | ".join(f"{value:.3f}" for value in (score.precision, score.recall, score.f1))
            lines.append(f"| {label} | {figures} | {score.right + score.missed} |")
    if result.calibration_error is not None:
        lines.append(f"| expected calibration error | | | {result.calibration_error:.3f} | |")
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Measure and rewrite the table in each file: `python -m pipelines.quality FOLDER NAME README...`."""
    folder, name, *readmes = arguments
    try:
        drawn = table(measure(Path(folder), name))
    except KgError as error:
        print(error, "; make quality GOLD=FOLDER SET=NAME takes any annotated passages", sep="", file=sys.stderr)
        return 2
    for readme in map(Path, readmes):
        text = readme.read_text(encoding="utf-8")
        readme.write_text(_BETWEEN.sub(lambda found: found[1] + drawn + found[2], text), encoding="utf-8")
    print(drawn, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
