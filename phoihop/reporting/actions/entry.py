"""Filling in: cells, words, files. Drafts are shared: what two people type into different cells is merged."""

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.errors import Reason, refuse
from phoihop.base.numbers import format_input
from phoihop.base.text import named, nfc
from phoihop.documents.actions import keep_upload
from phoihop.documents.gate import Upload
from phoihop.documents.models import File
from phoihop.journal.actions import record
from phoihop.orgs.models import Post
from phoihop.reporting import rules
from phoihop.reporting.actions.content import drafts, held, labelled, put
from phoihop.reporting.models import Attachment, Indicator, Report, Revision
from phoihop.reporting.rules import Draft, Standing, Typed


@transaction.atomic
def save_cells(
    *,
    by: Post | None,
    report: Report,
    cells: Mapping[str, Typed],
    texts: Mapping[str, str] | None = None,
    version: int | None = None,
    seen: Mapping[str, str] | None = None,
) -> Revision:
    """Save typed numbers and words into the report's draft, which is made when there is none. Returns the draft.

    Who: `report.write` at the unit or above it. When: the report is open or returned, the period open and not locked.
    `cells` by indicator code, `texts` by block code; what is not named stays as it is. `version` is that of the draft
    when the page was opened, None to write without asking. When somebody saved in between, a cell whose sign in `seen`
    (by field name, `rules.mark`) no longer fits what is stored is refused, with both contents; all other cells merge.
    Empty cells are fine here; `submit_report` asks for them.
    """
    report = held(report)
    stand = rules.standing(report.form, report.period, [report.unit_id])
    clean = {code: Typed(typed.amount, nfc(typed.remark)) for code, typed in cells.items()}
    words = {code: nfc(body) for code, body in (texts or {}).items()}
    refuse(rules.why_not_save(by, stand, report))
    refuse(rules.hard(stand.layout, clean, words))
    revision = drafts([report])[report.pk]
    draft = rules.content_of(revision)
    clean = {code: typed for code, typed in clean.items() if typed != draft.cells.get(code, Typed())}
    words = {code: body for code, body in words.items() if body != draft.texts.get(code, "")}
    if version is not None and version != revision.version:
        clean, words = _merge(stand, draft, clean, words, seen or {})
    if not clean and not words:
        return revision
    refuse(rules.hard(stand.layout, {**draft.cells, **clean}, {}))
    put(stand.layout, [(revision, clean, words)], clock.now())
    facts = {
        "revision": revision.number,
        "cells": {code: [_said(draft.cells.get(code)), _said(typed)] for code, typed in clean.items()},
        "texts": sorted(words),
    }
    record("report.saved", by=by, about=labelled(report, stand.tree), facts=facts)
    return revision


@transaction.atomic
def attach_file(
    *,
    by: Post,
    report: Report,
    file: File | Upload,
    title: str,
    indicator: Indicator | None = None,
    fact_on: datetime.date | None = None,
) -> Attachment:
    """Put a file on one figure of the draft, or on the whole report. Who and when: as saving.

    `file` is an upload, which passes the gate and is kept only when nothing else stands against it, or a stored file.
    """
    report = held(report)
    stand = rules.standing(report.form, report.period, [report.unit_id])
    refuse(rules.why_not_attach(by, stand, report, title=title, indicator=indicator, fact_on=fact_on))
    stored = file if isinstance(file, File) else keep_upload(by=by, upload=file)
    draft = drafts([report])[report.pk]
    attachment = Attachment.objects.create(
        revision=draft, indicator=indicator, file=stored, title=nfc(title)[:200], fact_on=fact_on
    )
    facts = {"file": stored.sha256, "title": attachment.title, "indicator": indicator.code if indicator else ""}
    record("report.attached", by=by, about=labelled(report, stand.tree), facts=facts)
    return attachment


@transaction.atomic
def detach_file(*, by: Post, attachment: Attachment) -> None:
    """Take a file off the draft; sealed revisions keep theirs, and the file itself stays in the store."""
    report = held(attachment.revision.report)
    stand = rules.standing(report.form, report.period, [report.unit_id])
    refuse(rules.why_not_detach(by, stand, report, attachment))
    facts = {"file": attachment.file.sha256, "title": attachment.title}
    attachment.delete()
    record("report.detached", by=by, about=labelled(report, stand.tree), facts=facts)


def _merge(
    stand: Standing, draft: Draft, cells: Mapping[str, Typed], texts: Mapping[str, str], seen: Mapping[str, str]
) -> tuple[dict[str, Typed], dict[str, str]]:
    """What this page really changed; refuse where somebody else changed the same cell meanwhile."""
    kept, reasons = {}, []
    for code, typed in cells.items():
        cell, stored = stand.layout.by_code[code], draft.cells.get(code, Typed())
        sign = seen.get(cell.field)
        if sign == rules.mark(typed):
            continue  # typed nothing new: the other's content stays
        if sign != rules.mark(stored) and (sign is not None or stored != Typed()):
            said = {"cell": cell.label, "theirs": _shown(stored), "yours": _shown(typed)}
            text = _("%(cell)s: người khác vừa lưu %(theirs)s, ở đây đang là %(yours)s. Chọn số đúng rồi lưu lại.")
            reasons.append(Reason(text % said, cell.field))
        kept[code] = typed
    words = {}
    for block in stand.layout.texts:
        body, now = texts.get(block.code), draft.texts.get(block.code, "")
        sign = seen.get(f"t-{block.code}")
        if body is None or sign == rules.text_mark(body):
            continue
        if sign != rules.text_mark(now) and (sign is not None or now):
            said = {"title": named(block, "title"), "theirs": now[:300]}
            text = _("Phần “%(title)s”: người khác vừa lưu “%(theirs)s”. Ghép hai bản rồi lưu lại.")
            reasons.append(Reason(text % said, f"t-{block.code}"))
        words[block.code] = body
    refuse(reasons)
    return kept, words


def _shown(typed: Typed) -> str:
    number = format_input(typed.amount) or _("ô trống")
    return f"{number} (“{typed.remark}”)" if typed.remark else number


def _said(typed: Typed | None) -> list[str]:
    typed = typed or Typed()
    return [format_input(typed.amount), typed.remark]
