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


States = dict[tuple[str, int], Member]
"""What a book says of a unit's result in a period, in whichever of its figures the unit stands."""


def states(book: Book) -> States:
    """The results of units as the shares of a book tell them: there a unit stands whether it has reached it or not."""
    return {
        (quote.period, member.unit_id): member
        for quote in book.quotes.values()
        for member in quote.members
        if member.counted is not None and member.kind in {"standard", "unit"}
    }


def compare(before: Book, after: Book) -> list[Change]:
    """The figures of `before` that no longer stand on the same things, in the order of the paper."""
    then, now = states(before), states(after)
    found = []
    for key, quote in before.quotes.items():
        today = after.quotes.get(key)
        if today is not None and today.digest == quote.digest:
            continue
        why = tuple(causes(quote, today, then, now)) if today else ()
        found.append(Change(key, quote.name, quote, today, why))
    return found


def causes(before: Quote, after: Quote, then: States, now: States) -> list[Cause]:
    """What differs between two states of one figure, by unit; a changed rule or tree comes first.

    A unit that left the set, or came into it, is told by its result elsewhere in the same book where there is one.
    """
    found = []
    if before.rules != after.rules:
        found.append(Cause("", "", _("Quy tắc tính đã thay đổi."), "", "", "rule", 0))
    if before.tree_on != after.tree_on:
        found.append(Cause("", "", _("Ngày lấy danh mục đơn vị đã thay đổi."), "", "", "tree", 0))
    old = {member.key: member for member in before.members}
    new = {member.key: member for member in after.members}
    rows = []
    for key in dict.fromkeys([*old, *new]):
        was, is_now = old.get(key), new.get(key)
        if _state(was) == _state(is_now):
            continue
        unit = (before.period, (is_now or old[key]).unit_id)
        if key[0] == "unit" and (was is None or is_now is None):
            was, is_now = was or then.get(unit), is_now or now.get(unit)
        rows.append(_cause(was, is_now))
    return found + sorted(rows, key=lambda cause: collation_key(cause.unit_name))


def _state(member: Member | None) -> tuple[str, bool | None] | None:
    return (member.digest, member.counted) if member else None


def _cause(old: Member | None, new: Member | None) -> Cause:
    member = new or old
    assert member is not None
    before, after = _words(old), _words(new)
    thing = member.label if member.is_record else ""
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
    if member.kind == "standard" and member.result:
        return _(member.result)  # kept in Vietnamese, said in the reader's language
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
