"""Quotes worked out from the records as they stand now."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import override

from phoihop.annual.figures.book import Book, Member, Quote
from phoihop.annual.formulas.tokens import Token
from phoihop.annual.models import Edition
from phoihop.annual.queries import Setting, setting
from phoihop.base.errors import Reason, Refusal
from phoihop.base.numbers import NOTHING, format_number
from phoihop.duties.models import Period
from phoihop.orgs.queries import Place, Tree, tree
from phoihop.reporting.figures import Figure, Source, Sources, Table, sources_of, table
from phoihop.reporting.models import Indicator, IndicatorRule


class UnknownToken(Refusal):
    """A token that names no indicator, no period or no unit of that day."""

    def __init__(self, token: Token) -> None:
        self.token = token
        words = _("Thẻ [[%(token)s]] không trỏ tới số nào. Sửa mã chỉ tiêu, kỳ hoặc đơn vị.") % {"token": token}
        super().__init__([Reason(words)])


def live(edition: Edition, tokens: Iterable[Token], behind: Container[Token] | None = None) -> Book:
    """The figures of the tokens from today's records, printed in Vietnamese as on paper. Writes nothing.

    With `behind` only those tokens get their members and rules, which is all that a page needs and much less work; a
    quote without them has no digest worth comparing. UnknownToken for a token that names nothing. Statements grow with
    the periods quoted, not with codes or units.
    """
    here = setting(edition.regulation, edition.period)
    with override("vi"):
        return book_of(here, tokens, behind)


def book_of(here: Setting, tokens: Iterable[Token], behind: Container[Token] | None = None) -> Book:
    """The same without an edition: for the figures of a year of a regulation."""
    wanted = list(dict.fromkeys(tokens))
    labels = {token.period for token in wanted if token.period}
    periods = {one.label: one for one in Period.objects.filter(label__in=labels)}
    names = dict(Indicator.objects.values_list("code", "name_vi"))
    quotes = {}
    for label in dict.fromkeys(token.period for token in wanted):
        of_label = [token for token in wanted if token.period == label]
        period = periods.get(label) if label else here.period
        if period is None:
            raise UnknownToken(of_label[0])
        quotes.update(_Year(here, period, names, behind).quotes(of_label))
    places = tuple((place.code, place.name) for place in here.tree.below(here.unit.unit_id))
    unit = here.unit
    ordered = {str(token): quotes[str(token)] for token in wanted}
    return Book(unit.code, unit.name, unit.type, here.period.label, ordered, places)


@dataclass
class _Year:
    """One period of the report: figures and sources read once for all tokens of it."""

    here: Setting
    period: Period
    names: dict[str, str]
    behind: Container[Token] | None
    found: dict[str, Sources] = field(default_factory=dict)
    """The sources of the whole report by code."""

    def quotes(self, tokens: list[Token]) -> dict[str, Quote]:
        on_the_day = tree(self.period.ends_on)
        places = {token: self._place(token, on_the_day) for token in tokens}
        codes = list(dict.fromkeys(code for token in tokens for code in token.codes))
        for token in tokens:
            if not set(token.codes) <= set(self.names):
                raise UnknownToken(token)
        shares = self._shares()
        extra = [shares[token.codes] for token in tokens if token.over and token.codes in shares]
        figures = table([*codes, *extra], self.period, [place.unit_id for place in places.values()])
        behind = [t for t in tokens if self.behind is None or t in self.behind]
        if behind:
            asked = [code for token in behind for code in _made_of(token, shares)]
            self.found = sources_of(asked, self.period, self.here.unit.unit_id)
        return {str(t): self._quote(t, places[t], figures, shares, on_the_day) for t in tokens}

    def _place(self, token: Token, on_the_day: Tree) -> Place:
        place = on_the_day.by_code(token.unit) if token.unit else on_the_day.get(self.here.unit.unit_id)
        if place is None:
            raise UnknownToken(token)
        return place

    def _shares(self) -> dict[tuple[str, ...], str]:
        """Which share has which two codes: its sources say of each unit whether it is above the line."""
        day = self.period.ends_on
        rows = IndicatorRule.objects.filter(
            kind=IndicatorRule.Kind.SHARE, valid_from__lte=day, valid_to__gte=day
        ).order_by("indicator__order")
        return {
            (above, below): code
            for above, below, code in rows.values_list("numerator__code", "denominator__code", "indicator__code")
        }

    def _quote(
        self, token: Token, place: Place, figures: Table, shares: dict[tuple[str, ...], str], on_the_day: Tree
    ) -> Quote:
        figure = figures.figure(place.unit_id, token.code)
        name, value, numerator, denominator = self.names[token.code], figure.value, figure.numerator, figure.denominator
        printed, rules, missing = figure.text, _rules(figure), figure.missing
        code = token.code
        if token.over:
            below = figures.figure(place.unit_id, token.over)
            numerator, denominator, value = figure.value, below.value, None
            rules, missing = rules | _rules(below), max(missing, below.missing)
            printed = _fraction(numerator, denominator)
            code = shares.get(token.codes, "")
            if code:
                share = figures.figure(place.unit_id, code)
                value, rules = share.value, rules | _rules(share)
                name = self.names[code]
        members: tuple[Member, ...] = ()
        if self.behind is None or token in self.behind:
            members = self._members(token, code, place, on_the_day)
            rules |= {pk for one in _made_of(token, shares) for pk in self._rules_of(one)}
        return Quote(
            key=str(token),
            name=name,
            printed=printed,
            value=value,
            numerator=numerator,
            denominator=denominator,
            rules=tuple(sorted(rules)),
            tree_on=figure.tree_on,
            period=self.period.label,
            unit_id=place.unit_id,
            unit_code=place.code,
            unit_name=place.name,
            missing=missing,
            members=members,
        )

    def _rules_of(self, code: str) -> set[int]:
        found = self.found[code]
        return {pk for figure in (found.figure, *found.parts.values()) for pk in _rules(figure)}

    def _members(self, token: Token, code: str, place: Place, on_the_day: Tree) -> tuple[Member, ...]:
        if code:
            return self._of_branch(code, place, on_the_day)
        above = self._of_branch(token.code, place, on_the_day, counted=True)
        units = {member.unit_id for member in above}
        below = self._of_branch(token.over, place, on_the_day, counted=False)
        return (*above, *(member for member in below if member.unit_id not in units))

    def _of_branch(self, code: str, place: Place, on_the_day: Tree, counted: bool | None = None) -> tuple[Member, ...]:
        """The sources of the whole report that lie in the branch: read once, not once a district."""
        root = self.here.unit.unit_id
        inside = {one.unit_id for one in on_the_day.subtree(place.unit_id)}
        rows = self.found[code].sources
        return tuple(_member(row, on_the_day, root, counted) for row in rows if row.unit_id in inside)


def _thing(member: Member) -> tuple[str, int]:
    """What stands in a set once: the record, or the unit by whatever tells of it."""
    return (member.kind, member.pk) if member.is_record else ("unit", member.unit_id)


def _made_of(token: Token, shares: dict[tuple[str, ...], str]) -> tuple[str, ...]:
    """The figures whose sources are the token's members: of one number over another the share of the two, if any."""
    return (shares[token.codes],) if token.over and token.codes in shares else token.codes


