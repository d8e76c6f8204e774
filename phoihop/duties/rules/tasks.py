"""Who sees which tasks, who may give them and to whom, and what must hold of them first."""

import datetime
from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.errors import Reason
from phoihop.base.numbers import format_date
from phoihop.base.text import nfc
from phoihop.documents.gate import check_text
from phoihop.duties.models import Assignment, Directive, Duty, Occurrence, Period, Regulation, Task
from phoihop.duties.rules.origins import why_not_from
from phoihop.orgs.models import Post
from phoihop.orgs.queries import Tree, belonging, branch_through_time, held, last_name, successors_on, tree
from phoihop.orgs.roles import lacks
from phoihop.orgs.rules import why_not_manage


def visible_assignments(post: Post) -> "QuerySet[Assignment]":
    """Shares of units that stood in the post's branch on the day they were given, and those its unit accepts.

    A share given to a unit before the unit came to be counts by where the unit first stood.
    """
    rows = Assignment.objects.all()
    if not post.can("task.read"):
        return rows.none()
    unit_id = post.body.unit_id
    return rows.filter(belonging(unit_id, "unit_id", "assigned_on") | Q(to_unit_id=unit_id))


def sees(post: Post, share: Assignment) -> bool:
    """`visible_assignments` of one share in hand."""
    unit_id = post.body.unit_id
    held_then = held(branch_through_time(unit_id), share.unit_id, share.assigned_on)
    return post.can("task.read") and (share.to_unit_id == unit_id or held_then)


def sees_occurrence(post: Post, report: Occurrence) -> bool:
    """Reports are seen from above by the tree of their period's last day. Needs the period loaded."""
    spans = branch_through_time(post.body.unit_id)
    return post.can("report.read") and held(spans, report.unit_id, report.period.ends_on)


def visible_tasks(post: Post) -> "QuerySet[Task]":
    """Tasks the post's unit gave, and those in which it sees somebody's share."""
    if not post.can("task.read"):
        return Task.objects.none()
    return Task.objects.filter(Q(unit_id=post.body.unit_id) | Q(pk__in=visible_assignments(post).values("task_id")))


def why_not_assign(by: Post | None) -> list[Reason]:
    """`by` None is the program itself."""
    return why_not_manage(by, "task.assign")


def why_not_record_paper(
    by: Post | None, *, title: str, number: str, issued_on: datetime.date, received_on: datetime.date | None = None
) -> list[Reason]:
    """A programme or a directive: needs its title, number and days in order."""
    reasons = why_not_assign(by)
    for text, field, label in ((title, "title_vi", _("Tên")), (number, "number", _("Số, ký hiệu"))):
        if not text.strip():
            reasons.append(Reason(_("%(what)s còn trống.") % {"what": label}, field))
        reasons += check_text(text, field, label)
    if received_on is not None and received_on < issued_on:
        say = _("Ngày nhận đứng trước ngày ban hành %(day)s.") % {"day": format_date(issued_on)}
        reasons.append(Reason(say, "received_on"))
    return reasons


def why_not_add_programme(
    by: Post | None, regulation: Regulation, period: Period, *, title: str, number: str, issued_on: datetime.date
) -> list[Reason]:
    """One programme a regulation and year."""
    reasons = why_not_record_paper(by, title=title, number=number, issued_on=issued_on)
    if regulation.programmes.filter(period=period).exists():
        reasons.append(Reason(_("%(period)s đã có chương trình công tác.") % {"period": period}, "period"))
    return reasons


def why_not_add_directive(
    by: Post | None,
    *,
    title: str,
    number: str,
    issuer: str,
    issued_on: datetime.date,
    received_on: datetime.date,
) -> list[Reason]:
    """A paper is recorded once."""
    reasons = why_not_record_paper(by, title=title, number=number, issued_on=issued_on, received_on=received_on)
    if not issuer.strip():
        reasons.append(Reason(_("Cơ quan ban hành còn trống."), "issuer"))
    if Directive.objects.filter(number=nfc(number), issuer=nfc(issuer), issued_on=issued_on).exists():
        reasons.append(Reason(_("Văn bản %(number)s đã có trong sổ.") % {"number": number}, "number"))
    return reasons + check_text(issuer, "issuer", _("Cơ quan ban hành"))


BY_PERSON = ("other", "programme", "directive", "conclusion", "finding", "direction")
"""Those that a person chooses; the others are given in the rooms they come from."""
ROOM = {"code": 48, "title_vi": 300, "title_en": 300, "product_vi": 300}
"""So many letters there is room for."""
BY_HAND = frozenset(Task.Kind.values) - {Task.Kind.DUTY}
"""Kinds of tasks that a person or another room gives; those of duties follow from the regulation by its plan."""


