"""The comparative board: how the units below one stand side by side; opened and closed by the one above."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phoihop.base.errors import Reason, Refusal
from phoihop.base.numbers import parse_key
from phoihop.base.views import page
from phoihop.duties import actions, queries, rules
from phoihop.duties.models import Assignment, Task
from phoihop.duties.papers import board as papers
from phoihop.duties.papers.asked import Asked, kind_options, options, period_choices
from phoihop.duties.views.scorecard import asked_period, tabs
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post
from phoihop.orgs.queries import Place, superior, tree


@require_safe
@needs("task.read")
def shown(request: HttpRequest) -> HttpResponse:
    """The units below `?dv=`: the unit above the post's own, or its own. Others' lines only while the board is open."""
    return _page(request, acting(request), [])


@require_POST
@needs("board.open")
def turn(request: HttpRequest) -> HttpResponse:
    """Open or close the board of the units below the post's own (`step`: open | close)."""
    post = acting(request)
    step = {"open": actions.open_board, "close": actions.close_board}.get(request.POST.get("step", ""))
    if step is None:
        raise Http404
    try:
        step(by=post, unit_id=post.body.unit_id)
    except Refusal as refusal:
        return _page(request, post, refusal.reasons)
    opened = request.POST["step"] == "open"
    messages.success(request, _("Đã mở bảng so sánh.") if opened else _("Đã đóng bảng so sánh."))
    return HttpResponseRedirect(f"{reverse('tasks:board')}?dv={post.body.unit_id}")


def _page(request: HttpRequest, post: Post, reasons: list[Reason]) -> HttpResponse:
    title, periods, own = _("Bảng so sánh các đơn vị"), period_choices(), post.body.unit_id
    period = asked_period(request, periods)
    if period is None:
        return page(request, "duties/board.html", {"found": None, "tabs": tabs("tasks:board"), "title": title})
    asked = _asked(request, post, Asked(period, own))
    sides = _sides(post, asked)
    switch = rules.open_switch(asked.unit_id)
    is_above = asked.unit_id == own
    rows = Assignment.objects.filter(queries.of_branch(asked.unit_id), queries.in_period(asked.period))
    rows = rows.filter(task__kind=asked.kind) if asked.kind else rows
    found = queries.scores(rows, asked.unit_id)
    everyone = {place.unit_id for place in tree(asked.on).below(asked.unit_id)}
    may_open_shares = everyone if is_above else {own}
    context = {
        "found": papers.board(asked, found, None if is_above or switch else {own}, may_open_shares, own),
        "asked": asked,
        "title": title,
        "reasons": reasons,
        "tabs": tabs("tasks:board", asked, own),
        "sides": sides,
        "periods": options(periods),
        "kinds": kind_options(),
        "switch": switch,
        "is_above": is_above,
        "may_turn": is_above and not rules.why_not_turn_board(post, own),
        "above_name": queries.name_on(asked.unit_id, asked.on),
    }
    return page(request, "duties/board.html", context, status=422 if reasons else 200)


def _above(post: Post, asked: Asked) -> Place | None:
    return superior(post.body.unit_id, asked.on)


def _asked(request: HttpRequest, post: Post, asked: Asked) -> Asked:
    """The unit whose lower units are compared: the post's own, or the one directly above; anything else is 404."""
    kind, own, above = request.GET.get("loai", ""), post.body.unit_id, _above(post, asked)
    if kind not in {"", *Task.Kind.values}:
        raise Http404
    may = {own} | ({above.unit_id} if above else set())
    first = above.unit_id if above else own
    unit_id = parse_key(request.GET.get("dv")) if request.GET.get("dv") else first
    if request.method == "POST":
        unit_id = own
    if unit_id not in may:
        raise Http404
    return Asked(asked.period, unit_id, kind)


def _sides(post: Post, asked: Asked) -> list[tuple[str, str, bool]]:
    """The boards there are for the post: of the units beside its own, and of those below it."""
    own, above = post.body.unit_id, _above(post, asked)
    day, found = tree(asked.on), []
    if above:
        found.append((_("Các đơn vị cùng cấp"), f"?{asked.query(unit_id=above.unit_id)}", asked.unit_id != own))
    if day.below(own):
        found.append((_("Các đơn vị trực thuộc"), f"?{asked.query(unit_id=own)}", asked.unit_id == own))
    return found if len(found) > 1 else []
