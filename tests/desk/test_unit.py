"""A unit's page: open to all as to who it is, to its branch as to the rest."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phoihop.duties.models import Period
from phoihop.ops.demo.ground import load_units
from phoihop.orgs.models import OPEN_END, Unit, UnitVersion
from phoihop.orgs.queries import all_versions, branch_through_time, held, lineage, tree
from phoihop.reporting import actions
from tests.cast import SINCE, Cast, signed_in
from tests.registers.conftest import build
from tests.reporting.conftest import WORDS, Desk, prepare, typed


@pytest.fixture
def desk(cast: Cast) -> Desk:
    """With the year 2021, its standard, and an accepted report of commune a1 in the last quarter."""
    desk = prepare(cast)
    year = build(cast)
    Period.objects.filter(kind="quarter").update(part_of=year.period)
    year.decided("a1", cast.clerk_a1)
    report = desk.report("a1")
    actions.save_cells(by=cast.clerk_a1, report=report, cells=typed(kept=37, passed=18, hamlets=25), texts=WORDS)
    actions.submit_report(by=cast.clerk_a1, report=report)
    actions.accept_report(by=cast.reviewer_a, report=report)
    return desk


def address(unit: Unit, on: str = "") -> str:
    return reverse("desk:unit", args=[unit.pk]) + (f"?on={on}" if on else "")


def body(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_identity_is_for_all_the_rest_for_the_branch(desk: Desk) -> None:
    cast, unit = desk.cast, desk.cast.units["a1"]
    report = reverse("reporting:report", args=[desk.report("a1").pk])
    sources = reverse("reporting:sources", args=["X01", "2021"]) + "?unit=90101"
    for name, post in cast.posts().items():
        if name == "operator":
            assert signed_in(post).get(address(unit)).status_code == 403
            continue
        said = body(signed_in(post), address(unit))
        assert "Xã Nà Pang" in said
        assert "90101" in said
        inside = name in {"clerk_a1", "reviewer_a", "leader_a", "secretary", "leader", "inspector", "recogniser"}
        reads = inside and name != "inspector"
        assert (report in said) is reads, name
        assert (sources in said) is inside, name
        assert ("2415/QĐ-UBND" in said) is reads, name
        assert ("Cán bộ tổng hợp" in said.partition('<main id="main"')[2].partition('class="printed"')[0]) is inside, (
            name
        )


def test_every_figure_of_the_page_opens_its_sources(desk: Desk) -> None:
    client = signed_in(desk.cast.reviewer_a)
    for unit, code in (("a1", "90101"), ("a", "901")):
        said = body(client, address(desk.cast.units[unit]))
        links = {part.split('"')[0].replace("&amp;", "&") for part in said.split('<a class="figure" href="')[1:]}
        assert (unit == "a") or any(f"unit={code}" in link for link in links)
        assert all(client.get(link).status_code == 200 for link in links)
    assert ">37</a>" in body(client, address(desk.cast.units["a1"]))


def test_a_unit_that_changed_branch_leaves_its_past_where_it_was(desk: Desk) -> None:
    """From 01/01/2022 commune a1 stands under district B: its figures of 2021 stay with district A."""
    cast, unit = desk.cast, desk.cast.units["a1"]
    UnitVersion.objects.filter(unit=unit).update(valid_to=datetime.date(2021, 12, 31))
    old = UnitVersion.objects.get(unit=unit)
    old.save()
    UnitVersion.objects.create(
        unit=unit,
        code="90101",
        level="commune",
        type="xa",
        name_vi="Xã Nà Pang",
        parent=cast.units["b"],
        valid_from=datetime.date(2022, 1, 1),
    )
    report = reverse("reporting:report", args=[desk.report("a1").pk])
    now_b, now_a = body(signed_in(cast.reviewer_b), address(unit)), body(signed_in(cast.reviewer_a), address(unit))
    assert report not in now_b
    assert ">37</a>" not in now_b
    assert report not in now_a
    assert "không thuộc nhánh" in now_a
    then_a = body(signed_in(cast.reviewer_a), address(unit, "2021-12-31"))
    assert report in then_a
    assert ">37</a>" in then_a
    assert "không thuộc nhánh" in body(signed_in(cast.reviewer_b), address(unit, "2021-12-31"))


def test_what_is_not_there(desk: Desk) -> None:
    client, unit = signed_in(desk.cast.secretary), desk.cast.units["a1"]
    assert client.get(reverse("desk:unit", args=[999_999])).status_code == 404
    assert client.get(address(unit, "2021-13-01")).status_code == 404
    early = body(client, address(unit, "2005-01-01"))
    assert "Ngày 01/01/2005 không có đơn vị này" in early
    assert "01/01/2010" in early


def test_a_page_of_many_takes_the_statements_of_a_page_of_few(desk: Desk) -> None:
    client, top = signed_in(desk.cast.secretary), desk.cast.units["a"]
    body(client, address(top))
    with CaptureQueriesContext(connection) as few:
        body(client, address(top))
    for n in range(30):
        UnitVersion.objects.create(
            unit=Unit.objects.create(),
            code=f"901{n + 10}",
            level="commune",
            type="xa",
            name_vi=f"Xã Thứ {n}",
            parent=top,
            valid_from=SINCE,
            valid_to=OPEN_END,
        )
    actions.open_reports()
    body(client, address(top))
    with CaptureQueriesContext(connection) as many:
        assert body(client, address(top)).count("Xã Thứ") >= 30
    assert len(many) == len(few)


def test_the_real_province_through_both_reforms(cast: Cast) -> None:
    """204 communes until 31/01/2025, 200 until 30/06/2025, 75 since, as the lists of units say."""
    load_units()
    known = {(v.code, v.name): v.unit_id for v in all_versions()}
    stages = lineage(known["03664", "Xã Chiềng Xôm"])
    assert [stage.communes for stage in stages] == [204, 200, 75]
    assert [[one.version.name for one in stage.here] for stage in stages] == [
        ["Xã Chiềng Xôm"],
        ["Xã Chiềng Xôm"],
        ["Phường Chiềng An"],
    ]
    came = stages[-1].came
    assert came is not None
    assert (came.on, {other.code for other in came.together}) == (datetime.date(2025, 7, 1), {"03661", "03667"})
    back = lineage(known["03664", "Phường Chiềng An"])
    assert [{one.version.code for one in stage.here} for stage in back] == [
        {"03661", "03664", "03667"},
        {"03661", "03664", "03667"},
        {"03664"},
    ]
    district = lineage(known["116", "Thành phố Sơn La"])
    assert [len(stage.here) for stage in district] == [1, 1, 0]
    said = body(signed_in(cast.secretary), f"/dia-ban/{known['03664', 'Phường Chiềng An']}")
    assert "Ngày 13/01/2022 không có đơn vị này" in said
    assert "Xã Chiềng Đen" in said
    twin = body(signed_in(cast.secretary), f"/dia-ban/{known['03832', 'Xã Chiềng Ân']}")
    assert "Dễ nhầm" in twin
    assert "03667" in twin


def test_branches_through_time_say_what_the_tree_of_each_day_says(cast: Cast) -> None:
    load_units()
    versions = all_versions()
    days = {v.valid_from for v in versions} | {v.valid_to for v in versions if v.valid_to < OPEN_END}
    for unit_id in sorted({v.unit_id for v in versions if v.level != "commune"})[:8]:
        spans = branch_through_time(unit_id)
        for day in sorted(days)[-12:]:
            expected = {place.unit_id for place in tree(day).subtree(unit_id)}
            assert {v.unit_id for v in versions if held(spans, v.unit_id, day)} == expected
