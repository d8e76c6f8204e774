"""The shape of what is typed while a conference is prepared. Whether it may be is asked of the verbs."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.base.errors import Reason
from phoihop.base.forms import NOT_A_DATE, day_field, reasons_of
from phoihop.conferences.models import AgendaItem, Conference, Delegate
from phoihop.conferences.rules import Plan
from phoihop.duties.models import Period, Regulation
from phoihop.orgs.models import Post

_TIMES = ("%H:%M", "%H:%M:%S", "%Hh%M", "%Hg%M")
_NUMBER = forms.TextInput({"inputmode": "numeric", "class": "number"})
YEARS = range(2000, 2101)
_WHOLE = {"invalid": _("Nhập số nguyên, ví dụ 5.")}


def mark(form: forms.Form, reasons: Iterable[Reason]) -> None:
    """Show each reason at its field too."""
    for reason in reasons:
        if reason.field in form.fields:
            form.add_error(reason.field, str(reason.text))


def time_field(label: Any) -> forms.TimeField:
    """A time of day, chosen in the browser's own way or typed."""
    return forms.TimeField(
        label=label,
        input_formats=list(_TIMES),
        widget=forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M"),
        error_messages={"invalid": _("Giờ chưa đúng. Nhập giờ:phút, ví dụ 08:00.")},
    )


