"""The words of the entrance's own verbs. Nobody is told of them: each concerns one account."""

from django.utils.translation import gettext_lazy as _

from phoihop.journal.registry import name_verbs

name_verbs({"desk.renew_feed": _("lấy địa chỉ lịch riêng"), "desk.drop_feed": _("tắt địa chỉ lịch riêng")})
