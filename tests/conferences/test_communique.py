"""A communiqué says what was released and nothing else, and shows who released what."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phoihop.base.errors import Refusal
from phoihop.conferences import actions, queries
from phoihop.conferences.models import ReleasedFact
from phoihop.conferences.papers import communique as papers
from phoihop.documents import check, layouts, store
from phoihop.documents.paper import Paragraph, text_of
from phoihop.orgs.models import Person
from phoihop.registers.models import Operation
from tests.cast import signed_in
from tests.conferences.after import concluded
from tests.conferences.world import World, further_post
from tests.duties.office import D, words

pytestmark = pytest.mark.django_db


def refused(act: Any, **given: Any) -> str:
    with pytest.raises(Refusal) as caught:
        act(**given)
    return str(caught.value)


def ready(world: World) -> dict[str, Any]:
    concluded(world)
    return {"by": world.cast.leader, "conference": world.conference}


def said(world: World) -> list[str]:
    paper = papers.paper(world.conference, queries.Press(world.fresh()).released, D(2022, 1, 13))
    return [text_of(block.content) for block in paper.body if isinstance(block, Paragraph)]


def test_it_is_made_of_released_facts_in_their_order(world: World) -> None:
    given = ready(world)
    first = world.conference.conclusions.get(number=1)
    assert "Chỉ cán bộ báo chí" in refused(
        actions.release_fact, by=world.cast.secretary, conference=world.conference, key="place"
    )
    assert "Không có nội dung này" in refused(actions.release_fact, **given, key="figure:S99")
    for key in (f"conclusion:{first.pk}", "attendance", "place"):
        actions.release_fact(**given, key=key)
    assert "đã được cho đưa tin" in refused(actions.release_fact, **given, key="place")
    actions.release_words(**given, text="Cả 3 điểm cầu tham gia đầy đủ.")
    assert said(world) == [
        f"Ngày 13/01/2022, tại Hội trường Công an tỉnh, {world.cast.leader.body.name_vi} tổ chức hội nghị giao ban "
        "thực hiện quy chế phối hợp năm 2021. Hội nghị kết nối 3 điểm cầu, 6 đại biểu dự.",
        "Hội nghị kết luận:",
        "- Giao hai huyện rà soát địa bàn.",
        "Cả 3 điểm cầu tham gia đầy đủ.",
    ]


def test_free_words_rest_on_what_is_released_also_at_the_moment_of_issue(world: World) -> None:
    given = ready(world)
    Operation.objects.create(code="T18-M", opened_on=D(2021, 3, 1))
    Person.objects.filter(user__username="leader_a").update(name="Lò Văn Mười")
    actions.release_fact(**given, key="place")
    assert "Số 6" in refused(actions.release_words, **given, text="Có 6 đại biểu dự.")
    assert "T18-M" in refused(actions.release_words, **given, text="Phá thành công t18m.")
    assert "Lò Văn Mười" in refused(actions.release_words, **given, text="Đồng chí Lò Văn Mười phát biểu.")
    assert "độ mật" in refused(actions.release_words, **given, text="Tài liệu TỐI MẬT.")
    attendance = actions.release_fact(**given, key="attendance")
    actions.release_words(**given, text="Có 6 đại biểu dự.")
    actions.withdraw_fact(by=world.cast.leader, fact=attendance)
    assert "Số 6" in refused(actions.issue_communique, **given)
    again = actions.release_fact(**given, key="attendance")
    assert again.pk != attendance.pk
    kept = ReleasedFact.objects.get(pk=attendance.pk)
    assert (kept.released_label, kept.withdrawn_by) == (world.cast.leader.journal_label, world.cast.leader)


def test_names_are_released_as_facts_of_their_own(world: World) -> None:
    given = ready(world)
    Person.objects.filter(user__username="leader").update(name="Trần Văn Hòa", rank="Đại tá")
    key = f"person:{world.cast.leader.pk}"
    actions.release_fact(**given, key="place")
    assert "Trần Văn Hòa" in refused(actions.release_words, **given, text="Đại tá Trần Văn Hòa kết luận hội nghị.")
    actions.release_fact(**given, key=key)
    actions.release_words(**given, text="Đại tá Trần Văn Hòa kết luận hội nghị.")
    assert f"Đồng chí Đại tá Trần Văn Hòa, {world.cast.leader.journal_label}." in said(world)[0]


def test_a_conclusion_that_names_an_operation_does_not_go_out(world: World) -> None:
    Operation.objects.create(code="CA-77", opened_on=D(2021, 3, 1))
    concluded(world, "Kết thúc chuyên án CA-77 trong quý I.")
    given: dict[str, Any] = {"by": world.cast.leader, "conference": world.conference}
    key = f"conclusion:{world.conference.conclusions.get().pk}"
    assert "CA-77" in refused(actions.release_fact, **given, key=key)


def test_it_goes_out_once_with_a_number_and_stays(world: World, tmp_path: Path) -> None:
    given = ready(world)
    assert "Chưa cho đưa tin" in refused(actions.issue_communique, **given)
    fact = actions.release_fact(**given, key="place")
    issued = actions.issue_communique(**given)
    assert world.fresh().communique == issued
    assert check.check(store.read(issued.file), layouts.profile(issued.layout)) == []
    for act, more in ((actions.withdraw_fact, {"by": world.cast.leader, "fact": fact}),):
        assert "giữ nguyên" in refused(act, **more)
    assert "giữ nguyên" in refused(actions.release_fact, **given, key="chair")
    out = tmp_path / "thong-cao.docx"
    call_command("communique", "HN-2021", "--out", str(out), stderr=io.StringIO())
    assert out.read_bytes() == store.read(issued.file)


def test_the_page_shows_who_released_what_and_keeps_refused_words(world: World) -> None:
    ready(world)
    address = reverse("conferences:communique", args=[world.conference.pk])
    client = signed_in(world.cast.leader)
    assert client.post(address, {"release": "attendance"}).status_code == 302
    page = words(client.get(address).content.decode())
    assert f"{world.cast.leader.journal_label}, 13/01/2022" in page
    wrong = client.post(address, {"do": "words", "words": "Có 99 đại biểu."})
    assert wrong.status_code == 422
    assert "Có 99 đại biểu." in wrong.content.decode()
    called = words(signed_in(world.cast.reviewer_a).get(address).content.decode())
    assert "Thông cáo chưa phát hành." in called
    assert "Hội nghị kết nối" not in called
    assert client.post(address, {"do": "issue"}).status_code == 302
    assert "Hội nghị kết nối" in signed_in(world.cast.reviewer_a).get(address).content.decode()
    file = reverse("conferences:issued_file", args=[world.conference.pk, "thong-cao", "docx"])
    assert signed_in(world.cast.reviewer_a).get(file).status_code == 200


def test_the_press_officer_of_the_unit_releases_and_the_page_costs_the_same(world: World) -> None:
    concluded(world, " ".join(f"Việc thứ {n} phải xong." for n in range(30)))
    press = further_post(world.cast.leader.body, "Cán bộ báo chí", "press")
    given: dict[str, Any] = {"by": press, "conference": world.conference}
    address = reverse("conferences:communique", args=[world.conference.pk])
    client = signed_in(world.cast.leader)
    keys = [f"conclusion:{pk}" for pk in world.conference.conclusions.values_list("pk", flat=True)]
    actions.release_fact(**given, key=keys[0])
    client.get(address)
    costs = []
    for more in (keys[1:3], keys[3:]):
        for key in more:
            actions.release_fact(**given, key=key)
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        costs.append(len(found))
    assert costs[0] == costs[1]
