"""The names of this room's verbs in the journal."""

from django.utils.translation import gettext_lazy as _

from phoihop.journal.registry import name_verbs

name_verbs(
    {
        "documents.keep_file": _("Lưu tệp"),
        "documents.open_series": _("Mở dãy số văn bản"),
        "documents.issue": _("Phát hành văn bản"),
    }
)
