"""From the door to the desk: sign-in, lock-out, own password, second factor, idle sessions, language."""

import datetime
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse

from phoihop.accounts import actions
from phoihop.accounts.models import User
from phoihop.base import clock
from phoihop.journal.models import Entry

pytestmark = pytest.mark.django_db
OWN = "Nha-San-2022-Tay"
NEXT = "Muong-La-2023-Bac"


@pytest.fixture
def user() -> User:
    return User.objects.create_user("lo.van.a", password=OWN)


def sign_in(client: Client, password: str = OWN, name: str = "lo.van.a", **extra: str):  # type: ignore[no-untyped-def]
    return client.post(reverse("account_login"), {"login": name, "password": password, **extra})


def signed_in(client: Client) -> bool:
    return client.get(reverse("accounts:home")).status_code == 200


def test_every_page_leads_a_visitor_to_the_door_and_back(client: Client, user: User) -> None:
    there = reverse("mfa_index")
    sent = client.get(there)
    assert sent.headers["Location"] == f"{reverse('account_login')}?next={there}"
    assert sign_in(client, next=there).headers["Location"] == there
    assert signed_in(client)


def test_a_wrong_name_and_a_wrong_password_read_alike(client: Client, user: User) -> None:
    pages = [sign_in(client, "Sai-Mat-Khau-1"), sign_in(client, name="khong.co.ai")]
    summaries = [re.search(r'role="alert".*?</div>', page.content.decode(), re.S) for page in pages]
    assert summaries[0]
    assert summaries[1]
    assert summaries[0].group() == summaries[1].group()
    assert 'value="lo.van.a"' in pages[0].content.decode(), "the typed name is kept"
    assert "Sai-Mat-Khau-1" not in pages[0].content.decode()


def test_five_failures_close_the_account_even_to_the_right_password(client: Client, user: User) -> None:
    for _try in range(5):
        sign_in(client, "Sai-Mat-Khau-1")
    sign_in(client)
    assert not signed_in(client)
    assert Entry.objects.filter(verb="accounts.sign_in_failed", actor_id=user.pk).count() == 5


