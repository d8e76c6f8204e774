"""The sentences of a conclusion: what became of each, and deciding about one of them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal
from phoihop.base.views import page
from phoihop.conferences import actions, queries, rules
from phoihop.conferences.models import Conclusion, Conference
from phoihop.conferences.views.shared import crumbs, visible
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post


@needs("conference.read")
@require_safe
def conclusions(request: HttpRequest, pk: int) -> HttpResponse:
    """Every sentence with its work or its waiver; `?chon=` given, waived or loose shows only those."""
    post, conference = acting(request), visible(request, pk)
    lines = queries.conclusion_lines(conference, post)
    chosen = request.GET.get("chon", "")
    kept = [line for line in lines if _is_kept(line, chosen)]
    context = {
        "conference": conference,
        "lines": kept,
        "chosen": chosen,
        "coverage": queries.coverage(conference),
        "may": not rules.why_not_mark_conclusions(post, conference),
        "gives": post.can("task.assign"),
        "due_on": queries.notice_due_on(conference),
        "today": clock.today(),
        "crumbs": crumbs(conference),
    }
    return page(request, "conferences/conclusions.html", context)


def _is_kept(line: queries.ConclusionLine, chosen: str) -> bool:
    """Whether a sentence is among those a number counts; of another word all are."""
    if chosen == "loose":
        return line.is_loose
    return chosen not in ("given", "waived") or (line.conclusion.state == chosen and not line.is_loose)


@needs("conference.write")
@require_http_methods(["GET", "HEAD", "POST"])
def conclusion(request: HttpRequest, pk: int, conclusion: int) -> HttpResponse:
    """One sentence: waive it or take that back, split it, join it with the next."""
    post, conference = acting(request), visible(request, pk)
    one = get_object_or_404(conference.conclusions.select_related("task", "item"), pk=conclusion)
    one.conference = conference
    barred = rules.why_not_mark_conclusions(post, conference)
    if barred:
        raise PermissionDenied(str(barred[0]))
    reasons: list[Reason] = []
    if request.method == "POST":
        try:
            messages.success(request, _done(request, post, one))
            return HttpResponseRedirect(f"{reverse('conferences:conclusions', args=[pk])}#ket-luan-{one.number}")
        except Refusal as refusal:
            reasons = refusal.reasons
    following = queries.following_conclusion(one)
    context = {
        "conference": conference,
        "one": one,
        "following": following,
        "loose": not rules.is_settled(one),
        "joinable": not rules.why_not_merge(post, one, following),
        "splittable": not rules.why_not_split(post, one, [one.text_vi, ""]) or one.state == Conclusion.State.OPEN,
        "reason": request.POST.get("reason", ""),
        "pieces": request.POST.get("pieces", one.text_vi),
        "faults": {reason.field: str(reason) for reason in reasons},
        "reasons": reasons,
        "crumbs": [*crumbs(conference), _list_crumb(conference)],
    }
    return page(request, "conferences/conclusion.html", context, status=422 if reasons else 200)


def _done(request: HttpRequest, post: Post, one: Conclusion) -> str:
    """What was asked for, done and said in a sentence."""
    do = request.POST.get("do", "waive")
    if do == "take_back":
        actions.take_back_waiver(by=post, conclusion=one)
        return _("Câu này lại chờ giao việc.")
    if do == "split":
        made = actions.split(by=post, conclusion=one, pieces=request.POST.get("pieces", "").splitlines())
        return _("Đã tách thành %(n)s kết luận.") % {"n": len(made)}
    if do == "merge":
        actions.merge(by=post, conclusion=one)
        return _("Đã gộp với câu sau.")
    actions.waive(by=post, conclusion=one, reason=request.POST.get("reason", ""))
    return _("Đã ghi lý do không thành việc.")


def _list_crumb(conference: Conference) -> tuple[str, str]:
    return _("Kết luận"), reverse("conferences:conclusions", args=[conference.pk])
