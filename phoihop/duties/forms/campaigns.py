"""The shape of what is typed on the pages of campaigns. Whether it may be is asked of the verbs."""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.base.errors import Reason
from phoihop.base.forms import day_field
from phoihop.base.numbers import NotANumber, format_date, parse_date, parse_number
from phoihop.base.text import named, nfc
from phoihop.duties import kinds
from phoihop.duties.models import Regulation
from phoihop.orgs.models import UnitVersion

_TIME = re.compile(r"([01]?\d|2[0-3])[:hg.]([0-5]\d)", re.ASCII)
FROM_THE_FIELD = "co-so"
FIELD = "so-"
"""Names of the inputs of numbers begin with this."""


class CampaignForm(forms.Form):
    """What a campaign is; its units, slots and numbers are proposed from it and changed on the next page."""

    kind = forms.ChoiceField(label=gettext_lazy("Loại đợt"))
    title_vi = forms.CharField(
        label=gettext_lazy("Tên đợt"), max_length=200, help_text=gettext_lazy("Ví dụ Bảo vệ bầu cử 23/5/2021.")
    )
    title_en = forms.CharField(label=gettext_lazy("Tên tiếng Anh"), max_length=200, required=False)
    starts_on = day_field(gettext_lazy("Ngày đầu"))
    ends_on = day_field(gettext_lazy("Ngày cuối"))
    level = forms.ChoiceField(
        label=gettext_lazy("Ai báo tình hình"),
        choices=[(FROM_THE_FIELD, gettext_lazy("đơn vị cơ sở (không còn cấp dưới)")), *UnitVersion.Level.choices],
    )
    types = forms.MultipleChoiceField(
        label=gettext_lazy("Chỉ loại đơn vị"),
        required=False,
        choices=UnitVersion.Type.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Không chọn là mọi loại. Từng đơn vị chọn ở bước sau."),
    )
    regulation = forms.ModelChoiceField(
        label=gettext_lazy("Theo quy chế"),
        queryset=Regulation.objects.order_by("code"),
        required=False,
        empty_label=gettext_lazy("không theo quy chế nào"),
    )

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(kind.code, named(kind, "name")) for kind in kinds.kinds_on(today)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Ngày kết thúc đứng trước ngày bắt đầu."))
        elif first and last and (last - first).days > 366:
            self.add_error("ends_on", _("Một đợt dài nhất một năm. Sửa ngày cuối hoặc chia thành nhiều đợt."))
        if given.get("level") == FROM_THE_FIELD:
            given["level"] = ""
        return given


def written_slots(moments: Iterable[datetime.datetime]) -> str:
    """One line a day: "23/05/2021: 05:00 07:00"."""
    local = sorted(timezone.localtime(moment) for moment in moments)
    return "\n".join(
        f"{format_date(day)}: {' '.join(f'{moment:%H:%M}' for moment in here)}"
        for day, here in groupby(local, key=lambda moment: moment.date())
    )


def read_slots(text: str) -> tuple[list[datetime.datetime], list[Reason]]:
    """The moments written so, and what could not be read; "7h30" and commas are understood too."""
    found, reasons = [], []
    for n, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        day_text, _colon, times = line.strip().partition(":") if ":" in line[:12] else line.strip().partition(" ")
        day, words = parse_date(day_text.strip()), re.split(r"[\s,;]+", times.strip())
        matches = [_TIME.fullmatch(word) for word in words if word]
        if day is None or not matches or None in matches:
            say = _("Dòng %(n)s không đọc được: “%(line)s”. Viết ngày rồi các giờ, ví dụ 23/05/2021: 05:00 07:00.")
            reasons.append(Reason(say % {"n": n, "line": line.strip()[:60]}, "slots"))
            continue
        times_of_day = [datetime.time(int(match[1]), int(match[2])) for match in matches if match]
        found += [timezone.make_aware(datetime.datetime.combine(day, time)) for time in times_of_day]
    return found, reasons


def written_fields(fields: Iterable[kinds.Field]) -> str:
    """One line a number: "Cử tri đã bỏ phiếu | %"."""
    return "\n".join(f"{field.label_vi} | {field.unit_vi}" for field in fields)


def read_fields(text: str, usual: Sequence[kinds.Field]) -> list[kinds.Field]:
    """The numbers written so; one that the kind usually has keeps its code, English name and way of adding up."""
    found: list[kinds.Field] = []
    for line in text.splitlines():
        label, _bar, unit = (part.strip() for part in nfc(line).partition("|"))
        if not label:
            continue
        known = next((one for one in usual if (one.label_vi, one.unit_vi) == (label, unit)), None)
        new = kinds.Field(f"n{len(found) + 1}", label[:80], unit_vi=unit[:20])
        share = replace(new, across="low", highest=100, decimals=2)
        found.append(known or (share if unit == "%" else new))
    return found


def read_numbers(given: QueryDict, asked: Iterable[kinds.Field]) -> tuple[dict[str, Decimal], list[Reason]]:
    """The numbers typed, by code; an empty input is no number."""
    found, reasons = {}, []
    for field in asked:
        text = given.get(FIELD + field.code, "").strip()
        if not text:
            continue
        try:
            found[field.code] = parse_number(text)
        except NotANumber as refusal:
            reasons += [Reason(f"{named(field, 'label')}: {reason}", FIELD + field.code) for reason in refusal.reasons]
    return found, reasons


class WorkForm(forms.Form):
    """The work given for a trouble."""

    title_vi = forms.CharField(label=gettext_lazy("Việc phải làm"), max_length=300, widget=forms.Textarea({"rows": 2}))
    product_vi = forms.CharField(label=gettext_lazy("Kết quả phải có"), max_length=300, required=False)
    due_on = day_field(gettext_lazy("Hạn"))
