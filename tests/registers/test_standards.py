"""The standard: from an empty self-assessment to the decision that counts, and every way it can be refused."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.base import clock
from phoihop.base.errors import Refusal
from phoihop.journal.models import Entry, Notice
from phoihop.orgs.models import Post
from phoihop.registers import actions, rules
from phoihop.registers.formulas import Given
from phoihop.registers.models import CriteriaSet, Ruling, StandardResult
from phoihop.registers.queries import criteria_on, records
from tests.registers.conftest import ALL_MET, Year

DECIDED = datetime.date(2021, 12, 1)


def said(refusal: pytest.ExceptionInfo[Refusal]) -> str:
    return " ".join(str(reason) for reason in refusal.value.reasons)


def test_criteria_follow_their_days_and_load_once(year: Year) -> None:
    assert actions.load_criteria() == 0
    assert CriteriaSet.objects.count() == 3
    found = [criteria_on(datetime.date(*day)) for day in ((2021, 11, 15), (2022, 2, 9), (2022, 2, 10), (2026, 1, 1))]
    assert [c.code if c else "" for c in found] == ["TT23-2012", "TT23-2012", "TT124-2021", "TT124-2021+TT48-2025"]
    assert year.result("a1").criteria_set.code == "TT23-2012"


def test_opening_twice_adds_nothing(year: Year) -> None:
    assert StandardResult.objects.count() == 4
    assert actions.open_results(period=year.standard) == 0


def test_from_self_assessment_to_a_decision_that_counts(year: Year) -> None:
    cast = year.cast
    year.assessed("a1", cast.clerk_a1)
    assert records("standard.passed", year.period, year.branch("province")) == []
    actions.propose_results(by=cast.reviewer_a, results=[year.result("a1")])
    actions.rule_on_results(
        by=year.recogniser_a, results=[year.result("a1")], number="2415/QĐ-UBND", decided_on=DECIDED
    )
    [only] = records("standard.passed", year.period, year.branch("province"))
    assert (only.unit_id, only.label, only.in_set) == (cast.units["a1"].pk, "Xã Nà Pang", True)
    verbs = list(Entry.objects.filter(subject_type="registers.standardresult").values_list("verb", flat=True))
    assert verbs == [
        "registers.answer_criteria",
        "registers.assess_result",
        "registers.propose_result",
        "registers.rule_on_result",
    ]
    told = set(Notice.objects.values_list("entry__verb", "to_post_id"))
    assert ("registers.assess_result", cast.reviewer_a.pk) in told
    assert ("registers.propose_results", year.recogniser_a.pk) in told
    assert ("registers.rule_on_results", cast.clerk_a1.pk) in told
    assert cast.clerk_b1.pk not in {post for _, post in told}


def test_sixteen_of_twenty_five_is_not_seventy_percent(year: Year) -> None:
    clerk = year.cast.clerk_a1
    with pytest.raises(Refusal) as claimed:
        actions.answer_criteria(by=clerk, result=year.result("a1"), given={5: Given(met=True, part=16, whole=25)})
    assert "16/25 = 64\xa0%" in said(claimed)
    assert "ít nhất 18" in said(claimed)
    assert not year.result("a1").answers.exists()

    result = year.assessed("a1", clerk, ALL_MET | {5: Given(part=16, whole=25)})
    assert result.self_passed is False
    with pytest.raises(Refusal) as proposed:
        actions.propose_results(
            by=year.cast.reviewer_a, results=[year.result("a1")], outcomes={year.result("a1").pk: True}
        )
    assert "ít nhất 18" in said(proposed)
    actions.return_result(by=year.cast.reviewer_a, result=year.result("a1"), remark="Rà lại số khu dân cư")
    assert year.assessed("a1", clerk, {5: Given(part=18, whole=25)}).self_passed is True


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({5: Given(part=26, whole=25)}, "lớn hơn tổng số"),
        ({5: Given(part=3)}, "thiếu một trong hai số"),
        ({5: Given(part=0, whole=0)}, "tổng số phải từ 1"),
        ({5: Given(met=True)}, "do chương trình tính"),
        ({1: Given(part=1, whole=2)}, "chỉ trả lời đạt hay chưa"),
        ({6: Given(met=True)}, "không có tiêu chí 6"),
    ],
)
def test_a_wrong_answer_names_its_criterion_and_changes_nothing(
    year: Year, given: dict[int, Given], words: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        actions.answer_criteria(by=year.cast.clerk_a1, result=year.result("a1"), given=given)
    assert words in said(refusal)
    assert all(reason.field.startswith("c") for reason in refusal.value.reasons)
    assert not year.result("a1").answers.exists()


def test_the_empty_criterion_is_named(year: Year) -> None:
    given = {n: g for n, g in ALL_MET.items() if n != 3}
    with pytest.raises(Refusal) as refusal:
        year.assessed("a1", year.cast.clerk_a1, given)
    assert [reason.field for reason in refusal.value.reasons] == ["c3"]


def test_two_people_writing_one_dossier(year: Year) -> None:
    clerk, result = year.cast.clerk_a1, year.result("a1")
    actions.answer_criteria(by=clerk, result=year.result("a1"), given={1: Given(met=True)}, seen_version=result.version)
    with pytest.raises(Refusal) as refusal:
        actions.answer_criteria(by=clerk, result=result, given={1: Given(met=False)}, seen_version=result.version)
    assert "Có người vừa ghi" in said(refusal)
    assert result.answers.get().met is True


def test_only_the_level_directly_above_examines_and_decides(year: Year) -> None:
    cast = year.cast
    year.assessed("a1", cast.clerk_a1)
    result = year.result("a1")
    for stranger in (cast.reviewer_b, cast.clerk_a1, cast.stranger, cast.secretary, year.recogniser_a):
        assert rules.why_not_propose(stranger, result)
        with pytest.raises(Refusal):
            actions.propose_results(by=stranger, results=[year.result("a1")])
    actions.propose_results(by=cast.reviewer_a, results=[result])
    for stranger in (cast.recogniser, cast.reviewer_a, cast.leader, cast.stranger):
        assert rules.why_not_rule(stranger, year.result("a1"))
        with pytest.raises(Refusal):
            actions.rule_on_results(by=stranger, results=[year.result("a1")], number="1/QĐ", decided_on=DECIDED)
    assert not Ruling.objects.exists()


def test_a_decision_needs_a_number_a_possible_day_and_a_reason_for_not_yet(year: Year) -> None:
    year.assessed("a1", year.cast.clerk_a1)
    actions.propose_results(by=year.cast.reviewer_a, results=[year.result("a1")])
    result = year.result("a1")
    with pytest.raises(Refusal) as refusal:
        actions.rule_on_results(
            by=year.recogniser_a,
            results=[result],
            number=" ",
            decided_on=datetime.date(2022, 1, 14),
            outcomes={result.pk: False},
        )
    assert {reason.field for reason in refusal.value.reasons} == {"number", "decided_on", f"reason_{result.pk}"}


def test_a_later_decision_counts_and_the_earlier_one_stays(year: Year) -> None:
    first = year.decided("a1", year.cast.clerk_a1)
    before = datetime.datetime(2022, 1, 13, 12, tzinfo=datetime.UTC)
    units = year.branch("province")
    actions.reopen_result(by=year.recogniser_a, result=first, reason="Phát hiện vụ việc tháng 10")
    [still] = records("standard.passed", year.period, units)
    assert still.in_set, "the old decision counts until the new one"
    reopened = year.result("a1")
    with clock.standing_at(datetime.datetime(2022, 1, 20, 9)):
        actions.rule_on_results(
            by=year.recogniser_a,
            results=[reopened],
            number="16/QĐ-UBND",
            decided_on=datetime.date(2022, 1, 19),
            outcomes={reopened.pk: False},
            reasons={reopened.pk: "Vụ việc tháng 10"},
        )
    [now] = records("standard.passed", year.period, units)
    [then] = records("standard.passed", year.period, units, as_of=before)
    assert (now.in_set, then.in_set) == (False, True)
    assert list(Ruling.objects.order_by("pk").values_list("number", "passed")) == [
        ("2415/QĐ-UBND", True),
        ("16/QĐ-UBND", False),
    ]


def test_bulk_verbs_take_as_many_statements_for_one_as_for_four(year: Year) -> None:
    counts = []
    reviewer = year.cast.reviewer_a
    clerks = {"a1": year.cast.clerk_a1, "a2": year.cast.clerk_a2}
    for units in (["a1"], ["a1", "a2"]):
        for unit in units:
            if year.result(unit).state != "draft":
                actions.return_result(by=reviewer, result=year.result(unit), remark="Xem lại")
            year.assessed(unit, clerks[unit])
        chosen = [year.result(unit) for unit in units]
        with CaptureQueriesContext(connection) as statements:
            actions.propose_results(by=reviewer, results=chosen)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_each_post_sees_the_results_of_its_own_branch(year: Year) -> None:
    def seen(post: Post) -> set[int]:
        return set(rules.visible_results(post).values_list("unit_id", flat=True))

    units = {name: unit.pk for name, unit in year.cast.units.items()}
    assert seen(year.cast.clerk_a1) == {units["a1"]}
    assert seen(year.cast.reviewer_a) == seen(year.recogniser_a) == {units["a1"], units["a2"]}
    assert seen(year.cast.secretary) == {units[name] for name in ("a1", "a2", "b1", "b2")}
    for blind in (year.cast.stranger, year.cast.operator, year.cast.inspector):
        assert not rules.visible_results(blind).exists()
