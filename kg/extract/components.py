"""The spaCy side: a component for a blank Chinese pipeline with character tokens, and the extractor that runs it.

Input: spaCy docs or Passages; output: entities on the docs, or Mentions for `kg.link`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import minibatch

from kg.extract.model import load_model
from kg.extract.tagger import Found, Tagger
from kg.text import Mention, Passage

SPANS = "gongwen"
# Halves of surrogate pairs are no characters; spaCy refuses them.
_HALVES = re.compile("[\ud800-\udfff]")
Span.set_extension("confidence", default=None, force=True)
Span.set_extension("by", default=None, force=True)


def default_model() -> Path:
    """Give the path of the weights in this package."""
    return Path(str(files(__package__) / "weights.npz"))


@cache
def load_tagger(model: Path, lists: Path | None) -> Tagger:
    """Load a tagger once per process."""
    return Tagger(load_model(model), lists)


def _text(doc: Doc) -> str:
    """Give a doc's text; the extractor hands it over as the doc's context, because putting it together again is slow."""
    context = doc._context
    return context if isinstance(context, str) else doc.text


class Gongwen:
    """A spaCy component that marks places, organisations, programmes, campaigns and policies of official Chinese.

    Sets `doc.ents` and, with `span._.confidence` and `span._.by`, `doc.spans["gongwen"]`.
    """

    def __init__(self, tagger: Tagger) -> None:
        self.tagger = tagger

    def __call__(self, doc: Doc) -> Doc:
        """Tag one doc."""
        return self._set(doc, self.tagger.tag([_text(doc)])[0])

    def pipe(self, stream: Iterable[Doc], batch_size: int = 256) -> Iterator[Doc]:
        """Tag docs in batches, which is several times faster than one by one."""
        for batch in minibatch(stream, batch_size):  # type: ignore[no-untyped-call]
            for doc, found in zip(batch, self.tagger.tag([_text(doc) for doc in batch]), strict=True):
                yield self._set(doc, found)

    def _set(self, doc: Doc, found: Sequence[Found]) -> Doc:
        spans = []
        for item in found:
            span = doc.char_span(item.start, item.end, label=item.type, alignment_mode="expand")
            if span is not None:
                span._.confidence, span._.by = item.confidence, item.by
                spans.append(span)
        doc.spans[SPANS] = spans
        doc.ents = spacy.util.filter_spans(spans)
        return doc


@Language.factory("gongwen", default_config={"model": None, "lists": None})
def make_gongwen(nlp: Language, name: str, model: str | None, lists: str | None) -> Gongwen:
    """Make the component; `model` and `lists` are paths, by default the weights and word lists of this package."""
    return Gongwen(load_tagger(Path(model) if model else default_model(), Path(lists) if lists else None))


class Extractor:
    """Finds the Mentions of Passages."""

    def __init__(self, *, model: str | Path | None = None, lists: Path | None = None) -> None:
        self.nlp = spacy.blank("zh")
        self.nlp.max_length = 1_000_000_000
        self.nlp.add_pipe(
            "gongwen", config={"model": str(model) if model else None, "lists": str(lists) if lists else None}
        )

    def extract(
        self, passages: Sequence[Passage], places: Sequence[str | None] | None = None
    ) -> list[tuple[Mention, ...]]:
        """Give the mentions of each passage, sorted and without overlaps.

        A passage's mentions depend on its text alone. `places`, one per passage, is what the report speaks for; it is
        not used yet by the trained model.
        """
        out: list[tuple[Mention, ...]] = []
        texts = (_HALVES.sub("\ufffd", passage.text) for passage in passages)
        docs = self.nlp.pipe(((text, text) for text in texts), as_tuples=True)
        for passage, (doc, _) in zip(passages, docs, strict=True):
            spans = doc.spans[SPANS]
            out.append(
                tuple(
                    Mention(
                        passage_id=passage.id,
                        start=span.start_char,
                        end=span.end_char,
                        text=passage.text[span.start_char : span.end_char],
                        type=span.label_,
                        confidence=span._.confidence,
                        by=span._.by,
                    )
                    for span in spans
                )
            )
        return out


@cache
def load_extractor() -> Extractor:
    """Give the extractor with the weights and lists of this package, loaded once per process."""
    return Extractor()
