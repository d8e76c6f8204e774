"""A conference that has concluded, for tests of what follows."""

from typing import Any

from phoihop.base import clock
from phoihop.conferences import actions
from phoihop.conferences.actions import ToGive
from phoihop.conferences.models import Conclusion
from phoihop.duties.rules import NewTask
from tests.conferences.world import World, at, key
from tests.duties.office import SOON

WORDS = "Giao hai huyện rà soát địa bàn. Báo cáo kết quả trước 28/01/2022. Cảm ơn các đồng chí đã dự."


def concluded(world: World, words: str = WORDS, *, close: bool = True) -> list[Conclusion]:
    """Opened at 14:00, concluded at 16:00, closed at 16:10 of the day on which tests stand."""
    with clock.standing_at(at(14)):
        world.open()
    with clock.standing_at(at(16)):
        actions.conclude(by=world.cast.leader, conference=world.conference, text=words, key=key())
    if close:
        with clock.standing_at(at(16, 10)):
            actions.close_room(by=world.cast.leader, conference=world.conference, key=key())
    return list(world.fresh().conclusions.all())


def to_give(world: World, conclusion: Conclusion, *units: str, **facts: Any) -> ToGive:
    given: dict[str, Any] = {"code": "", "title_vi": conclusion.text_vi, "period": world.office.year, "due_on": SOON}
    given |= {"regulation": world.office.regulation, "kind": "conclusion"}
    task = NewTask(**{**given, **{name: value for name, value in facts.items() if name != "indicator"}})
    leads = tuple(world.cast.units[name].pk for name in units)
    return ToGive(conclusion=conclusion, task=task, leads=leads, indicator=facts.get("indicator"))


def settle(world: World) -> None:
    """Everything that is still open becomes work of both districts, but thanks."""
    loose = list(world.conference.conclusions.filter(state="open"))
    given = [to_give(world, one, "a", "b") for one in loose if not one.text_vi.startswith("Cảm ơn")]
    actions.give_work(by=world.cast.secretary, conference=world.fresh(), gives=given)
    for one in loose:
        if one.text_vi.startswith("Cảm ơn"):
            actions.waive(by=world.cast.secretary, conclusion=one, reason="Lời cảm ơn.")


def minutes_in_two_revisions(world: World) -> None:
    """Drawn, edited once, and proposed."""
    drawn = actions.draw_minutes(by=world.cast.secretary, conference=world.fresh())
    parts = {**drawn.parts, "statements": ["Hội nghị thống nhất với dự thảo báo cáo."]}
    actions.edit_minutes(by=world.cast.secretary, conference=world.conference, based_on=1, parts=parts)
    actions.propose_minutes(by=world.cast.secretary, conference=world.conference)
