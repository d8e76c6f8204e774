"""The words of this room's verbs in the log. What falls due stands on the desks by itself."""

from django.utils.translation import gettext_lazy as _

from phoihop.journal.registry import name_verbs

name_verbs(
    {
        "duties.add_regulation": _("thêm quy chế"),
        "duties.add_article": _("thêm điều khoản"),
        "duties.reword_article": _("sửa câu chữ điều khoản"),
        "duties.add_duty": _("thêm nghĩa vụ"),
        "duties.end_duty": _("kết thúc nghĩa vụ"),
        "duties.add_period": _("thêm kỳ báo cáo"),
        "duties.set_due": _("đổi hạn gửi"),
        "duties.open_occurrences": _("mở nghĩa vụ đến kỳ"),
    }
)
