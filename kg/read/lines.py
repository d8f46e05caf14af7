"""The lines of a decoded file and what is no part of any report: advertising, marks, page numbers, running heads, repeats.

Input is the text of a `SourceText`; output are the lines that remain, each with its offsets in that text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

STRONG_END = re.compile(r"[。！？!?；;：:…][”’」』）)】》]*$")
SALUTATION = re.compile(
    r"^(?:[\u4e00-\u9fff、，,（）()\s]{0,40}(?:同志|代表|委员|领导|来宾|朋友|嘉宾|同事|战友|女士|先生|同学|乡亲|部长|书记|主席)们?)"
    r"(?:[、，,]?\s*(?:同志|朋友|女士|先生)们)*\s*[：:!！]?$"
)
# Marks that a publishing platform leaves around the part behind its pay wall.
MARK = re.compile(r"#{2,}\s*\w*?(?:begin|end)\s*#{2,}", re.IGNORECASE)
DISCLAIMER = re.compile(
    r"仅供.{0,8}(?:学习|参考|交流|内部)|(?:禁止|严禁|请勿)(?:外传|转载|商用|传播)|免责声明|版权归.{0,12}所有|版权所有|侵犯.{0,12}合法权益"
    r"|(?:如有|若有|涉及)侵权|权属证明|(?:文稿|文章|资料|文档|本文|内容)(?:来源|来自|发布平台|整理自?|下载)\s*(?:[:：]|于?(?:互联)?网络)"
    r"|来源\s*[:：]\s*(?:互联)?网络|^本(?:文|资料|材料)由.{2,20}(?:整理|提供|上传)"
)
# These words stand in reports too: they count only in a line that is no sentence.
SHOP = re.compile(
    r"订阅.{0,20}(?:权益|会员|资料|优惠)|会员.{0,15}(?:资料|材料|免费|权益|优惠)|(?:会员|QQ|qq|微信|交流|资料|粉丝)[群裙]\s*[:：]"
    r"|(?:QQ|qq|微信号?)\s*[:：]|倒卖|(?:关注|搜索|添加).{0,12}(?:公众号|微信)|公众号\s*[:：]|扫.{0,6}(?:二维码|码(?:关注|领取|下载|进群))"
    r"|^(?:小编|责任编辑|责编|排版|校对)\s*[:：]|^(?:评论|点赞|收藏|转发|阅读量?|浏览量?|在看)\s*[:：]?\s*\d*$"
    r"|^(?:上一篇|下一篇|返回顶部|返回首页|打印本页|关闭窗口|分享到|相关(?:阅读|链接|推荐))|^(?:https?://|www\.)\S+$"
    r"|更多.{0,12}(?:资料|范文|文稿|材料|公文).{0,12}(?:请|关注|访问|加|尽在)"
)
# From such a line on, what follows is the licence note of an online library, not the report.
LICENCE = re.compile(
    r"^(?:本作品|此作品|本文件|该作品)(?:是|在|来自|依据|采用|根据|原文)|^Public\s*domain", re.IGNORECASE
)
LICENCE_CHARS = 3000
PAGE_NUMBER = re.compile(
    r"^(?:[-—–－·•~～]+\s*\d{1,4}\s*[-—–－·•~～]+|第\s*\d{1,4}\s*页.{0,10}|\d{1,4}\s*/\s*\d{1,4}|[Pp](?:age)?\.?\s*\d{1,4})$"
)
NUMBER = re.compile(r"^\d{1,4}$")
# 某市工作总结　　第 13 页 共 20 页, 第13页　某市工作总结
HEAD_WITH_PAGE = re.compile(
    r"^(?:(?P<before>.{4,60}?)[\s—–\-|｜]*第\s*\d{1,4}\s*页(?:[\s,，/]*共\s*\d{1,4}\s*页)?"
    r"|第\s*\d{1,4}\s*页(?:[\s,，/]*共\s*\d{1,4}\s*页)?[\s—–\-|｜]*(?P<after>.{4,60}))$"
)
NOTICE = re.compile(r"^[【（(\[〔]\s*广\s*告\s*[】）)\]〕]")
# A line that is drawn to part things. Masks (××, ○○) and omissions of two marks are text.
RULE = re.compile(r"^([=\-_~*#+.·•…—–─━═┄┅﹍＿＝－])(?:\s*\1){4,}$")
RULES = frozenset("=-_~*#+.·•…—–─━═┄┅﹍＿＝－")
ELLIPSIS = re.compile(r"(?:\.{3,}|…+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line that is not blank: `text` without outer blanks is at `start`; what stood before it on the page.

    `indent` is the width of the blanks before it in columns, 0 for a single blank; `gap` tells of a blank line above,
    `page` that a page number or what is printed beside it stood there.
    """

    start: int
    end: int
    text: str
    indent: int
    gap: bool
    page: bool = False

    @property
    def width(self) -> int:
        """The columns that the line takes in print with its indent."""
        return self.indent + columns(self.text)

    @property
    def finished(self) -> bool:
        """Whether the line ends as a sentence or a clause list does, so that a paragraph may end here."""
        return STRONG_END.search(self.text) is not None


