"""Search: one box for everything the post may see."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from phoihop.base.finding import LEAST, wanted
from phoihop.base.views import page
from phoihop.desk.queries.search import search
from phoihop.orgs.access import acting

FEW, MANY = 6, 200
"""Hits of a kind shown at first, and of the one kind chosen."""


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """`?q=` is what to find, `?nhom=` one of the groups alone."""
    post, looked_for = acting(request), wanted(request.GET.get("q", ""))
    chosen = request.GET.get("nhom", "")
    groups = [] if looked_for.too_short else search(post, looked_for, MANY if chosen else FEW)
    alone = [group for group in groups if group.key == chosen]
    context = {
        "wanted": looked_for,
        "least": LEAST,
        "groups": groups,
        "shown": alone or groups,
        "chosen": chosen if alone else "",
        "total": sum(group.total for group in groups),
    }
    return page(request, "desk/search.html", context)
