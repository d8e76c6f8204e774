"""The log of a conference, its votes and ballots, and the little that is known of a site's link between two entries."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phoihop.base.flow import Flow
from phoihop.conferences.formulas.chain import link
from phoihop.conferences.models.conferences import AgendaItem, Conference, Delegate, Site
from phoihop.orgs.models import Post


class LogEntry(models.Model):
    """One thing that happened in the room. Everything else said of a conference while it runs is derived from these.

    `seq` counts from 1 without a gap. `key` is made by whoever sends: the same key again does nothing. `by` None is
    the program itself (a line was lost). `hash` covers the entry and the hash before it.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="log")
    seq = models.PositiveIntegerField()
    verb = models.CharField(max_length=24)
    facts = models.JSONField(default=dict)
    by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by_label = models.CharField(max_length=600, blank=True)
    at = models.DateTimeField()
    key = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["conference", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "seq"], name="conferences_log_in_order"),
            models.UniqueConstraint(fields=["conference", "key"], name="conferences_a_command_once"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="conferences_log_counts_from_one"),
        ]

    def hash_due(self) -> str:
        """The hash this entry has when nobody has changed it."""
        said = ("conference_id", "seq", "verb", "facts", "by_id", "by_label", "key")
        return link(self.previous_hash, {name: getattr(self, name) for name in said}, self.at)


class Vote(models.Model):
    """A question put to the vote. Who may vote is frozen by the entry that opens it.

    `options`: [{"code": "yes", "label_vi": …, "label_en": …}]. `secret_counts` is the urn of a secret ballot: one cell
    for all options together, so that the table does not tell which of them was written last.
    """

    class Method(models.TextChoices):
        OPEN = "open", _("công khai")
        NAMED = "named", _("ghi tên")
        SECRET = "secret", _("kín")

    class State(models.TextChoices):
        READY = "ready", _("chưa mở")
        OPEN = "open", _("đang biểu quyết")
        CLOSED = "closed", _("đã đóng")
        CANCELLED = "cancelled", _("đã hủy")

    FLOW: Flow = {
        "open": (("ready",), "open"),
        "close": (("open",), "closed"),
        "cancel": (("ready", "open"), "cancelled"),
    }

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="votes")
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="votes")
    number = models.PositiveSmallIntegerField()
    question_vi = models.CharField(max_length=500)
    method = models.CharField(max_length=6, choices=Method)
    by_paper = models.BooleanField(default=False, help_text=_("Bỏ phiếu giấy, nhập kết quả kiểm phiếu."))
    options = models.JSONField()
    state = models.CharField(max_length=9, choices=State, default=State.READY)
    secret_counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["conference", "number"], name="conferences_votes_in_order")]

    def __str__(self) -> str:
        return self.question_vi


class Ballot(models.Model):
    """That a seat has voted, once, whatever is repeated; what it chose only where the vote is not secret."""

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="ballots")
    delegate = models.ForeignKey(Delegate, on_delete=models.PROTECT, related_name="ballots")
    is_secret = models.BooleanField()
    choice = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vote", "delegate"], name="conferences_one_ballot_a_seat"),
            models.CheckConstraint(
                condition=Q(is_secret=True, choice="") | Q(is_secret=False) & ~Q(choice=""),
                name="conferences_a_secret_ballot_keeps_no_choice",
            ),
        ]


class PinGuess(models.Model):
    """Wrong PINs typed for a seat since the last right one; at five the seat is shut until a new PIN is issued."""

    delegate = models.OneToOneField(Delegate, on_delete=models.CASCADE, related_name="guesses")
    wrong = models.PositiveSmallIntegerField(default=0)


class Link(models.Model):
    """What a site's console last said of its line, some twice a minute: overwritten, since it is no event.

    Whether a site is in the room or lost stands in the log (site.joined, site.lost).
    """

    site = models.OneToOneField(Site, on_delete=models.CASCADE, related_name="link")
    delay_ms = models.PositiveIntegerField(default=0)
    tier = models.CharField(max_length=6, blank=True, help_text=_("Mức đang dùng: video, audio, data."))
    seen_at = models.DateTimeField()


class Signal(models.Model):
    """What two sites' browsers have to tell one another to bring their pictures together; thrown away after a day."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="signals")
    sender = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    receiver = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    body = models.JSONField()
    at = models.DateTimeField(db_index=True)
