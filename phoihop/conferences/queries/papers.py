"""The papers of a conference as people see them: list, who has read, comments, and the page all are shown now."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q
from django.urls import reverse

from phoihop.base import clock
from phoihop.conferences.formulas import Room
from phoihop.conferences.models import Comment, Conference, Delegate, Paper, Reading
from phoihop.conferences.rules import Part
from phoihop.conferences.rules.papers import days_late, may_comment_now, papers_due_on
from phoihop.documents import pictures


@dataclass(frozen=True)
class PaperLine:
    """A paper in the list. `read` of `seats` have opened it; `late` in working days; `mine`: this seat has read it."""

    paper: Paper
    late: int
    read: int
    seats: int
    comments: int
    answered: int
    may_comment: bool
    mine: bool


@dataclass(frozen=True)
class ShownPage:
    """The page everybody is turned to. `picture` "" where none can be drawn: `address` then leads to the paper."""

    paper: Paper
    page: int
    pages: int
    picture: str
    address: str


def invited(conference_id: int) -> int:
    """How many seats are expected to read: all but those excused."""
    return Delegate.objects.filter(conference_id=conference_id).exclude(state="absent").count()


def papers_of(conference: Conference, part: Part) -> list[PaperLine]:
    """The papers in order, for the secretary those taken off too (last). Three statements."""
    rows = Paper.objects.filter(conference=conference).select_related("file", "edition", "item")
    if not part.is_secretary:
        rows = rows.filter(taken_off_at__isnull=True)
    counting = Q(readings__delegate__in=Delegate.objects.exclude(state="absent"))
    rows = rows.annotate(
        n_read=Count("readings", filter=counting, distinct=True),
        n_comments=Count("comments", distinct=True),
        n_answered=Count("comments", filter=Q(comments__answered_at__isnull=False), distinct=True),
    )
    seats, due, now = invited(conference.pk), papers_due_on(conference), clock.now()
    mine = set(Reading.objects.filter(delegate=part.seat).values_list("paper_id", flat=True)) if part.seat else set()
    lines = [
        PaperLine(
            paper,
            days_late(paper, due),
            paper.n_read,
            seats,
            paper.n_comments,
            paper.n_answered,
            may_comment_now(paper, now),
            paper.pk in mine,
        )
        for paper in rows.order_by("order", "pk")
    ]
    return sorted(lines, key=lambda line: line.paper.taken_off_at is not None)


def readers(paper: Paper) -> Sequence[Delegate]:
    """Every seat by site and precedence, with `first` holding its reading of this paper if there is one.

    Two statements. A seat excused is left out.
    """
    own = Prefetch("readings", Reading.objects.filter(paper=paper), to_attr="first")
    rows = Delegate.objects.filter(conference_id=paper.conference_id).exclude(state="absent")
    return list(
        rows.select_related("site").prefetch_related(own).order_by("site__order", "site_id", "precedence", "id")
    )


def comments_of(paper: Paper) -> Sequence[Comment]:
    """What was said of a paper, in time, with who said it and the answer. One statement."""
    return list(paper.comments.select_related("delegate__site", "answered_by__body").order_by("at", "id"))


def shown(conference: Conference, room: Room) -> ShownPage | None:
    """The page everybody is turned to now; None when there is none. One statement."""
    if room.page is None:
        return None
    key, page = room.page
    rows = Paper.objects.filter(conference_id=conference.pk, pk=key).select_related("file", "edition")
    return shown_as(conference, rows.first(), page)


def shown_as(conference: Conference, paper: Paper | None, page: int) -> ShownPage | None:
    """The same of a paper in hand, its file loaded: papers are for all people of a conference, so for every group."""
    if paper is None or paper.taken_off_at is not None:
        return None
    paper.conference = conference
    drawn = paper.file is not None and paper.pages > 0 and pictures.may_draw(paper.file.kind)
    picture = reverse("conferences:page_picture", args=[conference.pk, paper.pk, page]) if drawn else ""
    address = reverse("conferences:paper", args=[conference.pk, paper.pk])
    return ShownPage(paper, page, paper.pages, picture, f"{address}?trang={page}")
