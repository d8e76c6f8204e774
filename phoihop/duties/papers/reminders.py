"""A reminder in words: its lines in sections, as the page and the letter show them, and the letter itself."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from phoihop.base.numbers import due_in_words, format_date
from phoihop.base.text import named
from phoihop.duties.calendar import working_days_between
from phoihop.duties.models import Assignment, Occurrence, ReminderLine, TaskEvidence
from phoihop.duties.queries.listing import TONES
from phoihop.duties.rules import unit_name

MOST = 30
"""A letter names no more lines of a section than this; the page has them all."""

Kind = ReminderLine.Kind


@dataclass(frozen=True, slots=True)
class Said:
    """One line in words: what, whose, when (with a tone of components.status) and how it stands now.

    `note` says in whose place, or at whose request; `address` opens it, "" for a report. Shares of one task that one
    unit owes to many stand as one line of `n`.
    """

    what: str
    unit: str
    when: str
    tone: str
    day: str
    note: str
    now: str
    now_tone: str
    address: str
    n: int = 1


@dataclass(frozen=True, slots=True)
class Section:
    """Lines that ask for the same: late, today, coming, waiting, evidence, above."""

    key: str
    title: str
    lines: list[Said]

    @property
    def n(self) -> int:
        return sum(line.n for line in self.lines)


def thing_of(line: ReminderLine) -> Assignment | Occurrence | TaskEvidence:
    """What the line is about, loaded with it."""
    found = line.share or line.occurrence or line.evidence
    assert found is not None, "a line is about one thing"
    return found


def section_of(line: ReminderLine, on: datetime.date) -> str:
    if line.level:
        return "above"
    if line.kind in {Kind.WAITING, Kind.EVIDENCE}:
        return str(line.kind)
    return "late" if line.day < on else "today" if line.day == on else "coming"


def sections(lines: Iterable[ReminderLine], on: datetime.date) -> list[Section]:
    """The lines of a day, in words, in sections that have any."""
    titles = {
        "late": _("Quá hạn"),
        "today": _("Đến hạn hôm nay"),
        "coming": _("Sắp đến hạn"),
        "waiting": _("Kết quả chờ nhận"),
        "evidence": _("Minh chứng hết hiệu lực"),
        "above": _("Cấp dưới chưa xong"),
    }
    groups: dict[str, dict[tuple[object, ...], list[ReminderLine]]] = {key: {} for key in titles}
    for line in lines:
        groups[section_of(line, on)].setdefault(_same(line), []).append(line)
    said = [(key, title, [_said(those, on) for those in groups[key].values()]) for key, title in titles.items()]
    return [Section(*section) for section in said if section[2]]


def _same(line: ReminderLine) -> tuple[object, ...]:
    """Lines alike in this are one line for the reader."""
    thing = thing_of(line)
    if isinstance(thing, Assignment):
        return (line.kind, thing.task_id, thing.unit_id, line.day, line.stands_for_id, line.asked_by_id)
    return (line.kind, thing.pk)


def _said(those: Sequence[ReminderLine], on: datetime.date) -> Said:
    """As of the day it was sent, but for how it stands now."""
    line, n = those[0], len(those)
    thing, address = thing_of(line), ""
    if isinstance(thing, Occurrence):
        what, unit_id = f"{named(thing.duty, 'title')}, {named(thing.period, 'name')}", thing.unit_id
    elif isinstance(thing, TaskEvidence):
        share = thing.assignment
        what, unit_id = f"{thing.title} ({named(share.task, 'title')})", share.unit_id
        address = reverse("tasks:share", args=[share.pk])
    else:
        what, unit_id = named(thing.task, "title"), thing.unit_id
        asked = {"viec": thing.task_id, "dv": thing.unit_id, "rieng": 1}
        address = f"{reverse('tasks:list')}?{urlencode(asked)}" if n > 1 else reverse("tasks:share", args=[thing.pk])
    if n > 1:
        parts = ngettext("%(n)s phần việc", "%(n)s phần việc", n) % {"n": n}
        what = f"{what} ({parts})"
    return Said(what, unit_name(unit_id, on), *_when(line, on), _note(line), *_now(those), address, n)


def _when(line: ReminderLine, on: datetime.date) -> tuple[str, str, str]:
    """How far off, with its tone, and the day."""
    days = abs(working_days_between(line.day, on))
    if line.kind == Kind.WAITING:
        text = ngettext("chờ nhận %(n)s ngày làm việc", "chờ nhận %(n)s ngày làm việc", days) % {"n": days}
        return text, "pending", _("nộp %(day)s") % {"day": format_date(line.day)}
    if line.kind == Kind.EVIDENCE:
        over = line.day < on
        text, tone = (_("đã hết hiệu lực"), "late") if over else (_("sắp hết hiệu lực"), "soon")
        return text, tone, _("có hiệu lực đến %(day)s") % {"day": format_date(line.day)}
    tone = "late" if line.day < on else "soon"
    return due_in_words(line.day, on, days), tone, _("hạn %(day)s") % {"day": format_date(line.day)}


def _now(those: Sequence[ReminderLine]) -> tuple[str, str]:
    thing = thing_of(those[0])
    if isinstance(thing, Occurrence):
        return (_("chưa gửi"), "empty") if thing.fulfilled_at is None else (_("đã gửi"), "accepted")
    if isinstance(thing, TaskEvidence):
        return (_("đã rút"), "empty") if thing.withdrawn_at else (_("đang dùng"), "pending")
    shares = [line.share for line in those if line.share]
    left = [share for share in shares if share.state in Assignment.OPEN and share.state != Assignment.State.SUBMITTED]
    if len({share.state for share in shares}) > 1:
        return _("còn %(n)s chưa nộp") % {"n": len(left)}, "empty" if left else "pending"
    return str(thing.get_state_display()), TONES.get(thing.state, "empty")


def _note(line: ReminderLine) -> str:
    notes = []
    if line.stands_for is not None:
        notes.append(_("thay %(post)s") % {"post": line.stands_for})
    if line.asked_by is not None:
        notes.append(_("do %(post)s nhắc") % {"post": line.asked_by})
    return "; ".join(notes)


def summary(n: int, late: int, risen: int) -> str:
    """ "4 việc (2 quá hạn), 3 việc của cấp dưới": one's own and what rose to one."""
    parts = []
    if n:
        own = ngettext("%(n)s việc", "%(n)s việc", n) % {"n": n}
        parts.append(_("%(own)s (%(late)s quá hạn)") % {"own": own, "late": late} if late else own)
    if risen:
        parts.append(ngettext("%(n)s việc của cấp dưới", "%(n)s việc của cấp dưới", risen) % {"n": risen})
    return ", ".join(parts)


