"""The communiqué: what may go to the press, who released it, free words through the gate, and the paper."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal
from phoihop.base.numbers import parse_key
from phoihop.base.views import page
from phoihop.conferences import actions, queries, rules
from phoihop.conferences.models import Conference, ReleasedFact
from phoihop.conferences.papers import communique as papers
from phoihop.conferences.views.shared import crumbs, visible
from phoihop.documents.html import to_html
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post

SOURCES = {
    "figure": gettext_lazy("số liệu báo cáo năm"),
    "conclusion": gettext_lazy("kết luận của chủ trì"),
    "words": gettext_lazy("lời thêm, đã qua kiểm tra"),
    "person": gettext_lazy("danh sách chức vụ"),
}


@needs("conference.read")
@require_http_methods(["GET", "HEAD", "POST"])
def communique(request: HttpRequest, pk: int) -> HttpResponse:
    """Candidates and the draft for who releases and for who prepares; afterwards the paper, for all who were called."""
    post, conference = acting(request), visible(request, pk)
    reasons: list[Reason] = []
    if request.method == "POST":
        try:
            messages.success(request, _done(request, post, conference))
            return HttpResponseRedirect(reverse("conferences:communique", args=[pk]))
        except Refusal as refusal:
            reasons = refusal.reasons
    issued, press = conference.communique, queries.Press(conference)
    works = rules.may_release(post, conference) or rules.sees_drafts(post, conference)
    reads = issued is not None or (works and conference.state == Conference.State.CLOSED)
    on = issued.issued_on if issued else clock.today()
    paper = papers.paper(conference, press.released, on, issued.number if issued else None) if reads else None
    may = not rules.why_not_touch_communique(post, conference)
    context = {
        "conference": conference,
        "issued": issued,
        "paper": to_html(paper) if paper else None,
        "rows": _rows(press) if works and reads else [],
        "withdrawn": [fact for fact in press.everything if fact.withdrawn_at] if works and reads else [],
        "may": may,
        "why_not": _why_not_issue(post, conference, press) if may else [],
        "words": request.POST.get("words", "") if reasons else "",
        "faults": {reason.field: str(reason) for reason in reasons},
        "reasons": reasons,
        "crumbs": crumbs(conference),
    }
    return page(request, "conferences/communique.html", context, status=422 if reasons else 200)


def _why_not_issue(post: Post, conference: Conference, press: queries.Press) -> list[Reason]:
    return rules.why_not_issue_communique(post, conference, press.released, codes=press.codes, people=press.people)


def _rows(press: queries.Press) -> list[tuple[str, str, str, ReleasedFact | None, str]]:
    """(key, sentence, what it rests on, the release if it is released, what it says now if that differs)."""
    released = {fact.key: fact for fact in press.released}
    rows: list[tuple[str, str, str, ReleasedFact | None, str]] = []
    for one in press.candidates:
        fact = released.pop(one.key, None)
        source = str(SOURCES.get(one.kind, _("nhật ký hội nghị")))
        if one.is_live:
            source = _("số liệu báo cáo năm, chưa phát hành")
        now = one.text if fact is not None and fact.text_vi != one.text else ""
        rows.append((one.key, fact.text_vi if fact else one.text, source, fact, now))
    for fact in released.values():
        source = str(SOURCES.get(fact.key.partition(":")[0], _("nhật ký hội nghị")))
        rows.append((fact.key, fact.text_vi, source, fact, ""))
    return rows


def _done(request: HttpRequest, post: Post, conference: Conference) -> str:
    """What was asked for is done; the sentence that says so."""
    do = request.POST.get("do", "")
    if do == "issue":
        issued = actions.issue_communique(by=post, conference=conference)
        return _("Đã phát hành %(symbol)s.") % {"symbol": issued.symbol}
    if do == "words":
        actions.release_words(by=post, conference=conference, text=request.POST.get("words", ""))
        return _("Đã thêm lời vào thông cáo.")
    if withdraw := parse_key(request.POST.get("withdraw")):
        fact = get_object_or_404(conference.released.select_related("conference"), pk=withdraw)
        actions.withdraw_fact(by=post, fact=fact)
        return _("Đã rút nội dung khỏi thông cáo.")
    actions.release_fact(by=post, conference=conference, key=request.POST.get("release", ""))
    return _("Đã cho đưa tin.")
