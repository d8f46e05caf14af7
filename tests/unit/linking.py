"""Marked-up passages for tests of linking: «type:text» marks a mention, so that no extractor is needed."""

from __future__ import annotations

import re

from kg.ids import passage_id
from kg.link import LinkedReport, link_report
from kg.text import Mention, Passage, Report

TYPES = {"P": "PLACE", "O": "ORG", "R": "PROGRAMME", "C": "CAMPAIGN", "D": "POLICY"}


def link(
    *marked: str, place: str | None = None, as_of: int | None = None, report_id: str = "r1", heading: str = "综述"
) -> LinkedReport:
    """Link a report of marked passages: `[P 广元市]开展[C “清风”行动]。` with P O R C D for the five types."""
    passages, mentions, start = [], [], 0
    for seq, text in enumerate(marked):
        plain, found = _read(text, passage_id(report_id, seq))
        passages.append(
            Passage(
                id=passage_id(report_id, seq),
                report_id=report_id,
                seq=seq,
                start=start,
                end=start + len(plain),
                text=plain,
            )
        )
        mentions.append(found)
        start += len(plain) + 1
    report = Report(
        id=report_id, heading=heading, text="\n".join(p.text for p in passages), source="a.txt", source_sha256="", start=0,
        end=start, place=place, as_of=as_of,
    )  # fmt: skip
    return link_report(report, passages, mentions)


_BRACKET = re.compile(r"\[([PORCD]) ([^\[\]]+)\]")


def _read(marked: str, passage: str) -> tuple[str, tuple[Mention, ...]]:
    plain, found, at = "", [], 0
    for match in _BRACKET.finditer(marked):
        plain += marked[at : match.start()]
        start = len(plain)
        plain += match[2]
        found.append(
            Mention(
                passage_id=passage,
                start=start,
                end=len(plain),
                text=match[2],
                type=TYPES[match[1]],
                confidence=1.0,
                by="hand",
            )
        )
        at = match.end()
    return plain + marked[at:], tuple(found)


def said(linked: LinkedReport) -> set[tuple[str, str, str]]:
    """The statements of a report with the names of their ends."""
    names = {entity.id: entity.name for entity in linked.entities}
    return {(names[one.subject_id], one.predicate, names[one.object_id]) for one in linked.statements}
