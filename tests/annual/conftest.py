"""The cast's year, and the real province's."""

from collections.abc import Iterator

import pytest

from phoihop.base import clock
from phoihop.orgs.models import Body
from tests.annual.world import DAY, World, build, real_units
from tests.cast import Cast, bring_on


@pytest.fixture
def cast(db: None) -> Cast:
    return bring_on()


@pytest.fixture
def world(cast: Cast) -> Iterator[World]:
    """Four communes, three of them xã; b2 has not reached the standard: 3/4 and 2/3."""
    with clock.standing_at(DAY):
        communes = [cast.units[name] for name in ("a1", "a2", "b1", "b2")]
        yield build(
            cast.units["province"],
            communes,
            cast.posts(),
            failed=[cast.units["b2"]],
            district_body=Body.objects.filter(unit=cast.units["a"]).first(),
        )


@pytest.fixture
def sonla(db: None) -> Iterator[World]:
    """204 units, nine of them (eight xã and a thị trấn) not there yet; 53 models kept, 20 new, 2 operations."""
    with clock.standing_at(DAY):
        province, communes, posts = real_units()
        types = {unit.pk: unit.versions.get().type for unit in communes}
        rural = [unit for unit in communes if types[unit.pk] == "xa"]
        town = next(unit for unit in communes if types[unit.pk] == "thi_tran")
        district = Body.objects.create(
            unit=communes[0].versions.get().parent, kind=Body.Kind.STANDING_COMMITTEE, name_vi="Thường trực"
        )
        failed = [*rural[::23][:8], town]
        yield build(province, communes, posts, failed=failed, kept=53, new=20, joint=2, district_body=district)
