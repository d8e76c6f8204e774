"""Two years of work: the regulation's duties given by plan, programmes, directives, and what districts ask of communes.

Who is on time, late or sent back is invented, and the same on every load.
"""

import datetime
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import models

from phoihop.duties import actions, queries
from phoihop.duties.models import Assignment, Period, Regulation, Task
from phoihop.duties.rules import NewTask
from phoihop.ops.demo import doing
from phoihop.ops.demo.data import read
from phoihop.ops.demo.ground import Cast
from phoihop.ops.demo.story import Story
from phoihop.orgs.models import Post
from phoihop.orgs.queries import Place

REGULATION = "QC-ANTT"
YEARS = (2020, 2021)
PROVED_BY_REGISTERS = ("NV-TUDANHGIA", "NV-CONGNHAN")


def tell(story: Story, cast: Cast) -> None:
    for year in YEARS:
        story.at(f"{year - 1}-12-28T09:00", partial(_plan, story, cast, year))
        _programme(story, cast, year)
        _directives(story, cast, year)
        _by_districts(story, cast, year)


def _plan(story: Story, cast: Cast, year: int) -> None:
    """The plan of the new year. That of the inspection committees' regulation is left: the loop check says so."""
    regulation = Regulation.objects.get(code=REGULATION)
    mark = queries.year_plan(regulation, year).mark
    actions.apply_plan(by=cast.secretary, regulation=regulation, year=year, mark=mark)
    shares = Assignment.objects.filter(task__regulation=regulation, task__kind=Task.Kind.DUTY, task__period__year=year)
    for share in shares.select_related("task__period").order_by("task__code", "unit_id", "to_unit_id"):
        if not share.task.code.startswith(PROVED_BY_REGISTERS):
            doing.live(story, cast, share)


def _programme(story: Story, cast: Cast, year: int) -> None:
    material = read("work")["programmes"][str(year)]
    day = datetime.date.fromisoformat(material["issued_on"])

    def scene() -> None:
        programme = actions.add_programme(
            by=cast.secretary,
            regulation=Regulation.objects.get(code=REGULATION),
            period=_year(year),
            title_vi=material["title_vi"],
            title_en=material["title_en"],
            number=material["number"],
            issued_on=day,
        )
        for number, facts in enumerate(material["tasks"], start=1):
            give_districts(story, cast, f"CT-{year}-{number:02}", facts, Task.Kind.PROGRAMME, year, programme)

    story.at(datetime.datetime.combine(day, datetime.time(15)), scene)


def _directives(story: Story, cast: Cast, year: int) -> None:
    for number, material in enumerate(read("work")["directives"][str(year)], start=1):
        issued_on = datetime.date.fromisoformat(material["issued_on"])
        received_on = issued_on + datetime.timedelta(days=2)
        story.at(
            datetime.datetime.combine(received_on, datetime.time(10)),
            _directive(story, cast, year, number, material, received_on),
        )


def _directive(
    story: Story, cast: Cast, year: int, number: int, material: dict[str, Any], received_on: datetime.date
) -> Callable[[], None]:
    def scene() -> None:
        directive = actions.add_directive(
            by=cast.secretary,
            number=material["number"],
            issuer=material["issuer"],
            issued_on=datetime.date.fromisoformat(material["issued_on"]),
            received_on=received_on,
            title_vi=material["title_vi"],
            title_en=material["title_en"],
        )
        for nth, facts in enumerate(material["tasks"], start=1):
            code = f"CD-{year}-{number:02}{'abc'[nth - 1]}"
            give_districts(story, cast, code, facts, Task.Kind.DIRECTIVE, year, directive)

    return scene


def give_districts(
    story: Story,
    cast: Cast,
    code: str,
    facts: dict[str, Any],
    kind: str,
    year: int,
    origin: models.Model,
) -> None:
    """A task of the province to every district."""
    units = [district.unit_id for district in cast.districts()]
    task = _give(cast.secretary, _new(code, facts, kind, year, origin), units)
    _follow(story, cast, task, last=facts.get("last", False))


def _by_districts(story: Story, cast: Cast, year: int) -> None:
    for facts in read("work")["by_districts"].get(str(year), ()):
        for district in cast.districts():
            story.at(f"{facts['from']}T10:{district.code[-2:]}", _asked_of_communes(story, cast, district, facts, year))


def _asked_of_communes(
    story: Story, cast: Cast, district: Place, facts: dict[str, Any], year: int
) -> Callable[[], None]:
    def scene() -> None:
        code = f"{facts['code']}-{district.code}-{year}"
        units = [commune.unit_id for commune in cast.communes(district)]
        new = _new(code, facts | {"evidence": False}, Task.Kind.OTHER, year, None)
        task = _give(cast.reviewers[district.code], new, units)
        _follow(story, cast, task, last=facts.get("last", False), plain=True)

    return scene


def _new(code: str, facts: dict[str, Any], kind: str, year: int, origin: models.Model | None) -> NewTask:
    return NewTask(
        code=code,
        title_vi=facts["title_vi"],
        title_en=facts["title_en"],
        product_vi=facts.get("product_vi", ""),
        kind=kind,
        period=_year(year),
        due_on=datetime.date.fromisoformat(facts["due"]),
        regulation=Regulation.objects.get(code=REGULATION),
        origin=origin,
        is_priority=facts.get("priority", False),
        is_checked=facts.get("check", False),
        needs_evidence=facts.get("evidence", True),
    )


def _give(by: Post, new: NewTask, units: list[int]) -> Task:
    return actions.assign(by=by, task=new, leads=units)


def _follow(story: Story, cast: Cast, task: Task, *, last: bool, plain: bool = False) -> None:
    for share in task.assignments.select_related("task__period").order_by("unit_id"):
        doing.live(story, cast, share, last=last, plain=plain)


def _year(year: int) -> Period:
    return queries.year_period(year)
