"""The small forms: a remark, a reason, a file, a table to load, an exception from a lock."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RemarkForm(forms.Form):
    """Returning a report. Whether the remark will do is the verb's to say."""

    use_required_attribute = False

    remark = forms.CharField(label=_("Ý kiến trả lại"), widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(forms.Form):
    """Opening an accepted report again."""

    use_required_attribute = False

    reason = forms.CharField(label=_("Lý do đính chính"), widget=forms.Textarea(attrs={"rows": 2}))


class AttachForm(forms.Form):
    """A file on a cell, or on the whole report."""

    on = forms.ChoiceField(label=_("Minh chứng cho"), required=False)
    title = forms.CharField(
        label=_("Tên văn bản"),
        max_length=200,
        error_messages={"required": _("Ghi tên văn bản, ví dụ “Biên bản họp 12/12”.")},
    )
    fact_on = forms.DateField(label=_("Ngày trên văn bản"), required=False, widget=DATE)
    file = forms.FileField(
        label=_("Tệp"),
        help_text=_("pdf, docx, xlsx, png, jpg, csv hoặc txt."),
        error_messages={"required": _("Chọn tệp cần đính kèm.")},
    )

    def __init__(self, *args: Any, cells: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].choices = [("", _("cả báo cáo")), *cells]  # type: ignore[attr-defined]


class LoadForm(forms.Form):
    """A table of values for a form and a period."""

    form = forms.ChoiceField(label=_("Mẫu báo cáo"))
    period = forms.ChoiceField(label=_("Kỳ"))
    file = forms.FileField(
        label=_("Tệp số liệu"),
        required=False,
        help_text=_("Tệp .xlsx hoặc .csv; mỗi đơn vị một dòng."),
    )

    def __init__(self, *args: Any, of: list[tuple[str, str]], periods: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].choices = of  # type: ignore[attr-defined]
        self.fields["period"].choices = periods  # type: ignore[attr-defined]


class ExceptionForm(forms.Form):
    """Letting one unit through a lock."""

    unit = forms.CharField(label=_("Mã đơn vị"), error_messages={"required": _("Ghi mã đơn vị được mở lại.")})
    until = forms.DateField(
        label=_("Đến hết ngày"), widget=DATE, error_messages={"required": _("Chọn ngày cuối được sửa.")}
    )
    reason = forms.CharField(label=_("Lý do"), max_length=300, error_messages={"required": _("Ghi lý do cho mở lại.")})

    def day(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["until"]
        return day
