"""Names that a report shortens or shares: 《甲规划》（以下简称《规划》）, 《甲办法》（国发〔2023〕5号）, 创新普查和成果登记制度.

Input are the passages of one report with their mentions; output is what a name stands for in this report, which `kg.link.report` asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kg.link.names import canonical, plain, table
from kg.text import Mention, Passage

# （以下简称《规划》）, （简称“甲计划”）
_SHORT = re.compile(r"\s*[（(](?:以下)?(?:统一|统)?简称(?:为|：|:)?(?P<name>[^（()）]{2,20})[)）]")
# （国发〔2023〕5号）
_NUMBER = re.compile(r"\s*[（(](?P<number>[^\s（()）]{1,12}[〔\[［(（]\d{4}[〕\]］)）]\d+号)[)）]")
_NUMBER_SIGNS = str.maketrans("[［(（]］)）", "〔〔〔〔〕〕〕〕")
_QUOTES = "“\"‘'《「『〈«"
_BETWEEN = re.compile(r"[、和与及]|以及")


def short_names(passages: Sequence[Passage], mentions: Sequence[Sequence[Mention]]) -> Iterator[tuple[Mention, str]]:
    """Give (mention, other name) for every short title and paper number that stands in brackets after a name."""
    for passage, found in zip(passages, mentions, strict=True):
        for mention in found:
            for pattern, group in ((_SHORT, "name"), (_NUMBER, "number")):
                if (match := pattern.match(passage.text, mention.end)) is not None:
                    yield mention, paper_number(match[group]) if group == "number" else plain(match[group])


def paper_number(text: str) -> str:
    """Write the number of a paper with the usual brackets.

    >>> paper_number("国发[2023]5号")
    '国发〔2023〕5号'
    """
    return plain(text).translate(_NUMBER_SIGNS)


def shared_heads(text: str, mentions: Sequence[Mention]) -> Mapping[Mention, str]:
    """Give the names of the initiatives of a passage that share the head of the list's last name: 创新普查和成果登记制度.

    Only names without quotes take a head; a quoted one is called by what stands between its quotes.
    """
    heads = tuple(table("initiatives", "heads")["words"].split())
    named = [mention for mention in mentions if mention.type in ("PROGRAMME", "CAMPAIGN")]
    found: dict[Mention, str] = {}
    head, edge, kind = "", len(text), ""
    for mention in reversed(named):
        own = next((word for word in heads if mention.text.endswith(word)), "")
        if own or mention.text[:1] in _QUOTES:
            head = own
        elif head and kind == mention.type and _BETWEEN.fullmatch(text[mention.end : edge]):
            found[mention] = canonical(mention.text).removesuffix(head) + head
        else:
            head = ""
        edge, kind = mention.start, mention.type
    return found
