"""Composition: the same functions that the commands call, for use from Python. `kg` is the library below, this is the whole way."""

from __future__ import annotations
