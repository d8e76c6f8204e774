"""The ledger a paper carries: what each figure stands on, the words of every block, sealed by the installation."""

from collections.abc import Mapping
from typing import Any

from django.utils.crypto import constant_time_compare, salted_hmac

from phoihop.annual.figures import Book, Quote
from phoihop.annual.formulas.ledger import amount, canonical
from phoihop.annual.models import Edition

FORM = "phoihop.annual/1"
_SALT = "phoihop.annual.ledger"


def ledger(
    edition: Edition, book: Book, keys: list[str], blocks: list[str], elsewhere: list[str], issued: str
) -> dict[str, Any]:
    """The ledger of a paper: `keys` of its figure runs in order, the digests of its blocks and of words elsewhere.

    `issued` is number and symbol of an issued paper, "" for a draft.
    """
    quoted = {key: book.quotes[key] for key in dict.fromkeys(keys) if key in book.quotes}
    held = {
        "form": FORM,
        "regulation": edition.regulation.code,
        "period": edition.period.label,
        "edition": edition.pk,
        "issued": issued,
        "keys": keys,
        "figures": {key: _entry(quote) for key, quote in quoted.items()},
        "members": _members(quoted),
        "blocks": blocks,
        "elsewhere": elsewhere,
    }
    return {**held, "seal": seal(held)}


def seal(held: Mapping[str, Any]) -> str:
    """HMAC-SHA256 over everything but the seal, with this installation's secret."""
    plain = {key: value for key, value in held.items() if key != "seal"}
    return salted_hmac(_SALT, canonical(plain), algorithm="sha256").hexdigest()


def is_ours(held: Mapping[str, Any] | None) -> bool:
    """Whether the ledger has the shape of one of ours."""
    return held is not None and held.get("form") == FORM


def is_sealed(held: Mapping[str, Any]) -> bool:
    """Whether nobody changed the ledger since this installation wrote it."""
    try:
        return constant_time_compare(str(held.get("seal", "")), seal(held))
    except (TypeError, ValueError):
        return False


def _entry(quote: Quote) -> dict[str, Any]:
    return {
        "name": quote.name,
        "printed": quote.printed,
        "value": amount(quote.value),
        "numerator": amount(quote.numerator),
        "denominator": amount(quote.denominator),
        "rules": list(quote.rules),
        "tree_on": quote.tree_on.isoformat(),
        "period": quote.period,
        "unit": quote.unit_id,
        "unit_code": quote.unit_code,
        "unit_name": quote.unit_name,
        "missing": quote.missing,
        "digest": quote.digest,
    }


def _members(quoted: Mapping[str, Quote]) -> dict[str, list[dict[str, Any]]]:
    """The sources of the report's own figures; those of a district's figures are among them."""
    return {key: [member.plain for member in quote.members] for key, quote in quoted.items() if not quote.token.unit}
