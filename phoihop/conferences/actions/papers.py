"""Papers: added, put in order, taken off, read, commented on and answered. All of it is in the journal."""

import datetime
import hashlib
from collections.abc import Sequence
from typing import cast

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from phoihop.base import clock
from phoihop.base.errors import Reason, refuse
from phoihop.base.text import nfc
from phoihop.conferences import rules
from phoihop.conferences.models import AgendaItem, Comment, Conference, Delegate, Paper, Reading
from phoihop.documents import kinds, pictures
from phoihop.documents.actions import keep_made
from phoihop.documents.gate import Upload
from phoihop.documents.rules import why_not_keep
from phoihop.journal.actions import record
from phoihop.orgs.models import Post


def add_paper(
    *,
    by: Post,
    conference: Conference,
    title: str,
    upload: Upload,
    item: AgendaItem | None = None,
    comments_until: datetime.datetime | None = None,
) -> Paper:
    """Add a file to the conference or to an item of its agenda. Who prepares it, until it is closed.

    The gate looks into the file first. Its pages are counted before the transaction: a .docx takes seconds for that.
    """
    refuse(rules.why_not_add_paper(by, conference, title, item, comments_until) + why_not_keep(upload, "file"))
    upload.seek(0)
    data, name = upload.read(), upload.name or ""
    pages = pictures.pages_of(data, kinds.of(data, name), hashlib.sha256(data).hexdigest())
    with transaction.atomic():
        held = Conference.objects.select_for_update().get(pk=conference.pk)
        refuse(rules.why_not_add_paper(by, held, title, item, comments_until))
        paper = Paper.objects.create(
            conference=held,
            item=item,
            order=_last(held) + 1,
            title_vi=nfc(title),
            file=keep_made(by=by, data=data, name=name),
            pages=pages,
            comments_until=comments_until,
            added_by=by,
            added_at=clock.now(),
        )
        _record("conference.paper_added", by, paper)
    return paper


@transaction.atomic
def add_draft(*, by: Post, conference: Conference) -> Paper | None:
    """Put the draft of the annual report first, where the conference names one and it is not there yet.

    Whoever prepares the conference; the verbs that set up a conference call it. Nothing when there is nothing to add.
    """
    held = Conference.objects.select_for_update(of=("self",)).select_related("edition").get(pk=conference.pk)
    kept = held.papers.filter(taken_off_at__isnull=True)
    if held.edition is None or kept.filter(edition=held.edition).exists():
        return None
    refuse(rules.why_not_prepare_papers(by, held))
    order = [0, *kept.order_by("order", "pk").values_list("pk", flat=True)]
    with override("vi"):
        title = str(held.edition)
    paper = Paper.objects.create(
        conference=held,
        order=1,
        title_vi=title,
        edition=held.edition,
        added_by=by,
        added_at=clock.now(),
    )
    _number([paper.pk, *order[1:]])
    _record("conference.paper_added", by, paper)
    return paper


def _last(conference: Conference) -> int:
    return conference.papers.aggregate(last=Max("order"))["last"] or 0


def _number(order: Sequence[int]) -> None:
    for number, key in enumerate(order, 1):
        Paper.objects.filter(pk=key).update(order=number)


@transaction.atomic
def move_paper(*, by: Post, paper: Paper, up: bool) -> None:
    """Put a paper before the one above it, or behind the one below. Who prepares the conference."""
    conference = Conference.objects.select_for_update().get(pk=paper.conference_id)
    kept = conference.papers.filter(taken_off_at__isnull=True).order_by("order", "pk")
    order = list(kept.values_list("pk", flat=True))
    refuse(rules.why_not_change_paper(by, paper) or rules.why_not_order(by, conference, order, set(order)))
    if paper.pk not in order:
        refuse([Reason(_("Tài liệu này đã rút."))])
    at = order.index(paper.pk)
    to = max(0, at - 1) if up else min(len(order) - 1, at + 1)
    if to == at:
        return
    order.insert(to, order.pop(at))
    _number(order)
    _record("conference.papers_ordered", by, paper, number=to + 1)


@transaction.atomic
def take_off_paper(*, by: Post, paper: Paper) -> None:
    """Take a paper off. It is kept with its readings and comments, and shown to who prepares the conference alone."""
    refuse(rules.why_not_change_paper(by, paper))
    rows = Paper.objects.filter(pk=paper.pk, taken_off_at__isnull=True)
    if rows.update(taken_off_at=clock.now()) != 1:
        refuse([Reason(_("Tài liệu này đã rút."))])
    paper.refresh_from_db()
    _record("conference.paper_off", by, paper)


@transaction.atomic
def set_comment_window(*, by: Post, paper: Paper, until: datetime.datetime | None) -> None:
    """Until when the seats may comment on a paper; None closes it for good. Who prepares the conference."""
    refuse(rules.why_not_set_window(by, paper, until))
    Paper.objects.filter(pk=paper.pk).update(comments_until=until)
    paper.comments_until = until
    _record("conference.paper_window", by, paper, until=until.date() if until else "")


@transaction.atomic
def read_paper(*, by: Post, paper: Paper) -> Reading:
    """Write down that a seat's holder opened a paper; the first time counts, again changes nothing."""
    part = rules.part_of(by, paper.conference)
    refuse(rules.why_not_read(paper, part))
    reading, is_new = Reading.objects.get_or_create(paper=paper, delegate=part.seat, defaults={"at": clock.now()})
    if is_new:
        _record("conference.paper_read", by, paper)
    return reading


@transaction.atomic
def comment_on(*, by: Post, paper: Paper, text: str, page: int = 0) -> Comment:
    """Say something of a paper, of a page of it (0: of the whole). A seat's holder, while the window is open."""
    part = rules.part_of(by, paper.conference)
    refuse(rules.why_not_comment(paper, part, text, page, clock.now()))
    seat = cast(Delegate, part.seat)
    given = {"page": page, "text": nfc(text), "by": by, "at": clock.now()}
    comment = Comment.objects.create(paper=paper, delegate=seat, **given)
    _record("conference.paper_commented", by, paper, comment=comment.pk)
    return comment


@transaction.atomic
def answer_comment(*, by: Post, comment: Comment, text: str) -> None:
    """Answer a comment, once; everybody who sees the paper sees it. Who prepares the conference."""
    refuse(rules.why_not_answer(by, comment, text))
    rows = Comment.objects.filter(pk=comment.pk, answered_at__isnull=True)
    if rows.update(answer=nfc(text), answered_by=by, answered_at=clock.now()) != 1:
        refuse([Reason(_("Góp ý này đã được trả lời."), "answer")])
    comment.refresh_from_db()
    _record("conference.comment_answered", by, comment.paper, comment=comment.pk)


def _record(verb: str, by: Post, paper: Paper, **more: object) -> None:
    facts = {"title": paper.title_vi, "conference": paper.conference_id, **more}
    record(verb, by=by, about=paper, facts=facts)
