"""The shape of what is typed into the registers of the standard, models and operations."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.base.errors import Reason
from phoihop.base.forms import EMPTY, Plain, day_field
from phoihop.registers.formulas import Given
from phoihop.registers.models import Criterion


class EvidenceForm(Plain):
    title = forms.CharField(label=gettext_lazy("Tên minh chứng"), max_length=200, error_messages={"required": EMPTY})
    fact_on = day_field(
        gettext_lazy("Ngày của sự việc"),
        gettext_lazy("Ngày trên văn bản hoặc ngày việc xảy ra, không phải ngày tải lên."),
    )
    file = forms.FileField(
        label=gettext_lazy("Tệp"),
        help_text=gettext_lazy("PDF, ảnh, Word hoặc Excel."),
        error_messages={"required": gettext_lazy("Chưa chọn tệp."), "empty": gettext_lazy("Tệp rỗng.")},
    )


class RemarkForm(Plain):
    remark = forms.CharField(
        label=gettext_lazy("Lý do trả lại"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": EMPTY},
    )


class ReopenForm(Plain):
    reason = forms.CharField(
        label=gettext_lazy("Lý do xét lại"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": EMPTY},
    )


class RulingForm(Plain):
    number = forms.CharField(
        label=gettext_lazy("Số quyết định"),
        help_text=gettext_lazy("Ví dụ 2415/QĐ-UBND."),
        max_length=40,
        error_messages={"required": EMPTY},
    )
    decided_on = day_field(gettext_lazy("Ngày quyết định"), gettext_lazy("Ngày ghi trên quyết định."))


class NewModelForm(Plain):
    code = forms.CharField(label=gettext_lazy("Mã"), max_length=24, error_messages={"required": EMPTY})
    name_vi = forms.CharField(label=gettext_lazy("Tên mô hình"), max_length=200, error_messages={"required": EMPTY})
    name_en = forms.CharField(label=gettext_lazy("Tên tiếng Anh"), max_length=200, required=False)
    field_vi = forms.CharField(label=gettext_lazy("Lĩnh vực"), max_length=120, error_messages={"required": EMPTY})
    built_on = day_field(gettext_lazy("Ngày xây dựng"))


class EndModelForm(Plain):
    ended_on = day_field(gettext_lazy("Ngày kết thúc"))
    reason = forms.CharField(label=gettext_lazy("Lý do kết thúc"), max_length=300, error_messages={"required": EMPTY})


class SiteForm(Plain):
    unit = forms.ChoiceField(label=gettext_lazy("Đơn vị"), error_messages={"required": EMPTY})
    groups = forms.IntegerField(
        label=gettext_lazy("Số tổ"),
        initial=1,
        min_value=1,
        max_value=999,
        error_messages={"invalid": gettext_lazy("Nhập số nguyên.")},
    )
    since = day_field(gettext_lazy("Từ ngày"))

    def __init__(self, units: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(units)


class NewOperationForm(Plain):
    code = forms.CharField(
        label=gettext_lazy("Mã chuyên án"),
        help_text=gettext_lazy("Chỉ mã. Không ghi tên người, địa chỉ hay nội dung."),
        max_length=24,
        error_messages={"required": EMPTY},
    )
    opened_on = day_field(gettext_lazy("Ngày xác lập"))
    bodies = forms.MultipleChoiceField(
        label=gettext_lazy("Cơ quan tham gia"),
        help_text=gettext_lazy("Từ hai cơ quan; tính là phối hợp khi thuộc hai cấp."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Chọn ít nhất hai cơ quan.")},
    )

    def __init__(self, bodies: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["bodies"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = list(bodies)


class CloseForm(Plain):
    closed_on = day_field(gettext_lazy("Ngày kết thúc"))


class TaskOperationForm(Plain):
    due_on = day_field(gettext_lazy("Hạn"))


def read_answers(posted: Mapping[str, str], criteria: Iterable[Criterion]) -> tuple[dict[int, Given], list[Reason]]:
    """What the form says of each criterion (number -> Given), and what cannot be read as a whole number."""
    given: dict[int, Given] = {}
    faults: list[Reason] = []
    for criterion in criteria:
        name = f"c{criterion.number}"
        note = posted.get(f"{name}_note", "")[:400]
        if criterion.least_percent is None:
            said = {"1": True, "0": False}.get(posted.get(name, ""))
            given[criterion.number] = Given(met=said, note=note)
            continue
        part, wrong_part = _whole(posted.get(f"{name}_part", ""), f"{name}_part", criterion.number)
        whole, wrong_whole = _whole(posted.get(f"{name}_whole", ""), f"{name}_whole", criterion.number)
        faults += wrong_part + wrong_whole
        given[criterion.number] = Given(part=part, whole=whole, note=note)
    return given, faults


def _whole(typed: str, field: str, number: int) -> tuple[int | None, list[Reason]]:
    text = typed.strip().replace(".", "").replace("\u00a0", "").replace(" ", "")
    if not text:
        return None, []
    if text.isdecimal() and len(text) < 7:
        return int(text), []
    return None, [Reason(_("Tiêu chí {n}: “{typed}” không phải số nguyên.").format(n=number, typed=typed), field)]
