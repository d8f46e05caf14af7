"""Extraction: from Passages to Mentions (places, organisations, programmes, campaigns, policies).

A spaCy pipeline with one component of our own: rules and word lists make features, a CRF trained on annotated reports
proposes candidates, and a second stage trained on candidates of unseen reports decides.
"""

from __future__ import annotations

from kg.extract.components import Extractor, load_extractor

__all__ = ["Extractor", "load_extractor"]
