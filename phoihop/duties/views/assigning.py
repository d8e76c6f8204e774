"""Giving a task: what, by when, to whom; looked at once more before it is given."""

import datetime
from typing import Any

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal
from phoihop.base.numbers import parse_date, parse_key
from phoihop.base.text import named
from phoihop.base.views import page
from phoihop.duties import actions, calendar, forms, queries, rules
from phoihop.duties.models import Directive, Period, Programme, Regulation, Task
from phoihop.duties.queries import Chosen
from phoihop.duties.rules import NewTask
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post

Origin = models.Model


@needs("task.assign")
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest) -> HttpResponse:
    """A task out of `?goc=programme:…|directive:…|…`, or out of nothing: form → preview → given.

    Sent without `confirm` it is shown as it would be given; with `again` the form comes back with all that was typed.
    """
    post, origin = acting(request), asked_origin(request)
    if request.method != "POST":
        return _form(request, origin, _asked(post, origin), [])
    form = _asked(post, origin, request.POST)
    if "again" in request.POST:
        return _form(request, origin, form, [])
    reasons = forms.reasons_of(form)
    leads, supports = _chosen(request, post, "lead"), _chosen(request, post, "support")
    if not reasons:
        task = _task(form, origin)
        reasons = rules.why_not_assign_so(post, task, leads=leads.unit_ids, supports=supports.unit_ids)
        shown = queries.mark_of(leads, supports)
        if not reasons and request.POST.get("confirm") != shown:
            return _preview(request, origin, task, leads, supports, shown)
        try:
            if not reasons:
                made = actions.assign(by=post, task=task, leads=leads.unit_ids, supports=supports.unit_ids)
                said = {"code": made.code, "n": len({*leads.unit_ids, *supports.unit_ids})}
                messages.success(request, _("Đã giao việc %(code)s cho %(n)s đơn vị.") % said)
                return HttpResponseRedirect(after_giving(origin, made))
        except Refusal as refusal:
            reasons = refusal.reasons
        forms.mark(form, reasons)
    return _form(request, origin, form, reasons)


def asked_origin(request: HttpRequest) -> Origin | None:
    """The paper the task comes from; 404 for one the post may not see."""
    word = request.GET.get("goc", "")
    if not word:
        return None
    kind, _colon, pk = word.partition(":")
    key = parse_key(pk)
    if key is None:
        raise Http404
    if kind == "programme":
        return get_object_or_404(rules.visible_programmes(acting(request)).select_related("regulation"), pk=key)
    if kind == "directive":
        return get_object_or_404(rules.visible_directives(acting(request)), pk=key)
    of_upper_room = rules.origins().get(kind)
    if of_upper_room is None:
        raise Http404
    found: Origin = get_object_or_404(of_upper_room.visible(acting(request)), pk=key)
    return found


def _asked(post: Post, origin: Origin | None, typed: Any = None) -> forms.AssignForm:
    """The form with what is usual: the paper's own kind, regulation and year, and the next code of their row."""
    today = clock.today()
    kinds = (rules.usual_kind(origin),) if origin is not None else rules.BY_PERSON
    of, counts_for = rules.usual_setting(origin)
    regulations = Regulation.objects.filter(term_to__gte=today).order_by("-term_from", "code")
    year = counts_for.year if counts_for is not None else today.year
    periods = Period.objects.filter(year__gte=year).order_by("year", "ends_on", "-starts_on")
    usual = periods.filter(kind=Period.Kind.YEAR, year=year).first()
    in_force = list(regulations.filter(term_from__lte=today)[:2])
    # With several in force nobody but the giver knows which one asks for it.
    only = in_force[0] if len(in_force) == 1 else None
    first = {
        "code": queries.next_code(kinds[0], year),
        "title_vi": _words_of(origin, "title_vi"),
        "title_en": _words_of(origin, "title_en"),
        "regulation": of or only,
        "period": usual,
        "needs_evidence": True,
        "kind": kinds[0],
    }
    return forms.AssignForm(
        typed,
        initial=first,
        kinds=[(kind, Task.Kind(kind).label) for kind in kinds],
        regulations=regulations,
        periods=periods,
    )


