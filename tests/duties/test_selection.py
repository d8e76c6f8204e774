"""One choice of shares behind every number, page and file: what the words of an address find, and for whom."""

import datetime

import pytest

from phoihop.base import clock
from phoihop.duties import actions, queries
from phoihop.duties.models import Assignment
from phoihop.orgs.models import Post, UnitVersion
from tests.duties.office import D, Office


def found(post: Post, **params: object) -> list[str]:
    """ "code unit-code" of what is chosen, in order."""
    codes = dict(UnitVersion.objects.values_list("unit_id", "code"))
    chosen = queries.selection(post, {word: str(value) for word, value in params.items()})
    return [f"{share.task.code} {codes[share.unit_id]}" for share in chosen.rows]


@pytest.fixture
def busy(office: Office) -> Office:
    """Five shares of three tasks: one done on time, one waiting, one overdue, two merely given."""
    cast = office.cast
    office.task("a1", "a2", by=cast.reviewer_a, due=D(2022, 1, 20))  # NV-01
    office.task("a", "b", due=D(2022, 2, 28), kind="programme")  # NV-02
    office.task("a1", by=cast.reviewer_a, due=D(2022, 1, 12), starts_on=D(2022, 1, 3))  # NV-03, overdue
    done = office.hand_in(office.task("b", due=D(2022, 1, 25)), "b", cast.reviewer_b)  # NV-04
    actions.accept(by=cast.leader, share=done, key="other", effective=True)
    office.hand_in(office.task("b", due=D(2022, 3, 1)), "b", cast.reviewer_b)  # NV-05
    return office


def test_each_word_narrows_and_the_earliest_due_stands_first(busy: Office) -> None:
    cast = busy.cast
    unit = {name: one.pk for name, one in cast.units.items()}
    everything = ["NV-03 90101", "NV-01 90101", "NV-01 90102", "NV-04 902", "NV-02 901", "NV-02 902", "NV-05 902"]
    assert found(cast.secretary) == everything
    assert found(cast.secretary, nam=2022) == everything
    assert found(cast.secretary, nam=2021) == []
    assert found(cast.secretary, loai="programme") == ["NV-02 901", "NV-02 902"]
    assert found(cast.secretary, dv=unit["a"]) == ["NV-03 90101", "NV-01 90101", "NV-01 90102", "NV-02 901"]
    assert found(cast.secretary, dv=unit["a"], rieng=1) == ["NV-02 901"]
    assert found(cast.secretary, chon="overdue") == ["NV-03 90101"]
    assert found(cast.secretary, chon="done", dv=unit["b"]) == ["NV-04 902"]
    task = Assignment.objects.filter(task__code="NV-01")[0].task_id
    assert found(cast.secretary, viec=task, chon="open") == ["NV-01 90101", "NV-01 90102"]
    assert found(cast.reviewer_a, muc=queries.MINE) == ["NV-02 901"]
    assert found(cast.leader, muc=queries.TO_TURN) == ["NV-05 902"]
    assert found(cast.reviewer_b, muc=queries.TO_TURN) == []


@pytest.mark.parametrize("word", ["muc", "nam", "loai", "dv", "viec", "chon"])
@pytest.mark.parametrize("text", ["²", "9" * 30, "khong-co", "-1", "\0"])
def test_a_word_that_says_nothing_finds_nothing(busy: Office, word: str, text: str) -> None:
    assert found(busy.cast.secretary, **{word: text}) == []


def test_a_sum_counts_exactly_what_its_name_then_chooses(busy: Office) -> None:
    cast = busy.cast
    for post in (cast.secretary, cast.reviewer_a, cast.clerk_a1, cast.clerk_b1, cast.stranger, cast.inspector):
        for params in ({}, {"nam": "2022"}, {"dv": str(cast.units["a"].pk)}, {"muc": queries.MINE}):
            sums = queries.selection(post, params).sums()
            assert set(sums) == set(queries.SUMS)
            for name, n in sums.items():
                assert queries.selection(post, {**params, "chon": name}).rows.count() == n, (post, params, name)
    assert queries.selection(cast.secretary, {}).sums() == {
        "given": 7, "done": 1, "on_time": 1, "open": 6, "overdue": 1, "waiting": 1
    }  # fmt: skip


def test_each_sees_its_own_branch_and_what_it_accepts(busy: Office) -> None:
    cast = busy.cast
    assert found(cast.clerk_a1) == ["NV-03 90101", "NV-01 90101"]
    assert found(cast.clerk_a1, dv=cast.units["a"].pk) == ["NV-03 90101", "NV-01 90101"]
    assert found(cast.reviewer_b, dv=cast.units["a"].pk) == []
    assert found(cast.inspector) == found(cast.operator) == found(cast.stranger) == []


def test_a_branch_is_that_of_the_day_on_which_work_was_given(busy: Office) -> None:
    """From 01/02/2022 commune a1 stands under district B: what it was given before stays with A."""
    cast, unit = busy.cast, busy.cast.units["a1"]
    UnitVersion.objects.filter(unit=unit).update(valid_to=D(2022, 1, 31))
    UnitVersion.objects.create(
        unit=unit,
        code="90103",
        level="commune",
        type="xa",
        name_vi="Xã Nà Pang",
        parent=cast.units["b"],
        valid_from=D(2022, 2, 1),
    )
    with clock.standing_at(D(2022, 2, 2)):
        busy.task("a1", by=cast.reviewer_b, due=D(2022, 2, 20))
        of_b = {row.split()[0] for row in found(cast.secretary, dv=cast.units["b"].pk, chon="open")}
        assert of_b == {"NV-02", "NV-05", "NV-06"}
        assert [row.split()[0] for row in found(cast.reviewer_a, chon="open")] == ["NV-03", "NV-01", "NV-01", "NV-02"]


def test_days_on_which_the_own_unit_has_work_due(busy: Office) -> None:
    cast = busy.cast
    days = queries.due_days(cast.clerk_a1, D(2022, 1, 1), D(2022, 1, 31))
    assert [(day.on, day.task.code) for day in days] == [(D(2022, 1, 12), "NV-03"), (D(2022, 1, 20), "NV-01")]
    assert [day.task.code for day in queries.due_days(cast.reviewer_b, D(2022, 1, 1), D(2022, 3, 31))] == ["NV-02"]
    assert queries.due_days(cast.operator, datetime.date.min, datetime.date.max) == []
