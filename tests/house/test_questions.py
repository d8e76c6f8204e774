"""Whatever somebody writes into the query of an address: a page, a refusal or "not found", never a broken page."""

import inspect
import re

import pytest
from django.test import Client
from django.urls import resolve

from tests.cast import Cast, signed_in
from tests.house.rights_table import OURS
from tests.house.test_rights import ADDRESSES, about_something

ASKED = re.compile(r"""(?:request\.GET\.get|\bget)\(\s*"([a-z][a-z_-]*)"[,)]""")
ODD = ("²", "9" * 30, "0001-01-01", "9999-12-31", "\0")
"""A digit that is none to int(), more than a column holds, the two ends of time, what no database keeps as text."""


def words_of(name: str) -> set[str]:
    """Every name for which the module of the route's view looks in an address."""
    module = inspect.getmodule(resolve(ADDRESSES[name]).func)
    return set(ASKED.findall(inspect.getsource(module))) if module else set()


@pytest.fixture
def reader(cast: Cast) -> Client:
    return signed_in(cast.secretary)


def test_the_words_are_found() -> None:
    assert {word for name in OURS for word in words_of(name)} >= {"nam", "ky", "on", "trang", "thang"}


@pytest.mark.parametrize("value", ODD)
def test_no_question_breaks_a_page(reader: Client, value: str) -> None:
    for name in sorted(OURS):
        if not about_something(name):
            for word in words_of(name):
                assert reader.get(ADDRESSES[name], {word: value}).status_code < 500, (name, word, value)
