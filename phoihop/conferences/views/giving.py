"""Giving the work of conclusions: several at once, looked at once more before it is given."""

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal
from phoihop.base.numbers import parse_date, parse_key
from phoihop.base.text import named
from phoihop.base.views import page
from phoihop.conferences import actions, queries, rules
from phoihop.conferences.actions import ToGive
from phoihop.conferences.forms.conclusions import TITLE_ROOM, GiveForm, TogetherForm
from phoihop.conferences.models import Conclusion, Conference
from phoihop.conferences.views.shared import crumbs, visible
from phoihop.duties import forms as duties_forms
from phoihop.duties import queries as duties
from phoihop.duties.models import Period
from phoihop.duties.queries import Chosen
from phoihop.duties.rules import Giving, NewTask, unit_name
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post
from phoihop.reporting.models import Indicator


@dataclass
class Row:
    """One conclusion of the form: what was typed for it and whom it is for."""

    conclusion: Conclusion
    form: GiveForm
    role: str
    chosen: Chosen
    branches: list[Any]
    groups: list[Any]
    gone: list[tuple[int, str]]
    fault: str = ""


@needs("conference.write")
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """The conclusions of `?k=…` (all that are loose without one): form → preview → given, all or none."""
    post, conference = acting(request), visible(request, pk)
    barred = rules.why_not_mark_conclusions(post, conference)
    if barred:
        raise PermissionDenied(str(barred[0]))
    typed = request.POST if request.method == "POST" else None
    together = _together(conference, typed)
    known = list(Indicator.objects.order_by("order", "code"))
    indicators = [("", _("không đo bằng chỉ tiêu")), *((one.pk, f"{one.code} {named(one, 'name')}") for one in known)]
    rows = [_row(request, post, one, typed, indicators) for one in _asked(request, conference, post)]
    if typed is None or "again" in typed:
        return _form(request, conference, together, rows, [])
    reasons = _shape(together, rows)
    if not reasons:
        by_key = {one.pk: one for one in known}
        gives = [_give(row, together, by_key) for row in rows]
        reasons = _refused(post, conference, rows, gives)
        shown = _mark(gives)
        if not reasons and typed.get("confirm") != shown:
            return _preview(request, conference, together, gives, shown)
        try:
            if not reasons:
                return _given(request, post, conference, gives)
        except Refusal as refusal:
            reasons = refusal.reasons
    return _form(request, conference, together, rows, reasons)


def _given(request: HttpRequest, post: Post, conference: Conference, gives: list[ToGive]) -> HttpResponse:
    made = actions.give_work(by=post, conference=conference, gives=gives)
    said = ngettext("Đã giao %(n)s việc từ kết luận.", "Đã giao %(n)s việc từ kết luận.", len(made))
    messages.success(request, said % {"n": len(made)})
    return HttpResponseRedirect(reverse("conferences:conclusions", args=[conference.pk]))


def _asked(request: HttpRequest, conference: Conference, post: Post) -> list[Conclusion]:
    """Those asked for that are not settled; on sending, also those settled meanwhile, so that a sentence says so."""
    words = (request.POST if request.method == "POST" else request.GET).getlist("k")
    keys = {key for word in words if (key := parse_key(word)) is not None}
    lines = queries.conclusion_lines(conference, post)
    return [
        line.conclusion
        for line in lines
        if (not keys or line.conclusion.pk in keys) and (line.is_loose or request.method == "POST")
    ]


def _together(conference: Conference, typed: Any) -> TogetherForm:
    regulations = conference.regulations.order_by("code")
    year = clock.today().year
    periods = Period.objects.filter(year__gte=year).order_by("year", "ends_on", "-starts_on")
    first = regulations[:2]
    initial = {
        "regulation": first[0] if len(first) == 1 else None,
        "period": periods.filter(kind=Period.Kind.YEAR, year=year).first(),
    }
    return TogetherForm(typed, initial=initial, regulations=regulations, periods=periods)


def _row(request: HttpRequest, post: Post, one: Conclusion, typed: Any, indicators: Sequence[Any]) -> Row:
    role = f"k{one.pk}"
    initial = {"title_vi": _short(one.text_vi), "indicator": one.indicator_id}
    form = GiveForm(typed, prefix=role, initial=initial, indicators=indicators)
    own, common = request.POST.get(f"{role}-due_on"), request.POST.get("due_on")
    day = parse_date(own) or parse_date(common) or clock.today()
    units = [key for text in request.POST.getlist(role) if (key := parse_key(text)) is not None]
    chosen = Chosen.of(post, day, request.POST.getlist(f"{role}_group"), units)
    branches = duties.unit_branches(post, day)
    there = {place.unit_id for _name, places in branches for place in places}
    return Row(one, form, role, chosen, branches, duties.unit_groups(post, day), _gone(chosen, there, day))


