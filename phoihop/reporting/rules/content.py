"""What is wrong or odd in what was typed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from phoihop.base.errors import Reason
from phoihop.base.numbers import format_input, format_number
from phoihop.base.text import named
from phoihop.documents.gate import check_text
from phoihop.reporting.rules.layout import Cell, Layout
from phoihop.reporting.rules.standing import Standing

DIGITS = 15
"""A number keeps at most so many digits in all, and one fewer before the comma: what both databases hold exactly."""
OUTLYING = 3
"""A number over this many times the greatest of the earlier periods is odd."""
LONGEST_REMARK = 500
LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Typed:
    """A number and the remark beside it. No number with a remark means: left empty, and this is why."""

    amount: Decimal | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Oddity:
    """A number that needs a remark, and why; `explained` once it has one."""

    cell: Cell
    text: str
    explained: bool


def mark(typed: Typed | None) -> str:
    """A short sign of a cell's content: the page carries it, so that the verb sees whether the cell was changed."""
    typed = typed or Typed()
    return f"{format_input(typed.amount)}|{text_mark(typed.remark)}"


def text_mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10] if text else ""


def hard(form: Layout, cells: Mapping[str, Typed], texts: Mapping[str, str]) -> list[Reason]:
    """What can never be kept: negative, too large, too fine, a part over its whole, forbidden or overlong text."""
    reasons: list[Reason] = []
    for code, typed in cells.items():
        cell = form.by_code.get(code)
        if cell is None:
            reasons.append(Reason(_("Mẫu này không có chỉ tiêu %(code)s. Xem lại mẫu.") % {"code": code}))
            continue
        reasons += _wrong_number(cell, typed.amount)
        if len(typed.remark) > LONGEST_REMARK:
            what = {"cell": cell.label, "n": LONGEST_REMARK}
            reasons.append(
                Reason(
                    _("Ghi chú %(cell)s quá dài. Rút còn %(n)s chữ, phần còn lại ghi ở phần lời.") % what,
                    cell.remark_field,
                )
            )
        if typed.remark:
            reasons += check_text(typed.remark, cell.remark_field, _("Ghi chú %(cell)s") % {"cell": cell.label})
    blocks = {block.code: block for block in form.texts}
    for code, body in texts.items():
        if code not in blocks:
            reasons.append(Reason(_("Mẫu này không có phần lời %(code)s. Xem lại mẫu.") % {"code": code}))
        elif len(body) > LONGEST_TEXT:
            what = {"title": named(blocks[code], "title"), "n": format_number(LONGEST_TEXT)}
            reasons.append(Reason(_("Phần “%(title)s” quá dài. Rút còn %(n)s chữ.") % what, f"t-{code}"))
        elif body:
            reasons += check_text(body, f"t-{code}", _("Phần “%(title)s”") % {"title": named(blocks[code], "title")})
    return reasons + _parts_over_wholes(form, cells)


def missing(form: Layout, cells: Mapping[str, Typed], texts: Mapping[str, str]) -> list[Reason]:
    """Required cells left empty without a reason, and required blocks without a word."""
    reasons = []
    for cell in form.cells:
        typed = cells.get(cell.code)
        if cell.required and (typed is None or (typed.amount is None and not typed.remark)):
            reasons.append(
                Reason(
                    _("Chưa gửi được: %(cell)s còn trống. Nhập số hoặc ghi lý do.") % {"cell": cell.label}, cell.field
                )
            )
    for block in form.texts:
        if block.required and not texts.get(block.code, "").strip():
            reasons.append(
                Reason(
                    _("Chưa gửi được: phần “%(title)s” còn trống. Viết vài dòng, hoặc ghi “không có”.")
                    % {"title": named(block, "title")},
                    f"t-{block.code}",
                )
            )
    return reasons


def odd(stand: Standing, unit_id: int, cells: Mapping[str, Typed]) -> list[Oddity]:
    """Numbers far from the unit's earlier ones, on lines that ask for it (`odd_change_percent`)."""
    before = stand.previous(unit_id)
    found = []
    for cell in stand.layout.cells:
        typed = cells.get(cell.code)
        if cell.odd_change_percent is None or typed is None or typed.amount is None:
            continue
        text = _odd_text(cell, typed.amount, before.get(cell.indicator.pk), stand.past(unit_id, cell.indicator.pk))
        if text:
            found.append(Oddity(cell, text, bool(typed.remark)))
    return found


def _odd_text(cell: Cell, amount: Decimal, before: Decimal | None, past: list[Decimal]) -> str:
    limit = cell.odd_change_percent
    said = {"cell": cell.label, "now": format_number(amount), "before": format_number(before), "n": limit}
    if before and amount == 0:
        return _("%(cell)s bằng 0, kỳ trước là %(before)s.") % said
    if before and limit is not None and abs(amount - before) * 100 > before * limit:
        return _("%(cell)s là %(now)s, kỳ trước là %(before)s: chênh quá %(n)s %%.") % said
    if len(past) > 1 and max(past) > 0 and amount > OUTLYING * max(past):
        said["most"] = format_number(max(past))
        return _("%(cell)s là %(now)s, các kỳ trước nhiều nhất là %(most)s.") % said
    return ""


def _wrong_number(cell: Cell, amount: Decimal | None) -> list[Reason]:
    if amount is None:
        return []
    digits = min(DIGITS - 1, DIGITS - cell.decimals)
    if 0 <= amount < 10**digits and amount == round(amount, cell.decimals):
        return []
    what: dict[str, Any] = {"cell": cell.label, "n": cell.decimals, "digits": digits}
    if amount < 0:
        return [Reason(_("Số ở %(cell)s không được âm. Nhập số từ 0 trở lên.") % what, cell.field)]
    if amount >= 10**digits:
        text = _("Số ở %(cell)s quá lớn. Xem lại đơn vị tính, nhập nhiều nhất %(digits)s chữ số.")
        return [Reason(text % what, cell.field)]
    if cell.decimals == 0:
        return [Reason(_("Số ở %(cell)s phải là số nguyên. Bỏ phần lẻ.") % what, cell.field)]
    return [Reason(_("Số ở %(cell)s có quá nhiều chữ số lẻ. Viết nhiều nhất %(n)s chữ số lẻ.") % what, cell.field)]


def _parts_over_wholes(form: Layout, cells: Mapping[str, Typed]) -> list[Reason]:
    reasons = []
    for part, whole in form.shares:
        of_part, of_whole = cells.get(part.code, Typed()).amount, cells.get(whole.code, Typed()).amount
        if of_part is not None and of_whole is not None and of_part > of_whole:
            reasons.append(
                Reason(
                    _("Ô %(n)s: tử số %(part)s lớn hơn mẫu số %(whole)s. Sửa một trong hai số.")
                    % {"n": part.order, "part": format_number(of_part), "whole": format_number(of_whole)},
                    part.field,
                )
            )
    return reasons
