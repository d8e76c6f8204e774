"""The minutes: the paper with its revisions, editing it, what a revision changed, and its files."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from phoihop.base.errors import Reason, Refusal
from phoihop.base.numbers import parse_key
from phoihop.base.views import page
from phoihop.conferences import actions, queries, rules
from phoihop.conferences.models import Conference, Minutes
from phoihop.conferences.papers import minutes as papers
from phoihop.conferences.views.shared import crumbs, visible
from phoihop.documents import pdf
from phoihop.documents.html import to_html
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@needs("conference.read")
@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest revision, or `?ban=n`; drawing, proposing and adopting stand beside it."""
    post, conference = acting(request), visible(request, pk)
    here = reverse("conferences:minutes", args=[pk])
    reasons: list[Reason] = []
    if request.method == "POST":
        try:
            return HttpResponseRedirect(_done(request, post, conference) or here)
        except Refusal as refusal:
            reasons = refusal.reasons
    drafts = rules.sees_drafts(post, conference)
    known = list(conference.minutes.order_by("-number")) if drafts else []
    shown = _shown(request, conference, known, drafts)
    latest = known[0] if known else shown
    context = {
        "conference": conference,
        "known": known,
        "shown": shown,
        "latest": latest,
        "paper": to_html(papers.paper(conference, shown.parts, shown)) if shown else None,
        "at_work": queries.at_work(conference, post) if drafts else [],
        "may_draw": not rules.why_not_draw_minutes(post, conference, latest),
        "may_edit": latest is not None and not rules.why_not_keep_minutes(post, conference, latest),
        "may_propose": not rules.why_not_propose_minutes(post, conference, latest),
        "may_adopt": latest is not None and not rules.why_not_adopt_minutes(post, conference, latest, latest.number),
        "reasons": reasons,
        "crumbs": crumbs(conference),
    }
    return page(request, "conferences/minutes.html", context, status=422 if reasons else 200)


def _shown(request: HttpRequest, conference: Conference, known: list[Minutes], drafts: bool) -> Minutes | None:
    """The revision asked for; who sees no drafts reads what was adopted."""
    if not drafts:
        return queries.adopted_minutes(conference)
    asked = parse_key(request.GET.get("ban"))
    if asked is None:
        return known[0] if known else None
    found = next((one for one in known if one.number == asked), None)
    if found is None:
        raise Http404
    return found


def _done(request: HttpRequest, post: Post, conference: Conference) -> str:
    """What was asked for is done and said; an address to go to, if not this page."""
    do = request.POST.get("do", "")
    if do == "draw":
        actions.draw_minutes(by=post, conference=conference)
        messages.success(request, _("Đã lập biên bản từ nhật ký hội nghị."))
    elif do == "open":
        actions.open_minutes(by=post, conference=conference)
        return reverse("conferences:edit_minutes", args=[conference.pk])
    elif do == "propose":
        actions.propose_minutes(by=post, conference=conference)
        messages.success(request, _("Đã đề nghị chủ trì thông qua biên bản."))
    elif do == "adopt":
        actions.adopt_minutes(by=post, conference=conference, number=parse_key(request.POST.get("number")) or 0)
        messages.success(request, _("Đã thông qua biên bản. Từ nay biên bản giữ nguyên."))
    return ""


@needs("conference.write")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Each part as lines, a paragraph a line. A save against an older revision shows both texts and keeps what was
    typed."""
    post, conference = acting(request), visible(request, pk)
    latest = queries.latest_minutes(conference)
    barred = rules.why_not_keep_minutes(post, conference, latest)
    if barred or latest is None:
        raise PermissionDenied(str(barred[0]) if barred else _("Chưa có biên bản. Lập biên bản từ nhật ký trước."))
    parts = {name: list(lines) for name, lines in latest.parts.items()}
    reasons: list[Reason] = []
    others: dict[str, list[str]] = {}
    if request.method == "POST":
        parts = {name: request.POST.get(name, "").splitlines() for name in papers.PARTS}
        based_on = parse_key(request.POST.get("based_on")) or 0
        try:
            made = actions.edit_minutes(by=post, conference=conference, based_on=based_on, parts=parts)
            messages.success(request, _("Đã lưu bản %(n)s.") % {"n": made.number})
            return HttpResponseRedirect(reverse("conferences:minutes", args=[pk]))
        except Refusal as refusal:
            reasons = refusal.reasons
            if based_on != latest.number:
                others = {name: lines for name, lines in latest.parts.items() if lines != _kept(parts.get(name, []))}
    context = {
        "conference": conference,
        "latest": latest,
        "at_work": queries.at_work(conference, post),
        "rows": [
            (name, heading.split(". ", 1)[1], "\n".join(parts.get(name, [])), others.get(name))
            for name, heading in papers.PARTS.items()
        ],
        "faults": {reason.field: str(reason) for reason in reasons},
        "reasons": reasons,
        "crumbs": [*crumbs(conference), (_("Biên bản"), reverse("conferences:minutes", args=[pk]))],
    }
    return page(request, "conferences/minutes_edit.html", context, status=422 if reasons else 200)


def _kept(lines: list[str]) -> list[str]:
    return [line.strip() for line in lines if line.strip()]


@needs("conference.read")
@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed from revision `?tu=` to `?den=`, by default the last two."""
    post, conference = acting(request), visible(request, pk)
    if not rules.sees_drafts(post, conference):
        raise PermissionDenied(_("Chỉ thư ký và chủ trì xem các bản sửa của biên bản."))
    known = {one.number: one for one in conference.minutes.all()}
    if len(known) < 2:
        raise Http404
    newer = known.get(parse_key(request.GET.get("den")) or max(known))
    older = known.get(parse_key(request.GET.get("tu")) or (newer.number - 1 if newer else 0))
    if newer is None or older is None:
        raise Http404
    context: dict[str, Any] = {
        "conference": conference,
        "older": older,
        "newer": newer,
        "parts": [
            (papers.PARTS.get(name, name), lines)
            for name, lines in queries.minutes_changes(older.parts, newer.parts).items()
        ],
        "crumbs": [*crumbs(conference), (_("Biên bản"), reverse("conferences:minutes", args=[pk]))],
    }
    return page(request, "conferences/minutes_compare.html", context)


@needs("conference.read")
@require_safe
def file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The latest revision, for who reads drafts; else the adopted one. "docx" or "pdf"."""
    post, conference = acting(request), visible(request, pk)
    drafts = rules.sees_drafts(post, conference)
    found = queries.latest_minutes(conference) if drafts else queries.adopted_minutes(conference)
    if found is None or kind not in ("docx", "pdf"):
        raise Http404
    if kind == "pdf" and (reasons := pdf.why_not()):
        raise PermissionDenied(str(reasons[0]))
    data = papers.written(conference, found.parts, found)
    answer = HttpResponse(
        pdf.from_docx(data) if kind == "pdf" else data, content_type="application/pdf" if kind == "pdf" else WORD
    )
    answer["Content-Disposition"] = f'attachment; filename="bien-ban-{conference.code}.{kind}"'
    return answer
