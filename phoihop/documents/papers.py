"""A letter as an official paper: công văn in the layout of its day and of the body that writes it."""

import datetime
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from phoihop.base import clock
from phoihop.documents import layouts
from phoihop.documents.layouts import Layout
from phoihop.documents.models import Letter
from phoihop.documents.paper import Paper, Paragraph, Signer
from phoihop.orgs.models import Body, UnitVersion
from phoihop.orgs.queries import tree

FILE = Path(__file__).parent / "data" / "letters.json"
MARK = "MINH HOẠ"
"""Printed on every paper of a demonstration, so that it never passes for a real one."""
MOST_NAMED = 6
"""So many addressees are named in the head; of more, the head says "as listed" and the list stands at the end."""


@lru_cache(maxsize=1)
def _form() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def layout_of(body: Body, day: datetime.date) -> Layout:
    """The layout in which that body writes on that day: a Party body its own, any other the State's."""
    return layouts.on("party" if body.kind in _form()["party_bodies"] else "state", day)


def letter_paper(letter: Letter, *, number: int | None = None, dated: datetime.date | None = None) -> Paper:
    """The letter in Vietnamese; without number and day it is a draft."""
    day = dated or clock.today()
    layout = layout_of(letter.body, day)
    units = tree(day)
    own = units.get(letter.body.unit_id)
    above = (units.superior(letter.body.unit_id) or own) if own else None
    names = [one.body.name_vi for one in letter.addressees.select_related("body")]
    archive = _form()["archive"][layout.kind]
    return Paper(
        layout=layout,
        superior=f"Đảng bộ {above.name[:1].lower()}{above.name[1:]}" if layout.kind == "party" and above else "",
        issuer=letter.body.name_vi,
        issuer_symbol=letter.body.symbol,
        type_name="",
        subject=letter.subject,
        place=_bare(own.name, own.type) if own else "",
        number=number,
        dated=dated,
        mark=MARK if clock.instance().demonstration else "",
        to=names if len(names) <= MOST_NAMED else [_form()["as_listed"]],
        recipients=[_form()["as_above"], *([] if len(names) <= MOST_NAMED else names), archive],
        signer=Signer("", letter.signer.title_vi),
        body=[Paragraph(line.strip()) for line in letter.text.splitlines() if line.strip()],
    )


def _bare(name: str, kind: str) -> str:
    """The name without its type word: a paper is dated at "Mai Sơn"."""
    word = str(UnitVersion.Type(kind).label)
    return name[len(word) + 1 :] if name.casefold().startswith(word.casefold() + " ") else name
