"""What falls on which day for who holds some posts: due days, days figures are cut off, public holidays.

A room whose days belong here gets a function and a place in SOURCES; page, file and subscribed calendar then show them.
"""

import calendar as months
import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from phoihop.annual.models import Edition
from phoihop.annual.queries import editions_for
from phoihop.base.addresses import address
from phoihop.base.text import named
from phoihop.conferences.models import Conference
from phoihop.conferences.rules import visible_conferences
from phoihop.duties import calendar as working
from phoihop.duties.models import Assignment, Period, PeriodDue
from phoihop.orgs.models import Post
from phoihop.orgs.queries import tree

KINDS: dict[str, str | Promise] = {
    "holiday": gettext_lazy("ngày nghỉ"),
    "due": gettext_lazy("hạn gửi báo cáo"),
    "task": gettext_lazy("hạn làm việc được giao"),
    "cut_off": gettext_lazy("chốt số liệu"),
    "paper": gettext_lazy("ngày trên báo cáo năm"),
    "conference": gettext_lazy("hội nghị"),
}


@dataclass(frozen=True)
class Happening:
    """Something on a day. `kind` is one of KINDS; `key` names the thing for good, whatever its day, words and language:
    two sources or two posts that tell of the same thing give the same key. `url` is a page about it, or "". What has
    hours has `start` and `end`, and a `place`."""

    on: datetime.date
    kind: str
    text: str
    key: str
    url: str = ""
    start: datetime.datetime | None = None
    end: datetime.datetime | None = None
    place: str = ""


@dataclass(frozen=True)
class Day:
    on: datetime.date
    in_month: bool
    is_today: bool
    works: bool
    happenings: tuple[Happening, ...]


Source = Callable[[Sequence[Post], datetime.date, datetime.date], Iterable[Happening]]
"""(posts, first day, last day) -> what falls on these days for who holds them, in a constant number of statements."""


def _holidays(posts: Sequence[Post], first: datetime.date, last: datetime.date) -> Iterable[Happening]:
    english = get_language() == "en"
    for day, vi, en in working.holidays_between(first, last):
        yield Happening(day, "holiday", en if english else vi, f"holiday-{day.isoformat()}")


def _reports_due(posts: Sequence[Post], first: datetime.date, last: datetime.date) -> Iterable[Happening]:
    """Of the level at which a post's unit stands; who stands at the top sees those of all."""
    on = tree(last)
    places = [place for post in posts if (place := on.get(post.body.unit_id))]
    rows = PeriodDue.objects.select_related("period").filter(due_on__range=(first, last))
    if all(place.parent_id is not None for place in places):
        rows = rows.filter(level__in={place.level for place in places})
    for due in rows.order_by("due_on", "level"):
        words = {"period": _inside(due.period), "level": due.get_level_display()}
        text = _("Hạn gửi báo cáo %(period)s (%(level)s)") % words
        yield Happening(due.due_on, "due", text, f"due-{due.period.label}-{due.level}")


def _tasks_due(posts: Sequence[Post], first: datetime.date, last: datetime.date) -> Iterable[Happening]:
    """Shares of the posts' own units that are not handed in yet."""
    units = {post.body.unit_id for post in posts if post.can("task.read")}
    rows = Assignment.objects.select_related("task").filter(unit_id__in=units, due_on__range=(first, last))
    for share in rows.filter(state__in=("assigned", "doing", "returned")).order_by("due_on", "pk"):
        text = _("Hạn làm: %(task)s") % {"task": named(share.task, "title")}
        yield Happening(share.due_on, "task", text, f"task-{share.pk}", address("tasks:share", share.pk))


def _cut_offs(posts: Sequence[Post], first: datetime.date, last: datetime.date) -> Iterable[Happening]:
    for period in Period.objects.filter(ends_on__range=(first, last)).order_by("ends_on", "label"):
        text = _("Chốt số liệu %s") % _inside(period)
        yield Happening(period.ends_on, "cut_off", text, f"cut-off-{period.label}")


def _paper_days(posts: Sequence[Post], first: datetime.date, last: datetime.date) -> Iterable[Happening]:
    seen = Q(pk__in=[])
    for post in posts:
        seen |= Q(pk__in=editions_for(post).order_by().values("pk"))
    rows = Edition.objects.select_related("period").filter(seen, paper_on__range=(first, last))
    for edition in rows.order_by("paper_on", "pk"):
        text = _("Ngày ghi trên báo cáo năm %(year)s") % {"year": edition.period.year}
        page = reverse("annual:edition", args=[edition.pk])
        yield Happening(edition.paper_on, "paper", text, f"paper-{edition.pk}", page)


def _conferences(posts: Sequence[Post], first: datetime.date, last: datetime.date) -> Iterable[Happening]:
    """Those a post takes part in, once they were called; those called off are gone."""
    seen = Q(pk__in=[])
    for post in posts:
        seen |= Q(pk__in=visible_conferences(post).order_by().values("pk"))
    rows = Conference.objects.filter(seen, state__in=("called", "open", "closed"), starts_at__date__range=(first, last))
    for one in rows.order_by("starts_at", "pk"):
        day, page = timezone.localtime(one.starts_at).date(), address("conferences:conference", one.pk)
        yield Happening(
            day, "conference", one.title, f"conference-{one.pk}", page, one.starts_at, one.ends_at, one.place_vi
        )


def _inside(period: Period) -> str:
    """The period's name inside a sentence: "quý IV/2021"; only its first letter is made small."""
    name = named(period, "name")
    return name[:1].lower() + name[1:]


SOURCES: tuple[Source, ...] = (_holidays, _reports_due, _tasks_due, _cut_offs, _paper_days, _conferences)


def happenings(posts: Sequence[Post], first: datetime.date, last: datetime.date) -> list[Happening]:
    """Everything from `first` to `last` for who holds these posts, each thing once; bodies loaded. The statements grow
    neither with the posts nor with what falls on the days."""
    found = {one.key: one for source in SOURCES for one in source(posts, first, last)}
    return sorted(found.values(), key=lambda happening: happening.on)


def month(post: Post, year: int, number: int, today: datetime.date) -> list[list[Day]]:
    """The weeks of a month, Monday first, each day with what falls on it."""
    weeks = months.Calendar(firstweekday=0).monthdatescalendar(year, number)
    by_day: dict[datetime.date, list[Happening]] = {}
    for happening in happenings([post], weeks[0][0], weeks[-1][-1]):
        by_day.setdefault(happening.on, []).append(happening)
    return [
        [
            Day(
                on=day,
                in_month=day.month == number,
                is_today=day == today,
                works=working.is_working_day(day),
                happenings=tuple(by_day.get(day, ())),
            )
            for day in week
        ]
        for week in weeks
    ]
