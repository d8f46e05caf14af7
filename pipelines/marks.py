"""Showing what is found in a text and why: its passages with the mentions marked, for the terminal and as a page.

Input is a file of reports; output are marked passages, which the command line colours or displaCy draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from kg.extract import load_extractor
from kg.read import passages_of, read_file
from kg.text import Mention, Passage

# One colour a type, for a light page; the same hues as in the graph's page.
COLOURS = {"PLACE": "#bcd4f0", "ORG": "#f3d2a2", "PROGRAMME": "#bfe3cd", "CAMPAIGN": "#dccbf0", "POLICY": "#f2c1c1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A passage with what was found in it, and the heading of its report."""

    heading: str
    passage: Passage
    mentions: tuple[Mention, ...]


def mark(path: Path | str) -> Iterator[Marked]:
    """Read a file and give its passages with their mentions; raises InputError when it cannot be read."""
    for report in read_file(path).reports:
        passages = passages_of(report)
        found = load_extractor().extract(passages)
        for passage, mentions in zip(passages, found, strict=True):
            yield Marked(heading=report.heading, passage=passage, mentions=mentions)


def as_html(marked: Iterable[Marked]) -> str:
    """Draw marked passages as a page by displaCy; the confidence stands beside the type."""
    from spacy import displacy

    found = list(marked)
    docs = [
        {
            "text": one.passage.text,
            "ents": [{"start": m.start, "end": m.end, "label": _label(m)} for m in one.mentions],
            # displaCy escapes the text and lets the title through as it is.
            "title": escape(one.heading) if one.passage.seq == 0 else None,
        }
        for one in found
    ]
    colours = {_label(mention): COLOURS[mention.type] for one in found for mention in one.mentions}
    return str(displacy.render(docs, style="ent", manual=True, page=True, options={"colors": colours}, jupyter=False))


def _label(mention: Mention) -> str:
    return f"{mention.type} {mention.confidence:.2f}"
