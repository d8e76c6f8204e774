"""Who is told of results, models and operations, and in which words."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from phoihop.base import clock
from phoihop.duties.models import Period
from phoihop.journal.models import Entry
from phoihop.journal.registry import name_verbs, tells
from phoihop.orgs.queries import posts_at
from phoihop.registers.models import Model, StandardResult
from phoihop.registers.notices.whom import directly_above as _above

name_verbs(
    {
        "registers.load_criteria": gettext_lazy("nạp bộ tiêu chí"),
        "registers.open_results": gettext_lazy("mở sổ xét tiêu chuẩn"),
        "registers.answer_criteria": gettext_lazy("trả lời tiêu chí"),
        "registers.assess_result": gettext_lazy("nộp bản tự đánh giá"),
        "registers.return_result": gettext_lazy("trả lại bản tự đánh giá"),
        "registers.propose_result": gettext_lazy("thẩm tra, đề nghị"),
        "registers.propose_results": gettext_lazy("thẩm tra, đề nghị nhiều đơn vị"),
        "registers.rule_on_result": gettext_lazy("quyết định kết quả"),
        "registers.rule_on_results": gettext_lazy("ra quyết định cho nhiều đơn vị"),
        "registers.reopen_result": gettext_lazy("xét lại kết quả"),
        "registers.attach_evidence": gettext_lazy("thêm minh chứng"),
        "registers.withdraw_evidence": gettext_lazy("rút minh chứng"),
        "registers.add_model": gettext_lazy("ghi mô hình"),
        "registers.confirm_model": gettext_lazy("xác nhận mô hình"),
        "registers.end_model": gettext_lazy("kết thúc mô hình"),
        "registers.add_site": gettext_lazy("thêm điểm của mô hình"),
        "registers.add_operation": gettext_lazy("ghi chuyên án phối hợp"),
        "registers.close_operation": gettext_lazy("kết thúc chuyên án phối hợp"),
    }
)


def _dossier(entry: Entry) -> str:
    return reverse("registers:standard", args=[entry.subject_id])


def _model(entry: Entry) -> str:
    return reverse("registers:model", args=[entry.subject_id])


def _list(entry: Entry) -> str:
    return reverse("registers:standards")


@tells(
    "registers.assess_result",
    words=lambda entry: _("{what}: đã nộp bản tự đánh giá, chờ thẩm tra.").format(what=entry.subject_label),
    address=_dossier,
)
def _assessed(entry: Entry, result: StandardResult) -> Iterable[int]:
    return _above(result.unit_id, "register.propose", result.period.ends_on)


@tells(
    "registers.return_result",
    words=lambda entry: _("{what}: bị trả lại. Lý do: {remark}").format(
        what=entry.subject_label, remark=entry.facts["remark"]
    ),
    address=_dossier,
)
def _returned(entry: Entry, result: StandardResult) -> Iterable[int]:
    return [post.pk for post in posts_at([result.unit_id], "register.write", clock.today())]


def _proposed_words(entry: Entry) -> str:
    n = len(entry.facts["results"])
    text = ngettext("%(n)s đơn vị đã thẩm tra, chờ quyết định.", "%(n)s đơn vị đã thẩm tra, chờ quyết định.", n)
    return text % {"n": n}


@tells("registers.propose_results", words=_proposed_words, address=_list)
def _proposed(entry: Entry, period: Period) -> Iterable[int]:
    return _above(entry.facts["units"][0], "register.recognise", period.ends_on)


def _ruled_words(entry: Entry) -> str:
    facts = {"number": entry.facts["number"], "passed": entry.facts["passed"], "not_passed": entry.facts["not_passed"]}
    return _("Quyết định {number}: {passed} đơn vị đạt, {not_passed} đơn vị chưa đạt.").format(**facts)


@tells("registers.rule_on_results", words=_ruled_words, address=_list)
def _ruled(entry: Entry, period: Period) -> Iterable[int]:
    return [post.pk for post in posts_at(entry.facts["units"], "register.write", clock.today())]


@tells(
    "registers.reopen_result",
    words=lambda entry: _("{what}: được xét lại. Lý do: {reason}").format(
        what=entry.subject_label, reason=entry.facts["reason"]
    ),
    address=_dossier,
)
def _reopened(entry: Entry, result: StandardResult) -> Iterable[int]:
    return _returned(entry, result)


@tells(
    "registers.add_model",
    words=lambda entry: _("Mô hình mới chờ xác nhận: {what}.").format(what=entry.subject_label),
    address=_model,
)
def _added(entry: Entry, model: Model) -> Iterable[int]:
    return _above(model.unit_id, "register.propose", clock.today())


@tells(
    "registers.confirm_model",
    words=lambda entry: _("Mô hình đã được xác nhận: {what}.").format(what=entry.subject_label),
    address=_model,
)
def _confirmed(entry: Entry, model: Model) -> Iterable[int]:
    return [post.pk for post in posts_at([model.unit_id], "register.write", clock.today())]
