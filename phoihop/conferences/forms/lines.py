"""The shape of a test of a line: as the script measured it, or as the contact says it; and of go or no-go."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.base.forms import EMPTY, Plain
from phoihop.conferences.formulas import Measured
from phoihop.conferences.formulas.lines import AUDIO_KBPS, PICTURE_UP_KBPS, SOUND_UP_KBPS, VIDEO_KBPS

LINES = {
    "good": (VIDEO_KBPS, PICTURE_UP_KBPS),
    "weak": (AUDIO_KBPS, SOUND_UP_KBPS),
    "bare": (0, 0),
}
"""What the contact's words for the line count as: kbit/s down and up."""
_HALF_A_DAY = 12 * 60


class MeasuredForm(forms.Form):
    """What the script sends."""

    key = forms.CharField(max_length=64)
    has_camera = forms.BooleanField(required=False)
    has_sound = forms.BooleanField(required=False)
    can_video = forms.BooleanField(required=False)
    down_kbps = forms.IntegerField()
    up_kbps = forms.IntegerField()
    delay_ms = forms.IntegerField()
    clock_ms = forms.IntegerField()

    def measured(self) -> Measured:
        names = ("has_camera", "has_sound", "down_kbps", "up_kbps", "delay_ms", "clock_ms", "can_video")
        return Measured(**{name: self.cleaned_data[name] for name in names})


class ByHandForm(Plain):
    """What the contact sees himself, where no script can measure."""

    has_camera = forms.BooleanField(label=_("Máy ảnh chạy: mở chương trình xem ảnh thấy hình"), required=False)
    has_sound = forms.BooleanField(label=_("Micro chạy: thu thử nghe lại được"), required=False)
    can_video = forms.BooleanField(
        label=_("Trình duyệt này xem được hình, nghe được tiếng của phòng họp"), required=False
    )
    line = forms.ChoiceField(
        label=_("Đường truyền"),
        choices=[
            ("", _("chọn")),
            ("good", _("tốt: xem phim trên mạng không dừng")),
            ("weak", _("yếu: nghe được, hình hay dừng")),
            ("bare", _("rất yếu: mở trang chữ cũng chậm")),
        ],
        error_messages={"required": _("Chọn mức của đường truyền."), "invalid_choice": _("Chọn mức của đường truyền.")},
    )
    clock = forms.TimeField(
        label=_("Giờ máy đang chỉ"),
        help_text=_("Nhìn đồng hồ ở góc màn hình ngay trước khi gửi, ví dụ 14:05."),
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"required": EMPTY, "invalid": _("Giờ chưa đúng. Nhập giờ:phút, ví dụ 14:05.")},
    )

    def measured(self, now: datetime.datetime) -> Measured:
        """`now` is local. A clock read by the minute and typed by hand counts as right within a minute."""
        given = self.cleaned_data
        down, up = LINES[given["line"]]
        off = given["clock"].hour * 60 + given["clock"].minute - now.hour * 60 - now.minute
        off = (off + _HALF_A_DAY) % (2 * _HALF_A_DAY) - _HALF_A_DAY
        return Measured(
            has_camera=given["has_camera"],
            has_sound=given["has_sound"],
            down_kbps=down,
            up_kbps=up,
            delay_ms=0,
            clock_ms=0 if abs(off) <= 1 else off * 60_000,
            can_video=given["can_video"],
        )


class ReadyForm(Plain):
    reason = forms.CharField(
        label=_("Lý do, việc còn phải làm"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Phải ghi khi chưa sẵn sàng, hoặc khi vẫn họp dù còn điểm cầu có lỗi."),
    )

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
