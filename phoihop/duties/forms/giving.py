"""The shape of what is typed by who gives work. Whether it may be is asked of the verbs."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.base.forms import day_field
from phoihop.duties.models import Period, Regulation


class PaperForm(forms.Form):
    """What every paper says on its head, and the paper itself."""

    number = forms.CharField(label=_("Số, ký hiệu"), max_length=60)
    title_vi = forms.CharField(label=_("Trích yếu"), max_length=300, widget=forms.Textarea({"rows": 2}))
    title_en = forms.CharField(label=_("Trích yếu tiếng Anh"), max_length=300, required=False)
    issued_on = day_field(_("Ngày ban hành"))
    file = forms.FileField(
        label=_("Tệp văn bản"),
        required=False,
        help_text=_("PDF, ảnh, Word hoặc Excel; không nhận tài liệu mật. Khi trang báo lỗi thì chọn lại tệp."),
        error_messages={"empty": _("Tệp rỗng. Kiểm tra lại tệp rồi chọn lại.")},
    )


class ProgrammeForm(PaperForm):
    """The year's programme of a regulation; the choices are those on record."""

    field_order = ("regulation", "period", "number", "title_vi", "title_en", "issued_on", "file")
    regulation = forms.ModelChoiceField(label=_("Quy chế"), queryset=Regulation.objects.none(), empty_label=None)
    period = forms.ModelChoiceField(label=_("Năm"), queryset=Period.objects.none(), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regulation, period = self.fields["regulation"], self.fields["period"]
        assert isinstance(regulation, forms.ModelChoiceField)
        assert isinstance(period, forms.ModelChoiceField)
        regulation.queryset = Regulation.objects.order_by("-term_from", "code")
        period.queryset = Period.objects.filter(kind=Period.Kind.YEAR).order_by("-year")


class DirectiveForm(PaperForm):
    field_order = ("number", "issuer", "issued_on", "received_on", "title_vi", "title_en", "file")
    issuer = forms.CharField(label=_("Cơ quan ban hành"), max_length=160)
    received_on = day_field(_("Ngày nhận"))


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
