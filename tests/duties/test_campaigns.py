"""A campaign from its plan to its sealed end: who reports what when, sums as recounted, nothing written over."""

import datetime
import json
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from phoihop.base import clock
from phoihop.base.errors import Refusal
from phoihop.duties import actions, kinds, queries, rules
from phoihop.duties.kinds import BadKinds, Field
from phoihop.duties.models import Campaign, Situation, Slot
from phoihop.journal.models import Entry, Notice
from phoihop.orgs.models import Post
from phoihop.orgs.queries import tree
from tests.cast import DAY, Cast, bring_on
from tests.duties.drill import at, plan, report, running, slot_of
from tests.duties.office import Office, open_office


def told(post: Post) -> list[str]:
    return list(Notice.objects.filter(to_post_id=post.pk).order_by("pk").values_list("entry__verb", flat=True))


def test_from_plan_to_sealed_end(office: Office) -> None:
    cast = office.cast
    campaign = plan(office)
    times = [timezone.localtime(moment).hour for moment in campaign.slots.order_by("at").values_list("at", flat=True)]
    assert times == [5, 7, 9, 11, 13, 15, 17, 19, 21, 23]
    assert campaign.participants.count() == 4
    with pytest.raises(Refusal, match="chưa bắt đầu"):
        report(office, campaign, "a1", 7, cast.clerk_a1)
    campaign = actions.start_campaign(by=cast.secretary, campaign=campaign)
    assert told(cast.clerk_a1) == ["campaign.started"]
    report(office, campaign, "a1", 7, cast.clerk_a1)
    said = report(office, campaign, "a1", 9, cast.clerk_a1, level="trouble", note="Mất điện ở khu vực số 3, bản Nà.")
    assert told(cast.secretary) == told(cast.reviewer_a) == ["campaign.trouble"]
    assert told(cast.reviewer_b) == []
    said = Situation.objects.select_related("slot__campaign").get(pk=said.pk)
    with pytest.raises(Refusal, match="đơn vị điều hành"):
        actions.answer_trouble(
            by=cast.reviewer_a, situation=said, title_vi="Nối điện", due_on=DAY, leads=[said.unit_id]
        )
    task = actions.answer_trouble(
        by=cast.secretary, situation=said, title_vi="Nối lại điện", due_on=DAY, leads=[said.unit_id]
    )
    assert (task.kind, task.origin, task.code) == ("campaign", said, "BC-01")
    with pytest.raises(Refusal, match="phần lời"):
        actions.close_campaign(by=cast.secretary, campaign=campaign, text=" ")
    with pytest.raises(Refusal, match="số điện thoại"):
        actions.close_campaign(by=cast.secretary, campaign=campaign, text="Liên hệ 0912345678.")
    closed = actions.close_campaign(by=cast.secretary, campaign=campaign, text="Bầu cử an toàn.")
    assert closed.seal == queries.seal_of(closed, "Bầu cử an toàn.")
    with pytest.raises(Refusal, match="đã kết thúc"):
        report(office, closed, "a2", 9, cast.clerk_a2)
    with pytest.raises(Refusal, match="đã kết thúc"):
        actions.close_campaign(by=cast.secretary, campaign=closed, text="Lần nữa.")
    Situation.objects.filter(pk=said.pk).update(note="Không có gì.")
    assert closed.seal != queries.seal_of(closed, closed.closing_text), "the seal shows that something was changed"


def test_a_correction_keeps_what_was_said_before(office: Office) -> None:
    cast, campaign = office.cast, running(office)
    report(office, campaign, "a1", 7, cast.clerk_a1, level="watch", note="Mưa to.")
    report(office, campaign, "a1", 7, cast.clerk_a1, numbers={"voted": Decimal("40")})
    rows = Situation.objects.order_by("revision").values_list("revision", "level", "note", "numbers")
    assert list(rows) == [(1, "watch", "Mưa to.", {"voted": "31.5"}), (2, "calm", "", {"voted": "40"})]
    slot = slot_of(campaign, 7)
    a1 = cast.units["a1"].pk
    cell = queries.cells(campaign, [slot], [a1])[a1, slot.pk]
    assert (cell.state, cell.number("voted"), cell.corrected) == ("calm", Decimal(40), True)


