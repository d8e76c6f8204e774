"""As which post a request acts."""

import datetime
import html

import pytest
from django.test import Client

from phoihop.accounts.models import User
from phoihop.base import clock
from phoihop.base.errors import Refusal
from phoihop.journal.models import Entry
from phoihop.orgs import actions, queries
from phoihop.orgs.models import Body, Holding, Person, Post, Unit
from tests.cast import Cast, signed_in

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


def test_everyone_says_where_letters_reach_him(cast: Cast) -> None:
    client = signed_in(cast.clerk_a1)
    wrong = client.post("/don-vi/dia-chi-thu", {"contact": "văn thư"})
    page = html.unescape(wrong.content.decode())
    assert wrong.status_code == 422
    assert "“văn thư” không phải là địa chỉ thư điện tử" in page
    assert 'value="văn thư"' in page
    assert client.post("/don-vi/dia-chi-thu", {"contact": f"{'a' * 60}@{'b' * 60}.vn"}).status_code == 422
    assert client.post("/don-vi/dia-chi-thu", {"contact": " vanthu@na-pang.vn "}).status_code == 302
    assert queries.addresses([cast.clerk_a1.pk]) == {cast.clerk_a1.pk: ["vanthu@na-pang.vn"]}
    assert 'value="vanthu@na-pang.vn"' in client.get("/don-vi/chuc-vu-dang-dung").content.decode()
    person = Person.objects.get(holdings__post=cast.clerk_a1)
    with pytest.raises(Refusal, match="không có quyền"):
        actions.change_contact(by=cast.secretary, person=person, contact="")
    actions.change_contact(by=cast.operator, person=person, contact="")
    actions.change_contact(by=cast.operator, person=person, contact="")
    assert queries.addresses([cast.clerk_a1.pk]) == {cast.clerk_a1.pk: []}
    verbs = list(Entry.objects.filter(verb="orgs.change_contact").order_by("seq").values_list("post_id", "facts"))
    assert verbs == [(post.pk, {"person": person.pk}) for post in (cast.clerk_a1, cast.operator)]
