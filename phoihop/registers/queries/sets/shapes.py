"""What a set of the registers is, and the shape of its records."""

import datetime
from dataclasses import dataclass, field

Moment = datetime.date | datetime.datetime
"""A moment of record: what had been written by then counts. A date stands for its end."""

Proof = tuple[str, str, int, datetime.date]
"""(title, SHA-256, key of the file, day of the fact)"""


@dataclass(frozen=True, slots=True)
class SetInfo:
    """What a set is called, and whether it is a set of units or of records."""

    name_vi: str
    name_en: str
    of: str
    """ "units" or "records" """


SETS: dict[str, SetInfo] = {
    "standard.passed": SetInfo(
        "Đơn vị được công nhận đạt tiêu chuẩn an toàn về an ninh, trật tự",
        "Units recognised as reaching the security-and-order standard",
        "units",
    ),
    "standard.assessed": SetInfo(
        "Đơn vị được xét tiêu chuẩn an toàn về an ninh, trật tự (đã có quyết định)",
        "Units assessed for the security-and-order standard (decided)",
        "units",
    ),
    "models.kept": SetInfo("Mô hình được duy trì", "Models kept running", "records"),
    "models.new": SetInfo("Mô hình xây dựng mới", "Models newly built", "records"),
    "operations.joint": SetInfo(
        "Chuyên án do từ hai cấp trở lên phối hợp", "Operations directed jointly by two levels or more", "records"
    ),
    "matters.due": SetInfo(
        "Vụ việc đến hạn hoặc đã giải quyết trong kỳ", "Matters due or settled in the period", "records"
    ),
    "matters.resolved_in_time": SetInfo(
        "Vụ việc đã giải quyết, đúng hạn", "Matters settled by the day they were due", "records"
    ),
    "matters.open_late": SetInfo(
        "Vụ việc quá hạn chưa giải quyết xong ở cuối kỳ", "Matters past due and not settled at the end", "records"
    ),
    "areas.chosen": SetInfo(
        "Địa bàn trong danh sách trọng điểm của năm", "Areas in the programme of key areas of the year", "records"
    ),
    "areas.converted": SetInfo(
        "Địa bàn trọng điểm đã được xác nhận chuyển hóa", "Key areas confirmed as converted", "records"
    ),
}


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a set. `unit_id` is the unit it counts at (an operation: the uppermost of those asked for)."""

    unit_id: int
    kind: str
    """ "standard", "model", "operation", "matter" or "area" """
    pk: int
    label: str
    """Name of the unit or model; code of the operation; code and text of the matter."""
    in_set: bool
    shared_with: tuple[int, ...] = ()
    """Further units that take part; an operation counts once at each of their branches, once above."""


@dataclass(frozen=True, slots=True)
class RecordSource:
    """A record with the decision behind it and the evidence under it."""

    unit_id: int
    kind: str
    pk: int
    label: str
    in_set: bool
    result_word: str
    decision_number: str
    decided_on: datetime.date | None
    decided_by: str
    decided_at: datetime.datetime | None
    url: str
    evidence: tuple[Proof, ...] = ()
    shared_with: tuple[int, ...] = field(default=())
