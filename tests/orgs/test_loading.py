"""Lists of units: the real ones give the real trees, bad ones are refused whole, any order gives the same."""

import csv
import datetime
import io
import json
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

import phoihop.orgs
from phoihop.base.errors import Refusal
from phoihop.journal.models import Entry
from phoihop.orgs import actions, forms, queries
from phoihop.orgs.formulas import ChangeRow, VersionRow
from phoihop.orgs.models import BEGINNING, OPEN_END, Succession, Unit, UnitVersion

DATA = Path(phoihop.orgs.__file__).parent / "data" / "sonla"
FILES = ["units_history_sonla.csv", "unit_changes_20250201_sonla.csv", "unit_changes_20250701_sonla.csv"]
D = datetime.date
DAY = datetime.timedelta(days=1)
pytestmark = pytest.mark.django_db


def load_real() -> None:
    lists = forms.read_lists((name, (DATA / name).read_bytes()) for name in FILES)
    assert not lists.reasons
    actions.load_units(by=None, versions=lists.versions, changes=lists.changes)


def unit(code: str, on: datetime.date) -> int:
    place = queries.tree(on).by_code(code)
    assert place is not None
    return place.unit_id


def counts(on: datetime.date) -> dict[str, int]:
    return dict(Counter(place.type for place in queries.tree(on)))


def test_the_real_province_in_three_states() -> None:
    load_real()
    assert counts(D(2021, 12, 31)) == {
        "tinh": 1,
        "huyen": 11,
        "thanh_pho": 1,
        "xa": 188,
        "phuong": 7,
        "thi_tran": 9,
    }
    assert counts(D(2025, 1, 31)) == counts(D(2021, 12, 31))
    assert counts(D(2025, 2, 1)) == {
        "tinh": 1,
        "huyen": 10,
        "thanh_pho": 1,
        "thi_xa": 1,
        "xa": 177,
        "phuong": 15,
        "thi_tran": 8,
    }
    assert counts(D(2025, 7, 1)) == {"tinh": 1, "xa": 67, "phuong": 8}
    province = unit("14", D(2021, 12, 31))
    assert unit("14", D(2025, 7, 1)) == province
    before, after = queries.tree(D(2025, 6, 30)), queries.tree(D(2025, 7, 1))
    assert {p.level for p in before.below(province)} == {"district"}
    assert {p.level for p in after.below(province)} == {"commune"}
    assert len(before.subtree(province)) == 213
    assert len(after.subtree(province)) == 76
    # The totals of 2021 stay what they were after the reforms were loaded.
    assert len(queries.tree(D(2021, 12, 31)).places) == 217


def test_a_code_that_another_unit_took_over_and_a_unit_that_changed_its_type() -> None:
    load_real()
    last_year, now = D(2021, 12, 31), D(2025, 7, 1)
    chieng_le, to_hieu = unit("03646", last_year), unit("03649", last_year)
    new = unit("03646", now)
    assert new not in {chieng_le, to_hieu}
    assert queries.tree(now).places[new].name == "Phường Tô Hiệu"
    assert [v.unit_id for v in queries.successors_on(chieng_le, now)] == [new]
    assert {step.name for step in queries.history(new).origins} >= {"Phường Chiềng Lề", "Phường Tô Hiệu"}
    assert unit("123", last_year) == unit("123", D(2025, 2, 1))  # huyện, then thị xã Mộc Châu
    town = queries.history(unit("03979", last_year))  # split in February, its halves merged in July
    assert [step.kind for step in town.outcomes] == ["split", "split"]
    assert {v.name_vi for v in queries.successors_on(town.unit_id, now)} >= {"Phường Mộc Châu"}
    [(gone, became)] = queries.find_elsewhen("thi tran hat lot", now)
    assert (gone.code, [v.name_vi for v in became]) == ("04105", ["Xã Mai Sơn"])
    assert queries.tree(now).get(chieng_le) is None
    assert queries.last_name(chieng_le) == "Phường Chiềng Lề"


def test_names_that_differ_in_a_mark_or_in_nothing_stay_apart() -> None:
    load_real()
    names = Counter(place.name for place in queries.tree(D(2021, 12, 31)))
    for one, other in [
        ("Phường Chiềng An", "Xã Chiềng Ân"),
        ("Xã Chiềng Ơn", "Xã Chiềng On"),
        ("Xã Mường Sại", "Xã Mường Sai"),
        ("Thị trấn Hát Lót", "Xã Hát Lót"),
    ]:
        assert names[one] == names[other] == 1
    twins = [p for p in queries.tree(D(2025, 2, 1)) if p.name == "Xã Chiềng Chung"]
    assert sorted(p.code for p in twins) == ["04015", "04129"]
    assert len({p.unit_id for p in twins}) == 2


def test_loading_again_changes_nothing() -> None:
    load_real()
    seen = Entry.objects.count(), Unit.objects.count(), UnitVersion.objects.count(), Succession.objects.count()
    load_real()
    assert (
        Entry.objects.count(),
        Unit.objects.count(),
        UnitVersion.objects.count(),
        Succession.objects.count(),
    ) == seen


