"""Loading lists of units: send, see what would happen, confirm."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phoihop.base.errors import Reason, Refusal
from phoihop.base.views import page
from phoihop.orgs import actions, forms, queries
from phoihop.orgs.access import acting, needs
from phoihop.orgs.forms import Lists


@needs("units.load")
@require_http_methods(["GET", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """First the files are sent and what they would change is shown; then the same text is confirmed and loaded.

    Between the two nothing is stored: the text stands in the page, and the verb checks it all again.
    """
    if request.method == "GET":
        return _page(request, [])
    names, texts = request.POST.getlist("name"), request.POST.getlist("text")
    if names and len(names) == len(texts):
        return _confirmed(request, [(name, text.encode()) for name, text in zip(names, texts, strict=True)])
    form = forms.ListsForm(request.POST, request.FILES)
    files = form.contents() if form.is_valid() else []
    if not files:
        say = _("Chưa chọn tệp nào. Chọn danh sách đơn vị, danh sách thay đổi hoặc cả hai.")
        return _page(request, [Reason(say, "units")])
    lists = forms.read_lists(files)
    plan = queries.load_plan(lists.versions, lists.changes, lists.unread)
    if reasons := [*lists.reasons, *plan.reasons]:
        return _page(request, reasons, lists)
    kept = [(name, data.decode("utf-8-sig")) for name, data in files]
    context = {"plan": plan, "notes": [*lists.notes, *plan.notes], "kept": kept, "crumbs": _crumbs()}
    return page(request, "orgs/load_preview.html", context)


def _confirmed(request: HttpRequest, files: list[tuple[str, bytes]]) -> HttpResponse:
    lists = forms.read_lists(files)
    try:
        if lists.reasons:
            raise Refusal(lists.reasons)
        plan = actions.load_units(by=acting(request), versions=lists.versions, changes=lists.changes)
    except Refusal as refusal:
        return _page(request, refusal.reasons, lists)
    said = _("Đã ghi %(n)s phiên bản đơn vị, %(links)s kế tục.")
    messages.success(request, said % {"n": len(plan.new) + len(plan.ended), "links": len(plan.links)})
    return HttpResponseRedirect(reverse("orgs:load"))


def _page(request: HttpRequest, reasons: list[Reason], lists: Lists | None = None) -> HttpResponse:
    shown = [Reason(reason.text, "units", reason.place) for reason in reasons]
    context = {"reasons": shown, "notes": lists.notes if lists else [], "crumbs": _crumbs()}
    return page(request, "orgs/load.html", context, status=422 if reasons else 200)


def _crumbs() -> list[tuple[str, str | None]]:
    return [(_("Đơn vị"), reverse("orgs:units"))]
