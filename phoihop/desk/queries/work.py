"""The work on a desk: shares owed, results to accept, requests and questions to answer, slots to report on."""

import datetime
from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from phoihop.base import clock
from phoihop.base.addresses import address
from phoihop.base.numbers import due_in_words, format_date, format_moment
from phoihop.base.text import named
from phoihop.desk.queries.lines import TOGETHER, Columns, Line
from phoihop.duties import queries as duties
from phoihop.duties.calendar import working_days_between
from phoihop.duties.models import Acceptance, Assignment
from phoihop.orgs.models import Post
from phoihop.orgs.queries import Tree, tree

SOON = 3
"""Working days before the due day from which a share is marked."""


def sort_in(post: Post, found: Columns) -> None:
    """Put the post's work into the columns; the statements do not grow with how much it is."""
    waiting = duties.waiting_for(post)
    today = clock.today()
    for share, many in _owed_together(waiting.owed):
        line = _owed(share, today, many)
        column = found.late if share.due_on < today else found.today if _now(share, today) else found.coming
        column.append(line)
    day = tree(today)
    found.decide.extend(_to_turn(waiting.to_turn, day))
    found.decide.extend(_asked(waiting, day))
    _campaigns(post, found)


def _now(share: Assignment, today: datetime.date) -> bool:
    return share.due_on == today or share.state == Assignment.State.RETURNED


def _owed_together(shares: Sequence[Assignment]) -> Iterable[tuple[Assignment, int]]:
    """Each share alone (1), but many alike of one task (one state, one day, owed to many) once, with how many."""
    groups: dict[tuple[int, str, datetime.date], list[Assignment]] = {}
    for share in shares:
        groups.setdefault((share.task_id, share.state, share.due_on), []).append(share)
    for those in groups.values():
        if len(those) > TOGETHER:
            yield those[0], len(those)
        else:
            yield from ((share, 1) for share in those)


def _owed(share: Assignment, today: datetime.date, many: int) -> Line:
    left = working_days_between(today, share.due_on)
    when = due_in_words(share.due_on, today, left)
    tone = "late" if share.due_on < today else "soon" if left <= SOON else "empty"
    action = _("Báo tiến độ")
    if share.state == Assignment.State.RETURNED:
        tone, when, action = "returned", _("trả lại, %(when)s") % {"when": when}, _("Sửa và nộp lại")
    url, where = address("tasks:share", share.pk), share.task.code
    if many > 1:
        url = f"{reverse('tasks:list')}?muc={duties.MINE}&viec={share.task_id}"
        where = ngettext("%(n)s phần việc", "%(n)s phần việc", many) % {"n": many}
    return Line(_named(share), where, when, tone, action, url, share.due_on)


def _to_turn(rows: Sequence[tuple[Assignment, str]], day: Tree) -> list[Line]:
    """Results that wait for this post; many of one task stand as one line that leads to the list."""
    groups: dict[int, list[tuple[Assignment, str]]] = {}
    for share, key in rows:
        groups.setdefault(share.task_id, []).append((share, key))
    found = []
    for those in groups.values():
        first = those[0][0]
        if len(those) > TOGETHER:
            where = ngettext("%(n)s đơn vị", "%(n)s đơn vị", len(those)) % {"n": len(those)}
            url = f"{reverse('tasks:list')}?muc={duties.TO_TURN}&viec={first.task_id}"
            found.append(Line(_named(first), where, _sent(those), "pending", _("Xem và nhận"), url))
        else:
            found += [_one_to_turn(share, key, day) for share, key in those]
    return found


def _one_to_turn(share: Assignment, key: str, day: Tree) -> Line:
    action = _("Kiểm tra") if key == Acceptance.Key.CHECK else _("Xem và nhận")
    url = address("tasks:share", share.pk)
    return Line(_named(share), day.name(share.unit_id), _sent([(share, key)]), "pending", action, url)


def _asked(waiting: duties.Waiting, day: Tree) -> Iterable[Line]:
    for one in waiting.extensions:
        share = one.assignment
        when = _("xin đến %(day)s") % {"day": format_date(one.until)}
        yield Line(
            _named(share),
            day.name(share.unit_id),
            when,
            "pending",
            _("Trả lời gia hạn"),
            address("tasks:share", share.pk),
        )
    for question in waiting.questions:
        share = question.assignment
        url = address("tasks:share", share.pk)
        yield Line(_named(share), day.name(share.unit_id), _("có câu hỏi"), "pending", _("Trả lời"), url)


def _campaigns(post: Post, found: Columns) -> None:
    """The slots of running campaigns in which the unit has not reported; what is past its time stands with the late."""
    for one in duties.to_report(post):
        when = _("quá giờ") if one.late else _("nhận báo đến %(due)s") % {"due": format_moment(one.slot.due_at)}
        where = _("Khung giờ %(slot)s") % {"slot": format_moment(one.slot.at)}
        url = reverse("tasks:report_situation", args=[one.campaign.pk])
        title, tone = named(one.campaign, "title"), "late" if one.late else "soon"
        (found.late if one.late else found.today).append(Line(title, where, when, tone, _("Báo tình hình"), url))


def _named(share: Assignment) -> str:
    return named(share.task, "title")


def _sent(rows: Sequence[tuple[Assignment, str]]) -> str:
    last = max((share.submitted_at for share, _key in rows if share.submitted_at), default=None)
    return _("nộp %(day)s") % {"day": format_date(last.date())} if last else ""
