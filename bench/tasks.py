"""What is owed, at the size of the province: giving a year's duties, scorecard, matrix, the list of what is overdue.

Measured in a process and a database of its own: 204 communes with 2,000 shares in 2020 and 20,000 in 2021, made by a
fixed rule, and a regulation with forty duties for the 75 communes of 2025.
"""

import datetime
import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.measure import Row, alternately, median, p95, times

HERE = "bench.tasks"
FEW, MANY = (2020, 2_000), (2021, 20_000)
DUTIES, UNITS = 40, 75
PAGE_LIMIT, PLAN_LIMIT = 0.3, 5.0
DAY = datetime.date(2022, 1, 13)
SCORES = """
SELECT a.unit_id, t.kind, COUNT(*), SUM(a.state = 'done'),
  SUM(a.state = 'done' AND date(a.submitted_at, '+7 hours') <= a.due_on), SUM(a.state = 'done' AND a.effective),
  SUM(a.state IN ('assigned', 'doing', 'returned') AND a.due_on < '2022-01-13'), SUM(a.state = 'disagreed')
FROM duties_assignment a JOIN duties_task t ON t.id = a.task_id JOIN duties_period p ON p.id = t.period_id
WHERE p.year = 2021 AND a.state NOT IN ('withdrawn', 'passed_on')
  AND NOT (a.state = 'dropped' AND a.drop_reason <> 'not_done')
GROUP BY a.unit_id, t.kind
"""
MATRIX = """
SELECT a.task_id, a.unit_id, a.id, a.state, date(a.submitted_at, '+7 hours') <= a.due_on, a.due_on < '2022-01-13'
FROM duties_assignment a JOIN duties_task t ON t.id = a.task_id JOIN duties_period p ON p.id = t.period_id
WHERE p.year = 2021 AND a.state NOT IN ('withdrawn', 'passed_on')
ORDER BY t.due_on, t.code, a.unit_id LIMIT 8160
"""
LATE = """
SELECT a.id, t.code, t.title_vi, v.name_vi, a.due_on
FROM duties_assignment a JOIN duties_task t ON t.id = a.task_id JOIN duties_period p ON p.id = t.period_id
JOIN orgs_unitversion v ON v.unit_id = a.unit_id AND v.valid_from <= '2022-01-13' AND v.valid_to >= '2022-01-13'
WHERE p.year = 2021 AND a.state IN ('assigned', 'doing', 'returned') AND a.due_on < '2022-01-13'
ORDER BY a.due_on, t.code, a.id
"""
PAGES = (
    ("scorecard, every level", "/viec/bang-diem/?ky={}&mo=tat-ca", SCORES),
    ("matrix, 40 tasks × every unit", "/viec/ma-tran/?ky={}&mo=tat-ca", MATRIX),
    ("matrix, 40 tasks × districts", "/viec/ma-tran/?ky={}", MATRIX),
    ("list of what is overdue", "/viec/?nam={}&chon=overdue", LATE),
)
COMMUNES = "v.level = 'commune' AND v.valid_from <= '2025-12-14' AND v.valid_to >= '2025-12-14'"
PLANNED = (
    """
INSERT INTO duties_task (code, kind, title_vi, title_en, product_vi, product_en, regulation_id, period_id, unit_id,
  starts_on, due_on, is_priority, both_accept, is_checked, needs_evidence, created_at, withdraw_reason)
SELECT d.code || '/2025', 'duty', d.title_vi, '', '', '', 1, p.id, 1, p.starts_on, '2025-12-17', false, false, false,
  true, p.starts_on, ''
FROM duties_duty d JOIN duties_period p ON p.label = '2025'
""",
    f"""
INSERT INTO duties_occurrence (duty_id, unit_id, period_id, due_on)
SELECT d.id, v.unit_id, p.id, '2025-12-17'
FROM duties_duty d JOIN duties_period p ON p.label = '2025' JOIN orgs_unitversion v ON {COMMUNES}
""",
    """
INSERT INTO duties_assignment (task_id, unit_id, to_unit_id, role, occurrence_id, state, assigned_on, first_due_on,
  due_on, round, submitted_text, drop_reason, close_text)
SELECT t.id, o.unit_id, 1, 'lead', o.id, 'assigned', '2025-12-01', o.due_on, o.due_on, 0, '', '', ''
FROM duties_occurrence o JOIN duties_duty d ON d.id = o.duty_id JOIN duties_task t ON t.code = d.code || '/2025'
""",
)


