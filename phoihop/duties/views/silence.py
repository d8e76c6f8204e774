"""The silent: who was reminded again and again and says nothing; and reminding them now."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal
from phoihop.base.numbers import parse_key
from phoihop.base.text import named
from phoihop.base.views import page
from phoihop.duties import actions, queries
from phoihop.duties.calendar import working_days_between
from phoihop.duties.models import Assignment
from phoihop.duties.papers import silence as papers
from phoihop.duties.rules import unit_name
from phoihop.duties.views.reminders import tabs
from phoihop.orgs.access import acting, needs

PAGE = 100
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@needs("task.read")
def silent(request: HttpRequest) -> HttpResponse:
    """Silent units of the post's branch with their work, the most often reminded first."""
    return _shown(request)


@require_safe
@needs("task.read")
def silent_file(request: HttpRequest) -> HttpResponse:
    """The same lines as .xlsx."""
    today = clock.today()
    answer = HttpResponse(papers.as_xlsx(queries.silent(acting(request), today), today), content_type=SHEET)
    answer["Content-Disposition"] = f'attachment; filename="im-lang-{today:%Y%m%d}.xlsx"'
    return answer


@require_POST
@needs("task.accept")
def remind_now(request: HttpRequest) -> HttpResponse:
    """Remind of the ticked shares; of more than one only after a page that says what will happen to how many."""
    post, today = acting(request), clock.today()
    ticked = [key for key in map(parse_key, request.POST.getlist("phan")) if key is not None]
    rows = queries.shares(post).filter(pk__in=ticked).order_by("due_on", "pk")
    shares = list(rows)
    if len(shares) > 1 and "chac" not in request.POST:
        found = queries.chase(post, shares, today)
        context = {
            "found": found,
            "ready": [(share, unit_name(share.unit_id, today)) for share in found.ready],
            "left": [(share, unit_name(share.unit_id, today), why) for share, why in found.left],
            "crumbs": [(_("Công việc"), reverse("tasks:list")), (_("Danh sách im lặng"), reverse("tasks:silent"))],
        }
        return page(request, "duties/chase.html", context)
    try:
        done = actions.remind_now(by=post, shares=shares)
    except Refusal as refusal:
        return _shown(request, refusal.reasons)
    messages.success(request, _said(done.ready, done.letters))
    return HttpResponseRedirect(reverse("tasks:silent"))


def _said(ready: list[Assignment], letters: int) -> str:
    if len(ready) == 1:
        unit = unit_name(ready[0].unit_id, clock.today())
        text = _("Đã nhắc %(unit)s: %(task)s.") % {"unit": unit, "task": named(ready[0].task, "title")}
    else:
        text = ngettext("Đã nhắc %(n)s việc.", "Đã nhắc %(n)s việc.", len(ready)) % {"n": len(ready)}
    sent = ngettext("%(n)s thư được gửi đi.", "%(n)s thư được gửi đi.", letters) % {"n": letters}
    return f"{text} {sent}"


def _shown(request: HttpRequest, reasons: list[Reason] | None = None) -> HttpResponse:
    post, today = acting(request), clock.today()
    units = queries.silent(post, today)
    every = Paginator([(unit, one) for unit in units for one in unit.shares], PAGE)
    shown = every.get_page(request.GET.get("trang"))
    lines = list(shown)
    why_not = queries.left_of(post, [one.share for _unit, one in lines], today) if post.can("task.accept") else {}
    context = {
        "tabs": tabs(post, "tasks:silent"),
        "units": units,
        "all": every.count,
        "page": shown,
        "lines": lines,
        "why_not": why_not,
        "may": post.can("task.accept") and len(why_not) < len(lines),
        "today": today,
        "left": working_days_between,
        "ticked": set(request.POST.getlist("phan")),
        "reasons": reasons or [],
        "crumbs": [(_("Công việc"), reverse("tasks:list"))],
    }
    return page(request, "duties/silent.html", context, status=422 if reasons else 200)
