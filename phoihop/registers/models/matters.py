"""Matters of a place that have to be settled: what kind, who is responsible, by when. No person stands in one."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from phoihop.base.flow import Flow
from phoihop.orgs.models import Body, Post, Unit


class Matter(models.Model):
    """A matter of a unit, from opening to settlement. The row says how it stands; its steps say how it came so."""

    class State(models.TextChoices):
        OPEN = "open", _("đang giải quyết")
        RESOLVED = "resolved", _("đã giải quyết")

    FLOW: Flow = {
        "resolve": (("open",), "resolved"),
        "reopen": (("resolved",), "open"),
    }

    code = models.CharField(max_length=24, unique=True, help_text=_("Do chương trình đặt, ví dụ VV-2022-001."))
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(help_text=_("Số thứ tự trong năm."))
    title = models.CharField(max_length=200, help_text=_("Nội dung trung tính, không ghi tên người."))
    kind = models.CharField(max_length=32, help_text=_("Mã loại trong danh mục loại vụ việc."))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="matters")
    responsible = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="matters")
    opened_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    resolved_on = models.DateField(null=True, blank=True)
    result = models.TextField(blank=True)
    recorded_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="registers_one_matter_by_number_in_a_year"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opened_on")),
                name="registers_matter_due_after_opening",
                violation_error_message=_("Hạn giải quyết không được trước ngày phát sinh."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", resolved_on__isnull=True, result="")
                | (Q(state="resolved", resolved_on__gte=F("opened_on")) & ~Q(result="")),
                name="registers_matter_resolved_has_its_result",
                violation_error_message=_("Vụ việc đã giải quyết phải có ngày và kết quả."),
            ),
        ]
        indexes = [models.Index(fields=["unit", "state", "due_on"], name="registers_matter_standing")]

    def __str__(self) -> str:
        return f"{self.code} · {self.title}"


class MatterStep(models.Model):
    """One thing that happened to a matter; never changed. The first and the due steps carry the day it is due."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("ghi vào sổ")
        WORK = "work", _("đã làm")
        DIRECTION = "direction", _("cấp trên chỉ đạo")
        DUE = "due", _("đổi hạn")
        RESOLVED = "resolved", _("giải quyết xong")
        REOPENED = "reopened", _("mở lại")

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind)
    on = models.DateField(help_text=_("Ngày của việc, không phải ngày ghi."))
    text = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True, help_text=_("Hạn từ bước này."))
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["opened", "due", "reopened"], due_on__isnull=False)
                | Q(kind__in=["work", "direction", "resolved"], due_on__isnull=True),
                name="registers_step_that_sets_a_due_day",
            ),
            models.CheckConstraint(
                condition=Q(kind="opened") | ~Q(text=""),
                name="registers_step_says_what_was_done",
                violation_error_message=_("Mỗi bước phải có nội dung."),
            ),
        ]
        indexes = [models.Index(fields=["matter", "at"], name="registers_steps_in_order")]


class MatterRaise(models.Model):
    """A matter put before a unit above, by the rule on what drags or by hand. It stands until the matter is settled."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="raises")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    why = models.CharField(max_length=60, blank=True, help_text=_("Mã lý do kéo dài, cách nhau bằng dấu cách."))
    reason = models.TextField(blank=True, help_text=_("Lý do do người chuyển ghi."))
    by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True, help_text=_("Lúc vụ việc được giải quyết."))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "to_unit"],
                condition=Q(ended_at__isnull=True),
                name="registers_matter_stands_once_before_a_unit",
            ),
            models.CheckConstraint(
                condition=~Q(why="") | ~Q(reason=""),
                name="registers_raise_says_why",
                violation_error_message=_("Chuyển lên cấp trên phải có lý do."),
            ),
        ]
        indexes = [models.Index(fields=["to_unit", "ended_at"], name="registers_raised_to")]
