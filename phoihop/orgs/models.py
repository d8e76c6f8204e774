"""Units over time, the bodies at them, the posts in the bodies and who held them.

Nothing here is updated in place but the day on which a version ends. Identity is the unit's own key, never its code
or name.
"""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from phoihop.orgs import roles

BEGINNING = datetime.date(1900, 1, 1)
"""Stands for "as old as the register or older"."""
OPEN_END = datetime.date(9999, 12, 31)
"""Stands for "still in force"."""


class Unit(models.Model):
    """An administrative unit through its whole life; everything said of it stands in its versions."""

    def __str__(self) -> str:
        return f"unit {self.pk}"


class UnitVersion(models.Model):
    """What a unit was called, its code, type and superior unit, from one day to another (inclusive)."""

    class Type(models.TextChoices):
        PROVINCE = "tinh", _("tỉnh")
        CITY = "thanh_pho", _("thành phố")
        TOWN = "thi_xa", _("thị xã")
        RURAL_DISTRICT = "huyen", _("huyện")
        URBAN_DISTRICT = "quan", _("quận")
        COMMUNE = "xa", _("xã")
        WARD = "phuong", _("phường")
        TOWNSHIP = "thi_tran", _("thị trấn")
        SPECIAL_ZONE = "dac_khu", _("đặc khu")

    class Level(models.TextChoices):
        PROVINCE = "province", _("cấp tỉnh")
        DISTRICT = "district", _("cấp huyện")
        COMMUNE = "commune", _("cấp xã")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="versions")
    code = models.CharField(max_length=8)
    level = models.CharField(max_length=10, choices=Level)
    type = models.CharField(max_length=10, choices=Type)
    name_vi = models.CharField(max_length=100)
    parent = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="child_versions")
    valid_from = models.DateField(default=BEGINNING)
    valid_to = models.DateField(default=OPEN_END)
    recorded_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="orgs_version_ends_after_start"),
            models.UniqueConstraint(fields=["unit", "valid_from"], name="orgs_one_version_from_a_day"),
            models.UniqueConstraint(fields=["code", "valid_from"], name="orgs_one_unit_by_code_from_a_day"),
        ]
        indexes = [models.Index(fields=["code", "valid_from"]), models.Index(fields=["valid_from", "valid_to"])]

    def __str__(self) -> str:
        return self.name_vi


class Succession(models.Model):
    """Which version went into which: many to many, with the day and the legal basis."""

    class Kind(models.TextChoices):
        UNCHANGED = "unchanged", _("giữ nguyên")
        RENAMED = "renamed", _("đổi tên, đổi loại")
        MERGED = "merged_into", _("nhập vào")
        SPLIT = "split", _("chia ra")

    before = models.ForeignKey(UnitVersion, on_delete=models.PROTECT, related_name="successors")
    after = models.ForeignKey(UnitVersion, on_delete=models.PROTECT, related_name="predecessors")
    kind = models.CharField(max_length=12, choices=Kind)
    effective_on = models.DateField()
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["before", "after"], name="orgs_one_succession_between_two")]


class Body(models.Model):
    """A committee or office at a unit: standing committee, inspection committee, police Party committee …"""

    class Kind(models.TextChoices):
        STANDING_COMMITTEE = "standing_committee", _("thường trực cấp ủy")
        INSPECTION_COMMITTEE = "inspection_committee", _("ủy ban kiểm tra")
        POLICE_COMMITTEE = "police_committee", _("đảng ủy công an")
        POLICE = "police", _("công an")
        PEOPLES_COMMITTEE = "peoples_committee", _("ủy ban nhân dân")
        OFFICE = "office", _("văn phòng")
        OPERATORS = "operators", _("bộ phận vận hành")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="bodies")
    kind = models.CharField(max_length=24, choices=Kind)
    name_vi = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, blank=True)
    symbol = models.CharField(max_length=20, blank=True, help_text=_("Ký hiệu cơ quan trên văn bản, ví dụ ĐUCA."))
    valid_from = models.DateField(default=BEGINNING)
    valid_to = models.DateField(default=OPEN_END)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="orgs_body_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.name_vi


