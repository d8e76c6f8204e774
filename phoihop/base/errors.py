"""How a verb refuses: with reasons, each a sentence that names the place and the remedy."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Reason:
    """One reason why not. `text` is a full sentence in the user's language; `field` is the name of the form field or
    cell it is about (empty when it is about the whole); `place` is a row or line label for imports."""

    text: str | Promise
    field: str = ""
    place: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.text}" if self.place else str(self.text)


class Refusal(Exception):
    """Raised by a verb before it has written anything."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons = list(reasons)
        super().__init__("; ".join(str(r) for r in self.reasons))


def refuse(reasons: Iterable[Reason]) -> None:
    """Raise when there is any reason; otherwise go on."""
    found = list(reasons)
    if found:
        raise Refusal(found)