class _Widths(dict[str, int]):
    """The columns of each character, looked up in Unicode's tables when it is first met."""

    def __missing__(self, char: str) -> int:
        self[char] = width = 2 if unicodedata.east_asian_width(char) in "WFA" else 1
        return width


_WIDTHS = _Widths()


def columns(text: str) -> int:
    """Give how many columns a text takes in print: a full-width character takes two.

    >>> columns("组织A")
    5
    """
    return sum(map(_WIDTHS.__getitem__, text))


def key(text: str) -> str:
    """Give what counts when titles are compared: letters and digits alone, full-width forms as ordinary ones.

    >>> key("“１＋２” 工作 机制")
    '12工作机制'
    """
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower()


def lines_of(text: str) -> list[Line]:
    """Give the lines of a text that are not blank, with their offsets, without platform marks.

    >>> [(line.start, line.text, line.gap) for line in lines_of("综述\\n\\n\\u3000\\u3000第一段。")]
    [(0, '综述', False), (6, '第一段。', True)]
    """
    lines: list[Line] = []
    position, gap = 0, False
    for raw in text.split("\n"):
        inner = raw
        if "##" in raw:
            inner = MARK.sub(lambda mark: " " * len(mark.group()), raw)
        stripped = inner.strip()
        if stripped:
            lead = len(inner) - len(inner.lstrip())
            start = position + lead
            indent = columns(inner[:lead].expandtabs(4)) if lead > 1 or "\t" in inner[:lead] else 0
            lines.append(Line(start=start, end=start + len(stripped), text=stripped, indent=indent, gap=gap))
        gap = not stripped
        position += len(raw) + 1
    return lines


def without_noise(lines: Sequence[Line]) -> list[Line]:
    """Leave out advertising, page numbers, running heads, a preview of the beginning, and licence notes at the end."""
    pages = _page_numbers(lines)
    # What was printed between the lines of a text may fall into a sentence or a name: it parts nothing.
    between = pages | _printed_between(lines)
    noise = between | _running_heads(lines, pages) | _previews(lines)
    noise |= {at for at, line in enumerate(lines) if line.text[0] in RULES and RULE.match(line.text)}
    noise |= (advertising := _advertising(lines, noise, pages))
    between |= {at for at in advertising if not pages.isdisjoint((at - 1, at + 1))}
    noise |= _licence(lines)
    kept: list[Line] = []
    gap = page = False
    for at, line in enumerate(lines):
        if at in noise:
            gap = gap or at not in between  # anything else that goes leaves a gap
            page = page or at in between
        else:
            kept.append(replace(line, gap=gap or line.gap, page=page) if gap or page else line)
            gap = page = False
    return kept


def _page_numbers(lines: Sequence[Line]) -> set[int]:
    found = {at for at, line in enumerate(lines) if len(line.text) <= 16 and PAGE_NUMBER.match(line.text)}
    # A bare number may belong to the text (the 2 of M2): it counts where at least three rise through the file one by one.
    bare = [(at, int(line.text)) for at, line in enumerate(lines) if NUMBER.match(line.text)]
    run: list[int] = []
    last = -1
    for at, number in bare:
        if run and not last < number <= last + 2:
            found |= set(run) if len(run) >= 3 else set()
            run = []
        run.append(at)
        last = number
    return found | (set(run) if len(run) >= 3 else set())


