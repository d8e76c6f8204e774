"""While a holder is away another post stands in: seen in the log, never passed on, gone on the day it ends."""

import datetime
import html
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phoihop.accounts.models import User
from phoihop.base import clock
from phoihop.base.errors import Refusal
from phoihop.duties import actions as duties
from phoihop.journal.models import Entry, Notice
from phoihop.journal.queries import unread_for
from phoihop.journal.registry import telling
from phoihop.orgs import actions, queries
from phoihop.orgs.models import Delegation, Holding, Person, Post
from tests.cast import DAY, Cast, signed_in

ONE = datetime.timedelta(days=1)
AWAY, SWITCH = "/don-vi/vang-mat", "/don-vi/chuc-vu-dang-dung"


def days(first: int, last: int) -> dict[str, datetime.date]:
    """`valid_from` and `valid_to`, so many days from the cast's."""
    return {"valid_from": DAY + first * ONE, "valid_to": DAY + last * ONE}


def delegate(post: Post, stand_in: Post, first: int = 0, last: int = 6, *, by: Post | None = None) -> Delegation:
    return actions.delegate_post(by=by or post, post=post, stand_in=stand_in, why="mission", **days(first, last))


def posts_of(post: Post, on: datetime.date) -> list[Post]:
    return queries.posts_of(User.objects.get(pk=post.acting_user_id), on)


def as_the_absent(cast: Cast) -> Post:
    """The leader's post as the secretary's holder acts through it."""
    return next(post for post in posts_of(cast.secretary, DAY) if post.through)


def test_the_stand_in_acts_on_these_days_and_the_holder_all_the_while(cast: Cast) -> None:
    delegate(cast.leader, cast.secretary, 1, 3)
    seen = {n: [post.pk for post in posts_of(cast.secretary, DAY + n * ONE)] for n in range(6)}
    both, own = [cast.secretary.pk, cast.leader.pk], [cast.secretary.pk]
    assert seen == {0: own, 1: both, 2: both, 3: both, 4: own, 5: own}
    assert [post.through for post in posts_of(cast.leader, DAY + ONE)] == [None]
    asked = [cast.leader.pk, cast.secretary.pk]
    assert queries.stand_ins(asked, DAY + ONE) == {cast.leader.pk: [cast.secretary.pk], cast.secretary.pk: []}
    assert queries.stand_ins(asked, DAY) == {cast.leader.pk: [], cast.secretary.pk: []}


def test_what_is_done_that_way_carries_both_names(cast: Cast) -> None:
    delegate(cast.leader, cast.secretary)
    client = signed_in(cast.secretary)
    page = html.unescape(client.get(SWITCH).content.decode())
    assert "thay Bí thư Đảng ủy · Đảng ủy công an Tỉnh Tây Phong" in page
    assert client.get(SWITCH).wsgi_request.post.pk == cast.secretary.pk, "one's own post comes first"
    client.post(SWITCH, {"post": cast.leader.pk})
    answer = client.get("/lanh-dao")
    assert (answer.status_code, answer.wsgi_request.post.pk) == (200, cast.leader.pk)
    assert "Đang làm việc:</span> thay Bí thư Đảng ủy" in answer.content.decode()
    actions.end_delegation(by=answer.wsgi_request.post, delegation=Delegation.objects.get())
    entry = Entry.objects.latest("seq")
    assert entry.label == (
        "Bí thư Đảng ủy, Đảng ủy công an Tỉnh Tây Phong (Thư ký quy chế, Đảng ủy công an Tỉnh Tây Phong thay)"
    )
    assert (entry.post_id, entry.actor_id) == (cast.leader.pk, cast.secretary.acting_user_id)
    assert client.get(SWITCH).wsgi_request.post.pk == cast.secretary.pk, "ended: back to one's own post at once"
    assert client.post(SWITCH, {"post": cast.leader.pk}).status_code == 404


def test_a_stand_in_has_the_absent_posts_rights_and_no_others(cast: Cast) -> None:
    delegate(cast.secretary, cast.leader)
    client = signed_in(cast.leader)
    assert client.get("/quy-che/them").status_code == 403
    client.post(SWITCH, {"post": cast.secretary.pk})
    assert client.get("/quy-che/them").status_code == 200
    assert client.post("/bao-cao-nam/1/phat-hanh").status_code in {403, 404}, "a leader's right, not the secretary's"


