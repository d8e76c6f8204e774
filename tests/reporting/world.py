"""A province made for figures: districts, communes of several types, a year of quarters, counted reports, rulings."""

import datetime
import itertools
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone

from phoihop.duties.models import Period
from phoihop.orgs.models import Body, Post, Unit, UnitVersion
from phoihop.registers.models import CriteriaSet, Ruling, StandardResult
from phoihop.reporting.models import Decision, Form, FormLine, Indicator, IndicatorRule, Report, Revision, Value

AT = timezone.make_aware(datetime.datetime(2021, 12, 20, 8, 0))
TYPES = ("xa", "xa", "xa", "phuong", "thi_tran")


@dataclass
class World:
    province: int
    districts: dict[int, list[int]]
    types: dict[int, str]
    year: Period
    quarters: list[Period]
    post: Post
    random: random.Random
    forms: dict[str, Form] = field(default_factory=dict)

    @property
    def communes(self) -> list[int]:
        return [c for below in self.districts.values() for c in below]

    def indicator(self, code: str, kind: str, **rule: object) -> Indicator:
        made = Indicator.objects.create(code=code, name_vi=f"Chỉ tiêu {code}", measure_vi="đơn vị")
        IndicatorRule.objects.create(indicator=made, kind=kind, **rule)
        return made

    def form(self, every: str, *indicators: Indicator, level: str = "commune") -> Form:
        form = Form.objects.create(code=f"F{len(self.forms)}", title_vi="Biểu", level=level, every=every)
        for order, indicator in enumerate(indicators):
            FormLine.objects.create(form=form, order=order, indicator=indicator)
        self.forms[form.code] = form
        return form

    def report(
        self,
        unit: int,
        form: Form,
        period: Period,
        amounts: dict[Indicator, object],
        *,
        at: datetime.datetime = AT,
        counted: bool = True,
    ) -> Report:
        """A report with one more sealed revision, accepted at an instant (or only sent)."""
        report, _new = Report.objects.get_or_create(
            unit_id=unit, form=form, period=period, defaults={"due_on": period.ends_on}
        )
        number = report.revisions.count() + 1
        revision = Revision.objects.create(report=report, number=number, sealed_at=at, sealed_by=self.post)
        Value.objects.bulk_create(
            Value(revision=revision, indicator=i, amount=None if a is None else Decimal(str(a)))
            for i, a in amounts.items()
        )
        if counted:
            Decision.objects.create(revision=revision, by=self.post, at=at, kind="accept")
            report.counted_revision = revision
            report.save()
        return report

    def rule_on(self, passed: dict[int, bool]) -> None:
        """Decided results of the standard year."""
        criteria, _new = CriteriaSet.objects.get_or_create(
            code="TT23",
            defaults={"name_vi": "TT 23/2012", "basis": "TT 23/2012", "valid_from": datetime.date(2012, 1, 1)},
        )
        standard, _new = Period.objects.get_or_create(
            label="2021-ANTT",
            defaults={
                "kind": "standard_year",
                "year": 2021,
                "name_vi": "2021",
                "starts_on": datetime.date(2020, 11, 16),
                "ends_on": datetime.date(2021, 11, 15),
                "opens_on": datetime.date(2021, 11, 1),
            },
        )
        for unit, yes in passed.items():
            result, new = StandardResult.objects.get_or_create(
                unit_id=unit, period=standard, defaults={"criteria_set": criteria}
            )
            ruling = Ruling.objects.create(
                result=result,
                passed=yes,
                number="2415/QĐ-UBND",
                decided_on=datetime.date(2021, 12, 1),
                reason="" if yes else "Chưa đủ tiêu chí",
                by=self.post,
                at=AT if new else AT + datetime.timedelta(days=10),
            )
            StandardResult.objects.filter(pk=result.pk).update(ruling=ruling, state="decided", assessed_at=AT)


def unit(level: str, kind: str, code: str, parent: int | None, name: str = "", **version: object) -> int:
    made = Unit.objects.create()
    UnitVersion.objects.create(
        unit=made, level=level, type=kind, code=code, parent_id=parent, name_vi=name or f"{kind} {code}", **version
    )
    return made.pk


def build(communes: int, seed: int = 1) -> World:
    """A province with two districts or more over so many communes."""
    dice = random.Random(seed)
    province = unit("province", "tinh", "90", None)
    types: dict[int, str] = {}
    districts: dict[int, list[int]] = {}
    for d in range(max(2, communes // 8)):
        districts[unit("district", "huyen", f"9{d:02}", province)] = []
    for c, district in enumerate(dice.choices(list(districts), k=communes)):
        kind = dice.choice(TYPES)
        made = unit("commune", kind, f"9{c:04}", district)
        types[made] = kind
        districts[district].append(made)
    body = Body.objects.create(unit_id=province, kind="police_committee", name_vi="Đảng ủy Công an tỉnh")
    post = Post.objects.create(body=body, title_vi="Thư ký", role="secretary")
    return World(province, districts, types, *_periods(), post, dice)


def _periods() -> tuple[Period, list[Period]]:
    day = datetime.date
    year = _period("2021", "year", day(2020, 12, 15), day(2021, 12, 14), None)
    edges = [day(2020, 12, 15), day(2021, 3, 15), day(2021, 6, 15), day(2021, 9, 15), day(2021, 12, 15)]
    quarters = [
        _period(f"2021-Q{n}", "quarter", start, end - datetime.timedelta(days=1), year)
        for n, (start, end) in enumerate(itertools.pairwise(edges), 1)
    ]
    return year, quarters


def _period(label: str, kind: str, starts: datetime.date, ends: datetime.date, whole: Period | None) -> Period:
    return Period.objects.create(
        label=label, kind=kind, year=2021, name_vi=label, starts_on=starts, ends_on=ends, opens_on=ends, part_of=whole
    )


def total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """A sum by hand, None when there is nothing to sum."""
    there = [a for a in amounts if a is not None]
    return sum(there, Decimal(0)) if there else None
