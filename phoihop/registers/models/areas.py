"""Key areas: commune-level units put in a year's programme by decision, converted, taken out, kept."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phoihop.base.flow import Flow
from phoihop.documents.models import File
from phoihop.orgs.models import Post, Unit


class AreaDecision(models.Model):
    """A yearly decision that puts areas into the programme or takes them out."""

    class Kind(models.TextChoices):
        PUT_IN = "put_in", _("đưa vào")
        TAKE_OUT = "take_out", _("đưa ra")

    number = models.CharField(max_length=40, help_text=_("Số quyết định, ví dụ 52/QĐ-BCĐ."))
    decided_on = models.DateField(help_text=_("Ngày ghi trên quyết định."))
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    file = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number", "decided_on", "kind"], name="registers_one_area_decision_by_number"
            ),
            models.CheckConstraint(
                condition=~Q(number=""),
                name="registers_area_decision_has_its_number",
                violation_error_message=_("Quyết định phải có số."),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class KeyArea(models.Model):
    """One unit in the programme of one year."""

    class State(models.TextChoices):
        CHOSEN = "chosen", _("đang chuyển hóa")
        REPORTED = "reported", _("báo đã chuyển hóa")
        TAKEN_OUT = "taken_out", _("đã đưa ra")

    FLOW: Flow = {
        "report": (("chosen",), "reported"),
        "return": (("reported",), "chosen"),
        "take_out": (("chosen", "reported"), "taken_out"),
    }

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="key_areas")
    year = models.PositiveSmallIntegerField()
    put_in = models.ForeignKey(AreaDecision, on_delete=models.PROTECT, related_name="areas_put_in")
    state = models.CharField(max_length=10, choices=State, default=State.CHOSEN)
    reported_on = models.DateField(null=True, blank=True, help_text=_("Ngày đơn vị coi là đã chuyển hóa."))
    reported_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(null=True, blank=True)
    result = models.TextField(blank=True, help_text=_("Kết quả chuyển hóa theo đơn vị."))
    remark = models.TextField(blank=True, help_text=_("Lý do trả lại lần gần nhất."))
    taken_out = models.ForeignKey(
        AreaDecision, null=True, blank=True, on_delete=models.PROTECT, related_name="areas_taken_out"
    )
    converted = models.BooleanField(null=True, blank=True, help_text=_("Xác nhận trong quyết định đưa ra."))
    out_reason = models.TextField(blank=True, help_text=_("Lý do đưa ra khi chưa chuyển hóa."))
    changed_at = models.DateTimeField(auto_now=True)

    journal_subject: str
    """Unit and year in words, set by whoever records a verb about this area."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="registers_one_area_a_year"),
            models.CheckConstraint(
                condition=Q(state="taken_out", taken_out__isnull=False, converted__isnull=False)
                | (~Q(state="taken_out") & Q(taken_out__isnull=True, converted__isnull=True)),
                name="registers_area_taken_out_has_its_decision",
                violation_error_message=_("Địa bàn đã đưa ra phải có quyết định và kết quả."),
            ),
            models.CheckConstraint(
                condition=~Q(state="reported") | (Q(reported_on__isnull=False) & ~Q(result="")),
                name="registers_area_reported_has_its_result",
            ),
            models.CheckConstraint(
                condition=~Q(converted=False) | ~Q(out_reason=""),
                name="registers_area_not_converted_has_a_reason",
                violation_error_message=_("Đưa ra khi chưa chuyển hóa thì phải ghi lý do."),
            ),
            models.CheckConstraint(
                condition=~Q(converted=True) | Q(reported_on__isnull=False),
                name="registers_area_converted_was_reported",
            ),
        ]
        indexes = [models.Index(fields=["year", "unit"], name="registers_areas_of_a_year")]

    def __str__(self) -> str:
        return f"area {self.pk}"


class KeyAreaType(models.Model):
    """One type for which a unit is in the programme; an area can have several, by one decision or by two."""

    area = models.ForeignKey(KeyArea, on_delete=models.PROTECT, related_name="types")
    type = models.CharField(max_length=32, help_text=_("Mã loại trong danh mục loại địa bàn."))
    decision = models.ForeignKey(AreaDecision, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "type"], name="registers_one_type_of_an_area")]


class AreaCheck(models.Model):
    """Whether a converted area kept its result the year after. A later check replaces an earlier in counting only."""

    area = models.ForeignKey(KeyArea, on_delete=models.PROTECT, related_name="checks")
    on = models.DateField()
    kept = models.BooleanField()
    note = models.TextField(blank=True)
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kept=True) | ~Q(note=""),
                name="registers_area_not_kept_has_a_note",
                violation_error_message=_("Không giữ được kết quả thì phải ghi vì sao."),
            )
        ]
