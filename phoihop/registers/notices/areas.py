"""Who is told of key areas, and in which words."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from phoihop.journal.models import Entry
from phoihop.journal.registry import name_verbs, tells
from phoihop.registers.models import AreaDecision, KeyArea
from phoihop.registers.notices.whom import anywhere_above, at_units

name_verbs(
    {
        "registers.decide_areas": gettext_lazy("đưa nhiều địa bàn vào danh sách trọng điểm"),
        "registers.put_in_area": gettext_lazy("đưa vào danh sách trọng điểm"),
        "registers.report_conversion": gettext_lazy("báo đã chuyển hóa địa bàn"),
        "registers.return_conversion": gettext_lazy("trả lại báo cáo chuyển hóa"),
        "registers.take_out_areas": gettext_lazy("đưa nhiều địa bàn ra khỏi danh sách"),
        "registers.take_out_area": gettext_lazy("đưa ra khỏi danh sách trọng điểm"),
        "registers.check_kept": gettext_lazy("kiểm tra giữ kết quả chuyển hóa"),
    }
)


def _area(entry: Entry) -> str:
    return reverse("registers:area", args=[entry.subject_id])


def _year(entry: Entry) -> str:
    return f"{reverse('registers:areas')}?nam={entry.facts['year']}"


def _decided_words(entry: Entry) -> str:
    n = len(entry.facts["units"])
    text = ngettext(
        "Quyết định %(number)s đưa %(n)s đơn vị vào danh sách địa bàn trọng điểm năm %(year)s.",
        "Quyết định %(number)s đưa %(n)s đơn vị vào danh sách địa bàn trọng điểm năm %(year)s.",
        n,
    )
    return text % {"number": entry.facts["number"], "n": n, "year": entry.facts["year"]}


@tells("registers.decide_areas", words=_decided_words, address=_year)
def _decided(entry: Entry, decision: AreaDecision) -> Iterable[int]:
    return at_units(entry.facts["units"], "register.write")


@tells(
    "registers.report_conversion",
    words=lambda entry: _("{what}: báo đã chuyển hóa, chờ quyết định.").format(what=entry.subject_label),
    address=_area,
)
def _reported(entry: Entry, area: KeyArea) -> Iterable[int]:
    return anywhere_above(area.unit_id, "area.decide")


@tells(
    "registers.return_conversion",
    words=lambda entry: _("{what}: báo cáo chuyển hóa bị trả lại. Lý do: {remark}").format(
        what=entry.subject_label, remark=entry.facts["remark"]
    ),
    address=_area,
)
def _returned(entry: Entry, area: KeyArea) -> Iterable[int]:
    return at_units([area.unit_id], "register.write")


def _taken_out_words(entry: Entry) -> str:
    facts = {"number": entry.facts["number"], "n": len(entry.facts["units"]), "converted": entry.facts["converted"]}
    return _("Quyết định {number}: đưa ra {n} địa bàn, trong đó {converted} đã chuyển hóa.").format(**facts)


@tells("registers.take_out_areas", words=_taken_out_words, address=_year)
def _taken_out(entry: Entry, decision: AreaDecision) -> Iterable[int]:
    return at_units(entry.facts["units"], "register.write")


@tells(
    "registers.check_kept",
    words=lambda entry: _("{what}: đã kiểm tra giữ kết quả chuyển hóa.").format(what=entry.subject_label),
    address=_area,
)
def _checked(entry: Entry, area: KeyArea) -> Iterable[int]:
    return at_units([area.unit_id], "register.write")
