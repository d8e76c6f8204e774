"""Name the faults of an official paper, as it stands in a .docx, against a dated layout.

The parts are found by their words and their order, not by styles, so that papers typed by hand can be checked too.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from phoihop.base.text import fold
from phoihop.documents.check_read import Page, Setting, Written, look_into
from phoihop.documents.formulas import two_digits
from phoihop.documents.layouts import Layout

TYPES = {
    "BC": "BÁO CÁO", "KH": "KẾ HOẠCH", "CTr": "CHƯƠNG TRÌNH", "TTr": "TỜ TRÌNH", "TB": "THÔNG BÁO", "KL": "KẾT LUẬN",
    "NQ": "NGHỊ QUYẾT", "QĐ": "QUYẾT ĐỊNH", "QC": "QUY CHẾ", "CT": "CHỈ THỊ", "HD": "HƯỚNG DẪN", "BB": "BIÊN BẢN",
    "ĐA": "ĐỀ ÁN", "PA": "PHƯƠNG ÁN", "QyĐ": "QUY ĐỊNH", "TC": "THÔNG CÁO", "GM": "GIẤY MỜI",
}  # fmt: skip
"""symbol -> name of the type"""
_NAMES = {fold(name) for name in TYPES.values()}

_NUMBER = re.compile(r"^số\s*(:?)\s*([\d…. ]*)\s*([-/])\s*([A-ZĐa-zđ]+)(?:([-/])([A-ZĐ0-9a-zđƯƠ-]+))?", re.IGNORECASE)
_DATE = re.compile(r"ngày\s+([\d…. ]+?)\s+tháng\s+([\d…. ]+?)\s+năm\s+([\d…]+)", re.IGNORECASE)
_TOP = 25
"""Within so many lines the name of the type has to come; further down the same words head a column or a chapter."""
_AUTHORITY = re.compile(r"^(T/M|TM\.?|K/T|KT\.?|T/L|TL\.?|TUQ\.?|Q\.)\s", re.IGNORECASE)


@dataclass(frozen=True)
class Fault:
    """One fault: a code for programs, a sentence for people."""

    code: str
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass
class Parts:
    """The parts of a paper as they were recognised; None where one was not found."""

    title: Written | None = None
    motto: Written | None = None
    superior: Written | None = None
    issuer: Written | None = None
    star: Written | None = None
    number: Written | None = None
    date: Written | None = None
    type: Written | None = None
    about: Written | None = None
    subject: list[Written] = field(default_factory=list)
    rule: Written | None = None
    body: list[Written] = field(default_factory=list)
    label: Written | None = None
    recipients: list[Written] = field(default_factory=list)
    authority: Written | None = None
    post: Written | None = None


def check(data: bytes, layout: Layout) -> list[Fault]:
    """Every fault found in the bytes of a .docx, each once. read.Unreadable when it is no .docx."""
    setting = look_into(data)
    parts = recognise(setting, layout)
    checks: tuple[Callable[[Setting, Parts, Layout], Iterator[Fault]], ...] = (
        _pages,
        _fonts,
        _identity,
        _number,
        _date,
        _type_and_subject,
        _body,
        _foot,
        _looks,
    )
    found = [fault for one in checks for fault in one(setting, parts, layout)]
    return list(dict.fromkeys(found))


def recognise(setting: Setting, layout: Layout) -> Parts:
    """Find the parts by their words and their order."""
    lines = [line for line in setting.paragraphs if line.text]
    parts = Parts()
    top = enumerate(lines[:_TOP])
    at = next((i for i, line in top if _is_type(line.text) and not line.in_table), None)
    head = lines[: at if at is not None else _head_of_a_letter(lines)]
    _head(head, parts, layout)
    rest = lines[len(head) :]
    if at is not None:
        parts.type, rest = rest[0], rest[1:]
    while rest and rest[0].look.align == "center" and not rest[0].text.startswith("Kính "):
        line, rest = rest[0], rest[1:]
        if re.fullmatch(r"[-–—_ ]{2,}", line.text):
            parts.rule = line
            break
        parts.subject.append(line)
    end = next((i for i, line in enumerate(rest) if _is_foot(line.text)), len(rest))
    parts.body = [line for line in rest[:end] if not line.in_table and line.look.align != "center"]
    _tail(rest[end:], parts)
    return parts


def _head_of_a_letter(lines: list[Written]) -> int:
    """Without a name of type the head ends before "Kính gửi"; without that either, after ten lines."""
    to = (i for i, line in enumerate(lines[:_TOP]) if fold(line.text).startswith("kinh gui"))
    return next(to, min(len(lines), 10))


def _is_type(text: str) -> bool:
    return fold(text) in _NAMES and text[:1].isupper()


def _is_foot(text: str) -> bool:
    return fold(text).rstrip(":") == "noi nhan" or bool(_AUTHORITY.match(text))


def _head(head: list[Written], parts: Parts, layout: Layout) -> None:
    known = {fold("ĐẢNG CỘNG SẢN VIỆT NAM"), fold("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")}
    left = []
    for line in head:
        if fold(line.text) in known:
            parts.title = line
        elif fold(line.text).replace("–", "-").replace(" ", "") == "doclap-tudo-hanhphuc":
            parts.motto = line
        elif line.text.strip("* ") == "":
            parts.star = line
        elif _NUMBER.match(line.text) or fold(line.text).startswith(("so:", "so ")):
            parts.number = parts.number or line
        elif _DATE.search(line.text) or fold(line.text).startswith("ngay "):
            parts.date = line
        elif fold(line.text).startswith("v/v"):
            parts.about = line
        elif fold(line.text).startswith(("du thao", "kinh gui")):
            continue
        else:
            left.append(line)
    if left:
        parts.issuer = left[1] if len(left) > 1 else left[0]
        parts.superior = left[0] if len(left) > 1 else None


def _tail(rest: list[Written], parts: Parts) -> None:
    for index, line in enumerate(rest):
        if fold(line.text).rstrip(":") == "noi nhan":
            parts.label = line
        elif parts.label and not parts.authority and line.text.startswith(("-", "–")):
            parts.recipients.append(line)
        elif _AUTHORITY.match(line.text) and parts.authority is None:
            parts.authority = line
            parts.post = rest[index + 1] if index + 1 < len(rest) else None


def _pages(setting: Setting, parts: Parts, layout: Layout) -> Iterator[Fault]:
    names = {"top": _("trên"), "bottom": _("dưới"), "left": _("trái"), "right": _("phải")}
    for page in setting.pages:
        if sorted((round(page.width), round(page.height))) != [210, 297]:
            yield Fault(
                "page-size",
                _("Khổ giấy %(width)s × %(height)s mm; phải là A4, 210 × 297 mm.")
                % {"width": f"{page.width:.0f}", "height": f"{page.height:.0f}"},
            )
        for side, value in page.margins.items():
            span = layout.margins_mm[side]
            if not span.accepts(value, 0.6):
                wanted = f"{span.low:g}" if span.low == span.high else f"{span.low:g}–{span.high:g}"
                yield Fault(
                    f"margin-{side}",
                    _("Lề %(side)s %(value)s mm; phải là %(wanted)s mm.")
                    % {"side": names[side], "value": f"{value:.0f}", "wanted": wanted},
                )
        yield from _page_number(page)


def _page_number(page: Page) -> Iterator[Fault]:
    if page.numbered != "header_center":
        yield Fault(
            "page-number",
            _("Số trang đặt sai chỗ; phải ở giữa lề trên, từ trang thứ hai.")
            if page.numbered
            else _("Số trang không có; phải ở giữa lề trên, từ trang thứ hai."),
        )
    elif page.first_numbered:
        yield Fault("page-number-first", _("Trang đầu có số trang; trang đầu không đánh số."))


def _fonts(setting: Setting, parts: Parts, layout: Layout) -> Iterator[Fault]:
    other = {font for line in setting.paragraphs for font in line.fonts} - {layout.font}
    for font in sorted(other):
        yield Fault(
            "font",
            _("Có chữ dùng phông %(font)s; phải là %(wanted)s.")
            % {"font": font or _("không rõ"), "wanted": layout.font},
        )


def _identity(setting: Setting, parts: Parts, layout: Layout) -> Iterator[Fault]:
    first = layout.fixed["title"]
    if parts.title is None:
        yield Fault("title-missing", _("Thiếu dòng “%(line)s” ở đầu trang bên phải.") % {"line": first})
    elif parts.title.text != first:
        yield Fault(
            "title", _("Dòng đầu ghi “%(line)s”; phải là “%(wanted)s”.") % {"line": parts.title.text, "wanted": first}
        )
    everything = {fold(line.text).replace("–", "-") for line in setting.paragraphs}
    for words in layout.forbidden:
        if fold(words) in everything:
            yield Fault("forbidden", _("Có dòng “%(line)s”, không dùng trên loại văn bản này.") % {"line": words})
    motto = layout.fixed.get("motto")
    if motto and (parts.motto is None or parts.motto.text != motto):
        yield Fault("motto", _("Thiếu hoặc sai tiêu ngữ; phải là “%(motto)s”.") % {"motto": motto})
    if "star" in layout.fixed and parts.star is None:
        yield Fault("star", _("Thiếu dấu sao (*) giữa tên cơ quan và số văn bản."))
    if "star" not in layout.fixed and parts.star is not None:
        yield Fault("star", _("Có dấu sao (*) dưới tên cơ quan; văn bản này dùng đường kẻ."))
    if parts.issuer is None:
        yield Fault("issuer-missing", _("Thiếu tên cơ quan ban hành ở đầu trang bên trái."))
    for line in (parts.superior, parts.issuer):
        if line is not None and line.text != line.text.upper():
            yield Fault("issuer-caps", _("“%(line)s” phải viết in hoa.") % {"line": line.text})


def _number(setting: Setting, parts: Parts, layout: Layout) -> Iterator[Fault]:
    line = parts.number
    if line is None:
        yield Fault("number-missing", _("Thiếu số và ký hiệu văn bản."))
        return
    found = _NUMBER.match(line.text)
    if found is None:
        yield Fault(
            "number", _("“%(line)s” không đúng dạng “%(example)s”.") % {"line": line.text, "example": _example(layout)}
        )
        return
    colon, digits, first, kind, second = found.groups()[:5]
    state = layout.kind == "state"
    if colon and not state:
        yield Fault("number-colon", _("“%(line)s”: sau chữ “Số” không có dấu hai chấm.") % {"line": line.text})
    if not colon and state:
        yield Fault("number-colon", _("“%(line)s”: sau chữ “Số” phải có dấu hai chấm.") % {"line": line.text})
    wanted = ("/", "-") if state else ("-", "/")
    if first != wanted[0] or (second and second != wanted[1]):
        yield Fault(
            "number-form",
            _("“%(line)s” không đúng dạng “%(example)s”.") % {"line": line.text, "example": _example(layout)},
        )
    number = digits.strip()
    if number.isdigit() and len(number) < layout.number_digits:
        yield Fault(
            "number-zero",
            _("Số %(number)s phải có số 0 phía trước: %(wanted)s.")
            % {"number": number, "wanted": number.zfill(layout.number_digits)},
        )
    name = TYPES.get(kind)
    if name and parts.type is not None and fold(parts.type.text) != fold(name) and kind != "QĐ":
        yield Fault(
            "number-type",
            _("Ký hiệu %(symbol)s là %(name)s, nhưng tên loại ghi “%(type)s”.")
            % {"symbol": kind, "name": name.lower(), "type": parts.type.text},
        )


def _example(layout: Layout) -> str:
    return layout.number_pattern.format(number="12", type="BC", symbol="ABC")


def _date(setting: Setting, parts: Parts, layout: Layout) -> Iterator[Fault]:
    found = _DATE.search(parts.date.text) if parts.date is not None else None
    if parts.date is None or found is None:
        yield Fault("date-missing", _("Thiếu địa danh và ngày, tháng, năm ban hành."))
        return
    if not re.match(r"^[^\d,]+,\s*ngày", parts.date.text):
        yield Fault(
            "date-place", _("“%(line)s”: phải có địa danh và dấu phẩy trước chữ “ngày”.") % {"line": parts.date.text}
        )
    for name, digits, below in (("ngày", found[1], 10), ("tháng", found[2], 3)):
        if digits.isdigit() and digits != two_digits(int(digits), below):
            right = two_digits(int(digits), below)
            yield Fault(
                "date-zero",
                _("“%(written)s” phải viết “%(wanted)s”.")
                % {"written": f"{name} {digits}", "wanted": f"{name} {right}"},
            )


def _type_and_subject(setting: Setting, parts: Parts, layout: Layout) -> Iterator[Fault]:
    if parts.type is None and parts.about is not None:
        return  # a letter: its subject stands under the number
    if parts.type is None:
        yield Fault("type-missing", _("Thiếu tên loại văn bản (BÁO CÁO, KẾ HOẠCH …) ở giữa trang."))
        return
    if parts.type.text != parts.type.text.upper():
        yield Fault("type-caps", _("Tên loại “%(type)s” phải viết in hoa.") % {"type": parts.type.text})
    if not parts.subject:
        yield Fault("subject-missing", _("Thiếu trích yếu nội dung dưới tên loại văn bản."))
    elif not layout.subject_rule.isalpha() and parts.rule is None:
        yield Fault("subject-rule", _("Thiếu dòng “%(line)s” dưới trích yếu.") % {"line": layout.subject_rule})


def _body(setting: Setting, parts: Parts, layout: Layout) -> Iterator[Fault]:
    span, spacing = layout.roles["body"].size, layout.body_spacing
    sizes = {line.look.size for line in parts.body if line.look.size is not None and not span.accepts(line.look.size)}
    for size in sorted(sizes):
        yield Fault(
            "size-body",
            _("Nội dung có cỡ chữ %(size)s; phải là %(wanted)s.")
            % {"size": f"{size:g}", "wanted": _sizes(span.low, span.high)},
        )
    long = [line for line in parts.body if len(line.text) > 120]
    if any(line.look.align != "justify" for line in long):
        yield Fault("body-align", _("Nội dung phải canh đều hai lề."))
    if any((line.look.indent or 0) < 9.5 for line in long):
        yield Fault("body-indent", _("Đầu đoạn phải lùi vào từ 10 mm."))
    if spacing.accept is not None:
        rule = {"exact": "exact", "multiple": "auto", "at_least": "atLeast"}[spacing.rule]
        low, high = spacing.accept
        for line in long:
            if line.look.line_rule != rule or not low <= (line.look.line or 1) <= high:
                yield Fault(
                    "body-spacing",
                    (
                        _("Giãn dòng nội dung phải từ %(low)s đến %(high)s dòng.")
                        if rule == "auto"
                        else _("Giãn dòng nội dung phải từ %(low)s đến %(high)s pt.")
                    )
                    % {"low": f"{low:g}", "high": f"{high:g}"},
                )
                break
    if layout.closing == "." and parts.body and parts.body[-1].text.endswith("./."):
        yield Fault("closing", _("Nội dung kết thúc bằng “./.”; chỉ dùng dấu chấm."))


def _foot(setting: Setting, parts: Parts, layout: Layout) -> Iterator[Fault]:
    if parts.label is None or not parts.recipients:
        yield Fault(
            "recipients-missing",
            _("Thiếu phần “%(label)s” và danh sách nơi nhận.") % {"label": layout.recipients_label},
        )
    else:
        last = parts.recipients[-1].text.lstrip("-– ")
        if not re.search(layout.recipients_archive, last):
            example = "Lưu: VT, …" if layout.kind == "state" else "Lưu Văn phòng …"
            yield Fault(
                "recipients-archive",
                _("Dòng cuối nơi nhận ghi “%(line)s”; phải có dạng “%(example)s”.")
                % {"line": last, "example": example},
            )
        if not last.endswith(".") or last.endswith("/."):
            yield Fault("recipients-end", _("Danh sách nơi nhận phải kết thúc bằng dấu chấm."))
    if parts.authority is None:
        return
    words = parts.authority.text.split()[0]
    if words.upper() not in {*layout.authority.values(), "Q.", "TUQ."}:
        wanted = ", ".join(layout.authority.values())
        yield Fault(
            "authority",
            _("Quyền hạn ký ghi “%(written)s”; phải dùng %(wanted)s.") % {"written": words, "wanted": wanted},
        )


def _looks(setting: Setting, parts: Parts, layout: Layout) -> Iterator[Fault]:
    named = {
        "title": (_("Dòng đầu bên phải"), parts.title),
        "motto": (_("Tiêu ngữ"), parts.motto),
        "superior": (_("Tên cơ quan cấp trên"), parts.superior),
        "issuer": (_("Tên cơ quan ban hành"), parts.issuer),
        "number": (_("Số và ký hiệu"), parts.number),
        "place_date": (_("Địa danh, ngày tháng"), parts.date),
        "type": (_("Tên loại"), parts.type),
        "about": (_("Trích yếu công văn"), parts.about),
        "subject": (_("Trích yếu"), parts.subject[0] if parts.subject else None),
        "authority": (_("Quyền hạn ký"), parts.authority),
        "post": (_("Chức vụ người ký"), parts.post),
        "recipients_label": (_("Chữ “Nơi nhận”"), parts.label),
        "recipients": (_("Danh sách nơi nhận"), parts.recipients[0] if parts.recipients else None),
    }
    for role, (name, line) in named.items():
        if line is not None and role in layout.roles:
            yield from _look(role, name, line, layout)


def _look(role: str, name: str, line: Written, layout: Layout) -> Iterator[Fault]:
    style, look = layout.roles[role], line.look
    if look.size is not None and not style.size.accepts(look.size):
        wanted = _sizes(style.size.low, style.size.high)
        yield Fault(
            f"size-{role}",
            _("%(part)s cỡ chữ %(size)s; phải là %(wanted)s.")
            % {"part": name, "size": f"{look.size:g}", "wanted": wanted},
        )
    for code, words, wanted_on, is_on in (
        ("bold", _("in đậm"), style.bold, bool(look.bold)),
        ("italic", _("in nghiêng"), style.italic, bool(look.italic)),
        ("underline", _("gạch chân"), style.underline, bool(look.underline)),
    ):
        # A title underlined by type instead of a drawn rule is the office's habit and accepted.
        if wanted_on != is_on and not (code == "underline" and style.rule != "none"):
            said = _("%(part)s phải %(look)s.") if wanted_on else _("%(part)s không %(look)s.")
            yield Fault(f"{code}-{role}", said % {"part": name, "look": words})


def _sizes(low: float, high: float) -> str:
    return f"{low:g}" if low == high else f"{low:g}–{high:g}"