def _gone(chosen: Chosen, there: set[int], day: datetime.date) -> list[tuple[int, str]]:
    """Units that were ticked and do not stand on the day: shown, so that nothing ticked is lost."""
    return [(unit, unit_name(unit, day)) for unit in chosen.units if unit not in there]


def _short(text: str) -> str:
    """As much of a long sentence as a task has room for, cut between words."""
    room = TITLE_ROOM
    return text if len(text) <= room else text[: room - 1].rsplit(" ", 1)[0] + "…"


def _shape(together: TogetherForm, rows: Sequence[Row]) -> list[Reason]:
    reasons = duties_forms.reasons_of(together)
    for row in rows:
        for reason in duties_forms.reasons_of(row.form):
            reasons.append(_of_row(row, reason))
        if row.form.is_valid() and not (row.form.cleaned_data["due_on"] or together.cleaned_data.get("due_on")):
            lacking = Reason(_("Chưa có hạn. Nhập hạn riêng của câu này hoặc hạn chung."), "due_on")
            duties_forms.mark(row.form, [lacking])
            reasons.append(_of_row(row, lacking))
    if not rows:
        reasons += rules.why_not_none_chosen()
    return reasons


def _of_row(row: Row, reason: Reason) -> Reason:
    """A reason about one conclusion, at its place in the form."""
    field = row.role + "s" if reason.field == "leads" else f"{row.role}-{reason.field}" if reason.field else ""
    return Reason(reason.text, field, _("Kết luận số %(n)s") % {"n": row.conclusion.number})


def _refused(post: Post, conference: Conference, rows: Sequence[Row], gives: Sequence[ToGive]) -> list[Reason]:
    found = []
    for row, lacking in zip(rows, actions.why_not_give_work(post, conference, gives), strict=True):
        duties_forms.mark(row.form, [reason for reason in lacking if reason.field in row.form.fields])
        row.fault = next((str(reason.text) for reason in lacking if reason.field == "leads"), "")
        found += [_of_row(row, reason) for reason in lacking]
    return found


def _give(row: Row, together: TogetherForm, indicators: dict[int, Indicator]) -> ToGive:
    said, both = row.form.cleaned_data, together.cleaned_data
    task = NewTask(
        code="",
        title_vi=said["title_vi"],
        product_vi=said["product_vi"],
        due_on=said["due_on"] or both["due_on"],
        period=both["period"],
        regulation=both["regulation"],
        kind="conclusion",
        origin=row.conclusion,
    )
    measured = indicators.get(said["indicator"] or 0)
    return ToGive(conclusion=row.conclusion, task=task, leads=row.chosen.unit_ids, indicator=measured)


def _mark(gives: Sequence[ToGive]) -> str:
    """Says exactly which units were shown for which conclusion."""
    said = repr([(one.conclusion.pk, sorted(one.leads)) for one in gives])
    return hashlib.sha256(said.encode()).hexdigest()[:24]


def _form(
    request: HttpRequest, conference: Conference, together: TogetherForm, rows: list[Row], reasons: list[Reason]
) -> HttpResponse:
    context = {
        "conference": conference,
        "together": together,
        "rows": rows,
        "reasons": reasons,
        "crumbs": [*crumbs(conference), (_("Kết luận"), reverse("conferences:conclusions", args=[conference.pk]))],
    }
    return page(request, "conferences/give.html", context, status=422 if reasons else 200)


def _preview(
    request: HttpRequest, conference: Conference, together: TogetherForm, gives: list[ToGive], shown: str
) -> HttpResponse:
    seen = duties.given_rows([Giving(one.task, one.leads, one.supports) for one in gives])
    context = {
        "conference": conference,
        "regulation": together.cleaned_data["regulation"],
        "period": together.cleaned_data["period"],
        "rows": [(one, leads, odd, len(one.leads)) for one, (_task, leads, _s, odd) in zip(gives, seen, strict=True)],
        "n_shares": sum(len(one.leads) for one in gives),
        "shown": shown,
        "changed": "confirm" in request.POST,
        "typed": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in {"csrfmiddlewaretoken", "confirm", "again"}
            for value in values
        ],
        "crumbs": [*crumbs(conference), (_("Kết luận"), reverse("conferences:conclusions", args=[conference.pk]))],
    }
    return page(request, "conferences/give_preview.html", context)
