"""Next year's directions: from cited results to work, or to a name that answers for none; none hangs loose unseen."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phoihop.annual import actions, rules
from phoihop.annual.models import Block, Direction, Edition
from phoihop.base import clock
from phoihop.base.errors import Refusal
from phoihop.duties import actions as duties
from phoihop.duties.models import Period, Task
from phoihop.duties.queries import loose_ends
from phoihop.duties.rules import NewTask
from tests.annual.world import DAY, World, filled, period
from tests.cast import Cast, signed_in

WORDS = "Chỉ đạo đơn vị chưa đạt chuẩn khắc phục từng tiêu chí."


@pytest.fixture
def next_year(world: World) -> Period:
    return period("2022", "year", 2022, (2021, 12, 15), (2022, 12, 14))


@pytest.fixture
def edition(world: World, next_year: Period) -> Edition:
    return filled(world)


def add(world: World, edition: Edition, text: str = WORDS, **more: object) -> Direction:
    given = {"figures": ["D01", "S02/S01"], **more}
    return actions.add_direction(by=world.secretary, edition=edition, text_vi=text, **given)  # type: ignore[arg-type]


def give(world: World, direction: Direction, code: str = "PH-2022-001") -> Task:
    task = NewTask(
        code=code,
        title_vi=direction.title_vi,
        period=direction.period,
        due_on=direction.period.ends_on,
        kind="direction",
        regulation=world.regulation,
        origin=direction,
    )
    return duties.assign(by=world.secretary, task=task, leads=[world.communes[0].pk])


def at(edition: Edition, name: str = "directions", *more: object) -> str:
    return reverse(f"annual:{name}", args=[edition.pk, *more])


def loose(year: int = 2021) -> list[tuple[str, str]]:
    return [(end.kind, end.code) for end in loose_ends(year) if end.kind.startswith("direction")]


def test_a_direction_becomes_work_of_the_year_after_once_the_report_is_issued(world: World, edition: Edition) -> None:
    direction = add(world, edition)
    assert direction.period.label == "2022"
    with pytest.raises(Refusal, match="chưa phát hành"):
        give(world, direction)
    actions.issue_edition(by=world.leader, edition=edition)
    direction.refresh_from_db()
    task = give(world, direction)
    assert task.origin == direction
    assert rules.state_of(direction) == Direction.State.GIVEN
    with pytest.raises(Refusal, match="đã thành việc nên giữ nguyên"):
        actions.write_direction(by=world.secretary, direction=direction, version=0, text_vi="Việc khác.")
    duties.withdraw_task(by=world.secretary, task=task, reason="Giao nhầm.")
    assert rules.state_of(direction) == Direction.State.OPEN


def test_loose_directions_are_named_until_they_are_mended(world: World, edition: Edition) -> None:
    first, second = add(world, edition), add(world, edition, "Củng cố mô hình tự quản.", figures=[])
    assert loose() == [("direction_from_nothing", "Phương hướng 2 năm 2022")]
    actions.issue_edition(by=world.leader, edition=edition)
    both = [
        ("direction_without_work", "Phương hướng 1 năm 2022"),
        ("direction_without_work", "Phương hướng 2 năm 2022"),
    ]
    assert loose() == [("direction_from_nothing", "Phương hướng 2 năm 2022"), *both]
    assert loose(2022) == []
    second.refresh_from_db()
    with pytest.raises(Refusal, match="chưa dẫn kết quả nào"):
        give(world, second)
    give(world, Direction.objects.get(pk=first.pk))
    actions.waive_direction(by=world.secretary, direction=second, reason="Nằm trong chương trình của cấp trên.")
    assert loose() == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text": " "}, "Phương hướng còn trống"),
        ({"text": "x" * 601}, "dài quá 600 chữ"),
        ({"figures": ["S99"]}, "S99]] không trỏ tới số nào"),
        ({"figures": ["hai xã"]}, "không phải là thẻ số liệu"),
        ({"figures": ["S02@1999"]}, "S02@1999]] không trỏ tới số nào"),
        ({"others": [("conclusion", "1")]}, "không còn trong danh sách"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(world: World, edition: Edition, wrong: dict, said: str) -> None:
    with pytest.raises(Refusal, match=re.escape(said)):
        add(world, edition, **wrong)
    assert not Direction.objects.exists()


def test_only_the_secretary_writes_and_next_year_has_to_be_there(world: World, cast: Cast) -> None:
    edition = filled(world)
    with pytest.raises(Refusal, match="Chưa có kỳ năm 2022"):
        add(world, edition)
    period("2022", "year", 2022, (2021, 12, 15), (2022, 12, 14))
    for post in (cast.leader, cast.clerk_a1, cast.inspector):
        with pytest.raises(Refusal, match="thư ký quy chế"):
            actions.add_direction(by=post, edition=edition, text_vi=WORDS)


def test_a_paragraph_drawn_from_a_direction_follows_it_until_it_is_worded_anew(world: World, edition: Edition) -> None:
    direction = add(world, edition)
    block = actions.draw_direction(by=world.secretary, direction=direction)
    assert block.section.takes == "phuong_huong"
    with pytest.raises(Refusal, match="đã nằm trong báo cáo"):
        actions.draw_direction(by=world.secretary, direction=direction)
    actions.write_direction(
        by=world.secretary, direction=direction, version=0, text_vi="Khắc phục từng tiêu chí.", figures=["D01"]
    )
    assert Block.objects.get(direction=direction).body == "Khắc phục từng tiêu chí."
    block = Block.objects.get(direction=direction)
    actions.write_block(
        by=world.secretary, block=block, body="Khắc phục từng tiêu chí còn thiếu.", version=block.version
    )
    direction.refresh_from_db()
    actions.write_direction(
        by=world.secretary, direction=direction, version=1, text_vi="Khắc phục hết.", figures=["D01"]
    )
    assert Block.objects.get(direction=direction).body == "Khắc phục từng tiêu chí còn thiếu."
    with pytest.raises(Refusal, match="vừa được người khác sửa"):
        actions.write_direction(by=world.secretary, direction=direction, version=1, text_vi="Chậm hơn.")
    actions.issue_edition(by=world.leader, edition=edition)
    direction.refresh_from_db()
    with pytest.raises(Refusal, match="đứng trong báo cáo đã phát hành"):
        actions.write_direction(by=world.secretary, direction=direction, version=2, text_vi="Việc khác.")


def test_who_waives_answers_by_name_and_the_direction_gives_no_work_any_more(world: World, edition: Edition) -> None:
    direction = add(world, edition)
    with pytest.raises(Refusal, match="Ghi vì sao"):
        actions.waive_direction(by=world.secretary, direction=direction, reason=" ")
    done = actions.waive_direction(by=world.secretary, direction=direction, reason="Trùng chương trình năm.")
    assert (done.waived_label, done.waived_reason) == (world.secretary.journal_label, "Trùng chương trình năm.")
    actions.issue_edition(by=world.leader, edition=edition)
    direction.refresh_from_db()
    with pytest.raises(Refusal, match="không thành việc nên không giao việc"):
        give(world, direction)
    with pytest.raises(Refusal, match="đã được ghi là không thành việc"):
        actions.waive_direction(by=world.secretary, direction=direction, reason="Lần nữa.")


def test_the_secretary_writes_cites_and_gives_work_by_the_pages_alone(
    world: World, cast: Cast, edition: Edition, next_year: Period
) -> None:
    secretary = signed_in(cast.secretary)
    shown = secretary.get(at(edition)).content.decode()
    assert re.search(r'value="D02">\s*<span><b>75,00\s*%</b>', shown), "the figure stands beside its tick"
    lost = secretary.post(at(edition), {"text_vi": "Khắc phục.", "figure": ["D02"], "more": "S99"})
    assert lost.status_code == 422
    page = lost.content.decode()
    assert "Khắc phục.</textarea>" in page
    assert 'value="D02" checked' in page
    assert 'value="S99"' in page
    secretary.post(at(edition), {"text_vi": WORDS, "figure": ["D01"], "more": "[[S02/S01]]"})
    direction = Direction.objects.get()
    assert [one.token for one in direction.citations.all()] == ["D01", "S02/S01"]
    assert ">3/4</a>" in secretary.get(at(edition)).content.decode()
    actions.issue_edition(by=world.leader, edition=edition)
    assign = reverse("tasks:assign") + f"?goc=direction:{direction.pk}"
    assert assign in secretary.get(at(edition)).content.decode()
    form = secretary.get(assign).content.decode()
    assert WORDS in form
    assert "PH-2022-001" in form
    sent = {
        "code": "PH-2022-001",
        "title_vi": WORDS,
        "kind": "direction",
        "regulation": world.regulation.pk,
        "period": next_year.pk,
        "due_on": "2022-11-30",
        "lead": [cast.units["a"].pk, cast.units["b"].pk],
    }
    preview = secretary.post(assign, sent).content.decode()
    assert "Huyện Mường Hạ" in preview
    mark = re.search(r'name="confirm" value="([0-9a-f]+)"', preview)
    assert mark
    done = secretary.post(assign, {**sent, "confirm": mark[1]})
    assert done["Location"] == at(edition)
    task = Task.objects.get()
    source = signed_in(cast.leader_a).get(reverse("tasks:task", args=[task.pk])).content.decode()
    assert "Phương hướng 1 năm 2022, từ kết quả D01, S02/S01" in source
    assert "0/2" in secretary.get(at(edition, "direction", direction.pk)).content.decode()


def test_readers_see_the_directions_of_an_issued_report_only(world: World, cast: Cast, edition: Edition) -> None:
    direction = add(world, edition)
    reader = signed_in(cast.clerk_a1)
    assert reader.get(at(edition)).status_code == 404
    actions.issue_edition(by=world.leader, edition=edition)
    page = reader.get(at(edition)).content.decode()
    assert WORDS in page
    assert "Giao việc" not in page
    assert "<textarea" not in page
    refused = reader.post(at(edition, "direction", direction.pk), {"do": "waive", "reason": "Không cần."})
    assert refused.status_code == 422
    assert reader.get(at(edition, "direction", 999_999)).status_code == 404


def test_the_list_costs_the_same_for_many(world: World, cast: Cast, edition: Edition) -> None:
    counts = []
    with clock.standing_at(DAY):
        for n in (3, 30):
            while edition.directions.count() < n:
                add(world, edition, f"Việc {edition.directions.count()}")
            if n == 3:
                actions.issue_edition(by=world.leader, edition=edition)
                edition.refresh_from_db()
            browser = signed_in(cast.secretary)
            browser.get(at(edition))
            with CaptureQueriesContext(
                connection,
            ) as seen:
                assert browser.get(at(edition)).status_code == 200
            counts.append(len(seen))
    assert counts[0] == counts[1]
