"""Keep an upload or a made file, open a run of numbers, issue a paper."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from phoihop.base import clock
from phoihop.base.errors import refuse
from phoihop.documents import gate, numbers, rules, store
from phoihop.documents.formulas import number_words
from phoihop.documents.layouts import Layout
from phoihop.documents.models import File, Issued, Series
from phoihop.journal.actions import record
from phoihop.orgs.models import Body, Post


def keep_upload(*, by: Post | None, upload: gate.Upload, field: str = "file") -> File:
    """Let an upload through the gate and keep it. The calling verb has checked that `by` may attach a file there.

    Refusal names what the gate found; nothing has been written then.
    """
    refuse(rules.why_not_keep(upload, field))
    upload.seek(0)
    return keep_made(by=by, data=upload.read(), name=upload.name or "")


@transaction.atomic
def keep_made(*, by: Post | None, data: bytes, name: str) -> File:
    """Keep a file that the program itself made, or that has passed the gate."""
    file = store.put(data, name, by)
    record("documents.keep_file", by=by, about=file, facts={"sha256": file.sha256, "size": file.size})
    return file


@transaction.atomic
def open_series(
    *, by: Post, body: Body, type_symbol: str, starts_on: datetime.date, ends_on: datetime.date, last: int = 0
) -> Series:
    """Open a run of numbers; `last` is the highest number already used on paper. The caller has checked the right."""
    refuse(rules.why_not_open_series(body, type_symbol, starts_on, ends_on))
    series = Series.objects.create(body=body, type_symbol=type_symbol, starts_on=starts_on, ends_on=ends_on, last=last)
    facts = {"type": type_symbol, "from": starts_on, "to": ends_on, "last": last}
    record("documents.open_series", by=by, about=series, facts=facts)
    return series


@dataclass(frozen=True, kw_only=True)
class ToIssue:
    """What the caller knows of a paper before it has a number. `name` is the file's, without its ending."""

    body: Body
    layout: Layout
    type_symbol: str
    issued_on: datetime.date
    place: str
    subject: str
    signer_label: str
    name: str
    symbol: str = ""
    """The issuer's symbol; that of the body when empty."""


@transaction.atomic
def issue(*, by: Post, paper: ToIssue, render: Callable[[int], bytes], about: models.Model | None = None) -> Issued:
    """Give a paper its number, render it as .docx with that number, keep the file and write it down for ever.

    `render(number)` returns the bytes of the .docx. The caller has checked that `by` may issue; Refusal when the
    layout, the body or the run of numbers does not fit the day. When rendering fails, the number stays free.
    """
    refuse(rules.why_not_issue(paper.body, paper.layout, paper.type_symbol, paper.issued_on))
    series, number = numbers.allocate(paper.body, paper.type_symbol, paper.layout, paper.issued_on)
    symbol = number_words(paper.layout, number, paper.type_symbol, paper.symbol or paper.body.symbol)
    file = store.put(render(number), f"{paper.name}.docx", by)
    issued = Issued.objects.create(
        layout=paper.layout.profile,
        series=series,
        number=number,
        symbol=symbol,
        subject=paper.subject[:300],
        place=paper.place,
        issued_on=paper.issued_on,
        issued_at=clock.now(),
        issued_by=by,
        signer_label=paper.signer_label,
        file=file,
        about_type=ContentType.objects.get_for_model(about) if about is not None else None,
        about_id=about.pk if about is not None else None,
    )
    facts = {"symbol": symbol, "issued_on": paper.issued_on, "sha256": file.sha256}
    record("documents.issue", by=by, about=issued, facts=facts)
    return issued
