"""The life of a report through its verbs: what counts, who may, when, and what is said when not."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.base import clock
from phoihop.base.errors import Refusal
from phoihop.duties.formulas import due_day
from phoihop.journal.models import Entry, Notice
from phoihop.reporting import actions, rules
from phoihop.reporting.models import Report, Value
from phoihop.reporting.rules import Typed
from tests.reporting.conftest import WORDS, typed


def counted(report, code="X01"):
    """What counts, straight from the tables."""
    return list(
        Value.objects.filter(revision__counted_for=report, indicator__code=code).values_list("amount", flat=True)
    )


def said(refusal):
    return " / ".join(str(reason) for reason in refusal.value.reasons)


def test_every_commune_owes_one_report_a_quarter_and_opening_again_opens_nothing(desk):
    assert Report.objects.filter(period=desk.now).count() == 4
    assert Report.objects.count() == 8
    assert {r.due_on for r in Report.objects.filter(period=desk.now)} == {datetime.date(2021, 12, 17)}
    before = Entry.objects.count()
    assert actions.open_reports() == 0
    assert Entry.objects.count() == before
    told = Notice.objects.filter(entry__verb="report.opened", to_post_id=desk.cast.clerk_a1.pk).count()
    assert told == 2


def test_a_period_not_begun_is_not_opened(desk):
    Report.objects.filter(period=desk.now).delete()
    with clock.standing_at(datetime.date(2021, 11, 30)):
        assert actions.open_reports() == 0
    with clock.standing_at(datetime.date(2021, 12, 1)):
        assert actions.open_reports() == 4


def test_due_on_the_usual_day_where_the_period_names_none(desk):
    desk.now.dues.all().delete()
    Report.objects.filter(period=desk.now).delete()
    actions.open_reports()
    assert desk.report("a1").due_on == due_day(desk.now.ends_on, "commune") > desk.now.ends_on


def test_from_empty_to_counted_and_through_a_correction_without_a_hole(desk):
    clerk, reviewer, report = desk.cast.clerk_a1, desk.cast.reviewer_a, desk.report("a1")
    actions.save_cells(by=clerk, report=report, cells=typed(3), texts=WORDS)
    assert counted(report) == []
    actions.submit_report(by=clerk, report=report)
    assert counted(report) == []
    actions.return_report(by=reviewer, report=report, remark="Ô 1 xem lại: mô hình ở bản Pom tính hai lần.")
    actions.save_cells(by=clerk, report=report, cells={"X01": Typed(Decimal(2))})
    actions.submit_report(by=clerk, report=report)
    actions.accept_report(by=reviewer, report=report)
    assert counted(report) == [2]
    assert counted(report, "X03") == [25]  # came along from the revision that was returned

    actions.reopen_report(by=clerk, report=report, reason="Thêm mô hình bản Lụ, quyết định ngày 10/12/2021.")
    actions.save_cells(by=clerk, report=report, cells={"X01": Typed(Decimal(4), "thêm bản Lụ")})
    assert counted(report) == [2]
    actions.submit_report(by=clerk, report=report)
    assert counted(report) == [2]
    actions.return_report(by=reviewer, report=report, remark="Chưa đủ căn cứ.")
    assert counted(report) == [2]
    actions.save_cells(by=clerk, report=report, cells={"X01": Typed(Decimal(3), "chỉ một mô hình mới")})
    actions.submit_report(by=clerk, report=report)
    actions.accept_report(by=reviewer, report=report)
    assert counted(report) == [3]

    revisions = list(report.revisions.order_by("number"))
    assert [r.number for r in revisions] == [1, 2, 3, 4]
    assert all(r.sealed_by_id == clerk.pk for r in revisions)
    kinds = [d.kind for r in revisions for d in r.decisions.all()]
    assert kinds == ["return", "accept", "return", "accept"]
    verbs = list(Entry.objects.filter(subject_type="reporting.report").values_list("verb", flat=True))
    assert verbs.count("report.submitted") == 4
    assert Entry.objects.filter(verb="report.accepted").last().subject_label == "Báo cáo quý, Quý IV/2021, Xã Nà Pang"


def test_the_one_who_waits_is_told(desk):
    clerk, reviewer, report = desk.cast.clerk_a1, desk.cast.reviewer_a, desk.report("a1")
    actions.file_report(by=clerk, report=report, cells=typed(), texts=WORDS)
    assert Notice.objects.filter(entry__verb="report.submitted").values_list("to_post_id", flat=True)[0] == reviewer.pk
    actions.return_report(by=reviewer, report=report, remark="Thiếu bản Pom.")
    assert Notice.objects.get(entry__verb="report.returned").to_post_id == clerk.pk


def test_what_is_missing_is_named_with_its_line_and_remedy_all_at_once(desk):
    clerk, report = desk.cast.clerk_a1, desk.report("a1")
    with pytest.raises(Refusal) as refusal:
        actions.submit_report(by=clerk, report=report)
    fields = [reason.field for reason in refusal.value.reasons]
    assert fields == ["c-X01", "c-X02", "c-X03", "t-results"]
    assert str(refusal.value.reasons[0]) == "Chưa gửi được: ô 1 còn trống. Nhập số hoặc ghi lý do."
    assert "ô 2 (tử số)" in said(refusal)
    cells = {**typed(), "X01": Typed(None, "xã chưa có mô hình nào")}
    actions.file_report(by=clerk, report=report, cells=cells, texts=WORDS)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"X01": Typed(Decimal(-1))}, "Số ở ô 1 không được âm. Nhập số từ 0 trở lên."),
        ({"X01": Typed(Decimal("1.5"))}, "Số ở ô 1 phải là số nguyên. Bỏ phần lẻ."),
        ({"X04": Typed(Decimal("1.25"))}, "Số ở ô 3 có quá nhiều chữ số lẻ. Viết nhiều nhất 1 chữ số lẻ."),
        ({"X01": Typed(Decimal(10) ** 14)}, "quá lớn"),
        ({"X02": Typed(Decimal(26)), "X03": Typed(Decimal(25))}, "Ô 2: tử số 26 lớn hơn mẫu số 25."),
        ({"X02": Typed(Decimal(26))}, "Ô 2: tử số 26 lớn hơn mẫu số 25."),
        ({"X99": Typed(Decimal(1))}, "Mẫu này không có chỉ tiêu X99."),
        ({"X01": Typed(Decimal(1), "ông Lò, CCCD 014089001234")}, "số giấy tờ"),
        ({"X01": Typed(Decimal(1), "d" * 501)}, "quá dài"),
    ],
)
def test_what_can_never_be_kept_is_refused_and_changes_nothing(desk, cells, sentence):
    clerk, report = desk.cast.clerk_a1, desk.report("a1")
    actions.save_cells(by=clerk, report=report, cells=typed())
    before = list(Value.objects.values_list("indicator__code", "amount", "remark"))
    with pytest.raises(Refusal) as refusal:
        actions.save_cells(by=clerk, report=report, cells=cells)
    assert sentence in said(refusal)
    assert list(Value.objects.values_list("indicator__code", "amount", "remark")) == before


def test_odd_numbers_want_a_word_and_then_pass(desk):
    clerk, reviewer = desk.cast.clerk_a1, desk.cast.reviewer_a
    earlier = desk.report("a1", desk.before)
    actions.file_report(by=clerk, report=earlier, cells=typed(10), texts=WORDS)
    actions.accept_report(by=reviewer, report=earlier)
    report = desk.report("a1")
    for kept, words in ((16, "chênh quá 50 %"), (4, "chênh quá 50 %"), (0, "ô 1 bằng 0, kỳ trước là 10")):
        with pytest.raises(Refusal) as refusal:
            actions.file_report(by=clerk, report=report, cells=typed(kept), texts=WORDS)
        assert words in said(refusal)
        assert refusal.value.reasons[0].field == "r-X01"
    for kept in (15, 5):
        stand = rules.standing(report.form, report.period, [report.unit_id])
        assert rules.odd(stand, report.unit_id, typed(kept)) == []
    actions.file_report(by=clerk, report=report, cells=typed(16, X01="nhận bàn giao từ xã cũ"), texts=WORDS)


def test_who_may_not_write_decide_or_correct(desk):
    cast, report = desk.cast, desk.report("a1")
    for post in (cast.clerk_b1, cast.clerk_a2, cast.stranger, cast.leader, cast.inspector, cast.reviewer_b):
        with pytest.raises(Refusal):
            actions.file_report(by=post, report=report, cells=typed(), texts=WORDS)
    actions.file_report(by=cast.clerk_a1, report=report, cells=typed(), texts=WORDS)
    for post in (cast.clerk_a1, cast.reviewer_b, cast.stranger, cast.leader):
        with pytest.raises(Refusal):
            actions.accept_report(by=post, report=report)
        with pytest.raises(Refusal):
            actions.return_report(by=post, report=report, remark="Không")
    actions.accept_report(by=cast.secretary, report=report)  # above the superior is superior too
    with pytest.raises(Refusal):
        actions.reopen_report(by=cast.clerk_b1, report=report, reason="sai")


def test_a_district_may_type_for_its_commune_but_not_accept_its_own_typing(desk):
    reviewer, report = desk.cast.reviewer_a, desk.report("a1")
    actions.file_report(by=reviewer, report=report, cells=typed(), texts=WORDS)
    with pytest.raises(Refusal) as refusal:
        actions.accept_report(by=reviewer, report=report)
    assert "không tự nhận" in said(refusal)


def test_decisions_need_their_words_and_their_moment(desk):
    cast, report = desk.cast, desk.report("a1")
    with pytest.raises(Refusal):
        actions.accept_report(by=cast.reviewer_a, report=report)
    actions.file_report(by=cast.clerk_a1, report=report, cells=typed(), texts=WORDS)
    with pytest.raises(Refusal) as refusal:
        actions.return_report(by=cast.reviewer_a, report=report, remark="  ")
    assert refusal.value.reasons[0].field == "remark"
    with pytest.raises(Refusal):
        actions.save_cells(by=cast.clerk_a1, report=report, cells=typed(5))
    actions.withdraw_report(by=cast.clerk_a1, report=report)
    actions.save_cells(by=cast.clerk_a1, report=report, cells=typed(5))
    actions.submit_report(by=cast.clerk_a1, report=report)
    actions.return_report(by=cast.reviewer_a, report=report, remark="Ô 1?")
    with pytest.raises(Refusal) as refusal:
        actions.submit_report(by=cast.clerk_a1, report=report)
    assert "Chưa sửa gì" in said(refusal)
    with pytest.raises(Refusal) as refusal:
        actions.withdraw_report(by=cast.clerk_a1, report=report)


def test_two_people_in_different_cells_merge_and_in_one_cell_see_both_numbers(desk):
    clerk, reviewer, report = desk.cast.clerk_a1, desk.cast.reviewer_a, desk.report("a1")
    draft = actions.save_cells(by=clerk, report=report, cells=typed(3))
    opened = draft.version
    seen = {f"c-{code}": rules.mark(one) for code, one in typed(3).items()}
    actions.save_cells(by=reviewer, report=report, cells={"X01": Typed(Decimal(4))}, version=opened, seen=seen)
    # The clerk's page still shows 3 in cell 1 and sends it along with a change of cell 3.
    cells = {**typed(3), "X03": Typed(Decimal(26))}
    actions.save_cells(by=clerk, report=report, cells=cells, version=opened, seen=seen)
    now = dict(Value.objects.filter(revision__report=report).values_list("indicator__code", "amount"))
    assert now == {"X01": 4, "X02": 18, "X03": 26}
    with pytest.raises(Refusal) as refusal:
        actions.save_cells(by=clerk, report=report, cells={"X01": Typed(Decimal(5))}, version=opened, seen=seen)
    (reason,) = refusal.value.reasons
    assert reason.field == "c-X01"
    assert "vừa lưu 4" in str(reason)
    assert "đang là 5" in str(reason)


def test_a_lock_stops_everything_until_a_unit_is_let_through(desk):
    cast, report = desk.cast, desk.report("a1")
    actions.file_report(by=cast.clerk_a1, report=report, cells=typed(), texts=WORDS)
    with pytest.raises(Refusal):
        actions.lock_period(by=cast.clerk_a1, form=desk.form, period=desk.now)
    lock = actions.lock_period(by=cast.secretary, form=desk.form, period=desk.now)
    other = desk.report("b1")
    for attempt in (
        lambda: actions.accept_report(by=cast.reviewer_a, report=report),
        lambda: actions.withdraw_report(by=cast.clerk_a1, report=report),
        lambda: actions.save_cells(by=cast.clerk_b1, report=other, cells=typed()),
        lambda: actions.lock_period(by=cast.secretary, form=desk.form, period=desk.now),
    ):
        with pytest.raises(Refusal):
            attempt()
    until = datetime.date(2022, 1, 20)
    with pytest.raises(Refusal):
        actions.except_from_lock(by=cast.secretary, lock=lock, unit_id=other.unit_id, until=until, reason="")
    actions.except_from_lock(by=cast.secretary, lock=lock, unit_id=other.unit_id, until=until, reason="mất điện")
    actions.save_cells(by=cast.clerk_b1, report=other, cells=typed())
    with clock.standing_at(datetime.date(2022, 1, 21)), pytest.raises(Refusal) as refusal:
        actions.save_cells(by=cast.clerk_b1, report=other, cells=typed(4))
    assert "đã khoá" in said(refusal)


def test_accepting_together_takes_the_plain_ones_and_names_the_odd(desk):
    cast = desk.cast
    for unit, clerk in (("a1", cast.clerk_a1), ("a2", cast.clerk_a2)):
        earlier = desk.report(unit, desk.before)
        actions.file_report(by=clerk, report=earlier, cells=typed(10), texts=WORDS)
        actions.accept_report(by=cast.reviewer_a, report=earlier)
    actions.file_report(by=cast.clerk_a1, report=desk.report("a1"), cells=typed(11), texts=WORDS)
    odd = typed(40, X01="sáp nhập ba bản")
    actions.file_report(by=cast.clerk_a2, report=desk.report("a2"), cells=odd, texts=WORDS)
    all_of_them = [desk.report(unit) for unit in ("a1", "a2", "b1")]
    plan = actions.preview_acceptance(by=cast.reviewer_a, reports=all_of_them)
    done = actions.accept_reports(by=cast.reviewer_a, reports=all_of_them)
    for outcome in (plan, done):
        assert [r.unit_id for r in outcome.accepted] == [cast.units["a1"].pk]
        assert [r.unit_id for r, _why in outcome.skipped] == [cast.units["a2"].pk, cast.units["b1"].pk]
    assert "chênh" in str(done.skipped[0][1][0])
    assert counted(desk.report("a1")) == [11]
    assert counted(desk.report("a2")) == []
    assert desk.report("a1").accepted_at is not None


def test_filing_and_accepting_many_cost_few_statements_each(desk):
    cast = desk.cast
    filings = [actions.Filing(desk.report(unit), typed(), WORDS) for unit in ("a1", "a2")]
    with CaptureQueriesContext(connection) as one:
        actions.file_report(by=cast.clerk_b1, report=desk.report("b1"), cells=typed(), texts=WORDS)
    with CaptureQueriesContext(connection) as two:
        actions.file_reports(by=cast.reviewer_a, filings=filings)
    assert len(two) - len(one) <= 3  # the notices of the second report; nothing else grows
    assert len(one) <= 30
    reports = [filing.report for filing in filings]
    with CaptureQueriesContext(connection) as accepting:
        actions.accept_reports(by=cast.secretary, reports=reports[:1])
    assert len(accepting) <= 25


def test_all_filings_or_none(desk):
    cells = [typed(), {"X01": Typed(Decimal(1))}]
    filings = [actions.Filing(desk.report(u), c, WORDS) for u, c in zip(("a1", "a2"), cells, strict=True)]
    with pytest.raises(Refusal) as refusal:
        actions.file_reports(by=desk.cast.reviewer_a, filings=filings)
    assert {reason.place for reason in refusal.value.reasons} == {"Thị trấn Chợ Mới"}
    assert not Value.objects.exists()
    assert not Report.objects.filter(state="submitted").exists()


def test_a_unit_that_is_no_more_on_the_periods_last_day_cannot_report(desk):
    report = desk.report("a1")
    version = desk.cast.units["a1"].versions.get()
    version.valid_to = datetime.date(2021, 12, 1)
    version.save()
    with pytest.raises(Refusal) as refusal:
        actions.file_report(by=desk.cast.clerk_a1, report=report, cells=typed(), texts=WORDS)
    assert "không có trong danh mục ngày 14/12/2021" in said(refusal)


def test_decomposed_letters_are_kept_composed(desk):
    import unicodedata

    clerk, report = desk.cast.clerk_a1, desk.report("a1")
    words = unicodedata.normalize("NFD", "Bản Lụ giữ nếp")
    actions.save_cells(by=clerk, report=report, cells=typed(X01=words), texts={"results": words})
    draft = rules.draft_of(report)
    assert draft.cells["X01"].remark == "Bản Lụ giữ nếp"
    assert draft.texts["results"] == "Bản Lụ giữ nếp"
