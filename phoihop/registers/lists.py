"""The dated lists of the registers: kinds of matters, types of key areas, the yearly target. Data, not rules."""

import datetime
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from phoihop.orgs.models import OPEN_END
from phoihop.registers.formulas import Pace

DATA = Path(__file__).parent / "data"
_CODE = re.compile(r"[a-z][a-z_]{1,31}")
_PACE = ("settle_days", "drags_after_days", "quiet_after_days", "rises_after_days")


class BadList(ValueError):
    """A list contradicts itself; the message says where."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of matter, by its subject, with how fast such matters usually go."""

    code: str
    name_vi: str
    name_en: str
    pace: Pace
    valid_from: datetime.date
    valid_to: datetime.date


@dataclass(frozen=True, slots=True)
class AreaType:
    code: str
    name_vi: str
    name_en: str
    valid_from: datetime.date
    valid_to: datetime.date


@dataclass(frozen=True, slots=True)
class Target:
    """The least share of the areas chosen in a year that is to be converted."""

    code: str
    least_percent: int
    valid_from: datetime.date
    valid_to: datetime.date


Listed = TypeVar("Listed", Kind, AreaType, Target)


@dataclass(frozen=True, slots=True)
class Areas:
    level: str
    """The level whose units are chosen."""
    types: tuple[AreaType, ...]
    targets: tuple[Target, ...]


def read_kinds(data: Mapping[str, Any]) -> tuple[Kind, ...]:
    """Check the list of kinds and turn it into records. Raises BadList."""
    found = []
    for line in data["kinds"]:
        days = [line[name] for name in _PACE]
        if any(not isinstance(n, int) or n < 1 for n in days):
            raise BadList(f"{line['code']}: a number of days is not a whole number from 1")
        if line["drags_after_days"] < line["settle_days"]:
            raise BadList(f"{line['code']}: drags before it is usually due")
        found.append(Kind(*_named(line), Pace(*days), *_span(line)))
    return _checked(found, "kinds of matters")


def read_areas(data: Mapping[str, Any]) -> Areas:
    """Check the types of areas and the targets and turn them into records. Raises BadList."""
    types = _checked([AreaType(*_named(line), *_span(line)) for line in data["types"]], "types of areas")
    targets = [Target("target", line["least_percent"], *_span(line)) for line in data["targets"]]
    if any(not isinstance(t.least_percent, int) or not 0 < t.least_percent <= 100 for t in targets):
        raise BadList("targets: a least percent lies outside 1 to 100")
    return Areas(data["level"], types, _checked(targets, "targets"))


def kinds_on(day: datetime.date) -> list[Kind]:
    """The kinds a matter opened on that day may have, in the order of the list."""
    return _valid(_kinds(), day)


def kind_of(code: str, on: datetime.date) -> Kind:
    """The kind as it stood on that day. LookupError for a code that was never listed."""
    return _entry(_kinds(), code, on)


def area_types_on(day: datetime.date) -> list[AreaType]:
    return _valid(_areas().types, day)


def area_type_of(code: str, on: datetime.date) -> AreaType:
    """The type as it stood on that day. LookupError for a code that was never listed."""
    return _entry(_areas().types, code, on)


def area_level() -> str:
    return _areas().level


def target_on(day: datetime.date) -> Target | None:
    return next(iter(_valid(_areas().targets, day)), None)


@lru_cache(maxsize=1)
def _kinds() -> tuple[Kind, ...]:
    return read_kinds(json.loads((DATA / "matter_kinds.json").read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def _areas() -> Areas:
    return read_areas(json.loads((DATA / "area_types.json").read_text(encoding="utf-8")))


def _valid(among: Iterable[Listed], day: datetime.date) -> list[Listed]:
    return [one for one in among if one.valid_from <= day <= one.valid_to]


def _entry(among: Iterable[Listed], code: str, on: datetime.date) -> Listed:
    """What held on that day; for a day on which nothing did, what was listed last."""
    listed = [one for one in among if one.code == code]
    if not listed:
        raise LookupError(f"“{code}” is not in the list; a code once used must stay there")
    return next(iter(_valid(listed, on)), listed[-1])


def _named(line: Mapping[str, Any]) -> tuple[str, str, str]:
    if not _CODE.fullmatch(line["code"]) or not line["name_vi"].strip() or not line["name_en"].strip():
        raise BadList(f"“{line['code']}”: a code is small letters and _, and both names are there")
    return line["code"], line["name_vi"], line["name_en"]


def _span(line: Mapping[str, Any]) -> tuple[datetime.date, datetime.date]:
    first = datetime.date.fromisoformat(line["valid_from"])
    last = datetime.date.fromisoformat(line["valid_to"]) if line["valid_to"] else OPEN_END
    if last < first:
        raise BadList(f"{line.get('code', 'target')}: ends before it starts")
    return first, last


def _checked(found: Sequence[Listed], where: str) -> tuple[Listed, ...]:
    """No code twice on one day; something in the list."""
    if not found:
        raise BadList(f"{where}: the list is empty")
    for code in {one.code for one in found}:
        spans = sorted((one.valid_from, one.valid_to) for one in found if one.code == code)
        if any(before[1] >= after[0] for before, after in pairwise(spans)):
            raise BadList(f"{where}: {code} stands twice on one day")
    return tuple(found)
