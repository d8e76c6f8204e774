"""Papers: what the gate lets in, who sees them and has read them, what was said, and the page all are shown."""

import datetime
import struct
import zlib
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phoihop.annual import actions as annual_actions
from phoihop.base import clock
from phoihop.base.errors import Refusal
from phoihop.conferences import actions, queries, rules
from phoihop.conferences.formulas import Room
from phoihop.conferences.models import Comment, Conference, Paper, Reading
from phoihop.conferences.papers.screens import parts
from phoihop.documents import access, pictures
from phoihop.journal.models import Entry, Notice
from tests.annual import world as annual
from tests.cast import Cast, signed_in
from tests.conferences.papers import paper, pdf_bytes, upload
from tests.conferences.world import World, at, build, further_post, key


def address(name: str, *args: int) -> str:
    return reverse(f"conferences:{name}", args=args)


def rows_of(png: bytes) -> tuple[int, int, set[int]]:
    """Width, height and the greys of a PNG with two bits a pixel."""
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    assert (depth, colour) == (2, 0)
    start = png.index(b"IDAT")
    size = struct.unpack(">I", png[start - 4 : start])[0]
    data = zlib.decompress(png[start + 4 : start + 4 + size])
    line = 1 + -(-width // 4)
    pixels = {byte for at in range(0, len(data), line) for byte in data[at + 1 : at + line - 1]}
    return width, height, {byte >> shift & 3 for byte in pixels for shift in (0, 2, 4, 6)}


def test_the_gate_stands_before_a_paper_and_nothing_typed_is_lost(world: World, settings: Any) -> None:
    client = signed_in(world.cast.secretary)
    page = address("papers", world.conference.pk)
    bad = {
        "không thuộc loại nhận được": upload(b"\x7fELF", "may.exe"),
        "mang dấu chỉ độ mật": upload("MẬT\nBáo cáo".encode(), "bao-cao.txt"),
        "rỗng": upload(b"", "trong.pdf"),
    }
    settings.UPLOAD_LIMIT = 3000
    bad["quá mức"] = upload(pdf_bytes(*["x" * 900] * 4))
    for sentence, file in bad.items():
        answer = client.post(page, {"title": "Báo cáo của huyện", "file": file})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert 'value="Báo cáo của huyện"' in answer.content.decode()
    assert not Paper.objects.exists()
    sent = {"title": "Báo cáo", "item": world.items[1].pk, "file": upload()}
    assert client.post(page, sent).status_code == 302
    kept = Paper.objects.get()
    assert (kept.pages, kept.item, kept.order) == (2, world.items[1], 1)
    told = Notice.objects.filter(entry__verb="conference.paper_added").values_list("to_post_id", flat=True)
    assert {world.cast.leader_a.pk, world.cast.reviewer_b.pk, world.cast.leader.pk} <= set(told)
    refused = signed_in(world.cast.reviewer_a).post(page, {"title": "Của tôi", "file": upload()})
    assert "Chỉ thư ký" in refused.content.decode()
    assert Paper.objects.count() == 1


def test_papers_are_for_the_people_of_the_conference(world: World) -> None:
    kept = paper(world)
    off = paper(world, "Bản cũ")
    actions.take_off_paper(by=world.cast.secretary, paper=off)
    assert kept.file
    assert off.file
    cast = world.cast
    read = address("paper", world.conference.pk, kept.pk)
    stranger, same_unit = cast.stranger, further_post(cast.leader_a.body, "Chuyên viên", role="clerk")
    for post in (cast.secretary, cast.leader, cast.leader_a, cast.reviewer_b, world.seats["b1"].post):
        assert access.may_open(post, kept.file), post
    for post in (stranger, same_unit, cast.clerk_a1):
        assert not access.may_open(post, kept.file), post
    assert signed_in(cast.leader_a).get(read).status_code == 200
    assert signed_in(cast.clerk_a1).get(read).status_code == 404
    assert access.may_open(cast.secretary, off.file)
    assert not access.may_open(cast.leader_a, off.file)
    assert signed_in(cast.leader_a).get(address("paper", world.conference.pk, off.pk)).status_code == 404
    listed = signed_in(cast.secretary).get(address("papers", world.conference.pk)).content.decode()
    assert "đã rút" in listed
    assert "Bản cũ" not in signed_in(cast.leader_a).get(address("papers", world.conference.pk)).content.decode()
    assert Client().get(read).status_code == 302


def test_a_late_paper_says_by_how_many_working_days(world: World) -> None:
    """The conference is on Thursday 13/01/2022: papers are due on Monday the 10th."""
    assert rules.papers_due_on(world.conference) == datetime.date(2022, 1, 10)
    with clock.standing_at(at(23, 0, datetime.date(2022, 1, 10))):
        paper(world, "Đúng hạn")
    with clock.standing_at(at(8, 0, datetime.date(2022, 1, 12))):
        paper(world, "Muộn")
    part = rules.part_of(world.cast.secretary, world.conference)
    late = {line.paper.title_vi: line.late for line in queries.papers_of(world.conference, part)}
    assert late == {"Đúng hạn": 0, "Muộn": 2}
    listed = signed_in(world.cast.leader).get(address("papers", world.conference.pk)).content.decode()
    assert "muộn 2 ngày làm việc" in listed


def test_the_first_opening_is_kept_by_seat_and_a_get_keeps_nothing(world: World) -> None:
    kept = paper(world)
    client = signed_in(world.cast.leader_a)
    client.get(address("paper", world.conference.pk, kept.pk))
    assert not Reading.objects.exists()
    read = address("read_paper", world.conference.pk, kept.pk)
    for _time in range(2):
        assert client.post(read, headers={"X-Part": "1"}).json() == {"read": True}
    assert Reading.objects.get().delegate == world.seats["leader_a"]
    assert Entry.objects.filter(verb="conference.paper_read").count() == 1
    assert signed_in(world.cast.reviewer_b).post(read, headers={"X-Part": "1"}).status_code == 422
    world.seats["b2"].state = "absent"
    world.seats["b2"].reason = "Đi công tác"
    world.seats["b2"].save()
    line = queries.papers_of(world.conference, rules.part_of(world.cast.secretary, world.conference))[0]
    assert (line.read, line.seats) == (1, 5)
    told = signed_in(world.cast.secretary).get(address("paper_readers", world.conference.pk, kept.pk)).content.decode()
    assert "Đã đọc 1/5 đại biểu" in told
    assert told.count("chưa đọc") == 4


def test_comments_stand_in_their_window_and_are_answered_once(world: World) -> None:
    kept = paper(world, until=at(12))
    client, send = signed_in(world.cast.leader_a), address("comment_paper", world.conference.pk, kept.pk)
    assert client.post(send, {"text": "Số liệu trang hai chưa khớp.", "page": "2"}).status_code == 302
    said = Comment.objects.get()
    assert (said.page, said.delegate) == (2, world.seats["leader_a"])
    beyond = client.post(send, {"text": "Thêm một ý.", "page": "9"})
    assert "Tài liệu có 2 trang" in beyond.content.decode()
    with clock.standing_at(at(12, 1)):
        late = client.post(send, {"text": "Ý kiến gửi muộn, xin giữ lại."})
    assert late.status_code == 422
    assert "Hạn góp ý đã hết" in late.content.decode()
    assert "Ý kiến gửi muộn, xin giữ lại." in late.content.decode()
    assert Comment.objects.count() == 1
    answer = address("answer_comment", world.conference.pk, said.pk)
    secretary = signed_in(world.cast.secretary)
    empty = secretary.post(answer, {f"a{said.pk}-answer": " "})
    assert empty.status_code == 422
    assert secretary.post(answer, {f"a{said.pk}-answer": "Đã sửa thành 195."}).status_code == 302
    with pytest.raises(Refusal, match="đã được trả lời"):
        actions.answer_comment(by=world.cast.secretary, comment=Comment.objects.get(), text="Lần nữa.")
    for post in (world.cast.leader_a, world.seats["b1"].post, world.cast.reviewer_b):
        part = rules.visible_papers(post).get(pk=kept.pk)
        assert [one.answer for one in queries.comments_of(part)] == ["Đã sửa thành 195."]
    assert Notice.objects.filter(entry__verb="conference.comment_answered", to_post_id=world.cast.leader_a.pk).exists()


def test_papers_keep_the_order_they_are_given(world: World) -> None:
    first, second, third = paper(world, "Một"), paper(world, "Hai"), paper(world, "Ba")
    change = address("change_paper", world.conference.pk, third.pk)
    secretary = signed_in(world.cast.secretary)
    secretary.post(change, {"step": "up"})
    actions.take_off_paper(by=world.cast.secretary, paper=first)
    secretary.post(change, {"step": "up"})
    part = rules.part_of(world.cast.secretary, world.conference)
    assert [line.paper for line in queries.papers_of(world.conference, part)] == [third, second, first]


def test_the_drafts_figures_live_until_it_is_issued(cast: Cast) -> None:
    communes = [cast.units[name] for name in ("a1", "a2", "b1", "b2")]
    own = annual.build(cast.units["province"], communes, cast.posts(), failed=[cast.units["b2"]])
    world = build(cast)
    edition = annual.filled(own)
    Conference.objects.filter(pk=world.conference.pk).update(edition=edition)
    ordinary = paper(world)
    draft = actions.add_draft(by=cast.secretary, conference=world.fresh())
    assert draft
    assert actions.add_draft(by=cast.secretary, conference=world.fresh()) is None
    assert list(Paper.objects.values_list("pk", flat=True)) == [draft.pk, ordinary.pk]
    client, page = signed_in(world.seats["leader_a"].post), address("paper", world.conference.pk, draft.pk)

    def printed(text: str) -> bool:
        return f'data-key="S02/S01">{text}<' in client.get(page).content.decode()

    assert printed("3/4")
    own.rule(cast.units["b2"], passed=True)
    assert printed("4/4")
    annual_actions.issue_edition(by=own.leader, edition=edition)
    own.rule(cast.units["a1"], passed=False)
    assert printed("4/4")


def test_a_page_is_a_small_picture_of_four_greys(world: World) -> None:
    kept = paper(world)
    client = signed_in(world.cast.leader_a)
    picture = client.get(address("page_picture", world.conference.pk, kept.pk, 2))
    assert picture.headers["Content-Type"] == "image/png"
    width, height, greys = rows_of(picture.content)
    assert (width, height) == (919, 1300)
    assert {0, 3} <= greys
    assert len(picture.content) < 10_000
    assert client.get(address("page_picture", world.conference.pk, kept.pk, 3)).status_code == 404
    page = client.get(address("paper", world.conference.pk, kept.pk), {"trang": "2"}).content.decode()
    assert "Trang 2 trên 2" in page
    assert "Trang hai" in page, "the words of the page stand beside its picture"
    sheet = actions.add_paper(
        by=world.cast.secretary, conference=world.conference, title="Bảng", upload=upload(b"a,b\n1,2\n", "bang.csv")
    )
    other = client.get(address("paper", world.conference.pk, sheet.pk)).content.decode()
    assert "không xem được từng trang" in other
    assert sheet.file
    assert pictures.picture(sheet.file, 1) is None


def test_the_room_is_shown_the_page_the_chair_turns_to(world: World) -> None:
    kept, other = paper(world), paper(world, "Tham luận")
    world.open()
    show = address("show_paper", world.conference.pk, kept.pk)
    assert signed_in(world.cast.leader_a).post(show, {"page": "2", "key": key()}).status_code == 302
    assert queries.shown(world.fresh(), _room(world)) is None
    signed_in(world.cast.leader).post(show, {"page": "2", "key": key()})
    shown = queries.shown(world.fresh(), _room(world))
    assert shown
    assert (shown.paper, shown.page, shown.pages) == (kept, 2, 2)
    on_screen = parts(queries.screen(world.fresh(), _room(world)), "site", frozenset({"page"}))["page"]
    assert shown.picture in on_screen
    assert shown.address in on_screen
    follows = signed_in(world.cast.leader_a).get(address("paper", world.conference.pk, other.pk), {"theo": "1"})
    assert shown.picture in follows.content.decode()
    free = signed_in(world.cast.leader_a).get(address("paper", world.conference.pk, other.pk)).content.decode()
    assert shown.picture not in free
    assert "Theo chủ trì" in free


def _room(world: World) -> Room:
    conference = world.fresh()
    return queries.room_now(conference.pk, conference.last_seq, conference.log_hash)


def test_the_list_costs_the_same_with_many_papers(world: World) -> None:
    part = rules.part_of(world.cast.secretary, world.conference)
    counts = []
    for more in (3, 27):
        for number in range(more):
            paper(world, f"Tài liệu {number}")
        with CaptureQueriesContext(connection) as asked:
            queries.papers_of(world.conference, part)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 4