def test_nobody_can_sign_up_or_reset_by_mail() -> None:
    for name in ("account_signup", "account_reset_password", "account_email"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_a_given_password_has_to_be_changed_before_anything_else(
    client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("add_user", "lo.van.a")
    given = capsys.readouterr().out.strip()
    change = reverse("account_change_password")
    sign_in(client, given)
    assert client.get(reverse("mfa_index")).headers["Location"] == change
    assert client.post(reverse("accounts:home")).headers["Location"] == change

    def ask(new: str) -> int:
        fields = {"oldpassword": given, "password1": new, "password2": new}
        return client.post(change, fields).status_code

    assert ask("muong-la-2023-bac") == 200, "no capital letter"
    assert ask("Ngan-1") == 200, "too short"
    assert ask("Lo.van.a-20221") == 200, "too like the name"
    assert client.get(reverse("mfa_index")).status_code == 302
    assert ask(NEXT) == 302
    assert client.get(reverse("mfa_index")).status_code == 200
    assert Entry.objects.filter(verb="accounts.change_password").count() == 1
    assert given not in str(list(Entry.objects.values_list("facts", "label")))


def test_an_account_is_given_once(user: User, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match="đã có người dùng"):
        call_command("add_user", "LO.VAN.A")
    with pytest.raises(CommandError):
        call_command("add_user", "lò văn a")
    with pytest.raises(CommandError, match="Không có tài khoản"):
        call_command("add_user", "khong.co.ai", "--again")
    call_command("add_user", "lo.van.a", "--again")
    user.refresh_from_db()
    assert user.check_password(capsys.readouterr().out.strip())
    assert user.must_change_password


def test_letters_with_marks_are_small_or_capital_like_others() -> None:
    validate_password("Nậm-Păm-2022-bản")
    for lacking in ("NẬM-PĂM-2022-BẢN", "nậm-păm-2022-bản", "Nậm-Păm-Mường-bản", "Nậm Păm 2022 bản"):
        with pytest.raises(ValidationError, match="chữ hoa, chữ số"):
            validate_password(lacking)


def test_one_time_passwords_keep_the_policy_and_never_repeat() -> None:
    drawn = [actions.one_time_password() for _draw in range(50)]
    assert len(set(drawn)) == 50
    assert all(len(word) >= 14 and not set(word) & set("0O1lI") for word in drawn)


def test_an_idle_session_ends_and_a_busy_one_goes_on(
    client: Client, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = clock.machine_now()
    sign_in(client)
    for minutes in (50, 100, 150):
        monkeypatch.setattr(clock, "machine_now", lambda m=minutes: moment + datetime.timedelta(minutes=m))
        assert signed_in(client), f"after {minutes} minutes, never 60 without a request"
    monkeypatch.setattr(clock, "machine_now", lambda: moment + datetime.timedelta(minutes=211))
    assert client.get(reverse("accounts:home")).headers["Location"].startswith(reverse("account_login"))
    monkeypatch.undo()
    assert not signed_in(client)


def test_a_part_asked_for_after_the_session_ended_reloads_the_whole_page(client: Client, user: User) -> None:
    part = {"HX-Request": "true"}
    answer = client.get(reverse("accounts:home"), headers=part)
    assert (answer.headers["HX-Refresh"], answer.content) == ("true", b"")
    sign_in(client)
    assert "HX-Refresh" not in client.get(reverse("accounts:home"), headers=part).headers


def test_second_factor_from_switching_on_to_a_recovery_code(client: Client, user: User) -> None:
    sign_in(client)
    bat = reverse("mfa_activate_totp")
    client.post(reverse("account_reauthenticate"), {"password": OWN, "next": bat})
    secret = re.findall(r"<code>(\w+)</code>", client.get(bat).content.decode())[0]
    assert client.post(bat, {"code": "000000"}).status_code == 200
    done = client.post(bat, {"code": _code(secret)})
    assert done.status_code == 302
    kept = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    assert secret not in str(kept.data)
    assert client.get(done.headers["Location"]).status_code == 200
    codes = re.findall(r"<code>(\w+)</code>", client.post(done.headers["Location"]).content.decode())
    assert len(codes) == 10
    client.post(reverse("account_logout"))

    assert sign_in(client).headers["Location"].startswith(reverse("mfa_authenticate"))
    assert not signed_in(client), "the password alone is not enough"
    assert client.post(reverse("mfa_authenticate"), {"code": "sai-ma"}).status_code == 200
    assert client.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 302
    assert signed_in(client)
    client.post(reverse("account_logout"))

    sign_in(client)
    assert client.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 200
    assert not signed_in(client), "a recovery code works once"


def _code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_the_language_is_vietnamese_until_one_chooses_and_follows_the_account(client: Client, user: User) -> None:
    door = reverse("account_login")
    assert '<html lang="vi">' in client.get(door, headers={"accept-language": "en"}).content.decode()
    sign_in(client)
    answer = client.post(reverse("accounts:language"), {"language": "en", "next": reverse("mfa_index")})
    assert answer.headers["Location"] == reverse("mfa_index")
    assert '<html lang="en">' in client.get(reverse("mfa_index")).content.decode()
    elsewhere = Client()
    sign_in(elsewhere)
    assert '<html lang="en">' in elsewhere.get(reverse("accounts:home")).content.decode()


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_language_form_leads_nowhere_else(client: Client, next_page: str) -> None:
    answer = client.post(reverse("accounts:language"), {"language": "en", "next": next_page})
    assert answer.headers["Location"] == "/"
    assert client.post(reverse("accounts:language"), {"language": "xx"}).status_code == 400


ACCOUNT_PAGES = ("accounts:home", "account_change_password", "account_reauthenticate", "mfa_index", "account_logout")


@pytest.mark.parametrize("name", ACCOUNT_PAGES)
def test_account_pages_stand_in_the_one_frame_without_inline_code(client: Client, user: User, name: str) -> None:
    sign_in(client)
    page = client.get(reverse(name)).content.decode()
    assert '<main id="main"' in page
    assert page.count("<h1") == 1
    assert " style=" not in page
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r" on\w+=", page)
