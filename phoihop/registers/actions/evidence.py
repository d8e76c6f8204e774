"""Evidence on any record of the registers."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal, refuse
from phoihop.base.text import nfc
from phoihop.documents.actions import keep_upload
from phoihop.documents.gate import Upload
from phoihop.documents.models import File
from phoihop.journal.actions import record
from phoihop.orgs.models import Post
from phoihop.registers import rules
from phoihop.registers.actions import areas
from phoihop.registers.actions.standards import named
from phoihop.registers.models import Evidence, KeyArea, Matter, Model, StandardResult
from phoihop.registers.rules import Proved


@transaction.atomic
def attach_evidence(
    *, by: Post, record_of: Proved, file: File | Upload, title: str, fact_on: datetime.date
) -> Evidence:
    """The unit's clerk hangs a file on its result (while assessing itself), model (while it runs), matter (while open)
    or key area (until it is reported as converted).

    `file` is an upload, which passes the gate and is kept, or a file kept before.
    """
    refuse(rules.why_not_attach_so(by, record_of, title, fact_on))
    stored = file if isinstance(file, File) else keep_upload(by=by, upload=file)
    kept = Evidence.objects.create(
        file=stored,
        result=record_of if isinstance(record_of, StandardResult) else None,
        model=record_of if isinstance(record_of, Model) else None,
        matter=record_of if isinstance(record_of, Matter) else None,
        area=record_of if isinstance(record_of, KeyArea) else None,
        title=nfc(title),
        fact_on=fact_on,
    )
    facts = {"title": kept.title, "fact_on": fact_on, "sha256": stored.sha256, "evidence": kept.pk}
    record("registers.attach_evidence", by=by, about=_labelled(record_of), facts=facts)
    return kept


@transaction.atomic
def withdraw_evidence(*, by: Post, evidence: Evidence) -> Evidence:
    """Who may attach takes a piece of evidence back; it no longer counts, but file and record stay."""
    refuse(rules.why_not_withdraw(by, evidence))
    now = clock.now()
    if Evidence.objects.filter(pk=evidence.pk, withdrawn_at=None).update(withdrawn_at=now) != 1:
        raise Refusal([Reason(_("Minh chứng này đã được rút trước đó."))])
    evidence.withdrawn_at = now
    record_of = rules.proved_by(evidence)
    facts = {"title": evidence.title, "evidence": evidence.pk}
    record("registers.withdraw_evidence", by=by, about=_labelled(record_of) if record_of else None, facts=facts)
    return evidence


def _labelled(thing: Proved) -> Proved:
    if isinstance(thing, StandardResult):
        return named(thing)
    return areas.named(thing) if isinstance(thing, KeyArea) else thing
