"""The evidence under the records of a set."""

import datetime

from django.db.models import Q

from phoihop.registers.models import PROVED, Evidence
from phoihop.registers.queries.sets.shapes import Proof


def proofs(of: Q, as_of: datetime.datetime | None) -> dict[int, tuple[Proof, ...]]:
    """The evidence that stood at that moment, by the key of its record; `of` names records of one kind."""
    standing = Q(withdrawn_at__isnull=True)
    rows = Evidence.objects.filter(of)
    if as_of is not None:
        rows = rows.filter(file__uploaded_at__lte=as_of)
        standing |= Q(withdrawn_at__gt=as_of)
    found: dict[int, list[Proof]] = {}
    columns = (*(f"{name}_id" for name in PROVED), "title", "file__sha256", "file_id", "fact_on")
    for row in rows.filter(standing).order_by("pk").values_list(*columns):
        title, sha256, file_id, fact_on = row[len(PROVED) :]
        key = next(key for key in row[: len(PROVED)] if key)
        found.setdefault(key, []).append((title, sha256, file_id, fact_on))
    return {key: tuple(value) for key, value in found.items()}
