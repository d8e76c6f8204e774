"""Reading what is owed: the list of shares a post may see, and one share."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phoihop.base.views import page
from phoihop.duties import queries
from phoihop.orgs.access import acting, needs


@needs("task.read")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The shares of the post's branch."""
    rows = queries.shares(acting(request)).order_by("due_on", "pk")
    return page(request, "duties/tasks.html", {"rows": rows[:200], "title": _("Công việc")})


@needs("task.read")
@require_safe
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit's share of a task."""
    found = get_object_or_404(queries.shares(acting(request)), pk=pk)
    return page(request, "duties/share.html", {"share": found, "title": found.task.title_vi})
