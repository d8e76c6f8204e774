"""The calendar of a post: a month, a file, and an address that a calendar program reads by itself."""

import datetime
import hashlib
from collections.abc import Sequence

import icalendar
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST, require_safe

from phoihop.accounts.queries import feed_token, user_of_feed
from phoihop.base import clock
from phoihop.base.views import page
from phoihop.desk import actions
from phoihop.desk.queries import calendar
from phoihop.journal.queries import last_moment
from phoihop.orgs.access import acting
from phoihop.orgs.models import Post
from phoihop.orgs.queries import posts_of

ICS = "text/calendar; charset=utf-8"
QUARTER, YEAR, REREAD = datetime.timedelta(days=92), datetime.timedelta(days=366), datetime.timedelta(hours=6)
"""How far back and ahead a calendar program sees, and how often it is asked to look again."""
FIRST_YEAR, LAST_YEAR = 2004, 2100


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """One month; `?thang=2022-01` chooses another."""
    post, today = acting(request), clock.today()
    first = _month(request.GET.get("thang", ""), today)
    token = feed_token(post.acting_user_id) if post.acting_user_id else ""
    weeks = calendar.month(post, first.year, first.month, today)
    context = {
        "weeks": weeks,
        "first": first,
        "before": (first - datetime.timedelta(days=1)).strftime("%Y-%m"),
        "after": (first + datetime.timedelta(days=32)).strftime("%Y-%m"),
        "address": request.build_absolute_uri(reverse("desk:feed", args=[token])) if token else "",
        "listed": [day for week in weeks for day in week if day.in_month and day.happenings],
    }
    return page(request, "desk/calendar.html", context)


@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """The coming year as an .ics file, one entry a happening, for the post's own calendar program."""
    today = clock.today()
    response = HttpResponse(_book([acting(request)], today, today + YEAR), content_type=ICS)
    response["Content-Disposition"] = 'attachment; filename="phoihop.ics"'
    return response


@require_safe
@login_not_required
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of every post an account acts through today, for a calendar program that cannot sign in.

    Only who has the address reads it, and nothing else by it. 404 for an address that was never given, renewed or
    switched off, for a closed account, and for one that holds no post today.
    """
    user = user_of_feed(token)
    posts = posts_of(user) if user else []
    if user is None or not posts:
        raise Http404
    today = clock.today()
    with override(user.language):
        body = _book(posts, today - QUARTER, today + YEAR)
    midnight = timezone.make_aware(datetime.datetime.combine(today, datetime.time()))
    changed = max(midnight, last_moment() or midnight)
    etag = quote_etag(hashlib.sha256(body).hexdigest()[:32])
    response = HttpResponse(body, content_type=ICS)
    response["Cache-Control"] = "private, no-cache"
    response["Content-Language"] = user.language
    response["ETag"], response["Last-Modified"] = etag, http_date(changed.timestamp())
    answer = get_conditional_response(request, etag=etag, last_modified=int(changed.timestamp()), response=response)
    assert isinstance(answer, HttpResponse)
    return answer


@require_POST
def renew_feed(request: HttpRequest) -> HttpResponse:
    """A first or another address for the account's calendar."""
    actions.renew_feed(by=acting(request))
    messages.success(request, _("Đã có địa chỉ mới. Chép địa chỉ này vào phần mềm lịch."))
    return HttpResponseRedirect(reverse("desk:calendar") + "#feed")


@require_POST
def drop_feed(request: HttpRequest) -> HttpResponse:
    """No address any more."""
    actions.drop_feed(by=acting(request))
    messages.success(request, _("Đã tắt địa chỉ lịch. Phần mềm lịch nào còn dùng địa chỉ đó sẽ không đọc được nữa."))
    return HttpResponseRedirect(reverse("desk:calendar") + "#feed")


def _book(posts: Sequence[Post], first: datetime.date, last: datetime.date) -> bytes:
    """The same days give the same bytes, all day long: an entry keeps its number whatever becomes of its words."""
    book = icalendar.Calendar()
    book.add("prodid", "-//Phoi Hop//vi")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", "Phối Hợp")
    book.add("refresh-interval", REREAD, parameters={"VALUE": "DURATION"})
    book.add("x-published-ttl", "PT6H")
    stamp = datetime.datetime.combine(clock.today(), datetime.time(), datetime.UTC)
    for happening in calendar.happenings(posts, first, last):
        entry = icalendar.Event()
        entry.add("uid", f"{happening.key}@phoihop")
        entry.add("dtstamp", stamp)
        entry.add("summary", happening.text)
        entry.add("categories", [str(calendar.KINDS[happening.kind])])
        _add_time(entry, happening)
        book.add_component(entry)
    ready: bytes = book.to_ical()
    return ready


def _add_time(entry: icalendar.Event, happening: calendar.Happening) -> None:
    """The day, or the hours of what has hours: then whoever looks is taken."""
    if happening.start is None or happening.end is None:
        entry.add("dtstart", happening.on)
        entry.add("transp", "TRANSPARENT")
        return
    entry.add("dtstart", happening.start.astimezone(datetime.UTC))
    entry.add("dtend", happening.end.astimezone(datetime.UTC))
    entry.add("location", happening.place)


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
