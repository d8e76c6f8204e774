"""Reading regulations: the text of a day, the duties it gives rise to, how far they are covered."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from phoihop.base import clock
from phoihop.base.numbers import parse_date, parse_key
from phoihop.base.text import named
from phoihop.base.views import page
from phoihop.duties import queries
from phoihop.duties.models import Regulation
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post
from phoihop.orgs.queries import branch_ids


@needs("regulation.read")
@require_GET
def regulations(request: HttpRequest) -> HttpResponse:
    """Every regulation with its sides and term."""
    context = {
        "regulations": queries.regulations(),
        "today": clock.today(),
        "may_write": acting(request).can("regulation.write"),
    }
    return page(request, "duties/regulations.html", context)


@needs("regulation.read")
@require_GET
def regulation(request: HttpRequest, pk: int) -> HttpResponse:
    """One regulation: its text on `?on=` (today) at the left, the duties of each place at the right.

    Coverage counts the reader's own branch in `?nam=` (the latest of which anything may be entered by that day).
    """
    thing = get_object_or_404(Regulation.objects.prefetch_related("sides"), pk=pk)
    return page(request, "duties/regulation.html", regulation_context(request, thing))


def regulation_context(request: HttpRequest, thing: Regulation) -> dict[str, Any]:
    post: Post = acting(request)
    on = parse_date(request.GET.get("on")) or min(max(clock.today(), thing.term_from), thing.term_to)
    known, asked = queries.years(), parse_key(request.GET.get("nam"))
    year = asked if asked in known else queries.current_year(min(on, clock.today()))
    years = sorted({*known, year}, reverse=True)
    lines = queries.outline(thing, on)
    duties = [duty for line in lines for duty in line.duties]
    return {
        "crumbs": [(_("Quy chế"), reverse("duties:regulations"))],
        "regulation": thing,
        "sides": [named(side, "name") for side in sorted(thing.sides.all(), key=lambda side: side.order)],
        "lines": lines,
        "on": on,
        "today": clock.today(),
        "year": year,
        "year_options": [(one, one) for one in years],
        "coverage": queries.coverage(duties, year=year, unit_ids=branch_ids(post, queries.year_end(year))),
        "nothing": queries.Coverage(),
        "tallies": queries.duty_tallies(post, [duty for duty in duties if duty.kind != "report"], year=year),
        "orphans": [line for line in lines if line.is_orphan],
        "may_write": post.can("regulation.write"),
    }