HEAD = "code,parent_code,level,type,name_vi,valid_from,valid_to\n"
CHANGES = "old_code,new_code,kind,effective_from,old_name_vi,new_name_vi,basis\n"
PROVINCE = "14,,province,tinh,Tỉnh Sơn La,,\n"
DISTRICT = "116,14,district,huyen,Huyện Mai Sơn,,2025-06-30\n"


@pytest.mark.parametrize(
    ("units", "changes", "line", "words"),
    [
        ("001,99,commune,xa,Xã A,,\n", "", 4, "Không có đơn vị cấp trên mang mã 99"),
        ("001,116,commune,xa,Xã A,,\n", "", 4, "không có hiệu lực suốt thời gian"),
        ("001,,commune,xa,Xã A,,\n", "", 4, "chưa có mã cấp trên"),
        (
            "001,14,commune,xa,Xã A,,2020-01-01\n001,14,commune,xa,Xã B,2020-01-01,\n",
            "",
            5,
            "còn hiệu lực đến 01/01/2020",
        ),
        ("001,14,commune,xa,Xã A,,\n001,14,commune,xa,Xã A,,\n", "", 5, "Trùng với"),
        ("2,3,district,huyen,Huyện A,,\n3,2,district,huyen,Huyện B,,\n", "", 4, "đi vòng"),
        ("001,14,commune,xa,Xã A,31/02/2020,\n", "", 4, "không phải là ngày"),
        ("001,14,commune,xa,Xã A,2020-02-01,2020-01-31\n", "", 4, "đứng trước ngày bắt đầu"),
        ("001,14,village,xa,Xã A,,\n", "", 4, "không có “village”"),
        ("001,14,commune,lang,Xã A,,\n", "", 4, "không có “lang”"),
        ("X1,14,commune,xa,Xã A,,\n", "", 4, "phải chỉ gồm chữ số"),
        ("001,14,commune,xa,Xã A,\n", "", 4, "Có 6 ô, dòng đầu có 7 cột"),
        ("", "116,777,merged_into,2020-01-01,,,\n", 2, "không có đơn vị mang mã 777"),
        ("", "116,116,unchanged,2025-07-01,,,\n", 2, "Ngày 01/07/2025 không có đơn vị mang mã 116"),
        ("", "116,116,vanished,2020-01-01,,,\n", 2, "không có “vanished”"),
    ],
)
def test_a_bad_row_refuses_everything_and_is_named(units: str, changes: str, line: int, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        load(HEAD + PROVINCE + DISTRICT + units, CHANGES + changes if changes else "")
    assert any(f"dòng {line}" in reason.place and words in str(reason.text) for reason in refused.value.reasons)
    assert not UnitVersion.objects.exists()


def load(units: str, changes: str = "") -> queries.LoadPlan:
    files = [("units.csv", units.encode())] + ([("changes.csv", changes.encode())] if changes else [])
    lists = forms.read_lists(files)
    if lists.reasons:
        raise Refusal(lists.reasons)
    return actions.load_units(by=None, versions=lists.versions, changes=lists.changes)


def test_all_faults_are_named_at_once(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    rows = "7,14,village,huyen,Huyện A,nay,\n001,7,commune,xa,Xã A,,\n002,8,commune,xa,Xã B,,\n"
    file.write_text(HEAD + PROVINCE + rows, encoding="utf-8")
    with pytest.raises(CommandError, match="3 lỗi"):
        call_command("load_units", str(file))
    said = capsys.readouterr().err
    # Two in the third line, the unknown superior in the fifth; nothing of the fourth, whose superior was not read.
    assert [line.split(":")[0][-1] for line in said.strip().splitlines()] == ["3", "3", "5"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ((HEAD + PROVINCE).encode("utf-16"), "UTF-16"),
        ("code,name\n14,Tỉnh".encode("utf-16-le"), "UTF-16"),
        (b"code,name_vi\n14,T\xc6nh\xf2 S\xfdn La\n", "CP1258"),
        (b"code,level\n14,province\n", "Thiếu cột parent_code, type, name_vi, valid_from, valid_to"),
        (b"", "Thiếu cột"),
    ],
)
def test_a_file_that_is_no_such_list(data: bytes, words: str) -> None:
    [reason] = forms.read_lists([("a.csv", data)]).reasons
    assert words in str(reason)


def test_a_cell_without_end_is_a_reason_not_a_crash() -> None:
    data = (HEAD + '14,,province,tinh,"Tỉnh ' + "a" * 200_000).encode()
    [reason] = forms.read_lists([("a.csv", data)]).reasons
    assert "quá dài" in str(reason)
    assert reason.place == "a.csv"


def test_decomposed_letters_are_put_together_and_said() -> None:
    import unicodedata

    text = unicodedata.normalize("NFD", HEAD + PROVINCE).encode()
    lists = forms.read_lists([("a.csv", text)])
    assert lists.versions[0].name == "Tỉnh Sơn La"
    assert len(lists.notes) == 1


def test_what_is_on_record_is_only_ever_ended() -> None:
    load(HEAD + PROVINCE + "116,14,district,huyen,Huyện Mai Sơn,,\n")
    plan = load(HEAD + DISTRICT)
    assert list(UnitVersion.objects.order_by("code").values_list("code", "valid_to")) == [
        ("116", D(2025, 6, 30)),
        ("14", OPEN_END),
    ]
    assert (len(plan.new), len(plan.ended)) == (0, 1)
    with pytest.raises(Refusal, match="Cái đã ghi không sửa"):
        load(HEAD + "116,14,district,huyen,Huyện Mai Sơn Mới,,\n")


def test_a_unit_cannot_end_above_what_still_stands_under_it() -> None:
    load(HEAD + PROVINCE + "116,14,district,huyen,Huyện Mai Sơn,,\n001,116,commune,xa,Xã A,,\n")
    with pytest.raises(Refusal, match="Xã A"):
        load(HEAD + DISTRICT)


# --- Any history ---------------------------------------------------------------------------------------------------


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[VersionRow], list[ChangeRow]]:
    """A province and up to six codes, each cut into stretches at random days, with random words about each cut."""
    versions = [VersionRow("1", "", "province", "tinh", "Tỉnh T", BEGINNING, OPEN_END, "1")]
    changes = []
    for n in range(draw(st.integers(1, 6))):
        code = f"{100 + n}"
        cuts = sorted(draw(st.sets(st.integers(0, 40), max_size=3)))
        starts = [BEGINNING] + [D(2021, 1, 1) + cut * DAY for cut in cuts]
        for i, start in enumerate(starts):
            end = starts[i + 1] - DAY if i + 1 < len(starts) else OPEN_END
            name = f"Xã {draw(st.sampled_from('ABC'))}"
            versions.append(VersionRow(code, "1", "commune", "xa", name, start, end, f"{code} {i}"))
            if i and draw(st.booleans()):
                kind = draw(st.sampled_from(["unchanged", "renamed", "merged_into", "split"]))
                changes.append(ChangeRow(code, code, kind, start, place="c"))
    return versions, changes


