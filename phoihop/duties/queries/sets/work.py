"""The shares of tasks as members of sets: which belong, at which unit they count, and what stands behind each."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, F, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.base.days import LocalDay
from phoihop.base.reading import once
from phoihop.base.text import named
from phoihop.duties.models import Acceptance, Assignment, Period, Task, TaskEvidence
from phoihop.duties.queries.scores import in_period
from phoihop.duties.queries.sets.shapes import Proof, RecordSource
from phoihop.duties.queries.tasks import COUNTED
from phoihop.orgs.queries import all_versions, tree, whereabouts

KINDS = {"tasks": None, "directives": Task.Kind.DIRECTIVE}
"""The sets of shares -> the kind of task they are limited to."""


@dataclass(frozen=True, slots=True)
class Share:
    """One share that counts as given; `unit_id` is where it counts: its own unit, or what that became."""

    pk: int
    unit_id: int
    kind: str
    code: str
    done: bool
    on_time: bool
    effective: bool

    def is_in(self, which: str) -> bool:
        return which == "given" or bool(getattr(self, which))


def shares_in(of: str, period: Period, unit_ids: Collection[int], as_of: datetime.datetime | None) -> list[Share]:
    """The shares given in the period to these units and to those that passed into them.

    All sets of a page are read at once.
    """
    key = ("duties.sets", period.pk, as_of, frozenset(unit_ids))
    found = once(key, lambda: _read(period, frozenset(unit_ids), as_of))
    kind = KINDS[of]
    return found if kind is None else [share for share in found if share.kind == kind]


def _read(period: Period, unit_ids: frozenset[int], as_of: datetime.datetime | None) -> list[Share]:
    standing = {place.unit_id for place in tree(period.ends_on)}
    gone = {version.unit_id for version in all_versions()} - standing
    rows = _counted(as_of).filter(in_period(period), unit_id__in=unit_ids | gone).order_by("task__code", "pk")
    columns = ("pk", "unit_id", "task__kind", "task__code", "done_then", "on_time_then", "effective_then")
    read = list(rows.values_list(*columns))
    homes = _homes({unit_id for _pk, unit_id, *_rest in read} - standing, period.ends_on)
    at = [(pk, homes.get(unit_id, unit_id), *rest) for pk, unit_id, *rest in read]
    return [Share(pk, unit_id, *rest) for pk, unit_id, *rest in at if unit_id in unit_ids]


def _counted(as_of: datetime.datetime | None) -> "QuerySet[Any]":
    """What counts as given, with where it stood at that moment: after its end a share never changes again."""
    counted, closed = COUNTED, Q()
    if as_of is not None:
        later = Q(closed_at__gt=as_of)
        given = Q(assigned_on__lte=timezone.localtime(as_of).date(), task__created_at__lte=as_of)
        counted, closed = given & (COUNTED | later), Q(closed_at__lte=as_of)
    done = Q(state=Assignment.State.DONE) & closed
    return (
        Assignment.objects.filter(counted)
        .annotate(submitted_on=LocalDay("submitted_at"))
        .annotate(
            done_then=_whether(done),
            on_time_then=_whether(done & Q(submitted_on__lte=F("due_on"))),
            effective_then=_whether(done & Q(effective=True)),
        )
    )


def _whether(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _homes(gone: set[int], on: datetime.date) -> dict[int, int]:
    """Where what a unit did counts after its end: at what it became (the first by code), else at the unit then above.

    A level that was abolished became nothing. Statements only where there are such units.
    """
    if not gone:
        return {}
    day, last = tree(on), {version.unit_id: version for version in all_versions()}
    found: dict[int, int] = {}
    for unit_id, into in whereabouts(gone, on).items():
        at: int | None = into[0].unit_id if into else last[unit_id].parent_id
        while at is not None and day.get(at) is None:
            at = last[at].parent_id
        if at is not None:
            found[unit_id] = at
    return found


def share_sources(rows: Iterable[Share], as_of: datetime.datetime | None) -> list[RecordSource]:
    """The shares with where they stand, who accepted them and when, and the evidence that stood at that moment."""
    at = {row.pk: row for row in rows}
    shares = {share.pk: share for share in Assignment.objects.filter(pk__in=at).select_related("task")}
    keys, proofs = _keys_turned(at, as_of), _proofs(at, as_of)
    before, after = reverse("tasks:share", args=[0]).rsplit("0", 1)
    found = []
    for pk, row in at.items():
        task = shares[pk].task
        decided_at, decided_by = keys.get(pk, (None, "")) if row.done else (None, "")
        found.append(
            RecordSource(
                unit_id=row.unit_id,
                kind="share",
                pk=pk,
                label=f"{task.code} · {named(task, 'title')}",
                in_set=True,
                result_word=_word(row),
                decision_number="",
                decided_on=timezone.localtime(decided_at).date() if decided_at else None,
                decided_by=decided_by,
                decided_at=decided_at,
                url=f"{before}{pk}{after}",
                evidence=proofs.get(pk, ()),
            )
        )
    return found


def _word(row: Share) -> str:
    if not row.done:
        return _("chưa xong")
    words = _("xong đúng hạn") if row.on_time else _("xong muộn")
    return _("%(when)s, có hiệu quả") % {"when": words} if row.effective else words


def _keys_turned(
    share_ids: Collection[int], as_of: datetime.datetime | None
) -> dict[int, tuple[datetime.datetime, str]]:
    """Who accepted each share last, and when."""
    rows = Acceptance.objects.filter(assignment__in=share_ids, accepted=True, round=F("assignment__round"))
    if as_of is not None:
        rows = rows.filter(at__lte=as_of)
    turned = rows.order_by("at", "pk").values_list("assignment_id", "at", "by__title_vi", "by__body__name_vi")
    return {key: (at, f"{title}, {body}") for key, at, title, body in turned}


def _proofs(share_ids: Collection[int], as_of: datetime.datetime | None) -> dict[int, tuple[Proof, ...]]:
    standing = Q(withdrawn_at__isnull=True)
    rows = TaskEvidence.objects.filter(assignment__in=share_ids)
    if as_of is not None:
        rows = rows.filter(added_at__lte=as_of)
        standing |= Q(withdrawn_at__gt=as_of)
    found: dict[int, list[Proof]] = {}
    columns = ("assignment_id", "title", "file__sha256", "file_id", "fact_on")
    for share_id, *proof in rows.filter(standing).order_by("pk").values_list(*columns):
        title, sha256, file_id, fact_on = proof
        found.setdefault(share_id, []).append((title, sha256, file_id, fact_on))
    return {key: tuple(value) for key, value in found.items()}
