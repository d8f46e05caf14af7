"""What `kg` and `pipelines` offer to Python: exactly `__all__`, importable one by one, functions and not modules."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

import kg
import pipelines
from tests.conftest import ROOT


@pytest.mark.parametrize("package", [kg, pipelines])
def test_what_is_visible_is_what_is_offered(package: object) -> None:
    offered = package.__all__  # type: ignore[attr-defined]
    assert dir(package) == sorted(offered)
    for name in offered:
        found = getattr(package, name)
        assert not inspect.ismodule(found), name
        assert name == "__version__" or inspect.getdoc(found), name
    with pytest.raises(AttributeError, match="nothing_of_that_name"):
        package.nothing_of_that_name  # type: ignore[attr-defined] # noqa: B018


@pytest.mark.parametrize(
    "before",
    ["import pipelines.build, pipelines.load, pipelines.export, pipelines.view", "import pipelines.cli.app", ""],
)
def test_functions_stay_in_front_of_modules_of_the_same_name(before: str) -> None:
    code = f"{before}\nimport pipelines\nfrom pipelines import build\n"
    code += "import types\nfor name in pipelines.__all__:\n    assert type(getattr(pipelines, name)) is types.FunctionType, name\n"
    code += "from pipelines.build import BuildReport, build as same\nassert same is build is pipelines.build\n"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
