"""The shape of what is typed: days have one field, faults of shape become reasons like those of a verb."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.base.errors import Reason

NOT_A_DATE = _("Ngày chưa đúng. Nhập ngày/tháng/năm, ví dụ 14/12/2021.")
EMPTY = _("Ô còn trống.")


def day_field(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    """A day, chosen in the browser's own way or typed."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": EMPTY, "invalid": NOT_A_DATE},
    )


def reasons_of(form: forms.Form) -> list[Reason]:
    """What is wrong with the shape, as reasons that name the field by its label."""
    return [
        Reason(f"{form.fields[name].label}: {fault}" if name in form.fields else str(fault), name)
        for name, faults in form.errors.items()
        for fault in faults
    ]


class Plain(forms.Form):
    """A form that gives its faults as reasons, and lets the server find them."""

    use_required_attribute = False

    def reasons(self) -> list[Reason]:
        return reasons_of(self)
