"""What is usual for a conference of a day: its first agenda, its rules of order, the words of the invitation."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from phoihop.conferences.models import AgendaItem, Conference

FILE = Path(__file__).parent / "data" / "usual.json"


class BadUsual(ValueError):
    """The file of what is usual is out of shape; the message says where."""


@dataclass(frozen=True)
class Item:
    """A point of the first agenda."""

    kind: str
    title_vi: str
    title_en: str
    minutes: int


@dataclass(frozen=True)
class Invitation:
    """The invitation on paper. `recipients`, `signs_for` by kind of layout; `asks`: what of the invited."""

    type_name: str
    type_symbol: str
    signs_for: Mapping[str, str]
    recipients: Mapping[str, tuple[str, ...]]
    asks: tuple[str, ...]


@dataclass(frozen=True)
class Usual:
    speech_seconds: int
    quorum: str
    agenda: tuple[Item, ...]
    invitation: Invitation


def read(data: Mapping[str, Any]) -> dict[datetime.date, Usual]:
    """Check the data: the day from which each holds, the latest first. Raises BadUsual or KeyError."""
    found = {}
    for text, given in data["from"].items():
        agenda = tuple(Item(**one) for one in given["agenda"])
        if not {one.kind for one in agenda} <= set(AgendaItem.Kind.values) or any(one.minutes < 1 for one in agenda):
            raise BadUsual(f"{text}: agenda")
        if given["quorum"] not in Conference.Quorum.values or given["speech_seconds"] < 30:
            raise BadUsual(f"{text}: quorum or speech_seconds")
        paper = given["invitation"]
        recipients = {kind: tuple(paper["recipients"][kind]) for kind in ("party", "state")}
        invitation = Invitation(
            type_name=paper["type_name"],
            type_symbol=paper["type_symbol"],
            signs_for={kind: paper["signs_for"][kind] for kind in ("party", "state")},
            recipients=recipients,
            asks=tuple(paper["asks"]),
        )
        found[datetime.date.fromisoformat(text)] = Usual(given["speech_seconds"], given["quorum"], agenda, invitation)
    if not found:
        raise BadUsual("nothing at all")
    return dict(sorted(found.items(), reverse=True))


@lru_cache(maxsize=1)
def _all() -> dict[datetime.date, Usual]:
    return read(json.loads(FILE.read_text(encoding="utf-8")))


def usual(on: datetime.date) -> Usual:
    """What is usual on a day; before the first of them, the first."""
    known = _all()
    return next((found for first, found in known.items() if first <= on), known[min(known)])
