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


class AssignForm(forms.Form):
    """A task as it is to be given; whom it is given to is ticked beside it. `kinds`: those that may be chosen."""

    code = forms.CharField(label=_("Mã việc"), max_length=48)
    title_vi = forms.CharField(label=_("Nội dung việc"), max_length=300, widget=forms.Textarea({"rows": 2}))
    title_en = forms.CharField(label=_("Nội dung tiếng Anh"), max_length=300, required=False)
    product_vi = forms.CharField(label=_("Sản phẩm phải có"), max_length=300, required=False)
    kind = forms.ChoiceField(label=_("Loại việc"))
    regulation = forms.ModelChoiceField(
        label=_("Theo quy chế"),
        queryset=Regulation.objects.none(),
        required=False,
        empty_label=_("không theo quy chế nào"),
    )
    period = forms.ModelChoiceField(label=_("Tính vào kỳ"), queryset=Period.objects.none(), empty_label=None)
    starts_on = day_field(_("Bắt đầu từ"), required=False)
    due_on = day_field(_("Hạn hoàn thành"))
    is_priority = forms.BooleanField(label=_("Nhiệm vụ trọng tâm"), required=False)
    both_accept = forms.BooleanField(label=_("Xong khi cả hai bên nhận"), required=False)
    is_checked = forms.BooleanField(label=_("Phải được kiểm tra độc lập trước khi nhận"), required=False)
    needs_evidence = forms.BooleanField(label=_("Đơn vị chủ trì phải nộp minh chứng"), required=False)

    def __init__(
        self, *args: Any, kinds: Iterable[tuple[str, Any]], regulations: Any, periods: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        kind, regulation, period = self.fields["kind"], self.fields["regulation"], self.fields["period"]
        assert isinstance(kind, forms.ChoiceField)
        assert isinstance(regulation, forms.ModelChoiceField)
        assert isinstance(period, forms.ModelChoiceField)
        kind.choices = list(kinds)
        regulation.queryset, period.queryset = regulations, periods


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
