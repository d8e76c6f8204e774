"""The shape of what is typed on the pages of regulations and periods. Whether it may be is asked of the verbs."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.base.errors import Reason
from phoihop.base.forms import day_field
from phoihop.duties.models import Article, Duty, Period, Regulation
from phoihop.orgs.models import BEGINNING, OPEN_END, UnitVersion

_LONG = forms.Textarea({"rows": 4})


def mark(form: forms.Form, reasons: Iterable[Reason]) -> None:
    """Show each reason at its field too."""
    for reason in reasons:
        if reason.field in form.fields:
            form.add_error(reason.field, str(reason.text))


class RegulationForm(forms.Form):
    code = forms.SlugField(label=_("Mã quy chế"), max_length=24, help_text=_("Chữ không dấu và số, ví dụ qc-2021."))
    title_vi = forms.CharField(label=_("Tên quy chế"), max_length=300, widget=_LONG)
    title_en = forms.CharField(label=_("Tên tiếng Anh"), max_length=300, required=False)
    decision = forms.CharField(label=_("Số quyết định ban hành"), max_length=60, help_text=_("Ví dụ 306-QĐ/TU."))
    issuer = forms.CharField(label=_("Cơ quan ban hành"), max_length=160)
    issued_on = day_field(_("Ngày ban hành"))
    term_from = day_field(_("Nhiệm kỳ từ"))
    term_to = day_field(_("Nhiệm kỳ đến"))


class ArticleForm(forms.Form):
    """A new place of the text; the choices of `parent` are this regulation's chapters, articles and clauses."""

    kind = forms.ChoiceField(label=_("Loại mục"), choices=Article.Kind.choices)
    number = forms.CharField(label=_("Số"), max_length=8, help_text=_("Ví dụ 5, 2, b."))
    parent = forms.ModelChoiceField(label=_("Thuộc"), queryset=Article.objects.none(), required=False)
    text_vi = forms.CharField(label=_("Câu chữ"), widget=_LONG)
    text_en = forms.CharField(label=_("Câu chữ tiếng Anh"), widget=_LONG, required=False)

    def __init__(self, *args: Any, regulation: Regulation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parents = regulation.articles.exclude(kind=Article.Kind.POINT).select_related("parent").order_by("order")
        field = self.fields["parent"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = parents
        field.label_from_instance = place_of  # type: ignore[method-assign, assignment]


def place_of(article: Article) -> str:
    """ "khoản 2, điều 5": where in the text, the innermost first. Needs `parent` loaded."""
    own = f"{article.get_kind_display()} {article.number}"
    return f"{own}, {place_of(article.parent)}" if article.parent else own


class RewordForm(forms.Form):
    text_vi = forms.CharField(label=_("Câu chữ mới"), widget=_LONG)
    text_en = forms.CharField(label=_("Câu chữ tiếng Anh"), widget=_LONG, required=False)
    valid_from = day_field(_("Có hiệu lực từ"))


class WaiveForm(forms.Form):
    reason = forms.CharField(
        label=_("Vì sao mục này không sinh nghĩa vụ"),
        max_length=300,
        help_text=_("Ví dụ: nguyên tắc chung, không giao việc cho ai."),
    )


class DutyForm(forms.Form):
    code = forms.CharField(label=_("Mã nghĩa vụ"), max_length=24, help_text=_("Ví dụ BC-QUY."))
    kind = forms.ChoiceField(label=_("Loại"), choices=Duty.Kind.choices)
    title_vi = forms.CharField(label=_("Phải làm gì"), max_length=300, widget=_LONG)
    title_en = forms.CharField(label=_("Tiếng Anh"), max_length=300, required=False)
    debtor_level = forms.ChoiceField(label=_("Ai làm"), choices=UnitVersion.Level.choices)
    creditor_level = forms.ChoiceField(label=_("Gửi đến"), choices=UnitVersion.Level.choices)
    every = forms.ChoiceField(label=_("Theo kỳ"), choices=Period.Kind.choices)
    proof_vi = forms.CharField(label=_("Cái gì chứng minh đã làm"), max_length=300, required=False)
    proof_en = forms.CharField(label=_("Tiếng Anh của minh chứng"), max_length=300, required=False)
    record_of = forms.ChoiceField(
        label=_("Sổ chứng minh"),
        choices=[("", _("không, đơn vị tự nộp kết quả")), *Duty.Record.choices],
        required=False,
    )
    both_accept = forms.BooleanField(label=_("Xong khi cả hai bên nhận"), required=False)
    valid_from = day_field(_("Có hiệu lực từ"), required=False)
    valid_to = day_field(_("Đến hết"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        given["valid_from"] = given.get("valid_from") or BEGINNING
        given["valid_to"] = given.get("valid_to") or OPEN_END
        return given


class PeriodsForm(forms.Form):
    """The usual periods of a year, to be recorded where they are missing."""

    new_year = forms.IntegerField(label=_("Năm"), min_value=2000, max_value=2100)
    kinds = forms.MultipleChoiceField(
        label=_("Loại kỳ"),
        choices=[choice for choice in Period.Kind.choices if choice[0] != Period.Kind.AD_HOC],
        widget=forms.CheckboxSelectMultiple,
    )


class DueForm(forms.Form):
    due_on = day_field(_("Hạn gửi"))
