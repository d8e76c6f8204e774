"""Indicators and their dated rules; forms; reports as revisions; who accepted what. No total is stored anywhere."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from phoihop.base.flow import Flow
from phoihop.documents.models import File
from phoihop.duties.models import Duty, Period
from phoihop.orgs.models import BEGINNING, OPEN_END, Post, Unit, UnitVersion


class Indicator(models.Model):
    """A figure by name. How it comes about stands in its dated rules."""

    code = models.CharField(max_length=24, unique=True)
    name_vi = models.CharField(max_length=240)
    name_en = models.CharField(max_length=240, blank=True)
    measure_vi = models.CharField(max_length=40, help_text=_("Đơn vị tính."))
    measure_en = models.CharField(max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    rising_is = models.SmallIntegerField(default=0, help_text=_("1: tăng là tốt, -1: tăng là xấu, 0: không xét."))

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name_vi}"


class IndicatorRule(models.Model):
    """How an indicator comes about from one day to another.

    entered: typed in reports. counted: the size of a set, of a register or ("units") of the tree itself, under the
    population rule. share: numerator within denominator. derived: sums and differences of other indicators, on sets
    where they are sets.
    """

    class Kind(models.TextChoices):
        ENTERED = "entered", _("nhập")
        COUNTED = "counted", _("đếm từ sổ")
        SHARE = "share", _("tỷ lệ")
        DERIVED = "derived", _("tính từ chỉ tiêu khác")

    class Places(models.TextChoices):
        SUM = "sum", _("cộng các đơn vị")
        MEAN = "mean", _("trung bình các đơn vị")
        MOST = "max", _("lớn nhất trong các đơn vị")
        LEAST = "min", _("nhỏ nhất trong các đơn vị")

    class Periods(models.TextChoices):
        SUM = "sum", _("cộng các kỳ")
        LATEST = "latest", _("lấy kỳ cuối")
        MEAN = "mean", _("trung bình các kỳ")
        MOST = "max", _("lớn nhất trong các kỳ")

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="rules")
    valid_from = models.DateField(default=BEGINNING)
    valid_to = models.DateField(default=OPEN_END)
    kind = models.CharField(max_length=10, choices=Kind)
    across_places = models.CharField(max_length=6, choices=Places, default=Places.SUM)
    across_periods = models.CharField(max_length=6, choices=Periods, default=Periods.SUM)
    set_name = models.CharField(max_length=40, blank=True, help_text=_("Tập trong sổ theo dõi, ví dụ standard.passed."))
    population = models.JSONField(
        default=list, blank=True, help_text=_('Loại đơn vị được tính, ví dụ ["xa"]; rỗng là mọi đơn vị cấp đó.')
    )
    population_level = models.CharField(max_length=10, choices=UnitVersion.Level, blank=True)
    numerator = models.ForeignKey(Indicator, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    denominator = models.ForeignKey(Indicator, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    formula = models.CharField(max_length=200, blank=True, help_text=_("Ví dụ S01 - S02."))
    decimals = models.PositiveSmallIntegerField(default=0)
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="reporting_rule_ends_after_start"),
            models.UniqueConstraint(fields=["indicator", "valid_from"], name="reporting_one_rule_from_a_day"),
            models.CheckConstraint(
                condition=Q(kind="entered")
                | (Q(kind="counted") & ~Q(set_name=""))
                | Q(kind="share", numerator__isnull=False, denominator__isnull=False)
                | (Q(kind="derived") & ~Q(formula="")),
                name="reporting_rule_has_what_its_kind_needs",
            ),
        ]


class Form(models.Model):
    """What units of one level report, how often, to the level above."""

    code = models.CharField(max_length=24, unique=True)
    title_vi = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    duty = models.ForeignKey(Duty, null=True, blank=True, on_delete=models.PROTECT, related_name="forms")
    level = models.CharField(max_length=10, choices=UnitVersion.Level)
    every = models.CharField(max_length=16, choices=Period.Kind)
    valid_from = models.DateField(default=BEGINNING)
    valid_to = models.DateField(default=OPEN_END)

    def __str__(self) -> str:
        return self.title_vi


class FormLine(models.Model):
    """One line of a form: an entered indicator, two of them as a share (numerator over denominator), or one shown."""

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="lines")
    order = models.PositiveSmallIntegerField()
    group_vi = models.CharField(max_length=160, blank=True)
    group_en = models.CharField(max_length=160, blank=True)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    required = models.BooleanField(default=True)
    odd_change_percent = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("Chênh quá mức này so với kỳ trước thì phải giải thích.")
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "order"], name="reporting_lines_in_order")]


class FormText(models.Model):
    """A narrative block of a form: results, difficulties, proposals."""

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="texts")
    order = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=24)
    title_vi = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160, blank=True)
    required = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "code"], name="reporting_one_text_by_code")]


class Report(models.Model):
    """A unit's report on a form for a period. What counts is one pointer, `counted_revision`, moved by acceptance."""

    class State(models.TextChoices):
        OPEN = "open", _("chưa gửi")
        SUBMITTED = "submitted", _("chờ duyệt")
        RETURNED = "returned", _("trả lại")
        ACCEPTED = "accepted", _("đã nhận")

    FLOW: Flow = {
        "submit": (("open", "returned"), "submitted"),
        "withdraw": (("submitted",), "open"),
        "return": (("submitted",), "returned"),
        "accept": (("submitted",), "accepted"),
        "reopen": (("accepted",), "open"),
    }
    journal_subject: str = ""
    """How the journal names it; verbs set it, since the unit's name depends on the day."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reports")
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="reports")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="reports")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    due_on = models.DateField()
    submitted_at = models.DateTimeField(null=True, blank=True, help_text=_("Lần gửi gần nhất."))
    first_submitted_at = models.DateTimeField(null=True, blank=True, help_text=_("Lần gửi đầu: để tính đúng hạn."))
    submitted_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    counted_revision = models.OneToOneField(
        "Revision", null=True, blank=True, on_delete=models.PROTECT, related_name="counted_for"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "form", "period"], name="reporting_one_report"),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "accepted"])
                | (Q(submitted_at__isnull=False) & Q(submitted_by__isnull=False)),
                name="reporting_submitted_is_dated_and_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | (Q(counted_revision__isnull=False) & Q(accepted_at__isnull=False)),
                name="reporting_accepted_has_a_counted_revision",
            ),
        ]
        indexes = [
            models.Index(fields=["period", "form", "unit", "counted_revision"]),
            models.Index(fields=["state", "due_on"]),
        ]


class Revision(models.Model):
    """One state of a report's content. Sealed, it never changes; a draft has no seal, and there is at most one."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(
        default=0, help_text=_("Tăng mỗi lần lưu nháp, để biết trang đang mở có cũ không.")
    )
    saved_at = models.DateTimeField(null=True, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)
    sealed_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="reporting_revisions_in_order"),
            models.UniqueConstraint(fields=["report"], condition=Q(sealed_at__isnull=True), name="reporting_one_draft"),
            models.CheckConstraint(
                condition=Q(sealed_at__isnull=True, sealed_by__isnull=True)
                | Q(sealed_at__isnull=False, sealed_by__isnull=False),
                name="reporting_sealed_by_somebody",
            ),
        ]


