"""What the papers after a conference have in common: head, number, recipients and who signs."""

import datetime
import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import override

from phoihop.conferences.models import Conference
from phoihop.conferences.papers.invitation import body_of
from phoihop.conferences.usual import usual
from phoihop.documents.actions import ToIssue
from phoihop.documents.heads import head_of
from phoihop.documents.paper import Block, Paper, Signer
from phoihop.orgs.models import Post
from phoihop.orgs.queries import holders

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
    form, head = _forms()["papers"][kind], head_of(body_of(conference), on)
    signs_for = usual(on).invitation.signs_for[head.layout.kind]
    authority = f"{head.layout.authority['collective']} {signs_for}" if signs_for and kind != "minutes" else ""
    holder = next(iter(holders(signer, on)), None)
    with override("vi"):
        return Paper(
            layout=head.layout,
            superior=head.superior,
            issuer=head.issuer,
            issuer_symbol=head.symbol,
            type_name=form["type_name"],
            type_symbol=form["type_symbol"],
            subject=subject,
            place=head.place,
            mark=head.mark,
            number=number,
            dated=on if number is not None else None,
            recipients=form["recipients"][head.layout.kind],
            signer=Signer(authority, signer.title_vi, holder.person.name if holder else ""),
            body=list(body),
        )


def to_issue(conference: Conference, kind: str, subject: str, on: datetime.date, signer: Post) -> ToIssue:
    """What is known of such a paper before it has a number."""
    issuer = body_of(conference)
    head = head_of(issuer, on)
    return ToIssue(
        body=issuer,
        layout=head.layout,
        type_symbol=_forms()["papers"][kind]["type_symbol"],
        issued_on=on,
        place=head.place,
        subject=subject,
        signer_label=signer.journal_label,
        name=f"{kind}-{conference.code}",
    )
