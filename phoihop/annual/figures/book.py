"""What a quoted figure is, whichever day it comes from."""

import datetime
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from phoihop.annual.formulas.ledger import digest, figure_digest
from phoihop.annual.formulas.tokens import Token, read, tokens
from phoihop.annual.models import Block, Edition
from phoihop.annual.outline import outline
from phoihop.annual.queries import figure_codes, setting


@dataclass(frozen=True, slots=True)
class Member:
    """One thing a figure stands on, in plain words and fingerprints, as it can be kept and printed."""

    unit_id: int
    unit_code: str
    unit_name: str
    unit_type: str
    above: str
    """Name of the unit directly under the reporting one to which it belongs; "" for that one itself."""
    above_code: str
    counted: bool | None
    """For a share: whether it is in the numerator."""
    amount: str | None
    kind: str
    pk: int
    of: str
    """Code of the indicator the record was read for."""
    label: str
    result: str
    revision: int | None
    number: str
    decided_on: str
    decided_by: str
    evidence: tuple[tuple[str, str, int], ...]
    """(title, SHA-256, key of the stored file)."""
    digest: str

    @property
    def key(self) -> tuple[str, ...]:
        """By which the same thing is found again on another day: a report by its period, a record by its number."""
        if self.kind == "report":
            return ("report", self.of, str(self.unit_id), self.label)
        if self.is_record:
            return (self.kind, str(self.pk), str(self.unit_id))
        return ("unit", str(self.unit_id))

    @property
    def is_record(self) -> bool:
        """Whether it is one of possibly many records at its unit, and not the unit's own result or report."""
        return self.kind not in {"report", "standard", "unit"}

    @property
    def plain(self) -> dict[str, Any]:
        return asdict(self)


def member_of(plain: Mapping[str, Any]) -> Member:
    """The member that `plain` was made of."""
    evidence = tuple((title, sha, file_id) for title, sha, file_id in plain["evidence"])
    return Member(**{**plain, "evidence": evidence})


@dataclass(frozen=True)
class Quote:
    """A figure as the paper prints it, with everything behind it."""

    key: str
    name: str
    printed: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    rules: tuple[int, ...]
    tree_on: datetime.date
    period: str
    unit_id: int
    unit_code: str
    unit_name: str
    missing: int
    members: tuple[Member, ...]

    @property
    def token(self) -> Token:
        return read(self.key)

    @property
    def digest(self) -> str:
        """Over value, rules, day of the tree and every source with its evidence."""
        return figure_digest(
            self.key,
            self.value,
            self.numerator,
            self.denominator,
            self.rules,
            self.tree_on.isoformat(),
            (digest([member.digest, member.counted]) for member in self.members),
        )


@dataclass(frozen=True)
class Book:
    """The quotes of one report by key. `places` are the units under the reporting one, in the order of the annex."""

    unit_code: str
    unit_name: str
    unit_type: str
    period: str
    quotes: Mapping[str, Quote]
    places: tuple[tuple[str, str], ...]
    """(code, name)"""

    def printed(self, token: Token) -> str:
        quote = self.quotes.get(str(token))
        return quote.printed if quote else f"[[{token}]]"


def needed(edition: Edition) -> list[Token]:
    """Every figure the paper of a draft quotes: those of the regulation, of the narrative, and of the annexes."""
    here = setting(edition.regulation, edition.period)
    codes = figure_codes(edition.regulation)
    bodies = Block.objects.filter(section__edition=edition).order_by("section__order", "order", "id")
    found = [token for body in bodies.values_list("body", flat=True) for token in tokens(body)]
    found += [Token(code) for code in codes]
    form = outline()
    if set(form.units) <= set(codes):
        found.append(Token(form.units[0], form.units[1]))
    shown = [code for code in (*form.places, *form.work) if code in codes]
    places = here.tree.below(here.unit.unit_id)
    found += [Token(code, unit=place.code) for place in places for code in shown]
    return list(dict.fromkeys(found))
