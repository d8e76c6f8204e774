"""Each sentence of the conclusion becomes work or somebody answers for that it does not; nothing is lost on the way."""

import io
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phoihop.base import clock
from phoihop.base.errors import Refusal
from phoihop.conferences import actions, queries, rules
from phoihop.conferences.models import Conclusion, LogEntry
from phoihop.duties import actions as duties
from phoihop.duties.models import Task
from phoihop.duties.queries import loose_ends
from phoihop.duties.sources import source_of
from phoihop.journal.models import Entry, Notice
from tests.cast import signed_in
from tests.conferences.after import WORDS, concluded, settle, to_give
from tests.conferences.world import World, at, key
from tests.duties.office import D, words

pytestmark = pytest.mark.django_db


def refused(act: Any, **given: Any) -> str:
    with pytest.raises(Refusal) as caught:
        act(**given)
    return str(caught.value)


def numbered(world: World) -> list[tuple[int, str]]:
    return list(world.conference.conclusions.order_by("number").values_list("number", "text_vi"))


def test_several_become_work_in_one_go_or_none_does(world: World) -> None:
    first, second, thanks = concluded(world)
    give: dict[str, Any] = {"by": world.cast.secretary, "conference": world.conference}
    said = refused(actions.give_work, **give, gives=[to_give(world, first, "a", "b"), to_give(world, second)])
    assert "Chưa chọn đơn vị chủ trì" in said
    assert not Task.objects.exists()
    made = actions.give_work(**give, gives=[to_give(world, first, "a", "b"), to_give(world, second, "a1")])
    assert [(one.code, one.kind, one.assignments.count()) for one in made] == [
        ("KL-2022-001", "conclusion", 2),
        ("KL-2022-002", "conclusion", 1),
    ]
    assert "đã xử lý xong" in refused(actions.give_work, **give, gives=[to_give(world, first, "a")])
    assert queries.coverage(world.conference) == queries.Coverage(3, 2, 0)
    source = source_of(made[1].origin, world.cast.secretary)
    assert source is not None
    assert source.text == "Kết luận số 2 · Hội nghị giao ban thực hiện quy chế phối hợp năm 2021"
    page = signed_in(world.cast.secretary).get(reverse("tasks:task", args=[made[1].pk])).content.decode()
    assert reverse("conferences:conclusions", args=[world.conference.pk]) + "#ket-luan-2" in page
    outside = source_of(made[1].origin, world.cast.clerk_a1)
    assert outside is not None
    assert outside.to == (), "a commune that was not called reads the sentence only"
    assert thanks.state == "open"


def test_work_taken_back_is_loose_again_and_may_be_given_anew(world: World) -> None:
    first, *_others = concluded(world)
    give: dict[str, Any] = {"by": world.cast.secretary, "conference": world.conference}
    (task,) = actions.give_work(**give, gives=[to_give(world, first, "a")])
    duties.withdraw_task(by=world.cast.secretary, task=task, reason="Giao nhầm đơn vị.")
    assert queries.coverage(world.conference) == queries.Coverage(3, 0, 0)
    (again,) = actions.give_work(**give, gives=[to_give(world, first, "b")])
    first.refresh_from_db()
    assert (first.task, first.state) == (again, "given")


def test_a_waiver_needs_a_reason_names_who_answers_and_can_be_taken_back(world: World) -> None:
    *_others, thanks = concluded(world)
    waive: dict[str, Any] = {"by": world.cast.secretary, "conclusion": thanks}
    assert "Ghi lý do" in refused(actions.waive, **waive, reason=" ")
    assert "dãy số giống số điện thoại" in refused(actions.waive, **waive, reason="Gọi 0912 345 678.")
    assert "Chỉ thư ký" in refused(actions.waive, by=world.cast.reviewer_a, conclusion=thanks, reason="Lời cảm ơn.")
    waived = actions.waive(**waive, reason="Lời cảm ơn.")
    assert (waived.waived_label, waived.waived_reason) == (world.cast.secretary.journal_label, "Lời cảm ơn.")
    assert Notice.objects.filter(to_post_id=world.cast.leader.pk, entry__verb="conference.conclusion_waived").exists()
    assert "đã xử lý xong" in refused(actions.waive, **waive, reason="Lần nữa.")
    actions.take_back_waiver(by=world.cast.secretary, conclusion=thanks)
    thanks.refresh_from_db()
    assert (thanks.state, thanks.waived_label, thanks.waived_reason) == ("open", "", "")
    assert Entry.objects.get(verb="conference.waiver_taken_back").facts["reason"] == "Lời cảm ơn."


