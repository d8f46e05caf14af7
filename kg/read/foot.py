"""The foot of one report: who signed it, and when.

Input are the lines of one report, output the lines that remain as text and the first body that signed; dates are added to a list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.read.dates import parse_date
from kg.read.lines import Line
from kg.read.titles import issuer_of, signature

# A signature stands in the last lines, below it at most two of an annex; at most so many bodies sign above a date.
FOOT_LINES = 3
# Below a signature stands no sentence, in a chronicle one stands below each date.
SENTENCE = 10
SIGNERS = 4
DAY_CHARS = len("2023-06-12")


def without_signature(
    lines: Sequence[Line], at: int, dates: list[str], *, notice: bool
) -> tuple[Sequence[Line], str | None]:
    """Give the lines of the text, from the line `at` on, and who signed, and note the dates of the signature.

    A notice has its signature before the paper that it prints.
    """
    later = list[str]()
    end, signer = _foot(lines, at, later)
    body = lines[at:end]
    within = _signature_within(body) if notice else None
    if within is not None:
        first, last, signer, date = within
        dates.append(date)
        after = [replace(line, gap=True) for line in body[last + 1 : last + 2]]
        body = [*body[:first], *after, *body[last + 2 :]]
    dates += later
    return body, signer


def _signature_within(body: Sequence[Line]) -> tuple[int, int, str, str] | None:
    """Give the first and the last line of the first signature with its day, who signed, and the date.

    In a table of who does what until when a body may stand beside a month.
    """
    for at, line in enumerate(body):
        signed = signature(line.text)
        if signed is not None and len(signed[1]) == DAY_CHARS:
            return at, at, *signed
        date = parse_date(line.text)
        first, signer = _signers(body, at, 0) if date and len(date) == DAY_CHARS else (at, None)
        if date and signer:
            return first, at, signer, date
    return None


def _signers(lines: Sequence[Line], date: int, top: int) -> tuple[int, str | None]:
    """Give the first of the lines above a date that name the bodies which sign, and the first body."""
    first, signer = date, None
    while first - 1 > top and date - first < SIGNERS and (body := issuer_of(lines[first - 1].text)):
        first, signer = first - 1, body
    return first, signer


def _foot(lines: Sequence[Line], at: int, dates: list[str]) -> tuple[int, str | None]:
    """Give where the text ends and who signed: a last line that is a date, with or without names of bodies above it."""
    end = len(lines)
    for last in range(len(lines) - 1, max(at, len(lines) - FOOT_LINES - 1), -1):
        date = parse_date(lines[last].text)
        if date and len(date) > 4:
            dates.append(date)
            return _signers(lines, last, at)
        if len(lines[last].text) > 60 or (lines[last].finished and len(lines[last].text) >= SENTENCE):
            break
    return end, None
