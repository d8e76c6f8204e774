"""Conferences on a desk: answers owed, what the secretary has to prepare and call in time, what is held today."""

import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from phoihop.base import clock
from phoihop.base.numbers import due_in_words
from phoihop.conferences.models import Conference, Delegate
from phoihop.conferences.offsets import day_of, due_day
from phoihop.conferences.rules import prepares, visible_conferences
from phoihop.desk.queries.lines import Columns, Line
from phoihop.duties.calendar import working_days_between
from phoihop.orgs.models import Post

SOON = 2
"""Working days before a due day from which a line is marked."""


def sort_in(post: Post, found: Columns) -> None:
    """Put the post's conferences into the columns: two statements, whatever waits."""
    rows = visible_conferences(post).filter(state__in=("preparing", "called", "open")).order_by("starts_at", "pk")
    conferences = list(rows)
    if not conferences:
        return
    called = [one for one in conferences if one.state == Conference.State.CALLED]
    waiting = _waiting(post, called)
    for one in conferences:
        _today(one, found)
        if one.state == Conference.State.PREPARING and prepares(post, one):
            due = due_day("invitation", one)
            _put(
                found, one, _("Mời chậm nhất: %(when)s"), due, _("Chuẩn bị"), reverse("conferences:call", args=[one.pk])
            )
        seats = waiting.get(one.pk, [])
        page = reverse("conferences:replies", args=[one.pk])
        own = any(seat.post_id == post.pk for seat in seats)
        if own:
            _put(found, one, _("Trả lời giấy mời: %(when)s"), due_day("reply", one), _("Trả lời"), page)
        elif seats:
            n = len(seats)
            words = ngettext("%(n)s đại biểu chưa trả lời", "%(n)s đại biểu chưa trả lời", n) % {"n": n}
            _put(found, one, words + ": %(when)s", due_day("reply", one), _("Xem trả lời"), page)


def _waiting(post: Post, called: "list[Conference]") -> dict[int, list[Delegate]]:
    """Conference → seats without an answer for which the post answers: its own, its site's, all for the secretary."""
    prepared = [one.pk for one in called if prepares(post, one)]
    mine = Q(post=post) | Q(site__contact=post) | Q(conference__in=prepared)
    rows = Delegate.objects.filter(mine, conference__in=called, state=Delegate.Reply.INVITED)
    found: dict[int, list[Delegate]] = {}
    for seat in rows:
        found.setdefault(seat.conference_id, []).append(seat)
    return found


def _today(one: Conference, found: Columns) -> None:
    """A conference that runs, or is to be held today."""
    page = reverse("conferences:conference", args=[one.pk])
    if one.state == Conference.State.OPEN:
        found.today.append(Line(one.title, one.place_vi, _("đang họp"), "soon", _("Vào họp"), page))
    elif one.state == Conference.State.CALLED and day_of(one) == clock.today():
        start = f"{timezone.localtime(one.starts_at):%H:%M}"
        found.today.append(
            Line(one.title, one.place_vi, _("họp lúc %(at)s") % {"at": start}, "soon", _("Vào họp"), page)
        )


def _put(found: Columns, one: Conference, words: str, due: datetime.date, action: str, url: str) -> None:
    today = clock.today()
    left = working_days_between(today, due)
    when = words % {"when": due_in_words(due, today, left)}
    tone = "late" if due < today else "soon" if left <= SOON else "empty"
    column = found.late if due < today else found.today if due == today else found.coming
    column.append(Line(one.title, one.code, when, tone, action, url, due))
