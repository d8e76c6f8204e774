"""Models of mass protection and joint operations."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from phoihop.orgs.models import BEGINNING, OPEN_END, Body, Post, Unit


class Model(models.Model):
    """A mass-protection model (mô hình): counted once; its sites (điểm) and groups (tổ) apart."""

    code = models.CharField(max_length=24, unique=True)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="models_led", help_text=_("Đơn vị chủ trì."))
    field_vi = models.CharField(max_length=120, help_text=_("Lĩnh vực."))
    built_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text=_("Lúc ghi việc kết thúc."))
    recorded_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Cấp trên xác nhận; chưa xác nhận thì chưa tính.")
    )
    confirmed_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | (Q(ended_on__gte=F("built_on")) & ~Q(end_reason="")),
                name="registers_model_ends_with_a_reason",
                violation_error_message=_(
                    "Mô hình kết thúc phải ghi lý do, và ngày kết thúc không trước ngày xây dựng."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name_vi


class ModelSite(models.Model):
    """A place where a model is applied, with the number of groups at it."""

    model = models.ForeignKey(Model, on_delete=models.CASCADE, related_name="sites")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    groups = models.PositiveSmallIntegerField(default=1)
    valid_from = models.DateField(default=BEGINNING)
    valid_to = models.DateField(default=OPEN_END)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["model", "unit", "valid_from"], name="registers_one_site_from_a_day")
        ]


class Operation(models.Model):
    """A joint operation (chuyên án): a code, its bodies and its days, so that it can be counted. No content is held."""

    code = models.CharField(max_length=24, unique=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, help_text=_("Lúc ghi việc kết thúc."))
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="registers_operation_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.code


class OperationBody(models.Model):
    """A body that takes part in directing an operation."""

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="bodies")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["operation", "body"], name="registers_body_once_in_operation")]
