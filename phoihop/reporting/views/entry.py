"""Filling in and sending a report; its page is also where the level above reads it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal
from phoihop.base.text import named
from phoihop.base.views import page
from phoihop.duties.calendar import working_days_between
from phoihop.journal.registry import name_of
from phoihop.orgs.access import acting, needs
from phoihop.reporting import actions, queries, rules
from phoihop.reporting.forms import AttachForm, ReasonForm, RemarkForm, Sent, read_sent
from phoihop.reporting.models import Attachment, Report
from phoihop.reporting.queries import ReportPage

REFUSED = 422
"""Status of a page that comes back because the verb refused: nothing typed is lost."""


@needs("report.read")
@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """The reports of the post's own unit, or with ?don-vi=CODE of one in its branch; ?tinh-trang= narrows."""
    post = acting(request)
    unit_id, name = post.body.unit_id, ""
    if code := request.GET.get("don-vi"):
        place = queries.unit_in_branch(post, code)
        if place is None:
            raise Http404
        unit_id, name = place.unit_id, place.name
    lines = queries.own_reports(post, unit_id)
    state = request.GET.get("tinh-trang", "")
    counts = {one: sum(line.report.state == one for line in lines) for one in Report.State.values}
    shown = [line for line in lines if not state or line.report.state == state]
    context = {
        "lines": shown,
        "all": len(lines),
        "counts": counts,
        "states": Report.State.choices,
        "state": state,
        "unit_code": code or "",
        "unit_name": name,
        "coverage": _coverage(request) if not lines else [],
        "today": clock.today(),
    }
    return page(request, "reporting/reports.html", context)


@needs("report.read")
@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """A report: to be filled in by its unit (a post above it types instead with ?nhap-thay=1), to be read by others."""
    return _page(request, _report(request, pk))


@needs("report.write")
@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the whole form as a draft; with `submit` in it, send it as well."""
    found = _report(request, pk)
    sent = read_sent(rules.layout(found.form, found.period.ends_on), request.POST)
    post = acting(request)
    try:
        if sent.reasons:
            raise Refusal(sent.reasons)
        actions.save_cells(
            by=post, report=found, cells=sent.cells, texts=sent.texts, version=sent.version, seen=sent.seen
        )
        if "submit" in request.POST:
            actions.submit_report(by=post, report=found)
    except Refusal as refusal:
        return _page(request, _report(request, pk), sent=sent, reasons=refusal.reasons)
    if "submit" in request.POST:
        messages.success(request, _("Đã gửi báo cáo lúc %(at)s.") % {"at": f"{clock.now():%H:%M}"})
        return HttpResponseRedirect(reverse("reporting:report", args=[pk]))
    messages.success(request, _("Đã lưu bản nháp."))
    return _back_to_form(request, found)


@needs("report.write")
@require_POST
def save_cell(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Save one cell as it is left; answers with the parts of the page that follow from it. `save` needs no scripts."""
    found = _report(request, pk)
    layout = rules.layout(found.form, found.period.ends_on)
    if code not in layout.by_code:
        raise Http404
    sent = read_sent(layout, request.POST, only=code)
    reasons = sent.reasons
    if not reasons:
        try:
            actions.save_cells(by=acting(request), report=found, cells=sent.cells, version=sent.version, seen=sent.seen)
        except Refusal as refusal:
            reasons = refusal.reasons
    context = _context(request, _report(request, pk), sent=sent if reasons else None, reasons=reasons)
    shown: ReportPage = context["p"]
    context["line"] = next(line for line in shown.lines if any(cell.cell.code == code for cell in line.cells))
    context["code"] = code
    return page(request, "reporting/_saved.html", context)


@needs("report.write")
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a sent report back."""
    return _do(request, pk, lambda post, found: actions.withdraw_report(by=post, report=found), _("Đã rút báo cáo."))


@needs("report.read")
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the correction of an accepted report, with a reason."""
    reason = request.POST.get("reason", "")
    return _do(
        request,
        pk,
        lambda post, found: actions.reopen_report(by=post, report=found, reason=reason),
        _("Đã mở đính chính. Số đã nhận vẫn được tính cho đến khi bản mới được nhận."),
    )


@needs("report.accept")
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept a report; `next` names the queue one came from."""
    return _do(request, pk, lambda post, found: actions.accept_report(by=post, report=found), _("Đã nhận báo cáo."))


@needs("report.accept")
@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a report with a remark."""
    remark = request.POST.get("remark", "")
    return _do(
        request,
        pk,
        lambda post, found: actions.return_report(by=post, report=found, remark=remark),
        _("Đã trả lại báo cáo."),
    )


