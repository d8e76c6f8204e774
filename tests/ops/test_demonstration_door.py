"""One-click sign-in: for a demonstration, and for nothing else."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from phoihop.base import clock
from phoihop.base.errors import Refusal
from phoihop.base.models import Instance
from phoihop.ops.demo import load
from phoihop.orgs.models import Unit, UnitVersion
from tests.cast import DAY, Cast
from tests.conferences.world import build

DOOR = reverse("ops:demo_sign_in")


@pytest.mark.parametrize(("started", "marked"), [(False, False), (True, False), (False, True)])
def test_the_door_is_a_wall_unless_program_and_database_agree(
    cast: Cast, settings: Settings, started: bool, marked: bool
) -> None:
    settings.DEMONSTRATION = started
    Instance.objects.create(pk=1, demonstration=marked)
    clock.instance.cache_clear()
    client = Client()
    assert client.get(DOOR).status_code == 404
    assert client.post(DOOR, {"post": cast.secretary.pk}).status_code == 404
    assert "_auth_user_id" not in client.session
    assert DOOR not in client.get(reverse("account_login")).content.decode()


def test_one_click_enters_as_the_post_and_only_as_a_held_one(cast: Cast, settings: Settings) -> None:
    settings.DEMONSTRATION = True
    Instance.objects.create(pk=1, demonstration=True, stands_on=DAY)
    clock.instance.cache_clear()
    client = Client()
    assert DOOR in client.get(reverse("account_login")).content.decode()
    offered = client.get(DOOR).content.decode()
    assert all(f'value="{post.pk}"' in offered for name, post in cast.posts().items() if name != "stranger")
    assert client.post(DOOR, {"post": "0"}).status_code == 404
    client.post(DOOR, {"post": cast.clerk_b1.pk})
    assert str(cast.clerk_b1) in client.get(reverse("accounts:home")).content.decode()


def test_each_part_of_the_coming_conference_has_a_window_with_a_sign_in_of_its_own(
    cast: Cast, settings: Settings
) -> None:
    settings.DEMONSTRATION = True
    settings.ALLOWED_HOSTS = ["127.0.0.1", ".localhost"]
    Instance.objects.create(pk=1, demonstration=True, stands_on=DAY)
    clock.instance.cache_clear()
    conference = build(cast).conference
    page = Client().get(DOOR, headers={"host": "127.0.0.1:8000"}).content.decode()
    to = f"{DOOR}?chon={cast.leader.pk}&amp;den={conference.pk}"
    assert f'href="http://chu-tri.localhost:8000{to}"' in page
    names = ["chu-tri", "thay-chu-tri", "thu-ky", "diem-cau-0", "diem-cau-1", "diem-cau-2", "hoi-truong"]
    assert [name for name in names if f"http://{name}.localhost:8000{DOOR}" not in page] == []
    window = Client()
    alone = window.get(to.replace("&amp;", "&"), headers={"host": "chu-tri.localhost:8000"}).content.decode()
    assert re.findall(r'name="post" value="(\d+)"', alone) == [str(cast.leader.pk)]
    done = window.post(DOOR, {"post": cast.leader.pk, "den": conference.pk}, headers={"host": "chu-tri.localhost:8000"})
    assert done["Location"] == reverse("conferences:conference", args=[conference.pk])
    elsewhere = Client().get(DOOR, headers={"host": "10.0.0.1"})
    assert elsewhere.status_code == 400


def test_it_does_not_load_over_a_real_office(db: None) -> None:
    UnitVersion.objects.create(unit=Unit.objects.create(), code="14", level="province", type="tinh", name_vi="Tỉnh A")
    with pytest.raises(Refusal, match="trống"):
        load.load(lambda done, of, moment: None)
