"""The shape of what is typed about a matter."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.base.forms import EMPTY, Plain, day_field

NO_NAMES = _("Ghi trung tính, theo địa điểm và việc. Không ghi tên người, số giấy tờ, số điện thoại.")
_UNCHOSEN = _("Chưa chọn. Chọn một mục trong danh sách.")
_CHOICE = {"required": _UNCHOSEN, "invalid_choice": _UNCHOSEN}


def _words(label: Any, help_text: Any = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": EMPTY},
    )


class NewMatterForm(Plain):
    title = forms.CharField(
        label=_("Nội dung vụ việc"),
        help_text=NO_NAMES,
        max_length=200,
        error_messages={"required": EMPTY},
    )
    kind = forms.ChoiceField(label=_("Loại"), error_messages=_CHOICE)
    responsible = forms.ChoiceField(label=_("Cơ quan chịu trách nhiệm"), error_messages=_CHOICE)
    opened_on = day_field(_("Ngày phát sinh"))
    due_on = day_field(
        _("Hạn giải quyết"), _("Để trống thì chương trình đặt theo thời gian thường của loại."), required=False
    )

    def __init__(
        self, kinds: Iterable[tuple[str, str]], bodies: Iterable[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("kind", kinds), ("responsible", bodies)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = list(choices)


class StepForm(Plain):
    text = _words(_("Việc đã làm"), NO_NAMES)
    on = day_field(_("Ngày của việc"))


class DueForm(Plain):
    due_on = day_field(_("Hạn mới"))
    reason = _words(_("Lý do đổi hạn"), rows=2)


class ResolveForm(Plain):
    resolved_on = day_field(_("Ngày giải quyết xong"))
    result = _words(_("Kết quả"), NO_NAMES)


class ReopenMatterForm(Plain):
    reason = _words(_("Lý do mở lại"), rows=2)
    due_on = day_field(_("Hạn mới"))


class RaiseForm(Plain):
    reason = _words(_("Lý do chuyển lên"), rows=2)