@needs("report.write")
@require_POST
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a file on a cell of the draft, or on the whole report."""
    found = _report(request, pk)
    layout = rules.layout(found.form, found.period.ends_on)
    form = AttachForm(request.POST, request.FILES, cells=_cell_choices(layout))
    reasons: list[Reason] = []
    if form.is_valid():
        post, data = acting(request), form.cleaned_data
        try:
            cell = layout.by_code.get(data["on"])
            actions.attach_file(
                by=post,
                report=found,
                file=data["file"],
                title=data["title"],
                indicator=cell.indicator if cell else None,
                fact_on=data["fact_on"],
            )
            messages.success(request, _("Đã đính kèm “%(title)s”.") % {"title": data["title"]})
            return _back_to_form(request, found)
        except Refusal as refusal:
            reasons = refusal.reasons
    else:
        reasons = [Reason(str(error), name) for name, errors in form.errors.items() for error in errors]
    return _page(request, found, reasons=reasons, attach_form=form)


@needs("report.write")
@require_POST
def detach(request: HttpRequest, pk: int, attachment: int) -> HttpResponse:
    """Take a file off the draft."""
    found = _report(request, pk)
    one = Attachment.objects.filter(pk=attachment, revision__report=found).select_related("revision", "file").first()
    if one is None:
        raise Http404
    return _do(request, pk, lambda post, _found: actions.detach_file(by=post, attachment=one), _("Đã gỡ tệp."))


def _report(request: HttpRequest, pk: int) -> Report:
    found = queries.report_for(acting(request), pk)
    if found is None:
        raise Http404
    return found


def _do(request: HttpRequest, pk: int, verb: Callable[[Any, Report], object], said: str) -> HttpResponse:
    """Run a verb on the report; its refusal comes back on the report's page with what was typed."""
    found = _report(request, pk)
    try:
        verb(acting(request), found)
    except Refusal as refusal:
        return _page(request, _report(request, pk), reasons=refusal.reasons)
    messages.success(request, said)
    back = request.POST.get("next", "")
    if back.startswith(reverse("reporting:queue")):
        return HttpResponseRedirect(back)
    return _back_to_form(request, found)


def _back_to_form(request: HttpRequest, found: Report) -> HttpResponse:
    instead = "?nhap-thay=1" if request.POST.get("instead") else ""
    return HttpResponseRedirect(reverse("reporting:report", args=[found.pk]) + instead)


def _page(
    request: HttpRequest,
    found: Report,
    sent: Sent | None = None,
    reasons: list[Reason] | None = None,
    attach_form: AttachForm | None = None,
) -> HttpResponse:
    context = _context(request, found, sent, reasons or [], attach_form)
    return page(request, "reporting/report.html", context, status=REFUSED if reasons else 200)


def _context(
    request: HttpRequest,
    found: Report,
    sent: Sent | None,
    reasons: list[Reason],
    attach_form: AttachForm | None = None,
) -> dict[str, Any]:
    post = acting(request)
    shown = queries.report_page(post, found)
    if sent is not None:
        _put_back(shown, sent, reasons)
    instead = bool(request.GET.get("nhap-thay") or request.POST.get("instead"))
    own = found.unit_id == post.body.unit_id
    editing = (
        shown.may_write
        and (own or instead)
        and found.state in {Report.State.OPEN, Report.State.RETURNED}
        and not rules.why_not_write(post, shown.stand, found.unit_id)
    )
    choices = _cell_choices(shown.stand.layout)
    title = f"{named(found.form, 'title')}, {named(found.period, 'name')}"
    return {
        "p": shown,
        "report": found,
        "title": title,
        "editing": editing,
        "instead": instead and not own,
        "kept": _typed_in_vain(shown, sent) if sent is not None and not editing else [],
        "own": own,
        "reasons": reasons,
        "today": clock.today(),
        "days_left": working_days_between(clock.today(), found.due_on),
        "attach_form": attach_form or AttachForm(cells=choices, initial={"on": request.GET.get("o", "")}),
        "remark_form": RemarkForm({"remark": request.POST["remark"]} if "remark" in request.POST else None),
        "reason_form": ReasonForm({"reason": request.POST["reason"]} if "reason" in request.POST else None),
        "why_not_accept": rules.why_not_accept_report(post, found, shown.stand) if shown.may_accept else [],
        "why_not_withdraw": rules.why_not_withdraw_report(post, found, shown.stand) if own else [],
        "next": request.POST.get("next") or request.GET.get("next") or "",
        "history": [
            (entry.at, name_of(entry.verb), entry.label, entry.facts.get("reason") or entry.facts.get("remark") or "")
            for entry in shown.history
        ],
        "crumbs": [(_("Báo cáo"), reverse("reporting:reports")), (shown.place.name, "")],
    }


def _put_back(shown: ReportPage, sent: Sent, reasons: list[Reason]) -> None:
    """What was typed stands in the page again, with each fault beside its cell."""
    said: dict[str, str] = {}
    for reason in reasons:
        said.setdefault(reason.field, str(reason.text))
    for cell in shown.cells:
        cell.value = sent.raw.get(cell.cell.field, cell.value)
        cell.remark = sent.raw.get(cell.cell.remark_field, cell.remark)
        cell.error = said.get(cell.cell.field) or said.get(cell.cell.remark_field, "")
    for text in shown.texts:
        text.body = sent.raw.get(f"t-{text.block.code}", text.body)
        text.error = said.get(f"t-{text.block.code}", "")


def _typed_in_vain(shown: ReportPage, sent: Sent) -> list[tuple[str, str]]:
    """What was typed into a page that can no longer be saved, so that it can at least be copied."""
    found = []
    for cell in shown.cells:
        typed = [sent.raw.get(cell.cell.field, ""), sent.raw.get(cell.cell.remark_field, "")]
        if any(typed):
            found.append((cell.cell.label, " · ".join(one for one in typed if one)))
    for text in shown.texts:
        if body := sent.raw.get(f"t-{text.block.code}", ""):
            found.append((text.title, body))
    return found


def _cell_choices(layout: rules.Layout) -> list[tuple[str, str]]:
    return [(cell.code, f"{cell.label}: {named(cell.indicator, 'name')}") for cell in layout.cells]


def _coverage(request: HttpRequest) -> list[tuple[Any, Any, Any]]:
    """For a post whose unit owes nothing itself: its branch, form by form, the last four periods."""
    post = acting(request)
    found = []
    for form in queries.forms():
        for period in queries.periods_of(form)[:4]:
            found.append((form, period, queries.coverage(period, post.body.unit_id, form)))
    return found
