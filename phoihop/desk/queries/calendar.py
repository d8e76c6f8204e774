"""What falls on which day for a post: days figures are cut off, days reports are due, public holidays."""

import calendar as months
import datetime
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from phoihop.annual.queries import editions_for
from phoihop.base.text import named
from phoihop.duties import calendar as working
from phoihop.duties.models import Period, PeriodDue
from phoihop.orgs.models import Post
from phoihop.orgs.queries import tree


@dataclass(frozen=True)
class Happening:
    """Something on a day. `kind` is due, cut_off, opens or holiday."""

    on: datetime.date
    kind: str
    text: str


@dataclass(frozen=True)
class Day:
    on: datetime.date
    in_month: bool
    is_today: bool
    works: bool
    happenings: tuple[Happening, ...]


def happenings(post: Post, first: datetime.date, last: datetime.date) -> list[Happening]:
    """Everything from `first` to `last`, for the level at which the post's unit stands. Four statements."""
    place = tree(last).get(post.body.unit_id)
    level = place.level if place else ""
    english = get_language() == "en"
    found = [Happening(day, "holiday", en if english else vi) for day, vi, en in working.holidays_between(first, last)]
    for due in (
        PeriodDue.objects.select_related("period").filter(due_on__range=(first, last)).order_by("due_on", "level")
    ):
        if due.level == level or level == "province":
            found.append(
                Happening(
                    due.due_on,
                    "due",
                    _("Hạn gửi báo cáo %(period)s (%(level)s)")
                    % {"period": named(due.period, "name").lower(), "level": due.get_level_display()},
                )
            )
    for period in Period.objects.filter(ends_on__range=(first, last)).order_by("ends_on", "label"):
        found.append(Happening(period.ends_on, "cut_off", _("Chốt số liệu %s") % named(period, "name").lower()))
    for edition in editions_for(post).filter(paper_on__range=(first, last)):
        text = _("Ngày ghi trên báo cáo năm %(year)s") % {"year": edition.period.year}
        found.append(Happening(edition.paper_on, "paper", text))
    return sorted(found, key=lambda happening: happening.on)


def month(post: Post, year: int, number: int, today: datetime.date) -> list[list[Day]]:
    """The weeks of a month, Monday first, each day with what falls on it."""
    weeks = months.Calendar(firstweekday=0).monthdatescalendar(year, number)
    by_day: dict[datetime.date, list[Happening]] = {}
    for happening in happenings(post, weeks[0][0], weeks[-1][-1]):
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
