"""What follows a conference, in the journal's words: conclusions, minutes, notice and communiqué."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.conferences import queries
from phoihop.conferences.models import Conclusion, Conference
from phoihop.journal.models import Entry
from phoihop.journal.registry import name_verbs, tells

name_verbs(
    {
        "conference.conclusion_given": gettext_lazy("giao việc từ kết luận hội nghị"),
        "conference.conclusion_waived": gettext_lazy("ghi kết luận không thành việc"),
        "conference.waiver_taken_back": gettext_lazy("thôi ghi kết luận không thành việc"),
        "conference.conclusion_split": gettext_lazy("tách một kết luận"),
        "conference.conclusions_merged": gettext_lazy("gộp hai kết luận"),
        "conference.minutes_drawn": gettext_lazy("lập biên bản hội nghị từ nhật ký"),
        "conference.minutes_edited": gettext_lazy("sửa biên bản hội nghị"),
        "conference.minutes_proposed": gettext_lazy("đề nghị thông qua biên bản hội nghị"),
        "conference.minutes_adopted": gettext_lazy("thông qua biên bản hội nghị"),
        "conference.notice_issued": gettext_lazy("ban hành thông báo kết luận hội nghị"),
        "conference.fact_released": gettext_lazy("cho đưa tin một nội dung của hội nghị"),
        "conference.fact_withdrawn": gettext_lazy("rút một nội dung đã cho đưa tin"),
        "conference.communique_issued": gettext_lazy("phát hành thông cáo báo chí của hội nghị"),
    }
)


def _waived(entry: Entry) -> str:
    said = {"what": entry.subject_label, "why": entry.facts.get("reason", "")}
    return _("Kết luận được ghi là không thành việc: %(what)s Lý do: %(why)s") % said


def _conclusions(entry: Entry) -> str:
    conclusion = Conclusion.objects.filter(pk=entry.subject_id or 0).first()
    if conclusion is None:
        return ""
    return f"{reverse('conferences:conclusions', args=[conclusion.conference_id])}#ket-luan-{conclusion.number}"


@tells("conference.conclusion_waived", words=_waived, address=_conclusions)
def who_concluded(entry: Entry, about: Conclusion) -> Iterable[int]:
    """The chair: his words became no work."""
    return [about.conference.chair_id]


def _minutes(entry: Entry) -> str:
    return reverse("conferences:minutes", args=[entry.subject_id])


def _proposed(entry: Entry) -> str:
    return _("Biên bản chờ thông qua: %(what)s.") % {"what": entry.subject_label}


@tells("conference.minutes_proposed", words=_proposed, address=_minutes)
def who_adopts(entry: Entry, about: Conference) -> Iterable[int]:
    """The chair and those who may chair for him."""
    return [about.chair_id, *about.deputies.values_list("pk", flat=True)]


def _adopted(entry: Entry) -> str:
    return _("Biên bản đã được thông qua: %(what)s.") % {"what": entry.subject_label}


@tells("conference.minutes_adopted", words=_adopted, address=_minutes)
def who_reads_minutes(entry: Entry, about: Conference) -> Iterable[int]:
    """The secretary, and everybody who had a seat or served a site."""
    return [about.secretary_id, *queries.invited_posts(about)]


def _notice(entry: Entry) -> str:
    return reverse("conferences:notice", args=[entry.subject_id])


def _announced(entry: Entry) -> str:
    said = {"symbol": entry.facts["symbol"], "what": entry.subject_label}
    return _("Thông báo kết luận %(symbol)s: %(what)s.") % said


@tells("conference.notice_issued", words=_announced, address=_notice)
def who_was_called(entry: Entry, about: Conference) -> Iterable[int]:
    """All delegates, the sites' contacts and the chair."""
    return queries.invited_posts(about)


def _communique(entry: Entry) -> str:
    return reverse("conferences:communique", args=[entry.subject_id])


def _published(entry: Entry) -> str:
    said = {"symbol": entry.facts["symbol"], "what": entry.subject_label}
    return _("Thông cáo báo chí %(symbol)s: %(what)s.") % said


@tells("conference.communique_issued", words=_published, address=_communique)
def who_hears_of_the_communique(entry: Entry, about: Conference) -> Iterable[int]:
    """The chair and the secretary."""
    return [about.chair_id, about.secretary_id]