def _words_of(origin: Origin | None, name: str) -> str:
    """What a record of an upper room says is to be done; a paper says it of many tasks, each in its own words."""
    return getattr(origin, name) if rules.origin_of(origin) else ""


def _task(form: forms.AssignForm, origin: Origin | None) -> NewTask:
    return NewTask(**form.cleaned_data, origin=origin)


def _day(request: HttpRequest) -> datetime.date:
    """The day whose units may be chosen: the due day once it is typed, today before."""
    return parse_date(request.POST.get("due_on")) or clock.today()


def _chosen(request: HttpRequest, post: Post, role: str) -> Chosen:
    units = [key for text in request.POST.getlist(role) if (key := parse_key(text)) is not None]
    return Chosen.of(post, _day(request), request.POST.getlist(f"{role}_group"), units)


def _form(request: HttpRequest, origin: Origin | None, form: forms.AssignForm, reasons: list[Reason]) -> HttpResponse:
    post, day = acting(request), _day(request)
    branches = queries.unit_branches(post, day)
    there = {place.unit_id for _name, places in branches for place in places}
    chosen = {role: _chosen(request, post, role) for role in ("lead", "support")}
    context = {
        "form": form,
        "reasons": reasons,
        "origin": origin,
        "groups": queries.unit_groups(post, day),
        "branches": branches,
        "chosen": chosen,
        "gone": {role: _gone(one, there, day) for role, one in chosen.items()},
        "faults": {reason.field: str(reason.text) for reason in reasons},
        "crumbs": crumbs_of(origin),
    }
    return page(request, "duties/assign.html", context, status=422 if reasons else 200)


def _gone(chosen: Chosen, there: set[int], day: datetime.date) -> list[tuple[int, str]]:
    """Units that were ticked and do not stand on the day: shown, so that nothing ticked is lost."""
    return [(unit_id, rules.unit_name(unit_id, day)) for unit_id in chosen.units if unit_id not in there]


def _preview(
    request: HttpRequest, origin: Origin | None, task: NewTask, leads: Chosen, supports: Chosen, shown: str
) -> HttpResponse:
    post, today = acting(request), clock.today()
    context = {
        "task": task,
        "kind": Task.Kind(task.kind).label,
        "origin": origin,
        "leads": queries.doers(leads.unit_ids, task.due_on),
        "supports": queries.doers(supports.unit_ids, task.due_on),
        "n_leads": len(leads.unit_ids),
        "n_supports": len(supports.unit_ids),
        "warnings": queries.warnings_of(post, task, {*leads.unit_ids, *supports.unit_ids}),
        "shown": shown,
        "changed": "confirm" in request.POST,
        "today": today,
        "left": calendar.working_days_between(today, task.due_on),
        "typed": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in {"csrfmiddlewaretoken", "confirm", "again"}
            for value in values
        ],
        "crumbs": crumbs_of(origin),
    }
    return page(request, "duties/assign_preview.html", context)


def after_giving(origin: Origin | None, task: Task | None = None) -> str:
    """Where one goes when work was given: to the paper it came of, the task, or the list of the year."""
    if isinstance(origin, Programme):
        return reverse("tasks:programme", args=[origin.pk])
    if isinstance(origin, Directive):
        return reverse("tasks:directive", args=[origin.pk])
    if origin is not None and (of_upper_room := rules.origin_of(origin)):
        return of_upper_room.crumbs(origin)[-1][1] or reverse("tasks:list")
    return reverse("tasks:task", args=[task.pk]) if task is not None else reverse("tasks:list")


def crumbs_of(origin: Origin | None) -> list[tuple[str, str | None]]:
    if of_upper_room := rules.origin_of(origin):
        return of_upper_room.crumbs(origin)
    crumbs: list[tuple[str, str | None]] = [(_("Công việc"), reverse("tasks:list"))]
    if isinstance(origin, Programme):
        crumbs += [(_("Chương trình công tác"), reverse("tasks:programmes"))]
        crumbs += [(named(origin, "title"), reverse("tasks:programme", args=[origin.pk]))]
    elif isinstance(origin, Directive):
        crumbs += [(_("Văn bản chỉ đạo"), reverse("tasks:directives"))]
        crumbs += [(origin.number, reverse("tasks:directive", args=[origin.pk]))]
    return crumbs
