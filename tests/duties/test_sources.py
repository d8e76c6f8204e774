"""What a task comes from is named on its page, and opens for who may open it."""

import re

from django.urls import reverse

from phoihop.duties import actions
from phoihop.duties.models import Situation, Task
from phoihop.orgs.models import Body, Post
from phoihop.registers import actions as registers
from tests.cast import DAY, signed_in
from tests.duties.drill import report, running
from tests.duties.office import D, Office


def source(post: Post, task: Task) -> tuple[str, str]:
    """(words, address or "") of the line that says where the task comes from."""
    page = signed_in(post).get(reverse("tasks:task", args=[task.pk])).content.decode()
    said = re.search(r"<dt>Căn cứ</dt><dd>(.*?)</dd>", page, re.DOTALL)
    assert said
    link = re.search(r'href="([^"]+)"', said[1])
    if link:
        assert signed_in(post).get(link[1]).status_code == 200
    return re.sub(r"<[^>]+>", "", said[1]).strip(), link[1] if link else ""


def test_papers_duties_and_operations(office: Office) -> None:
    cast = office.cast
    programme, directive = office.programme(), office.directive()
    from_programme = office.task("a1", kind="programme", origin=programme)
    assert source(cast.clerk_a1, from_programme) == (
        "05-CTr/ĐUCA, 05/01/2022 · Chương trình công tác năm 2022",
        reverse("tasks:programme", args=[programme.pk]),
    )
    from_directive = office.task("a1", kind="directive", origin=directive)
    assert source(cast.clerk_a1, from_directive)[1] == reverse("tasks:directive", args=[directive.pk])
    bodies = [Body.objects.filter(unit=cast.units[name])[0] for name in ("province", "a")]
    operation = registers.add_operation(by=cast.secretary, code="PH-2022-01", opened_on=D(2022, 1, 4), bodies=bodies)
    joint = registers.task_operation(by=cast.secretary, operation=operation, due_on=D(2022, 2, 25))
    assert source(cast.reviewer_a, joint) == ("Chuyên án PH-2022-01", reverse("registers:operations"))
    assert "Căn cứ" not in signed_in(cast.clerk_a1).get(f"/viec/{office.task('a1').pk}").content.decode()


def test_what_was_reported_in_a_campaign_opens_for_those_who_have_a_part_in_it(office: Office) -> None:
    cast = office.cast
    campaign = running(office, units=[cast.units["a1"].pk, cast.units["a2"].pk])
    said = report(office, campaign, "a1", 7, cast.clerk_a1, level="trouble", note="Mất điện ở khu vực số 3.")
    said = Situation.objects.select_related("slot__campaign").get(pk=said.pk)
    task = actions.answer_trouble(
        by=cast.secretary,
        situation=said,
        title_vi="Nối lại điện",
        due_on=DAY,
        leads=[cast.units[name].pk for name in ("a1", "b1")],
    )
    assert source(cast.clerk_a1, task)[1] == reverse("tasks:campaign", args=[campaign.pk])
    assert source(cast.clerk_b1, task)[1] == ""
