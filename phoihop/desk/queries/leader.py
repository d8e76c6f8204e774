"""The leader's page: the year's figures beside last year's, the branch at a glance, and three lists."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from phoihop.annual.queries import headline_codes
from phoihop.base import clock
from phoihop.base.addresses import address
from phoihop.base.charts import Bar, Tile, bar_chart, spark_line, tile_map
from phoihop.base.numbers import due_in_words, format_change
from phoihop.base.text import named
from phoihop.duties import queries as duties
from phoihop.duties.calendar import working_days_between
from phoihop.duties.models import Period
from phoihop.orgs.formulas import TYPE_WORDS
from phoihop.orgs.models import Post
from phoihop.orgs.queries import Place, Tree, tree
from phoihop.orgs.queries.sketch import tiles
from phoihop.reporting.figures import Figure, Table, tables
from phoihop.reporting.models import Indicator, IndicatorRule, Text
from phoihop.reporting.queries import late_on

WORSE_SHOWN = LATE_SHOWN = 10
CARDS = 6


@dataclass(frozen=True, slots=True)
class Card:
    """A figure of the year beside last year's."""

    name: str
    text: str
    fraction: str
    before: str
    change: str
    tone: str
    spark: Markup
    url: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of one of the lists: which unit, what, how much, and where it opens."""

    unit: str
    unit_url: str
    what: str
    how: str
    url: str


@dataclass(frozen=True)
class View:
    """Everything on the page, worked out from the same few statements whatever the number of units."""

    place: Place
    period: Period
    cards: list[Card]
    chosen: Indicator
    choices: list[Indicator]
    picture: Markup
    bars: Markup
    rows: list[Fact]
    late: list[Fact]
    late_more: int
    worse: list[Fact]
    promised: list[Fact]


def view(post: Post, period: Period, chosen: str) -> View | None:
    """The page for the post's own unit and those directly below it; None when the unit was not there."""
    stood = tree(period.ends_on)
    place = stood.get(post.body.unit_id)
    if place is None:
        return None
    below = stood.below(place.unit_id)
    codes = headline_codes()
    known = {i.code: i for i in Indicator.objects.all()}
    rules = IndicatorRule.objects.filter(kind=IndicatorRule.Kind.SHARE, indicator__rising_is__gt=0)
    shares = list(rules.order_by("indicator__order").values_list("indicator__code", flat=True))
    codes.sort(key=lambda c: c not in shares)
    choices = [known[c] for c in codes]
    watched = list(dict.fromkeys([*codes, *shares]))
    code = chosen if chosen in codes else codes[0] if codes else ""
    years = list(Period.objects.filter(kind=period.kind, year__lte=period.year).order_by("year"))[-5:]
    per_year = tables(watched, years, [place.unit_id, *(p.unit_id for p in below)])
    now, before = per_year[-1], per_year[-2] if len(per_year) > 1 else None
    late, more = _late(post, place, stood)
    return View(
        place=place,
        period=period,
        cards=[_card(known[c], [t.figure(place.unit_id, c) for t in per_year], place) for c in codes[:CARDS]],
        chosen=known[code] if code else Indicator(),
        choices=choices,
        picture=_picture(known[code], now, below) if code else Markup(""),
        bars=_bars(known[code], now, before, below) if code else Markup(""),
        rows=[_row(p, now.figure(p.unit_id, code)) for p in below] if code else [],
        late=late,
        late_more=more,
        worse=_worse([known[c] for c in watched], now, before, below),
        promised=_promised(period, below),
    )


def sources_url(code: str, period: Period, place: Place) -> str:
    return f"{reverse('reporting:sources', args=[code, period.label])}?unit={place.code}"


def _unit_url(place: Place) -> str:
    return reverse("desk:unit", args=[place.unit_id])


def _card(indicator: Indicator, line: Sequence[Figure], place: Place) -> Card:
    now, before = line[-1], line[-2] if len(line) > 1 else None
    change, tone = "", "empty"
    if before is not None and now.value is not None and before.value is not None:
        difference = now.value - before.value
        change = format_change(difference, now.rule.decimals if now.rule else 0)
        if difference and indicator.rising_is:
            tone = "accepted" if (difference > 0) == (indicator.rising_is > 0) else "late"
    name = named(indicator, "name")
    values = [figure.value for figure in line]
    spark = spark_line(values, _("%(name)s qua các năm") % {"name": name})
    last = before.text if before is not None else ""
    return Card(
        name, now.text, now.fraction_text, last, change, tone, spark, sources_url(indicator.code, now.period, place)
    )


