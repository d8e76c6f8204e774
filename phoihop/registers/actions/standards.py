"""The security-and-order standard, from an empty self-assessment to the decision that counts."""

import datetime
from collections.abc import Collection, Iterable, Mapping

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from phoihop.base import clock
from phoihop.base.errors import Reason, Refusal, refuse
from phoihop.base.flow import move
from phoihop.base.text import nfc
from phoihop.duties.actions import prove, unprove
from phoihop.duties.models import Duty, Period
from phoihop.journal.actions import Happening, record, record_many
from phoihop.orgs.models import Post
from phoihop.orgs.queries import Tree, tree
from phoihop.registers import formulas, rules
from phoihop.registers.formulas import Given
from phoihop.registers.models import ASSESSED_LEVEL, Answer, Criterion, Ruling, StandardResult
from phoihop.registers.queries import criteria_on


@transaction.atomic
def open_results(*, by: Post | None = None, period: Period) -> int:
    """An empty result for every unit of the assessed level in the tree at the period's end that has none; how many.

    By the program, or by who proposes. Uses the criteria in force on the last day of the period.
    """
    refuse(rules.why_not_open_results(by, period))
    criteria = criteria_on(period.ends_on)
    if criteria is None:
        raise Refusal([Reason(_("Chưa có bộ tiêu chí cho ngày cuối kỳ. Nạp bộ tiêu chí trước."))])
    there = set(StandardResult.objects.filter(period=period).values_list("unit_id", flat=True))
    units = [p.unit_id for p in tree(period.ends_on) if p.level == ASSESSED_LEVEL and p.unit_id not in there]
    if units:
        StandardResult.objects.bulk_create(
            StandardResult(unit_id=u, period=period, criteria_set=criteria) for u in units
        )
        record("registers.open_results", by=by, about=period, facts={"units": len(units), "criteria": criteria.code})
    return len(units)


@transaction.atomic
def answer_criteria(
    *, by: Post, result: StandardResult, given: Mapping[int, Given], seen_version: int | None = None
) -> StandardResult:
    """The unit's clerk writes what it says of its criteria (number -> Given) while it assesses itself.

    Answers not given stay. With `seen_version` the write is refused when somebody wrote since that version was read.
    """
    refuse(rules.why_not_answer_so(by, result, given))
    _next_version(result, result.version if seen_version is None else seen_version)
    if given:
        criteria = {c.number: c for c in result.criteria_set.criteria.all()}
        Answer.objects.bulk_create(
            [_answer(result, criteria[number], said) for number, said in given.items()],
            update_conflicts=True,
            unique_fields=["result", "criterion"],
            update_fields=["met", "part", "whole", "note"],
        )
    facts = {"criteria": sorted(given), "shares": {n: f"{g.part}/{g.whole}" for n, g in given.items() if g.whole}}
    record("registers.answer_criteria", by=by, about=named(result), facts=facts)
    return result


@transaction.atomic
def assess_result(*, by: Post, result: StandardResult) -> StandardResult:
    """The unit's clerk hands in the self-assessment: every criterion answered. Its outcome is computed."""
    refuse(rules.why_not_assess(by, result))
    passed = not Answer.objects.filter(result=result).exclude(met=True).exists()
    now = clock.now()
    move(result, "assess", self_passed=passed, assessed_at=now, assessed_by=by, remark="", changed_at=now)
    prove(by=by, what=Duty.Record.ASSESSED, unit_id=result.unit_id, period=result.period, proof=result, at=now)
    record("registers.assess_result", by=by, about=named(result), facts={"passed": passed})
    return result


@transaction.atomic
def return_result(*, by: Post, result: StandardResult, remark: str) -> StandardResult:
    """The level directly above sends it back with a reason; the unit corrects and hands in again."""
    refuse(rules.why_not_return_so(by, result, remark))
    move(result, "return", remark=nfc(remark), proposed_passed=None, changed_at=clock.now())
    unprove(what=Duty.Record.ASSESSED, unit_id=result.unit_id, period=result.period)
    record("registers.return_result", by=by, about=named(result), facts={"remark": nfc(remark)})
    return result


@transaction.atomic
def propose_results(*, by: Post, results: Iterable[StandardResult], outcomes: Mapping[int, bool] | None = None) -> int:
    """The reviewer directly above proposes outcomes (key of a result -> passed); without, what the units found.

    All or none: refused as a whole, naming each unit in the way. Constant number of statements.
    """
    chosen = list(results)
    day = tree(chosen[0].period.ends_on if chosen else clock.today())
    outcome = {r.pk: bool((outcomes or {}).get(r.pk, r.self_passed)) for r in chosen}
    refuse(rules.why_not_propose_so(by, chosen, outcome, day))
    now = clock.now()
    moved = 0
    for passed in (True, False):
        rows = _waiting(chosen, "propose", {pk for pk, said in outcome.items() if said is passed})
        moved += rows.update(state="proposed", proposed_passed=passed, proposed_at=now, proposed_by=by, changed_at=now)
    _all_moved(moved, chosen)
    _record_each("registers.propose_result", by, chosen, day, {pk: {"passed": v} for pk, v in outcome.items()})
    record("registers.propose_results", by=by, about=chosen[0].period, facts=_summary(chosen, outcome))
    return moved


