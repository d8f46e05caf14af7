"""The page about the catalogue, `queries/README.md`, generated from the headers of the query files: `python -m queries.document`."""

from __future__ import annotations

from pathlib import Path

from queries.catalog import Query, catalog

PAGE = Path(__file__).parent / "README.md"

_HEAD = """\
# Queries 查询目录

Generated from `queries/cypher/*.cypher` by `python -m queries.document`. Each runs on the embedded store and on Neo4j with equal answers:

    kg query NAME key=value ... [--store URL] [--format table|json|csv]

A place, programme, campaign, policy or body may be given by its id, name, short name, alias, pinyin or initials. Of several whose names only
hold what is given, the one named most often is taken, and a line on stderr says so.

`years` holds only years that a sentence names; where it names none, `first_year` and `last_year` fall back to the year of the report,
or of the part of it (一、2023年工作回顾) in which they stand.

"""


def page() -> str:
    """Draw the whole page."""
    queries = catalog().values()
    contents = "\n".join(f"- [`{query.name}`](#{query.name}) {query.zh} · {query.en}" for query in queries)
    return _HEAD + contents + "\n\n" + "\n".join(map(section, queries))


def section(query: Query) -> str:
    """Draw the part about one query."""
    lines = [f"## {query.name}", "", f"{query.zh}。{query.en[:1].upper()}{query.en[1:]}.", ""]
    if query.parameters:
        lines += ["| parameter | type | default | |", "|---|---|---|---|"]
        for parameter in query.parameters:
            default = "required" if parameter.required else "" if parameter.default is None else str(parameter.default)
            kind = parameter.type.replace("|", " or ")
            lines.append(f"| `{parameter.name}` | {kind} | {default} | {parameter.zh} / {parameter.en} |")
        lines.append("")
    lines.append("Columns: " + ", ".join(f"`{column}` {query.headings[column]}" for column in query.columns))
    if query.example:
        lines += ["", "    kg query " + " ".join([query.name, *(f"{k}={v}" for k, v in query.example.items())])]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
