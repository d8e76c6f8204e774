"""Regulations, what they oblige to, when it falls due, and the periods everything is counted by."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from phoihop.orgs.models import BEGINNING, OPEN_END, Body, Post, Unit, UnitVersion


class Period(models.Model):
    """A reporting period: a record with its own cut-off, never derived from the calendar (year: 15/12–14/12)."""

    class Kind(models.TextChoices):
        MONTH = "month", _("tháng")
        QUARTER = "quarter", _("quý")
        HALF = "half", _("6 tháng")
        NINE_MONTHS = "nine_months", _("9 tháng")
        YEAR = "year", _("năm")
        STANDARD_YEAR = "standard_year", _("năm xét tiêu chuẩn ANTT")
        AD_HOC = "ad_hoc", _("đột xuất")

    label = models.CharField(max_length=24, unique=True, help_text=_("Ví dụ 2021, 2021-Q4, 2021-12."))
    kind = models.CharField(max_length=16, choices=Kind)
    year = models.PositiveSmallIntegerField()
    name_vi = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(help_text=_("Ngày chốt số liệu."))
    opens_on = models.DateField(help_text=_("Ngày bắt đầu được nhập."))
    part_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="duties_period_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.name_vi


class PeriodDue(models.Model):
    """The day on which reports of a period are due from units of one level."""

    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="dues")
    level = models.CharField(max_length=10, choices=UnitVersion.Level)
    due_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period", "level"], name="duties_one_due_day_per_level")]


class Regulation(models.Model):
    """A coordination regulation between two sides for a term."""

    code = models.CharField(max_length=24, unique=True)
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    decision = models.CharField(max_length=60, help_text=_("Số quyết định ban hành, ví dụ 306-QĐ/TU."))
    issuer = models.CharField(max_length=160)
    issued_on = models.DateField()
    term_from = models.DateField()
    term_to = models.DateField()
    review_every_years = models.PositiveSmallIntegerField(default=1)
    invented = models.BooleanField(default=False, help_text=_("Dữ liệu minh hoạ, không phải văn bản thật."))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(term_to__gte=F("term_from")), name="duties_term_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.title_vi


class Side(models.Model):
    """One of the two sides: a body, or all bodies of a kind at the units of a level. The sides are of equal rank."""

    regulation = models.ForeignKey(Regulation, on_delete=models.CASCADE, related_name="sides")
    order = models.PositiveSmallIntegerField()
    name_vi = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, blank=True)
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT)
    body_kind = models.CharField(max_length=24, choices=Body.Kind, blank=True)
    level = models.CharField(max_length=10, choices=UnitVersion.Level, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["regulation", "order"], name="duties_sides_in_order"),
            models.CheckConstraint(
                condition=Q(body__isnull=False) | (~Q(body_kind="") & ~Q(level="")), name="duties_side_names_its_bodies"
            ),
        ]


class Article(models.Model):
    """A place in the regulation's text: chapter, article, clause or point. Its wording stands in dated versions."""

    class Kind(models.TextChoices):
        CHAPTER = "chapter", _("chương")
        ARTICLE = "article", _("điều")
        CLAUSE = "clause", _("khoản")
        POINT = "point", _("điểm")

    regulation = models.ForeignKey(Regulation, on_delete=models.CASCADE, related_name="articles")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")
    kind = models.CharField(max_length=8, choices=Kind)
    number = models.CharField(max_length=8)
    order = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["regulation", "order"], name="duties_articles_in_order")]


class ArticleVersion(models.Model):
    """The wording of an article from one day to another."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="versions")
    text_vi = models.TextField()
    text_en = models.TextField(blank=True)
    valid_from = models.DateField(default=BEGINNING)
    valid_to = models.DateField(default=OPEN_END)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="duties_wording_ends_after_start"),
            models.UniqueConstraint(fields=["article", "valid_from"], name="duties_one_wording_from_a_day"),
        ]


class ClauseWaiver(models.Model):
    """Why a place of the text gives rise to no duty, answered for by a post: principles, scope, closing provisions."""

    article = models.OneToOneField(Article, on_delete=models.PROTECT, related_name="waiver")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="duties_clause_waived_why")]


class Duty(models.Model):
    """Who owes whom what, how often, for which units, and what proves it."""

    class Kind(models.TextChoices):
        REPORT = "report", _("báo cáo")
        RECORD = "record", _("ghi sổ, công nhận")
        MEETING = "meeting", _("họp, giao ban")
        EXCHANGE = "exchange", _("trao đổi thông tin")
        ACTION = "action", _("thực hiện")

    class Record(models.TextChoices):
        ASSESSED = "standard.assessed", _("hồ sơ tự đánh giá tiêu chuẩn")
        RULED = "standard.ruled", _("quyết định công nhận tiêu chuẩn")

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="duties")
    code = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    proof_vi = models.CharField(max_length=300, blank=True, help_text=_("Cái gì chứng minh đã làm."))
    proof_en = models.CharField(max_length=300, blank=True)
    record_of = models.CharField(
        max_length=24,
        choices=Record,
        blank=True,
        help_text=_("Sổ chứng minh nghĩa vụ; để trống thì đơn vị tự nộp kết quả."),
    )
    debtor_level = models.CharField(max_length=10, choices=UnitVersion.Level)
    creditor_level = models.CharField(max_length=10, choices=UnitVersion.Level)
    every = models.CharField(max_length=16, choices=Period.Kind)
    both_accept = models.BooleanField(default=False)
    valid_from = models.DateField(default=BEGINNING)
    valid_to = models.DateField(default=OPEN_END)

    class Meta:
        verbose_name_plural = "duties"
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="duties_duty_ends_after_start")
        ]


class Occurrence(models.Model):
    """One duty, of one unit, in one period: expected by a day, fulfilled at an instant or not yet."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="occurrences")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="occurrences")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="occurrences")
    due_on = models.DateField()
    fulfilled_at = models.DateTimeField(null=True, blank=True)
    proof_type = models.ForeignKey(ContentType, null=True, blank=True, on_delete=models.PROTECT)
    proof_id = models.PositiveBigIntegerField(null=True, blank=True)
    proof = GenericForeignKey("proof_type", "proof_id")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["duty", "unit", "period"], name="duties_one_occurrence")]
        indexes = [models.Index(fields=["period", "duty"])]
