"""The sources of a figure say whether it has moved since a report with it was issued."""

from django.urls import reverse
from django.utils.html import escape

from phoihop.annual import actions
from tests.annual.test_report import filled
from tests.annual.world import World
from tests.cast import Cast, signed_in


def test_a_figure_says_whether_it_has_changed_since_it_was_issued(world: World, cast: Cast) -> None:
    edition = actions.issue_edition(by=world.leader, edition=filled(world))
    printed = edition.quoted.get(token="D02").printed
    client = signed_in(cast.secretary)
    address = reverse("reporting:sources", args=["D02", world.period.label])
    page = client.get(address).content.decode()
    assert "Đã đổi từ bản phát hành: không" in page
    passed = next(u for u in world.communes if u.standard_results.filter(ruling__passed=True).exists())
    world.rule(passed, passed=False)
    page = client.get(address).content.decode()
    assert "Đã đổi từ bản phát hành: có" in page
    assert escape(f"ghi {printed}, nay là ") in page
    assert reverse("annual:compare", args=[edition.pk]) in page
