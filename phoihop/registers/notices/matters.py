"""Who is told of matters, and in which words."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.journal.models import Entry
from phoihop.journal.registry import name_verbs, tells
from phoihop.registers.models import Matter
from phoihop.registers.notices.whom import at_units
from phoihop.registers.wording import drag_words

name_verbs(
    {
        "registers.open_matter": gettext_lazy("ghi vụ việc"),
        "registers.add_step": gettext_lazy("ghi bước giải quyết vụ việc"),
        "registers.change_due": gettext_lazy("đổi hạn vụ việc"),
        "registers.resolve_matter": gettext_lazy("giải quyết xong vụ việc"),
        "registers.reopen_matter": gettext_lazy("mở lại vụ việc"),
        "registers.raise_matter": gettext_lazy("chuyển vụ việc lên cấp trên"),
    }
)


def _matter(entry: Entry) -> str:
    return reverse("registers:matter", args=[entry.subject_id])


def _raised_words(entry: Entry) -> str:
    why = entry.facts.get("reason") or drag_words(entry.facts.get("why", "").split())
    return _("Vụ việc chuyển lên: {what}. Lý do: {why}").format(what=entry.subject_label, why=why)


@tells("registers.raise_matter", words=_raised_words, address=_matter)
def _raised(entry: Entry, matter: Matter) -> Iterable[int]:
    """Those who examine at the unit above; by the program also those who have to settle it."""
    told = at_units([entry.facts["to_unit"]], "register.propose")
    return told if entry.post_id else [*told, *at_units([matter.unit_id], "matter.write")]


def _step_words(entry: Entry) -> str:
    return _("{what}: cấp trên chỉ đạo: {text}").format(what=entry.subject_label, text=entry.facts["step"])


@tells("registers.add_step", words=_step_words, address=_matter)
def _directed(entry: Entry, matter: Matter) -> Iterable[int]:
    """Of a direction, those who have to settle the matter; of their own work nobody."""
    return at_units([matter.unit_id], "matter.write") if entry.facts["direction"] else []


@tells(
    "registers.change_due",
    words=lambda entry: _("{what}: đổi hạn. Lý do: {reason}").format(
        what=entry.subject_label, reason=entry.facts["reason"]
    ),
    address=_matter,
)
def _moved(entry: Entry, matter: Matter) -> Iterable[int]:
    return at_units([matter.unit_id], "matter.write")


@tells(
    "registers.resolve_matter",
    words=lambda entry: _("{what}: đã giải quyết xong.").format(what=entry.subject_label),
    address=_matter,
)
def _resolved(entry: Entry, matter: Matter) -> Iterable[int]:
    """Those before whom it was put."""
    return at_units(entry.facts["before_units"], "register.propose") if entry.facts["before_units"] else []


@tells(
    "registers.reopen_matter",
    words=lambda entry: _("{what}: được mở lại. Lý do: {reason}").format(
        what=entry.subject_label, reason=entry.facts["reason"]
    ),
    address=_matter,
)
def _reopened(entry: Entry, matter: Matter) -> Iterable[int]:
    return at_units([matter.unit_id], "matter.write")
