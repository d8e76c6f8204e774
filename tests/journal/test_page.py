"""The page of the log: what happened in words, found by verb, by words and by day, the same statements for 3 and 60."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.base import clock
from phoihop.journal.actions import Happening, record, record_many
from tests.cast import Cast, signed_in


@pytest.fixture
def log(cast: Cast) -> Cast:
    record("report.saved", by=cast.reviewer_a, facts={"remark": "Ô 1 chưa khớp", "revision": 2, "report": 712})
    with clock.standing_at(datetime.datetime(2022, 1, 12, 23, 59)):
        record(
            "duties.add_period",
            by=cast.clerk_a1,
            about=cast.clerk_a1.body,
            facts={"due_on": datetime.date(2022, 1, 14)},
        )
    return cast


def shown(cast: Cast, query: str) -> str:
    text = signed_in(cast.secretary).get(f"/nhat-ky/?{query}").content.decode()
    return text[text.index("<tbody>") :] if "<tbody>" in text else ""


def test_entries_are_told_in_words(log: Cast) -> None:
    text = shown(log, "verb=report.saved")
    assert "nhận xét: Ô 1 chưa khớp" in text
    assert "712" not in text
    assert "hạn: 14/01/2022" in shown(log, "verb=duties.add_period")


def test_the_log_is_asked_by_verb_by_words_and_by_day(log: Cast) -> None:
    assert shown(log, "text=Nà Pang").count("<tr>") == 1
    assert "Nà Pang" in shown(log, "day=2022-01-12")
    assert "Nà Pang" not in shown(log, "day=13/01/2022")
    assert shown(log, "text=không có ai như vậy") == ""
    wrong = signed_in(log.secretary).get("/nhat-ky/?day=32/01/2022").content.decode()
    assert "Ghi ngày theo mẫu" in wrong


def test_sixty_entries_cost_as_many_statements_as_three(log: Cast) -> None:
    client = signed_in(log.secretary)
    client.get("/nhat-ky/")
    costs = []
    for more in (0, 60):
        record_many([Happening("report.detached") for _ in range(more)], by=log.clerk_a1)
        with CaptureQueriesContext(connection) as statements:
            client.get("/nhat-ky/")
        costs.append(len(statements))
    assert costs[0] == costs[1]
