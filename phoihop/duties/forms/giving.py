"""The shape of what is typed by who gives work. Whether it may be is asked of the verbs."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.duties.forms.regulations import day_field


class TermsForm(forms.Form):
    """New terms of a duty; `types` are the types of units that may owe it."""

    valid_from = day_field(_("Áp dụng từ ngày"))
    due_days = forms.IntegerField(
        label=_("Số ngày làm việc sau ngày chốt"),
        required=False,
        help_text=_("Để trống thì theo hạn gửi của kỳ."),
        widget=forms.TextInput({"inputmode": "numeric", "class": "number"}),
        error_messages={"invalid": _("Nhập số nguyên, ví dụ 5.")},
    )
    unit_types = forms.MultipleChoiceField(
        label=_("Loại đơn vị phải làm"),
        required=False,
        help_text=_("Không đánh dấu loại nào là mọi loại."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, types: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit_types"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(types)
