"""Two years of reports: eight quarters of 204 communes, two years of 12 districts, with lateness, returns and gaps."""

import datetime
from collections.abc import Callable
from decimal import Decimal

from phoihop.base import clock
from phoihop.base.errors import Refusal
from phoihop.duties.actions import open_occurrences
from phoihop.duties.models import Period
from phoihop.ops.demo.data import read
from phoihop.ops.demo.ground import Cast
from phoihop.ops.demo.invent import chance, district_values, filing_moment, pick, quarter_values
from phoihop.ops.demo.standards import failed, shares
from phoihop.ops.demo.story import Story
from phoihop.orgs.models import Post
from phoihop.orgs.queries import Place
from phoihop.reporting import actions
from phoihop.reporting.models import Report
from phoihop.reporting.rules import Typed

QUARTERLY, YEARLY = "BC-XA-QUY", "BC-HUYEN-NAM"
EXPLAINED = "Đã rà lại với sổ của các bản: tăng, giảm do mùa vụ và dịp lễ trong quý."
LAST = "2021-Q4"
LAST_ACCEPTED = datetime.date(2021, 12, 19)
OFTEN_RETURNED = 0.05
TYPED_BY_DISTRICTS = 2020
NEVER_SENT = {"03685", "03790", "03889", "04030", "04189"}
"""Communes whose last report of the year has not come: the leader's page names them."""


def tell(story: Story, cast: Cast) -> None:
    for period in Period.objects.filter(kind__in=["quarter", "year"], year__in=[2020, 2021]).order_by(
        "ends_on", "kind"
    ):
        story.at(datetime.datetime.combine(period.opens_on, datetime.time(1)), _open)
        if period.kind == Period.Kind.QUARTER:
            _quarter(story, cast, period)
        else:
            _year(story, cast, period)


def _open() -> None:
    """What the nightly chore does."""
    open_occurrences(on=clock.today())
    actions.open_reports(on=clock.today())


def _quarter(story: Story, cast: Cast, period: Period) -> None:
    due = next(d.due_on for d in period.dues.all() if d.level == "commune")
    for number, district in enumerate(cast.districts()):
        if period.year == TYPED_BY_DISTRICTS:
            moment = datetime.datetime.combine(due - datetime.timedelta(days=number % 3), datetime.time(14, number))
            story.at(moment, _typing_in(cast, district, period))
            story.at(moment + datetime.timedelta(days=4), _accepting(cast.secretary, cast, district, period))
            continue
        days = set()
        for commune in cast.communes(district):
            if period.label == LAST and commune.code in NEVER_SENT:
                continue
            moment = filing_moment(commune.code, due, period.label)
            newest = period.label == LAST and commune == cast.communes(district)[-1]
            if newest:
                moment = datetime.datetime(2022, 1, 11, 8, 30 + number)
            days.add(moment.date())
            story.at(moment, _filing(cast, commune, period))
            if not newest and chance("return", commune.code, period.label).random() < OFTEN_RETURNED:
                _send_back(story, cast, district, commune, period, moment)
        for day in sorted(days):
            if period.label == LAST and day > LAST_ACCEPTED:
                continue  # what came after is still on the district's desk
            afternoon = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(16, 30))
            story.at(afternoon, _accepting(cast.reviewers[district.code], cast, district, period))


def _typing_in(cast: Cast, district: Place, period: Period) -> Callable[[], None]:
    """In the first year the districts typed in what the communes had sent on paper; the province accepted it."""

    def scene() -> None:
        filings = [
            actions.Filing(
                _report(commune, QUARTERLY, period),
                {code: Typed(amount) for code, amount in _amounts(commune, period).items()},
                _texts(commune, period),
            )
            for commune in cast.communes(district)
        ]
        reviewer = cast.reviewers[district.code]
        try:
            actions.file_reports(by=reviewer, filings=filings)
        except Refusal as refusal:
            actions.file_reports(by=reviewer, filings=_explained(cast, filings, refusal))

    return scene


def _explained(cast: Cast, filings: list[actions.Filing], refusal: Refusal) -> list[actions.Filing]:
    """The same with a remark on every figure the program found odd."""
    asked: dict[str, set[str]] = {}
    for reason in refusal.reasons:
        asked.setdefault(reason.place, set()).add(reason.field.removeprefix("r-"))
    found = []
    for filing in filings:
        cells = dict(filing.cells)
        for code in asked.get(cast.tree.name(filing.report.unit_id), ()):
            cells[code] = Typed(cells[code].amount, EXPLAINED)
        found.append(actions.Filing(filing.report, cells, filing.texts))
    return found


def _filing(cast: Cast, commune: Place, period: Period) -> Callable[[], None]:
    amounts, texts = _amounts(commune, period), _texts(commune, period)
    return lambda: send(cast.clerks[commune.code], _report(commune, QUARTERLY, period), amounts, texts)


def _amounts(commune: Place, period: Period) -> dict[str, Decimal]:
    known = failed(period.year).get(commune.code, {}).get("share")
    recognised = shares(commune.code, period.year) if known else None
    return quarter_values(commune.code, period.year, int(period.label[-1]), recognised=recognised)


def _texts(commune: Place, period: Period) -> dict[str, str]:
    material = read("texts_2021")["communes"]
    return {block: pick(material[block], block, commune.code, period.label) for block in material}


