"""Training and cross-validation: gold passages in, weights out.

Input: PASSAGES.json and GOLD.jsonl files of the gold format; output: the model file of `model.py`, or figures by type.
Needs the extra `train` (numba, scikit-learn, jieba for the general dictionary); all of it is imported where it is used.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.errors import MissingExtra
from kg.extract.candidates import Candidate, choose, find_candidates
from kg.extract.choices import Batch
from kg.extract.corpus import WRITTEN, Corpus, Item, general_words, make_corpus, read_gold, read_written
from kg.extract.crf import Crf, N
from kg.extract.describe import describe
from kg.extract.lexicon import TYPES
from kg.extract.linear import BITS, hashed, scores
from kg.extract.model import Model, save_model
from kg.extract.normal import bare
from kg.extract.rules import correct
from kg.extract.scores import Scores, score
from kg.extract.tagger import make_lists
from kg.extract.trainer import Settings, learn
from kg.extract.trees import Trees

FOLDS = 5
# Weights below this are dropped: a third of the file, no change in cross-validation.
SMALLEST = 0.01


def train_crf(corpus: Corpus, items: Sequence[Item], settings: Settings) -> Crf:
    """Learn the CRF on some of the corpus' passages; features seen fewer than `settings.minimum` times there are dropped.

    Gold is learnt twice an epoch, written passages once: 0.1 points by cross-validation.
    """
    inside = np.zeros(len(corpus.text), bool)
    for item in items:
        inside[item.at : item.at + len(item.text)] = True
    sizes = np.diff(corpus.at)
    mine = np.repeat(inside, sizes)
    counts = np.bincount(corpus.ids[mine], minlength=len(corpus.keys))
    kept = counts >= settings.minimum
    row = np.where(kept, np.cumsum(kept) - 1, -1).astype(np.int32)[corpus.ids]
    good = row >= 0
    at = np.concatenate(
        [[0], np.cumsum(np.bincount(np.repeat(np.arange(len(sizes)), sizes)[good], minlength=len(sizes)))]
    )
    lessons = [*items, *(item for item in items if item.source != WRITTEN)]
    sentences = np.array([sentence for item in lessons for sentence in item.sentences], dtype=np.int64)
    weights, moves = learn(at.astype(np.int64), row[good], int(kept.sum()), corpus.labels, sentences, settings)
    weights[np.abs(weights) < SMALLEST] = 0
    used = weights.any(axis=1)
    weights = np.vstack([weights[used], np.zeros((1, N), np.float32)]).astype(np.float16).astype(np.float32)
    return Crf(keys=corpus.keys[kept][used], weights=weights, moves=moves)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """Candidates of some passages with what is known of them and, for each, whether gold has it."""

    candidates: list[Candidate]
    table: NDArray[np.float32]
    wording: tuple[NDArray[np.int64], NDArray[np.int64]]
    right: NDArray[np.int64]


def rate(corpus: Corpus, items: Sequence[Item], crf: Crf) -> Rated:
    """Find the candidates of passages with a CRF that was not trained on them."""
    sentences = [sentence for item in items for sentence in item.sentences]
    inside = np.zeros(len(corpus.text), bool)
    for item in items:
        inside[item.at : item.at + len(item.text)] = True
    quoted = [span for span in corpus.quoted if inside[span.start]]
    candidates, odds = find_candidates(crf.emissions(corpus.columns), crf.moves, sentences, quoted, corpus.columns)
    gold: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for item in items:
        for start, end, kind in item.spans:
            gold.setdefault((kind, bare(item.text[start:end])), []).append((item.at + start, item.at + end))
    right = np.zeros(len(candidates), np.int64)
    for k, one in enumerate(candidates):
        same = gold.get((one.type, bare(corpus.text[one.start : one.end])), ())
        right[k] = any(start < one.end and one.start < end for start, end in same)
    return Rated(
        candidates=candidates,
        table=describe(candidates, odds, corpus.columns, corpus.text, quoted, _reports(items)),
        wording=hashed(candidates, corpus.text),
        right=right,
    )


def _reports(items: Sequence[Item]) -> list[tuple[int, int]]:
    """Give the parts of the joined text that hold one document each; passages of a document stand next to each other."""
    runs = [list(run) for _, run in groupby(items, key=lambda item: (item.source, item.doc))]
    return [(run[0].at, run[-1].at + len(run[-1].text)) for run in runs]


def _learners() -> Any:
    try:
        from sklearn import ensemble, linear_model  # type: ignore[import-untyped]
    except ImportError as error:
        raise MissingExtra(
            "training needs scikit-learn", hint='install it with: pip install "gongwen-kg[train]"'
        ) from error
    return linear_model.LogisticRegression, ensemble.HistGradientBoostingClassifier


def train_wording(parts: Sequence[Rated]) -> tuple[NDArray[np.float32], float]:
    """Learn weights and bias of `linear.py`; any C from 0.05 to 1 is as good within 0.4 points of F1 by cross-validation."""
    from scipy.sparse import csr_matrix  # comes with scikit-learn

    rows = np.concatenate([part.wording[0] for part in parts])
    counts = np.concatenate([np.diff(part.wording[1]) for part in parts])
    starts = np.concatenate([[0], np.cumsum(counts)])
    matrix = csr_matrix((np.ones(len(rows)), rows, starts), shape=(len(counts), 1 << BITS))
    matrix.sum_duplicates()
    learner = _learners()[0](C=0.15, solver="liblinear", random_state=0)
    learner.fit(matrix, np.concatenate([part.right for part in parts]))
    weights = learner.coef_[0].astype(np.float16).astype(np.float32)
    return weights, float(learner.intercept_[0])


def _with_wording(part: Rated, learnt_from: Sequence[Rated]) -> NDArray[np.float32]:
    """Give a part's feature table with the wording scores that other parts taught."""
    weights, bias = train_wording(learnt_from)
    return np.column_stack([part.table, scores(weights, bias, part.wording)]).astype(np.float32)