def test_sentences_are_split_and_joined_in_the_logs_own_words(world: World) -> None:
    concluded(world, "Công an tỉnh chủ trì, các huyện phối hợp. Xong trước Tết. Cảm ơn.")
    one = world.conference.conclusions.get(number=1)
    by: dict[str, Any] = {"by": world.cast.secretary, "conclusion": one}
    assert "mỗi dòng là một kết luận" in refused(actions.split, **by, pieces=[one.text_vi])
    changed = ["Công an tỉnh chủ trì,", "các huyện thực hiện."]
    assert "nguyên văn" in refused(actions.split, **by, pieces=changed)
    actions.split(**by, pieces=["Công an tỉnh chủ trì,", "", "  các huyện phối hợp."])
    assert numbered(world) == [
        (1, "Công an tỉnh chủ trì,"),
        (2, "các huyện phối hợp."),
        (3, "Xong trước Tết."),
        (4, "Cảm ơn."),
    ]
    actions.merge(by=world.cast.secretary, conclusion=world.conference.conclusions.get(number=2))
    assert numbered(world) == [
        (1, "Công an tỉnh chủ trì,"),
        (2, "các huyện phối hợp. Xong trước Tết."),
        (3, "Cảm ơn."),
    ]
    last = world.conference.conclusions.get(number=3)
    assert "không còn câu nào" in refused(actions.merge, by=world.cast.secretary, conclusion=last)
    read = LogEntry.objects.get(verb="conclusion.read").facts["text"]
    assert read == "Công an tỉnh chủ trì, các huyện phối hợp. Xong trước Tết. Cảm ơn."


def test_what_is_read_after_a_split_takes_the_next_number(world: World) -> None:
    concluded(world, "Rà soát, báo cáo.", close=False)
    actions.split(
        by=world.cast.secretary, conclusion=world.conference.conclusions.get(), pieces=["Rà soát,", "báo cáo."]
    )
    actions.conclude(by=world.cast.leader, conference=world.conference, text="Tổng kết quý I.", key=key())
    assert numbered(world) == [(1, "Rà soát,"), (2, "báo cáo."), (3, "Tổng kết quý I.")]


def test_the_loop_is_open_until_every_sentence_is_settled(world: World) -> None:
    concluded(world)

    def ends(day: Any) -> list[tuple[str, str]]:
        ours = ("conclusion", "minutes", "notice")
        return [(end.kind, end.code) for end in loose_ends(2021, day) if end.kind in ours]

    assert ends(D(2022, 1, 13)) == [
        ("conclusion", "HN-2021 · 1"),
        ("conclusion", "HN-2021 · 2"),
        ("conclusion", "HN-2021 · 3"),
        ("minutes", "HN-2021"),
    ]
    settle(world)
    assert ends(D(2022, 1, 20)) == [("minutes", "HN-2021")], "thursday the 20th is the fifth working day"
    assert ends(D(2022, 1, 21)) == [("minutes", "HN-2021"), ("notice", "HN-2021")]
    assert ends(D(2022, 1, 12)) == [], "before it was held"
    out = io.StringIO()
    with clock.standing_at(D(2022, 1, 21)), pytest.raises(SystemExit):
        call_command("loop_check", "2021", stdout=out)
    assert "thông báo kết luận hội nghị quá hạn: HN-2021" in out.getvalue()
    loop = words(signed_in(world.cast.secretary).get(reverse("tasks:loop") + "?nam=2021").content.decode())
    assert "Biên bản hội nghị chưa được thông qua" in loop


