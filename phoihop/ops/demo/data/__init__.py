"""The written material of the demonstration: invented texts, names and days, each file marked as such."""

import json
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


@cache
def read(name: str) -> dict[str, Any]:
    """One material file, e.g. read("texts_2021")."""
    content: dict[str, Any] = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    return content
