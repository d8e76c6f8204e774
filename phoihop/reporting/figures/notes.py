"""What upper rooms say beside a figure, such as "it has changed since it was issued"; they register when they load."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from phoihop.reporting.figures.shapes import Figure


@dataclass(frozen=True)
class Note:
    """One sentence and the page that says more; `changed` when the figure is no longer what a paper quotes."""

    text: str
    url: str = ""
    changed: bool = False


Teller = Callable[[Figure], Iterable[Note]]
_tellers: list[Teller] = []


def beside(teller: Teller) -> Teller:
    """Register a function that is asked about every figure whose sources are shown. It must not write."""
    if teller not in _tellers:
        _tellers.append(teller)
    return teller


def notes(figure: Figure) -> list[Note]:
    return [note for teller in _tellers for note in teller(figure)]