def test_the_pages_give_several_after_a_preview_and_keep_what_was_typed(world: World) -> None:
    first, second, _thanks = concluded(world)
    client = signed_in(world.cast.secretary)
    address = reverse("conferences:give", args=[world.conference.pk])
    asked = client.get(address, {"k": [first.pk, second.pk]}).content.decode()
    assert first.text_vi in asked
    typed: dict[str, Any] = {
        "k": [first.pk, second.pk],
        "regulation": world.office.regulation.pk,
        "period": world.office.year.pk,
        "due_on": "",
        f"k{first.pk}-title_vi": "Rà soát địa bàn trọng điểm",
        f"k{first.pk}-due_on": "2022-02-28",
        f"k{first.pk}_group": ["level:district"],
        f"k{second.pk}-title_vi": "Báo cáo kết quả",
    }
    wrong = client.post(address, typed)
    assert wrong.status_code == 422
    assert "Kết luận số 2: Chưa có hạn." in words(wrong.content.decode())
    assert "Rà soát địa bàn trọng điểm" in wrong.content.decode()
    typed["due_on"] = "2022-01-28"
    assert "Chưa chọn đơn vị chủ trì" in client.post(address, typed).content.decode()
    typed[f"k{second.pk}"] = [world.cast.units["a1"].pk]
    preview = client.post(address, typed)
    said = words(preview.content.decode())
    assert "2 việc, 3 phần việc của các đơn vị." in said
    assert not Task.objects.exists(), "nothing is given before the preview"
    mark = preview.content.decode().split('name="confirm" value="')[1].split('"')[0]
    done = client.post(address, typed | {"confirm": mark})
    assert done.status_code == 302
    assert sorted(Task.objects.values_list("title_vi", "due_on")) == [
        ("Báo cáo kết quả", D(2022, 1, 28)),
        ("Rà soát địa bàn trọng điểm", D(2022, 2, 28)),
    ]
    page = words(client.get(reverse("conferences:conclusions", args=[world.conference.pk])).content.decode())
    assert "2/3 kết luận đã thành việc" in page
    assert "còn 1 chưa xử lý" in page
    assert "thông báo kết luận chậm nhất 20/01/2022" in page


def test_one_sentence_is_decided_on_its_page_and_a_refusal_keeps_the_words(world: World) -> None:
    *_others, thanks = concluded(world)
    client = signed_in(world.cast.secretary)
    address = reverse("conferences:conclusion", args=[world.conference.pk, thanks.pk])
    kept = client.post(address, {"do": "split", "pieces": "Cảm ơn tất cả.\nHết."})
    assert kept.status_code == 422
    assert "Cảm ơn tất cả." in kept.content.decode()
    assert client.post(address, {"do": "waive", "reason": "Lời cảm ơn."}).status_code == 302
    assert client.post(address, {"do": "take_back"}).status_code == 302
    assert signed_in(world.cast.reviewer_a).get(address).status_code == 403
    assert signed_in(world.cast.stranger).get(address).status_code == 403
    seen = signed_in(world.cast.reviewer_a).get(reverse("conferences:conclusions", args=[world.conference.pk]))
    assert WORDS.split(". ")[0] in seen.content.decode()
    hidden = signed_in(world.cast.clerk_a1).get(reverse("conferences:conclusions", args=[world.conference.pk]))
    assert hidden.status_code == 404


def test_the_page_costs_the_same_with_thirty_sentences(world: World) -> None:
    concluded(world, close=False)
    client = signed_in(world.cast.secretary)
    addresses = [reverse(f"conferences:{name}", args=[world.conference.pk]) for name in ("conclusions", "give")]
    for address in addresses:
        client.get(address)
    costs = []
    for _time in range(2):
        for address in addresses:
            with CaptureQueriesContext(connection) as found:
                assert client.get(address).status_code == 200
            costs.append(len(found))
        many = " ".join(f"Việc thứ {number} phải xong." for number in range(27))
        actions.conclude(by=world.cast.leader, conference=world.conference, text=many, key=key())
    assert Conclusion.objects.count() == 57
    assert costs[:2] == costs[2:]


def test_nobody_marks_before_the_opening(world: World) -> None:
    with clock.standing_at(at(9)):
        assert actions.why_not_give_work(world.cast.secretary, world.conference, []) == []
    page = signed_in(world.cast.secretary).get(reverse("conferences:give", args=[world.conference.pk]))
    assert page.status_code == 403


def test_dates_and_quarters_end_a_sentence_and_points_and_short_words_do_not() -> None:
    said = "1. Các đ/c Bí thư rà soát địa bàn xong trước 31/3/2022. Báo cáo trong quý IV. II. Cảm ơn; kính chào."
    assert rules.sentences(said) == [
        "1. Các đ/c Bí thư rà soát địa bàn xong trước 31/3/2022.",
        "Báo cáo trong quý IV.",
        "II. Cảm ơn;",
        "kính chào.",
    ]
