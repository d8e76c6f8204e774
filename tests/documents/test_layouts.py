"""Layouts are dated data: the right one on a day, and a wrong file is named."""

import copy
import datetime
import json
from typing import Any

import pytest

from phoihop.documents import layouts


@pytest.mark.parametrize(
    ("kind", "day", "name"),
    [
        ("party", "2018-04-03", "party-2018"),
        ("party", "2022-01-14", "party-2018"),
        ("party", "2026-05-26", "party-2018"),
        ("party", "2026-05-27", "party-2026"),
        ("state", "2021-12-31", "state-2020"),
    ],
)
def test_the_layout_in_force_on_a_day(kind: str, day: str, name: str) -> None:
    assert layouts.on(kind, datetime.date.fromisoformat(day)).profile == name


def test_before_the_first_guidance_there_is_none() -> None:
    with pytest.raises(LookupError, match="02/04/2018"):
        layouts.on("party", datetime.date(2018, 4, 2))


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("margins_mm", "left"), [30, 20, 40], "margins_mm.left"),
        (("margins_mm", "left"), None, "margins_mm"),
        (("roles", "star"), None, "roles.star is missing"),
        (("roles", "ngoi_sao"), {"size": [1, 1, 1]}, "roles.ngoi_sao is unknown"),
        (("roles", "body"), {"size": [14, 14, 14], "colour": "red"}, "colour"),
        (("roles", "body"), {"size": [14, 14, 14], "align": "middle"}, "align"),
        (("fixed", "title"), None, "fixed.title"),
        (("head_split",), [50, 40], "head_split"),
        (("valid_to",), "2017-01-01", "valid_to"),
        (("font",), None, "font"),
        (("number", "pattern"), "Số {number}", "{symbol}"),
        (("recipients", "archive"), "(", "archive"),
        (("kind",), "church", "kind"),
    ],
)
def test_a_fault_in_a_layout_file_is_named(path: tuple[str, ...], value: Any, said: str) -> None:
    raw = json.loads((layouts.FOLDER / "party-2018.json").read_text(encoding="utf-8"))
    broken = copy.deepcopy(raw)
    place = broken
    for step in path[:-1]:
        place = place[step]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    layouts.parse(raw, "x.json")
    with pytest.raises(layouts.LayoutError) as caught:
        layouts.parse(broken, "x.json")
    assert said in str(caught.value)
    assert "x.json" in str(caught.value)