def test_the_same_sending_again_does_nothing_and_other_words_are_a_correction(office: Office) -> None:
    cast, campaign = office.cast, running(office)
    first = report(office, campaign, "a1", 7, cast.clerk_a1, key="k1")
    entries = Entry.objects.count()
    assert report(office, campaign, "a1", 7, cast.clerk_a1, key="k1") == first
    assert (Situation.objects.count(), Entry.objects.count()) == (1, entries)
    second = report(office, campaign, "a1", 7, cast.clerk_a1, key="k1", level="watch")
    assert second.revision == 2
    assert report(office, campaign, "a1", 7, cast.clerk_a1, key="k1") == first, "a straggler does not undo it"
    assert report(office, campaign, "a1", 9, cast.clerk_a1, key="k1").revision == 1
    assert report(office, campaign, "a2", 7, cast.clerk_a2, key="k1").revision == 1
    assert report(office, campaign, "a1", 7, cast.clerk_a1, key="k2").revision == 3


def test_what_may_not_be_said(office: Office) -> None:
    cast, campaign = office.cast, running(office)
    tries: list[tuple[str, dict[str, Any]]] = [
        ("chưa mở", {"hour": 11}),
        ("ổn định, cần theo dõi hoặc có sự việc", {"level": "bad"}),
        ("việc gì, ở đâu", {"level": "trouble"}),
        ("301 ký tự", {"note": "a" * 301}),
        ("số giấy tờ", {"note": "Người có số 012345678901 gây rối."}),
        ("số điện thoại", {"note": "Gọi 0912345678."}),
        ("vượt quá 100", {"numbers": {"voted": Decimal("100.5")}}),
        ("không được âm", {"numbers": {"voted": Decimal("-1")}}),
        ("số nguyên", {"numbers": {"areas": Decimal("1.5")}}),
        ("không hỏi số", {"numbers": {"rain": Decimal("1")}}),
    ]
    for sentence, said in tries:
        with pytest.raises(Refusal, match=sentence):
            report(office, campaign, "a1", said.pop("hour", 9), cast.clerk_a1, **said)
    assert Situation.objects.count() == 0


def test_each_for_itself_and_the_unit_directly_above_in_its_place(office: Office) -> None:
    cast, campaign = office.cast, running(office)
    for who in (cast.clerk_a2, cast.reviewer_b, cast.secretary, cast.leader_a, cast.stranger):
        with pytest.raises(Refusal):
            report(office, campaign, "a1", 7, who)
    report(office, campaign, "a1", 7, cast.reviewer_a)
    with pytest.raises(Refusal, match="không thuộc danh sách"):
        report(office, campaign, "a", 7, cast.reviewer_a)
    slot, a1 = slot_of(campaign, 7), cast.units["a1"].pk
    assert queries.cells(campaign, [slot], [a1])[a1, slot.pk].instead
    report(office, campaign, "a1", 7, cast.clerk_a1)
    assert not queries.cells(campaign, [slot], [a1])[a1, slot.pk].instead


def test_states_of_a_cell_follow_the_clock(office: Office) -> None:
    """The slot of 9:00 opens at 8:00 and is late after 9:30."""
    cast, campaign = office.cast, running(office)
    slot, a1 = slot_of(campaign, 9), cast.units["a1"].pk

    def state() -> str:
        return queries.cells(campaign, [slot], [a1])[a1, slot.pk].state

    for moment, expected in ((at(7, 59), "ahead"), (at(8), "open"), (at(9, 30), "open"), (at(9, 31), "missing")):
        with clock.standing_at(moment):
            assert state() == expected
    with clock.standing_at(at(9, 45)):
        assert [one.slot.at for one in queries.to_report(cast.clerk_a1)] == [at(9)]
        report(office, campaign, "a1", 9, cast.clerk_a1)
        cell = queries.cells(campaign, [slot], [a1])[a1, slot.pk]
        assert (cell.state, cell.late) == ("calm", True)
        assert queries.to_report(cast.clerk_a1) == []
        assert queries.to_report(cast.secretary) == []