def send(clerk: Post, report: Report, amounts: dict[str, Decimal], texts: dict[str, str]) -> None:
    """File a report as a clerk does: where a figure is odd the program asks, and the clerk explains."""
    cells = {code: Typed(amount) for code, amount in amounts.items()}
    try:
        actions.file_report(by=clerk, report=report, cells=cells, texts=texts)
    except Refusal as refusal:
        asked = {reason.field.removeprefix("r-") for reason in refusal.reasons}
        if not asked <= set(cells):
            raise
        cells |= {code: Typed(amounts[code], EXPLAINED) for code in asked}
        actions.file_report(by=clerk, report=report, cells=cells, texts=texts)


def _accepting(by: Post, cast: Cast, district: Place, period: Period) -> Callable[[], None]:
    """The afternoon of whoever accepts: everything that has come, together."""

    def scene() -> None:
        units = [place.unit_id for place in cast.communes(district)]
        waiting = Report.objects.filter(
            form__code=QUARTERLY, period=period, unit_id__in=units, state=Report.State.SUBMITTED
        ).select_related("form", "period")
        if waiting:
            actions.accept_reports(by=by, reports=list(waiting), odd_too=True)

    return scene


def _send_back(
    story: Story, cast: Cast, district: Place, commune: Place, period: Period, moment: datetime.datetime
) -> None:
    remark = pick(read("texts_2021")["returns"], "remark", commune.code, period.label)
    mended = period.label != LAST or chance("mend", commune.code).random() < 0.5

    def back() -> None:
        report = _report(commune, QUARTERLY, period)
        if report.state == Report.State.SUBMITTED:
            actions.return_report(by=cast.reviewers[district.code], report=report, remark=remark)

    def again() -> None:
        report = _report(commune, QUARTERLY, period)
        if report.state == Report.State.RETURNED:
            amount = quarter_values(commune.code, period.year, int(period.label[-1]))["X04"]
            mended = {"X04": Typed(amount, "Đã rà lại theo ý kiến của cấp trên, số giữ nguyên.")}
            actions.file_report(by=cast.clerks[commune.code], report=report, cells=mended)

    story.at(moment + datetime.timedelta(minutes=55), back)
    if mended:
        story.at(moment + datetime.timedelta(days=1, minutes=20), again)


def _year(story: Story, cast: Cast, period: Period) -> None:
    due = next(d.due_on for d in period.dues.all() if d.level == "district")
    for number, district in enumerate(cast.districts()):
        day = due - datetime.timedelta(days=number % 3) if number != 9 else due + datetime.timedelta(days=4)
        moment = datetime.datetime.combine(day, datetime.time(9 + number % 6, 7 * number % 60))
        story.at(moment, _filing_year(cast, district, period))
        story.at(
            datetime.datetime.combine(due + datetime.timedelta(days=6), datetime.time(15, number)),
            _accepting_year(cast, district, period),
        )
    if period.year == 2021:
        _correction_of_the_year(story, cast, period)


def _filing_year(cast: Cast, district: Place, period: Period) -> Callable[[], None]:
    texts = dict(read("texts_2021")["districts"][district.code])
    if period.year == 2020:
        place = cast.districts().index(district)
        texts = {block: read("texts_2020")[block][place % len(read("texts_2020")[block])] for block in texts}

    def scene() -> None:
        report = _report(district, YEARLY, period)
        send(cast.reviewers[district.code], report, district_values(district.code, period.year), texts)

    return scene


def _accepting_year(cast: Cast, district: Place, period: Period) -> Callable[[], None]:
    def scene() -> None:
        actions.accept_report(by=cast.secretary, report=_report(district, YEARLY, period))

    return scene


def _correction_of_the_year(story: Story, cast: Cast, period: Period) -> None:
    """Two days before the conference one district corrects its year: the accepted one counts until it is accepted."""
    district = cast.tree.by_code("127")
    if district is None:
        raise LookupError("no district 127")

    def scene() -> None:
        report = _report(district, YEARLY, period)
        reason = "Ghi sót một cuộc kiểm tra chung trong tháng 11."
        reviewer = cast.reviewers[district.code]
        actions.reopen_report(by=reviewer, report=report, reason=reason)
        amounts = district_values(district.code, period.year)
        amounts["H06"] += 1
        send(reviewer, _report(district, YEARLY, period), amounts, dict(read("texts_2021")["districts"]["127"]))

    story.at("2022-01-12T10:15", scene)


def _report(place: Place, form: str, period: Period) -> Report:
    return Report.objects.select_related("form__duty", "period").get(
        unit_id=place.unit_id, form__code=form, period=period
    )


def lock_2020(cast: Cast) -> None:
    """In February 2021 the year before is closed; one commune may still mend its last quarter for a month."""
    for period in Period.objects.filter(year=2020, kind__in=["quarter", "year"]):
        form = YEARLY if period.kind == Period.Kind.YEAR else QUARTERLY
        report = Report.objects.filter(form__code=form, period=period).select_related("form").first()
        if report is None:
            continue
        lock = actions.lock_period(by=cast.secretary, form=report.form, period=period)
        if period.label == "2020-Q4":
            place = cast.tree.by_code("03763")
            actions.except_from_lock(
                by=cast.secretary,
                lock=lock,
                unit_id=place.unit_id if place else 0,
                until=datetime.date(2021, 3, 15),
                reason="Xã đang kiểm tra lại số khu dân cư đăng ký.",
            )
