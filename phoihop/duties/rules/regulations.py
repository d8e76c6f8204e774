"""Who may set up regulations, duties and periods, and what must hold of them first."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from phoihop.base.errors import Reason
from phoihop.base.numbers import format_date
from phoihop.documents.gate import check_text
from phoihop.duties.calendar import working_days_between
from phoihop.duties.models import Article, ArticleVersion, ClauseWaiver, Duty, Period, Regulation
from phoihop.orgs.models import Post
from phoihop.orgs.rules import why_not_manage


def why_not_write(by: Post | None) -> list[Reason]:
    """`by` None is the program itself: a command on the machine, or the demonstration."""
    return why_not_manage(by, "regulation.write")


def why_not_add_regulation(
    by: Post | None, *, code: str, term_from: datetime.date, term_to: datetime.date
) -> list[Reason]:
    reasons = why_not_write(by)
    if term_to < term_from:
        reasons.append(Reason(_("Nhiệm kỳ kết thúc trước khi bắt đầu."), "term_to"))
    if Regulation.objects.filter(code=code).exists():
        reasons.append(Reason(_("Đã có quy chế mang mã %(code)s. Chọn mã khác.") % {"code": code}, "code"))
    return reasons


def why_not_add_article(
    by: Post | None, *, regulation: Regulation, parent: Article | None, kind: str, number: str, text: str
) -> list[Reason]:
    reasons = why_not_write(by)
    if kind not in Article.Kind.values:
        reasons.append(Reason(_("Chọn chương, điều, khoản hoặc điểm."), "kind"))
    elif parent is not None and _rank(kind) <= _rank(parent.kind):
        say = _("%(kind)s không đứng dưới %(parent)s được. Chọn mục cấp trên khác.")
        words = {"kind": Article.Kind(kind).label, "parent": Article.Kind(parent.kind).label}
        reasons.append(Reason(say % words, "parent"))
    if parent is not None and parent.regulation_id != regulation.pk:
        reasons.append(Reason(_("Mục cấp trên thuộc quy chế khác."), "parent"))
    if not number.strip():
        reasons.append(Reason(_("Số của mục còn trống. Nhập số, ví dụ 5 hoặc b."), "number"))
    elif regulation.articles.filter(parent=parent, kind=kind, number=number.strip()).exists():
        say = _("Ở chỗ này đã có %(kind)s %(number)s.") % {"kind": Article.Kind(kind).label, "number": number}
        reasons.append(Reason(say, "number"))
    return reasons + _wrong_text(text)


def why_not_reword(
    by: Post | None, *, last: ArticleVersion | None, text: str, valid_from: datetime.date | None
) -> list[Reason]:
    """`last` is the latest wording on record; a new one starts after the day on which that one started."""
    reasons = why_not_write(by) + _wrong_text(text)
    if valid_from is None:
        reasons.append(Reason(_("Nhập ngày câu chữ mới có hiệu lực."), "valid_from"))
    elif last is not None and valid_from <= last.valid_from:
        say = _("Câu chữ hiện nay có hiệu lực từ %(day)s. Chọn ngày sau ngày đó.")
        reasons.append(Reason(say % {"day": format_date(last.valid_from)}, "valid_from"))
    return reasons


def why_not_waive_clause(by: Post | None, article: Article, *, reason: str) -> list[Reason]:
    """A clause that gives rise to duties needs no waiver; one is enough."""
    reasons = why_not_write(by)
    if article.duties.exists():
        reasons.append(Reason(_("Mục này đã sinh nghĩa vụ, không cần miễn.")))
    if ClauseWaiver.objects.filter(article=article).exists():
        reasons.append(Reason(_("Mục này đã được ghi là không sinh nghĩa vụ.")))
    if not reason.strip():
        reasons.append(Reason(_("Ghi vì sao mục này không sinh nghĩa vụ."), "reason"))
    return reasons + check_text(reason, "reason", _("Lý do"))


def why_not_add_duty(
    by: Post | None, *, code: str, title: str, valid_from: datetime.date, valid_to: datetime.date
) -> list[Reason]:
    reasons = why_not_write(by)
    if not code.strip():
        reasons.append(Reason(_("Mã nghĩa vụ còn trống."), "code"))
    elif Duty.objects.filter(code=code).exists():
        reasons.append(Reason(_("Đã có nghĩa vụ mang mã %(code)s. Chọn mã khác.") % {"code": code}, "code"))
    if not title.strip():
        reasons.append(Reason(_("Nội dung nghĩa vụ còn trống."), "title_vi"))
    reasons += check_text(title, "title_vi", _("Nội dung nghĩa vụ"))
    if valid_to < valid_from:
        reasons.append(Reason(_("Ngày hết hiệu lực đứng trước ngày bắt đầu."), "valid_to"))
    return reasons


def why_not_end_duty(by: Post | None, *, duty: Duty, last_day: datetime.date) -> list[Reason]:
    reasons = why_not_write(by)
    if not duty.valid_from <= last_day <= duty.valid_to:
        reasons.append(Reason(_("Ngày cuối phải nằm trong thời gian nghĩa vụ có hiệu lực."), "last_day"))
    return reasons


def why_not_add_period(by: Post | None, *, facts: Mapping[str, Any], dues: Mapping[str, datetime.date]) -> list[Reason]:
    """`facts` as in Period: label, kind, starts_on, ends_on, opens_on. One working day at least to the due day."""
    reasons = why_not_write(by)
    if Period.objects.filter(label=facts["label"]).exists():
        reasons.append(Reason(_("Đã có kỳ %(label)s.") % {"label": facts["label"]}, "label"))
    if facts["ends_on"] < facts["starts_on"]:
        reasons.append(Reason(_("Ngày chốt đứng trước ngày đầu kỳ."), "ends_on"))
    reasons += _overlaps(facts)
    for level, due_on in dues.items():
        reasons += _due_too_early(level, due_on, facts["ends_on"])
    return reasons


def _overlaps(facts: Mapping[str, Any]) -> list[Reason]:
    """Periods of a kind follow one another: no day belongs to two of them. Ad hoc ones may lie anywhere."""
    if facts["kind"] == Period.Kind.AD_HOC:
        return []
    same = Period.objects.filter(kind=facts["kind"], starts_on__lte=facts["ends_on"], ends_on__gte=facts["starts_on"])
    other = same.exclude(label=facts["label"]).order_by("starts_on").first()
    if other is None:
        return []
    say = _("Kỳ này trùng ngày với %(other)s (%(first)s – %(last)s). Sửa ngày đầu hoặc ngày chốt.")
    words = {"other": other, "first": format_date(other.starts_on), "last": format_date(other.ends_on)}
    return [Reason(say % words, "starts_on")]


def why_not_set_due(by: Post | None, *, period: Period, level: str, due_on: datetime.date) -> list[Reason]:
    return why_not_write(by) + _due_too_early(level, due_on, period.ends_on)


def _due_too_early(level: str, due_on: datetime.date, ends_on: datetime.date) -> list[Reason]:
    if working_days_between(ends_on, due_on) >= 1:
        return []
    say = _("Hạn gửi phải sau ngày chốt số liệu (%(day)s) ít nhất 1 ngày làm việc.") % {"day": format_date(ends_on)}
    return [Reason(say, f"due_{level}")]


def _wrong_text(text: str) -> list[Reason]:
    if not text.strip():
        return [Reason(_("Câu chữ còn trống."), "text_vi")]
    return check_text(text, "text_vi", _("Câu chữ"))


def _rank(kind: str) -> int:
    return Article.Kind.values.index(kind)
