"""Campaigns: one dated plan across many units, and what each of them said of the situation in every slot."""

import datetime
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.base.flow import Flow
from phoihop.documents.models import File
from phoihop.duties.kinds import Field
from phoihop.duties.models.regulations import Period, Regulation
from phoihop.orgs.models import Post, Unit


class Campaign(models.Model):
    """An election day, an epidemic wave, a flood: run by `unit`, reported on by its participants slot by slot.

    `kind` and `fields` (at most three numbers, as duties.kinds.Field.plain) come from dated data when it is planned.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("đã lập kế hoạch")
        RUNNING = "running", _("đang diễn ra")
        CLOSED = "closed", _("đã kết thúc")

    FLOW: Flow = {"start": (("planned",), "running"), "close": (("running",), "closed")}

    code = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=16)
    title_vi = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    regulation = models.ForeignKey(
        Regulation, null=True, blank=True, on_delete=models.PROTECT, related_name="campaigns"
    )
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="campaigns")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", help_text=_("Đơn vị điều hành."))
    starts_on = models.DateField()
    ends_on = models.DateField()
    fields = models.JSONField(default=list)
    file = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    planned_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_text = models.TextField(blank=True)
    seal = models.CharField(
        max_length=64, blank=True, help_text=_("Dấu niêm của mọi lần báo và phần lời khi kết thúc.")
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="duties_campaign_ends_after_start"),
            models.CheckConstraint(
                condition=Q(state="planned", started_at__isnull=True)
                | Q(state__in=["running", "closed"], started_at__isnull=False),
                name="duties_campaign_started_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False, closed_by__isnull=False)
                & ~Q(closing_text="")
                & ~Q(seal="")
                | Q(state__in=["planned", "running"], closed_at__isnull=True, closing_text="", seal=""),
                name="duties_campaign_closed_with_its_report",
            ),
        ]
        indexes = [models.Index(fields=["state", "starts_on"], name="duties_campaign_by_day")]

    def __str__(self) -> str:
        return self.title_vi

    @property
    def asked(self) -> list[Field]:
        """The numbers every unit gives in every slot."""
        return [Field(**field) for field in self.fields]


class CampaignUnit(models.Model):
    """A unit that reports in a campaign; it stood in the branch of the running unit on the first day."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="participants")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="campaigns")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "unit"], name="duties_a_unit_once_in_a_campaign")]


class Slot(models.Model):
    """A moment for which every unit reports: taken from `opens_at`, late after `due_at`."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="slots")
    at = models.DateTimeField()
    opens_at = models.DateTimeField()
    due_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "at"], name="duties_a_slot_once_in_a_campaign"),
            models.CheckConstraint(
                condition=Q(opens_at__lte=F("at"), at__lte=F("due_at")), name="duties_slot_opens_then_is_due"
            ),
        ]

    def is_open(self, moment: datetime.datetime) -> bool:
        """Whether reports for it are taken by then; there is no end but that of the campaign."""
        return self.opens_at <= moment

    @property
    def time(self) -> str:
        """ "07:00", local."""
        return f"{timezone.localtime(self.at):%H:%M}"

    @property
    def day(self) -> str:
        """ "23/05", local."""
        return f"{timezone.localtime(self.at):%d/%m}"


class Situation(models.Model):
    """What was said of a unit's situation in a slot. A correction is a further revision; the last one counts.

    `numbers`: code of a field → the number as text. `key` marks the sending: sent again it does nothing twice.
    """

    class Level(models.TextChoices):
        CALM = "calm", _("ổn định")
        WATCH = "watch", _("cần theo dõi")
        TROUBLE = "trouble", _("có sự việc")

    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="situations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="situations")
    revision = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=8, choices=Level)
    numbers = models.JSONField(default=dict)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    key = models.CharField(max_length=64)

    journal_subject: str
    """Campaign, unit and slot in words, set by whoever records a verb about this row."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slot", "unit", "revision"], name="duties_situation_revisions_in_order"),
            models.UniqueConstraint(fields=["slot", "unit", "key"], name="duties_situation_sent_once"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="duties_situation_counts_from_one"),
            models.CheckConstraint(
                condition=~Q(level="trouble") | ~Q(note=""),
                name="duties_trouble_says_what",
                violation_error_message=_("Có sự việc thì ghi ngắn gọn việc gì, ở đâu."),
            ),
        ]

    def __str__(self) -> str:
        return f"situation {self.pk}"

    def number(self, code: str) -> Decimal | None:
        """The number given under a field's code; None where none was."""
        return Decimal(self.numbers[code]) if code in self.numbers else None