def test_who_sees_which_campaign(office: Office) -> None:
    cast = office.cast
    whole = plan(office)
    part = plan(office, cast.reviewer_a, code="BC-A")
    seen = {name: set(rules.visible_campaigns(post)) for name, post in cast.posts().items()}
    both = {whole, part}
    for name in ("secretary", "leader", "reviewer_a", "leader_a", "clerk_a1", "clerk_a2"):
        assert seen[name] == both, name
    assert seen["reviewer_b"] == seen["clerk_b1"] == {whole}
    assert seen["stranger"] == seen["operator"] == seen["inspector"] == set()
    a1, a2, b1, b2 = (cast.units[name].pk for name in ("a1", "a2", "b1", "b2"))
    assert set(queries.participants_of(whole, cast.secretary)) == {a1, a2, b1, b2}
    assert set(queries.participants_of(whole, cast.reviewer_a)) == {a1, a2}
    assert set(queries.participants_of(whole, cast.clerk_b1)) == {b1}


def test_a_plan_that_cannot_be(office: Office) -> None:
    cast = office.cast
    plan(office)
    tries: list[tuple[str, Post, dict[str, Any]]] = [
        ("không có quyền", cast.clerk_a1, {}),
        ("Đã có đợt mang mã BC", cast.secretary, {}),
        ("Chọn loại đợt", cast.secretary, {"kind": "war"}),
        ("đứng trước ngày bắt đầu", cast.secretary, {"ends_on": DAY - datetime.timedelta(1)}),
        ("nằm ngoài đợt", cast.secretary, {"slots": [at(9) + datetime.timedelta(1)]}),
        ("Chưa có khung giờ", cast.secretary, {"slots": []}),
        ("Chưa chọn đơn vị", cast.secretary, {"units": []}),
        ("không thuộc nhánh", cast.reviewer_a, {"units": [cast.units["b1"].pk]}),
        ("Chưa có kỳ năm", cast.secretary, {"period": None}),
        ("từ một đến 3 số", cast.secretary, {"fields": []}),
        ("vượt quá nhiệm kỳ", cast.secretary, {"regulation": office.regulation, "ends_on": datetime.date(2025, 8, 1)}),
    ]
    for sentence, who, facts in tries:
        with pytest.raises(Refusal, match=sentence):
            plan(office, who, **facts)
    assert Campaign.objects.count() == 1


def test_slots_change_until_the_start(office: Office) -> None:
    campaign = plan(office)
    actions.set_slots(by=office.cast.secretary, campaign=campaign, slots=[at(16), at(8), at(16)])
    assert list(campaign.slots.order_by("at").values_list("at", flat=True)) == [at(8), at(16)]
    with pytest.raises(Refusal, match="đơn vị điều hành"):
        actions.set_slots(by=office.cast.reviewer_a, campaign=campaign, slots=[at(8)])
    started = actions.start_campaign(by=office.cast.secretary, campaign=campaign)
    with pytest.raises(Refusal, match="không đổi được"):
        actions.set_slots(by=office.cast.secretary, campaign=started, slots=[at(8)])
    with pytest.raises(Refusal, match="đã bắt đầu"):
        actions.start_campaign(by=office.cast.secretary, campaign=started)
    late = plan(office, code="BC-2")
    with clock.standing_at(DAY + datetime.timedelta(1)), pytest.raises(Refusal, match="Đợt đã qua"):
        actions.start_campaign(by=office.cast.secretary, campaign=late)


Said = tuple[str, int, str, Decimal | None, Decimal | None]
"""(unit, hour, level, voted, areas)"""

