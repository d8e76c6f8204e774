"""Why a figure moved: two states of it compared source by source."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from phoihop.annual.figures.book import Book, Member, Quote
from phoihop.base.numbers import format_number
from phoihop.base.text import collation_key


@dataclass(frozen=True)
class Cause:
    """One source that differs. `before` and `after` are its state in words, "" where it was not there."""

    unit_code: str
    unit_name: str
    what: str
    before: str
    after: str
    kind: str
    pk: int

    def __str__(self) -> str:
        return self.what


@dataclass(frozen=True)
class Change:
    """A figure then and now, and what made the difference. `moved`: whether the printed figure itself differs."""

    key: str
    name: str
    before: Quote
    after: Quote | None
    causes: tuple[Cause, ...]

    @property
    def moved(self) -> bool:
        return self.after is None or self.before.printed != self.after.printed


def compare(before: Book, after: Book) -> list[Change]:
    """The figures of `before` that no longer stand on the same things, in the order of the paper."""
    found = []
    for key, quote in before.quotes.items():
        now = after.quotes.get(key)
        if now is not None and now.digest == quote.digest:
            continue
        found.append(Change(key, quote.name, quote, now, tuple(causes(quote, now)) if now else ()))
    return found


def causes(before: Quote, after: Quote) -> list[Cause]:
    """What differs between two states of one figure, by unit; a changed rule or tree comes first."""
    found = []
    if before.rules != after.rules:
        found.append(Cause("", "", _("Quy tắc tính đã thay đổi."), "", "", "rule", 0))
    if before.tree_on != after.tree_on:
        found.append(Cause("", "", _("Ngày lấy danh mục đơn vị đã thay đổi."), "", "", "tree", 0))
    then = {member.key: member for member in before.members}
    now = {member.key: member for member in after.members}
    differing = [
        (then.get(key), now.get(key))
        for key in dict.fromkeys([*then, *now])
        if _state(then.get(key)) != _state(now.get(key))
    ]
    rows = [_cause(old, new) for old, new in differing]
    return found + sorted(rows, key=lambda cause: collation_key(cause.unit_name))


def _state(member: Member | None) -> tuple[str, bool | None] | None:
    return (member.digest, member.counted) if member else None


def _cause(old: Member | None, new: Member | None) -> Cause:
    member = new or old
    assert member is not None
    before, after = _words(old), _words(new)
    thing = member.label if member.kind in {"model", "operation"} else ""
    who = f"{member.unit_name} ({thing})" if thing else member.unit_name
    if old and new and before == after:
        words = _("%(who)s: hồ sơ hoặc minh chứng đã thay đổi, kết quả vẫn là %(after)s")
    elif old and new:
        words = _("%(who)s: nay %(after)s, giấy ghi %(before)s")
    elif new:
        words = _("%(who)s: nay có trong nguồn (%(after)s), khi ghi giấy chưa có")
    else:
        words = _("%(who)s: nay không còn trong nguồn, giấy ghi %(before)s")
    said = words % {"who": who, "before": before, "after": after}
    basis = _basis(new)
    return Cause(member.unit_code, member.unit_name, f"{said}{basis}", before, after, member.kind, member.pk)


def _words(member: Member | None) -> str:
    """The state of a source as a reader says it: đạt, chưa đạt, 12, được tính."""
    if member is None:
        return ""
    if member.kind == "report" and member.amount is not None:
        return format_number(Decimal(member.amount))
    if member.kind == "standard":
        return member.result
    if member.kind == "unit" and member.counted is not None:
        return _("đạt") if member.counted else _("chưa có kết quả")
    return _("được tính") if member.counted is not False else _("không được tính")


def _basis(member: Member | None) -> str:
    """By which decision or revision it is as it is now."""
    if member is None:
        return ""
    day = "/".join(reversed(member.decided_on.split("-"))) if member.decided_on else ""
    if member.number:
        return _(" (Quyết định %(number)s ngày %(day)s, %(by)s)") % {
            "number": member.number,
            "day": day,
            "by": member.decided_by,
        }
    if member.revision:
        return _(" (báo cáo lần %(revision)s, %(by)s)") % {"revision": member.revision, "by": member.decided_by}
    return ""
