"""Where the year's cycle is broken, for who keeps the regulation."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phoihop.base import clock
from phoihop.base.numbers import parse_key
from phoihop.base.views import page
from phoihop.duties import queries
from phoihop.orgs.access import needs


@needs("regulation.read")
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The orphans of `?nam=` (the latest year of which anything may be entered), by kind; nothing is hidden."""
    known = queries.years()
    asked = parse_key(request.GET.get("nam"))
    year = asked if asked in known else queries.current_year(clock.today())
    groups: dict[str, list[queries.LooseEnd]] = {}
    for end in queries.loose_ends(year):
        groups.setdefault(end.word, []).append(end)
    tabs = [(str(one), f"{request.path}?nam={one}", one == year) for one in known]
    context = {"groups": groups, "year": year, "tabs": tabs}
    return page(request, "duties/loop.html", context | {"crumbs": [(_("Quy chế"), reverse("duties:regulations"))]})
