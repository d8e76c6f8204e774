"""One-click sign-in: for a demonstration, and for nothing else."""

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


def test_it_does_not_load_over_a_real_office(db: None) -> None:
    UnitVersion.objects.create(unit=Unit.objects.create(), code="14", level="province", type="tinh", name_vi="Tỉnh A")
    with pytest.raises(Refusal, match="trống"):
        load.load(lambda done, of, moment: None)
