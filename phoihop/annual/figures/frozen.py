"""What an issued paper quoted, written once and read for ever."""

from collections.abc import Collection
from typing import Any

from phoihop.annual.figures.book import Book, Quote, member_of
from phoihop.annual.formulas.tokens import Token
from phoihop.annual.models import Edition, QuotedFigure
from phoihop.duties.models import Period
from phoihop.reporting.models import Indicator


def freeze(edition: Edition, book: Book) -> list[QuotedFigure]:
    """Write every quote of the book down for the edition. Called once, by issuing, inside its transaction."""
    indicators = dict(Indicator.objects.values_list("code", "id"))
    periods = dict(Period.objects.values_list("label", "id"))
    return QuotedFigure.objects.bulk_create(
        QuotedFigure(
            edition=edition,
            order=order,
            token=quote.key,
            indicator_id=indicators[quote.token.code],
            period_id=periods[quote.period],
            unit_id=quote.unit_id,
            unit_code=quote.unit_code,
            unit_name=quote.unit_name,
            name_vi=quote.name,
            printed=quote.printed,
            value=quote.value,
            numerator=quote.numerator,
            denominator=quote.denominator,
            rules=list(quote.rules),
            tree_on=quote.tree_on,
            missing=quote.missing,
            sources=[member.plain for member in quote.members],
            digest=quote.digest,
        )
        for order, quote in enumerate(book.quotes.values(), start=1)
    )


def frozen(edition: Edition, behind: Collection[Token] | None = None) -> Book:
    """The quotes of an issued edition, untouched by whatever happened since. One statement, two with `behind`.

    With `behind` only those tokens get their members, as in `live`.
    """
    rows = edition.quoted.select_related("period")
    kept: dict[str, list[dict[str, Any]]] = {}
    if behind is None:
        kept = {row.token: row.sources for row in rows}
    else:
        kept = dict(edition.quoted.filter(token__in=[str(one) for one in behind]).values_list("token", "sources"))
        rows = rows.defer("sources")
    quotes = {row.token: _quote(row, kept.get(row.token, [])) for row in rows}
    head = edition.head
    places = tuple((code, name) for code, name in head["places"])
    return Book(head["unit_code"], head["unit_name"], head["unit_type"], head["period"], quotes, places)


def _quote(row: QuotedFigure, sources: list[dict[str, Any]]) -> Quote:
    return Quote(
        key=row.token,
        name=row.name_vi,
        printed=row.printed,
        value=row.value,
        numerator=row.numerator,
        denominator=row.denominator,
        rules=tuple(row.rules),
        tree_on=row.tree_on,
        period=row.period.label,
        unit_id=row.unit_id,
        unit_code=row.unit_code,
        unit_name=row.unit_name,
        missing=row.missing,
        members=tuple(member_of(plain) for plain in sources),
    )
