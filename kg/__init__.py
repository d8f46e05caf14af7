"""gongwen-kg: a knowledge graph of places, organisations, programmes, campaigns and policies from Chinese official reports.

>>> import kg
>>> kg.Entity(id="place:420600", type="PLACE", name="湖北省襄阳市").name
'湖北省襄阳市'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.bundle import open_bundle
    from kg.export.network import to_networkx
    from kg.graph import Edge, Entity, Subgraph
    from kg.store import open_store
    from kg.text import Mention, Passage, Report, Statement

__version__ = "0.1.0"
__all__ = [
    "Edge", "Entity", "Mention", "Passage", "Report", "Statement", "Subgraph",
    "__version__", "open_bundle", "open_store", "to_networkx",
]  # fmt: skip

_MODULES = {
    **dict.fromkeys(("Report", "Passage", "Mention", "Statement"), "kg.text"),
    **dict.fromkeys(("Entity", "Edge", "Subgraph"), "kg.graph"),
    "open_bundle": "kg.bundle",
    "open_store": "kg.store",
    "to_networkx": "kg.export.network",
}


def __getattr__(name: str) -> Any:
    """Import a name when it is first asked for: `import kg` alone loads nothing heavy."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(_MODULES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
