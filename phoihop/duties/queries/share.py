"""One unit's share of a task with its whole course, drawn from the rows that were written on the way."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.numbers import format_date, format_number
from phoihop.duties import rules
from phoihop.duties.models import Acceptance, Assignment, Extension, Progress, Question, Task, TaskEvidence
from phoihop.duties.queries.listing import TONES, ShareLine, share_lines, unit_names, whose, with_standing
from phoihop.duties.queries.tasks import shares
from phoihop.journal.models import Entry
from phoihop.orgs.models import Post

NEAR = datetime.timedelta(days=30)
"""So long before it runs out evidence is marked."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `tone` is one of components.status; `days` are facts about days in words."""

    at: datetime.datetime
    what: str
    tone: str
    who: str = ""
    text: str = ""
    days: str = ""
    file_id: int | None = None
    whole_day: bool = False
    """Only the day is known."""


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody else who takes part: name, role, state, nothing of how far it is; the share only for who may see it."""

    unit: str
    role: str
    state: str
    tone: str
    share_id: int | None


@dataclass(frozen=True, slots=True)
class Proof:
    """A piece of evidence and whether it still holds."""

    evidence: TaskEvidence
    word: str
    tone: str


@dataclass(frozen=True)
class SharePage:
    share: Assignment
    line: ShareLine
    giver: str
    to_unit: str
    others: list[Other]
    proofs: list[Proof]
    events: list[Event]
    """The latest first."""
    questions: list[Question] = field(default_factory=list)
    """Those without an answer, the oldest first."""
    extension: Extension | None = None
    """The request that waits for an answer."""
    returned: Acceptance | None = None
    """Why the share was sent back, while it is."""


def share_page(post: Post, pk: int) -> SharePage | None:
    """The share, for who sees it. The statements do not depend on what happened to it, nor on who else takes part."""
    rows = with_standing(shares(post)).select_related(
        "task__period", "task__regulation", "task__created_by__body", "submitted_by__body", "follows"
    )
    share = rows.filter(pk=pk).first()
    if share is None:
        return None
    names = unit_names()
    chain = _chain(share)
    ids = [one.pk for one in chain]
    evidence = list(_by(TaskEvidence.objects.filter(assignment__in=ids), "added_by").select_related("file"))
    questions = list(_by(Question.objects.filter(assignment__in=ids), "asked_by", "answered_by"))
    extensions = list(_by(Extension.objects.filter(assignment__in=ids), "asked_by", "decided_by"))
    said = list(_by(Acceptance.objects.filter(assignment__in=ids), "by"))
    events = [
        *_handed_over(chain, names),
        *_progress(_by(Progress.objects.filter(assignment__in=ids), "by")),
        *_evidence(evidence),
        *_asked(questions),
        *_extended(extensions),
        *_submitted(share, ids),
        *_decided(said),
        *_ended(share, said),
    ]
    refusals = [one for one in said if not one.accepted and one.assignment_id == share.pk]
    waiting = [one for one in extensions if one.granted is None and one.assignment_id == share.pk]
    return SharePage(
        share,
        share_lines([share])[0],
        names.get(share.task.unit_id, ""),
        names.get(share.to_unit_id, ""),
        participants(post, share.task, but=share.pk, names=names),
        [_proof(one) for one in sorted(evidence, key=lambda one: (one.added_at, one.pk))],
        sorted(events, key=lambda event: event.at)[::-1],
        [one for one in questions if one.answered_at is None and one.assignment_id == share.pk],
        waiting[0] if waiting else None,
        refusals[-1] if refusals and share.state == Assignment.State.RETURNED else None,
    )


def participants(post: Post, task: Task, *, but: int = 0, names: dict[int, str]) -> list[Other]:
    """Who takes part in a task, leads first, in the order of being given, by name and state only. Two statements."""
    seen = set(rules.visible_assignments(post).filter(task=task).values_list("pk", flat=True))
    rows = (
        Assignment.objects.filter(task=task)
        .select_related("task")
        .exclude(pk=but)
        .exclude(state=Assignment.State.PASSED_ON)
    )
    found = [
        Other(
            whose(one, names),
            str(one.get_role_display()),
            str(one.get_state_display()),
            TONES.get(one.state, "empty"),
            one.pk if one.pk in seen else None,
        )
        for one in rows.order_by("role", "pk")
    ]
    return found


def _by(rows: "QuerySet[Any]", *actors: str) -> "QuerySet[Any]":
    return rows.select_related(*(f"{actor}__body" for actor in actors)).order_by("pk")


def _chain(share: Assignment) -> list[Assignment]:
    """The share and those it follows since the reforms, the latest first; a statement for each reform."""
    found, at = [share], share
    while at.follows is not None and len(found) < 9:
        at.follows.task = at.task
        at = at.follows
        found.append(at)
    return found


def _moment(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def _handed_over(chain: list[Assignment], names: dict[int, str]) -> Iterable[Event]:
    for one in chain:
        days = _("hạn %(day)s") % {"day": format_date(one.first_due_on)}
        if one.follows_id is None:
            giver = one.task.created_by
            who = str(giver) if giver else names.get(one.task.unit_id, "")
            yield Event(_moment(one.assigned_on), _("giao việc"), "empty", who, days=days, whole_day=True)
    for heir, old in pairwise(chain):
        text = _("%(before)s đã sắp xếp lại; %(after)s làm tiếp.")
        words = {"before": names.get(old.unit_id, ""), "after": names.get(heir.unit_id, "")}
        yield Event(_moment(heir.assigned_on), _("chuyển đơn vị mới"), "empty", text=text % words, whole_day=True)


def _progress(rows: Iterable[Progress]) -> Iterable[Event]:
    for one in rows:
        what = _("báo tiến độ")
        if one.percent is not None:
            what = _("báo tiến độ %(n)s %%") % {"n": format_number(one.percent)}
        yield Event(one.at, what, "empty", str(one.by), one.text)


def _evidence(rows: Iterable[TaskEvidence]) -> Iterable[Event]:
    for one in rows:
        days = _("ngày sự việc %(day)s") % {"day": format_date(one.fact_on)}
        if one.expires_on:
            days += " · " + _("hiệu lực đến %(day)s") % {"day": format_date(one.expires_on)}
        yield Event(one.added_at, _("thêm minh chứng"), "empty", str(one.added_by), one.title, days, one.file_id)
        if one.withdrawn_at:
            yield Event(one.withdrawn_at, _("rút minh chứng"), "empty", text=one.title)


def _asked(rows: Iterable[Question]) -> Iterable[Event]:
    for one in rows:
        yield Event(one.asked_at, _("hỏi"), "empty" if one.answered_at else "pending", str(one.asked_by), one.text)
        if one.answered_at:
            yield Event(one.answered_at, _("trả lời"), "empty", str(one.answered_by), one.answer)


def _extended(rows: Iterable[Extension]) -> Iterable[Event]:
    for one in rows:
        until = _("đến %(day)s") % {"day": format_date(one.until)}
        tone = "pending" if one.granted is None else "empty"
        yield Event(one.asked_at, _("xin gia hạn"), tone, str(one.asked_by), one.reason, until)
        if one.decided_at:
            what, tone = (_("cho gia hạn"), "accepted") if one.granted else (_("không cho gia hạn"), "returned")
            yield Event(one.decided_at, what, tone, str(one.decided_by), one.remark, until)


def _decided(rows: Iterable[Acceptance]) -> Iterable[Event]:
    for one in rows:
        what = (_("nhận: %(key)s") if one.accepted else _("trả lại: %(key)s")) % {"key": one.get_key_display()}
        text = one.reason
        if one.effective is not None:
            text = _("Đánh giá: có hiệu quả.") if one.effective else _("Đánh giá: chưa hiệu quả.")
        yield Event(one.at, what, "accepted" if one.accepted else "returned", str(one.by), text)


def _submitted(share: Assignment, ids: list[int]) -> Iterable[Event]:
    """Each time it was handed in and taken back: the log has them all, the row only the last. One statement."""
    entries = Entry.objects.filter(
        subject_type=Assignment._meta.label_lower, subject_id__in=ids, verb__in=["task.submitted", "task.taken_back"]
    )
    rounds = set()
    for entry in entries.order_by("seq"):
        if entry.verb == "task.taken_back":
            yield Event(entry.at, _("rút lại kết quả"), "empty", entry.label)
            continue
        rounds.add(entry.facts.get("round"))
        what = _("nộp kết quả lần %(n)s") % {"n": entry.facts.get("round")}
        yield Event(entry.at, what, "pending", entry.label, str(entry.facts.get("remark") or ""))
    if share.submitted_at and share.submitted_text and share.round not in rounds:
        what = _("nộp kết quả lần %(n)s") % {"n": share.round}
        yield Event(share.submitted_at, what, "pending", str(share.submitted_by), share.submitted_text)


def _ended(share: Assignment, said: list[Acceptance]) -> Iterable[Event]:
    """The end, where it was not the last key."""
    if share.closed_at is None:
        return
    if share.state == Assignment.State.DONE:
        if not said:
            yield Event(share.closed_at, _("đã xong: được ghi trong sổ"), "accepted", str(share.submitted_by or ""))
        return
    why = str(share.get_drop_reason_display()) if share.drop_reason else ""
    text = ": ".join(part for part in (why, share.close_text) if part)
    yield Event(share.closed_at, str(share.get_state_display()), TONES.get(share.state, "empty"), text=text)


def _proof(one: TaskEvidence) -> Proof:
    today = clock.today()
    if one.withdrawn_at:
        return Proof(one, _("đã rút"), "empty")
    if one.expires_on is None or one.expires_on > today + NEAR:
        return Proof(one, _("còn hiệu lực"), "accepted")
    return Proof(one, _("hết hiệu lực") if one.expires_on < today else _("sắp hết hiệu lực"), "soon")
