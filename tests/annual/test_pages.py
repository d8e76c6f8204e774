"""The pages: who sees what, one fragment equal to its page, writing without scripts, nothing typed is lost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phoihop.annual import actions
from phoihop.annual.models import Block, Edition
from phoihop.documents.read import read
from phoihop.orgs.models import Unit, UnitVersion
from tests.annual.world import World, accepted_text, filled, settled
from tests.cast import Cast, signed_in

PANE = re.compile(r'<aside id="pane".*</aside>', re.DOTALL)


def at(edition: Edition, name: str = "edition", *more: object) -> str:
    return reverse(f"annual:{name}", args=[edition.pk, *more])


def test_drafts_are_for_those_who_write_and_issue(world: World, cast: Cast) -> None:
    edition = filled(world)
    for name, status in (("secretary", 200), ("leader", 200), ("clerk_a1", 404), ("inspector", 404), ("stranger", 404)):
        assert signed_in(cast.posts()[name]).get(at(edition)).status_code == status
    assert edition.title_vi not in signed_in(cast.clerk_a1).get(reverse("annual:editions")).content.decode()
    actions.issue_edition(by=world.leader, edition=edition)
    page = signed_in(cast.clerk_a1).get(at(edition))
    assert page.status_code == 200
    assert "Số 01-BC/ĐUCA" in page.content.decode()
    assert signed_in(cast.clerk_a1).get(at(edition, "download", "docx")).status_code == 200
    assert signed_in(cast.operator).get(at(edition)).status_code == 403


@pytest.mark.parametrize("selected", ["so=S02/S01", "muc={section}", "doan={block}", ""])
def test_the_fragment_is_the_pane_of_the_page(world: World, cast: Cast, selected: str) -> None:
    edition = filled(world)
    block = Block.objects.filter(section__edition=edition)[2]
    address = f"{at(edition)}?{selected.format(section=block.section_id, block=block.pk)}"
    client = signed_in(cast.secretary)
    whole = client.get(address).content.decode()
    alone = client.get(address, headers={"HX-Request": "true", "HX-Target": "pane"}).content.decode()
    strip = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    found = PANE.search(whole)
    assert found
    assert strip.sub("", found.group()).strip() == strip.sub("", alone).strip()


def test_a_figure_on_the_paper_opens_its_units(world: World, cast: Cast) -> None:
    edition = filled(world)
    client = signed_in(cast.secretary)
    page = client.get(at(edition)).content.decode()
    link = re.search(r'<a class="figure" href="([^"]+)" data-key="S02/S01">3/4</a>', page)
    assert link
    pane = client.get(at(edition) + link[1].split("#")[0]).content.decode()
    pane = PANE.search(pane).group()  # type: ignore[union-attr]
    assert [name in pane for name in ("Xã Nà Pang", "Thị trấn Chợ Mới", "Xã Bản Lầu", "Xã Chiềng Ơn")] == [True] * 4
    assert "chưa đạt" in pane
    assert "2415/QĐ-UBND" in pane


def test_the_secretary_writes_the_leader_issues_without_scripts(world: World, cast: Cast) -> None:
    edition = world.edition()
    section = edition.sections.get(title_vi__startswith="Hạn chế")
    text = accepted_text(world, cast.units["a"], "kho_khan", "Huyện còn 1 đơn vị chưa đạt.", cast.reviewer_a)
    secretary, leader = signed_in(cast.secretary), signed_in(cast.leader)
    shown = secretary.get(f"{at(edition)}?muc={section.pk}").content.decode()
    assert "Huyện còn 1 đơn vị chưa đạt." in shown
    drawn = secretary.post(
        at(edition, "section", section.pk), {"text": text.pk, "body": "Còn 1 đơn vị chưa đạt."}, follow=True
    )
    assert "1 số gõ tay" in drawn.content.decode()
    block = Block.objects.get(source=text)
    assert block.body == "Còn 1 đơn vị chưa đạt."
    page = leader.get(at(edition, "issue")).content.decode()
    assert "Còn 1 số gõ tay: 1." in page
    refused = leader.post(at(edition, "issue"))
    assert refused.status_code == 409
    pane = secretary.get(f"{at(edition)}?doan={block.pk}").content.decode()
    assert 'value="D01"' in pane  # the figure that is printed the same way is proposed
    secretary.post(
        at(edition, "block", block.pk), {"do": "bind", "version": 0, "start": 4, "number": "1", "key": "D01"}
    )
    block.refresh_from_db()
    assert block.body == "Còn [[D01]] đơn vị chưa đạt."
    done = leader.post(at(edition, "issue"), follow=True)
    assert "Đã phát hành Số 01-BC/ĐUCA." in done.content.decode()
    file = leader.get(at(edition, "download", "docx")).content
    assert any("Còn 1 đơn vị chưa đạt." in line for line in read(file).blocks)
    assert secretary.post(at(edition, "block", block.pk), {"body": "Sửa", "version": 1}).status_code == 409


def test_what_was_typed_survives_every_refusal(world: World, cast: Cast) -> None:
    edition = filled(world)
    block = Block.objects.filter(section__edition=edition)[1]
    client = signed_in(cast.secretary)
    bad = client.post(at(edition, "block", block.pk), {"body": "Sai thẻ [[S02", "version": 0})
    assert bad.status_code == 409
    assert "Sai thẻ [[S02" in bad.content.decode()
    assert "không phải là thẻ số liệu" in bad.content.decode()
    actions.write_block(by=world.secretary, block=block, body="Bản của người nhanh hơn.", version=0)
    late = client.post(at(edition, "block", block.pk), {"body": "Bản của tôi.", "version": 0}).content.decode()
    assert "Bản của người nhanh hơn." in late
    assert "Bản của tôi." in late
    current = Block.objects.get(pk=block.pk)
    actions.drop_block(by=world.secretary, block=current, version=current.version)
    gone = client.post(at(edition, "block", block.pk), {"body": "Vẫn của tôi.", "version": 1})
    assert gone.status_code == 409
    assert "Vẫn của tôi." in gone.content.decode()
    day = client.post(at(edition, "paper_date"), {"paper_on": "32/01/2022"})
    assert "32/01/2022" in day.content.decode()


def test_the_issued_paper_says_what_changed_since(world: World, cast: Cast) -> None:
    edition = actions.issue_edition(by=world.leader, edition=filled(world))
    client = signed_in(cast.secretary)
    assert "Không có số nào đổi" in client.get(at(edition)).content.decode()
    world.rule(cast.units["a1"], passed=False)
    page = client.get(at(edition)).content.decode()
    assert "giấy ghi 3/4, nay là 2/4" in page
    assert "Xã Nà Pang: nay chưa đạt, giấy ghi đạt (Quyết định 2999/QĐ-UBND" in page
    assert ">3/4</a>" in page  # the paper itself stands
    assert "2/4" in client.get(at(edition, "compare")).content.decode()
    assert client.get(at(edition, "rebuilt")).content == client.get(at(edition, "download", "docx")).content


def test_a_page_costs_the_same_statements_for_four_units_and_for_forty(world: World, cast: Cast) -> None:
    edition = filled(world)
    client = signed_in(cast.secretary)

    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"{at(edition)}?so=S02/S01").status_code == 200
        return len(seen)

    statements()  # the second request of a session reads less
    few = statements()
    for number in range(36):
        unit = Unit.objects.create()
        UnitVersion.objects.create(
            unit=unit,
            code=f"9013{number:02}",
            level="commune",
            type="xa",
            name_vi=f"Xã {number}",
            parent=cast.units["a"],
        )
        settled(world, unit)
    statements()
    assert statements() == few
    assert "39/40" in client.get(at(edition)).content.decode()