class Post(models.Model):
    """A post in a body; it acts with the rights of its role over the body's unit and the branch below."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="posts")
    title_vi = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=24, help_text=_("Một vai trong bảng phoihop.orgs.roles."))
    precedence = models.PositiveSmallIntegerField(default=100)
    valid_from = models.DateField(default=BEGINNING)
    valid_to = models.DateField(default=OPEN_END)

    acting_user_id: int | None = None
    """The account that acts through this post in the present request; None in a chore or a command."""
    through: "Post | None" = None
    """The post whose holder acts here in place of the absent one's (`Delegation`); None when its own holder does."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="orgs_post_ends_after_start")
        ]

    def __str__(self) -> str:
        own = f"{self.title} · {self.body}"
        return gettext("thay %(post)s") % {"post": own} if self.through else own

    @property
    def title(self) -> str:
        return self.title_en if get_language() == "en" and self.title_en else self.title_vi

    @property
    def journal_label(self) -> str:
        """How the journal names the actor: post and body as of that day, in Vietnamese. Needs `body` loaded.

        Who acts in place of an absent holder is named too: "Bí thư, Đảng ủy A (Phó Bí thư, Đảng ủy A thay)".
        """
        own = f"{self.title_vi}, {self.body.name_vi}"
        return f"{own} ({self.through.journal_label} thay)" if self.through else own

    @property
    def hands(self) -> frozenset[int]:
        """The posts whose holder acts here, this one and the one it is acted through: for rules that want two."""
        return frozenset((self.pk, self.through.pk) if self.through else (self.pk,))

    def can(self, capability: str) -> bool:
        """Whether the post's role holds the capability at all; over which units is `orgs.queries.may`."""
        return roles.can(self.role, capability)


class Person(models.Model):
    """An official, known only by what the post needs: name, rank, official contact. Never a private person."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="person"
    )
    name = models.CharField(max_length=100, blank=True, help_text=_("Để trống khi chỉ ghi theo chức vụ."))
    rank = models.CharField(max_length=60, blank=True)
    contact = models.CharField(max_length=120, blank=True, help_text=_("Thư điện tử công vụ."))


class Holding(models.Model):
    """Who held a post from when to when."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    valid_from = models.DateField(default=BEGINNING)
    valid_to = models.DateField(default=OPEN_END)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="orgs_holding_ends_after_start")
        ]


class Delegation(models.Model):
    """That one post stands in for another while its holder is away, from a day to a day (inclusive).

    The absent post stays its holder's all the same. Ended early, it no longer holds from `ended_on` on.
    """

    class Why(models.TextChoices):
        MISSION = "mission", _("công tác")
        STUDY = "study", _("học tập")
        LEAVE = "leave", _("nghỉ phép")
        OTHER = "other", _("lý do khác")

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="delegations")
    stand_in = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="standing_in")
    valid_from = models.DateField()
    valid_to = models.DateField()
    why = models.CharField(max_length=10, choices=Why)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-valid_from", "-id"]
        indexes = [models.Index(fields=["post", "valid_to"]), models.Index(fields=["stand_in", "valid_to"])]
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="orgs_delegation_ends_after_start"),
            models.CheckConstraint(condition=~Q(post=F("stand_in")), name="orgs_no_post_stands_in_for_itself"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_at__isnull=True)
                | Q(ended_on__isnull=False, ended_at__isnull=False),
                name="orgs_delegation_ended_at_a_time",
            ),
        ]

    @property
    def journal_subject(self) -> str:
        return self.post.journal_label

    @staticmethod
    def between(first: datetime.date, last: datetime.date, path: str = "") -> Q:
        """In force on some day from `first` to `last` (the same day twice asks for one), asked along `path__`."""
        ended = f"{path}ended_on"
        going_on = Q((f"{ended}__isnull", True)) | Q((f"{ended}__gt", first), (f"{ended}__gt", F(f"{path}valid_from")))
        return Q((f"{path}valid_from__lte", last), (f"{path}valid_to__gte", first)) & going_on

    def holds(self, day: datetime.date) -> bool:
        """Whether it is in force on that day."""
        return self.valid_from <= day <= self.valid_to and (self.ended_on is None or day < self.ended_on)
