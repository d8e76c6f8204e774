"""A letter as an official paper: công văn in the layout of its day and of the body that writes it."""

import datetime
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from phoihop.base import clock
from phoihop.documents.heads import head_of
from phoihop.documents.models import Letter
from phoihop.documents.paper import Paper, Paragraph, Signer

FILE = Path(__file__).parent / "data" / "letters.json"
MOST_NAMED = 6
"""So many addressees are named in the head; of more, the head says "as listed" and the list stands at the end."""


@lru_cache(maxsize=1)
def _form() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def letter_paper(letter: Letter, *, number: int | None = None, dated: datetime.date | None = None) -> Paper:
    """The letter in Vietnamese; without number and day it is a draft."""
    head = head_of(letter.body, dated or clock.today())
    names = [one.body.name_vi for one in letter.addressees.select_related("body")]
    archive = _form()["archive"][head.layout.kind]
    return Paper(
        layout=head.layout,
        superior=head.superior,
        issuer=head.issuer,
        issuer_symbol=head.symbol,
        type_name="",
        subject=letter.subject,
        place=head.place,
        number=number,
        dated=dated,
        mark=head.mark,
        to=names if len(names) <= MOST_NAMED else [_form()["as_listed"]],
        recipients=[_form()["as_above"], *([] if len(names) <= MOST_NAMED else names), archive],
        signer=Signer("", letter.signer.title_vi),
        body=[Paragraph(line.strip()) for line in letter.text.splitlines() if line.strip()],
    )
