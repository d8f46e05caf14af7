"""Training: the same gold gives the same weights, folds keep documents whole, wrong files are named."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise, product
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.extract import Extractor
from kg.extract.corpus import WRITTEN, Corpus, Item, read_gold
from kg.extract.crf import Crf
from kg.extract.lexicon import TYPES
from kg.extract.model import load_model
from kg.extract.trainer import Settings
from kg.text import Passage
from pipelines.evaluate import spans, write_mentions

pytest.importorskip("numba", reason="needs the extra train")
pytest.importorskip("sklearn", reason="needs the extra train")

NAMES = ("春苗拔节", "青蓝接力", "红旗领航", "清风护航", "金种子", "强根铸魂")
HEADS = (("专项行动", "CAMPAIGN"), ("培养计划", "PROGRAMME"), ("主题活动", "CAMPAIGN"), ("示范工程", "PROGRAMME"))


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("gold")
    passages, lines = [], []
    for number, (name, (head, kind)) in enumerate(product(NAMES, HEADS)):
        mention = f"“{name}”{head}"
        text = f"全县深入实施{mention}，干部作风持续好转。坚持“稳中求进”的要求，工作扎实有效。"
        passages.append({"id": f"p{number}", "doc": f"d{number % 6}", "place": "甲省乙县", "text": text})
        lines.append({"id": f"p{number}", "entities": [{"text": mention, "type": kind, "n": 1}], "relations": []})
    (folder / "a.passages.json").write_text(json.dumps(passages, ensure_ascii=False), encoding="utf-8")
    (folder / "a.jsonl").write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    return folder / "a.passages.json", folder / "a.jsonl"


def test_training_twice_gives_the_same_bytes_and_learns_the_gold(gold: tuple[Path, Path], tmp_path: Path) -> None:
    from kg.extract.train import train

    few = Settings(epochs=4, average_from=1, minimum=3, seeds=(1,), trees=20)
    for name in ("one.npz", "two.npz"):
        train([gold[0]], [gold[1]], tmp_path / name, settings=few, written=False)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    text = "全县深入实施“红旗领航”专项行动，干部作风持续好转。坚持“稳中求进”的要求，工作扎实有效。"
    passage = Passage(id="r/0", report_id="r", seq=0, start=0, end=len(text), text=text)
    mentions = Extractor(model=tmp_path / "one.npz").extract([passage])[0]
    assert [(mention.text, mention.type) for mention in mentions] == [("“红旗领航”专项行动", "CAMPAIGN")]
    assert load_model(tmp_path / "one.npz").meta["cross_validation"]["a"]["strict_f1"] > 0.5


def test_cross_validation_gives_what_it_found_in_characters_of_the_passages(
    gold: tuple[Path, Path], tmp_path: Path
) -> None:
    from kg.extract.train import cross_validate

    few = Settings(epochs=4, average_from=1, minimum=3, seeds=(1,), trees=20)
    scores = cross_validate([gold[0]], [gold[1]], settings=few, written=False)["a"]
    rows = json.loads(gold[0].read_text("utf-8"))
    write_mentions(rows, scores.found, tmp_path / "found.jsonl")
    found = [json.loads(line) for line in (tmp_path / "found.jsonl").read_text("utf-8").splitlines()]
    assert [one["id"] for one in found] == [row["id"] for row in rows]
    names = {row["id"]: row["text"][6:].partition("，")[0] for row in rows}
    right = [any(e["text"] == names[one["id"]] and e["n"] == 1 for e in one["entities"]) for one in found]
    assert sum(right) > len(rows) / 2


def test_every_written_passage_is_annotated_by_the_format() -> None:
    folder = files("kg.extract") / "data"
    texts = {row["id"]: row["text"] for row in json.loads((folder / "written.passages.json").read_text("utf-8"))}
    rows = [json.loads(line) for line in (folder / "written.jsonl").read_text("utf-8").splitlines()]
    assert [row["id"] for row in rows] == list(texts)
    for row in rows:
        found = spans(texts[row["id"]], row["entities"])
        assert len(found) == len(row["entities"]), row["id"]
        assert all(kind in TYPES for _, _, kind, *_ in found), row["id"]
        ordered = sorted((start, end) for start, end, *_ in found)
        assert all(before[1] <= after[0] for before, after in pairwise(ordered)), row["id"]


def test_written_passages_teach_and_are_never_counted(gold: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.extract import train as module

    written = [replace(item, source=WRITTEN) for item in read_gold([gold[0]], [gold[1]])[:8]]
    monkeypatch.setattr(module, "read_written", lambda: written)
    learnt: list[set[str]] = []
    train_crf = module.train_crf

    def watched(corpus: Corpus, items: Sequence[Item], settings: Settings) -> Crf:
        learnt.append({item.source for item in items})
        return train_crf(corpus, items, settings)

    monkeypatch.setattr(module, "train_crf", watched)
    few = Settings(epochs=1, average_from=0, seeds=(1,), trees=5)
    assert list(module.cross_validate([gold[0]], [gold[1]], settings=few)) == ["a"]
    assert learnt == [{"a", WRITTEN}] * 5


def test_folds_keep_documents_whole_and_are_of_like_size() -> None:
    from kg.extract.train import folds_of

    items = [Item(id=str(n), doc=f"d{n % 10}", source="a", text="", spans=[]) for n in range(50)]
    folds = folds_of(items)
    assert sorted(folds.values()) == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]


def test_scores_tell_how_well_confidences_fit() -> None:
    from kg.extract.train import Scores

    scores = Scores(counts={"ORG": (3, 1, 1)}, confidences=[(0.75, True), (0.75, True), (0.75, True), (0.75, False)])
    assert scores.f1("ORG") == scores.f1() == pytest.approx(0.75)
    assert scores.calibration_error() == pytest.approx(0.0)


def test_gold_that_is_no_gold_is_named(tmp_path: Path, gold: tuple[Path, Path]) -> None:
    wrong = tmp_path / "wrong.jsonl"
    wrong.write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"wrong\.jsonl"):
        read_gold([gold[0]], [wrong])


def test_the_second_occurrence_of_a_text_is_found(tmp_path: Path) -> None:
    passages, lines = tmp_path / "b.passages.json", tmp_path / "b.jsonl"
    passages.write_text(json.dumps([{"id": "p", "text": "市委和市委"}]), encoding="utf-8")
    lines.write_text(json.dumps({"id": "p", "entities": [{"text": "市委", "type": "ORG", "n": 2}]}), encoding="utf-8")
    assert read_gold([passages], [lines])[0].spans == [(3, 5, "ORG")]
