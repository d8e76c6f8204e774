"""The outbox: a letter is written together with what it tells of, and sent later, when no transaction is open.

A letter is sent again whenever the server did not say that it took it; one the server took is never sent again. Only a
process killed between the server's word and ours leaves a letter that goes out twice, with the same Message-ID.
"""

import contextlib
import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from email import charset
from email.header import Header
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F, Q

from phoihop.base import clock
from phoihop.base.errors import refuse
from phoihop.base.flow import move, move_all
from phoihop.base.text import nfc
from phoihop.journal import queries, rules
from phoihop.journal.actions.log import record
from phoihop.journal.models import Mail

WAITS = tuple(datetime.timedelta(minutes=minutes) for minutes in (1, 5, 30, 2 * 60, 12 * 60))
"""How long a letter waits after each failed attempt; after one more it is given up."""
LEASE = datetime.timedelta(minutes=10)
"""After this long a letter whose sender died may be taken by another."""
RUN = datetime.timedelta(minutes=2)
"""A slow server does not keep the worker from its other chores for longer."""

_UTF8 = charset.Charset("utf-8")
_UTF8.body_encoding = charset.QP  # seven bits: also an old relay leaves it as it is


class ServerAway(Exception):
    """The mail server cannot be spoken to at all: not reached, or it does not let us in. No letter is to blame."""


@dataclass(frozen=True)
class Letter:
    """A letter to be queued. `key` says what it tells whom ("task.17.late.3"): with the same key there is one letter.
    `send_after` (machine time) keeps it back; None sends it as soon as may be."""

    to: str
    subject: str
    body: str
    key: str
    send_after: datetime.datetime | None = None


@dataclass(frozen=True)
class Posted:
    """What a run did, and how many letters then wait or were given up."""

    sent: int
    waiting: int
    given_up: int

    def __str__(self) -> str:
        where = "" if settings.EMAIL_HOST else " (no mail server is set)"
        return f"sent {self.sent}, waiting {self.waiting}, given up {self.given_up}{where}"


def queue_mail(*, to: str, subject: str, body: str, key: str, send_after: datetime.datetime | None = None) -> Mail:
    """Put a letter in the outbox; a key that is known gives the letter already there, unchanged.

    It is written in the caller's transaction: what is rolled back is not told. Refuses what cannot be an address.
    """
    queue_mails([Letter(to, subject, body, key, send_after)])
    return Mail.objects.get(key=key)


@transaction.atomic
def queue_mails(letters: Iterable[Letter]) -> int:
    """The same for many, in a constant number of statements; returns how many are new. All are queued, or none."""
    given = {letter.key: letter for letter in letters}
    refuse(reason for letter in given.values() for reason in rules.why_not_queue(letter.to, letter.subject, letter.key))
    known = set(Mail.objects.filter(key__in=given).values_list("key", flat=True))
    fresh = [_mail(letter) for key, letter in given.items() if key not in known]
    Mail.objects.bulk_create(fresh, ignore_conflicts=True)  # another process may queue the same just now
    return len(fresh)


def send_waiting(*, limit: int = 100, key: str = "") -> Posted:
    """Send what is due, the longest waiting first, at most `limit` letters and for at most RUN; with a key only that
    letter. Safe to run twice, and by several at once.

    Opens no transaction around the talk with the server. Without a mail server nothing is sent and everything waits.
    Raises ServerAway when the server cannot be spoken to; no letter then counts an attempt.
    """
    sent = 0
    if settings.EMAIL_HOST:
        end = clock.machine_now() + RUN
        for pk in queries.mail_due(limit, key):
            if clock.machine_now() >= end:
                break
            if _claim(pk):
                sent += _deliver(Mail.objects.get(pk=pk))
    counts = queries.mail_counts()
    return Posted(sent, counts.waiting, counts.given_up)


@transaction.atomic
def try_again() -> int:
    """Every letter that was given up waits once more: the operator has mended what stood in its way."""
    letters = list(Mail.objects.filter(state=Mail.State.GIVEN_UP))
    move_all(letters, "try_again", tries=0, send_after=clock.machine_now())
    if letters:
        record("journal.try_again", by=None, facts={"letters": len(letters)})
    return len(letters)


def _mail(letter: Letter) -> Mail:
    now = clock.machine_now()
    return Mail(
        key=letter.key,
        to=letter.to.strip(),
        subject=" ".join(nfc(letter.subject).split())[:300],
        body=nfc(letter.body),
        created_at=now,
        send_after=letter.send_after or now,
        message_id=f"<{uuid.uuid4().hex}@{settings.MAIL_DOMAIN}>",
    )


def _claim(pk: int) -> bool:
    """Take the letter by one conditional update; the attempt counts from here, whatever becomes of this process."""
    now = clock.machine_now()
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    rows = Mail.objects.filter(free, pk=pk, state=Mail.State.WAITING, send_after__lte=now)
    return rows.update(claimed_until=now + LEASE, tries=F("tries") + 1) == 1


def _deliver(mail: Mail) -> bool:
    """One connection a letter: whatever the server does to it, the next letter begins afresh."""
    server = get_connection()
    try:
        server.open()
    except (OSError, SMTPException) as fault:
        _waiting(mail).update(claimed_until=None, tries=F("tries") - 1, last_error=_said(fault))
        raise ServerAway(_said(fault)) from fault
    try:
        _message(mail, server).send()
        move(mail, "send", sent_at=clock.machine_now(), claimed_until=None, last_error="")
    except (OSError, SMTPException, ValueError) as fault:
        _failed(mail, fault)
        return False
    finally:
        with contextlib.suppress(OSError, SMTPException):  # a poor farewell takes nothing back
            server.close()
    return True


def _message(mail: Mail, server: Any) -> EmailMessage:
    message = EmailMessage(
        _header(mail.subject),
        mail.body,
        settings.DEFAULT_FROM_EMAIL,
        [mail.to],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
        connection=server,
    )
    message.encoding = _UTF8
    return message


def _header(text: str) -> str:
    """Encoded words short enough to begin right behind "Subject:"; folded first, they are read with a space before."""
    return text if text.isascii() else " ".join(Header(text, _UTF8, maxlinelen=66).encode().split())


def _failed(mail: Mail, fault: Exception) -> None:
    """The letter waits for its next attempt, or is given up: at once when the server will never take it."""
    said = _said(fault)
    if _for_good(fault) or mail.tries > len(WAITS):
        move(mail, "give_up", last_error=said, claimed_until=None)
    else:
        due = clock.machine_now() + WAITS[mail.tries - 1]
        _waiting(mail).update(send_after=due, last_error=said, claimed_until=None)


def _for_good(fault: Exception) -> bool:
    """Whether this address or this text is refused for good (5xx); not when it is the sender, or only for now."""
    if isinstance(fault, SMTPRecipientsRefused):
        return all(code >= 500 for code, _said in fault.recipients.values())
    return isinstance(fault, ValueError) or (isinstance(fault, SMTPDataError) and fault.smtp_code >= 500)


def _said(fault: Exception) -> str:
    """The server's own words, or what broke."""
    answers: list[tuple[int, bytes | str]] = []
    if isinstance(fault, SMTPRecipientsRefused):
        answers = [*fault.recipients.values()]
    elif isinstance(fault, SMTPResponseException):
        answers = [(fault.smtp_code, fault.smtp_error)]
    words = [f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}" for code, said in answers]
    return ("; ".join(words) or f"{type(fault).__name__}: {fault}").replace("\x00", "")[:500]


def _waiting(mail: Mail) -> Any:
    return Mail.objects.filter(pk=mail.pk, state=Mail.State.WAITING)
