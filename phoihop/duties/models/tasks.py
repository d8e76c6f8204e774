"""Everything owed by anyone: the task, each unit's share of it, and what was done about it."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from phoihop.base.flow import Flow
from phoihop.documents.models import File
from phoihop.duties.models.regulations import Duty, Occurrence, Period, Regulation
from phoihop.orgs.models import BEGINNING, OPEN_END, Post, Unit


class DutyTerms(models.Model):
    """When a duty falls due and for which types of units, from one day to another. Without terms the period decides."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="terms")
    due_days = models.SmallIntegerField(
        null=True, blank=True, help_text=_("Số ngày làm việc sau ngày chốt của kỳ; để trống thì theo hạn của kỳ.")
    )
    unit_types = models.JSONField(default=list, help_text=_("Loại đơn vị phải làm; để trống là mọi loại."))
    valid_from = models.DateField(default=BEGINNING)
    valid_to = models.DateField(default=OPEN_END)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="duties_terms_end_after_start"),
            models.UniqueConstraint(fields=["duty", "valid_from"], name="duties_one_terms_from_a_day"),
        ]


class Programme(models.Model):
    """The work programme of a regulation for a year: a paper with its number, from which tasks follow."""

    regulation = models.ForeignKey(Regulation, on_delete=models.PROTECT, related_name="programmes")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="programmes")
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    number = models.CharField(max_length=60, help_text=_("Số, ký hiệu, ví dụ 05-CTr/ĐUCA."))
    issued_on = models.DateField()
    file = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["regulation", "period"], name="duties_one_programme_a_year")]

    def __str__(self) -> str:
        return self.title_vi


class Directive(models.Model):
    """A paper from above: its number, day, issuer and file. What it asks for stands in tasks."""

    number = models.CharField(max_length=60)
    issuer = models.CharField(max_length=160)
    issued_on = models.DateField()
    received_on = models.DateField()
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="directives", help_text=_("Đơn vị nhận."))
    file = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "issuer", "issued_on"], name="duties_a_directive_once"),
            models.CheckConstraint(
                condition=Q(received_on__gte=F("issued_on")),
                name="duties_directive_received_after_issue",
                violation_error_message=_("Ngày nhận không trước ngày ban hành."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title_vi}"


class Task(models.Model):
    """One piece of work with its day and its product; who does it stands in its assignments.

    `unit` asks for it. It is done when its assignments are: nothing about its state is kept here but that it was
    withdrawn as a whole.
    """

    class Kind(models.TextChoices):
        DUTY = "duty", _("nghĩa vụ theo quy chế")
        PROGRAMME = "programme", _("chương trình công tác")
        DIRECTIVE = "directive", _("chỉ đạo của cấp trên")
        CAMPAIGN = "campaign", _("đợt cao điểm")
        MATTER = "matter", _("vụ việc")
        OPERATION = "operation", _("chuyên án phối hợp")
        CONCLUSION = "conclusion", _("kết luận hội nghị")
        FINDING = "finding", _("kết luận kiểm tra")
        DIRECTION = "direction", _("phương hướng năm")
        OTHER = "other", _("việc khác")

    code = models.CharField(max_length=48, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    product_vi = models.CharField(max_length=300, blank=True, help_text=_("Sản phẩm phải có."))
    product_en = models.CharField(max_length=300, blank=True)
    regulation = models.ForeignKey(Regulation, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="tasks")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tasks_given", help_text=_("Đơn vị giao."))
    starts_on = models.DateField()
    due_on = models.DateField()
    is_priority = models.BooleanField(default=False, help_text=_("Nhiệm vụ trọng tâm."))
    both_accept = models.BooleanField(default=False, help_text=_("Xong khi cả hai bên nhận."))
    is_checked = models.BooleanField(default=False, help_text=_("Phải được người khác kiểm tra trước khi nhận."))
    needs_evidence = models.BooleanField(default=True)
    origin_type = models.ForeignKey(ContentType, null=True, blank=True, on_delete=models.PROTECT)
    origin_id = models.PositiveBigIntegerField(null=True, blank=True)
    origin = GenericForeignKey("origin_type", "origin_id")
    created_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdraw_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=F("starts_on")), name="duties_task_due_after_start"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdraw_reason=""), name="duties_task_withdrawn_why"
            ),
        ]
        indexes = [
            models.Index(fields=["origin_type", "origin_id"], name="duties_task_origin"),
            models.Index(fields=["period", "kind"], name="duties_task_period_kind"),
        ]

    def __str__(self) -> str:
        return self.title_vi

    @property
    def is_bare(self) -> bool:
        """Work of a joint operation: its code, units and days are kept, and not a word or file of its content."""
        return self.kind == self.Kind.OPERATION


