"""What is settled before a conference: its sites, its seats, the agenda, the papers and the test of every line."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from phoihop.annual.models import Edition
from phoihop.base.flow import Flow
from phoihop.documents.models import File, Issued
from phoihop.duties.models import Period, Regulation
from phoihop.orgs.models import Post, Unit


class Conference(models.Model):
    """A review conference of one or several regulations, called by `unit`; what happens in it stands in its log."""

    class State(models.TextChoices):
        PREPARING = "preparing", _("đang chuẩn bị")
        CALLED = "called", _("đã mời")
        OPEN = "open", _("đang họp")
        CLOSED = "closed", _("đã họp xong")
        CANCELLED = "cancelled", _("đã hủy")

    class Quorum(models.TextChoices):
        MAJORITY = "majority", _("quá nửa số đại biểu có quyền biểu quyết")
        TWO_THIRDS = "two_thirds", _("ít nhất hai phần ba số đại biểu có quyền biểu quyết")

    class Video(models.TextChoices):
        NONE = "none", _("không dùng hình")
        MESH = "mesh", _("hình giữa các máy, không quá bốn điểm cầu")
        SERVER = "server", _("hình qua máy chủ của cơ quan")
        LINK = "link", _("phòng họp hình có sẵn của cơ quan")

    FLOW: Flow = {
        "call": (("preparing",), "called"),
        "open": (("called",), "open"),
        "close": (("open",), "closed"),
        "cancel": (("preparing", "called"), "cancelled"),
    }

    code = models.CharField(max_length=32, unique=True)
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    regulations = models.ManyToManyField(Regulation, related_name="conferences")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="conferences")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="conferences")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place_vi = models.CharField(max_length=200)
    chair = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    deputies = models.ManyToManyField(Post, related_name="+", help_text=_("Được thay chủ trì khi cần."))
    secretary = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    quorum = models.CharField(max_length=12, choices=Quorum, default=Quorum.MAJORITY)
    speech_seconds = models.PositiveSmallIntegerField(default=300)
    video = models.CharField(max_length=8, choices=Video, default=Video.NONE)
    video_link = models.CharField(max_length=300, blank=True)
    is_recorded = models.BooleanField(default=False)
    edition = models.ForeignKey(Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="conferences")
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by")
    state = models.CharField(max_length=10, choices=State, default=State.PREPARING)
    created_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    last_seq = models.PositiveIntegerField(default=0, help_text=_("Số của mục cuối trong nhật ký hội nghị."))
    log_hash = models.CharField(max_length=64, blank=True, help_text=_("Dấu của mục cuối trong nhật ký hội nghị."))
    invitation = models.ForeignKey(Issued, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    notice = models.ForeignKey(Issued, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    communique = models.ForeignKey(Issued, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="conferences_ends_after_start"),
            models.CheckConstraint(
                condition=~Q(video="link") | ~Q(video_link=""), name="conferences_video_link_is_named"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["preparing", "called", "cancelled"], opened_at__isnull=True)
                | Q(state__in=["open", "closed"], opened_at__isnull=False),
                name="conferences_opened_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) | ~Q(state="closed") & Q(closed_at__isnull=True),
                name="conferences_closed_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancel_reason=""), name="conferences_cancelled_why"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.title_en if get_language() == "en" and self.title_en else self.title_vi

    @property
    def journal_subject(self) -> str:
        return f"{self.code} {self.title_vi}"


class Site(models.Model):
    """A room that takes part, with one shared computer at which `contact` is signed in (điểm cầu)."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="sites")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name_vi = models.CharField(max_length=160)
    room_vi = models.CharField(max_length=200, blank=True)
    is_host = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField()
    contact = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "unit"], name="conferences_a_site_once"),
            models.UniqueConstraint(fields=["conference", "contact"], name="conferences_a_contact_at_one_site"),
            models.UniqueConstraint(fields=["conference"], condition=Q(is_host=True), name="conferences_one_host_site"),
        ]

    def __str__(self) -> str:
        return self.name_vi

    @property
    def journal_subject(self) -> str:
        return self.name_vi