def train_trees(parts: Sequence[Rated], settings: Settings) -> Trees:
    """Learn the last stage on candidates of held-out passages; each part's wording scores come from the other parts."""
    learner = _learners()[1](
        max_iter=settings.trees,
        learning_rate=10 / settings.trees,
        max_leaf_nodes=15,
        min_samples_leaf=20,
        l2_regularization=1.0,
        max_features=0.3,
        random_state=0,
        early_stopping=False,
    )
    tables = [_with_wording(part, [other for other in parts if other is not part]) for part in parts]
    from threadpoolctl import threadpool_limits  # comes with scikit-learn

    # One thread: the tables are small, and on a busy machine threads that wait for each other took six times as long.
    with threadpool_limits(1):
        learner.fit(np.vstack(tables), np.concatenate([part.right for part in parts]))
    nodes = [predictors[0].nodes for predictors in learner._predictors]
    starts = np.concatenate([[0], np.cumsum([len(tree) for tree in nodes])])
    table = np.concatenate(nodes)
    offset = np.repeat(starts[:-1], np.diff(starts))
    leaf = table["is_leaf"].astype(bool)
    return Trees(
        feature=table["feature_idx"].astype(np.int16),
        threshold=table["num_threshold"].astype(np.float64),
        left=np.where(leaf, -1, table["left"] + offset).astype(np.int32),
        right=np.where(leaf, -1, table["right"] + offset).astype(np.int32),
        value=table["value"].astype(np.float64),
        roots=starts[:-1].astype(np.int32),
        bias=float(np.ravel(learner._baseline_prediction)[0]),
    )


def folds_of(items: Sequence[Item], count: int = FOLDS) -> dict[str, int]:
    """Give each document a fold: the largest first, always to the smallest fold, so that folds are of like size."""
    sizes = Counter(item.doc for item in items)
    loads = [0] * count
    out: dict[str, int] = {}
    for doc in sorted(sizes, key=lambda name: (-sizes[name], name)):
        fold = loads.index(min(loads))
        out[doc] = fold
        loads[fold] += sizes[doc]
    return out


