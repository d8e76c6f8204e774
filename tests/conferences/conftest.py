"""A small conference, called."""

import pytest

from tests.cast import Cast
from tests.conferences.world import World, build


@pytest.fixture
def world(cast: Cast) -> World:
    return build(cast)
