"""Reads: periods and their due days, a regulation as its text stands on a day, and how far its duties are covered."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Prefetch, Q
from django.db.models.functions import TruncDate

from phoihop.base import clock
from phoihop.duties.formulas import due_day
from phoihop.duties.models import Article, ArticleVersion, ClauseWaiver, Duty, Occurrence, Period, Regulation
from phoihop.orgs.models import UnitVersion
from phoihop.orgs.queries import tree


def period(label: str) -> Period:
    """The period with this label ("2021", "2021-Q4"); raises Period.DoesNotExist."""
    return Period.objects.prefetch_related("dues").get(label=label)


def year_period(year: int) -> Period:
    """The reporting year; raises Period.DoesNotExist."""
    return Period.objects.prefetch_related("dues").get(kind=Period.Kind.YEAR, year=year)


def parts(whole: Period, kind: str | None = None) -> list[Period]:
    """The periods that add up to `whole`, the earliest first: its direct parts, or those of a kind however deep.

    One statement a layer.
    """
    layer = list(whole.parts.order_by("starts_on"))
    if kind is None:
        return layer
    found = []
    while layer:
        found += [p for p in layer if p.kind == kind]
        deeper = [p for p in layer if p.kind != kind]
        layer = list(Period.objects.filter(part_of__in=deeper).order_by("starts_on")) if deeper else []
    return sorted(found, key=lambda p: p.starts_on)


def periods(*, year: int | None = None, kind: str | None = None) -> list[Period]:
    """On record, the latest year first and within it wholes before parts; due days loaded. Two statements."""
    rows = Period.objects.prefetch_related("dues")
    if year is not None:
        rows = rows.filter(year=year)
    if kind is not None:
        rows = rows.filter(kind=kind)
    order = {kind: n for n, kind in enumerate(_WHOLES_FIRST)}
    return sorted(rows, key=lambda p: (-p.year, order[p.kind], p.starts_on))


_WHOLES_FIRST = ("year", "standard_year", "half", "nine_months", "quarter", "month", "ad_hoc")


def years() -> list[int]:
    """Years that have periods, the latest first."""
    return list(Period.objects.values_list("year", flat=True).distinct().order_by("-year"))


def current_year(on: datetime.date) -> int:
    """The latest year of which anything may be entered by that day; the calendar's year where nothing is on record."""
    opened = Period.objects.filter(opens_on__lte=on).order_by("-year").values_list("year", flat=True).first()
    return opened or on.year


def year_end(year: int) -> datetime.date:
    """The cut-off of the reporting year, or the last day of the calendar year where no such period is on record."""
    cut_off = Period.objects.filter(kind=Period.Kind.YEAR, year=year).values_list("ends_on", flat=True).first()
    return cut_off or datetime.date(year, 12, 31)


def open_periods(on: datetime.date) -> list[Period]:
    """Periods whose figures may be entered by that day, the latest cut-off first."""
    return list(Period.objects.filter(opens_on__lte=on).prefetch_related("dues").order_by("-ends_on", "kind"))


def due_on(period: Period, level: str) -> datetime.date:
    """The day by which a level owes its report of the period: as recorded, else as usual."""
    return next((due.due_on for due in period.dues.all() if due.level == level), due_day(period.ends_on, level))


def levels_on(day: datetime.date) -> list[str]:
    """The levels of units in the tree on that day, from the top down."""
    present = {place.level for place in tree(day)}
    return [level for level in UnitVersion.Level.values if level in present]


