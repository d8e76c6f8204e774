"""What posts were reminded of: one message a day for a post, with its lines as they stood that day."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phoihop.base.numbers import format_date
from phoihop.duties.models.regulations import Occurrence
from phoihop.duties.models.tasks import Assignment, TaskEvidence
from phoihop.orgs.models import Post


class ReminderRun(models.Model):
    """That the reminders of a working day were made, once, from what stood then."""

    on = models.DateField(unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return format_date(self.on)


class Reminder(models.Model):
    """All that one post is reminded of on one day."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="reminders")
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "on"], name="duties_one_reminder_a_day")]
        indexes = [models.Index(fields=["on"], name="duties_reminders_of_a_day")]


class ReminderLine(models.Model):
    """One thing a post was reminded of: what, counted from which day, at which step of the ladder, how far above.

    `day` is the day it counts from as it was then: the due day, the day the result was handed in, the day the evidence
    runs out. `level` 0 is whoever must act, 1 the level that accepts, 2 the next above. `stands_for` is the absent post
    whose line it is; `asked_by` who had it sent by hand.
    """

    class Kind(models.TextChoices):
        SHARE = "share", _("việc được giao")
        REPORT = "report", _("báo cáo")
        WAITING = "waiting", _("kết quả chờ nhận")
        EVIDENCE = "evidence", _("minh chứng hết hiệu lực")

    reminder = models.ForeignKey(Reminder, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=8, choices=Kind)
    share = models.ForeignKey(Assignment, null=True, on_delete=models.PROTECT, related_name="reminded")
    occurrence = models.ForeignKey(Occurrence, null=True, on_delete=models.PROTECT, related_name="reminded")
    evidence = models.ForeignKey(TaskEvidence, null=True, on_delete=models.PROTECT, related_name="reminded")
    day = models.DateField()
    step = models.SmallIntegerField()
    level = models.PositiveSmallIntegerField(default=0)
    stands_for = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["share", "waiting"], share__isnull=False, occurrence=None, evidence=None)
                | Q(kind="report", share=None, occurrence__isnull=False, evidence=None)
                | Q(kind="evidence", share=None, occurrence=None, evidence__isnull=False),
                name="duties_reminded_of_one_thing",
            ),
            models.UniqueConstraint(fields=["reminder", "share"], name="duties_reminded_once_of_a_share"),
            models.UniqueConstraint(fields=["reminder", "occurrence"], name="duties_reminded_once_of_a_report"),
            models.UniqueConstraint(fields=["reminder", "evidence"], name="duties_reminded_once_of_evidence"),
        ]
