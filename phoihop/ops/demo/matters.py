"""Matters of communes and key areas of two years: most settled in time, some dragging, none with a person in it."""

import datetime
from collections.abc import Callable
from functools import partial
from typing import Any

from phoihop.documents.actions import keep_made
from phoihop.duties.calendar import add_working_days
from phoihop.ops.demo import papers
from phoihop.ops.demo.data import read
from phoihop.ops.demo.ground import Cast
from phoihop.ops.demo.invent import chance
from phoihop.ops.demo.story import Story
from phoihop.orgs.models import Unit
from phoihop.orgs.queries import Place
from phoihop.registers import actions
from phoihop.registers.models import KeyArea, Matter

DAY = datetime.timedelta(days=1)
MATTERS_A_YEAR = {2020: 72, 2021: 96}
RAISED_EVERY = 10
"""Days between two rounds in which the program looks for what drags (in life it looks every day)."""
STILL_OPEN_FROM = datetime.date(2021, 9, 20)
"""Of matters opened after this day some are still open on the eve of the conference."""


def tell(story: Story, cast: Cast) -> None:
    communes = [(district, commune) for district, commune in cast.all_communes()]
    for year, many in MATTERS_A_YEAR.items():
        for number in range(many):
            dice = chance("matter", year, number)
            district, commune = communes[dice.randrange(len(communes))]
            opened = datetime.date(year, 1, 6) + dice.randint(0, 340) * DAY
            _matter(story, cast, (district, commune), opened, dice.choice(list(read("matters")["titles"])))
        _areas(story, cast, year)
    day = datetime.date(2020, 3, 2)
    while day < datetime.date(2022, 1, 13):
        story.at(datetime.datetime.combine(day, datetime.time(6)), partial(actions.raise_dragging, on=day))
        day += RAISED_EVERY * DAY


def _matter(story: Story, cast: Cast, where: tuple[Place, Place], opened: datetime.date, kind: str) -> None:
    """One matter with its steps; one in six takes too long, and of the last ones some are still open."""
    district, commune = where
    material, clerk = read("matters"), cast.clerks[commune.code]
    dice = chance("matter", commune.code, opened, kind)
    title = f"{dice.choice(material['titles'][kind])} ({commune.name})"

    def begin() -> None:
        matter = actions.open_matter(
            by=clerk,
            unit=Unit.objects.get(pk=commune.unit_id),
            title=title,
            kind=kind,
            responsible=clerk.body,
            opened_on=opened,
        )
        _goes_on(story, cast, district, matter, dice.random())

    story.at(datetime.datetime.combine(opened + DAY, datetime.time(9, dice.randint(0, 59))), begin)


def _goes_on(story: Story, cast: Cast, district: Place, matter: Matter, luck: float) -> None:
    material, dice = read("matters"), chance("steps", matter.code)
    slow = luck > 0.84
    settled = matter.due_on + dice.randint(8, 40) * DAY if slow else matter.due_on - dice.randint(0, 9) * DAY
    clerk = cast.clerks[cast.tree.places[matter.unit_id].code]
    day = add_working_days(matter.opened_on, 4)
    while day < settled:
        story.at(_at(day, dice.randint(8, 16)), _step(matter.pk, clerk, dice.choice(material["steps"]), day))
        day = add_working_days(day, dice.randint(6, 9) if not slow else dice.randint(12, 24))
    if slow:
        said = dice.choice(material["directions"])
        later = matter.due_on + 3 * DAY
        story.at(_at(later, 15), _step(matter.pk, cast.reviewers[district.code], said, later))
    if matter.opened_on >= STILL_OPEN_FROM and (slow or dice.random() < 0.5):
        return
    result = dice.choice(material["results"])
    story.at(_at(settled, 16), lambda: _settle(matter.pk, clerk, settled, result))


def _step(pk: int, by: Any, text: str, day: datetime.date) -> Callable[[], None]:
    def scene() -> None:
        matter = Matter.objects.get(pk=pk)
        if matter.state == Matter.State.OPEN:
            actions.add_step(by=by, matter=matter, text=text, on=day)

    return scene


def _settle(pk: int, by: Any, day: datetime.date, result: str) -> None:
    actions.resolve_matter(by=by, matter=Matter.objects.get(pk=pk), resolved_on=day, result=result)


def _at(day: datetime.date, hour: int) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(hour, day.day))


def _areas(story: Story, cast: Cast, year: int) -> None:
    """Put in by one decision in February, reported by the communes in the autumn, taken out in December."""
    material = read("matters")
    facts = material["areas"][str(year)]
    communes = [commune for _district, commune in cast.all_communes()]
    chance("areas", year).shuffle(communes)
    chosen = communes[: facts["chosen"]]
    types = material["area_types"]
    put_in = [(place.unit_id, types[nth % len(types)]) for nth, place in enumerate(chosen)]
    decided_on = datetime.date.fromisoformat(facts["decided_on"])
    story.at(
        _at(decided_on, 15),
        lambda: actions.decide_areas(
            by=cast.secretary, number=facts["number"], decided_on=decided_on, year=year, areas=put_in
        ),
    )
    for nth, place in enumerate(chosen[: facts["converted"]]):
        day = datetime.date(year, 10, 4) + nth * 4 * DAY
        story.at(_at(day, 10), partial(_converted, cast, place, year, day))
    story.at(_at(datetime.date.fromisoformat(facts["out_on"]), 15), partial(_taken_out, cast, year))
    if "kept_on" in facts:
        story.at(_at(datetime.date.fromisoformat(facts["kept_on"]), 9), partial(_looked_at, cast, year))


def _area(place: Place, year: int) -> KeyArea:
    return KeyArea.objects.select_related("put_in").get(unit_id=place.unit_id, year=year)


def _converted(cast: Cast, place: Place, year: int, day: datetime.date) -> None:
    clerk = cast.clerks[place.code]
    file = keep_made(by=clerk, data=papers.minutes(place.name, year), name=f"chuyen-hoa-{year}.docx")
    actions.report_conversion(
        by=clerk,
        area=_area(place, year),
        converted_on=day,
        result=read("matters")["area_result"],
        file=file,
        title="Biên bản đánh giá kết quả chuyển hóa",
    )


def _taken_out(cast: Cast, year: int) -> None:
    facts = read("matters")["areas"][str(year)]
    areas = list(KeyArea.objects.filter(year=year).select_related("put_in").order_by("unit_id"))
    not_yet = {area.pk: read("matters")["area_not_yet"] for area in areas if area.state != KeyArea.State.REPORTED}
    actions.take_out_areas(
        by=cast.secretary,
        number=facts["out_number"],
        decided_on=datetime.date.fromisoformat(facts["out_on"]),
        areas=areas,
        reasons=not_yet,
    )


def _looked_at(cast: Cast, year: int) -> None:
    """Half a year later the province looks again at what was converted; one area did not keep its result."""
    lost = read("matters")["areas"][str(year)]["lost"]
    converted = KeyArea.objects.filter(year=year, converted=True).select_related("put_in").order_by("unit_id")
    for nth, area in enumerate(converted):
        kept = nth >= lost
        note = "" if kept else read("matters")["area_not_kept"]
        actions.check_kept(by=cast.secretary, area=area, kept=kept, note=note)
