"""What cited figures say: as the issued paper quotes them, else from the records of today."""

from collections.abc import Iterable

from phoihop.annual.figures.book import Quote
from phoihop.annual.figures.frozen import frozen
from phoihop.annual.figures.live import UnknownToken, live
from phoihop.annual.formulas.tokens import Token, read
from phoihop.annual.models import Edition


def said(edition: Edition, keys: Iterable[str]) -> dict[str, Quote]:
    """The quotes of the keys, without their members. A key that names nothing any more is left out."""
    wanted = [read(key) for key in dict.fromkeys(keys)]
    kept = frozen(edition, []).quotes if edition.state == Edition.State.ISSUED else {}
    missing = [token for token in wanted if str(token) not in kept]
    found = dict(_live(edition, missing)) if missing else {}
    return {
        str(token): kept.get(str(token)) or found[str(token)] for token in wanted if {*kept, *found} >= {str(token)}
    }


def _live(edition: Edition, tokens: list[Token]) -> dict[str, Quote]:
    while tokens:
        try:
            return dict(live(edition, tokens, ()).quotes)
        except UnknownToken as unknown:
            tokens = [token for token in tokens if token != unknown.token]
    return {}
