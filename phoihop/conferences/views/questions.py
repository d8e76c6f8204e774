"""Questions to be put to the vote, with usual wordings; and counts of paper, entered by two different hands."""

import secrets
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phoihop.base.errors import Reason, Refusal
from phoihop.base.numbers import parse_key
from phoihop.base.views import page
from phoihop.conferences import actions, queries, rules
from phoihop.conferences.formulas import Poll
from phoihop.conferences.models import Conference, Vote
from phoihop.conferences.views.conduct import METHODS, room_of, way_to_room
from phoihop.conferences.views.shared import crumbs, visible
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post


def usual() -> list[tuple[str, str, list[str]]]:
    """(what for, question, options): wordings that fit most conferences, to be taken over and changed."""
    agreed = [_("Đồng ý"), _("Không đồng ý"), _("Ý kiến khác")]
    return [
        (_("Thông qua báo cáo"), _("Thông qua báo cáo kết quả thực hiện quy chế phối hợp"), agreed),
        (_("Thông qua phương hướng"), _("Thông qua phương hướng, nhiệm vụ năm tới"), agreed),
        (_("Thông qua nghị quyết"), _("Thông qua nghị quyết hội nghị"), agreed),
        (_("Chọn phương án"), _("Chọn phương án thực hiện"), [_("Phương án 1"), _("Phương án 2")]),
    ]


@needs("conference.read")
@require_http_methods(METHODS)
def questions(request: HttpRequest, pk: int) -> HttpResponse:
    """What was put to the vote or is ready for it, and a form for a further question (`?mau=` a usual wording)."""
    post, found = acting(request), visible(request, pk)
    part = rules.part_of(post, found)
    if not (part.is_secretary or part.may_chair):
        raise PermissionDenied(_("Chỉ chủ trì và thư ký hội nghị soạn nội dung biểu quyết."))
    typed, reasons = _typed(request), list[Reason]()
    if request.method == "POST":
        try:
            item = found.items.filter(pk=parse_key(typed["item"]) or 0).first()
            actions.put_question(
                by=post,
                conference=found,
                question=typed["question"],
                method=typed["method"],
                options=typed["options"].splitlines(),
                item=item,
                by_paper=bool(typed["by_paper"]),
            )
        except Refusal as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("Nội dung biểu quyết đã sẵn sàng; chủ trì mở khi cần."))
            return HttpResponseRedirect(reverse("conferences:questions", args=[pk]))
    room = room_of(found)
    context = {
        "conference": found,
        "typed": typed,
        "usual": list(enumerate(usual())),
        "votes": [(vote, room.polls.get(vote.pk), _counts(vote, room.polls.get(vote.pk))) for vote in _votes(found)],
        "methods": Vote.Method.choices,
        "items": [("", _("không gắn với nội dung nào")), *((one.pk, str(one)) for one in found.items.all())],
        "is_over": found.state not in ("preparing", "called", "open"),
        "back": way_to_room(post, found),
        "reasons": reasons,
        "crumbs": crumbs(found),
    }
    return page(request, "conferences/questions.html", context, status=422 if reasons else 200)


def _typed(request: HttpRequest) -> dict[str, str]:
    if request.method == "POST":
        return {name: request.POST.get(name, "") for name in ("question", "method", "options", "item", "by_paper")}
    number = parse_key(request.GET.get("mau"))
    offered = usual()
    wording = offered[number] if number is not None and number < len(offered) else ("", "", offered[0][2])
    return {"question": wording[1], "method": "open", "options": "\n".join(wording[2]), "item": "", "by_paper": ""}


def _votes(found: Conference) -> list[Vote]:
    return list(found.votes.select_related("item").order_by("number"))


def _counts(vote: Vote, poll: Poll | None) -> str:
    if poll is None or poll.counts is None:
        return ""
    return queries.counted(poll.counts, {option["code"]: option["label_vi"] for option in vote.options})


@needs("conference.read")
@require_http_methods(METHODS)
def count(request: HttpRequest, pk: int, vote: int) -> HttpResponse:
    """Counting paper: the first hand enters, another one enters the same again; nobody is shown what the first saw."""
    post, found = acting(request), visible(request, pk)
    part, room = rules.part_of(post, found), room_of(found)
    if not (part.is_secretary or room.chair == post.pk):
        raise PermissionDenied(_("Chỉ người đang chủ trì và thư ký hội nghị nhập kết quả kiểm phiếu."))
    asked = found.votes.filter(pk=vote, by_paper=True).first()
    poll = room.polls.get(vote)
    if asked is None or poll is None or poll.closed_at is not None:
        raise Http404
    codes = {option["code"]: option["label_vi"] for option in asked.options}
    typed = {code: request.POST.get(code, "").strip() for code in codes}
    reasons: list[Reason] = []
    if request.method == "POST":
        as_first = poll.paper is None or bool(request.POST.get("again"))
        reasons = _enter(post, found, asked, _Tally(codes, typed, as_first, request.POST.get("key", "")))
        if not reasons:
            said = _("Đã nhập. Chờ người thứ hai nhập lại để xác nhận.") if as_first else _("Đã xác nhận kết quả.")
            messages.success(request, said)
            return HttpResponseRedirect(way_to_room(post, found))
    context = {
        "conference": found,
        "vote": asked,
        "poll": poll,
        "labels": codes,
        "typed": typed,
        "mine": poll.paper is None or poll.paper_by in post.hands,
        "key": request.POST.get("key") or secrets.token_hex(16),
        "back": way_to_room(post, found),
        "reasons": reasons,
        "crumbs": crumbs(found),
    }
    return page(request, "conferences/count.html", context, status=422 if reasons else 200)


@dataclass(frozen=True)
class _Tally:
    """A count as it was typed: code of an option → digits."""

    labels: dict[str, str]
    typed: dict[str, str]
    as_first: bool
    key: str


def _enter(post: Post, found: Conference, vote: Vote, tally: _Tally) -> list[Reason]:
    """Enter or confirm; why not, if it was refused."""
    say = _("Nhập số phiếu “%(option)s”, từ 0 trở lên.")
    wrong = [code for code, text in tally.typed.items() if parse_key(text) is None]
    if wrong:
        return [Reason(say % {"option": tally.labels[code]}, code) for code in wrong]
    counts = {code: parse_key(text) or 0 for code, text in tally.typed.items()}
    act = actions.enter_paper if tally.as_first else actions.confirm_paper
    try:
        act(by=post, conference=found, vote=vote, counts=counts, key=tally.key)
    except Refusal as refusal:
        return refusal.reasons
    return []
