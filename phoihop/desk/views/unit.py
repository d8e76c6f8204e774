"""The page of a unit."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from phoihop.base import clock
from phoihop.base.views import day_asked, page
from phoihop.desk.queries.unit import UnitPage, unit_page
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Succession, UnitVersion


@require_GET
@needs("units.read")
def show(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Who the unit is and was, for all; its figures and records for posts in whose branch it stands. `?on=` a day."""
    found = unit_page(acting(request), unit_id, day_asked(request.GET.get("on", "")) or clock.today())
    if found is None:
        raise Http404
    context = {
        "unit": found,
        "type_word": UnitVersion.Type(found.version.type).label,
        "level_word": UnitVersion.Level(found.version.level).label,
        "kinds": dict(Succession.Kind.choices),
        "today": clock.today(),
        "crumbs": _crumbs(found),
    }
    return page(request, "desk/unit.html", context)


def _crumbs(found: UnitPage) -> list[tuple[str, str]]:
    """The units above, each on the same day."""
    on = "" if found.on == clock.today() else f"?on={found.on.isoformat()}"
    above = [(place.name, reverse("desk:unit", args=[place.unit_id]) + on) for place in found.path[:-1]]
    return [(_("Đơn vị"), reverse("orgs:units") + on), *above]
