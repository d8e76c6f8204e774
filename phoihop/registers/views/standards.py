"""The list of a year's results, many at once, and the list as a file."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from phoihop.base.errors import Reason, Refusal
from phoihop.base.views import page
from phoihop.duties.models import Period
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post
from phoihop.registers import actions, papers, queries
from phoihop.registers.forms import RulingForm
from phoihop.registers.models import StandardResult

STEPS = {"propose": ("register.propose", "assessed"), "decide": ("register.recognise", "proposed")}
"""step -> (capability of who takes it, state in which a result waits for it)"""


@require_http_methods(["GET", "HEAD", "POST"])
@needs("register.read")
def listed(request: HttpRequest) -> HttpResponse:
    """The results of the post's branch; POST opens the year, or proposes or decides the chosen after a preview."""
    post, among = acting(request), [year for year in queries.years() if year.standard]
    year = queries.chosen_year(request.GET.get("nam", ""), among)
    period = year.standard if year else None
    if request.method == "POST":
        return _do(request, post, period)
    return _list(request, post, period)


@require_safe
@needs("register.read")
def export(request: HttpRequest) -> HttpResponse:
    """The lines of the list, with the same filters, as .xlsx or (`dang=csv`) .csv."""
    post = acting(request)
    year = queries.chosen_year(request.GET.get("nam", ""), queries.years())
    period = year.standard if year else None
    rows = queries.standard_rows(post, period, _asked(request)) if period else []
    if request.GET.get("dang") == "csv":
        answer, ending = HttpResponse(papers.as_csv(rows), content_type="text/csv; charset=utf-8"), "csv"
    else:
        sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        answer, ending = (
            HttpResponse(papers.as_xlsx(rows, period.name_vi if period else ""), content_type=sheet),
            "xlsx",
        )
    answer["Content-Disposition"] = f'attachment; filename="tieu-chuan-antt-{year.number if year else ""}.{ending}"'
    return answer


def _asked(request: HttpRequest) -> queries.Asked:
    get = request.GET.get
    return queries.Asked(
        get("huyen", ""), get("loai", ""), get("tinh-trang", ""), get("ket-qua", ""), get("ten", "").strip()
    )


def _list(
    request: HttpRequest, post: Post, period: Period | None, reasons: Sequence[Reason] = (), chosen: Sequence[str] = ()
) -> HttpResponse:
    asked = _asked(request)
    context: dict[str, Any] = {
        "years": [year for year in queries.years() if year.standard],
        "period": period,
        "asked": asked,
        "reasons": list(reasons),
        "chosen": set(chosen),
        "rows": [],
        "all": None,
        "steps": {},
        "districts": [],
        "types": [],
        "states": StandardResult.State.choices,
        "may_open": post.can("register.propose"),
        "narrowed": request.GET.urlencode(),
    }
    if period:
        every = queries.standard_rows(post, period)
        context["all"] = queries.counts(every)
        context["rows"] = queries.standard_rows(post, period, asked) if asked != queries.Asked() else every
        context["districts"] = queries.districts(post, period)
        context["types"] = queries.types(post, period)
        mine = post.body.unit_id
        context["steps"] = {
            step: sum(row.state == state and row.district_id == mine for row in context["rows"])
            for step, (capability, state) in STEPS.items()
            if post.can(capability) and any(row.district_id == mine for row in every)
        }
        context["mine"] = mine
        context["ready"] = {STEPS[step][1] for step in context["steps"]}
    return page(request, "registers/standards.html", context, status=422 if reasons else 200)


def _do(request: HttpRequest, post: Post, period: Period | None) -> HttpResponse:
    if period is None:
        return _list(request, post, period, [Reason(_("Chưa có năm xét tiêu chuẩn nào. Tạo kỳ trong Quy chế trước."))])
    step = request.POST.get("step", "")
    if step == "open":
        try:
            opened = actions.open_results(by=post, period=period)
        except Refusal as refusal:
            return _list(request, post, period, refusal.reasons)
        messages.success(request, _("Đã mở sổ cho {n} đơn vị.").format(n=opened))
        return HttpResponseRedirect(request.get_full_path())
    step, every = step.removesuffix("_all"), step.endswith("_all")
    if step not in STEPS:
        raise Http404
    keys = request.POST.getlist("chon")
    if every:
        state, mine = STEPS[step][1], post.body.unit_id
        rows = queries.standard_rows(post, period, _asked(request))
        keys = [str(row.pk) for row in rows if row.state == state and row.district_id == mine]
    if not keys:
        return _list(request, post, period, [Reason(_("Chưa chọn đơn vị nào. Đánh dấu ở đầu dòng rồi bấm lại."))])
    return _bulk(request, post, period, step, keys)


def _bulk(request: HttpRequest, post: Post, period: Period, step: str, keys: list[str]) -> HttpResponse:
    """First a preview that says what will happen to how many, then, confirmed, the verb."""
    results = queries.chosen_results(post, period, keys)
    known = {row.pk: row for row in queries.standard_rows(post, period)}
    chosen = {result.pk for result in results}
    rows = [row for row in known.values() if row.pk in chosen]
    posted = request.POST
    shown = [
        {
            "row": row,
            "passed": posted.get(f"outcome_{row.pk}", "1" if row.suggested else "0") == "1",
            "reason": posted.get(f"reason_{row.pk}", ""),
        }
        for row in rows
    ]
    confirmed = "confirm" in posted
    form = RulingForm(posted if confirmed or "again" in posted else None)
    reasons: list[Reason] = []
    if confirmed:
        reasons = form.reasons() if step == "decide" else []
        if not reasons:
            try:
                return _done(request, post, step, results, shown, form)
            except Refusal as refusal:
                reasons = refusal.reasons
    passed = sum(bool(line["passed"]) for line in shown)
    context = {
        "step": step,
        "period": period,
        "shown": shown,
        "form": form,
        "reasons": reasons,
        "passed": passed,
        "failed": len(shown) - passed,
        "back": request.get_full_path(),
        "named_faults": {reason.field: str(reason.text) for reason in reasons if reason.field},
    }
    return page(request, "registers/bulk.html", context, status=422 if reasons else 200)


def _done(
    request: HttpRequest,
    post: Post,
    step: str,
    results: list[StandardResult],
    shown: list[dict[str, Any]],
    form: RulingForm,
) -> HttpResponse:
    outcomes = {line["row"].pk: line["passed"] for line in shown}
    if step == "propose":
        n = actions.propose_results(by=post, results=results, outcomes=outcomes)
        said = ngettext("Đã đề nghị %(n)s đơn vị.", "Đã đề nghị %(n)s đơn vị.", n) % {"n": n}
    else:
        reasons = {line["row"].pk: line["reason"] for line in shown if line["reason"]}
        n = actions.rule_on_results(
            by=post,
            results=results,
            number=form.cleaned_data["number"],
            decided_on=form.cleaned_data["decided_on"],
            outcomes=outcomes,
            reasons=reasons,
        )
        facts = {"number": form.cleaned_data["number"], "n": n, "passed": sum(outcomes.values())}
        said = _("Đã ghi quyết định {number} cho {n} đơn vị, trong đó {passed} đạt.").format(**facts)
    messages.success(request, said)
    return HttpResponseRedirect(request.get_full_path())
