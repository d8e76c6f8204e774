"""Quick addresses are the framework's own."""

import pytest
from django.urls import NoReverseMatch, reverse
from hypothesis import given
from hypothesis import strategies as st

from phoihop.base.addresses import address

numbers = st.integers(0, 10**12)


@given(numbers, numbers)
def test_the_same_as_the_frameworks_own(one: int, other: int) -> None:
    assert address("journal:log") == reverse("journal:log")
    assert address("reporting:report", one) == reverse("reporting:report", args=[one])
    assert address("reporting:detach", one, other) == reverse("reporting:detach", args=[one, other])


def test_an_unknown_page_has_no_address() -> None:
    with pytest.raises(NoReverseMatch):
        address("reporting:nowhere", 1)
