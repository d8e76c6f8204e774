"""The one gate for every upload and every field of free text.

It names what it refuses and what to do instead. Files are looked into in memory, before a byte reaches the store.
"""

import itertools
import unicodedata
from typing import Protocol

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from phoihop.base.errors import Reason
from phoihop.documents import inside as files
from phoihop.documents import kinds, marks

ALLOWED = ", ".join(kinds.MEDIA)


class Upload(Protocol):
    """What the gate needs of an uploaded file; Django's UploadedFile offers it."""

    @property
    def name(self) -> str | None: ...
    @property
    def size(self) -> int | None: ...
    def read(self, num_bytes: int = ..., /) -> bytes: ...
    def seek(self, offset: int, /) -> object: ...


def check_text(text: str, field: str, label: str = "") -> list[Reason]:
    """Reasons why this text may not be kept: a citizen's number, a telephone number, a secrecy marking.

    `field` is the form field's name; `label` is how the user knows it ("Ghi chú"), and stands in the sentence.
    """
    where = label or _("Phần chữ này")
    found = _numbers(text, where)
    if any(True for _mark in marks.markings(text)):
        found.append(_secret(where))
    return [Reason(sentence, field=field) for sentence in dict.fromkeys(found)]


def _numbers(text: str, where: str) -> list[str]:
    citizen = _(
        "%(where)s có dãy số giống số giấy tờ của một người (%(number)s). "
        "Xóa dãy số đó: ở đây không giữ số giấy tờ cá nhân."
    )
    telephone = _(
        "%(where)s có dãy số giống số điện thoại (%(number)s). Xóa dãy số đó; cần liên hệ thì ghi cơ quan và chức vụ."
    )
    found = [citizen % {"where": where, "number": _tail(number)} for number in marks.citizen_numbers(text)]
    return found + [telephone % {"where": where, "number": _tail(one)} for one in marks.telephone_numbers(text)]


def check_upload(upload: Upload, field: str) -> list[Reason]:
    """Reasons why this file may not be kept: too large, empty, of a kind not allowed, locked, marked as secret, or
    holding the numbers of citizens. The file is left rewound."""
    name = unicodedata.normalize("NFC", upload.name or "")
    size = upload.size or 0
    if size > settings.UPLOAD_LIMIT:
        limit = filesizeformat(settings.UPLOAD_LIMIT)
        words = _(
            "Tệp “%(name)s” nặng %(size)s, quá mức %(limit)s. Nén ảnh, tách tệp, hoặc gửi phần cần làm minh chứng."
        )
        return [Reason(words % {"name": name, "size": filesizeformat(size), "limit": limit}, field=field)]
    upload.seek(0)
    data = upload.read()
    upload.seek(0)
    return check_bytes(data, name, field)


def check_bytes(data: bytes, name: str, field: str) -> list[Reason]:
    """The same for bytes already in hand."""
    where = _("Tệp “%(name)s”") % {"name": name}
    kind = kinds.of(data, name)
    refused = _why_not_kind(data, name, kind)
    if refused:
        return [Reason(refused, field=field)]
    named = _("Tên tệp “%(name)s”") % {"name": name}
    stem = name.rsplit(".", 1)[0].replace("_", " ")
    found = _numbers(stem, named)
    if any(True for search in (marks.markings_in_name, marks.markings) for _mark in search(stem)):
        found.append(_secret(named))
    try:
        pieces = list(files.words(data, kind))
    except files.Closed:
        return [Reason(sentence, field=field) for sentence in [*found, _closed(name)]]
    inside = "\n".join(pieces)
    enclosed = (mark for piece in pieces if isinstance(piece, files.Named) for mark in marks.markings_in_name(piece))
    if any(True for _mark in itertools.chain(marks.markings(inside), enclosed)):
        found.append(_secret(where))
    for number in marks.citizen_numbers(inside):
        found.append(
            _("%(where)s có số giấy tờ của một người (%(number)s). Che hoặc bỏ phần đó rồi tải lại.")
            % {"where": where, "number": _tail(number)}
        )
        break
    return [Reason(sentence, field=field) for sentence in dict.fromkeys(found)]


def _why_not_kind(data: bytes, name: str, kind: str) -> str:
    said = {"name": name, "allowed": ALLOWED}
    if not data:
        return _("Tệp “%(name)s” rỗng. Kiểm tra lại tệp rồi tải lên lần nữa.") % said
    if kind == kinds.LOCKED:
        return _("Tệp “%(name)s” đang đặt mật khẩu nên không kiểm tra được. Bỏ mật khẩu rồi tải lại.") % said
    if not kind:
        return _("Tệp “%(name)s” không thuộc loại nhận được (%(allowed)s). Lưu lại thành một trong các loại đó.") % said
    if kinds.ending(name) != kind:
        return _("Tệp “%(name)s” thực ra là loại .%(kind)s. Đổi đuôi tên tệp cho đúng rồi tải lại.") % {
            **said,
            "kind": kind,
        }
    return ""


def _closed(name: str) -> str:
    return _(
        "Tệp “%(name)s” có phần không mở ra kiểm tra được (hỏng, lồng tệp khác, hoặc quá nhiều trang). "
        "Lưu lại thành tệp mới không kèm tệp lồng rồi tải lại."
    ) % {"name": name}


def _secret(where: str) -> str:
    return _(
        "%(where)s mang dấu chỉ độ mật. Hệ thống này chỉ giữ tài liệu không mật: "
        "gửi bản giấy theo đường văn thư mật, ở đây chỉ ghi số và ngày của văn bản."
    ) % {"where": where}


def _tail(number: str) -> str:
    """The last three digits only: a refusal is shown and may be logged."""
    return "…" + number[-3:]
