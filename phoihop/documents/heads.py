"""The head of a paper as a body writes it on a day: layout, the Party body above it, symbol, place, mark.

A Party body writes in the Party's layout, any other in the State's; which kinds of bodies are the Party's is data.
"""

import datetime
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from phoihop.base import clock
from phoihop.documents import layouts
from phoihop.documents.layouts import Layout
from phoihop.orgs.models import Body, UnitVersion
from phoihop.orgs.queries import Place, tree

_FILE = Path(__file__).parent / "data" / "party_bodies.json"
_MARK = "MINH HOẠ"


@dataclass(frozen=True)
class Head:
    """Words as they are printed; `superior` is empty for a body not of the Party, `mark` outside a demonstration."""

    layout: Layout
    superior: str
    issuer: str
    symbol: str
    place: str
    mark: str


def head_of(body: Body, day: datetime.date, layout: Layout | None = None) -> Head:
    """The head of that body's paper of that day. LookupError when no layout is known for the day."""
    layout = layout or layout_of(body, day)
    units = tree(day)
    own = units.get(body.unit_id)
    above = units.superior(body.unit_id) or own
    return Head(
        layout=layout,
        superior=f"Đảng bộ {lower_first(above.name)}" if layout.kind == "party" and above else "",
        issuer=body.name_vi,
        symbol=body.symbol,
        place=_bare(own) if own else "",
        mark=demonstration_mark(),
    )


def layout_of(body: Body, day: datetime.date) -> Layout:
    """The layout in which that body writes on that day; LookupError when none is known."""
    return layouts.on("party" if body.kind in _party_bodies() else "state", day)


def demonstration_mark() -> str:
    """Printed under the number of every paper of a demonstration, so that it never passes for a real one."""
    return _MARK if clock.instance().demonstration else ""


def lower_first(name: str) -> str:
    """ "Tỉnh Sơn La" within a sentence: "tỉnh Sơn La"."""
    return name[:1].lower() + name[1:]


@lru_cache(maxsize=1)
def _party_bodies() -> frozenset[str]:
    found = frozenset(json.loads(_FILE.read_text(encoding="utf-8"))["kinds"])
    if not found <= set(Body.Kind.values):
        raise ValueError(f"{_FILE.name}: {sorted(found - set(Body.Kind.values))} are no kinds of bodies")
    return found


def _bare(place: Place) -> str:
    """The name without its type word: a paper is dated at "Mai Sơn"."""
    word = str(UnitVersion.Type(place.type).label)
    return place.name[len(word) + 1 :] if place.name.casefold().startswith(word.casefold() + " ") else place.name
