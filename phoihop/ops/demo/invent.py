"""Invented yet believable numbers: the same on every load, because they follow from the unit's code alone."""

import datetime
import random
from dataclasses import dataclass
from decimal import Decimal

QUARTERS = 4
SEASON = {1: 1.15, 2: 0.95, 3: 0.9, 4: 1.05}
"""Tet and the year's end are busier than the rainy months."""


@dataclass(frozen=True)
class Nature:
    """What stays the same about a commune: how large it is, how lively, how punctual."""

    areas: int
    lively: float
    slow: float


def chance(*key: object) -> random.Random:
    """Chance that always falls the same way for the same key."""
    return random.Random(" ".join(map(str, key)))  # noqa: S311 - play material, not a secret


def nature(code: str) -> Nature:
    dice = chance("nature", code)
    return Nature(
        areas=dice.randint(6, 24), lively=dice.uniform(0.7, 1.4), slow=dice.choice([0.0, 0.0, 0.0, 0.1, 0.25])
    )


def quarter_values(
    code: str, year: int, quarter: int, *, recognised: tuple[int, int] | None = None
) -> dict[str, Decimal]:
    """The entered cells of a commune's quarterly report. `recognised` fixes areas recognised and in all."""
    place = nature(code)
    dice = chance(code, year, quarter)
    weight = SEASON[quarter] * place.lively * (1.0 if year >= 2021 else 0.88)
    matters = dice.choices([0, 1, 2, 3, 4], weights=[30, 34, 20, 11, 5])[0]
    settled = matters if dice.random() < 0.86 else max(matters - 1, 0)
    meetings = max(1, round(5 * weight * dice.uniform(0.85, 1.2)))
    areas, part = place.areas, round(place.areas * (0.86 + 0.02 * quarter * dice.random()))
    if recognised is not None:
        part, areas = recognised
    amounts = {
        "X01": min(part, areas),
        "X02": areas,
        "X04": meetings,
        "X05": meetings * dice.randint(38, 55),
        "X06": 3,
        "X07": dice.choice([1, 1, 2, 2, 3]),
        "X08": settled,
        "X09": matters,
        "X11": max(4, round(14 * weight * dice.uniform(0.85, 1.2))),
        "X12": max(3, round(areas * 1.2)),
        "X13": 4 + areas // 6,
        "X14": dice.choice([0, 0, 1, 1, 2]),
    }
    return {name: Decimal(amount) for name, amount in amounts.items()}


def district_values(code: str, year: int) -> dict[str, Decimal]:
    """The entered cells of a district's annual report."""
    dice = chance("district", code, year)
    assigned = 6
    done = assigned if dice.random() < 0.6 else assigned - 1
    amounts = {
        "H01": dice.randint(10, 13),
        "H02": dice.randint(4, 8),
        "H03": done,
        "H04": assigned,
        "H06": dice.randint(1, 3),
    }
    return {name: Decimal(amount) for name, amount in amounts.items()}


def filing_moment(code: str, due_on: datetime.date, label: str) -> datetime.datetime:
    """When a clerk sends: mostly in the last two days before the due day, the slow ones some days after it."""
    place = nature(code)
    dice = chance("filing", code, label)
    late = dice.random() < place.slow
    shift = dice.randint(1, 6) if late else -dice.choice([0, 0, 1, 1, 2])
    moment = datetime.time(dice.randint(7, 16), dice.randint(0, 59), dice.randint(0, 59))
    return datetime.datetime.combine(due_on + datetime.timedelta(days=shift), moment)


def pick(options: list[str], *key: object) -> str:
    """One of the options, always the same for the same key."""
    return chance(*key).choice(options)
