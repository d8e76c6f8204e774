"""The end of a campaign: closing it, and the report of what it came to, as a page and as files."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal
from phoihop.base.text import named
from phoihop.base.views import page
from phoihop.duties import actions, queries, rules
from phoihop.duties.models import Campaign
from phoihop.duties.papers import campaign_report
from phoihop.duties.views.campaigns import crumbs, kind_name, visible
from phoihop.orgs.access import acting, needs
from phoihop.orgs.queries import tree

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs("campaign.write")
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """The words of the closing report, beside what the numbers say now."""
    post, found = acting(request), visible(request, pk)
    text = request.POST.get("text", "")
    barred = rules.why_not_close_campaign(post, found)
    if barred:
        raise PermissionDenied(str(barred[0]))
    reasons: list[Reason] = []
    if request.method == "POST":
        try:
            actions.close_campaign(by=post, campaign=found, text=text)
        except Refusal as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("Đợt đã kết thúc. Các lần báo và phần lời được niêm lại."))
            return HttpResponseRedirect(reverse("tasks:campaign_report", args=[pk]))
    context = {
        "campaign": found,
        "text": text,
        "day": tree(found.starts_on),
        "today": clock.today(),
        "end": queries.campaign_end(found, post),
        "reasons": reasons,
        "crumbs": [*crumbs(), (named(found, "title"), reverse("tasks:campaign", args=[pk]))],
    }
    return page(request, "duties/campaign_close.html", context, status=422 if reasons else 200)


@needs("task.read")
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """What the campaign came to, derived anew each time; after the close with the kept words and their seal."""
    post, found = acting(request), visible(request, pk)
    closed = found.state == Campaign.State.CLOSED
    context = {
        "campaign": found,
        "kind": kind_name(found),
        "runner": rules.unit_name(found.unit_id, found.starts_on),
        "day": tree(found.starts_on),
        "today": clock.today(),
        "end": queries.campaign_end(found, post),
        "whole": post.body.unit_id == found.unit_id,
        "sealed": closed and queries.seal_of(found, found.closing_text) == found.seal,
        "crumbs": [*crumbs(), (named(found, "title"), reverse("tasks:campaign", args=[pk]))],
    }
    return page(request, "duties/campaign_end.html", context)


@needs("task.read")
@require_safe
def file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The same as an official paper (docx) or, unit by unit and slot by slot, as a spreadsheet (xlsx)."""
    post, found = acting(request), visible(request, pk)
    if kind == "docx":
        answer = HttpResponse(campaign_report.written(found, post), content_type=WORD)
    elif kind == "xlsx":
        answer = HttpResponse(campaign_report.spreadsheet(found, post), content_type=SHEET)
    else:
        raise Http404
    answer["Content-Disposition"] = f'attachment; filename="{found.code}.{kind}"'
    return answer
