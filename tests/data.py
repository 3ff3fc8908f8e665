"""Where the real documents are that some tests read; they are not part of the project."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(
    os.environ.get("VERBATIM_DATA", Path(__file__).resolve().parents[2] / "shared" / "data")
)


def data_file(name: str) -> Path:
    """The path of one shared data file; skips the test, with a reason, where it is absent."""
    path = ROOT / name
    if not path.exists():
        pytest.skip(
            f"real documents are not here: set VERBATIM_DATA to the folder that holds {name}"
        )
    return path


def data_rows(name: str) -> list[dict[str, Any]]:
    """The rows of one shared JSONL file."""
    return [json.loads(line) for line in data_file(name).read_text(encoding="utf-8").splitlines()]