class Delegate(models.Model):
    """A seat at a site: the post invited, what it answered, and who sits there if not its holder.

    `label` is the post as of the day it was invited. `precedence` orders the seats of a site (documents of the trade
    give the order of posts as data). A post has one seat in a conference, wherever.
    """

    class Reply(models.TextChoices):
        INVITED = "invited", _("chưa trả lời")
        COMES = "comes", _("dự")
        DELEGATED = "delegated", _("cử người thay")
        ABSENT = "absent", _("vắng có phép")

    FLOW: Flow = {
        "come": (("invited", "delegated", "absent"), "comes"),
        "delegate": (("invited", "comes", "delegated", "absent"), "delegated"),
        "be_absent": (("invited", "comes", "delegated"), "absent"),
    }

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="delegates")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="delegates")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="seats")
    label = models.CharField(max_length=300)
    precedence = models.PositiveSmallIntegerField(default=100)
    votes = models.BooleanField(default=True, help_text=_("Có quyền biểu quyết."))
    state = models.CharField(max_length=10, choices=Reply, default=Reply.INVITED)
    substitute = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="seats_filled")
    substitute_label = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    pin_issue = models.PositiveSmallIntegerField(default=1, help_text=_("Lần cấp mã biểu quyết."))

    class Meta:
        ordering = ["site__order", "precedence", "id"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "post"], name="conferences_a_post_has_one_seat"),
            models.UniqueConstraint(
                fields=["conference", "substitute"], name="conferences_a_substitute_fills_one_seat"
            ),
            models.CheckConstraint(
                condition=Q(state="delegated", substitute__isnull=False)
                | ~Q(state="delegated") & Q(substitute__isnull=True),
                name="conferences_delegated_names_who",
            ),
            models.CheckConstraint(condition=~Q(state="absent") | ~Q(reason=""), name="conferences_absent_says_why"),
        ]

    def __str__(self) -> str:
        return self.substitute_label or self.label

    @property
    def journal_subject(self) -> str:
        return self.label


class AgendaItem(models.Model):
    """A point of the agenda, in order, with its minutes; `speaker` leads it."""

    class Kind(models.TextChoices):
        OPENING = "opening", _("khai mạc")
        FOLLOW_UP = "follow_up", _("kết luận lần trước chưa xong")
        REPORT = "report", _("báo cáo")
        SPEECH = "speech", _("tham luận")
        DISCUSSION = "discussion", _("thảo luận")
        VOTE = "vote", _("biểu quyết")
        CONCLUSION = "conclusion", _("kết luận")
        CLOSING = "closing", _("bế mạc")

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.DISCUSSION)
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    minutes = models.PositiveSmallIntegerField()
    speaker = models.ForeignKey(Delegate, null=True, blank=True, on_delete=models.PROTECT, related_name="leads")

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=1), name="conferences_an_item_takes_time"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.title_en if get_language() == "en" and self.title_en else self.title_vi


class Speech(models.Model):
    """A speech registered for an item before the conference (tham luận); it has its place in the queue."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="speeches")
    delegate = models.ForeignKey(Delegate, on_delete=models.PROTECT, related_name="speeches")
    title_vi = models.CharField(max_length=300)
    file = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["item", "delegate"], name="conferences_a_speech_once")]


class Paper(models.Model):
    """A paper of the conference: a file, or the draft of the annual report, whose figures live until it is issued."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="papers")
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="papers")
    order = models.PositiveSmallIntegerField()
    title_vi = models.CharField(max_length=300)
    file = models.ForeignKey(File, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    pages = models.PositiveSmallIntegerField(default=0, help_text=_("Số trang; 0 khi không rõ."))
    comments_until = models.DateTimeField(null=True, blank=True)
    added_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    taken_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False, edition__isnull=True) | Q(file__isnull=True, edition__isnull=False),
                name="conferences_a_paper_is_a_file_or_the_draft",
            )
        ]

    def __str__(self) -> str:
        return self.title_vi

    @property
    def journal_subject(self) -> str:
        return self.title_vi


class Reading(models.Model):
    """That a seat's holder (or who fills it) opened a paper for the first time."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="readings")
    delegate = models.ForeignKey(Delegate, on_delete=models.PROTECT, related_name="readings")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "delegate"], name="conferences_first_reading_once")]


class Comment(models.Model):
    """What a seat's holder says of a paper within its window; never changed, a further one follows."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="comments")
    delegate = models.ForeignKey(Delegate, on_delete=models.PROTECT, related_name="comments")
    page = models.PositiveSmallIntegerField(default=0)
    text = models.TextField()
    answer = models.TextField(blank=True)
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answered_by = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]


class LineTest(models.Model):
    """What a site's computer measured: camera, sound, kbit/s both ways, delay and clock in milliseconds, browser.

    `tier` and `faults` follow from the rest by formulas.lines; the last test of a site counts. `by_hand`: said by the
    contact without measuring. `key` is made by who sends: the same key again adds nothing.
    """

    class Tier(models.TextChoices):
        VIDEO = "video", _("hình và tiếng")
        AUDIO = "audio", _("tiếng và tài liệu")
        DATA = "data", _("chỉ dữ liệu")

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="tests")
    has_camera = models.BooleanField()
    has_sound = models.BooleanField()
    down_kbps = models.PositiveIntegerField()
    up_kbps = models.PositiveIntegerField()
    delay_ms = models.PositiveIntegerField()
    clock_ms = models.IntegerField(help_text=_("Đồng hồ máy nhanh hơn máy chủ bao nhiêu mi-li-giây; âm là chậm."))
    browser = models.CharField(max_length=200)
    can_video = models.BooleanField()
    tier = models.CharField(max_length=6, choices=Tier)
    faults = models.JSONField(default=list)
    by_hand = models.BooleanField(default=False)
    key = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["site", "key"], condition=~Q(key=""), name="conferences_a_line_test_once"),
        ]