def _running_heads(lines: Sequence[Line], pages: set[int]) -> set[int]:
    """Find lines that stand beside page numbers three times or more in the same words."""
    beside = {at + step for at in pages for step in (-1, 1)} - pages
    texts = {at: lines[at].text for at in beside if 0 <= at < len(lines) and len(lines[at].text) <= 40}
    counts = Counter(texts.values())
    return {at for at, text in texts.items() if counts[text] >= 3 and not STRONG_END.search(text)}


def _printed_between(lines: Sequence[Line]) -> set[int]:
    """Find advertisements that say so, and lines that hold a page number and the words of a line before: a title as running head."""
    found = {at for at, line in enumerate(lines) if line.text[0] in "【（([〔" and NOTICE.match(line.text)}
    heads = {}
    for at, line in enumerate(lines):
        if "页" in line.text and len(line.text) <= 120 and (head := HEAD_WITH_PAGE.match(line.text)):
            heads[at] = key(head["before"] or head["after"])
    if heads:
        first: dict[str, int] = {}
        for at, line in enumerate(lines):
            if len(line.text) <= 60 and at not in heads:
                first.setdefault(key(line.text), at)
        # A table of contents has such lines before the titles.
        found |= {at for at, head in heads.items() if first.get(head, at) < at}
    return found


def _previews(lines: Sequence[Line]) -> set[int]:
    """Find a line that ends in dots and says what the lines after it say again, as the preview of a web page does."""
    found = set()
    for at, line in enumerate(lines[:10]):
        if len(line.text) >= 20 and ELLIPSIS.search(line.text):
            preview = key(ELLIPSIS.sub("", line.text))
            after = key("".join(later.text[:1000] for later in lines[at + 1 : at + 11]))
            if preview and after.startswith(preview):
                found.add(at)
    return found


def _advertising(lines: Sequence[Line], known: set[int], pages: set[int]) -> set[int]:
    found: set[int] = set()
    # Only beside a page number does an advertisement stand in the middle of a sentence that is wrapped over lines.
    closed = True
    for at, line in enumerate(lines):
        apart = closed or line.gap or at - 1 in pages or at + 1 in pages
        if apart and len(line.text) <= 80 and _is_advertising(line.text):
            found.add(at)
            closed = True
        elif at not in known:
            closed = line.finished or len(line.text) <= 30
    # Short lines between two advertisements, such as the name of the shop, belong to them; a title or salutation does not.
    for first, second in zip(sorted(found), sorted(found)[1:], strict=False):
        between = lines[first + 1 : second]
        if len(between) <= 3 and all(len(line.text) <= 40 and not _belongs(line.text) for line in between):
            found |= set(range(first + 1, second))
    return found


def _is_advertising(text: str) -> bool:
    return DISCLAIMER.search(text) is not None or (SHOP.search(text) is not None and "。" not in text)


def _belongs(text: str) -> bool:
    title = re.search(r"(?:讲话|发言|报告|汇报|综述|总结|材料|意见|方案|计划|通知)$", text)
    return bool(title or STRONG_END.search(text) or SALUTATION.match(text))


def _licence(lines: Sequence[Line]) -> set[int]:
    if not lines:
        return set()
    end = lines[-1].end
    for at in range(len(lines) - 1, -1, -1):
        if lines[at].start < end - LICENCE_CHARS:
            break
        if LICENCE.match(lines[at].text) and (lines[at].gap or at == 0 or lines[at - 1].finished):
            first = at
            while first > 0 and lines[first - 1].start >= end - LICENCE_CHARS and LICENCE.match(lines[first - 1].text):
                first -= 1
            earlier = [
                k for k in range(first) if lines[k].start >= end - LICENCE_CHARS and LICENCE.match(lines[k].text)
            ]
            return set(range(min([first, *earlier]), len(lines)))
    return set()
