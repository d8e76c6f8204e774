"""What the verbs of the annual report are called, and who is told when it is issued."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.annual.models import Edition
from phoihop.annual.queries import setting
from phoihop.journal.models import Entry
from phoihop.journal.registry import name_verbs, tells
from phoihop.orgs.queries import posts_at, tree

name_verbs(
    {
        "annual.choose_figures": gettext_lazy("chọn số liệu của báo cáo năm"),
        "annual.open_edition": gettext_lazy("mở báo cáo năm"),
        "annual.set_paper_date": gettext_lazy("đặt ngày ghi trên báo cáo năm"),
        "annual.add_block": gettext_lazy("thêm đoạn vào báo cáo năm"),
        "annual.draw_text": gettext_lazy("đưa lời của đơn vị vào báo cáo năm"),
        "annual.write_block": gettext_lazy("sửa đoạn của báo cáo năm"),
        "annual.move_block": gettext_lazy("chuyển chỗ đoạn của báo cáo năm"),
        "annual.drop_block": gettext_lazy("bỏ đoạn của báo cáo năm"),
        "annual.waive_number": gettext_lazy("giữ số gõ tay trong báo cáo năm"),
        "annual.take_back_waiver": gettext_lazy("thôi giữ số gõ tay"),
        "annual.add_direction": gettext_lazy("ghi phương hướng năm tới"),
        "annual.write_direction": gettext_lazy("sửa phương hướng năm tới"),
        "annual.draw_direction": gettext_lazy("đưa phương hướng vào báo cáo năm"),
        "annual.waive_direction": gettext_lazy("ghi phương hướng không thành việc"),
        "annual.issue_edition": gettext_lazy("phát hành báo cáo năm"),
    }
)


def _issued(entry: Entry) -> str:
    return _("Đã phát hành %(symbol)s: %(what)s") % {"symbol": entry.facts["symbol"], "what": entry.subject_label}


def _page(entry: Entry) -> str:
    return reverse("annual:edition", args=[entry.subject_id])


@tells("annual.issue_edition", words=_issued, address=_page)
def issued(entry: Entry, about: Edition) -> Iterable[int]:
    """The secretary and leaders of the reporting unit, and the units directly below it, as they are today."""
    here = setting(about.regulation, about.period)
    today = tree()
    units = [here.unit.unit_id, *(place.unit_id for place in today.below(here.unit.unit_id))]
    told = [*posts_at(units, "annual.write"), *posts_at(units, "annual.issue"), *posts_at(units, "report.accept")]
    return [post.pk for post in told]
