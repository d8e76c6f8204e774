"""What changes regulations, duties, periods and what is expected of whom. Every verb refuses, writes, records."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from phoihop.base import clock
from phoihop.base.errors import refuse
from phoihop.base.text import nfc
from phoihop.duties import queries, rules
from phoihop.duties.calendar import DAY
from phoihop.duties.formulas import PeriodPlan, usual_periods
from phoihop.duties.models import (
    Article,
    ArticleVersion,
    ClauseWaiver,
    Duty,
    Occurrence,
    Period,
    PeriodDue,
    Regulation,
    Side,
)
from phoihop.journal.actions import record
from phoihop.orgs.models import BEGINNING, OPEN_END, Body, Post
from phoihop.orgs.queries import tree


@dataclass(frozen=True)
class SideFacts:
    """One side: a body, or a kind of body at the units of a level."""

    name_vi: str
    name_en: str = ""
    body: Body | None = None
    body_kind: str = ""
    level: str = ""


@transaction.atomic
def add_regulation(
    *,
    by: Post | None,
    code: str,
    title_vi: str,
    decision: str,
    issuer: str,
    issued_on: datetime.date,
    term_from: datetime.date,
    term_to: datetime.date,
    sides: Iterable[SideFacts] = (),
    title_en: str = "",
    review_every_years: int = 1,
    invented: bool = False,
) -> Regulation:
    """A regulation with its sides. Needs "regulation.write"."""
    refuse(rules.why_not_add_regulation(by, code=code, term_from=term_from, term_to=term_to))
    regulation = Regulation.objects.create(
        code=code,
        title_vi=nfc(title_vi),
        title_en=title_en,
        decision=nfc(decision),
        issuer=nfc(issuer),
        issued_on=issued_on,
        term_from=term_from,
        term_to=term_to,
        review_every_years=review_every_years,
        invented=invented,
    )
    Side.objects.bulk_create(
        Side(
            regulation=regulation,
            order=order,
            name_vi=nfc(side.name_vi),
            name_en=side.name_en,
            body=side.body,
            body_kind=side.body_kind,
            level=side.level,
        )
        for order, side in enumerate(sides, start=1)
    )
    record("duties.add_regulation", by=by, about=regulation, facts={"code": code, "decision": decision})
    return regulation


@transaction.atomic
def add_article(
    *,
    by: Post | None,
    regulation: Regulation,
    kind: str,
    number: str,
    text_vi: str,
    text_en: str = "",
    parent: Article | None = None,
    valid_from: datetime.date | None = None,
) -> Article:
    """A chapter, article, clause or point, put after the last one under the same parent. Needs "regulation.write".

    Its wording holds from `valid_from`, or from the first day of the regulation's term.
    """
    refuse(rules.why_not_add_article(by, regulation=regulation, parent=parent, kind=kind, number=number, text=text_vi))
    order = _place_for(regulation, parent)
    article = Article.objects.create(regulation=regulation, parent=parent, kind=kind, number=nfc(number), order=order)
    ArticleVersion.objects.create(
        article=article, text_vi=nfc(text_vi), text_en=text_en, valid_from=valid_from or regulation.term_from
    )
    record("duties.add_article", by=by, about=regulation, facts={"article": article.pk, "kind": kind, "number": number})
    return article


def _place_for(regulation: Regulation, parent: Article | None) -> int:
    """The order after everything under `parent`. What follows moves one further, from the end: orders are unique."""
    rows = list(regulation.articles.values_list("id", "parent_id", "order").order_by("order"))
    if parent is None:
        return rows[-1][2] + 1 if rows else 1
    inside = {parent.pk}
    last = parent.order
    for pk, above, order in rows:
        if above in inside:
            inside.add(pk)
            last = order
    for pk, _above, order in reversed(rows):
        if order > last:
            Article.objects.filter(pk=pk).update(order=order + 1)
    return last + 1


@transaction.atomic
def reword_article(
    *, by: Post | None, article: Article, text_vi: str, valid_from: datetime.date, text_en: str = ""
) -> ArticleVersion:
    """A new wording from a day; the one before holds until the day before it. Needs "regulation.write"."""
    last = article.versions.order_by("-valid_from").first()
    refuse(rules.why_not_reword(by, last=last, text=text_vi, valid_from=valid_from))
    if last is not None:
        last.valid_to = valid_from - DAY
        last.save(update_fields=["valid_to"])
    version = ArticleVersion.objects.create(
        article=article, text_vi=nfc(text_vi), text_en=text_en, valid_from=valid_from
    )
    record(
        "duties.reword_article",
        by=by,
        about=article.regulation,
        facts={"article": article.pk, "from": valid_from},
    )
    return version


@transaction.atomic
def waive_clause(*, by: Post | None, article: Article, reason: str) -> ClauseWaiver:
    """Record, by name and with a reason, that a place of the text gives rise to no duty. Needs "regulation.write"."""
    refuse(rules.why_not_waive_clause(by, article, reason=reason))
    waiver = ClauseWaiver.objects.create(article=article, reason=nfc(reason), by=by, at=clock.now())
    record("duties.waive_clause", by=by, about=article.regulation, facts={"article": article.pk, "reason": reason})
    return waiver


@transaction.atomic
def add_duty(
    *,
    by: Post | None,
    article: Article,
    code: str,
    kind: str,
    title_vi: str,
    debtor_level: str,
    creditor_level: str,
    every: str,
    title_en: str = "",
    proof_vi: str = "",
    proof_en: str = "",
    both_accept: bool = False,
    record_of: str = "",
    valid_from: datetime.date = BEGINNING,
    valid_to: datetime.date = OPEN_END,
) -> Duty:
    """Who owes whom what, how often, and what proves it. Needs "regulation.write"."""
    refuse(rules.why_not_add_duty(by, code=code, title=title_vi, valid_from=valid_from, valid_to=valid_to))
    duty = Duty.objects.create(
        article=article,
        code=code.strip(),
        kind=Duty.Kind(kind),
        title_vi=nfc(title_vi),
        title_en=title_en,
        proof_vi=nfc(proof_vi),
        proof_en=proof_en,
        debtor_level=debtor_level,
        creditor_level=creditor_level,
        every=Period.Kind(every),
        both_accept=both_accept,
        record_of=record_of,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    record("duties.add_duty", by=by, about=duty, facts={"code": code, "every": every, "debtor": debtor_level})
    return duty


@transaction.atomic
def end_duty(*, by: Post | None, duty: Duty, last_day: datetime.date) -> Duty:
    """The last day on which the duty binds; what was expected before stays. Needs "regulation.write"."""
    refuse(rules.why_not_end_duty(by, duty=duty, last_day=last_day))
    duty.valid_to = last_day
    duty.save(update_fields=["valid_to"])
    record("duties.end_duty", by=by, about=duty, facts={"until": last_day})
    return duty


@transaction.atomic
def add_period(
    *,
    by: Post | None,
    label: str,
    kind: str,
    year: int,
    name_vi: str,
    starts_on: datetime.date,
    ends_on: datetime.date,
    opens_on: datetime.date | None = None,
    name_en: str = "",
    part_of: Period | None = None,
    dues: Mapping[str, datetime.date] | None = None,
) -> Period:
    """A reporting period with its cut-off and the due day of each level. Needs "regulation.write"."""
    facts: dict[str, Any] = {
        "label": label,
        "kind": kind,
        "year": year,
        "name_vi": nfc(name_vi),
        "name_en": name_en,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "opens_on": opens_on or starts_on,
    }
    refuse(rules.why_not_add_period(by, facts=facts, dues=dues or {}))
    period = Period.objects.create(**facts, part_of=part_of)
    PeriodDue.objects.bulk_create(
        PeriodDue(period=period, level=level, due_on=due_on) for level, due_on in (dues or {}).items()
    )
    record("duties.add_period", by=by, about=period, facts={"label": label, "ends_on": ends_on, "dues": dues or {}})
    return period


def add_plan(*, by: Post | None, plan: PeriodPlan, part_of: Period | None = None) -> Period:
    """`add_period` from a proposal."""
    return add_period(
        by=by,
        label=plan.label,
        kind=plan.kind,
        year=plan.year,
        name_vi=plan.name_vi,
        name_en=plan.name_en,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        opens_on=plan.opens_on,
        part_of=part_of,
        dues=plan.dues,
    )


@transaction.atomic
def add_usual_periods(
    *, by: Post | None, year: int, kinds: Iterable[str] = ("year", "quarter", "standard_year")
) -> list[Period]:
    """The usual periods of a year that are not on record yet, due days for the levels in the tree at each cut-off."""
    there = {period.label: period for period in Period.objects.filter(year=year)}
    added = []
    for plan in usual_periods(year, queries.levels_on(datetime.date(year, 12, 14)), kinds):
        if plan.label not in there:
            there[plan.label] = add_plan(by=by, plan=plan, part_of=there.get(plan.part_of))
            added.append(there[plan.label])
    return added


@transaction.atomic
def set_due(*, by: Post | None, period: Period, level: str, due_on: datetime.date) -> PeriodDue:
    """Another due day for a level; occurrences still waiting move with it. Needs "regulation.write"."""
    refuse(rules.why_not_set_due(by, period=period, level=level, due_on=due_on))
    due, _made = PeriodDue.objects.update_or_create(period=period, level=level, defaults={"due_on": due_on})
    Occurrence.objects.filter(period=period, duty__debtor_level=level, fulfilled_at=None).update(due_on=due_on)
    record("duties.set_due", by=by, about=period, facts={"level": level, "due_on": due_on})
    return due


@transaction.atomic
def open_occurrences(*, by: Post | None = None, on: datetime.date) -> int:
    """Expect every report that is owed for the periods open by that day; returns how many are newly expected.

    A duty of kind report, in force at the period's cut-off, is expected of each unit of the debtor's level in the tree
    of that day. Run as often as one likes: what is expected already stays as it is.
    """
    fresh = []
    for duty, period in queries.owed_by(on):
        there = set(Occurrence.objects.filter(duty=duty, period=period).values_list("unit_id", flat=True))
        due_on = queries.due_on(period, duty.debtor_level)
        fresh += [
            Occurrence(duty=duty, period=period, unit_id=place.unit_id, due_on=due_on)
            for place in tree(period.ends_on)
            if place.level == duty.debtor_level and place.unit_id not in there
        ]
    Occurrence.objects.bulk_create(fresh, batch_size=500, ignore_conflicts=True)
    if fresh:
        record("duties.open_occurrences", by=by, facts={"on": on, "opened": len(fresh)})
    return len(fresh)


@transaction.atomic
def fulfil(*, duty: Duty, unit_id: int, period: Period, proof: models.Model, at: datetime.datetime) -> Occurrence:
    """The unit did what the duty asks in this period, proved by `proof`; the first time counts.

    Part of another verb (sending a report), which is the one that is recorded and that asked who may. A unit of which
    nothing was expected yet gets its occurrence here.
    """
    occurrence = Occurrence.objects.filter(duty=duty, unit_id=unit_id, period=period).first()
    if occurrence is None:
        due_on = queries.due_on(period, duty.debtor_level)
        occurrence = Occurrence.objects.create(duty=duty, unit_id=unit_id, period=period, due_on=due_on)
    proof_type = ContentType.objects.get_for_model(proof)
    changed = Occurrence.objects.filter(pk=occurrence.pk, fulfilled_at=None).update(
        fulfilled_at=at, proof_type=proof_type, proof_id=proof.pk
    )
    if changed:
        occurrence.fulfilled_at, occurrence.proof_type, occurrence.proof_id = at, proof_type, proof.pk
    return occurrence


@transaction.atomic
def unfulfil(*, duty: Duty, unit_id: int, period: Period) -> None:
    """What fulfilled the duty was taken back (a report withdrawn): it is owed again. Part of another verb too."""
    Occurrence.objects.filter(duty=duty, unit_id=unit_id, period=period).update(
        fulfilled_at=None, proof_type=None, proof_id=None
    )
