"""The shape of what is typed about key areas."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.base.forms import EMPTY, Plain, day_field
from phoihop.registers.forms.matters import NO_NAMES


class DecisionForm(Plain):
    """What stands on the paper of a decision."""

    number = forms.CharField(
        label=_("Số quyết định"),
        help_text=_("Ví dụ 52/QĐ-BCĐ."),
        max_length=40,
        error_messages={"required": EMPTY},
    )
    decided_on = day_field(_("Ngày quyết định"), _("Ngày ghi trên quyết định."))
    file = forms.FileField(
        label=_("Tệp quyết định"),
        help_text=_("PDF, ảnh, Word hoặc Excel."),
        required=False,
        error_messages={"empty": _("Tệp rỗng.")},
    )


class PutInForm(DecisionForm):
    year = forms.IntegerField(
        label=_("Danh sách năm"),
        min_value=2000,
        max_value=2100,
        widget=forms.NumberInput(attrs={"class": "number short"}),
        error_messages={
            "required": EMPTY,
            "invalid": _("Nhập năm, ví dụ 2022."),
            "min_value": _("Nhập năm, ví dụ 2022."),
            "max_value": _("Nhập năm, ví dụ 2022."),
        },
    )
    field_order = ("year", "number", "decided_on", "file")


class ConversionForm(Plain):
    converted_on = day_field(_("Ngày coi là đã chuyển hóa"))
    result = forms.CharField(
        label=_("Kết quả"),
        help_text=NO_NAMES,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": EMPTY},
    )
    title = forms.CharField(
        label=_("Tên minh chứng"), help_text=_("Ghi khi kèm tệp ở dưới."), max_length=200, required=False
    )
    file = forms.FileField(
        label=_("Tệp minh chứng"),
        help_text=_("PDF, ảnh, Word hoặc Excel."),
        required=False,
        error_messages={"empty": _("Tệp rỗng.")},
    )


class CheckForm(Plain):
    kept = forms.ChoiceField(
        label=_("Kết quả"),
        choices=[("1", _("giữ được kết quả")), ("0", _("không giữ được"))],
    )
    on = day_field(_("Ngày kiểm tra"))
    note = forms.CharField(
        label=_("Ghi chú"),
        help_text=_("Bắt buộc khi không giữ được."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )


def read_kept(form: CheckForm) -> dict[str, Any]:
    """The cleaned values as the verb wants them."""
    clean: Mapping[str, Any] = form.cleaned_data
    return {"kept": clean["kept"] == "1", "on": clean["on"], "note": clean["note"]}
