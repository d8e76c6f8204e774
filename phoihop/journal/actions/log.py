"""Write what happened. Every verb of every room ends here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import connection, models, transaction

from phoihop.base import clock, news
from phoihop.journal import registry
from phoihop.journal.formulas import START, plain
from phoihop.journal.models import Entry, Notice

_LOCK = 7_204_195
"""Number of the PostgreSQL advisory lock that lets one transaction at a time lengthen the chain."""


class Actor(Protocol):
    """What the journal needs to know of whoever acts; `orgs.Post` offers it."""

    @property
    def pk(self) -> Any: ...
    @property
    def journal_label(self) -> str: ...
    @property
    def acting_user_id(self) -> int | None: ...


@dataclass(frozen=True)
class Happening:
    """One thing to record: the verb, the thing it was done to, and the plain facts worth keeping."""

    verb: str
    about: models.Model | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


def record(
    verb: str,
    *,
    by: Actor | None,
    about: models.Model | None = None,
    facts: Mapping[str, Any] | None = None,
    actor_id: int | None = None,
    label: str = "",
) -> Entry:
    """Append one entry to the chain and put notices on the desks of those who are told of the verb.

    `verb` is dotted: room and function ("reporting.submit_report"). `by` is the acting post, or None for the program
    itself (chores, imports, sign-in; then `actor_id` and `label` may say more). The entry and the caller's own writes
    stand or fall together. The caller has already checked that it may be done.
    """
    happening = Happening(verb, about, facts or {})
    return record_many([happening], by=by, actor_id=actor_id, label=label)[0]


@transaction.atomic
def record_many(
    happenings: Iterable[Happening], *, by: Actor | None, actor_id: int | None = None, label: str = ""
) -> list[Entry]:
    """Append entries in the given order, in a constant number of statements."""
    _hold_the_chain()
    last = Entry.objects.order_by("-seq").values_list("seq", "hash").first()
    before, previous = last or (0, START)
    at = clock.now()
    who = _who(by, actor_id, label)
    given = list(happenings)
    entries = []
    for seq, happening in enumerate(given, start=before + 1):
        entry = Entry(seq=seq, at=at, verb=happening.verb, facts=plain(happening.facts), previous_hash=previous, **who)
        if happening.about is not None:
            entry.subject_type = happening.about._meta.label_lower
            entry.subject_id = happening.about.pk
            entry.subject_label = str(getattr(happening.about, "journal_subject", happening.about))
        entry.hash = previous = entry.hash_due()
        entries.append(entry)
    Entry.objects.bulk_create(entries)
    _tell(entries, given)
    for room in dict.fromkeys(happening.verb.partition(".")[0] for happening in given):
        news.tell(room)
    return entries


def mark_read(notices: "models.QuerySet[Notice]", *, by: Actor) -> int:
    """The holder of a post has seen these notices; other posts' notices among them stay as they are."""
    return notices.filter(to_post_id=by.pk, read_at=None).update(read_at=clock.now())


def outdate(verb: str, post_ids: Iterable[int]) -> int:
    """Of what is told anew day after day only the latest stands: these posts' unread notices of the verb are past."""
    rows = Notice.objects.filter(entry__verb=verb, to_post_id__in=list(post_ids), read_at=None)
    return rows.update(read_at=clock.now())


def _who(by: Actor | None, actor_id: int | None, label: str) -> dict[str, Any]:
    if by is None:
        return {"actor_id": actor_id, "post_id": None, "label": label or "Phối Hợp"}
    return {"actor_id": by.acting_user_id, "post_id": by.pk, "label": by.journal_label}


def _hold_the_chain() -> None:
    """Nobody else lengthens the chain until this transaction ends.

    SQLite's immediate transactions already see to that; PostgreSQL needs a lock of its own.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _tell(entries: list[Entry], happenings: list[Happening]) -> None:
    notices = []
    for entry, happening in zip(entries, happenings, strict=True):
        telling = registry.telling(entry.verb)
        if telling is None:
            continue
        told = dict.fromkeys(telling.recipients(entry, happening.about))
        told.pop(entry.post_id or 0, None)  # nobody is told what he did himself
        notices += [Notice(entry=entry, to_post_id=post_id, created_at=entry.at) for post_id in told]
    Notice.objects.bulk_create(notices)