def _held_out(corpus: Corpus, settings: Settings, share: float = 1.0) -> list[Rated]:
    """Give the gold's candidates of every fold, found by a CRF trained on (a share of the documents of) the other folds.

    Written passages are in every fold's training, and in no fold: what they teach is measured on gold alone.
    """
    gold = [item for item in corpus.items if item.source != WRITTEN]
    written = [item for item in corpus.items if item.source == WRITTEN]
    folds: dict[tuple[str, str], int] = {}
    for source in sorted({item.source for item in gold}):
        part = folds_of([item for item in gold if item.source == source])
        folds.update({(source, doc): fold for doc, fold in part.items()})
    order = sorted(folds, key=lambda doc: zlib.crc32(repr(doc).encode()))
    parts = []
    for fold in range(FOLDS):
        docs = [doc for doc in order if folds[doc] != fold]
        used = set(docs[: max(1, round(share * len(docs)))])
        known = [item for item in gold if (item.source, item.doc) in used]
        crf = train_crf(corpus, [*known, *written], settings)
        parts.append(rate(corpus, [item for item in gold if folds[item.source, item.doc] == fold], crf))
    return parts


def _cross_scores(corpus: Corpus, parts: Sequence[Rated], settings: Settings) -> dict[str, Scores]:
    """Give the scores by gold file, each fold decided by a second stage trained on the other folds' candidates."""
    chosen: list[tuple[Candidate, float]] = []
    for fold, rated in enumerate(parts):
        others = [other for number, other in enumerate(parts) if number != fold]
        chosen += choose(rated.candidates, train_trees(others, settings).probabilities(_with_wording(rated, others)))
    chosen.sort(key=lambda pair: pair[0].start)
    chosen = correct(
        chosen, Batch(columns=corpus.columns, text=corpus.text, quoted=corpus.quoted, slogans=corpus.slogans)
    )
    sources = sorted({item.source for item in corpus.items} - {WRITTEN})
    return {
        name: score([item for item in corpus.items if item.source == name], chosen, corpus.text) for name in sources
    }


def _corpus(passages_json: Sequence[Path], gold_jsonl: Sequence[Path], written: bool, words: dict[str, int]) -> Corpus:
    items = read_gold(passages_json, gold_jsonl)
    return make_corpus(items + read_written() if written else items, make_lists(words))


def cross_validate(
    passages_json: Sequence[Path],
    gold_jsonl: Sequence[Path],
    *,
    settings: Settings | None = None,
    share: float = 1.0,
    written: bool = True,
) -> dict[str, Scores]:
    """Give the scores of five-fold cross-validation over whole documents, by gold file.

    A fold holds a fifth of the documents of every file; it is tagged by a CRF trained on the other folds, and decided by a
    second stage trained on the candidates of the other folds. `share` below 1 trains the CRF on that share of the
    documents only, for a learning curve. The package's written passages are learnt from too, unless `written` is false.
    """
    settings = settings or Settings()
    corpus = _corpus(passages_json, gold_jsonl, written, general_words())
    return _cross_scores(corpus, _held_out(corpus, settings, share), settings)


def train(
    passages_json: Sequence[Path],
    gold_jsonl: Sequence[Path],
    out: Path,
    *,
    settings: Settings | None = None,
    meta: Mapping[str, Any] | None = None,
    written: bool = True,
) -> Model:
    """Train a model on all given passages and write it to `out`; the same data gives the same bytes.

    The CRF learns from the package's written passages too, unless `written` is false.

    The second stage learns from candidates that CRFs found in documents they were not trained on; the same five folds
    give the figures of cross-validation, which `meta["cross_validation"]` of the model holds.
    """
    settings = settings or Settings()
    words = general_words()
    corpus = _corpus(passages_json, gold_jsonl, written, words)
    parts = _held_out(corpus, settings)
    figures = {
        name: {
            "strict_f1": round(found.f1(), 4),
            "calibration_error": round(found.calibration_error(), 4),
            **{kind: round(found.f1(kind), 4) for kind in TYPES},
        }
        for name, found in _cross_scores(corpus, parts, settings).items()
    }
    wording, wording_bias = train_wording(parts)
    model = Model(
        crf=train_crf(corpus, corpus.items, settings),
        wording=wording,
        wording_bias=wording_bias,
        trees=train_trees(parts, settings),
        words=words,
        meta={
            "passages": sum(item.source != WRITTEN for item in corpus.items),
            "written_passages": sum(item.source == WRITTEN for item in corpus.items),
            "mentions": sum(len(item.spans) for item in corpus.items if item.source != WRITTEN),
            "cross_validation": figures,
            **(meta or {}),
        },
    )
    save_model(model, out)
    return model
