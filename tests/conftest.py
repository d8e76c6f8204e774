"""What every test stands on: a clean clock, clean caches, and a flush that may empty the append-only log."""

import os
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase

from phoihop.base import clock
from phoihop.journal import guards

# Playwright keeps an event loop running beside the tests, and Django would take every query for an asynchronous one.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

_teardown = TransactionTestCase._fixture_teardown


def _flush_including_the_log(case: TransactionTestCase) -> None:
    """Tests that really commit are cleaned by emptying every table, which the log's triggers rightly refuse."""
    with connection.schema_editor() as editor:
        guards.remove(None, editor)
    try:
        _teardown(case)
    finally:
        with connection.schema_editor() as editor:
            guards.install(None, editor)


TransactionTestCase._fixture_teardown = _flush_including_the_log


@pytest.fixture(autouse=True)
def _clean_caches() -> Iterator[None]:
    clock.instance.cache_clear()
    cache.clear()
    yield
    clock.instance.cache_clear()
