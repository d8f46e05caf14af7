"""gongwen-kg: a knowledge graph of places, organisations, programmes, campaigns and policies from Chinese official reports."""

from __future__ import annotations

__version__ = "0.1.0"
