"""Kinds of campaigns, each with the slots and numbers it usually has: dated data, not rules."""

import datetime
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils import timezone

from phoihop.duties.calendar import DAY
from phoihop.orgs.models import OPEN_END

FILE = Path(__file__).parent / "data" / "campaign_kinds.json"
ACROSS = ("sum", "low", "high")
MOST_FIELDS = 3
_CODE = re.compile(r"[a-z][a-z_0-9]{1,15}")


class BadKinds(ValueError):
    """The file of kinds contradicts itself; the message says where."""


@dataclass(frozen=True, slots=True)
class Field:
    """A number asked of every unit in every slot. `across` says how the numbers of several units are put together."""

    code: str
    label_vi: str
    label_en: str = ""
    unit_vi: str = ""
    unit_en: str = ""
    across: str = "sum"
    highest: int | None = None
    decimals: int = 0

    @property
    def plain(self) -> dict[str, Any]:
        return asdict(self)

    def together(self, numbers: Iterable[Decimal]) -> Decimal | None:
        """The numbers of several units as one; None when there is none. A share is never summed."""
        given = list(numbers)
        if not given:
            return None
        return sum(given, Decimal()) if self.across == "sum" else min(given) if self.across == "low" else max(given)


@dataclass(frozen=True, slots=True)
class Kind:
    """`times` are the slots of a day, `times_when_long` those of a campaign that lasts `long_from_days` or longer."""

    code: str
    name_vi: str
    name_en: str
    times: tuple[datetime.time, ...]
    long_from_days: int
    times_when_long: tuple[datetime.time, ...]
    opens_before: datetime.timedelta
    grace: datetime.timedelta
    fields: tuple[Field, ...]
    valid_from: datetime.date
    valid_to: datetime.date

    def usual_slots(self, first: datetime.date, last: datetime.date) -> list[datetime.datetime]:
        """The moments of report from the first day to the last, in local time."""
        days = (last - first).days + 1
        times = self.times_when_long if days >= self.long_from_days else self.times
        moments = (datetime.datetime.combine(first + n * DAY, time) for n in range(days) for time in times)
        return [timezone.make_aware(moment) for moment in moments]


def read(data: Mapping[str, Any]) -> tuple[Kind, ...]:
    """Check the data and turn it into kinds. Raises BadKinds."""
    found: list[Kind] = []
    for line in data["kinds"]:
        code = line["code"]
        kind = Kind(
            code,
            line["name_vi"],
            line["name_en"],
            _times(line["times"], code),
            line["long_from_days"],
            _times(line["times_when_long"], code),
            datetime.timedelta(minutes=line["opens_before"]),
            datetime.timedelta(minutes=line["grace"]),
            tuple(Field(**field) for field in line["fields"]),
            datetime.date.fromisoformat(line["valid_from"]),
            datetime.date.fromisoformat(line["valid_to"]) if line["valid_to"] else OPEN_END,
        )
        if not _CODE.fullmatch(code) or not kind.name_vi or not kind.name_en or kind.valid_to < kind.valid_from:
            raise BadKinds(f"“{code}”: a code, both names, and days in order")
        if any(k.code == code and k.valid_from <= kind.valid_to and kind.valid_from <= k.valid_to for k in found):
            raise BadKinds(f"{code}: stands twice on one day")
        if min(line["opens_before"], line["grace"], line["long_from_days"]) < 1:
            raise BadKinds(f"{code}: a number of minutes or days is below 1")
        _check_fields(kind)
        found.append(kind)
    return tuple(found)


def _times(texts: list[str], code: str) -> tuple[datetime.time, ...]:
    times = [datetime.time.fromisoformat(text) for text in texts]
    if not times or times != sorted(set(times)):
        raise BadKinds(f"{code}: the times of a day are not in order, or there are none")
    return tuple(times)


def _check_fields(kind: Kind) -> None:
    codes = [field.code for field in kind.fields]
    if not 1 <= len(codes) <= MOST_FIELDS or len(set(codes)) < len(codes):
        raise BadKinds(f"{kind.code}: one to {MOST_FIELDS} numbers, each with its own code")
    for field in kind.fields:
        if not _CODE.fullmatch(field.code) or field.across not in ACROSS or not (field.label_vi and field.label_en):
            raise BadKinds(f"{kind.code}: {field.code} lacks a label or a way to be put together")


@lru_cache(maxsize=1)
def _kinds() -> tuple[Kind, ...]:
    return read(json.loads(FILE.read_text(encoding="utf-8")))


def kinds_on(day: datetime.date) -> list[Kind]:
    """The kinds a campaign that starts on that day may have, in the order of the file."""
    return [kind for kind in _kinds() if kind.valid_from <= day <= kind.valid_to]


def kind_of(code: str, on: datetime.date) -> Kind | None:
    """The kind as it stands on that day; for a day on which it does not, as it was listed last; None if never."""
    listed = [kind for kind in _kinds() if kind.code == code]
    return next((kind for kind in listed if kind.valid_from <= on <= kind.valid_to), listed[-1] if listed else None)
