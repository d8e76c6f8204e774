"""A dossier handed in proves the duty that asks for it; nobody is asked twice for the same thing."""

import datetime

from phoihop.duties import actions as duties
from phoihop.duties import queries
from phoihop.duties.models import Assignment, Occurrence
from phoihop.registers import actions
from tests.registers.conftest import Year

D = datetime.date


def states(year: Year, code: str) -> dict[str, str]:
    names = {unit.pk: name for name, unit in year.cast.units.items()}
    rows = Assignment.objects.filter(task__code__startswith=code).values_list("unit_id", "state")
    return {names[unit_id]: state for unit_id, state in rows}


def test_the_dossier_is_the_result_of_the_duty(year: Year) -> None:
    cast = year.cast
    regulation = duties.add_regulation(
        by=cast.secretary,
        code="QC",
        title_vi="Quy chế phối hợp",
        decision="306-QĐ/TU",
        issuer="Ban Thường vụ Tỉnh ủy",
        issued_on=D(2020, 11, 1),
        term_from=D(2020, 11, 16),
        term_to=D(2025, 6, 30),
    )
    clause = duties.add_article(by=cast.secretary, regulation=regulation, kind="article", number="3", text_vi="Xét.")
    for code, what, debtor, creditor in (
        ("TDG", "standard.assessed", "commune", "district"),
        ("CN", "standard.ruled", "district", "province"),
    ):
        duties.add_duty(
            by=cast.secretary,
            article=clause,
            code=code,
            kind="record",
            title_vi="Xét tiêu chuẩn",
            debtor_level=debtor,
            creditor_level=creditor,
            every="standard_year",
            record_of=what,
        )
    mark = queries.year_plan(regulation, 2021).mark
    duties.apply_plan(by=cast.secretary, regulation=regulation, year=2021, mark=mark)
    year.assessed("a1", cast.clerk_a1)
    assert states(year, "TDG") == {"a1": "done", "a2": "assigned", "b1": "assigned", "b2": "assigned"}
    actions.return_result(by=cast.reviewer_a, result=year.result("a1"), remark="Thiếu biên bản.")
    assert states(year, "TDG")["a1"] == "returned"
    assert not Occurrence.objects.filter(fulfilled_at__isnull=False).exists()
    year.decided("a1", cast.clerk_a1)
    assert states(year, "CN") == {"a": "assigned", "b": "assigned"}, "the other commune still waits"
    year.decided("a2", cast.clerk_a2, passed=False)
    assert states(year, "CN") == {"a": "done", "b": "assigned"}
    proof = Occurrence.objects.get(duty__code="TDG", unit=cast.units["a2"]).proof
    assert proof == year.result("a2")
    assert queries.year_plan(regulation, 2021).is_empty
