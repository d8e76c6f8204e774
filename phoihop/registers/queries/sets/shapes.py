"""The sets of the registers by name; the shape of sets and records is that of every room."""

from phoihop.duties.queries.sets import Moment, Proof, Record, RecordSource, SetInfo

__all__ = ["SETS", "Moment", "Proof", "Record", "RecordSource", "SetInfo"]

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