def counts(lines: Sequence[ReminderLine], on: datetime.date) -> tuple[int, int, int]:
    """(own, of them late, risen) as `summary` takes them."""
    own = [line for line in lines if not line.level]
    return len(own), sum(section_of(line, on) == "late" for line in own), len(lines) - len(own)


def page_address(on: datetime.date) -> str:
    """Where the post's own reminder of a day stands."""
    return f"{reverse('tasks:reminders')}?{urlencode({'ngay': on.isoformat()})}"


def letter(addressed: Sequence[str], lines: Sequence[ReminderLine], on: datetime.date) -> tuple[str, str]:
    """(subject, plain text) of the one letter of a day to one address; `addressed` names the posts it goes to."""
    title = _("Nhắc việc ngày %(day)s: %(what)s") % {"day": format_date(on), "what": summary(*counts(lines, on))}
    body = [_("Kính gửi: %(who)s") % {"who": "; ".join(addressed)}, ""]
    for section in sections(lines, on):
        body.append(f"{section.title.upper()} ({section.n})")
        body += [f"- {_line(one)}" for one in section.lines[:MOST]]
        if left := sum(line.n for line in section.lines[MOST:]):
            body.append(ngettext("- và %(n)s việc nữa", "- và %(n)s việc nữa", left) % {"n": left})
        body.append("")
    body.append(
        _("Xem và làm: %(address)s") % {"address": settings.PUBLIC_ADDRESS + page_address(on)}
        if settings.PUBLIC_ADDRESS
        else _("Xem và làm ở trang Nhắc việc của chương trình Phối Hợp.")
    )
    body.append(_("Việc đã xong thì không phải trả lời thư này; ngày nghỉ không nhắc."))
    return title, "\n".join(body) + "\n"


def _line(one: Said) -> str:
    text = f"{one.what} ({one.unit}): {one.when}, {one.day}"
    return f"{text} [{one.note}]" if one.note else text
