"""What the verbs of this room are called in the log, and who is told of which."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.journal.models import Entry
from phoihop.journal.registry import name_verbs, tells
from phoihop.orgs.queries import posts_at, tree
from phoihop.reporting.models import Report

name_verbs(
    {
        "reporting.add_rule": gettext_lazy("đặt quy tắc của chỉ tiêu"),
        "reporting.add_form": gettext_lazy("đặt mẫu báo cáo"),
        "report.opened": gettext_lazy("mở báo cáo của kỳ"),
        "report.saved": gettext_lazy("lưu số liệu vào bản nháp"),
        "report.loaded": gettext_lazy("nạp số liệu từ tệp"),
        "report.attached": gettext_lazy("đính kèm tệp"),
        "report.detached": gettext_lazy("gỡ tệp đính kèm"),
        "report.submitted": gettext_lazy("gửi báo cáo"),
        "report.withdrawn": gettext_lazy("rút báo cáo"),
        "report.accepted": gettext_lazy("nhận báo cáo"),
        "report.returned": gettext_lazy("trả lại báo cáo"),
        "report.reopened": gettext_lazy("mở đính chính báo cáo"),
        "period.locked": gettext_lazy("khoá kỳ"),
        "period.excepted": gettext_lazy("cho một đơn vị mở lại kỳ đã khoá"),
    }
)


def _page(entry: Entry) -> str:
    return reverse("reporting:report", args=[entry.subject_id])


def _list(entry: Entry) -> str:
    return reverse("reporting:reports")


def _opened(entry: Entry) -> str:
    year, month, day = str(entry.facts.get("due_on", "")).split("-")
    return _("Có báo cáo phải nộp: %(what)s, hạn %(day)s.") % {
        "what": entry.subject_label,
        "day": f"{day}/{month}/{year}",
    }


def _submitted(entry: Entry) -> str:
    return _("Chờ duyệt: %(what)s.") % {"what": entry.subject_label}


def _accepted(entry: Entry) -> str:
    return _("Đã được nhận: %(what)s.") % {"what": entry.subject_label}


def _returned(entry: Entry) -> str:
    return _("Bị trả lại: %(what)s. Lý do: %(why)s") % {
        "what": entry.subject_label,
        "why": entry.facts.get("remark", ""),
    }


def _reopened(entry: Entry) -> str:
    return _("Đang đính chính: %(what)s. Lý do: %(why)s") % {
        "what": entry.subject_label,
        "why": entry.facts.get("reason", ""),
    }


def _excepted(entry: Entry) -> str:
    year, month, day = str(entry.facts.get("until", "")).split("-")
    return _("%(period)s được mở lại cho đơn vị đến hết ngày %(day)s.") % {
        "period": entry.subject_label,
        "day": f"{day}/{month}/{year}",
    }


@tells("report.opened", words=_opened, address=_list)
def who_owes(entry: Entry, about: Any) -> Iterable[int]:
    """The clerks of the units that now owe a report."""
    return [post.pk for post in posts_at(entry.facts["units"], "report.write")]


@tells("report.submitted", words=_submitted, address=_page)
def who_decides(entry: Entry, about: Report) -> Iterable[int]:
    """Those at the unit directly above who may accept."""
    above = tree(about.period.ends_on).superior(about.unit_id)
    return [post.pk for post in posts_at([above.unit_id], "report.accept")] if above else []


@tells("report.accepted", words=_accepted, address=_page)
def who_sent_what_is_accepted(entry: Entry, about: Report) -> Iterable[int]:
    return _sender(about)


@tells("report.returned", words=_returned, address=_page)
def who_sent_what_is_returned(entry: Entry, about: Report) -> Iterable[int]:
    return _sender(about)


@tells("report.reopened", words=_reopened, address=_page)
def who_sent_what_is_corrected(entry: Entry, about: Report) -> Iterable[int]:
    return _sender(about)


@tells("period.excepted", words=_excepted, address=_list)
def who_may_go_on(entry: Entry, about: Any) -> Iterable[int]:
    return [post.pk for post in posts_at([entry.facts["unit"]], "report.write")]


def _sender(report: Report) -> list[int]:
    return [report.submitted_by_id] if report.submitted_by_id else []
