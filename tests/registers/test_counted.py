"""The sets of matters and key areas, recounted by hand from random lives at any moment."""

import datetime
import random
from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from phoihop.base import clock
from phoihop.duties.models import Period
from phoihop.orgs.models import Succession, UnitVersion
from phoihop.registers import actions
from phoihop.registers.models import Matter
from phoihop.registers.queries import record_sources, records
from tests.cast import DAY
from tests.registers.conftest import Year
from tests.registers.world import PDF, areas, matter


@dataclass
class Told:
    """What was written of a matter, and when: due days and settlements, in order."""

    unit: str
    opened: datetime.date
    due: list[tuple[datetime.date, datetime.date]]
    settled: list[tuple[datetime.date, datetime.date | None]]

    def known(self, until: datetime.date) -> tuple[datetime.date, datetime.date | None] | None:
        """(due, settled) as written by the end of that day; None while it was not yet recorded."""
        dues = [due for at, due in self.due if at <= until]
        turns = [settled for at, settled in self.settled if at <= until]
        return (dues[-1], turns[-1] if turns else None) if dues else None


def tell(year: Year, rnd: random.Random, unit: str) -> Told:
    """A matter's life through the verbs, on its own days."""
    clerk = getattr(year.cast, f"clerk_{unit}")
    reviewer = getattr(year.cast, f"reviewer_{unit[0]}")
    day = datetime.date(2020, 11, 1) + datetime.timedelta(days=rnd.randint(0, 420))
    due = day + datetime.timedelta(days=rnd.randint(0, 60))
    with clock.standing_at(day):
        made = matter(clerk, day, due)
    told = Told(unit, day, [(day, due)], [])
    for _ in range(rnd.randint(0, 4)):
        day += datetime.timedelta(days=rnd.randint(1, 40))
        if day > DAY:
            break
        with clock.standing_at(day):
            made.refresh_from_db()
            if made.state == "resolved":
                due = day + datetime.timedelta(days=rnd.randint(0, 40))
                actions.reopen_matter(by=clerk, matter=made, reason="Phát sinh lại", due_on=due)
                told.due.append((day, due))
                told.settled.append((day, None))
            elif rnd.random() < 0.3:
                due = day + datetime.timedelta(days=rnd.randint(1, 40))
                if due != made.due_on:
                    actions.change_due(by=reviewer, matter=made, due_on=due, reason="Chờ đo đạc")
                    told.due.append((day, due))
            else:
                actions.resolve_matter(by=clerk, matter=made, resolved_on=day, result="Xong")
                told.settled.append((day, day))
    return told


@pytest.mark.parametrize("seed", range(5))
def test_random_matters_recounted_by_hand_at_any_moment(year: Year, seed: int) -> None:
    """In time lies within due, so that their share cannot pass 100 %, on every day and in every branch."""
    rnd = random.Random(seed)
    lives = [tell(year, rnd, rnd.choice(["a1", "a2", "b1"])) for _ in range(40)]
    labels = list(Matter.objects.order_by("pk").values_list("code", flat=True))
    first, last = year.period.starts_on, year.period.ends_on
    for until in (DAY, datetime.date(2021, 5, 3), datetime.date(2021, 12, 14), datetime.date(2020, 12, 1)):
        day, due, late, in_time = min(last, until), set(), set(), set()
        for code, life in zip(labels, lives, strict=True):
            known = life.known(until)
            if known is None or life.opened > day:
                continue
            owed, settled = known
            if first <= owed <= day or (settled is not None and first <= settled <= day):
                due.add(code)
                in_time |= {code} if settled is not None and settled <= owed else set()
            if owed < day and (settled is None or settled > day) and day >= first:
                late.add(code)
        as_of = None if until == DAY else until
        for units in (year.branch("province"), year.branch("a"), year.branch("b")):
            mine = {code for code, life in zip(labels, lives, strict=True) if year.cast.units[life.unit].pk in units}

            def got(name: str, units: list[int] = units, as_of: datetime.date | None = as_of) -> set[str]:
                return {record.label.split(" · ")[0] for record in records(name, year.period, units, as_of)}

            assert got("matters.due") == due & mine
            assert got("matters.resolved_in_time") == in_time & mine
            assert got("matters.open_late") == late & mine
            assert got("matters.resolved_in_time") <= got("matters.due")
            found = record_sources("matters.due", year.period, units, as_of)
            words = {s.label.split(" · ")[0]: s.result_word for s in found}
            assert {code for code, word in words.items() if word == "giải quyết đúng hạn"} == in_time & mine
            assert set(words) == due & mine
            settled_ones = [s for s in found if s.decided_on]
            assert all(s.decided_by.startswith("Cán bộ tổng hợp, ") and s.decided_at for s in settled_ones)


