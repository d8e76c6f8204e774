"""Next year's directions: those of 2020 became work of 2021 or were waived, those of 2021 wait for the report."""

from functools import partial

from phoihop.annual import actions
from phoihop.annual.models import Direction, Edition
from phoihop.conferences.models import Conclusion
from phoihop.duties.models import Task
from phoihop.duties.queries import next_code
from phoihop.ops.demo.data import read
from phoihop.ops.demo.ground import Cast
from phoihop.ops.demo.story import Story
from phoihop.ops.demo.work import give_districts


def tell(story: Story, cast: Cast) -> None:
    for year in ("2020", "2021"):
        facts = read("directions")[year]
        story.at(facts["written"], partial(_write, cast, year))
        if "given" in facts:
            story.at(facts["given"], partial(_give, story, cast, year))


def _write(cast: Cast, year: str) -> None:
    edition = Edition.objects.get(period__label=year)
    for facts in read("directions")[year]["directions"]:
        made = actions.add_direction(
            by=cast.secretary,
            edition=edition,
            text_vi=facts["text_vi"],
            text_en=facts["text_en"],
            figures=facts.get("figures", ()),
            others=[("conclusion", _conclusion(number)) for number in facts.get("conclusions", ())],
        )
        if facts.get("draw"):
            actions.draw_direction(by=cast.secretary, direction=made)


def _conclusion(number: int) -> str:
    """The key by which a conclusion of the conference that was held is cited."""
    return str(Conclusion.objects.get(conference__state="closed", number=number).pk)


def _give(story: Story, cast: Cast, year: str) -> None:
    """Each becomes a task of every district, or the secretary says why it does not."""
    for order, facts in enumerate(read("directions")[year]["directions"], start=1):
        direction = Direction.objects.select_related("edition", "period").get(edition__period__label=year, order=order)
        if "waived" in facts:
            actions.waive_direction(by=cast.secretary, direction=direction, reason=facts["waived"])
            continue
        kind, next_year = Task.Kind.DIRECTION, direction.period.year
        give_districts(story, cast, next_code(kind, next_year), facts["task"], kind, next_year, direction)
