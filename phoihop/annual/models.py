"""The annual report of a regulation: outline, narrative that keeps its sources, what was quoted on issuing, and the
directions for the next year that follow from it."""

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

    A block drawn from a unit's text, or from a direction, keeps it as its source, whatever is shortened afterwards.
    """

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="blocks")
    order = models.PositiveSmallIntegerField()
    body = models.TextField()
    source = models.ForeignKey(Text, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    source_unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    direction = models.OneToOneField("Direction", null=True, blank=True, on_delete=models.PROTECT, related_name="block")
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


class Direction(models.Model):
    """What is to be done in `period`, the year after the edition's: it cites the results it comes from.

    It becomes tasks, of which it is the origin, or somebody answers by name for that it does not. Whether it has work
    is asked of the tasks; nothing of that is kept here.
    """

    class State(models.TextChoices):
        OPEN = "open", _("chưa thành việc")
        GIVEN = "given", _("đã thành việc")
        WAIVED = "waived", _("không thành việc, có lý do")

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="directions")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    text_vi = models.CharField(max_length=600)
    text_en = models.CharField(max_length=600, blank=True)
    version = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    waived_reason = models.CharField(max_length=300, blank=True)
    waived_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    waived_label = models.CharField(max_length=600, blank=True)
    waived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["edition", "order"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "order"], name="annual_directions_in_order"),
            models.CheckConstraint(condition=~Q(text_vi=""), name="annual_direction_says_something"),
            models.CheckConstraint(
                condition=Q(waived_at__isnull=True, waived_by__isnull=True, waived_reason="")
                | Q(waived_at__isnull=False, waived_by__isnull=False) & ~Q(waived_reason=""),
                name="annual_direction_waived_by_name",
            ),
        ]

    def __str__(self) -> str:
        return self.text_vi

    @property
    def name(self) -> str:
        """ "Phương hướng 2 năm 2022"."""
        return gettext("Phương hướng %(n)s năm %(year)s") % {"n": self.order, "year": self.period.year}

    @property
    def journal_subject(self) -> str:
        return f"{self.name}: {self.text_vi}"[:300]

    @property
    def title_vi(self) -> str:
        """As the title of a task, which has room for less."""
        return self.text_vi[:300]

    @property
    def title_en(self) -> str:
        return self.text_en[:300]


class DirectionCitation(models.Model):
    """A result that a direction comes from: a figure by its token, or something an upper room lets be cited.

    Of a figure only the token is kept: what it says is read from the edition whenever it is shown.
    """

    direction = models.ForeignKey(Direction, on_delete=models.CASCADE, related_name="citations")
    order = models.PositiveSmallIntegerField()
    token = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=24, blank=True, help_text=_("Loại hồ sơ được dẫn, khi không phải số liệu."))
    key = models.CharField(max_length=60, blank=True)
    label_vi = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["direction", "order"], name="annual_citations_in_order"),
            models.UniqueConstraint(fields=["direction", "token", "kind", "key"], name="annual_a_result_is_cited_once"),
            models.CheckConstraint(
                condition=(~Q(token="") & Q(kind="", key="")) | (Q(token="") & ~Q(kind="") & ~Q(key="")),
                name="annual_a_citation_names_one_result",
            ),
        ]
