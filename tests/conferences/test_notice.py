"""The notice of conclusion goes out once everything stands, in time or plainly late, to everybody who was called."""

from typing import Any

import pytest
from django.urls import reverse

from phoihop.base import clock
from phoihop.base.errors import Refusal
from phoihop.conferences import actions
from phoihop.conferences.papers import notice as papers
from phoihop.desk.queries.home import columns
from phoihop.documents import check, layouts, store
from phoihop.documents.paper import Paragraph, text_of
from phoihop.journal.models import Notice
from tests.cast import signed_in
from tests.conferences.after import concluded, settle
from tests.conferences.world import World
from tests.duties.office import D, words

pytestmark = pytest.mark.django_db


def refused(act: Any, **given: Any) -> str:
    with pytest.raises(Refusal) as caught:
        act(**given)
    return str(caught.value)


def adopt(world: World) -> None:
    actions.draw_minutes(by=world.cast.secretary, conference=world.fresh())
    actions.propose_minutes(by=world.cast.secretary, conference=world.conference)
    actions.adopt_minutes(by=world.cast.leader, conference=world.conference, number=1)


def test_it_waits_for_every_sentence_and_for_the_minutes(world: World) -> None:
    concluded(world, close=False)
    issue: dict[str, Any] = {"by": world.cast.secretary, "conference": world.conference}
    assert "chưa bế mạc" in refused(actions.issue_notice, **issue)
    actions.close_room(by=world.cast.leader, conference=world.conference, key="end")
    said = refused(actions.issue_notice, **issue)
    assert "Còn 3 câu kết luận" in said
    assert "Biên bản chưa được thông qua" in said
    settle(world)
    adopt(world)
    assert "Chỉ thư ký" in refused(actions.issue_notice, by=world.cast.leader, conference=world.conference)
    issued = actions.issue_notice(**issue)
    assert (world.fresh().notice, issued.number) == (issued, 1)
    assert "đã ban hành" in refused(actions.issue_notice, **issue)
    assert check.check(store.read(issued.file), layouts.profile(issued.layout)) == []
    told = set(Notice.objects.filter(entry__verb="conference.notice_issued").values_list("to_post_id", flat=True))
    assert {seat.post_id for seat in world.seats.values()} <= told
    thanks = world.conference.conclusions.get(state="waived")
    assert "đã ban hành" in refused(actions.take_back_waiver, by=world.cast.secretary, conclusion=thanks)


def test_it_says_each_sentence_and_whose_work_it_became(world: World) -> None:
    concluded(world)
    settle(world)
    paper = papers.paper(world.conference, D(2022, 1, 14))
    said = [text_of(block.content) for block in paper.body if isinstance(block, Paragraph)]
    assert said[1:6] == [
        "1. Giao hai huyện rà soát địa bàn.",
        "Thực hiện: Huyện Mường Thượng, Huyện Mường Hạ; hạn 28/01/2022; mã việc KL-2022-001.",
        "2. Báo cáo kết quả trước 28/01/2022.",
        "Thực hiện: Huyện Mường Thượng, Huyện Mường Hạ; hạn 28/01/2022; mã việc KL-2022-002.",
        "3. Cảm ơn các đồng chí đã dự.",
    ]


def test_it_stands_on_the_secretarys_desk_with_its_day(world: World) -> None:
    concluded(world)

    def lines(day: Any) -> tuple[list[str], list[str], list[str]]:
        with clock.standing_at(day):
            found = columns(world.cast.secretary)
        mine = [
            [x.when for x in column if x.url.endswith("thong-bao-ket-luan")] for column in (found.late, found.today)
        ]
        coming = [x.when for x in found.coming if x.url.endswith("thong-bao-ket-luan")]
        return mine[0], mine[1], coming

    assert lines(D(2022, 1, 14)) == ([], [], ["còn 4 ngày làm việc"])
    assert lines(D(2022, 1, 20)) == ([], ["hôm nay"], [])
    assert lines(D(2022, 1, 21)) == (["quá hạn 1 ngày làm việc"], [], [])
    actions.draw_minutes(by=world.cast.secretary, conference=world.fresh())
    actions.propose_minutes(by=world.cast.secretary, conference=world.conference)
    assert [line.action for line in columns(world.cast.leader).decide] == ["Đọc và thông qua"]
    page = reverse("conferences:notice", args=[world.conference.pk])
    with clock.standing_at(D(2022, 1, 21)):
        said = words(signed_in(world.cast.secretary).get(page).content.decode())
    assert "quá hạn, chậm nhất là 20/01/2022" in said
    assert "chưa ban hành" in words(signed_in(world.cast.reviewer_a).get(page).content.decode())
