"""Composition: the same functions that the commands call, for use from Python. `kg` is the library below, this is the whole way.

>>> import pipelines
>>> pipelines.build.__name__, pipelines.export.__name__
('build', 'export')
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipelines.build import build
    from pipelines.export import export
    from pipelines.load import load, unload
    from pipelines.view import view

__all__ = ["build", "export", "load", "unload", "view"]


def __getattr__(name: str) -> Any:
    """Import a function when it is first asked for: `import pipelines` alone loads nothing heavy."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module("pipelines.load" if name == "unload" else f"pipelines.{name}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)


class _Package(ModuleType):
    """Keeps `pipelines.build` the function: importing the module of that name would put the module in its place."""

    def __setattr__(self, name: str, value: object) -> None:
        if name not in __all__ or not isinstance(value, ModuleType):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
