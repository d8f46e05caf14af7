"""Responsibility lines: （牵头单位：A、B；责任单位：C） says who leads what the text before it names."""

from __future__ import annotations

import re

from kg.link.scene import Actor, Scene, as_actor

Leads = dict[tuple[int, int], list[Actor]]

_LEAD_LABEL = re.compile(
    r"牵头(?:责任)?(?:单位|部门)?[：:](?P<units>(?:(?!(?:责任|配合|参与|参加|协同|支持)(?:单位|部门))[^；;。）)])*)"
)
_LEAD_VERB = re.compile(r"(?P<units>[^；;。，,（(]*)牵头|(?P<led>[^；;。，,、：:（(]*)[（(]牵头[)）]")


def lead_units(scene: Scene) -> Leads:
    """（牵头单位：A、B；责任单位：C）: the lead units act in the text before the line, back to the line before it.

    Where the line is a passage of its own (牵头单位：A), they act in the passage above it.
    """
    leads: Leads = {}
    low = 0
    for start, end in scene.lead_lines:
        if units := _leads_of(scene, start, scene.text[start:end]):
            leads[low, start] = units
        low = end
    if scene.below is not None and low == 0 and (units := _leads_of(scene.below, 0, scene.below.text)):
        leads[0, len(scene.text)] = units
    return leads


def _leads_of(scene: Scene, at: int, line: str) -> list[Actor]:
    """Give the lead units that a responsibility line names; `at` is where it begins in the scene."""
    label = _LEAD_LABEL.search(line) or _LEAD_VERB.search(line)
    if label is None:
        return []
    group = next(name for name, text in label.groupdict().items() if text is not None)
    begin, end = at + label.start(group), at + label.end(group)
    return [as_actor(unit, "lead unit") for unit in scene.actors if begin <= unit.start and unit.end <= end]
