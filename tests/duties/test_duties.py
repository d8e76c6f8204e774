"""From a regulation to what is owed, and from what came to how far it is covered."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.base import clock
from phoihop.base.errors import Refusal
from phoihop.duties import actions, queries
from phoihop.duties.models import Article, Duty, Occurrence, Period, Regulation
from phoihop.journal.models import Entry
from tests.cast import Cast, signed_in

D = datetime.date


@pytest.fixture
def regulation(cast: Cast) -> Regulation:
    return actions.add_regulation(
        by=cast.secretary,
        code="QC",
        title_vi="Quy chế phối hợp",
        decision="306-QĐ/TU",
        issuer="Ban Thường vụ Tỉnh ủy",
        issued_on=D(2020, 11, 16),
        term_from=D(2020, 12, 1),
        term_to=D(2025, 6, 30),
        sides=[
            actions.SideFacts("Đảng ủy Công an tỉnh", body=cast.leader.body),
            actions.SideFacts("Thường trực các huyện ủy", body_kind="standing_committee", level="district"),
        ],
    )


@pytest.fixture
def clause(cast: Cast, regulation: Regulation) -> Article:
    article = actions.add_article(
        by=cast.secretary, regulation=regulation, kind="article", number="5", text_vi="Chế độ báo cáo."
    )
    return actions.add_article(
        by=cast.secretary, regulation=regulation, kind="clause", number="1", parent=article, text_vi="Báo cáo quý."
    )


@pytest.fixture
def duty(cast: Cast, clause: Article) -> Duty:
    return actions.add_duty(
        by=cast.secretary,
        article=clause,
        code="BC-QUY",
        kind="report",
        title_vi="Báo cáo quý của xã",
        debtor_level="commune",
        creditor_level="district",
        every="quarter",
    )


def test_expected_received_and_on_time(cast: Cast, duty: Duty) -> None:
    actions.add_usual_periods(by=cast.secretary, year=2021)
    quarter = queries.period("2021-Q4")
    assert actions.open_occurrences(on=D(2021, 11, 30)) == 3 * 4  # three quarters are open, four communes
    assert actions.open_occurrences(on=D(2021, 12, 1)) == 4
    assert actions.open_occurrences(on=D(2021, 12, 1)) == 0
    assert set(Occurrence.objects.filter(period=quarter).values_list("due_on", flat=True)) == {D(2021, 12, 17)}

    def send(unit: str, day: datetime.date, hour: int) -> None:
        at = datetime.datetime.combine(day, datetime.time(hour), datetime.timezone(datetime.timedelta(hours=7)))
        actions.fulfil(duty=duty, unit_id=cast.units[unit].pk, period=quarter, proof=duty.article, at=at)

    send("a1", D(2021, 12, 17), 23)  # on the due day, late in the evening: in Vietnam it is still that day
    send("a1", D(2022, 1, 5), 8)  # the first time counts
    send("a2", D(2021, 12, 18), 1)  # after midnight in Vietnam, before it in London
    send("b1", D(2021, 12, 16), 9)
    actions.unfulfil(duty=duty, unit_id=cast.units["b1"].pk, period=quarter)
    year = {"year": 2021, "on": D(2022, 1, 13)}
    assert queries.coverage([duty], **year)[duty.pk] == queries.Coverage(expected=16, received=2, on_time=1, late=14)
    branch = [cast.units[name].pk for name in ("a", "a1", "a2")]
    assert queries.coverage([duty], unit_ids=branch, **year)[duty.pk] == queries.Coverage(8, 2, 1, 6)
    early = queries.coverage([duty], year=2021, on=D(2021, 12, 17))[duty.pk]
    assert early.waiting == 2  # the due day itself is not late


def test_a_new_due_day_moves_what_is_still_waited_for(cast: Cast, duty: Duty) -> None:
    actions.add_usual_periods(by=cast.secretary, year=2021)
    actions.open_occurrences(on=D(2021, 12, 1))
    period = queries.period("2021-Q4")
    with pytest.raises(Refusal, match="ít nhất 1 ngày làm việc"):
        actions.set_due(by=cast.secretary, period=period, level="commune", due_on=D(2021, 12, 14))
    actions.set_due(by=cast.secretary, period=period, level="commune", due_on=D(2021, 12, 20))
    assert set(Occurrence.objects.filter(period=period).values_list("due_on", flat=True)) == {D(2021, 12, 20)}
    assert queries.due_on(queries.period("2021-Q4"), "commune") == D(2021, 12, 20)


def test_duties_end_and_terms_end(cast: Cast, duty: Duty) -> None:
    actions.end_duty(by=cast.secretary, duty=duty, last_day=D(2021, 6, 30))
    for year in (2020, 2021, 2026):
        actions.add_usual_periods(by=None, year=year)
    actions.open_occurrences(on=D(2027, 1, 1))
    labels = set(Occurrence.objects.values_list("period__label", flat=True))
    # 2020-Q4 was cut off after the term began; the duty ended before the third quarter of 2021.
    assert labels == {"2020-Q4", "2021-Q1", "2021-Q2"}


def test_a_wording_of_each_day(cast: Cast, regulation: Regulation, clause: Article) -> None:
    actions.reword_article(by=cast.secretary, article=clause, text_vi="Báo cáo quý, năm.", valid_from=D(2021, 7, 1))
    with pytest.raises(Refusal, match="01/07/2021"):
        actions.reword_article(by=cast.secretary, article=clause, text_vi="Khác.", valid_from=D(2021, 7, 1))

    def text(day: datetime.date) -> str | None:
        line = next(line for line in queries.outline(regulation, day) if line.article == clause)
        return line.wording.text_vi if line.wording else None

    assert text(D(2020, 11, 30)) is None
    assert text(D(2020, 12, 1)) == text(D(2021, 6, 30)) == "Báo cáo quý."
    assert text(D(2021, 7, 1)) == text(D(2025, 1, 1)) == "Báo cáo quý, năm."


def test_articles_stand_in_the_order_of_the_text_and_orphans_show(
    cast: Cast, regulation: Regulation, duty: Duty
) -> None:
    by = cast.secretary
    fifth = regulation.articles.get(number="5")
    sixth = actions.add_article(by=by, regulation=regulation, kind="article", number="6", text_vi="Giao ban.")
    second = actions.add_article(
        by=by, regulation=regulation, kind="clause", number="2", parent=fifth, text_vi="Báo cáo năm."
    )
    actions.add_article(by=by, regulation=regulation, kind="point", number="a", parent=second, text_vi="Của huyện.")
    first = regulation.articles.get(number="1")
    actions.add_article(by=by, regulation=regulation, kind="point", number="a", parent=first, text_vi="Của xã.")
    lines = queries.outline(regulation, D(2022, 1, 1))
    assert [(line.depth, line.label) for line in lines] == [
        (0, "Điều 5."),
        (1, "1."),
        (2, "a)"),
        (1, "2."),
        (2, "a)"),
        (0, "Điều 6."),
    ]
    assert [line.place for line in lines if line.is_orphan] == ["điểm a, khoản 1", "điểm a, khoản 2", "điều 6"]
    with pytest.raises(Refusal, match="không đứng dưới"):
        actions.add_article(by=by, regulation=regulation, kind="article", number="7", parent=sixth, text_vi="x")
    with pytest.raises(Refusal, match="đã có điều 6"):
        actions.add_article(by=by, regulation=regulation, kind="article", number="6", text_vi="x")


def test_parts_of_a_year_however_deep(cast: Cast) -> None:
    actions.add_usual_periods(by=None, year=2021, kinds=["year", "quarter", "month", "half", "standard_year"])
    year = queries.year_period(2021)
    assert [p.label for p in queries.parts(year)] == [f"2021-Q{n}" for n in range(1, 5)]
    assert [p.label for p in queries.parts(year, "month")] == [f"2021-{n:02d}" for n in range(1, 13)]
    assert [p.label for p in queries.parts(queries.period("2021-Q4"))] == ["2021-10", "2021-11", "2021-12"]
    assert actions.add_usual_periods(by=None, year=2021, kinds=["year", "quarter"]) == []


def test_only_the_secretary_sets_up(cast: Cast, clause: Article) -> None:
    before = Entry.objects.count()
    for post in (cast.clerk_a1, cast.reviewer_a, cast.leader, cast.operator, cast.stranger):
        with pytest.raises(Refusal):
            actions.add_usual_periods(by=post, year=2021)
        with pytest.raises(Refusal):
            actions.reword_article(by=post, article=clause, text_vi="Khác.", valid_from=D(2022, 1, 1))
    assert Entry.objects.count() == before
    assert not Period.objects.exists()


# --- Pages -----------------------------------------------------------------------------------------------------------


def test_the_page_counts_the_readers_own_branch(cast: Cast, regulation: Regulation, duty: Duty) -> None:
    actions.add_usual_periods(by=None, year=2021)
    actions.open_occurrences(on=D(2021, 12, 31))
    quarter = queries.period("2021-Q4")
    actions.fulfil(duty=duty, unit_id=cast.units["a1"].pk, period=quarter, proof=duty, at=clock.now())
    for post, shown in [(cast.secretary, "1/16"), (cast.reviewer_a, "1/8"), (cast.clerk_b1, "0/4")]:
        page = signed_in(post).get(f"/quy-che/{regulation.pk}")
        assert f"<b>{shown}</b>" in page.content.decode(), post
    assert "Sửa câu chữ" not in page.content.decode()


def test_the_page_costs_the_same_for_more_articles(cast: Cast, regulation: Regulation, duty: Duty) -> None:
    client = signed_in(cast.secretary)
    client.get(f"/quy-che/{regulation.pk}")

    def cost() -> int:
        with CaptureQueriesContext(connection) as done:
            client.get(f"/quy-che/{regulation.pk}")
        return len(done)

    few = cost()
    for n in range(20, 40):
        actions.add_article(by=None, regulation=regulation, kind="article", number=str(n), text_vi="x")
    assert cost() == few < 20


def test_a_refused_form_keeps_what_was_typed(cast: Cast, clause: Article) -> None:
    client = signed_in(cast.secretary)
    address = f"/quy-che/muc/{clause.pk}/cau-chu"
    answer = client.post(address, {"text_vi": "Câu chữ đang viết dở", "valid_from": "2020-01-01"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Câu chữ đang viết dở" in page
    assert "#id_valid_from" in page
    assert "01/12/2020" in page
    answer = client.post(address, {"text_vi": "Câu chữ mới", "valid_from": "2022-01-01"})
    assert answer.status_code == 302
    assert "Câu chữ mới" in client.get(answer["Location"]).content.decode()


def test_setting_up_a_year_by_the_pages(cast: Cast, clause: Article) -> None:
    client = signed_in(cast.secretary)
    answer = client.post("/quy-che/ky/them", {"new_year": "2022", "kinds": ["year", "quarter"]})
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "14/12/2022" in page
    assert "Đã thêm 5 kỳ" in page
    duty = {
        "code": "BC-NAM",
        "kind": "report",
        "title_vi": "Báo cáo năm",
        "debtor_level": "district",
        "creditor_level": "province",
        "every": "year",
    }
    assert client.post(f"/quy-che/muc/{clause.pk}/them-nghia-vu", duty).status_code == 302
    assert actions.open_occurrences(on=D(2022, 12, 1)) == 2  # two districts
