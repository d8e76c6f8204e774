"""Reads of letters: what came, what went, what waits, the exchange a letter stands in, the two registers."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from phoihop.base import clock
from phoihop.documents import rules
from phoihop.documents.models import Addressee, Letter
from phoihop.orgs.models import Body, Post

SENT = ("sent", "recalled")


@dataclass(frozen=True)
class Came:
    """A letter that came to a body. `answered`: that body has sent a reply."""

    addressee: Addressee
    letter: Letter
    answered: bool

    @property
    def state(self) -> str:
        """recalled, unopened, late (a reply is owed and past its day), owed, opened, in (taken in)."""
        if self.letter.state == Letter.State.RECALLED:
            return "recalled"
        if self.addressee.opened_at is None:
            return "unopened"
        if self.letter.reply_due_on is not None and not self.answered:
            return "late" if self.letter.reply_due_on < clock.today() else "owed"
        return "in" if self.addressee.acknowledged_at else "opened"


@dataclass(frozen=True)
class Went:
    """A letter of the own body, with how many of its addressees have opened, taken in and answered it."""

    letter: Letter
    to: int
    opened: int
    taken_in: int
    answered: int


def came(post: Post) -> list[Came]:
    """Letters that came to the post's body, the latest first."""
    return [Came(row, row.letter, row.answered) for row in _came(post)]


def _came(post: Post) -> "QuerySet[Any]":
    """The same as rows, each with whether the body has `answered`."""
    if not post.can("letter.read"):
        return Addressee.objects.none()
    reply = Letter.objects.filter(answers=OuterRef("letter_id"), body=OuterRef("body_id"), state__in=SENT)
    return (
        Addressee.objects.filter(body_id=post.body_id, delivered_at__isnull=False)
        .select_related("letter__body", "letter__issued")
        .annotate(answered=Exists(reply))
        .order_by("-delivered_at", "-id")
    )


def went(post: Post) -> list[Went]:
    """Letters of the post's body, drafts first, then the latest sent."""
    rows = rules.visible_letters(post).filter(body_id=post.body_id).select_related("issued", "signer")
    counted = rows.annotate(
        to=Count("addressees", distinct=True),
        opened=Count("addressees", filter=Q(addressees__opened_at__isnull=False), distinct=True),
        taken_in=Count("addressees", filter=Q(addressees__acknowledged_at__isnull=False), distinct=True),
        answered=Count("replies__body", filter=Q(replies__state__in=SENT), distinct=True),
    ).order_by(F("sent_at").desc(nulls_first=True), "-id")
    return [Went(row, row.to, row.opened, row.taken_in, row.answered) for row in counted]


def exchange(post: Post, letter: Letter) -> list[Letter]:
    """The letters of the thread that the post may see, in order of sending; drafts last."""
    first = letter.thread_id or letter.pk
    rows = rules.visible_letters(post).filter(Q(pk=first) | Q(thread_id=first)).select_related("body", "issued")
    return list(rows.order_by(F("sent_at").asc(nulls_last=True), "id"))


@dataclass(frozen=True)
class Owed:
    """What waits for a post's body: an unopened letter, or a reply with its day."""

    letter: Letter
    is_reply: bool
    due_on: datetime.date | None


def owed(post: Post) -> list[Owed]:
    """Letters to be opened and replies to be sent, in one statement, however many letters came before."""
    waits = Q(opened_at__isnull=True) | Q(letter__reply_due_on__isnull=False, answered=False)
    rows = _came(post).filter(waits, letter__state=Letter.State.SENT)
    return [Owed(row.letter, row.opened_at is not None, row.letter.reply_due_on) for row in rows]


def bodies_by_kind(post: Post, chosen: set[str]) -> list[tuple[str, list[tuple[Body, bool]], int]]:
    """(kind, [(body, whether it is chosen)], how many are chosen) for the page on which one ticks whom to write to."""
    groups: dict[str, list[tuple[Body, bool]]] = {}
    for body in rules.bodies_to_write_to(post).order_by("name_vi"):
        groups.setdefault(str(body.get_kind_display()), []).append((body, str(body.pk) in chosen))
    return [(kind, bodies, sum(ticked for _body, ticked in bodies)) for kind, bodies in sorted(groups.items())]


def signers(post: Post) -> "QuerySet[Post]":
    """Posts of the own body today."""
    today = clock.today()
    own = Post.objects.filter(body_id=post.body_id, valid_from__lte=today, valid_to__gte=today)
    return own.select_related("body").order_by("precedence", "id")


def years_of(days: Iterable[datetime.datetime | None]) -> list[int]:
    return sorted({day.year for day in days if day}, reverse=True)
