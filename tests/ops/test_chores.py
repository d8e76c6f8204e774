"""The worker runs what is due once, whoever else is running it, and a failure stays visible and stops nothing."""

import datetime
import threading

import pytest
from django.db import connection
from django.test import Client

from phoihop.base import clock
from phoihop.ops import actions, chores
from phoihop.ops.models import Chore


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Three chores of the test's own: one daily, one hourly, one that always fails."""
    done: list[str] = []

    def note(name: str) -> str:
        done.append(name)
        return f"ran {name}"

    def break_down() -> str:
        raise ValueError("no such folder")

    monkeypatch.setattr(
        chores,
        "JOBS",
        (
            chores.Job("broken", "hỏng", chores.HOUR, break_down),
            chores.Job("daily", "hằng ngày", chores.DAY, lambda: note("daily")),
            chores.Job("hourly", "hằng giờ", chores.HOUR, lambda: note("hourly")),
        ),
    )
    return done


@pytest.fixture
def hours(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Lets the machine's clock go on by whole hours."""
    passed = {"hours": 0}
    start = clock.machine_now()
    monkeypatch.setattr(clock, "machine_now", lambda: start + datetime.timedelta(hours=passed["hours"]))
    return passed


def test_each_chore_runs_when_its_time_has_come(db: None, runs: list[str], hours: dict[str, int]) -> None:
    seen = []
    for hour in range(26):
        hours["hours"] = hour
        actions.run_due()
        actions.run_due()
        seen.append(sorted(runs))
        runs.clear()
    assert seen[0] == ["daily", "hourly"]
    assert seen[1:24] == [["hourly"]] * 23
    assert seen[24] == ["daily", "hourly"]


def test_a_failure_is_seen_by_the_operator_and_does_not_stop_the_others(
    db: None, runs: list[str], hours: dict[str, int], client: Client
) -> None:
    actions.run_due()
    assert runs == ["daily", "hourly"]
    broken = Chore.objects.get(name="broken")
    assert (broken.outcome, broken.said) == ("failed", "ValueError: no such folder")
    assert broken.claimed_until is None
    answer = client.get("/suc-khoe")
    assert (answer.status_code, answer.content) == (503, b"failed: broken\n")
    broken.outcome = "done"
    broken.save()
    assert client.get("/suc-khoe").content == b"ok\n"
    hours["hours"] = 2
    assert client.get("/suc-khoe").content == b"late: broken\nlate: hourly\n"


def test_a_chore_whose_worker_died_is_taken_over_after_its_lease(
    db: None, runs: list[str], hours: dict[str, int]
) -> None:
    actions.register()
    Chore.objects.update(claimed_until=clock.machine_now() + actions.LEASE)
    assert actions.run_due() == []
    hours["hours"] = 1
    assert "daily" in actions.run_due()


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_run_each_chore_once(runs: list[str]) -> None:
    actions.register()
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        actions.run_due()
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(runs) == ["daily", "hourly"]


def test_the_real_chores_run_twice_without_harm(cast: object) -> None:
    for _ in range(2):
        Chore.objects.update(next_run=clock.machine_now())
        assert actions.run_due() == [job.name for job in chores.JOBS]
        assert set(Chore.objects.values_list("outcome", flat=True)) == {"done"}
