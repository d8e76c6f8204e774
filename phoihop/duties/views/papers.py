"""Papers that give rise to work: the year's programmes and the directives from above, each with its tasks."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from phoihop.base import clock
from phoihop.base.errors import Refusal
from phoihop.base.numbers import parse_key
from phoihop.base.views import page
from phoihop.duties import actions, forms, queries, rules
from phoihop.duties.models import Directive, Programme
from phoihop.orgs.access import acting, needs


@needs("task.read")
@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """The programmes the post may see, the latest year first."""
    post = acting(request)
    rows = rules.visible_programmes(post).select_related("regulation", "period", "file")
    context = {
        "rows": queries.papers(post, rows.order_by("-period__year", "regulation__code")),
        "may_give": post.can("task.assign"),
        "crumbs": _crumbs(),
    }
    return page(request, "duties/programmes.html", context)


@needs("task.read")
@require_safe
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    """One programme with its tasks, priority ones first, and how far they are."""
    rows = rules.visible_programmes(acting(request)).select_related("regulation", "period", "file")
    found = get_object_or_404(rows, pk=pk)
    crumbs = [*_crumbs(), (_("Chương trình công tác"), reverse("tasks:programmes"))]
    return _paper(request, "duties/programme.html", found, crumbs)


@needs("task.read")
@require_safe
def directives(request: HttpRequest) -> HttpResponse:
    """The register of directives received in `?nam=` (the latest year), the last received first.

    `?loc=chua`: only those without tasks.
    """
    post = acting(request)
    visible = rules.visible_directives(post)
    years = [day.year for day in visible.dates("received_on", "year", order="DESC")]
    asked = parse_key(request.GET.get("nam"))
    year = asked if asked in years else next(iter(years), clock.today().year)
    rows = visible.filter(received_on__year=year).select_related("file").order_by("-received_on", "-pk")
    found = queries.papers(post, rows)
    bare = [one for one in found if not one.tasks]
    only_bare = request.GET.get("loc") == "chua"
    context = {
        "rows": bare if only_bare else found,
        "bare": len(bare),
        "only_bare": only_bare,
        "years": years,
        "year": year,
        "may_give": post.can("task.assign"),
        "crumbs": _crumbs(),
    }
    return page(request, "duties/directives.html", context)


@needs("task.read")
@require_safe
def directive(request: HttpRequest, pk: int) -> HttpResponse:
    """One directive with the tasks that came of it."""
    found = get_object_or_404(rules.visible_directives(acting(request)).select_related("file"), pk=pk)
    crumbs = [*_crumbs(), (_("Văn bản chỉ đạo"), reverse("tasks:directives"))]
    return _paper(request, "duties/directive.html", found, crumbs)


def _paper(
    request: HttpRequest, template: str, paper: Programme | Directive, crumbs: list[tuple[str, str | None]]
) -> HttpResponse:
    post = acting(request)
    context = {
        "paper": paper,
        "work": queries.work_of(post, paper),
        "origin": queries.origin_word(paper),
        "may_give": post.can("task.assign"),
        "today": clock.today(),
        "crumbs": crumbs,
    }
    return page(request, template, context)


@needs("task.assign")
@require_http_methods(["GET", "HEAD", "POST"])
def add_programme(request: HttpRequest) -> HttpResponse:
    """A new programme, with its file."""
    sent = request.method == "POST"
    form = forms.ProgrammeForm(request.POST if sent else None, request.FILES if sent else None)

    def write(given: dict[str, Any]) -> str:
        made = actions.add_programme(by=acting(request), **given)
        return reverse("tasks:programme", args=[made.pk])

    crumbs = [*_crumbs(), (_("Chương trình công tác"), reverse("tasks:programmes"))]
    return _form(request, form, write, _("Ghi chương trình công tác năm"), crumbs)


@needs("task.assign")
@require_http_methods(["GET", "HEAD", "POST"])
def add_directive(request: HttpRequest) -> HttpResponse:
    """A paper from above, received by the post's unit."""
    sent = request.method == "POST"
    first = {"received_on": clock.today()}
    form = forms.DirectiveForm(request.POST if sent else None, request.FILES if sent else None, initial=first)

    def write(given: dict[str, Any]) -> str:
        made = actions.add_directive(by=acting(request), **given)
        return reverse("tasks:directive", args=[made.pk])

    crumbs = [*_crumbs(), (_("Văn bản chỉ đạo"), reverse("tasks:directives"))]
    return _form(request, form, write, _("Ghi văn bản chỉ đạo"), crumbs)


def _form(
    request: HttpRequest,
    form: django_forms.Form,
    write: Callable[[dict[str, Any]], str],
    title: str,
    crumbs: list[tuple[str, str | None]],
) -> HttpResponse:
    """Show the form; when it is sent and the verb agrees, go where `write` says."""
    reasons = forms.reasons_of(form) if request.method == "POST" else []
    if request.method == "POST" and not reasons:
        try:
            address = write(form.cleaned_data)
        except Refusal as refusal:
            reasons = refusal.reasons
            forms.mark(form, reasons)
        else:
            messages.success(request, _("Đã ghi văn bản. Giao việc từ văn bản này ngay dưới đây."))
            return HttpResponseRedirect(address)
    context = {"form": form, "title": title, "crumbs": crumbs, "reasons": reasons}
    return page(request, "duties/form.html", context, status=422 if reasons else 200)


def _crumbs() -> list[tuple[str, str | None]]:
    return [(_("Công việc"), reverse("tasks:list"))]
