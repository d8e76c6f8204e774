"""Key areas: the arithmetic of the target, decisions in and out, conversions, what is refused."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from phoihop.base.errors import Refusal
from phoihop.journal.models import Entry, Notice
from phoihop.orgs.models import Unit, UnitVersion
from phoihop.registers import actions, lists, rules
from phoihop.registers.formulas import Goal
from phoihop.registers.models import AreaDecision, KeyArea, KeyAreaType
from tests.cast import DAY, SINCE, Cast
from tests.registers.world import PDF, areas, fields, on, said

MARCH, DECEMBER = datetime.date(2021, 3, 1), datetime.date(2021, 12, 20)


def paper(name: str = "bao-cao.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


@given(st.integers(0, 400), st.integers(0, 400), st.integers(1, 100))
def test_the_target_is_reached_by_exactly_the_number_needed(chosen: int, converted: int, least: int) -> None:
    converted = min(converted, chosen)
    goal = Goal(chosen, converted, least)
    assert 100 * goal.needed >= least * chosen > 100 * (goal.needed - 1)
    assert goal.short == max(0, goal.needed - converted)
    assert goal.reached is (chosen > 0 and goal.short == 0)
    assert Goal(chosen, converted + goal.short, least).short == 0
    assert goal.needed <= chosen


@pytest.mark.parametrize(("chosen", "needed"), [(0, 0), (1, 1), (5, 3), (6, 4), (10, 6), (204, 123)])
def test_sixty_percent_by_hand(chosen: int, needed: int) -> None:
    assert Goal(chosen, 0, 60).needed == needed


def test_the_target_is_data() -> None:
    target = lists.target_on(DAY)
    assert target is not None
    assert target.least_percent == 60
    line = {"code": "a_b", "name_vi": "A", "name_en": "A", "valid_from": "2020-01-01", "valid_to": None}
    for least in (0, 101, 59.5):
        targets = [{"least_percent": least, "valid_from": "2020-01-01", "valid_to": None}]
        with pytest.raises(lists.BadList, match="outside 1 to 100"):
            lists.read_areas({"level": "commune", "types": [line], "targets": targets})


def test_from_the_decision_in_to_the_check_a_year_later(cast: Cast) -> None:
    with on(2021, 3, 2):
        made = areas(cast, {"a1": ["ma_tuy", "ttxh"], "b1": ["moi_truong"]}, day=MARCH)
        more = areas(cast, {"a1": ["kinh_te"]}, number="06/QĐ-BCĐ", day=MARCH)
    area = made["a1"]
    assert more["a1"].pk == area.pk, "one area a year, however many types and decisions"
    assert set(area.types.values_list("type", "decision__number")) == {
        ("ma_tuy", "05/QĐ-BCĐ"), ("ttxh", "05/QĐ-BCĐ"), ("kinh_te", "06/QĐ-BCĐ"),
    }  # fmt: skip
    with on(2021, 11, 20):
        with pytest.raises(Refusal, match="minh chứng"):
            actions.report_conversion(
                by=cast.clerk_a1, area=area, converted_on=datetime.date(2021, 11, 15), result="Không còn điểm nóng"
            )
        actions.report_conversion(
            by=cast.clerk_a1, area=area, converted_on=datetime.date(2021, 11, 15), result="Không còn điểm nóng",
            file=paper(), title="Báo cáo kết quả chuyển hóa",
        )  # fmt: skip
        with pytest.raises(Refusal, match="đang chờ quyết định"):
            actions.attach_evidence(
                by=cast.clerk_a1, record_of=area, file=paper(), title="Thêm", fact_on=datetime.date(2021, 11, 15)
            )
        actions.return_conversion(by=cast.secretary, area=area, remark="Thiếu số liệu tố giác")
        assert area.state == "chosen"
        actions.report_conversion(
            by=cast.reviewer_a, area=area, converted_on=datetime.date(2021, 11, 15), result="Đã bổ sung"
        )
    with on(2021, 12, 21):
        decision = actions.take_out_areas(
            by=cast.secretary, number="90/QĐ-BCĐ", decided_on=DECEMBER, areas=[area, made["b1"]],
            reasons={made["b1"].pk: "Chuyển sang theo dõi năm sau"}, file=paper("qd-90.pdf"),
        )  # fmt: skip
    rows = KeyArea.objects.filter(taken_out=decision).order_by("unit_id")
    assert [(row.converted, row.out_reason) for row in rows] == [(True, ""), (False, "Chuyển sang theo dõi năm sau")]
    area.refresh_from_db()
    with on(2021, 12, 31), pytest.raises(Refusal, match="01/01/2022"):
        actions.check_kept(by=cast.secretary, area=area, kept=True)
    with pytest.raises(Refusal, match="vì sao"):
        actions.check_kept(by=cast.secretary, area=area, kept=False)
    actions.check_kept(by=cast.secretary, area=area, kept=True)
    verbs = list(
        Entry.objects.filter(subject_type="registers.keyarea", subject_id=area.pk).values_list("verb", flat=True)
    )
    assert verbs == [
        f"registers.{verb}"
        for verb in (
            "put_in_area", "put_in_area", "report_conversion", "return_conversion", "report_conversion",
            "take_out_area", "check_kept",
        )
    ]  # fmt: skip
    labels = set(Entry.objects.filter(subject_type="registers.keyarea").values_list("subject_label", flat=True))
    assert labels == {"Xã Nà Pang, 2021", "Xã Bản Lầu, 2021"}
    told = set(Notice.objects.values_list("entry__verb", "to_post_id"))
    assert ("registers.decide_areas", cast.clerk_b1.pk) in told
    assert ("registers.report_conversion", cast.secretary.pk) in told
    assert ("registers.return_conversion", cast.clerk_a1.pk) in told
    assert ("registers.take_out_areas", cast.clerk_a1.pk) in told


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"number": " "}, "number", "Nhập số quyết định"),
        ({"decided_on": datetime.date(2022, 1, 14)}, "decided_on", "sau hôm nay"),
        ({"decided_on": datetime.date(2019, 5, 1)}, "decided_on", "phải ký trong năm 2020 hoặc 2021"),
        ({"year": 21}, "year", "Nhập năm"),
        ({"areas": {}}, "", "Chưa chọn đơn vị nào"),
        ({"areas": {"a": ["ttxh"]}}, "", "Huyện Mường Thượng: Địa bàn trọng điểm là đơn vị cấp xã"),
        ({"areas": {"a2": []}}, "types_", "Thị trấn Chợ Mới: Chưa chọn loại"),
        ({"areas": {"a2": ["khong_co"]}}, "types_", "không nằm trong danh mục"),
        ({"areas": {"a1": ["ma_tuy"]}}, "types_", "Xã Nà Pang: Đơn vị đã ở trong danh sách năm 2021 với loại “Ma túy”"),
        ({"areas": {"elsewhere": ["ttxh"]}}, "", "cấp xã"),
    ],
)
def test_what_is_wrong_with_a_decision_is_said_and_nothing_is_kept(
    cast: Cast, change: dict[str, object], field: str, words: str
) -> None:
    areas(cast, {"a1": ["ma_tuy"]}, day=MARCH)
    before = (AreaDecision.objects.count(), KeyAreaType.objects.count(), Entry.objects.count())
    given: dict[str, object] = {"number": "07/QĐ-BCĐ", "decided_on": MARCH, "year": 2021, "areas": {"a2": ["ttxh"]}}
    given |= change
    chosen = given.pop("areas")
    assert isinstance(chosen, dict)
    choices = [(cast.units[unit].pk, types) for unit, types in chosen.items()]
    with pytest.raises(Refusal) as refused:
        actions.decide_areas(by=cast.secretary, areas=choices, **given)  # type: ignore[arg-type]
    assert words in said(refused.value)
    assert any(name.startswith(field) for name in fields(refused.value))
    assert (AreaDecision.objects.count(), KeyAreaType.objects.count(), Entry.objects.count()) == before


def test_a_unit_that_is_not_there_on_the_day_is_named(cast: Cast) -> None:
    UnitVersion.objects.filter(unit=cast.units["a2"]).update(valid_to=datetime.date(2021, 2, 28))
    with pytest.raises(Refusal, match="Thị trấn Chợ Mới: Đơn vị chưa có hoặc không còn vào ngày quyết định 01/03/2021"):
        areas(cast, {"a2": ["ttxh"]}, day=MARCH)
    twice = [(cast.units["a1"].pk, ["ttxh"]), (cast.units["a1"].pk, ["ma_tuy"])]
    with pytest.raises(Refusal, match="hai lần"):
        actions.decide_areas(by=cast.secretary, number="1/QĐ", decided_on=MARCH, year=2021, areas=twice)


def test_only_who_decides_decides_and_only_the_branch_reports(cast: Cast) -> None:
    area = areas(cast, {"a1": ["ma_tuy"]}, day=MARCH)["a1"]
    posts = cast.posts()
    assert {name for name, post in posts.items() if not rules.why_not_decide_areas(post)} == {"secretary"}
    assert {name for name, post in posts.items() if not rules.why_not_take_out(post, area)} == {"secretary"}
    assert {name for name, post in posts.items() if not rules.why_not_report_conversion(post, area)} == {
        "clerk_a1", "reviewer_a", "secretary",
    }  # fmt: skip
    seen = {name for name, post in posts.items() if rules.visible_areas(post, DAY).exists()}
    assert seen == {"clerk_a1", "reviewer_a", "leader_a", "secretary", "leader", "recogniser"}
    for name, post in posts.items():
        if name != "secretary":
            with pytest.raises(Refusal):
                actions.decide_areas(
                    by=post, number="1/QĐ", decided_on=MARCH, year=2021, areas=[(cast.units["a2"].pk, ["ttxh"])]
                )


def test_taking_out_says_what_is_missing_area_by_area(cast: Cast) -> None:
    made = areas(cast, {"a1": ["ma_tuy"], "a2": ["ttxh"]}, day=MARCH)
    both = list(made.values())
    with pytest.raises(Refusal) as refused:
        actions.take_out_areas(
            by=cast.secretary, number="", decided_on=datetime.date(2021, 2, 1), areas=both,
            converted={made["a1"].pk: True},
        )  # fmt: skip
    assert set(fields(refused.value)) == {
        "number", "decided_on", f"converted_{made['a1'].pk}", f"reason_{made['a2'].pk}",
    }  # fmt: skip
    assert "Xã Nà Pang: Đơn vị chưa báo đã chuyển hóa" in said(refused.value)
    reasons = {area.pk: "Nhầm địa bàn" for area in both}
    actions.take_out_areas(by=cast.secretary, number="9/QĐ", decided_on=DECEMBER, areas=both, reasons=reasons)
    with pytest.raises(Refusal, match="đã được đưa ra"):
        actions.take_out_areas(by=cast.secretary, number="10/QĐ", decided_on=DECEMBER, areas=both, reasons=reasons)
    with pytest.raises(Refusal, match="không thêm loại được nữa"):
        areas(cast, {"a1": ["ttxh"]}, number="11/QĐ", day=MARCH)


def test_a_decision_asks_the_database_as_often_for_three_units_as_for_thirty(cast: Cast) -> None:
    asked = []
    for at, n in enumerate((3, 30)):
        units = []
        for number in range(n):
            unit = Unit.objects.create()
            UnitVersion.objects.create(
                unit=unit, code=f"8{at}{number:03}", level="commune", type="xa", name_vi=f"Xã Thử {at} {number}",
                parent=cast.units["a"], valid_from=SINCE,
            )  # fmt: skip
            units.append(unit.pk)
        choices = [(pk, ["ttxh", "ma_tuy"]) for pk in units]
        with CaptureQueriesContext(connection) as into:
            actions.decide_areas(by=cast.secretary, number=f"{n}/QĐ", decided_on=MARCH, year=2021, areas=choices)
        those = list(KeyArea.objects.filter(unit_id__in=units).select_related("put_in"))
        with CaptureQueriesContext(connection) as out:
            actions.take_out_areas(
                by=cast.secretary, number=f"{n}/QĐ-R", decided_on=DECEMBER, areas=those,
                reasons={area.pk: "Hết năm" for area in those},
            )  # fmt: skip
        asked.append((len(into), len(out)))
    assert asked[0] == asked[1]
