"""What all tests share: where the evaluation material lies, and the rule that a skip is a failure where a part is required."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def require(name: str, present: bool, reason: str) -> None:
    """Skip the test when a part is absent, or fail it when `KG_REQUIRE` (names, comma separated) lists the part."""
    if present:
        return
    if name in os.environ.get("KG_REQUIRE", "").split(","):
        pytest.fail(f"{name} is required here, but {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the corpus and the gold, beside the project."""
    require("shared", SHARED.is_dir(), f"no evaluation material at {SHARED.name}/ beside the project")
    return SHARED
