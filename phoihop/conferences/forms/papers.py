"""The shape of a paper that is added, of its window for comments, of a comment and of its answer."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.base.forms import EMPTY, Plain
from phoihop.conferences.models import AgendaItem

_WHOLE = _("cả hội nghị")


def moment_field(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DateTimeField:
    """A moment, chosen in the browser's own way or typed."""
    return forms.DateTimeField(
        label=label,
        help_text=help_text,
        required=required,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": EMPTY,
            "invalid": _("Ngày giờ chưa đúng. Nhập ngày/tháng/năm giờ:phút, ví dụ 14/01/2022 08:00."),
        },
    )


class PaperForm(Plain):
    title = forms.CharField(label=_("Tên tài liệu"), error_messages={"required": EMPTY})
    item = forms.ChoiceField(label=_("Dùng cho"), required=False)
    file = forms.FileField(
        label=_("Tệp"),
        help_text=_("PDF hoặc Word để xem từng trang; cũng nhận Excel, ảnh. Không nhận tài liệu mật."),
        error_messages={"required": _("Chưa chọn tệp."), "empty": _("Tệp rỗng. Kiểm tra lại tệp rồi chọn lại.")},
    )
    comments_until = moment_field(_("Lấy góp ý đến"), _("Để trống nếu không lấy góp ý."))

    def __init__(self, items: Iterable[AgendaItem], data: Any = None, files: Any = None, **more: Any) -> None:
        super().__init__(data, files, **more)
        self.items = {str(one.pk): one for one in items}
        named = [(key, f"{one.order}. {one.title}") for key, one in self.items.items()]
        self.fields["item"].choices = [("", _WHOLE), *named]  # type: ignore[attr-defined]

    @property
    def item_asked(self) -> AgendaItem | None:
        return self.items.get(self.cleaned_data.get("item") or "")


class WindowForm(Plain):
    comments_until = moment_field(_("Lấy góp ý đến"), _("Để trống nếu không lấy góp ý nữa."))


class CommentForm(Plain):
    text = forms.CharField(label=_("Góp ý"), widget=forms.Textarea({"rows": 4}), error_messages={"required": EMPTY})
    page = forms.IntegerField(
        label=_("Ở trang"),
        required=False,
        help_text=_("Để trống nếu góp ý cho cả tài liệu."),
        widget=forms.TextInput({"inputmode": "numeric", "class": "short"}),
        error_messages={"invalid": _("Số trang là một số, ví dụ 3.")},
    )


class AnswerForm(Plain):
    answer = forms.CharField(label=_("Trả lời"), widget=forms.Textarea({"rows": 2}), error_messages={"required": EMPTY})
