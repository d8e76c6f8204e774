"""Letters that wait on the desk: to be opened, to be answered."""

from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.numbers import due_in_words
from phoihop.desk.queries.lines import TOGETHER, Columns, Line
from phoihop.documents.queries import owed
from phoihop.duties.calendar import working_days_between
from phoihop.orgs.models import Post


def sort_in(post: Post, found: Columns) -> None:
    """Unopened letters stand under today; a reply under its day, past it under late."""
    if not post.can("letter.write"):
        return
    today = clock.today()
    for one in owed(post):
        address = reverse("letters:letter", args=[one.letter.pk])
        sender, subject = one.letter.body.name_vi, one.letter.subject
        if not one.is_reply or one.due_on is None:
            found.today.append(
                Line(_("Thư đến: %(what)s") % {"what": subject}, sender, "", "soon", _("Mở thư"), address)
            )
            continue
        left = working_days_between(today, one.due_on)
        tone = "late" if one.due_on < today else "soon" if left <= TOGETHER else "empty"
        what = _("Trả lời thư: %(what)s") % {"what": subject}
        line = Line(what, sender, due_in_words(one.due_on, today, left), tone, _("Trả lời"), address, one.due_on)
        column = found.late if one.due_on < today else found.today if one.due_on == today else found.coming
        column.append(line)
