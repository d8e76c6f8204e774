"""A task from being given to being proved done, with every way in which it may be refused, sent back or left undone."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.base import clock
from phoihop.base.errors import Refusal
from phoihop.duties import actions, queries, rules
from phoihop.duties.models import Acceptance, Assignment
from phoihop.journal.models import Entry, Notice
from phoihop.orgs.models import OPEN_END, Post, Succession, Unit, UnitVersion
from tests.duties.office import D, Office

Key = Acceptance.Key


def told(post: Post) -> list[str]:
    return list(Notice.objects.filter(to_post_id=post.pk).order_by("pk").values_list("entry__verb", flat=True))


def test_from_given_to_proved_done(office: Office) -> None:
    cast = office.cast
    task = office.task("a1", "a2", by=cast.reviewer_a)
    assert told(cast.clerk_a1) == told(cast.clerk_a2) == ["task.assigned"]
    share = office.share(task, "a1")
    with pytest.raises(Refusal, match="Chưa có minh chứng"):
        actions.submit(by=cast.clerk_a1, share=share, text="Đã xong.")
    office.hand_in(task, "a1", cast.clerk_a1)
    share = office.share(task, "a1")
    assert (share.state, share.round) == ("submitted", 1)
    with pytest.raises(Refusal, match="đang chờ nhận"):
        actions.report_progress(by=cast.clerk_a1, share=share, text="Thêm.")
    actions.return_share(by=cast.reviewer_a, share=share, key=Key.OTHER, reason="Biên bản thiếu chữ ký.")
    assert office.share(task, "a1").state == "returned"
    actions.submit(by=cast.clerk_a1, share=office.share(task, "a1"), text="Đã bổ sung.")
    actions.accept(by=cast.reviewer_a, share=office.share(task, "a1"), key=Key.OTHER, effective=True)
    share = office.share(task, "a1")
    assert (share.state, share.round, share.effective) == ("done", 2, True)
    assert told(cast.clerk_a1)[1:] == ["task.returned", "task.accepted"]
    assert office.share(task, "a2").state == "assigned"
    verbs = ["task.assigned", "task.progress", "task.evidence", "task.submitted", "task.returned"]
    written = Entry.objects.filter(verb__startswith="task.").order_by("seq").values_list("verb", flat=True)
    assert list(written) == [*verbs, "task.submitted", "task.accepted"]


def test_nobody_accepts_what_he_handed_in_and_the_check_comes_first(office: Office) -> None:
    cast = office.cast
    task = office.task("province", "a", is_checked=True, is_priority=True)
    own = office.hand_in(task, "province", cast.secretary)
    with pytest.raises(Refusal, match="Người nộp không tự nhận"):
        actions.accept(by=cast.secretary, share=own, key=Key.CHECK)
    with pytest.raises(Refusal, match="Chưa được kiểm tra độc lập"):
        actions.accept(by=cast.leader, share=own, key=Key.OTHER)
    share = office.hand_in(task, "a", cast.reviewer_a)
    actions.accept(by=cast.secretary, share=share, key=Key.CHECK)
    assert office.share(task, "a").state == "submitted"
    with pytest.raises(Refusal, match="bước còn lại phải do người khác"):
        actions.accept(by=cast.secretary, share=office.share(task, "a"), key=Key.OTHER)
    actions.accept(by=cast.leader, share=office.share(task, "a"), key=Key.OTHER, effective=False)
    assert (office.share(task, "a").state, office.share(task, "a").effective) == ("done", False)


def test_one_person_in_two_posts_or_standing_in_is_one_hand(office: Office) -> None:
    cast = office.cast
    task = office.task("a", "b")
    share = office.hand_in(task, "a", cast.reviewer_a)
    cast.secretary.acting_user_id = cast.reviewer_a.acting_user_id
    with pytest.raises(Refusal, match="Người nộp không tự nhận"):
        actions.accept(by=cast.secretary, share=share, key=Key.OTHER)
    other = office.hand_in(task, "b", cast.reviewer_b)
    actions.accept(by=cast.secretary, share=other, key=Key.OTHER, effective=True)
    assert office.share(task, "b").state == "done"


def test_a_joint_duty_needs_both_keys_and_lasting_disagreement_is_a_result(office: Office) -> None:
    cast = office.cast
    task = office.task("a", "b", both_accept=True)
    share = office.hand_in(task, "a", cast.reviewer_a)
    actions.accept(by=cast.leader, share=share, key=Key.OTHER, effective=True)
    assert office.share(task, "a").state == "submitted", "one key does not open"
    with pytest.raises(Refusal, match="Mới có 0 lần"):
        actions.disagree(by=cast.leader, share=office.share(task, "a"), text="Hai ý kiến.")
    actions.return_share(by=cast.leader_a, share=office.share(task, "a"), key=Key.OWN, reason="Số liệu chưa khớp.")
    actions.submit(by=cast.reviewer_a, share=office.share(task, "a"), text="Đã đối chiếu lại.")
    actions.return_share(by=cast.leader, share=office.share(task, "a"), key=Key.OTHER, reason="Chưa đủ sản phẩm.")
    actions.disagree(by=cast.leader_a, share=office.share(task, "a"), text="Tỉnh: chưa đủ. Huyện: đã đủ.")
    assert office.share(task, "a").state == "disagreed"
    other = office.hand_in(task, "b", cast.reviewer_b)
    with pytest.raises(Refusal, match="thuộc đơn vị khác"):
        actions.accept(by=cast.leader_a, share=other, key=Key.OWN)


def test_days_and_words_that_cannot_be(office: Office) -> None:
    cast = office.cast
    task = office.task("a1", by=cast.reviewer_a, due=D(2022, 1, 20))
    share = office.share(task, "a1")
    with pytest.raises(Refusal, match="chưa đến"):
        office.prove(share, cast.clerk_a1, D(2022, 1, 14))
    with pytest.raises(Refusal, match="nằm ngoài kỳ của việc"):
        office.prove(share, cast.clerk_a1, D(2021, 6, 1))
    with clock.standing_at(D(2023, 1, 5)), pytest.raises(Refusal, match="xin gia hạn trước"):
        office.prove(share, cast.clerk_a1, D(2023, 1, 4))
    with pytest.raises(Refusal, match="vượt quá nhiệm kỳ"):
        actions.ask_extension(by=cast.clerk_a1, share=share, until=D(2025, 7, 1), reason="Đường sạt lở.")
    with pytest.raises(Refusal, match="phải sau hạn hiện nay"):
        actions.ask_extension(by=cast.clerk_a1, share=share, until=D(2022, 1, 20), reason="Đường sạt lở.")
    with pytest.raises(Refusal, match="giống số giấy tờ"):
        actions.report_progress(by=cast.clerk_a1, share=share, text="Đã gặp người có số 012345678901.")
    with pytest.raises(Refusal, match="chính đơn vị"):
        actions.report_progress(by=cast.clerk_a2, share=share, text="Thay.")
    with pytest.raises(Refusal, match="không thuộc nhánh"):
        office.task("b1", by=cast.reviewer_a)
    with pytest.raises(Refusal, match="vượt quá nhiệm kỳ"):
        office.task("a", due=D(2025, 7, 1))
    with pytest.raises(Refusal, match="trùng ngày"):
        actions.add_period(
            by=cast.secretary,
            label="2022-X",
            kind="quarter",
            year=2022,
            name_vi="Quý lạ",
            starts_on=D(2022, 3, 1),
            ends_on=D(2022, 4, 1),
        )


def test_more_time_is_asked_for_and_answered(office: Office) -> None:
    cast = office.cast
    share = office.share(office.task("a1", by=cast.reviewer_a, due=D(2022, 1, 20)), "a1")
    asked = actions.ask_extension(by=cast.clerk_a1, share=share, until=D(2022, 2, 11), reason="Đường sạt lở.")
    with pytest.raises(Refusal, match="đang chờ trả lời"):
        actions.ask_extension(by=cast.clerk_a1, share=share, until=D(2022, 2, 14), reason="Vẫn sạt lở.")
    with pytest.raises(Refusal, match="phải ghi lý do"):
        actions.decide_extension(by=cast.reviewer_a, extension=asked, granted=False)
    actions.decide_extension(by=cast.reviewer_a, extension=asked, granted=True)
    share.refresh_from_db()
    assert (share.first_due_on, share.due_on) == (D(2022, 1, 20), D(2022, 2, 11))
    question = actions.ask(by=cast.clerk_a1, share=share, text="Nộp bản giấy không?")
    actions.answer(by=cast.reviewer_a, question=question, text="Không cần.")
    assert told(cast.clerk_a1) == ["task.assigned", "task.extension_granted", "task.answered"]
    actions.drop(by=cast.reviewer_a, share=share, kind="overtaken", text="Đã có việc khác thay.")
    with pytest.raises(Refusal, match="đã khép lại"):
        actions.report_progress(by=cast.clerk_a1, share=share, text="Thêm.")


def test_open_work_follows_a_merged_unit_and_none_is_lost(office: Office) -> None:
    cast = office.cast
    task = office.task("a1", "a2", by=cast.reviewer_a, due=D(2022, 3, 31))
    office.hand_in(task, "a1", cast.clerk_a1)
    day = D(2022, 2, 1)
    new = Unit.objects.create()
    born = UnitVersion.objects.create(
        unit=new, code="90199", level="commune", type="xa", name_vi="Xã Nà Mới", parent=cast.units["a"], valid_from=day
    )
    for name in ("a1", "a2"):
        old = UnitVersion.objects.get(unit=cast.units[name], valid_to=OPEN_END)
        old.valid_to = day - datetime.timedelta(days=1)
        old.save()
        Succession.objects.create(before=old, after=born, kind="merged_into", effective_on=day)
    with clock.standing_at(day):
        with pytest.raises(Refusal, match="đã nhập vào Xã Nà Mới"):
            office.task("a1", by=cast.reviewer_a, due=D(2022, 3, 1))
        assert actions.follow_units(on=day) == 2
        assert actions.follow_units(on=day) == 0
    now_open = Assignment.objects.filter(task=task, state__in=Assignment.OPEN)
    assert sorted(now_open.values_list("unit_id", "state")) == [(new.pk, "assigned"), (new.pk, "submitted")]
    assert set(now_open.values_list("follows__unit_id", flat=True)) == {cast.units["a1"].pk, cast.units["a2"].pk}
    assert Assignment.objects.filter(task=task, state="passed_on").count() == 2
    with clock.standing_at(day):
        heir = now_open.get(state="submitted")
        assert rules.doubts(heir) == [], "what proved the old unit's result proves it still"
        cast.clerk_a1.body.unit_id = new.pk
        actions.take_back(by=cast.clerk_a1, share=heir)
        assert rules.why_not_submit(cast.clerk_a1, heir, text="Đã bổ sung.") == []


def test_who_sees_what(office: Office) -> None:
    cast = office.cast
    office.task("a1", by=cast.reviewer_a)
    office.task("a", "b")
    seen = {name: queries.shares(post).count() for name, post in cast.posts().items()}
    assert {name: n for name, n in seen.items() if n} == {
        "secretary": 3,
        "leader": 3,
        "recogniser": 3,
        "leader_a": 2,
        "reviewer_a": 2,
        "reviewer_b": 1,
        "clerk_a1": 1,
    }


def test_what_waits_costs_the_same_however_much_it_is(office: Office) -> None:
    cast = office.cast

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = queries.waiting_for(cast.reviewer_a)
        return len(asked) if found.to_turn else -1

    office.hand_in(office.task("a1", by=cast.reviewer_a), "a1", cast.clerk_a1)
    few = cost()
    for _ in range(6):
        office.hand_in(office.task("a1", by=cast.reviewer_a), "a1", cast.clerk_a1)
        actions.ask(by=cast.clerk_a1, share=office.share(office.task("a1", by=cast.reviewer_a), "a1"), text="Hỏi?")
    assert cost() == few > 0
