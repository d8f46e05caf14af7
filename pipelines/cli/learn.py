"""The command that learns: weights from annotated passages, and figures by cross-validation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.errors import UsageError
from pipelines.cli import show


def train(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="PASSAGES.json GOLD.jsonl ...", help="Pairs of passages and their annotations."),
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder for the weights.")] = Path("kg-model"),
    check: Annotated[
        bool, typer.Option("--check", help="Cross-validate over whole reports instead of training.")
    ] = False,
    mentions: Annotated[
        Path | None,
        typer.Option("--mentions", help="With --check: folder for what was found in each file's passages."),
    ] = None,
) -> None:
    """Train the extractor on annotated passages and on those that come with the package. 用标注段落和自带段落训练抽取模型。"""
    if len(files) % 2:
        raise UsageError("passages and annotations come in pairs", hint="kg train A.passages.json A.jsonl [B.… B.…]")
    passages, gold = files[::2], files[1::2]
    from kg.extract import train as module
    from pipelines.evaluate import read_passages, write_mentions

    show.stderr().print("learning takes about half an hour on one core", style="dim")
    if not check:
        out.mkdir(parents=True, exist_ok=True)
        path = out / "weights.npz"
        module.train(passages, gold, path)
        show.stdout().print(f"{path}: {path.stat().st_size / 1e6:.1f} MB", markup=False)
        return
    files_of = {path.name.split(".")[0]: path for path in passages}
    for name, scores in module.cross_validate(passages, gold).items():
        if mentions:
            mentions.mkdir(parents=True, exist_ok=True)
            write_mentions(read_passages(files_of[name]), scores.found, mentions / f"{name}.jsonl")
        rows = [(kind, f"{scores.f1(kind):.3f}", *scores.counts[kind]) for kind in scores.counts]
        rows.append(
            ("all", f"{scores.f1():.3f}", *(sum(column) for column in zip(*scores.counts.values(), strict=True)))
        )
        show.stdout().print(f"{name}: expected calibration error {scores.calibration_error():.3f}", markup=False)
        show.rows(("type", "strict F1", "right", "extra", "missed"), rows, "table")
