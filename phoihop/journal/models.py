"""The log of everything that happened, the notices on people's desks, and the outbox of letters."""

import datetime
from collections.abc import Iterable
from typing import Any, Never

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from phoihop.base.errors import Reason, Refusal
from phoihop.base.flow import Flow
from phoihop.journal import formulas


def _never() -> Never:
    raise Refusal([Reason(_("Nhật ký chỉ được ghi thêm. Muốn đính chính thì ghi một mục mới."))])


class EntryRows(models.QuerySet["Entry"]):
    """Rows that can be added and read, and nothing else; the database's own triggers say the same."""

    def update(self, **changes: Any) -> int:
        _never()

    def delete(self) -> tuple[int, dict[str, int]]:
        _never()

    def bulk_update(self, objs: Iterable["Entry"], fields: Iterable[str], batch_size: int | None = None) -> int:
        _never()


class Entry(models.Model):
    """One thing that somebody did. Written by `actions.record` alone; never changed, never removed.

    `seq` runs 1, 2, 3 … without gaps. `label` is the actor and the post in the words of that day. `subject_type` is
    "room.model" and `subject_id` its number, so that the subject's own later names do not change the past.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    post_id = models.BigIntegerField(null=True)
    label = models.TextField()
    verb = models.CharField(max_length=100, db_index=True)
    subject_type = models.CharField(max_length=100, blank=True)
    subject_id = models.BigIntegerField(null=True)
    subject_label = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    reader_id: int | None = None
    """The post that reads it as a notice, where its words differ from post to post."""

    objects = EntryRows.as_manager()

    class Meta:
        ordering = ["seq"]
        verbose_name = _("mục nhật ký")
        indexes = [models.Index(fields=["subject_type", "subject_id", "seq"], name="journal_by_subject")]
        constraints = [models.CheckConstraint(condition=models.Q(seq__gte=1), name="journal_seq_from_one")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; refuse to overwrite."""
        if not self._state.adding:
            _never()
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        _never()

    def fields_hashed(self) -> dict[str, Any]:
        """Every field but the two hashes, with the moment in one time zone."""
        return {
            "seq": self.seq,
            "at": self.at.astimezone(datetime.UTC).isoformat(timespec="microseconds"),
            "actor": self.actor_id,
            "post": self.post_id,
            "label": self.label,
            "verb": self.verb,
            "subject_type": self.subject_type,
            "subject_id": self.subject_id,
            "subject_label": self.subject_label,
            "facts": self.facts,
        }

    def hash_due(self) -> str:
        """The hash this entry must carry."""
        return formulas.chained(self.previous_hash, self.fields_hashed())

    @property
    def subject(self) -> models.Model | None:
        """The thing itself as it is now, or None when the entry is about nothing in particular."""
        if not self.subject_type:
            return None
        found: models.Model | None = apps.get_model(self.subject_type)._base_manager.filter(pk=self.subject_id).first()
        return found


class Notice(models.Model):
    """What an entry tells one post. Its words are made when it is read, in the reader's language."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="notices")
    to_post_id = models.BigIntegerField()
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-entry_id"]
        indexes = [models.Index(fields=["to_post_id", "read_at"], name="journal_unread")]
        constraints = [models.UniqueConstraint(fields=["entry", "to_post_id"], name="journal_told_once")]

    @property
    def told(self) -> Entry:
        """The entry as the post of this notice reads it."""
        self.entry.reader_id = self.to_post_id
        return self.entry


class Mail(models.Model):
    """A letter: waiting to be sent, taken by the mail server, or given up. `key` says what it tells whom, once.

    Times are the machine's. `message_id` is given when the letter is written, so that a letter sent twice is known as
    the same one. `last_error` is what the server said; it goes when the letter does.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("chờ gửi")
        SENT = "sent", _("đã gửi")
        GIVEN_UP = "given_up", _("không gửi được")

    FLOW: Flow = {
        "send": ((State.WAITING,), State.SENT),
        "give_up": ((State.WAITING,), State.GIVEN_UP),
        "try_again": ((State.GIVEN_UP,), State.WAITING),
    }

    key = models.CharField(max_length=200, unique=True)
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    message_id = models.CharField(max_length=300, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField()
    send_after = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["send_after", "id"]
        indexes = [models.Index(fields=["state", "send_after"], name="journal_mail_due")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False)
                | (~models.Q(state="sent") & models.Q(sent_at__isnull=True)),
                name="journal_mail_sent_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="given_up") | ~models.Q(last_error=""),
                name="journal_mail_given_up_for_a_reason",
            ),
        ]
