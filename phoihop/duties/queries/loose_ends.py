"""Where the cycle of a year is broken: clauses without duty, duties without work or result, papers without tasks."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from phoihop.base import clock
from phoihop.duties.models import Assignment, Directive, Duty, Occurrence, Period, Programme, Regulation, Task
from phoihop.duties.queries.regulations import Line, outline, year_end

KINDS: dict[str, str | Promise] = {
    "clause": gettext_lazy("điều khoản chưa sinh nghĩa vụ"),
    "duty_without_work": gettext_lazy("nghĩa vụ chưa giao cho ai trong năm"),
    "duty_without_result": gettext_lazy("nghĩa vụ đã giao, quá hạn mà chưa đơn vị nào có kết quả"),
    "directive": gettext_lazy("văn bản chỉ đạo chưa thành việc"),
    "programme": gettext_lazy("chương trình năm chưa có việc"),
}


@dataclass(frozen=True, slots=True)
class LooseEnd:
    """One orphan of the cycle. `kind` is a key of KINDS or one that an upper room registered, `code` names it for a
    person, `pk` is that of the thing. `to`: the name of the page where it is mended, then what stands in the address.
    """

    kind: str
    code: str
    title: str
    pk: int
    to: tuple[Any, ...] = ()

    @property
    def word(self) -> str:
        return str(_words[self.kind])


Finds = Callable[[int, datetime.date], Iterable[LooseEnd]]
_words: dict[str, str | Promise] = dict(KINDS)
_finders: list[Finds] = []


def finds_loose_ends(kinds: dict[str, str | Promise]) -> Callable[[Finds], Finds]:
    """Register the decorated function `(year, day) -> orphans` of an upper room, with the words of its kinds.

    Upper rooms do so in their `sources.py`.
    """

    def register(finds: Finds) -> Finds:
        _words.update(kinds)
        _finders.append(finds)
        return finds

    return register


def loose_ends(year: int, on: datetime.date | None = None) -> list[LooseEnd]:
    """The orphans of a year as they stand on a day (today), in the order of KINDS, then those of upper rooms.

    Statements grow with the regulations only. A clause answered for by a waiver is no orphan. A duty has a result when
    one of its occurrences was fulfilled; it lacks one when something was due and nothing came.
    """
    day = on or clock.today()
    end = min(year_end(year), day)
    in_force = list(Regulation.objects.filter(term_from__lte=end, term_to__gte=end).order_by("code"))
    found = [
        LooseEnd("clause", f"{regulation.code} {line.place}", _said(line), line.article.pk)
        for regulation in in_force
        for line in outline(regulation, end)
        if line.is_orphan
    ]
    found += _duties(in_force, year, end, day)
    found += [LooseEnd("directive", d.number, d.title_vi, d.pk) for d in _without_tasks(year)]
    bare = Programme.objects.filter(period__year=year).exclude(pk__in=_origins(Programme))
    found += [LooseEnd("programme", p.number, p.title_vi, p.pk) for p in bare.order_by("number")]
    for finds in _finders:
        found += finds(year, day)
    return found


def _said(line: Line) -> str:
    return line.wording.text_vi if line.wording else ""


def _duties(regulations: list[Regulation], year: int, end: datetime.date, day: datetime.date) -> list[LooseEnd]:
    """Duties in force whose period falls in the year: those nobody was given, and those due of which nothing came."""
    duties = Duty.objects.filter(article__regulation__in=regulations, valid_from__lte=end, valid_to__gte=end)
    kinds = set(Period.objects.filter(year=year, ends_on__lte=day).values_list("kind", flat=True))
    counted = {
        row["duty_id"]: row
        for row in Occurrence.objects.filter(period__year=year)
        .values("duty_id")
        .annotate(
            given=Count("id"),
            due=Count("id", filter=Q(due_on__lt=day)),
            done=Count("id", filter=Q(fulfilled_at__isnull=False) | Q(_disagreed())),
        )
    }
    found = []
    for duty in duties.order_by("code"):
        row = counted.get(duty.pk)
        if row is None and duty.every in kinds:
            found.append(LooseEnd("duty_without_work", duty.code, duty.title_vi, duty.pk))
        elif row is not None and row["due"] and not row["done"]:
            found.append(LooseEnd("duty_without_result", duty.code, duty.title_vi, duty.pk))
    return found


def _disagreed() -> Exists:
    """A recorded disagreement of the two sides is a result too."""
    return Exists(Assignment.objects.filter(occurrence=OuterRef("pk"), state="disagreed"))


def _without_tasks(year: int) -> list[Directive]:
    rows = Directive.objects.filter(received_on__year=year).exclude(pk__in=_origins(Directive))
    return list(rows.order_by("received_on", "number"))


def _origins(model: type[Directive] | type[Programme]) -> list[int]:
    kind = ContentType.objects.get_for_model(model)
    rows = Task.objects.filter(origin_type=kind, withdrawn_at=None).values_list("origin_id", flat=True)
    return [pk for pk in rows if pk is not None]