class ConferenceForm(forms.Form):
    """What a conference is. `chairs` and `deputies` are the posts that may be chosen."""

    title_vi = forms.CharField(label=_("Tên hội nghị"), max_length=300, widget=forms.Textarea({"rows": 2}))
    title_en = forms.CharField(label=_("Tên tiếng Anh"), max_length=300, required=False)
    regulations = forms.ModelMultipleChoiceField(
        label=_("Quy chế"),
        queryset=Regulation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    period = forms.ModelChoiceField(label=_("Giao ban của kỳ"), queryset=Period.objects.none(), empty_label=None)
    day = day_field(_("Ngày họp"))
    starts = time_field(_("Bắt đầu"))
    ends = time_field(_("Kết thúc"))
    last_day = day_field(_("Ngày kết thúc"), _("Chỉ ghi khi họp quá một ngày."), required=False)
    place_vi = forms.CharField(label=_("Nơi họp"), max_length=200, help_text=_("Phòng của điểm cầu chính."))
    chair = forms.ModelChoiceField(label=_("Chủ trì"), queryset=Post.objects.none(), empty_label=None)
    deputies = forms.ModelMultipleChoiceField(
        label=_("Thay chủ trì khi cần"),
        queryset=Post.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    quorum = forms.ChoiceField(label=_("Túc số"), choices=Conference.Quorum.choices)
    speech_minutes = forms.IntegerField(label=_("Mỗi lượt phát biểu (phút)"), widget=_NUMBER, error_messages=_WHOLE)
    video = forms.ChoiceField(label=_("Hình ảnh"), choices=Conference.Video.choices)
    video_link = forms.CharField(
        label=_("Địa chỉ phòng họp hình"),
        max_length=300,
        required=False,
        help_text=_("Chỉ khi dùng phòng có sẵn của cơ quan."),
    )
    is_recorded = forms.BooleanField(label=_("Cho phép ghi hình, ghi âm"), required=False)

    def __init__(
        self,
        *args: Any,
        regulations: "QuerySet[Regulation]",
        periods: "QuerySet[Period]",
        chairs: "QuerySet[Post]",
        deputies: "QuerySet[Post]",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = {"regulations": regulations, "period": periods, "chair": chairs, "deputies": deputies}
        for name, rows in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for name in ("day", "last_day"):
            if given.get(name) and given[name].year not in YEARS:
                self.add_error(name, NOT_A_DATE)
        return given

    def plan(self) -> Plan:
        """What was typed; the form is clean."""
        given = self.cleaned_data
        last = given["last_day"] or given["day"]
        return Plan(
            title_vi=given["title_vi"],
            title_en=given["title_en"],
            period=given["period"],
            regulations=list(given["regulations"]),
            starts_at=moment(given["day"], given["starts"]),
            ends_at=moment(last, given["ends"]),
            place_vi=given["place_vi"],
            chair=given["chair"],
            deputies=list(given["deputies"]),
            quorum=given["quorum"],
            speech_seconds=60 * given["speech_minutes"],
            video=given["video"],
            video_link=given["video_link"] if given["video"] == Conference.Video.LINK else "",
            is_recorded=given["is_recorded"],
        )

    def reasons(self) -> list[Reason]:
        return reasons_of(self)


def moment(day: datetime.date, time: datetime.time) -> datetime.datetime:
    """That time of that day here."""
    return timezone.make_aware(datetime.datetime.combine(day, time))


def first_of(conference: Conference) -> dict[str, Any]:
    """What the form shows of a conference that is there."""
    start, end = timezone.localtime(conference.starts_at), timezone.localtime(conference.ends_at)
    plain = ("title_vi", "title_en", "period", "place_vi", "chair", "quorum", "video", "video_link", "is_recorded")
    return {name: getattr(conference, name) for name in plain} | {
        "regulations": list(conference.regulations.all()),
        "deputies": list(conference.deputies.all()),
        "day": start.date(),
        "starts": start.time(),
        "ends": end.time(),
        "last_day": end.date() if end.date() != start.date() else None,
        "speech_minutes": max(1, conference.speech_seconds // 60),
    }


class SiteForm(forms.Form):
    """A site: its name, its room and the post at its computer, one of `contacts`."""

    name_vi = forms.CharField(label=_("Tên điểm cầu"), max_length=160)
    room_vi = forms.CharField(label=_("Phòng họp"), max_length=200, required=False)
    contact = forms.ModelChoiceField(label=_("Đầu mối"), queryset=Post.objects.none(), empty_label=None)

    def __init__(self, *args: Any, contacts: "QuerySet[Post]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["contact"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = contacts


class ItemForm(forms.Form):
    """A point of the agenda, led by one of `speakers` or by nobody in particular."""

    kind = forms.ChoiceField(label=_("Loại"), choices=AgendaItem.Kind.choices)
    title_vi = forms.CharField(label=_("Nội dung"), max_length=300)
    title_en = forms.CharField(label=_("Nội dung tiếng Anh"), max_length=300, required=False)
    minutes = forms.IntegerField(label=_("Số phút"), widget=_NUMBER, error_messages=_WHOLE)
    speaker = forms.ModelChoiceField(
        label=_("Người trình bày"),
        queryset=Delegate.objects.none(),
        required=False,
        empty_label=_("không ghi riêng"),
    )

    def __init__(self, *args: Any, speakers: "QuerySet[Delegate]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["speaker"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = speakers


class SpeechForm(forms.Form):
    """A speech to be registered for one of `items` by one of `seats`."""

    delegate = forms.ModelChoiceField(label=_("Đại biểu"), queryset=Delegate.objects.none(), empty_label=None)
    item = forms.ModelChoiceField(label=_("Ở nội dung"), queryset=AgendaItem.objects.none(), empty_label=None)
    title_vi = forms.CharField(label=_("Tên tham luận"), max_length=300, widget=forms.Textarea({"rows": 2}))
    file = forms.FileField(
        label=_("Bài viết"),
        required=False,
        help_text=_("PDF hoặc Word; không nhận tài liệu mật. Khi trang báo lỗi thì chọn lại tệp."),
        error_messages={"empty": _("Tệp rỗng. Kiểm tra lại tệp rồi chọn lại.")},
    )

    def __init__(self, *args: Any, seats: "QuerySet[Delegate]", items: "QuerySet[AgendaItem]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        delegate, item = self.fields["delegate"], self.fields["item"]
        assert isinstance(delegate, forms.ModelChoiceField)
        assert isinstance(item, forms.ModelChoiceField)
        delegate.queryset, item.queryset = seats, items


class ReplyForm(forms.Form):
    """An answer to an invitation; `substitutes` are the posts that may come instead."""

    answer = forms.ChoiceField(
        label=_("Trả lời"),
        choices=[
            ("comes", _("Dự")),
            ("delegated", _("Cử người cùng cơ quan dự thay")),
            ("absent", _("Vắng, có lý do")),
        ],
        widget=forms.RadioSelect,
    )
    substitute = forms.TypedChoiceField(
        label=_("Người dự thay"), coerce=int, empty_value=None, required=False, help_text=_("Chỉ khi cử người dự thay.")
    )
    reason = forms.CharField(label=_("Lý do"), max_length=300, required=False, help_text=_("Phải ghi khi vắng."))

    def __init__(self, *args: Any, substitutes: Sequence[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["substitute"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("chưa chọn")), *((post.pk, post.title) for post in substitutes)]
