"""What was reminded of: to the post itself day by day, and on a day to the units of its branch."""

import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phoihop.base import clock
from phoihop.base.numbers import parse_key
from phoihop.base.views import day_asked, page
from phoihop.duties import queries
from phoihop.duties.models import Reminder
from phoihop.duties.papers import reminders as papers
from phoihop.orgs.access import acting, needs
from phoihop.orgs.models import Post
from phoihop.orgs.queries import tree

PAGE = 30


@require_safe
@needs("task.read")
def mine(request: HttpRequest) -> HttpResponse:
    """The post's own reminder of a day (`?ngay=`, else the last one), and the days before."""
    post = acting(request)
    rows = queries.reminders_of(post)
    asked = day_asked(request.GET.get("ngay", ""))
    chosen = rows.filter(on=asked).first() if asked else rows.first()
    days = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    context = {
        "tabs": tabs(post, "tasks:reminders"),
        "asked": asked,
        "chosen": chosen,
        "said": _said(chosen) if chosen else "",
        "sections": papers.sections(queries.lines_of(chosen), chosen.on) if chosen else [],
        "days": days,
        "summaries": [(one, _said(one)) for one in days],
        "crumbs": [(_("Công việc"), reverse("tasks:list"))],
    }
    return page(request, "duties/reminders.html", context)


@require_safe
@needs("task.accept")
def by_unit(request: HttpRequest) -> HttpResponse:
    """The reminders of a day (`?ngay=`, else the last one) in the post's branch, unit by unit; `?dv=` opens one."""
    post = acting(request)
    days = queries.days_sent(post)
    day = day_asked(request.GET.get("ngay", "")) or (days[0] if days else clock.today())
    sent = list(queries.sent_on(post, day))
    unit_id = parse_key(request.GET.get("dv"))
    opened = [one for one in sent if one.post.body.unit_id == unit_id]
    context: dict[str, Any] = {
        "tabs": tabs(post, "tasks:reminded_units"),
        "day": day,
        "days": [(one.isoformat(), f"{one:%d/%m/%Y}") for one in sorted({*days, day}, reverse=True)],
        "rows": _units(sent, [place.unit_id for place in tree(day).subtree(post.body.unit_id)], day),
        "unit_id": unit_id,
        "opened": [(one, papers.sections(queries.lines_of(one), day)) for one in opened],
        "crumbs": [(_("Công việc"), reverse("tasks:list"))],
    }
    return page(request, "duties/reminded_units.html", context)


def tabs(post: Post, now: str) -> list[tuple[str, str, bool]]:
    """The pages about reminders that this post may open."""
    wanted = [("tasks:reminders", _("Nhắc tôi")), ("tasks:silent", _("Danh sách im lặng"))]
    if post.can("task.accept"):
        wanted.insert(1, ("tasks:reminded_units", _("Nhắc các đơn vị")))
    return [(label, reverse(name), name == now) for name, label in wanted]


def _said(reminder: Any) -> str:
    return papers.summary(reminder.n, reminder.late, reminder.risen)


def _units(sent: list[Reminder], branch: list[int], on: datetime.date) -> list[dict[str, Any]]:
    """One row a unit, from the top down: how many posts were told, of how much."""
    found: dict[int, dict[str, Any]] = {}
    day = tree(on)
    for one in sent:
        row = found.setdefault(one.post.body.unit_id, {"posts": 0, "n": 0, "late": 0, "risen": 0})
        row["posts"] += 1
        for name in ("n", "late", "risen"):
            row[name] += getattr(one, name)
    order = {unit_id: number for number, unit_id in enumerate(branch)}
    for unit_id, row in found.items():
        above = day.superior(unit_id)
        row |= {"unit_id": unit_id, "name": day.name(unit_id), "above": above.name if above else ""}
    return sorted(found.values(), key=lambda row: order.get(row["unit_id"], len(order)))
