"""Linking: from mentions to things, and from sentences to statements. Input are the mentions of a report, output a LinkedReport."""

from __future__ import annotations

from kg.link.report import LinkedReport, link_report

__all__ = ["LinkedReport", "link_report"]
