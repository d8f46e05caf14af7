"""Commands that make something: a bundle, a store, a page, annotations, figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from kg.errors import UsageError
from pipelines.cli import show

SKIPPED = 3
WORDS = ("created", "updated", "removed", "unchanged")
Out = Annotated[Path, typer.Option("--out", help="Folder of the bundle.", show_default=True)]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout and nothing else there.")]
Store = Annotated[
    str | None,
    typer.Option("--store", help="embedded:PATH, bolt://… or neo4j://… (default: $KG_STORE or embedded:kg-out/store)."),
]


def build(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Files, folders or globs: .txt .md .html .docx .pdf")
    ],
    out: Out = Path("kg-out"),
    decisions: Annotated[
        Path | None, typer.Option("--decisions", help="Decisions to apply (default: DIR/decisions.jsonl, if there).")
    ] = None,
    workers: Annotated[int | None, typer.Option("--workers", min=1, help="Processes (default: one a core).")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Stop at the first file that cannot be read.")] = False,
    cluster: Annotated[
        str | None,
        typer.Option("--cluster", help="Read on a Ray cluster: its address, or `local` for one on this machine."),
    ] = None,
    json_: Json = False,
) -> None:
    """Read reports and build the bundle. 读取报告，生成数据包。"""
    from pipelines.build import build as run

    with show.build_progress(json_) as progress:
        report = run(
            paths, out, decisions=decisions, workers=workers, strict=strict, cluster=cluster, progress=progress
        )
    console = show.stderr()
    for file in report.files:
        if file.outcome == "skipped":
            console.print(
                f"skipped {file.reason if file.path in file.reason else f'{file.path}: {file.reason}'}",
                style="yellow",
                markup=False,
            )
        for note in file.notes:
            console.print(f"note {file.path}: {note}", style="dim", markup=False)
    for note in report.notes:
        console.print(f"note {note}", style="dim", markup=False)
    if report.left_out:
        some = ", ".join(report.left_out[:3]) + (", …" if len(report.left_out) > 3 else "")
        console.print(
            f"note {len(report.left_out)} files of the last build were not named and are left out: {some}", markup=False
        )
    if placeless := report.placeless():
        some = ", ".join(f"{heading} ({id_})" for id_, heading in placeless[:3]) + (", …" if len(placeless) > 3 else "")
        names = "1 report names" if len(placeless) == 1 else f"{len(placeless)} reports name"
        console.print(
            f"note {names} no place, so nobody knows what 全市 or 市委 mean there: {some}; "
            f"set it with kg review {report.bundle.root} --decide place --about {placeless[0][0]} --name PLACE --why REASON",
            markup=False,
        )
    if json_:
        show.as_json(report.as_dict())
    else:
        built = sum(file.outcome == "built" for file in report.files)
        cached = sum(file.outcome == "cached" for file in report.files)
        counts = report.counts
        show.stdout().print(
            f"{report.bundle.root}: {counts['reports']} reports, {counts['mentions']} mentions, {counts['entities']} entities, "
            f"{counts['edges']} edges ({built} files read, {cached} unchanged, {len(report.skipped)} skipped; {report.seconds:.1f} s)",
            markup=False,
        )  # fmt: skip
    if report.skipped:
        raise typer.Exit(SKIPPED)


def load(
    bundle: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the bundle.")] = Path("kg-out"),
    store: Annotated[
        str | None,
        typer.Option("--store", help="embedded:PATH, bolt://… or neo4j://… (default: $KG_STORE or DIR/store)."),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace another bundle that the store holds.")] = False,
    json_: Json = False,
) -> None:
    """Load a bundle into a store, writing only what changed. 把数据包载入图数据库，只写变化部分。"""
    from pipelines.load import load as run

    report = run(bundle, store, replace=replace)
    if json_:
        show.as_json(report.as_dict())
        return
    for kind, changes in (("nodes", report.nodes), ("relationships", report.relationships)):
        total = {word: sum(getattr(one, word) for one in changes.values()) for word in WORDS}
        print(f"{kind}: " + ", ".join(f"{number} {word}" for word, number in total.items()))
    if report.remade:
        show.stderr().print(report.remade, markup=False)


def view(
    store: Store = None,
    query: Annotated[str | None, typer.Option("--query", help="Show the graph of a query of the catalogue.")] = None,
    arguments: Annotated[list[str] | None, typer.Argument(metavar="key=value", help="Parameters of the query.")] = None,
    focus: Annotated[str | None, typer.Option("--focus", help="Show what surrounds this name.")] = None,
    out: Annotated[Path, typer.Option("--out", help="The page to write.")] = Path("kg.html"),
    limit: Annotated[int, typer.Option("--limit", min=1, max=2000, help="Entities on the page.")] = 300,
) -> None:
    """Write one self-contained page of the graph. 生成可离线打开的图谱网页。"""
    from pipelines.view import view as run

    if query is not None and focus is not None:
        raise UsageError("--query and --focus exclude each other", hint="give one of them")
    shown = run(store, out, query=query, arguments=pairs(arguments or []), focus=focus, limit=limit)
    show.stdout().print(
        f"{out}: {len(shown.entities)} entities, {len(shown.edges)} edges" + (" (cut)" if shown.truncated else ""),
        markup=False,
    )


def serve(
    store: Store = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port; 0 takes a free one.")] = 8765,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; any but loopback asks for a token, which is printed.")
    ] = "127.0.0.1",
    limit: Annotated[int, typer.Option("--limit", min=1, max=2000, help="Entities on a page at first.")] = 300,
    bundle: Annotated[
        Path | None,
        typer.Option("--bundle", help="Folder of the store's bundle, for review (default: found beside it)."),
    ] = None,
    decisions: Annotated[
        Path | None, typer.Option("--decisions", help="Decisions file (default: DIR/decisions.jsonl).")
    ] = None,
    allow_cypher: Annotated[bool, typer.Option("--allow-cypher", help="Let readers ask in Cypher, read-only.")] = False,
) -> None:
    """Serve the explorer: search, expand, compare, ask, review. 浏览、查询、比较与复核图谱。"""
    from pipelines.serve import serve as run

    run(store, host=host, port=port, limit=limit, bundle=bundle, decisions=decisions, allow_cypher=allow_cypher)


def extract(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A report.")],
    html: Annotated[Path | None, typer.Option("--html", help="Write a page (displaCy) instead of printing.")] = None,
    json_: Json = False,
) -> None:
    """Show what is found in a text, and by what. 标出一篇文本中找到的名称。"""
    from pipelines.marks import as_html, mark

    marked = list(mark(path))
    if html is not None:
        html.write_text(as_html(marked), encoding="utf-8")
        show.stderr().print(f"{html}: {sum(len(one.mentions) for one in marked)} mentions", markup=False)
    elif json_:
        show.as_json(
            [
                {"text": m.text, "type": m.type, "confidence": m.confidence, "by": m.by, "passage": one.passage.seq}
                for one in marked
                for m in one.mentions
            ]
        )
    else:
        show.marked(marked)


def annotate(
    passages: Annotated[Path, typer.Argument(help="Passages in the gold format (JSON).")],
    out: Annotated[Path, typer.Option("--out", help="Annotations, one JSON object a line.")],
) -> None:
    """Annotate passages: gold format in, gold format out. 标注段落。"""
    from pipelines.evaluate import annotate as run
    from pipelines.evaluate import read_passages

    answers = run(read_passages(passages))
    out.write_text("".join(json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers), encoding="utf-8")
    show.stderr().print(f"{out}: {len(answers)} passages", markup=False)


def evaluate(
    passages: Annotated[Path, typer.Argument(help="Passages in the gold format (JSON).")],
    gold: Annotated[Path, typer.Argument(help="Their annotations, one JSON object a line.")],
    errors: Annotated[int, typer.Option("--errors", min=0, help="Print this many errors.")] = 0,
    json_: Json = False,
) -> None:
    """Compare what is found with annotated passages. 与人工标注比较。"""
    from pipelines import evaluate as module

    rows = module.read_passages(passages)
    result = module.evaluate(
        rows, module.read_annotations(gold), {answer["id"]: answer for answer in module.annotate(rows)}
    )
    if json_:
        show.as_json(result.as_dict())
        return
    for kind, table in result.scores.items():
        for name, score in table.items():
            counts = f"(tp {score.right} fp {score.extra} fn {score.missed})"
            print(f"{kind:9s} {name:13s} P {score.precision:.3f} R {score.recall:.3f} F1 {score.f1:.3f}  {counts}")
    if result.calibration_error is not None:
        print(f"expected calibration error {result.calibration_error:.3f}")
    for line in result.errors[:errors]:
        print(line)


def pairs(arguments: list[str]) -> dict[str, str]:
    """Split key=value arguments; raises UsageError for one without =."""
    found = {}
    for argument in arguments:
        name, mark, value = argument.partition("=")
        if not mark:
            raise UsageError(f"{argument!r} is no parameter", hint="write it as name=value")
        found[name] = value
    return found
