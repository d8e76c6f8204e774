"""The shape of what is typed on the pages of the annual report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.base.errors import Reason, refuse


class Plain(forms.Form):
    """Faults of shape become reasons, as those of a verb do."""

    use_required_attribute = False

    def asked(self) -> dict[str, Any]:
        """The cleaned values; Refusal with a reason a field."""
        self.full_clean()
        refuse(Reason(" ".join(map(str, faults)), field=name) for name, faults in self.errors.items())
        return self.cleaned_data


class OpenForm(Plain):
    regulation = forms.IntegerField(label=_("Quy chế"))
    period = forms.IntegerField(label=_("Năm"))


class WordsForm(Plain):
    body = forms.CharField(label=_("Nội dung"), required=False, strip=False)
    version = forms.IntegerField(required=False, min_value=0)


class BindForm(Plain):
    version = forms.IntegerField(min_value=0)
    start = forms.IntegerField(min_value=0)
    number = forms.CharField(max_length=40)
    key = forms.CharField(max_length=60, label=_("Thẻ số liệu"))


class WaiveForm(Plain):
    number = forms.CharField(max_length=40)
    reason = forms.CharField(max_length=300, required=False, label=_("Lý do"))


class DirectionForm(Plain):
    """A direction; `figures` are ticked, `more` are tokens typed by hand, `others` are results of upper rooms."""

    text_vi = forms.CharField(max_length=600, required=False, label=_("Việc phải làm"))
    text_en = forms.CharField(max_length=600, required=False, label=_("Bằng tiếng Anh"))
    more = forms.CharField(max_length=300, required=False, label=_("Thẻ khác"))
    version = forms.IntegerField(required=False, min_value=0)


class DateForm(Plain):
    paper_on = forms.DateField(
        label=_("Ngày ghi trên báo cáo"),
        error_messages={"invalid": _("Ngày chưa đúng. Viết ngày/tháng/năm, ví dụ 14/01/2022.")},
    )


class IssueForm(Plain):
    missing_reason = forms.CharField(max_length=300, required=False, label=_("Lý do vẫn phát hành"))
