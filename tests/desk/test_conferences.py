"""Conferences on the desk, in the calendar and in the search: for who takes part, and for nobody else."""

import datetime

import icalendar
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.base import clock
from phoihop.base.finding import wanted
from phoihop.conferences import actions
from phoihop.desk.queries import calendar, home, search
from phoihop.orgs.models import Post
from tests.cast import Cast, signed_in
from tests.conferences.world import World, at, build

pytestmark = pytest.mark.django_db
TITLE = "Hội nghị giao ban thực hiện quy chế phối hợp năm 2021"


@pytest.fixture
def world(cast: Cast) -> World:
    return build(cast)


def lines(post: Post, day: datetime.date) -> dict[str, list[tuple[str, str]]]:
    with clock.standing_at(at(9, day=day)):
        found = home.columns(post)
    columns = {"late": found.late, "today": found.today, "coming": found.coming}
    return {
        name: [(line.when, line.action) for line in those if line.what == TITLE]
        for name, those in columns.items()
        if any(line.what == TITLE for line in those)
    }


def test_an_answer_is_owed_until_it_is_given_and_on_the_day_the_conference_is_there(world: World) -> None:
    leader, day = world.cast.leader_a, datetime.date(2022, 1, 11)
    owed = ("Trả lời giấy mời: còn 1 ngày làm việc", "Trả lời")
    assert lines(leader, day) == {"coming": [owed]}
    assert lines(world.cast.reviewer_a, day) == {
        "coming": [("2 đại biểu chưa trả lời: còn 1 ngày làm việc", "Xem trả lời")]
    }
    assert lines(world.cast.secretary, day)["coming"][0][0].startswith("6 đại biểu chưa trả lời")
    assert lines(world.cast.stranger, day) == {}
    assert "late" in lines(leader, datetime.date(2022, 1, 13))
    with clock.standing_at(at(9, day=day)):
        actions.reply(by=leader, seat=world.seats["leader_a"], answer="comes")
    assert lines(leader, day) == {}
    assert lines(leader, datetime.date(2022, 1, 13)) == {"today": [("họp lúc 14:00", "Vào họp")]}
    world.open()
    assert lines(leader, datetime.date(2022, 1, 13)) == {"today": [("đang họp", "Vào họp")]}


def test_the_secretary_is_told_by_when_to_call(world: World) -> None:
    build(world.cast, state="preparing", code="HN-X", office=world.office)
    for seat in world.seats.values():
        actions.reply(by=world.cast.secretary, seat=seat, answer="comes")
    day = datetime.date(2022, 1, 6)
    assert lines(world.cast.secretary, day) == {"coming": [("Mời chậm nhất: còn 2 ngày làm việc", "Chuẩn bị")]}
    assert "late" in lines(world.cast.secretary, datetime.date(2022, 1, 11))


def test_the_desk_costs_the_same_for_many_conferences(world: World) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            home.columns(world.cast.secretary)
        return len(asked)

    cost()
    few = cost()
    for number in range(8):
        build(world.cast, code=f"HN-{number}", state="preparing" if number % 2 else "called", office=world.office)
    assert cost() == few


def test_the_calendar_and_its_file_have_the_hours_for_who_takes_part(world: World) -> None:
    build(world.cast, state="preparing", code="HN-X", office=world.office)
    month = (datetime.date(2022, 1, 1), datetime.date(2022, 1, 31))

    def seen(post: Post) -> list[str]:
        return [one.text for one in calendar.happenings([post], *month) if one.kind == "conference"]

    assert seen(world.cast.leader_a) == [TITLE]
    assert seen(world.cast.stranger) == []
    file = signed_in(world.cast.leader_a).get("/lich.ics")
    events = icalendar.Calendar.from_ical(file.content).walk("VEVENT")
    event = next(one for one in events if str(one["summary"]) == TITLE)
    assert event["uid"] == f"conference-{world.conference.pk}@phoihop"
    assert event["dtstart"].dt == world.conference.starts_at
    actions.cancel(by=world.cast.secretary, conference=world.conference, reason="Hoãn.")
    assert seen(world.cast.leader_a) == []


def test_a_conference_is_found_by_code_and_words_by_who_sees_it(world: World) -> None:
    def found(post: Post, typed: str) -> list[str]:
        groups = search.search(post, wanted(typed), 5)
        return [hit.name for group in groups if group.key == "hoi-nghi" for hit in group.hits]

    assert found(world.cast.leader_a, "HN-2021") == [TITLE]
    assert found(world.cast.leader_a, "giao ban quy che") == [TITLE]
    assert found(world.cast.stranger, "HN-2021") == []