class Value(models.Model):
    """An entered number of a revision, with its remark. Unit and period are those of the report."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="values")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    remark = models.CharField(max_length=500, blank=True, help_text=_("Giải thích, hoặc lý do bỏ trống."))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["revision", "indicator"], name="reporting_one_value_an_indicator"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                name="reporting_value_not_negative",
                violation_error_message=_("Số liệu không được âm."),
            ),
        ]
        # Covers the sums of a roll-up, so that they never touch the table itself.
        indexes = [models.Index(fields=["revision", "indicator", "amount"])]


class Text(models.Model):
    """The narrative of one block of a revision."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="texts")
    block = models.ForeignKey(FormText, on_delete=models.PROTECT, related_name="+")
    body = models.TextField(blank=True)
    folded = models.TextField(blank=True, editable=False, help_text=_("Lời văn bỏ dấu, để tìm."))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "block"], name="reporting_one_text_a_block")]


class Attachment(models.Model):
    """A file on a single figure of a revision, or on the whole (no indicator)."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="attachments")
    indicator = models.ForeignKey(Indicator, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    fact_on = models.DateField(null=True, blank=True)


class Decision(models.Model):
    """What the level above said of a sealed revision: accepted, or returned with a remark."""

    class Kind(models.TextChoices):
        ACCEPT = "accept", _("nhận")
        RETURN = "return", _("trả lại")

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="decisions")
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=Kind)
    remark = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="accept") | ~Q(remark=""),
                name="reporting_returned_with_a_remark",
                violation_error_message=_("Trả lại thì phải ghi lý do."),
            )
        ]


class Lock(models.Model):
    """A period closed for changes on one form."""

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="locks")
    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="locks")
    locked_at = models.DateTimeField()
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "period"], name="reporting_one_lock")]


class LockException(models.Model):
    """A unit may still change its report of a locked period, until a day, for a reason."""

    lock = models.ForeignKey(Lock, on_delete=models.CASCADE, related_name="exceptions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    until = models.DateField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="reporting_exception_has_a_reason"),
            models.UniqueConstraint(fields=["lock", "unit"], name="reporting_one_exception_a_unit"),
        ]