class Assignment(models.Model):
    """One unit's share of a task, from being given to being proved done, or to an end of another kind.

    `to_unit` is the side that accepts. `due_on` is today's due day, `first_due_on` the one it was given with. Units
    that ended hand their open assignments on: the new one `follows` the old.
    """

    class Role(models.TextChoices):
        LEAD = "lead", _("chủ trì")
        SUPPORT = "support", _("phối hợp")

    class State(models.TextChoices):
        ASSIGNED = "assigned", _("mới giao")
        DOING = "doing", _("đang làm")
        SUBMITTED = "submitted", _("chờ nhận")
        RETURNED = "returned", _("trả lại")
        DONE = "done", _("đã xong")
        DROPPED = "dropped", _("kết thúc, không phải xong")
        DISAGREED = "disagreed", _("hai bên chưa thống nhất")
        WITHDRAWN = "withdrawn", _("đã rút")
        PASSED_ON = "passed_on", _("chuyển đơn vị mới")

    class DropReason(models.TextChoices):
        OVERTAKEN = "overtaken", _("đã có việc khác thay")
        NO_LONGER = "no_longer", _("không còn cần")
        IMPOSSIBLE = "impossible", _("không thể thực hiện")
        DUPLICATE = "duplicate", _("trùng việc")
        NOT_DONE = "not_done", _("không thực hiện")

    OPEN = ("assigned", "doing", "submitted", "returned")
    FLOW: Flow = {
        "start": (("assigned", "returned"), "doing"),
        "submit": (("assigned", "doing", "returned"), "submitted"),
        "take_back": (("submitted",), "doing"),
        "return": (("submitted",), "returned"),
        "close": (("submitted",), "done"),
        "drop": (OPEN, "dropped"),
        "disagree": (("submitted", "returned"), "disagreed"),
        "withdraw": (OPEN, "withdrawn"),
        "restore": (("withdrawn",), "assigned"),
        "pass_on": (OPEN, "passed_on"),
    }

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assignments")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", help_text=_("Bên nhận kết quả."))
    role = models.CharField(max_length=8, choices=Role, default=Role.LEAD)
    occurrence = models.ForeignKey(
        Occurrence, null=True, blank=True, on_delete=models.PROTECT, related_name="assignments"
    )
    state = models.CharField(max_length=10, choices=State, default=State.ASSIGNED)
    assigned_on = models.DateField()
    first_due_on = models.DateField()
    due_on = models.DateField()
    round = models.PositiveSmallIntegerField(default=0, help_text=_("Lần nộp kết quả."))
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    submitted_account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_text = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    effective = models.BooleanField(null=True, blank=True, help_text=_("Bên nhận đánh giá có hiệu quả."))
    drop_reason = models.CharField(max_length=10, choices=DropReason, blank=True)
    close_text = models.TextField(blank=True, help_text=_("Lý do kết thúc, hoặc hai ý kiến chưa thống nhất."))
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by")

    journal_subject: str
    """Task and unit in words, set by whoever records a verb about this assignment."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task", "unit", "to_unit"], condition=Q(follows=None), name="duties_a_unit_once_in_a_task"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "done"])
                | Q(submitted_at__isnull=False, submitted_by__isnull=False, round__gte=1),
                name="duties_submitted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["done", "dropped", "disagreed", "withdrawn", "passed_on"], closed_at__isnull=False
                )
                | Q(state__in=["assigned", "doing", "submitted", "returned"], closed_at__isnull=True),
                name="duties_closed_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="dropped") | (~Q(drop_reason="") & ~Q(close_text="")),
                name="duties_dropped_has_a_reason",
                violation_error_message=_("Kết thúc mà không phải xong thì phải ghi lý do."),
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "due_on"], name="duties_owed_by_unit"),
            models.Index(fields=["to_unit", "state"], name="duties_waiting_at_unit"),
            models.Index(fields=["state", "due_on"], name="duties_open_by_day"),
        ]

    def __str__(self) -> str:
        return f"assignment {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN


class Acceptance(models.Model):
    """One key turned, or refused with a reason, on one submission of an assignment."""

    class Key(models.TextChoices):
        CHECK = "check", _("kiểm tra độc lập")
        OWN = "own", _("bên thực hiện")
        OTHER = "other", _("bên nhận")

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="acceptances")
    round = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=8, choices=Key)
    accepted = models.BooleanField()
    effective = models.BooleanField(null=True, blank=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "round", "key"], name="duties_a_key_once_a_round"),
            models.CheckConstraint(
                condition=Q(accepted=True) | ~Q(reason=""),
                name="duties_refused_with_a_reason",
                violation_error_message=_("Không nhận thì phải ghi lý do."),
            ),
        ]


class Progress(models.Model):
    """What the unit says of its share on a day."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="progress")
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField()
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "progress"
        constraints = [
            models.CheckConstraint(condition=Q(percent=None) | Q(percent__lte=100), name="duties_percent_to_100")
        ]


class Question(models.Model):
    """A question about a share of the work, and its answer from the side that asked for it."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField()
    asked_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)


class Extension(models.Model):
    """A request for a later due day, granted or refused; a refusal says why."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="extensions")
    until = models.DateField()
    reason = models.TextField()
    asked_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    granted = models.BooleanField(null=True, blank=True)
    remark = models.TextField(blank=True)
    decided_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(granted=None), name="duties_one_extension_waiting"
            ),
            models.CheckConstraint(
                condition=~Q(granted=False) | ~Q(remark=""), name="duties_extension_refused_with_a_reason"
            ),
        ]


class TaskEvidence(models.Model):
    """A file that proves a share of the work: the day of the fact, the day it was uploaded, the day it runs out."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="evidence")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    fact_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("fact_on")), name="duties_evidence_expires_later"
            )
        ]