@dataclass(frozen=True, kw_only=True)
class NewTask:
    """A task as it is to be given. `starts_on` None is today (or the due day when that is earlier)."""

    code: str
    title_vi: str
    period: Period
    due_on: datetime.date
    starts_on: datetime.date | None = None
    kind: str = Task.Kind.OTHER
    title_en: str = ""
    product_vi: str = ""
    product_en: str = ""
    regulation: Regulation | None = None
    origin: models.Model | None = None
    is_priority: bool = False
    both_accept: bool = False
    is_checked: bool = False
    needs_evidence: bool = True

    @property
    def first_day(self) -> datetime.date:
        return self.starts_on or min(clock.today(), self.due_on)


def why_not_assign_so(
    by: Post | None, task: NewTask, *, leads: Collection[int], supports: Collection[int] = ()
) -> list[Reason]:
    """A task with the units that lead and support; every unit must stand on the due day, in the giver's branch."""
    return why_not_assign_all(by, [Giving(task, tuple(leads), tuple(supports))])[0]


@dataclass(frozen=True)
class Giving:
    """A task with whom it is to be given to: keys of units."""

    task: NewTask
    leads: tuple[int, ...]
    supports: tuple[int, ...] = ()


def why_not_assign_all(by: Post | None, givings: Sequence[Giving]) -> list[list[Reason]]:
    """Why not each of many tasks, in their order. Statements grow with the days they are due on, not with the tasks."""
    codes = [nfc(one.task.code) for one in givings]
    taken = set(Task.objects.filter(code__in=codes).values_list("code", flat=True))
    days = {day: tree(day) for day in {one.task.due_on for one in givings}}
    lacking = why_not_assign(by)
    return [lacking + _wrong_giving(by, one, taken, days[one.task.due_on]) for one in givings]


def _wrong_giving(by: Post | None, giving: Giving, taken: AbstractSet[str], day: Tree) -> list[Reason]:
    reasons = why_not_from(giving.task.origin) + _wrong_words(giving.task, taken) + _wrong_days(giving.task)
    if not giving.leads:
        reasons.append(Reason(_("Chưa chọn đơn vị chủ trì. Chọn ít nhất một đơn vị."), "leads"))
    if both := set(giving.leads) & set(giving.supports):
        names = ", ".join(sorted(day.name(unit_id) or last_name(unit_id) for unit_id in both))
        reasons.append(Reason(_("%(units)s vừa chủ trì vừa phối hợp. Chọn một.") % {"units": names}, "supports"))
    reasons += _wrong_units(by, giving.leads, day, "leads")
    return reasons + _wrong_units(by, [one for one in giving.supports if one not in giving.leads], day, "supports")


def why_not_units(by: Post | None, unit_ids: Iterable[int], on: datetime.date) -> list[Reason]:
    """Each unit must stand in the tree of that day, in the giver's branch; one that ended is named with its heir."""
    return _wrong_units(by, unit_ids, tree(on), "leads")


def _wrong_units(by: Post | None, unit_ids: Iterable[int], day: Tree, field: str) -> list[Reason]:
    reasons = []
    for unit_id in dict.fromkeys(unit_ids):
        if day.get(unit_id) is None:
            reasons.append(Reason(_not_there(unit_id, day.on), field))
        elif by is not None and not day.is_within(unit_id, by.body.unit_id):
            say = _("%(unit)s không thuộc nhánh của đơn vị giao việc. Chọn đơn vị trực thuộc.")
            reasons.append(Reason(say % {"unit": day.name(unit_id)}, field))
    return reasons


def _not_there(unit_id: int, on: datetime.date) -> str:
    words = {"unit": last_name(unit_id) or _("Đơn vị này"), "day": format_date(on)}
    heirs = ", ".join(version.name_vi for version in successors_on(unit_id, on))
    if heirs:
        say = _("%(unit)s không còn vào ngày %(day)s, đã nhập vào %(heirs)s. Giao cho đơn vị mới.")
        return say % {**words, "heirs": heirs}
    return _("%(unit)s không có vào ngày %(day)s. Chọn đơn vị khác hoặc hạn khác.") % words


def unit_name(unit_id: int, on: datetime.date) -> str:
    """The unit's name on that day, or its last one."""
    return tree(on).name(unit_id) or last_name(unit_id)


def _wrong_words(task: NewTask, taken: AbstractSet[str]) -> list[Reason]:
    reasons = _too_long(task)
    if task.kind not in BY_HAND:
        say = _("Loại việc này không giao bằng tay: việc theo nghĩa vụ của quy chế giao bằng kế hoạch năm.")
        reasons.append(Reason(say, "kind"))
    if not task.code.strip():
        reasons.append(Reason(_("Mã việc còn trống. Ví dụ NV-2021-01."), "code"))
    elif nfc(task.code) in taken:
        reasons.append(Reason(_("Đã có việc mang mã %(code)s. Chọn mã khác.") % {"code": task.code}, "code"))
    if not task.title_vi.strip():
        reasons.append(Reason(_("Nội dung việc còn trống."), "title_vi"))
    reasons += check_text(task.code, "code", _("Mã việc"))
    reasons += check_text(task.title_vi, "title_vi", _("Nội dung việc"))
    return reasons + check_text(task.product_vi, "product_vi", _("Sản phẩm"))


