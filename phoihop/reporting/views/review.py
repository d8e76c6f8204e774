"""The review queue of a period."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from phoihop.base import clock
from phoihop.base.numbers import parse_key
from phoihop.base.text import named
from phoihop.base.views import page
from phoihop.duties.models import Period
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post
from phoihop.orgs.queries import Place, tree
from phoihop.reporting import actions, queries, rules
from phoihop.reporting.models import Form, Report
from phoihop.reporting.queries import queue as queue_of


@needs("report.accept")
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """The units below that owe a form in a period: ?mau= ?ky= ?loc= (received, odd, late, missing …) ?don-vi=."""
    post = acting(request)
    form, period, forms, periods = _chosen(post, request.GET.get("mau", ""), request.GET.get("ky", ""))
    if form is None or period is None:
        return page(request, "reporting/queue.html", {"form": None, "period": None})
    code = request.GET.get("don-vi", "")
    branch = queries.unit_in_branch(post, code, period) if code else None
    if code and branch is None:
        raise Http404
    whole = queue_of(post, period, form, branch.unit_id if branch else None)
    kind = request.GET.get("loc", "received")
    address = reverse("reporting:queue")
    base: dict[str, Any] = {"mau": form.code, "ky": period.label}
    if branch:
        base["don-vi"] = branch.code
    counts = whole.counts()
    tabs = []
    for name, label in _kinds():
        n = counts[name] if name else len(whole.rows)
        tabs.append((f"{label} ({n})", f"{address}?{urlencode({**base, 'loc': name})}", name == kind))
    branches = _branches(post, period, form)
    context = {
        "form": form,
        "period": period,
        "form_options": [(one.code, named(one, "title")) for one in forms],
        "period_options": [(one.label, named(one, "name")) for one in periods],
        "branch_options": [("", _("tất cả")), *((p.code, p.name) for p in branches)] if branches else [],
        "report_base": reverse("reporting:reports"),
        "today": clock.today(),
        "kind": kind,
        "tabs": tabs,
        "rows": whole.of(kind),
        "plain": sum(row.is_plain for row in whole.rows),
        "branch": branch,
        "locked": whole.stand.locked,
        "coverage": queries.coverage(period, (branch.unit_id if branch else post.body.unit_id), form),
        "here": f"{address}?{urlencode({**base, 'loc': kind})}",
    }
    return page(request, "reporting/queue.html", context)


@needs("report.accept")
@require_POST
def accept_together(request: HttpRequest) -> HttpResponse:
    """Accept the ticked reports: first a page that says what will happen to how many, then, confirmed, done."""
    post = acting(request)
    ticked = [key for key in map(parse_key, request.POST.getlist("report")) if key is not None]
    rows = Report.objects.filter(pk__in=ticked).select_related("form", "period")
    seen = [report for report in rows if rules.may_see(post, report, rules.tree_of(report))]
    back = request.POST.get("next", "")
    back = back if back.startswith(reverse("reporting:queue")) else reverse("reporting:queue")
    if not seen:
        messages.warning(request, _("Chưa chọn báo cáo nào. Đánh dấu các dòng cần nhận."))
        return HttpResponseRedirect(back)
    if "confirmed" in request.POST:
        done = actions.accept_reports(by=post, reports=seen)
        n = len(done.accepted)
        messages.success(request, ngettext("Đã nhận %(n)s báo cáo.", "Đã nhận %(n)s báo cáo.", n) % {"n": n})
        return HttpResponseRedirect(back)
    plan = actions.preview_acceptance(by=post, reports=seen)
    context = {
        "accepted": [(report, rules.tree_of(report).name(report.unit_id)) for report in plan.accepted],
        "skipped": [(report, rules.tree_of(report).name(report.unit_id), why) for report, why in plan.skipped],
        "back": back,
        "crumbs": [(_("Duyệt"), back)],
    }
    return page(request, "reporting/accept_together.html", context)


def _chosen(
    post: Post, form_code: str, period_label: str
) -> tuple[Form | None, Period | None, list[Form], list[Period]]:
    """The form and period a page is about: as asked for, else the first form the post reviews and its latest period."""
    forms = [form for form in queries.forms() if _is_below(post, form)]
    form = next((one for one in forms if one.code == form_code), forms[0] if forms else None)
    periods = queries.periods_of(form) if form else []
    period = next((one for one in periods if one.label == period_label), periods[0] if periods else None)
    return form, period, forms, periods


def _is_below(post: Post, form: Form) -> bool:
    """Whether any unit below the post's own owes the form."""
    on = tree(min(form.valid_to, clock.today()))
    return any(p.level == form.level and p.unit_id != post.body.unit_id for p in on.subtree(post.body.unit_id))


def _branches(post: Post, period: Period, form: Form) -> list[Place]:
    """The units directly below by which the queue may be narrowed; none when they are those that report."""
    on = tree(period.ends_on)
    return [place for place in on.below(post.body.unit_id) if place.level != form.level]


def _kinds() -> tuple[tuple[str, str], ...]:
    return (
        ("received", _("chờ duyệt")),
        ("odd", _("cần xem kỹ")),
        ("late", _("muộn")),
        ("missing", _("chưa gửi")),
        ("returned", _("trả lại")),
        ("accepted", _("đã nhận")),
        ("", _("tất cả")),
    )
