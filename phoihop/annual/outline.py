"""The outline a new annual report begins with, read from data/outline.json and checked."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "outline.json"


@dataclass(frozen=True)
class Opening:
    """A paragraph a section begins with; one about last year stands only where last year has figures."""

    text: str
    last_year: bool = False


@dataclass(frozen=True)
class Heading:
    level: int
    title: str
    takes: str
    required: bool
    blocks: tuple[Opening, ...]


@dataclass(frozen=True)
class Outline:
    """`places` are the codes shown by district in annex 1; `units` the numerator and denominator listed in annex 2;
    `work` the codes on what was owed, shown by district in annex 3; `directions` what the section `takes` into which
    next year's directions are drawn."""

    title: str
    type_name: str
    type_symbol: str
    layout: str
    signs_for: str
    recipients: tuple[str, ...]
    places: tuple[str, ...]
    units: tuple[str, str]
    work: tuple[str, ...]
    directions: str
    sections: tuple[Heading, ...]


@lru_cache(maxsize=1)
def outline() -> Outline:
    """The outline; ValueError or KeyError when the data file is out of shape."""
    raw = json.loads(FILE.read_text(encoding="utf-8"))
    sections = tuple(
        Heading(
            level=int(one["level"]),
            title=one["title"],
            takes=one.get("takes", ""),
            required=one.get("required", True),
            blocks=tuple(
                Opening(block) if isinstance(block, str) else Opening(block["text"], block["last_year"])
                for block in one.get("blocks", ())
            ),
        )
        for one in raw["sections"]
    )
    if any(one.level not in {0, 1, 2} for one in sections):
        raise ValueError(f"{FILE.name}: a level is 0, 1 or 2")
    numerator, denominator = raw["units"]
    return Outline(
        **{key: raw[key] for key in ("title", "type_name", "type_symbol", "layout", "signs_for", "directions")},
        recipients=tuple(raw["recipients"]),
        places=tuple(raw["places"]),
        units=(numerator, denominator),
        work=tuple(raw["work"]),
        sections=sections,
    )
