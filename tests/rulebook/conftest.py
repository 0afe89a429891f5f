"""What the tests of the rulebook share."""

import json
from pathlib import Path
from typing import Any

import pytest

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference"


@pytest.fixture
def reference() -> Any:
    """Reads a file of reference data that stands beside the checkout; the test is skipped by name where it does not."""

    def read(name: str) -> Any:
        path = REFERENCE / name
        if not path.is_file():
            pytest.skip(f"{name} is not beside this checkout")
        return json.loads(path.read_text("utf-8"))

    return read
