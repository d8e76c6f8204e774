"""The loop check names every orphan of a year and nothing else."""

import io

import pytest
from django.core.management import call_command

from phoihop.base import clock
from phoihop.base.errors import Refusal
from phoihop.duties import actions, queries
from phoihop.duties.models import Acceptance, Task
from tests.duties.office import D, Office


def ends(year: int = 2022) -> list[tuple[str, str]]:
    return [(end.kind, end.code) for end in queries.loose_ends(year)]


def test_each_orphan_is_named_until_it_is_mended(office: Office) -> None:
    cast, day = office.cast, D(2022, 12, 30)
    bare = actions.add_article(
        by=cast.secretary, regulation=office.regulation, kind="article", number="4", text_vi="Nguyên tắc."
    )
    directive = actions.add_directive(
        by=cast.secretary,
        number="15-CT/TU",
        issuer="Ban Thường vụ Tỉnh ủy",
        issued_on=D(2022, 1, 5),
        received_on=D(2022, 1, 7),
        title_vi="Bảo đảm an ninh, trật tự dịp Tết",
    )
    with clock.standing_at(day):
        nobody = [("duty_without_work", "PH"), ("duty_without_work", "RS"), ("directive", "15-CT/TU")]
        assert ends() == [("clause", "QC điều 4"), *nobody]
        actions.waive_clause(by=cast.secretary, article=bare, reason="Nguyên tắc chung, không giao việc.")
        assert ends() == nobody
        with pytest.raises(Refusal, match="đã được ghi"):
            actions.waive_clause(by=cast.secretary, article=bare, reason="Lần nữa.")
    office.task("a", kind=Task.Kind.DIRECTIVE, origin=directive)
    mark = queries.year_plan(office.regulation, 2022).mark
    actions.apply_plan(by=cast.secretary, regulation=office.regulation, year=2022, mark=mark)
    assert ends() == [], "nothing is due yet"
    joint, security = Task.objects.get(code="PH/2022"), Task.objects.get(code="RS/2022-Q1")
    with clock.standing_at(D(2022, 3, 10)):
        share = office.hand_in(security, "a1", cast.clerk_a1)
        actions.accept(by=cast.reviewer_a, share=share, key=Acceptance.Key.OTHER, effective=True)
    with clock.standing_at(day):
        assert ends() == [("duty_without_result", "PH")]
    with clock.standing_at(D(2022, 12, 10)):
        office.hand_in(joint, "a", cast.reviewer_a)
        for leader, key in ((cast.leader_a, Acceptance.Key.OWN), (cast.leader, Acceptance.Key.OTHER)):
            actions.return_share(by=leader, share=office.share(joint, "a"), key=key, reason="Chưa thống nhất số liệu.")
            actions.submit(by=cast.reviewer_a, share=office.share(joint, "a"), text="Giữ nguyên.")
        actions.disagree(by=cast.leader, share=office.share(joint, "a"), text="Tỉnh và huyện hiểu khác nhau.")
    with clock.standing_at(day):
        assert ends() == [], "a recorded disagreement is a result"
        call_command("loop_check", "2022", stdout=io.StringIO())


def test_the_command_ends_with_1_and_names_the_orphans(office: Office) -> None:
    said = io.StringIO()
    with clock.standing_at(D(2022, 12, 30)), pytest.raises(SystemExit) as left:
        call_command("loop_check", "2022", stdout=said)
    assert left.value.code == 1
    assert "nghĩa vụ chưa giao cho ai trong năm: RS Rà soát địa bàn" in said.getvalue()
