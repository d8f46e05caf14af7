"""Commands that judge: what is doubtful, what was decided, and why things are as they are."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import DecisionError, UsageError
from pipelines.cli import show
from pipelines.cli.make import Json

if TYPE_CHECKING:
    from kg.decisions import Decision
    from pipelines.explain import EdgeStory, EntityStory
    from pipelines.review import Case


class What(StrEnum):
    """What can be decided."""

    same = "same"
    different = "different"
    split = "split"  # type: ignore[assignment]  # shadows str.split, which nobody calls on it
    rename = "rename"
    reject = "reject"
    confirm = "confirm"
    place = "place"


Bundle = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the bundle.")]
File = Annotated[Path | None, typer.Option("--decisions", help="Decisions file (default: DIR/decisions.jsonl).")]
BUILD = "run kg build again to apply it"


def review(
    bundle: Bundle = Path("kg-out"),
    limit: Annotated[int, typer.Option("--limit", min=1, help="Cases at most.")] = 20,
    answer: Annotated[bool, typer.Option("--answer", help="Ask case by case and record the answers.")] = False,
    decide: Annotated[What | None, typer.Option("--decide", help="Record one decision.")] = None,
    about: Annotated[
        list[str] | None,
        typer.Option(
            "--about", help="What it is about, once for each: ids or names; subject, predicate, object; report."
        ),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", help="The new name (rename), the place (place) or the spelling (split).")
    ] = None,
    sentence: Annotated[
        str | None, typer.Option("--sentence", help="Judge the statements of this sentence only (its hash).")
    ] = None,
    why: Annotated[str | None, typer.Option("--why", help="The reason.")] = None,
    who: Annotated[str | None, typer.Option("--who", help="Who decides (default: the system's user).")] = None,
    decisions: File = None,
    json_: Json = False,
) -> None:
    """List doubtful statements and look-alikes, and record decisions. 复核存疑之处，记录决定。"""
    from pipelines.review import record
    from pipelines.review import review as run

    if decide is not None:
        if not about or not why:
            raise UsageError("a decision needs --about and --why", hint="see kg review --help")
        made = record(bundle, decide, about, why=why, who=who, name=name, sentence=sentence, decisions=decisions)
        _recorded(made, json_)
        return
    if about or name or why or sentence:
        raise UsageError("--about, --name, --sentence and --why belong to --decide", hint="add --decide WHAT")
    cases = run(bundle, limit=limit, decisions=decisions)
    if answer:
        _ask(cases, bundle, who, decisions)
    elif json_:
        show.as_json([case.as_dict() for case in cases])
    else:
        for number, case in enumerate(cases, 1):
            _print(number, case)


def _recorded(made: Decision, json_: bool) -> None:
    if json_:
        show.as_json(made.as_dict())
    else:
        show.stdout().print(f"recorded: {made.what} {' '.join(made.about)}; {BUILD}", markup=False, soft_wrap=True)


def _print(number: int, case: Case) -> None:
    console = show.stdout()
    title = " ".join(case.names) if case.kind == "statement" else " = ".join(case.names) + " ?"
    console.print(
        f"{number}. {title}  [score {case.score:.2f}: doubt {case.doubt:.2f}, {case.edges} edges; {case.why}]",
        markup=False,
        soft_wrap=True,
    )
    for line in case.evidence:
        console.print(f"   {line}", markup=False, soft_wrap=True)
    console.print(f"   {case.id or ' '.join(case.about)}", style="dim", markup=False, soft_wrap=True)


def _ask(cases: tuple[Case, ...], bundle: Path, who: str | None, decisions: Path | None) -> None:
    """Ask one case after the other; each answer is on disk before the next question, so it can be left at any time."""
    from pipelines.review import ANSWERS, record

    count = 0
    for number, case in enumerate(cases, 1):
        _print(number, case)
        options = (*ANSWERS[case.kind], "skip", "quit")
        try:
            said = _choice(options)
            if said == "quit":
                break
            if said == "skip":
                continue
            why = typer.prompt("why", default="as the sentence says", err=True)
        except typer.Abort:  # the end of the input, or Ctrl-C
            break
        try:
            record(bundle, said, case.about, why=why, who=who, sentence=case.sentence, decisions=decisions)
            count += 1
        except DecisionError as error:
            show.stderr().print(f"not recorded: {error}", style="yellow", markup=False, soft_wrap=True)
    show.stdout().print(f"{count} decisions recorded" + (f"; {BUILD}" if count else ""), markup=False, soft_wrap=True)


KEYS = {"confirm": "c", "reject": "r", "same": "s", "different": "d", "skip": "k", "quit": "q"}


def _choice(options: tuple[str, ...]) -> str:
    question = ", ".join(f"{KEYS[option]} {option}" for option in options)
    while True:
        said = typer.prompt(question, err=True).strip().lower()
        for option in options:
            if said in (KEYS[option], option):
                return option


def explain(
    bundle: Bundle,
    thing: Annotated[
        list[str], typer.Argument(metavar="ENTITY-OR-EDGE", help="An id or a name, or: subject predicate object.")
    ],
    decisions: File = None,
    json_: Json = False,
) -> None:
    """Say why mentions are one thing, or why an edge stands. 说明为何视为同一事物，或一条关系的依据。"""
    from pipelines.explain import EntityStory
    from pipelines.explain import explain as run

    story = run(bundle, " ".join(thing), decisions=decisions)
    if json_:
        show.as_json(story.as_dict())
    elif isinstance(story, EntityStory):
        _entity(story)
    else:
        _edge(story)


def _entity(story: EntityStory) -> None:
    console = show.stdout()
    console.print(f"{story.name}  ({story.type}, {story.id})", markup=False, soft_wrap=True)
    console.print(f"rule: {story.rule}", markup=False, soft_wrap=True)
    if story.one_with:
        console.print(f"one by decision with: {'、'.join(story.one_with)}", markup=False, soft_wrap=True)
    if story.spellings:
        rows = [(one.text, one.count, one.reports, "、".join(one.places), one.by) for one in story.spellings]
        show.rows(("spelling", "mentions", "reports", "of places such as", "found by"), rows, "table")
    else:
        console.print("no mention: it is here because another name tells of it", markup=False, soft_wrap=True)
    _decisions(story)


def _edge(story: EdgeStory) -> None:
    console = show.stdout()
    console.print(f"{story.source} {story.predicate} {story.target}  ({story.id})", markup=False, soft_wrap=True)
    console.print(f"basis: {story.basis}", markup=False, soft_wrap=True)
    console.print(f"confidence: {story.combined}", markup=False, soft_wrap=True)
    for one in story.statements:
        year = one.year or one.as_of or "no year"
        console.print(
            f"{one.confidence:.4f}  {one.by}  ({year}; {one.id}, sentence {one.sentence})", markup=False, soft_wrap=True
        )
        console.print(f"   {one.text.strip()} ({one.heading}; {one.source})", markup=False, soft_wrap=True)
    _decisions(story)


def _decisions(story: EntityStory | EdgeStory) -> None:
    for line, one in story.decisions:
        named = f" -> {one.name}" if one.name else ""
        show.stdout().print(
            f"decision {line}: {one.what} {' '.join(one.about)}{named}, {one.who}, {one.when}: {one.why}",
            markup=False,
            soft_wrap=True,
        )
