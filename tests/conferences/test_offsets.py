"""What is dated data: how many working days before and after, in which order posts are named, what is usual."""

import datetime
import json

import pytest

from phoihop.conferences import offsets, precedence, usual
from phoihop.orgs.models import Holding, Person
from tests.cast import SINCE
from tests.conferences.world import World, further_post

pytestmark = pytest.mark.django_db


def test_days_before_and_after_are_counted_in_working_days(world: World) -> None:
    assert world.conference.starts_at.date() == datetime.date(2022, 1, 13)  # a Thursday
    assert offsets.due_day("invitation", world.conference) == datetime.date(2022, 1, 10)
    assert offsets.due_day("papers", world.conference) == datetime.date(2022, 1, 10)
    assert offsets.due_day("notice", world.conference) == datetime.date(2022, 1, 20)


def test_a_file_of_offsets_that_contradicts_itself_is_not_read() -> None:
    good = json.loads(offsets.FILE.read_text(encoding="utf-8"))
    for wrong in ({"invitation": 3}, {"notice": -5}, {"papers": "3"}, {"papers": -100}):
        broken = {"from": {"2000-01-01": good["from"]["2000-01-01"] | wrong}}
        with pytest.raises(offsets.BadOffsets):
            offsets.read(broken)
    later = {"from": good["from"] | {"2026-01-01": {"invitation": -5, "papers": -5, "reply": -1, "notice": 5}}}
    assert list(offsets.read(later)) == [datetime.date(2026, 1, 1), datetime.date(2000, 1, 1)]


def test_who_holds_two_posts_is_named_by_the_higher(world: World) -> None:
    body = world.seats["a2"].post.body
    day = datetime.date(2022, 1, 13)
    names = ["Trưởng Ban Tổ chức", "Phó Bí thư Huyện ủy", "Cán bộ văn thư", "Bí thư Huyện ủy"]
    posts = [further_post(body, name) for name in names]
    assert [post.title_vi for post in precedence.in_order(posts, day)] == [names[3], names[1], names[0], names[2]]
    person = Person.objects.create()
    second = further_post(body, "Ủy viên Ban Thường vụ")
    for post in (posts[0], second):
        Holding.objects.create(person=person, post=post, valid_from=SINCE)
    assert precedence.rank_of(posts[0], day) > precedence.rank_of(second, day)
    assert precedence.ranks(posts, day)[posts[0].pk] == precedence.rank_of(second, day)
    assert precedence.rank_of(posts[2], day) == precedence.UNLISTED


def test_an_order_of_posts_that_contradicts_itself_is_not_read() -> None:
    line = {"rank": 10, "bodies": [], "titles": ["Bí thư"]}
    for wrong in ([line, line], [line | {"bodies": ["khac"]}], [line | {"titles": []}], []):
        with pytest.raises(precedence.BadPrecedence):
            precedence.read({"from": {"2000-01-01": wrong}})


def test_what_is_usual_can_be_read() -> None:
    found = usual.usual(datetime.date(2022, 1, 13))
    assert [item.kind for item in found.agenda][:2] == ["opening", "follow_up"]
    assert found.invitation.type_symbol == "GM"