def owed_by(on: datetime.date) -> list[tuple[Duty, Period]]:
    """Duties of kind report, with the periods open by that day at whose cut-off both they and their regulation hold."""
    duties = list(Duty.objects.filter(kind=Duty.Kind.REPORT).select_related("article__regulation"))
    opened = open_periods(on)
    return [
        (duty, period)
        for duty in duties
        for period in opened
        if period.kind == duty.every
        and duty.valid_from <= period.ends_on <= duty.valid_to
        and duty.article.regulation.term_from <= period.ends_on <= duty.article.regulation.term_to
    ]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of one duty: how many times expected, received, received by the due day, and missing past it."""

    expected: int = 0
    received: int = 0
    on_time: int = 0
    late: int = 0

    @property
    def waiting(self) -> int:
        """Not received and not yet due."""
        return self.expected - self.received - self.late


def coverage(
    duties: Iterable[Duty],
    *,
    year: int,
    unit_ids: Iterable[int] | None = None,
    on: datetime.date | None = None,
) -> dict[int, Coverage]:
    """Duty number → what was expected in the periods of a year and what came, among these units. One statement."""
    day = on or clock.today()
    rows = Occurrence.objects.filter(duty__in=list(duties), period__year=year)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=list(unit_ids))
    counted = (
        rows.annotate(came_on=TruncDate("fulfilled_at"))
        .values("duty_id")
        .annotate(
            expected=Count("id"),
            received=Count("id", filter=Q(fulfilled_at__isnull=False)),
            on_time=Count("id", filter=Q(came_on__lte=F("due_on"))),
            late=Count("id", filter=Q(fulfilled_at=None, due_on__lt=day)),
        )
    )
    return {row["duty_id"]: Coverage(row["expected"], row["received"], row["on_time"], row["late"]) for row in counted}


@dataclass(frozen=True, slots=True)
class Line:
    """One place of a regulation's text on a day: its wording then, all its wordings, the duties it gives rise to."""

    article: Article
    depth: int
    wording: ArticleVersion | None
    wordings: list[ArticleVersion]
    duties: list[Duty]
    is_leaf: bool
    parent: Article | None = None

    @property
    def label(self) -> str:
        """ "Điều 5.", "2.", "b)": as the text itself numbers its places."""
        kind, number = self.article.kind, self.article.number
        if kind in {Article.Kind.CHAPTER, Article.Kind.ARTICLE}:
            return f"{self.article.get_kind_display().capitalize()} {number}."
        return f"{number})" if kind == Article.Kind.POINT else f"{number}."

    @property
    def place(self) -> str:
        """ "khoản 2, điều 5"."""
        above = f", {self.parent.get_kind_display()} {self.parent.number}" if self.parent else ""
        return f"{self.article.get_kind_display()} {self.article.number}{above}"

    @property
    def waiver(self) -> ClauseWaiver | None:
        """Who answers for its giving rise to no duty, and why."""
        return getattr(self.article, "waiver", None)

    @property
    def is_orphan(self) -> bool:
        """A clause in force with nothing under it, no duty, and nobody who says that it needs none: forgotten."""
        bare = self.is_leaf and self.wording is not None and not self.duties and self.article.kind != "chapter"
        return bare and self.waiver is None


def outline(regulation: Regulation, on: datetime.date) -> list[Line]:
    """The regulation's text on a day, from top to bottom, with the duties in force that day. Three statements."""
    in_force = Duty.objects.filter(valid_from__lte=on, valid_to__gte=on).order_by("code")
    rows = list(
        regulation.articles.select_related("waiver")
        .order_by("order")
        .prefetch_related(
            Prefetch("versions", ArticleVersion.objects.order_by("valid_from")), Prefetch("duties", in_force)
        )
    )
    by_key = {article.pk: article for article in rows}
    parents = {article.parent_id for article in rows}
    depth: dict[int | None, int] = {None: -1}
    lines = []
    for article in rows:
        depth[article.pk] = depth[article.parent_id] + 1
        wordings = list(article.versions.all())
        wording = next((w for w in wordings if w.valid_from <= on <= w.valid_to), None)
        duties = list(article.duties.all())
        above = by_key.get(article.parent_id or 0)
        lines.append(Line(article, depth[article.pk], wording, wordings, duties, article.pk not in parents, above))
    return lines


def regulations() -> list[Regulation]:
    """All of them, the latest term first, sides loaded. Two statements."""
    return list(Regulation.objects.prefetch_related("sides").order_by("-term_from", "code"))


def late_on(day: datetime.date, unit_ids: Iterable[int]) -> list[Occurrence]:
    """What these units owed before that day and have not done, the longest overdue first. One statement."""
    rows = Occurrence.objects.select_related("duty", "period").filter(unit_id__in=list(unit_ids), fulfilled_at=None)
    return list(rows.filter(due_on__lt=day).order_by("due_on", "unit_id"))
