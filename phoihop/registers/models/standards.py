"""The security-and-order standard: its criteria, and a unit's year under it from self-assessment to recognition."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from phoihop.base.flow import Flow
from phoihop.duties.models import Period
from phoihop.orgs.models import OPEN_END, Post, Unit, UnitVersion

ASSESSED_LEVEL = UnitVersion.Level.COMMUNE
"""The level whose units are assessed under the security-and-order standard (TT 124/2021/TT-BCA)."""


class CriteriaSet(models.Model):
    """The criteria of the security-and-order standard in force from one day to another."""

    code = models.CharField(max_length=32, unique=True)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    basis = models.CharField(max_length=400, help_text=_("Căn cứ, và chỗ nào chưa đối chiếu được với văn bản gốc."))
    valid_from = models.DateField()
    valid_to = models.DateField(default=OPEN_END)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="registers_criteria_end_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.name_vi


class Criterion(models.Model):
    """One criterion of a set: a yes-or-no question, or a share with a least value in percent."""

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="criteria")
    number = models.PositiveSmallIntegerField()
    text_vi = models.CharField(max_length=400)
    text_en = models.CharField(max_length=400, blank=True)
    least_percent = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("Tỷ lệ tối thiểu; để trống nếu là câu hỏi đạt hay chưa.")
    )

    class Meta:
        verbose_name_plural = "criteria"
        constraints = [models.UniqueConstraint(fields=["criteria_set", "number"], name="registers_criteria_in_order")]


class StandardResult(models.Model):
    """A commune-level unit's year under the security-and-order standard, from self-assessment to recognition."""

    class State(models.TextChoices):
        DRAFT = "draft", _("đang tự đánh giá")
        ASSESSED = "assessed", _("đã tự đánh giá")
        PROPOSED = "proposed", _("đã thẩm tra, chờ quyết định")
        DECIDED = "decided", _("đã quyết định")

    FLOW: Flow = {
        "assess": (("draft",), "assessed"),
        "return": (("assessed", "proposed"), "draft"),
        "propose": (("assessed",), "proposed"),
        "decide": (("proposed",), "decided"),
        "reopen": (("decided",), "proposed"),
    }

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="standard_results")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="standard_results")
    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    self_passed = models.BooleanField(null=True, blank=True, help_text=_("Đơn vị tự đánh giá, tính từ các tiêu chí."))
    proposed_passed = models.BooleanField(null=True, blank=True, help_text=_("Đề nghị của cấp trên."))
    assessed_at = models.DateTimeField(null=True, blank=True)
    assessed_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ruling = models.OneToOneField(
        "Ruling",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="counted_for",
        help_text=_("Quyết định được tính."),
    )
    remark = models.TextField(blank=True, help_text=_("Lý do trả lại lần gần nhất."))
    version = models.PositiveIntegerField(default=0, help_text=_("Tăng mỗi lần ghi, để biết hai người ghi chồng nhau."))
    changed_at = models.DateTimeField(auto_now=True)

    journal_subject: str
    """Unit and period in words, set by whoever records a verb about this result."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "period"], name="registers_one_result_a_year"),
            models.CheckConstraint(
                condition=~Q(state="decided") | Q(ruling__isnull=False),
                name="registers_decided_has_its_ruling",
                violation_error_message=_("Kết quả đã quyết định phải có quyết định."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(assessed_at__isnull=False), name="registers_assessed_has_its_moment"
            ),
        ]
        indexes = [models.Index(fields=["period", "unit", "ruling"])]

    def __str__(self) -> str:
        return f"result {self.pk}"


class Ruling(models.Model):
    """A decision on a result: recognised, or not yet and why. A later one replaces it in counting, not in memory."""

    result = models.ForeignKey(StandardResult, on_delete=models.PROTECT, related_name="rulings")
    passed = models.BooleanField()
    number = models.CharField(max_length=40, help_text=_("Số quyết định, ví dụ 2415/QĐ-UBND."))
    decided_on = models.DateField(help_text=_("Ngày ghi trên quyết định."))
    reason = models.TextField(blank=True, help_text=_("Lý do chưa đạt, hoặc lý do thay quyết định trước."))
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(passed=True) | ~Q(reason=""),
                name="registers_not_passed_has_a_reason",
                violation_error_message=_("Chưa đạt thì phải ghi lý do."),
            ),
            models.CheckConstraint(
                condition=~Q(number=""),
                name="registers_ruling_has_its_number",
                violation_error_message=_("Quyết định phải có số."),
            ),
        ]


class Answer(models.Model):
    """What the unit and the level above say of one criterion."""

    result = models.ForeignKey(StandardResult, on_delete=models.CASCADE, related_name="answers")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT)
    met = models.BooleanField(null=True, blank=True)
    part = models.PositiveIntegerField(null=True, blank=True, help_text=_("Tử số, ví dụ 18 khu dân cư đạt."))
    whole = models.PositiveIntegerField(null=True, blank=True, help_text=_("Mẫu số, ví dụ 25 khu dân cư."))
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["result", "criterion"], name="registers_one_answer_a_criterion"),
            models.CheckConstraint(
                condition=Q(part__isnull=True, whole__isnull=True) | Q(part__lte=F("whole")),
                name="registers_part_within_whole",
                violation_error_message=_("Tử số không được lớn hơn mẫu số."),
            ),
        ]
