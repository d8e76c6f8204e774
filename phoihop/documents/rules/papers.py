"""Why a series may not be opened, a file not kept, a paper not issued."""

import datetime

from django.utils.translation import gettext as _

from phoihop.base.errors import Reason
from phoihop.documents import gate, numbers
from phoihop.documents.layouts import Layout
from phoihop.documents.models import Series
from phoihop.orgs.models import Body


def why_not_keep(upload: gate.Upload, field: str) -> list[Reason]:
    """What the gate has against an upload."""
    return gate.check_upload(upload, field)


def why_not_open_series(body: Body, type_symbol: str, starts_on: datetime.date, ends_on: datetime.date) -> list[Reason]:
    """A run has a type and rightly ordered days, and does not overlap another run of the same body and type."""
    reasons = []
    if not type_symbol:
        reasons.append(Reason(_("Chưa chọn loại văn bản. Ghi ký hiệu loại, ví dụ BC."), field="type_symbol"))
    if ends_on < starts_on:
        reasons.append(Reason(_("Ngày hết dãy số đứng trước ngày bắt đầu. Sửa một trong hai ngày."), field="ends_on"))
    same = Series.objects.filter(body=body, type_symbol=type_symbol, starts_on__lte=ends_on, ends_on__gte=starts_on)
    other = same.first()
    if other is not None:
        words = _("Đã có dãy số %(type)s từ %(start)s đến %(end)s. Chọn ngày không trùng với dãy đó.")
        said = {"type": type_symbol, "start": f"{other.starts_on:%d/%m/%Y}", "end": f"{other.ends_on:%d/%m/%Y}"}
        reasons.append(Reason(words % said, field="starts_on"))
    return reasons


def why_not_issue(body: Body, layout: Layout, type_symbol: str, issued_on: datetime.date) -> list[Reason]:
    """A paper is set in the layout of its day, by a body that existed, in a run of numbers that is known."""
    reasons = []
    day = f"{issued_on:%d/%m/%Y}"
    if not layout.valid_on(issued_on):
        words = _("Mẫu trình bày %(layout)s không áp dụng ngày %(day)s. Chọn mẫu có hiệu lực vào ngày ban hành.")
        reasons.append(Reason(words % {"layout": layout.name, "day": day}, field="issued_on"))
    if not body.valid_from <= issued_on <= body.valid_to:
        words = _("%(body)s không hoạt động ngày %(day)s. Sửa ngày ban hành hoặc chọn cơ quan khác.")
        reasons.append(Reason(words % {"body": body.name_vi, "day": day}, field="issued_on"))
    if numbers.series_on(body, type_symbol, issued_on) is None and numbers.span(layout, issued_on) is None:
        words = _("Chưa có dãy số %(type)s cho ngày %(day)s. Mở dãy số của nhiệm kỳ rồi phát hành lại.")
        reasons.append(Reason(words % {"type": type_symbol, "day": day}, field="issued_on"))
    return reasons
