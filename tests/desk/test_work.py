"""The work on a desk: each share in its column, with its action, for whom it waits and for nobody else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.base.finding import wanted
from phoihop.desk.queries import home
from phoihop.desk.queries.search import search
from phoihop.duties import actions
from phoihop.duties.models import Acceptance
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
