"""Questions: a catalogue of Cypher files that both stores answer, and cuts of the graph for pages."""

from __future__ import annotations

from queries.catalog import Parameter, Query, catalog, run

__all__ = ["Parameter", "Query", "catalog", "run"]