@transaction.atomic
def rule_on_results(
    *,
    by: Post,
    results: Iterable[StandardResult],
    number: str,
    decided_on: datetime.date,
    outcomes: Mapping[int, bool] | None = None,
    reasons: Mapping[int, str] | None = None,
) -> int:
    """The recogniser directly above enters one decision on many results; from then on it counts.

    `outcomes`: key of a result -> passed, else as proposed. `reasons`: compulsory for not passed, and where an earlier
    decision is replaced (which stays in memory). All or none. Constant number of statements.
    """
    chosen, why = list(results), {pk: nfc(reason) for pk, reason in (reasons or {}).items()}
    day = tree(chosen[0].period.ends_on if chosen else clock.today())
    outcome = {r.pk: bool((outcomes or {}).get(r.pk, r.proposed_passed)) for r in chosen}
    refuse(
        rules.why_not_rule_so(by, chosen, number=number, decided_on=decided_on, outcomes=outcome, reasons=why, day=day)
    )
    now = clock.now()
    rulings = Ruling.objects.bulk_create(
        Ruling(
            result=r,
            passed=outcome[r.pk],
            number=nfc(number),
            decided_on=decided_on,
            reason=why.get(r.pk, ""),
            by=by,
            at=now,
        )
        for r in chosen
    )
    latest = Ruling.objects.filter(result=OuterRef("pk")).order_by("-at", "-pk").values("pk")[:1]
    moved = _waiting(chosen, "decide").update(state="decided", ruling_id=Subquery(latest), changed_at=now)
    _all_moved(moved, chosen)
    for result, ruling in zip(chosen, rulings, strict=True):
        result.ruling = ruling
    facts = {
        r.pk: {"passed": outcome[r.pk], "number": nfc(number), "decided_on": decided_on, "reason": why.get(r.pk, "")}
        for r in chosen
    }
    _record_each("registers.rule_on_result", by, chosen, day, facts)
    _prove_when_all_decided(by, day, chosen[0], now)
    about = _summary(chosen, outcome) | {"number": nfc(number)}
    record("registers.rule_on_results", by=by, about=chosen[0].period, facts=about)
    return moved


def _prove_when_all_decided(by: Post, day: Tree, one: StandardResult, at: datetime.datetime) -> None:
    """The duty to decide is done when no unit below waits for its decision any more."""
    below = [place.unit_id for place in day.below(by.body.unit_id)]
    waiting = StandardResult.objects.filter(period=one.period, unit_id__in=below, ruling=None)
    if not waiting.exists():
        prove(by=by, what=Duty.Record.RULED, unit_id=by.body.unit_id, period=one.period, proof=one, at=at)


@transaction.atomic
def reopen_result(*, by: Post, result: StandardResult, reason: str) -> StandardResult:
    """The recogniser takes a decided result up again. The old decision counts until a new one replaces it."""
    refuse(rules.why_not_reopen_so(by, result, reason))
    move(result, "reopen", changed_at=clock.now())
    record("registers.reopen_result", by=by, about=named(result), facts={"reason": nfc(reason)})
    return result


def named(result: StandardResult, day: Tree | None = None) -> StandardResult:
    """The result with the words by which the journal names it: unit as of the period's end, and period."""
    name = (day or tree(result.period.ends_on)).name(result.unit_id)
    result.journal_subject = f"{name}, {result.period.name_vi}"
    return result


def _answer(result: StandardResult, criterion: Criterion, said: Given) -> Answer:
    met = said.met
    if criterion.least_percent is not None:
        known = said.part is not None and said.whole is not None
        met = formulas.reaches(said.part or 0, said.whole or 0, criterion.least_percent) if known else None
    return Answer(result=result, criterion=criterion, met=met, part=said.part, whole=said.whole, note=nfc(said.note))


def _next_version(result: StandardResult, seen: int) -> None:
    rows = StandardResult.objects.filter(pk=result.pk, state=StandardResult.State.DRAFT, version=seen)
    if rows.update(version=F("version") + 1, changed_at=clock.now()) != 1:
        text = _("Có người vừa ghi hồ sơ này. Những gì đã nhập còn giữ dưới đây; xem câu trả lời mới rồi lưu lại.")
        raise Refusal([Reason(text)])
    result.version = seen + 1


def _waiting(
    chosen: list[StandardResult], verb: str, among: Collection[int] | None = None
) -> "QuerySet[StandardResult]":
    keys = [r.pk for r in chosen if among is None or r.pk in among]
    return StandardResult.objects.filter(pk__in=keys, state__in=StandardResult.FLOW[verb][0])


def _all_moved(moved: int, chosen: list[StandardResult]) -> None:
    if moved != len(chosen):
        raise Refusal([Reason(_("Có người vừa xử lý một số hồ sơ này. Tải lại danh sách rồi chọn lại."))])


def _record_each(
    verb: str, by: Post, chosen: list[StandardResult], day: Tree, facts: Mapping[int, Mapping[str, object]]
) -> None:
    record_many([Happening(verb, named(r, day), facts[r.pk]) for r in chosen], by=by)


def _summary(chosen: list[StandardResult], outcome: Mapping[int, bool]) -> dict[str, object]:
    passed = sum(outcome.values())
    return {
        "results": sorted(outcome),
        "units": sorted(r.unit_id for r in chosen),
        "passed": passed,
        "not_passed": len(chosen) - passed,
    }