said_in_slots = st.lists(
    st.tuples(
        st.sampled_from(["a1", "a2", "b1"]),
        st.sampled_from([5, 7, 9]),
        st.sampled_from(["calm", "watch", "trouble"]),
        st.none() | st.integers(0, 10000).map(lambda n: Decimal(n) / 100),
        st.none() | st.integers(0, 9).map(Decimal),
    ),
    max_size=12,
)


@given(said_in_slots)
@pytest.mark.django_db
def test_sums_of_a_branch_are_those_of_a_recount(
    said: list[tuple[str, int, str, Decimal | None, Decimal | None]],
) -> None:
    """Counted again from the list of what was said, the last of each unit and slot, unit by unit."""
    with transaction.atomic(), clock.standing_at(DAY):
        cast = bring_on()
        office = open_office(cast)
        campaign = running(office)
        clerks = {"a1": cast.clerk_a1, "a2": cast.clerk_a2, "b1": cast.clerk_b1}
        for unit, hour, level, voted, areas in said:
            numbers = {code: n for code, n in (("voted", voted), ("areas", areas)) if n is not None}
            report(office, campaign, unit, hour, clerks[unit], level=level, numbers=numbers, note="Ghi chú")
        slots = [slot_of(campaign, hour) for hour in (5, 7, 9)]
        _recounted(cast, campaign, slots, said)
        transaction.set_rollback(True)


def _recounted(cast: Cast, campaign: Campaign, slots: list[Slot], said: list[Said]) -> None:
    units = queries.participants_of(campaign, cast.secretary)
    found = queries.cells(campaign, slots, units)
    day = tree(DAY)
    root = day.get(cast.units["province"].pk)
    assert root is not None
    branches = queries.below(day, root, units)
    names = {"province": ["a1", "a2", "b1", "b2"], "a": ["a1", "a2"], "b": ["b1", "b2"], "b2": ["b2"]}
    voted, areas = campaign.asked
    for branch, members in names.items():
        assert sorted(branches[cast.units[branch].pk]) == sorted(cast.units[name].pk for name in members)
        for slot, hour in zip(slots, (5, 7, 9), strict=True):
            last = {one[0]: one for one in said if one[1] == hour and one[0] in members}
            unsaid = "open" if hour == 9 else "missing"
            states = Counter(last[name][2] if name in last else unsaid for name in members)
            lowest = min((one[3] for one in last.values() if one[3] is not None), default=None)
            counted = [one[4] for one in last.values() if one[4] is not None]
            ids = branches[cast.units[branch].pk]
            assert queries.sum_of(found, ids, slot, voted) == queries.Sum(states, lowest)
            assert queries.sum_of(found, ids, slot, areas).number == (sum(counted) if counted else None)


def test_kinds_are_checked_when_they_are_read() -> None:
    data = json.loads(kinds.FILE.read_text(encoding="utf-8"))
    assert {kind.code for kind in kinds.read(data)} == {"election", "epidemic", "flood", "festival", "other"}
    election = data["kinds"][0]
    broken: list[dict[str, Any]] = [
        {"times": ["07:00", "05:00"]},
        {"times": []},
        {"grace": 0},
        {"fields": election["fields"] * 2},
        {"fields": [{**election["fields"][0], "across": "mean"}]},
        {"valid_to": "2015-01-01"},
        {"code": "Bầu cử"},
    ]
    for change in broken:
        with pytest.raises(BadKinds):
            kinds.read({"kinds": [{**election, **change}]})
    with pytest.raises(BadKinds, match="twice"):
        kinds.read({"kinds": [election, election]})


def test_long_campaigns_report_once_a_day() -> None:
    epidemic = kinds.kind_of("epidemic", DAY)
    assert epidemic is not None
    moments = epidemic.usual_slots(DAY, DAY + datetime.timedelta(6))
    assert [timezone.localtime(moment).hour for moment in moments] == [16] * 7
    assert Field("x", "x", across="high").together([Decimal(1), Decimal(3)]) == 3
