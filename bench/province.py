"""The measuring province: the real units of Sơn La, five years of months, forty indicators: half a million values.

The numbers are made by a fixed rule (see `amount`), so that every run measures the same.
"""

import calendar
import datetime
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from phoihop.accounts.models import User
from phoihop.duties.models import Period
from phoihop.orgs import actions as orgs
from phoihop.orgs import forms
from phoihop.orgs.models import Body, Holding, Person, Post
from phoihop.orgs.queries import Place, tree
from phoihop.reporting.actions import open_reports
from phoihop.reporting.models import Form, FormLine, Indicator, IndicatorRule, Report, Revision, Value

YEARS = (2017, 2018, 2019, 2020, 2021)
INDICATORS = 40
DAY = datetime.date(2022, 1, 13)
CODES = [f"K{number:02d}" for number in range(1, INDICATORS + 1)]
DATA = Path(__file__).resolve().parent.parent / "phoihop" / "orgs" / "data" / "sonla"


def amount(unit: int, month: int, indicator: int) -> Decimal:
    """A number between 0 and 96 that no two neighbours share."""
    return Decimal((unit * 7 + month * 13 + indicator * 29) % 97)


def build(say: Callable[[str], None]) -> None:
    """Fill an empty database once; a second call finds it filled and does nothing."""
    if Value.objects.exists():
        return
    say("building the measuring province: half a million values, about a minute")
    with transaction.atomic():
        lists = forms.read_lists((path.name, path.read_bytes()) for path in sorted(DATA.glob("unit*_*.csv")))
        orgs.load_units(by=None, versions=lists.versions, changes=lists.changes)
        post = _secretary()
        form = _form()
        for year in YEARS:
            _year(form, year, post)
        # What the loading measures: a month whose reports are still open.
        _period("2022-01", "month", 2022, datetime.date(2022, 1, 1), datetime.date(2022, 1, 31), None)
        open_reports(on=datetime.date(2022, 1, 5))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # as autovacuum would within the minute
            cursor.execute("ANALYZE")


def province() -> Place:
    """The province as it stood on the measuring day."""
    return next(place for place in tree(DAY).roots() if place.level == "province")


def browser() -> Client:
    """A browser in which the secretary has signed in."""
    client = Client(raise_request_exception=True)
    client.force_login(User.objects.get(username="secretary"))
    return client


def secretary() -> Post:
    post = Post.objects.select_related("body").get(role="secretary")
    post.acting_user_id = User.objects.get(username="secretary").pk
    return post


def _secretary() -> Post:
    root = province()
    body = Body.objects.create(unit_id=root.unit_id, kind=Body.Kind.POLICE_COMMITTEE, name_vi="Đảng ủy Công an tỉnh")
    post = Post.objects.create(body=body, title_vi="Thư ký quy chế", role="secretary")
    person = Person.objects.create(user=User.objects.create_user(username="secretary"))
    Holding.objects.create(person=person, post=post)
    return post


def _form() -> Form:
    form = Form.objects.create(code="K-THANG", title_vi="Báo cáo tháng", level="commune", every="month")
    for order, code in enumerate(CODES):
        indicator = Indicator.objects.create(code=code, name_vi=f"Chỉ tiêu {code}", measure_vi="vụ", order=order)
        IndicatorRule.objects.create(indicator=indicator, kind="entered")
        FormLine.objects.create(form=form, order=order, indicator=indicator, required=False)
    return form


def _year(form: Form, year: int, post: Post) -> None:
    whole = _period(str(year), "year", year, datetime.date(year, 1, 1), datetime.date(year, 12, 31), None)
    indicators = list(Indicator.objects.order_by("order"))
    for month in range(1, 13):
        last = datetime.date(year, month, calendar.monthrange(year, month)[1])
        period = _period(f"{year}-{month:02d}", "month", year, last.replace(day=1), last, whole)
        at = timezone.make_aware(datetime.datetime.combine(last, datetime.time(9)))
        places = [place for place in tree(last) if place.level == "commune"]
        said = {"due_on": last, "submitted_at": at, "first_submitted_at": at, "submitted_by": post}
        reports = Report.objects.bulk_create(
            [Report(unit_id=p.unit_id, form=form, period=period, state="submitted", **said) for p in places]
        )
        revisions = Revision.objects.bulk_create(
            [Revision(report=report, number=1, sealed_at=at, sealed_by=post) for report in reports]
        )
        Value.objects.bulk_create(
            [
                Value(revision=revision, indicator=indicator, amount=amount(row, year * 12 + month, column))
                for row, revision in enumerate(revisions)
                for column, indicator in enumerate(indicators)
            ],
            batch_size=2000,
        )
        for report, revision in zip(reports, revisions, strict=True):
            report.state, report.accepted_at, report.counted_revision = "accepted", at, revision
        Report.objects.bulk_update(reports, ["state", "accepted_at", "counted_revision"], batch_size=100)


def _period(
    label: str, kind: str, year: int, first: datetime.date, last: datetime.date, part_of: Period | None
) -> Period:
    return Period.objects.create(
        label=label,
        kind=kind,
        year=year,
        name_vi=f"Kỳ {label}",
        starts_on=first,
        ends_on=last,
        opens_on=first,
        part_of=part_of,
    )
