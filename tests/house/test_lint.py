"""The repository examined by its own tools: form, order of packages, types."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(sys.executable).parent

CHECKS = {
    "nothing that ruff warns of": ("ruff", "check", "--quiet", "."),
    "formatted": ("ruff", "format", "--check", "--quiet", "."),
    "packages import only what their contracts allow": ("lint-imports", "--no-cache"),
    "types hold in the kernel, the rulebook and the configuration": (
        "pyright",
        "--pythonpath",
        sys.executable,
        "goldenthread/kernel",
        "goldenthread/rulebook",
        *(f"goldenthread/config/{name}.py" for name in ("command", "embedded", "home", "postgres", "secrets")),
    ),
}


@pytest.mark.parametrize("check", CHECKS)
def test_house(check: str) -> None:
    program, *words = CHECKS[check]
    done = subprocess.run([PROGRAMS / program, *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
