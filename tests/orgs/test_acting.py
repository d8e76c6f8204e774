"""As which post a request acts."""

import datetime

import pytest
from django.test import Client

from phoihop.accounts.models import User
from phoihop.base import clock
from phoihop.orgs.models import Body, Holding, Person, Post, Unit

DAY = datetime.date(2022, 1, 13)
pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return User.objects.create_user(username="an", password="x")


@pytest.fixture
def posts(user: User) -> tuple[Post, Post]:
    body = Body.objects.create(unit=Unit.objects.create(), kind=Body.Kind.OFFICE, name_vi="Văn phòng")
    chief = Post.objects.create(body=body, title_vi="Chánh Văn phòng", role="leader", precedence=10)
    clerk = Post.objects.create(body=body, title_vi="Chuyên viên", role="clerk", precedence=50)
    past = Post.objects.create(body=body, title_vi="Thư ký", role="secretary", precedence=1)
    person = Person.objects.create(user=user)
    for post in (clerk, chief):
        Holding.objects.create(person=person, post=post)
    Holding.objects.create(person=person, post=past, valid_to=DAY - datetime.timedelta(days=1))
    return chief, clerk


def test_switching_between_the_posts_one_holds_today(user: User, posts: tuple[Post, Post]) -> None:
    chief, clerk = posts
    former = Post.objects.get(role="secretary")
    client = Client()
    with clock.standing_at(DAY):
        client.force_login(user)
        page = client.get("/don-vi/chuc-vu-dang-dung")
        assert page.wsgi_request.post == chief
        assert page.wsgi_request.post.acting_user_id == user.pk
        text = page.content.decode()
        assert "Chuyên viên" in text
        assert "Thư ký" not in text
        client.post("/don-vi/chuc-vu-dang-dung", {"post": clerk.pk})
        assert client.get("/don-vi/chuc-vu-dang-dung").wsgi_request.post == clerk
        assert client.post("/don-vi/chuc-vu-dang-dung", {"post": former.pk}).status_code == 404
        assert client.get("/don-vi/chuc-vu-dang-dung").wsgi_request.post == clerk
    with clock.standing_at(DAY - datetime.timedelta(days=5)):
        fresh = Client()
        fresh.force_login(user)
        assert fresh.get("/don-vi/chuc-vu-dang-dung").wsgi_request.post == former


def test_a_visitor_and_an_account_without_post(user: User, client: Client) -> None:
    assert client.get("/don-vi/chuc-vu-dang-dung").status_code == 302
    client.force_login(user)
    page = client.get("/don-vi/chuc-vu-dang-dung")
    assert page.wsgi_request.post is None
    assert page.status_code == 200
    assert "không giữ chức vụ nào" in page.content.decode()
