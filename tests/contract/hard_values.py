"""The sample bundle with values that formats stumble over: quotes, newlines, escapes, formulas, separators, 4-byte characters."""

from __future__ import annotations

from tests.contract.bundles import Rows, sample_rows

NAME = "=1+1 \"双\" '单' \\u0027 \\ <b>&amp;\n换行；𠮷😀{x};"
ALIASES = ["甲；乙|丙,丁", '"引号"', "@式", "反\\"]
HEADING = '《关于"试点"的\n通知》, \\n；'
TEXT = "第一行\t制表，\r\n第二行\"引\"'单'；😀𠮷𠮷结束。\\"
SENTENCE = "第二行\"引\"'单'；😀𠮷𠮷结束。\\"


def hard_rows() -> Rows:
    """Give the sample with one organisation, one report and one edge more, all of them awkward."""
    rows = sample_rows()
    entity = dict(rows["entities"][5]) | {"id": 'org:怪 "名"\'%;\\', "name": NAME, "aliases": ALIASES}
    rows["entities"].append(entity)
    length = len(TEXT)
    rows["reports"].append(
        dict(rows["reports"][0]) | {"id": "r9", "heading": HEADING, "as_of": 2023, "end": length, "chars": length}
    )
    rows["passages"].append({"id": "r9/0", "report_id": "r9", "seq": 0, "start": 0, "end": length, "text": TEXT})
    start = TEXT.index(SENTENCE)
    rows["edges"].append(
        dict(rows["edges"][0])
        | {
            "id": "ehard",
            "source_id": entity["id"],
            "target_id": "programme:红旗驿站",
            "years": [2020, 2023],
            "count": 2,
        }
        | {"evidence": [f"r9/0#{start}-{length}", "r1/0#0-17"]}
    )
    # A second relation between two entities that have one already.
    rows["edges"].append(dict(rows["edges"][0]) | {"id": "esecond", "predicate": "RUNS"})
    return rows
