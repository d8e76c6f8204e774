"""What this room's verbs are called in the log, and who is told of which. What falls due stands on desks by itself."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from phoihop.base.numbers import format_date, parse_date
from phoihop.duties.models import Assignment, Campaign, Situation, Task
from phoihop.duties.papers import reminders as papers
from phoihop.journal.models import Entry
from phoihop.journal.registry import name_verbs, tells
from phoihop.orgs.queries import posts_at, superior

name_verbs(
    {
        "duties.add_regulation": gettext_lazy("thêm quy chế"),
        "duties.add_article": gettext_lazy("thêm điều khoản"),
        "duties.reword_article": gettext_lazy("sửa câu chữ điều khoản"),
        "duties.waive_clause": gettext_lazy("ghi điều khoản không sinh nghĩa vụ"),
        "duties.add_duty": gettext_lazy("thêm nghĩa vụ"),
        "duties.end_duty": gettext_lazy("kết thúc nghĩa vụ"),
        "duties.set_terms": gettext_lazy("đặt thời hạn của nghĩa vụ"),
        "duties.add_period": gettext_lazy("thêm kỳ báo cáo"),
        "duties.set_due": gettext_lazy("đổi hạn gửi"),
        "duties.open_occurrences": gettext_lazy("mở nghĩa vụ đến kỳ"),
        "task.planned": gettext_lazy("áp dụng kế hoạch sinh việc từ quy chế"),
        "task.programme": gettext_lazy("ghi chương trình công tác năm"),
        "task.directive": gettext_lazy("ghi văn bản chỉ đạo của cấp trên"),
        "task.assigned": gettext_lazy("giao việc"),
        "task.loaded": gettext_lazy("nạp việc từ tệp"),
        "task.assigned_by_file": gettext_lazy("giao việc theo tệp"),
        "task.withdrawn": gettext_lazy("rút việc"),
        "task.share_withdrawn": gettext_lazy("rút phần việc của một đơn vị"),
        "task.due_moved": gettext_lazy("đổi hạn"),
        "task.passed_on": gettext_lazy("chuyển việc sang đơn vị mới"),
        "task.progress": gettext_lazy("báo tiến độ"),
        "task.evidence": gettext_lazy("thêm minh chứng của việc"),
        "task.evidence_off": gettext_lazy("rút minh chứng của việc"),
        "task.submitted": gettext_lazy("nộp kết quả"),
        "task.taken_back": gettext_lazy("rút lại kết quả"),
        "task.asked": gettext_lazy("hỏi về việc được giao"),
        "task.answered": gettext_lazy("trả lời câu hỏi"),
        "task.extension_asked": gettext_lazy("xin gia hạn"),
        "task.extension_granted": gettext_lazy("cho gia hạn"),
        "task.extension_refused": gettext_lazy("không cho gia hạn"),
        "task.key_turned": gettext_lazy("một bên nhận kết quả"),
        "task.accepted": gettext_lazy("nhận kết quả, việc đã xong"),
        "task.returned": gettext_lazy("trả lại kết quả"),
        "task.dropped": gettext_lazy("kết thúc việc vì lý do khác"),
        "task.board_opened": gettext_lazy("mở bảng so sánh các đơn vị"),
        "task.board_closed": gettext_lazy("đóng bảng so sánh các đơn vị"),
        "task.disagreed": gettext_lazy("ghi hai bên chưa thống nhất"),
        "task.reminded": gettext_lazy("nhắc việc theo thang"),
        "task.chased": gettext_lazy("nhắc việc ngay"),
        "campaign.planned": gettext_lazy("lập kế hoạch đợt"),
        "campaign.slots_set": gettext_lazy("đổi khung giờ của đợt"),
        "campaign.started": gettext_lazy("bắt đầu đợt"),
        "campaign.reported": gettext_lazy("báo tình hình trong đợt"),
        "campaign.trouble": gettext_lazy("báo có sự việc trong đợt"),
        "campaign.closed": gettext_lazy("kết thúc đợt"),
    }
)


def _share(entry: Entry) -> str:
    return reverse("tasks:share", args=[entry.subject_id])


def _list(entry: Entry) -> str:
    return reverse("tasks:list")


def _about(words: Any) -> Any:
    """The words of a notice about one share, with what its entry says."""

    def said(entry: Entry) -> str:
        remark = entry.facts.get("remark") or entry.facts.get("reason") or ""
        return str(words) % {"what": entry.subject_label, "why": remark}

    return said


def _doers(share: Assignment) -> list[int]:
    return [post.pk for post in posts_at([share.unit_id], "task.write")]


def _acceptors(share: Assignment) -> list[int]:
    return [post.pk for post in posts_at([share.to_unit_id], "task.accept")]


def _given(entry: Entry) -> str:
    return _("Việc mới được giao: %(what)s.") % {"what": entry.subject_label}


def _planned(entry: Entry) -> str:
    n = int(entry.facts.get("added", 0))
    words = ngettext("Quy chế giao thêm %(n)s phần việc của năm.", "Quy chế giao thêm %(n)s phần việc của năm.", n)
    return words % {"n": n}


@tells("task.assigned", words=_given, address=_list)
def who_must_do(entry: Entry, about: Task) -> Iterable[int]:
    return [post.pk for post in posts_at(entry.facts["units"], "task.write")]


def _loaded(entry: Entry) -> str:
    n = int(entry.facts.get("tasks", 0))
    words = ngettext("%(n)s việc mới được giao theo tệp %(file)s.", "%(n)s việc mới được giao theo tệp %(file)s.", n)
    return words % {"n": n, "file": entry.facts.get("file", "")}


@tells("task.loaded", words=_loaded, address=_list)
def who_must_do_what_was_loaded(entry: Entry, about: Any) -> Iterable[int]:
    return [post.pk for post in posts_at(entry.facts["units"], "task.write")]


@tells("task.planned", words=_planned, address=_list)
def who_owes_the_year(entry: Entry, about: Any) -> Iterable[int]:
    return [post.pk for post in posts_at(entry.facts["units"], "task.write")]


@tells("task.withdrawn", words=_about(gettext_lazy("Việc đã được rút: %(what)s. Lý do: %(why)s")), address=_list)
def who_need_not(entry: Entry, about: Task) -> Iterable[int]:
    return [post.pk for post in posts_at(entry.facts["units"], "task.write")]


@tells(
    "task.share_withdrawn",
    words=_about(gettext_lazy("Phần việc đã được rút: %(what)s. Lý do: %(why)s")),
    address=_share,
)
def who_need_not_any_more(entry: Entry, about: Assignment) -> Iterable[int]:
    return _doers(about)


def _moved(entry: Entry) -> str:
    until = format_date(parse_date(entry.facts.get("until")))
    words = _("Hạn đổi thành %(day)s: %(what)s. Lý do: %(why)s")
    return words % {"day": until, "what": entry.subject_label, "why": entry.facts.get("reason", "")}


@tells("task.due_moved", words=_moved, address=_share)
def who_has_another_day(entry: Entry, about: Assignment) -> Iterable[int]:
    return _doers(about)


@tells("task.passed_on", words=_about(gettext_lazy("Việc của đơn vị cũ chuyển sang: %(what)s.")), address=_list)
def who_takes_over(entry: Entry, about: Assignment) -> Iterable[int]:
    return [post.pk for post in posts_at(entry.facts["units"], "task.write")]


@tells("task.submitted", words=_about(gettext_lazy("Chờ nhận kết quả: %(what)s.")), address=_share)
def who_examines(entry: Entry, about: Assignment) -> Iterable[int]:
    """Whoever may turn one of the keys, on both sides where the duty is a joint one."""
    told = _acceptors(about)
    if about.task.both_accept:
        told += [post.pk for post in posts_at([about.unit_id, about.to_unit_id], "task.agree")]
    return told


@tells("task.key_turned", words=_about(gettext_lazy("Một bên đã nhận, còn chờ bên kia: %(what)s.")), address=_share)
def who_waits_for_the_other_key(entry: Entry, about: Assignment) -> Iterable[int]:
    return [*_doers(about), *who_examines(entry, about)]


@tells("task.accepted", words=_about(gettext_lazy("Đã được nhận, việc xong: %(what)s.")), address=_share)
def who_is_done(entry: Entry, about: Assignment) -> Iterable[int]:
    return _doers(about)


@tells("task.returned", words=_about(gettext_lazy("Bị trả lại: %(what)s. Lý do: %(why)s")), address=_share)
def who_mends(entry: Entry, about: Assignment) -> Iterable[int]:
    return _doers(about)


@tells("task.dropped", words=_about(gettext_lazy("Việc được kết thúc: %(what)s. Lý do: %(why)s")), address=_share)
def who_stops(entry: Entry, about: Assignment) -> Iterable[int]:
    return _doers(about)


@tells("task.disagreed", words=_about(gettext_lazy("Ghi hai bên chưa thống nhất: %(what)s.")), address=_share)
def who_disagrees(entry: Entry, about: Assignment) -> Iterable[int]:
    return [*_doers(about), *_acceptors(about)]


@tells("task.asked", words=_about(gettext_lazy("Có câu hỏi về %(what)s: %(why)s")), address=_share)
def who_answers(entry: Entry, about: Assignment) -> Iterable[int]:
    return _acceptors(about)


@tells("task.answered", words=_about(gettext_lazy("Có trả lời về %(what)s: %(why)s")), address=_share)
def who_asked(entry: Entry, about: Assignment) -> Iterable[int]:
    return _doers(about)


@tells("task.extension_asked", words=_about(gettext_lazy("Xin gia hạn: %(what)s. Lý do: %(why)s")), address=_share)
def who_grants(entry: Entry, about: Assignment) -> Iterable[int]:
    return _acceptors(about)


@tells("task.extension_granted", words=_about(gettext_lazy("Được gia hạn: %(what)s.")), address=_share)
def who_has_more_time(entry: Entry, about: Assignment) -> Iterable[int]:
    return _doers(about)


@tells(
    "task.extension_refused",
    words=_about(gettext_lazy("Không được gia hạn: %(what)s. Lý do: %(why)s")),
    address=_share,
)
def who_has_no_more_time(entry: Entry, about: Assignment) -> Iterable[int]:
    return _doers(about)


def _report_page(entry: Entry) -> str:
    return reverse("tasks:report_situation", args=[entry.subject_id])


def _campaign_page(entry: Entry) -> str:
    return reverse("tasks:campaign", args=[entry.subject_id])


def _in_campaign(entry: Entry) -> str:
    return reverse("tasks:situation", args=[entry.subject_id])


_STARTED = gettext_lazy("Đợt đã bắt đầu, báo tình hình theo khung giờ: %(what)s.")
_CLOSED = gettext_lazy("Đợt đã kết thúc, không phải báo nữa: %(what)s.")
_TROUBLE = gettext_lazy("Có sự việc: %(what)s. %(why)s")


@tells("campaign.started", words=_about(_STARTED), address=_report_page)
def who_reports(entry: Entry, about: Campaign) -> Iterable[int]:
    return [post.pk for post in posts_at(entry.facts["units"], "task.write")]


@tells("campaign.trouble", words=_about(_TROUBLE), address=_in_campaign)
def who_deals_with_trouble(entry: Entry, about: Situation) -> Iterable[int]:
    """Whoever runs the campaign, and whoever gives work at the unit directly above."""
    campaign = about.slot.campaign
    above = superior(about.unit_id, campaign.starts_on)
    told = [post.pk for post in posts_at([campaign.unit_id], "campaign.write")]
    return told + [post.pk for post in posts_at([above.unit_id] if above else [], "task.assign")]


@tells("campaign.closed", words=_about(_CLOSED), address=_campaign_page)
def who_reports_no_more(entry: Entry, about: Campaign) -> Iterable[int]:
    units = about.participants.values_list("unit_id", flat=True)
    return [post.pk for post in posts_at(units, "task.write")]


def _reminder(entry: Entry) -> str:
    return papers.page_address(datetime.date.fromisoformat(entry.facts["on"]))


def _reminded(entry: Entry) -> str:
    """In numbers of the reader's own."""
    mine = entry.facts["posts"].get(str(entry.reader_id))
    return _("Nhắc: %(what)s.") % {"what": papers.summary(*mine)} if mine else _("Nhắc việc hằng ngày.")


@tells("task.reminded", words=_reminded, address=_reminder)
def who_is_reminded(entry: Entry, about: Any) -> Iterable[int]:
    return [int(post_id) for post_id in entry.facts["posts"]]


def _chased(entry: Entry) -> str:
    n = entry.facts["posts"].get(str(entry.reader_id), 0)
    words = ngettext("%(who)s nhắc %(n)s việc.", "%(who)s nhắc %(n)s việc.", n)
    return words % {"who": entry.label, "n": n}


@tells("task.chased", words=_chased, address=_reminder)
def who_is_chased(entry: Entry, about: Any) -> Iterable[int]:
    return [int(post_id) for post_id in entry.facts["posts"]]


def _board_opened(entry: Entry) -> str:
    return _("%(unit)s mở bảng so sánh: các đơn vị cùng cấp thấy kết quả của nhau.") % {"unit": entry.subject_label}


def _board(entry: Entry) -> str:
    return reverse("tasks:board")


@tells("task.board_opened", words=_board_opened, address=_board)
def who_is_compared(entry: Entry, about: Any) -> Iterable[int]:
    return [post.pk for post in posts_at(entry.facts["units"], "task.read")]
