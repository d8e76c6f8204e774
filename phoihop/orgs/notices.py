"""The words of this room's verbs in the log. Nobody is told of them: they prepare the ground."""

from django.utils.translation import gettext_lazy as _

from phoihop.journal.registry import name_verbs

name_verbs(
    {
        "orgs.load_units": _("nạp danh sách đơn vị"),
        "orgs.add_body": _("thêm cơ quan"),
        "orgs.add_post": _("thêm chức vụ"),
        "orgs.add_person": _("thêm người giữ chức vụ"),
        "orgs.hold_post": _("giao chức vụ"),
        "orgs.leave_post": _("thôi giữ chức vụ"),
    }
)
