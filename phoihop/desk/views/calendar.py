"""The calendar of a post, as a month and as a file for a calendar program."""

import datetime
import hashlib

import icalendar
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from phoihop.base import clock
from phoihop.base.views import page
from phoihop.desk.queries import calendar
from phoihop.orgs.access import acting

FIRST_YEAR, LAST_YEAR = 2004, 2100


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """One month; `?thang=2022-01` chooses another."""
    post, today = acting(request), clock.today()
    first = _month(request.GET.get("thang", ""), today)
    weeks = calendar.month(post, first.year, first.month, today)
    context = {
        "weeks": weeks,
        "first": first,
        "before": (first - datetime.timedelta(days=1)).strftime("%Y-%m"),
        "after": (first + datetime.timedelta(days=32)).strftime("%Y-%m"),
        "listed": [day for week in weeks for day in week if day.in_month and day.happenings],
    }
    return page(request, "desk/calendar.html", context)


@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """The coming year as an .ics file, one entry a happening, for the post's own calendar program."""
    post, today = acting(request), clock.today()
    book = icalendar.Calendar()
    book.add("prodid", "-//Phoi Hop//vi")
    book.add("version", "2.0")
    for happening in calendar.happenings(post, today, today + datetime.timedelta(days=366)):
        entry = icalendar.Event()
        entry.add("uid", f"{happening.on:%Y%m%d}-{hashlib.sha256(happening.text.encode()).hexdigest()[:12]}@phoihop")
        entry.add("dtstamp", clock.now())
        entry.add("dtstart", happening.on)
        entry.add("summary", happening.text)
        book.add_component(entry)
    response = HttpResponse(book.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="phoihop.ics"'
    return response


def _month(text: str, today: datetime.date) -> datetime.date:
    if not text:
        return today.replace(day=1)
    try:
        first = datetime.datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        raise Http404 from None
    if not FIRST_YEAR <= first.year <= LAST_YEAR:
        raise Http404
    return first
