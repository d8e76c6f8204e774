"""The list of conferences and the page of one: who sees them, what they say, and at what cost."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phoihop.conferences.models import AgendaItem, Site
from phoihop.orgs.models import Body, Unit, UnitVersion
from tests.cast import SINCE, signed_in
from tests.conferences.world import World, build, further_post, seat

pytestmark = pytest.mark.django_db


def text(client: Client, address: str, **params: str) -> str:
    answer = client.get(address, params)
    assert answer.status_code == 200
    page: str = answer.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition('<main id="main"')[2].partition("</main>")[0]))


def statements(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def grow(world: World, n: int) -> None:
    """n further sites, each with a seat, and as many items of the agenda."""
    for number in range(n):
        unit = Unit.objects.create()
        UnitVersion.objects.create(
            unit=unit,
            code=f"99{number:03}",
            level="district",
            type="huyen",
            name_vi=f"Huyện {number}",
            valid_from=SINCE,
        )
        body = Body.objects.create(unit=unit, kind="standing_committee", name_vi=f"Huyện ủy {number}", valid_from=SINCE)
        contact = further_post(body, "Chánh Văn phòng")
        site = Site.objects.create(
            conference=world.conference, unit=unit, name_vi=body.name_vi, order=10 + number, contact=contact
        )
        seat(world.conference, site, further_post(body, "Bí thư"))
        AgendaItem.objects.create(
            conference=world.conference, order=10 + number, title_vi=f"Ý kiến {number}", minutes=5
        )


def test_the_list_tells_what_comes_from_what_was_and_hides_what_is_being_prepared(world: World) -> None:
    build(world.cast, state="preparing", code="HN-2022", office=world.office)
    address = reverse("conferences:list")
    own = text(signed_in(world.cast.secretary), address)
    assert "HN-2021" in own
    assert "HN-2022" in own
    assert "đang chuẩn bị" in own
    invited = text(signed_in(world.cast.leader_a), address)
    assert "HN-2021" in invited
    assert "HN-2022" not in invited
    assert "0/6" in invited
    nothing = text(signed_in(world.cast.stranger), address)
    assert "Chưa có hội nghị nào" in nothing
    assert "HN-" not in nothing


def test_a_conference_is_shown_to_who_takes_part_and_is_not_there_for_others(world: World) -> None:
    address = reverse("conferences:conference", args=[world.conference.pk])
    shown = text(signed_in(world.cast.leader_a), address)
    assert "thứ Năm, 13/01/2022, 14:00 – 17:00" in shown
    assert "Hội trường Công an tỉnh" in shown
    assert [time in shown for time in ("14:00 Khai mạc", "14:05 Báo cáo kết quả", "15:00 Kết luận")] == [True] * 3
    assert "Sẽ dự" not in shown
    assert "Sẽ dự" in text(signed_in(world.cast.secretary), address)
    assert signed_in(world.cast.stranger).get(address).status_code == 404
    hidden = build(world.cast, state="preparing", code="HN-2022", office=world.office).conference
    own = reverse("conferences:conference", args=[hidden.pk])
    assert signed_in(world.cast.leader_a).get(own).status_code == 404
    assert signed_in(world.cast.secretary).get(own).status_code == 200


@pytest.mark.parametrize("who", ["secretary", "leader_a"])
def test_list_and_page_cost_the_same_for_few_and_for_many(world: World, who: str) -> None:
    client = signed_in(getattr(world.cast, who))
    page, listed = reverse("conferences:conference", args=[world.conference.pk]), reverse("conferences:list")
    for number in range(2):
        build(world.cast, code=f"HN-0{number}", office=world.office)
    before: list[Any] = [statements(client, page), statements(client, listed)]
    grow(world, 27)
    for number in range(27):
        build(world.cast, code=f"HN-{number}", office=world.office)
    assert [statements(client, page), statements(client, listed)] == before