def _too_long(task: NewTask) -> list[Reason]:
    """What is written, where it is longer than there is room for."""
    written = (
        ("code", _("Mã việc"), task.code),
        ("title_vi", _("Nội dung việc"), task.title_vi),
        ("title_en", _("Nội dung tiếng Anh"), task.title_en),
        ("product_vi", _("Sản phẩm"), task.product_vi),
    )
    say = _("%(what)s dài %(n)s chữ, tối đa %(most)s. Rút gọn lại.")
    return [
        Reason(say % {"what": label, "n": len(text), "most": ROOM[field]}, field)
        for field, label, text in written
        if len(text) > ROOM[field]
    ]


def _wrong_days(task: NewTask) -> list[Reason]:
    reasons, period = [], task.period
    if task.due_on < task.first_day:
        reasons.append(Reason(_("Hạn đứng trước ngày bắt đầu. Sửa một trong hai ngày."), "due_on"))
    if task.due_on < period.starts_on:
        say = _("Hạn đứng trước kỳ %(period)s (từ %(day)s). Chọn hạn hoặc kỳ khác.")
        reasons.append(Reason(say % {"period": period, "day": format_date(period.starts_on)}, "due_on"))
    return reasons + past_term(task.regulation, task.due_on, "due_on")


def past_term(regulation: Regulation | None, day: datetime.date, field: str) -> list[Reason]:
    """No work of a regulation can be due after its term."""
    if regulation is None or day <= regulation.term_to:
        return []
    say = _("Ngày %(day)s vượt quá nhiệm kỳ của quy chế (đến %(last)s). Chọn ngày trong nhiệm kỳ.")
    return [Reason(say % {"day": format_date(day), "last": format_date(regulation.term_to)}, field)]


def why_not_withdraw_task(by: Post | None, task: Task, reason: str) -> list[Reason]:
    """Whoever's unit gave the task takes it back as a whole, with a reason; what is closed stays closed."""
    reasons = why_not_assign(by)
    if by is not None and by.body.unit_id != task.unit_id:
        reasons.append(Reason(_("Chỉ đơn vị giao việc mới rút được việc này.")))
    if task.withdrawn_at:
        reasons.append(Reason(_("Việc này đã được rút trước đó.")))
    if not reason.strip():
        reasons.append(Reason(_("Ghi lý do rút việc, để các đơn vị biết."), "reason"))
    return reasons + check_text(reason, "reason", _("Lý do"))


def why_not_set_terms(by: Post | None, duty: Duty, *, valid_from: datetime.date, due_days: int | None) -> list[Reason]:
    """New terms of a duty start after those on record and within its validity."""
    reasons = why_not_manage(by, "regulation.write")
    last = duty.terms.order_by("-valid_from").first()
    if last is not None and valid_from <= last.valid_from:
        say = _("Thời hạn hiện nay tính từ %(day)s. Chọn ngày sau ngày đó.")
        reasons.append(Reason(say % {"day": format_date(last.valid_from)}, "valid_from"))
    if not duty.valid_from <= valid_from <= duty.valid_to:
        reasons.append(Reason(_("Ngày áp dụng phải nằm trong thời gian nghĩa vụ có hiệu lực."), "valid_from"))
    if due_days is not None and not 1 <= due_days <= 250:
        reasons.append(Reason(_("Số ngày làm việc phải từ 1 đến 250."), "due_days"))
    return reasons


def why_not_apply_plan(
    by: Post | None, *, shown: str, now: str, touched: AbstractSet[int] = frozenset()
) -> list[Reason]:
    """A plan is applied as it was shown: `shown` and `now` are its marks (queries.Plan.mark).

    `touched`: every unit it names (queries.Plan.touched); all stand, or stood, in the branch of who applies it.
    """
    reasons = why_not_assign(by)
    if by is not None and not reasons:
        branch = {unit_id for span in branch_through_time(by.body.unit_id) for unit_id in span.unit_ids}
        if not touched <= branch:
            say = _("Kế hoạch giao việc cho cả đơn vị ngoài nhánh của mình. Đề nghị thư ký quy chế áp dụng.")
            reasons.append(Reason(say))
    if shown != now:
        say = _("Kế hoạch đã đổi từ lúc xem. Xem lại bảng thêm, đổi, rút rồi áp dụng.")
        reasons.append(Reason(say))
    return reasons


def not_at(by: Post | None, unit_id: int, capability: str, say: str) -> list[Reason]:
    """Why the post does not act for exactly this unit with the capability; `say` is the sentence for another unit."""
    if by is None:
        return []
    if not by.can(capability):
        return [lacks(capability)]
    return [] if by.body.unit_id == unit_id else [Reason(say)]
