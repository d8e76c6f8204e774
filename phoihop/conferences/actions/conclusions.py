"""A sentence of the conclusion becomes work, or somebody answers by name for that it does not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from phoihop.base import clock
from phoihop.base.errors import Reason, refuse
from phoihop.base.flow import move
from phoihop.base.text import nfc
from phoihop.conferences import queries, rules
from phoihop.conferences.models import Conclusion, Conference
from phoihop.duties import actions as duties
from phoihop.duties.models import Task
from phoihop.duties.queries import next_code
from phoihop.duties.rules import Giving, NewTask, why_not_assign_all
from phoihop.journal.actions import record
from phoihop.orgs.models import Post
from phoihop.reporting.models import Indicator


@dataclass(frozen=True, kw_only=True)
class ToGive:
    """A conclusion with the task it is to become. The task's code is given by the program."""

    conclusion: Conclusion
    task: NewTask
    leads: tuple[int, ...]
    supports: tuple[int, ...] = ()
    indicator: Indicator | None = None


def why_not_give_work(by: Post, conference: Conference, gives: Sequence[ToGive]) -> list[list[Reason]]:
    """Why not each of them, in their order; the same that `give_work` asks."""
    givings = [Giving(one.task, one.leads, one.supports) for one in coded(gives)]
    lists = why_not_assign_all(by, givings)
    return [
        rules.why_not_settle(by, one.conclusion) + _foreign(one, conference) + lacking
        for one, lacking in zip(gives, lists, strict=True)
    ]


def _foreign(one: ToGive, conference: Conference) -> list[Reason]:
    return rules.why_not_foreign_conclusion(one.conclusion, conference)


def coded(gives: Sequence[ToGive]) -> list[ToGive]:
    """The same with the next codes of their years, one after the other."""
    used: dict[int, str] = {}
    found = []
    for one in gives:
        year = one.task.period.year
        used[year] = following_code(used[year]) if year in used else next_code(Task.Kind.CONCLUSION, year)
        found.append(replace(one, task=replace(one.task, code=used[year])))
    return found


def following_code(code: str) -> str:
    """KL-2022-010 follows KL-2022-009."""
    head, _dash, number = code.rpartition("-")
    return f"{head}-{int(number) + 1:0{len(number)}d}"


@transaction.atomic
def give_work(*, by: Post, conference: Conference, gives: Sequence[ToGive]) -> list[Task]:
    """Give the work of one or several conclusions. All or none. Needs "conference.write" and "task.assign".

    Each task says by its origin which conclusion it comes from.
    """
    held = Conference.objects.select_for_update().get(pk=conference.pk)
    chosen = [replace(one, conclusion=_fresh(one.conclusion, held)) for one in gives]
    if not chosen:
        refuse(rules.why_not_none_chosen())
    refuse(reason for reasons in why_not_give_work(by, held, chosen) for reason in reasons)
    made = []
    for one in coded(chosen):
        wanted = replace(one.task, kind=Task.Kind.CONCLUSION, origin=one.conclusion)
        task = duties.assign(by=by, task=wanted, leads=one.leads, supports=one.supports)
        move(one.conclusion, "give", task=task, indicator=one.indicator)
        facts = {"code": task.code, "number": one.conclusion.number, "due_on": task.due_on}
        record("conference.conclusion_given", by=by, about=one.conclusion, facts=facts)
        made.append(task)
    return made


@transaction.atomic
def waive(*, by: Post, conclusion: Conclusion, reason: str) -> Conclusion:
    """Answer by name for that a sentence becomes no work; the reason stands beside it. Needs "conference.write"."""
    held = _held(conclusion)
    refuse(rules.why_not_waive(by, held, reason))
    move(
        held,
        "waive",
        task=None,
        indicator=None,
        waived_reason=nfc(reason),
        waived_by=by,
        waived_label=by.journal_label,
        waived_at=clock.now(),
    )
    record("conference.conclusion_waived", by=by, about=held, facts={"reason": nfc(reason), "number": held.number})
    return held


@transaction.atomic
def take_back_waiver(*, by: Post, conclusion: Conclusion) -> Conclusion:
    """The sentence is open again. Needs "conference.write"; until the notice of conclusion went out."""
    held = _held(conclusion)
    refuse(rules.why_not_take_back_waiver(by, held))
    facts = {"reason": held.waived_reason, "number": held.number}
    move(held, "take_back", waived_reason="", waived_by=None, waived_label="", waived_at=None)
    record("conference.waiver_taken_back", by=by, about=held, facts=facts)
    return held


@transaction.atomic
def split(*, by: Post, conclusion: Conclusion, pieces: Sequence[str]) -> list[Conclusion]:
    """Make several conclusions of one, in the log's own words; those after it move on. Needs "conference.write"."""
    held = _held(conclusion)
    words = [" ".join(piece.split()) for piece in pieces if piece.strip()]
    refuse(rules.why_not_split(by, held, words))
    _shift(held.conference, held.number, len(words) - 1)
    facts = {"number": held.number, "text": held.text_vi, "pieces": words}
    held.text_vi = words[0]
    held.save(update_fields=["text_vi"])
    rest = Conclusion.objects.bulk_create(
        Conclusion(conference=held.conference, number=number, item_id=held.item_id, seq=held.seq, text_vi=text)
        for number, text in enumerate(words[1:], held.number + 1)
    )
    record("conference.conclusion_split", by=by, about=held, facts=facts)
    return [held, *rest]


@transaction.atomic
def merge(*, by: Post, conclusion: Conclusion) -> Conclusion:
    """Join a sentence with the next one of the same reading; the log keeps both. Needs "conference.write"."""
    held = _held(conclusion)
    following = queries.following_conclusion(held)
    refuse(rules.why_not_merge(by, held, following))
    assert following is not None
    facts = {"number": held.number, "pieces": [held.text_vi, following.text_vi]}
    following.delete()
    held.text_vi = f"{held.text_vi} {following.text_vi}"
    held.save(update_fields=["text_vi"])
    _shift(held.conference, held.number + 1, -1)
    record("conference.conclusions_merged", by=by, about=held, facts=facts)
    return held


def _held(conclusion: Conclusion) -> Conclusion:
    conference = Conference.objects.select_for_update().get(pk=conclusion.conference_id)
    return _fresh(conclusion, conference)


def _fresh(conclusion: Conclusion, conference: Conference) -> Conclusion:
    found = Conclusion.objects.select_related("task", "conference").get(pk=conclusion.pk)
    if found.conference_id == conference.pk:
        found.conference = conference
    return found


def _shift(conference: Conference, after: int, by: int) -> None:
    """Move the numbers after one, the far end first, so that no two are ever the same."""
    rows = conference.conclusions.filter(number__gt=after).order_by("-number" if by > 0 else "number")
    for pk, number in list(rows.values_list("pk", "number")):
        Conclusion.objects.filter(pk=pk).update(number=number + by)
