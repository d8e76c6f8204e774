"""What the papers after a conference have in common: head, number, recipients and who signs."""

import datetime
import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import override

from phoihop.annual.papers.content import MARK, lower_first
from phoihop.base import clock
from phoihop.conferences.models import Conference
from phoihop.conferences.papers.invitation import body_of, place_of
from phoihop.conferences.usual import usual
from phoihop.documents import layouts
from phoihop.documents.actions import ToIssue
from phoihop.documents.paper import Block, Paper, Signer
from phoihop.orgs.models import Post
from phoihop.orgs.queries import holders, tree

FILE = Path(__file__).parents[1] / "data" / "following.json"


@lru_cache(maxsize=1)
def _forms() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def official(
    conference: Conference,
    kind: str,
    subject: str,
    body: Sequence[Block],
    on: datetime.date,
    *,
    signer: Post,
    number: int | None = None,
) -> Paper:
    """A paper of that kind ("minutes", "notice", "communique") in the layout of the day; no number is a draft."""
    form, issuer = _forms()["papers"][kind], body_of(conference)
    invitation = usual(on).invitation
    layout_kind = invitation.layout_of(issuer)
    layout = layouts.on(layout_kind, on)
    signs_for = invitation.signs_for[layout_kind]
    authority = f"{layout.authority['collective']} {signs_for}" if signs_for and kind != "minutes" else ""
    holder = next(iter(holders(signer, on)), None)
    with override("vi"):
        return Paper(
            layout=layout,
            superior=f"Đảng bộ {lower_first(tree(on).name(conference.unit_id))}" if layout_kind == "party" else "",
            issuer=issuer.name_vi,
            issuer_symbol=issuer.symbol,
            type_name=form["type_name"],
            type_symbol=form["type_symbol"],
            subject=subject,
            place=place_of(conference, on),
            mark=MARK if clock.instance().demonstration else "",
            number=number,
            dated=on if number is not None else None,
            recipients=form["recipients"][layout_kind],
            signer=Signer(authority, signer.title_vi, holder.person.name if holder else ""),
            body=list(body),
        )


def to_issue(conference: Conference, kind: str, subject: str, on: datetime.date, signer: Post) -> ToIssue:
    """What is known of such a paper before it has a number."""
    issuer = body_of(conference)
    return ToIssue(
        body=issuer,
        layout=layouts.on(usual(on).invitation.layout_of(issuer), on),
        type_symbol=_forms()["papers"][kind]["type_symbol"],
        issued_on=on,
        place=place_of(conference, on),
        subject=subject,
        signer_label=signer.journal_label,
        name=f"{kind}-{conference.code}",
    )
