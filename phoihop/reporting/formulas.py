"""Arithmetic of figures: across places and periods, shares, derived formulas and their sets. Reads no table."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from phoihop.base.numbers import round_half_up

Amount = int | Decimal
Key = tuple[str, int]
"""A member of a set: kind of record ("unit", "model", "matter" …) and its key."""
Node = tuple[str, "Node", "Node"] | str | Decimal
"""("+", left, right), the code of an indicator, or a number."""

_TOKEN = re.compile(r"\s*(?:(?P<code>[A-Za-z][A-Za-z0-9_.]*)|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<sign>[-+*/()]))")
_STORED_PLACES = 4
"""Decimals in which amounts are kept; a sum that the database made in floating point is brought back to them."""


class BadFormula(ValueError):
    """The text is not a formula of codes, numbers, + - * / and parentheses."""


def exact(stored: Decimal | float | str) -> Amount:
    """An amount as the database gives it (a whole number, a decimal, or a float on SQLite), exact to four decimals; a
    whole one as int, which is quicker to add and to write."""
    if isinstance(stored, int):
        return stored
    amount = Decimal(str(round(stored, _STORED_PLACES))) if isinstance(stored, float) else Decimal(stored)
    whole = int(amount)
    return whole if whole == amount else amount


def across(rule: str, amounts: Sequence[Amount]) -> Amount | None:
    """Many amounts as one, by a rule of places or periods; periods come oldest first. None when there is no amount."""
    if not amounts:
        return None
    if rule == "sum":
        return sum(amounts)
    if rule == "latest":
        return amounts[-1]
    if rule == "mean":
        return Decimal(sum(amounts)) / len(amounts)
    if rule == "max":
        return max(amounts)
    if rule == "min":
        return min(amounts)
    raise ValueError(f"no rule {rule}")


def share(numerator: Amount | None, denominator: Amount | None) -> Decimal | None:
    """Percent, not rounded: 100 · numerator / denominator. None without a denominator, or with nothing to put over it.

    Raises ValueError when the numerator is negative or greater than the denominator: no share passes 100 %.
    """
    if numerator is None or not denominator:
        return None
    if not 0 <= numerator <= denominator:
        raise ValueError(f"{numerator} is not a part of {denominator}")
    return Decimal(100) * numerator / denominator


def rounded(value: Amount | None, decimals: int) -> Decimal | None:
    """Half up to so many decimals; None stays None."""
    return None if value is None else round_half_up(value, decimals)


@dataclass(frozen=True)
class Formula:
    """A derived formula, parsed: "S01 - S02". `codes` are the indicators it names, in order, each once."""

    node: Node
    codes: tuple[str, ...]

    def value(self, of: Mapping[str, Amount | None]) -> Amount | None:
        """The result; None when a part is None or a divisor is zero."""
        return _value(self.node, of)

    def members(self, of: Mapping[str, frozenset[Key] | None]) -> frozenset[Key] | None:
        """The result as a set, when every part is one and every step is true of sets: left - right with right within
        left, left + right without a common member. Otherwise None: the result is only a number."""
        return _members(self.node, of)


def parse(text: str) -> Formula:
    """Read a formula; raises BadFormula, naming the place."""
    tokens = _tokens(text)
    node, at = _sum(tokens, 0)
    if at != len(tokens):
        raise BadFormula(f"{text!r}: {tokens[at]!r}")
    return Formula(node, tuple(dict.fromkeys(_codes(node))))


def order(needs: Mapping[str, Iterable[str]]) -> list[str]:
    """The codes so that each comes after those it needs. Raises Cycle naming one round trip."""
    done: dict[str, bool] = {}
    ordered: list[str] = []

    def visit(code: str, trail: tuple[str, ...]) -> None:
        if done.get(code):
            return
        if code in trail:
            raise Cycle((*trail[trail.index(code) :], code))
        for needed in needs.get(code, ()):
            visit(needed, (*trail, code))
        done[code] = True
        ordered.append(code)

    for code in needs:
        visit(code, ())
    return ordered


class Cycle(ValueError):
    """Figures that are made out of themselves; `trail` is the round trip, first and last the same."""

    def __init__(self, trail: tuple[str, ...]) -> None:
        self.trail = trail
        super().__init__(" → ".join(trail))


def _tokens(text: str) -> list[str]:
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise BadFormula(f"{text!r}: {text[at:]!r}")
        found.append(match.group().strip())
        at = match.end()
    return found


def _sum(tokens: list[str], at: int) -> tuple[Node, int]:
    return _chain(tokens, at, "+-", _product)


def _product(tokens: list[str], at: int) -> tuple[Node, int]:
    return _chain(tokens, at, "*/", _part)


def _chain(
    tokens: list[str], at: int, signs: str, part: Callable[[list[str], int], tuple[Node, int]]
) -> tuple[Node, int]:
    left, at = part(tokens, at)
    while at < len(tokens) and tokens[at] in signs:
        sign = tokens[at]
        right, at = part(tokens, at + 1)
        left = (sign, left, right)
    return left, at


def _part(tokens: list[str], at: int) -> tuple[Node, int]:
    if at >= len(tokens):
        raise BadFormula("the formula breaks off")
    token = tokens[at]
    if token == "(":  # noqa: S105 - a parenthesis
        node, at = _sum(tokens, at + 1)
        if at >= len(tokens) or tokens[at] != ")":
            raise BadFormula("a parenthesis is not closed")
        return node, at + 1
    if token == "-":  # noqa: S105 - a sign
        node, at = _part(tokens, at + 1)
        return ("-", Decimal(0), node), at
    if token[0].isdigit():
        return Decimal(token), at + 1
    if token[0].isalpha():
        return token, at + 1
    raise BadFormula(f"not expected: {token!r}")


def _codes(node: Node) -> list[str]:
    if isinstance(node, tuple):
        return _codes(node[1]) + _codes(node[2])
    return [node] if isinstance(node, str) else []


def _value(node: Node, of: Mapping[str, Amount | None]) -> Amount | None:
    if isinstance(node, Decimal):
        return node
    if isinstance(node, str):
        return of[node]
    sign, left, right = node[0], _value(node[1], of), _value(node[2], of)
    if left is None or right is None:
        return None
    if sign == "+":
        return left + right
    if sign == "-":
        return left - right
    if sign == "*":
        return left * right
    return Decimal(left) / right if right else None


def _members(node: Node, of: Mapping[str, frozenset[Key] | None]) -> frozenset[Key] | None:
    if isinstance(node, Decimal):
        return None
    if isinstance(node, str):
        return of[node]
    sign, left, right = node[0], _members(node[1], of), _members(node[2], of)
    if left is None or right is None:
        return None
    if sign == "-" and right <= left:
        return left - right
    if sign == "+" and left.isdisjoint(right):
        return left | right
    return None
