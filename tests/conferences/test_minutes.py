"""Minutes follow from the log word by word, are edited without losing anybody's text, and take two hands."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from phoihop.base import clock
from phoihop.base.errors import Refusal
from phoihop.conferences import actions
from phoihop.conferences.models import Minutes
from phoihop.conferences.papers import minutes as papers
from phoihop.journal.models import Notice
from tests.cast import signed_in
from tests.conferences.after import concluded
from tests.conferences.world import World, at, further_post, key
from tests.duties.office import words

pytestmark = pytest.mark.django_db


def refused(act: Any, **given: Any) -> str:
    with pytest.raises(Refusal) as caught:
        act(**given)
    return str(caught.value)


def play(world: World) -> None:
    """An afternoon by the script that the expected minutes below were written from."""
    chair, secretary, conference = world.cast.leader, world.cast.secretary, world.conference
    room: dict[str, Any] = {"conference": conference}
    seats = world.seats
    with clock.standing_at(at(13, 50)):
        world.mark(leader="room", recogniser="room", leader_a="room", a2="excused", b1="online")
    with clock.standing_at(at(14)):
        actions.open_room(by=chair, **room, key=key())
    with clock.standing_at(at(14, 5)):
        actions.start_item(by=chair, item=world.items[1], **room, key=key())
    with clock.standing_at(at(14, 20)):
        world.mark(b2="room")
    with clock.standing_at(at(14, 26)):
        actions.give_floor(by=chair, seat=seats["b1"], reason="Huyện có vụ việc mới.", **room, key=key())
    with clock.standing_at(at(14, 31)):
        actions.end_floor(by=chair, **room, key=key())
        actions.note(by=secretary, text="Đề nghị bổ sung kinh phí tuần tra.", seat=seats["b1"], **room, key=key())
    with clock.standing_at(at(14, 40)):
        actions.start_item(by=chair, item=world.items[2], **room, key=key())
        actions.note(by=secretary, text="Đại biểu thống nhất với dự thảo báo cáo.", **room, key=key())
    with clock.standing_at(at(14, 45)):
        world.mark(leader_a="left")
    for minute, method in ((50, "named"), (55, "secret")):
        with clock.standing_at(at(14, minute)):
            vote = actions.put_question(
                by=secretary, question="Thông qua phương hướng", method=method, options=["Đồng ý", "Không"], **room
            )
            actions.open_vote(by=chair, vote=vote, **room, key=key())
            actions.cast(by=chair, vote=vote, seat=seats["leader"], choice="o1", **room, key=key())
            second = {"vote": vote, "seat": seats["recogniser"], "choice": "o2", "key": key()}
            actions.cast(by=world.cast.recogniser, **room, **second)
            actions.close_vote(by=chair, vote=vote, **room, key=key())
    with clock.standing_at(at(16)):
        actions.conclude(by=chair, text="Giao hai huyện rà soát. Xong trước Tết.", **room, key=key())
    with clock.standing_at(at(16, 10)):
        actions.close_room(by=chair, **room, key=key())
    world.fresh()


def test_the_minutes_of_a_scripted_afternoon(world: World) -> None:
    play(world)
    seat = {name: str(one) for name, one in world.seats.items()}
    host, a, b = (world.sites[name].name_vi for name in ("host", "A", "B"))
    assert papers.drawn(world.conference) == {
        "opening": [
            "Thời gian bắt đầu: 14 giờ 00, ngày 13/01/2022.",
            "Địa điểm: Hội trường Công an tỉnh (điểm cầu chính), kết nối trực tuyến với 2 điểm cầu.",
            f"Chủ trì: {world.cast.leader.journal_label}.",
            f"Thư ký: {world.cast.secretary.journal_label}.",
        ],
        "attendance": [
            "Tổng số: 5/6 đại biểu dự tại 3 điểm cầu.",
            "Khi khai mạc có 4/6 đại biểu có quyền biểu quyết, cần 4: đủ túc số.",
            f"{host}: 2/2 đại biểu. Có mặt: {seat['leader']}; {seat['recogniser']}.",
            f"{a}: 1/2 đại biểu. Có mặt: {seat['leader_a']}. Về trước khi bế mạc: {seat['leader_a']} (14 giờ 45). "
            f"Vắng có phép: {seat['a2']}.",
            f"{b}: 2/2 đại biểu. Có mặt: {seat['b1']}; {seat['b2']}. Dự qua mạng: {seat['b1']}. "
            f"Đến sau khai mạc: {seat['b2']} (14 giờ 20).",
        ],
        "course": [
            "14 giờ 05: Chuyển sang nội dung 2. Báo cáo kết quả năm 2021.",
            "14 giờ 40: Chuyển sang nội dung 3. Thảo luận.",
        ],
        "statements": [
            "Nội dung 2. Báo cáo kết quả năm 2021",
            f"14 giờ 26: {seat['b1']} ({b}) phát biểu, được mời trước thứ tự. Lý do: Huyện có vụ việc mới.",
            f"Ý kiến của {seat['b1']}: Đề nghị bổ sung kinh phí tuần tra.",
            "Nội dung 3. Thảo luận",
            "Đại biểu thống nhất với dự thảo báo cáo.",
        ],
        "votes": [
            "14 giờ 50: Mở biểu quyết 1 (ghi tên): Thông qua phương hướng. Được biểu quyết: 4 người.",
            "14 giờ 50: Đóng biểu quyết 1: Đồng ý 1, Không 1; 2/4 phiếu.",
            f"Đồng ý: {seat['leader']}.",
            f"Không: {seat['recogniser']}.",
            "14 giờ 55: Mở biểu quyết 2 (kín): Thông qua phương hướng. Được biểu quyết: 4 người.",
            "14 giờ 55: Đóng biểu quyết 2: Đồng ý 1, Không 1; 2/4 phiếu.",
        ],
        "conclusions": ["Giao hai huyện rà soát. Xong trước Tết."],
        "closing": ["Hội nghị kết thúc vào 16 giờ 10, ngày 13/01/2022."],
    }


def drawn(world: World) -> Minutes:
    concluded(world)
    return actions.draw_minutes(by=world.cast.secretary, conference=world.fresh())


def changed(minutes: Minutes, **parts: list[str]) -> dict[str, list[str]]:
    return {**minutes.parts, **parts}


def test_minutes_are_drawn_once_by_the_secretary_after_the_closing(world: World) -> None:
    concluded(world, close=False)
    draw: dict[str, Any] = {"by": world.cast.secretary, "conference": world.conference}
    assert "chưa bế mạc" in refused(actions.draw_minutes, **draw)
    actions.close_room(by=world.cast.leader, conference=world.conference, key=key())
    assert "Chỉ thư ký" in refused(actions.draw_minutes, by=world.cast.leader, conference=world.fresh())
    minutes = actions.draw_minutes(**draw)
    assert (minutes.number, minutes.log_hash) == (1, world.fresh().log_hash)
    assert "đã lập rồi" in refused(actions.draw_minutes, **draw)


def test_who_saves_second_sees_both_texts_and_loses_nothing(world: World) -> None:
    minutes = drawn(world)
    other = further_post(world.cast.secretary.body, "Phó thư ký", "secretary")
    edit: dict[str, Any] = {"conference": world.conference, "based_on": 1}
    actions.open_minutes(by=other, conference=world.conference)
    client = signed_in(world.cast.secretary)
    address = reverse("conferences:edit_minutes", args=[world.conference.pk])
    assert "Phó thư ký" in words(client.get(address).content.decode()), "somebody is at it"
    theirs = changed(minutes, votes=["Không biểu quyết."])
    actions.edit_minutes(by=other, parts=theirs, **edit)
    mine = {name: "\n".join(lines) for name, lines in minutes.parts.items()} | {"votes": "Hội nghị nhất trí."}
    answer = client.post(address, mine | {"based_on": "1"})
    page = words(answer.content.decode())
    assert answer.status_code == 422
    assert "Không biểu quyết." in page
    assert "Hội nghị nhất trí." in page
    assert "đã lưu bản 2" in page
    assert Minutes.objects.count() == 2
    again = client.post(address, mine | {"based_on": "2"})
    assert again.status_code == 302, "having seen both, the second saves on top"
    assert Minutes.objects.get(number=3).parts["votes"] == ["Hội nghị nhất trí."]
    assert Minutes.objects.get(number=2).parts["votes"] == ["Không biểu quyết."]
    compared = words(client.get(reverse("conferences:minutes_compare", args=[world.conference.pk])).content.decode())
    assert "Không biểu quyết. Hội nghị nhất trí." in compared
    stale = {name: lines.split("\n") for name, lines in mine.items()}
    assert "Chưa có chữ nào đổi" in refused(
        actions.edit_minutes, by=other, conference=world.conference, based_on=3, parts=stale
    )


def test_what_is_typed_passes_the_gate(world: World) -> None:
    minutes = drawn(world)
    parts = changed(minutes, statements=["Gọi 0912 345 678 để biết thêm."])
    edit: dict[str, Any] = {"by": world.cast.secretary, "conference": world.conference, "based_on": 1}
    assert "dãy số giống số điện thoại" in refused(actions.edit_minutes, parts=parts, **edit)


def test_one_hand_proposes_another_adopts_and_then_they_stay(world: World) -> None:
    minutes = drawn(world)
    adopt: dict[str, Any] = {"conference": world.conference, "number": 1}
    assert "Thư ký đề nghị" in refused(actions.adopt_minutes, by=world.cast.leader, **adopt)
    actions.propose_minutes(by=world.cast.secretary, conference=world.conference)
    assert Notice.objects.filter(to_post_id=world.cast.leader.pk, entry__verb="conference.minutes_proposed").exists()
    assert "Chỉ chủ trì" in refused(actions.adopt_minutes, by=world.cast.secretary, **adopt)
    world.cast.leader.acting_user_id = world.cast.secretary.acting_user_id
    assert Minutes.objects.get().proposed_user == world.cast.secretary.acting_user_id
    assert "không tự thông qua" in refused(actions.adopt_minutes, by=world.cast.leader, **adopt)
    world.cast.leader.acting_user_id = None
    assert "mới hơn" in refused(actions.adopt_minutes, by=world.cast.leader, conference=world.conference, number=2)
    adopted = actions.adopt_minutes(by=world.cast.leader, **adopt)
    assert adopted.adopted_label == world.cast.leader.journal_label
    edit: dict[str, Any] = {"by": world.cast.secretary, "conference": world.conference, "based_on": 1}
    assert "giữ nguyên" in refused(actions.edit_minutes, parts=changed(minutes, votes=["Khác."]), **edit)
    page = signed_in(world.cast.reviewer_b).get(reverse("conferences:minutes", args=[world.conference.pk]))
    assert "Chủ trì thông qua" in page.content.decode(), "who was called reads the adopted minutes"


def test_who_was_called_reads_no_draft(world: World) -> None:
    drawn(world)
    contact = signed_in(world.cast.reviewer_b)
    page = words(contact.get(reverse("conferences:minutes", args=[world.conference.pk])).content.decode())
    assert "Chưa có biên bản được thông qua." in page
    assert contact.get(reverse("conferences:minutes_file", args=[world.conference.pk, "docx"])).status_code == 404
    assert contact.get(reverse("conferences:minutes_compare", args=[world.conference.pk])).status_code == 403


def test_the_command_writes_a_paper_without_faults(world: World, tmp_path: Path) -> None:
    play(world)
    out = tmp_path / "bien-ban.docx"
    with clock.standing_at(at(18)):
        call_command("minutes", "HN-2021", "--out", str(out), stderr=io.StringIO())
    said = io.StringIO()
    call_command("check_layout", str(out), "--profile", "party-2018", stdout=said)
    assert "Không thấy lỗi" in said.getvalue()
    html = tmp_path / "bien-ban.html"
    call_command("minutes", "HN-2021", "--out", str(html), stderr=io.StringIO())
    assert "Đề nghị bổ sung kinh phí tuần tra." in html.read_text(encoding="utf-8")
