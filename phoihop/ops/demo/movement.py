"""Models of the movement and joint operations, over two years."""

import datetime
from typing import Any

from phoihop.ops.demo import doing
from phoihop.ops.demo.data import read
from phoihop.ops.demo.ground import PROVINCE, Cast
from phoihop.ops.demo.invent import chance
from phoihop.ops.demo.story import Story
from phoihop.orgs.models import Post, Unit
from phoihop.orgs.queries import Place
from phoihop.registers import actions
from phoihop.registers.models import Model, Operation

LED_BY_DISTRICT = 5
"""Every fifth model is led by the district itself, the others by one of its communes."""
RUNS = (("kept_before_2020", 2019), ("built_2020", 2020), ("built_2021", 2021))


def tell(story: Story, cast: Cast) -> None:
    for district in cast.districts():
        number = 0
        for run, year in RUNS:
            for _ in range(read("models")[run].get(district.code, 0)):
                number += 1
                _model(story, cast, district, number, year)
        for _ in range(read("models")["awaiting_2022"].get(district.code, 0)):
            number += 1
            _model(story, cast, district, number, 2022, confirmed=False)
        for nth in range(read("models")["ended_2021"].get(district.code, 0)):
            story.at(f"2021-0{6 + nth}-15T10:00", _ending(cast, district, nth + 1))
    _operations(story, cast)


def _model(story: Story, cast: Cast, district: Place, number: int, year: int, *, confirmed: bool = True) -> None:
    communes = cast.communes(district)
    dice = chance("model", district.code, number)
    at_district = number % LED_BY_DISTRICT == 0
    leading = district if at_district else communes[dice.randrange(len(communes))]
    clerk = cast.reviewers[district.code] if at_district else cast.clerks[leading.code]
    above = cast.secretary if at_district else cast.reviewers[district.code]
    built = {
        2019: datetime.date(2019, 11, 18 + number % 5),
        2022: datetime.date(2022, 1, 4),
    }.get(year) or datetime.date(year, 2 + number % 9, 3 + number)
    material = read("models")
    name = material["names"][(number * 5 + int(district.code)) % len(material["names"])]
    code = f"MH-{district.code}-{number:02d}"
    sites = [leading] if not at_district else list(communes[: 2 + number % 3])

    def record() -> None:
        model = actions.add_model(
            by=clerk,
            unit=Unit.objects.get(pk=leading.unit_id),
            code=code,
            name_vi=f"{name} ({leading.name})",
            field_vi=material["fields"][number % len(material["fields"])],
            built_on=built,
        )
        for site in sites:
            actions.add_site(
                by=clerk, model=model, unit=Unit.objects.get(pk=site.unit_id), groups=1 + dice.randrange(4), since=built
            )

    def confirm() -> None:
        actions.confirm_model(by=above, model=Model.objects.get(code=code))

    story.at(datetime.datetime.combine(built + datetime.timedelta(days=3), datetime.time(10, number)), record)
    if confirmed:
        story.at(datetime.datetime.combine(built + datetime.timedelta(days=9), datetime.time(15, number)), confirm)


def _ending(cast: Cast, district: Place, number: int) -> Any:
    def scene() -> None:
        model = Model.objects.get(code=f"MH-{district.code}-{number:02d}")
        actions.end_model(
            by=_leader_of(cast, model, district),
            model=model,
            ended_on=datetime.date(2021, 6, 1),
            reason="Nhập vào mô hình cùng loại ở địa bàn liền kề.",
        )

    return scene


def _leader_of(cast: Cast, model: Model, district: Place) -> Post:
    place = cast.tree.get(model.unit_id)
    if place is None or place.unit_id == district.unit_id:
        return cast.reviewers[district.code]
    return cast.clerks[place.code]


def _operations(story: Story, cast: Cast) -> None:
    """Codes of our own making; the two of 2021 stand for the article's two, of which it says nothing more."""
    plan = (
        ("PH-2020-01", "2020-03-09", "2020-04-02", "2020-11-20", ("123", "128")),
        ("PH-2021-01", "2021-02-22", "2021-03-15", "2021-10-15", ("126", "127")),
        ("PH-2021-02", "2021-06-07", "2021-12-17", "", ("119", "125")),
    )
    for code, opened, asked, closed, districts in plan:
        story.at(f"{opened}T14:00", _opening(cast, code, opened, districts))
        story.at(f"{asked}T15:00", _asking(story, cast, code, asked))
        if closed:
            story.at(f"{closed}T16:00", _closing(cast, code, closed))


def _opening(cast: Cast, code: str, opened: str, districts: tuple[str, ...]) -> Any:
    bodies = [cast.bodies["police_committee", PROVINCE]] + [cast.bodies["standing_committee", d] for d in districts]
    return lambda: actions.add_operation(
        by=cast.secretary, code=code, opened_on=datetime.date.fromisoformat(opened), bodies=bodies
    )


def _asking(story: Story, cast: Cast, code: str, day: str) -> Any:
    """Both sides are asked to finish their part within six weeks; who has finished says so by the day alone."""

    def scene() -> None:
        due_on = datetime.date.fromisoformat(day) + datetime.timedelta(days=42)
        task = actions.task_operation(by=cast.secretary, operation=Operation.objects.get(code=code), due_on=due_on)
        for share in task.assignments.select_related("task__period").order_by("unit_id"):
            doing.live(story, cast, share, plain=True)

    return scene


def _closing(cast: Cast, code: str, closed: str) -> Any:
    return lambda: actions.close_operation(
        by=cast.secretary,
        operation=Operation.objects.get(code=code),
        closed_on=datetime.date.fromisoformat(closed),
    )