def test_a_stand_in_passes_nothing_on(cast: Cast) -> None:
    delegate(cast.leader, cast.secretary)
    borrowed = as_the_absent(cast)
    with pytest.raises(Refusal, match="không giao tiếp được"):
        actions.delegate_post(by=borrowed, post=cast.leader, stand_in=cast.secretary, why="other", **days(7, 20))
    page = html.unescape(_as_leader(cast).get(AWAY).content.decode())
    assert "không giao tiếp được" in page
    assert "Đến hết ngày</label>" not in page


def _as_leader(cast: Cast) -> Any:
    client = signed_in(cast.secretary)
    client.post(SWITCH, {"post": cast.leader.pk})
    return client


@pytest.mark.parametrize(
    ("post", "stand_in", "span", "sentence"),
    [
        ("leader", "leader", (0, 3), "Chọn một chức vụ khác"),
        ("leader", "secretary", (3, 0), "Ngày cuối đứng trước ngày đầu"),
        ("leader", "secretary", (-1, 3), "Ngày đầu đã qua. Chọn từ hôm nay, 13/01/2022"),
        ("leader", "secretary", (0, 366), "nhiều nhất 366 ngày"),
        ("leader", "clerk_a1", (0, 3), "ở xa quá"),
        ("clerk_a1", "clerk_a2", (0, 3), "ở xa quá"),
        ("leader", "stranger", (0, 3), "ở xa quá"),
        ("leader", "operator", (0, 3), "Người vận hành không đọc nội dung"),
        ("operator", "secretary", (0, 3), "Người vận hành không đọc nội dung"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    cast: Cast, post: str, stand_in: str, span: tuple[int, int], sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        delegate(getattr(cast, post), getattr(cast, stand_in), *span)
    assert not Delegation.objects.exists()


def test_a_stand_in_has_to_be_there(cast: Cast) -> None:
    Post.objects.filter(pk=cast.secretary.pk).update(valid_to=DAY + 3 * ONE)
    cast.secretary.refresh_from_db()
    with pytest.raises(Refusal, match="đến 16/01/2022; chọn ngày trong thời gian đó"):
        delegate(cast.leader, cast.secretary, 0, 4)
    delegate(cast.leader, cast.secretary, 0, 3)
    cast.inspector.holdings.update(valid_to=DAY)
    with pytest.raises(Refusal, match="chưa có người giữ có tài khoản"):
        delegate(cast.recogniser, cast.inspector, 1, 2)
    account = User.objects.get(pk=cast.reviewer_a.acting_user_id)
    account.is_active = False
    account.save()
    with pytest.raises(Refusal, match="chưa có người giữ có tài khoản"):
        delegate(cast.clerk_a1, cast.reviewer_a)
    twin = Post.objects.create(body=cast.clerk_a1.body, title_vi="Phó", role="clerk")
    Holding.objects.create(person=Person.objects.get(holdings__post=cast.clerk_a1), post=twin)
    with pytest.raises(Refusal, match="do chính người vắng mặt giữ"):
        delegate(cast.clerk_a1, twin)


def test_one_stand_in_at_a_time_and_no_chain(cast: Cast) -> None:
    first = delegate(cast.leader, cast.secretary, 2, 5)
    with pytest.raises(Refusal, match="Từ 15/01/2022 đến 18/01/2022 đã ghi Thư ký quy chế"):
        delegate(cast.leader, cast.inspector, 5, 9)
    with pytest.raises(Refusal, match="đang thay Bí thư Đảng ủy"):
        delegate(cast.secretary, cast.inspector, 0, 2)
    with pytest.raises(Refusal, match=r"Bí thư Đảng ủy.* cũng vắng"):
        delegate(cast.inspector, cast.leader, 4, 4)
    with pytest.raises(Refusal, match="cũng vắng từ 15/01/2022"):
        delegate(cast.secretary, cast.leader, 3, 3)
    delegate(cast.inspector, cast.secretary, 2, 5)  # one may stand in for two
    delegate(cast.leader, cast.inspector, 6, 9)
    actions.end_delegation(by=cast.leader, delegation=first)
    delegate(cast.leader, cast.recogniser, 0, 5)


def test_who_may_record_it(cast: Cast) -> None:
    for by in (cast.clerk_a2, cast.reviewer_a, cast.reviewer_b, cast.leader):
        with pytest.raises(Refusal, match="Chỉ người giữ chức vụ đó"):
            delegate(cast.clerk_a1, cast.reviewer_a, by=by)
    with pytest.raises(Refusal, match="Không tự ghi mình thay"):
        delegate(cast.leader, cast.secretary, by=cast.secretary)
    with pytest.raises(Refusal, match="Chỉ người giữ chức vụ đó"):
        delegate(cast.stranger, cast.clerk_a1, by=cast.operator)
    away = delegate(cast.clerk_a1, cast.reviewer_a, by=cast.operator)
    with pytest.raises(Refusal, match="Chỉ người giữ chức vụ đó"):
        actions.end_delegation(by=cast.clerk_a2, delegation=away)
    actions.end_delegation(by=cast.secretary, delegation=away)
    with pytest.raises(Refusal, match="đã kết thúc từ 13/01/2022"):
        actions.end_delegation(by=cast.secretary, delegation=away)
    over = delegate(cast.clerk_a1, cast.reviewer_a, 0, 0)
    with clock.standing_at(DAY + ONE), pytest.raises(Refusal, match="đã hết từ 13/01/2022"):
        actions.end_delegation(by=cast.clerk_a1, delegation=over)


def test_a_secretarys_stand_in_gives_himself_nothing(cast: Cast) -> None:
    """Standing in for the secretary he may record for others, but never himself or his own other posts."""
    delegate(cast.secretary, cast.inspector)
    borrowed = next(post for post in posts_of(cast.inspector, DAY) if post.through)
    borrowed.acting_user_id = cast.inspector.acting_user_id
    with pytest.raises(Refusal, match="Không tự ghi mình thay"):
        actions.delegate_post(by=borrowed, post=cast.leader, stand_in=cast.inspector, why="leave", **days(0, 3))


def test_both_are_told_and_whoever_did_it_is_not(cast: Cast) -> None:
    away = delegate(cast.leader, cast.inspector, by=cast.operator)
    actions.end_delegation(by=cast.leader, delegation=away)
    told = list(Notice.objects.order_by("id").values_list("entry__verb", "to_post_id"))
    given_, ended = "orgs.delegate_post", "orgs.end_delegation"
    assert told == [(given_, cast.leader.pk), (given_, cast.inspector.pk), (ended, cast.inspector.pk)]
    words = [telling(one.entry.verb).words(one.entry) for one in unread_for(cast.inspector.pk)]  # type: ignore[union-attr]
    assert "thay Bí thư Đảng ủy, Đảng ủy công an Tỉnh Tây Phong từ 13/01/2022 đến 19/01/2022." in words[1]
    assert "thôi thay Bí thư Đảng ủy" in words[0]


def test_the_page_keeps_what_was_typed_and_says_where_it_is_wrong(cast: Cast) -> None:
    client = signed_in(cast.leader)
    page = html.unescape(client.get(AWAY).content.decode())
    assert '<optgroup label="Huyện Mường Thượng">' in page
    assert "Người vận hành ·" not in page
    form = {"stand_in": cast.secretary.pk, "valid_from": "2022-01-14", "valid_to": "2022-01-12", "why": "study"}
    wrong = client.post(AWAY, form)
    text = html.unescape(wrong.content.decode())
    assert wrong.status_code == 422
    assert "Ngày cuối đứng trước ngày đầu" in text
    assert f'<option value="{cast.secretary.pk}" selected>' in text
    assert 'value="2022-01-12"' in text
    assert client.post(AWAY, {}).status_code == 422
    assert client.post(AWAY, form | {"stand_in": cast.clerk_a1.pk}).status_code == 422
    assert not Delegation.objects.exists()
    assert client.post(AWAY, form | {"valid_to": "2022-01-20"}).status_code == 302
    page = html.unescape(client.get(AWAY).content.decode())
    assert "14/01/2022" in page
    assert "sắp tới" in page
    assert "thay từ 14/01/2022 đến 20/01/2022" in html.unescape(client.get(SWITCH).content.decode())
    away = Delegation.objects.get()
    assert signed_in(cast.clerk_a1).post(f"{AWAY}/{away.pk}/ket-thuc").status_code == 404
    assert client.post(f"{AWAY}/{away.pk}/ket-thuc").status_code == 302
    assert client.post(f"{AWAY}/{away.pk}/ket-thuc").status_code == 422
    assert "kết thúc sớm" in client.get(AWAY).content.decode()


def test_the_secretary_finds_a_post_of_his_branch_and_speaks_for_it(cast: Cast) -> None:
    client = signed_in(cast.secretary)
    page = client.get(f"{AWAY}?tim=na pang").content.decode()
    assert f'href="{AWAY}?chuc-vu={cast.clerk_a1.pk}"' in page
    assert client.post(
        f"{AWAY}?chuc-vu={cast.clerk_a1.pk}",
        {"stand_in": cast.reviewer_a.pk, "valid_from": "2022-01-14", "valid_to": "2022-01-15", "why": "leave"},
    )["Location"].endswith(f"chuc-vu={cast.clerk_a1.pk}")
    assert (Delegation.objects.get().post, Delegation.objects.get().recorded_by) == (cast.clerk_a1, cast.secretary)
    for who, other in ((cast.secretary, cast.stranger), (cast.clerk_a1, cast.clerk_a2), (cast.leader, cast.secretary)):
        assert signed_in(who).get(f"{AWAY}?chuc-vu={other.pk}").status_code == 404
    for odd in ("²", "9" * 25, "a\0b", "-1"):
        assert client.get(AWAY, {"chuc-vu": odd}).status_code == 404
        assert client.get(AWAY, {"tim": odd}).status_code == 200


def test_thirty_absences_cost_as_many_statements_as_three(cast: Cast) -> None:
    client = signed_in(cast.secretary)
    costs = []
    for upto in (3, 30):
        for n in range(Delegation.objects.count(), upto):
            delegate(cast.secretary, (cast.leader, cast.inspector)[n % 2], 2 * n, 2 * n)
        counted = []
        for page in (AWAY, SWITCH):
            client.get(page)
            with CaptureQueriesContext(connection) as statements:
                client.get(page)
            counted.append(len(statements))
        with CaptureQueriesContext(connection) as statements:
            posts_of_all(cast)
        costs.append([*counted, len(statements)])
    assert costs[0] == costs[1]
    assert costs[0][-1] == 3, "two for who stands in, one for all stand-ins"


def posts_of_all(cast: Cast) -> None:
    queries.posts_of(User(pk=cast.leader.acting_user_id), DAY)
    queries.stand_ins([post.pk for post in cast.posts().values()], DAY)


def test_the_database_holds_the_days_together(cast: Cast) -> None:
    good = {"post": cast.leader, "stand_in": cast.secretary, "why": "study", "recorded_at": clock.now(), **days(0, 1)}
    for wrong in (days(1, 0), {"stand_in": cast.leader}, {"ended_on": DAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Delegation.objects.create(**(good | wrong))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 6), st.integers(0, 4)), max_size=12))
def test_whatever_is_recorded_no_post_is_away_twice_nor_stands_in_while_away(
    cast: Cast, asked: list[tuple[int, int, int, int]]
) -> None:
    near = (cast.leader, cast.secretary, cast.inspector, cast.recogniser)
    with transaction.atomic():
        for absent, present, first, length in asked:
            try:
                with transaction.atomic():
                    delegate(near[absent], near[present], first, first + length)
            except Refusal:
                continue
        for n in range(12):
            pairs = [
                (post, stand_in)
                for post, others in queries.stand_ins([post.pk for post in near], DAY + n * ONE).items()
                for stand_in in others
            ]
            absent_posts = [post for post, _stand_in in pairs]
            assert len(set(absent_posts)) == len(absent_posts)
            assert not set(absent_posts) & {stand_in for _post, stand_in in pairs}
        transaction.set_rollback(True)


def test_a_regulations_own_verbs_take_a_stand_in_like_the_holder(cast: Cast) -> None:
    """No verb knows of standing in: the acting post is the absent one."""
    delegate(cast.secretary, cast.leader)
    borrowed = next(post for post in posts_of(cast.leader, DAY) if post.through)
    borrowed.acting_user_id = cast.leader.acting_user_id
    duties.add_usual_periods(by=borrowed, year=2023, kinds=["year"])
    assert Entry.objects.latest("seq").label.endswith("(Bí thư Đảng ủy, Đảng ủy công an Tỉnh Tây Phong thay)")
