"""What is typed when conclusions are given as work: once for all of them, and once for each."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.base.forms import day_field
from phoihop.base.numbers import parse_key
from phoihop.duties.models import Period, Regulation

TITLE_ROOM = 300
"""Letters that a task has room for."""


class TogetherForm(forms.Form):
    """What holds for every task given in one go."""

    regulation = forms.ModelChoiceField(
        label=_("Theo quy chế"),
        queryset=Regulation.objects.none(),
        required=False,
        empty_label=_("không theo quy chế nào"),
    )
    period = forms.ModelChoiceField(label=_("Tính vào kỳ"), queryset=Period.objects.none(), empty_label=None)
    due_on = day_field(_("Hạn chung"), _("Dùng cho câu nào không có hạn riêng."), required=False)

    def __init__(self, *args: Any, regulations: Any, periods: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regulation, period = self.fields["regulation"], self.fields["period"]
        assert isinstance(regulation, forms.ModelChoiceField)
        assert isinstance(period, forms.ModelChoiceField)
        regulation.queryset, period.queryset = regulations, periods


class GiveForm(forms.Form):
    """One conclusion as the task it becomes; whom it is given to is ticked beside it."""

    title_vi = forms.CharField(label=_("Nội dung việc"), max_length=TITLE_ROOM, widget=forms.Textarea({"rows": 2}))
    product_vi = forms.CharField(label=_("Sản phẩm phải có"), max_length=300, required=False)
    due_on = day_field(_("Hạn riêng"), required=False)
    indicator = forms.TypedChoiceField(
        label=_("Đo bằng chỉ tiêu"), required=False, coerce=parse_key, empty_value=None, choices=()
    )

    def __init__(self, *args: Any, indicators: Sequence[tuple[int | str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["indicator"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = indicators
