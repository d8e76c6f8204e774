"""Letters between bodies: what was sent under which number, when it arrived, was opened, registered and answered."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from phoihop.base.flow import Flow
from phoihop.documents.models.papers import File, Issued
from phoihop.orgs.models import Body, Post


class Letter(models.Model):
    """A letter (công văn) of a body. A draft is its own body's; sent, it has a number and does not change any more.

    `answers` is the letter it replies to, `thread` the first of the exchange. Recalled, it keeps its number and its
    reason; who had not opened it does not read it any more.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("đang soạn")
        SENT = "sent", _("đã gửi")
        RECALLED = "recalled", _("đã thu hồi")
        DROPPED = "dropped", _("đã bỏ bản thảo")

    class Urgency(models.TextChoices):
        ORDINARY = "ordinary", _("thường")
        URGENT = "urgent", _("khẩn")
        MORE_URGENT = "more_urgent", _("thượng khẩn")
        MOST_URGENT = "most_urgent", _("hỏa tốc")

    FLOW: Flow = {
        "send": (("draft",), "sent"),
        "recall": (("sent",), "recalled"),
        "drop": (("draft",), "dropped"),
    }

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="letters", help_text=_("Cơ quan gửi."))
    subject = models.CharField(max_length=300)
    text = models.TextField(help_text=_("Nội dung; mỗi dòng một đoạn."))
    urgency = models.CharField(max_length=12, choices=Urgency, default=Urgency.ORDINARY)
    reply_due_on = models.DateField(null=True, blank=True)
    answers = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies")
    thread = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="exchange")
    signer = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", help_text=_("Chức vụ ký."))
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    drafted_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    issued = models.OneToOneField(Issued, null=True, blank=True, on_delete=models.PROTECT, related_name="letter")
    sent_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    recalled_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recalled_at = models.DateTimeField(null=True, blank=True)
    recall_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-sent_at", "-id"]
        indexes = [models.Index(fields=["body", "state"], name="documents_letters_of_a_body")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "dropped"], issued__isnull=True, sent_at__isnull=True)
                | Q(state__in=["sent", "recalled"], issued__isnull=False, sent_at__isnull=False),
                name="documents_a_sent_letter_has_its_paper",
            ),
            models.CheckConstraint(
                condition=Q(state="recalled", recalled_at__isnull=False) & ~Q(recall_reason="")
                | ~Q(state="recalled") & Q(recalled_at__isnull=True),
                name="documents_a_letter_recalled_why",
            ),
            models.CheckConstraint(condition=~Q(answers=F("id")), name="documents_no_letter_answers_itself"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def title(self) -> str:
        """The subject as a heading: on paper it goes on after "V/v", here it begins."""
        return self.subject[:1].upper() + self.subject[1:]

    @property
    def journal_subject(self) -> str:
        """The number alone: the journal has more readers than the letter."""
        return self.issued.symbol if self.issued else f"bản thảo {self.pk}"


class Addressee(models.Model):
    """A body a letter is addressed to, with what became of it there.

    `arrival` is its number in that body's register of incoming letters, without gaps in a year, given when the body
    takes it in (acknowledges it).
    """

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="addressees")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="letters_received")
    delivered_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    arrival = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "body"], name="documents_a_body_addressed_once"),
            models.UniqueConstraint(fields=["body", "year", "arrival"], name="documents_arrivals_in_order"),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True, arrival__isnull=True, year__isnull=True)
                | Q(acknowledged_at__isnull=False, arrival__gte=1, year__isnull=False, opened_at__isnull=False),
                name="documents_taken_in_with_its_number",
            ),
        ]

    @property
    def journal_subject(self) -> str:
        return f"{self.letter.journal_subject} → {self.body}"


class Enclosure(models.Model):
    """A file that goes with a letter, in order."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="enclosures")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["letter", "file"], name="documents_a_file_enclosed_once")]


class LetterReading(models.Model):
    """That a post opened a letter for the first time: who read what."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="readings")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=600)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["letter", "post"], name="documents_first_reading_once")]


class PaperStub(models.Model):
    """That a paper exists outside this program: its number, day and issuer, and which body holds it. Nothing of it.

    For what the gate refuses: the register knows where it lies, and not what it says.
    """

    number = models.CharField(max_length=60)
    issuer = models.CharField(max_length=160)
    dated = models.DateField()
    held_by = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="papers_held")
    recorded_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-dated", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["number", "issuer", "dated"], name="documents_a_paper_noted_once")
        ]

    def __str__(self) -> str:
        return f"{self.number}, {self.issuer}"
