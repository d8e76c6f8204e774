"""The registers and how they stand."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phoihop.base.views import page
from phoihop.orgs.access import acting, needs
from phoihop.registers import queries


@require_safe
@needs("register.read")
def home(request: HttpRequest) -> HttpResponse:
    """The registers of the chosen year, counted over the post's branch."""
    post, among = acting(request), queries.years()
    year = queries.chosen_year(request.GET.get("nam", ""), among)
    context: dict[str, Any] = {"years": among, "year": year, "counts": None, "models": None, "operations": None}
    if year:
        context["matters"] = queries.matter_counts(queries.matter_rows(post))
        context["areas"] = queries.programme(post, year.number)
    if year and year.standard:
        context["counts"] = queries.counts(queries.standard_rows(post, year.standard))
    if year and year.reporting:
        rows = queries.model_rows(post, year.reporting)
        running = [row for row in rows if row.standing in {"kept", "new"}]
        context["models"] = {
            "kept": sum(row.standing == "kept" for row in rows),
            "new": sum(row.standing == "new" for row in rows),
            "waiting": sum(row.standing == "waiting" for row in rows),
            "sites": sum(row.sites for row in running),
            "groups": sum(row.groups for row in running),
        }
        context["operations"] = sum(row.joint for row in queries.operation_rows(post, year.reporting))
    return page(request, "registers/home.html", context | {"title": _("Sổ theo dõi")})