def _member(row: Source, on_the_day: Tree, root_id: int, counted: bool | None) -> Member:
    path = on_the_day.path(row.unit_id)
    ids = [place.unit_id for place in path]
    at = ids.index(root_id) + 1 if root_id in ids else len(ids)
    above = path[at] if at < len(path) else None
    return Member(
        unit_id=row.unit_id,
        unit_code=row.unit_code,
        unit_name=row.unit_name,
        unit_type=row.unit_type,
        above=above.name if above else "",
        above_code=above.code if above else "",
        counted=row.in_numerator if counted is None else counted,
        amount=None if row.amount is None else f"{row.amount.normalize():f}",
        kind=row.kind,
        pk=row.pk,
        of=row.code,
        label=row.label,
        result=row.result,
        revision=row.revision_number,
        number=row.decision_number,
        decided_on=row.decided_on.isoformat() if row.decided_on else "",
        decided_by=row.decided_by,
        evidence=tuple((one[0], one[1], one[2]) for one in row.evidence),
        digest=row.digest,
    )


def _rules(figure: Figure) -> set[int]:
    return {figure.rule.pk} if figure.rule else set()


def _fraction(numerator: Decimal | None, denominator: Decimal | None) -> str:
    if numerator is None or denominator is None:
        return NOTHING
    return f"{format_number(numerator)}/{format_number(denominator)}"
