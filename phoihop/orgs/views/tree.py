"""The units on any day, as a page and as files."""

import csv
import datetime
import json

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from phoihop.base import clock
from phoihop.base.addresses import address
from phoihop.base.errors import Reason
from phoihop.base.views import page
from phoihop.orgs import queries
from phoihop.orgs.access import acting, needs
from phoihop.orgs.forms import TreeForm
from phoihop.orgs.models import UnitVersion

MANY = 1500
"""A tree with more units is shown one branch at a time."""


@needs("units.read")
@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """The tree on a day, opened district by district; a search that does not mind missing marks."""
    form = TreeForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    reasons = [Reason(_("Ngày không đọc được. Viết ngày/tháng/năm, ví dụ 31/12/2021."), "on")] if form.errors else []
    on = given.get("on") or clock.today()
    tree = queries.tree(on)
    top = tree.by_code(given["under"]) if given.get("under") else None
    if given.get("under") and top is None:
        raise Http404
    branches = tree.below(top.unit_id) if top else _unfolded(tree)
    shown = [place for branch in branches for place in tree.subtree(branch.unit_id)]
    found = queries.find(tree, given.get("name", ""))
    context = {
        "form": form,
        "reasons": reasons,
        "on": on,
        "tree": tree,
        "top": top,
        "path": tree.path(top.unit_id) if top else [],
        "branches": branches,
        "open_all": len(shown) <= MANY,
        "counts": [
            (UnitVersion.Level(le).label, UnitVersion.Type(ty).label, n) for le, ty, n in queries.count_by_type(shown)
        ],
        "found": found,
        "elsewhen": queries.find_elsewhen(given.get("name", ""), on),
        "looked_for": given.get("name", ""),
        "twins": queries.twins(shown if len(shown) <= MANY else found),
        "days": _days(),
        "today": clock.today(),
        "unit_base": address("desk:unit", 0).removesuffix("0"),
        "may_load": acting(request).can("units.load"),
    }
    return page(request, "orgs/units.html", context)


@needs("units.read")
@require_GET
def units_file(request: HttpRequest) -> HttpResponse:
    """The tree on `?on=` as `?format=` csv (when not given) or json, the same rows as the command `units`."""
    form = TreeForm(request.GET)
    kind = request.GET.get("format", "csv")
    if kind not in {"csv", "json"} or not form.is_valid():
        raise Http404
    tree = queries.tree(form.cleaned_data["on"] or clock.today())
    rows = queries.tree_rows(tree)
    response = HttpResponse(content_type="application/json" if kind == "json" else "text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="units-{tree.on.isoformat()}.{kind}"'
    if kind == "json":
        response.write(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        writer = csv.DictWriter(response, fieldnames=queries.TREE_COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return response


def _unfolded(tree: queries.Tree) -> tuple[queries.Place, ...]:
    """What stands under the only root, so that a province's page begins with its districts; else the roots."""
    roots = tree.roots()
    return tree.below(roots[0].unit_id) if len(roots) == 1 else roots


def _days() -> list[datetime.date]:
    """The days worth a button: the eve of each change, the day of each change."""
    days = [day for turn in queries.turning_points() for day in (turn - datetime.timedelta(days=1), turn)]
    return sorted({*days, clock.today()})