@settings(max_examples=40, deadline=None)
@given(histories(), st.randoms())
def test_any_history_in_any_order(history: tuple[list[VersionRow], list[ChangeRow]], chance) -> None:  # type: ignore[no-untyped-def]
    from django.db import transaction

    versions, changes = history
    shapes = []
    for _ in range(2):
        with transaction.atomic():
            actions.load_units(by=None, versions=versions, changes=changes)
            shapes.append(shape())
            check_every_day()
            transaction.set_rollback(True)
        chance.shuffle(versions)
        chance.shuffle(changes)
    assert shapes[0] == shapes[1]


def shape() -> object:
    """What was loaded, without the keys: rows grouped by unit, and the successions."""
    units: dict[int, list[tuple[str, datetime.date]]] = {}
    for unit_id, code, first in UnitVersion.objects.order_by("code", "valid_from").values_list(
        "unit_id", "code", "valid_from"
    ):
        units.setdefault(unit_id, []).append((code, first))
    links = Succession.objects.values_list(
        "before__code", "before__valid_from", "after__code", "after__valid_from", "kind"
    )
    return sorted(units.values()), sorted(links)


def check_every_day() -> None:
    for day in sorted({D(2020, 1, 1), *UnitVersion.objects.values_list("valid_from", flat=True)}):
        valid = UnitVersion.objects.filter(valid_from__lte=day, valid_to__gte=day)
        per_unit = Counter(valid.values_list("unit_id", flat=True))
        assert set(per_unit.values()) == {1}
        tree = queries.tree(day)
        assert len(tree.places) == valid.count()
        for place in tree:
            above = tree.superior(place.unit_id)
            assert above is None or place in tree.subtree(above.unit_id)
            assert all(tree.superior(below.unit_id) == place for below in tree.below(place.unit_id))
        assert {p.unit_id for root in tree.roots() for p in tree.subtree(root.unit_id)} == set(tree.places)


# --- Commands --------------------------------------------------------------------------------------------------------


def test_the_commands(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    paths = [str(DATA / name) for name in FILES]
    call_command("load_units", *paths, "--dry-run")
    assert "308" in capsys.readouterr().out
    assert not UnitVersion.objects.exists()
    call_command("load_units", *paths)
    capsys.readouterr()
    call_command("units", "--on", "2021-12-31", "--format", "json")
    rows = json.loads(capsys.readouterr().out)
    assert Counter(row["level"] for row in rows) == {"province": 1, "district": 12, "commune": 204}
    seen: set[str] = set()
    for row in rows:
        assert not row["parent_code"] or row["parent_code"] in seen
        seen.add(row["code"])
    call_command("units", "--on", "2025-07-01", "--format", "csv")
    assert len(list(csv.DictReader(io.StringIO(capsys.readouterr().out)))) == 76
    bad = tmp_path / "bad.csv"
    bad.write_text(HEAD + "9,8,commune,xa,Xã A,,\n", encoding="utf-8")
    with pytest.raises(CommandError, match="1 lỗi"):
        call_command("load_units", str(bad))
    assert "bad.csv, dòng 2" in capsys.readouterr().err