def rows() -> list[Row]:
    """Measured in a process of its own."""
    folder = Path(os.environ["PHOIHOP_VAR"]) / "tasks"
    environment = {**os.environ, "PHOIHOP_VAR": str(folder)}
    environment.pop("PHOIHOP_DATABASE_URL", None)
    done = subprocess.run([sys.executable, "-m", HERE], env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return [Row(**row) for row in json.loads(done.stdout)]


def main() -> None:
    """Print the rows as JSON."""
    from phoihop.config import wsgi  # noqa: F401, I001 - first: the program as it is served, memory settled
    from phoihop.base import clock, ensure

    ensure.database()
    build()
    with clock.standing_at(DAY):
        found = [_page(*line) for line in PAGES]
    found.append(_plan())
    print(json.dumps([asdict(row) for row in found]))


def build() -> None:
    """Fill an empty database once; a second call finds it filled and does nothing."""
    from django.db import transaction

    from bench import province
    from phoihop.duties.models import Assignment
    from phoihop.orgs import actions as orgs
    from phoihop.orgs import forms

    if Assignment.objects.exists():
        return
    print("building the shares of 204 communes, about a minute", file=sys.stderr)
    with transaction.atomic():
        lists = forms.read_lists((path.name, path.read_bytes()) for path in sorted(province.DATA.glob("unit*_*.csv")))
        orgs.load_units(by=None, versions=lists.versions, changes=lists.changes)
        post = province._secretary()
        regulation = _regulation()
        for year, many in (FEW, MANY):
            _shares(year, many, post, regulation)


def _regulation() -> Any:
    from phoihop.duties import actions

    regulation = actions.add_regulation(
        by=None,
        code="QC",
        title_vi="Quy chế phối hợp",
        decision="1-QĐ/TU",
        issuer="Ban Thường vụ",
        issued_on=datetime.date(2019, 11, 1),
        term_from=datetime.date(2019, 12, 1),
        term_to=datetime.date(2030, 12, 31),
    )
    article = actions.add_article(
        by=None, regulation=regulation, kind="article", number="1", text_vi="Trách nhiệm của các bên."
    )
    for number in range(DUTIES):
        actions.add_duty(
            by=None,
            article=article,
            code=f"NV{number:02}",
            kind="action",
            title_vi=f"Nghĩa vụ {number}",
            debtor_level="commune",
            creditor_level="province",
            every="year",
        )
    for year in (2020, 2021, 2025):
        actions.add_usual_periods(by=None, year=year)
    return regulation


KINDS = ("duty", "programme", "directive", "matter", "other")
STATES = ("done",) * 14 + ("assigned", "doing", "submitted", "returned", "disagreed", "withdrawn")


def _shares(year: int, many: int, post: Any, regulation: Any) -> None:
    """So many shares over tasks for every commune, with states, days and judgements that no two neighbours share."""
    from django.utils import timezone

    from phoihop.duties.models import Assignment, Period, Task
    from phoihop.orgs.queries import tree

    whole = Period.objects.get(label=str(year))
    communes = [place for place in tree(whole.ends_on) if place.level == "commune"]
    start = datetime.date(year, 1, 4)
    tasks = Task.objects.bulk_create(
        Task(
            code=f"V{year}-{number:03}",
            kind=KINDS[number % len(KINDS)],
            title_vi=f"Việc số {number} của năm {year}, rà soát địa bàn và báo cáo kết quả",
            regulation=regulation,
            period=whole,
            unit_id=post.body.unit_id,
            starts_on=start + datetime.timedelta(days=number * 3),
            due_on=start + datetime.timedelta(days=number * 3 + 40),
            is_priority=number % 7 == 0,
            created_by=post,
            created_at=timezone.make_aware(datetime.datetime(year, 1, 4, 9)),
        )
        for number in range(-(-many // len(communes)))
    )
    made = []
    for number in range(many):
        task, place = tasks[number // len(communes)], communes[number % len(communes)]
        mixed = number * 7919 + number // 97
        state = STATES[mixed % len(STATES)]
        handed_in = timezone.make_aware(
            datetime.datetime.combine(task.due_on + datetime.timedelta(days=mixed % 9 - 6), datetime.time(9))
        )
        is_open = state in Assignment.OPEN
        made.append(
            Assignment(
                task=task,
                unit_id=place.unit_id,
                to_unit_id=post.body.unit_id,
                state=state,
                assigned_on=task.starts_on,
                first_due_on=task.due_on,
                due_on=task.due_on,
                round=1,
                submitted_at=handed_in,
                submitted_by=post,
                closed_at=None if is_open else handed_in,
                effective=mixed % 5 != 0 if state == "done" else None,
            )
        )
    Assignment.objects.bulk_create(made, batch_size=500)


def by_hand(sql: str) -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _page(what: str, address: str, sql: str) -> Row:
    """The whole page of 2021, beside the same rows by hand; it must cost as many statements as that of 2020."""
    from bench import province

    client = province.browser()
    few, many = (_statements(client, address.format(year)) for year, _n in (FEW, MANY))
    ours, theirs = alternately(lambda: client.get(address.format(MANY[0])), lambda: by_hand(sql), 20)
    size = len(client.get(address.format(MANY[0]), HTTP_ACCEPT_ENCODING="gzip").content) // 1024
    note = f"{MANY[1]} shares, {many} statements; {few} for {FEW[1]}; {size} KB sent"
    beside = "the same rows by hand-written SQL"
    return Row(f"{what}, p95", p95(ours), beside, median(theirs), PAGE_LIMIT, note, few != many)


def _statements(client: Any, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as statements:
        client.get(address)
    return len(statements)


def _plan() -> Row:
    """Giving the year's duties: planned and applied; planned again, nothing is left to do."""
    from django.db import connection, transaction

    from phoihop.base import clock
    from phoihop.duties import actions, queries
    from phoihop.duties.models import Regulation

    regulation = Regulation.objects.get(code="QC")
    left: Counter[str] = Counter()

    def ours() -> None:
        with transaction.atomic():
            plan = queries.year_plan(regulation, 2025)
            assert len(plan.add) == DUTIES * UNITS, len(plan.add)
            actions.apply_plan(by=None, regulation=regulation, year=2025, mark=plan.mark)
            again = queries.year_plan(regulation, 2025)
            left["changes"] += len(again.add) + len(again.change) + len(again.withdraw) + len(again.restore)
            transaction.set_rollback(True)

    def theirs() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in PLANNED:
                cursor.execute(statement)
            assert cursor.rowcount == DUTIES * UNITS
            transaction.set_rollback(True)

    with clock.standing_at(datetime.date(2025, 12, 1)):
        mine = times(ours, 5)
    other = times(theirs, 5)
    note = f"{left['changes']} changes the second time"
    beside = "the same rows by INSERT … SELECT, nothing compared"
    what = f"{UNITS} units × {DUTIES} duties given, and planned again"
    return Row(what, p95(mine), beside, median(other), PLAN_LIMIT, note, left["changes"] > 0)


if __name__ == "__main__":
    main()
