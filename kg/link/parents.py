"""Parts of a named sum: “A”“B”“C”等“五大行动”, 人才工程（“A”计划、“B”计划): the parts belong to the named whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.link.named import Named
from kg.link.scene import Scene

_SUM = re.compile(r"^[“\"「]?(?P<count>[两二三四五六七八九十百\d]+)(?:大|项|个|类|条|张|支)")
# Between the last part and the sum: nothing, or 等 with a short word.
_AND_SO_ON = re.compile(r"(?:等|等等)\w{0,3}")
_LIST = re.compile(r"[、，,和与及]?")
_DIGITS = {"两": 2, **{char: number for number, char in enumerate("零一二三四五六七八九十")}}


def parent_ids(scene: Scene) -> Iterator[tuple[str, str, int]]:
    """Give (part, whole, position): a list of names that runs directly into a name which counts them.

    Without 等 there must be just as many parts as the name counts, so that “A”“四个一线”机制 makes no part of “A”.
    """
    initiatives = [one for one in scene.named if one.type in ("PROGRAMME", "CAMPAIGN")]
    for index, whole in enumerate(initiatives):
        counted = _SUM.match(scene.text[whole.start : whole.end])
        if counted is None:
            continue
        edge, open_list = whole.start, False
        parts: list[Named] = []
        for part in reversed(initiatives[:index]):
            between = scene.text[part.end : edge]
            if not parts and _AND_SO_ON.fullmatch(between):
                open_list = True
            elif between if not parts else not _LIST.fullmatch(between):
                break
            parts.append(part)
            edge = part.start
        if open_list or len(parts) == _number(counted["count"]):
            for part in parts:
                yield part.entity_id, whole.entity_id, part.start


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    return _DIGITS.get(text, 0)
