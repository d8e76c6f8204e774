"""What upper rooms tell the journal: the words of their verbs, and who is told when one happens.

Each room does so in its `notices.py`, which is loaded when the program starts.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from phoihop.journal.models import Entry

Recipients = Callable[[Entry, Any], Iterable[int]]
Words = Callable[[Entry], str]


@dataclass(frozen=True)
class Telling:
    """Who is told of a verb (numbers of posts), in which words, and which page the notice opens ("" for none)."""

    recipients: Recipients
    words: Words
    address: Words


Chain = Callable[[], str]
"""Checks a chain an upper room keeps of its own; gives a sentence naming the first broken link, "" when it holds."""

_tellings: dict[str, Telling] = {}
_chains: list[Chain] = []
_names: dict[str, str | Promise] = {}


def tells(verb: str, *, words: Words, address: Words = lambda entry: "") -> Callable[[Recipients], Recipients]:
    """Register the decorated function `(entry, about) -> numbers of posts` as saying who is told of `verb`.

    It runs inside the verb's own transaction, right after the entry is written; `words(entry)` and `address(entry)`
    run later, whenever somebody reads the notice.
    """

    def register(recipients: Recipients) -> Recipients:
        if verb in _tellings:
            raise ValueError(f"{verb} is told twice")
        _tellings[verb] = Telling(recipients, words, address)
        return recipients

    return register


def telling(verb: str) -> Telling | None:
    return _tellings.get(verb)


def also_chained(check: Chain) -> Chain:
    """Register the decorated function: whoever verifies the log asks it too."""
    _chains.append(check)
    return check


def first_break_elsewhere() -> str:
    """What the first of the further chains that does not hold says; "" when all hold."""
    return next((said for said in (check() for check in _chains) if said), "")


def name_verbs(names: Mapping[str, str | Promise]) -> None:
    """Give verbs ("reporting.submit_report") the words in which the log shows them (lazy: `gettext_lazy`)."""
    _names.update(names)


def name_of(verb: str) -> str:
    return str(_names.get(verb, verb))


def named_verbs() -> dict[str, str]:
    return {verb: str(name) for verb, name in _names.items()}
