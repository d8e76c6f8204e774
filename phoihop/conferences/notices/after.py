"""What follows a conference, in the journal's words: conclusions, minutes, notice and communiqué."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.conferences.models import Conclusion
from phoihop.journal.models import Entry
from phoihop.journal.registry import name_verbs, tells

name_verbs(
    {
        "conference.conclusion_given": gettext_lazy("giao việc từ kết luận hội nghị"),
        "conference.conclusion_waived": gettext_lazy("ghi kết luận không thành việc"),
        "conference.waiver_taken_back": gettext_lazy("thôi ghi kết luận không thành việc"),
        "conference.conclusion_split": gettext_lazy("tách một kết luận"),
        "conference.conclusions_merged": gettext_lazy("gộp hai kết luận"),
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
