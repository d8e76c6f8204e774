"""Matters and key areas in the cast's province, made through the verbs."""

import datetime
from contextlib import AbstractContextManager

from phoihop.base import clock
from phoihop.base.errors import Refusal
from phoihop.orgs.models import Body, Post, Unit
from phoihop.registers import actions
from phoihop.registers.models import KeyArea, Matter
from tests.cast import Cast
from tests.pdf import PDF as PDF


def on(year: int, month: int, day: int) -> AbstractContextManager[None]:
    return clock.standing_at(datetime.date(year, month, day))


def said(refusal: Refusal) -> str:
    return " ".join(str(reason) for reason in refusal.reasons)


def fields(refusal: Refusal) -> list[str]:
    return [reason.field for reason in refusal.reasons]


def body_of(unit: Unit) -> Body:
    return Body.objects.filter(unit=unit).exclude(kind=Body.Kind.OPERATORS).order_by("pk")[0]


def matter(
    by: Post,
    opened_on: datetime.date,
    due_on: datetime.date | None = None,
    *,
    kind: str = "nguon_nuoc",
    title: str = "Tranh chấp nguồn nước mó Pa Khôm",
) -> Matter:
    unit = Unit.objects.get(pk=by.body.unit_id)
    return actions.open_matter(
        by=by, unit=unit, title=title, kind=kind, responsible=body_of(unit), opened_on=opened_on, due_on=due_on
    )


def areas(
    cast: Cast, chosen: dict[str, list[str]], *, year: int = 2021, number: str = "05/QĐ-BCĐ", day: datetime.date
) -> dict[str, KeyArea]:
    """Units by name in the cast -> their areas, put in by one decision of the secretary."""
    choices = [(cast.units[unit].pk, types) for unit, types in chosen.items()]
    actions.decide_areas(by=cast.secretary, number=number, decided_on=day, year=year, areas=choices)
    return {unit: KeyArea.objects.get(unit=cast.units[unit], year=year) for unit in chosen}
