"""Matters: when one drags, every verb and every way it is refused, what is put before the units above."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoihop.base.errors import Refusal
from phoihop.duties.calendar import add_working_days, is_working_day
from phoihop.journal.models import Entry, Notice
from phoihop.orgs.models import Body, Post, Succession, Unit, UnitVersion
from phoihop.registers import actions, lists, rules
from phoihop.registers.formulas import Drag, Pace, rises, usual_due, why_drags
from phoihop.registers.models import Matter, MatterRaise, MatterStep
from tests.cast import DAY, SINCE, Cast
from tests.registers.world import body_of, fields, matter, on, said

JAN, FEB = datetime.date(2022, 1, 4), datetime.date(2022, 2, 14)
days = st.dates(datetime.date(2019, 1, 1), datetime.date(2025, 12, 31))
paces = st.builds(Pace, *[st.integers(1, 90)] * 4)


def counted(first: datetime.date, last: datetime.date) -> int:
    """Working days after the first up to the last, one by one."""
    span = (last - first).days
    return sum(is_working_day(first + datetime.timedelta(days=n)) for n in range(1, span + 1))


@given(days, st.integers(0, 200), st.integers(0, 200), st.integers(0, 300), paces)
def test_a_matter_drags_for_exactly_the_reasons_that_hold_and_ever_more(
    since: datetime.date, due: int, work: int, later: int, pace: Pace
) -> None:
    def after(n: int) -> datetime.date:
        return since + datetime.timedelta(days=n)

    due_on, last_work_on, day = after(due), after(min(work, later)), after(later)
    why = why_drags(since=since, due_on=due_on, last_work_on=last_work_on, on=day, pace=pace)
    assert (Drag.PAST_DUE in why) is (later > due)
    assert (Drag.QUIET in why) is (counted(last_work_on, day) > pace.quiet_after_days)
    assert (Drag.LONG in why) is (counted(since, day) > pace.drags_after_days)
    tomorrow = why_drags(since=since, due_on=due_on, last_work_on=last_work_on, on=after(later + 1), pace=pace)
    assert set(why) <= set(tomorrow), "what drags today drags tomorrow unless something is done"
    worked = why_drags(since=since, due_on=due_on, last_work_on=day, on=day, pace=pace)
    assert set(worked) == set(why) - {Drag.QUIET}, "a step ends the silence and nothing else"


@given(days, paces)
def test_the_usual_due_day_is_worked_and_does_not_drag_by_itself(opened: datetime.date, pace: Pace) -> None:
    due = usual_due(opened, pace)
    assert is_working_day(due)
    assert counted(opened, due) == pace.settle_days
    why = why_drags(since=opened, due_on=due, last_work_on=due, on=due, pace=pace)
    assert why == (() if pace.settle_days <= pace.drags_after_days else (Drag.LONG,))
    assert rises(opened, due, pace) is (pace.settle_days >= pace.rises_after_days)


def test_the_lists_are_sound_and_a_bad_one_says_where() -> None:
    today = datetime.date(2022, 1, 13)
    assert {"dat_dai", "nguon_nuoc", "moi_truong"} < {kind.code for kind in lists.kinds_on(today)}
    assert [one.code for one in lists.area_types_on(today)] == ["ttxh", "kinh_te", "moi_truong", "ma_tuy"]
    line = {
        "code": "a_b", "name_vi": "A", "name_en": "A", "settle_days": 5, "drags_after_days": 9, "quiet_after_days": 3,
        "rises_after_days": 2, "valid_from": "2020-01-01", "valid_to": None,
    }  # fmt: skip
    for wrong, words in (
        ([line, line], "twice on one day"),
        ([line | {"settle_days": 0}], "whole number from 1"),
        ([line | {"drags_after_days": 4}], "before it is usually due"),
        ([line | {"valid_to": "2019-01-01"}], "ends before it starts"),
        ([line | {"code": "Đất"}], "small letters"),
        ([], "empty"),
    ):
        with pytest.raises(lists.BadList, match=words):
            lists.read_kinds({"kinds": wrong})
    earlier = line | {"valid_from": "2010-01-01", "valid_to": "2019-12-31", "settle_days": 4}
    assert [kind.pace.settle_days for kind in lists.read_kinds({"kinds": [earlier, line]})] == [4, 5]


def test_from_opening_to_settlement_and_open_again(cast: Cast) -> None:
    with on(2022, 1, 5):
        made = matter(cast.clerk_a1, JAN)
    assert made.code == "VV-2022-001"
    assert made.due_on == add_working_days(JAN, 20), "the usual time of the kind"
    with on(2022, 1, 10):
        actions.add_step(by=cast.clerk_a1, matter=made, text="Họp bản, lập biên bản hiện trạng")
        actions.add_step(by=cast.reviewer_a, matter=made, text="Mời phòng chuyên môn cùng xem xét")
        actions.change_due(by=cast.clerk_a1, matter=made, due_on=FEB, reason="Chờ đo đạc")
    with on(2022, 2, 10):
        actions.resolve_matter(
            by=cast.clerk_a1, matter=made, resolved_on=datetime.date(2022, 2, 9), result="Hai bản ký cam kết"
        )
        assert (made.state, made.resolved_on) == ("resolved", datetime.date(2022, 2, 9))
        with pytest.raises(Refusal, match="đã giải quyết ngày 09/02/2022"):
            actions.add_step(by=cast.clerk_a1, matter=made, text="Thêm")
    with on(2022, 3, 1):
        actions.reopen_matter(
            by=cast.reviewer_a, matter=made, reason="Cam kết không giữ", due_on=datetime.date(2022, 3, 15)
        )
    made.refresh_from_db()
    assert (made.state, made.resolved_on, made.result) == ("open", None, "")
    assert list(made.steps.order_by("at", "pk").values_list("kind", "due_on")) == [
        ("opened", add_working_days(JAN, 20)),
        ("work", None),
        ("direction", None),
        ("due", FEB),
        ("resolved", None),
        ("reopened", datetime.date(2022, 3, 15)),
    ]
    verbs = list(Entry.objects.filter(subject_type="registers.matter").values_list("verb", flat=True))
    assert verbs == [
        f"registers.{verb}"
        for verb in ("open_matter", "add_step", "add_step", "change_due", "resolve_matter", "reopen_matter")
    ]
    told = set(Notice.objects.values_list("entry__verb", "to_post_id"))
    assert ("registers.add_step", cast.clerk_a1.pk) in told, "a direction is told to those who settle it"
    assert ("registers.reopen_matter", cast.clerk_a1.pk) in told
    assert {post for _verb, post in told} == {cast.clerk_a1.pk}


def test_codes_run_by_year_over_all_units(cast: Cast) -> None:
    made = [
        matter(by, day).code
        for by, day in ((cast.clerk_a1, JAN), (cast.clerk_b1, JAN), (cast.clerk_a2, datetime.date(2021, 12, 1)))
    ]
    assert made == ["VV-2022-001", "VV-2022-002", "VV-2021-001"]


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"title": "  "}, "title", "Nhập nội dung vụ việc"),
        ({"title": "a" * 201}, "title", "Rút còn 200 chữ"),
        ({"title": "Đơn của ông Lò Văn Panh"}, "title", "tên một người"),
        ({"title": "Gọi 0912 345 678"}, "title", "số điện thoại"),
        ({"kind": "khong_co"}, "kind", "không có trong danh mục"),
        ({"opened_on": datetime.date(2022, 1, 14)}, "opened_on", "sau hôm nay"),
        ({"opened_on": datetime.date(2009, 1, 1)}, "opened_on", "chưa có hoặc không còn"),
        ({"due_on": datetime.date(2022, 1, 3)}, "due_on", "trước ngày phát sinh"),
        ({"responsible": "b1"}, "responsible", "thuộc đơn vị này hoặc cấp trên"),
    ],
)
def test_what_is_wrong_with_a_new_matter_is_said_and_nothing_is_kept(
    cast: Cast, change: dict[str, object], field: str, words: str
) -> None:
    given: dict[str, object] = {
        "title": "Tranh chấp nguồn nước", "kind": "nguon_nuoc", "opened_on": JAN, "due_on": None, "responsible": "a1",
    }  # fmt: skip
    given |= change
    given["responsible"] = body_of(cast.units[str(given["responsible"])])
    with pytest.raises(Refusal) as refused:
        actions.open_matter(by=cast.clerk_a1, unit=cast.units["a1"], **given)  # type: ignore[arg-type]
    assert field in fields(refused.value)
    assert words in said(refused.value)
    assert not Matter.objects.exists()


@pytest.mark.parametrize("place", ["Bà Rịa", "xã Anh Sơn", "bản Chị Em", "anh em trong bản Nà Pang"])
def test_names_of_places_are_not_taken_for_people(cast: Cast, place: str) -> None:
    assert matter(cast.clerk_a1, JAN, title=f"Tranh chấp đất tại {place}").pk


def test_who_may_do_what(cast: Cast) -> None:
    made = matter(cast.clerk_a1, JAN)
    posts = cast.posts()

    def allowed(rule: str) -> set[str]:
        return {name for name, post in posts.items() if not getattr(rules, rule)(post, made)}

    assert allowed("why_not_write_matter") == {"clerk_a1"}
    assert allowed("why_not_direct") == {"reviewer_a", "secretary"}
    assert allowed("why_not_add_step") == {"clerk_a1", "reviewer_a", "secretary"}
    assert allowed("why_not_change_due") == {"clerk_a1", "reviewer_a", "secretary"}
    assert allowed("why_not_resolve") == {"clerk_a1"}
    assert allowed("why_not_raise") == {"clerk_a1"}
    assert {name for name, post in posts.items() if not rules.why_not_open_matter(post)} == {
        "clerk_a1", "clerk_a2", "clerk_b1", "reviewer_a", "reviewer_b", "stranger",
    }  # fmt: skip
    seen = {name for name, post in posts.items() if rules.visible_matters(post, DAY).exists()}
    assert seen == {"clerk_a1", "reviewer_a", "leader_a", "secretary", "leader", "recogniser"}


def test_late_stays_late_unless_the_level_above_moves_the_day(cast: Cast) -> None:
    made = matter(cast.clerk_a1, datetime.date(2021, 11, 1), datetime.date(2021, 12, 1))
    later = datetime.date(2022, 1, 31)
    with pytest.raises(Refusal, match="đã qua"):
        actions.change_due(by=cast.clerk_a1, matter=made, due_on=later, reason="Xin thêm ngày")
    with pytest.raises(Refusal, match="từ hôm nay trở đi"):
        actions.change_due(by=cast.reviewer_a, matter=made, due_on=datetime.date(2022, 1, 3), reason="x")
    with pytest.raises(Refusal, match="lý do"):
        actions.change_due(by=cast.reviewer_a, matter=made, due_on=later, reason=" ")
    actions.change_due(by=cast.reviewer_a, matter=made, due_on=later, reason="Chờ kết luận đo đạc")
    stale = Matter.objects.get(pk=made.pk)
    actions.change_due(by=cast.reviewer_a, matter=made, due_on=FEB, reason="Lùi tiếp")
    with pytest.raises(Refusal, match="vừa đổi"):
        actions.change_due(by=cast.reviewer_a, matter=stale, due_on=datetime.date(2022, 3, 1), reason="Lùi")


def test_settling_names_a_possible_day_and_a_result(cast: Cast) -> None:
    made = matter(cast.clerk_a1, JAN)
    for day in (datetime.date(2022, 1, 3), datetime.date(2022, 1, 14)):
        with pytest.raises(Refusal, match="nằm ngoài khoảng"):
            actions.resolve_matter(by=cast.clerk_a1, matter=made, resolved_on=day, result="Xong")
    with pytest.raises(Refusal, match="kết quả"):
        actions.resolve_matter(by=cast.clerk_a1, matter=made, resolved_on=JAN, result="")
    actions.resolve_matter(by=cast.clerk_a1, matter=made, resolved_on=JAN, result="Xong")
    actions.reopen_matter(by=cast.clerk_a1, matter=made, reason="Phát sinh lại", due_on=FEB)
    with pytest.raises(Refusal, match="13/01/2022 đến hôm nay"):
        actions.resolve_matter(by=cast.clerk_a1, matter=made, resolved_on=JAN, result="Xong trước khi mở lại")


def raises(made: Matter) -> list[tuple[int, datetime.date]]:
    return list(MatterRaise.objects.filter(matter=made).order_by("pk").values_list("to_unit_id", "on"))


def test_a_dragging_matter_is_put_before_each_level_once(cast: Cast) -> None:
    due = datetime.date(2022, 1, 20)
    made = matter(cast.clerk_a1, JAN, due, kind="dat_dai")
    pace = lists.kind_of("dat_dai", JAN).pace
    district, province = cast.units["a"].pk, cast.units["province"].pk
    assert actions.raise_dragging(on=due) == 0, "on the day itself it is not late"
    first = due + datetime.timedelta(days=1)
    for again in (1, 0):
        with on(first.year, first.month, first.day):
            assert actions.raise_dragging() == again
    assert raises(made) == [(district, first)]
    told = set(Notice.objects.filter(entry__verb="registers.raise_matter").values_list("to_post_id", flat=True))
    assert told == {cast.reviewer_a.pk, cast.clerk_a1.pk}

    up = add_working_days(first, pace.rises_after_days)
    assert actions.raise_dragging(on=add_working_days(up, -1)) == 0, "not before its time"
    assert actions.raise_dragging(on=up) == 1
    assert raises(made) == [(district, first), (province, up)]
    assert actions.raise_dragging(on=add_working_days(up, 50)) == 0, "nothing stands above"

    with on(2022, 6, 1):
        actions.resolve_matter(by=cast.clerk_a1, matter=made, resolved_on=datetime.date(2022, 6, 1), result="Xong")
        assert not MatterRaise.objects.filter(ended_at=None).exists()
        actions.reopen_matter(by=cast.clerk_a1, matter=made, reason="Lại", due_on=datetime.date(2022, 6, 2))
    assert actions.raise_dragging(on=datetime.date(2022, 6, 3)) == 1, "a new round begins below"
    assert raises(made)[-1] == (district, datetime.date(2022, 6, 3))


def test_what_no_longer_drags_goes_no_further(cast: Cast) -> None:
    made = matter(cast.clerk_a1, JAN, datetime.date(2022, 1, 12))
    assert actions.raise_dragging() == 1
    actions.change_due(by=cast.reviewer_a, matter=made, due_on=datetime.date(2022, 6, 30), reason="Chờ đo đạc")
    with on(2022, 2, 11):
        actions.add_step(by=cast.clerk_a1, matter=made, text="Đã đo")
        assert actions.raise_dragging() == 0


def test_raising_by_hand_and_its_refusals(cast: Cast) -> None:
    made = matter(cast.clerk_a1, JAN)
    with pytest.raises(Refusal, match="lý do"):
        actions.raise_matter(by=cast.clerk_a1, matter=made, reason=" ")
    for other in (cast.reviewer_a, cast.clerk_a2, cast.reviewer_b, cast.stranger):
        with pytest.raises(Refusal, match="đang giữ"):
            actions.raise_matter(by=other, matter=made, reason="Vượt thẩm quyền")
    assert actions.raise_matter(by=cast.clerk_a1, matter=made, reason="Vượt thẩm quyền").to_unit == cast.units["a"]
    with pytest.raises(Refusal, match="đã được chuyển lên Huyện Mường Thượng"):
        actions.raise_matter(by=cast.clerk_a1, matter=made, reason="Vượt thẩm quyền")
    further = actions.raise_matter(by=cast.reviewer_a, matter=made, reason="Liên quan hai huyện")
    assert further.to_unit == cast.units["province"]
    with pytest.raises(Refusal, match="Không còn cấp trên"):
        actions.raise_matter(by=cast.secretary, matter=made, reason="Nữa")
    told = set(Notice.objects.values_list("to_post_id", flat=True))
    assert told == {cast.reviewer_a.pk, cast.secretary.pk}
    district = matter(cast.reviewer_a, JAN, title="Điểm đen trên tỉnh lộ", kind="giao_thong")
    assert actions.raise_matter(by=cast.reviewer_a, matter=district, reason="x").to_unit == cast.units["province"]


def test_a_matter_outlives_its_unit(cast: Cast) -> None:
    """Two communes become one directly under the province: the new one goes on with what they left open."""
    made = matter(cast.clerk_a1, JAN)
    reform = datetime.date(2022, 7, 1)
    merged = Unit.objects.create()
    after = UnitVersion.objects.create(
        unit=merged, code="90150", level="commune", type="xa", name_vi="Xã Mường Thượng",
        parent=cast.units["province"], valid_from=reform,
    )  # fmt: skip
    for name in ("a1", "a2"):
        before = UnitVersion.objects.get(unit=cast.units[name])
        UnitVersion.objects.filter(pk=before.pk).update(valid_to=reform - datetime.timedelta(days=1))
        Succession.objects.create(before=before, after=after, kind="merged_into", effective_on=reform)
    body = Body.objects.create(unit=merged, kind=Body.Kind.STANDING_COMMITTEE, name_vi="Thường trực", valid_from=SINCE)
    clerk = Post.objects.create(body=body, title_vi="Cán bộ", role="clerk", valid_from=SINCE)
    with on(2022, 7, 4):
        today = datetime.date(2022, 7, 4)
        assert rules.visible_matters(clerk, today).get() == made
        assert not rules.visible_matters(cast.reviewer_b, today).exists()
        assert actions.raise_dragging() == 1
        assert raises(made)[-1][0] == cast.units["province"].pk, "the district no longer stands between"
        actions.add_step(by=clerk, matter=made, text="Nhận bàn giao, rà lại hiện trạng")
        actions.resolve_matter(by=clerk, matter=made, resolved_on=today, result="Hai bản thống nhất lịch tưới")
    assert MatterStep.objects.filter(matter=made).count() == 3
