"""What conferences ask of a post after they were closed: the notice of conclusion, and minutes to adopt."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from phoihop.base import clock
from phoihop.base.numbers import due_in_words, format_moment
from phoihop.conferences.models import Conference, Minutes
from phoihop.conferences.queries import coverages, notice_due_on
from phoihop.desk.queries.lines import Columns, Line
from phoihop.duties.calendar import working_days_between
from phoihop.orgs.models import Post


def sort_in(post: Post, found: Columns) -> None:
    """Put the lines where they belong. Two statements for who keeps conferences, one for who chairs them."""
    if post.can("conference.write"):
        _notices(post, found)
    if post.can("conference.chair"):
        _to_adopt(post, found)


def _notices(post: Post, found: Columns) -> None:
    """The notice of each conference the post's unit called and closed, with what still stands against it."""
    today = clock.today()
    rows = Conference.objects.filter(unit_id=post.body.unit_id, state="closed", notice__isnull=True)
    held = list(rows.order_by("closed_at"))
    standing = coverages([one.pk for one in held]) if held else {}
    for one in held:
        due = notice_due_on(one)
        if due is None:
            continue
        loose = standing[one.pk].loose if one.pk in standing else 0
        left = ngettext("còn %(n)s kết luận chưa xử lý", "còn %(n)s kết luận chưa xử lý", loose) % {"n": loose}
        when = due_in_words(due, today, working_days_between(today, due))
        tone = "late" if due < today else "soon"
        address = reverse("conferences:notice", args=[one.pk])
        say = _("Thông báo kết luận: %(title)s") % {"title": one.title}
        line = Line(say, left if loose else "", when, tone, _("Xem và ban hành"), address, due)
        (found.late if due < today else found.today if due == today else found.coming).append(line)


def _to_adopt(post: Post, found: Columns) -> None:
    """Minutes that were proposed, of conferences the post chairs; the latest revision of each."""
    rows = Minutes.objects.filter(
        conference__chair=post, proposed_at__isnull=False, adopted_at__isnull=True
    ).select_related("conference")
    latest = {one.conference_id: one for one in rows.order_by("number")}
    for one in latest.values():
        say = _("Biên bản: %(title)s") % {"title": one.conference.title}
        when = _("đề nghị %(when)s") % {"when": format_moment(one.proposed_at)}
        address = reverse("conferences:minutes", args=[one.conference_id])
        found.decide.append(Line(say, "", when, "pending", _("Đọc và thông qua"), address))