def _picture(indicator: Indicator, now: Table, below: Sequence[Place]) -> Markup:
    """Equal tiles where each unit lies roughly: a sketch, and its description says so."""
    spots = tiles(below)
    drawn = []
    for place in below:
        if place.unit_id not in spots:
            continue
        row, col = spots[place.unit_id]
        figure = now.figure(place.unit_id, indicator.code)
        tone = _tone(indicator, figure, [now.figure(p.unit_id, indicator.code).value for p in below])
        drawn.append(
            Tile(
                place.code,
                row,
                col,
                place.name[len(TYPE_WORDS[place.type]) + 1 :],
                figure.text,
                tone,
                _unit_url(place),
            )
        )
    if not drawn:
        return Markup("")
    said = _("Ô vuông sơ đồ, không phải ranh giới hành chính.")
    return tile_map(named(indicator, "name"), drawn, said, side=86)


def _tone(indicator: Indicator, figure: Figure, values: Sequence[Decimal | None]) -> str:
    """Five steps from the least to the most among the units shown; where rising is bad, dark is bad."""
    known = [v for v in values if v is not None]
    if figure.value is None or not known:
        return "none"
    low, high = min(known), max(known)
    if figure.is_share:
        return "good" if figure.value >= 100 else "warn" if figure.value >= 90 else "bad"
    if indicator.rising_is < 0 and not figure.value:
        return "good"
    step = 1 if high == low else 1 + int(4 * (figure.value - low) / (high - low))
    return f"tone-{step}"


def _bars(indicator: Indicator, now: Table, before: Table | None, below: Sequence[Place]) -> Markup:
    bars = []
    for place in below:
        figure = now.figure(place.unit_id, indicator.code)
        last = before.figure(place.unit_id, indicator.code).value if before else None
        bars.append(
            Bar(
                place.name,
                figure.value or 0,
                figure.text,
                before=last,
                url=sources_url(indicator.code, now.period, place),
            )
        )
    return bar_chart(named(indicator, "name"), bars, _("Thanh mảnh ở dưới là năm trước."))


def _row(place: Place, figure: Figure) -> Fact:
    what = " · ".join(text for text in (figure.fraction_text, figure.text) if text)
    return Fact(place.name, _unit_url(place), what, "", sources_url(figure.code, figure.period, place))


def _late(post: Post, place: Place, stood: Tree) -> tuple[list[Fact], int]:
    """Reports and shares of work past their day in the branch, the longest overdue first. Three statements."""
    today = clock.today()
    reports = late_on(today, [p.unit_id for p in stood.subtree(place.unit_id)])
    shares = duties.selection(post, {"dv": str(place.unit_id), "chon": "overdue"}).rows
    rows: list[tuple[datetime.date, int, str, str]] = []
    for report in reports[:LATE_SHOWN]:
        url = address("reporting:report", report.pk)
        rows.append((report.due_on, report.unit_id, named(report.period, "name"), url))
    for share in shares[:LATE_SHOWN]:
        rows.append((share.due_on, share.unit_id, named(share.task, "title"), address("tasks:share", share.pk)))
    names, day, found = duties.unit_names(), tree(today), []
    for due_on, unit_id, what, url in sorted(rows, key=lambda row: row[0])[:LATE_SHOWN]:
        above = day.superior(unit_id) or stood.superior(unit_id)
        name = names.get(unit_id, "")
        unit = f"{name}, {above.name}" if above and above.unit_id != place.unit_id else name
        how = due_in_words(due_on, today, working_days_between(today, due_on))
        found.append(Fact(unit, address("desk:unit", unit_id), what, how, url))
    return found, len(reports) + shares.count() - len(found)


def _worse(choices: Sequence[Indicator], now: Table, before: Table | None, below: Sequence[Place]) -> list[Fact]:
    """Where a figure that should rise fell against last year, or the other way round; the greatest part first."""
    if before is None:
        return []
    found = []
    for indicator in choices:
        for place in below:
            figure, last = now.figure(place.unit_id, indicator.code), before.figure(place.unit_id, indicator.code)
            if not indicator.rising_is or figure.value is None or last.value is None:
                continue
            step = (figure.value - last.value) * indicator.rising_is
            if step < 0:
                how = _("%(now)s, năm trước %(before)s") % {"now": figure.text, "before": last.text}
                fact = Fact(
                    place.name,
                    _unit_url(place),
                    named(indicator, "name"),
                    how,
                    sources_url(indicator.code, now.period, place),
                )
                found.append((step / abs(last.value) if last.value else step, fact))
    return [fact for _part, fact in sorted(found, key=lambda pair: pair[0])[:WORSE_SHOWN]]


def _promised(period: Period, below: Sequence[Place]) -> list[Fact]:
    """What the units directly below said they would do next year, in their accepted reports."""
    rows = Text.objects.filter(
        revision__report__period=period,
        revision__report__unit__in=[p.unit_id for p in below],
        revision__report__counted_revision=F("revision"),
        block__code="phuong_huong",
    ).select_related("revision__report")
    words = {text.revision.report.unit_id: text for text in rows if text.body}
    return [
        Fact(
            p.name,
            _unit_url(p),
            words[p.unit_id].body,
            "",
            reverse("reporting:report", args=[words[p.unit_id].revision.report_id]),
        )
        for p in below
        if p.unit_id in words
    ]
