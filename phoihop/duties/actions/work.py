"""What a unit does with its share of a task: progress, evidence, questions, more time, and the result it hands in."""

import datetime

from django.db import transaction

from phoihop.base import clock
from phoihop.base.errors import refuse
from phoihop.base.flow import may_move, move
from phoihop.base.text import nfc
from phoihop.documents.actions import keep_upload
from phoihop.documents.gate import Upload
from phoihop.documents.models import File
from phoihop.duties import rules
from phoihop.duties.models import Assignment, Extension, Progress, Question, TaskEvidence
from phoihop.journal.actions import record
from phoihop.orgs.models import Post
from phoihop.orgs.queries import Tree


def labelled(share: Assignment, day: Tree | None = None) -> Assignment:
    """The share as the log names it: task and unit in the words of the day. Needs the task loaded.

    `day` is the tree of today, for who names many.
    """
    name = day.name(share.unit_id) if day else ""
    share.journal_subject = f"{share.task.title_vi} · {name or rules.unit_name(share.unit_id, clock.today())}"
    return share


@transaction.atomic
def report_progress(*, by: Post, share: Assignment, text: str, percent: int | None = None) -> Progress:
    """What was done so far. The unit's own posts with "task.write", while the share is open."""
    refuse(rules.why_not_report_progress(by, share, percent=percent, text=text))
    if may_move(share, "start"):
        move(share, "start")
    said = Progress.objects.create(assignment=share, percent=percent, text=nfc(text), by=by, at=clock.now())
    record("task.progress", by=by, about=labelled(share), facts={"percent": percent, "remark": said.text})
    return said


@transaction.atomic
def attach_evidence(
    *,
    by: Post,
    share: Assignment,
    file: File | Upload,
    title: str,
    fact_on: datetime.date,
    expires_on: datetime.date | None = None,
) -> TaskEvidence:
    """A file that proves the share. It passes the gate, and is kept only when nothing else stands against it."""
    refuse(rules.why_not_attach(by, share, title=title, fact_on=fact_on, expires_on=expires_on))
    stored = file if isinstance(file, File) else keep_upload(by=by, upload=file)
    proof = TaskEvidence.objects.create(
        assignment=share,
        file=stored,
        title=nfc(title)[:200],
        fact_on=fact_on,
        expires_on=expires_on,
        added_by=by,
        added_at=clock.now(),
    )
    facts = {"title": proof.title, "on": fact_on, "sha256": stored.sha256}
    record("task.evidence", by=by, about=labelled(share), facts=facts)
    return proof


@transaction.atomic
def withdraw_evidence(*, by: Post, evidence: TaskEvidence) -> TaskEvidence:
    """The file stays in the store and in the log; it proves nothing any more."""
    refuse(rules.why_not_withdraw_evidence(by, evidence))
    evidence.withdrawn_at = clock.now()
    evidence.save(update_fields=["withdrawn_at"])
    record("task.evidence_off", by=by, about=labelled(evidence.assignment), facts={"title": evidence.title})
    return evidence


@transaction.atomic
def submit(*, by: Post, share: Assignment, text: str) -> Assignment:
    """Hand in the result: it now waits for the keys of the task. Asks for evidence where the task does."""
    refuse(rules.why_not_submit(by, share, text=text))
    move(
        share,
        "submit",
        round=share.round + 1,
        submitted_at=clock.now(),
        submitted_by=by,
        submitted_account_id=by.acting_user_id,
        submitted_text=nfc(text),
    )
    record("task.submitted", by=by, about=labelled(share), facts={"round": share.round, "remark": share.submitted_text})
    return share


@transaction.atomic
def take_back(*, by: Post, share: Assignment) -> Assignment:
    """Take the result back while nobody has turned a key on it."""
    refuse(rules.why_not_take_back(by, share))
    move(share, "take_back")
    record("task.taken_back", by=by, about=labelled(share))
    return share


@transaction.atomic
def ask(*, by: Post, share: Assignment, text: str) -> Question:
    """A question to the side that accepts."""
    refuse(rules.why_not_ask(by, share, text=text))
    question = Question.objects.create(assignment=share, text=nfc(text), asked_by=by, asked_at=clock.now())
    record("task.asked", by=by, about=labelled(share), facts={"remark": question.text})
    return question


@transaction.atomic
def answer(*, by: Post, question: Question, text: str) -> Question:
    """The answer of the side that accepts; once."""
    refuse(rules.why_not_answer(by, question, text=text))
    question.answer, question.answered_by, question.answered_at = nfc(text), by, clock.now()
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    record("task.answered", by=by, about=labelled(question.assignment), facts={"remark": question.answer})
    return question


@transaction.atomic
def ask_extension(*, by: Post, share: Assignment, until: datetime.date, reason: str) -> Extension:
    """Ask for a later day, within the regulation's term."""
    refuse(rules.why_not_ask_extension(by, share, until=until, reason=reason))
    asked = Extension.objects.create(
        assignment=share, until=until, reason=nfc(reason), asked_by=by, asked_at=clock.now()
    )
    record("task.extension_asked", by=by, about=labelled(share), facts={"until": until, "reason": asked.reason})
    return asked


@transaction.atomic
def decide_extension(*, by: Post, extension: Extension, granted: bool, remark: str = "") -> Extension:
    """Grant the later day, or refuse it with a reason. The side that accepts."""
    refuse(rules.why_not_decide_extension(by, extension, granted=granted, remark=remark))
    share = extension.assignment
    extension.granted, extension.remark = granted, nfc(remark)
    extension.decided_by, extension.decided_at = by, clock.now()
    extension.save(update_fields=["granted", "remark", "decided_by", "decided_at"])
    if granted:
        share.due_on = extension.until
        share.save(update_fields=["due_on"])
    verb = "task.extension_granted" if granted else "task.extension_refused"
    record(verb, by=by, about=labelled(share), facts={"until": extension.until, "remark": extension.remark})
    return extension
