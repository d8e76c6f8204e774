import pytest

from tests.cast import Cast
from tests.duties.office import Office, open_office


@pytest.fixture
def office(cast: Cast) -> Office:
    return open_office(cast)
