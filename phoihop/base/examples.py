"""What the page of living examples shows: invented rows, no figure of the trade."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.base import charts, clock
from phoihop.base.errors import Reason


class Example(forms.Form):
    """Every kind of field that a Django form brings to the page."""

    name = forms.CharField(label=gettext_lazy("Tên mô hình"), help_text=gettext_lazy("Như trong quyết định thành lập."))
    day = forms.DateField(label=gettext_lazy("Ngày"), widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(
        label=gettext_lazy("Loại"),
        choices=[("new", gettext_lazy("mới")), ("kept", gettext_lazy("duy trì"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=gettext_lazy("Ghi chú"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agreed = forms.BooleanField(label=gettext_lazy("Hai bên đã thống nhất"), required=False)


STATES = (
    ("accepted", gettext_lazy("đã nhận")),
    ("pending", gettext_lazy("chờ duyệt")),
    ("empty", gettext_lazy("chưa gửi")),
    ("late", gettext_lazy("quá hạn")),
    ("returned", gettext_lazy("trả lại")),
    ("soon", gettext_lazy("sắp đến hạn")),
)
PLACES = (("Mai Sơn", 22, 22, 19), ("Quỳnh Nhai", 10, 11, 11), ("Sốp Cộp", 7, 8, 6), ("Thuận Châu", 29, 29, 27))


def shown() -> dict[str, Any]:
    """The context of base/style.html."""
    form = Example({"name": "", "day": "2022-01-13", "kind": "new", "note": "", "agreed": ""})
    form.is_valid()
    bars = [
        charts.Bar(name, passed, f"{passed}/{total}", "late" if passed < total else "", before)
        for name, passed, total, before in PLACES
    ]
    months = [Decimal(n) for n in (81, 84, 83, 88, 90, 96)]
    tones = ("good", "warn", "bad", "tone-5")
    return {
        "form": form,
        "reasons": [Reason(_("Ô “Tên mô hình” còn trống. Nhập tên rồi gửi lại."), "name"), Reason(_("Kỳ đã khoá."))],
        "states": STATES,
        "places": PLACES,
        "bars": charts.bar_chart(_("Xã đạt chuẩn theo huyện"), bars),
        "line": charts.line_chart(
            _("Tỷ lệ gửi đúng hạn sáu tháng"),
            ["T7", "T8", "T9", "T10", "T11", "T12"],
            [charts.Series("2021", months), charts.Series("2020", [m - 6 for m in months], before=True)],
            texts=[f"{m} %" for m in months],
        ),
        "spark": charts.spark_line(months, _("Sáu tháng: từ 81 % lên 96 %")),
        "tiles": charts.tile_map(
            _("Bốn huyện, sơ đồ ô"),
            [
                charts.Tile(name, at // 2, at % 2, name, f"{passed}/{total}", tones[at], "#tiles")
                for at, (name, passed, total, _before) in enumerate(PLACES)
            ],
        ),
        "pages": Paginator(range(60), 20).page(2),
        "today": clock.today(),
        "share": Decimal(19500) / 204,
    }
