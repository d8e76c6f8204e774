"""The criteria sets: dated data files become records."""

import datetime
import json
from pathlib import Path
from typing import Any

from django.db import transaction

from phoihop.base.errors import refuse
from phoihop.journal.actions import record
from phoihop.orgs.models import OPEN_END, Post
from phoihop.registers import rules
from phoihop.registers.models import CriteriaSet, Criterion

DATA = Path(__file__).resolve().parent.parent / "data" / "criteria"


@transaction.atomic
def load_criteria(*, by: Post | None = None, folder: Path = DATA) -> int:
    """Load every criteria set of the folder that is not there yet, and return how many; a set is never changed.

    By the program (None) or by who keeps the regulation. Raises Refusal, or ValueError for a file that says nonsense.
    """
    refuse(rules.why_not_load_criteria(by))
    known = set(CriteriaSet.objects.values_list("code", flat=True))
    fresh = [data for data in map(_read, sorted(folder.glob("*.json"))) if data["code"] not in known]
    for data in fresh:
        kept = CriteriaSet.objects.create(
            code=data["code"],
            name_vi=data["name_vi"],
            name_en=data["name_en"],
            basis=data["basis"],
            valid_from=datetime.date.fromisoformat(data["valid_from"]),
            valid_to=datetime.date.fromisoformat(data["valid_to"]) if data["valid_to"] else OPEN_END,
        )
        Criterion.objects.bulk_create(
            Criterion(
                criteria_set=kept,
                number=line["number"],
                text_vi=line["text_vi"],
                text_en=line["text_en"],
                least_percent=line.get("least_percent"),
            )
            for line in data["criteria"]
        )
        record(
            "registers.load_criteria", by=by, about=kept, facts={"code": kept.code, "criteria": len(data["criteria"])}
        )
    return len(fresh)


def _read(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    numbers = [line["number"] for line in data["criteria"]]
    if numbers != list(range(1, len(numbers) + 1)):
        raise ValueError(f"{path.name}: criteria are not numbered 1, 2, 3 …")
    if any(not 0 < line.get("least_percent", 1) <= 100 for line in data["criteria"]):
        raise ValueError(f"{path.name}: a least percent lies outside 1 to 100")
    if data["valid_to"] and data["valid_to"] < data["valid_from"]:
        raise ValueError(f"{path.name}: ends before it starts")
    return data
