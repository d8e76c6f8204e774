"""The words of what the machine does."""

from django.utils.translation import gettext_lazy as _

from phoihop.journal.registry import name_verbs

name_verbs({"ops.load_demo": _("dựng dữ liệu minh hoạ")})
