"""Small bundles for the store and query tests, written as Parquet tables from plain rows. All names and sentences are made up."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg.bundle import TABLES, Bundle, commit_bundle
from kg.ids import content_id, evidence

Rows = dict[str, list[dict[str, Any]]]

# id, type, name, aliases, parent
ENTITIES = (
    ("place:610000", "PLACE", "云岭省", ("云岭",), None),
    ("place:610100", "PLACE", "云岭省青川市", ("青川市", "青川"), "place:610000"),
    ("place:610200", "PLACE", "云岭省白河市", ("白河市", "白河"), "place:610000"),
    ("place:620000", "PLACE", "东海省", ("东海",), None),
    ("place:620100", "PLACE", "东海省重山市", ("重山市",), "place:620000"),
    ("org:青川市委组织部", "ORG", "青川市委组织部", ("市委组织部",), "place:610100"),
    ("org:云岭大学", "ORG", "云岭大学", (), None),
    ("programme:红旗驿站", "PROGRAMME", "红旗驿站", ("“红旗驿站”",), None),
    ("programme:头雁工程", "PROGRAMME", "头雁工程", ("“头雁”工程", "头雁计划"), None),
    ("programme:头雁领航班", "PROGRAMME", "头雁领航班", (), None),
    ("programme:码上议事", "PROGRAMME", "码上议事", (), None),
    ("campaign:秋季攻坚行动", "CAMPAIGN", "秋季攻坚行动", (), None),
    ("policy:青川市人才十条", "POLICY", "青川市人才十条", ("《青川市人才十条》",), None),
)

# ruff: noqa: E501
# report, heading, place, as_of, paragraphs of sentences
REPORTS = (
    ("r1", "青川市二〇一九年组织工作总结", "place:610100", 2019, ("青川市2018年建成红旗驿站三十个。市委组织部启动秋季攻坚行动。",)),
    ("r2", "青川市二〇二二年组织工作总结", "place:610100", 2022, ("青川市继续办好红旗驿站，推行头雁工程。", "青川市与云岭大学合作，出台《青川市人才十条》。")),
    ("r3", "白河市基层党建经验交流", "place:610200", 2021, ("白河市学习推广红旗驿站。白河市自2020年起开展秋季攻坚行动。", "头雁工程下设头雁领航班。")),
    ("r4", "重山市经验材料", "place:620100", None, ("重山市引入红旗驿站𠮷😀，实施码上议事。",)),
)  # fmt: skip

# report, paragraph, sentence (a part of it), subject, predicate, object, year that the sentence says
STATEMENTS = (
    ("r1", 0, "青川市2018年建成红旗驿站三十个。", "place:610100", "IMPLEMENTS", "programme:红旗驿站", 2018),
    ("r1", 0, "市委组织部启动秋季攻坚行动。", "org:青川市委组织部", "RUNS", "campaign:秋季攻坚行动", None),
    ("r2", 0, "青川市继续办好红旗驿站，推行头雁工程。", "place:610100", "IMPLEMENTS", "programme:红旗驿站", None),
    ("r2", 0, "青川市继续办好红旗驿站，推行头雁工程。", "place:610100", "IMPLEMENTS", "programme:头雁工程", None),
    ("r2", 1, "青川市与云岭大学合作，", "org:云岭大学", "PARTNERS_WITH", "place:610100", None),
    ("r2", 1, "出台《青川市人才十条》。", "place:610100", "ISSUES", "policy:青川市人才十条", None),
    ("r3", 0, "白河市学习推广红旗驿站。", "place:610200", "IMPLEMENTS", "programme:红旗驿站", None),
    ("r3", 0, "白河市自2020年起开展秋季攻坚行动。", "place:610200", "RUNS", "campaign:秋季攻坚行动", 2020),
    ("r3", 1, "头雁工程下设头雁领航班。", "programme:头雁领航班", "PART_OF", "programme:头雁工程", None),
    ("r4", 0, "重山市引入红旗驿站𠮷😀，", "place:620100", "IMPLEMENTS", "programme:红旗驿站", None),
    ("r4", 0, "实施码上议事。", "place:620100", "IMPLEMENTS", "programme:码上议事", None),
)

# what a gazetteer says without a sentence
GIVEN = (
    ("place:610100", "PART_OF", "place:610000"),
    ("place:610200", "PART_OF", "place:610000"),
    ("place:620100", "PART_OF", "place:620000"),
    ("org:青川市委组织部", "LOCATED_IN", "place:610100"),
)


def sample_rows() -> Rows:
    """Give the tables of the sample: 13 entities, 4 reports, 6 passages."""
    rows: Rows = {name: [] for name in TABLES}
    names = {id_: (name, *aliases) for id_, _, name, aliases, _ in ENTITIES}
    for id_, heading, place, as_of, paragraphs in REPORTS:
        at = 0
        for seq, text in enumerate(paragraphs):
            passage = f"{id_}/{seq}"
            rows["passages"].append(
                {"id": passage, "report_id": id_, "seq": seq, "start": at, "end": at + len(text), "text": text}
            )
            rows["mentions"].extend(_mentions(passage, text, names))
            at += len(text) + 1
        rows["reports"].append(
            {"id": id_, "heading": heading, "place_id": place, "place_name": names[place][0],
             "more_place_ids": ["place:610000"] if id_ == "r3" else [], "as_of": as_of, "date": None, "issuer": None,
             "source": "samples/合集.txt", "source_sha256": "0" * 64, "start": 0, "end": at, "chars": at}
        )  # fmt: skip
    rows["statements"] = [_statement(*item) for item in STATEMENTS]
    rows["edges"] = list(_edges(rows["statements"]))
    rows["entities"] = [_entity(rows, *item) for item in ENTITIES]
    return rows


def _mentions(passage: str, text: str, names: Mapping[str, tuple[str, ...]]) -> Iterable[dict[str, Any]]:
    for entity, known in names.items():
        name = next((item for item in known if item in text), None)
        if name:
            at = text.index(name)
            yield {"id": content_id("m", passage, at, entity), "passage_id": passage, "start": at, "end": at + len(name),
                   "text": name, "type": "X", "entity_id": entity, "confidence": 0.9, "by": "test"}  # fmt: skip


def _text(passage: str) -> str:
    report, _, seq = passage.partition("/")
    return next(paragraphs for id_, _, _, _, paragraphs in REPORTS if id_ == report)[int(seq)]


def _statement(
    report: str, seq: int, sentence: str, subject: str, predicate: str, object_: str, year: int | None
) -> dict[str, Any]:
    passage = f"{report}/{seq}"
    start = _text(passage).index(sentence)
    as_of = next(item[3] for item in REPORTS if item[0] == report)
    return {"id": content_id("s", passage, subject, predicate, object_), "passage_id": passage, "start": start,
            "end": start + len(sentence), "subject_id": subject, "predicate": predicate, "object_id": object_, "year": year,
            "as_of": as_of, "confidence": 0.8, "by": "test"}  # fmt: skip


def _edges(statements: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    together: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
    for item in statements:
        together.setdefault((item["subject_id"], item["predicate"], item["object_id"]), []).append(item)
    for (source, predicate, target), items in together.items():
        spoken = [item["year"] or item["as_of"] for item in items if item["year"] or item["as_of"]]
        yield {"id": content_id("e", source, predicate, target), "source_id": source, "predicate": predicate,
               "target_id": target, "basis": "text", "count": len(items),
               "reports": len({item["passage_id"].partition("/")[0] for item in items}),
               "years": sorted({item["year"] for item in items if item["year"]}),
               "first_year": min(spoken, default=None), "last_year": max(spoken, default=None),
               "confidence": round(1 - 0.2 ** len(items), 4),
               "evidence": [evidence(item["passage_id"], item["start"], item["end"]) for item in items]}  # fmt: skip
    for source, predicate, target in GIVEN:
        yield {"id": content_id("e", source, predicate, target), "source_id": source, "predicate": predicate,
               "target_id": target, "basis": "gazetteer", "count": 0, "reports": 0, "years": [], "first_year": None,
               "last_year": None, "confidence": 1.0, "evidence": []}  # fmt: skip


def _entity(rows: Rows, id_: str, kind: str, name: str, aliases: tuple[str, ...], parent: str | None) -> dict[str, Any]:
    mentions = [item for item in rows["mentions"] if item["entity_id"] == id_]
    touching = [edge for edge in rows["edges"] if id_ in (edge["source_id"], edge["target_id"]) and edge["first_year"]]
    return {"id": id_, "type": kind, "name": name, "aliases": list(aliases),
            "level": ("province" if id_.endswith("0000") else "city") if kind == "PLACE" else None,
            "adcode": id_.partition(":")[2] if kind == "PLACE" else None, "parent_id": parent if kind == "PLACE" else None,
            "mentions": len(mentions), "reports": len({item["passage_id"].partition("/")[0] for item in mentions}),
            "first_year": min((edge["first_year"] for edge in touching), default=None),
            "last_year": max((edge["last_year"] for edge in touching), default=None)}  # fmt: skip


def write_bundle(root: Path, rows: Mapping[str, list[dict[str, Any]]]) -> Bundle:
    """Write tables and make them the bundle in `root`."""
    folder = root / f"new-{uuid.uuid4().hex}"
    folder.mkdir(parents=True)
    for name, columns in TABLES.items():
        pq.write_table(pa.Table.from_pylist(rows.get(name, []), schema=columns), folder / f"{name}.parquet")
    return commit_bundle(root, folder, {})
