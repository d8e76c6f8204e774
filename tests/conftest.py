"""What every test stands on: clean caches, a flush that may empty the append-only log, the cast, a browser."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from phoihop.base import clock
from phoihop.base.models import Instance
from phoihop.conferences.queries.names import forget
from phoihop.journal import guards
from tests import cast as standing
from tests import post_office as mail

# Playwright keeps an event loop running beside the tests, and Django would take every query for an asynchronous one.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# Properties are judged by what they find, not by how fast a shared machine finds it.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

_teardown = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]


def _flush_including_the_log(case: TransactionTestCase) -> None:
    """Tests that really commit are cleaned by emptying every table, which the log's triggers rightly refuse."""
    with connection.schema_editor() as editor:
        guards.remove(None, editor)
    try:
        _teardown(case)
    finally:
        with connection.schema_editor() as editor:
            guards.install(None, editor)


TransactionTestCase._fixture_teardown = _flush_including_the_log  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Threads of a test's own server may outlive the test; PostgreSQL drops no database that they still hold."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(autouse=True)
def _clean_caches() -> Iterator[None]:
    clock.instance.cache_clear()
    cache.clear()
    forget()
    yield
    clock.instance.cache_clear()


@pytest.fixture
def standing_day() -> Iterator[None]:
    """The test stands on the cast's day."""
    with clock.standing_at(standing.DAY):
        yield


@pytest.fixture
def cast(db: None, standing_day: None) -> standing.Cast:
    """The standing cast, in a transaction that is rolled back, on its day."""
    return standing.bring_on()


@pytest.fixture
def demonstration_cast(transactional_db: None) -> standing.Cast:
    """The cast in a database that is a demonstration standing on the cast's day: for tests with a running server,
    whose threads know no clock but the database's."""
    Instance.objects.create(pk=1, demonstration=True, stands_on=standing.DAY)
    clock.instance.cache_clear()
    return standing.bring_on()


@pytest.fixture
def post_office(settings: Any) -> Iterator[mail.Server]:
    """A mail server that runs, and an installation set to send through it."""
    with mail.opened(settings) as server:
        yield server


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium, started once."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)  # how slow the machine is that runs the tests is no fault of the page
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
        yield browser
        browser.close()


def _breaks_policy(said: str) -> bool:
    """Playwright's own waiting evaluates strings; our pages have no script that does."""
    return "Content Security Policy" in said and "Evaluating a string as JavaScript" not in said


@pytest.fixture
def visit(chromium: Any) -> Iterator[Callable[..., Any]]:
    """`visit(width=1280)` opens an empty page in a fresh profile, in Vietnamese; a script error fails the test."""
    contexts: list[Any] = []
    faults: list[str] = []

    def open_page(width: int = 1280, height: int = 900, **options: Any) -> Any:
        wanted = {"viewport": {"width": width, "height": height}, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}
        context = chromium.new_context(**{**wanted, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if _breaks_policy(said.text) else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []
