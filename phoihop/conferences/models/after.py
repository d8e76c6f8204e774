"""What follows from a conference: minutes in revisions, conclusions that become work, facts released to the press."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phoihop.base.flow import Flow
from phoihop.conferences.models.conferences import AgendaItem, Conference
from phoihop.duties.models import Task
from phoihop.orgs.models import Post
from phoihop.reporting.models import Indicator


class Minutes(models.Model):
    """A revision of the minutes. `parts`: {"course": […], "statements": […] …} as papers.minutes lays them out.

    The first is drawn from the log; each further one is somebody's editing of the one before. The adopted one stays.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="minutes")
    number = models.PositiveSmallIntegerField()
    parts = models.JSONField()
    log_hash = models.CharField(max_length=64, help_text=_("Dấu của nhật ký mà biên bản này theo."))
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    by_label = models.CharField(max_length=600)
    at = models.DateTimeField()
    proposed_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_label = models.CharField(max_length=600, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_user = models.BigIntegerField(null=True, blank=True, help_text=_("Tài khoản đã đề nghị thông qua."))
    adopted_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    adopted_label = models.CharField(max_length=600, blank=True)
    adopted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "number"], name="conferences_minutes_in_order"),
            models.UniqueConstraint(
                fields=["conference"], condition=Q(adopted_at__isnull=False), name="conferences_minutes_adopted_once"
            ),
            models.CheckConstraint(
                condition=Q(adopted_at__isnull=True, adopted_by__isnull=True)
                | Q(adopted_at__isnull=False, adopted_by__isnull=False),
                name="conferences_minutes_adopted_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(adopted_at__isnull=True) | Q(proposed_at__isnull=False),
                name="conferences_minutes_proposed_first",
            ),
        ]


class MinutesEditor(models.Model):
    """That a post opened the minutes to edit them, when last: overwritten, since it is no event."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="minutes_editors")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    label = models.CharField(max_length=600)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conference", "post"], name="conferences_an_editor_once"),
        ]


class Conclusion(models.Model):
    """A sentence of the chair's conclusion. It becomes a task, or somebody answers by name for that it does not."""

    class State(models.TextChoices):
        OPEN = "open", _("chưa thành việc")
        GIVEN = "given", _("đã thành việc")
        WAIVED = "waived", _("không thành việc, có lý do")

    FLOW: Flow = {
        "give": (("open", "given"), "given"),
        "waive": (("open", "given"), "waived"),
        "take_back": (("waived",), "open"),
    }
    """Given again, or waived, only when the task it became was withdrawn (rules.is_settled)."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="conclusions")
    number = models.PositiveSmallIntegerField()
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="conclusions")
    seq = models.PositiveIntegerField(help_text=_("Mục nhật ký mà câu này nằm trong."))
    text_vi = models.TextField()
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    task = models.ForeignKey(Task, null=True, blank=True, on_delete=models.PROTECT, related_name="conclusions")
    indicator = models.ForeignKey(Indicator, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    waived_reason = models.CharField(max_length=300, blank=True)
    waived_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    waived_label = models.CharField(max_length=600, blank=True)
    waived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["conference", "number"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "number"], name="conferences_conclusions_in_order"),
            models.CheckConstraint(
                condition=Q(state="open", task__isnull=True, waived_by__isnull=True)
                | Q(state="given", task__isnull=False, waived_by__isnull=True)
                | Q(state="waived", task__isnull=True, waived_by__isnull=False) & ~Q(waived_reason=""),
                name="conferences_a_conclusion_is_work_or_waived_by_name",
            ),
        ]

    def __str__(self) -> str:
        return self.text_vi

    @property
    def journal_subject(self) -> str:
        return f"{self.conference.code} · {self.number}. {self.text_vi}"[:300]


class ReleasedFact(models.Model):
    """A fact that may go to the press, and who released it. The communiqué is made of these and of nothing else.

    `key` names where it comes from: "figure:S02", "conclusion:4", "attendance", "words:1".
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="released")
    order = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60)
    text_vi = models.TextField()
    released_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    released_label = models.CharField(max_length=600)
    released_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "key"],
                condition=Q(withdrawn_at__isnull=True),
                name="conferences_a_fact_released_once",
            ),
        ]