def test_areas_chosen_and_converted_by_hand_and_as_of_a_day(year: Year) -> None:
    cast, put_in, out = year.cast, datetime.date(2021, 3, 1), datetime.date(2021, 12, 20)
    with clock.standing_at(put_in):
        made = areas(cast, {"a1": ["ma_tuy", "ttxh"], "a2": ["ttxh"], "b1": ["kinh_te"]}, day=put_in)
    for unit, clerk in (("a1", cast.clerk_a1), ("b1", cast.clerk_b1)):
        with clock.standing_at(datetime.date(2021, 11, 1)):
            actions.report_conversion(
                by=clerk, area=made[unit], converted_on=datetime.date(2021, 10, 30), result="Ổn định",
                file=SimpleUploadedFile("bc.pdf", PDF), title="Báo cáo",
            )  # fmt: skip
    with clock.standing_at(out):
        actions.take_out_areas(
            by=cast.secretary, number="90/QĐ", decided_on=out, areas=made.values(),
            converted={made["b1"].pk: False}, reasons={made[u].pk: "Còn phức tạp" for u in ("a2", "b1")},
        )  # fmt: skip

    def names(name: str, unit: str = "province", as_of: datetime.date | None = None) -> set[str]:
        return {record.label for record in records(name, year.period, year.branch(unit), as_of)}

    assert names("areas.chosen") == {"Xã Nà Pang", "Thị trấn Chợ Mới", "Xã Bản Lầu"}
    assert names("areas.converted") == {"Xã Nà Pang"}
    assert names("areas.chosen", "b") == {"Xã Bản Lầu"}
    before = out - datetime.timedelta(days=1)
    assert names("areas.converted", as_of=before) == set()
    assert names("areas.chosen", as_of=before) == names("areas.chosen")
    assert names("areas.chosen", as_of=datetime.date(2021, 2, 28)) == set()
    [source] = record_sources("areas.converted", year.period, year.branch("province"))
    assert (source.decision_number, source.decided_on, source.result_word) == ("90/QĐ", out, "đã chuyển hóa")
    assert [proof[0] for proof in source.evidence] == ["Báo cáo"]
    words = {s.label: s.result_word for s in record_sources("areas.chosen", year.period, year.branch("province"))}
    assert words["Xã Bản Lầu"] == "đưa ra, chưa chuyển hóa"
    quarter = Period(kind=Period.Kind.QUARTER, year=2021, starts_on=put_in, ends_on=out)
    assert records("areas.chosen", quarter, year.branch("province")) == []


def test_what_a_merged_unit_left_counts_once_where_it_went(year: Year) -> None:
    made = matter(year.cast.clerk_a1, datetime.date(2021, 6, 1), datetime.date(2021, 7, 1))
    reform = datetime.date(2021, 10, 1)
    before = UnitVersion.objects.get(unit=year.cast.units["a1"])
    into = UnitVersion.objects.get(unit=year.cast.units["b1"])
    UnitVersion.objects.filter(pk=before.pk).update(valid_to=reform - datetime.timedelta(days=1))
    Succession.objects.create(before=before, after=into, kind="merged_into", effective_on=reform)
    [record] = records("matters.due", year.period, year.branch("province"))
    assert (record.pk, record.unit_id) == (made.pk, year.cast.units["b1"].pk)
    assert records("matters.due", year.period, year.branch("a")) == []
    assert len(record_sources("matters.due", year.period, year.branch("b"))) == 1
