"""The work on a desk: each share in its column, with its action, for whom it waits and for nobody else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.base.finding import wanted
from phoihop.desk.queries import home, leader
from phoihop.desk.queries.search import search
from phoihop.desk.queries.unit import unit_page
from phoihop.duties import actions
from phoihop.duties.models import Acceptance, Period
from phoihop.orgs.models import Post
from tests.cast import Cast
from tests.duties.office import D, Office, open_office


@pytest.fixture
def office(cast: Cast) -> Office:
    return open_office(cast)


def test_each_share_stands_in_its_column(office: Office) -> None:
    cast = office.cast
    late = office.task("a1", by=cast.reviewer_a, due=D(2022, 1, 11), title_vi="Việc muộn")
    today = office.task("a1", by=cast.reviewer_a, due=D(2022, 1, 13), title_vi="Việc hôm nay")
    office.task("a1", by=cast.reviewer_a, due=D(2022, 1, 28), title_vi="Việc sắp tới")
    found = home.columns(cast.clerk_a1)
    names = [[line.what for line in column] for column in (found.late, found.today, found.coming)]
    assert names == [["Việc muộn"], ["Việc hôm nay"], ["Việc sắp tới"]]
    assert home.columns(cast.clerk_a2).is_empty
    share = office.hand_in(late, "a1", cast.clerk_a1)
    actions.ask(by=cast.clerk_a1, share=office.share(today, "a1"), text="Gộp với báo cáo quý?")
    waiting = home.columns(cast.reviewer_a).decide
    assert [(line.what, line.where, line.action) for line in waiting] == [
        ("Việc muộn", "Xã Nà Pang", "Xem và nhận"),
        ("Việc hôm nay", "Xã Nà Pang", "Trả lời"),
    ]
    actions.return_share(by=cast.reviewer_a, share=share, key=Acceptance.Key.OTHER, reason="Thiếu chữ ký.")
    [returned] = home.columns(cast.clerk_a1).late
    assert (returned.tone, returned.action) == ("returned", "Sửa và nộp lại")


def test_the_desk_costs_the_same_however_much_waits(office: Office) -> None:
    cast = office.cast

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert home.columns(cast.reviewer_a).decide
        return len(asked)

    office.hand_in(office.task("a1", by=cast.reviewer_a), "a1", cast.clerk_a1)
    cost()  # what is kept for good is read once
    few = cost()
    for _ in range(8):
        office.hand_in(office.task("a1", "a2", by=cast.reviewer_a), "a1", cast.clerk_a1)
    assert cost() == few


def test_a_task_is_found_by_code_and_words_by_those_who_see_it(office: Office) -> None:
    cast = office.cast
    office.task("a1", by=cast.reviewer_a, code="NV-2022-07", title_vi="Tuần tra dịp Tết")

    def hits(post: object, text: str) -> list[str]:
        groups = search(post, wanted(text), 6)  # type: ignore[arg-type]
        return [hit.name for group in groups if group.key == "viec" for hit in group.hits]

    assert hits(cast.clerk_a1, "tuan tra") == hits(cast.reviewer_a, "NV-2022-07") == ["Tuần tra dịp Tết"]
    assert hits(cast.reviewer_b, "tuan tra") == hits(cast.stranger, "NV-2022-07") == []


def test_the_page_of_a_unit_tells_of_its_work_to_those_who_see_it(office: Office) -> None:
    cast = office.cast
    office.task("a1", by=cast.reviewer_a, due=D(2022, 1, 11), starts_on=D(2022, 1, 3), title_vi="Việc muộn")
    office.hand_in(office.task("a1", "a2", by=cast.reviewer_a), "a1", cast.clerk_a1)
    office.task("a", title_vi="Việc của huyện")

    def seen(post: Post, unit: str) -> tuple[int, int, int, list[str]] | None:
        page = unit_page(post, cast.units[unit].pk, D(2022, 1, 13))
        assert page
        work = page.work
        return (work.open, work.overdue, work.waiting, [x.share.task.title_vi for x in work.own]) if work else None

    assert seen(cast.reviewer_a, "a1") == (2, 1, 1, ["Việc muộn", "Rà soát an ninh, trật tự trước Tết"])
    assert seen(cast.secretary, "a") == (4, 1, 1, ["Việc của huyện"])
    assert seen(cast.clerk_a1, "a") is None
    assert seen(cast.inspector, "a1") is None
    assert seen(cast.reviewer_b, "a1") is None


def test_late_work_stands_among_what_is_late_on_the_leaders_page(office: Office) -> None:
    cast = office.cast
    year = Period.objects.get(label="2021")
    for n in range(12):
        office.task("b1", "a1", due=D(2022, 1, 1 + n), starts_on=D(2021, 12, 20), title_vi=f"Việc {n + 1}")

    def late(post: Post) -> tuple[list[tuple[str, str]], int]:
        with CaptureQueriesContext(connection) as asked:
            view = leader.view(post, year, "")
        assert view
        costs.append(len(asked))
        return [(one.what, one.unit) for one in view.late], view.late_more

    costs: list[int] = []
    late(cast.reviewer_b)  # what is kept for good is read once
    found, more = late(cast.leader)
    assert found[:2] == [("Việc 1", "Xã Bản Lầu, Huyện Mường Hạ"), ("Việc 1", "Xã Nà Pang, Huyện Mường Thượng")]
    assert (len(found), more) == (10, 14)
    few = costs[-1]
    found, more = late(cast.reviewer_b)
    assert (found[0], len(found), more) == (("Việc 1", "Xã Bản Lầu"), 10, 2)
    for _ in range(8):
        office.task("a1", due=D(2022, 1, 3), starts_on=D(2021, 12, 20))
    late(cast.leader)
    assert costs[-1] == few
