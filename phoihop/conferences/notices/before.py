"""The words of what happens before a conference, and who is told."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.conferences.models import Conference, Delegate
from phoihop.conferences.queries import invited_posts
from phoihop.journal.models import Entry
from phoihop.journal.registry import name_verbs, tells

name_verbs(
    {
        "conference.created": gettext_lazy("lập hội nghị"),
        "conference.changed": gettext_lazy("sửa thông tin hội nghị"),
        "conference.sites_added": gettext_lazy("thêm điểm cầu"),
        "conference.site_changed": gettext_lazy("sửa điểm cầu"),
        "conference.site_removed": gettext_lazy("bỏ điểm cầu"),
        "conference.seats_added": gettext_lazy("thêm đại biểu"),
        "conference.seat_moved": gettext_lazy("xếp lại thứ tự đại biểu"),
        "conference.seat_removed": gettext_lazy("bỏ đại biểu"),
        "conference.votes_set": gettext_lazy("đặt quyền biểu quyết của đại biểu"),
        "conference.item_added": gettext_lazy("thêm nội dung chương trình hội nghị"),
        "conference.item_changed": gettext_lazy("sửa nội dung chương trình hội nghị"),
        "conference.item_moved": gettext_lazy("xếp lại chương trình hội nghị"),
        "conference.item_removed": gettext_lazy("bỏ nội dung chương trình hội nghị"),
        "conference.speech_registered": gettext_lazy("đăng ký tham luận"),
        "conference.speech_withdrawn": gettext_lazy("rút đăng ký tham luận"),
        "conference.called": gettext_lazy("mời họp"),
        "conference.cancelled": gettext_lazy("hủy hội nghị"),
        "conference.replied": gettext_lazy("trả lời giấy mời"),
        "conference.chased": gettext_lazy("nhắc trả lời giấy mời"),
        "conference.pin_issued": gettext_lazy("cấp lại mã biểu quyết"),
    }
)
INVITED = (Conference.State.CALLED, Conference.State.OPEN)
"""States in which who is added or taken off was, or now is, invited."""


def _page(entry: Entry) -> str:
    return reverse("conferences:conference", args=[entry.subject_id])


def _answer(entry: Entry) -> str:
    return reverse("conferences:replies", args=[entry.subject_id])


def _called(entry: Entry) -> str:
    return _("Mời dự %(what)s (%(symbol)s)") % {"what": entry.subject_label, "symbol": entry.facts["symbol"]}


@tells("conference.called", words=_called, address=_answer)
def called(entry: Entry, about: Conference) -> Iterable[int]:
    """Everybody who takes part: delegates, contacts, chair and deputies."""
    return list(entry.facts["posts"])


def _changed(entry: Entry) -> str:
    return _("Có thay đổi: %(what)s. Xem lại thời gian, nơi họp.") % {"what": entry.subject_label}


@tells("conference.changed", words=_changed, address=_page)
def changed(entry: Entry, about: Conference) -> Iterable[int]:
    """Everybody who takes part, once they were invited."""
    return invited_posts(about) if about.state == Conference.State.CALLED else []


def _cancelled(entry: Entry) -> str:
    return _("Đã hủy %(what)s: %(reason)s") % {"what": entry.subject_label, "reason": entry.facts["reason"]}


@tells("conference.cancelled", words=_cancelled, address=_page)
def cancelled(entry: Entry, about: Conference) -> Iterable[int]:
    """Everybody who was invited."""
    return list(entry.facts["posts"])


def _added(entry: Entry) -> str:
    return _("Mời dự %(what)s") % {"what": entry.subject_label}


@tells("conference.seats_added", words=_added, address=_answer)
def added(entry: Entry, about: Conference) -> Iterable[int]:
    """Who was added after the invitation went out; before it nobody is told."""
    return list(entry.facts["posts"]) if entry.facts["state"] in INVITED else []


def _removed(entry: Entry) -> str:
    return _("Không còn trong danh sách dự %(what)s") % {"what": entry.subject_label}


@tells("conference.seat_removed", words=_removed)
def removed(entry: Entry, about: Conference) -> Iterable[int]:
    """Who was invited and is no longer."""
    return list(entry.facts["posts"]) if entry.facts["state"] in INVITED else []


def _replied(entry: Entry) -> str:
    said = {"who": entry.subject_label, "reply": entry.facts["reply"], "other": entry.facts["stand_in"]}
    if said["other"]:
        return _("%(who)s cử %(other)s dự thay") % said
    return _("%(who)s trả lời giấy mời: %(reply)s") % said


def _seat_page(entry: Entry) -> str:
    return reverse("conferences:replies", args=[entry.facts["conference"]])


@tells("conference.replied", words=_replied, address=_seat_page)
def replied(entry: Entry, about: Delegate) -> Iterable[int]:
    """Who was invited, when somebody else answered; who stands in, and who no longer does; nobody counts twice."""
    return [pk for pk in (about.post_id, entry.facts["substitute"], entry.facts["before"]) if pk]


def _chased(entry: Entry) -> str:
    return _("Nhắc trả lời giấy mời: %(what)s") % {"what": entry.subject_label}


@tells("conference.chased", words=_chased, address=_answer)
def chased(entry: Entry, about: Conference) -> Iterable[int]:
    """Who has not answered, and the contacts of their sites."""
    return list(entry.facts["posts"])
