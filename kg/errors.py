"""The errors this project raises, all under one root, so that a caller can catch one class.

KgError
├── InputError            a file, folder or text that cannot be read (exit 1, or 3 when the rest was built)
│   ├── EncodingError     bytes that are no text in any encoding tried
│   └── LimitError        larger than a named limit of the configuration
├── UsageError            an argument, parameter or name that does not exist or does not fit (exit 2)
├── SchemaError           schema.toml, or data that does not follow it
├── BundleError           a bundle that is missing, incomplete, damaged or of another format
├── StoreError            a store that does not answer, refuses, or holds something else
│   ├── StoreUnavailable  nothing answers, or the driver is missing
│   └── QueryError        the store refused a query
├── DecisionError         a decisions file that cannot be applied
└── MissingExtra          a part that is not installed

Every message says what happened, where, and what to do next.
"""

from __future__ import annotations

from typing import Any


class KgError(Exception):
    """Root of all errors of this project; its text is one line for the person who runs the command.

    `kind` and `values` are for those who say it in words of their own, such as the explorer in two languages.

    >>> str(KgError("not found: a.txt", hint="give a file that exists"))
    'not found: a.txt; give a file that exists'
    """

    def __init__(self, message: str, *, hint: str = "", kind: str = "", **values: Any) -> None:
        self.message = message
        self.hint = hint
        self.kind = kind
        self.values = values
        super().__init__(f"{message}; {hint}" if hint else message)


class InputError(KgError, ValueError):
    """A file, folder or text cannot be read."""


class EncodingError(InputError):
    """The bytes of a file are no text in any encoding that was tried."""


class LimitError(InputError):
    """An input is larger than a limit of the configuration."""


class UsageError(KgError, ValueError):
    """An argument, a parameter or a name does not exist or does not fit."""


class SchemaError(KgError, ValueError):
    """The schema file, or data that should follow it, is wrong."""


class BundleError(KgError):
    """A bundle is missing, incomplete, damaged or of another format."""


class StoreError(KgError):
    """A store refuses, or holds what is not ours."""


class StoreUnavailable(StoreError, ConnectionError):
    """Nothing answers at the address of a store, or its driver is missing."""


class QueryError(StoreError, ValueError):
    """A store refused a query."""


class DecisionError(KgError, ValueError):
    """A decisions file cannot be applied."""


class MissingExtra(KgError, ImportError):
    """A part of the software that is optional is not installed."""
