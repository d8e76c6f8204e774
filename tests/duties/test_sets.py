"""Shares as members of sets: as they stood on any day, at the unit that is there, with who accepted them and why."""

import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.base import clock
from phoihop.duties import actions
from phoihop.duties.models import Period
from phoihop.duties.queries import sets
from phoihop.orgs.models import OPEN_END, Succession, Unit, UnitVersion
from phoihop.reporting.figures import figures, sources
from phoihop.reporting.models import Indicator, IndicatorRule
from tests.duties.office import D, Office

WHICH = ("given", "done", "on_time", "effective")


def sizes(office: Office, as_of: datetime.date | None = None, of: str = "tasks") -> list[int]:
    units = [unit.pk for unit in office.cast.units.values()]
    return [len(sets.records(f"{of}.{which}", office.year, units, as_of)) for which in WHICH]


def accepted(office: Office, effective: bool = True) -> int:
    """A directive to a1: given on 13/01, handed in on the 20th, accepted on the 24th. The share's key."""
    cast = office.cast
    task = office.task("a1", by=cast.reviewer_a, kind="directive")
    with clock.standing_at(D(2022, 1, 20)):
        share = office.hand_in(task, "a1", cast.clerk_a1)
    with clock.standing_at(D(2022, 1, 24)):
        actions.accept(by=cast.reviewer_a, share=share, key="other", effective=effective)
    return share.pk


def test_every_day_finds_the_shares_as_they_stood_then(office: Office) -> None:
    accepted(office)
    dropped = office.task("b1", by=office.cast.reviewer_b)
    with clock.standing_at(D(2022, 1, 26)):
        share = office.share(dropped, "b1")
        actions.drop(by=office.cast.reviewer_b, share=share, kind="no_longer", text="Không còn cần.")
    assert sizes(office, D(2022, 1, 12)) == [0, 0, 0, 0]
    assert sizes(office, D(2022, 1, 23)) == [2, 0, 0, 0]
    assert sizes(office, D(2022, 1, 25)) == [2, 1, 1, 1]
    assert sizes(office, D(2022, 1, 27)) == sizes(office) == [1, 1, 1, 1]
    assert sizes(office, of="directives") == [1, 1, 1, 1]
    assert sizes(office, D(2022, 1, 23), of="directives") == [1, 0, 0, 0]


def test_a_share_opens_its_page_and_names_who_accepted_it_and_its_proof(office: Office) -> None:
    pk = accepted(office, effective=False)
    units = [unit.pk for unit in office.cast.units.values()]
    (row,) = sets.record_sources("tasks.done", office.year, units)
    assert (row.kind, row.pk, row.url) == ("share", pk, f"/viec/phan-viec/{pk}")
    assert row.unit_id == office.cast.units["a1"].pk
    assert row.label == "NV-01 · Rà soát an ninh, trật tự trước Tết"
    assert (row.result_word, row.decided_on) == ("xong đúng hạn", D(2022, 1, 24))
    assert row.decided_by == "Cán bộ duyệt, Công an Huyện Mường Thượng"
    assert [(title, fact_on) for title, _sha, _file, fact_on in row.evidence] == [("Biên bản", D(2022, 1, 20))]
    before = sets.record_sources("tasks.given", office.year, units, D(2022, 1, 22))[0]
    assert (before.result_word, before.decided_on, len(before.evidence)) == ("chưa xong", None, 1)
    assert not sets.record_sources("tasks.given", office.year, units, D(2022, 1, 19))[0].evidence


def test_what_a_unit_did_before_it_ended_counts_where_it_went(office: Office) -> None:
    cast = office.cast
    accepted(office)
    task = office.task("b")
    old = UnitVersion.objects.get(unit=cast.units["a1"])
    new = UnitVersion.objects.create(
        unit=Unit.objects.create(), code="90109", level="commune", type="xa", name_vi="Xã Mới",
        parent=cast.units["b"], valid_from=D(2022, 6, 1), valid_to=OPEN_END,
    )  # fmt: skip
    UnitVersion.objects.filter(pk__in=[old.pk]).update(valid_to=D(2022, 5, 31))
    UnitVersion.objects.filter(unit=cast.units["b2"]).update(parent=cast.units["province"])
    Succession.objects.create(before=old, after=new, kind="merged", effective_on=D(2022, 6, 1), basis="NQ")
    units = [new.unit_id, cast.units["b"].pk]
    at = {record.label: record.unit_id for record in sets.records("tasks.given", office.year, units)}
    assert at == {"NV-01": new.unit_id, task.code: cast.units["b"].pk}


def test_a_share_of_two_sets_is_an_indicator_that_opens_every_member(office: Office) -> None:
    accepted(office)
    office.task("a2", "b", due=D(2022, 1, 20))
    for order, (code, which) in enumerate((("T01", "given"), ("T03", "on_time"))):
        indicator = Indicator.objects.create(code=code, name_vi=code, measure_vi="phần việc", order=order)
        IndicatorRule.objects.create(indicator=indicator, kind="counted", set_name=f"tasks.{which}")
    share = Indicator.objects.create(code="TD2", name_vi="Tỷ lệ", measure_vi="%", order=9)
    above, below = Indicator.objects.get(code="T03"), Indicator.objects.get(code="T01")
    IndicatorRule.objects.create(indicator=share, kind="share", numerator=above, denominator=below, decimals=2)
    province, year = office.cast.units["province"].pk, office.year
    figure = figures(["TD2"], year, province)["TD2"]
    assert (figure.text, figure.fraction_text) == ("33,33\u00a0%", "1/3")
    assert figures(["TD2"], year, office.cast.units["a"].pk)["TD2"].fraction_text == "1/2"
    behind = sources("TD2", year, province).sources
    assert sorted((row.unit_name, row.in_numerator) for row in behind) == [
        ("Huyện Mường Hạ", False),
        ("Thị trấn Chợ Mới", False),
        ("Xã Nà Pang", True),
    ]


def test_sets_cost_the_same_for_few_and_for_many(office: Office) -> None:
    units = [unit.pk for unit in office.cast.units.values()]

    def cost() -> int:
        sets.record_sources("tasks.given", office.year, units)
        with CaptureQueriesContext(connection) as statements:
            sets.record_sources("tasks.given", office.year, units)
        return len(statements)

    office.task("a", "a1", "b1")
    few = cost()
    for _ in range(9):
        office.task("a", "a1", "b1", "b2", by=office.cast.secretary)
    assert cost() == few
    quarter = Period.objects.get(label="2022-Q1")
    assert len(sets.records("tasks.given", quarter, units)) == 39
