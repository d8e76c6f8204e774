"""The leader's page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from phoihop.base import clock
from phoihop.base.views import page
from phoihop.desk.queries import leader
from phoihop.duties.models import Period
from phoihop.orgs.access import acting, needs


@require_GET
@needs("leader.read")
def show(request: HttpRequest) -> HttpResponse:
    """The year shown is the last one cut off, or `?nam=2020`; `?chiso=D02` chooses the figure of the picture."""
    post = acting(request)
    years = list(Period.objects.filter(kind=Period.Kind.YEAR, ends_on__lt=clock.today()).order_by("-year"))
    asked = request.GET.get("nam", "")
    period = next((p for p in years if not asked or str(p.year) == asked), None)
    if period is None and asked:
        raise Http404
    view = leader.view(post, period, request.GET.get("chiso", "")) if period else None
    return page(request, "desk/leader.html", {"view": view, "years": years})
