"""204 units × 40 values from one .xlsx, fully validated, beside the bare reading of the same file."""

import io

import python_calamine
import xlsxwriter
from django.db import transaction

from bench import province
from bench.measure import Row, median, p95, times
from phoihop.base import clock
from phoihop.documents.tables import read_table
from phoihop.duties.models import Period
from phoihop.orgs.queries import tree
from phoihop.reporting import actions
from phoihop.reporting.models import Form

LIMIT = 5.0


def workbook() -> bytes:
    """A row for each commune, a column for each indicator, as an office would send it."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Mã đơn vị", "Tên đơn vị", *province.CODES])
    places = [place for place in tree(province.DAY) if place.level == "commune"]
    for row, place in enumerate(places, start=1):
        sheet.write_string(row, 0, place.code)
        sheet.write_string(row, 1, place.name)
        for column in range(province.INDICATORS):
            sheet.write_number(row, 2 + column, float(province.amount(row, 1, column)))
    book.close()
    return out.getvalue()


def rows() -> list[Row]:
    with clock.standing_at(province.DAY):
        data = workbook()
        form, period = Form.objects.get(code="K-THANG"), Period.objects.get(label="2022-01")

        def load() -> None:
            with transaction.atomic():
                done = actions.load_values(by=None, form=form, period=period, table=read_table(data, "thang-1.xlsx"))
                assert (len(done.changes), done.cells_changed) == (204, 8160)
                transaction.set_rollback(True)

        def read() -> None:
            python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()

        ours, theirs = times(load, 5), times(read, 20)
    beside = "the bare reading of the file, nothing checked or stored"
    return [Row("204 units × 40 values loaded from one .xlsx", p95(ours), beside, median(theirs), LIMIT)]
