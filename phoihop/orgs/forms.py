"""The shape of what is sent in: lists of units and of changes as CSV files."""

import csv
import datetime
import io
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.base.errors import Reason
from phoihop.base.numbers import parse_date
from phoihop.base.text import nfc
from phoihop.orgs.formulas import ChangeRow, VersionRow
from phoihop.orgs.models import BEGINNING, OPEN_END, Delegation, Post, Succession, UnitVersion

VERSION_COLUMNS = ("code", "parent_code", "level", "type", "name_vi", "valid_from", "valid_to")
CHANGE_COLUMNS = ("old_code", "new_code", "kind", "effective_from")
NAME_LENGTH = 100


@dataclass
class Lists:
    """What the files hold, every fault found in them, and what was put right in passing (notes)."""

    versions: list[VersionRow] = field(default_factory=list)
    changes: list[ChangeRow] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    notes: list[Reason] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    """Codes of units whose row could not be read: what refers to them is not called wrong for that."""


def read_lists(files: Iterable[tuple[str, bytes]]) -> Lists:
    """Read files (name, bytes); each is a list of units or of changes, told apart by its columns. Never raises."""
    lists = Lists()
    for name, data in files:
        text = _decode(name, data, lists)
        if text is not None:
            try:
                _read_one(name, text, lists)
            except csv.Error:
                say = _("Tệp không đọc được như bảng .csv: có ô quá dài, hoặc dấu nháy không đóng. Sửa tệp rồi nạp.")
                lists.reasons.append(Reason(say, place=name))
    return lists


class TreeForm(forms.Form):
    """Which day's tree, under which unit (code), and what is looked for in it."""

    on = forms.DateField(label=gettext_lazy("Tại ngày"), required=False)
    under = forms.CharField(required=False, max_length=8, widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("Tìm đơn vị"), required=False, max_length=100)


class ListsForm(forms.Form):
    """The list of units, the list of changes between its versions; either alone too."""

    units = forms.FileField(label=gettext_lazy("Danh sách đơn vị (.csv)"), required=False)
    changes = forms.FileField(label=gettext_lazy("Danh sách thay đổi (.csv)"), required=False)

    def contents(self) -> list[tuple[str, bytes]]:
        sent = [self.cleaned_data[name] for name in ("units", "changes") if self.cleaned_data.get(name)]
        return [(file.name, file.read()) for file in sent]


