"""Matters and key areas in the annual report: counted, each opened down to its record, and what changed afterwards."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from phoihop.annual import actions
from phoihop.annual.figures import compare, frozen, live
from phoihop.base import clock
from phoihop.registers import actions as registers
from phoihop.registers.models import Matter
from phoihop.reporting.figures import figures, sources
from phoihop.reporting.models import Indicator, IndicatorRule
from tests.annual.world import World, filled
from tests.cast import Cast, signed_in
from tests.registers.world import PDF, areas, matter

COUNTED = {
    "V01": "matters.due",
    "V02": "matters.resolved_in_time",
    "V03": "matters.open_late",
    "K01": "areas.chosen",
    "K02": "areas.converted",
}
SHARES = {"V04": ("V02", "V01"), "K03": ("K02", "K01")}


@pytest.fixture
def counted(world: World) -> World:
    """Three matters due in the year at two communes, two of them settled in time; two areas, one converted."""
    made = {
        code: Indicator.objects.create(code=code, name_vi=f"Chỉ tiêu {code}", measure_vi="", order=50)
        for code in (*COUNTED, *SHARES)
    }
    for code, name in COUNTED.items():
        IndicatorRule.objects.create(indicator=made[code], kind="counted", set_name=name)
    for code, (above, below) in SHARES.items():
        IndicatorRule.objects.create(
            indicator=made[code], kind="share", numerator=made[above], denominator=made[below], decimals=2
        )
    return world


def lived(cast: Cast) -> list[Matter]:
    opened, due = datetime.date(2021, 6, 1), datetime.date(2021, 7, 1)
    with clock.standing_at(opened):
        found = [matter(by, opened, due) for by in (cast.clerk_a1, cast.clerk_a1, cast.clerk_b1)]
    with clock.standing_at(datetime.date(2021, 6, 20)):
        for by, one in ((cast.clerk_a1, found[0]), (cast.clerk_b1, found[2])):
            registers.resolve_matter(by=by, matter=one, resolved_on=datetime.date(2021, 6, 20), result="Xong")
    day = datetime.date(2021, 3, 1)
    chosen = areas(cast, {"a1": ["ttxh"], "b1": ["ma_tuy"]}, day=day)
    registers.report_conversion(
        by=cast.clerk_a1, area=chosen["a1"], converted_on=datetime.date(2021, 11, 1), result="Ổn định",
        file=SimpleUploadedFile("bc.pdf", PDF), title="Báo cáo",
    )  # fmt: skip
    registers.take_out_areas(
        by=cast.secretary, number="90/QĐ", decided_on=datetime.date(2021, 12, 20), areas=[chosen["a1"]]
    )
    return found


def test_figures_and_their_sources(counted: World, cast: Cast) -> None:
    found = lived(cast)
    province = cast.units["province"].pk
    values = figures([*COUNTED, *SHARES], counted.period, province)
    assert {code: values[code].value for code in COUNTED} == {"V01": 3, "V02": 2, "V03": 1, "K01": 2, "K02": 1}
    assert values["K03"].value == 50
    assert figures(["V04"], counted.period, cast.units["a"].pk)["V04"].value == 50
    behind = sources("V04", counted.period, province).sources
    assert {(row.pk, row.in_numerator) for row in behind} == {
        (found[0].pk, True), (found[1].pk, False), (found[2].pk, True),
    }  # fmt: skip
    assert {row.kind for row in behind} == {"matter"}
    page = signed_in(cast.secretary).get(reverse("reporting:sources", args=["V04", "2021"])).content.decode()
    for one in found:
        assert reverse("registers:matter", args=[one.pk]) in page
        assert one.code in page
    opened = signed_in(cast.secretary).get(reverse("reporting:sources", args=["K03", "2021"])).content.decode()
    assert "90/QĐ" in opened


def test_the_report_quotes_them_and_says_which_changed(counted: World, cast: Cast) -> None:
    found = lived(cast)
    edition = filled(counted)
    words = "Giải quyết [[V02]]/[[V01]] vụ việc đúng hạn, đạt [[V04]]; chuyển hóa [[K02/K01]] địa bàn."
    section = edition.sections.order_by("order").last()
    actions.add_block(by=counted.secretary, section=section, body=words)
    page = signed_in(cast.secretary).get(reverse("annual:edition", args=[edition.pk]), {"so": "V04"}).content.decode()
    for one in found:
        assert reverse("registers:matter", args=[one.pk]) in page
    edition = actions.issue_edition(by=counted.leader, edition=edition)
    assert frozen(edition).quotes["K02/K01"].printed == "1/2"

    again = found[0]
    again.refresh_from_db()
    registers.reopen_matter(by=cast.clerk_a1, matter=again, reason="Phát sinh lại", due_on=datetime.date(2022, 2, 1))
    then = frozen(edition)
    now = live(edition, [quote.token for quote in then.quotes.values()])
    changes = {change.key: change for change in compare(then, now)}
    assert {"V01", "V02", "V04"} <= set(changes)
    assert "K02/K01" not in changes
    [cause] = changes["V02"].causes
    assert again.code in cause.what
    assert "Xã Nà Pang" in cause.what
