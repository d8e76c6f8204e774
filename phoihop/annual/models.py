"""The annual report of a regulation: outline, narrative that keeps its sources, and what was quoted on issuing."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from phoihop.base.flow import Flow
from phoihop.documents.models import Issued
from phoihop.duties.models import Period, Regulation
from phoihop.orgs.models import Post, Unit
from phoihop.reporting.models import Indicator, Text


class AnnualFigure(models.Model):
    """A figure of the annual report of a regulation, in the order of the report: S01, S02, D01 …"""

    regulation = models.ForeignKey(Regulation, on_delete=models.CASCADE, related_name="annual_figures")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    headline = models.BooleanField(default=False, help_text=_("Có trên trang lãnh đạo."))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["regulation", "indicator"], name="annual_one_figure_an_indicator"),
            models.UniqueConstraint(fields=["regulation", "order"], name="annual_figures_in_order"),
        ]


class Edition(models.Model):
    """The annual report of one regulation for one year."""

    class State(models.TextChoices):
        DRAFT = "draft", _("đang soạn")
        ISSUED = "issued", _("đã phát hành")

    FLOW: Flow = {"issue": (("draft",), "issued")}

    regulation = models.ForeignKey(Regulation, on_delete=models.PROTECT, related_name="editions")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    title_vi = models.CharField(max_length=300)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    paper_on = models.DateField(help_text=_("Ngày ghi trên báo cáo; quyết định thể thức được dùng."))
    head = models.JSONField(
        default=dict, blank=True, help_text=_("Phần đầu và phần ký của báo cáo đã phát hành, giữ nguyên như ngày in.")
    )
    missing_reason = models.CharField(
        max_length=300, blank=True, help_text=_("Vì sao vẫn phát hành khi còn số thiếu nguồn; in trong phụ lục.")
    )
    issued = models.OneToOneField(Issued, null=True, blank=True, on_delete=models.PROTECT, related_name="edition")
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["regulation", "period"], name="annual_one_edition_a_year"),
            models.CheckConstraint(
                condition=~Q(state="issued")
                | (Q(issued__isnull=False) & Q(issued_at__isnull=False) & Q(issued_by__isnull=False)),
                name="annual_issued_has_its_paper",
            ),
        ]

    def __str__(self) -> str:
        return gettext("Báo cáo %(subject)s") % {"subject": self.title_vi}


class Section(models.Model):
    """A heading of the outline, in order: `level` 1 for a part, 2 for a point under it, 0 for words without a heading.

    Its number is made when it is printed: headings without words are left out, and the others count up. A part that
    only holds points is not required to have words of its own.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sections")
    order = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField(default=1)
    title_vi = models.CharField(max_length=300)
    takes = models.CharField(max_length=24, blank=True, help_text=_("Mã phần lời của báo cáo đơn vị đưa vào mục này."))
    required = models.BooleanField(default=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["edition", "order"], name="annual_sections_in_order")]

    def __str__(self) -> str:
        return self.title_vi


class Block(models.Model):
    """A paragraph of a section. Figures stand in it as tokens: [[D02]], [[S02/S01]], [[S02@2020]].

    A block drawn from a unit's text keeps that text as its source, whatever is shortened afterwards.
    """

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="blocks")
    order = models.PositiveSmallIntegerField()
    body = models.TextField()
    source = models.ForeignKey(Text, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    source_unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["section", "order", "id"]


class Waiver(models.Model):
    """A number typed by hand that somebody answers for by name; printed in the annex."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="waivers")
    block = models.ForeignKey(Block, on_delete=models.CASCADE, related_name="waivers")
    number = models.CharField(max_length=40)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    by_label = models.CharField(max_length=300, help_text=_("Chức vụ của người chịu trách nhiệm, như hôm đó."))
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["block", "number"], name="annual_one_waiver_a_number"),
            models.CheckConstraint(condition=~Q(reason=""), name="annual_waiver_has_a_reason"),
        ]


class QuotedFigure(models.Model):
    """A figure as the issued paper quotes it: the one copy a total ever gets, with everything it stood on that day."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="quoted")
    order = models.PositiveIntegerField()
    token = models.CharField(max_length=60)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_code = models.CharField(max_length=8)
    unit_name = models.CharField(max_length=100)
    name_vi = models.CharField(max_length=500)
    printed = models.CharField(max_length=60)
    value = models.DecimalField(max_digits=24, decimal_places=8, null=True)
    numerator = models.DecimalField(max_digits=24, decimal_places=8, null=True)
    denominator = models.DecimalField(max_digits=24, decimal_places=8, null=True)
    rules = models.JSONField(help_text=_("Số của các quy tắc chỉ tiêu đã dùng."))
    tree_on = models.DateField()
    missing = models.PositiveIntegerField(default=0)
    sources = models.JSONField(
        help_text=_("Từng đơn vị: khoá, mã, tên, kết quả, bản báo cáo hoặc hồ sơ, dấu vân tay minh chứng.")
    )
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["edition", "token"], name="annual_one_quote_a_token")]