class AwayForm(forms.Form):
    """Who stands in, from when to when. The choices of `stand_in` are the posts near the absent one, by unit."""

    stand_in = forms.TypedChoiceField(label=gettext_lazy("Người thay"), coerce=int)
    valid_from = forms.DateField(label=gettext_lazy("Từ ngày"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    valid_to = forms.DateField(label=gettext_lazy("Đến hết ngày"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    why = forms.ChoiceField(label=gettext_lazy("Lý do"), choices=Delegation.Why.choices)

    def __init__(self, *args: Any, near: Iterable[tuple[str, list[Post]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["stand_in"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "–"), *((unit, [(post.pk, str(post)) for post in posts]) for unit, posts in near)]

    def reasons(self) -> list[Reason]:
        """What is wrong with the shape, each with the field's label."""
        return [
            Reason(f"{self.fields[name].label}: {text}" if name in self.fields else str(text), name)
            for name, texts in self.errors.items()
            for text in texts
        ]


def _decode(name: str, data: bytes, lists: Lists) -> str | None:
    """UTF-8 text, or a reason that names what the file seems to be."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        seems = "UTF-16"
    else:
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            seems = "UTF-16" if b"\0" in data[:200] else "CP1258"
    say = _("Tệp không ở mã UTF-8 (có vẻ là %(seems)s). Lưu lại ở dạng “CSV UTF-8” rồi nạp.") % {"seems": seems}
    lists.reasons.append(Reason(say, place=name))
    return None


def _read_one(name: str, text: str, lists: Lists) -> None:
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",")
    head = [column.strip() for column in next(rows, [])]
    wanted = CHANGE_COLUMNS if {"old_code", "new_code"} & set(head) else VERSION_COLUMNS
    missing = [column for column in wanted if column not in head]
    if missing:
        say = _("Thiếu cột %(columns)s ở dòng đầu.") % {"columns": ", ".join(missing)}
        lists.reasons.append(Reason(say, place=name))
        return
    spelt = 0
    for cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        place = _("%(file)s, dòng %(line)s") % {"file": name, "line": rows.line_num}
        if len(cells) != len(head):
            say = _("Có %(n)s ô, dòng đầu có %(all)s cột.") % {"n": len(cells), "all": len(head)}
            lists.reasons.append(Reason(say, place=place))
            continue
        row = {column: nfc(cell) for column, cell in zip(head, cells, strict=True)}
        spelt += any(not unicodedata.is_normalized("NFC", cell) for cell in cells)
        if wanted is VERSION_COLUMNS:
            _version(row, place, lists)
        else:
            _change(row, place, lists)
    if spelt:
        say = _("%(n)s dòng viết bằng dấu tổ hợp, đã đổi sang dấu dựng sẵn; chữ không đổi.") % {"n": spelt}
        lists.notes.append(Reason(say, place=name))


def _version(row: dict[str, str], place: str, lists: Lists) -> None:
    reasons = _wrong_code(row["code"], "code", place)
    if row["parent_code"]:
        reasons += _wrong_code(row["parent_code"], "parent_code", place)
    reasons += _wrong_word(row["level"], "level", UnitVersion.Level.values, place)
    reasons += _wrong_word(row["type"], "type", UnitVersion.Type.values, place)
    if not 0 < len(row["name_vi"]) <= NAME_LENGTH:
        reasons.append(Reason(_("Tên phải có từ 1 đến %(n)s chữ.") % {"n": NAME_LENGTH}, "name_vi", place))
    start = _day(row["valid_from"], "valid_from", BEGINNING, place, reasons)
    end = _day(row["valid_to"], "valid_to", OPEN_END, place, reasons)
    if start and end and end < start:
        reasons.append(Reason(_("Ngày hết hiệu lực đứng trước ngày bắt đầu."), "valid_to", place))
    lists.reasons += reasons
    if reasons:
        lists.unread.add(row["code"])
    elif start and end:
        lists.versions.append(
            VersionRow(
                row["code"], row["parent_code"], row["level"], row["type"], row["name_vi"], start, end, place=place
            )
        )


def _change(row: dict[str, str], place: str, lists: Lists) -> None:
    reasons = _wrong_code(row["old_code"], "old_code", place) + _wrong_code(row["new_code"], "new_code", place)
    reasons += _wrong_word(row["kind"], "kind", Succession.Kind.values, place)
    day = _day(row["effective_from"], "effective_from", None, place, reasons)
    lists.reasons += reasons
    if day and not reasons:
        lists.changes.append(
            ChangeRow(
                row["old_code"],
                row["new_code"],
                row["kind"],
                day,
                row.get("old_name_vi", ""),
                row.get("new_name_vi", ""),
                row.get("basis", "")[:200],
                place,
            )
        )


def _wrong_code(code: str, column: str, place: str) -> list[Reason]:
    if code.isascii() and code.isdigit() and len(code) <= 8:
        return []
    say = _("Mã “%(code)s” phải chỉ gồm chữ số, giữ cả số 0 ở đầu.") % {"code": code}
    return [Reason(say, column, place)]


def _wrong_word(word: str, column: str, known: list[str], place: str) -> list[Reason]:
    if word in known:
        return []
    say = _("Cột %(column)s: không có “%(word)s”. Dùng một trong: %(known)s.")
    return [Reason(say % {"column": column, "word": word, "known": ", ".join(known)}, column, place)]


def _day(
    text: str, column: str, empty: datetime.date | None, place: str, reasons: list[Reason]
) -> datetime.date | None:
    """YYYY-MM-DD or dd/mm/yyyy; an empty cell is `empty`, where that may be."""
    if not text and empty is not None:
        return empty
    if found := parse_date(text):
        return found
    say = _("Cột %(column)s: “%(day)s” không phải là ngày. Viết năm-tháng-ngày, ví dụ 2025-07-01.")
    reasons.append(Reason(say % {"column": column, "day": text}, column, place))
    return None
