"""The notice of conclusion: as it would go out, why not yet, and what went out; files of issued papers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal
from phoihop.base.views import page
from phoihop.conferences import actions, queries, rules
from phoihop.conferences.papers import notice as papers
from phoihop.conferences.views.minutes import WORD
from phoihop.conferences.views.shared import crumbs, visible
from phoihop.documents import pdf, store
from phoihop.documents.html import to_html
from phoihop.orgs.access import acting, needs


@needs("conference.read")
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Before it is issued the secretary and the chair read the draft; afterwards everybody who was called reads it."""
    post, conference = acting(request), visible(request, pk)
    reasons: list[Reason] = []
    if request.method == "POST":
        try:
            issued = actions.issue_notice(by=post, conference=conference)
            messages.success(request, _("Đã ban hành %(symbol)s.") % {"symbol": issued.symbol})
            return HttpResponseRedirect(reverse("conferences:notice", args=[pk]))
        except Refusal as refusal:
            reasons = refusal.reasons
    issued_notice = conference.notice
    on = issued_notice.issued_on if issued_notice else clock.today()
    reads = issued_notice is not None or (rules.sees_drafts(post, conference) and conference.state == "closed")
    paper = papers.paper(conference, on, issued_notice.number if issued_notice else None) if reads else None
    context = {
        "conference": conference,
        "issued": issued_notice,
        "paper": to_html(paper) if paper else None,
        "prepares": rules.prepares(post, conference),
        "why_not": [] if issued_notice else actions.why_not_issue_notice_now(post, conference),
        "due_on": queries.notice_due_on(conference),
        "today": clock.today(),
        "reasons": reasons,
        "crumbs": crumbs(conference),
    }
    return page(request, "conferences/notice.html", context, status=422 if reasons else 200)


@needs("conference.read")
@require_safe
def file(request: HttpRequest, pk: int, which: str, kind: str) -> HttpResponse:
    """An issued paper as it went out: `which` is "thong-bao-ket-luan" or "thong-cao", `kind` docx or pdf."""
    conference = visible(request, pk)
    issued = {"thong-bao-ket-luan": conference.notice, "thong-cao": conference.communique}.get(which)
    if issued is None or kind not in ("docx", "pdf"):
        raise Http404
    if kind == "pdf" and (reasons := pdf.why_not()):
        raise PermissionDenied(str(reasons[0]))
    data = store.read(issued.file)
    media = "application/pdf" if kind == "pdf" else WORD
    answer = HttpResponse(pdf.from_docx(data) if kind == "pdf" else data, content_type=media)
    answer["Content-Disposition"] = f'attachment; filename="{which}-{conference.code}.{kind}"'
    return answer
