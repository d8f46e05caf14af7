"""Quoted passages and 《titles》 with what decides about them: the head word after, the list they stand in.

Input: normalised text; output: `Quoted` spans, which `columns.py` turns into feature columns and `candidates.py` into candidates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from kg.extract.lexicon import Lexicon
from kg.extract.normal import CLOSE, OPEN, TITLE_CLOSE, TITLE_OPEN

# A quote longer than this was never closed: the longest quoted name seen has 61 characters.
LONGEST = 120
# A head word ends at most this many characters after the quote (“…”人才服务政策体系 has 8).
REACH = 12
_HAN = re.compile(r"[\u4e00-\u9fffA-Z0]+(?:（[^（）]{1,8}）)?")
_STOP = re.compile("[的和与及等为以在中是，。、；：！？“”《》（）\0]")
# A verb after a head ends the head phrase: “…”等方式推进编制资源向乡镇倾斜.
_VERB = re.compile(
    "推[进动]|开展|实施|带动|助力|促进|引[导领]|加[强快]|强化|有[力效]|扎实|持续|全面|进一步|深入|不断|累计"
)
# “五大行动” counts the quotes before it: what it ends with is the head of all of them.
_SUM = re.compile("“[两二三四五六七八九十0]+(?:大|项|个|类|条|张|支)")
# “…”今年8月 begins something new: 年 and 月 are no heads there.
_TIME = re.compile("[今去明本当每]年|0+年|0+月|近年|目前|当前")
# “A”“B”三大行动: how many belong together, and what they are, is part of no name.
_TOGETHER = re.compile("[两二三四五六七八九十0]+(?:大|项|个|类)")
_LINK = re.compile("[、，和及与等以]{0,2}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A quoted passage: `start` and `end` include its signs; `tail` is where the head phrase after it ends (or `end`).

    `head` is the code of the head word after it, `direct` whether nothing stands between, `inner` the code of the head
    at the end of its content; `shared` is the head after the last quote of its list, `before` and `after` say whether a
    quote is next to it in that list.
    """

    start: int
    end: int
    title: bool
    tail: int
    head: int
    direct: bool
    inner: int
    shared: int
    before: bool
    after: bool


def _pairs(text: str) -> list[tuple[int, int, bool]]:
    """Find the outermost pairs of quotation marks and title marks as (start, end, title)."""
    out: list[tuple[int, int, bool]] = []
    stack: list[int] = []
    for i, char in enumerate(text):
        if char in (OPEN, TITLE_OPEN):
            if stack and i - stack[0] > LONGEST:
                stack.clear()
            stack.append(i)
        elif char in (CLOSE, TITLE_CLOSE) and stack:
            want = OPEN if char == CLOSE else TITLE_OPEN
            places = [k for k, at in enumerate(stack) if text[at] == want]
            if not places:
                continue
            del stack[places[-1] + 1 :]
            begin = stack.pop()
            if not stack and i - begin <= LONGEST:
                out.append((begin, i + 1, char == TITLE_CLOSE))
        elif char == "\0":
            stack.clear()
    return out


def _tail(
    text: str, end: int, heads: dict[int, tuple[int, int]], direct_heads: dict[int, tuple[int, int]]
) -> tuple[int, int, bool]:
    """Give (tail end, head code, direct) of the head phrase that starts at `end`, or (end, 0, False)."""
    if _TIME.match(text, end):
        return end, 0, False
    limit = end
    while limit < min(len(text), end + REACH) and not _STOP.match(text[limit]):
        limit += 1
    if end in direct_heads:
        stop, code = direct_heads[end]
        if _VERB.match(text, stop):
            return stop, code, True
        # 行动计划 and the like: a longer head phrase that goes on wins.
        for later in range(limit, stop, -1):
            if later in heads and heads[later][0] >= end:
                return later, heads[later][1], False
        return stop, code, True
    for later in range(limit, end, -1):
        if later in heads and heads[later][0] >= end:
            return later, heads[later][1], False
    return end, 0, False


def _follows(text: str, end: int, start: int) -> bool:
    """Tell whether a quote that starts at `start` stands in a list with one that ends at `end`."""
    return start - end <= 2 and _LINK.match(text[end:start]) is not None


def find_quoted(text: str, lexicon: Lexicon) -> list[Quoted]:
    """Find quoted passages and titles of a normalised text, in order.

    >>> from kg.extract.lexicon import load_lexicon
    >>> [(q.start, q.tail, q.head, q.shared) for q in find_quoted("开展“甲乙”“丙丁”专项行动", load_lexicon())]
    [(2, 6, 0, 4), (6, 14, 4, 4)]
    """
    pairs = _pairs(text)
    if not pairs:
        return []
    ends: dict[int, tuple[int, int]] = {}
    starts: dict[int, tuple[int, int]] = {}
    for start, end, code in lexicon.heads.all(text):
        if end not in ends or start < ends[end][0]:
            ends[end] = (start, code)
        if start not in starts or end > starts[start][0]:
            starts[start] = (end, code)
    out: list[Quoted] = []
    following: Quoted | None = None
    for (_, before, _), (begin, end, title) in zip([(0, -9, False), *pairs][-2::-1], reversed(pairs), strict=True):
        tail, head, direct = (end, 0, False) if title else _tail(text, end, ends, starts)
        after = following is not None and _follows(text, end, following.start)
        inner = ends.get(end - 1, (0, 0))
        if after and following is not None:
            tail, shared = end, following.shared
        elif head and _follows(text, before, begin) and _TOGETHER.match(text, end):
            tail, head, shared = end, 0, head
        elif text[tail : tail + 1] == "等":
            shared = _tail(text, tail + 1, ends, starts)[1]
        else:
            shared = head
        if not head and inner[0] > begin and _SUM.match(text, begin):
            shared = inner[1]
        following = Quoted(
            start=begin,
            end=end,
            title=title,
            tail=tail,
            head=0 if after else head,
            direct=direct,
            inner=inner[1] if inner[0] > begin else 0,
            shared=shared,
            before=False,
            after=after,
        )
        out.append(following)
    out.reverse()
    marked = [out[0]]
    for last, here in pairwise(out):
        marked.append(
            here
            if not last.after
            else Quoted(**{**{name: getattr(here, name) for name in Quoted.__slots__}, "before": True})
        )
    return marked
