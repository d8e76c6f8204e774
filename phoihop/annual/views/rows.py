"""A figure with its sources, ready to be shown."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language

from phoihop.annual.figures import Member, Quote
from phoihop.orgs.models import UnitVersion
from phoihop.reporting.models import Indicator, IndicatorRule


@dataclass(frozen=True)
class FigureRows:
    """`address` is the full page of the sources; `counted` and `others` count the members of a share."""

    quote: Quote
    address: str
    basis: tuple[str, ...]
    rows: tuple[tuple[Member, str, str], ...]
    """(member, kind of unit in words, address of its record today)"""
    counted: int
    others: int


def figure_rows(quote: Quote) -> FigureRows:
    """The members of a quote, those outside the numerator first, each with the address of its record."""
    code = quote.token.codes[-1]
    rules = IndicatorRule.objects.filter(pk__in=quote.rules).exclude(basis="").values_list("basis", flat=True)
    types = dict(UnitVersion.Type.choices)
    addresses = _addresses(quote)
    ordered = sorted(quote.members, key=lambda member: member.counted is not False)
    address = reverse("reporting:sources", args=[_page_code(quote, code), quote.period])
    return FigureRows(
        quote=quote,
        address=f"{address}?unit={quote.unit_code}",
        basis=tuple(dict.fromkeys(rules)),
        rows=tuple((one, str(types.get(one.unit_type, "")), addresses.get((one.kind, one.pk), "")) for one in ordered),
        counted=sum(one.counted is True for one in quote.members),
        others=sum(one.counted is False for one in quote.members),
    )


def names_in_english(quotes: Iterable[Quote]) -> dict[str, str]:
    """The English names of figures by the Vietnamese ones on the paper; nothing for a page in Vietnamese."""
    if get_language() != "en":
        return {}
    rows = Indicator.objects.filter(name_vi__in={quote.name for quote in quotes}).exclude(name_en="")
    return dict(rows.values_list("name_vi", "name_en"))


def _page_code(quote: Quote, denominator: str) -> str:
    """A fraction opens the sources of its share, where there is one."""
    if not quote.token.over:
        return quote.token.code
    share = IndicatorRule.objects.filter(
        kind=IndicatorRule.Kind.SHARE, numerator__code=quote.token.code, denominator__code=denominator
    ).values_list("indicator__code", flat=True)
    return share.first() or quote.token.code


def _addresses(quote: Quote) -> dict[tuple[str, int], str]:
    """Where the records behind the figure stand today."""
    patterns = {"report": "reporting:report", "share": "tasks:share"} | {
        kind: f"registers:{kind}" for kind in ("standard", "model", "matter", "area")
    }
    made = {}
    for kind, name in patterns.items():
        before, _zero, after = reverse(name, args=[0]).rpartition("0")
        for member in quote.members:
            if member.kind == kind:
                made[kind, member.pk] = f"{before}{member.pk}{after}"
    return made
