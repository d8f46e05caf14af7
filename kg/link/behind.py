"""Who acts where that stands behind the name: 在“A”中，市委…; 为推进“A”，甲县开展…; “A”由甲局牵头.

Input is a Scene and a name; output are actors, for `kg.link.actors`.
"""

from __future__ import annotations

import re

from kg.link.clauses import ACT, JOINED
from kg.link.named import Named
from kg.link.scene import Actor, Scene, as_actor
from kg.link.sentences import clause_start

# 为推进“A”工程，甲县开展…
_AIM = re.compile(r"\w{0,6}，")
# 在X中，市委…; X开展以来，市委…: the name stands in the frame of the sentence, who acts comes after it.
_FRAME = re.compile(r"(?:工作)?(?:中|以来|开展以来)，")


def actors_behind(scene: Scene, one: Named, end: int) -> list[Actor]:
    """Give who acts behind a name in the frame of its sentence, which ends at `end`, else who stands behind 由."""
    frame = _FRAME.match(scene.text, one.end)
    if scene.text[clause_start(scene.text, one.start, 0)] == "为" and (aim := _AIM.match(scene.text, one.end)):
        after = [other for other in scene.actors if other.start == aim.end() and ACT.match(scene.text, other.end)]
        if after:
            return [as_actor(other, "subject after the frame") for other in after]
    if frame is None:
        return _doers_after(scene, one, end)
    after = [other for other in scene.actors if other.start == frame.end() and other.end <= end and other.type == "ORG"]
    return [
        as_actor(other, "subject after the frame") for other in after if ACT.match(scene.text, other.end) is not None
    ]


_DOES = re.compile(
    r"\w{0,4}(?:实施|首创|创立|发起|推行|提出|打造|牵头|组织|负责|承办|承担|承接|主办|开展|推进|制定|起草|编制|印发|发布|建设|运营|运维|落实|资助|出资)"
)


# 由甲局主办，乙区承办
_AND_HOSTS = re.compile(r"主办[，、]")
_BY = re.compile(
    r"(?:[，：:](?:这\w{0,3}|此\w{0,2})?|（[^（）]{0,12}）|是[^，。；]{0,40}，|\w{0,8}(?:会|仪式|赛|展|节))?(?:将|均|统一)?(?:主要|具体)?由"
)


def _doers_after(scene: Scene, one: Named, end: int) -> list[Actor]:
    """“A”工程由市科技局牵头，市财政局配合: who stands behind 由 does it."""
    behind = _BY.match(scene.text, one.end)
    if behind is None:
        return []
    at = behind.end()
    group: list[Named] = []
    for other in scene.actors:
        if at <= other.start and other.end <= end and JOINED.fullmatch(scene.text[at : other.start]):
            group.append(other)
            at = other.end
    if second := _AND_HOSTS.match(scene.text, at):
        group += [
            other
            for other in scene.actors
            if other.start == second.end() and scene.text[other.end :].startswith("承办")
        ]
    if not group or group[0].start != behind.end() or _DOES.match(scene.text, at) is None:
        return []
    return [as_actor(other, "doer after the name") for other in group if not scene.leads_into(other)]
