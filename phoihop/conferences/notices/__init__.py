"""What this room's verbs are called in the journal, who is told of which, and that each conference's log is a chain."""

from django.utils.translation import gettext_lazy

from phoihop.conferences import queries
from phoihop.conferences.notices import after as after
from phoihop.conferences.notices import before as before
from phoihop.conferences.notices import papers as papers
from phoihop.journal.registry import also_chained, name_verbs

BROKEN = {
    "missing": gettext_lazy("Nhật ký hội nghị %(code)s: mục %(seq)s không còn."),
    "changed": gettext_lazy("Nhật ký hội nghị %(code)s: mục %(seq)s không còn như khi được ghi."),
    "cut": gettext_lazy("Nhật ký hội nghị %(code)s bị cắt từ mục %(seq)s."),
}

name_verbs(
    {
        "conference.opened": gettext_lazy("khai mạc hội nghị"),
        "conference.closed": gettext_lazy("bế mạc hội nghị, niêm nhật ký"),
        "conference.question_put": gettext_lazy("soạn nội dung biểu quyết"),
    }
)


@also_chained
def _logs_of_conferences() -> str:
    broken = queries.first_break()
    return str(BROKEN[broken.kind]) % {"code": broken.code, "seq": broken.seq} if broken else ""
