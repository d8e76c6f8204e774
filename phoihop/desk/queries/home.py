"""What waits for a post, from every room, sorted into late, today, to decide and coming."""

import datetime
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from phoihop.annual.models import Edition
from phoihop.annual.queries import editions_for, faults
from phoihop.base import clock
from phoihop.base.numbers import due_in_words, format_date
from phoihop.base.text import named
from phoihop.desk.queries import conferences, followed, letters, work
from phoihop.desk.queries.lines import TOGETHER, Columns, Line
from phoihop.duties.calendar import add_working_days, working_days_between
from phoihop.duties.models import PeriodDue
from phoihop.orgs.models import Post
from phoihop.orgs.queries import tree
from phoihop.registers import queries as registers
from phoihop.reporting import queries as reporting
from phoihop.reporting.models import Form

AHEAD = datetime.timedelta(days=100)


def columns(post: Post) -> Columns:
    """Everything that waits for the post; the statements do not grow with what waits."""
    found = Columns()
    waiting = reporting.waiting_for(post)
    for line in waiting.returned:
        _sort(found, _mine(line, _("Sửa và gửi lại"), "returned"), line.due_on)
    for line in waiting.owed:
        _sort(found, _mine(line, _("Nhập báo cáo"), ""), line.due_on)
    found.decide.extend(_to_accept(waiting.to_accept))
    for one in registers.waiting_for(post):
        _from_registers(found, one)
    work.sort_in(post, found)
    conferences.sort_in(post, found)
    letters.sort_in(post, found)
    followed.sort_in(post, found)
    _editions(post, found)
    mine = [*waiting.owed, *waiting.returned]
    found.coming.extend(_coming(post, {(line.report.form_id, line.report.period_id) for line in mine}))
    return found


def _from_registers(found: Columns, one: registers.Waiting) -> None:
    """What is one's own to do today, what drags, and what others wait for."""
    column, tone, action = {
        "assess": (found.today, "soon", _("Tự đánh giá")),
        "settle": (found.late, "late", _("Xem vụ việc")),
        "direct": (found.decide, "pending", _("Cho ý kiến")),
    }.get(one.kind, (found.decide, "pending", _("Xem và quyết định")))
    column.append(Line(one.text, "", _when(one.due_on), tone, action, one.url, one.due_on))


def _mine(line: reporting.Line, action: str, tone: str) -> Line:
    tone = tone or ("late" if line.is_late else "soon" if line.working_days_left <= TOGETHER else "empty")
    when = due_in_words(line.due_on, clock.today(), line.working_days_left)
    if tone == "returned":
        when = _("trả lại, %(when)s") % {"when": when}
    return Line(line.title, line.unit, when, tone, action, line.address, line.due_on)


def _sort(found: Columns, line: Line, due_on: datetime.date) -> None:
    today = clock.today()
    if due_on < today:
        found.late.append(line)
    elif due_on == today or line.tone == "returned":
        found.today.append(line)
    else:
        found.coming.append(line)


def _to_accept(lines: Iterable[reporting.Line]) -> list[Line]:
    """Reports to decide; many of one kind stand as one line that leads to the queue."""
    groups: dict[tuple[int, int], list[reporting.Line]] = {}
    for line in lines:
        groups.setdefault((line.report.form_id, line.report.period_id), []).append(line)
    found = []
    for those in groups.values():
        first = those[0]
        if len(those) > TOGETHER:
            address = f"{reverse('reporting:queue')}?mau={first.report.form.code}&ky={first.report.period.label}"
            where = ngettext("%(n)s đơn vị", "%(n)s đơn vị", len(those)) % {"n": len(those)}
            found.append(Line(first.title, where, _sent(those), "pending", _("Duyệt"), address))
        else:
            found += [Line(x.title, x.unit, _sent([x]), "pending", _("Xem và duyệt"), x.address) for x in those]
    return found


def _sent(lines: list[reporting.Line]) -> str:
    last = max((line.report.submitted_at for line in lines if line.report.submitted_at), default=None)
    return _("gửi %(day)s") % {"day": format_date(last.date())} if last else ""


def _editions(post: Post, found: Columns) -> None:
    """Drafts of annual reports: what is missing for who writes them, what is ready for who issues them."""
    today = clock.today()
    for edition in editions_for(post).filter(state=Edition.State.DRAFT):
        wrong = faults(edition)
        open_ends = len(wrong.loose) + len(wrong.empty) + len(wrong.unknown)
        url = reverse("annual:edition", args=[edition.pk])
        what = _("Báo cáo năm %(year)s") % {"year": edition.period.year}
        if post.can("annual.write") and open_ends:
            missing = ngettext("còn %(n)s chỗ phải xong", "còn %(n)s chỗ phải xong", open_ends) % {"n": open_ends}
            line = Line(what, missing, _paper_day(edition), "soon", _("Soạn tiếp"), url, edition.paper_on)
            near = edition.paper_on <= add_working_days(today, 1)
            (found.late if edition.paper_on < today else found.today if near else found.coming).append(line)
        elif post.can("annual.issue") and open_ends:
            found.coming.append(Line(what, _("đang soạn"), _paper_day(edition), "empty", _("Xem bản thảo"), url))
        elif post.can("annual.issue"):
            found.decide.append(
                Line(what, _("chờ phát hành"), _paper_day(edition), "pending", _("Xem và phát hành"), url)
            )


def _paper_day(edition: Edition) -> str:
    return _("ngày trên giấy %(day)s") % {"day": format_date(edition.paper_on)}


def _coming(post: Post, known: set[tuple[int, int]]) -> list[Line]:
    """Reports of the post's own unit whose period has not opened yet, soonest first."""
    place = tree().get(post.body.unit_id)
    if place is None or not post.can("report.write"):
        return []
    today = clock.today()
    forms = {form.every: form for form in Form.objects.filter(level=place.level)}
    dues = PeriodDue.objects.select_related("period").filter(
        level=place.level, due_on__gte=today, due_on__lte=today + AHEAD, period__kind__in=list(forms)
    )
    found = []
    for due in dues.order_by("due_on"):
        form = forms[due.period.kind]
        if (form.pk, due.period_id) in known:
            continue
        title = f"{named(form, 'title')}, {named(due.period, 'name')}"
        opens = _("mở nhập %(day)s") % {"day": format_date(due.period.opens_on)}
        when = due_in_words(due.due_on, today, working_days_between(today, due.due_on))
        found.append(Line(title, opens, when, "empty", "", reverse("reporting:reports"), due.due_on))
    return found


def _when(due_on: datetime.date | None) -> str:
    if due_on is None:
        return ""
    return due_in_words(due_on, clock.today(), working_days_between(clock.today(), due_on))
