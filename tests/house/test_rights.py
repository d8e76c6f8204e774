"""Closed by default: every route stands in the table of rights, and every door answers as the table says."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from phoihop.journal import queries
from phoihop.journal.models import Entry
from phoihop.orgs import roles
from phoihop.orgs.models import Post, Unit
from tests.cast import Cast, signed_in
from tests.house.rights_table import ANY_POST, DEMONSTRATION, LIBRARY, OPEN, OURS, RIGHTS, SIGNED_IN

ABSENT = {"int": "999999", "str": "khong-co", "slug": "khong-co", "path": "khong-co", "uuid": "0" * 32}


def routes() -> Iterator[tuple[str, str]]:
    """(name, an address) of every route; a converter's place is filled with something that does not exist."""
    yield from _walk(get_resolver(), "", "")


def _walk(resolver: URLResolver, spaces: str, prefix: str) -> Iterator[tuple[str, str]]:
    for part in resolver.url_patterns:
        address = prefix + _filled(part)
        if isinstance(part, URLResolver):
            space = f"{part.namespace}:" if part.namespace else ""
            yield from _walk(part, spaces + space, address)
        elif isinstance(part, URLPattern):
            assert part.name, f"{address} has no name"
            yield spaces + part.name, "/" + address


def _filled(part: URLPattern | URLResolver) -> str:
    text = str(part.pattern)
    for name, converter in part.pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        absent = ABSENT.get(kind, "999999")
        text = text.replace(f"<{kind}:{name}>", absent).replace(f"<{name}>", absent)
        text = text if "<" not in text else _between(text, absent)
    return text


def _between(text: str, absent: str) -> str:
    start, end = text.index("<"), text.index(">")
    return text[:start] + absent + text[end + 1 :]


ADDRESSES = dict(routes())


def about_something(name: str) -> bool:
    """Whether the address names a thing, which in these tests does not exist."""
    return RIGHTS[name].asks or "999999" in ADDRESSES[name] or "khong-co" in ADDRESSES[name]


def test_each_address_leads_to_its_own_route() -> None:
    """Two routes on one address: the second is never reached, whatever the table says of it."""
    assert [name for name, address in ADDRESSES.items() if resolve(address).view_name != name] == []


def test_every_route_stands_in_the_table_and_every_line_of_the_table_is_a_route() -> None:
    assert set(ADDRESSES) - set(RIGHTS) == set(), "routes without a right"
    assert set(RIGHTS) - set(ADDRESSES) == set(), "rights without a route"


def test_every_right_is_known() -> None:
    known = {None, OPEN, SIGNED_IN, DEMONSTRATION, ANY_POST, *roles.CAPABILITIES}
    assert {right for line in RIGHTS.values() for right in (line.see, line.do)} <= known


def ours(method: str) -> list[str]:
    return sorted(name for name, right in OURS.items() if getattr(right, method) not in {None, OPEN, DEMONSTRATION})


@pytest.fixture
def browsers(cast: Cast) -> dict[str, tuple[Post, Client]]:
    """Every post of the cast, signed in."""
    return {who: (post, signed_in(post)) for who, post in cast.posts().items()}


def test_a_visitor_is_led_to_the_sign_in_page(client: Client, db: None) -> None:
    open_doors = []
    for name in sorted({*ours("see"), *ours("do")}):
        for answer in (client.get(ADDRESSES[name]), client.post(ADDRESSES[name])):
            led = answer.status_code == 302 and answer["Location"].startswith("/tai-khoan/")
            if not led and answer.status_code != 405:
                open_doors.append((name, answer.status_code))
    assert open_doors == []


def test_each_post_sees_what_its_role_may_see(browsers: dict[str, tuple[Post, Client]]) -> None:
    wrong = []
    for name, right in OURS.items():
        for who, (post, browser) in browsers.items():
            status = browser.get(ADDRESSES[name]).status_code
            if status not in _answers(name, right.see, post):
                wrong.append((name, who, status))
    assert wrong == []


def _answers(name: str, right: str | None, post: Post) -> set[int]:
    """What a GET may answer."""
    if right is None:
        return {403, 404, 405}
    if right == DEMONSTRATION:
        return {404}
    if right in roles.CAPABILITIES and not post.can(right):
        return {403, 404}
    return {404} if about_something(name) else {200, 204, 302}


def test_each_post_does_only_what_its_role_may_do(browsers: dict[str, tuple[Post, Client]]) -> None:
    wrong = []
    before = Entry.objects.count()
    for name, right in OURS.items():
        for who, (post, browser) in browsers.items():
            if right.do is None or (right.do in roles.CAPABILITIES and not post.can(right.do)):
                status = browser.post(ADDRESSES[name]).status_code
                if status not in {403, 404, 405}:
                    wrong.append((name, who, status))
    assert wrong == []
    assert Entry.objects.count() == before


@pytest.mark.django_db
def test_an_account_without_a_post_sees_no_work(django_user_model: type, client: Client) -> None:
    client.force_login(django_user_model.objects.create_user(username="an"))
    for name, right in OURS.items():
        if right.see not in {None, OPEN, DEMONSTRATION, SIGNED_IN}:
            assert client.get(ADDRESSES[name]).status_code in {302, 403, 404}, name


def test_the_sign_in_librarys_closed_pages_are_closed(client: Client, db: None) -> None:
    for name, right in LIBRARY.items():
        if right.see == SIGNED_IN:
            assert client.get(ADDRESSES[name]).status_code == 302, name


def test_nobody_signs_up_by_himself_or_gets_a_password_by_mail() -> None:
    assert [name for name in ADDRESSES if "signup" in name or "reset" in name or "email" in name] == []


def test_reading_never_writes_even_when_a_view_tries(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "log", lambda **asked: [Unit.objects.create()])
    before = Unit.objects.count()
    client = signed_in(cast.secretary)
    with pytest.raises(DatabaseError, match=r"(?i)read-?only"), transaction.atomic():
        client.get("/nhat-ky/")
    assert Unit.objects.count() == before


def test_nothing_but_the_demonstration_offers_a_door_without_a_password() -> None:
    assert settings.DEMONSTRATION is False
    assert settings.DEBUG is False
