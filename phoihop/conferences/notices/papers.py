"""The words of what is done with papers and lines before a conference, and who is told."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.conferences.models import Comment, Conference, Delegate, Paper, Site
from phoihop.journal.models import Entry
from phoihop.journal.registry import name_verbs, tells

name_verbs(
    {
        "conference.paper_added": gettext_lazy("thêm tài liệu hội nghị"),
        "conference.papers_ordered": gettext_lazy("đổi thứ tự tài liệu hội nghị"),
        "conference.paper_off": gettext_lazy("rút tài liệu hội nghị"),
        "conference.paper_window": gettext_lazy("đặt hạn góp ý tài liệu"),
        "conference.paper_read": gettext_lazy("đọc tài liệu hội nghị"),
        "conference.paper_commented": gettext_lazy("góp ý tài liệu hội nghị"),
        "conference.comment_answered": gettext_lazy("trả lời góp ý tài liệu"),
        "conference.line_tested": gettext_lazy("kiểm tra đường truyền của điểm cầu"),
        "conference.ready": gettext_lazy("quyết định hội nghị đã sẵn sàng"),
        "conference.not_ready": gettext_lazy("quyết định hội nghị chưa sẵn sàng"),
    }
)


def _paper(entry: Entry) -> str:
    return reverse("conferences:paper", args=[entry.facts["conference"], entry.subject_id])


def _ready(entry: Entry) -> str:
    return reverse("conferences:ready", args=[entry.facts.get("conference") or entry.subject_id])


def _seated(seats: Iterable[Delegate]) -> list[int]:
    """The posts that fill these seats now."""
    return [seat.substitute_id or seat.post_id for seat in seats if seat.state != "absent"]


def _papers_new(entry: Entry) -> str:
    return _("Tài liệu hội nghị mới: %(title)s.") % {"title": entry.subject_label}


@tells("conference.paper_added", words=_papers_new, address=_paper)
def who_reads(entry: Entry, about: Paper) -> Iterable[int]:
    """Seats and contacts, once the conference is called."""
    conference = about.conference
    if conference.state not in ("called", "open"):
        return []
    contacts = conference.sites.values_list("contact_id", flat=True)
    return {*_seated(conference.delegates.all()), *contacts}


def _commented(entry: Entry) -> str:
    return _("Có góp ý mới cho tài liệu: %(title)s.") % {"title": entry.subject_label}


@tells("conference.paper_commented", words=_commented, address=_paper)
def who_answers(entry: Entry, about: Paper) -> Iterable[int]:
    return [about.conference.secretary_id]


def _answered(entry: Entry) -> str:
    return _("Góp ý của đồng chí đã được trả lời: %(title)s.") % {"title": entry.subject_label}


@tells("conference.comment_answered", words=_answered, address=_paper)
def who_asked(entry: Entry, about: Paper) -> Iterable[int]:
    said = Comment.objects.select_related("delegate").get(pk=entry.facts["comment"])
    return {said.by_id, *_seated([said.delegate])}


def _line_bad(entry: Entry) -> str:
    return _("%(site)s vừa kiểm tra đường truyền, còn lỗi phải sửa.") % {"site": entry.subject_label}


@tells("conference.line_tested", words=_line_bad, address=_ready)
def who_mends_the_line(entry: Entry, about: Site) -> Iterable[int]:
    """The secretary, where something is wrong."""
    return [about.conference.secretary_id] if entry.facts["faults"] else []


def _said_ready(entry: Entry) -> str:
    return _("Hội nghị đã sẵn sàng: %(title)s.") % {"title": entry.subject_label}


def _said_not_ready(entry: Entry) -> str:
    said = {"title": entry.subject_label, "why": entry.facts["reason"]}
    return _("Hội nghị chưa sẵn sàng: %(title)s. %(why)s") % said


def _concerned(conference: Conference) -> set[int]:
    """Chair and secretary, and the contact of every site."""
    contacts = conference.sites.values_list("contact_id", flat=True)
    return {conference.chair_id, conference.secretary_id, *contacts}


def _line(entry: Entry) -> str:
    return reverse("conferences:conference", args=[entry.subject_id])


@tells("conference.ready", words=_said_ready, address=_line)
def who_goes(entry: Entry, about: Conference) -> Iterable[int]:
    return _concerned(about)


@tells("conference.not_ready", words=_said_not_ready, address=_line)
def who_goes_not(entry: Entry, about: Conference) -> Iterable[int]:
    return _concerned(about)
