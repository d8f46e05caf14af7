"""Gold passages made ready for training: normal form, labels, columns and the features of every character.

Input: PASSAGES.json and GOLD.jsonl, and the passages that were written for this package; output: a `Corpus` for `train.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.errors import InputError, MissingExtra
from kg.extract.columns import PAD, C, Lists, make_columns
from kg.extract.crf import LABEL
from kg.extract.lexicon import TYPES, Slogans
from kg.extract.normal import normalise
from kg.extract.spans import Quoted
from kg.extract.tagger import cut_sentences
from kg.extract.templates import make_keys

# Words of the general dictionary: up to five characters, seen at least twenty times.
WORD_LENGTH, WORD_COUNT = 5, 20
_CLASSES = "n nr ns nt nz v vn a d m q p c u t s f i l b r j x z ad vd an".split()

Span = tuple[int, int, str]

# The source of items that are learnt from and never counted.
WRITTEN = "written for this package"


@dataclass(slots=True, kw_only=True)
class Item:
    """A gold passage in normal form; `at` is where it stands in the joined text of its corpus.

    `index` gives for each character of `text` where it stood in the passage.
    """

    id: str
    doc: str
    source: str
    text: str
    spans: list[Span]
    index: list[int] = field(default_factory=list)
    at: int = 0
    sentences: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Corpus:
    """Gold passages with their columns, labels and features (`ids[at[i]:at[i + 1]]` for character i)."""

    items: list[Item]
    text: str
    quoted: list[Quoted]
    slogans: Slogans
    columns: NDArray[np.int32]
    labels: NDArray[np.int64]
    at: NDArray[np.int64]
    ids: NDArray[np.int32]
    keys: NDArray[np.uint32]


def general_words() -> dict[str, int]:
    """Give the words of jieba's dictionary with a code of their word class (MIT licence)."""
    try:
        import jieba
    except ImportError as error:
        raise MissingExtra("training needs jieba", hint='install it with: pip install "gongwen-kg[train]"') from error
    out: dict[str, int] = {}
    with (files(jieba) / "dict.txt").open(encoding="utf-8") as stream:
        for line in stream:
            word, count, kind = line.split()
            if len(word) == 1 or (len(word) <= WORD_LENGTH and int(count) >= WORD_COUNT):
                kind = kind if kind in _CLASSES else kind[0]
                out[word] = 1 + (_CLASSES.index(kind) if kind in _CLASSES else len(_CLASSES))
    return out


def _locate(text: str, entities: Iterable[Mapping[str, Any]]) -> list[Span]:
    out = []
    for entity in entities:
        at = -1
        for _ in range(int(entity.get("n", 1))):
            at = text.find(entity["text"], at + 1)
        if at >= 0 and entity["type"] in TYPES:
            out.append((at, at + len(entity["text"]), entity["type"]))
    return out


def read_gold(passages_json: Sequence[Path], gold_jsonl: Sequence[Path]) -> list[Item]:
    """Read gold passages, document by document; passages without an annotation are left out. Raises InputError for a file of another format."""
    items = []
    for passages, gold in zip(passages_json, gold_jsonl, strict=True):
        try:
            rows = {row["id"]: row for row in map(json.loads, gold.read_text("utf-8").splitlines())}
            for passage in json.loads(passages.read_text("utf-8")):
                if passage["id"] not in rows:
                    continue
                text, index = normalise(passage["text"])
                place = {old: new for new, old in enumerate(index)}
                spans = []
                for start, end, kind in _locate(passage["text"], rows[passage["id"]]["entities"]):
                    kept = [place[i] for i in range(start, end) if i in place]
                    spans.append((kept[0], kept[-1] + 1, kind))
                items.append(
                    Item(
                        id=passage["id"],
                        source=passages.stem.split(".")[0],
                        doc=passage.get("doc", passage["id"]),
                        text=text,
                        index=index,
                        spans=sorted(spans),
                    )
                )
        except (OSError, KeyError, TypeError, ValueError) as error:
            raise InputError(
                f"not in the gold format: {passages} or {gold}: {error!r}", hint="see gold/GUIDELINES.md, section 6"
            ) from error
    return sorted(items, key=lambda item: (item.source, item.doc))


def read_written() -> list[Item]:
    """Read the passages of `data/written.*`: invented texts in the style of the genre, annotated by the guidelines of the gold format.

    >>> len(read_written()) > 2000
    True
    """
    with as_file(files("kg.extract") / "data") as folder:
        items = read_gold([folder / "written.passages.json"], [folder / "written.jsonl"])
    return [replace(item, source=WRITTEN) for item in items]


def make_corpus(items: list[Item], lists: Lists) -> Corpus:
    """Work out columns, labels and features of gold passages."""
    columns, text, quoted = make_columns([item.text for item in items], lists)
    labels = np.zeros(len(text), np.int64)
    at = PAD
    for item in items:
        item.at = at
        item.sentences = cut_sentences(text, columns[C["qpos"]], at, at + len(item.text))
        for start, end, kind in item.spans:
            where = slice(at + start, at + end)
            if labels[where].any():
                continue
            labels[where] = LABEL[f"I-{kind}"]
            labels[at + start], labels[at + end - 1] = LABEL[f"B-{kind}"], LABEL[f"E-{kind}"]
            if end - start == 1:
                labels[at + start] = LABEL[f"S-{kind}"]
        at += len(item.text) + PAD
    positions: list[NDArray[np.int64]] = []
    found: list[NDArray[np.uint32]] = []
    everywhere = np.arange(len(text))
    for place_of, keys in make_keys(columns):
        positions.append(everywhere if place_of is None else place_of)
        found.append(keys)
    place = np.concatenate(positions)
    order = np.argsort(place, kind="stable")
    unique, ids = np.unique(np.concatenate(found), return_inverse=True)
    starts = np.concatenate([[0], np.cumsum(np.bincount(place, minlength=len(text)))]).astype(np.int64)
    return Corpus(
        items=items,
        text=text,
        quoted=quoted,
        slogans=lists.lexicon.slogans,
        columns=columns,
        labels=labels,
        at=starts,
        ids=ids[order].astype(np.int32),
        keys=unique,
    )
