"""Which periods of a form are closed, and who is let through."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from phoihop.base.errors import Reason, Refusal
from phoihop.base.text import named
from phoihop.base.views import page
from phoihop.duties.models import Period
from phoihop.orgs.access import acting, needs
from phoihop.orgs.queries import tree
from phoihop.reporting import actions, queries, rules
from phoihop.reporting.forms import ExceptionForm
from phoihop.reporting.models import Form, Lock


@needs("report.lock")
@require_GET
def locks(request: HttpRequest) -> HttpResponse:
    """The periods of a form (?mau=), open or locked, with the exceptions."""
    return _page(request, request.GET.get("mau", ""))


@needs("report.lock")
@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Lock a period of a form."""
    form = Form.objects.filter(code=request.POST.get("mau", "")).first()
    period = Period.objects.filter(label=request.POST.get("ky", "")).first()
    if form is None or period is None:
        raise Http404
    try:
        actions.lock_period(by=acting(request), form=form, period=period)
    except Refusal as refusal:
        return _page(request, form.code, refusal.reasons)
    messages.success(request, _("Đã khoá %(period)s.") % {"period": named(period, "name")})
    return HttpResponseRedirect(f"{reverse('reporting:locks')}?mau={form.code}")


@needs("report.lock")
@require_POST
def let_through(request: HttpRequest, pk: int) -> HttpResponse:
    """Let one unit change its report of a locked period until a day."""
    found = Lock.objects.select_related("form", "period").filter(pk=pk).first()
    if found is None:
        raise Http404
    form = ExceptionForm(request.POST)
    if not form.is_valid():
        reasons = [Reason(str(error), name) for name, errors in form.errors.items() for error in errors]
        return _page(request, found.form.code, reasons, found.pk, form)
    place = tree(found.period.ends_on).by_code(form.cleaned_data["unit"].strip())
    try:
        if place is None:
            raise Refusal([Reason(_("Không có đơn vị mã này. Xem lại mã trong danh mục đơn vị."), "unit")])
        actions.except_from_lock(
            by=acting(request),
            lock=found,
            unit_id=place.unit_id,
            until=form.day(),
            reason=form.cleaned_data["reason"],
        )
    except Refusal as refusal:
        return _page(request, found.form.code, refusal.reasons, found.pk, form)
    messages.success(request, _("Đã mở lại cho %(unit)s.") % {"unit": place.name})
    return HttpResponseRedirect(f"{reverse('reporting:locks')}?mau={found.form.code}")


def _page(
    request: HttpRequest,
    code: str,
    reasons: list[Reason] | None = None,
    lock_pk: int | None = None,
    typed: ExceptionForm | None = None,
) -> HttpResponse:
    post = acting(request)
    forms = queries.forms()
    form = next((one for one in forms if one.code == code), forms[0] if forms else None)
    rows = []
    if form is not None:
        held = queries.locks(form)
        for period in queries.periods_of(form):
            lock = held.get(period.pk)
            rows.append(
                {
                    "period": period,
                    "lock": lock,
                    "exceptions": [
                        (one, tree(period.ends_on).name(one.unit_id)) for one in (lock.exceptions.all() if lock else ())
                    ],
                    "why_not": [] if lock else rules.why_not_lock_period(post, form, period),
                    "coverage": queries.coverage(period, post.body.unit_id, form),
                    "form": (typed if typed and lock and lock.pk == lock_pk else ExceptionForm(prefix=None)),
                    "open": bool(lock and lock.pk == lock_pk),
                }
            )
    crumbs = [(_("Báo cáo"), reverse("reporting:reports"))]
    context = {"forms": forms, "form": form, "rows": rows, "reasons": reasons or [], "crumbs": crumbs}
    return page(request, "reporting/locks.html", context, status=422 if reasons else 200)
