"""The shape of what is typed about a share. Whether it may be is asked of the verbs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.base.errors import Reason
from phoihop.base.forms import EMPTY, Plain, day_field
from phoihop.duties.models import Acceptance, Assignment

EFFECTIVE = (("", _("chưa đánh giá")), ("1", _("có hiệu quả")), ("0", _("chưa hiệu quả")))


def _words(label: Any, rows: int = 3, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.Textarea({"rows": rows}),
        error_messages={"required": EMPTY},
    )


def effective(text: str) -> bool | None:
    """What EFFECTIVE's values mean."""
    return {"1": True, "0": False}.get(text)


class Step(Plain):
    """One step on a share. Its fields carry the step's name before their own, since one page holds many steps."""

    def __init__(self, step: str, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, prefix=step)

    def reasons(self) -> list[Reason]:
        """What is wrong with the shape, each at its field on the page."""
        return self.placed(super().reasons())

    def placed(self, reasons: list[Reason]) -> list[Reason]:
        """A verb's reasons, each at the field of this form that it is about."""
        return [
            Reason(one.text, self.add_prefix(one.field) if one.field in self.fields else "", one.place)
            for one in reasons
        ]


class Progress(Step):
    percent = forms.IntegerField(
        label=_("Tiến độ, phần trăm"),
        required=False,
        help_text=_("Từ 0 đến 100."),
        widget=forms.TextInput({"inputmode": "numeric", "class": "short"}),
        error_messages={"invalid": _("Tiến độ là số từ 0 đến 100.")},
    )
    text = _words(_("Đã làm được gì"))


class Evidence(Step):
    title = forms.CharField(label=_("Tên minh chứng"), max_length=200, error_messages={"required": EMPTY})
    fact_on = day_field(_("Ngày của sự việc"), _("Ngày trên văn bản hoặc ngày việc xảy ra, không phải ngày tải lên."))
    expires_on = day_field(_("Hiệu lực đến"), required=False)
    file = forms.FileField(
        label=_("Tệp"),
        help_text=_("PDF, ảnh, Word hoặc Excel."),
        error_messages={"required": _("Chưa chọn tệp."), "empty": _("Tệp rỗng.")},
    )


class Result(Step):
    text = _words(_("Kết quả"), 4, _("Đã làm gì, sản phẩm là gì."))


class Asking(Step):
    text = _words(_("Câu hỏi"))


class Answer(Step):
    text = _words(_("Trả lời"))


class MoreTime(Step):
    until = day_field(_("Xin đến ngày"))
    reason = _words(_("Lý do"), 2)


class Decision(Step):
    remark = _words(_("Ý kiến"), 2, _("Không cho gia hạn thì ghi lý do."), required=False)


class Turning(Step):
    """One key; whoever accepts for the other side also says whether the result is effective."""

    key = forms.ChoiceField(choices=Acceptance.Key.choices, widget=forms.HiddenInput)
    effective = forms.ChoiceField(label=_("Đánh giá kết quả"), choices=EFFECTIVE, required=False)


class Return(Step):
    key = forms.ChoiceField(choices=Acceptance.Key.choices, widget=forms.HiddenInput)
    reason = _words(_("Lý do trả lại"), 3, _("Đơn vị phải sửa gì."))


class Dropping(Step):
    kind = forms.ChoiceField(
        label=_("Vì sao"),
        choices=(("", _("chọn lý do")), *Assignment.DropReason.choices),
        error_messages={"required": EMPTY},
    )
    text = _words(_("Nói rõ"), 2)


class Disagreement(Step):
    text = _words(_("Ý kiến của mỗi bên"))


class Bare(Step):
    """A step that asks for no words."""


class Withdrawal(Step):
    """Taking a whole task back."""

    reason = _words(_("Lý do rút"), 2, _("Các đơn vị được báo kèm lý do này."))
