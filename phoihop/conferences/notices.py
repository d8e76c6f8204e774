"""What this room's verbs are called in the journal, and who is told of which."""

from django.utils.translation import gettext_lazy

from phoihop.journal.registry import name_verbs

name_verbs(
    {
        "conference.opened": gettext_lazy("khai mạc hội nghị"),
        "conference.closed": gettext_lazy("bế mạc hội nghị, niêm nhật ký"),
        "conference.question_put": gettext_lazy("soạn nội dung biểu quyết"),
    }
)
